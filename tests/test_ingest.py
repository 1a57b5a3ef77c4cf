"""The import: every file accounted for, nothing lost, nothing twice, nothing overwritten."""

import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from archives import Ran, make_archive, read_tree, run, write_article, write_capture, write_files
from backfile import importers
from backfile import ingest as module
from backfile.catalog import Catalog
from backfile.ledger import parse_ledger, parse_ranges
from backfile.model import Capture, Draft, Origin, Problem

FERRY = write_capture("Ferry returns to the river")
FERRY_MD = "content/2011/02/ferry-returns-to-the-river.md"
FERRY_TXT = "originals/2011/02/ferry-returns-to-the-river.txt"
PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><title>Mill fire</title><meta property="article:published_time" content="2003-05-06"></head>
<body><article><h1>Mill fire</h1>
<p>A fire at the old mill was put out within an hour on Tuesday morning, and nobody was hurt, the brigade said.</p>
<figure><img src="Page_files/mill.png" alt="The mill"><figcaption>The mill on Tuesday.</figcaption></figure>
<p>The mill has stood empty since the spring, when the last of its workers moved to the new plant by the railway.</p>
<p>The owners said that they would rebuild the roof before the winter, and that the wheel had come to no harm.</p>
</article></body></html>
"""
FRAME = "<p>An advertisement in a frame of its own, long enough to be taken for an article by whoever is careless.</p>"
SAVED = {
    "Page.html": PAGE,
    "Page_files/mill.png": b"\x89PNG mill",
    "Page_files/page.css": "p {}",
    "Page_files/frame.html": FRAME,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "archive", {"content/old.md": write_article("Old", "1998")})


def drop(root: Path, files: dict[str, str | bytes]) -> Ran:
    """Put files into the inbox and build."""
    write_files(root / "inbox", files)
    return run("build", "-C", root)


def make_ferry(word: str) -> str:
    """Another text below the same headline and date."""
    return write_capture("Ferry returns to the river", words=f"the ferry and {word}")


def everything(root: Path) -> dict[str, bytes]:
    """What must never be lost: all that isn't made anew by the next build."""
    trees = {folder: read_tree(root / folder) for folder in ("content", "originals", "inbox")}
    return {f"{folder}/{path}": data for folder, tree in trees.items() for path, data in tree.items()}


def test_a_capture_becomes_an_article_an_original_and_a_ledger(root: Path) -> None:
    ran = drop(root, {"ferry.txt": FERRY})
    assert ran.code == 0
    assert f"made: inbox/ferry.txt -> {FERRY_MD}" in ran.out
    assert "1 file: 1 made, 0 already there, 0 skipped, 0 failed" in ran.out
    tree = everything(root)
    assert set(tree) == {FERRY_MD, FERRY_TXT, f"{FERRY_TXT}.ledger.tsv", "content/old.md"}
    assert tree[FERRY_TXT] == FERRY.encode()
    assert b"name: ferry.txt" in tree[FERRY_MD]
    assert b"Please support our work with a donation today." in tree[f"{FERRY_TXT}.ledger.tsv"]
    assert b"donation" not in tree[FERRY_MD]


def test_the_article_remembers_where_its_fields_were_found_and_what_is_doubtful(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = importers.IMPORTERS[-1]

    def read(capture: Capture) -> Draft | Problem:
        draft = text.read(capture)
        assert isinstance(draft, Draft)
        return replace(draft, origins=(Origin("title", "line 3", 0.9),), doubts=("two dates",))

    monkeypatch.setattr(importers, "IMPORTERS", (replace(text, read=read),))
    ran = drop(root, {"ferry.txt": FERRY})
    [article] = (root / "content/2011").rglob("*.md")
    told = "  origins:\n    title: line 3, 0.90\n  doubts:\n  - two dates\n---\n"
    assert told in article.read_text("utf-8")
    assert "\n1 new article to look at: backfile review\n" in ran.out
    assert "to look at" not in drop(root, {"ferry.txt": FERRY}).out


def test_the_import_counts_the_articles_that_a_review_lists(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = importers.IMPORTERS[-1]
    confidence = {"sure.txt": 0.9, "unsure.txt": 0.6, "doubtful.txt": 0.9, "rounded.txt": 0.696}

    def read(capture: Capture) -> Draft | Problem:
        draft = text.read(capture)
        assert isinstance(draft, Draft)
        told = ("two dates",) if capture.name == "doubtful.txt" else ()
        return replace(draft, origins=(Origin("title", "line 3", confidence[capture.name]),), doubts=told)

    monkeypatch.setattr(importers, "IMPORTERS", (replace(text, read=read),))
    write_files(root / "inbox", {name: make_ferry(name) for name in confidence})
    assert "\n2 new articles to look at: backfile review\n" in run("import", "-C", root, root / "inbox").out
    assert "\n2 articles to review\n" in run("review", "-C", root).out


@pytest.mark.parametrize("name", ["ferry.txt", "another name.text"])
def test_the_same_bytes_are_imported_once_whatever_their_name(root: Path, name: str) -> None:
    drop(root, {"ferry.txt": FERRY})
    before = everything(root)
    ran = drop(root, {name: FERRY})
    assert f"already there: inbox/{name} -> {FERRY_MD}" in ran.out
    assert " 0 written" in ran.out
    assert everything(root) == before


def test_what_is_named_and_is_no_file_is_told_and_the_rest_goes_on(root: Path) -> None:
    write_files(root, {"in/ferry.txt": FERRY})
    os.mkfifo(root / "in/pipe")
    (root / "in/circle").symlink_to("circle")
    named = ["pipe", "circle", "nothing", "n" * 300, "ferry.txt/x", "ferry.txt"]
    ran = run("import", "-C", root, *(root / "in" / name for name in named))
    assert (ran.code, "6 files: 1 made, 0 already there, 0 skipped, 5 failed" in ran.out) == (1, True)
    assert "in/pipe: error: is neither a file nor a folder [not-a-file]" in ran.err
    assert "in/circle: error: can't be read: too many levels" in ran.err
    assert ran.err.count("[not-found]") == 3


def test_a_name_that_is_not_unicode_is_refused_however_the_file_is_named(root: Path) -> None:
    for folder in (root / "in", root / os.fsdecode(b"in-\xff")):
        folder.mkdir()
    try:
        (root / os.fsdecode(b"in/a\xff.txt")).write_text(FERRY)
    except OSError:
        pytest.skip("this file system takes Unicode names alone")
    report = root / "report.json"
    for path in (root / "in", root / os.fsdecode(b"in/a\xff.txt")):
        ran = run("import", "-C", root, path, "--report", report)
        assert ran.code == 1
        assert ran.err.count("a\\udcff.txt: error: the file's name is not Unicode [bad-file-name]") == 1
        [received] = json.loads(report.read_text("utf-8"))["receipt"]
        assert (received["outcome"], received["file"]) == ("failed", "in/a\\udcff.txt")


def test_a_report_names_a_file_in_a_folder_whose_name_is_not_unicode(root: Path) -> None:
    folder = root / os.fsdecode(b"in-\xff")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes Unicode names alone")
    (folder / "ferry.txt").write_text(FERRY)
    ran = run("import", "-C", root, folder, "--report", root / "report.json")
    assert ran.code == 0
    [received] = json.loads((root / "report.json").read_text("utf-8"))["receipt"]
    assert os.fsencode(received["file"]) == b"in-\xff/ferry.txt"


@pytest.mark.parametrize("name", ["St. Oswin's bells", f"a.{'x' * 240}", f"{'n' * 251}.txt"])
def test_a_name_that_has_a_dot_or_is_long_is_no_hindrance(root: Path, name: str) -> None:
    assert drop(root, {name: FERRY}).code == 0
    [original] = (path for path in everything(root) if path.startswith("originals/") and ".ledger" not in path)
    assert original == (FERRY_TXT if name.endswith(".txt") else FERRY_TXT.removesuffix(".txt"))
    assert run("drop", "-C", root, FERRY_MD, "--lines", "9").code == 0
    assert "already there" in drop(root, {name: FERRY}).out


def test_the_order_in_which_files_are_named_does_not_count(tmp_path: Path) -> None:
    """Among them one headline twice, one text in two papers, and the same bytes under two names."""
    captures = {"a.txt": FERRY, "b.txt": make_ferry("a mill"), "c.txt": make_ferry("a bridge"), "d.txt": FERRY}
    write_files(tmp_path / "in", {**captures, "e.txt": FERRY.replace("Nora Bell", "Tilda Roke")})
    paths = sorted((tmp_path / "in").iterdir())
    trees = []
    for named in (paths, paths[::-1], [*paths[3:], tmp_path / "in"]):
        root = make_archive(tmp_path / f"archive{len(trees)}", {})
        assert run("import", "-C", root, *named).code == 0
        trees.append(everything(root))
    assert len(trees[0]) == 12
    assert trees[1] == trees[2] == trees[0]


def test_the_same_bytes_twice_in_one_import_make_one_article(root: Path) -> None:
    ran = drop(root, {"a.txt": FERRY, "b.txt": FERRY})
    assert "2 files: 1 made, 1 already there" in ran.out
    assert len(list((root / "content").rglob("*.md"))) == 2
    assert not list((root / "inbox").iterdir())


def test_an_article_that_was_edited_since_is_never_overwritten(root: Path) -> None:
    drop(root, {"ferry.txt": FERRY})
    article = root / FERRY_MD
    moved = root / "content" / "elsewhere.md"
    moved.write_text(article.read_text("utf-8").replace("title: Ferry", "title: The ferry") + "Edited.\n", "utf-8")
    article.unlink()
    ran = drop(root, {"ferry.txt": FERRY})
    assert "already there: inbox/ferry.txt -> content/elsewhere.md" in ran.out
    assert moved.read_text("utf-8").endswith("Edited.\n")
    assert not article.exists()


def test_an_article_that_an_edit_has_broken_is_not_imported_again(root: Path) -> None:
    drop(root, {"ferry.txt": FERRY})
    article = root / FERRY_MD
    broken = article.read_text("utf-8").replace("title: Ferry", "date: March 32\ntitle: Ferry")
    article.write_text(broken, "utf-8")
    ran = drop(root, {"ferry.txt": FERRY})
    assert f"already there: inbox/ferry.txt -> {FERRY_MD}" in ran.out
    assert article.read_text("utf-8") == broken


def test_another_article_in_the_place_of_a_new_one_is_not_overwritten(root: Path) -> None:
    """It has another address, or none at all while it is broken: only its path is the same."""
    for text in (write_article("Mine", "1999", slug="mine"), write_article("Mine", "1999-13")):
        write_files(root, {FERRY_MD: text})
        drop(root, {"ferry.txt": FERRY})
        assert (root / FERRY_MD).read_text("utf-8") == text
    assert (root / FERRY_MD.replace(".md", "-2.md")).is_file()


def test_captures_with_one_title_and_date_get_slugs_of_their_own(root: Path) -> None:
    others = {f"{word}.txt": make_ferry(word) for word in ("boats", "bells")}
    assert drop(root, {"a.txt": FERRY, **others}).code == 0
    slugs = sorted(path.name for path in (root / "content/2011/02").glob("*.md"))
    assert slugs == [f"ferry-returns-to-the-river{end}.md" for end in ("-2", "-3", "")]
    originals = {path.read_bytes() for path in (root / "originals/2011/02").glob("*.txt")}
    assert originals == {text.encode() for text in (FERRY, *others.values())}
    later = make_ferry("piers")
    assert drop(root, {"later.txt": later}).code == 0
    assert (root / "originals/2011/02/ferry-returns-to-the-river-4.txt").read_bytes() == later.encode()


def test_slugs_that_differ_in_case_only_are_one_address_within_one_import_too(root: Path) -> None:
    notes = {f"{slug}.md": write_article("Fire", "1923", f"About {slug}.", slug=slug) for slug in ("fire", "FIRE")}
    assert drop(root, dict(notes)).code == 0
    assert len(list((root / "site/1923").glob("*fire*.html")) + list((root / "site/1923").glob("*FIRE*.html"))) == 2


def test_a_file_in_the_place_of_an_original_is_not_overwritten(root: Path) -> None:
    write_files(root, {FERRY_TXT: "another file"})
    drop(root, {"ferry.txt": FERRY})
    assert (root / FERRY_TXT).read_text("utf-8") == "another file"
    assert (root / FERRY_TXT.replace(".txt", "-2.txt")).read_bytes() == FERRY.encode()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_original_is_kept_bit_for_bit(root: Path, encoding: str, end: str) -> None:
    data = write_capture("The café at the pier returns", words="the café").replace("\n", end).encode(encoding)
    assert drop(root, {"ferry.txt": data}).code == 0
    (original,) = (root / "originals").rglob("*.txt")
    assert original.read_bytes() == data
    (article,) = (root / "content/2011/02").glob("*.md")
    assert "title: The café at the pier returns\n" in article.read_text("utf-8")
    assert "\r" not in article.read_text("utf-8")


@pytest.mark.parametrize("name", ["ferry.txt", "Page.html", "note.md"])
def test_the_ledger_and_what_was_kept_account_for_every_line(root: Path, name: str) -> None:
    note = "---\ntitle: A note\ndate: 1987\n---\n\nOne line.\n\nAnother line.\n"
    text = {"ferry.txt": FERRY, "Page.html": PAGE, "note.md": note}[name]
    drop(root, {name: text})
    (article,) = (path for path in (root / "content").rglob("*.md") if path.name != "old.md")
    ranges = article.read_text("utf-8").partition("  kept: ")[2].partition("\n")[0].strip("'")
    kept = {n for first, last in parse_ranges(ranges) for n in range(first[0], last[0] + 1)}
    (original,) = (p for p in (root / "originals").rglob("*") if p.is_file() and not p.name.endswith(".tsv"))
    ledger = original.with_name(f"{original.name}.ledger.tsv")
    removed = {line.number for line in parse_ledger(ledger.read_text("utf-8"))} if ledger.exists() else set()
    lines = {n for n, line in enumerate(text.splitlines(), 1) if line.strip() and is_read(name, line)}
    assert lines <= kept | removed
    assert not lines & kept & removed


def is_read(name: str, line: str) -> bool:
    """In HTML, markup alone is no line of text."""
    return not name.endswith(".html") or line.startswith("<p>")


def test_what_fails_stays_with_the_reason_and_the_rest_is_published(root: Path) -> None:
    ran = drop(root, {"ferry.txt": FERRY, "empty.txt": "", "film.bin": b"\0\1\2" * 99, "sub/none.zip": b"PK\3\4"})
    assert ran.code == 1
    assert "inbox/empty.txt: error: is empty [empty]\n    hint: " in ran.err
    assert "inbox/film.bin: error: is in no known format [unknown-format]\n    hint: " in ran.err
    assert "4 files: 1 made, 0 already there, 0 skipped, 3 failed" in ran.out
    assert sorted(read_tree(root / "inbox")) == ["empty.txt", "film.bin", "sub/none.zip"]
    assert (root / "site/2011/02/10/ferry-returns-to-the-river.html").is_file()
    assert run("build", "-C", root).code == 1


def test_a_saved_page_takes_its_folder_along(root: Path) -> None:
    write_files(root / "inbox", dict(SAVED))
    ran = run("import", "-C", root, root / "inbox")
    assert ran.code == run("build", "-C", root).code == 0
    assert "4 files: 1 made, 0 already there, 3 skipped, 0 failed" in ran.out
    assert "skipped: inbox/Page_files/frame.html -> kept with the original of its page" in ran.out
    assert "skipped: inbox/Page_files/mill.png -> taken along with the article that shows it" in ran.out
    tree = everything(root)
    assert tree["content/2003/05/mill.png"] == tree["originals/2003/05/mill-fire_files/mill.png"] == b"\x89PNG mill"
    assert tree["originals/2003/05/mill-fire_files/frame.html"] == FRAME.encode()
    assert tree["originals/2003/05/mill-fire.html"] == PAGE.encode()
    assert not list((root / "inbox").iterdir())
    assert (root / "site/2003/05/mill.png").is_file()


def test_a_saved_page_that_comes_again_takes_its_folder_along_too(root: Path) -> None:
    drop(root, dict(SAVED))
    before = everything(root)
    assert "0 made, 1 already there, 3 skipped" in drop(root, dict(SAVED)).out
    assert everything(root) == before


def test_a_picture_whose_name_is_taken_gets_another_and_neither_is_lost(root: Path) -> None:
    write_files(root, {"content/2003/05/mill.png": b"another mill"})
    drop(root, dict(SAVED))
    tree = everything(root)
    assert tree["content/2003/05/mill.png"] == b"another mill"
    assert tree["content/2003/05/mill-fire-mill.png"] == b"\x89PNG mill"
    assert b"file: mill-fire-mill.png" in tree["content/2003/05/mill-fire.md"]
    assert b"mill-fire-mill.png" in (root / "site/2003/05/06/mill-fire.html").read_bytes()


def test_only_what_is_safe_elsewhere_leaves_the_inbox(root: Path) -> None:
    """Both names that the picture could have are taken by other pictures."""
    taken = {"content/2003/05/mill.png": b"one", "content/2003/05/mill-fire-mill.png": b"two"}
    write_files(root, {**taken, "originals/2003/05/mill-fire_files/mill.png": b"three"})
    drop(root, dict(SAVED))
    assert b"\x89PNG mill" in everything(root).values()


def test_import_leaves_files_outside_the_inbox_alone_and_tells_what_it_did_with_each(
    root: Path, tmp_path: Path
) -> None:
    captures = tmp_path / "captures"
    write_files(captures, {**SAVED, "ferry.txt": FERRY, "photo.JPG": b"\xff\xd8\xff", ".hidden": "x"})
    before = read_tree(captures)
    ran = run("import", "-C", root, captures, captures / "ferry.txt", captures / "nowhere.txt", root / "content/old.md")
    assert ran.code == 1
    assert "nowhere.txt: error: there is no such file [not-found]" in ran.err
    assert "skipped: content/old.md -> lies in the archive already" in ran.out
    assert "photo.JPG -> a picture" in ran.out
    assert "8 files: 2 made, 0 already there, 5 skipped, 1 failed" in ran.out
    assert read_tree(captures) == before
    assert (root / FERRY_MD).is_file()


def test_two_captures_that_cannot_be_read_are_two_failures(root: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (root / "inbox" / name).parent.mkdir(exist_ok=True)
        (root / "inbox" / name).symlink_to(name)
    ran = run("build", "-C", root)
    assert "2 files: 0 made, 0 already there, 0 skipped, 2 failed" in ran.out
    assert "inbox/a.txt: error: can't be read" in ran.err
    assert "inbox/b.txt: error: can't be read" in ran.err


@pytest.mark.parametrize(("home", "name"), [(module, "replace_file"), (module, "_keep"), (Path, "unlink")])
@pytest.mark.parametrize("number", range(1, 5))
def test_after_a_crash_at_any_step_the_same_command_ends_right(
    root: Path, home: object, name: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes off before the nth file is written (original, folder, ledger, article), or leaves the inbox."""
    whole = shutil.copytree(root, root.with_name("whole"))
    drop(whole, {**SAVED, "ferry.txt": FERRY})
    write_files(root / "inbox", {**SAVED, "ferry.txt": FERRY})
    step, count = getattr(home, name), 0

    def stop_at_the_nth(*arguments: object, **options: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise KeyboardInterrupt
        step(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(home, name, stop_at_the_nth)
        stopped = run("build", "-C", root).code
    assert stopped == (130 if count >= number else 0)
    assert run("build", "-C", root).code == 0
    assert everything(root) == everything(whole)
    assert read_tree(root / "site") == read_tree(whole / "site")


def test_what_was_made_before_it_was_stopped_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(root / "inbox", {f"{number}.txt": make_ferry(f"number {number}") for number in range(3)})
    keep, sources = module._keep, list[Path]()

    def stop_at_the_third(source: Path, target: Path) -> None:
        sources.append(source)
        if len({*sources}) == 3:
            raise KeyboardInterrupt
        keep(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(module, "_keep", stop_at_the_third)
        ran = run("import", "-C", root, root / "inbox")
    assert (ran.code, ran.err) == (130, "stopped with 2 articles made; the same command again carries on\n")
    assert "3 files: 1 made, 2 already there" in run("import", "-C", root, root / "inbox").out


def test_a_full_disk_fails_one_file_and_loses_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "originals/x.txt")

    monkeypatch.setattr(module.shutil, "copyfile", refuse)
    ran = drop(root, {"ferry.txt": FERRY})
    assert ran.code == 1
    assert "inbox/ferry.txt: error: can't be kept: No space left on device: originals/x.txt [unwritable]" in ran.err
    assert read_tree(root / "inbox") == {"ferry.txt": FERRY.encode()}
    assert not (root / FERRY_MD).exists()


def test_names_of_any_length_and_script_are_kept(root: Path) -> None:
    name = "漢" * 83
    page = PAGE.replace("mill.png", f"{name}.png").encode()
    assert drop(root, {"Page.html": page, f"Page_files/{name}.png": b"\x89PNG"}).code == 0
    assert (root / "content/2003/05" / f"{name}.png").is_file()


def test_what_an_imported_text_is_like_need_not_be_worked_out_again(root: Path) -> None:
    drop(root, {"ferry.txt": FERRY})
    run("build", "-C", root)
    with Catalog(root / ".backfile/catalog.sqlite") as catalog:
        assert catalog.count() and list(catalog.unsketched()) == []
