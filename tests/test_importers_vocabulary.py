import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.importers import vocabulary
from backfile.importers.people import find_bracketed, find_caption, find_credit

CAPTURES = sorted((Path(__file__).parent / "fixtures" / "quality" / "captures").glob("*.txt"))
LINES = [line.strip() for path in CAPTURES for line in path.read_text("utf-8", "replace").splitlines() if line.strip()]
MADE = ["Photo: The quay at dusk", "The quay (Ann Lee/The Packet)", "FOTO VON Bo Ek", "Getty Images", "© Ann Lee"]
SMALL = [vocabulary.SELF_TALK, vocabulary.PERSONS, vocabulary.FIRST_PERSON, vocabulary.SIGN_UP, vocabulary.SAYING]


@given(st.text())
def test_a_folded_text_has_a_character_for_each(text: str) -> None:
    assert len(vocabulary.fold(text)) == len(text)


@pytest.mark.parametrize("pattern", [*SMALL, vocabulary.ANY_OPENING.start, vocabulary.ANY_OPENING.anywhere])
def test_small_letters_find_what_ignoring_capitals_finds(pattern: re.Pattern[str]) -> None:
    either = re.compile(pattern.pattern, re.IGNORECASE)
    for line in (turn(line) for turn in (str, str.upper, str.title) for line in LINES):
        found = [match.span() for match in pattern.finditer(vocabulary.fold(line))]
        assert found == [match.span() for match in either.finditer(line)], line


def test_no_kind_of_furniture_is_missed_by_the_look_for_any() -> None:
    told = [vocabulary.fold(line) for line in LINES]
    announced = [line for line in told if any(marks.fit(line) for marks in vocabulary.OPENINGS.values())]
    assert len(announced) > 50
    assert announced == [line for line in told if vocabulary.ANY_OPENING.fit(line)]


def test_every_credit_and_caption_holds_a_word_that_is_looked_for_first() -> None:
    for line in (turn(line) for turn in (str, str.upper) for line in [*LINES, *MADE]):
        if find_credit(line) or find_bracketed(line) or find_caption(line):
            assert vocabulary.CREDITED.search(vocabulary.fold(line)), line
    assert all(find_credit(line) or find_bracketed(line) or find_caption(line) for line in MADE)
