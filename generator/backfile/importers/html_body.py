"""Which blocks of a saved page are the article's text.

In: a page's blocks, and what the page says of its article. Out: the chosen ones, how sure the choice is, and for each
other block what weighed against it. Two learned models judge: a small one sees every block and passes on what may be
text, a larger one sees the words as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from backfile.importers import html_features, html_wording
from backfile.importers.doubts import LONG, leaves_out_much
from backfile.importers.html_blocks import Block, Node, is_rule
from backfile.importers.html_features import Hints
from backfile.importers.html_foot import find_foot
from backfile.importers.html_roles import ROLES
from backfile.importers.html_tables import CELL, TABLE, find_tables, number_of
from backfile.importers.trees import Model, load_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Log-odds from which the larger model looks at a block, and from which a block is text.
GATE, ENOUGH = -3.9, -0.15
# What it costs to go into the text or out of it: a change between two blocks must be worth that.
_STEP = 0.3
# Words from which a stretch of the text that says again what stands above, elsewhere on the page, is a copy.
_COPIED = 50
# What a table of data is worth: furniture seldom is one, and short cells look like it.
_FOR_DATA = 1.6
# What can't be text has these.
_NEVER = -9.0
_QUOTE, _FOOT = frozenset(["blockquote"]), frozenset(["footer"])
# If none has that, those near the best, which must have so much.
_BEST, _NEAR_BEST = -2.5, 1.0
# Roles of elements that speak against what stands in them, from so near, and the kind of line that it is then.
_AGAINST = {
    "sharing": "sharing", "related": "related", "card": "related", "comments": "comments", "appeal": "appeal",
    "advert": "notice", "popup": "notice", "navigation": "navigation", "frame": "", "caption": "", "picture": "",
    "byline": "", "meta": "", "tags": "", "title": "", "summary": "", "aside": "", "form": "", "unseen": "",
    "contents": "navigation", "notes": "",
}  # fmt: skip
_NEAR = 3
_AT_ONCE = 5000
_ROLES = tuple(role for role in ROLES if role in _AGAINST)
_AT = {name: number for number, name in enumerate((*html_features.NAMES, *html_wording.NAMES))}


@dataclass(frozen=True, slots=True)
class Choice:
    """The numbers of the chosen blocks, how sure it is that they are the article and all of it, why the others aren't
    among them and of what kind they are, as far as where they stand tells, what was chosen from, and whether much of
    the text may have been left out."""

    chosen: tuple[int, ...] = ()
    confidence: float = 0.0
    whys: Mapping[int, str] = field(default_factory=dict)
    kinds: Mapping[int, str] = field(default_factory=dict)
    place: str = "page structure"
    leaves_out_much: bool = False


def choose_blocks(blocks: Sequence[Block], hints: Hints) -> Choice:
    """The blocks of the article."""
    if not blocks:
        return Choice()
    rows = html_features.measure(blocks, hints)
    scores, model = _score(load_model("html-gate"), rows), load_model("html-body")
    picked = [i for i, score in enumerate(scores) if score > GATE]
    if picked:
        whole = join_rows(blocks, rows, picked)
        for i, score in zip(picked, _score(model, whole), strict=True):
            scores[i] = score
    words = rows[:, _AT["words"]].tolist()
    chosen, surety = decide(blocks, words, scores)
    foot = find_foot(blocks, chosen, hints.source)
    chosen = tuple(i for i in chosen if i not in foot)
    taken, said = set(chosen), {blocks[i].text for i in chosen}
    told = {i: reason for i, reason in enumerate(_explain(rows)) if i not in taken}
    told |= {i: ("said in the text already", "") for i in told if blocks[i].text in said}
    told |= {i: ("at the foot", kind) for i, kind in foot.items()}
    whys = {i: f"{scores[i]:.1f}: {reason}" for i, (reason, _) in told.items()}
    kinds = {i: kind for i, (_, kind) in told.items()}
    left = ((words[i], _chance(scores[i])) for i in told if len(blocks[i].text) >= LONG and blocks[i].text not in said)
    return Choice(
        chosen, model.share(surety), whys, kinds, leaves_out_much=leaves_out_much(sum(words[i] for i in chosen), left)
    )


def _chance(score: float) -> float:
    """Log-odds as a share."""
    return 1 / (1 + math.exp(-score))


def _score(model: Model, rows: Any) -> list[float]:
    """Scores, part by part: what a page of a million blocks takes at once would be too much."""
    return [score for start in range(0, len(rows), _AT_ONCE) for score in model.score(rows[start : start + _AT_ONCE])]


def decide(blocks: Sequence[Block], words: Sequence[float], scores: Sequence[float]) -> tuple[tuple[int, ...], float]:
    """Which blocks the scores choose, and the F1 that they let expect of the choice."""
    levelled = _level_rules(blocks, _level_quotes(blocks, _level_tables(blocks, scores)))
    best = max(levelled)
    enough = min(ENOUGH, best - _NEAR_BEST) if best > _BEST else ENOUGH
    path = [i for i in _find_path([score - enough for score in levelled]) if blocks[i].text]
    chosen = tuple(_drop_copies(blocks, words, path))
    likely = [count * _chance(score) for count, score in zip(words, levelled, strict=True)]
    size = sum(words[i] for i in chosen) + sum(likely)
    return chosen, round(2 * sum(likely[i] for i in chosen) / size, 3) if size else 0.0


def _find_path(worth: Sequence[float]) -> list[int]:
    """Which blocks the best path through the page takes: what they are worth together, less each step in and out."""
    out, taken, came = 0.0, -math.inf, []
    for value in worth:
        came.append((taken - _STEP > out, taken >= out - _STEP))
        out, taken = max(out, taken - _STEP), max(taken, out - _STEP) + value
    is_taken, found = taken - _STEP > out, []
    for i in range(len(worth) - 1, -1, -1):
        if is_taken:
            found.append(i)
        is_taken = came[i][is_taken]
    return found[::-1]


def _drop_copies(blocks: Sequence[Block], words: Sequence[float], chosen: Sequence[int]) -> list[int]:
    """The chosen blocks without stretches that repeat others in another element: a page may hold its text once for each
    size of screen."""
    first: dict[str, int] = {}
    copied = {i for i in chosen if _is_apart(blocks[i], blocks[first.setdefault(blocks[i].text, i)])}
    dropped: set[int] = set()
    for is_copied, stretch in groupby(chosen, key=copied.__contains__):
        numbers = list(stretch)
        if is_copied and sum(words[i] for i in numbers) >= _COPIED:
            dropped.update(numbers)
    return [i for i in chosen if i not in dropped]


def _is_apart(block: Block, other: Block) -> bool:
    """Whether two blocks stand in elements that themselves stand in different ones."""
    return _parent_of(block) is not _parent_of(other)


def join_rows(blocks: Sequence[Block], rows: NDArray[Any], picked: Sequence[int]) -> NDArray[Any]:
    """What the larger model sees of the blocks that the small one passed on."""
    import numpy as np  # noqa: PLC0415

    return np.hstack([rows[picked], np.array(html_wording.measure_words(blocks, rows, picked), dtype=np.float64)])


def _level_tables(blocks: Sequence[Block], scores: Sequence[float]) -> list[float]:
    """A table of data is text as a whole, or not: each of its cells gets the mean score, and some for being in one."""
    levelled, data = list(scores), find_tables(blocks)
    cells: dict[int, list[int]] = {}
    for i, block in enumerate(blocks if data else ()):
        if (table := number_of(block, TABLE)) in data:
            cells.setdefault(table, []).append(i)
    for numbers in cells.values():
        mean = sum(scores[i] for i in numbers) / len(numbers)
        for i in numbers:
            levelled[i] = mean + _FOR_DATA
    return levelled


def _level_quotes(blocks: Sequence[Block], scores: Sequence[float]) -> list[float]:
    """Who is quoted, at a quotation's foot, is text if the quotation is."""
    levelled = list(scores)
    for i in range(1, len(blocks)):
        quote = number_of(blocks[i], _QUOTE)
        if 0 <= quote < number_of(blocks[i], _FOOT) and number_of(blocks[i - 1], _QUOTE) == quote:
            levelled[i] = max(levelled[i], levelled[i - 1])
    return levelled


def _level_rules(blocks: Sequence[Block], scores: Sequence[float]) -> list[float]:
    """A row of signs is text if what stands before and behind it in the same element is."""
    levelled = list(scores)
    for i, block in enumerate(blocks):
        if is_rule(block.text) and number_of(block, CELL) < 0:
            near = [j for j in (i - 1, i + 1) if 0 <= j < len(blocks) and _parent_of(blocks[j]) is _parent_of(block)]
            levelled[i] = min(scores[j] for j in near) if len(near) == 2 else _NEVER
    return levelled


def _parent_of(block: Block) -> Node | None:
    return block.node.parent if block.node else None


def _explain(rows: NDArray[Any]) -> Iterator[tuple[str, str]]:
    """The plainest thing that speaks against each block, and the kind that it makes it."""
    distances = rows[:, [_AT[f"{role}_above"] for role in _ROLES]]
    nearest, named = distances.min(axis=1).tolist(), distances.argmin(axis=1).tolist()
    asked = rows[:, [_AT[name] for name in ("hidden", "link_share", "in_bulk", "before_title", "words")]].tolist()
    for distance, role, (is_hidden, links, in_bulk, is_before, words) in zip(nearest, named, asked, strict=True):
        if is_hidden:
            yield "hidden", ""
        elif distance <= _NEAR:
            yield f"named {_ROLES[role]}", _AGAINST[_ROLES[role]]
        elif links > 0.5:
            yield f"link density {links:.1f}", "navigation"
        elif not in_bulk:
            yield "apart from most of the text", ""
        elif is_before:
            yield "before the headline", ""
        else:
            yield "few words" if words < 10 else "unlike the text around it", ""
