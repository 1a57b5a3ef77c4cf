"""Lays out charts: what is where, in percent of the drawing, so that it fits any width without script.

In: periods with their counts, as planners give them, and a language. Out: plain values that `_charts.html` draws. Time
runs as the language is written. A period without articles has no bar and keeps its place. Knows no template.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backfile.locales import find_direction, name_months, print_number

# Few bars are not drawn wider than one of so many.
_FEWEST = 12
# How many labels the axis has at most; a phone shows every second one.
_LABELS = 12
# What stands under the axis: every so many years, or months.
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MONTHS = (1, 2, 3, 6, *(12 * years for years in _YEARS))
# The part of its place that a bar takes.
_BAR = 0.8


@dataclass(frozen=True, slots=True)
class Bar:
    """A period with articles: where its place is, where in it its bar is, and how high that stands."""

    period: str
    address: str
    count: int
    x: str
    width: str
    bar_x: str
    bar_width: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words on an axis; those that `is_minor` can be left out where there is little room."""

    at: str
    text: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """A column chart: bars, labels of the time axis, lines across with the numbers that begin them at `start`."""

    bars: list[Bar]
    labels: list[Label]
    lines: list[Label]
    start: str


def lay_out_columns(parts: Sequence[Mapping[str, Any]], language: str) -> Columns:
    """A column for each of these years or months (`period`, `address`, `count`), from the first to the last."""
    if not parts:
        return Columns([], [], [], "0%")
    first, last = _find_place(parts[0]["period"]), _find_place(parts[-1]["period"])
    places = max(last - first + 1, _FEWEST)
    most = max(part["count"] for part in parts)
    is_mirrored = find_direction(language) == "rtl"

    def find_x(start: float, width: float) -> float:
        """Where what takes `width` places from `start` begins, in percent."""
        return 100 * (places - start - width if is_mirrored else start) / places

    def lay_out(part: Mapping[str, Any]) -> Bar:
        place = _find_place(part["period"]) - first
        height = max(100 * part["count"] / most, 2)
        where = find_x(place, 1), 100 / places, find_x(place + (1 - _BAR) / 2, _BAR), 100 * _BAR / places
        return Bar(part["period"], part["address"], part["count"], *map(_percent, (*where, 100 - height, height)))

    labels = [
        Label(_percent(find_x(tick - first + 0.5, 0)), _print(tick, len(parts[0]["period"]), language), is_minor)
        for tick, is_minor in _find_ticks(first, last, len(parts[0]["period"]))
    ]
    lines = [Label(_percent(100 - 100 * number / most), print_number(number, language)) for number in _find_lines(most)]
    return Columns([lay_out(part) for part in parts], labels, lines, _percent(find_x(0, 0)))


def _find_place(period: str) -> int:
    """Years and months as numbers in a row."""
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _find_ticks(first: int, last: int, length: int) -> Iterator[tuple[int, bool]]:
    """What is labelled, round years or months, and whether it is one of those between that can be left out."""
    steps = _YEARS if length == 4 else _MONTHS
    step = next((step for step in steps if (last - first) // step < _LABELS), steps[-1])
    ticks = range(-(-first // step) * step, last + 1, step) or [first]
    return ((tick, len(ticks) > _LABELS // 2 and bool(tick // step % 2)) for tick in ticks)


def _print(tick: int, length: int, language: str) -> str:
    """A year; a month by its name, but January by its year."""
    year, month = (tick, 0) if length == 4 else divmod(tick, 12)
    return name_months(language)[month][1] if month else str(year)


def _find_lines(most: int) -> list[int]:
    """One to four round numbers up to the largest."""
    steps = (factor * 10**power for power in range(12) for factor in (1, 2, 5))
    step = next(step for step in steps if most // step <= 4)
    return list(range(step, most + 1, step))


def _percent(value: float) -> str:
    return f"{value:.4g}%"
