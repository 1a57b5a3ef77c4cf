"""`kill -9` at any moment of a build: each file is the old or the new one, and the next build ends at the clean tree.

Most moments are counted: a build in a forked process ends itself right before its nth change of the disk or of a
database, or in the midst of writing a file. Some are timed, with the real command and its workers.
"""

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archives import make_archive, read_tree, run, write_article, write_files
from backfile.record import PART
from backfile.themefiles import ThemeFiles
from backfile.urls import MANIFEST

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")

CHANGES = {
    "os.rename",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "os.link",
    "os.truncate",
    "shutil.rmtree",
    "sqlite3.connect",
}
WRITES = os.O_WRONLY | os.O_RDWR
FOREIGN = {"CNAME": b"archive.example.org", "2011/mine.txt": b"mine"}


@pytest.fixture
def _quick_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are read, checked and compiled once for all the builds of a test: that is most of a small build."""
    monkeypatch.setattr("backfile.build.ThemeFiles", cache(ThemeFiles))
    monkeypatch.setattr("backfile.build._find_template_problems", lambda *_: [])


def write_archive(root: Path, articles: int) -> Path:
    files = {
        f"content/{n}.md": write_article(f"Article {n}", f"20{n % 3 + 11}-02-{n % 28 + 1:02}") for n in range(articles)
    }
    return make_archive(root, files)


def edit(root: Path) -> None:
    (root / "content/1.md").unlink()
    write_files(
        root, {f"content/new{n}.md": write_article(f"New {n}", f"200{n}-05-06", tags=["new"]) for n in range(2)}
    )
    write_files(root, {"content/2.md": write_article("Other title", "2013-02-03")})


def build(root: Path, *options: str) -> dict[str, bytes]:
    ran = run("build", "-q", "-j", "1", *options, "-C", root)
    assert ran.code == 0, ran.said
    return read_tree(root / "site")


def build_counting(root: Path, options: tuple[str, ...], act: Callable[[int], None]) -> None:
    """Build; `act` is told the number of each change before it happens."""
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1
        act(count)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in CHANGES or (event == "open" and (arguments[2] or 0) & WRITES):
            step()

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        database = sqlite3_connect(*arguments, **options)
        database.set_trace_callback(lambda statement: None if statement.lstrip().startswith("SELECT") else step())
        return database

    def write(stream: int, data: bytes) -> int:
        written = os_write(stream, data[: (len(data) + 1) // 2])
        step()
        return written

    sqlite3_connect, os_write = sqlite3.connect, os.write
    sqlite3.connect, os.write = connect, write  # type: ignore[assignment]
    sys.addaudithook(hear)
    run("build", "-q", "-j", "1", *options, "-C", root)


def build_in_fork(root: Path, options: tuple[str, ...], kill_at: int) -> int:
    """The signal that ended a build which kills itself at a change; 0 if it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            build_counting(
                root, options, lambda count: os.kill(os.getpid(), signal.SIGKILL) if count == kill_at else None
            )
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def count_changes(root: Path, options: tuple[str, ...]) -> int:
    """How many changes a build makes, found out in a process of its own."""
    child = os.fork()
    if child == 0:
        last = root.with_name("count")
        try:
            counts: list[int] = []
            build_counting(root, options, counts.append)
            last.write_text(str(len(counts)), "ascii")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return int(root.with_name("count").read_text("ascii"))


def assert_one_of(site: Path, *trees: dict[str, bytes]) -> None:
    """The site is one of the trees, down to the last file."""
    assert read_tree(site) in trees


def assert_whole(site: Path, *trees: dict[str, bytes]) -> None:
    """Each file in the site is that of one of the trees, and its record names files with their digests."""
    for path, data in read_tree(site).items():
        if path == MANIFEST:
            assert re.fullmatch(rb"([0-9a-f]{64}  [^\n]+\n)*", data)
        elif not path.endswith(PART):
            assert data in {tree.get(path) for tree in trees}, path
    for path, data in FOREIGN.items():
        if trees[0]:
            assert (site / path).read_bytes() == data


def moments(count: int, wanted: int, seed: int) -> list[int]:
    """So many of the moments from 1 to `count`: spread over all of them, each by chance."""
    chance = random.Random(seed)
    width = count / wanted
    return sorted({min(count, 1 + int((part + chance.random()) * width)) for part in range(wanted)})


SITUATIONS = ("first build", "edits", "lost cache")


def prepare(folder: Path, situation: str) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """An archive before a build, the tree of its site, and the one that the build shall lead to."""
    root = write_archive(folder / "archive", 6)
    if situation != "first build":
        build(root)
        write_files(root / "site", FOREIGN)
        edit(root)
    if situation == "lost cache":
        shutil.rmtree(root / ".backfile")
    old = read_tree(root / "site")
    clean = shutil.copytree(root, folder / "clean")
    new = build(clean)
    pure = shutil.copytree(root, folder / "pure", ignore=shutil.ignore_patterns("site", ".backfile"))
    assert new == build(pure) | (FOREIGN if old else {})
    return root, old, new


@pytest.mark.usefixtures("_quick_theme")
@pytest.mark.parametrize("options", [(), ("--atomic-switch",)], ids=["", "at once"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_killed_at_any_change_a_build_leaves_whole_files_and_is_finished_by_the_next(
    memory_path: Path, situation: str, options: tuple[str, ...]
) -> None:
    root, old, new = prepare(memory_path, situation)
    count = count_changes(shutil.copytree(root, memory_path / "counted"), options)
    assert_kept = assert_one_of if options else assert_whole
    killed = 0
    for number in moments(count, 40, 1):
        copy = shutil.copytree(root, memory_path / "copy")
        killed += build_in_fork(copy, options, number) == signal.SIGKILL
        assert_kept(copy / "site", old, new)
        if number % 3 == 0:  # killed once more, while it picks up the pieces
            build_in_fork(copy, options, number // 3)
            assert_kept(copy / "site", old, new)
        assert build(copy, *options * (number % 2)) == new, number
        assert not (copy / ".backfile/staging").exists()
        assert sorted(path.name for path in copy.iterdir()) == sorted(
            {path.name for path in root.iterdir()} | {"site", ".backfile"}
        )
        shutil.rmtree(copy)
    assert killed > 30


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have, as Linux tells."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text("ascii", "replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [pid]
    for one in found:
        found.extend(child for child, parent in parents.items() if parent == one)
    return found[1:]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for workers in /proc")
@pytest.mark.parametrize("whom", ["the command", "a worker"])
def test_killed_at_any_time_the_real_command_leaves_what_the_next_one_finishes(memory_path: Path, whom: str) -> None:
    root, clean = write_archive(memory_path / "archive", 210), memory_path / "clean"
    build(root)
    write_files(root / "site", FOREIGN)
    old = read_tree(root / "site")
    edit(root)
    (root / "templates/article.html").write_text("changed {{ article.title }}", "utf-8")
    shutil.copytree(root, clean)
    new = build(clean)
    command = [sys.executable, "-m", "backfile", "build", "-q", "-j", "2", "-C", str(memory_path / "copy")]
    chance = random.Random(3)
    for _ in range(4):
        copy = shutil.copytree(root, memory_path / "copy")
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(0.3 + 1.2 * chance.random())
        # The last ones are workers; before them stands the server that forks them.
        victims = [process.pid] if whom == "the command" else descendants(process.pid)[-1:]
        for pid in victims:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _, said = process.communicate()
        assert "Traceback" not in said
        assert process.returncode in {0, 2, -signal.SIGKILL}
        assert_whole(copy / "site", old, new)
        assert build(copy) == new
        shutil.rmtree(copy)
