"""Who wrote the article of a text capture.

In: a page's units, which of them are body, and the headline. Out: the line that credits the authors, their names, and
how sure that is. What may be a byline is read by its words, at the places where pages have bylines; a learned model
ranks these lines by what the words say, by their place, and by where else the same names stand. Knows no names.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backfile.importers import vocabulary
from backfile.importers.people import find_names, find_single, is_nobody, is_person
from backfile.importers.trees import load_model
from backfile.importers.units import TOKEN, Unit

# How far from the headline, from the body's first line and from its last a byline may stand.
_ABOVE, _INTO, _BEHIND, _UP = 10, 3, 14, 3
_MOST_WORDS, _MOST_ABOUT = 24, 60
# Within how many characters a line presents its author: a long run of letters would be tried from each of them on.
_PRESENTED_SOON = 300
# Below these log-odds nobody is credited.
_ENOUGH = -1.1
_ALONE = re.compile(r"(?:correspondent|contributor)$", re.IGNORECASE)
KINDS = ("by", "below by", "name", "dated", "presented", "staff")
FEATURES = (
    *KINDS, "names", "words", "rest", "in body", "from headline", "to body", "behind body", "above", "below", "place",
    "nearest date", "date before", "date after", "words before", "words after", "trade after", "bullet", "credit",
    "furniture", "furniture before", "same names", "same by", "same presented", "others", "others by", "first of names",
    "small elsewhere", "in prose", "in title", "capitals", "person", "ended",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credit:
    """A line that may be the byline: its position, whom it names, and which of `KINDS` it is."""

    position: int
    names: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote the article, the line that says so, and how likely that is right."""

    position: int
    names: tuple[str, ...]
    confidence: float


def find_byline(units: Sequence[Unit], inside: Sequence[bool], headline: int | None) -> Byline | None:
    """The likeliest byline; None where nothing looks like one."""
    found, rows = describe_credits(units, inside, headline)
    model = load_model("byline")
    odds = model.score(rows)
    read = zip(odds, map(_without_labels, found), strict=True)
    known = [(odd, credit) for odd, credit in read if credit.names]
    best = max(known, key=lambda one: (one[0], -one[1].position), default=None)
    if best is None or best[0] < _ENOUGH:
        return None
    return Byline(best[1].position, best[1].names, model.share(best[0]))


def _without_labels(credit: Credit) -> Credit:
    """A credit without the headings and labels that a line which nothing announces lists as well."""
    told = credit.kind in {"by", "staff"}
    return replace(credit, names=tuple(name for name in credit.names if told or not is_nobody(name)))


def describe_credits(
    units: Sequence[Unit], inside: Sequence[bool], headline: int | None
) -> tuple[list[Credit], list[list[float]]]:
    """The lines that may be the byline, and for each its features in the order of `FEATURES`."""
    page = _Page(units, inside, headline)
    return page.credits, [page.describe(credit) for credit in page.credits]


class _Page:
    """What the features of all credits need to know of their page."""

    def __init__(self, units: Sequence[Unit], inside: Sequence[bool], headline: int | None) -> None:
        self.units, self.inside = units, inside
        self.first = next((i for i, is_in in enumerate(inside) if is_in), len(units))
        self.last = max((i for i, is_in in enumerate(inside) if is_in), default=-1)
        self.headline = self.first - 1 if headline is None else headline
        self.title = units[headline].text.casefold() if headline is not None else ""
        start = max(0, min(self.headline, self.first) - _ABOVE)
        head = range(start, min(len(units), max(self.headline, self.first) + _INTO + 1))
        foot = range(max(head.stop, self.last - _UP), min(len(units), self.last + _BEHIND))
        self.places = [i for i in (*head, *foot) if i != headline]
        self.covered: set[int] = set()
        self.credits = [credit for i in self.places if i not in self.covered and (credit := self._read(i)) is not None]
        self.dates = [i for i in self.places if units[i].date]
        self.same = Counter(credit.names for credit in self.credits)
        told = [unit for unit, is_in in zip(units, inside, strict=True) if is_in and self.credits]
        self.prose = " ".join([unit.text for unit in told])
        # Words that stand with a small letter somewhere are seldom names.
        words = frozenset().union(*[TOKEN.findall(unit.text) if unit.wide else unit.tokens for unit in told])
        self.small = frozenset([word for word in words if word[0].islower()])

    def _read(self, i: int) -> Credit | None:
        unit = self.units[i]
        if unit.words > _MOST_WORDS or not unit.is_short:
            told = vocabulary.PRESENTED.match(unit.text, 0, _PRESENTED_SOON) if i >= self.last - _UP else None
            return Credit(i, (told["name"],), "presented") if told and unit.words <= _MOST_ABOUT * 2 else None
        if names := unit.announced:
            return Credit(i, names, "by")
        if i and vocabulary.BY_ALONE.fullmatch(self.units[i - 1].text):
            names = self._run(i) or find_single(unit.text)
            return Credit(i, names, "below by") if names else None
        if unit.date and unit.named_beside_date:
            return Credit(i, unit.named_beside_date, "dated")
        if vocabulary.COLLECTIVE.fullmatch(unit.text):
            # A correspondent is a person, who may be named before it.
            names = find_names(unit.text) if _ALONE.search(unit.text) else (unit.text,)
            return Credit(i, names, "staff") if names else None
        return self._read_unannounced(i)

    def _read_unannounced(self, i: int) -> Credit | None:
        """A line of names alone, or of a name and what its bearer does; below the text, a few words about an author."""
        unit = self.units[i]
        if i >= self.last - _UP and (told := vocabulary.PRESENTED.match(unit.text)):
            return Credit(i, (told["name"],), "presented")
        if unit.ended or unit.credit or (unit.furniture and not is_person(unit.text)):
            return None
        names = find_names(unit.text)
        alone = not self.inside[i] or is_person(unit.text)
        return Credit(i, names, "name") if names and alone and all(map(is_person, names)) else None

    def _run(self, i: int) -> tuple[str, ...]:
        """The names of a line and of those right below it, a name each: `By` / `Ann Lee,` / `Bo Ek`."""
        names = list(find_names(self.units[i].text))
        for j, unit in enumerate(self.units[i + 1 : i + 8] if names else (), i + 1):
            text = unit.text.strip(" ,&")
            if not (unit.paragraph.bullet == self.units[i].paragraph.bullet and is_person(text)):
                break
            names.append(text)
            self.covered.add(j)
        return tuple(dict.fromkeys(names))

    def describe(self, credit: Credit) -> list[float]:
        return [
            *(credit.kind == kind for kind in KINDS),
            *self._place(credit),
            *self._around(credit),
            *self._said(credit),
        ]

    def _place(self, credit: Credit) -> list[float]:
        i, unit = credit.position, self.units[credit.position]
        named = sum(len(name.split()) for name in credit.names)
        return [
            len(credit.names), unit.words, unit.words - named, self.inside[i], i - self.headline, self.first - i,
            max(0, i - self.last), i < self.headline, i > self.last, i / len(self.units),
        ]  # fmt: skip

    def _around(self, credit: Credit) -> list[float]:
        i, unit = credit.position, self.units[credit.position]
        before = self.units[i - 1] if i else None
        after = self.units[i + 1] if i + 1 < len(self.units) else None
        nearest = min((j - i for j in self.dates), key=lambda step: (abs(step), step), default=99)
        return [
            nearest, nearest == -1, nearest in {0, 1}, before.words if before else -1, after.words if after else -1,
            bool(after and after.words <= 12 and vocabulary.TRADES.search(after.text)), unit.paragraph.bullet,
            bool(unit.credit), bool(unit.furniture), bool(before and before.furniture),
        ]  # fmt: skip

    def _said(self, credit: Credit) -> list[float]:
        same = [other for other in self.credits if other is not credit and set(other.names) & set(credit.names)]
        words = [word.casefold() for name in credit.names for word in TOKEN.findall(name)]
        others = [other for other in self.credits if not set(other.names) & set(credit.names)]
        text = self.units[credit.position].text
        return [
            self.same[credit.names], any(other.kind in {"by", "below by"} for other in same),
            any(other.kind == "presented" for other in same), len(others), sum(other.kind == "by" for other in others),
            credit is self.credits[0], sum(word in self.small for word in words) / max(1, len(words)),
            min(5, max(self.prose.count(name.split()[-1]) for name in credit.names)),
            any(name.casefold() in self.title for name in credit.names), text.isupper(), is_person(text),
            self.units[credit.position].ended,
        ]  # fmt: skip
