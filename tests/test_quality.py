"""How much of our own captures and pages the import gets right: scores that may only rise.

The captures in `fixtures/quality/captures/`, in twelve languages and many layouts, are fictional; beside each stands
in `expected/` the article that a person would make of it. The body's measure is that of the public article extraction
benchmark: the F1 of the multiset of word 4-grams, averaged over the captures.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

import lxml.html
import pytest

from backfile.captures import read_captures
from backfile.dates import format_day
from backfile.markdown import render_body
from backfile.model import Article, Draft
from backfile.schema import parse_article

FOLDER = Path(__file__).parent / "fixtures" / "quality"
# What the import reaches. Raise a score when it has risen; never lower one.
PINNED = {
    ".html": {
        "body": 0.984,
        "exact": 0.714,
        "title": 0.952,
        "authors": 1.0,
        "date": 1.0,
        "tags": 1.0,
        "credits": 1.0,
    },
    ".txt": {"body": 0.995, "exact": 0.875, "title": 0.875, "authors": 0.909, "date": 1.0, "tags": 1.0, "credits": 1.0},
}


@dataclass(frozen=True)
class Case:
    """A capture's name, the article it holds, and the one that was read."""

    name: str
    expected: Article
    words: list[str]
    article: Article | None
    read: list[str]


def words_of(body: str) -> list[str]:
    html = render_body(body)
    return re.findall(r"\w+", lxml.html.fragment_fromstring(html, create_parent=True).text_content()) if html else []


@cache
def read_case(name: str) -> Case:
    told = FOLDER / "expected" / f"{Path(name).stem}.md"
    parsed = parse_article(told.read_text("utf-8"), told.name)
    assert parsed.article is not None, parsed.problems
    (opened,) = read_captures([str(FOLDER / "captures" / name)])
    draft = opened.draft if isinstance(opened.draft, Draft) else None
    read = words_of(draft.body) if draft else []
    return Case(name, parsed.article, words_of(parsed.body), draft.article if draft else None, read)


def grams(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[i:] for i in range(min(4, len(words)))), strict=False))


def score_body(case: Case) -> float:
    expected, read = grams(case.words), grams(case.read)
    return 2 * (expected & read).total() / (expected.total() + read.total())


def fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def found(value: Callable[[Article], object]) -> Callable[[Case], float | None]:
    """1.0 where the article that was read has what is expected, 0.0 where not; None where nothing is expected."""

    def score(case: Case) -> float | None:
        expected = value(case.expected)
        return float(case.article is not None and value(case.article) == expected) if expected else None

    return score


def score_credits(case: Case) -> float | None:
    expected = [fold(image.credit) for image in case.expected.images]
    read = [fold(image.credit) for image in case.article.images] if case.article else []
    return fmean(any(credit in other for other in read) for credit in expected) if expected else None


MEASURES: dict[str, Callable[[Case], float | None]] = {
    "body": score_body,
    "exact": lambda case: float(case.words == case.read),
    "title": found(lambda article: fold(article.title)),
    "authors": found(lambda article: {fold(name) for name in article.authors}),
    "date": found(lambda article: format_day(article.date) if article.date else ""),
    "tags": found(lambda article: {fold(tag) for tag in article.tags}),
    "credits": score_credits,
}
CAPTURES = sorted(path.name for path in (FOLDER / "captures").iterdir())


def test_every_capture_has_an_expected_article_and_there_are_enough_of_them():
    assert {Path(name).stem for name in CAPTURES} == {path.stem for path in (FOLDER / "expected").iterdir()}
    assert len(CAPTURES) >= 40 and len({name[:2] for name in CAPTURES}) >= 6


@pytest.mark.parametrize("name", CAPTURES)
def test_a_capture_yields_an_article(name):
    assert read_case(name).article is not None


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("form", PINNED)
def test_the_import_is_as_good_as_it_was(form, measure):
    cases = [read_case(name) for name in CAPTURES if name.endswith((form, form[:4]))]
    scores = {case.name: score for case in cases if (score := MEASURES[measure](case)) is not None}
    reached, pinned = fmean(scores.values()), PINNED[form][measure]
    short = ", ".join(f"{name} {score:.2f}" for name, score in scores.items() if score < 1)
    assert reached >= pinned - 0.0005, f"{measure} of {form} has fallen to {reached:.3f}; below 1: {short}"
    assert reached <= pinned + 0.005, f"{measure} of {form} has risen to {reached:.3f}: pin it; below 1: {short}"
