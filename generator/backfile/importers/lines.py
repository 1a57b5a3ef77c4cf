"""What each line of a text capture is: the one place that decides.

In: a page's paragraphs. Out: for each its kind (one of `model.KEPT`, or of furniture) and why, and what the kept
lines around the body say. The whole page is decided at once: each paragraph gets a score from its shape, its words,
its place and what it shares with the headline and the other paragraphs; a dynamic programme over three states, inside
the body, outside and between two parts of it, finds the best path. Knows no paper by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from backfile.importers import scores as reasons
from backfile.importers.bylines import Byline, find_byline
from backfile.importers.frame import find_frame
from backfile.importers.headline import Headline, choose_headline, find_headline
from backfile.importers.paragraphs import Paragraph
from backfile.importers.printed_dates import find_order
from backfile.importers.scores import Score
from backfile.importers.units import WIDE, Unit
from backfile.model import KEPT

# What it costs to go into the body, and out of it: a body of one short paragraph must be worth more.
_ENTER, _LEAVE = 1.6, 1.6
_COSTS = {
    **{(state, state): 0.0 for state in ("out", "in", "inset")},
    ("in", "out"): _LEAVE,
    ("in", "inset"): 0.5,
    ("inset", "in"): 0.5,
}
_INSET_LINE = 0.3
# On a page without prose: of how many words a line of furniture is at most, and a body at least.
_LINE, _FEWEST = 14, 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a paragraph is, and why."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A capture with every paragraph's verdict, the headline, and who wrote the article."""

    units: tuple[Unit, ...]
    verdicts: tuple[Verdict, ...]
    byline: Byline | None = None
    headline: Headline | None = None

    def of_kind(self, *kinds: str) -> list[Unit]:
        return [unit for unit, verdict in zip(self.units, self.verdicts, strict=True) if verdict.kind in kinds]


def classify(paragraphs: Sequence[Paragraph], language: str = "") -> Page:
    """Decide what every paragraph is."""
    order = find_order("\n".join(paragraph.text for paragraph in paragraphs))
    units = tuple(Unit(paragraph, language, order) for paragraph in paragraphs)
    scores = [reasons.score_alone(unit) for unit in units]
    reasons.score_repetition(units, scores)
    headline = find_headline(units, _choose_some(scores))
    reasons.score_place(units, scores, headline)
    reasons.score_subject(units, scores, _choose_some(scores), headline)
    reasons.score_company(units, scores, _choose(scores))
    inside = _choose_some(scores)
    judge = _judge if any(inside) else _judge_without_prose
    chosen = choose_headline(units, inside)
    return replace(judge(units, scores, inside, chosen.position if chosen else None), headline=chosen)


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


def _judge(units: tuple[Unit, ...], scores: Sequence[Score], inside: Sequence[bool], headline: int | None) -> Page:
    """Name every paragraph: the body's parts, the lines around it that the article holds, and the furniture."""
    first = next((i for i, is_in in enumerate(inside) if is_in), len(units))
    last = max((i for i, is_in in enumerate(inside) if is_in), default=-1)
    enclosed = reasons.find_enclosed(units)
    verdicts = [
        _judge_inside(units, i, last) if is_in else Verdict(_furniture_kind(units[i], i in enclosed), str(scores[i]))
        for i, is_in in enumerate(inside)
    ]
    byline = find_byline(units, inside, headline)
    credited = byline.position if byline else None
    for i, kind in find_frame(units, inside, headline, first, last, credited).items():
        verdicts[i] = Verdict(kind, "")
    return Page(units, tuple(verdicts), byline)


def _judge_without_prose(
    units: tuple[Unit, ...], scores: Sequence[Score], inside: Sequence[bool], headline: int | None
) -> Page:
    """A letter or a page of results: all that follows the headline is body, but for furniture and what names the date.

    Better too much than nothing; a page of a word or two stays without an article.
    """
    follow = range(0 if headline is None else headline + 1, len(units))
    told = [i for i in follow if not units[i].furniture or (units[i].furniture == "appeal" and units[i].words > _LINE)]
    prose = [i in told and not units[i].is_of_article for i in range(len(units))]
    if sum(units[i].words for i in told if prose[i]) < _FEWEST:
        return _judge(units, scores, inside, headline)
    page = _judge(units, scores, prose, headline)
    verdicts = (
        Verdict("body", "") if i in told and (prose[i] or verdict.kind not in KEPT) else verdict
        for i, verdict in enumerate(page.verdicts)
    )
    return replace(page, verdicts=tuple(verdicts))


def _judge_inside(units: Sequence[Unit], i: int, last: int) -> Verdict:
    unit = units[i]
    if unit.text.startswith(">"):
        return Verdict("quote", "")
    short = unit.words <= 12 and not unit.ended and not unit.paragraph.bullet and len(unit.text) < 100
    short = short and not unit.text.endswith(",")
    begins = unit.text[:1].isupper() or unit.text[:1].isdigit() or bool(WIDE.match(unit.text))
    followed = i < last and units[i + 1].words > unit.words
    return Verdict("heading" if short and begins and followed else "body", "")


def _furniture_kind(unit: Unit, is_enclosed: bool) -> str:
    """By its own words, or by what it says of the paper; prose that stands with an appeal is part of it."""
    if unit.furniture:
        return unit.furniture
    if is_enclosed or unit.self_talk >= 0.5 or (unit.persons and unit.ended):
        return "appeal"
    return "navigation" if unit.words <= 4 and not unit.ended else "other"
