"""What the model of a page's lines sees: each paragraph as a row of numbers.

In: a page's units, what the rules say of them so far, and the headline. Out: a row for each paragraph, in the order of
`NAMES`: its shape and words, what the rules say of it and of its neighbours, its place among the prose of the page, and
its subject: what it shares with the headline, with the paragraphs near it and with those far away. What belongs to
something else shares little with the rest, and speaks otherwise than the page's usual paragraph. Decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from backfile.importers import vocabulary
from backfile.importers.units import Unit

# numpy is imported where it is first needed: a command that imports nothing needn't wait for it.
if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

_SHAPE = (
    "words", "characters", "sentences", "capitals", "upper", "digits", "word length", "commas", "small", "bullet",
    "indent", "alone", "ended", "repeats", "wide", "persons", "self-talk", "we", "of papers", "past", "names",
    "furniture",
)  # fmt: skip
_AROUND = ("rules", "words", "capitals", "digits", "upper", "alone", "bullet")
_STEPS = (-2, -1, 1, 2)
_PLACE = (
    "from top", "from bottom", "prose before", "prose after", "prose", "lines", "bullets", "since prose", "till prose",
    "last prose", "closings", "since closing", "furniture before", "prose 3 before", "prose 3 after", "prose 8 before",
    "words 5 before", "words 5 after", "longest before", "longest after", "rank",
)  # fmt: skip
_RULES = (
    "rules alone", "rules inside", "rules", "share", "body before", "body after", "body 3 before", "body 3 after",
    "likely 8 before", "likely 8 after", "from headline", "behind headline", "behind headline share",
)  # fmt: skip
_SUBJECT = ("title", "title share", "far", "near", "far with neighbours", "stems", "names far", "names new")
_RELATIVE = ("title share", "far", "near", "far with neighbours", "of papers", "past", "names", "persons", "talk")
NAMES = (
    *_SHAPE,
    *(f"{name} {step:+d}" for step in _STEPS for name in _AROUND),
    *_PLACE,
    *_RULES,
    *_SUBJECT,
    *(f"relative {name}" for name in _RELATIVE),
    "talk 3",
    "talk 5",
)
# A name is a word with a capital behind one without, or behind a comma.
# Both begin with what is rare, and look back afterwards.
_NAME = re.compile(r"[A-ZÀ-Þ](?:(?<=[^\W\d_A-Z.!?:] .)|(?<=, .))[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[.!?…。！？](?:(?<=[。！？])|\s|$|['\"”’»)])")
_UPPER, _DIGIT = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я]"), re.compile(r"\d")
_CLOSINGS = frozenset(["comments", "related", "copyright"])
# Prose is a sentence of so many words; of so many words a paragraph has a subject, and of so many a usual one.
_PROSE, _TELLING, _USUAL = 10, 8, 15
# Further than so many paragraphs away is far.
_FAR = 3
_ENDLESS = 10**6


def describe(
    units: Sequence[Unit], alone: Sequence[float], rules: Sequence[float], inside: Sequence[bool], headline: int | None
) -> NDArray[float64]:
    """The rows of a page: `alone` and `rules` are the rules' scores of each paragraph by itself and in all, `inside`
    what they take for body."""
    import numpy as np  # noqa: PLC0415

    if not units:
        return np.zeros((0, len(NAMES)))
    names = [_NAME.findall(unit.text) for unit in units]
    shape = np.array(_shapes(units, names), np.float64)
    score = np.array(rules, np.float64)
    sure = 1 / (1 + np.exp(-score))
    closing = np.array([unit.furniture in _CLOSINGS and unit.words <= 14 for unit in units], np.float64)
    subject = np.array(_subjects(units, names, sure.tolist(), headline), np.float64)
    around = np.column_stack([score, shape[:, [_SHAPE.index(name) for name in _AROUND[1:]]]])
    return np.column_stack(
        [
            shape,
            *(_shift(around, step) for step in _STEPS),
            _places(shape, closing),
            np.array([alone, inside], np.float64).T,
            _by_rules(score, sure, shape[:, 0], headline),
            subject,
            _relations(shape, subject, sure),
        ]
    )


def _shapes(units: Sequence[Unit], names: Sequence[Sequence[str]]) -> list[list[float]]:
    seen = Counter(unit.text for unit in units)
    return [_shape(unit, len(named), seen[unit.text]) for unit, named in zip(units, names, strict=True)]


def _shape(unit: Unit, names: int, times: int) -> list[float]:
    text, length = unit.text, max(1, len(unit.text))
    number, paragraph = max(1, len(unit.tokens)), unit.paragraph
    telling = unit.words >= 5
    return [
        min(unit.words, 200), min(length, 1500), min(10, len(_SENTENCE.findall(text))),
        unit.capitals / number, len(_UPPER.findall(text)) / length,
        len(_DIGIT.findall(text)) / length, unit.letters / number, text.count(",") / number,
        text[:1].islower(), paragraph.bullet, min(20, paragraph.indent), paragraph.alone, unit.ended, min(3, times - 1),
        unit.wide > 0, unit.persons, unit.self_talk, unit.persons > 0 and unit.says_we,
        len(unit.stems & vocabulary.OF_PAPERS) * 20 / max(20, unit.words) if telling else 0,
        unit.past / number if telling else 0, names / number, unit.furniture != "",
    ]  # fmt: skip


def _shift(columns: NDArray[Any], step: int) -> NDArray[Any]:
    """What stands `step` rows further on; nothing is beyond the ends."""
    import numpy as np  # noqa: PLC0415

    shifted = np.zeros_like(columns)
    if abs(step) < len(columns):
        shifted[max(0, -step) : len(columns) - max(0, step)] = columns[max(0, step) : len(columns) + min(0, step)]
    return shifted


def _sum(values: NDArray[Any], first: int, end: int) -> NDArray[Any]:
    """The sum of what stands from `first` up to before `end` rows further on."""
    import numpy as np  # noqa: PLC0415

    sums, place = np.concatenate([[0], np.cumsum(values)]), np.arange(len(values))
    total: NDArray[Any] = sums[np.clip(place + end, 0, len(values))] - sums[np.clip(place + first, 0, len(values))]
    return total


def _since(found: NDArray[Any]) -> NDArray[Any]:
    """How many rows ago something was found, at most 40."""
    import numpy as np  # noqa: PLC0415

    place = np.arange(len(found))
    last = np.maximum.accumulate(np.where(found, place, -40))
    steps: NDArray[Any] = np.minimum(40, place - np.concatenate([[-40], last[:-1]]))
    return steps


def _places(shape: NDArray[Any], closing: NDArray[Any]) -> NDArray[Any]:
    """Where each paragraph stands among the page's prose and furniture, as the paragraphs' own words tell them."""
    import numpy as np  # noqa: PLC0415

    words, furniture = shape[:, 0], shape[:, _SHAPE.index("furniture")]
    is_prose = (shape[:, _SHAPE.index("ended")] > 0) & (words >= _PROSE) & (furniture == 0)
    prose, place, number = words * is_prose, np.arange(len(words)), len(words)
    before, whole = _sum(prose, -_ENDLESS, 0), max(1.0, prose.sum())
    last = np.maximum.accumulate(np.where(is_prose, place, -1))
    return np.column_stack(
        [
            np.minimum(place, 60), np.minimum(number - 1 - place, 60), before / whole,
            (whole - before - prose) / whole, np.full(number, min(whole, 2000)), np.full(number, min(number, 400)),
            np.full(number, shape[:, _SHAPE.index("bullet")].mean()), _since(is_prose), _since(is_prose[::-1])[::-1],
            _shift(np.where(last >= 0, words[last], 0), -1), np.minimum(5, _sum(closing, -_ENDLESS, 0)),
            _since(closing > 0), _sum(furniture, -6, 0), _sum(prose, -3, 0), _sum(prose, 1, 4), _sum(prose, -8, 0),
            _sum(words, -5, 0), _sum(words, 1, 6), _shift(np.maximum.accumulate(words), -1),
            _shift(np.maximum.accumulate(words[::-1])[::-1], 1), _sum(is_prose, -_ENDLESS, 0),
        ]
    )  # fmt: skip


def _by_rules(score: NDArray[Any], sure: NDArray[Any], words: NDArray[Any], headline: int | None) -> NDArray[Any]:
    """Where each paragraph stands in the body as the rules see it."""
    import numpy as np  # noqa: PLC0415

    body = sure * words
    whole, before = max(1.0, body.sum()), _sum(body, -_ENDLESS, 0)
    behind = before - before[headline] if headline is not None else np.zeros(len(words))
    steps = np.clip(np.arange(len(words)) - (headline or 0), -40, 40)
    return np.column_stack(
        [
            score, sure, before / whole, (whole - before - body) / whole, _sum(body, -3, 0), _sum(body, 1, 4),
            _sum(sure, -8, 0), _sum(sure, 1, 9), steps if headline is not None else np.full(len(words), -99),
            np.clip(behind, -500, 2000), behind / whole,
        ]
    )  # fmt: skip


def _subjects(
    units: Sequence[Unit], named: Sequence[Sequence[str]], sure: Sequence[float], headline: int | None
) -> list[list[float]]:
    """What each longer paragraph shares with the headline, and its words and names with the likely body."""
    long = [i for i, unit in enumerate(units) if unit.words >= _TELLING]
    stems = [units[i].stems - vocabulary.COMMON for i in long]
    names = [frozenset(named[i]) for i in long]
    ranks: list[int] = []
    body: list[int] = []
    for k, i in enumerate(long):
        ranks.append(len(body))
        if sure[i] >= 0.4:
            body.append(k)
    words, elsewhere = _spans(stems[k] for k in body), _spans(names[k] for k in body)
    title = units[headline].stems - vocabulary.COMMON if headline is not None else frozenset()
    rows = [[-1.0] * len(_SUBJECT) for _ in units]
    for k, i in enumerate(long):
        own, rank, size = stems[k], ranks[k], max(1, len(stems[k]))
        around = own.union(*stems[max(0, k - 1) : k + 2])
        known = _count_beyond(names[k], elsewhere, rank, 1)
        rows[i] = [
            len(own & title), len(own & title) / max(1, len(title)), _count_beyond(own, words, rank, _FAR) / size,
            _count_beyond(own, words, rank, 0) / size,
            _count_beyond(around, words, rank, _FAR + 1) / max(1, len(around)), len(own), known, len(names[k]) - known,
        ]  # fmt: skip
    return rows


def _spans(sets: Iterable[frozenset[str]]) -> dict[str, tuple[int, int]]:
    """Each word's first and last place."""
    spans: dict[str, tuple[int, int]] = {}
    for place, words in enumerate(sets):
        for word in words:
            spans[word] = (spans[word][0] if word in spans else place, place)
    return spans


def _count_beyond(words: frozenset[str], spans: dict[str, tuple[int, int]], place: int, reach: int) -> int:
    """How many of the words stand further away than `reach` too."""
    low, high = place - reach, place + reach
    found = [spans[word] for word in words if word in spans]
    return sum([1 for first, last in found if first < low or last > high])


def _relations(shape: NDArray[Any], subject: NDArray[Any], sure: NDArray[Any]) -> NDArray[Any]:
    """How far each paragraph is from the page's usual one in subject and speech."""
    import numpy as np  # noqa: PLC0415

    words = shape[:, 0]
    papers, past, names = (shape[:, _SHAPE.index(name)] for name in ("of papers", "past", "names"))
    persons, talk = shape[:, _SHAPE.index("persons")], papers + shape[:, _SHAPE.index("persons")]
    talk = talk + shape[:, _SHAPE.index("self-talk")]
    subjects = subject[:, [_SUBJECT.index(name) for name in _RELATIVE[:4]]]
    body, prose = (sure > 0.5) & (words >= _USUAL), (words >= _USUAL) & (shape[:, _SHAPE.index("ended")] > 0)
    of_subject = np.where((words >= _TELLING)[:, None], subjects - _median(subjects[body]), 0)
    speech = np.column_stack([papers, past, names, persons, talk])
    return np.column_stack([of_subject, speech - _median(speech[prose]), _sum(talk, -1, 2), _sum(talk, -2, 3)])


def _median(rows: NDArray[Any]) -> NDArray[Any]:
    """Of each column; where there are no rows, zeros."""
    import numpy as np  # noqa: PLC0415

    middle: NDArray[Any] = np.median(rows, axis=0) if len(rows) else np.zeros(rows.shape[1])
    return middle
