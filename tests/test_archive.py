"""The archive's folder: found, made, walked in the order of whole paths, whatever lies in it."""

import os
import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from backfile.archive import (
    Archive,
    File,
    create_archive,
    find_archive,
    find_article,
    is_article,
    replace_file,
    unreadable,
    walk,
)
from backfile.errors import ArchiveError
from backfile.model import Problem
from backfile.settings import Settings, read_settings


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)


def walk_paths(root: Path) -> list[str]:
    return [found.path for found in walk(root, "content")]


def only_problem(root: Path) -> Problem:
    [found] = [found for found in walk(root, "content") if isinstance(found, Problem)]
    return found


def test_the_parts_of_an_archive_lie_in_its_folder(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    parts = (archive.settings, archive.inbox, archive.content, archive.originals, archive.templates, archive.site)
    names = ["backfile.toml", "inbox", "content", "originals", "templates", "site", ".backfile"]
    assert [part.relative_to(tmp_path).as_posix() for part in (*parts, archive.state)] == names


@pytest.mark.parametrize("part", ["backfile.toml", "content/", "inbox/"])
def test_settings_articles_or_an_inbox_make_an_archive(tmp_path: Path, part: str) -> None:
    (tmp_path / part).mkdir() if part.endswith("/") else (tmp_path / part).touch()
    assert find_archive(tmp_path).root == tmp_path


def test_a_folder_without_these_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is not an archive") as raised:
        find_archive(tmp_path)
    assert raised.value.hint == f"make one with: backfile init {tmp_path}"


def test_a_folder_of_an_archive_leads_to_it(tmp_path: Path) -> None:
    write(tmp_path, "content/2011/a.md")
    with pytest.raises(ArchiveError) as raised:
        find_archive(tmp_path / "content/2011")
    assert raised.value.hint == f"is it {tmp_path}? add: -C {tmp_path}"


def test_an_archive_s_folder_is_absolute_and_keeps_a_link_s_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real" / "content").mkdir(parents=True)
    (tmp_path / "named").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    assert find_archive(Path("named")).root == tmp_path / "named"


def test_a_new_archive_has_settings_that_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / 'the "harbour" \\ lamp'
    assert create_archive(folder) == ["inbox/", "content/", "templates/", "backfile.toml", ".gitignore"]
    assert tomllib.loads((folder / "backfile.toml").read_text("utf-8"))["title"] == 'The "harbour" \\ lamp'
    assert find_archive(folder) == Archive(folder)


def test_making_an_archive_touches_nothing_that_exists(tmp_path: Path) -> None:
    write(tmp_path, "backfile.toml", ".gitignore", "content/a.md")
    assert create_archive(tmp_path) == ["inbox/", "templates/"]
    assert all((tmp_path / name).read_text() == name for name in ("backfile.toml", ".gitignore"))
    assert create_archive(tmp_path) == []


def test_a_file_is_no_place_for_an_archive(tmp_path: Path) -> None:
    write(tmp_path, "file")
    with pytest.raises(ArchiveError, match="is a file"):
        create_archive(tmp_path / "file")
    with pytest.raises(ArchiveError, match="can't be made"):
        create_archive(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("content/a.md", True),
        ("content/b/a.MD", True),
        ("content/a.markdown", True),
        ("content/a.png", False),
        ("content/md", False),
        ("originals/a.md", False),
    ],
)
def test_markdown_files_are_articles(path: str, is_one: bool) -> None:
    assert is_article(path) is is_one


def test_a_walk_tells_sizes_and_times(tmp_path: Path) -> None:
    write(tmp_path, "content/a.md")
    os.utime(tmp_path / "content/a.md", ns=(1, 2))
    [found] = walk(tmp_path, "content")
    assert isinstance(found, File)
    assert (found.path, found.size, found.modified) == ("content/a.md", len("content/a.md"), 2)


def test_a_walk_keeps_the_order_of_whole_paths(tmp_path: Path) -> None:
    write(
        tmp_path, *(f"content/{path}" for path in ("a/b.md", "a.md", "a-b.md", "a0.md", "b/c/d.md", "b/c.md", "É.md"))
    )
    names = ["a-b.md", "a.md", "a/b.md", "a0.md", "b/c.md", "b/c/d.md", "É.md"]
    assert walk_paths(tmp_path) == [f"content/{name}" for name in names]


@hypothesis_settings(max_examples=30)
@given(
    paths=st.sets(st.lists(st.text("ab-.é0", min_size=1, max_size=3), min_size=1, max_size=3).map(tuple), max_size=9)
)
def test_any_tree_is_walked_in_the_order_of_whole_paths(
    paths: set[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("tree")
    for parts in paths:
        # "x" before a folder's name and "y" before a file's keep names from being hidden, and files from being folders.
        write(root, "/".join(["content", *(f"x{part}" for part in parts[:-1]), f"y{parts[-1]}"]))
    found = walk_paths(root)
    assert len(found) == len(paths)
    assert found == sorted(found)


def test_hidden_files_and_leftovers_of_systems_and_editors_are_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path, *(f"content/{name}" for name in (".git/a.md", ".b.md", "Thumbs.db", "desktop.ini", "c.md~", "d.md"))
    )
    assert walk_paths(tmp_path) == ["content/d.md"]


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert walk_paths(tmp_path) == []


def test_links_to_files_are_followed_and_links_to_folders_are_told(tmp_path: Path) -> None:
    write(tmp_path, "content/a.md", "else/b.md")
    (tmp_path / "content/b.md").symlink_to(tmp_path / "else/b.md")
    (tmp_path / "content/loop").symlink_to(tmp_path / "content")
    assert walk_paths(tmp_path) == ["content/a.md", "content/b.md", "content/loop"]
    problem = only_problem(tmp_path)
    assert (problem.severity, problem.code, problem.path) == ("warning", "linked-folder", "content/loop")


@pytest.mark.parametrize("target", ["nowhere", "dead.md"])
def test_a_link_that_leads_nowhere_or_to_itself_is_unreadable(tmp_path: Path, target: str) -> None:
    write(tmp_path, "content/a.md")
    (tmp_path / "content/dead.md").symlink_to(target)
    problem = only_problem(tmp_path)
    assert (problem.severity, problem.code, problem.path) == ("error", "unreadable", "content/dead.md")
    assert walk_paths(tmp_path) == ["content/a.md", "content/dead.md"]


def test_what_is_neither_file_nor_folder_is_told_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    os.mkfifo(tmp_path / "content/pipe.md")
    problem = only_problem(tmp_path)
    assert (problem.code, problem.path) == ("not-a-file", "content/pipe.md")


def test_a_name_that_is_not_unicode_is_told_in_ascii(tmp_path: Path) -> None:
    write(tmp_path, "content/a.md")
    try:
        (tmp_path / os.fsdecode(b"content/caf\xe9.md")).touch()
    except OSError:
        pytest.skip("this file system takes Unicode names alone")
    problem = only_problem(tmp_path)
    assert (problem.code, problem.path) == ("bad-file-name", "content/caf\\udce9.md")


def test_folders_in_more_folders_than_there_may_be_calls_are_walked(tmp_path: Path) -> None:
    folders = [tmp_path / "content"]
    while len(folders) < 1_200:
        folders.append(folders[-1] / "d")
    for folder in folders:
        folder.mkdir()
    (folders[-1] / "a.md").touch()
    try:
        assert len(walk_paths(tmp_path)) == 1
    finally:  # what clears up behind tests can't
        (folders[-1] / "a.md").unlink()
        for folder in reversed(folders):
            folder.rmdir()


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, "content")
    problem = only_problem(tmp_path)
    assert (problem.severity, problem.code, problem.path) == ("error", "unreadable", "content")


def test_what_the_system_refuses_is_a_problem_with_its_reason() -> None:
    problem = unreadable("content/a.md", PermissionError(13, "Permission denied"))
    assert problem.message == "can't be read: permission denied"
    assert problem.hint


def test_an_article_is_named_from_the_archive_or_from_where_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "content/2011/a.md", "content/map.png", "elsewhere.md")
    archive = Archive(tmp_path)
    assert find_article(archive, "content/2011/a.md") == "content/2011/a.md"
    assert find_article(archive, str(tmp_path / "content/2011/a.md")) == "content/2011/a.md"
    monkeypatch.chdir(tmp_path / "content")
    assert find_article(archive, "2011/a.md") == "content/2011/a.md"
    for name in ("content/none.md", "content/map.png", "content/../elsewhere.md", "content/2011", "../../a.md"):
        with pytest.raises(ArchiveError, match="is no article of this archive"):
            find_article(archive, name)


def test_an_article_whose_file_was_renamed_is_found_by_the_slug_that_it_has_still(tmp_path: Path) -> None:
    write(tmp_path, "content/2011/a.md", "content/2012/b.md")
    (tmp_path / "content/2011/a.md").write_text("---\ntitle: A\nslug: the-pier\n---\n", "utf-8")
    (tmp_path / "content/2012/b.md").write_text("+++\nslug = 'the-pier'\n+++\n", "utf-8")
    assert find_article(Archive(tmp_path), "2011/the-pier.html") == "content/2011/a.md"
    with pytest.raises(ArchiveError, match=r"may be several articles: content/2011/a.md, content/2012/b.md"):
        find_article(Archive(tmp_path), "the-pier")


def test_a_mistyped_article_names_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, "content/2011/the-pier.md", "content/map.png")
    for name in ("the-peir", "2011/02/the-peir.html", "content/2011/the-peir.md"):
        with pytest.raises(ArchiveError) as caught:
            find_article(Archive(tmp_path), name)
        assert caught.value.hint == "did you mean content/2011/the-pier.md?"
    with pytest.raises(ArchiveError) as caught:
        find_article(Archive(tmp_path), "bridge")
    assert caught.value.hint.startswith("write its path")


def test_a_new_archive_names_every_setting_with_its_default(tmp_path: Path) -> None:
    create_archive(tmp_path)
    text = (tmp_path / "backfile.toml").read_text("utf-8")
    (tmp_path / "backfile.toml").write_text(re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE), "utf-8")
    assert replace(read_settings(tmp_path / "backfile.toml"), title=Settings().title) == Settings()
    assert {field.name for field in fields(Settings)} <= set(re.findall(r"\w+(?= = )", text))


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "content" / f"{'a' * 250}.md"
    replace_file(path, b"old")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"):
        replace_file(path, b"newer")
    assert path.read_bytes() == b"new"
