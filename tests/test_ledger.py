"""The numbers of lines, ranges of them, and the ledger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.ledger import (
    find_left_out,
    format_ledger,
    format_number,
    format_ranges,
    name_ledger,
    number_lines,
    parse_ledger,
    parse_ranges,
    select,
)
from backfile.model import KEPT, Line

KINDS = st.sampled_from(["body", "headline", "notice", "navigation"])
WORDS = st.text(st.sampled_from("ab ¶\t\n\x85\u2028ž"), max_size=8)
LINES = st.lists(st.builds(Line, st.integers(1, 8), KINDS, WORDS, st.sampled_from(["", "-1.5: a notice"])), max_size=30)


def numbers(lines: list[Line] | tuple[Line, ...]) -> list[str]:
    return [format_number(line) for line in lines]


def test_several_texts_on_one_line_of_the_file_are_its_parts() -> None:
    lines = number_lines(Line(number, "body", "x") for number in (3, 21, 21, 21, 25))
    assert numbers(lines) == ["3", "21.1", "21.2", "21.3", "25"]


def test_a_text_that_follows_inner_parts_counts_as_later() -> None:
    lines = number_lines(Line(number, "body", "x") for number in (2, 5, 2, 6))
    assert numbers(lines) == ["2", "5.1", "5.2", "6"]


def test_ranges_reach_over_blank_lines_and_not_over_lines_that_were_left_out() -> None:
    kinds = {1: "notice", 3: "headline", 5: "body", 6: "body", 9: "navigation", 10: "body"}
    assert format_ranges(Line(number, kind, "x") for number, kind in kinds.items()) == "3-6,10"
    parts = number_lines(Line(7, kind, "x") for kind in ("body", "body", "notice", "body"))
    assert format_ranges(parts) == "7.1-7.2,7.4"
    assert format_ranges([]) == ""


def test_a_range_may_be_typed_in_many_ways() -> None:
    lines = number_lines(Line(number, "body", "x") for number in (1, 2, 2, 3, 5, 8))
    assert numbers(select(lines, parse_ranges("2"))) == ["2.1", "2.2"]
    assert numbers(select(lines, parse_ranges("2.2-5"))) == ["2.2", "3", "5"]
    assert numbers(select(lines, parse_ranges("1-2.1, 8"))) == ["1", "2.1", "8"]
    assert numbers(select(lines, parse_ranges("3 – 8"))) == ["3", "5", "8"]
    assert select(lines, parse_ranges("")) == []


@pytest.mark.parametrize("text", ["x", "5-", "7-5", "2.3-2.1", "1.2.3", "-4", "5--7", "5 7"])
def test_what_is_no_range_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no line|ends before"):
        parse_ranges(text)


@given(LINES)
def test_ranges_hold_the_kept_lines_and_no_line_that_was_left_out(lines: list[Line]) -> None:
    numbered = number_lines(lines)
    assert len({(line.number, line.part) for line in numbered}) == len(lines)
    assert select(numbered, parse_ranges(format_ranges(numbered))) == [line for line in numbered if line.kind in KEPT]


@given(LINES)
def test_a_ledger_is_read_as_it_was_written(lines: list[Line]) -> None:
    """But for white space, which the original keeps."""
    removed = find_left_out(number_lines(lines))
    text = format_ledger(removed)
    read = parse_ledger(text)
    assert [(line.number, line.part, line.kind, line.why) for line in read] == [
        (line.number, line.part, line.kind, line.why) for line in removed
    ]
    assert [line.text for line in read] == [" ".join(line.text.split()) for line in removed]
    assert format_ledger(read) == text


def test_lines_that_follow_each_other_for_one_reason_share_a_row() -> None:
    lines = [Line(1, "navigation", "Home"), Line(2, "navigation", "News"), Line(4, "navigation", "Sport")]
    lines += [Line(5, "notice", "a\tb\nc", "because\tof x"), Line(6, "notice", "one ¶ two", "because of x")]
    lines += number_lines([Line(9, "other", "x"), Line(9, "other", "y")])
    assert format_ledger(lines).splitlines() == [
        "lines\tkind\twhy\ttext",
        "1-2\tnavigation\t\tHome ¶ News",
        "4\tnavigation\t\tSport",
        "5\tnotice\tbecause of x\ta b c",
        "6\tnotice\tbecause of x\tone ¶ two",
        "9.1-9.2\tother\t\tx ¶ y",
    ]


def test_a_ledger_that_a_spreadsheet_has_spoilt_is_refused() -> None:
    with pytest.raises(ValueError, match="is no row of a ledger"):
        parse_ledger("lines\tkind\twhy\ttext\n1,navigation,,Home\n")


def test_the_ledger_stands_beside_the_original() -> None:
    assert name_ledger("originals/1923/mill.txt") == "originals/1923/mill.txt.ledger.tsv"
