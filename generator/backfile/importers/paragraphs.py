"""The paragraphs of a text capture.

In: a text. Out: its paragraphs, each with the lines (counted from 1) that it is made of: every line that isn't blank
belongs to exactly one. Lines that were broken at a fixed width are joined, words that were parted at a line's end too,
and sentences that the number of a page stands in. Characters that only serve a layout (soft hyphens, ligatures, spaces
that don't break) become plain ones.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from backfile.importers import vocabulary

BULLET = re.compile(r"[•·‣▪●◦∙■►*–-]\s+(?=\S)")
# Below this many characters few broke a paragraph; above, no line was broken at a fixed width.
_NARROWEST, _WIDEST = 40, 100
# How short the lines of a column may be, of how many of them a column is, and how many go on with a small letter: the
# entries of a menu don't.
_COLUMN, _FEWEST_IN_COLUMN, _SMALL = 16, 8, 0.5
# A line of fewer characters doesn't end within a word.
_SHORT = 20
# Ends a sentence, or what stands before a list.
_STOPPED = re.compile(r"[.!?…:;。！？]['\"”’»)\]]*$")
_PLAIN = str.maketrans(
    {"\xad": None, "\u200b": None, "\u2060": None, "\xa0": " ", "\t": " ", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl"}
    | {"ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# How the line with the number of a page may end.
_BEHIND_NUMBER = "-–—•·*])"
_UNPLAIN = re.compile("[" + "".join(map(chr, _PLAIN)) + "]")
# A word with the hyphens inside it, and how much of a line's end it may be.
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LONGEST_WORD = 60
_HYPHEN_AT_END = re.compile(r"[-‐\xad][ \t]*$", re.MULTILINE)
_PARTED = re.compile(r"[^\W\d_]{2,}[-‐]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of one or more lines, without the bullet that may stand before it.

    `alone` tells that blank lines (or the page's ends) stand on both sides.
    """

    numbers: tuple[int, ...]
    text: str
    bullet: bool
    indent: int
    alone: bool


def read_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a page, in order."""
    lines = [(number, _make_plain(line)) for number, line in enumerate(text.split("\n"), 1)]
    blocks = _split_blocks(lines)
    width = _find_width(blocks)
    compounds = _find_compounds(text)
    paragraphs = []
    for block in blocks:
        groups = _join_wrapped(block, width)
        paragraphs += [_paragraph(group, len(groups) == 1, compounds) for group in groups]
    return _join_pages(paragraphs, compounds)


def _find_compounds(text: str) -> frozenset[str]:
    """The words that a text prints with a hyphen, and never without; they matter only if a line ends with one."""
    if not _HYPHEN_AT_END.search(text):
        return frozenset()
    words = {word.casefold().replace("‐", "-") for word in _COMPOUND.findall(text)}
    return frozenset(word for word in words if "-" in word and word.replace("-", "") not in words)


def _make_plain(line: str) -> str:
    """A line without what serves its layout; a soft hyphen at its end parts a word as any hyphen does."""
    line = line.rstrip()
    if not _UNPLAIN.search(line):
        return line
    return (line[:-1] + "-" if line.endswith("\xad") else line).translate(_PLAIN).rstrip()


def _join_pages(paragraphs: list[Paragraph], compounds: frozenset[str]) -> list[Paragraph]:
    """Make one of two halves of a sentence between which the number of a page stands; the number goes behind it."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        before, number = joined[-2:] if len(joined) > 1 else (None, None)
        if before and number and _is_page_number(number.text) and _goes_on(before, paragraph):
            numbers = before.numbers + paragraph.numbers
            joined[-2] = replace(before, numbers=numbers, text=_join(before.text, paragraph.text, compounds))
        else:
            joined.append(paragraph)
    return joined


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph is the rest of another's sentence."""
    prose = len(before.text) >= _NARROWEST and not _STOPPED.search(before.text)
    return prose and after.text[:1].islower() and not after.bullet


def _is_page_number(line: str) -> bool:
    """Whether a line without space at its end is the number of a page; a look at the end spares most."""
    end = line[-1:]
    return (end.isdecimal() or end in _BEHIND_NUMBER) and bool(vocabulary.PAGE_NUMBER.fullmatch(" ".join(line.split())))


def _split_blocks(lines: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Runs of lines between blank ones; a line that only parts others is a block of its own."""
    blocks: list[list[tuple[int, str]]] = [[]]
    for number, line in lines:
        if _is_rule(line) or _is_page_number(line):
            blocks += [[(number, line)], []]
        elif line.strip():
            blocks[-1].append((number, line))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _is_text(line: str) -> bool:
    return not _is_rule(line) and not _is_page_number(line)


def _is_rule(line: str) -> bool:
    return not line.lstrip()[:1].isalnum() and bool(vocabulary.RULE.fullmatch(" ".join(line.split())))


def _find_width(blocks: list[list[tuple[int, str]]]) -> int:
    """The width at which a page's lines were broken; 0 if they weren't: then each line is a paragraph.

    A line in ten may be longer: somebody has edited it, or it holds a word that couldn't be broken.
    """
    lines = [line for block in blocks for _, line in block]
    if any(len(line) > _WIDEST and _is_text(line) for line in lines):
        return 0
    printed = list(filter(_is_text, lines))
    lengths = sorted((len(line) for line in printed if len(line) >= _NARROWEST), reverse=True)
    pairs = [(a, b) for block in blocks for (_, a), (_, b) in pairwise(block)]
    if lengths:
        wide = [(a, b) for a, b in pairs if len(a) >= _NARROWEST]
        widths = dict.fromkeys((lengths[0], lengths[len(lengths) // 10]))
        found = next((width for width in widths if _was_broken(wide, width, median(lengths))), 0)
        if found:
            return found
    return _find_column(printed, pairs)


def _find_column(printed: list[str], pairs: list[tuple[str, str]]) -> int:
    """The width of a narrow column; 0 if the lines are those of lists, whose entries begin with a capital."""
    lengths = sorted((len(line) for line in printed if len(line) >= _COLUMN), reverse=True)
    width = lengths[len(lengths) // 10] if lengths else 0
    if len(lengths) < _FEWEST_IN_COLUMN or width >= _NARROWEST + 5:
        return 0
    within = [(a, b) for a, b in pairs if len(a) >= _COLUMN]
    small = sum(b.lstrip()[:1].islower() for _, b in within)
    flows = small >= _SMALL * len(within)
    return width if flows and _was_broken(within, width, median(lengths)) else 0


def _was_broken(pairs: list[tuple[str, str]], width: int, usual: float) -> bool:
    full = sum(_is_full(a, b, width) for a, b in pairs)
    return usual >= 0.75 * width and full >= 3 and full >= 0.6 * len(pairs)


def _is_full(line: str, following: str, width: int) -> bool:
    """The next line's first word didn't fit any more (an edge may be ragged), or the line ends within a word."""
    if not width:
        return len(line) >= _SHORT and _is_parted(line) and following.lstrip()[:1].islower()
    word = following.split(maxsplit=1)[0]
    least = min(_NARROWEST, width // 2)
    return (len(line) >= least and len(line) + 1 + len(word) > width - 4) or _is_parted(line)


def _is_parted(line: str) -> bool:
    return line.endswith(("-", "‐")) and bool(_PARTED.search(line))


def _join_wrapped(block: list[tuple[int, str]], width: int) -> list[list[tuple[int, str]]]:
    """The lines of each paragraph; where nothing was broken at a width (0), only words that a line's end parts join."""
    groups = [[block[0]]]
    for before, line in pairwise(block):
        indented = _indent(line[1]) > _indent(before[1]) and not BULLET.match(groups[-1][0][1].strip())
        if _is_full(before[1], line[1], width) and not indented and not BULLET.match(line[1].strip()):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _paragraph(group: list[tuple[int, str]], alone: bool, compounds: frozenset[str]) -> Paragraph:
    text = ""
    for _, line in group:
        text = _join(text, " ".join(line.split()), compounds)
    bullet = BULLET.match(text)
    bullet = bullet if bullet and _is_text(text) else None
    text = text[bullet.end() :] if bullet else text
    return Paragraph(tuple(number for number, _ in group), text, bool(bullet), _indent(group[0][1]), alone)


def _join(text: str, line: str, compounds: frozenset[str]) -> str:
    """Words parted at a line's end become whole; a hyphen was there before if a capital follows (`Anglo-/Irish`), or if
    the rest of the text has it in this word."""
    if _is_parted(text) and line[:1].islower():
        last, first = _COMPOUND.findall(text[-_LONGEST_WORD:])[-1], _COMPOUND.match(line)
        word = f"{last}-{first[0] if first else ''}".casefold().replace("‐", "-")
        return (text if word in compounds else text[:-1]) + line
    return f"{text} {line}" if text else line
