"""What each line of a text capture is: the one place that decides.

In: a page's paragraphs, and the lines that other captures of the import have too. Out: for each paragraph its kind (one
of `model.KEPT`, or of furniture) and why. The whole page is decided at once: rules score each paragraph, a learned
model weighs what they say with its shape, place, subject and speech, and a dynamic programme over three states, inside
the body, outside and between two parts of it, finds the best path. Knows no paper by name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, inf
from typing import Any

from backfile.importers import features
from backfile.importers import scores as reasons
from backfile.importers.bylines import Byline, find_byline
from backfile.importers.frame import find_frame
from backfile.importers.headline import Headline, choose_headline, find_headline
from backfile.importers.paragraphs import BULLET, Paragraph
from backfile.importers.printed_dates import find_order
from backfile.importers.scores import Score
from backfile.importers.trees import Model, load_model
from backfile.importers.units import WIDE, Unit
from backfile.model import KEPT

# How an entry of a numbered list begins.
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
# What it costs to go into the body or out of it, and what each line of an inset costs: by the model, and by the rules.
_STEP, _LINE_OF_INSET = (0.5, 1.6), (0.1, 0.3)
# What it costs to go into an inset, or out of it.
_INSET = 0.5
# What share of the rules' score is added to the model's log-odds, and within what bounds.
_SHARE_OF_RULES, _MOST_OF_RULES = 0.3, 4.0
# The pages that the model has seen are long: a body of at most so few words is left to the rules, one of so many isn't.
_SHORT, _USUAL = 100, 250
# From which state each comes: by whether the body ends, where the body comes from, whether an inset opens.
_STEPS = {
    (ends, body, opens): {"out": "in" if ends else "out", "in": body, "inset": "in" if opens else "inset"}
    for ends in (False, True)
    for body in ("in", "out", "inset")
    for opens in (False, True)
}
# What a line loses that other captures have too, and of how many words of its prose a page that was saved twice has
# more than half in common with another.
_RECURRING, _PROSE = 3.0, 12
# What a line loses that says whose the page is: it may end in a full stop as the article does.
_CLAIM = 6.0
# On a page without prose: of how many words a line of furniture is at most, and a body at least.
_LINE, _FEWEST = 14, 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a paragraph is, and why."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """A capture with every paragraph's verdict and the chance that it is body, the headline, and who wrote the
    article."""

    units: tuple[Unit, ...]
    verdicts: tuple[Verdict, ...]
    byline: Byline | None = None
    headline: Headline | None = None
    chances: tuple[float, ...] = ()

    def of_kind(self, *kinds: str) -> list[Unit]:
        return [unit for unit, verdict in zip(self.units, self.verdicts, strict=True) if verdict.kind in kinds]


@dataclass(frozen=True, slots=True)
class View:
    """A page as the rules see it, how far they are to decide alone, and the rows that the model weighs."""

    scores: list[Score]
    inside: list[bool]
    headline: int | None
    rule: float
    rows: Any


def classify(paragraphs: Sequence[Paragraph], language: str = "", recurring: frozenset[str] = frozenset()) -> Page:
    """Decide what every paragraph is."""
    order = find_order("\n".join(paragraph.text for paragraph in paragraphs))
    units = tuple(Unit(paragraph, language, order) for paragraph in paragraphs)
    view = weigh(units)
    found = _find_recurring(units, recurring)
    odds = [
        value - _RECURRING * (i in found) - _CLAIM * unit.is_claim
        for i, (unit, value) in enumerate(zip(units, judge(view), strict=True))
    ]
    decided = choose(odds, view.rule, found)
    inside = _add_lists(units, decided if any(decided) else view.inside)
    chances = find_chances(odds)
    whys = [
        "" if is_in else f"{score}; {chance:.2f} article"
        for score, chance, is_in in zip(view.scores, chances, inside, strict=True)
    ]
    name = _name if any(inside) else _name_without_prose
    chosen = choose_headline(units, inside)
    return replace(name(units, whys, inside, chosen.position if chosen else None), headline=chosen, chances=chances)


def weigh(units: Sequence[Unit]) -> View:
    """What the rules say of a page, and what the model is asked."""
    scores = [reasons.score_alone(unit) for unit in units]
    alone = [score.total for score in scores]
    reasons.score_repetition(units, scores)
    headline = find_headline(units, _choose_by_rules(scores))
    reasons.score_place(units, scores, headline)
    reasons.score_subject(units, scores, _choose_by_rules(scores), headline)
    reasons.score_company(units, scores, _choose_by_rules(scores))
    inside = _choose_by_rules(scores)
    rows = features.describe(units, alone, [score.total for score in scores], inside, headline)
    words = sum(unit.words for unit, is_in in zip(units, inside, strict=True) if is_in)
    rule = max(0.0, min(1.0, (_USUAL - words) / (_USUAL - _SHORT)))
    return View(scores, inside, headline, rule, rows)


def judge(view: View, model: Model | None = None) -> list[float]:
    """The log-odds of every paragraph that it is body."""
    odds = (model or load_model("lines")).score(view.rows)
    bounded = (max(-_MOST_OF_RULES, min(_MOST_OF_RULES, score.total)) for score in view.scores)
    share = _SHARE_OF_RULES + (1 - _SHARE_OF_RULES) * view.rule
    return [(1 - view.rule) * value + share * score for value, score in zip(odds, bounded, strict=True)]


def find_chances(odds: Sequence[float]) -> tuple[float, ...]:
    """Log-odds as chances."""
    return tuple(1 / (1 + exp(-value)) for value in odds)


def expect(lines: Iterable[tuple[float, float, bool]]) -> float:
    """The F1 that a choice of lines lets expect: of each line its words, the chance that it is body, and whether it was
    chosen."""
    found = total = 0.0
    for words, chance, is_in in lines:
        found += words * chance * is_in
        total += words * (chance + is_in)
    return round(2 * found / total, 3) if total else 0.0


def choose(odds: Sequence[float], rule: float, recurring: frozenset[int] = frozenset()) -> list[bool]:
    """What is body, by the log-odds; `rule` tells how far the rules alone decide, from 0 to 1. `recurring` lines are
    known for an inset, so that to pass over them costs nothing."""
    step, line = (model + rule * (rules - model) for model, rules in (_STEP, _LINE_OF_INSET))
    return _find_path(odds, step, line, step, recurring)


def _add_lists(units: Sequence[Unit], inside: Sequence[bool]) -> list[bool]:
    """The entries of a list that a line of the body announces are body as well: `It may buy:`"""
    found, is_list = [], False
    for unit, is_in in zip(units, inside, strict=True):
        is_entry = is_list and unit.paragraph.bullet and not unit.furniture
        found.append(is_in or is_entry)
        is_list = is_entry or (is_in and unit.text.endswith(":"))
    return found


def _choose_by_rules(scores: Sequence[Score]) -> list[bool]:
    """What is body, by the rules; on a page where nothing is long enough, what there is."""
    worth = [score.total for score in scores]
    inside = _find_path(worth, _STEP[1], _LINE_OF_INSET[1], _STEP[1])
    return inside if any(inside) else _find_path(worth, _STEP[1], _LINE_OF_INSET[1], 0.2)


def _find_path(
    worth: Sequence[float], step: float, line: float, enter: float, recurring: frozenset[int] = frozenset()
) -> list[bool]:
    """The best path through three states: for every paragraph, whether it is in the body.

    Between two parts of the body may stand an inset: a link or an advertisement of a line or two.
    """
    out, body, inset = 0.0, -enter, -inf
    trail: list[dict[str, str]] = []
    for i, gain in enumerate(worth):
        ended, begun, left, opened = body - step, out - enter, inset - _INSET, body - _INSET
        entry, came = (begun, "out") if begun >= left else (left, "inset")
        trail.append(_STEPS[ended > out, "in" if body >= entry else came, opened > inset])
        out, body, inset = (
            ended if ended > out else out,
            (body if body >= entry else entry) + gain,
            (opened if opened > inset else inset) - (0 if i in recurring else line),
        )
    state, path = "in" if body > out else "out", []
    for before in reversed(trail):
        path.append(state == "in")
        state = before[state]
    return path[::-1]


def _find_recurring(units: Sequence[Unit], recurring: frozenset[str]) -> frozenset[int]:
    """The paragraphs whose lines other captures have too; none where most of the prose recurs: it was saved twice."""
    texts = {BULLET.sub("", " ".join(line.split()), count=1) for line in recurring}
    found = frozenset(i for i, unit in enumerate(units) if unit.text in texts)
    prose = [i for i, unit in enumerate(units) if unit.ended and unit.words >= _PROSE]
    return found if 2 * sum(i in found for i in prose) <= len(prose) else frozenset()


def _name(units: tuple[Unit, ...], whys: Sequence[str], inside: Sequence[bool], headline: int | None) -> Page:
    """Name every paragraph: the body's parts, the lines around it that the article holds, and the furniture."""
    first = next((i for i, is_in in enumerate(inside) if is_in), len(units))
    last = max((i for i, is_in in enumerate(inside) if is_in), default=-1)
    enclosed = reasons.find_enclosed(units)
    verdicts = [
        _name_inside(units, i, last) if is_in else Verdict(_furniture_kind(units[i], i in enclosed), whys[i])
        for i, is_in in enumerate(inside)
    ]
    byline = find_byline(units, inside, headline)
    credited = byline.position if byline else None
    for i, kind in find_frame(units, inside, headline, first, last, credited).items():
        verdicts[i] = Verdict(kind, "")
    return Page(units, tuple(verdicts), byline)


def _name_without_prose(
    units: tuple[Unit, ...], whys: Sequence[str], inside: Sequence[bool], headline: int | None
) -> Page:
    """A letter or a page of results: all that follows the headline is body, but for furniture and what names the date.

    Better too much than nothing; a page of a word or two stays without an article.
    """
    follow = range(0 if headline is None else headline + 1, len(units))
    told = [i for i in follow if not units[i].furniture or (units[i].furniture == "appeal" and units[i].words > _LINE)]
    prose = [i in told and not units[i].is_of_article for i in range(len(units))]
    if sum(units[i].words for i in told if prose[i]) < _FEWEST:
        return _name(units, whys, inside, headline)
    page = _name(units, whys, prose, headline)
    verdicts = (
        Verdict("body", "") if i in told and (prose[i] or verdict.kind not in KEPT) else verdict
        for i, verdict in enumerate(page.verdicts)
    )
    return replace(page, verdicts=tuple(verdicts))


def _name_inside(units: Sequence[Unit], i: int, last: int) -> Verdict:
    unit = units[i]
    if unit.text.startswith(">"):
        return Verdict("quote", "")
    short = unit.words <= 12 and not unit.ended and not unit.paragraph.bullet and len(unit.text) < 100
    short = short and not unit.text.endswith(",") and not (_NUMBERED.match(unit.text) and _is_numbered(units, i))
    begins = unit.text[:1].isupper() or unit.text[:1].isdigit() or bool(WIDE.match(unit.text))
    followed = i < last and units[i + 1].words > unit.words
    return Verdict("heading" if short and begins and followed else "body", "")


def _is_numbered(units: Sequence[Unit], i: int) -> bool:
    """Whether a line beside this one begins with a number too: a list, and no headings."""
    return any(_NUMBERED.match(unit.text) for unit in (*units[max(0, i - 1) : i], *units[i + 1 : i + 2]))


def _furniture_kind(unit: Unit, is_enclosed: bool) -> str:
    """By its own words, or by what it says of the paper; prose that stands with an appeal is part of it."""
    if unit.furniture:
        return unit.furniture
    if is_enclosed or unit.self_talk >= 0.5 or (unit.persons and unit.ended):
        return "appeal"
    return "navigation" if unit.words <= 4 and not unit.ended else "other"
