"""An article as a reference in a list: by APA (7th edition), MLA (9th) and Chicago (17th, notes and bibliography).

In: an article's facts, the archive's name and the article's address on the web. Out: HTML whose only markup is `i` and
`bdi`, ready to be copied, in English, as the manuals have it. What isn't known is left out, or said as the manual says
it: `n.d.`, `ca. 1998`.
"""

import re
from dataclasses import dataclass
from html import escape

from backfile.credits import Name, find_names
from backfile.dates import parse_date
from backfile.entries import Facts
from backfile.locales import find_direction
from backfile.model import PartialDate

_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_QUOTES = str.maketrans("“”„«»", "‘’‚‹›")
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
    authors = [_abbreviate(name) for name in work.names]
    if len(authors) > _MOST_APA:
        named = f"{', '.join(authors[: _MOST_APA - 1])}, . . . {authors[-1]}"
    else:
        named = ", & ".join(filter(None, (", ".join(authors[:-1]), *authors[-1:])))
    date, title = f"({_print_apa(work.date)}).", _mark(work.title, work)
    start = [escape(_close(named), False), date, title] if named else [title, date]
    return " ".join([*start, f"<i>{escape(work.newspaper, False)}</i>.", escape(work.url, False)]).rstrip()


def cite_mla(work: Work) -> str:
    """`Lee, Ann, and Bo Ek. “Mill Burns.” <i>The Valley Ledger</i>, 5 Mar. 1923, <i>The Archive</i>, …`"""
    names = work.names
    match len(names):
        case 0 | 1 | 2:
            named = _enumerate([name.inverted for name in names[:1]] + [name.natural for name in names[1:]])
        case _:
            named = f"{names[0].inverted}, et al."
    archive = f"<i>{escape(work.archive, False)}</i>" if work.archive else ""
    address = escape(re.sub("^https?://", "", work.url), False)
    containers = (f"<i>{escape(work.newspaper, False)}</i>", _print_mla(work.date), archive, address)
    return " ".join(
        filter(None, (escape(_close(named), False), _quote(work), ", ".join(filter(None, containers)) + "."))
    )


def cite_chicago(work: Work) -> str:
    """`Lee, Ann, and Bo Ek. “Mill Burns.” <i>Valley Ledger</i>, March 5, 1923. https://…`; an article without an author
    stands under the newspaper."""
    names = [name.inverted for name in work.names[:1]] + [name.natural for name in work.names[1:]]
    named = _enumerate(names) if len(names) <= _MOST_CHICAGO else f"{', '.join(names[:7])}, et al."
    paper = f"<i>{escape(re.sub('^The (?=.)', '', work.newspaper), False)}</i>"
    date = _print_chicago(work.date)
    if named:
        parts = [escape(_close(named), False), _quote(work), f"{paper}, {_close(date)}"]
    else:
        parts = [f"{paper}.", _quote(work), _close(date[0].upper() + date[1:])]
    return " ".join([*parts, f"{escape(work.url, False)}."]) if work.url else " ".join(parts)


def _abbreviate(name: Name) -> str:
    return ", ".join(filter(None, (name.family, name.initials, name.suffix))) or name.whole


def _enumerate(names: list[str]) -> str:
    """`Lee, Ann, and Bo Ek`; the first name is turned round, so that a comma stands before the last even of two."""
    return ", and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _close(text: str) -> str:
    """A part with the full stop at its end, if it has no sign there yet."""
    return text if not text or re.search(r"[.?!…。？！][”’\"')]?$", text) else f"{text}."


def _quote(work: Work) -> str:
    """The title in quotation marks; those within it become single ones."""
    title = re.sub(r'"([^"]*)"', r"‘\1’", work.title.translate(_QUOTES))
    return f"“{_mark(title, work)}”"


def _mark(title: str, work: Work) -> str:
    """The title, closed, as HTML: the full stop that we add is part of the English reference."""
    text, stop = escape(title, False), _close(title)[len(title) :]
    return f"<bdi>{text}</bdi>{stop}" if find_direction(work.facts["language"] or "en") == "rtl" else text + stop


def _print_apa(date: PartialDate | None) -> str:
    if date is None:
        return "n.d."
    day = " ".join(map(str, filter(None, (date.month and _MONTHS[date.month - 1], date.day))))
    return ("ca. " if date.uncertain else "") + ", ".join(filter(None, (str(date.year), day)))


def _print_mla(date: PartialDate | None) -> str:
    if date is None:
        return ""
    parts = (date.day, date.month and _SHORT[date.month - 1], date.year)
    text = " ".join(map(str, filter(None, parts)))
    return f"[circa {text}]" if date.uncertain else text


def _print_chicago(date: PartialDate | None) -> str:
    if date is None:
        return "n.d."
    month = date.month and _MONTHS[date.month - 1]
    text = f"{month} {date.day}, {date.year}" if date.day else " ".join(map(str, filter(None, (month, date.year))))
    return f"[ca. {text}]" if date.uncertain else text
