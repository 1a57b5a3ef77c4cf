import pytest

from backfile.importers import lines
from backfile.importers.features import NAMES, describe
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.units import Unit

BRIDGE = [
    "The council of Ellery voted on Monday to close the old bridge, said Mayor Ilse Morand of the bridge committee.",
    "Engineers from Sandle had found cracks in the bridge, and Morand told the council that the bridge must wait.",
    "The old bridge in Ellery was built in 1911, and the council has paid for paint alone, said the mayor, Morand.",
]
APPEAL = "Please support our journalism with a gift today, because your donation pays for our newsroom and our readers."


def rows_of(page: list[str]) -> list[dict[str, float]]:
    units = tuple(Unit(paragraph, "en") for paragraph in read_paragraphs("\n\n".join(page)))
    return [dict(zip(NAMES, row, strict=True)) for row in lines.weigh(units).rows.tolist()]


def test_every_paragraph_gets_a_row_with_a_number_for_each_name() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert len(rows_of(["Bridge closed", *BRIDGE])) == 4
    assert describe((), [], [], [], None).shape == (0, len(NAMES))


@pytest.mark.parametrize("name", ["title", "near", "relative near", "past", "relative past"])
def test_a_paragraph_of_the_article_has_more_than_an_appeal_among_its_paragraphs(name: str) -> None:
    rows = rows_of(["Ellery closes its old bridge", *BRIDGE, APPEAL, *BRIDGE])
    assert rows[2][name] > rows[4][name]


@pytest.mark.parametrize("name", ["of papers", "relative of papers", "relative talk", "persons"])
def test_an_appeal_has_more_than_a_paragraph_of_the_article(name: str) -> None:
    rows = rows_of(["Ellery closes its old bridge", *BRIDGE, APPEAL])
    assert rows[4][name] > rows[2][name]


def test_names_that_stand_elsewhere_in_the_article_are_told_from_new_ones() -> None:
    stranger = "A farmer in the valley, said Torvald Quist, has sold his tractor to his neighbour, said Bertil Aske."
    *_, near, new = rows_of([*BRIDGE, BRIDGE[0], stranger])
    assert near["names far"] > 0 == near["names new"]
    assert new["names new"] > 0 == new["names far"]


def test_a_row_tells_of_the_lines_beside_it_and_of_none_beyond_the_page() -> None:
    first, _, last = rows_of(["Menu", BRIDGE[0], "Share"])
    assert (first["words -1"], last["words +1"]) == (0, 0)
    assert first["words +1"] == last["words -1"] == 20


def test_the_prose_before_and_after_a_line_is_a_share_of_the_page() -> None:
    rows = rows_of([*BRIDGE, "Share", *BRIDGE])
    assert rows[3]["prose before"] == rows[3]["prose after"] == pytest.approx(0.5)
    assert (rows[3]["since prose"], rows[3]["till prose"]) == (1, 1)
