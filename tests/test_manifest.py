"""The manifest: what it knows, what it refuses, and how it comes back."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from archives import make_archive, read_tree, run, write_article, write_files
from backfile.manifest import Manifest, Step
from backfile.model import Output, Page, Source
from backfile.record import write_record

DIGEST = "0" * 64


def open_manifest(folder: Path) -> Manifest:
    return Manifest(folder / "manifest.sqlite", folder / "manifest-sha256.txt")


def page(path: str, owner: str = "") -> Page:
    return Page(path, "article.html", "{}", Source(owner, DIGEST, 1) if owner else None)


def publish(manifest: Manifest, *paths: str) -> None:
    manifest.begin()
    for path in paths:
        assert manifest.plan_page(page(path)) is None
        manifest.note_output(Output(path, "print", DIGEST, 1), True)
    manifest.commit_journal("state")
    with manifest.closing():
        pass


def test_outputs_are_published_when_the_journal_is_closed(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        publish(manifest, "b.html", "a.html")
        assert [output.path for output in manifest.outputs()] == ["a.html", "b.html"]
        assert manifest.find_output("a.html") == Output("a.html", "print", DIGEST, 1)
        assert manifest.find_output("c.html") is None
        assert (manifest.count(), manifest.built_state()) == (2, "state")


def test_where_a_body_stands_is_kept_with_its_output(tmp_path: Path) -> None:
    output = Output("a.html", "print", DIGEST, 1, "0123456789abcdef.7.9")
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        manifest.plan_page(page("a.html"))
        manifest.note_output(output, False)
        manifest.commit_journal("state")
        assert [step.output for step in manifest.journal()] == [output]
        with manifest.closing():
            pass
    with open_manifest(tmp_path) as manifest:
        assert manifest.find_output("a.html") == output


def test_the_journal_replaces_first_and_then_removes_what_nothing_makes_any_more(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        publish(manifest, "a.html", "z.html")
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        manifest.plan_page(page("z.html"))
        assert list(manifest.dead()) == ["a.html"]
        manifest.note_output(Output("z.html", "new print", DIGEST, 2), True)
        assert manifest.commit_journal("next") == 1
        assert list(manifest.journal()) == [
            Step(Output("z.html", "new print", DIGEST, 2), True),
            Step(Output("a.html", "", "", 0), None),
        ]
        assert manifest.built_state() == ""
        assert list(manifest.dying()) == ["a.html"]
        with manifest.closing(["z.html"]):
            assert not manifest.is_journal_open()
        assert list(manifest.outputs()) == [Output("z.html", "", DIGEST, 2)]
        assert manifest.built_state() == ""


def test_the_journal_stands_until_all_that_closes_it_has_ended(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        manifest.plan_page(page("a.html"))
        manifest.note_output(Output("a.html", "print", DIGEST, 1), True)
        manifest.commit_journal("state")
        with pytest.raises(OSError, match="full"), manifest.closing():
            manifest.note_record("mark")
            raise OSError("the disk is full")
        assert manifest.is_journal_open()
        assert (manifest.count(), manifest.built_state(), manifest.record_mark()) == (0, "", "")


def test_a_journal_tells_the_digests_that_it_changes_if_they_are_few(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        publish(manifest, "a.html", "dead.html", "same.html")
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        for path in ("a.html", "same.html"):
            manifest.plan_page(page(path))
            manifest.note_output(Output(path, "new print", "1" * 64, 1), path == "a.html")
        manifest.commit_journal("next")
        assert manifest.changes(2) == {"a.html": "1" * 64, "dead.html": ""}
        assert manifest.changes(1) is None


def test_a_build_that_fails_leaves_the_manifest_as_it_was(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        publish(manifest, "a.html")
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        manifest.plan_page(page("b.html"))
        manifest.note_output(Output("b.html", "print", DIGEST, 1), True)
        manifest.forget(["a.html"])
    with open_manifest(tmp_path) as manifest:
        assert list(manifest.outputs()) == [Output("a.html", "print", DIGEST, 1)]
        assert list(manifest.journal()) == []
        assert manifest.built_state() == "state"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2011/fire.html", "2011/fire.html"),
        ("2011/Fire.html", "2011/fire.html"),
        ("2011/café.html", "2011/cafe\u0301.html"),
        ("2011/straße.html", "2011/STRASSE.html"),
    ],
)
def test_two_pages_with_one_address_are_an_error_that_names_both(tmp_path: Path, first: str, second: str) -> None:
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        assert manifest.plan_page(page(first, "content/a.md")) is None
        problem = manifest.plan_page(page(second, "content/b.md"))
        assert problem is not None
        assert (problem.severity, problem.code, problem.path) == ("error", "address-taken", "content/b.md")
        assert all(name in problem.message for name in ("content/a.md", first, second))
        assert problem.hint


def test_a_page_may_not_lie_where_others_need_a_folder_whatever_comes_first(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        manifest.plan_page(page("a/b/c.html", "content/c.md"))
        manifest.plan_page(page("A", "content/a.md"))
        problems = manifest.folder_collisions()
        assert [problem.path for problem in problems] == ["content/a.md"]
        assert "content/c.md" in problems[0].message


def test_no_page_takes_the_place_of_the_record(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        problem = manifest.plan_page(page("manifest-sha256.txt", "content/manifest-sha256.txt"))
        assert problem is not None
        assert "Backfile's own record" in problem.message


@pytest.mark.parametrize(
    "damage", [b"not a database, but long enough for the header of one" * 40, b"SQLite format 3\0"]
)
def test_a_damaged_file_is_set_aside_and_the_manifest_made_anew(tmp_path: Path, damage: bytes) -> None:
    write_record([Output("a.html", "print", DIGEST, 1)], tmp_path / "manifest-sha256.txt")
    (tmp_path / "manifest.sqlite").write_bytes(damage)
    with open_manifest(tmp_path) as manifest:
        assert "damaged" in manifest.notice
        assert list(manifest.outputs()) == [Output("a.html", "", DIGEST, -1)]
    assert (tmp_path / "manifest.sqlite.aside").read_bytes() == damage


def test_a_manifest_of_another_format_is_set_aside_too(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "manifest.sqlite") as old:
        old.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    old.close()
    with open_manifest(tmp_path) as manifest:
        assert manifest.notice
        assert manifest.count() == 0


def test_without_the_cache_the_site_says_which_files_are_its_own(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "a", {"content/one.md": write_article("One", "2011"), "keep.txt": "mine"})
    run("build", "-C", root)
    write_files(root, {"site/mine.txt": "mine"})
    before = read_tree(root / "site")
    shutil.rmtree(root / ".backfile")
    assert run("build", "-C", root).code == 0
    assert read_tree(root / "site") == before
    shutil.rmtree(root / ".backfile")
    (root / "content" / "one.md").unlink()
    with (root / "site" / "manifest-sha256.txt").open("a") as record:
        record.write(f"{DIGEST}  ../keep.txt\n")
    assert run("build", "-C", root).code == 0
    assert not (root / "site" / "2011").exists()
    assert (root / "site" / "mine.txt").exists()
    assert (root / "keep.txt").exists()
