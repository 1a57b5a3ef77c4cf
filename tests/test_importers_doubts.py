from dataclasses import replace
from pathlib import Path

import pytest

from backfile.importers import doubts
from backfile.model import Article, Origin, PartialDate

LONG = "The harbour board met again. " * 12
SURE = Article(path="", slug="", title="Board meets", date=PartialDate(2009, 3, 14), language="en")
ABOUT = PartialDate(2009, 3, 14, uncertain=True)


@pytest.mark.parametrize(
    ("article", "body", "found"),
    [
        (SURE, LONG, ()),
        (SURE, "The board met.", (doubts.SHORT_BODY,)),
        (SURE, "港" * 99, (doubts.SHORT_BODY,)),
        (SURE, "港" * 100, ()),
        (replace(SURE, date=None), LONG, (doubts.NO_DATE,)),
        (replace(SURE, date=PartialDate(2009, uncertain=True)), LONG, (doubts.UNSURE_DATE,)),
        (replace(SURE, date=ABOUT, updated=PartialDate(2009, 3, 14)), LONG, (doubts.ONLY_UPDATED,)),
        (replace(SURE, date=ABOUT), LONG, (doubts.SHORT_YEAR,)),
        (replace(SURE, date=ABOUT, updated=PartialDate(2009, 3, 15)), LONG, (doubts.SHORT_YEAR,)),
        (replace(SURE, language=""), LONG, (doubts.UNKNOWN_LANGUAGE,)),
    ],
)
def test_an_article_shows_what_there_is_to_doubt(article: Article, body: str, found: tuple[str, ...]) -> None:
    assert doubts.doubt_article(article, body) == found


def test_an_uncertain_date_is_ambiguous_unless_the_importer_found_but_a_year() -> None:
    year = replace(SURE, date=PartialDate(2009, uncertain=True))
    assert doubts.doubt_article(year, LONG, [doubts.ONLY_YEAR]) == (doubts.ONLY_YEAR,)
    assert doubts.doubt_article(year, LONG, [doubts.NO_HEADLINE]) == (doubts.NO_HEADLINE, doubts.UNSURE_DATE)


def test_reasons_are_the_doubts_and_the_unsure_fields_that_no_doubt_is_about() -> None:
    origins = [Origin("title", "h1", 0.4), Origin("date", "time", 0.4), Origin("body", "lines", 0.9)]
    assert doubts.list_reasons([doubts.TWO_DATES], origins) == (doubts.TWO_DATES, "unsure of title: 0.40")
    assert doubts.list_reasons([], [Origin("body", "lines", 0.697)]) == ()  # written as 0.70, and read as that


@pytest.mark.parametrize(
    ("left", "is_much"),
    [
        ([], False),
        ([(60, 0.04), (40, 0.1)], False),
        ([(60, 0.2)], True),  # twelve words of a hundred are likely to be missing
        ([(124, 0.01)] * 2, False),
        ([(125, 0.01)] * 2, True),  # of all prose little was kept
    ],
)
def test_prose_that_was_taken_out_is_much_by_its_chances_or_by_its_size(
    left: list[tuple[float, float]], is_much: bool
) -> None:
    assert doubts.leaves_out_much(100, left) == is_much


def test_only_what_was_measured_is_a_reason_by_its_confidence() -> None:
    low = [Origin(field, "line 3", 0.1) for field in ("source", "section", "authors")]
    assert doubts.list_reasons([], low) == ("unsure of authors: 0.10",)


def test_doubts_stand_in_the_order_of_their_weight_each_once() -> None:
    mixed = ["a third party's own", doubts.NO_DATE, doubts.NO_HEADLINE, doubts.NO_DATE]
    assert doubts.sort_doubts(mixed) == (doubts.NO_HEADLINE, doubts.NO_DATE, "a third party's own")


def test_no_two_doubts_say_the_same() -> None:
    assert len(set(doubts.DOUBTS)) == len(doubts.DOUBTS)


def test_every_doubt_is_documented() -> None:
    documented = (Path(__file__).parents[1] / "docs" / "import.md").read_text("utf-8")
    assert [doubt for doubt in doubts.DOUBTS if f"| `{doubt}` |" not in documented] == []
