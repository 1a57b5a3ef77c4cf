"""Sheets: an article as it is now, and each line of its original with what became of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from archives import make_archive, write_article, write_files
from backfile.model import KEPT, Problem
from backfile.sheets import Sheet, read_sheets

FERRY = """\
Ferry returns to the river

By Nora Bell

Thursday 10 February 2011

The council of Larkfield talked about the ferry for three hours on Wednesday, before a crowd that filled the hall.

Nobody could remember a longer meeting, and several members left before the vote, which was put off until the spring.

"We shall come back to the ferry when the roof is dry," said Ida Marsh, who leads the council and lives at the pier.

Please support our work with a donation today.
"""
APPEAL = FERRY.split("\n")[-2]
ARTICLE, ORIGINAL = "content/2011/02/ferry.md", "originals/2011/02/ferry.txt"
KEPT_LINES = "  kept: 1-11"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive as an import leaves it."""
    files: dict[str, str | bytes] = {
        ARTICLE: f"---\ntitle: Ferry returns\nprovenance:\n  original: {ORIGINAL}\n{KEPT_LINES}\n---\n\nText.\n",
        ORIGINAL: FERRY,
        f"{ORIGINAL}.ledger.tsv": f"lines\tkind\twhy\ttext\n13\tappeal\tasks for money\t{APPEAL}\n",
    }
    return make_archive(tmp_path / "archive", files)


def read(root: Path, path: str = ARTICLE) -> Sheet:
    [sheet] = read_sheets([path], str(root))
    assert isinstance(sheet, Sheet)
    return sheet


def read_problem(root: Path, path: str) -> Problem:
    [problem] = read_sheets([path], str(root))
    assert isinstance(problem, Problem)
    return problem


def amend(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def test_every_line_of_the_original_has_its_kind_and_reason(root: Path) -> None:
    sheet = read(root)
    assert [line.text for line in sheet.lines] == [line for line in FERRY.split("\n") if line.strip()]
    assert all(line.kind in KEPT for line in sheet.lines[:-1])
    assert (sheet.lines[-1].kind, sheet.lines[-1].why) == ("appeal", "asks for money")
    assert sheet.article.title == "Ferry returns"
    assert sheet.body == "Text.\n"
    assert sheet.imported is not None
    assert sheet.imported.title == "Ferry returns to the river"
    assert sheet.is_recalled
    assert sheet.fault is None


def test_what_the_article_keeps_counts_before_what_an_importer_would_do_now(root: Path) -> None:
    """A line was put back, and others were taken out, without a word in the ledger."""
    (root / f"{ORIGINAL}.ledger.tsv").unlink()
    amend(root, ARTICLE, KEPT_LINES, "  kept: 7-13")
    assert [line.kind for line in read(root).lines] == ["other"] * 3 + ["body"] * 4


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (ARTICLE, KEPT_LINES + "\n", ""),
        (ARTICLE, KEPT_LINES, "  kept: from here to there"),
        (f"{ORIGINAL}.ledger.tsv", "13\t", "12\t"),
        (f"{ORIGINAL}.ledger.tsv", "donation", "gift"),
        (f"{ORIGINAL}.ledger.tsv", "\t", ""),
    ],
)
def test_what_the_archive_remembers_of_other_lines_is_not_believed(root: Path, path: str, old: str, new: str) -> None:
    amend(root, path, old, new)
    sheet = read(root)
    assert not sheet.is_recalled
    assert len(sheet.lines) == 7
    assert "asks for money" not in {line.why for line in sheet.lines}


def test_an_original_that_is_lost_is_a_fault_of_the_sheet(root: Path) -> None:
    before = read(root)
    (root / ORIGINAL).unlink()
    sheet = read(root)
    assert sheet.fault is not None
    assert (sheet.fault.path, sheet.fault.code) == (ORIGINAL, "unreadable")
    assert sheet == replace(before, lines=(), is_recalled=False, imported=None, fault=sheet.fault)


def test_what_is_no_article_with_an_original_is_a_problem(root: Path) -> None:
    files = {
        "content/own.md": write_article("Own"),
        "content/bad.md": write_article("Bad", "2011-13"),
        "content/latin.md": b"\xe9",
    }
    write_files(root, files)
    paths = ["content/own.md", "content/bad.md", "content/latin.md", "content/none.md"]
    found = [read_problem(root, path) for path in paths]
    assert [problem.code for problem in found] == ["not-imported", "bad-date", "not-utf8", "unreadable"]
    assert [problem.path for problem in found] == paths
