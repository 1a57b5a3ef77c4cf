from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Article
from backfile.pages import coverage
from backfile.pages.coverage import find_gaps
from pages_material import counts, make_article, make_material, read


def describe(tmp_path: Path, articles: list[Article]) -> list[dict[str, Any]]:
    sources: list[dict[str, Any]] = read(coverage.plan(make_material(tmp_path, articles)))["coverage/index.html"][
        "sources"
    ]
    return sources


def make_issues(source: str, *dates: str) -> list[Article]:
    return [make_article(f"{source}-{number}", date, source=source) for number, date in enumerate(dates)]


ECHO = make_issues("Echo", "1998-02-10", "1998-02-11", "1998-05", "1999", "2001-01-01", "2001-02-01", "")


def test_a_source_says_which_months_it_covers(tmp_path: Path) -> None:
    (echo,) = describe(tmp_path, ECHO)
    assert (echo["label"], echo["address"], echo["count"], echo["undated"]) == ("Echo", "sources/echo.html", 7, 1)
    assert counts(echo["years"]) == {"1998/index.html": 3, "1999/index.html": 1, "2001/index.html": 2}
    assert counts(echo["years"][0]["months"]) == {"1998/02/index.html": 2, "1998/05/index.html": 1}
    assert (echo["first"], echo["last"], echo["months"], echo["span"]) == ("1998-02", "2001-02", 4, 37)


def test_gaps_are_named_oldest_first(tmp_path: Path) -> None:
    (echo,) = describe(tmp_path, ECHO)
    assert (echo["gaps"], echo["more_gaps"]) == (
        [
            {"first": "1998-03", "last": "1998-04", "months": 2},
            {"first": "1998-06", "last": "2000-12", "months": 31},
        ],
        0,
    )


def test_of_many_gaps_the_longest_are_named(tmp_path: Path) -> None:
    months = ["01", "12", "01", "11", "02"] * 2
    dates = [f"{year}-{month}" for year, month in zip(range(1990, 2000), months, strict=True)]
    (source,) = describe(tmp_path, make_issues("Echo", *dates))
    assert (len(source["gaps"]), source["more_gaps"]) == (5, 2)
    assert source["gaps"] == sorted(source["gaps"], key=lambda gap: gap["first"])
    assert min(gap["months"] for gap in source["gaps"]) == 10


def test_sources_come_by_size_and_the_rest_is_summed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "_SOURCES", 2)
    articles = [*make_issues("Small", "1998-02"), *make_issues("Tiny", "1998-02"), *ECHO]
    articles += [*make_issues("Post", "2003-01", "2003-01"), make_article("none", "1998-02-28"), make_article("never")]
    sources = describe(tmp_path, articles)
    assert [(source["label"], source["count"]) for source in sources] == [("Echo", 7), ("Post", 2), ("", 4)]
    assert (sources[-1]["address"], sources[-1]["undated"], counts(sources[-1]["years"])) == (
        "",
        1,
        {"1998/index.html": 3},
    )


def test_a_page_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "_MONTHS", 1)
    sources = describe(tmp_path, [*ECHO, *make_issues("Post", "2003-01", "2003-01")])
    assert [source["label"] for source in sources] == ["Echo", ""]


def test_the_fullest_month_of_any_source_is_the_darkest_of_the_page(tmp_path: Path) -> None:
    articles = [*make_issues("Echo", "2003-01", "2003-01", "2003-01"), *make_issues("Post", "2003-01")]
    page = read(coverage.plan(make_material(tmp_path, articles)))["coverage/index.html"]
    assert page["most"] == 3


def test_without_sources_the_whole_archive_is_shown(tmp_path: Path) -> None:
    (whole,) = describe(tmp_path, [make_article("a", "1998-02"), make_article("b", "1998-03")])
    assert (whole["label"], whole["count"], whole["gaps"]) == ("", 2, [])


def test_without_dates_there_is_no_such_page(tmp_path: Path) -> None:
    assert list(coverage.plan(make_material(tmp_path, [make_article("a", source="Echo")]))) == []


@given(st.sets(st.integers(0, 300), min_size=1))
def test_gaps_and_months_fill_the_span(numbers: set[int]) -> None:
    months = [f"{1990 + number // 12}-{number % 12 + 1:02}" for number in sorted(numbers)]
    missing = sum(gap["months"] for gap in find_gaps(months))
    assert len(months) + missing == max(numbers) - min(numbers) + 1
