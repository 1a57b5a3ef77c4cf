"""Lays out calendars: the weeks of months, and years by their months, shaded by how many articles they hold.

In: periods with their counts, as planners give them, and a language, which says with which day a week begins. Out:
plain values that `_charts.html` draws as tables. Knows no template.
"""

import math
from calendar import Calendar, monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backfile.locales import find_first_weekday

Part = Mapping[str, Any]
# How many shades there are.
_SHADES = 4
# Any year that has all days.
_LEAP = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """A day or month: its number; its address, count and shade if it holds articles."""

    number: int
    period: str
    address: str = ""
    count: int = 0
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks; None stands for a day of the month before or after."""

    period: str
    weeks: list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Row:
    """A year with its months, and how many articles have no month; or the years from `period` to `last` that have no
    articles, which are one row. `decade` is the first year of ten where a row begins them."""

    period: str
    last: str = ""
    decade: str = ""
    address: str = ""
    count: int = 0
    rest: int = 0
    cells: Sequence[Cell] = ()


def find_shade(count: int, most: int) -> int:
    """1 to 4, the darker the more; small numbers are told apart, of large ones the most don't hide the rest."""
    if most <= _SHADES:
        return count
    return math.ceil(_SHADES * math.sqrt(count / most))


def lay_out_months(period: str, days: Sequence[Part], language: str) -> list[Month]:
    """The calendar of a month, or those of a year; `days` are the ones that hold articles."""
    known = {day["period"]: day for day in days}
    most = max((day["count"] for day in days), default=0)
    weeks = Calendar(find_first_weekday(language))
    year, _, month = period.partition("-")

    def find_cell(name: str, number: int) -> Cell | None:
        day = f"{name}-{number:02}"
        return _find_cell(number, day, known.get(day), most) if number else None

    months = []
    for number in [int(month)] if month else range(1, 13):
        name = f"{year}-{number:02}"
        rows = weeks.monthdayscalendar(int(year), number)
        months.append(Month(name, [[find_cell(name, day) for day in row] for row in rows]))
    return months


def _find_cell(number: int, period: str, part: Part | None, most: int) -> Cell:
    if part is None:
        return Cell(number, period)
    return Cell(number, period, part["address"], part["count"], find_shade(part["count"], most))


def lay_out_days(days: Sequence[Part]) -> list[list[Cell]]:
    """The days of any year, month by month; `days` are the ones that hold articles, `02-10`."""
    known = {day["day"]: day for day in days}
    most = max((day["count"] for day in days), default=0)
    return [
        [
            _find_cell(number, name, known.get(name), most)
            for number in range(1, monthrange(_LEAP, month)[1] + 1)
            for name in [f"{month:02}-{number:02}"]
        ]
        for month in range(1, 13)
    ]


def lay_out_years(years: Sequence[Part], most: int = 0) -> list[Row]:
    """A row for each year, which has its `months`; years without articles between are one row. The fullest month is
    the darkest; `most` is what that holds, where several tables have one scale."""
    most = most or max((month["count"] for year in years for month in year["months"]), default=0)
    rows = [row for number, year in enumerate(years) for row in _lay_out_year(years[number - 1 : number], year, most)]
    return list(_mark_decades(rows))


def _lay_out_year(before: Sequence[Part], year: Part, most: int) -> Iterator[Row]:
    if before and int(year["period"]) - int(before[0]["period"]) > 1:
        yield Row(f"{int(before[0]['period']) + 1:04}", f"{int(year['period']) - 1:04}")
    known = {month["period"]: month for month in year["months"]}
    names = [f"{year['period']}-{number:02}" for number in range(1, 13)]
    cells = [_find_cell(number, name, known.get(name), most) for number, name in enumerate(names, 1)]
    rest = year["count"] - sum(cell.count for cell in cells)
    yield Row(year["period"], "", "", year["address"], year["count"], rest, cells)


def _mark_decades(rows: Sequence[Row]) -> Iterator[Row]:
    last = ""
    for row in rows:
        decade = f"{row.period[:3]}0" if row.address else last
        yield replace(row, decade=decade if decade != last else "")
        last = decade
