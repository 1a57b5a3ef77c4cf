"""The tables of a saved page that hold data, apart from those that only lay it out.

In: blocks. Out: the numbers of the tables' nodes, and in which column each cell of one stands. Such a table has short
cells of a block or two, several in a row, and no table in them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from backfile.importers.html_blocks import Block, Node

TABLE, ROW, CELL, _CAPTION = map(frozenset, (["table"], ["tr"], ["td", "th"], ["caption"]))
_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])
# Letters of a block in a cell, and blocks of a cell, at most.
_LONGEST_CELL, _MOST_BLOCKS = 300, 3
# Columns or rows that a cell may take.
_WIDEST = 100


def way_up(block: Block) -> Iterator[Node]:
    """The elements around a block, the nearest first."""
    node = block.node
    while node is not None:
        yield node
        node = node.parent


def number_of(block: Block, tags: frozenset[str]) -> int:
    """The number of the nearest element with such a tag around a block; -1 if there is none."""
    node = find_around(block, tags)
    return -1 if node is None else node.number


def find_around(block: Block, tags: frozenset[str]) -> Node | None:
    """The nearest element with such a tag around a block."""
    node = block.node
    while node is not None and node.tag not in tags:
        node = node.parent
    return node


def find_tables(blocks: Sequence[Block]) -> frozenset[int]:
    """The tables of data."""
    rows: dict[tuple[int, int], list[int]] = {}
    refused: set[int] = set()
    for block in blocks:
        table = number_of(block, TABLE)
        if table < 0 or number_of(block, _CAPTION) > table:
            continue
        row, cell = number_of(block, ROW), number_of(block, CELL)
        rows.setdefault((table, row), []).append(cell)
        nodes = list(way_up(block))
        refused.update(node.number for node in nodes if node.tag == "table" and node.number != table)
        if row < table or len(block.text) > _LONGEST_CELL or any(node.tag in _HEADINGS for node in nodes):
            refused.add(table)
    refused |= {table for (table, _), cells in rows.items() if max(Counter(cells).values()) > _MOST_BLOCKS}
    return frozenset({table for (table, _), cells in rows.items() if len(set(cells)) > 1} - refused)


def find_columns(table: Any) -> dict[Any, int]:
    """The column of each of a table's cells: those before it may be empty, take several columns, or hang down from the
    rows above."""
    columns: dict[Any, int] = {}
    taken: dict[int, int] = {}
    for row in table.iter("tr"):
        at = 0
        for cell in row.iterchildren(*CELL):
            while taken.get(at):
                at += 1
            columns[cell] = at
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            taken.update(dict.fromkeys(range(at, at + wide), high))
            at += wide
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}
    return columns


def _span(cell: Any, name: str) -> int:
    said = cell.get(name) or ""
    return min(int(said), _WIDEST) or 1 if said.isdecimal() and len(said) < _LONGEST_CELL else 1
