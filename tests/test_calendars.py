"""Calendars, laid out: weeks as the language has them, shades, years in a row with what lies between them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.calendars import Cell, find_shade, lay_out_days, lay_out_months, lay_out_years


def make_parts(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [{"period": period, "address": f"{period}.html", "count": count} for period, count in counts.items()]


def make_years(months: dict[str, int], undetermined: dict[str, int] | None = None) -> list[dict[str, Any]]:
    rest = undetermined or {}
    names = sorted({month[:4] for month in months} | rest.keys())
    inner = {name: make_parts({month: count for month, count in months.items() if month[:4] == name}) for name in names}
    counts = {name: sum(month["count"] for month in inner[name]) + rest.get(name, 0) for name in names}
    return [{**year, "months": inner[year["period"]]} for year in make_parts(counts)]


@pytest.mark.parametrize(
    ("language", "weeks"),
    [
        ("en", [[0, 1, 2, 3, 4, 5, 6], [28, 0, 0, 0, 0, 0, 0]]),
        ("en-US", [[0, 0, 1, 2, 3, 4, 5], [27, 28, 0, 0, 0, 0, 0]]),
        ("ar", [[0, 0, 0, 1, 2, 3, 4], [26, 27, 28, 0, 0, 0, 0]]),
    ],
)
def test_a_week_begins_as_the_language_has_it(language: str, weeks: list[list[int]]) -> None:
    (month,) = lay_out_months("2011-02", [], language)
    numbers = [[cell.number if cell else 0 for cell in week] for week in month.weeks]
    assert [numbers[0], numbers[-1]] == weeks


def test_the_days_that_hold_articles_lead_to_them_and_are_shaded() -> None:
    (month,) = lay_out_months("2011-02", make_parts({"2011-02-10": 16, "2011-02-11": 1}), "en")
    cells = {cell.number: cell for week in month.weeks for cell in week if cell}
    assert cells[10] == Cell(10, "2011-02-10", "2011-02-10.html", 16, 4)
    assert (cells[11].shade, cells[12]) == (1, Cell(12, "2011-02-12"))


def test_a_year_has_twelve_calendars_of_one_shading() -> None:
    months = lay_out_months("2012", make_parts({"2012-02-29": 16, "2012-12-31": 4}), "en")
    assert [month.period for month in months] == [f"2012-{number:02}" for number in range(1, 13)]
    shades = {
        cell.period: cell.shade for month in months for week in month.weeks for cell in week if cell and cell.count
    }
    assert shades == {"2012-02-29": 4, "2012-12-31": 2}


def test_the_days_of_any_year_are_366() -> None:
    months = lay_out_days([{"day": "02-29", "address": "on-this-day/02-29.html", "count": 2}])
    assert [len(cells) for cells in months] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert months[1][-1] == Cell(29, "02-29", "on-this-day/02-29.html", 2, 2)


def test_years_without_articles_between_are_one_row() -> None:
    rows = lay_out_years(make_years({"1968-03": 2, "1969-01": 1, "1974-12": 5}))
    assert [(row.period, row.last, row.address, row.count) for row in rows] == [
        ("1968", "", "1968.html", 2),
        ("1969", "", "1969.html", 1),
        ("1970", "1973", "", 0),
        ("1974", "", "1974.html", 5),
    ]
    assert [row.decade for row in rows] == ["1960", "", "", "1970"]
    assert rows[0].cells[2] == Cell(3, "1968-03", "1968-03.html", 2, find_shade(2, 5))


def test_what_has_no_month_is_counted_beside_the_months() -> None:
    (row,) = lay_out_years(make_years({"1998-02": 2}, {"1998": 3}))
    assert (row.count, row.rest, sum(cell.count for cell in row.cells)) == (5, 3, 2)


def test_of_nothing_there_are_no_rows() -> None:
    assert lay_out_years([]) == []


def test_several_tables_can_be_shaded_alike() -> None:
    (row,) = lay_out_years(make_years({"1998-02": 1}), most=9)
    assert row.cells[1].shade == find_shade(1, 9) == 2


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_more_is_never_lighter(one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert 1 <= find_shade(few, many) <= find_shade(many, many) <= 4
    assert find_shade(many, many) == min(many, 4)
