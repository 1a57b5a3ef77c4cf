"""Dates and numbers in the reader's language; a home of Babel.

In: a `PartialDate`, a period or a number, and a language code. Out: `10 February 2011`, `about 1998`, `12,345`, by the
Unicode CLDR data that Babel carries. Nothing is read from the machine's own locale.
"""

import copy
import datetime
import re
from contextlib import suppress
from functools import cached_property, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.localedata import LocaleDataDict
from babel.numbers import format_decimal

from backfile.dates import format_day
from backfile.model import PartialDate

# Characters that no form of a date holds, and that are no letters, which have a meaning in Babel's patterns.
_DAY, _DAY_OF_TWO, _YEAR = "\1", "\2", "\3"
_SIGNS = {"d": _DAY, "dd": _DAY_OF_TWO, "y": _YEAR}
_NUMBER = re.compile("'[^']*'|d+|y+")
_RIGHT_TO_LEFT = frozenset("ar he fa ur yi ps sd ug dv ckb".split())


class _OwnLocale(Locale):
    """A locale that shares no data with others.

    Babel's do, and write what they look up into what they share: after Japanese, German months were called `12月`
    (Babel's issue 1234).
    """

    @cached_property
    def _data(self) -> LocaleDataDict:
        return copy.deepcopy(super()._data)


@lru_cache(maxsize=64)
def find_locale(language: str) -> Locale:
    """The locale of a language code; English where CLDR knows nothing of the language."""
    for code in (language.replace("-", "_"), language.replace("_", "-").partition("-")[0]):
        try:
            return _OwnLocale.parse("en_GB" if code == "en" else code)
        except (UnknownLocaleError, ValueError):
            continue
    return _OwnLocale("en", "GB")


@lru_cache(maxsize=256)
def find_direction(language: str) -> str:
    """`rtl` for a language that is written from right to left, else `ltr`."""
    return "rtl" if language.replace("_", "-").partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=16_384)
def print_period(period: str, language: str) -> str:
    """A year, month or day in words: `2011`, `February 2011`, `10 February 2011`."""
    year, month, day = (*(int(part) for part in period.split("-")), 0, 0)[:3]
    first = datetime.date(year, month or 1, day or 1)
    if day:
        form = _find_form(month, language)
        return form.replace(_DAY, str(day)).replace(_DAY_OF_TWO, f"{day:02}").replace(_YEAR, str(year))
    return format_skeleton("yMMMM" if month else "y", first, locale=find_locale(language))


@lru_cache(maxsize=512)
def _find_form(month: int, language: str) -> str:
    """What the days of a month have in common, with signs for the day and the year: Babel takes longer for each day
    than a page takes for all that it shows beside."""
    locale = find_locale(language)
    pattern = _NUMBER.sub(lambda match: _SIGNS.get(match[0], match[0]), locale.date_formats["long"].pattern)
    return format_date(datetime.date(2000, month, 1), pattern, locale)


@lru_cache(maxsize=512)
def print_month(month: int, language: str) -> str:
    """The month's name as it stands alone: `February`."""
    return format_date(datetime.date(2000, month, 1), "LLLL", find_locale(language))


@lru_cache(maxsize=512)
def print_anniversary(day: str, language: str) -> str:
    """A day of any year, `02-10`: `10 February`."""
    month, number = map(int, day.split("-"))
    return format_skeleton("MMMMd", datetime.date(2000, month, number), locale=find_locale(language))


@lru_cache(maxsize=4096)
def print_weekday(day: str, language: str) -> str:
    """The day of the week that a day was: `Thursday`."""
    return format_date(datetime.date.fromisoformat(day), "cccc", find_locale(language))


@lru_cache(maxsize=64)
def name_weekdays(language: str) -> tuple[tuple[str, str], ...]:
    """The days of a week in their order, each as short as can be and in full: `M`, `Monday`."""
    # The first is a Monday.
    days = [datetime.date(2001, 1, 1 + (find_first_weekday(language) + number) % 7) for number in range(7)]
    locale = find_locale(language)
    return tuple((format_date(day, "ccccc", locale), format_date(day, "cccc", locale)) for day in days)


@lru_cache(maxsize=64)
def name_months(language: str) -> tuple[tuple[str, str, str], ...]:
    """The months as short as can be, short and in full: `F`, `Feb`, `February`."""
    locale = find_locale(language)
    days = [datetime.date(2001, month, 1) for month in range(1, 13)]
    return tuple((format_date(day, "LLLLL", locale), format_date(day, "LLL", locale), format_date(day, "LLLL", locale))
                 for day in days)  # fmt: skip


@lru_cache(maxsize=64)
def find_first_weekday(language: str) -> int:
    """The day with which a week begins where the language is spoken most; 0 is Monday."""
    locale = find_locale(language)
    if locale.territory is None and (likely := get_global("likely_subtags").get(str(locale))):
        with suppress(UnknownLocaleError):
            locale = _OwnLocale.parse(likely)
    return locale.first_week_day


@lru_cache(maxsize=4096)
def print_number(number: int, language: str) -> str:
    """A number with its thousands apart: `12,345`."""
    return format_decimal(number, locale=find_locale(language))


def print_date(value: PartialDate, language: str, about: str = "about %(date)s") -> str:
    """The date as far as it is known, with time and offset as printed: `10 February 2011, 01:00 UTC`; `about 1998`,
    where `about` is how the language says that."""
    text = print_period(format_day(value), language)
    if value.time is not None:
        time = f"{value.time.hour:02}:{value.time.minute:02}{_print_offset(value.offset)}"
        text = _find_moment_form(language).format(time, text)
    return about % {"date": text} if value.uncertain else text


@lru_cache(maxsize=64)
def _find_moment_form(language: str) -> str:
    """How a time and a date stand together: `{1}, {0}`."""
    return str(find_locale(language).datetime_formats["medium"])


@lru_cache(maxsize=512)
def split_list(count: int, language: str) -> tuple[str, ...]:
    """What stands before, between and behind so many parts of a list: `A, B and C`, `A、B、C`."""
    return tuple(format_list([_DAY] * count, locale=find_locale(language)).split(_DAY))


def _print_offset(minutes: int | None) -> str:
    """` UTC`, ` UTC+1`, ` UTC−5:30`; nothing where none was printed."""
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    amount = f"{hours}:{rest:02}" if rest else str(hours)
    return f" UTC{'−' if minutes < 0 else '+'}{amount}" if minutes else " UTC"
