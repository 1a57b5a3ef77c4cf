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
from itertools import pairwise
from math import inf

from backfile.importers import vocabulary
from backfile.importers.paragraphs import Paragraph
from backfile.importers.printed_dates import PrintedDate, find_date
from backfile.model import PartialDate

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
# With the number of a note, but not `13.52` or `12:02`.
_ENDED = re.compile(r"(?:[.!?…。！？」』:;]['\"”’»)\]]*|(?<!\d)[.!?…]['\"”’»)\]]*\d+)$")
_SENTENCE = re.compile(r"[.!?…。！？]")
_PERSON = re.compile(r"[^\W\d_][^\W\d_.'’-]*\.?(?:['’ .-]+[^\W\d_]+\.?){1,5}")
_TITLED = re.compile(r"\s+[|–—-]\s+\S.{1,60}$")
_BEHIND_NAMES = re.compile(
    r"\s*(?:[|•·/]|\s[–—-]\s|\d|\(|@|\bin [A-Z]|\bfor [A-Z]|\bon\b|(?<=[^\W\d_]{2})\.\s|"
    r"(?i:published|updated|posted))"
)
# How many lines above the body a headline may stand.
_REACH = 60
# Of how many words a line above the best candidate must be to be preferred.
_FEW = 5
# Fewer characters stand at the end of another line by chance.
_LONG = 16
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
        labels = (vocabulary.PUBLISHED.search(self.text), vocabulary.UPDATED.search(self.text))
        labelled = any(label and 0 in (label.start(), found.start) for label in labels)
        return found if rest <= 9 and (labelled or rest <= 4 or not self.ended) else None

    @cached_property
    def published(self) -> PartialDate | None:
        return self._dates[0] if self.date else None

    @cached_property
    def updated(self) -> PartialDate | None:
        return self._dates[1] if self.date else None

    @cached_property
    def _dates(self) -> tuple[PartialDate | None, PartialDate | None]:
        """The dates of publication and of a change: `Posted: 3 May | Updated: 4 May`. A word speaks of what follows."""
        words = [*vocabulary.PUBLISHED.finditer(self.text), *vocabulary.UPDATED.finditer(self.text)]
        cuts = sorted({0, len(self.text), *(match.start() for match in words)})
        found: list[PartialDate | None] = [None, None]
        for part in (self.text[start:end] for start, end in pairwise(cuts)):
            hit, is_update = find_date(part, self.language), bool(vocabulary.UPDATED.match(part))
            found[is_update] = found[is_update] or (hit.date if hit else None)
        return found[0], found[1]

    @cached_property
    def byline(self) -> tuple[str, ...]:
        if not self.is_short or self.words > 20:
            return ()
        return find_authors(self.text) or self._named_beside_date

    @property
    def names(self) -> tuple[str, ...]:
        """The people whom it names as authors, if it is the byline, or the date with a name in it."""
        return self.byline or (find_names(self.text) if self.date is None else ())

    @property
    def _named_beside_date(self) -> tuple[str, ...]:
        """The people in a line that holds a date too: `Ann Lee, 3 May 2001`."""
        if self.date is None:
            return ()
        parts = re.split(r"\s*[|,/·•]\s*|\s[–—-]\s", self.text[: self.date.start] + "|" + self.text[self.date.end :])
        return tuple(part.strip() for part in parts if is_person(part))

    @cached_property
    def credit(self) -> str:
        return find_credit(self.text) if self.is_short and self.words <= 60 else ""

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit and nothing else; what goes with it stands elsewhere."""
        word = vocabulary.CREDIT_WORD_START.match(self.text)
        return len(self.credit) > 0.5 * (len(self.text) - (word.end() if word else 0))

    @cached_property
    def section(self) -> str:
        """The section that it names, alone or at the end of a trail: `Home > Council > Story 16`."""
        if self.text.casefold() in vocabulary.SECTIONS:
            return self.text.capitalize()
        trail = vocabulary.TRAIL.match(self.text) if self.is_short else None
        steps = re.split(r"\s*[>/»›]\s*", trail["steps"]) if trail else []
        return next((step for step in steps[::-1] if re.fullmatch(r"[^\W\d]\D{1,24}", step)), "")

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
    """The line before the body that most looks like what the body is about; None if no line does.

    Of two that stand together the first is the headline, and the second its standfirst.
    """
    first = next((i for i, is_in in enumerate(inside) if is_in), len(units))
    body = Counter(stem for unit, is_in in zip(units, inside, strict=True) if is_in for stem in unit.stems)
    window = range(max(0, first - _REACH), min(len(units), first + 1))
    held = _find_held([units[i].text for i in window])
    masthead = find_masthead(units)
    scores = {
        i: _score_headline(units[i], body, first - i) + _score_neighbours(units[i + 1 : i + 6]) + held[units[i].text]
        for i in window
        if i != masthead
    }
    best = max(scores, key=lambda i: (scores[i], -i), default=None)
    if best is None or scores[best] <= 0.9:
        return None
    above = [i for i in (best - 2, best - 1) if units[max(0, i)].words >= _FEW]
    # A kicker is shorter than its headline; what is longer may share fewer words with the body.
    enough = {i: scores[best] * (0.85 if units[i].words < units[best].words else 0.65) for i in above if i >= 0}
    return next((i for i in enough if scores.get(i, 0.0) >= max(0.9, enough[i])), best)


def _find_held(texts: Sequence[str]) -> dict[str, float]:
    """What speaks for a line that stands twice, and for one that a trail (`Home > News > Headline`) ends with or a
    page's title (`Headline | Paper`) begins with; and against these two."""
    folded = {text: text.casefold() for text in texts}
    counts = Counter(folded.values())
    held = {text: 0.4 if counts[fold] > 1 else 0.0 for text, fold in folded.items()}
    for text, fold in folded.items():
        for other, whole in folded.items():
            titled = whole.startswith(fold) and _TITLED.match(whole, len(fold))
            if len(text) >= _LONG and whole != fold and (whole.endswith(fold) or titled):
                held[text], held[other] = 0.4, -2.0
    return held


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
    score -= 0.5 * unit.self_talk
    return score - 0.045 * min(distance, 20) - (1.0 if distance == 0 else 0.0)


def _score_neighbours(following: Sequence[Unit]) -> float:
    """Byline and date stand right below a headline; a credit alone right below a caption."""
    score = 0.4 if any(unit.date or unit.byline or unit.agency for unit in following) else 0.0
    return score - (0.8 if following and following[0].is_credit else 0.0)


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
    anchor = headline if headline is not None else first
    outside = [i for i in range(min(len(units), last + 9)) if not inside[i] and i != headline]
    near = [i for i in outside if i >= anchor - 6]
    frame |= dict.fromkeys(_best_dates(units, [i for i in outside if units[i].date], anchor, last), "date")
    frame |= dict.fromkeys(_find_people(units, near, frame, first), "byline")
    masthead = find_masthead(units)
    if masthead is None and headline and not units[0].furniture and find_paper(units[0].text):
        masthead = 0
    if masthead is not None and masthead not in frame:
        frame[masthead] = "source"
    for i in near:
        kind = _frame_kind(units[i], i < first, i > last, set(frame.values()))
        if kind and i not in frame:
            frame[i] = kind
    return frame | _find_subtitle(units, frame, inside, headline, first)


def _best_dates(units: Sequence[Unit], dates: Sequence[int], anchor: int, last: int) -> list[int]:
    """The line that gives the date of publication, and the one that gives the date of an update."""

    def rank(i: int) -> tuple[bool, float, int]:
        date = units[i].date
        away = i - anchor if i > anchor else 2 * (anchor - i)
        return (date is None or date.date.day is None, away + (20 if i > last else 0), i)

    updated = [i for i in dates if units[i].updated]
    # A date behind the body, where the page's head gives that of an update, is a comment's or another story's.
    published = [i for i in dates if units[i].published and (i < last or not any(j < last for j in updated))]
    return [min(some, key=rank) for some in (published, updated) if some]


def _find_people(units: Sequence[Unit], near: Sequence[int], frame: dict[int, str], first: int) -> list[int]:
    """Lines that are a name alone, beside the date or below headline or `By`, where no line is a byline."""
    if any(units[i].byline for i in near if i < first):
        return []
    steps = {"date": (-2, -1, 1, 2), "headline": (1,)}
    beside = {i + step for i, kind in frame.items() for step in steps.get(kind, ())}
    above = [i for i in near if i <= first and is_person(units[i].text)]
    called = [i for i in above if i and vocabulary.BY_ALONE.fullmatch(units[i - 1].text)]
    return called[:1] or [i for i in above if i in beside][:1]


def _frame_kind(unit: Unit, above: bool, below: bool, kinds: set[str]) -> str:
    if unit.agency and "agency" not in kinds:
        return "agency"
    if unit.byline and "byline" not in kinds and not (below and unit.date):
        return "byline"
    if unit.credit and not (below and unit.furniture == "copyright"):
        return "credit" if unit.is_credit else "caption"
    if vocabulary.TAGS.match(unit.text) and unit.words <= 40:
        return "tags"
    if above and unit.section and "section" not in kinds:
        return "section"
    return ""


def find_masthead(units: Sequence[Unit]) -> int | None:
    """The line at the page's head that is the name of its paper, which stands elsewhere on the page too."""
    for i, unit in enumerate(units[:12]):
        name = find_paper(unit.text)
        if name and _is_mentioned(name, [other for other in units if other is not unit and other.words <= 25]):
            return i
    return None


def find_paper(text: str) -> str:
    """The name of a paper, if a line is one: `The Ellery Mercury`, also `THE ELLERY MERCURY -- Online`."""
    name = vocabulary.EDITION.split(text)[0].strip()
    words = (name.title() if name.isupper() else name).split()
    named = 2 <= len(words) <= 6 and words[0].casefold() in vocabulary.ARTICLES
    return " ".join(words) if named and all(word[0].isupper() or len(word) <= 3 for word in words) else ""


def _is_mentioned(name: str, units: Sequence[Unit]) -> bool:
    """Whether lines that aren't prose call the paper by its name, or by its article and first or last word."""
    words = [re.escape(word) for word in name.split()]
    pattern = re.compile(rf"\b(?i:{words[0]}) (?:{words[1]}|{words[-1]})\b")
    return any(pattern.search(unit.text) for unit in units)


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
    return find_names(text[match.end() :]) if match else ()


def find_names(text: str) -> tuple[str, ...]:
    """The people whom a text lists at its start."""
    rest = _BEHIND_NAMES.split(text, maxsplit=1)[0]
    names = []
    for part in re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b)\s*", rest):
        if not is_name(part) or vocabulary.TRADES.search(part):
            break
        names.append(part.strip(" ."))
    return tuple(name.title() if name.isupper() else name for name in names)


def is_person(text: str) -> bool:
    """Whether a line with no word that says so is likely somebody's name and nothing else."""
    text = text.strip(" .")
    named = is_name(text) and bool(_PERSON.fullmatch(text)) and not vocabulary.NO_PERSONS.search(text)
    return named and vocabulary.SECTIONS.isdisjoint(text.casefold().split())


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
        if (match := pattern.search(text)) and sum(word[0].islower() for word in match[1].split()) <= 2:
            return match[1].strip(" .")
    return ""
