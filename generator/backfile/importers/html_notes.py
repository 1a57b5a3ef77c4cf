"""The footnotes of a saved page's article.

In: a page, its blocks, and which of them are the article's text. Out: the elements that hold its notes, each with a
label, and the addresses on the page that lead to one. A note is what a sign in the text leads to, if a link leads back
or the elements around it say that they hold notes; notes belong to the text wherever they stand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from backfile.importers.html_blocks import Block, Node, Run
from backfile.importers.html_roles import find_roles, role_bit
from backfile.importers.html_tables import way_up

# What leads to a note, and what leads back.
_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]{1,3})[\])]?", re.IGNORECASE)
_BACK = re.compile(rf"{_SIGN.pattern}|\W{{1,3}}", re.IGNORECASE)
_HOLDING = frozenset(["li", "p", "dd", "div", "td", "section", "aside"])
_NOTES, _NEAR, _MOST_WORDS = role_bit("notes"), 4, 400


@dataclass(frozen=True, slots=True)
class Notes:
    """The labels of notes: by the number of the element that holds one, and by the address that leads to it."""

    labels: Mapping[int, str] = field(default_factory=dict)
    leading: Mapping[str, str] = field(default_factory=dict)

    def label_of(self, block: Block) -> tuple[Node, str] | None:
        """The element of the note that a block belongs to, and its label."""
        if not self.labels:
            return None
        return next(((node, self.labels[node.number]) for node in way_up(block) if node.number in self.labels), None)

    def leads(self, run: Run) -> str:
        """The label of the note that a sign leads to."""
        return self.leading.get(run.link, "") if self.leading and _SIGN.fullmatch(run.text.strip()) else ""


def leads_back(run: Run) -> bool:
    """Whether a part of a note is but the way back to the text."""
    return "#" in run.link and bool(_BACK.fullmatch(run.text.strip()))


def find_notes(tree: Any, blocks: Sequence[Block], kept: Sequence[Block], url: str) -> Notes:
    """The notes that the text leads to."""
    signs = list(_find_signs(kept, url))
    if not signs:
        return Notes()
    places = {str(name): name.getparent() for name in reversed(tree.xpath("//@id | //a/@name"))}
    held: dict[Any, tuple[Node, list[Block]]] = {}
    for block in blocks:
        for node in way_up(block):
            held.setdefault(node.element, (node, []))[1].append(block)
    labels: dict[int, str] = {}
    leading: dict[str, str] = {}
    for block, address, name in signs:
        found, note = _find_note(places.get(name), held)
        if found is not None and block not in note and _is_note(found, note):
            leading[address] = labels.setdefault(found.number, str(len(labels) + 1))
    return Notes(labels, leading)


def _find_signs(kept: Sequence[Block], url: str) -> Iterator[tuple[Block, str, str]]:
    """The signs of the text that lead to another place of the page: block, address, name of the place."""
    for block in kept:
        for run in block.runs:
            page, mark, name = run.link.partition("#")
            if mark and name and page in {"", url} and _SIGN.fullmatch(run.text.strip()):
                yield block, run.link, name


def _find_note(place: Any, held: Mapping[Any, tuple[Node, list[Block]]]) -> tuple[Node | None, list[Block]]:
    """The nearest element that holds a place, and what stands in it."""
    for element in (place, *place.iterancestors()) if place is not None else ():
        if element.tag in _HOLDING and element in held:
            return held[element]
    return None, []


def _is_note(node: Node, note: Sequence[Block]) -> bool:
    runs = [run for block in note for run in block.runs]
    if sum(len(run.text.split()) for run in runs) > _MOST_WORDS or not any(
        re.search(r"\w", run.text) and not leads_back(run) for run in runs
    ):
        return False
    around: list[Node] = list(islice(way_up(note[0]), _NEAR))
    is_named = any(find_roles(near.named) & _NOTES for near in (node, *around))
    return is_named or any(map(leads_back, runs))
