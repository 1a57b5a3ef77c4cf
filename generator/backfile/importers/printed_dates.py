"""Dates as newspapers print them.

In: a line of text, its language if known, and whether its page prints the day before the month. Out: the first date in
it, as `PartialDate`, and where it stands. The day printed is the day returned: a date is never moved to another zone. A
numeric date whose day and month can't be told apart gives its year alone, marked uncertain. Month names of many
languages come from CLDR.
"""

import json
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache, lru_cache
from importlib.resources import files

from backfile.dates import parse_date
from backfile.locales import find_locale
from backfile.model import PartialDate

LANGUAGES = re.findall(
    r"\w+",
    """en de fr es it pt nl sv da nb fi is pl cs sk sl hr sr hu ro bg ru uk el tr az ca eu gl lv lt et ga cy sq mk
    af id ms vi sw ar fa he ur hi bn ta te th hy ka kk""",
)
# Minutes east of UTC. Names that mean two zones (CST, IST, ET) say nothing.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120,
    "eet": 120, "eest": 180, "msk": 180, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "awst": 480, "aest": 600,
    "aedt": 660, "nzst": 720, "nzdt": 780, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}  # fmt: skip
_WORD = r"[^\W\d_][^\s\d,./|()]*"
# A time may be stuck to it: `20247:55`.
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?:(?!\d)|(?=\d\d?:\d\d))"
_FORMS = (
    re.compile(rf"(?<!\d){_YEAR}(?P<mark>[-/.])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}\s?[年년]\s?(?P<month>\d\d?)\s?[月월](?:\s?(?P<day>\d\d?)\s?[日일])?"),
    re.compile(rf"(?<!\d)(?P<one>\d\d?)(?P<mark>[-/.])\s?(?P<two>\d\d?)(?P=mark)\s?{_YEAR}"),
    re.compile(rf"(?<![\d:])(?P<day>\d\d?)(?:st|nd|rd|th|er|\.?º|\.|-)?[\s-]*(?:(?:of|de|di)\s+)?(?P<name>{_WORD})\.?,?[\s-]*(?:(?:de|del)\s+)?{_YEAR}"),
    re.compile(rf"(?P<name>{_WORD})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?[.,]?\s+{_YEAR}"),
    re.compile(rf"(?<!\d){_YEAR}(?:\.|\s+m\.)?\s+(?P<name>{_WORD})\.?\s+(?P<day>\d\d?)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d\d?) tháng (?P<month>\d\d?)(?:,| năm)? {_YEAR}"),
    re.compile(rf"(?P<name>{_WORD})\.?,?\s+(?:de\s+)?{_YEAR}"),
)  # fmt: skip
# `27.04.24` may be other numbers: a time must stand behind it, a word before it, or nothing beside it.
_SHORT_YEAR = re.compile(
    r"(?<![\d/.-])(?P<one>\d\d?)(?P<mark>[/.])(?P<two>\d\d?)(?P=mark)(?P<year>\d\d)(?![\d/]|[.-]\d)"
)
_ANNOUNCED = re.compile(r"(?:\b(?:on|am|le|del|den|på|op|il)\s+|:\s*)$", re.IGNORECASE)
_ALONE = re.compile(r"\W*\d\d[/.]\d\d[/.]\d\d\W*")
# Two digits mean a year of this century or of the last, but none that an archive of print could mean as well.
_LAST_OF_THIS, _FIRST_OF_LAST = 49, 90
# What touches the month's name: `Ann LeeMay 3, 2011`.
_STUCK = re.compile(r".*[a-zß-ÿ:](?=[A-ZÀ-Þ][a-zß-ÿ])")
# A stamp for machines that is stuck to the date for readers: `2011-02-12T13:00:39+00:00February 10, 2011`.
_MACHINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d(?=[^\W\d_])")
_CLOCK = re.compile(
    r"""(?<![\d:.])(?P<before>오전|오후|上午|下午|午前|午後)?\s*
        (?P<hour>[01]?\d|2[0-4])(?:\s?[:.hH時时시点]\s?(?P<minute>[0-5]\d)[分분]?(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?)?
        (?![\d:]|\.\d)\s*(?P<half>[AaPp]\.?\s?[Mm]\b\.?)?\s*(?:Uhr\b|hrs?\b|Hrs\b)?\s*
        (?P<zone>\(?(?:(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d|Z\b|[A-Z]{3,4}\b)\)?)?""",
    re.VERBOSE,
)
_NUMBERS = re.compile(rf"(?<![\d/.-])(?P<one>\d\d?)(?P<mark>[-/])\s?(?P<two>\d\d?)(?P=mark)\s?{_YEAR}")
_NUMBERS_PARTED = re.compile(r"\d[-/]\s?\d")
# Clocks of countries that print the month first, and of those that print the day first.
_WEST = re.compile(r"\d\s?(?:[AaPp]\.?[Mm]\.?\s)?[(]?(?:[ECMP][SD]T|ET|PT)\b")
_EAST = re.compile(r"\d\s?(?:[AaPp]\.?[Mm]\.?\s)?[(]?(?:GMT|BST|CES?T|EES?T|AE[SD]T|NZ[SD]T|SAST|IST)\b")
# What may stand between a date and its time: marks, or at most one word: `um`, `at`, a weekday.
_JOINT = re.compile(r"[\s,;:|·•–—-]*|[\s,–—-]*[^\W\d_]{1,10}[\s,.–—-]*")
_CLOCK_NEAR = 24
# Four digits are found so in a quarter of the time that `\d{4}` takes.
_DATED = re.compile(r"\d\d\d\d|\d[/.]\d\d?[/.]\d\d")
_FOUR = re.compile(r"\d\d\d\d")
_PLAIN = {code: unicodedata.normalize("NFKC", chr(code)) for code in (0xA0, *range(ord("！"), ord("～") + 1))}
# A line of more characters is prose.
_LINE = 200


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date and where it stands in its line; `end` is behind the time, if one is printed."""

    date: PartialDate
    start: int
    end: int


def find_order(text: str) -> str:
    """Whether a page prints the `day` or the `month` first in numeric dates; empty where nothing tells.

    A number above 12 tells, a reading that is printed in words elsewhere, or the clocks of a country.
    """
    if not _NUMBERS_PARTED.search(text):
        return ""
    printed = [(int(match["one"]), int(match["two"]), int(match["year"])) for match in _NUMBERS.finditer(text)]
    if all(one == two for one, two, _ in printed):
        return ""
    votes = {_order_of(one > 12, two > 12) for one, two, _ in printed} - {""}
    if not votes:
        days = {(hit.date.month, hit.date.day, hit.date.year) for hit in _find_worded(text)}
        votes = {_order_of((two, one, year) in days, (one, two, year) in days) for one, two, year in printed} - {""}
    votes = votes or {_order_of(bool(_EAST.search(text)), bool(_WEST.search(text)))}
    return votes.pop() if len(votes) == 1 else ""


def _order_of(day: bool, month: bool) -> str:
    return "" if day == month else "day" if day else "month"


def _find_worded(text: str) -> list[PrintedDate]:
    """The dates that name their month, or print it in the order of ISO 8601."""
    lines = [
        line for line in text.split("\n") if len(line) < _LINE and _FOUR.search(line) and not _NUMBERS.search(line)
    ]
    return [hit for line in lines if (hit := find_date(line)) is not None and hit.date.day]


def find_date(line: str, language: str = "", order: str = "") -> PrintedDate | None:
    """The first date printed in a line; None if there is none."""
    if not _DATED.search(line):
        return None
    line = _MACHINE.sub(lambda stamp: " " * len(stamp[0]), _plain(line))
    found = [hit for form in _FORMS for hit in _find_days(form, line, language, order)]
    if not found:
        return _find_short(line, language, order)
    # Of dates that begin at one place the fullest; of others the first: `10 February 2011` holds `February 2011`.
    day = min(found, key=lambda hit: (-(hit.date.day is not None or hit.date.uncertain), hit.start, -hit.end))
    return _with_clock(day, line) if day.date.day else day


def _plain(line: str) -> str:
    """Digits and letters of full width as ASCII, each character for one, so that places stay the same."""
    return line if line.isascii() else line.translate(_PLAIN)


def _find_days(form: re.Pattern[str], line: str, language: str, order: str) -> list[PrintedDate]:
    return [hit for match in form.finditer(line) if (hit := _read_day(match, language, order))]


def _read_day(match: re.Match[str], language: str, order: str) -> PrintedDate | None:
    parts, start = match.groupdict(), match.start()
    value = _date_of(parts, language, order)
    name = parts.get("name") or ""
    if value is None and name and parts.get("day") and match.start("name") == start and (stuck := _STUCK.match(name)):
        start += stuck.end()
        value = _date_of({**parts, "name": name[stuck.end() :]}, language, order)
    return PrintedDate(value, start, match.end()) if value else None


def _find_short(line: str, language: str, order: str) -> PrintedDate | None:
    """The first date whose year has two digits; sure with a time, which is printed only since there are screens."""
    for match in _SHORT_YEAR.finditer(line):
        year = int(match["year"])
        if _LAST_OF_THIS < year < _FIRST_OF_LAST:
            continue
        century = 2000 if year <= _LAST_OF_THIS else 1900
        day = _date_of({**match.groupdict(), "year": str(century + year)}, language, order)
        if day is None or day.month is None:
            continue
        hit = _with_clock(PrintedDate(day, match.start(), match.end()), line)
        if hit.date.time:
            return hit
        if _ALONE.fullmatch(line) or _ANNOUNCED.search(line[: match.start()]):
            return replace(hit, date=replace(day, uncertain=True))
    return None


def _date_of(parts: dict[str, str | None], language: str, order: str) -> PartialDate | None:
    year = int(parts["year"] or 0)
    if parts.get("one"):
        known = order or ("day" if parts["mark"] == "." or (language and language != "en") else "")
        return _date_of_numbers(int(parts["one"] or 0), int(parts["two"] or 0), year, known)
    month = int(parts.get("month") or 0) or find_month(parts.get("name") or "", language)
    day = int(parts.get("day") or 0)
    return _date_that_exists(year, month, day) if month else None


def _date_of_numbers(one: int, two: int, year: int, order: str) -> PartialDate | None:
    """`10.02.2011`, `10/02/2011`: with points, the day stands first everywhere; with others, English can't be known
    by itself."""
    if one == two or two > 12 or one > 12:
        day, month = (two, one) if two > 12 else (one, two)
        return _date_that_exists(year, month, day)
    if order:
        return _date_that_exists(year, *((two, one) if order == "day" else (one, two)))
    return PartialDate(year, uncertain=True) if one and two else None


def _date_that_exists(year: int, month: int, day: int) -> PartialDate | None:
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day or None)


def find_month(name: str, language: str = "") -> int:
    """The number of a month's name, 0 if it is none; a name that means two months needs its language."""
    name = _fold(name)
    if len(name) < 3:
        return 0
    for code in (language, "en"):
        if code and (month := _months_of(code).get(name)):
            return month
    return _months_of_all().get(name, 0)


def _fold(name: str) -> str:
    return re.sub(r"^d[’']", "", name.casefold().strip(".,’'-"))


@lru_cache(maxsize=64)
def _months_of(language: str) -> dict[str, int]:
    """The names of a language's months to their numbers."""
    written = _read_table().get(language)
    if written is None:
        return look_up_months(language)
    return {name: number for number, names in enumerate(written, 1) for name in names.split()}


def look_up_months(language: str) -> dict[str, int]:
    """The same from CLDR: names, abbreviated or not, alone or beside a day; no shared article (`de març`)."""
    months = find_locale(language).months
    names = {
        _fold(name.split()[-1]): int(number)
        for use in ("stand-alone", "format")
        for width in ("abbreviated", "wide")
        for number, name in months[use][width].items()
    }
    return names | ({"sep": 9} if language == "en" else {})


@cache
def _read_table() -> dict[str, list[str]]:
    """What `look_up_months` says of `LANGUAGES`: Babel would take each worker a quarter of a second."""
    table: dict[str, list[str]] = json.loads((files("backfile.importers") / "months.json").read_text("utf-8"))
    return table


@cache
def _months_of_all() -> dict[str, int]:
    """The names of all languages, without those that mean different months in two of them."""
    numbers: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for name, month in _months_of(language).items():
            numbers.setdefault(name, set()).add(month)
    return {name: min(months) for name, months in numbers.items() if len(months) == 1}


def _with_clock(day: PrintedDate, line: str) -> PrintedDate:
    """The date with the time that is printed behind it, or else right before it."""
    is_stuck = line[day.end : day.end + 1].isdigit()
    line = f"{line[: day.end]} {line[day.end :]}" if is_stuck else line
    behind = _CLOCK.finditer(line, day.end, min(len(line), day.end + _CLOCK_NEAR))
    before = _CLOCK.finditer(line, max(0, day.start - _CLOCK_NEAR), day.start)
    for match in [*behind, *before]:
        gap = line[day.end : match.start()] if match.start() >= day.end else line[match.end() : day.start]
        clock = _parse_clock(match)
        if clock and _JOINT.fullmatch(gap):
            known, zone = day.date, _parse_zone(match["zone"] or "")
            value = PartialDate(known.year, known.month, known.day, clock, zone)
            return PrintedDate(value, min(day.start, match.start()), max(day.end, match.end() - is_stuck))
    return day


def _parse_clock(match: re.Match[str]) -> time | None:
    if not match["minute"] and not match["half"]:
        return None
    hour, half = int(match["hour"]), (match["half"] or match["before"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None if hour > 12 and half[0] == "a" else time(hour % 24, int(match["minute"] or 0))
        late = half[0] == "p" or half in {"오후", "下午", "午後"}
        hour = hour % 12 + (12 if late else 0)
    return time(hour % 24, int(match["minute"] or 0), int(match["second"] or 0)) if hour < 24 else None


def _parse_zone(text: str) -> int | None:
    text = text.strip("() ").casefold()
    if text in _ZONES:
        return _ZONES[text]
    match = re.fullmatch(r"(?:gmt|utc)?\s?([+-])(\d\d?):?(\d\d)?", text)
    if match is None or int(match[2]) > 14:
        return None
    return (int(match[2]) * 60 + int(match[3] or 0)) * (-1 if match[1] == "-" else 1)


# `20120818`, of a year in which there were newspapers.
_COMPACT = re.compile(r"^((?:1[6-9]|20)\d\d)([01]\d)([0-3]\d)$")


def parse_stamp(text: str) -> PartialDate | None:
    """A date as machines write it (ISO 8601, the front matter's spellings), or as printed; None if it is none."""
    try:
        return parse_date(_COMPACT.sub(r"\1-\2-\3", text))
    except ValueError:
        found = find_date(text)
        return found.date if found else None
