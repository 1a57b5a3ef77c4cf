"""The review: what is doubtful is listed, worst first, until a person has looked at it."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from archives import look, make_archive, run, write_article, write_files
from backfile.catalog import Unreviewed
from backfile.importers.doubts import DOUBTS, FIELDS
from backfile.model import Origin
from backfile.review import weigh


def write_imported(title: str, *doubts: str, **more: Any) -> str:
    """An article as an import leaves it."""
    origins = {field: f"line 3, {confidence}" for field, confidence in more.pop("origins", {}).items()}
    told = {"original": "originals/a.txt", "origins": origins, "doubts": list(doubts), **more}
    return write_article(title, "2011", provenance={key: value for key, value in told.items() if value})


def make_unreviewed(*doubts: str, **confidences: float) -> Unreviewed:
    origins = tuple(Origin(field, "line 3", confidence) for field, confidence in confidences.items())
    return Unreviewed("content/a.md", {"title": "A", "date": "2011"}, origins, doubts)


def score(*doubts: str, **confidences: float) -> float:
    found = weigh(make_unreviewed(*doubts, **confidences))
    return found.score if found else 0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "content/one.md": write_imported("One", "two dates"),
        "content/two.md": write_imported("Two", "no headline found", "two dates"),
        "content/three.md": write_imported("Three", "two dates"),
        "content/sure.md": write_imported("Sure", origins={"title": 0.9}),
        "content/done.md": write_imported("Done", "no headline found", reviewed="true"),
        "content/written.md": write_article("Written"),
    }
    return make_archive(tmp_path / "archive", files)


def titles(root: Path, *options: object) -> list[str]:
    report = root / "report.json"
    assert run("review", "-C", root, "--report", report, *options).code == 0
    return [article["title"] for article in json.loads(report.read_text("utf-8"))["articles"]]


def test_the_worst_come_first_and_equals_by_their_paths(root: Path) -> None:
    assert titles(root) == ["Two", "One", "Three"]
    assert titles(root, "--limit", 2) == ["Two", "One"]


def test_the_table_has_title_date_path_and_reasons(root: Path) -> None:
    ran = run("review", "-C", root)
    table = [line.split() for line in ran.out.split("\n")]
    assert table[2:4] == [["2011", "Two", "no", "headline", "found"], ["content/two.md", "two", "dates"]]
    assert "\n3 articles to review\n" in ran.out
    assert "\n3 articles to review, the worst one is shown\n" in run("review", "-C", root, "-n", 1).out
    assert run("review", "-C", root, "--quiet").out == ""


def test_an_archive_without_doubts_says_so(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", {"content/a.md": write_article("A")})
    assert run("review", "-C", root).out == "0 articles to review\n"


def test_an_article_that_cannot_be_read_is_told_of(root: Path) -> None:
    write_files(root, {"content/two.md": write_article("Two", "2011-13")})
    ran = run("review", "-C", root)
    assert ran.code == 0
    assert "content/two.md:3: error" in ran.err
    assert "2 articles to review" in ran.out


def test_a_title_can_play_no_tricks_on_a_terminal(root: Path) -> None:
    write_files(root, {"content/two.md": write_imported("[red]Two\x1b[2J", "no headline found")})
    out = run("review", "-C", root).out
    assert "[red]Two[2J" in out
    assert "\x1b" not in out


def test_a_field_that_the_importer_is_unsure_of_is_a_reason_with_its_confidence() -> None:
    found = weigh(make_unreviewed("two dates", title=0.69, section=0.9))
    assert found is not None
    assert found.reasons == ("two dates", "unsure of title: 0.69")
    assert weigh(make_unreviewed(title=0.7)) is None


def test_a_doubt_says_enough_of_its_field() -> None:
    found = weigh(make_unreviewed("two dates", date=0.25))
    assert found is not None
    assert found.reasons == ("two dates",)


def test_every_doubt_has_a_field_and_weighs_more_than_those_behind_it() -> None:
    assert FIELDS.keys() == {*DOUBTS}
    weights = [score(doubt) for doubt in DOUBTS]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0
    assert score("in words of its own") == 0.5


def test_the_score_is_the_chance_that_title_date_or_text_is_wrong() -> None:
    assert score(title=0.5, date=0.8, body=1.0) == 0.6
    assert score(title=0.5, authors=0.6) == 0.52  # what isn't of the first importance counts a tenth
    assert score("no date found", title=0.9) == 0.73
    assert score("two dates", date=0.2) == 0.8  # the doubt is about the same field


def test_more_doubts_and_less_confidence_weigh_more() -> None:
    assert score("two dates", "no headline found") > score("no headline found")
    assert score(title=0.1) > score(title=0.4) > 0
    assert score("two dates", title=0.1) > score("two dates")


def test_the_order_is_that_of_the_archive_s_state_not_of_its_history(root: Path) -> None:
    for names in permutations(["content/one.md", "content/three.md"]):
        for name in names:
            write_files(root, {name: write_imported("Again", "two dates", "no date found")})
            run("review", "-C", root)
        report = root / "report.json"
        run("review", "-C", root, "--report", report)
        articles = [article["article"] for article in json.loads(report.read_text("utf-8"))["articles"]]
        assert articles == ["content/two.md", "content/one.md", "content/three.md"]


# Marking as reviewed.

BY_HAND = """\
---
title: 'Two'   # as printed
date: "2011"

provenance:
    original: originals/a.txt   # kept
    doubts: [two dates]
tags: [ferry,   river]
---

Text.
"""


def test_an_article_that_is_done_is_not_listed_again_and_nothing_else_of_it_changes(root: Path) -> None:
    write_files(root, {"content/two.md": BY_HAND})
    ran = run("review", "-C", root, "--done", "content/two.md")
    assert (ran.code, ran.out) == (0, "1 article marked as reviewed\n")
    expected = BY_HAND.replace("[two dates]\n", "[two dates]\n    reviewed: true\n")
    assert (root / "content/two.md").read_text("utf-8") == expected
    assert titles(root) == ["One", "Three"]


@pytest.mark.parametrize("head", ["---\ntitle: A\nprovenance: {%s, doubts: [two dates]}\n---\n",
                                  "+++\ntitle = 'A'\n[provenance]\n%s\ndoubts = ['two dates']\n+++\n"])  # fmt: skip
def test_any_form_of_front_matter_can_be_marked(root: Path, head: str) -> None:
    original = "original = 'originals/a.txt'" if "+++" in head else "original: originals/a.txt"
    write_files(root, {"content/two.md": head % original})
    assert titles(root) == ["One", "Three", "A"]
    assert run("review", "-C", root, "--done", "content/two.md").code == 0
    assert titles(root) == ["One", "Three"]


def test_marking_again_writes_nothing(root: Path) -> None:
    before = look(root / "content")
    assert run("review", "-C", root, "--done", "content/done.md", root / "content/done.md").code == 0
    assert look(root / "content") == before


def test_what_cannot_be_marked_is_told_and_the_others_are_marked(root: Path) -> None:
    write_files(root, {"content/two.md": write_article("Two", "2011-13")})
    paths = [f"content/{name}.md" for name in ("one", "two", "written")]
    ran = run("review", "-C", root, "--report", root / "report.json", "--done", *paths)
    assert (ran.code, ran.out) == (1, "1 article marked as reviewed\n")
    assert "content/two.md:3: error: " in ran.err
    assert "content/written.md: error: wasn't imported [not-imported]" in ran.err
    report = json.loads((root / "report.json").read_text("utf-8"))
    assert report["reviewed"] == ["content/one.md"]
    assert [problem["code"] for problem in report["problems"]] == ["bad-date", "not-imported"]


def test_an_article_that_does_not_exist_is_wrong_usage_and_nothing_is_marked(root: Path) -> None:
    before = look(root / "content")
    ran = run("review", "-C", root, "--done", "content/one.md", "content/none.md")
    assert ran.code == 2
    assert "content/none.md is no article of this archive" in ran.err
    assert look(root / "content") == before
