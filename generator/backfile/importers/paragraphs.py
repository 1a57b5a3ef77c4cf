"""The paragraphs of a text capture.

In: a text. Out: its paragraphs, each with the lines (counted from 1) that it is made of: every line that isn't blank
belongs to exactly one. Lines that were broken at a fixed width are joined, words that were parted at a line's end too.
Characters that only serve a layout (soft hyphens, ligatures, spaces that don't break) become plain ones.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from backfile.importers import vocabulary

BULLET = re.compile(r"[•·‣▪●◦∙■►*–-]\s+(?=\S)")
# Below this many characters nobody broke a paragraph; above, no line was broken at a fixed width.
_NARROWEST, _WIDEST = 40, 100
_PLAIN = str.maketrans(
    {"\xad": None, "\u200b": None, "\u2060": None, "\xa0": " ", "\t": " ", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl"}
    | {"ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
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
    lines = [(number, line.translate(_PLAIN).rstrip()) for number, line in enumerate(text.split("\n"), 1)]
    blocks = _split_blocks(lines)
    width = _find_width(blocks)
    paragraphs = []
    for block in blocks:
        groups = _join_wrapped(block, width) if width else [[line] for line in block]
        paragraphs += [_paragraph(group, len(groups) == 1) for group in groups]
    return paragraphs


def _split_blocks(lines: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Runs of lines between blank ones; a line that only parts others is a block of its own."""
    blocks: list[list[tuple[int, str]]] = [[]]
    for number, line in lines:
        if _is_rule(line):
            blocks += [[(number, line)], []]
        elif line.strip():
            blocks[-1].append((number, line))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _is_rule(line: str) -> bool:
    return bool(vocabulary.RULE.fullmatch(" ".join(line.split())))


def _find_width(blocks: list[list[tuple[int, str]]]) -> int:
    """The width at which a page's lines were broken; 0 if they weren't: then each line is a paragraph.

    A line in ten may be longer: somebody has edited it, or it holds a word that couldn't be broken.
    """
    printed = [line for block in blocks for _, line in block if not _is_rule(line)]
    lengths = sorted((len(line) for line in printed if len(line) >= _NARROWEST), reverse=True)
    if not lengths or lengths[0] > _WIDEST:
        return 0
    pairs = [(a, b) for block in blocks for (_, a), (_, b) in pairwise(block) if len(a) >= _NARROWEST]
    widths = dict.fromkeys((lengths[0], lengths[len(lengths) // 10]))
    return next((width for width in widths if _was_broken(pairs, width, median(lengths))), 0)


def _was_broken(pairs: list[tuple[str, str]], width: int, usual: float) -> bool:
    full = sum(_is_full(a, b, width) for a, b in pairs)
    return usual >= 0.75 * width and full >= 3 and full >= 0.6 * len(pairs)


def _is_full(line: str, following: str, width: int) -> bool:
    """The next line's first word didn't fit any more (an edge may be ragged), or the line ends within a word."""
    word = following.split(maxsplit=1)[0]
    return (len(line) >= _NARROWEST and len(line) + 1 + len(word) > width - 4) or bool(_PARTED.search(line))


def _join_wrapped(block: list[tuple[int, str]], width: int) -> list[list[tuple[int, str]]]:
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


def _paragraph(group: list[tuple[int, str]], alone: bool) -> Paragraph:
    text = ""
    for _, line in group:
        text = _join(text, " ".join(line.split()))
    bullet = None if _is_rule(text) else BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    return Paragraph(tuple(number for number, _ in group), text, bool(bullet), _indent(group[0][1]), alone)


def _join(text: str, line: str) -> str:
    """Words parted at a line's end become whole; a hyphen before a capital (`Anglo-/Irish`) was there before."""
    if _PARTED.search(text) and line[:1].islower():
        return text[:-1] + line
    return f"{text} {line}" if text else line
