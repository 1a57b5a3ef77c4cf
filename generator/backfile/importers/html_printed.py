"""The dates that a saved page prints for its readers.

In: the lines around its headline, or all its blocks, with the page's language and the order of its numeric dates. Out:
`Found` dates with their places, those of publication apart from those of updates. A day in a sentence is no date of the
article, nor is that of a comment, an event or a release. Knows nothing of what the page tells machines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from backfile.importers.html_blocks import Block
from backfile.importers.html_head import Head
from backfile.importers.printed_dates import PrintedDate, find_date, find_order
from backfile.importers.vocabulary import PUBLISHED, UPDATED
from backfile.model import PartialDate

# The place that gives but a year.
COPYRIGHT = "line of copyright"
# Countries whose English prints the day first.
_DAY_FIRST = frozenset("uk gb au nz ie in za sg my hk ke ng pk lk gh mt".split())
_UNTOLD = re.compile(
    r"\b(?:site (?:was )?(?:last|updated)|says|reply|released|event|expires?|deadline|since|copyright)\b|©",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:©|\(c\)|\bcopyright\b)\D{0,30}?(?:\d{4}\s*[-–—]\s*)?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_PART = re.compile(r"\s*[|•·●⋅]\s*|\s[–—-]\s")
# What may stand between a word that announces a date and the date.
_ON = re.compile(r"[^\w]*(?:\w+[^\w]+){0,2}")
_SHORT, _LABEL, _LONGEST = 120, 25, 200
# Words beside a date in a line that is no sentence, and those without a capital among them.
_MOST_WORDS, _MOST_SMALL = 14, 4
# Words beside a date that stands by itself.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A date, where it stood, and whether it stood there with few other words."""

    date: PartialDate
    place: str
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How a page's dates are read: by its language, and by whether it prints the `day` or the `month` first."""

    language: str = ""
    order: str = ""

    def find(self, line: str) -> PrintedDate | None:
        return find_date(line, self.language, self.order)


def find_reading(language: str, url: str, blocks: Sequence[Block]) -> Reading:
    """By what the page prints elsewhere, else by the country of its English or of its address."""
    code, _, country = language.replace("_", "-").casefold().partition("-")
    order = find_order("\n".join(block.text for block in blocks))
    top = re.match(r"https?://[^/:]+\.([a-z]{2})(?=[/:]|$)", url.casefold())
    is_day = country in _DAY_FIRST or (top is not None and top[1] in _DAY_FIRST)
    return Reading(code[:2], order or ("day" if is_day else ""))


def read_head(head: Head, reading: Reading) -> tuple[Found | None, Found | None]:
    """The first date around the headline that is no update's, and the first that is one's."""
    published = updated = None
    for lines in (head.behind, head.before):
        for i, line in enumerate(lines):
            for is_update, found in _read_line(line, lines[i - 1] if i else "", reading):
                if is_update:
                    updated = updated or found
                else:
                    published = published or found
    return published, updated


def read_lines(blocks: Sequence[Block], reading: Reading) -> Iterator[Found]:
    """Short lines anywhere that say `Published` and a day; else their only day; else longer lines that say so."""
    told: list[PartialDate] = []
    days: list[PartialDate] = []
    longer: list[PartialDate] = []
    for before, line in pairwise(["", *(block.text for block in blocks if block.text)]):
        is_told = PUBLISHED.search(line) or (len(before) < _LABEL and PUBLISHED.search(before))
        for is_update, found in _read_line(line, before, reading):
            if not is_update and len(line) <= _SHORT // 2:
                days.append(found.date)
                told += days[-1:] if is_told else []
            elif not is_update and is_told:
                longer.append(found.date)
    only = days[:1] if len(set(map(ordinal, days))) == 1 else []
    for day in [*told, *only, *longer]:
        yield Found(day, "line of the page")


def read_changes(blocks: Sequence[Block], reading: Reading) -> Iterator[Found]:
    """The only day, else the only month, that lines anywhere call an update's: `Last updated 3 May 2011`."""
    pairs = pairwise(["", *(block.text for block in blocks if block.text)])
    changes = [
        found.date for before, line in pairs for is_one, found in _read_line(line, before, reading, True) if is_one
    ]
    told = [date for date in changes if date.day] or changes
    if len(set(map(ordinal, told))) == 1:
        yield Found(told[0], "line of the page")


def _read_line(line: str, before: str, reading: Reading, with_months: bool = False) -> Iterator[tuple[bool, Found]]:
    """The dates of a line, and whether each is an update's, by the words before it; they may stand above it alone.

    A month counts if it is asked for and announced.
    """
    if len(line) > _LONGEST or _UNTOLD.search(line):
        return
    at = 0
    while found := reading.find(line[at:]):
        told = line[at : at + found.start]
        told = told if told.strip() or at else (before if len(before) < _LABEL else "")
        rest = _words_beside(line, at + found.start, at + found.end)
        is_told = _is_announced(told)
        is_full = found.date.day or (with_months and found.date.month and is_told)
        if is_full and (is_told or (len(line) <= _SHORT and _is_dateline(rest))):
            is_update = UPDATED.search(told) is not None and not PUBLISHED.search(told)
            yield is_update, Found(found.date, "line by the headline", len(rest) <= _FEW)
        at += found.end


def _is_announced(told: str) -> bool:
    """Whether a word right before a date says that something was published or changed then."""
    words = [*PUBLISHED.finditer(told), *UPDATED.finditer(told)]
    last = max(words, key=lambda word: word.end(), default=None)
    if last is None or last[0].casefold() == "first":
        return False
    end = re.compile(r"\w*").match(told, last.end())
    return bool(_ON.fullmatch(told, end.end() if end else last.end())) and len(told) - last.end() <= _LABEL


def _words_beside(line: str, start: int, end: int) -> list[str]:
    """The other words of the part of a line in which a date stands: `Ann Lee | May 3, 2011 | Harbour` has three."""
    cuts = [0, *(place for cut in _PART.finditer(line) for place in cut.span()), len(line)]
    first = max(place for place in cuts if place <= start)
    last = min(place for place in cuts if place >= end)
    return (line[first:start] + " " + line[end:last]).split()


def _is_dateline(rest: Sequence[str]) -> bool:
    """A date alone, or with few words beside it: a sentence that names a day is none."""
    return len(rest) <= _MOST_WORDS and sum(map(str.islower, rest)) <= _MOST_SMALL


def read_years(blocks: Sequence[Block]) -> Iterator[Found]:
    """The year in the line of copyright, uncertain."""
    for block in blocks[::-1]:
        if len(block.text) < _LONGEST and (match := _YEAR.search(block.text)):
            yield Found(PartialDate(int(match[1]), uncertain=True), COPYRIGHT)


def ordinal(day: PartialDate) -> int:
    """The number of a day; the first of a month or year stands for the whole."""
    return date(day.year, day.month or 1, day.day or 1).toordinal()


def is_near(one: PartialDate, other: PartialDate) -> bool:
    """The same day, or the next: clocks of machines may stand in another zone than the printed one."""
    return bool(one.day and other.day) and abs(ordinal(one) - ordinal(other)) <= 1
