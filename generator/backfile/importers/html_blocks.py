"""The visible text of a page, block by block.

In: a parsed page. Out: its blocks in order, each with its line in the source, its text, and the pictures that stand in
it or right behind it. Knows nothing of articles.
"""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

_UNSEEN = frozenset(
    re.findall(r"\w+", "script style noscript template head title iframe object svg math select textarea")
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot
        th thead tr ul""",
    )
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands on lines of its own; its text may be empty if it holds pictures."""

    line: int
    text: str
    pictures: tuple[Any, ...] = ()


def fold(text: str) -> str:
    """Words between spaces, so that one text is found in another whatever stands between its words."""
    return f" {' '.join(_WORD.findall(text))} "


def read_blocks(tree: Any) -> list[Block]:
    """The blocks of a page; what stands in none below the body counts as one of its own."""
    body = tree.find("body")
    open_blocks: list[tuple[int, list[str], list[Any]]] = []
    if body is not None:
        _collect(body, open_blocks)
    blocks = [Block(line, " ".join("".join(parts).split()), tuple(found)) for line, parts, found in open_blocks]
    return [block for block in blocks if block.pictures or any(c.isalnum() for c in block.text)]


def _collect(root: Any, blocks: list[tuple[int, list[str], list[Any]]]) -> None:
    """Walk without recursion: pages nest deeper than Python does."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if not isinstance(element.tag, str) or element.tag in _UNSEEN:
                walker.skip_subtree()
                continue
            if element.tag in _BLOCKS or not blocks:
                blocks.append((element.sourceline or 1, [], []))
            if element.tag == "img":
                blocks[-1][2].append(element)
            blocks[-1][1].append(element.text or "")
        elif element is not root and blocks:
            if element.tag in _BLOCKS:
                blocks.append((element.sourceline or 1, [], []))
            blocks[-1][1].append(element.tail or "")
