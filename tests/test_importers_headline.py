import pytest

from backfile.importers.headline import find_headline, find_masthead, find_paper
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.units import Unit


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("The Sandle Beacon", "The Sandle Beacon"),
        ("THE SANDLE BEACON -- ELECTRONIC EDITION", "The Sandle Beacon"),
        ("The Sandle Beacon online", "The Sandle Beacon"),
        ("The harbour office shuts", ""),
        ("Harbour Office Shuts", ""),
    ],
)
def test_a_masthead_is_the_name_of_a_paper_without_its_edition(line: str, paper: str) -> None:
    assert find_paper(line) == paper


PAGE = """The Sandle Beacon
Sport
Board shuts harbour window on Fridays
Anna Osk
The harbour board decided on Tuesday to shut the window of its harbour office on Fridays, as in other years.
Subscribe to The Sandle Beacon"""


def test_the_headline_is_the_line_that_shares_its_words_with_the_body() -> None:
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(PAGE)]
    inside = [unit.ended for unit in units]
    assert find_headline(units, inside) == 2
    assert find_headline(units[:2] + units[4:], inside[:2] + inside[4:]) is None


def test_a_masthead_is_named_elsewhere_on_the_page_too() -> None:
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(PAGE)]
    assert find_masthead(units) == 0
    assert find_masthead(units[:-1]) is None
