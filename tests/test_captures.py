"""What the workers of an import do: values in, values out, and never an exception for what a file holds."""

import hashlib
from pathlib import Path

import pytest

from archives import write_article, write_capture, write_files
from backfile import captures, importers
from backfile.captures import Surveyed, read_captures, survey_captures
from backfile.model import Capture, Draft, Importer, Problem
from backfile.recurrence import LineCounts, hash_lines

FRONT = write_article("Fire", "1923-03-05", "It burned. See [the map](map.png) and [more](other.md).")


def test_captures_are_opened_in_order_with_digest_and_importer(tmp_path: Path) -> None:
    capture = write_capture("Ferry returns to the river")
    write_files(tmp_path, {"a.txt": capture, "b.md": FRONT, "c.txt": "", "d.bin": b"\0\1\2"})
    paths = [str(tmp_path / name) for name in ("a.txt", "b.md", "c.txt", "d.bin", "nowhere.txt")]
    opened = read_captures(paths)
    assert [one.path for one in opened] == paths
    assert [one.importer.partition("/")[0] for one in opened] == ["text", "markdown", "", "", ""]
    assert opened[0].sha256 == hashlib.sha256(capture.encode()).hexdigest()
    assert isinstance(opened[0].draft, Draft)
    assert opened[0].draft.article.title == "Ferry returns to the river"
    codes = [one.draft.code for one in opened if isinstance(one.draft, Problem)]
    assert codes == ["empty", "unknown-format", "unreadable"]


def test_captures_are_looked_over_before_they_are_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": "One line\n\n Another \n", "b.html": "<p>One line</p>"})
    paths = [str(tmp_path / name) for name in ("a.txt", "b.html", "nowhere.txt")]
    text, page, missing = survey_captures(paths)
    assert text.sha256 == hashlib.sha256(b"One line\n\n Another \n").hexdigest()
    assert text.lines == hash_lines(b"Another\nOne line")[8:] + hash_lines(b"Another")
    assert page.sha256 and not page.lines
    assert missing == Surveyed("", b"")


def test_an_importer_is_told_which_lines_recur(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    def sniff(capture: Capture) -> float:
        told.append(capture.recurring)
        return 0.0

    monkeypatch.setattr(importers, "IMPORTERS", (Importer("deaf", "1", sniff, lambda _: None),))  # type: ignore[arg-type, return-value]
    write_files(tmp_path, {f"{name}.txt": f"Menu\n\nStory {name}\n" for name in "abc"})
    paths = [str(tmp_path / f"{name}.txt") for name in "abc"]
    counts = LineCounts(3)
    for surveyed in survey_captures(paths):
        counts.add(surveyed.lines)
    counts.save(tmp_path / "lines")
    read_captures(paths, str(tmp_path / "lines"))
    read_captures(paths)
    assert told == [frozenset({"Menu"})] * 3 + [frozenset()] * 3


def test_a_capture_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    (opened,) = read_captures([str(tmp_path / "big.txt")])
    assert isinstance(opened.draft, Problem)
    assert opened.draft.code == "too-large"


def test_a_capture_that_no_article_can_hold_is_refused_before_it_becomes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captures, "MAX_ARTICLE_BYTES", 300_000)
    sentence = "The ferry left the quay on Monday, and the harbour board said that it would come back. "
    for name, size in (("large", 250_000), ("small", 150_000)):
        (tmp_path / f"{name}.md").write_text(f"# The ferry\n\n{sentence * (size // len(sentence))}\n", "utf-8")
    large, small = read_captures([str(tmp_path / "large.md"), str(tmp_path / "small.md")])
    assert isinstance(large.draft, Problem)
    assert large.draft.code == "too-large"
    assert not isinstance(small.draft, Problem)
