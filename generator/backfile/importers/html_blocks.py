"""The visible text of a page, block by block.

In: a parsed page. Out: its blocks in order, each with its line in the source, its words as runs of one look, the
elements around it as nodes, and the pictures that stand in it. One walk; knows nothing of articles.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import starmap
from typing import Any, NamedTuple

from lxml import etree

_UNSEEN = frozenset(
    re.findall(
        r"\w+",
        """script style noscript template head title iframe object svg math select textarea audio video canvas
        datalist map option""",
    )
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption
        figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary
        table tbody td tfoot th thead tr ul xmp listing plaintext""",
    )
)
_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"), **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("del", "s", "strike"), "~~"), **dict.fromkeys(("code", "tt", "kbd", "samp"), "`"),
}  # fmt: skip
# Where an element says what it is for.
_NAMED = ("class", "id", "role", "itemprop", "data-testid", "data-component", "data-qa", "property", "aria-label")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Letters from which a text is none to remember.
_LONG = 2000
_SPOKEN = re.compile(r"[^\W_]")
# Signs that part the sections of a text.
_RULE = re.compile(r"(?:[_*~=#•–—-] ?){3,12}")


class Run(NamedTuple):
    """A stretch of text with one look: `marks` is `**`, `*`, `~~` or a backtick, `link` an address or nothing."""

    text: str
    marks: str = ""
    link: str = ""


# A line ends here, but no paragraph.
BREAK = Run("\n", "\n")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An element that may hold several blocks: what it is, what it calls itself, how deep it lies, and itself.

    Numbers count the nodes of a page in their order.
    """

    parent: "Node | None"
    number: int
    depth: int
    tag: str
    named: str
    hidden: bool
    element: Any


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands on a line of its own; its text may be empty if it holds pictures.

    One that `follows` is parted from the one before it in the same element by a line break only.
    """

    line: int
    text: str
    pictures: tuple[Any, ...] = ()
    runs: tuple[Run, ...] = ()
    node: Node | None = None
    follows: bool = False


def is_rule(text: str) -> bool:
    """Whether a line is but a row of signs."""
    return bool(_RULE.fullmatch(text))


def fold(text: str) -> str:
    """Words between spaces, so that one text is found in another whatever stands between its words."""
    return _fold_block(text) if len(text) <= _LONG else _fold(text)


def _fold(text: str) -> str:
    return f" {' '.join(_WORD.findall(text))} "


# A page's blocks are asked for several times.
_fold_block = lru_cache(maxsize=1024)(_fold)


def read_blocks(tree: Any) -> list[Block]:
    """The blocks of a page; what stands in none below the body counts as one of its own."""
    body = tree.find("body")
    if body is None:
        return []
    walk = _Walk()
    walk.read(body)
    return walk.blocks


@dataclass(slots=True)
class _Walk:
    """The state of the walk: what was read since the last block ended, and the looks and links that are open."""

    blocks: list[Block] = field(default_factory=list)
    runs: list[tuple[str, str, str]] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)
    marks: list[str] = field(default_factory=lambda: [""])
    links: list[str] = field(default_factory=lambda: [""])
    nodes: list[tuple[Node | None, Any]] = field(default_factory=lambda: [(None, None)])
    number: int = 0
    line: int = 1
    breaks: int = 0

    def read(self, root: Any) -> None:
        """Walk without recursion: pages nest deeper than Python does."""
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if tag in _UNSEEN:
                    walker.skip_subtree()
                    continue
                self.open(element, tag)
                text = element.text
            else:
                if event == "end" and tag not in _UNSEEN:
                    self.close(element, tag)
                text = element.tail if element is not root else None
            if text:
                self.runs.append((text, self.marks[-1], self.links[-1]))
        self.end()

    def open(self, element: Any, tag: str) -> None:
        if tag in _BLOCKS:
            self.end()
            self.breaks, self.line = 0, element.sourceline or 1
            self.enter(element, tag)
        elif tag == "a":
            self.links.append(element.get("href") or "")
        elif tag in _MARKS:
            self.marks.append(_MARKS[tag])
        elif tag == "img":
            self.pictures.append(element)
        elif tag == "br":
            self.end()
            self.breaks += 1
            self.line = element.sourceline or 1
        elif element.get("class"):
            self.enter(element, tag)

    def close(self, element: Any, tag: str) -> None:
        if tag in _BLOCKS:
            self.end()
            self.breaks, self.line = 0, element.sourceline or 1
        elif tag == "a":
            self.links.pop()
        elif tag in _MARKS:
            self.marks.pop()
        if self.nodes[-1][1] is element:
            self.nodes.pop()

    def enter(self, element: Any, tag: str) -> None:
        parent = self.nodes[-1][0]
        has = element.keys()
        named = " ".join([value for name in _NAMED if name in has and (value := element.get(name))]) if has else ""
        hidden = "hidden" in has or (parent is not None and parent.hidden)
        hidden = hidden or ("aria-hidden" in has and element.get("aria-hidden") == "true")
        hidden = hidden or ("style" in has and bool(_HIDDEN.search(element.get("style"))))
        node = Node(parent, self.number, parent.depth + 1 if parent else 0, tag, named, hidden, element)
        self.number += 1
        self.nodes.append((node, element))

    def end(self) -> None:
        """The block ends that stands open."""
        if not self.runs and not self.pictures:
            return
        text = " ".join("".join([text for text, _, _ in self.runs]).split())
        if self.pictures or (text and (_SPOKEN.search(text) or is_rule(text))):
            node, follows = self.nodes[-1][0], self.breaks == 1
            self.blocks.append(
                Block(self.line, text, tuple(self.pictures), tuple(starmap(Run, self.runs)), node, follows)
            )
            self.pictures, self.breaks = [], 0
        self.runs = []
