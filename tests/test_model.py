"""The values: frozen, picklable, comparable; problems in one total order."""

import dataclasses
import pickle
import random

import pytest

from backfile import model
from backfile.model import (
    KEPT,
    Article,
    Image,
    Line,
    Output,
    Page,
    PartialDate,
    Problem,
    Provenance,
    Source,
    sort_problems,
)

VALUES = [value for value in vars(model).values() if isinstance(value, type) and dataclasses.is_dataclass(value)]


def problem(path: str, line: int | None = None, code: str = "bad-date", message: str = "") -> Problem:
    return Problem("error", code, path, line, message)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_value_is_frozen_and_slotted(value: type) -> None:
    assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(value)


def test_values_go_to_workers_and_come_back_equal() -> None:
    article = Article(
        "content/a.md",
        "A",
        "a",
        date=PartialDate(1998, uncertain=True),
        images=(Image("a.png"),),
        provenance=Provenance("originals/a.txt"),
        extra={"desk": "night"},
    )
    page = Page("a.html", "article.html", "{}", Source("content/a.md", "0", 1))
    for value in (article, page, Output("a.html", "f", "0", 1), problem("content/a.md"), Line(1, "body", "a")):
        assert pickle.loads(pickle.dumps(value)) == value


def test_problems_stand_by_path_then_line_with_whole_files_first() -> None:
    ordered = [
        problem("content/a.md"),
        problem("content/a.md", 2),
        problem("content/a.md", 10),
        problem("content/b.md", 1),
    ]
    assert list(sort_problems(reversed(ordered))) == ordered


def test_problems_of_one_line_have_a_total_order() -> None:
    ordered = [problem("a", 1, "bad-date", "x"), problem("a", 1, "bad-date", "y"), problem("a", 1, "no-title", "x")]
    shuffled = ordered[:]
    random.Random(1).shuffle(shuffled)
    assert list(sort_problems(shuffled)) == ordered


def test_a_problem_met_twice_is_told_once() -> None:
    assert sort_problems([problem("a"), problem("a")]) == (problem("a"),)


def test_an_article_is_published_unless_it_says_otherwise() -> None:
    assert Article("content/a.md", "A", "a").status == "published"


def test_what_an_article_holds_of_a_capture_is_its_head_and_its_text() -> None:
    assert {"headline", "byline", "date", "body", "caption"} <= KEPT
    assert not {"advert", "notice", "comment", "navigation"} & KEPT


def test_a_line_comes_whole_out_of_another_process() -> None:
    line = model.Line(3, "notice", "Notice to readers", "self-talk", 2)
    assert pickle.loads(pickle.dumps(line)) == line
