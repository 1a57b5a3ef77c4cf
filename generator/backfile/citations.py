"""An article as a reference in a list: by APA (7th edition), MLA (9th) and Chicago (17th, notes and bibliography).

In: an article's facts, the archive's name and the article's address on the web. Out: HTML whose only markup is `i` and
`bdi`, ready to be copied, in English, as the manuals have it. What isn't known is left out, or said as the manual says
it: `n.d.`, `ca. 1998`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from backfile.credits import Name, find_names
from backfile.dates import parse_date
from backfile.entries import Facts
from backfile.locales import find_direction
from backfile.model import PartialDate

_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_QUOTES = list(zip("“”„«»", "‘’‚‹›", strict=True))
_STOPS, _CLOSING = frozenset(".?!…。？！"), frozenset("”’\"')")
_SCHEME = re.compile("^https?://")
_MOST_APA, _MOST_CHICAGO = 20, 10


@dataclass(frozen=True, slots=True)
class Work:
    """What a reference tells of an article. `newspaper` is where it was published, or else the archive; `archive` is
    empty where both have one name."""

    names: tuple[Name, ...]
    title: str
    date: PartialDate | None
    newspaper: str
    archive: str
    url: str
    facts: Facts


def describe_work(article: Facts, archive: str, url: str) -> Work:
    newspaper = article["source"] or archive
    return Work(
        tuple(find_names(article)),
        " ".join(article["title"].split()),
        parse_date(article["date"]) if article["date"] else None,
        newspaper,
        archive if archive != newspaper else "",
        url,
        article,
    )


def cite_apa(work: Work) -> str:
    """`Lee, A., & Ek, B. (1923, March 5). Mill burns. <i>The Valley Ledger</i>. https://…`"""
    named, date, title = _name_apa(work.names), f"({_print_apa(work.date)}).", _mark(work.title, work)
    start = f"{named} {date} {title}" if named else f"{title} {date}"
    return f"{start} <i>{escape(work.newspaper, False)}</i>. {escape(work.url, False)}".rstrip()


def cite_mla(work: Work) -> str:
    """`Lee, Ann, and Bo Ek. “Mill Burns.” <i>The Valley Ledger</i>, 5 Mar. 1923. <i>The Archive</i>, …`"""
    archive = f"<i>{escape(work.archive, False)}</i>" if work.archive else ""
    address = escape(_SCHEME.sub("", work.url), False)
    first, second = [f"<i>{escape(work.newspaper, False)}</i>", _print_mla(work.date)], [archive, address]
    containers = [first, second] if archive else [first + second]
    return _join([_name_mla(work.names), _quote(work), *map(_end_container, containers)])


def _end_container(parts: list[str]) -> str:
    return ", ".join([part for part in parts if part]) + "."


def cite_chicago(work: Work) -> str:
    """`Lee, Ann, and Bo Ek. “Mill Burns.” <i>Valley Ledger</i>, March 5, 1923. https://…`; an article without an author
    stands under the newspaper."""
    named, date = _name_chicago(work.names), _print_chicago(work.date)
    paper = f"<i>{escape(work.newspaper.removeprefix('The ') or work.newspaper, False)}</i>"
    address = f"{escape(work.url, False)}." if work.url else ""
    if named:
        return _join([named, _quote(work), f"{paper}, {_close(date)}", address])
    return _join([f"{paper}.", _quote(work), _close(date[0].upper() + date[1:]), address])


@lru_cache(maxsize=4096)
def _name_apa(names: tuple[Name, ...]) -> str:
    authors = [_abbreviate(name) for name in names]
    if len(authors) > _MOST_APA:
        named = f"{', '.join(authors[: _MOST_APA - 1])}, . . . {authors[-1]}"
    else:
        named = ", & ".join(filter(None, (", ".join(authors[:-1]), *authors[-1:])))
    return escape(_close(named), False)


@lru_cache(maxsize=4096)
def _name_mla(names: tuple[Name, ...]) -> str:
    return escape(_close(_enumerate(names) if len(names) < 3 else f"{names[0].inverted}, et al."), False)


@lru_cache(maxsize=4096)
def _name_chicago(names: tuple[Name, ...]) -> str:
    if len(names) <= _MOST_CHICAGO:
        return escape(_close(_enumerate(names)), False)
    return escape(", ".join([names[0].inverted, *(name.natural for name in names[1:7])]) + ", et al.", False)


def _abbreviate(name: Name) -> str:
    return ", ".join(filter(None, (name.family, name.initials, name.suffix))) or name.whole


def _enumerate(names: tuple[Name, ...]) -> str:
    """`Lee, Ann, and Bo Ek`; the first name is turned round, so that a comma stands before the last even of two."""
    parts = [name.inverted for name in names[:1]] + [name.natural for name in names[1:]]
    return ", and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _join(parts: list[str]) -> str:
    return " ".join([part for part in parts if part])


def _close(text: str) -> str:
    """A part with the full stop at its end, if it has no sign there yet."""
    end = text[-2:-1] if text[-1:] in _CLOSING else text[-1:]
    return text if not text or end in _STOPS else f"{text}."


def _quote(work: Work) -> str:
    """The title in quotation marks; those within it become single ones."""
    title = work.title
    for double, single in _QUOTES:
        title = title.replace(double, single)
    if '"' in title:
        title = re.sub(r'"([^"]*)"', r"‘\1’", title)
    return f"“{_mark(title, work)}”"


def _mark(title: str, work: Work) -> str:
    """The title, closed, as HTML: the full stop that we add is part of the English reference."""
    text, stop = escape(title, False), _close(title)[len(title) :]
    return f"<bdi>{text}</bdi>{stop}" if find_direction(work.facts["language"] or "en") == "rtl" else text + stop


def _print_apa(date: PartialDate | None) -> str:
    if date is None:
        return "n.d."
    text = f"ca. {date.year}" if date.uncertain else str(date.year)
    if date.month:
        text += f", {_MONTHS[date.month - 1]}"
    return f"{text} {date.day}" if date.day else text


def _print_mla(date: PartialDate | None) -> str:
    if date is None:
        return ""
    text = f"{_SHORT[date.month - 1]} {date.year}" if date.month else str(date.year)
    if date.day:
        text = f"{date.day} {text}"
    return f"[circa {text}]" if date.uncertain else text


def _print_chicago(date: PartialDate | None) -> str:
    if date is None:
        return "n.d."
    text = f"{date.day}, {date.year}" if date.day else str(date.year)
    if date.month:
        text = f"{_MONTHS[date.month - 1]} {text}"
    return f"[ca. {text}]" if date.uncertain else text
