"""A build that meets a full disk, a site it may not write, a worker that dies, files that change under its hands: a
clear error, the site as it was or finished by the next build, and `.backfile/` in order by itself."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archives import Ran, look, make_archive, read_tree, run, write_article, write_files
from backfile import build as build_module
from backfile import parsing, work
from backfile.parallel import Workers
from backfile.record import PART
from backfile.urls import MANIFEST

ARTICLES = {
    f"content/{n}.md": write_article(f"Article {n}", f"2011-02-{n % 28 + 1:02}", "Words. " * 50) for n in range(9)
}


@pytest.fixture
def root(memory_path: Path) -> Path:
    """A built archive, and edits that touch many of its pages."""
    root = make_archive(memory_path / "archive", {**ARTICLES, "content/map.png": b"\x89PNG"})
    assert run("build", "-C", root).code == 0
    return edit(root)


def edit(root: Path) -> Path:
    (root / "content/1.md").unlink()
    write_files(
        root, {f"content/new{n}.md": write_article(f"New {n}", "2012", "![map](map.png) " * 99) for n in range(3)}
    )
    write_files(root, {"content/2.md": write_article("Other title", "2011-02-03")})
    return root


def assert_told(ran: Ran, code: int, *words: str) -> None:
    assert ran.code == code, ran.said
    assert "Traceback" not in ran.said
    assert "hint: " in ran.err
    for word in words:
        assert word in ran.err


def assert_ends_clean(root: Path) -> None:
    ran = run("build", "-C", root)
    assert ran.code == 0, ran.said
    clean = root.with_name("clean")
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".backfile"))
    assert run("build", "-C", clean).code == 0
    assert read_tree(root / "site") == read_tree(clean / "site")
    assert not (root / ".backfile/staging").exists()


def failing(function: Callable[..., Any], number: int, code: int) -> Callable[..., Any]:
    """The function, which the system refuses from the nth call on."""
    count = 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count >= number:
            raise OSError(code, os.strerror(code))
        return function(*args, **kwargs)

    return call


@pytest.mark.parametrize("number", [1, 2, 5])
@pytest.mark.parametrize("name", ["open", "write"])
def test_a_disk_that_fills_while_pages_are_staged_is_told_once(
    root: Path, name: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(root / "site")
    with monkeypatch.context() as patch:
        fake = type("os", (), {**vars(os), name: staticmethod(failing(getattr(os, name), number, errno.ENOSPC))})
        patch.setattr(work, "os", fake)
        ran = run("build", "-C", root, "-j", "1")
    assert_told(ran, 2, "can't be written: No space left on device", "make room on the disk")
    assert ran.err.count("error:") == 1
    assert look(root / "site") == before
    assert not (root / ".backfile/staging").exists()
    assert_ends_clean(root)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOSPC])
@pytest.mark.parametrize("name", ["replace", "rename", "mkdir", "unlink"])
def test_a_site_that_may_not_be_written_is_told_and_finished_later(
    root: Path, name: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = getattr(os, name)

    def refuse(path: Any, *args: Any, **kwargs: Any) -> Any:
        if any(str(place).startswith(str(root / "site")) for place in (path, *args)):
            raise OSError(code, os.strerror(code), str(path))
        return step(path, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, name, refuse)
        ran = run("build", "-C", root)
        if ran.code:
            again = run("build", "-C", root)
            assert_told(again, 2, f"can't be written: {os.strerror(code)}")
    if name in {"replace", "rename", "unlink"}:
        assert_told(ran, 2, f"can't be written: {os.strerror(code)}", "the next build carries on")
    assert_ends_clean(root)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_site_stays_as_it_was(root: Path) -> None:
    before = look(root / "site")
    folders = [root / "site", *(path for path in (root / "site").rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    ran = run("build", "-C", root)
    assert look(root / "site") == before
    for folder in folders:
        folder.chmod(0o700)
    assert_told(ran, 2, "can't be written: Permission denied")
    assert_ends_clean(root)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes a file system of so many kilobytes, or gives it another size."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = False

    def resize(kilobytes: int) -> Path:
        nonlocal mounted
        options = f"size={kilobytes}k" + (",remount" if mounted else "")
        ran = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], capture_output=True, check=False)
        if ran.returncode and not mounted:
            pytest.skip("needs the right to mount a small disk")
        mounted = True
        return disk

    yield resize
    if mounted:
        subprocess.run(["umount", "-l", disk], check=False)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs the right to mount a small disk")
def test_a_disk_that_is_full_at_any_moment_costs_nothing_but_the_build(
    root: Path, small_disk: Callable[[int], Path]
) -> None:
    disk = small_disk(100_000)
    whole = shutil.copytree(root, root.with_name("whole"))
    assert run("build", "-C", whole).code == 0
    clean = read_tree(whole / "site")
    failed = 0
    for room in range(0, 400, 12):
        small_disk(100_000)
        archive = disk / "archive"
        shutil.rmtree(archive, ignore_errors=True)
        shutil.copytree(root, archive)
        before = read_tree(archive / "site")
        used = shutil.disk_usage(disk).used // 1024
        small_disk(used + room)
        ran = run("build", "-j", "1", "-C", archive)
        if ran.code:
            failed += 1
            assert_told(ran, 2)
            for path, data in read_tree(archive / "site").items():
                assert data in {before.get(path), clean.get(path)} or path.endswith((PART, MANIFEST))
        small_disk(100_000)
        assert run("build", "-C", archive).code == 0
        assert not (archive / ".backfile/staging").exists()
        assert read_tree(archive / "site") == clean
    assert failed > 3


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_worker_that_dies_is_told_and_the_next_build_makes_the_site(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(root / "site")
    with monkeypatch.context() as patch:
        patch.setitem(Workers.map.__kwdefaults__ or {}, "batch", 2)
        take_in = build_module._Build._take_in

        def kill_one(self: Any, outputs: Any) -> Any:
            worker = next(iter(self.workers._pool._executor._processes.values()))
            os.kill(worker.pid, signal.SIGKILL)
            return take_in(self, outputs)

        patch.setattr(build_module._Build, "_take_in", kill_one)
        ran = run("build", "-j", "2", "-C", root)
    assert_told(ran, 2, "error: a worker process died", "try --jobs 1")
    assert look(root / "site") == before
    assert not (root / ".backfile/staging").exists()
    assert_ends_clean(root)


def vanish(path: Path) -> None:
    path.unlink()


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def build_while(root: Path, name: str, happen: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Build, and let something happen to a file between planning and rendering."""
    with monkeypatch.context() as patch:
        render = build_module._Build._render

        def interfere(self: Any, jobs: Any, hidden: Any, index: Any) -> Any:
            planned = list(jobs)
            happen(root / name)
            return render(self, planned, hidden, index)

        patch.setattr(build_module._Build, "_render", interfere)
        return run("build", "-C", root)


@pytest.mark.parametrize("happen", [vanish, change])
@pytest.mark.parametrize("name", ["content/new1.md", "content/map.png", "templates/assets/style.css"])
def test_a_file_that_changes_or_vanishes_before_its_page_is_made_is_told(
    root: Path, name: str, happen: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(root, {"templates/assets/style.css": "a {}"})
    before = look(root / "site")
    ran = build_while(root, name, happen, monkeypatch)
    assert_told(ran, 1, f"{name}: error: ", "build again")
    assert look(root / "site") == before
    assert not (root / ".backfile/staging").exists()
    if happen is vanish and name == "content/map.png":
        write_files(root, {name: b"\x89PNG"})
    assert_ends_clean(root)


@pytest.mark.parametrize("happen", [vanish, change])
def test_a_file_that_changes_or_vanishes_while_its_body_is_taken_from_the_site_is_met_by_the_next_build(
    root: Path, happen: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(root, {"templates/article.html": "<b>{{ page.title }}</b>{{ body(article) }}"})
    ran = build_while(root, "content/3.md", happen, monkeypatch)
    assert ran.code == 0, ran.said
    assert any(page.startswith(b"<b>Article 3</b><p>Words. ") for page in read_tree(root / "site").values())
    assert_ends_clean(root)


@pytest.mark.parametrize("happen", [vanish, change])
def test_a_file_that_changes_or_vanishes_before_it_is_read_leads_to_what_is_there_in_the_end(
    root: Path, happen: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        parse = parsing.parse_file

        def interfere(file: Any, folder: Path) -> Any:
            if file.path == "content/new1.md" and (folder / file.path).exists():
                happen(folder / file.path)
            return parse(file, folder)

        patch.setattr(parsing, "parse_file", interfere)
        ran = run("build", "-j", "1", "-C", root)
    assert "Traceback" not in ran.said
    if happen is vanish:
        assert_told(ran, 1, "content/new1.md: error: can't be read")
    assert_ends_clean(root)
