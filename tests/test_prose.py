"""Prose: what needs no parser is told apart from what does. That both read the same, test_markdown shows."""

import pytest

from backfile.prose import NORMAL_LINK, Piece, Stretch, find_pieces, has_markup, split_stretches

PARAGRAPH, OTHER = True, False


def test_a_body_is_its_paragraphs_and_the_markdown_between_them() -> None:
    body = "The ferry\nstops.  \n\n\n- a\n\n  b\n\n> c\n\nIt was old.\n\n## End\n"
    assert list(split_stretches(body)) == [
        Stretch("The ferry\nstops.", PARAGRAPH),
        Stretch("- a\n\n  b\n\n> c\n", OTHER),
        Stretch("It was old.", PARAGRAPH),
        Stretch("## End\n\n", OTHER),
    ]
    assert list(split_stretches("")) == list(split_stretches("\n \n")) == []


@pytest.mark.parametrize(
    "line",
    [
        "# a",
        "> a",
        "- a",
        "+ a",
        "1. a",
        "12) a",
        "***",
        "___",
        "| a |",
        "    a",
        "\ta",
        "a\n---",
        "a\n===",
        "a | b\n:-|-:",
    ],
)
def test_a_line_that_may_be_no_paragraph_is_left_to_the_parser(line: str) -> None:
    assert list(split_stretches(f"{line}\n\nThe ferry.")) == [
        Stretch(f"{line}\n", OTHER),
        Stretch("The ferry.", PARAGRAPH),
    ]


@pytest.mark.parametrize("part", ["<b>", "```", "~~~", "[a]: b.md", "A[^1]", "^[a]", "\0"])
def test_a_body_in_which_something_may_reach_far_is_left_to_the_parser(part: str) -> None:
    body = f"The ferry.\n\n{part}\n\nIt was old."
    assert list(split_stretches(body)) == [Stretch(body, OTHER)]


@pytest.mark.parametrize(
    ("paragraph", "pieces"),
    [
        ("The ferry.", [Piece("The ferry.")]),
        ("A *new* one.", [Piece("A "), Piece("new", "*"), Piece(" one.")]),
        ("**So (he said): no**", [Piece("**So (he said): no**"[2:-2], "**")]),
        ("[Dates](dates.md), then", [Piece("Dates", "", "dates.md"), Piece(", then")]),
        (r"5 \* 3 \[sic\]", [Piece("5 "), Piece("*"), Piece(" 3 "), Piece("["), Piece("sic"), Piece("]")]),
        ("R&D [sic] a_b", [Piece("R&D [sic] a_b")]),
    ],
)  # fmt: skip
def test_the_plainest_pieces_of_a_paragraph_are_found(paragraph: str, pieces: list[Piece]) -> None:
    assert find_pieces(paragraph) == pieces


@pytest.mark.parametrize(
    "paragraph",
    ["a*b*c", "*a*b", "* a *", "*a", "***a***", "*a **b***", "_a_", "`a`", "~~a~~", "&amp;", "a \nb", "![a](b.png)",
     "[a](b c)", "[a](<b>)", "[a]()", "[a](b 'c')", "[a](b&c)", "[*a*](b)", "[a](javascript:b)", "[a](http://Bé/)"],
)  # fmt: skip
def test_a_piece_of_another_kind_is_left_to_the_parser(paragraph: str) -> None:
    assert find_pieces(paragraph) is None


def test_text_without_a_mark_has_no_markup() -> None:
    assert not has_markup("“The ferry”, he said (it was old!).")
    assert all(has_markup(f"a{mark}b") for mark in "\\`*_~[<&")


@pytest.mark.parametrize("address", ["a.md", "/2011/02/a.md", "https://a.example/b?c=d&e#f", "#f", ""])
def test_an_address_that_needs_no_change_is_known(address: str) -> None:
    assert NORMAL_LINK.fullmatch(address)


@pytest.mark.parametrize("address", ["a b", "é", "//a/b", "http://A.example/", "http://a.b:80/", "mailto:a@b", "a%20b"])
def test_others_are_not(address: str) -> None:
    assert not NORMAL_LINK.fullmatch(address)
