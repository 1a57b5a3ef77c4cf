"""The format of the search: numbers, rooms, and files that are joined from slices."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.postings import (
    BASE,
    CHARACTERS,
    LAST_PLACE,
    PLACES,
    find_term_room,
    find_word_room,
    format_counts,
    format_length,
    format_number,
    join_terms,
    join_words,
)
from search_reader import read_number


@given(st.integers(0, 2 * LAST_PLACE + 1))
def test_a_number_is_read_as_it_was_written(number: int) -> None:
    assert read_number(format_number(number)) == (number, "")


@pytest.mark.parametrize("number", [0, 56, 57, 90, 91, BASE - 1, BASE, BASE + 1, 6399 * BASE])
def test_numbers_at_the_edges_are_read_as_they_were_written(number: int) -> None:
    assert read_number(format_number(number) + "#") == (number, "#")


def test_no_character_of_a_number_needs_an_escape_and_small_ones_take_one_byte() -> None:
    assert json.dumps(CHARACTERS, ensure_ascii=False) == f'"{CHARACTERS}"'
    assert CHARACTERS.encode().decode() == CHARACTERS
    assert len(set(CHARACTERS)) == BASE
    assert [len(sign.encode()) for sign in CHARACTERS[: PLACES + 1]] == [1] * PLACES + [2]


def test_lengths_grow_with_the_words_up_to_the_last_place() -> None:
    lengths = [CHARACTERS.index(format_length(count)) for count in (0, 16, 48, 400, 10**9)]
    assert lengths == [0, 8, 16, 38, PLACES - 1]


def test_a_word_with_accents_is_in_the_room_of_its_term() -> None:
    assert find_term_room("cafe=café", 997) == find_term_room("cafe", 997) == 0x4FBD7F10 % 997


def test_words_that_begin_alike_share_a_room() -> None:
    assert find_word_room("harbour", 997) == find_word_room("harp", 997) != find_word_room("pier", 997)
    assert find_word_room("東京", 997) == find_word_room("東北", 997) == find_word_room("東", 997)


def test_a_file_of_terms_has_what_each_block_says_of_them_in_order() -> None:
    slices = [b"pier\nboat\n#$\n##", b"", b"pier\n%'"]
    first, third = format_number(91), format_number(93)
    assert json.loads(join_terms(slices)) == {"boat": f"{first}##", "pier": f"{first}#${third}%'"}
    assert join_terms([b"", b""]) == b"{}"


def test_a_file_of_words_tells_how_much_they_are_used() -> None:
    slices = [format_counts(["pier", "boat"], [3, 1]), format_counts([], []), format_counts(["pier", "zoo"], [1, 91])]
    assert join_words(slices) == b'"boata pierc zoog"'
    assert join_words([]) == b'""'
