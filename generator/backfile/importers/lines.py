"""What each line of a text capture is: the one place that decides.

In: a page's paragraphs. Out: for each its kind (one of `model.KEPT`, or of furniture) and why, and what the kept
lines around the body say. The whole page is decided at once: each paragraph gets a score from its shape, its words,
its place and what it shares with the headline and the other paragraphs; a dynamic programme over three states, inside
the body, outside and between two parts of it, finds the best path. Knows no paper by name.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from backfile.importers import vocabulary
from backfile.importers.paragraphs import Paragraph
from backfile.importers.printed_dates import PrintedDate, find_date

# What it costs to go into the body, and out of it: a body of one short paragraph must be worth more.
_ENTER, _LEAVE = 1.6, 1.6
_COSTS = {
    **{(state, state): 0.0 for state in ("out", "in", "inset")},
    ("in", "out"): _LEAVE,
    ("in", "inset"): 0.5,
    ("inset", "in"): 0.5,
}
_INSET_LINE = 0.3
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDED = re.compile(r"[.!?…。！？」』:;]['\"”’»)\]\d]*$")
_SENTENCE = re.compile(r"[.!?…。！？]")
STEM = 5


@dataclass(frozen=True)
class Unit:
    """A paragraph as the rules see it."""

    paragraph: Paragraph
    language: str

    @property
    def text(self) -> str:
        return self.paragraph.text

    @cached_property
    def words(self) -> int:
        """How many; in Chinese, Japanese and Korean two characters count as one."""
        wide = len(_WIDE.findall(self.text))
        return len(_TOKEN.findall(_WIDE.sub(" ", self.text))) + wide // 2

    @property
    def is_short(self) -> bool:
        """Short enough to be a line with one purpose; the expressions that look for it needn't read a book."""
        return len(self.text) <= 600

    @cached_property
    def ended(self) -> bool:
        return bool(_ENDED.search(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its longer words by their beginnings: `Korea` and `Koreans` are one. Pairs of characters in wide scripts."""
        wide = re.findall(rf"(?={_WIDE.pattern}{_WIDE.pattern})..", self.text)
        tokens = _TOKEN.findall(_WIDE.sub(" ", self.text))
        return frozenset(wide) | {token.casefold()[:STEM] for token in tokens if len(token) > 3}

    @cached_property
    def furniture(self) -> str:
        """The kind of furniture that its words announce; empty if none does."""
        if not self.is_short or self.words > 30:
            return ""
        for kind, pattern in vocabulary.OPENINGS.items():
            if pattern.search(self.text) and (
                self.words <= 14 or kind in {"copyright", "notice", "appeal", "comments"}
            ):
                return kind
        return ""

    @cached_property
    def self_talk(self) -> float:
        """How much of it a paper says of itself: telling words for each twenty words, at most 3."""
        hits = len(vocabulary.SELF_TALK.findall(self.text))
        return min(3.0, hits * 20 / max(20, self.words))

    @cached_property
    def persons(self) -> float:
        """`we` and `you` outside speech, for each twenty words."""
        own = vocabulary.SPEECH.sub("", self.text)
        return len(vocabulary.PERSONS.findall(own)) * 20 / max(20, self.words)

    @cached_property
    def date(self) -> PrintedDate | None:
        """A date that the line is about, not one in its prose."""
        if not self.is_short or self.words > 22:
            return None
        found = find_date(self.text, self.language)
        if found is None or (found.date.month is None and not found.date.uncertain):
            return None
        rest = self.words - len(_TOKEN.findall(self.text[found.start : found.end]))
        return found if rest <= 9 and not (self.ended and rest > 4) else None

    @property
    def is_update(self) -> bool:
        """Whether its date is that of a change, and of nothing else."""
        return bool(vocabulary.UPDATED.search(self.text)) and not vocabulary.PUBLISHED.search(self.text)

    @cached_property
    def byline(self) -> tuple[str, ...]:
        return find_authors(self.text) if self.is_short and self.words <= 20 else ()

    @cached_property
    def credit(self) -> str:
        return find_credit(self.text) if self.is_short and self.words <= 60 else ""

    @cached_property
    def agency(self) -> str:
        return vocabulary.AGENCIES.get(self.text.strip("()[] .—–-").casefold(), "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a paragraph is, and why."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A capture with every paragraph's verdict."""

    units: tuple[Unit, ...]
    verdicts: tuple[Verdict, ...]

    def of_kind(self, *kinds: str) -> list[Unit]:
        return [unit for unit, verdict in zip(self.units, self.verdicts, strict=True) if verdict.kind in kinds]


def classify(paragraphs: Sequence[Paragraph], language: str = "") -> Page:
    """Decide what every paragraph is."""
    units = tuple(Unit(paragraph, language) for paragraph in paragraphs)
    scores = [_score_alone(unit) for unit in units]
    _score_repetition(units, scores)
    headline = find_headline(units, _choose_some(scores))
    _score_place(units, scores, headline)
    _score_subject(units, scores, _choose_some(scores), headline)
    _score_company(units, scores, _choose(scores))
    inside = _choose_some(scores)
    return Page(units, tuple(_judge(units, scores, inside, headline)))


@dataclass(slots=True)
class Score:
    """The sum of the reasons for and against a paragraph being body."""

    reasons: list[tuple[str, float]] = field(default_factory=list)

    @property
    def total(self) -> float:
        return sum(value for _, value in self.reasons)

    def add(self, reason: str, value: float) -> None:
        if value:
            self.reasons.append((reason, round(value, 2)))

    def __str__(self) -> str:
        """`-1.9: self-talk -3.4, prose +2.0`: the reasons that weigh most first."""
        heaviest = sorted(self.reasons, key=lambda reason: (-abs(reason[1]), reason[0]))[:4]
        return f"{self.total:+.1f}: " + ", ".join(f"{name} {value:+.1f}" for name, value in heaviest)


def _score_alone(unit: Unit) -> Score:
    """From the paragraph's own shape and words."""
    score = Score()
    sentences = len(_SENTENCE.findall(unit.text))
    if unit.ended:
        score.add("prose", min(2.8, 0.1 * unit.words + (0.4 if sentences > 1 else 0)))
    else:
        score.add("no full stop", min(1.2, 0.06 * unit.words - 0.9))
    if unit.paragraph.bullet and not unit.ended:
        score.add("list entry", -0.1 - 0.15 * min(4, unit.paragraph.indent // 2))
    if unit.furniture:
        score.add(unit.furniture, -2.6 if unit.words <= 14 else -1.8)
    score.add("self-talk", -1.5 * unit.self_talk)
    if unit.date or unit.byline or unit.credit or unit.agency:
        score.add("about the article", -2.0)
    return score


def _score_repetition(units: Sequence[Unit], scores: Sequence[Score]) -> None:
    """A line that stands twice on a page is seldom body; nor is one that addresses the reader where others don't."""
    seen = Counter(unit.text for unit in units)
    prose = [unit for unit in units if unit.ended and unit.words >= 15]
    personal = sum(unit.persons > 0 for unit in prose) / max(1, len(prose))
    for unit, score in zip(units, scores, strict=True):
        if seen[unit.text] > 1:
            score.add("repeated", -1.0)
        if unit.persons and personal < 0.6:
            score.add("addresses the reader", -min(1.2, 0.8 * unit.persons * (1 - personal)))


def _choose(scores: Sequence[Score], enter: float = _ENTER) -> list[bool]:
    """The best path through three states: for every paragraph, whether it is in the body.

    Between two parts of the body may stand an inset: a link or an advertisement of a line or two.
    """
    costs = _COSTS | {("out", "in"): enter}
    best = {"out": 0.0, "in": -enter, "inset": -inf}
    trail: list[dict[str, str]] = []
    for score in scores:
        gains = {"out": 0.0, "in": score.total, "inset": -_INSET_LINE}
        ways = {
            state: max((best[before] - cost, before) for (before, to), cost in costs.items() if to == state)
            for state in gains
        }
        best = {state: worth + gains[state] for state, (worth, _) in ways.items()}
        trail.append({state: before for state, (_, before) in ways.items()})
    state, path = max(("out", "in"), key=lambda end: best[end]), []
    for came in reversed(trail):
        path.append(state == "in")
        state = came[state]
    return path[::-1]


def _choose_some(scores: Sequence[Score]) -> list[bool]:
    """As `_choose`; on a page where nothing is long enough, what there is."""
    inside = _choose(scores)
    return inside if any(inside) else _choose(scores, enter=0.2)


def find_headline(units: Sequence[Unit], inside: Sequence[bool]) -> int | None:
    """The line before the body that most looks like what the body is about; None if no line does."""
    first = next((i for i, is_in in enumerate(inside) if is_in), len(units))
    body = Counter(stem for unit, is_in in zip(units, inside, strict=True) if is_in for stem in unit.stems)
    repeats = Counter(unit.text.casefold() for unit in units)
    best, best_score = None, 0.9
    for i in range(max(0, first - 60), min(len(units), first + 1)):
        score = _score_headline(units[i], body, first - i) + (0.4 if repeats[units[i].text.casefold()] > 1 else 0)
        if score > best_score:
            best, best_score = i, score
    return best


def _score_headline(unit: Unit, body: Counter[str], distance: int) -> float:
    if not 2 <= unit.words <= 32 or unit.date or unit.byline or unit.credit or unit.agency or unit.furniture:
        return 0.0
    if unit.text.endswith((".", "。")) and (unit.words > 10 or distance == 0):
        return 0.0
    shared = [stem for stem in unit.stems if body[stem]]
    score = 1.4 * len(shared) / max(1, len(unit.stems)) + 0.25 * min(5, len(shared))
    score += 0.6 if 4 <= unit.words <= 18 else 0.0
    score += 0.3 if unit.paragraph.alone else 0.0
    score -= 1.0 if unit.paragraph.bullet else 0.0
    score -= 1.2 if re.search(r"[.;:]$", unit.text) else 0.0
    return score - 0.06 * distance - (1.0 if distance == 0 else 0.0)


def _score_place(units: Sequence[Unit], scores: Sequence[Score], headline: int | None) -> None:
    """The body stands behind the headline, and before the comments, related stories and copyright."""
    weights = [unit.words if score.total > 0.5 else 0 for unit, score in zip(units, scores, strict=True)]
    before, ended = 0, ""
    for i, (unit, score) in enumerate(zip(units, scores, strict=True)):
        if headline is not None and i < headline:
            score.add("before the headline", -1.6)
        if i == headline:
            score.add("the headline", -6.0)
        if ended:
            score.add(f"behind {ended}", -2.2 if ended == "comments" else -0.8)
        closing = unit.furniture in {"comments", "copyright"} or (unit.furniture == "related" and _heads_list(units, i))
        if closing and i != headline and unit.words <= 14 and before > 0.35 * sum(weights) and ended != "comments":
            ended = unit.furniture
        before += weights[i]


def _heads_list(units: Sequence[Unit], i: int) -> bool:
    """Whether titles follow, or nothing: a link to one story, with prose behind it, closes nothing."""
    following = units[i + 1 : i + 2]
    return not any(unit.ended and unit.words >= 12 for unit in following)


def _score_subject(
    units: Sequence[Unit], scores: Sequence[Score], inside: Sequence[bool], headline: int | None
) -> None:
    """What a longer paragraph shares with the headline and with the others that stand in the body so far."""
    title = units[headline].stems if headline is not None else frozenset()
    common = Counter(stem for unit, is_in in zip(units, inside, strict=True) if is_in for stem in unit.stems)
    values = [_relation(unit, title, common, is_in) for unit, is_in in zip(units, inside, strict=True)]
    for unit, score, value in zip(units, scores, values, strict=True):
        if unit.words >= 12:
            score.add("subject", value)


def _relation(unit: Unit, title: frozenset[str], common: Counter[str], is_in: bool) -> float:
    """From -1.2, nothing shared, to 1.6; of a few words little can be expected."""
    own = 1 if is_in else 0
    others = sum(common[stem] > own for stem in unit.stems)
    shared = 0.5 * len(unit.stems & title) + others / max(6, len(unit.stems)) * 1.6
    value = min(1.6, shared - 1.2 if title else 0.6 * shared - 0.4)
    return value if value > 0 else value * min(1.0, unit.words / 30)


def _score_company(units: Sequence[Unit], scores: Sequence[Score], inside: Sequence[bool]) -> None:
    """Between the body's first and last paragraphs, what has no mark of furniture is more likely body than lost."""
    places = [i for i, is_in in enumerate(inside) if is_in]
    for unit, score in list(zip(units, scores, strict=True))[places[0] : places[-1] + 1] if places else ():
        marked = unit.furniture or unit.self_talk or unit.date or unit.byline or unit.credit or unit.agency
        if not marked and score.total > -1.7:
            score.add("within the body", 0.6)


def _judge(
    units: Sequence[Unit], scores: Sequence[Score], inside: Sequence[bool], headline: int | None
) -> list[Verdict]:
    """Name every paragraph: the body's parts, the lines around it that the article holds, and the furniture."""
    first = next((i for i, is_in in enumerate(inside) if is_in), len(units))
    last = max((i for i, is_in in enumerate(inside) if is_in), default=-1)
    verdicts = [
        _judge_inside(units, i, last) if is_in else Verdict(_furniture_kind(units, i), str(scores[i]))
        for i, is_in in enumerate(inside)
    ]
    for i, kind in _find_frame(units, inside, headline, first, last).items():
        verdicts[i] = Verdict(kind, "")
    return verdicts


def _judge_inside(units: Sequence[Unit], i: int, last: int) -> Verdict:
    unit = units[i]
    if unit.text.startswith(">"):
        return Verdict("quote", "")
    short = unit.words <= 12 and not unit.ended and not unit.paragraph.bullet and len(unit.text) < 100
    begins = unit.text[:1].isupper() or unit.text[:1].isdigit() or bool(_WIDE.match(unit.text))
    followed = i < last and units[i + 1].words > unit.words
    return Verdict("heading" if short and begins and followed else "body", "")


def _furniture_kind(units: Sequence[Unit], i: int) -> str:
    """By its own words, or by what it says of the paper; prose that stands with an appeal is part of it."""
    unit = units[i]
    if unit.furniture:
        return unit.furniture
    if unit.self_talk >= 0.5 or (unit.persons and unit.ended):
        return "appeal"
    return "navigation" if unit.words <= 4 and not unit.ended else "other"


def _find_frame(
    units: Sequence[Unit], inside: Sequence[bool], headline: int | None, first: int, last: int
) -> dict[int, str]:
    """The lines outside the body that the article holds as fields, by position."""
    frame: dict[int, str] = {} if headline is None else {headline: "headline"}
    start = max(0, (headline if headline is not None else first) - 6)
    near = [i for i in range(start, min(len(units), last + 9)) if not inside[i] and i != headline]
    dates = [i for i in near if units[i].date]
    anchor = headline if headline is not None else first
    frame |= dict.fromkeys(_best_dates(units, dates, anchor), "date")
    if _is_masthead(units, headline):
        frame[0] = "source"
    for i in near:
        kind = _frame_kind(units[i], i < first, i > last, set(frame.values()))
        if kind and i not in frame:
            frame[i] = kind
    return frame | _find_subtitle(units, frame, inside, headline, first)


def _best_dates(units: Sequence[Unit], dates: Sequence[int], anchor: int) -> list[int]:
    """The line that gives the date of publication, and the one that gives the date of an update."""

    def rank(i: int) -> tuple[bool, bool, int, int]:
        date = units[i].date
        return (i < anchor - 2, date is None or date.date.day is None, abs(i - anchor), i)

    updates = [i for i in dates if units[i].is_update]
    published = [i for i in dates if i not in updates]
    return [min(some, key=rank) for some in (published, updates) if some]


def _frame_kind(unit: Unit, above: bool, below: bool, kinds: set[str]) -> str:
    if unit.agency and "agency" not in kinds:
        return "agency"
    if unit.byline and "byline" not in kinds:
        return "byline"
    if unit.credit and not (below and unit.furniture == "copyright"):
        return "credit" if len(unit.credit) > 0.5 * len(unit.text) else "caption"
    if vocabulary.TAGS.match(unit.text) and unit.words <= 40:
        return "tags"
    if above and unit.text.casefold() in vocabulary.SECTIONS and "section" not in kinds:
        return "section"
    return ""


def _is_masthead(units: Sequence[Unit], headline: int | None) -> bool:
    """Whether the page's first line is the name of its paper: `The Ellery Mercury`."""
    if not headline:
        return False
    named = units[0].text.casefold().split()
    return (
        2 <= len(named) <= 6
        and named[0] in vocabulary.ARTICLES
        and not (units[0].furniture or units[0].ended)
        and all(word[0].isupper() or len(word) <= 3 for word in units[0].text.split())
    )


def _find_subtitle(
    units: Sequence[Unit], frame: dict[int, str], inside: Sequence[bool], headline: int | None, first: int
) -> dict[int, str]:
    """A sentence right below the headline that a byline, date or credit parts from the body."""
    if headline is None:
        return {}
    i = headline + 1
    parted = any(frame.get(j) in {"byline", "date", "credit", "agency"} for j in range(i + 1, min(len(units), i + 6)))
    if i >= len(units) or not parted or i in frame or units[i].furniture:
        return {}
    fits = 6 <= units[i].words <= 45 and units[i].self_talk < 0.5
    return {i: "subtitle"} if fits and i <= first else {}


def find_authors(text: str) -> tuple[str, ...]:
    """The people whom a byline names: `By Jane Doe and John Roe, in Seoul`; empty if it is none."""
    if trade := vocabulary.BY_TRADE.match(text):
        return (trade["name"].strip(),)
    match = vocabulary.BY.match(text)
    if match is None:
        return ()
    rest = re.split(r"\s*(?:[|•·/]|\s[–—-]\s|\d|\(|@|\bin [A-Z]|\bfor [A-Z])", text[match.end() :], maxsplit=1)[0]
    names = []
    for part in re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b)\s*", rest):
        if not is_name(part):
            break
        names.append(part.strip(" ."))
    return tuple(name.title() if name.isupper() else name for name in names)


def is_name(text: str) -> bool:
    """Two to five words, each with a capital but for `van`, `de`, `bin` between them."""
    words = text.strip(" .").split()
    small = {
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "di",
        "du",
        "la",
        "le",
        "del",
        "dos",
        "al",
        "el",
        "bin",
        "ter",
        "ten",
    }
    named = [word for word in words if word not in small]
    return 2 <= len(words) <= 5 and len(named) >= 2 and all(word[0].isupper() for word in named) and words[-1] in named


def find_credit(text: str) -> str:
    """Who made the picture that a line belongs to; empty if it names nobody."""
    for pattern in vocabulary.CREDITS:
        if match := pattern.search(text):
            return match[1].strip(" .")
    return ""
