"""Dates: near spellings are read, the canonical one is written, and the order is the calendar's."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.dates import format_date, format_day, parse_date, sort_key
from backfile.model import PartialDate
from conftest import read_cases


def build_date(day: datetime.date, known: int, clock: datetime.time, offset: int, uncertain: bool) -> PartialDate:
    """`known` parts: 1 the year, 2 the month, 3 the day, 4 the time, 5 the offset."""
    return PartialDate(
        day.year,
        day.month if known >= 2 else None,
        day.day if known >= 3 else None,
        clock.replace(microsecond=0) if known >= 4 else None,
        offset if known >= 5 else None,
        uncertain,
    )


DATES = st.builds(
    build_date, st.dates(), st.integers(1, 5), st.times(), st.integers(-15 * 60 - 59, 15 * 60 + 59), st.booleans()
)


def calendar_order(value: PartialDate) -> tuple[int, int, int, datetime.time]:
    return value.year, value.month or 0, value.day or 0, value.time or datetime.time.min


@pytest.mark.parametrize(("text", "expected"), read_cases("dates/spellings.txt"))
def test_spellings_have_one_canonical_form(text: str, expected: str) -> None:
    assert format_date(parse_date(text)) == expected


REFUSED = """
    last Tuesday, 10-02-2011, 98-02-10, ２０１１, 2011-02-10 or so, 2011-02-31, 2011-02-29, 2011-13, 2011-00,
    2011-02-00, 0000, 2011-02-10 25:00, 2011-02-10 10:60, 2011-02 10:00, 2011-02-10 10:00+99:00, -2011, 12011
"""


@pytest.mark.parametrize("text", ["", *(text.strip() for text in REFUSED.split(","))])
def test_what_is_no_date_or_no_day_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_date(text)


def test_a_date_is_what_was_printed_part_by_part() -> None:
    printed = parse_date("2011-02-10T01:00:00+05:30")
    assert printed == PartialDate(2011, 2, 10, datetime.time(1), 330)
    assert parse_date("1998~") == PartialDate(1998, uncertain=True)


def test_an_offset_moves_no_date() -> None:
    assert format_day(parse_date("2011-02-10T00:30:00+13:00")) == "2011-02-10"
    assert format_day(parse_date("2011-02-10T23:30:00-11:00")) == "2011-02-10"


def test_a_time_without_offset_is_not_a_time_in_utc() -> None:
    assert parse_date("2011-02-10 01:00").offset is None
    assert parse_date("2011-02-10 01:00Z").offset == 0


@given(DATES)
def test_what_is_written_reads_the_same(value: PartialDate) -> None:
    assert parse_date(format_date(value)) == value


@given(DATES)
def test_the_canonical_form_is_written_once_and_for_all(value: PartialDate) -> None:
    assert format_date(parse_date(format_date(value))) == format_date(value)


@given(st.text() | st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ][0-9:.+\-~Z]*", fullmatch=True))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        value = parse_date(text)
    except ValueError:
        return
    assert parse_date(format_date(value)) == value


@given(DATES)
def test_the_day_is_a_part_of_the_date(value: PartialDate) -> None:
    known = 1 + (value.month is not None) + (value.day is not None)
    assert len(format_day(value)) == {1: 4, 2: 7, 3: 10}[known]
    assert format_date(value).startswith(format_day(value))


@given(DATES, DATES)
def test_keys_follow_the_calendar(one: PartialDate, other: PartialDate) -> None:
    if calendar_order(one) < calendar_order(other):
        assert sort_key(one) < sort_key(other)


@given(DATES, DATES)
def test_only_the_same_date_has_the_same_key(one: PartialDate, other: PartialDate) -> None:
    same = format_date(one).rstrip("~") == format_date(other).rstrip("~")
    assert (sort_key(one) == sort_key(other)) == same


def test_a_year_stands_before_its_months_a_month_before_its_days_and_no_date_before_all() -> None:
    texts = ["0001", "1998", "1998-01", "1998-01-01", "1998-01-01T00:00:00", "1998-01-01T00:00:00+01:00", "1998-02"]
    ordered = [None, *(parse_date(text) for text in texts)]
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_doubt_changes_no_place() -> None:
    assert sort_key(parse_date("1998~")) == sort_key(parse_date("1998"))
