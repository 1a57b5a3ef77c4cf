"""`PartialDate`: parse, order, format.

In: a date as front matter writes it, ISO 8601 with the EDTF `~` for uncertain (Library of Congress, EDTF level 1), and
the spellings of other generators. Out: `PartialDate`, or its one canonical spelling. A date is never moved to another
zone. Dates as newspapers print them are the importers' business.
"""

import re
from datetime import date, time
from functools import lru_cache

from backfile.model import PartialDate

_DATE = re.compile(
    r"""(?P<year>\d{4})
        (?:[-/](?P<month>\d{1,2})
          (?:[-/](?P<day>\d{1,2})
            (?:[Tt\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?
              \s*(?P<offset>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?
            )?
          )?
        )?
        (?P<uncertain>[~?])?""",
    re.VERBOSE | re.ASCII,
)


@lru_cache(maxsize=4096)  # a page shows a date in several ways
def parse_date(text: str) -> PartialDate:
    """Parse `1998`, `1998~`, `2011-02`, `2011-02-10`, `2011-02-10T01:00:00+00:00` and near spellings of these.

    Raises ValueError for anything else, and for a day or time that doesn't exist.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a date")
    year, month, day = (int(match[part]) if match[part] else None for part in ("year", "month", "day"))
    assert year is not None
    date(year, 1 if month is None else month, 1 if day is None else day)
    clock = None
    if match["hour"]:
        clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    offset = _parse_offset(match["offset"]) if match["offset"] else None
    return PartialDate(year, month, day, clock, offset, bool(match["uncertain"]))


def _parse_offset(text: str) -> int:
    if text[0] not in "+-":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 15 or minutes > 59:
        raise ValueError(f"{text!r} is not an offset from UTC")
    return (hours * 60 + minutes) * (-1 if text[0] == "-" else 1)


def format_date(value: PartialDate) -> str:
    """The canonical spelling: `parse_date(format_date(value)) == value`."""
    return _format_exact(value) + ("~" if value.uncertain else "")


def _format_exact(value: PartialDate) -> str:
    text = format_day(value)
    if value.time is not None:
        text += "T" + value.time.isoformat()
    if value.offset is not None:
        sign, minutes = ("-", -value.offset) if value.offset < 0 else ("+", value.offset)
        text += f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    return text


def format_day(value: PartialDate) -> str:
    """The calendar date as far as it is known: `1998`, `1998-02` or `1998-02-10`."""
    text = f"{value.year:04}"
    if value.month is not None:
        text += f"-{value.month:02}"
        if value.day is not None:
            text += f"-{value.day:02}"
    return text


def sort_key(value: PartialDate | None) -> str:
    """Orders dates as printed: a year stands before its months, a month before its days; no date before any."""
    return _format_exact(value) if value else ""
