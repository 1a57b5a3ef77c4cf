"""What a watch tells of an archive, whatever is done to its files."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archives import write_files
from backfile import watching
from backfile.watching import NOTHING, Changes, merge, watch_archive

FILES = {
    "backfile.toml": "",
    "content/2011/02/a.md": "a",
    "content/2011/02/b.md": "b",
    "templates/article.html": "t",
    "site/index.html": "s",
    ".backfile/catalog.sqlite": "c",
}
WAYS = ["told", "looked for"]


def fail(text: str) -> None:
    raise AssertionError(text)


@pytest.fixture(params=WAYS)
def watch(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Changes]:
    """A watch that is on, over an archive with some files."""
    monkeypatch.setattr(watching, "_PAUSE", 0.02)
    write_files(tmp_path, FILES)
    told = watch_archive(tmp_path, request.param == "looked for", fail)
    assert next(told) is None
    return told


def collect(told: Iterator[Changes], ticks: int = 5) -> Changes:
    """All that is told until nothing more comes."""
    found: Changes = NOTHING
    quiet = 0
    deadline = time.monotonic() + 10
    while quiet < (ticks if found != NOTHING else 60):
        assert time.monotonic() < deadline
        changed = next(told)
        found = merge(found, changed)
        quiet = quiet + 1 if changed == NOTHING else 0
    return found


def replace(root: Path, path: str, text: str) -> None:
    write_files(root, {"content/.part": text})
    (root / "content/.part").replace(root / path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda root: write_files(root, {"content/2011/02/a.md": "new"}), "content/2011/02/a.md"),
        (lambda root: replace(root, "content/2011/02/a.md", "new"), "content/2011/02/a.md"),
        (lambda root: write_files(root, {"content/2011/02/c.md": "c"}), "content/2011/02/c.md"),
        (lambda root: (root / "content/2011/02/a.md").unlink(), "content/2011/02/a.md"),
        (
            lambda root: (root / "content/2011/02/a.md").rename(root / "content/2011/c.md"),
            "content/2011/02/a.md content/2011/c.md",
        ),
        (lambda root: replace(root, "backfile.toml", 'title = "x"'), "backfile.toml"),
        (lambda root: write_files(root, {"tags.txt": "x"}), "tags.txt"),
        (lambda root: (root / "backfile.toml").unlink(), "backfile.toml"),
        (lambda root: write_files(root, {"templates/article.html": "new"}), "templates/article.html"),
    ],
    ids=["written", "replaced", "made", "removed", "moved", "settings", "rules", "no settings", "template"],
)
def test_a_changed_file_is_told(
    watch: Iterator[Changes], tmp_path: Path, change: Callable[[Path], object], told: str
) -> None:
    change(tmp_path)
    assert collect(watch) == set(told.split())


@pytest.mark.parametrize("watch", ["told"], indirect=True)
@pytest.mark.parametrize(
    "change",
    [
        lambda root: write_files(root, {"content/2011/03/c.md": "c"}),
        lambda root: (root / "content/2011").rename(root / "content/2012"),
        lambda root: (root / "content/2011").rename(root / "away"),
        lambda root: shutil.rmtree(root / "content/2011"),
        lambda root: (root / "content").rename(root / "away"),
        lambda root: shutil.rmtree(root / "templates"),
        lambda root: write_files(root, {"inbox/a.txt": "a"}),
        lambda root: [write_files(root, {f"content/2011/02/{number}.md": "x"}) for number in range(1_100)],
    ],
    ids=["made", "renamed", "moved out", "removed", "content renamed", "templates removed", "inbox made", "very many"],
)
def test_of_a_folder_that_came_or_went_and_of_very_many_files_all_is_to_be_looked_at(
    watch: Iterator[Changes], tmp_path: Path, change: Callable[[Path], object]
) -> None:
    change(tmp_path)
    assert collect(watch) is None


@pytest.mark.parametrize("watch", ["looked for"], indirect=True)
def test_where_files_are_looked_for_a_folder_is_its_files(watch: Iterator[Changes], tmp_path: Path) -> None:
    (tmp_path / "content/2011").rename(tmp_path / "content/2012")
    assert collect(watch) == {f"content/{year}/02/{name}.md" for year in (2011, 2012) for name in "ab"}


def test_folders_may_come_and_go_and_come_again(watch: Iterator[Changes], tmp_path: Path) -> None:
    for _ in range(2):
        shutil.rmtree(tmp_path / "content")
        assert collect(watch) != NOTHING
        write_files(tmp_path, {"content/2011/02/a.md": "again"})
        assert collect(watch, 20) != NOTHING
        write_files(tmp_path, {"content/2011/02/a.md": "and again"})
        assert collect(watch) == {"content/2011/02/a.md"}


def test_what_comes_into_the_inbox_is_told_when_it_rests(tmp_path: Path) -> None:
    write_files(tmp_path, {**FILES, "inbox/a.txt": "a"})
    watch = watch_archive(tmp_path, False, fail)
    next(watch)
    written = ["inbox/page.html", "inbox/page_files/one.png", "inbox/page_files/two.png"]
    for number in range(40):
        write_files(tmp_path, {written[number % 3]: "x" * number, "content/2011/02/a.md": str(number)})
        changed = next(watch)
        assert changed is not None
        assert changed <= {"content/2011/02/a.md"}
    rest = collect(watch, 40)
    assert rest is not None
    assert {"inbox/page.html", "inbox/page_files/two.png"} <= rest


def test_where_files_are_looked_for_the_inbox_rests_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_PAUSE", 0.02)
    write_files(tmp_path, FILES)
    watch = watch_archive(tmp_path, True, fail)
    next(watch)
    write_files(tmp_path, {"inbox/a.txt": "a", "content/2011/02/a.md": "new"})
    assert [next(watch) for _ in range(3)] == [{"content/2011/02/a.md"}, {"inbox/a.txt"}, NOTHING]


def test_a_watch_begins_where_there_is_nothing_yet(tmp_path: Path) -> None:
    told = watch_archive(tmp_path, False, fail)
    assert next(told) is None
    assert collect(told) == NOTHING
    write_files(tmp_path, {"content/a.md": "a"})
    assert collect(told, 20) is None
    write_files(tmp_path, {"content/a.md": "new"})
    assert collect(told) == {"content/a.md"}


@pytest.mark.parametrize("polling", [False, True])
def test_what_no_build_reads_is_not_told(tmp_path: Path, polling: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_PAUSE", 0.02)
    root, other = tmp_path / "archive", tmp_path / "beside"
    write_files(root, FILES)
    (other / "folder").mkdir(parents=True)
    (root / "content/link").symlink_to(other)
    watch = watch_archive(root, polling, fail)
    assert next(watch) is None
    files = "site/index.html site/2011/a.html .backfile/catalog.sqlite notes.txt content/2011/.a.md.swp"
    write_files(root, dict.fromkeys([*files.split(), "content/2011/02/a.md~", "content/link/c.md"], "new"))
    (other / "folder/d.md").write_text("new")
    assert collect(watch) == NOTHING


def test_a_new_folder_is_looked_at_again_when_it_is_watched_itself(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    watch = watch_archive(tmp_path, False, fail)
    next(watch)
    (tmp_path / "content/2012").mkdir()
    assert [next(watch) for _ in range(30)].count(None) == 2


def test_nothing_is_missed_that_changes_while_nobody_asks(watch: Iterator[Changes], tmp_path: Path) -> None:
    for number in range(50):
        write_files(tmp_path, {f"content/2011/02/{number % 7}.md": str(number)})
        time.sleep(0.002)
    assert collect(watch) == {f"content/2011/02/{number}.md" for number in range(7)}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are Unicode")
def test_a_name_that_is_not_unicode_does_not_end_the_watch(watch: Iterator[Changes], tmp_path: Path) -> None:
    bad = os.fsencode(tmp_path) + b"/content/\xff.md"
    with open(bad, "wb"):  # noqa: PTH123
        pass
    collect(watch)
    write_files(tmp_path, {"content/2011/02/a.md": "new"})
    assert collect(watch) == {"content/2011/02/a.md"}


def test_where_the_system_tells_nothing_it_is_said_and_files_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "OS file watch limit reached.")

    monkeypatch.setattr("watchfiles.watch", refuse)
    monkeypatch.setattr(watching, "_PAUSE", 0.02)
    write_files(tmp_path, FILES)
    said: list[str] = []
    told = watch_archive(tmp_path, False, said.append)
    assert next(told) is None
    assert said == [
        "the system doesn't tell which files change (OS file watch limit reached.): "
        "every file is looked at in turn instead"
    ]
    write_files(tmp_path, {"content/2011/02/a.md": "new"})
    assert collect(told) == {"content/2011/02/a.md"}
