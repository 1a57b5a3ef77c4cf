"""A build on a Dask cluster: a scheduler and two workers, as the documented commands start them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archives import make_archive, read_tree, run, write_article
from backfile import cluster
from backfile.archive import Archive, find_archive
from backfile.errors import BackfileError
from backfile.fingerprints import program_digest

distributed = pytest.importorskip("distributed", reason="distributed isn't installed: pip install 'backfile[cluster]'")

DASK = [sys.executable, "-m", "dask"]
# A batch may lose one worker; the second time, Dask gives up.
ENVIRONMENT = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}


@dataclass(frozen=True)
class Running:
    """A cluster: its address, and a client that sees its workers."""

    address: str
    client: Any

    def list_processes(self) -> set[int]:
        return set(self.client.run(os.getpid).values())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The two commands of docs/cluster.md."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, folder = f"tcp://127.0.0.1:{port}", tmp_path_factory.mktemp("dask")
    commands = (
        [*DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
        [*DASK, "worker", address, "--nworkers", "2", "--nthreads", "2", "--no-dashboard"],
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, "env": ENVIRONMENT}
    processes = [subprocess.Popen(command, **quiet, start_new_session=True) for command in commands]  # type: ignore[call-overload]
    try:
        with distributed.Client(address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=30)
            yield Running(address, client)
    finally:
        for process in reversed(processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of more articles than two batches hold, and its site as one process builds it."""
    articles = {
        f"content/{n}.md": write_article(f"A {n}", f"20{n % 20:02}-03", f"*One* [link]({n + 1}.md).\n\n" * 9)
        for n in range(420)
    }
    root = make_archive(tmp_path_factory.mktemp("archive"), articles)
    assert run("build", "-C", root, "-j", 1).code == 0
    return root


def copy(built: Path, root: Path) -> Path:
    shutil.copytree(built, root, ignore=shutil.ignore_patterns("site", ".backfile"))
    return root


def kill_when_rendering(root: Path, process: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any((root / ".backfile" / "staging").rglob("*")):
        time.sleep(0.002)
    os.kill(process, signal.SIGKILL)


def test_a_worker_that_is_killed_changes_no_byte(running: Running, built: Path, tmp_path: Path) -> None:
    root = copy(built, tmp_path / "archive")
    processes = running.list_processes()
    killer = threading.Thread(target=kill_when_rendering, args=(root, min(processes)))
    killer.start()
    ran = run("build", "-C", root, "--cluster", running.address)
    killer.join()
    assert (ran.code, ran.err) == (0, "")
    assert read_tree(root / "site") == read_tree(built / "site")
    running.client.wait_for_workers(2, timeout=30)
    assert min(processes) not in running.list_processes()
    assert not list((root / ".backfile").glob("cluster-*"))


def test_what_is_imported_is_read_here_and_the_rest_there(running: Running, tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", {"inbox/a.md": "# The ferry\n\nIt came back on Monday.\n"})
    ran = run("build", "-C", root, "--cluster", running.address)
    assert ran.code == 0
    assert (root / "site" / "undated" / "the-ferry.html").is_file()


def test_workers_that_die_again_and_again_are_a_broken_set_up(running: Running, built: Path) -> None:
    archive = find_archive(built)
    with (
        pytest.raises(BackfileError, match="died again and again") as raised,
        cluster.open_cluster(running.address, archive) as opened,
    ):
        assert opened.width == 4
        opened.submit(os._exit, 1).result()
    assert raised.value.hint


def test_where_nothing_answers_it_is_said_soon(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    for address in ("tcp://127.0.0.1:1", "nonsense"):
        ran = run("build", "-C", built, "--cluster", address)
        assert ran.code == 2
        assert ran.err.startswith(f"error: no cluster answers at {address}: ")


def test_without_the_library_it_is_said_how_to_get_it(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = run("build", "-C", built, "--cluster", "tcp://127.0.0.1:1")
    assert ran.code == 2
    assert "pip install 'backfile[cluster]'" in ran.err


class Answering:
    """A client whose workers give these answers, each made from the true one."""

    def __init__(self, *changes: Any) -> None:
        self.changes = changes

    def run(self, function: Any, *arguments: Any, on_error: str) -> dict[str, Any]:
        answer = function(*arguments)
        return {f"tcp://{n}": change(answer) for n, change in enumerate(self.changes)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda answer: ModuleNotFoundError("No module named 'backfile'"), "can't run Backfile: No module named"),
        (lambda answer: answer._replace(token="No such file"), "doesn't see the folder"),
        (lambda answer: answer._replace(program="x"), "has another version of Backfile"),
        (lambda answer: answer._replace(theme="x"), "has another version of the theme"),
    ],
)
def test_each_worker_must_be_fit_for_the_build(tmp_path: Path, change: Any, message: str) -> None:
    archive = Archive(tmp_path)
    cluster._question(Answering(lambda answer: answer), "tcp://s", archive)
    with pytest.raises(BackfileError, match=f"the worker at tcp://1 {message}") as raised:
        cluster._question(Answering(lambda answer: answer, change), "tcp://s", archive)
    assert raised.value.hint
    with pytest.raises(BackfileError, match="has no workers"):
        cluster._question(Answering(), "tcp://s", archive)


def test_a_worker_that_sees_nothing_of_the_archive_still_answers(tmp_path: Path) -> None:
    answer = cluster._answer(str(tmp_path / "nowhere"), (str(tmp_path), str(tmp_path)))
    assert answer.program == program_digest()
    assert "No such file" in answer.token
