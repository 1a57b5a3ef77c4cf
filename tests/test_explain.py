"""What an import would make of a file, line by line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archives import look, run, write_article, write_capture
from backfile.errors import BackfileError
from backfile.explain import Explanation, explain
from backfile.ledger import format_number
from backfile.model import KEPT, Problem

PAGE = """\
<html><head><title>The mill</title></head><body>
<nav><a href="/">Home</a><div>News</div><div>Sport</div></nav>
<article><h1>Three hurt as mill burns</h1>
<p>Three men were hurt last night when the old mill at Hradec caught fire, and the street was closed until noon.</p>
<p>Nobody could say in the morning how the fire began, but two boys were seen on the roof after supper.</p>
</article></body></html>
"""


def explain_text(folder: Path, name: str, text: str) -> Explanation:
    (folder / name).write_text(text, "utf-8")
    found = explain(folder / name)
    assert isinstance(found, Explanation)
    return found


def test_every_line_of_a_capture_is_explained_with_its_number_and_kind(tmp_path: Path) -> None:
    text = write_capture("Ferry returns to the river")
    found = explain_text(tmp_path, "ferry.txt", text)
    assert [line.number for line in found.lines] == [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    kinds = {line.text: line.kind for line in found.lines}
    assert kinds["Ferry returns to the river"] == "headline"
    assert kinds["Please support our work with a donation today."] not in KEPT
    assert all(line.why for line in found.lines if line.kind not in KEPT)


def test_texts_on_one_line_of_a_page_have_numbers_of_their_own(tmp_path: Path) -> None:
    found = explain_text(tmp_path, "mill.html", PAGE)
    assert [format_number(line) for line in found.lines[:3]] == ["2.1", "2.2", "2.3"]


def test_the_fields_that_were_found_are_told_as_text(tmp_path: Path) -> None:
    found = explain_text(tmp_path, "ferry.txt", write_capture("Ferry returns to the river"))
    values = {finding.field: finding.value for finding in found.findings}
    assert values["title"] == "Ferry returns to the river"
    assert values["date"] == "2011-02-10"
    assert values["authors"] == "Nora Bell"
    assert values["body"].endswith(" words")
    assert not {"path", "slug", "id", "status", "provenance", "extra", "subtitle"} & set(values)


def test_pictures_and_tags_are_told_on_one_line(tmp_path: Path) -> None:
    images = [{"file": "https://a.example/a.png", "caption": "A mill", "credit": "Ann Lee"}]
    article = write_article("Mill", "1923", images=images, tags=["fires", "mills"])
    values = {finding.field: finding.value for finding in explain_text(tmp_path, "mill.md", article).findings}
    assert values["images"] == "https://a.example/a.png | A mill | Ann Lee"
    assert values["tags"] == "fires; mills"


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    found = explain(tmp_path / "empty.txt")
    assert isinstance(found, Problem)
    assert found.code == "empty"
    missing = explain(tmp_path / "missing.txt")
    assert isinstance(missing, Problem)
    assert (missing.code, missing.message) == ("not-found", "there is no such file")
    with pytest.raises(BackfileError, match="is a folder"):
        explain(tmp_path)


def test_explaining_needs_no_archive_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(write_capture("Ferry returns to the river"), "utf-8")
    before = look(tmp_path)
    ran = run("import", "-C", tmp_path, "--explain", tmp_path / "ferry.txt")
    assert (ran.code, ran.err) == (0, "")
    assert look(tmp_path) == before


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    ran = subprocess.run(
        [sys.executable, "-m", "backfile", "import", "--explain", tmp_path / "pipe.txt"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "pipe.txt: error: is neither a file nor a folder [not-a-file]" in ran.stderr
