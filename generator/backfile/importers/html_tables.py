"""The tables of a saved page that hold data, apart from those that only lay it out.

In: blocks. Out: the numbers of the tables' nodes. Such a table has short cells of a block or two, several in a row, and
no table in them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from backfile.importers.html_blocks import Block, Node

TABLE, ROW, CELL = frozenset(["table"]), frozenset(["tr"]), frozenset(["td", "th"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])
# Letters of a block in a cell, and blocks of a cell, at most.
_LONGEST_CELL, _MOST_BLOCKS = 300, 3


def way_up(block: Block) -> Iterator[Node]:
    """The elements around a block, the nearest first."""
    node = block.node
    while node is not None:
        yield node
        node = node.parent


def number_of(block: Block, tags: frozenset[str]) -> int:
    """The number of the nearest element with such a tag around a block; -1 if there is none."""
    node = block.node
    while node is not None and node.tag not in tags:
        node = node.parent
    return -1 if node is None else node.number


def find_tables(blocks: Sequence[Block]) -> frozenset[int]:
    """The tables of data."""
    rows: dict[tuple[int, int], list[int]] = {}
    refused: set[int] = set()
    for block in blocks:
        table = number_of(block, TABLE)
        if table < 0:
            continue
        row, cell = number_of(block, ROW), number_of(block, CELL)
        rows.setdefault((table, row), []).append(cell)
        nodes = list(way_up(block))
        refused.update(node.number for node in nodes if node.tag == "table" and node.number != table)
        if row < table or len(block.text) > _LONGEST_CELL or any(node.tag in _HEADINGS for node in nodes):
            refused.add(table)
    refused |= {table for (table, _), cells in rows.items() if max(Counter(cells).values()) > _MOST_BLOCKS}
    return frozenset({table for (table, _), cells in rows.items() if len(set(cells)) > 1} - refused)
