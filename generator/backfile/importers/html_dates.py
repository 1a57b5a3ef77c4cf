"""When a saved page's article was published and last changed.

In: what the page says of itself, its blocks, the lines around its headline, its address. Out: `Dates`, each with the
place that gave it. A date keeps its day, time and offset as they are written. The day of an update, of a comment or of
another article is none of publication; where nothing but an update is dated, its day stands for it, uncertain.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from backfile.importers.html_blocks import Block
from backfile.importers.html_head import Head
from backfile.importers.html_linked import texts
from backfile.importers.html_marks import Marks, words_of
from backfile.importers.printed_dates import PrintedDate, find_date, parse_stamp
from backfile.importers.vocabulary import PUBLISHED, UPDATED
from backfile.model import PartialDate

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article:published",
    "article.published", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date",
    "dcterms.date", "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "og:publish_date",
    "published_on", "published_at", "pubdate", "publication_date", "publishdate", "published", "published_date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "originalpublicationdate", "citation_publication_date",
    "citation_online_date", "citation_date", "uploaddate", "article_date_original", "created", "datecreated",
)  # fmt: skip
# These may mean another day: that of the page.
_PERHAPS = ("date", "timestamp")
_CHANGED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod",
    "modified", "updated", "dcterms.modified", "dc.date.modified", "updated date", "revised",
)  # fmt: skip
_IN_ADDRESS = re.compile(r"/((?:19[89]|20[0-4])\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D)")
_MONTHS_IN_ADDRESS = re.compile(
    r"/((?:19[89]|20[0-4])\d)/((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)/(\d\d?)(?=/)", re.IGNORECASE
)
_IN_SCRIPT = re.compile(
    r"[\"'](?:datePublished|publishedAt|published_at|publishDate|publish_date|publicationDate|firstPublished|datePosted|pubDate|dateCreated)"
    r"\\?[\"']\s*:\s*\\?[\"'](\d{4}-\d\d-\d\d[^\"'\\]{0,25})"
)
# `03-09-2026`, as American machines write it.
_AMERICAN = re.compile(r"(\d\d)[-/](\d\d)[-/](\d{4})(?!\d)")
_UNTOLD = re.compile(r"\b(?:says|reply|released|event|expires?|deadline|since|copyright)\b|©", re.IGNORECASE)
_YEAR = re.compile(r"(?:©|\(c\)|\bcopyright\b)\D{0,30}?(?:\d{4}\s*[-–—]\s*)?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_ABOUT_UPDATE = re.compile(r"(?:modified|updated?\b|changed)", re.IGNORECASE)
_SHORT, _LARGEST, _FIRST_YEAR, _MONTHS = 120, 3_000_000, 1400, 12
# Words beside a date in a line that is no sentence, and those without a capital among them.
_MOST_WORDS, _MOST_SMALL = 14, 4
# The place that gives but a year.
COPYRIGHT = "line of copyright"
# By how a place's name begins.
_SURE = {"address": 0.95, "line by": 0.9, "line of": 0.6, "time": 0.8, "script": 0.8, "": 0.92}


@dataclass(frozen=True, slots=True)
class Dates:
    """Both dates, where they were found, and whether the page prints another day than it tells machines."""

    published: PartialDate | None = None
    place: str = ""
    updated: PartialDate | None = None
    updated_place: str = ""
    confidence: float = 0.0
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    date: PartialDate
    place: str


def find_dates(tree: Any, marks: Marks, blocks: Sequence[Block], head: Head, url: str) -> Dates:
    """Each date by the first place that gives it."""
    language = (marks.language or "")[:2].casefold()
    printed, changed = _read_head(head, language)
    updated = _first(_read_updates(marks)) or changed
    told = _first(_read_told(marks))
    if told and printed and updated and _is_republished(told.date, updated.date, printed.date):
        told = None
    best = told or _first(_read_address(url)) or printed or _first(_read_times(marks))
    best = best or _first(_read_scripts(tree)) or _first(_read_lines(blocks, language))
    if best is None and updated:
        best = _Found(replace(updated.date, uncertain=True), updated.place)
    best = best or _first(_read_years(blocks))
    days = [found.date for found in (best, updated) if found]
    return Dates(
        published=best.date if best else None,
        place=best.place if best else "",
        updated=updated.date if updated else None,
        updated_place=updated.place if updated else "",
        confidence=_weigh(best, printed) if best else 0.0,
        contradicted=printed is not None and not any(_is_near(printed.date, day) for day in days),
    )


def _weigh(best: _Found, printed: _Found | None) -> float:
    """How often a place is right, measured on labelled pages; more, if the page prints the same day."""
    if best.date.uncertain or not best.date.day:
        return 0.5 if best.date.month else 0.2
    place = next(place for place in _SURE if best.place.startswith(place))
    agreed = printed is not None and printed.place != best.place and _is_near(printed.date, best.date)
    return 0.98 if agreed else _SURE[place]


def _is_republished(told: PartialDate, updated: PartialDate, printed: PartialDate) -> bool:
    """Some systems tell machines the day on which they last made a page; the day of publication is the printed one."""
    return _is_near(told, updated) and not _is_near(told, printed) and _ordinal(printed) < _ordinal(told)


def _is_near(one: PartialDate, other: PartialDate) -> bool:
    """The same day, or the next: clocks of machines may stand in another zone than the printed one."""
    return bool(one.day and other.day) and abs(_ordinal(one) - _ordinal(other)) <= 1


def _ordinal(day: PartialDate) -> int:
    return date(day.year, day.month or 1, day.day or 1).toordinal()


def _first(found: Iterable[_Found]) -> _Found | None:
    return next(iter(found), None)


def _stamps(place: str, values: Iterable[str]) -> Iterator[_Found]:
    for text in values:
        american = _AMERICAN.match(text)
        turned = "{2}-{0}-{1}".format(*american.groups()) if american and int(american[1]) <= _MONTHS else ""
        stamp = parse_stamp(turned or text[:_SHORT])
        if stamp and (stamp.month or stamp.uncertain) and stamp.year > _FIRST_YEAR:
            yield _Found(stamp, place)


def _read_told(marks: Marks) -> Iterator[_Found]:
    """What the page tells machines."""
    linked = marks.linked
    yield from _stamps("json-ld datePublished", texts(linked.article.get("datePublished")))
    for name in _PUBLISHED:
        yield from _stamps(f"meta {name}", marks.all(name))
    for element in marks.times:
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            yield from _stamps("datePublished", [*_values(element), words_of(element)])
    yield from _stamps("json-ld dateCreated", texts(linked.article.get("dateCreated")))
    yield from _stamps("json-ld uploadDate", texts(linked.article.get("uploadDate")))
    yield from _stamps("json-ld of the page", texts(linked.page.get("datePublished")))
    for name in _PERHAPS:
        yield from _stamps(f"meta {name}", marks.all(name))


def _read_updates(marks: Marks) -> Iterator[_Found]:
    yield from _stamps("json-ld dateModified", texts(marks.linked.article.get("dateModified")))
    for name in _CHANGED:
        yield from _stamps(f"meta {name}", marks.all(name))
    for element in marks.times:
        if element.get("itemprop") == "dateModified":
            yield from _stamps("dateModified", _values(element))
    yield from _stamps("json-ld of the page", texts(marks.linked.page.get("dateModified")))


def _values(element: Any) -> list[str]:
    return [value for name in ("datetime", "content", "title") if (value := element.get(name))]


def _read_head(head: Head, language: str) -> tuple[_Found | None, _Found | None]:
    """The first date around the headline that is no update's, and the first that is one's."""
    published = updated = None
    for lines in (head.behind, head.before):
        for i, line in enumerate(lines):
            for sort, day in _read_line(line, lines[i - 1] if i else "", language):
                if sort == "updated":
                    updated = updated or _Found(day, "line by the headline")
                else:
                    published = published or _Found(day, "line by the headline")
    return published, updated


def _read_line(line: str, before: str, language: str) -> Iterator[tuple[str, PartialDate]]:
    """The dates of a short line, told apart by the words before each; `Updated` may stand alone above its date."""
    if len(line) > _SHORT or not re.search(r"\d{4}", line) or _UNTOLD.search(line):
        return
    at = 0
    while found := find_date(line[at:], language):
        told = line[at : at + found.start]
        told = told if told.strip() or at else (before if len(before) < 25 else "")
        if found.date.month and _is_dateline(line, found):
            yield ("updated" if UPDATED.search(told) and not PUBLISHED.search(told) else "published"), found.date
        at += found.end


def _is_dateline(line: str, found: PrintedDate) -> bool:
    """A date alone, or with few words beside it: a sentence that names a day is none."""
    rest = (line[: found.start] + line[found.end :]).split()
    return bool(found.date.day) and len(rest) <= _MOST_WORDS and sum(map(str.islower, rest)) <= _MOST_SMALL


def _read_times(marks: Marks) -> Iterator[_Found]:
    """The first `<time>` that says nothing of an update."""
    for element in marks.times[:3]:
        named = " ".join(filter(None, (element.get("class"), element.get("itemprop"), words_of(element))))
        if element.tag == "time" and not _ABOUT_UPDATE.search(named):
            yield from _stamps("time", [*_values(element), words_of(element)])


def _read_address(url: str) -> Iterator[_Found]:
    if match := _IN_ADDRESS.search(url):
        yield from _stamps("address", ["-".join(match.groups())])
    if match := _MONTHS_IN_ADDRESS.search(url):
        yield from _stamps("address", [f"{match[3]} {match[2]} {match[1]}"])


def _read_scripts(tree: Any) -> Iterator[_Found]:
    """What scripts carry in the form of JSON, if all of it says one day."""
    found = [stamp for script in tree.iter("script") for stamp in _IN_SCRIPT.findall((script.text or "")[:_LARGEST])]
    if len({stamp[:10] for stamp in found}) == 1:
        yield from _stamps("script", found)


def _read_lines(blocks: Sequence[Block], language: str) -> Iterator[_Found]:
    """Lines anywhere that say `Published` and a day; else the only day that short lines give."""
    lines = [block.text for block in blocks]
    short = [(line, before) for before, line in pairwise(["", *lines]) if len(line) <= _SHORT // 2]
    days = [
        (line, day) for line, before in short for sort, day in _read_line(line, before, language) if sort != "updated"
    ]
    told = [day for line, day in days if PUBLISHED.search(line)]
    only = [days[0][1]] if len({_ordinal(day) for _, day in days}) == 1 else []
    for day in [*told, *only]:
        yield _Found(day, "line of the page")


def _read_years(blocks: Sequence[Block]) -> Iterator[_Found]:
    """The year in the line of copyright, uncertain."""
    for block in blocks[::-1]:
        if len(block.text) < 200 and (match := _YEAR.search(block.text)):
            yield _Found(PartialDate(int(match[1]), uncertain=True), COPYRIGHT)
