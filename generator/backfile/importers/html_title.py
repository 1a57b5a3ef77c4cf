"""The headline of a saved page: a vote of the places that name one.

In: what the page says of itself, the publication, the address, the lines that it prints. Out: `Title`. Each text that
any place gives, with and without the site's name behind it, is a candidate; it gets the weights of all that holds for
it, and the sum decides. The weights were fitted by `train/titles.py`, whose sites are not those that measure them.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from backfile.importers.html_linked import texts
from backfile.importers.html_marks import Marks, fold_title, words_of
from backfile.importers.html_source import SEPARATOR, is_same_house

# What may hold for a candidate, and what it weighs in hundredths of a logarithm of odds.
WEIGHTS = {
    "the only heading": 138,
    "the first of several headings": 89,
    "the headline in JSON-LD": 140,
    "og:title": 68,
    "<title> without its last part": 106,
    "<title> with the site's name": -183,
    "the only heading, where JSON-LD says something else": -59,
    "the first of several headings, as said elsewhere": 102,
    "a heading far from what is said elsewhere": -104,
    "holds the publication's name": -184,
    "share of its words that stand in the address": 122,
    "likeness to the nearest other candidate": 85,
    "og:title, but not <title>": 67,
}
_HEADINGS, _LONGEST, _MOST_CUTS = 6, 500, 6
_FAR, _SUREST = 0.3, 0.99
# Places whose text may be cut off, at so many characters or with dots; and those that may have the site's name too.
_SPOKEN = frozenset(["json-ld", "og:title", "twitter:title", "title"])
_CUT = frozenset(["json-ld", "og:title", "twitter:title", "meta"])
_WHOLE = frozenset(["json-ld whole", "og:title whole", "twitter:title whole", "title whole"])
_DOTS = re.compile(r"\s*(?:\.\.\.|…)$")
_FEWEST_SHOWN, _MOST_SHOWN = 95, 112
# What parts a paper from the headline behind it, the words that a headline has then, and how many signs more or fewer
# a line may have that says the same.
_BEFORE = re.compile(rf":\s+|{SEPARATOR.pattern}")
_FEWEST_WORDS, _ABOUT = 3, 4


@dataclass(frozen=True, slots=True)
class Title:
    """The headline, the place that gave it, and how sure it is; empty if the page names none."""

    text: str = ""
    place: str = ""
    confidence: float = 0.0


@dataclass(slots=True)
class Candidate:
    """A text as its first place spells it, and all places that say it: `h1`, `og`, `title cut` and so on."""

    text: str
    places: set[str]


def find_title(marks: Marks, source: str, url: str, lines: Sequence[str] = ()) -> Title:
    """The candidate with the largest sum; of equal ones the first."""
    candidates = list_candidates(marks, source, lines)
    if not candidates:
        return Title()
    rows = [describe(folded, candidates, source, url) for folded in candidates]
    sums = [sum(WEIGHTS[name] * worth for name, worth in row.items()) / 100 for row in rows]
    best = max(range(len(sums)), key=lambda i: (sums[i], -i))
    chosen = list(candidates.values())[best]
    odds = sum(math.exp(other - sums[best]) for other in sums)
    return Title(chosen.text, min(chosen.places, key=_rank), min(_SUREST, round(1 / odds, 2)))


# The places, the surest first.
_PLACES = ("h1", "h1 first", "json-ld", "og:title", "twitter:title", "title", "title cut", "og:title cut")


def _rank(place: str) -> tuple[int, str]:
    return (_PLACES.index(place) if place in _PLACES else len(_PLACES), place)


def list_candidates(marks: Marks, source: str, lines: Sequence[str] = ()) -> dict[str, Candidate]:
    """The texts by their folded words, in the order of the places."""
    said: dict[str, Candidate] = {}
    for place, text in _read_places(marks, source, lines):
        if len(text) <= _LONGEST and (folded := fold_title(text)):
            candidate = said.setdefault(folded.replace(" ", ""), Candidate(text, set()))
            candidate.places.add(place)
            # A heading may be set in capitals, and its words parted by its looks: `A LL SAVED`.
            if place in _SPOKEN and (candidate.text.isupper() or fold_title(candidate.text) != folded):
                candidate.text = text
    candidates = {fold_title(candidate.text): candidate for candidate in said.values()}
    whole = [folded for folded, candidate in candidates.items() if not _WHOLE.issuperset(candidate.places)]
    return {folded: one for folded, one in candidates.items() if not _is_cut_off(one, whole)}


def _is_cut_off(candidate: Candidate, others: Iterable[str]) -> bool:
    """Whether a text for machines was cut off where another goes on: they show so many characters of a headline."""
    dots = _DOTS.search(candidate.text)
    if not (_CUT.issuperset(candidate.places) and (dots or _FEWEST_SHOWN <= len(candidate.text) <= _MOST_SHOWN)):
        return False
    start = fold_title(candidate.text[: dots.start()] if dots else candidate.text)
    return any(other.startswith(start) and other != start for other in others)


def _read_places(marks: Marks, source: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    headings = [text for heading in marks.headings[:_HEADINGS] if (text := words_of(heading))]
    alone = len({fold_title(text) for text in headings}) == 1
    for i, text in enumerate(headings):
        yield "h1" if alone else "h1 later" if i else "h1 first", text
    spoken = (
        ("json-ld", next(iter(texts(marks.linked.article.get("headline"))), "")),
        ("og:title", marks.first("og:title")),
        ("twitter:title", marks.first("twitter:title")),
        ("title", marks.title),
    )
    for place, said in spoken:
        text = said[: _LONGEST + 1]  # what is longer is no headline
        cut = _cut_front(cut_site(text, source), source, lines)
        yield place, cut
        if cut != text:
            yield f"{place} whole", text
        elif len(parts := SEPARATOR.split(text)) > 1 and place != "json-ld":
            yield f"{place} cut", _cut_last(text, parts)
    yield "meta", next(iter(marks.all("dc.title", "citation_title", "parsely-title", "sailthru.title", "title")), "")


def describe(folded: str, candidates: Mapping[str, Candidate], source: str, url: str) -> dict[str, float]:
    """What holds for a candidate, by the names in `WEIGHTS`; what doesn't hold may be left out."""
    said = candidates[folded].places
    spoken = [_said_by(candidates, "og:title"), _said_by(candidates, "title")]
    elsewhere = bool(said & {"og:title", "title", "json-ld", "twitter:title", "og:title cut", "title cut"})
    heading = bool(said & {"h1", "h1 first"})
    others = [_likeness(folded, other) for other in candidates if other != folded]
    in_address, words = _words_of_address(url), set(folded.split())
    return {
        "the only heading": "h1" in said,
        "the first of several headings": "h1 first" in said,
        "the headline in JSON-LD": "json-ld" in said,
        "og:title": "og:title" in said,
        "<title> without its last part": "title cut" in said,
        "<title> with the site's name": "title whole" in said,
        "the only heading, where JSON-LD says something else": "h1" in said and bool(_said_by(candidates, "json-ld")),
        "the first of several headings, as said elsewhere": "h1 first" in said and elsewhere,
        "a heading far from what is said elsewhere": heading and max(_likeness(folded, o) for o in spoken) < _FAR,
        "holds the publication's name": bool(fold_title(source)) and fold_title(source) in folded,
        "share of its words that stand in the address": len(words & in_address) / len(words) if in_address else 0.5,
        "likeness to the nearest other candidate": max(others, default=0.0),
        "og:title, but not <title>": "og:title" in said and not said & {"title", "title cut"},
    }


def _said_by(candidates: Mapping[str, Candidate], place: str) -> str:
    """The candidate that a place names, or names when the last part is cut off."""
    for wanted in (place, f"{place} cut"):
        for folded, candidate in candidates.items():
            if wanted in candidate.places:
                return folded
    return ""


def _likeness(one: str, other: str) -> float:
    """Words that two texts share, from 0 to 1."""
    mine, theirs = set(one.split()), set(other.split())
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def _words_of_address(url: str) -> set[str]:
    """The words of the last two parts of an address, where its page is named."""
    parts = re.sub(r"[?#].*", "", url).rstrip("/").split("/")
    return set(fold_title(re.sub(r"[-_.+]", " ", unquote(" ".join(parts[-2:])))).split()) if len(parts) > 3 else set()


def cut_site(title: str, source: str) -> str:
    """`Headline | Paper` without the paper: the last part, if it is the source or much shorter than the rest."""
    for _ in range(_MOST_CUTS):
        parts = SEPARATOR.split(title)
        if len(parts) < 2:
            break
        last, cut = fold_title(parts[-1]), _cut_last(title, parts)
        named, last = fold_title(source).replace(" ", ""), last.replace(" ", "")
        is_source = bool(source) and (last in named or named in last)
        if not (is_source or ("|" in title[len(cut) :] and len(parts[-1].split()) <= 4 < len(cut.split()))):
            break
        title = cut
    return title


def _cut_front(title: str, source: str, lines: Sequence[str]) -> str:
    """`Paper: Headline` without the paper, if a line of the page is the rest. Any other first part may be of it."""
    for part in _BEFORE.finditer(title):
        before, rest = title[: part.start()], title[part.end() :]
        if is_same_house(before, source) and len(rest.split()) >= _FEWEST_WORDS and _is_printed(rest, lines):
            return rest
    return title


def _is_printed(text: str, lines: Sequence[str]) -> bool:
    # To fold every line of a page would take longer than all else.
    near = (line for line in lines if abs(len(line) - len(text)) <= _ABOUT)
    folded = fold_title(text)
    return any(fold_title(line) == folded for line in near)


def _cut_last(title: str, parts: Sequence[str]) -> str:
    return title[: title.rindex(parts[-1])].rstrip(" |·•»｜ㅣ–—-")
