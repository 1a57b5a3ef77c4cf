"""The lock: one command at a time, the second waits or is told whom for, and what a crash left hinders nobody."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archives import make_archive, read_tree, run, write_article
from backfile import lock as module
from backfile.errors import ArchiveError
from backfile.lock import Lock

HOLD = """\
import sys; from pathlib import Path; from backfile.lock import Lock
lock = Lock(Path(sys.argv[1])); print("held", flush=True); sys.stdin.read()
"""


@contextmanager
def held_elsewhere(path: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock until its input ends, or it is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", HOLD, str(path), *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "archive", {"content/one.md": write_article("One", "2011")})


def test_who_comes_second_is_told_who_holds_the_lock(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    with held_elsewhere(root / ".backfile" / "lock", "import", "my captures") as process:
        for command in ("build", "check", "import"):
            ran = run(command, "-C", root, *([root] if command == "import" else []))
            assert ran.code == 2
            assert f"error: another backfile is at work in {root}: backfile " in ran.err
            assert f"import 'my captures' (process {process.pid}, since 20" in ran.err
            assert "hint: wait until it has finished, or end it" in ran.err
    assert not (root / "site").exists()


def test_who_comes_second_waits_for_a_while(root: Path) -> None:
    with held_elsewhere(root / ".backfile" / "lock") as process:
        assert process.stdin is not None
        timer = threading.Timer(0.5, process.stdin.close)
        timer.start()
        assert run("build", "-C", root).code == 0
        timer.join()


def test_a_lock_whose_holder_was_killed_hinders_nobody(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    with held_elsewhere(root / ".backfile" / "lock") as process:
        assert run("build", "-C", root).code == 2
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.wait()
        assert (root / ".backfile" / "lock").read_text("utf-8")
        assert run("build", "-C", root).code == 0


def test_builds_at_once_all_end_well(root: Path) -> None:
    command = [sys.executable, "-m", "backfile", "build", "-q", "-j", "1", "-C", str(root)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in processes:
        _, said = process.communicate()
        assert process.returncode == 0, said
    before = read_tree(root / "site")
    assert before
    (root / ".backfile" / "manifest.sqlite").unlink()
    assert run("build", "-C", root).code == 0
    assert read_tree(root / "site") == before


def test_a_lock_is_free_once_it_is_released(tmp_path: Path) -> None:
    first = Lock(tmp_path / "lock", 0)
    with pytest.raises(ArchiveError, match=f"process {os.getpid()}, since"):
        Lock(tmp_path / "lock", 0)
    first.release()
    first.release()
    Lock(tmp_path / "lock", 0).release()


def test_a_lock_whose_file_was_deleted_is_not_mistaken_for_the_new_one(tmp_path: Path) -> None:
    first = Lock(tmp_path / "lock", 0)
    (tmp_path / "lock").unlink()
    second = Lock(tmp_path / "lock", 0)
    with pytest.raises(ArchiveError):
        Lock(tmp_path / "lock", 0)
    first.release()
    with pytest.raises(ArchiveError):
        Lock(tmp_path / "lock", 0)
    second.release()


def test_whatever_the_file_says_its_reader_is_told_something(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock", 0)
    for text in (b"", b"\xff\xfe", b"1"):
        (tmp_path / "lock").write_bytes(text)
        with pytest.raises(ArchiveError, match="another backfile is at work in"):
            Lock(tmp_path / "lock", 0)
    lock.release()


@pytest.mark.skipif(module.fcntl is None, reason="Windows has other locks")
def test_a_file_system_without_locks_hinders_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(module.ENOLCK, "No locks available")

    monkeypatch.setattr(module.fcntl, "flock", refuse)
    Lock(tmp_path / "lock", 0).release()
