"""The elements of a page as arrays, and what they hold.

In: the nodes that blocks stand in. Out: for each its parent, its tag as a number, how far above it each role and each
telling tag is, and sums over what is below it. Parents come before their children. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from backfile.importers.html_blocks import Block, Node
from backfile.importers.html_roles import ROLES, find_roles

if TYPE_CHECKING:
    from numpy.typing import NDArray

TAGS = (
    "p h1 h2 h3 h4 h5 h6 li td th div blockquote figcaption pre span dt dd section article body main header footer"
    " aside nav ul ol table tr figure form button a center caption label address"
).split()
TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS, 1)}
ABOVE = "article main section aside nav footer header form figure table li blockquote button figcaption p dl".split()
# Nothing stands so far above that it still counts.
FAR = 9
_ABOVE_BIT = {tag: 1 << number for number, tag in enumerate(ABOVE, len(ROLES))}
_NUMBERED = re.compile(r"[\d_-]+")


class Tree:
    """`at` has the node of each block."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        import numpy as np  # noqa: PLC0415

        self.nodes = _list_nodes(blocks)
        index = {node.number: i for i, node in enumerate(self.nodes)}
        self.at = np.array([index[block.node.number] if block.node else 0 for block in blocks])
        self.parents = np.array([index[node.parent.number] if node.parent else -1 for node in self.nodes])
        self.depths = np.array([node.depth for node in self.nodes])
        self.tags = np.array([TAG_NUMBER.get(node.tag, 0) for node in self.nodes])
        self.distances = self._measure_distances()

    def _measure_distances(self) -> NDArray[Any]:
        import numpy as np  # noqa: PLC0415

        width = len(ROLES) + len(ABOVE)
        # What the whole page calls itself says nothing of its parts.
        bits = [find_roles(node.named) * (node.depth > 0) | _ABOVE_BIT.get(node.tag, 0) for node in self.nodes]
        has = (np.array(bits, dtype=np.int64)[:, None] >> np.arange(width) & 1).astype(bool)
        distances = np.where(has, 0, FAR)
        order = np.argsort(self.depths, kind="stable")
        # All nodes of one depth at once: their parents lie one above.
        for level in np.split(order, np.flatnonzero(np.diff(self.depths[order])) + 1)[1:]:
            distances[level] = np.minimum(distances[level], distances[self.parents[level]] + 1)
        return distances

    def add_up(self, values: NDArray[Any]) -> NDArray[Any]:
        """The sums of the blocks' values below each node."""
        import numpy as np  # noqa: PLC0415

        sums: NDArray[Any] = np.zeros((len(self.nodes), values.shape[1]))
        np.add.at(sums, self.at, values)
        for i, parent in zip(range(len(self.nodes) - 1, 0, -1), self.parents[:0:-1].tolist(), strict=True):
            sums[parent] += sums[i]
        return sums

    def above(self, steps: int) -> NDArray[Any]:
        """Of each block the node so many steps up."""
        import numpy as np  # noqa: PLC0415

        node = self.at
        for _ in range(steps):
            node = np.maximum(self.parents[node], 0)
        return node

    def paths(self) -> NDArray[Any]:
        """A number for each block; those with the same tags and names on the way down from the body share it."""
        import numpy as np  # noqa: PLC0415

        known: dict[tuple[int, str, str], int] = {}
        found: list[int] = []
        for node, parent in zip(self.nodes, self.parents.tolist(), strict=True):
            named = _name(node.named) if node.depth else ""
            key = (found[parent] if parent >= 0 else -1, node.tag, named)
            found.append(known.setdefault(key, len(known)))
        paths: NDArray[Any] = np.array(found)[self.at]
        return paths


@lru_cache(maxsize=4096)
def _name(named: str) -> str:
    """What an element calls itself, whichever of several it is."""
    return _NUMBERED.sub("", named[:80])


def _list_nodes(blocks: Sequence[Block]) -> list[Node]:
    found: dict[int, Node] = {}
    for block in blocks:
        node = block.node
        while node is not None and node.number not in found:
            found[node.number] = node
            node = node.parent
    return [found[number] for number in sorted(found)]
