import pytest

from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.scores import Score, score_alone, score_place, score_repetition
from backfile.importers.units import Unit

PROSE = "The harbour board decided on Tuesday to shut the window of its office on Fridays, and on most Thursdays too."


def read_units(page: str) -> list[Unit]:
    return [Unit(paragraph, "en") for paragraph in read_paragraphs(page)]


@pytest.mark.parametrize(
    "line", ["Menu", "Share on Twitter", "By Jonas Threll", "14 March 2009", "-----", "© 2009 Beacon"]
)
def test_furniture_and_fields_speak_against_themselves_and_prose_for_itself(line: str) -> None:
    against, in_favour = (score_alone(unit) for unit in read_units(f"{line}\n{PROSE}"))
    assert against.total < -0.5 < 1 < in_favour.total


def test_the_reasons_that_weigh_most_against_a_line_are_named_first() -> None:
    score = Score()
    for reason, value in (("small", -0.1), ("for", 2.0), ("large", -1.0), ("none", 0.0)):
        score.add(reason, value)
    assert (round(score.total, 2), str(score)) == (0.9, "large, small")


def test_a_line_that_stands_twice_says_so() -> None:
    units = read_units(f"Sandle\n{PROSE}\nSandle")
    scores = [Score() for _ in units]
    score_repetition(units, scores)
    assert [score.total < 0 for score in scores] == [True, False, True]


@pytest.mark.parametrize("closing", ["Comments", "Read next", "© 2009 The Sandle Beacon", "----------"])
def test_what_stands_behind_a_closing_line_is_likelier_furniture(closing: str) -> None:
    units = read_units(f"{PROSE}\n{PROSE}\n{PROSE}\n{closing}\nBoats")
    scores = [score_alone(unit) for unit in units]
    before = scores[-1].total
    score_place(units, scores, None)
    assert scores[-1].total < before


@pytest.mark.parametrize(("above", "below"), [(1, 2), (20, 8)])
def test_a_rule_with_much_text_below_closes_nothing(above: int, below: int) -> None:
    units = read_units("\n".join([PROSE] * above + ["* * *"] + [PROSE] * below))
    scores = [score_alone(unit) for unit in units]
    before = scores[-1].total
    score_place(units, scores, None)
    assert scores[-1].total == before
