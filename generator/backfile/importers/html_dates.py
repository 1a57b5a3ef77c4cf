"""When a saved page's article was published and last changed.

In: what the page says of itself, its blocks, the lines around its headline, its address. Out: `Dates`, each with the
place that gave it. A date keeps its day, time and offset as they are written. The day of an update, of a comment or of
another article is none of publication; where nothing but an update is dated, its day stands for it, uncertain.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backfile.importers.html_blocks import Block
from backfile.importers.html_head import Head
from backfile.importers.html_linked import texts
from backfile.importers.html_marks import Marks, words_of
from backfile.importers.html_printed import (
    Found,
    find_reading,
    is_near,
    ordinal,
    read_changes,
    read_head,
    read_lines,
    read_years,
)
from backfile.importers.printed_dates import parse_stamp
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
# A name that says that something was published, and not changed or published again: `firstPublishedAt`, `deployDt`.
_IN_SCRIPT = re.compile(
    r"[\"'](?!\w{0,40}(?:updat|modif|re_?pub|unpub|until|end))\w{0,20}"
    r"(?:publi(?:sh|cation)|pubdate|dateposted|datecreated|deploy|issued?date|display_?date)\w{0,12}"
    r"\\?[\"']\s*:\s*\\?[\"'](\d{4}[-./]\d\d[-./]\d\d[^\"'\\]{0,25})",
    re.IGNORECASE,
)
# `03-09-2026`, as American machines write it.
_AMERICAN = re.compile(r"(\d\d)[-/](\d\d)[-/](\d{4})(?!\d)")
_ABOUT_UPDATE = re.compile(r"(?:modified|updated?\b|changed)", re.IGNORECASE)
_SHORT, _LARGEST, _FIRST_YEAR, _MONTHS = 120, 3_000_000, 1400, 12
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


def find_dates(tree: Any, marks: Marks, blocks: Sequence[Block], head: Head, url: str) -> Dates:
    """Each date by the first place that gives it."""
    reading = find_reading(marks.language, url, blocks)
    printed, changed = read_head(head, reading)
    updated = _first(_read_updates(marks)) or changed
    told = _first(_read_told(marks))
    if told and printed and _is_republished(told.date, updated, printed):
        told = None
    # Of a day that is printed as that of an update, `<time>` says no more.
    times = (time for time in _read_times(marks) if not (changed and ordinal(changed.date) == ordinal(time.date)))
    best = told or _first(_read_address(url)) or printed or _first(times)
    best = best or _first(_read_scripts(tree)) or _first(read_lines(blocks, reading))
    updated = updated or (None if best else _first(read_changes(blocks, reading)))
    if best is None and updated:
        best = Found(replace(updated.date, uncertain=True), updated.place)
    best = best or _first(read_years(blocks))
    days = [found.date for found in (best, updated) if found]
    return Dates(
        published=best.date if best else None,
        place=best.place if best else "",
        updated=updated.date if updated else None,
        updated_place=updated.place if updated else "",
        confidence=_weigh(best, printed) if best else 0.0,
        contradicted=printed is not None and not any(is_near(printed.date, day) for day in days),
    )


def _weigh(best: Found, printed: Found | None) -> float:
    """How often a place is right, measured on labelled pages; more, if the page prints the same day."""
    if best.date.uncertain or not best.date.day:
        return 0.5 if best.date.month else 0.2
    place = next(place for place in _SURE if best.place.startswith(place))
    agreed = printed is not None and printed.place != best.place and is_near(printed.date, best.date)
    return 0.98 if agreed else _SURE[place]


def _is_republished(told: PartialDate, updated: Found | None, printed: Found) -> bool:
    """Some systems tell machines the day on which they last made a page; the day of publication is the printed one."""
    is_earlier = ordinal(printed.date) < ordinal(told) and not is_near(told, printed.date)
    return is_earlier and (printed.is_plain or (updated is not None and is_near(told, updated.date)))


def _first(found: Iterable[Found]) -> Found | None:
    return next(iter(found), None)


def _stamps(place: str, values: Iterable[str]) -> Iterator[Found]:
    for text in values:
        american = _AMERICAN.match(text)
        turned = "{2}-{0}-{1}".format(*american.groups()) if american and int(american[1]) <= _MONTHS else ""
        stamp = parse_stamp(turned or text[:_SHORT])
        if stamp and (stamp.month or stamp.uncertain) and stamp.year > _FIRST_YEAR:
            yield Found(stamp, place)


def _read_told(marks: Marks) -> Iterator[Found]:
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


def _read_updates(marks: Marks) -> Iterator[Found]:
    yield from _stamps("json-ld dateModified", texts(marks.linked.article.get("dateModified")))
    for name in _CHANGED:
        yield from _stamps(f"meta {name}", marks.all(name))
    for element in marks.times:
        if element.get("itemprop") == "dateModified":
            yield from _stamps("dateModified", _values(element))
    yield from _stamps("json-ld of the page", texts(marks.linked.page.get("dateModified")))


def _values(element: Any) -> list[str]:
    return [value for name in ("datetime", "content", "title") if (value := element.get(name))]


def _read_times(marks: Marks) -> Iterator[Found]:
    """The first `<time>` that says nothing of an update."""
    for element in marks.times[:3]:
        named = " ".join(filter(None, (element.get("class"), element.get("itemprop"), words_of(element))))
        if element.tag == "time" and not _ABOUT_UPDATE.search(named):
            yield from _stamps("time", [*_values(element), words_of(element)])


def _read_address(url: str) -> Iterator[Found]:
    if match := _IN_ADDRESS.search(url):
        yield from _stamps("address", ["-".join(match.groups())])
    if match := _MONTHS_IN_ADDRESS.search(url):
        yield from _stamps("address", [f"{match[3]} {match[2]} {match[1]}"])


def _read_scripts(tree: Any) -> Iterator[Found]:
    """What scripts carry in the form of JSON, if all of it says one day."""
    found = [stamp for script in tree.iter("script") for stamp in _IN_SCRIPT.findall((script.text or "")[:_LARGEST])]
    if len({stamp[:10] for stamp in found}) == 1:
        yield from _stamps("script", found)
