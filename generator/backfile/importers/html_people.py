"""Who a saved page credits with its article.

In: what the page says of itself, the lines around its headline, the publication. Out: `Credit`: people, else the house
that signs for itself, and the agency, with the place that named them. Names lose `By`, trades, degrees, initials.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backfile.importers.html_head import Head
from backfile.importers.html_linked import clean, names
from backfile.importers.html_marks import Marks, fold_title, words_of
from backfile.importers.people import is_name, is_nobody, is_person
from backfile.importers.printed_dates import find_date
from backfile.importers.vocabulary import AGENCIES, TRADES

_META = (
    "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
    "dc.contributor", "creator", "cxenseparse:author", "articleauthor", "article.author", "authors", "citation_author",
    "citation_authors", "dcsext.author", "dable:author", "og:article:author", "bylines", "writer",
)  # fmt: skip
_INVERTED = frozenset(["citation_author", "citation_authors"])
_BY = re.compile(
    r"^(?:(?:words|text|story|report(?:ed|ing)?|written|posted|published|article|review|authored|interview|"
    r"contributed|recommended|researched|created)\s+)?(?:by|von|par|por|di|door|av|af)\b[\s:]*|^(?:authors?|text|words|autor(?:in)?|auteur|tekst|testo|texte)\s*:\s*",
    re.IGNORECASE,
)
# `By` behind the day or the words that say when: `May 3, 2012 | 3 min read | By Ann Lee`.
_BY_INSIDE = re.compile(r"(?:[|·•●⋅–—,-]\s*|\d{4}\s+|^posted on .{4,30}?\s)(?:written\s+)?by:?\s+(?=\S)", re.IGNORECASE)
_BY_ALONE = re.compile(
    r"(?:(?:written|posted|published|words|text|article|story|authored)\s+)?(?:by|von|par|por|di|door|av|af)\s*:?|"
    r"authors?(?:\(s\))?\s*:?|writer\s*:?|texte?\s*:|autor(?:in)?\s*:?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:by|von|par|por|da|door|av|af|autor\w*|author|auteur)\b", re.IGNORECASE)
# What stands behind a name in a byline.
_BEHIND = re.compile(
    r"\s*(?:[|•·●⋅/\n]|\s[–—-]\s|\bon behalf of\b|\bfor [A-Z]|\b[Ii]n(?:$|\s[A-Z])|(?-i:(?<=[a-z])In\s(?=[A-Z]))"
    r"|\bon\s*(?=\w+ \d|\d|$|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|\bwith\b|@"
    r"|\b(?:updated|published|posted)\b|\bsays:?$|\b\d+\s*min\w*)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_LISTED = re.compile(r"\s*(?:;|\||&|\+|\band\b|\bund\b|\bsowie\b|\boch\b|\bog\b)\s*|\s+/\s+|/(?=[A-Z])", re.IGNORECASE)
# Between two whole names these mean "and"; within one they belong to it.
_JOINING = re.compile(r"\s+(?:et|y|e|en|i|a|ja|ve)\s+")
_DEGREE = re.compile(
    r"(?:[A-Z][A-Za-z]{0,3}\.){2,}|(?:Ph\.?\s?D|M\.?\s?D|MD|MA|MS|MSc|BA|BSc|RN|RD|RDN|LDN|JD|DO|DDS|DVM|MPH|MBA|CPA|CFP|CSCS|FAND|PT|DPT|LCSW|E-RYT.*)[.®]*"
)  # fmt: skip
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
# Accounts, addresses, pictures, and words that are no name at all.
_NOBODY = re.compile(
    r"https?:|www\.|^\W*$|\bimage\b|\bphoto\b|^\d+$|^@|^(?:admin|administrator|webmaster|root|user|guest|null|none|"
    r"undefined|unknown|anonymous|author|editor|name|by|about|sign in|log ?in|follow|share|view more.*|read more|staff|"
    r"posted|written by)$",
    re.IGNORECASE,
)
# What pages print with capitals beside a date.
_NO_NAME = re.compile(
    r"\b(?:related|topics?|tags?|expert|verified|reviewed|copy|links?|products?|guides?|reviews?|categor(?:y|ies)|"
    r"contents?|summary|jobs?|opportunities|business|law|management|development|services?)\b|\?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[a-z\d]\S*|\w*[a-z][A-Z]\w*|\S*[@_\d]\S*")
_HOUSE = re.compile(
    r"\b(?:redaktion|redaction|rédaction|redacción|redazione|redactie|redaksjon\w*|editors?|editorial|team|staff|newsroom|newsdesk|desk|news|"
    r"media|press|magazine|online|agency|agentur|company|group|inc|ltd|llc|association|institute|university|foundation)\b|\.[a-z]{2,3}$|"
    r"redaktion$|新聞|日报|日報|通信|방송|신문|일보",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"https?:|www\.|^[\w.-]+/|\b(?:image|photo|foto|bild|picture|tags?)s?\s*[:©]|^copyright\b", re.IGNORECASE
)
_WIDE_TRADE = re.compile(r"\s*(?:기자|특파원|記者|记者)(?:\s.*)?$")
_TEAM = re.compile(r"\b(?:team|staff|editors?|redaktion|newsroom)$", re.IGNORECASE)
_MAIL = re.compile(r"\s*[^\s@]+@[^\s@]+\s*")
_LONGEST, _LONGEST_LIST, _MOST = 60, 1000, 12
_SURE_PLACES = {"json-ld": 0.91, "meta": 0.85, "marked": 0.85, "byline": 0.8, "name": 0.55}
_CONTRADICTED = 0.55
_SURE_SORTS = {"house": 0.8, "handle": 0.5}


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote, the agency, which place said so, and how sure it is."""

    authors: tuple[str, ...] = ()
    agency: str = ""
    place: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Named:
    place: str
    names: tuple[str, ...]


def find_people(marks: Marks, head: Head, source: str) -> Credit:
    """People by the first place that names any; else a house or an agency by the first that names one; else an account.

    An agency is filed as such too, and beside people only so.
    """
    houses = frozenset(fold_title(name) for name in (source, *marks.all("og:site_name", "application-name")) if name)
    places = [_Named(place, split_people(found, houses)) for place, found in _read_places(marks, head)]
    agency = next((AGENCIES[name.casefold()] for named in places for name in named.names if _is_agency(name)), "")
    for sorts in (("people",), ("agency", "house"), ("handle",)):
        for named in places:
            fitting = tuple(name for name in named.names if _sort_of(name, houses) in sorts)
            if fitting:
                return Credit(fitting, agency, named.place, _weigh(fitting, named, places, sorts[-1]))
    return Credit(agency=agency)


def _is_agency(name: str) -> bool:
    return name.casefold() in AGENCIES


def _weigh(names: tuple[str, ...], named: _Named, places: Sequence[_Named], sort: str) -> float:
    """How often a place is right, measured on labelled pages; more, if another says the same."""
    if _contradicts(places):
        return _CONTRADICTED
    sure = _SURE_SORTS[sort] if sort != "people" else _SURE_PLACES.get(named.place.partition(" ")[0], 0.8)
    folded = {fold_title(name) for name in names}
    others = [other for other in places if other.names and other.place != named.place]
    agreed = any({fold_title(name) for name in other.names} == folded for other in others)
    return min(0.97, sure + 0.06) if agreed else sure


def _contradicts(places: Sequence[_Named]) -> bool:
    """Whether a byline names nobody of those whom the page tells machines."""
    told = next((named.names for named in places if named.names and named.place != "byline"), ())
    byline = next((named.names for named in places if named.place == "byline"), ())
    words = {word for name in told for word in fold_title(name).split()}
    strange = all(is_name(name) and words.isdisjoint(fold_title(name).split()) for name in byline)
    return bool(told and byline) and strange


def _sort_of(name: str, houses: frozenset[str]) -> str:
    if _is_agency(name):
        return "agency"
    if _HOUSE.search(name) or (fold_title(name) in houses and not is_name(name)):
        return "house"
    if _HANDLE.fullmatch(name):
        return "handle"
    return "people" if fold_title(name) not in houses else "house"


def _read_places(marks: Marks, head: Head) -> Iterator[tuple[str, Sequence[str]]]:
    """Each place that may name authors, the surest first, and what stands in it."""
    linked = marks.linked.article
    yield "json-ld author", names(linked.get("author") or linked.get("creator"))
    for name in _META:
        found = marks.all(name)
        yield f"meta {name}", [_upright(text) for text in found] if name in _INVERTED else found
    marked = tuple(_read_marked(marks, head))
    printed = tuple(_read_printed(head))
    # Where a byline runs into what stands behind it, the element says where the name ends.
    inside = marked and printed and _squeeze(printed[0]).startswith(_squeeze(marked[0]))
    yield "byline", marked if inside and not _LISTED.search(printed[0]) and "," not in printed[0] else printed
    yield "marked byline", marked
    yield "twitter label", tuple(_read_labelled(marks))
    yield "name by the headline", tuple(_read_alone(head))


def _read_labelled(marks: Marks) -> Iterator[str]:
    """Cards for messengers have labels: `Written by`, in any language, and how long it takes to read."""
    for label, value in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if _LABEL.search(marks.first(label)):
            yield marks.first(value)


def _upright(name: str) -> str:
    """`Lee, Ann` as `Ann Lee`."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name


def _read_printed(head: Head) -> Iterator[str]:
    """The names of the first line around the headline that is a byline."""
    for lines in (head.behind, head.before):
        for i, line in enumerate(lines):
            if found := _read_line(line, lines[i + 1 : i + 3]):
                yield found
                return


def _read_alone(head: Head) -> Iterator[str]:
    """A name that nothing announces, next to a date or a trade, or in one line with a date."""
    for lines in (head.behind, head.before) if head.found else ():
        for i, line in enumerate(lines):
            rest = _without_date(line)
            if rest != line and is_somebody(rest):
                yield rest
                return
            if _is_alone(line, [*lines[i + 1 : i + 3], *lines[max(0, i - 1) : i]]):
                yield line
                return


def _is_alone(line: str, near: Sequence[str]) -> bool:
    if not (is_somebody(line) or (_TEAM.search(line) and len(line.split()) <= 5)):
        return False
    dated = any(len(text) < 60 and (find_date(text) or re.fullmatch(r"(?i)published|updated", text)) for text in near)
    return dated or any(TRADES.search(text) and len(text.split()) <= 8 for text in near)


def _read_line(line: str, following: Sequence[str]) -> str:
    if _BY_ALONE.fullmatch(line):
        name = cut_byline(following[0]) if following else ""
        return name if name and len(following[0].split()) <= 8 and _is_credit(name) else ""
    match = _BY.match(line) or _BY_INSIDE.search(line)
    if match and match.end() < len(line):
        rest = cut_byline(line[match.end() :])
        return rest if _is_credit(rest) else ""
    return ""


def cut_byline(text: str) -> str:
    """What a byline says before the date and whatever else stands behind the names."""
    date = find_date(text)
    text = text[: date.start] if date else text
    return _BEHIND.split(text, maxsplit=1)[0].strip(" ,.-–—|·•")


def _without_date(line: str) -> str:
    """A line with a date, without it and what says how long it takes to read."""
    date = find_date(line)
    if date is None:
        return line
    for part in (line[: date.start], line[date.end :]):
        rest = re.split(
            r"\s*[|•·●⋅]\s*|\s[–—-]\s", re.sub(r"\bon behalf of\b.*|\b\d+\s*min\w*.*", "", part).strip(" |•·●⋅,–—-")
        )
        somebody = next((name for name in rest if is_somebody(name)), "")
        if somebody:
            return somebody
    return line


def _is_credit(text: str) -> bool:
    """Whether what stands behind `By` can be names: a few words that begin with a capital, or a single word."""
    words = text.partition(",")[0].split()
    small = [word for word in words if word[0].islower() and len(word) > 3]
    return (
        0 < len(words) <= 12
        and not (len(words) == 1 and is_nobody(words[0]) and not _HOUSE.search(words[0]))
        and (len(words) == 1 or len(small) * 3 <= len(words))
        and not re.search(r"[.!?] [A-Z]\w+ \w+ \w+", text)
    )


def is_somebody(text: str) -> bool:
    """A name that nothing announces must look like one."""
    named = is_person(text) and len(text.split()) <= 4 and not text.isupper()
    return named and not _NO_NAME.search(text) and not is_nobody(text)


def _read_marked(marks: Marks, head: Head) -> Iterator[str]:
    """The names in elements that call themselves author, near the headline."""
    near = "".join(_squeeze(line) for line in head.lines)
    for element in marks.naming:
        text = words_of(element)
        if 0 < len(text) <= 150 and _squeeze(text) in near:
            match = _BY.match(text)
            name = cut_byline(text[match.end() :] if match else text)
            name = re.split(r"\s*,\s*", name)[0] if not match else name
            linked = element.get("rel") == "author" and name and not is_nobody(name)
            if (match and name and _is_credit(name)) or is_somebody(name) or linked:
                yield name
                return


def _squeeze(text: str) -> str:
    return "".join(text.split()).casefold()


def split_people(found: Iterable[str], houses: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """`By Jane Doe, chief reporter, and John Roe` as two names; neither account numbers nor addresses."""
    people = [name for text in found for name in _split(text, houses)]
    return tuple(dict.fromkeys(name for name in people if name))[:_MOST]


def _split(text: str, houses: frozenset[str]) -> list[str]:
    text = text[:_LONGEST_LIST]
    if fold_title(text) in houses:
        return [text]
    if _ADDRESS.search(text):
        return []
    text = _MAIL.sub(" ", _BY.sub("", clean(text))).strip() if " " in text.strip() else text.strip()
    text = _BRACKETS.sub("", text).strip() or text
    # What an address left behind: `Ann Lee (annlee`.
    text = text.partition(" (")[0]
    parts = [part for listed in _LISTED.split(text) for part in _part_pair(listed)]
    found = [_without_house(_tidy(name), houses) for part in parts for name in _part_at_commas(part)]
    found = [*map(_without_job, found[:1]), *found[1:]]
    # What people are stands beside who they are: `Ann Lee, Security Expert`.
    people = [name for name in found if not is_nobody(name)] or found
    found = people if any(map(is_name, people)) else found
    return [name for name in found if len(name) < _LONGEST and not _NOBODY.search(name)]


def _without_job(name: str) -> str:
    """`Ann Lee` of `Ann Lee Gardener`; the first of several names is hardly a job alone."""
    words = name.split()
    job = len(words) > 2 and is_nobody(words[-1]) and words[0] != "The" and not _HOUSE.search(name)
    return " ".join(words[:2]) if job and is_name(" ".join(words[:2])) else name


def _without_house(name: str, houses: frozenset[str]) -> str:
    """`Ann Lee The Packet` without the paper that stands behind the name."""
    folded = fold_title(name)
    behind = next((house for house in sorted(houses) if folded.endswith(f" {house}")), "")
    words = name.split()
    rest = " ".join(words[: -len(behind.split())]) if behind else ""
    return rest if is_name(rest) else name


def _part_pair(text: str) -> list[str]:
    parts = _JOINING.split(text)
    return parts if len(parts) > 1 and all(is_name(part.strip(" ,")) for part in parts) else [text]


def _part_at_commas(text: str) -> list[str]:
    """Names at commas; what isn't one behind the first is a trade, a degree or a place."""
    first, *rest = [part.strip() for part in text.split(",")]
    suffixed = [first]
    for part in rest:
        if _SUFFIX.fullmatch(part):
            suffixed[-1] += f" {part}"
        elif part.casefold() in AGENCIES or (
            is_name(part)
            and not TRADES.search(part)
            and not _DEGREE.fullmatch(part)
            and (is_name(first) or len(rest) > 1)
        ):
            suffixed.append(part)
    return suffixed


def _tidy(name: str) -> str:
    name = name.strip(" .,:–—-\u200b")
    name = (
        _WIDE_TRADE.sub("", name).split()[-1]
        if _WIDE_TRADE.search(name) and _WIDE_TRADE.sub("", name).strip()
        else name
    )
    words = name.split()
    while len(words) > 2 and _DEGREE.fullmatch(words[-1]):
        words.pop()
    # `Ann Lee Travel Reporter`: a trade that nothing parts from the name.
    traded = len(words) > 2 and TRADES.search(words[-1]) and is_name(" ".join(words[:2]))
    return " ".join(words[:2] if traded else words)
