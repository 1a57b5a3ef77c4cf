"""The headline of a page, and the masthead that looks like one.

In: a page's units, and which of them are taken for body so far. Out: the lines that may be the headline, each with the
log-odds that it is: a learned model judges by a line's shape, its place, the words that it shares with the body, what
stands around it, and where else on the page it stands. It needs no style, size or mark, for a text capture has none.
The line that is the paper's name is found by rule.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from backfile.importers import vocabulary
from backfile.importers.people import is_person
from backfile.importers.trees import load_model
from backfile.importers.units import STEM, Unit

# How many lines above the body a headline may stand, how many lines within it, and how many at the page's top.
_REACH, _WITHIN, _TOP = 60, 3, 6
_LONGEST, _MOST_WORDS = 300, 45
# On how many lines a headline is printed; a stanza has more. A line of three parts and more is a menu.
_MOST_LINES = 3
_MENU = re.compile(r"(?:\s[|•·]\s.*){2}")
# With a full stop, of how many words a headline may be.
_SENTENCE = 10
# Fewer characters stand at the end of another line by chance.
_LONG = 16
# Below this worth a page has no headline.
_ENOUGH = -4.0
# How much less likely the upper of two lines may be, and of how many words it must be, to be the headline.
_ALIKE, _FEW = 1.2, 5
# How sure the first line of a page without prose is.
_NO_BODY = 0.5
# How far ahead the only candidate is.
_AHEAD = 3.0
_STOPPED = re.compile(r"[.。][\s'\"”’»)]*$")
_TITLED = re.compile(r"\s+[|–—-]\s+\S.{1,60}$")
_FURNITURE = ("", "navigation", "related", "sharing", "notice", "appeal", "comments", "copyright", "rule")
FEATURES = (
    "words", "length", "full stop", "question", "colon", "other end", "quoted", "digits", "capitals", "all capitals",
    "begins small", "alone", "bullet", "indent", "furniture", "of article", "person", "self-talk",
    "persons", "place", "place share", "distance", "prose between", "candidates between", "shared", "shared share",
    "shared first", "shared share first", "share above best", "shared others", "occurs", "occurs in body", "ends other",
    "begins other", "begins with other", "words before", "words after", "words after 2", "ended after", "bullet before",
    "bullet after", "person after", "date near", "byline near", "date before", "nearest date", "nearest byline",
    "furniture before", "furniture after", "density before", "density after", "is first prose", "heading before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line that may be the headline, by its position, and the log-odds that it is."""

    position: int
    odds: float


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline's position, how likely it is right, and whether another line near it is about as likely."""

    position: int
    confidence: float
    is_close: bool


def choose_headline(units: Sequence[Unit], inside: Sequence[bool]) -> Headline | None:
    """The line that most looks like what the body is about, and how sure that is; None if no line does."""
    ranked = rank_headlines(units, inside)
    if not ranked or ranked[0].odds <= _ENOUGH:
        return None
    best = ranked[0]
    close = any(abs(other.position - best.position) <= 2 and other.odds > best.odds - _ALIKE for other in ranked[1:])
    surety = weigh_lead([one.odds for one in ranked])
    confidence = load_model("headline").share(surety) if any(inside) else _NO_BODY
    return Headline(best.position, confidence, close and any(inside))


def find_headline(units: Sequence[Unit], inside: Sequence[bool]) -> int | None:
    """The line that most looks like what the body is about; None if no line does."""
    headline = choose_headline(units, inside)
    return headline.position if headline else None


def rank_headlines(units: Sequence[Unit], inside: Sequence[bool]) -> list[Ranked]:
    """The lines that may be the headline, the likeliest first; where there is no body, that is the page's first."""
    if not any(inside):
        top = [i for i, unit in enumerate(units[:_TOP]) if unit.words > 1 and not (unit.furniture or _is_field(unit))]
        return [Ranked(i, 0.0) for i in top if i != find_masthead(units)]
    candidates, rows = describe_candidates(units, inside)
    odds = load_model("headline").score(rows)
    ranked = [Ranked(i, worth) for worth, i in sorted(zip(odds, candidates, strict=True), key=lambda c: (-c[0], c[1]))]
    return _put_upper_first(units, ranked)


def _put_upper_first(units: Sequence[Unit], ranked: list[Ranked]) -> list[Ranked]:
    """Of two sentences that stand together and are as likely, the upper is the headline, the lower its standfirst."""
    for one in ranked[1:]:
        best = ranked[0]
        if one.position == best.position - 1 and one.odds > best.odds - _ALIKE and units[one.position].words >= _FEW:
            return [one, *(other for other in ranked if other is not one)]
    return ranked


def weigh_lead(odds: Sequence[float]) -> float:
    """How sure the first of some ranked candidates seems: by its own worth, and by how far it is ahead."""
    if not odds:
        return -_AHEAD
    return 0.5 * odds[0] + (odds[0] - odds[1] if len(odds) > 1 else _AHEAD)


def describe_candidates(units: Sequence[Unit], inside: Sequence[bool]) -> tuple[list[int], list[list[float]]]:
    """The lines that may be the headline, and for each its features in the order of `FEATURES`."""
    page = _Page(units, inside)
    return page.candidates, [page.describe(i) for i in page.candidates]


class _Page:
    """What the features of all candidates need to know of their page."""

    def __init__(self, units: Sequence[Unit], inside: Sequence[bool]) -> None:
        self.units, self.inside = units, inside
        self.first = next((i for i, is_in in enumerate(inside) if is_in), len(units))
        window = range(max(0, self.first - _REACH), min(len(units), self.first + _WITHIN))
        places = [*range(min(_TOP, window.start)), *window]
        masthead = find_masthead(units)
        self.folds = [unit.folded if len(unit.text) <= _LONGEST else "" for unit in units]
        last = {self.folds[i]: i for i in places}  # of lines that say the same, the one nearest the body
        self.candidates = [i for i in places if last[self.folds[i]] == i and i != masthead and self._may_be(i)]
        self.counts = Counter(self.folds)
        self.last_inside = {fold: i for i, fold in enumerate(self.folds) if inside[i]}
        prose = [i for i, is_in in enumerate(inside) if is_in and units[i].words >= 8]
        self.body = frozenset().union(*[units[i].stems for i in prose])
        self.start = frozenset().union(*[units[i].stems for i in prose[:3]])
        self.shares = {i: self._share(i, self.body) for i in self.candidates}
        if 0 in self.shares and self._is_name(0):
            self.candidates.remove(0)
        above = units[: self.first]
        self.prose = _count_up(unit.words >= 12 and unit.ended for unit in above)
        self.titles = _count_up(4 <= unit.words <= 20 and not unit.ended for unit in above)
        self.long = [self.folds[i] for i in self.candidates if len(self.folds[i]) > _LONG]
        self.sizes = _count_up(min(40, unit.words) for unit in units)
        self.best = max(self.shares.values(), default=0.0)
        others = Counter(chain.from_iterable(units[i].stems for i in self.candidates))
        self.others = frozenset(stem for stem, times in others.items() if times > 1)
        near = [i for i in range(max(0, window.start - 6), min(len(units), self.first + 8)) if units[i].is_short]
        self.dates = [i for i in near if units[i].date]
        self.bylines = [i for i in near if units[i].byline or vocabulary.BY_ALONE.fullmatch(units[i].text)]

    def _may_be(self, i: int) -> bool:
        unit, sentence = self.units[i], _STOPPED.search(self.units[i].text) is not None
        fits = bool(self.folds[i]) and 1 <= unit.words <= _MOST_WORDS
        fits = fits and len(unit.paragraph.numbers) <= _MOST_LINES and not _MENU.search(unit.text)
        said = (sentence and unit.words > _SENTENCE) or (i >= self.first and (sentence or unit.ended))
        furniture = unit.furniture in {"copyright", "rule"} or (unit.furniture and (i >= self.first or _is_link(unit)))
        return fits and not (said or furniture or _is_field(unit))

    def _is_name(self, i: int) -> bool:
        """Whether a candidate may be a paper's name, of whose last word the body says nothing, above a headline."""
        words = self.units[i].text.split()
        capital = all(word[0].isupper() or len(word) <= 3 for word in words)
        another = any(self.units[j].words >= _FEW and share > 0 for j, share in self.shares.items() if j > i)
        return capital and 2 <= len(words) <= 5 and another and words[-1].casefold()[:STEM] not in self.body

    def _share(self, i: int, body: frozenset[str]) -> float:
        stems = self.units[i].stems
        return len(stems & body) / max(2, len(stems))

    def describe(self, i: int) -> list[float]:
        return [*self._shape(i), *self._kind(i), *self._place(i), *self._subject(i), *self._copies(i), *self._around(i)]

    def _shape(self, i: int) -> list[float]:
        unit, text = self.units[i], self.units[i].text
        words = text.split()
        capitals = sum(word[:1].isupper() for word in words) / len(words)
        return [
            unit.words, len(text), text.endswith((".", "。")), text.endswith(("?", "？")), ":" in text,
            text.endswith((":", ";", ",", "…", "...")), text[0] in "\"'“‘„«»", any(map(str.isdigit, text)), capitals,
            text.isupper(), text[0].islower(), unit.paragraph.alone, unit.paragraph.bullet, unit.paragraph.indent,
        ]  # fmt: skip

    def _kind(self, i: int) -> list[float]:
        unit = self.units[i]
        return [
            _FURNITURE.index(unit.furniture), unit.is_of_article, is_person(unit.text), unit.self_talk, unit.persons,
        ]  # fmt: skip

    def _place(self, i: int) -> list[float]:
        below = min(i + 1, self.first)
        prose, titles = (counts[self.first] - counts[below] for counts in (self.prose, self.titles))
        return [i, i / len(self.units), self.first - i, prose, titles]

    def _subject(self, i: int) -> list[float]:
        stems = self.units[i].stems
        return [
            len(stems & self.body), self.shares[i], len(stems & self.start), self._share(i, self.start),
            self.best - self.shares[i], len(stems & self.others) / max(2, len(stems)),
        ]  # fmt: skip

    def _copies(self, i: int) -> list[float]:
        """Where else the line stands: again, in the body, at the end of a trail, in a page's title, or vice versa."""
        fold = self.folds[i]
        others = tuple([other for other in self.long if other != fold])
        long = len(fold) >= _LONG
        in_body = self.last_inside.get(fold, -1) > i
        return [
            min(6, self.counts[fold]), in_body, long and any(other.endswith(fold) for other in others),
            long and any(other.startswith(fold) and bool(_TITLED.match(other, len(fold))) for other in others),
            fold.startswith(others) or fold.endswith(others),
        ]  # fmt: skip

    def _around(self, i: int) -> list[float]:
        before, after, then = self._at(i - 1), self._at(i + 1), self._at(i + 2)
        below = range(i + 1, i + 6)
        return [
            before.words if before else -1, after.words if after else -1, then.words if then else -1,
            bool(after and after.ended), bool(before and before.paragraph.bullet),
            bool(after and after.paragraph.bullet),
            bool(after and is_person(after.text)), any(j in below for j in self.dates),
            any(j in below for j in self.bylines), any(i - 4 < j < i for j in self.dates),
            _nearest(i, self.dates), _nearest(i, self.bylines), _FURNITURE.index(before.furniture if before else ""),
            _FURNITURE.index(after.furniture if after else ""), self._density(i - 5, i), self._density(i + 1, i + 6),
            i == self.first, bool(before and before.words <= 4 and not before.ended),
        ]  # fmt: skip

    def _at(self, i: int) -> Unit | None:
        return self.units[i] if 0 <= i < len(self.units) else None

    def _density(self, start: int, end: int) -> float:
        """How many words the lines of a part of the page have."""
        start, end = (min(max(0, place), len(self.units)) for place in (start, end))
        return (self.sizes[end] - self.sizes[start]) / max(1, end - start)


def _count_up(found: Iterable[int]) -> list[int]:
    """How many there were before each place, and in all."""
    return [*accumulate(found, initial=0)]


def _is_link(unit: Unit) -> bool:
    """Whether a line leads elsewhere: `Skip to content`; `Back at last` only begins as a link does."""
    named = unit.furniture == "navigation" and unit.words <= 4
    return named and (unit.words < 3 or unit.persons > 0 or bool(re.search(r" to\b", unit.text)))


def _is_field(unit: Unit) -> bool:
    """Whether a line is a date, credit, caption, agency, section or list of tags, and can't be a headline too."""
    date = unit.date
    dated = date is not None and (date.date.day is not None or len(unit.text) - (date.end - date.start) < _LONG)
    pictured = unit.credit or unit.bracketed or unit.caption
    return bool(dated or pictured or unit.agency or unit.section or vocabulary.TAGS.match(unit.text))


def _nearest(i: int, places: Sequence[int]) -> float:
    """How far below (or above, as a negative number) the nearest of some lines stands; 99 if there is none."""
    return min((j - i for j in places), key=lambda step: (abs(step), step), default=99)


def find_masthead(units: Sequence[Unit]) -> int | None:
    """The line at the page's head that is the name of its paper, which stands elsewhere on the page too."""
    for i, unit in enumerate(units[:12]):
        name = find_paper(unit.text)
        if name and _is_mentioned(name, [other for other in units if other is not unit and other.words <= 25]):
            return i
    return None


def find_paper(text: str) -> str:
    """The name of a paper, if a line is one: `The Ellery Mercury`, also `THE ELLERY MERCURY -- Online`."""
    if "".join(text.split(maxsplit=1)[:1]).casefold() not in vocabulary.ARTICLES:
        return ""
    name = vocabulary.EDITION.split(text)[0].strip()
    words = (name.title() if name.isupper() else name).split()
    named = 2 <= len(words) <= 6 and "," not in name  # an address has commas: `The Vicarage, Ellery`
    return " ".join(words) if named and all(word[0].isupper() or len(word) <= 3 for word in words) else ""


def _is_mentioned(name: str, units: Sequence[Unit]) -> bool:
    """Whether lines that aren't prose call the paper by its name, or by its article and first or last word."""
    words = [re.escape(word) for word in name.split()]
    pattern = re.compile(rf"\b(?i:{words[0]}) (?:{words[1]}|{words[-1]})\b")
    return any(pattern.search(unit.text) for unit in units)
