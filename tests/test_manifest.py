"""The manifest: what it knows, what it refuses, and how it comes back."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from archives import make_archive, read_tree, run, write_article, write_files
from backfile.manifest import Manifest, Step, read_record, write_record
from backfile.model import Output, Page, Source

DIGEST = "0" * 64


def open_manifest(folder: Path) -> Manifest:
    return Manifest(folder / "manifest.sqlite", folder / "manifest-sha256.txt")


def page(path: str, owner: str = "") -> Page:
    return Page(path, "article.html", "{}", Source(owner, DIGEST, 1) if owner else None)


def publish(manifest: Manifest, *paths: str) -> None:
    manifest.begin()
    for path in paths:
        assert manifest.plan_page(page(path)) is None
        manifest.note_output(Output(path, "print", DIGEST, 1), "staged")
    manifest.commit_journal("state")
    manifest.close_journal()
    manifest.note_built()


def test_outputs_are_published_when_the_journal_is_closed(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        publish(manifest, "b.html", "a.html")
        assert [output.path for output in manifest.outputs()] == ["a.html", "b.html"]
        assert manifest.find_output("a.html") == Output("a.html", "print", DIGEST, 1)
        assert manifest.find_output("c.html") is None
        assert (manifest.count(), manifest.built_state()) == (2, "state")


def test_the_journal_replaces_first_and_then_removes_what_nothing_makes_any_more(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        publish(manifest, "a.html", "z.html")
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        manifest.plan_page(page("z.html"))
        assert list(manifest.dead()) == ["a.html"]
        manifest.note_output(Output("z.html", "new print", DIGEST, 2), "12/34")
        assert manifest.commit_journal("next") == 1
        assert list(manifest.journal()) == [
            Step(Output("z.html", "new print", DIGEST, 2), "12/34"),
            Step(Output("a.html", "", "", 0), None),
        ]
        assert manifest.built_state() == ""
        manifest.close_journal(["z.html"])
        assert list(manifest.outputs()) == [Output("z.html", "", DIGEST, 2)]


def test_a_build_that_fails_leaves_the_manifest_as_it_was(tmp_path: Path) -> None:
    with open_manifest(tmp_path) as manifest:
        publish(manifest, "a.html")
    with open_manifest(tmp_path) as manifest:
        manifest.begin()
        manifest.plan_page(page("b.html"))
        manifest.note_output(Output("b.html", "print", DIGEST, 1), "staged")
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
    assert (tmp_path / "manifest.sqlite.damaged").read_bytes() == damage


def test_a_manifest_of_another_format_is_set_aside_too(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "manifest.sqlite") as old:
        old.execute("CREATE TABLE meta (name TEXT, value TEXT)")
    old.close()
    with open_manifest(tmp_path) as manifest:
        assert manifest.notice
        assert manifest.count() == 0


def test_a_record_reads_as_it_was_written_and_looks_as_sha256sum_wants_it(tmp_path: Path) -> None:
    outputs = [Output(name, "", DIGEST, -1) for name in ("a b.html", "zeile\u2028\x85.html", "ü/한국.html")]
    write_record(outputs, tmp_path / "record.txt")
    assert (tmp_path / "record.txt").read_bytes().decode() == "".join(f"{DIGEST}  {o.path}\n" for o in outputs)
    assert read_record(tmp_path / "record.txt") == outputs


@pytest.mark.parametrize("text", [b"\xff\xfe", b"", b"no digest  a.html\n", b"0" * 64 + b"  \n"])
def test_a_record_that_says_nothing_names_nothing(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "record.txt").write_bytes(text)
    assert read_record(tmp_path / "record.txt") == []
    assert read_record(tmp_path / "nowhere.txt") == []


@pytest.mark.parametrize(
    "path", ["../victim", "a/../../victim", "/victim", "..\\victim", "C:\\victim", "C:victim", ".."]
)
def test_a_record_names_nothing_outside_the_site(tmp_path: Path, path: str) -> None:
    (tmp_path / "record.txt").write_text(f"{DIGEST}  {path}\n", "utf-8")
    assert read_record(tmp_path / "record.txt") == []


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
