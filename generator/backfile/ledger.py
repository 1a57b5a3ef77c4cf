"""The numbers of a capture's lines, and the ledger: the table of the lines that an article doesn't hold.

In: lines in the order of their capture. Out: the same with numbers of their own, ranges of numbers, the text of a
ledger, and back. A row is a run of lines of one kind and one reason: `16-18`, its texts parted by ` ¶ `. Where a line
of the file holds several texts (a saved page may be one long line) they are numbered as well: `21.1`, `21.2`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import TypeAlias

from backfile.model import KEPT, Line

# The first and the last line of a range, as (number, part).
Span: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

_HEAD = "lines\tkind\twhy\ttext\n"
_SUFFIX = ".ledger.tsv"
_BREAK = " ¶ "
# How the reason of a line begins that a person has put back or taken out; what it was before follows.
_BY_HAND = "by hand; was "
_RANGE = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?(?:\s*[-–]\s*(\d{1,9})(?:\.(\d{1,9}))?)?")
_MOST_PARTS = 10**9


def name_ledger(original: str) -> str:
    """The path of an original's ledger: beside it."""
    return f"{original}{_SUFFIX}"


def name_original(ledger: str) -> str:
    """The path of the original that a ledger belongs to; empty if the file is no ledger."""
    return ledger.removesuffix(_SUFFIX) if ledger.endswith(_SUFFIX) else ""


def number_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines with numbers that are unique and ascend: several texts on one line of the file are its parts.

    A text that follows a page's inner parts may be given the line on which the outer part began: it counts as later.
    """
    lines = tuple(lines)
    if all(before.number < line.number for before, line in pairwise(lines)):
        return lines  # as those of every text capture
    ascending: list[Line] = []
    for line in lines:
        least = ascending[-1].number if ascending else 1
        ascending.append(line if line.number >= least else replace(line, number=least))
    numbered: list[Line] = []
    for _, group in groupby(ascending, key=lambda line: line.number):
        same = list(group)
        numbered += same if len(same) == 1 else [replace(line, part=part) for part, line in enumerate(same, 1)]
    return tuple(numbered)


def place_of(line: Line) -> tuple[int, int]:
    """What orders lines and tells one from another."""
    return line.number, line.part


def format_number(line: Line) -> str:
    """`214`, or `214.3` for the third text of that line."""
    return f"{line.number}.{line.part}" if line.part else str(line.number)


def format_ranges(lines: Iterable[Line]) -> str:
    """The numbers of the lines that were kept, as ranges that reach over blank lines: `5,7-8,22-28`."""
    groups = groupby(lines, key=lambda line: line.kind in KEPT)
    return ",".join(_format_run(list(group)) for is_kept, group in groups if is_kept)


def _format_run(run: Sequence[Line]) -> str:
    first, last = format_number(run[0]), format_number(run[-1])
    return first if len(run) == 1 else f"{first}-{last}"


def parse_ranges(text: str) -> tuple[Span, ...]:
    """The ranges of `5,7-8,22-28`; a line's number stands for all its parts. Raises ValueError."""
    return tuple(_parse_range(part.strip()) for part in text.split(",") if part.strip())


def _parse_range(text: str) -> Span:
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no line and no range of lines")
    number, part, last, last_part = (int(found) if found else None for found in match.groups())
    assert number is not None
    first, end = (number, part or 0), (last or number, (last_part if last else part) or _MOST_PARTS)
    if end < first:
        raise ValueError(f"{text!r} ends before it begins")
    return first, end


def select(lines: Iterable[Line], spans: Sequence[Span]) -> list[Line]:
    """The lines that ranges mean."""
    return [line for line in lines if any(first <= place_of(line) <= last for first, last in spans)]


def find_left_out(lines: Iterable[Line]) -> list[Line]:
    """The lines that the article doesn't hold."""
    return [line for line in lines if line.kind not in KEPT]


def find_rows(lines: Iterable[Line]) -> list[Line]:
    """The lines for a ledger: those that were left out, and those that somebody put back by hand."""
    return [line for line in lines if line.kind not in KEPT or line.why.startswith(_BY_HAND)]


def are_rows_of(rows: Iterable[Line], lines: Iterable[Line]) -> bool:
    """Whether a ledger's rows are of lines that are numbered so; another version of an importer may part them anew."""
    texts = {place_of(line): _one_line(line.text) for line in lines}
    return all(texts.get(place_of(row)) == row.text for row in rows)


def recall_lines(lines: Iterable[Line], kept: Sequence[Span], rows: Iterable[Line]) -> tuple[Line, ...]:
    """Lines as they are read now with the kinds and reasons that an article and its ledger remember."""
    recorded = {place_of(row): row for row in rows}
    lines = tuple(lines)
    inside = set(map(place_of, select(lines, kept)))
    return tuple(_recall(line, recorded.get(place_of(line)), place_of(line) in inside) for line in lines)


def _recall(line: Line, row: Line | None, is_kept: bool) -> Line:
    known = replace(line, kind=row.kind, why=row.why) if row else line
    if (known.kind in KEPT) == is_kept:
        return known
    if row and is_kept:
        return restore_line(known)  # its row was about to be written when somebody's command was stopped
    return replace(line, kind="body" if is_kept else "other", why="")


def restore_line(line: Line) -> Line:
    """A line that was left out, as one that somebody has put back; one that was dropped by hand is what it was."""
    return _undo(line) or replace(line, kind="body", why=f"{_BY_HAND}{line.kind}{': ' if line.why else ''}{line.why}")


def drop_line(line: Line) -> Line:
    """A line of the article as one that somebody has taken out; one that was put back by hand is what it was."""
    return _undo(line) or replace(line, kind="dropped", why=f"{_BY_HAND}{line.kind}")


def _undo(line: Line) -> Line | None:
    if not line.why.startswith(_BY_HAND):
        return None
    kind, _, why = line.why.removeprefix(_BY_HAND).partition(": ")
    return replace(line, kind=kind, why=why)


def format_ledger(lines: Iterable[Line]) -> str:
    """A ledger of these lines, as a table with tabs: lines, kind, why, text."""
    return _HEAD + "".join(_format_row(run) for run in _find_runs(lines))


def _find_runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other without a gap, of one kind and one reason, so that a row can be taken apart."""
    tidy = [Line(line.number, line.kind, _one_line(line.text), _one_line(line.why), line.part) for line in lines]
    run: list[Line] = tidy[:1]
    for before, line in pairwise(tidy):
        if not _follows(before, line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _follows(before: Line, line: Line) -> bool:
    alike = (before.kind, before.why) == (line.kind, line.why) and "¶" not in before.text + line.text
    parts = before.part > 0 and place_of(line) == (before.number, before.part + 1)
    return alike and (parts or (before.part == line.part == 0 and line.number == before.number + 1))


def _format_row(run: Sequence[Line]) -> str:
    text = _BREAK.join(line.text for line in run)
    return f"{_format_run(run)}\t{run[0].kind}\t{run[0].why}\t{text}\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def parse_ledger(text: str) -> tuple[Line, ...]:
    """The lines of a ledger. Raises ValueError where a row is none."""
    return tuple(line for row in text.removeprefix("\ufeff").splitlines()[1:] if row for line in _parse_row(row))


def _parse_row(row: str) -> Iterator[Line]:
    cells = row.split("\t", 3)
    if len(cells) != 4:
        raise ValueError(f"{row[:60]!r} is no row of a ledger")
    numbers, kind, why, text = cells
    (number, part), _ = _parse_range(numbers)
    for step, one in enumerate(text.split(_BREAK) if "-" in numbers else [text]):
        yield Line(number, kind, one, why, part + step) if part else Line(number + step, kind, one, why)
