from dataclasses import dataclass, replace

import pytest

from backfile.importers.headline import (
    FEATURES,
    describe_candidates,
    find_headline,
    find_masthead,
    find_paper,
    rank_headlines,
    weigh_lead,
)
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.trees import load_model
from backfile.importers.units import Unit


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("The Sandle Beacon", "The Sandle Beacon"),
        ("THE SANDLE BEACON -- ELECTRONIC EDITION", "The Sandle Beacon"),
        ("The Sandle Beacon online", "The Sandle Beacon"),
        ("The harbour office shuts", ""),
        ("Harbour Office Shuts", ""),
        ("The Lock House, Sandle", ""),
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


def test_each_candidate_has_every_feature() -> None:
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(PAGE)]
    candidates, rows = describe_candidates(units, [unit.ended for unit in units])
    assert candidates == [2, 3]
    assert [len(row) for row in rows] == [len(FEATURES)] * 2
    assert load_model("headline").names == FEATURES


@pytest.mark.parametrize(
    "line",
    [
        "© 2009 The Sandle Beacon",
        "14 March 2009",
        "Photo: Mina Osk",
        "Reuters",
        "Tags: boats",
        "Skip to content",
        "* * *",
    ],
)
def test_what_is_a_field_or_a_link_is_no_headline(line: str) -> None:
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(f"{line}\n{PAGE}")]
    assert 0 not in describe_candidates(units, [unit.ended for unit in units])[0]


def test_of_lines_that_say_the_same_the_one_nearest_the_body_is_ranked() -> None:
    page = "Board shuts harbour window on Fridays\nMenu\n" + PAGE
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(page)]
    assert describe_candidates(units, [unit.ended for unit in units])[0] == [4, 5]


def test_where_there_is_no_body_the_first_line_is_the_headline() -> None:
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs("Tide table\nSkarn 4.12\nSandle 4.31")]
    assert [ranked.position for ranked in rank_headlines(units, [False] * 3)] == [0, 1, 2]


def test_a_choice_is_surer_the_better_and_the_further_ahead_it_is() -> None:
    assert weigh_lead([2, 1]) > weigh_lead([1, 0]) > weigh_lead([1, 0.5])
    assert weigh_lead([1]) > weigh_lead([1, 0.5]) > weigh_lead([])


def test_of_two_sentences_as_likely_the_upper_is_the_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        "Board shuts harbour window on Fridays\nBoats may call from the other side\nThe harbour board shut its window."
    )
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(page)]
    for lead, first in ((0.5, 0), (9.0, 1)):
        monkeypatch.setattr("backfile.importers.headline.load_model", lambda name, lead=lead: _Scores([0.0, lead]))
        assert rank_headlines(units, [False, False, True])[0].position == first


@dataclass
class _Scores:
    odds: list[float]

    def score(self, rows: object) -> list[float]:
        return self.odds


def test_a_name_at_the_top_that_the_body_does_not_speak_of_is_the_paper_s() -> None:
    page = "Sandle Valley Courier\nBoard shuts harbour window on Fridays\nThe harbour board shut its window in Sandle."
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(page)]
    assert describe_candidates(units, [False, False, True])[0] == [1]


def test_a_menu_on_one_line_and_a_stanza_are_no_headlines() -> None:
    lines = ["Harbour | Board | Window | Fridays", "The window shuts, the bucket stays", *PAGE.split("\n")[2:5]]
    paragraphs = read_paragraphs("\n\n".join(lines))
    stanza = replace(paragraphs[1], numbers=(3, 4, 5, 6))
    units = [Unit(paragraph, "en") for paragraph in (paragraphs[0], stanza, *paragraphs[2:])]
    candidates, _ = describe_candidates(units, [unit.ended for unit in units])
    assert [units[i].text for i in candidates] == [lines[2], "Anna Osk"]
