"""The lines of an original beside the blocks of its article.

In: the lines of a capture with their kinds, and the article's blocks as plain text, as a person may have changed them.
Out: rows from top to bottom, in which each line and each block stands once and in order: of all ways to pair them, the
one that pairs the most letters. Letters and digits alone are compared, since Markdown and page differ in all else.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from backfile.model import KEPT, Line

_OF_THE_BODY = frozenset({"body", "heading", "quote"})
# A line is compared with so many blocks around the place where it would stand if all were of one length.
_REACH = 150

# What became of a row's lines: their words stand in its blocks, or in the front matter; they were left out; they went
# into the text and aren't found there now. A row of blocks alone was written by a person.
State = Literal["held", "field", "left out", "not found", "written"]


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of an original, what became of them, and the numbers of the blocks beside them, from 0."""

    state: State
    lines: tuple[Line, ...]
    blocks: range = range(0)


class _Pair(NamedTuple):
    """A line beside a block, by their numbers: the last of a chain that pairs `letters`."""

    letters: int
    line: int
    block: int
    before: "_Pair | None"


def align(lines: Iterable[Line], blocks: Sequence[str]) -> Iterator[Row]:
    """The rows of the lines, which come in the order of their capture, and of the blocks."""
    lines, folded = tuple(lines), [_fold(block) for block in blocks]
    words = [_fold(line.text) if line.kind in _OF_THE_BODY else "" for line in lines]
    found = _pair(words, folded)
    placed = [(line, _state_of(line, words[at], at in found), found.get(at, range(0))) for at, line in enumerate(lines)]
    shown = 0
    for (state, beside), group in groupby(placed, key=lambda entry: entry[1:]):
        yield from _rows_without_lines(folded, shown, beside.start)
        yield Row(state, tuple(line for line, *_ in group), range(max(shown, beside.start), max(shown, beside.stop)))
        shown = max(shown, beside.stop)
    yield from _rows_without_lines(folded, shown, len(blocks))


def _rows_without_lines(folded: Sequence[str], start: int, stop: int) -> Iterator[Row]:
    """The blocks that no line is paired with; those that have no letters to compare are no sign of a person's hand."""
    for has_letters, group in groupby(range(start, stop), key=lambda block: bool(folded[block])):
        numbers = tuple(group)
        yield Row("written" if has_letters else "held", (), range(numbers[0], numbers[-1] + 1))


def _state_of(line: Line, words: str, is_found: bool) -> State:
    if line.kind not in KEPT:
        return "left out"
    if line.kind not in _OF_THE_BODY:
        return "field"
    return "held" if is_found or not words else "not found"


def _pair(lines: Sequence[str], blocks: Sequence[str]) -> dict[int, range]:
    """The blocks beside each line: one that the line is in, or those that are in the line, which may be a whole page.

    Of chains that end at or before a block, only the best is of use: `best` has them by block, ever better ones.
    """
    best: list[_Pair] = []
    spoken = [number for number, words in enumerate(lines) if words]
    for rank, number in enumerate(spoken):
        words, near = lines[number], _find_near(rank, len(spoken), len(blocks))
        within = [_extend(best, number, block, len(words)) for block in near if words in blocks[block]]
        for block in near:
            if blocks[block] and blocks[block] != words and blocks[block] in words:
                _enter(best, _extend(best, number, block, len(blocks[block])))
        for pair in within:
            _enter(best, pair)
    return _collect(best[-1] if best else None)


def _find_near(line: int, lines: int, blocks: int) -> range:
    middle = line * blocks // lines
    return range(max(0, middle - _REACH), min(blocks, middle + _REACH))


def _extend(best: Sequence[_Pair], line: int, block: int, letters: int) -> _Pair:
    """The best chain that ends with this line beside this block."""
    at = bisect_right(best, block, key=lambda pair: pair.block)
    before = best[at - 1] if at else None
    return _Pair(letters + (before.letters if before else 0), line, block, before)


def _enter(best: list[_Pair], pair: _Pair) -> None:
    """Put a chain in its place, unless one that ends no later is as good, and drop those that it makes useless."""
    at = bisect_right(best, pair.block, key=lambda other: other.block)
    if at and best[at - 1].letters >= pair.letters:
        return
    start = at - 1 if at and best[at - 1].block == pair.block else at
    stop = at
    while stop < len(best) and best[stop].letters <= pair.letters:
        stop += 1
    best[start:stop] = [pair]


def _collect(last: _Pair | None) -> dict[int, range]:
    found: dict[int, range] = {}
    while last:
        beside = found.get(last.line, range(last.block, last.block + 1))
        found[last.line] = range(last.block, beside.stop)
        last = last.before
    return found


def _fold(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
