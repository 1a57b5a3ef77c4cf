"""The switch: all of a site changes in one instant, unchanged files stay the same files, and nobody's are lost."""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import make_archive, read_tree, run, write_article, write_files
from backfile import publish, switch
from backfile.errors import ArchiveError
from backfile.switch import exchange, mirror, next_to, retire, try_switch

FOREIGN = {"CNAME": b"archive.example.org", "2011/mine.txt": b"mine"}


def can_switch() -> bool:
    try:
        switch._find_call()
    except OSError:
        return False
    return True


needs_switch = pytest.mark.skipif(not can_switch(), reason="this system can't exchange two folders")


@pytest.fixture
def root(memory_path: Path) -> Path:
    """A built archive with somebody's files in its site, and edits."""
    articles = {f"content/{n}.md": write_article(f"Article {n}", f"2011-02-{n + 1:02}") for n in range(5)}
    root = make_archive(memory_path / "archive", articles)
    assert run("build", "-C", root).code == 0
    write_files(root / "site", FOREIGN)
    (root / "content/1.md").unlink()
    write_files(root, {"content/2.md": write_article("Other title", "2011-02-03")})
    return root


def switch_to(root: Path) -> str:
    ran = run("build", "--atomic-switch", "-C", root)
    assert ran.code == 0, ran.said
    return ran.out


def assert_clean(root: Path) -> None:
    clean = shutil.copytree(root, root.with_name("clean"), ignore=shutil.ignore_patterns("site", ".backfile", ".site*"))
    assert run("build", "-C", clean).code == 0
    assert {path: data for path, data in read_tree(root / "site").items() if path not in FOREIGN} == read_tree(
        clean / "site"
    )
    assert FOREIGN.items() <= read_tree(root / "site").items()
    assert not [path for path in root.iterdir() if path.name.startswith(".site")]


@needs_switch
def test_what_changed_is_new_and_all_else_is_the_same_file(root: Path) -> None:
    (root / "site/2011").chmod(0o750)
    before = {path: (root / "site" / path).stat().st_ino for path in read_tree(root / "site")}
    folder = (root / "site").stat().st_ino
    assert "4 removed" in switch_to(root)
    assert_clean(root)
    after = {path: (root / "site" / path).stat().st_ino for path in read_tree(root / "site")}
    same = {path for path, number in before.items() if after.get(path) == number}
    assert {*FOREIGN, "404.html", "assets/style.css", "2011/02/05/index.html"} <= same
    assert not {"2011/02/03/2.html", "index.html", "manifest-sha256.txt"} & same
    assert (root / "site").stat().st_ino != folder
    assert (root / "site/2011").stat().st_mode & 0o777 == 0o750


@needs_switch
def test_a_first_build_may_be_switched_too_and_a_linked_site(root: Path) -> None:
    shutil.rmtree(root / "site")
    switch_to(root)
    write_files(root / "site", FOREIGN)
    (root / "site").rename(root.with_name("served"))
    (root / "site").symlink_to(root.with_name("served"))
    write_files(root, {"content/3.md": write_article("Another title", "2011-02-03")})
    switch_to(root)
    assert (root / "site").is_symlink()
    assert_clean(root)
    assert not [path for path in root.parent.iterdir() if path.name.startswith(".")]


# Reads page after page, over and over, until it is told to stop; says what was missing, or older than the page before.
READER = """\
import pathlib, re, sys
site, done, *pages = sys.argv[1:]
sweeps = 0
while not pathlib.Path(done).exists():
    last = -1
    for page in pages:
        try:
            build = int(re.search(r"<!-- Test([0-9]+) -->", open(f"{site}/{page}").read())[1])
        except FileNotFoundError:
            print("missing:", page)
        else:
            if build < last:
                print("older than the page before:", page)
            last = build
    sweeps += 1
    if sweeps == 1:
        print("reading", flush=True)
print("sweeps:", sweeps)
"""


@needs_switch
def test_a_reader_never_meets_pages_of_two_builds(root: Path) -> None:
    files = {f"content/more{n}.md": write_article(f"More {n}", f"2011-03-{n + 1:02}") for n in range(28)}
    write_files(root, {**files, "templates/article.html": "<!-- {{ site.title }} -->", **settings(0)})
    switch_to(root)
    pages = sorted((path for path, data in read_tree(root / "site").items() if b"<!-- Test0 -->" in data), reverse=True)
    assert len(pages) > 30
    command = [sys.executable, "-c", READER, str(root / "site"), str(root / "done"), *pages]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
        for number in range(1, 9):
            write_files(root, settings(number))
            switch_to(root)
        (root / "done").touch()
        said = reader.stdout.read()
    assert re.fullmatch(r"sweeps: [0-9]{2,}\n", said)


def settings(number: int) -> dict[str, str]:
    return {"backfile.toml": f'title = "Test{number}"\n'}


@needs_switch
@pytest.mark.parametrize("code", [errno.EPERM, errno.EXDEV])
def test_where_no_links_can_be_made_files_are_copied(root: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", refuse)
    (root / "site/link").symlink_to("CNAME")
    switch_to(root)
    assert (root / "site/link").is_symlink()
    (root / "site/link").unlink()
    assert_clean(root)


@needs_switch
def test_somebody_s_files_that_are_written_during_the_switch_are_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = switch.put_in_place

    def interfere(beside: Path, site: Path) -> None:
        write_files(site, {"new/late.txt": b"late", "other": b"saved by renaming"})
        (site / "other").replace(site / "CNAME")
        put(beside, site)

    monkeypatch.setattr(publish, "put_in_place", interfere)
    switch_to(root)
    assert (root / "site/new/late.txt").read_bytes() == b"late"
    assert (root / "site/CNAME").read_bytes() == b"saved by renaming"
    assert not next_to(root / "site").exists()


def refuse_exchange(*_: object) -> None:
    raise OSError(errno.EINVAL, "Invalid argument")


REFUSALS: dict[str, tuple[str, Callable[..., Any], str]] = {
    "system": (
        "_find_call",
        lambda: (_ for _ in ()).throw(OSError(errno.ENOSYS, "this system can't")),
        "this system can't",
    ),
    "file system": ("exchange", refuse_exchange, "Invalid argument"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_where_nothing_can_be_exchanged_that_is_told_before_any_work(
    root: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    function, refuse, message = REFUSALS[name]
    before = read_tree(root)
    monkeypatch.setattr(switch, function, refuse)
    ran = run("build", "--atomic-switch", "-C", root)
    assert ran.code == 2
    assert f"site can't be switched in one instant here: {message}" in ran.err
    assert "hint: build without --atomic-switch" in ran.err
    assert read_tree(root) == before
    assert not [path for path in root.iterdir() if path.name.startswith(".site")]


def test_a_disk_that_is_mounted_there_can_t_be_switched(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path).endswith("site"))
    with pytest.raises(ArchiveError, match="a disk is mounted there"):
        try_switch(root / "site")


@needs_switch
def test_two_folders_change_places(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/one": b"1", "b/two": b"2"})
    exchange(tmp_path / "a", tmp_path / "b")
    assert sorted(read_tree(tmp_path)) == ["a/two", "b/one"]
    with pytest.raises(OSError, match="No such file"):
        exchange(tmp_path / "a", tmp_path / "nowhere")


def test_a_mirrored_tree_may_change_and_be_retired(tmp_path: Path) -> None:
    write_files(tmp_path, {"site/a/b/c": b"c", "site/mine": b"mine"})
    (tmp_path / "site/empty").mkdir()
    mirror(tmp_path / "site", tmp_path / "next")
    assert read_tree(tmp_path / "next") == read_tree(tmp_path / "site")
    assert (tmp_path / "next/empty").is_dir()
    (tmp_path / "next/a/b/c").unlink()
    assert (tmp_path / "site/a/b/c").exists()
    retire(tmp_path / "next", tmp_path / "site", lambda path: path == "mine")
    assert not (tmp_path / "next").exists()
    assert (tmp_path / "site/mine").read_bytes() == b"mine"
