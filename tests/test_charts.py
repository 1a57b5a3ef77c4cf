"""Charts, laid out in percent: where bars stand, what the axes say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.charts import Columns, lay_out_columns


def lay_out(counts: dict[str, int], language: str = "en") -> Columns:
    parts = [{"period": period, "address": f"{period}.html", "count": count} for period, count in counts.items()]
    return lay_out_columns(parts, language)


def labels(chart: Columns) -> list[str]:
    return [label.text for label in chart.labels]


def test_a_year_without_articles_keeps_its_place() -> None:
    chart = lay_out({"1990": 4, "1991": 2, "2009": 1})
    assert [(bar.period, bar.address, bar.x, bar.height) for bar in chart.bars] == [
        ("1990", "1990.html", "0%", "100%"),
        ("1991", "1991.html", "5%", "50%"),
        ("2009", "2009.html", "95%", "25%"),
    ]
    assert {(bar.width, bar.bar_width) for bar in chart.bars} == {("5%", "4%")}


def test_few_bars_are_no_walls_and_a_small_count_can_be_seen() -> None:
    chart = lay_out({"1999": 1000, "2000": 1})
    assert [(bar.width, bar.height) for bar in chart.bars] == [("8.333%", "100%"), ("8.333%", "2%")]


def test_time_runs_as_the_language_is_written() -> None:
    chart = lay_out({"1990": 4, "2009": 1}, "ar")
    assert [bar.x for bar in chart.bars] == ["95%", "0%"]
    assert (chart.start, lay_out({"1990": 4}).start) == ("100%", "0%")
    assert chart.labels[0].at == "97.5%"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2001", "2001", ["2001"]),
        ("1998", "2004", ["1998", "1999", "2000", "2001", "2002", "2003", "2004"]),
        ("1968", "2019", ["1970", "1975", "1980", "1985", "1990", "1995", "2000", "2005", "2010", "2015"]),
        ("1820", "2019", ["1820", "1840", "1860", "1880", "1900", "1920", "1940", "1960", "1980", "2000"]),
        ("2011-02", "2011-05", ["Feb", "Mar", "Apr", "May"]),
        ("2010-11", "2012-03", ["Nov", "2011", "Mar", "May", "Jul", "Sept", "Nov", "2012", "Mar"]),
        ("2008-05", "2011-04", ["Jul", "Oct", "2009", "Apr", "Jul", "Oct", "2010", "Apr", "Jul", "Oct", "2011", "Apr"]),
    ],
)
def test_the_axis_has_round_years_and_months(first: str, last: str, expected: list[str]) -> None:
    chart = lay_out({first: 1, last: 1} if first != last else {first: 1})
    assert labels(chart) == expected


def test_on_a_phone_the_rounder_half_is_left() -> None:
    major = [label.text for label in lay_out({"1968": 1, "2019": 1}).labels if not label.is_minor]
    assert major == ["1970", "1980", "1990", "2000", "2010"]


@pytest.mark.parametrize(
    ("most", "expected"),
    [(1, ["1"]), (4, ["1", "2", "3", "4"]), (12, ["5", "10"]), (4600, ["1,000", "2,000", "3,000", "4,000"])],
)
def test_lines_across_stand_at_round_numbers(most: int, expected: list[str]) -> None:
    assert [line.text for line in lay_out({"2001": most}).lines] == expected


def test_nothing_is_drawn_of_nothing() -> None:
    assert lay_out({}) == Columns([], [], [], "0%")


@given(
    st.dictionaries(st.integers(1, 9999), st.integers(1, 10**6), min_size=1, max_size=300),
    st.sampled_from(["en", "ar"]),
)
def test_everything_stands_inside_and_in_order(counts: dict[int, int], language: str) -> None:
    chart = lay_out({f"{year:04}": counts[year] for year in sorted(counts)}, language)
    starts = [float(bar.x[:-1]) for bar in chart.bars]
    assert starts == sorted(starts, reverse=language == "ar")
    assert all(0 <= start <= 100 - float(bar.width[:-1]) + 0.1 for start, bar in zip(starts, chart.bars, strict=True))
    assert 1 <= len(chart.labels) <= 13 and 1 <= len(chart.lines) <= 4
