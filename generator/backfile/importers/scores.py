"""The reasons for and against a paragraph being body.

In: a page's units, and what is known so far of headline and body. Out: nothing new; each function adds its reasons to
the page's scores, which keep them, so that the ledger can say why a line was taken out. Five groups of reasons: the
paragraph alone, what repeats, its place, its subject, its company. Decides nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from backfile.importers import vocabulary
from backfile.importers.units import Unit

_SENTENCE = re.compile(r"[.!?…。！？]")
# How much speaks against what stands behind a line that closes the article.
_BEHIND = {"comments": 2.2, "rule": 1.2, "related": 0.8, "copyright": 0.8}
# Of how many words of prose the foot of a page may be, below a rule.
_FOOT = 100
# A newsletter's box: how far apart two of its sign-up lines may stand, and the words of a line between them.
_BOX, _BOX_WORDS = 3, 25
# How many words of prose, a standfirst, may stand between the headline and a caption.
_STANDFIRST = 45
# How near the neighbours of a paragraph stand, and how many words it shares with them.
_NEAR, _SHARED = 3, 2


@dataclass(slots=True)
class Score:
    """The sum of the reasons for and against a paragraph being body."""

    reasons: list[tuple[str, float]] = field(default_factory=list)
    total: float = 0.0

    def add(self, reason: str, value: float) -> None:
        if value:
            value = round(value, 2)
            self.reasons.append((reason, value))
            self.total += value

    def __str__(self) -> str:
        """`self-talk, no full stop`: what speaks against the paragraph, the heaviest reasons first."""
        against = sorted((value, name) for name, value in self.reasons if value < 0)
        return ", ".join(dict.fromkeys(name for _, name in against[:3])) or "its place and subject"


def score_alone(unit: Unit) -> Score:
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
        score.add(unit.furniture, -9.0 if unit.furniture == "rule" else -2.6 if unit.words <= 14 else -1.8)
    score.add("self-talk", -1.5 * unit.self_talk)
    if unit.has_speaker and unit.ended:
        score.add("a speaker", 1.0)
    if unit.is_of_article:
        score.add("about the article", -2.0)
    return score


def score_repetition(units: Sequence[Unit], scores: Sequence[Score]) -> None:
    """A line that stands twice on a page is seldom body; nor is one that addresses the reader where others don't."""
    seen = Counter(unit.text for unit in units)
    prose = [unit for unit in units if unit.ended and unit.words >= 15]
    personal = sum(unit.persons > 0 for unit in prose) / max(1, len(prose))
    for unit, score in zip(units, scores, strict=True):
        if seen[unit.text] > 1:
            score.add("repeated", -1.0)
        if unit.persons and personal < 0.6:
            score.add("addresses the reader", -min(1.2, 0.8 * unit.persons * (1 - personal)))


def score_place(units: Sequence[Unit], scores: Sequence[Score], headline: int | None) -> None:
    """The body stands behind the headline, and before the comments, related stories and copyright."""
    weights = [unit.words if score.total > 0.5 else 0 for unit, score in zip(units, scores, strict=True)]
    enclosed, before, ended = find_enclosed(units), 0, ""
    for i, (unit, score) in enumerate(zip(units, scores, strict=True)):
        if headline is not None and i < headline:
            score.add("before the headline", -1.6)
        if i == headline:
            score.add("the headline", -6.0)
        if unit.bracketed and sum(weights[0 if headline is None else headline + 1 : i]) <= _STANDFIRST:
            score.add("a picture's maker", -2.0)
        if i in enclosed:
            score.add("between sign-up lines", -3.0)
        if ended:
            score.add(f"behind {ended}", -_BEHIND[ended])
        closing = i != headline and _closes(units, i) and _is_far(unit, before, sum(weights))
        if closing and _BEHIND[unit.furniture] > _BEHIND.get(ended, 0):
            ended = unit.furniture
        before += weights[i]


def find_enclosed(units: Sequence[Unit]) -> frozenset[int]:
    """The short lines between two that call for a sign-up: all are one box."""
    calls = [i for i, unit in enumerate(units) if unit.furniture == "appeal" and unit.words <= 14]
    boxes = [range(start + 1, end) for start, end in pairwise(calls) if end - start <= _BOX]
    return frozenset(i for box in boxes if all(units[i].words <= _BOX_WORDS for i in box) for i in box)


def _closes(units: Sequence[Unit], i: int) -> bool:
    """Whether a line announces what isn't the article any more."""
    kind = units[i].furniture
    return kind in _BEHIND and units[i].words <= 14 and (kind != "related" or _heads_list(units, i))


def _is_far(unit: Unit, before: int, whole: int) -> bool:
    """Whether enough prose stands before a closing line; a rule that parts two halves of the text closes nothing."""
    return whole - before < min(_FOOT, 0.4 * whole) if unit.furniture == "rule" else before > 0.35 * whole


def _heads_list(units: Sequence[Unit], i: int) -> bool:
    """Whether titles follow, or nothing: a link to one story, with prose behind it, closes nothing."""
    following = units[i + 1 : i + 2]
    return not any(unit.ended and unit.words >= 12 for unit in following)


def score_subject(units: Sequence[Unit], scores: Sequence[Score], inside: Sequence[bool], headline: int | None) -> None:
    """What a longer paragraph shares with the headline and with the others that stand in the body so far."""
    title = units[headline].stems if headline is not None else frozenset()
    common = Counter(stem for unit, is_in in zip(units, inside, strict=True) if is_in for stem in unit.stems)
    for unit, score, is_in in zip(units, scores, inside, strict=True):
        if unit.words >= 12:
            score.add("subject", _relation(unit, title, common, is_in))
    _score_appeals_told_of(units, scores, inside, title)


def _score_appeals_told_of(
    units: Sequence[Unit], scores: Sequence[Score], inside: Sequence[bool], title: frozenset[str]
) -> None:
    """A story may tell of an appeal: what shares words with headline and neighbours needs a `we` to be the paper's."""
    places = [i for i, is_in in enumerate(inside) if is_in]
    for i in range(places[0] + 1, places[-1]) if places else ():
        unit, against = units[i], sum(value for reason, value in scores[i].reasons if reason in {"self-talk", "appeal"})
        if not against or not unit.ended or unit.is_of_paper or unit.stems.isdisjoint(title):
            continue
        near = [j for j in range(max(0, i - _NEAR), min(len(units), i + _NEAR + 1)) if inside[j] and j != i]
        if len(unit.stems.intersection(frozenset().union(*[units[j].stems for j in near]))) >= _SHARED:
            scores[i].add("an appeal told of", -against)


def _relation(unit: Unit, title: frozenset[str], common: Counter[str], is_in: bool) -> float:
    """From -1.2, nothing shared, to 1.6; of a few words little can be expected."""
    own = 1 if is_in else 0
    others = sum([1 for stem in unit.stems if stem in common and common[stem] > own])
    shared = 0.5 * len(unit.stems & title) + others / max(6, len(unit.stems)) * 1.6
    value = min(1.6, shared - 1.2 if title else 0.6 * shared - 0.4)
    return value if value > 0 else value * min(1.0, unit.words / 30)


def score_company(units: Sequence[Unit], scores: Sequence[Score], inside: Sequence[bool]) -> None:
    """Between the body's first and last paragraphs, what has no mark of furniture is more likely body than lost."""
    places = [i for i, is_in in enumerate(inside) if is_in]
    for unit, score in zip(units, scores, strict=True):
        if places and vocabulary.LETTER.search(unit.text):
            score.add("a letter's opening or close", 2.0)
    for unit, score in list(zip(units, scores, strict=True))[places[0] : places[-1] + 1] if places else ():
        marked = unit.furniture or unit.self_talk or unit.is_of_article
        if not marked and score.total > -1.7:
            score.add("within the body", 0.6)
