"""Passages of a Markdown body: where a text stands in it, the body without it, the body with one more.

In: Markdown, perhaps edited by hand, and lines of the text that it was made of. Out: spans, or Markdown of which
nothing else changed. Texts are compared by their letters and digits alone: marks, spaces, line ends and the hyphens of
broken words don't count. Knows no file and no importer.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TypeAlias
from unicodedata import normalize

from backfile.model import Passage

# From the first letter of a text to behind its last one, in `Letters`.
Found: TypeAlias = tuple[int, int]

# As long as this, a text is itself wherever it stands; a shorter one ("Home") must have a line of its own.
_LONG = 24
# The address of a link, a comment, the number of an entry in a list; else every letter and digit by itself.
_UNSEEN = r"(?<!\\)\]\((?:[^()\\\n]|\\.|\([^()\n]*\))*\)|<!--.*?-->|^[ >]*\d{1,9}[.)](?=[ \t])"
_CHARACTER = re.compile(rf"{_UNSEEN}|([^\W_])", re.DOTALL | re.MULTILINE)
# The cell of a table behind the one that a letter stands in, if it is empty.
_EMPTY_CELL = re.compile(r"[^|\n]*\|(?:[ \t]*\n[ >]*\|)?(?=[ \t]*\|)")
_ITEM = re.compile(r"[ >]*(?:[-*+]|\d+[.)])[ \t]+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a Markdown text, and the place of each in it."""

    markdown: str
    text: str
    places: tuple[int, ...]


def read_letters(markdown: str) -> Letters:
    """What of a Markdown text can be compared."""
    found = [
        (letter, match.start()) for match in _CHARACTER.finditer(markdown) if match[1] for letter in _fold(match[1])
    ]
    return Letters(markdown, "".join(letter for letter, _ in found), tuple(place for _, place in found))


def _fold(text: str) -> str:
    return "".join(c for c in normalize("NFKD", text.casefold()) if c.isalnum())


def find_texts(letters: Letters, texts: Sequence[str]) -> list[Found | None]:
    """Where each of these texts stands.

    Those that stand there once and in their order are sure; the others are looked for between their sure neighbours,
    and anywhere if no other text is the same.
    """
    wanted = [_spell(letters, text) for text in texts]
    sure = _find_sure(letters, wanted)
    times = Counter(wanted)
    found: list[Found | None] = []
    behind = 0
    limits = _find_limits(sure, len(texts), len(letters.text))
    for i, text in enumerate(wanted):
        span = sure.get(i) or next(_find_all(letters, text, behind, limits[i]), None)
        behind = span[1] if span else behind
        if span is None and times[text] == 1:
            span = next(_find_all(letters, text), None)
        found.append(span)
    return found


def _spell(letters: Letters, text: str) -> str:
    """The letters of a text as they stand there: it may be Markdown itself."""
    plain = _fold(text)
    return plain if plain in letters.text else read_letters(text).text


def _find_sure(letters: Letters, wanted: Sequence[str]) -> dict[int, Found]:
    """The longest chain of texts that stand there once each, one behind the other."""
    spans: dict[int, Found] = {}
    for i, text in enumerate(wanted):
        if len(twice := list(islice(_find_all(letters, text), 2))) == 1:
            spans[i] = twice[0]
    return keep_order(spans)


def keep_order(spans: Mapping[int, Found]) -> dict[int, Found]:
    """The longest chain of numbered texts that stand one behind the other."""
    ends: list[tuple[int, int]] = []  # of the best chain of each length: where its last text begins, and which it is
    before: dict[int, int] = {}
    for i, (start, _) in sorted(spans.items()):
        at = bisect_left(ends, (start, -1))
        before[i] = ends[at - 1][1] if at else -1
        ends[at : at + 1] = [(start, i)]
    chain: list[int] = []
    last = ends[-1][1] if ends else -1
    while last >= 0:
        chain.append(last)
        last = before[last]
    return {i: spans[i] for i in reversed(chain)}


def _find_limits(sure: dict[int, Found], count: int, end: int) -> list[int]:
    """Where, for each of so many texts, the next sure one begins."""
    limits = []
    for i in reversed(range(count)):
        limits.append(end)
        end = sure[i][0] if i in sure else end
    return limits[::-1]


def _find_all(letters: Letters, wanted: str, start: int = 0, stop: int | None = None) -> Iterator[Found]:
    """Every place of a text; one that begins at `start` may go on with the line of the text before it."""
    at = letters.text.find(wanted, start, stop) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if len(wanted) >= _LONG or ((at == start > 0 or _parted(letters, at)) and _parted(letters, end)):
            yield at, end
        at = letters.text.find(wanted, at + 1, stop)


def _parted(letters: Letters, at: int) -> bool:
    """Whether a line of the Markdown ends between a letter and the one before it, or a cell of a table."""
    if at in (0, len(letters.text)):
        return True
    return not {"\n", "|"}.isdisjoint(letters.markdown[letters.places[at - 1] : letters.places[at]])


def find_rows_of(letters: Letters, found: Found) -> str:
    """The lines of Markdown that a text fills alone, without the break at their end; empty if it shares them."""
    if not (_parted(letters, found[0]) and _parted(letters, found[1])):
        return ""
    start = letters.markdown.rfind("\n", 0, letters.places[found[0]]) + 1
    end = letters.markdown.find("\n", letters.places[found[1] - 1])
    rows = letters.markdown[start : end if end >= 0 else None]
    return "" if read_letters(rows).text != letters.text[slice(*found)] else rows.rstrip().removesuffix("\\")


def quote_texts(markdown: str, texts: Sequence[str], chosen: frozenset[int]) -> Iterator[Passage]:
    """The chosen ones of the texts that a Markdown was made of, as they stand there: those that fill a table, a quote
    or code together, others each by itself."""
    letters = read_letters(markdown)
    found = dict(enumerate(find_texts(letters, texts)))
    whole = {i: block for block in _find_whole(letters, found, chosen) for i in block.lines}
    for i in sorted(chosen):
        span = found.get(i)
        if i in whole:
            if i == whole[i].lines[0]:
                yield whole[i]
        elif span:
            yield Passage((i,), find_rows_of(letters, span) or markdown[slice(*find_marked(letters, span))])


def _find_whole(letters: Letters, found: Mapping[int, Found | None], chosen: frozenset[int]) -> Iterator[Passage]:
    """The blocks of several rows, but lists, that chosen texts fill."""
    for start, end in _find_blocks(letters.markdown):
        block = letters.markdown[start:end]
        first, last = bisect_left(letters.places, start), bisect_left(letters.places, end)
        inside = [i for i, span in found.items() if span and first <= span[0] < last]
        several = "\n" in block and not _ITEM.match(block) and not block.split("\n", 1)[0].endswith("\\")
        if several and inside and chosen.issuperset(inside):
            yield Passage(tuple(inside), block)


def find_marked(letters: Letters, found: Found) -> Found:
    """From where to where a text stands in the Markdown, with the marks around it up to a space or another text."""
    first, last = letters.places[found[0]], letters.places[found[1] - 1] + 1
    before = letters.markdown[letters.places[found[0] - 1] + 1 if found[0] else 0 : first]
    behind = letters.markdown[last : letters.places[found[1]] if found[1] < len(letters.places) else None]
    opening, closing = re.split(r"\s", before)[-1], re.split(r"\s", behind, maxsplit=1)[0]
    return first - len(opening), last + len(closing)


def cut_texts(letters: Letters, found: Iterable[Found]) -> str:
    """The Markdown without texts that stand in it. Lines of which no letter is left go, and blank lines with them."""
    gone = {place for start, end in found for place in letters.places[start:end]}
    rows: list[str | None] = []
    at = 0
    for row in letters.markdown.split("\n"):
        rows.append(_cut_row(letters, row, at, gone))
        at += len(row) + 1
    return "\n".join(_close_gaps(rows))


def _close_gaps(rows: Iterable[str | None]) -> list[str]:
    """Lines without those that are gone (None), and with one blank line where two would meet."""
    kept: list[str] = []
    gone = False
    for row in rows:
        if row is None:
            gone = True
            continue
        if gone and _is_blank(row) and kept:
            if _is_blank(kept[-1]):
                kept.pop()
            else:
                kept[-1] = kept[-1].removesuffix("\\")  # it broke the line, and none follows
        if kept or not gone or not _is_blank(row):
            kept.append(row)
        gone = gone and not kept
    return kept


def _is_blank(row: str) -> bool:
    return not row.strip(" >\t\r")


def _cut_row(letters: Letters, row: str, start: int, gone: set[int]) -> str | None:
    """A line without the letters that are gone; None if it had some and has none left."""
    first, last = (bisect_left(letters.places, place) for place in (start, start + len(row)))
    places = list(dict.fromkeys(letters.places[first:last]))
    if not places or not gone.intersection(places):
        return row
    if gone.issuperset(places):
        return None
    for is_gone, group in reversed([(key, list(run)) for key, run in groupby(places, key=gone.__contains__)]):
        if is_gone:
            row = _cut_words(row, group[0] - start, group[-1] + 1 - start)
    return row


def _cut_words(row: str, start: int, end: int) -> str:
    """Without what stands from one place to another, the marks around it, and a space."""
    while start and not row[start - 1].isalnum() and not row[start - 1].isspace():
        start -= 1
    while end < len(row) and not row[end].isalnum() and not row[end].isspace():
        end += 1
    if end == len(row):
        return row[:start].rstrip()
    return row[:start] + (row[end:].lstrip() if not start or row[start - 1].isspace() else row[end:])


def put_text(letters: Letters, passage: str, before: Found | None, behind: Found | None, follows: bool = True) -> str:
    """The Markdown with a passage between two texts that stand in it, or beside one of them; at the end without any.

    Between two entries of a list it becomes one; between two parts of a line, a part of it. Where blocks of somebody
    else's stand between the two, it `follows` the first, or else goes before the second.
    """
    if before and behind and before[1] <= behind[0]:
        first, second = letters.places[before[1] - 1], letters.places[behind[0]]
        if cell := _EMPTY_CELL.match(letters.markdown, first):
            return f"{letters.markdown[: cell.end()]} {passage.strip()}{letters.markdown[cell.end() :]}"
        between = letters.markdown[first:second]
        if "\n" not in between:
            return _put_words(letters.markdown, passage, first)
        inside = _put_row(letters.markdown, passage, first)
        if inside is not None and not any(map(_is_blank, between.split("\n")[1:-1])):
            return inside
    if before and (follows or not behind):
        return _put_behind(letters.markdown, passage, _find_block(letters.markdown, letters.places[before[1] - 1])[1])
    if behind:
        return _put_before(letters.markdown, passage, _find_block(letters.markdown, letters.places[behind[0]])[0])
    return _put_behind(letters.markdown, passage, len(letters.markdown.rstrip()))


def put_words(letters: Letters, words: str, beside: Found, follows: bool) -> str:
    """The Markdown with words in the paragraph of a text that stands in it, behind the text or before it."""
    if follows:
        return _put_words(letters.markdown, words, letters.places[beside[1] - 1])
    start = letters.places[beside[0]]
    while start and not letters.markdown[start - 1].isspace():
        start -= 1
    return f"{letters.markdown[:start]}{words.strip()} {letters.markdown[start:]}"


def _put_words(markdown: str, words: str, letter: int) -> str:
    """Behind the word and the marks that a letter belongs to."""
    end = re.compile(r"\S*").match(markdown, letter)
    assert end is not None
    return f"{markdown[: end.end()]} {words.strip()}{markdown[end.end() :]}"


def _put_row(markdown: str, passage: str, letter: int) -> str | None:
    """Below the line of a letter, if it is an entry of a list or ends in a break; None where only blocks can stand."""
    start = markdown.rfind("\n", 0, letter) + 1
    end = markdown.find("\n", letter)
    row, rows = markdown[start:end], [part for part in passage.split("\n") if part.strip()]
    if item := _ITEM.match(row):
        entries = [part if part[0] == " " or _ITEM.match(part) else item[0] + part.strip() for part in rows]
        return "\n".join([markdown[:end], *entries]) + markdown[end:]
    return "\\\n".join([markdown[: end - 1], *rows, ""])[:-1] + markdown[end:] if row.endswith("\\") else None


def _put_behind(markdown: str, passage: str, end: int) -> str:
    """As a block of its own behind the one that ends at a place; an entry joins the list before it, or behind it."""
    before, behind = markdown[:end], markdown[end:]
    if _are_entries(_last_row(passage), behind.lstrip("\n")):
        behind = "\n" + behind.lstrip("\n")
    return join_blocks([before, passage.strip("\n")] if before else [passage.strip("\n")]) + (behind or "\n")


def _put_before(markdown: str, passage: str, start: int) -> str:
    return markdown[:start] + join_blocks([passage.strip("\n"), markdown[start:]])


def join_blocks(blocks: Iterable[str]) -> str:
    """Blocks as Markdown; entries of a list stand right below each other."""
    joined = ""
    for block in blocks:
        joined += ("\n" if _are_entries(_last_row(joined), block) else "\n\n" if joined else "") + block
    return joined


def _last_row(markdown: str) -> str:
    return markdown[markdown.rfind("\n") + 1 :]


def _are_entries(*texts: str) -> bool:
    """Whether all are entries of one kind of list."""
    marks = {re.sub(r"\d+", "1", match[0]) if (match := _ITEM.match(text)) else "" for text in texts}
    return len(marks) == 1 and marks != {""}


def _find_block(markdown: str, place: int) -> Found:
    """From where to where the block around a place reaches; blank lines within fences part nothing."""
    return next((start, end) for start, end in _find_blocks(markdown) if end >= place)


def _find_blocks(markdown: str) -> Iterator[Found]:
    start, at, fence = -1, 0, ""
    for row in markdown.split("\n"):
        mark = _FENCE.match(row)
        if mark and not fence:
            fence = mark[1]
        elif mark and row.strip().startswith(fence) and not row.strip(" `~"):
            fence = ""
        if row.strip() and start < 0:
            start = at
        elif not row.strip() and start >= 0 and not fence:
            yield start, at - 1
            start = -1
        at += len(row) + 1
    if start >= 0:
        yield start, len(markdown.rstrip())
