"""Who signs an article on a page that names nobody at its headline: below the text, or in a box about the author.

In: the blocks of a page, its headline, the elements that call themselves author. Out: the names, if all who sign are
the same. Elements of comments, related stories and menus are passed over. Knows nothing of other places.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from backfile.importers.html_blocks import Block
from backfile.importers.html_marks import Marks, fold_title, words_of
from backfile.importers.html_people import cut_byline, is_somebody, split_people

_SIGNED = re.compile(
    r"(?:(?:(?:this|the) \w+(?: \w+)? (?:was|is|has been) )?(?:guest )?"
    r"(?:written|text|words|article|story|authored|contributed|researched|report|posted)\s+by\b\s*:?\s*"
    r"|(?:by|von|par|por|di|door|av|af)\b\s*:?\s*|guest author\s+"
    r"|(?:guest )?(?:author|autora?|autorin|autrice|auteure?|autore|texte?|tekst|testo|texto)(?:\(s\))?\s*:\s*)(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:about|meet) (?:the|our) (?:author|writer)s?|authors?(?:\(s\))?|(?:written|article|story|text|words) by"
    r"|über (?:den autor|die autorin)|à propos de l['’]auteure?|sobre (?:el autor|la autora)|over de auteur"
    r"|autora?|autorin|autrice|auteure?|autore)\s*:?",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"comment|related|reply|sidebar|footer|\bnav|menu", re.IGNORECASE)
# Two entries of a menu: `By yearBy author`.
_RUN_ON = re.compile(r"[^\W\d_A-Z]By\b")
_LONGEST, _SHORT, _NAMES, _ANCESTORS = 120, 60, 6, 12


def find_signature(blocks: Sequence[Block], marks: Marks, title: str) -> tuple[str, ...]:
    """The names that all signatures behind the headline give; nothing if they differ."""
    lines = [block.text for block in blocks if block.text]
    start = lines.index(title) + 1 if title in lines else 0
    signed = [*_read_lines(lines[start:]), *_read_elements(marks.naming)]
    agree = len({tuple(map(fold_title, names)) for names in signed}) == 1
    return signed[0] if agree else ()


def _read_lines(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The lines that begin by saying who wrote, and the names below a line that says so."""
    for i, line in enumerate(lines):
        if _LABEL.fullmatch(line):
            following = [_read_name(text) for text in lines[i + 1 : i + 1 + _NAMES] if len(text) < _SHORT]
            count = next((j for j, name in enumerate(following) if not name), len(following))
            if count:
                yield tuple(following[:count])
        elif len(line) <= _LONGEST and (match := _SIGNED.match(line)) and (name := _read_name(line[match.end() :])):
            yield (name,)


def _read_name(text: str) -> str:
    """The first name of what may be a byline; empty if it is none."""
    names = split_people([cut_byline(text).partition(",")[0]])
    return names[0] if names and is_somebody(names[0]) and not _RUN_ON.search(names[0]) else ""


def _read_elements(elements: Sequence[Any]) -> Iterator[tuple[str, ...]]:
    """The names in elements that call themselves author, but for those of comments and other stories."""
    for element in elements:
        text = words_of(element)
        match = _SIGNED.match(text)
        name = _read_name(text[match.end() :] if match else text) if len(text) <= _LONGEST else ""
        if name and not _is_elsewhere(element):
            yield (name,)


def _is_elsewhere(element: Any) -> bool:
    """Whether an element, or one close around it, says that it belongs to something else."""
    around = [element, *element.iterancestors()][:_ANCESTORS]
    return any(_ELSEWHERE.search(f"{node.get('class') or ''} {node.get('id') or ''}") for node in around)
