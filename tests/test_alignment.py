"""Alignment: lines and blocks side by side, each once, whatever a person made of the article."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.alignment import Row, align
from backfile.model import KEPT, Line

FERRY = "The ferry crossed the river again on Wednesday."
CROWD = "A crowd filled both banks, and the band played."
FLOATS = "It floats, and it steers."


def show(rows: list[Row]) -> list[tuple[str, list[int], list[int]]]:
    return [(row.state, [line.number for line in row.lines], list(row.blocks)) for row in rows]


def rows_of(kinds_and_texts: list[tuple[str, str]], blocks: list[str]) -> list[tuple[str, list[int], list[int]]]:
    lines = [Line(number, kind, text) for number, (kind, text) in enumerate(kinds_and_texts, 1)]
    return show(list(align(lines, blocks)))


@pytest.mark.parametrize(
    ("lines", "blocks", "rows"),
    [
        pytest.param(
            [("navigation", "Home"), ("headline", "Ferry"), ("byline", "Nora Bell"), ("body", FERRY), ("body", CROWD)],
            [FERRY, CROWD],
            [("left out", [1], []), ("field", [2, 3], []), ("held", [4], [0]), ("held", [5], [1])],
            id="a line, a block",
        ),
        pytest.param(
            [("body", FERRY[:20]), ("body", FERRY[20:]), ("body", CROWD)],
            [FERRY, CROWD],
            [("held", [1, 2], [0]), ("held", [3], [1])],
            id="a block of several lines",
        ),
        pytest.param(
            [("body", f"{FERRY} {CROWD}"), ("body", FLOATS)],
            [FERRY, CROWD, FLOATS],
            [("held", [1], [0, 1]), ("held", [2], [2])],
            id="a line of several blocks",
        ),
        pytest.param(
            [("body", FERRY[:20]), ("appeal", "Please donate"), ("body", FERRY[20:])],
            [FERRY],
            [("held", [1], [0]), ("left out", [2], []), ("held", [3], [])],
            id="a block goes on behind what was left out",
        ),
        pytest.param(
            [("body", FERRY), ("body", FLOATS)],
            [FERRY, "Nobody said this.", FLOATS, "Nor that."],
            [("held", [1], [0]), ("written", [], [1]), ("held", [2], [2]), ("written", [], [3])],
            id="blocks that a person wrote",
        ),
        pytest.param(
            [("body", FERRY), ("body", CROWD), ("body", FLOATS)],
            [FERRY, FLOATS],
            [("held", [1], [0]), ("not found", [2], []), ("held", [3], [1])],
            id="a line that a person removed",
        ),
        pytest.param(
            [("body", "the band"), ("body", FERRY), ("body", CROWD)],
            [FERRY, CROWD],
            [("not found", [1], []), ("held", [2], [0]), ("held", [3], [1])],
            id="what pairs the most letters counts",
        ),
        pytest.param(
            [("body", CROWD), ("body", FLOATS), ("body", CROWD)],
            [FLOATS, CROWD],
            [("written", [], [0]), ("held", [1], [1]), ("not found", [2], []), ("held", [3], [])],
            id="lines and blocks in another order",
        ),
        pytest.param(
            [("headline", FERRY), ("body", FERRY)],
            [FERRY],
            [("field", [1], []), ("held", [2], [0])],
            id="a headline that is a sentence of the text",
        ),
        pytest.param(
            [("body", FERRY), ("body", "* * *"), ("body", CROWD)],
            [FERRY, "", CROWD],
            [("held", [1], [0]), ("held", [2], []), ("held", [], [1]), ("held", [3], [2])],
            id="lines and blocks without letters",
        ),
    ],
)
def test_lines_stand_beside_the_blocks_that_hold_them(
    lines: list[tuple[str, str]], blocks: list[str], rows: list[tuple[str, list[int], list[int]]]
) -> None:
    assert rows_of(lines, blocks) == rows


words = st.lists(st.sampled_from(["ferry", "river", "the", "crowd", "*", "band"]), max_size=6).map(" ".join)
kinds = st.sampled_from(["navigation", "headline", "body", "body", "body"])


@given(st.lists(st.tuples(kinds, words), max_size=12), st.lists(words, max_size=8))
def test_each_line_and_each_block_stands_once_and_in_order(lines: list[tuple[str, str]], blocks: list[str]) -> None:
    rows = rows_of(lines, blocks)
    assert list(chain.from_iterable(numbers for _, numbers, _ in rows)) == list(range(1, len(lines) + 1))
    assert list(chain.from_iterable(found for *_, found in rows)) == list(range(len(blocks)))
    for state, numbers, _ in rows:
        assert numbers or state in {"written", "held"}
        assert not (numbers and state == "written")
        assert (state == "left out") == any(lines[number - 1][0] not in KEPT for number in numbers)
