"""Prose: what needs no parser is told apart from what does. That both read the same, test_markdown shows."""

import pytest

from backfile.prose import NORMAL_LINK, Stretch, find_pieces, has_markup, split_stretches


def other(text: str) -> Stretch:
    return Stretch("other", (text,))


def paragraph(text: str) -> Stretch:
    return Stretch("paragraph", (text,))


def test_a_body_is_its_plain_blocks_and_the_markdown_between_them() -> None:
    body = "The ferry\nstops.  \n\n\n- a\n\n  b\n\n* c\n\nIt was old.\n\n***\n"
    assert list(split_stretches(body)) == [
        paragraph("The ferry\nstops."),
        other("- a\n\n  b\n\n* c\n"),
        paragraph("It was old."),
        other("***\n\n"),
    ]
    assert list(split_stretches("")) == list(split_stretches("\n \n")) == list(split_stretches(" \n\t")) == []


@pytest.mark.parametrize(
    ("block", "stretch"),
    [
        ("## The end", Stretch("heading", ("The end",), "##")),
        ("###### No. #1", Stretch("heading", ("No. #1",), "######")),
        ("> It was\n> *old*.\n>\n> He wept.", Stretch("quote", ("It was\n*old*.", "He wept."))),
        ("- a b\n- *c*", Stretch("list", ("a b", "*c*"), "-")),
        ("* a", Stretch("list", ("a",), "*")),
        ("1. a\n2. b\n2. c", Stretch("list", ("a", "b", "c"), "1")),
        ("1) [a](b)", Stretch("list", ("[a](b)",), "1")),
        ("*So* it was", paragraph("*So* it was")),
        ("**Keld** — It\n**is**", paragraph("**Keld** — It\n**is**")),
        ("1.5 million\n2.5 million", paragraph("1.5 million\n2.5 million")),
        ("[Dates](dates.md)", paragraph("[Dates](dates.md)")),
        ("+44 20", paragraph("+44 20")),
    ],
)
def test_blocks_of_the_plainest_kinds_are_found(block: str, stretch: Stretch) -> None:
    assert list(split_stretches(f"A.\n\n{block}  \n\nB.")) == [paragraph("A."), stretch, paragraph("B.")]


@pytest.mark.parametrize(
    "block",
    [
        "# a #",
        "#",
        "#a",
        "####### a",
        "#  a",
        "# a\nb",
        ">a",
        "> a\nb",
        "> - a",
        "> > a",
        ">",
        "> a\n>  b",
        "-a",
        "- ",
        "-  a",
        "- a\nb",
        "- a\n  b",
        "- a\n* b",
        "1. a\n2) b",
        "2. a",
        "- a \n- b",
        "- - a",
        "- # a",
        "- 1. a",
        "- a\xa0",
        "***",
        "* * *",
        "**",
        "*\ta",
        "___",
        "| a |",
        "    a",
        "\ta",
        "a\n---",
        "a\n===",
        "a | b\n:-|-:",
        "a\n- b",
        "a\n* b",
        "a\n1. b",
        "a\xa0",
    ],
)
def test_a_block_of_another_kind_is_left_to_the_parser(block: str) -> None:
    assert list(split_stretches(f"{block}\n\nThe ferry.")) == [other(f"{block}\n"), paragraph("The ferry.")]


@pytest.mark.parametrize("after", ["- b", "* b", "1. b", "  b", "    b", "***"])
def test_a_list_is_left_to_the_parser_with_what_may_belong_to_it(after: str) -> None:
    assert list(split_stretches(f"- a\n\n{after}")) == [other(f"- a\n\n{after}\n")]
    assert list(split_stretches(f"{after}\n\n- a"))[-1] == other(f"{after}\n\n- a\n")


@pytest.mark.parametrize("part", ["<b>", "```", "~~~", "[a]: b.md", "A[^1]", "^[a]", "\0", "\r"])
def test_a_body_in_which_something_may_reach_far_is_left_to_the_parser(part: str) -> None:
    body = f"The ferry.\n\n{part}\n\nIt was old."
    assert list(split_stretches(body)) == [other(body)]


def piece(kind: str, *parts: str) -> tuple[str, ...]:
    """What `find_pieces` makes of one piece: a place for each kind."""
    places = {"picture": 0, "text": 2, "escaped": 3, "marked": 4, "code": 6, "link": 7}
    found = [""] * 10
    found[places[kind] : places[kind] + len(parts)] = parts
    return tuple(found)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The ferry.", [piece("text", "The ferry.")]),
        ("A *new* one.", [piece("text", "A "), piece("marked", "*", "new"), piece("text", " one.")]),
        ("**So (he said): no**", [piece("marked", "**", "So (he said): no")]),
        ("*“So,” he said.* No", [piece("marked", "*", "“So,” he said."), piece("text", " No")]),
        ("[Dates](dates.md), then", [piece("link", "Dates", "dates.md"), piece("text", ", then")]),
        (r"5 \* 3", [piece("text", "5 "), piece("escaped", "*"), piece("text", " 3")]),
        ("R&D [sic] a_b", [piece("text", "R&D [sic] a_b")]),
        ("![A pier](pier.png)", [piece("picture", "A pier", "pier.png")]),
        ("`a*b &lt;`.", [piece("code", "a*b &lt;"), piece("text", ".")]),
    ],
)
def test_the_plainest_pieces_of_a_text_are_found(text: str, pieces: list[tuple[str, ...]]) -> None:
    assert find_pieces(text) == pieces


@pytest.mark.parametrize(
    "text",
    ["a*b*c", "*a*b", "* a *", "*a", "***a***", "*a **b***", "_a_", "``a``", "` a `", "`a\nb`", "~~a~~", "&amp;",
     "a \nb", "a ![a](b.png)", "![*a*](b)", "![a](b 'c')", "[a](b c)", "[a](<b>)", "[a]()", "[a](b 'c')",
     "[a](b&c)", "[*a*](b)",
     "[a](javascript:b)", "[a](http://Bé/)", "*a.*b", "*a.*)", "a*“b”*", "(*“b”*)", "**a*", "*a**", "`a``"],
)  # fmt: skip
def test_a_piece_of_another_kind_is_left_to_the_parser(text: str) -> None:
    assert find_pieces(text) is None


def test_text_without_a_mark_has_no_markup() -> None:
    assert not has_markup("“The ferry”, he said (it was old!).")
    assert all(has_markup(f"a{mark}b") for mark in "\\`*_~[<&")


@pytest.mark.parametrize("address", ["a.md", "/2011/02/a.md", "https://a.example/b?c=d&e#f", "#f", ""])
def test_an_address_that_needs_no_change_is_known(address: str) -> None:
    assert NORMAL_LINK.fullmatch(address)


@pytest.mark.parametrize("address", ["a b", "é", "//a/b", "http://A.example/", "http://a.b:80/", "mailto:a@b", "a%20b"])
def test_others_are_not(address: str) -> None:
    assert not NORMAL_LINK.fullmatch(address)
