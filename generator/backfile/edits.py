"""Whether a person has changed a text that stands in a Markdown body.

In: a body as it is now, and Markdown as an importer writes it, each with the place of one text. Out: whether both have
it alike: every letter, mark, address and capital. Spaces, the wrapping of lines and the numbers of entries don't count.
Words that were added in the text's paragraph, before or behind it, are a change as well.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from backfile.passages import Found, Letters, find_marked

# How a row begins or ends that a restored line joined: an entry of a list, a cell of a table.
_JOINED = re.compile(r"(?:[-*+]|1[.)]|\|)?")
_NUMBER = re.compile(r"\d+(?=[.)])")
_MARGIN = re.compile(r"\s*\n[ \t>]*")


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands on one side of a text in its row: marks up to its edge, or the number of the next letter."""

    marks: str
    letter: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it was written: in which Markdown, and where. One that `joined` a row may stand there as part of it."""

    letters: Letters
    found: Found
    joined: bool = False


def is_changed(now: Letters, found: Found, written: Written, known: Sequence[Found]) -> bool:
    """Whether a text of a body isn't as it was written. `known` are the places of all texts in the body."""
    then, origin = written.letters, written.found
    if _read_words(now, found) != _read_words(then, origin):
        return True
    for step in (-1, 1):
        side, before = _look(now, found, step), _look(then, origin, step)
        if side.letter is None:
            edge = before if before.letter is None else _look(then, _row_of(then, origin), step)
            if side.marks != edge.marks and not (written.joined and edge.marks == "" and _JOINED.fullmatch(side.marks)):
                return True
        elif before.letter is None and not any(start <= side.letter < end for start, end in known):
            return True
    return False


def _read_words(letters: Letters, found: Found) -> str:
    """A text with its marks, and those that stand around it without a space; on one line."""
    start, end = find_marked(letters, found)
    return " ".join(_MARGIN.sub(" ", letters.markdown[start:end]).removesuffix("\\").split())


def _look(letters: Letters, found: Found, step: int) -> _Side:
    """One side of a text: -1 for what is before it, 1 for what is behind it."""
    start, end = find_marked(letters, found)
    first, last = _find_row(letters, found)
    if step < 0:
        is_edge = found[0] == 0 or letters.places[found[0] - 1] < first
        marks, letter = letters.markdown[first:start], found[0] - 1
    else:
        is_edge = found[1] == len(letters.places) or letters.places[found[1]] >= last
        marks, letter = letters.markdown[end:last], found[1]
    return _Side(_NUMBER.sub("1", " ".join(marks.split())) if is_edge else "", None if is_edge else letter)


def _find_row(letters: Letters, found: Found) -> Found:
    """From the start of the row in which a text begins to the end of that in which it ends."""
    end = letters.markdown.find("\n", letters.places[found[1] - 1])
    return letters.markdown.rfind("\n", 0, letters.places[found[0]]) + 1, end if end >= 0 else len(letters.markdown)


def _row_of(letters: Letters, found: Found) -> Found:
    """All letters of the rows that a text stands in."""
    first, last = _find_row(letters, found)
    return bisect_left(letters.places, first), bisect_left(letters.places, last)
