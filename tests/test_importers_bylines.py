import pytest

from backfile.importers.bylines import FEATURES, describe_credits, find_byline
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.trees import load_model
from backfile.importers.units import Unit

BODY = """The harbour board decided on Tuesday to shut the window of its harbour office on Fridays, as in other years.
Boats may call from the other side of the harbour, the board said, and nobody will be turned away at the gate."""


def read(head: str, foot: str = "") -> tuple[list[Unit], list[bool]]:
    units = [Unit(p, "en") for p in read_paragraphs(f"Board shuts harbour window\n{head}\n{BODY}\n{foot}")]
    return units, [unit.text in BODY.split("\n") for unit in units]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("By Jonas Threll\n14 March 2009", ("Jonas Threll",)),
        ("Jonas Threll\n14 March 2009", ("Jonas Threll",)),
        ("Posted on 14 March 2009 by Jonas Threll and Mina Osk", ("Jonas Threll", "Mina Osk")),
        ("By\nJonas Threll,\nMina Osk\n14 March 2009", ("Jonas Threll", "Mina Osk")),
        ("Jonas Threll, Harbour Correspondent | 14 March 2009", ("Jonas Threll",)),
        ("Jonas Threll Political Correspondent\n14 March 2009", ("Jonas Threll",)),
        ("14 March 2009", ()),
        ("Final Thoughts\n14 March 2009", ()),
        ("Harbour Correspondent\n14 March 2009", ()),
        ("By 14 March 2009", ()),
        ("From Our Own Correspondent\n14 March 2009", ("Our Own Correspondent",)),
        ("JONAS THRELL at the Harbour Ground\n14 March 2009", ("Jonas Threll",)),
    ],
)
def test_the_byline_names_the_authors(head: str, names: tuple[str, ...]) -> None:
    byline = find_byline(*read(head), 0)
    assert (byline.names if byline else ()) == names


def test_what_readers_may_do_with_a_comment_names_nobody() -> None:
    assert find_byline(*read("14 March 2009", "Comments (1)\n\nA fine window.\nReply  Report"), 0) is None


def test_an_author_who_is_presented_below_the_text_is_credited() -> None:
    found, _ = describe_credits(*read("14 March 2009", "Jonas Threll is a reporter who covers harbours."), 0)
    assert [(credit.names, credit.kind) for credit in found] == [(("Jonas Threll",), "presented")]


def test_who_looked_through_a_text_did_not_write_it() -> None:
    assert describe_credits(*read("Reviewed by Jonas Threll"), 0)[0] == []


def test_each_credit_has_every_feature() -> None:
    _, rows = describe_credits(*read("By Jonas Threll\nMina Osk"), 0)
    assert [len(row) for row in rows] == [len(FEATURES)] * 2
    assert load_model("byline").names == FEATURES


def test_a_word_before_the_name_makes_surer() -> None:
    sure, unsure = find_byline(*read("By Jonas Threll"), 0), find_byline(*read("Jonas Threll"), 0)
    assert sure is not None and (unsure is None or sure.confidence > unsure.confidence)


def test_whoever_is_presented_far_into_a_line_is_not_looked_for() -> None:
    # Tried from each of its letters on, such a run would take minutes.
    assert find_byline(*read("", "A" * 100_000), 0) is None
