from hypothesis import given
from hypothesis import strategies as st

from backfile.importers.paragraphs import read_paragraphs

WRAPPED = """\
The river broke its banks at three places on Thursday and flooded some
two thousand acres of orchards between the town and the sea, the worst
flood in the valley since the war. Nobody was hurt, but eleven fami-
lies spent the night in the church, and the Anglo-
Irish bank lost its cellar.
"""


def test_lines_broken_at_a_width_are_joined() -> None:
    (paragraph,) = read_paragraphs(WRAPPED)
    assert paragraph.numbers == (1, 2, 3, 4, 5)
    assert "some two thousand" in paragraph.text and "eleven families spent" in paragraph.text
    assert "Anglo- Irish" in paragraph.text


def test_short_lines_stay_on_their_own() -> None:
    assert [p.text for p in read_paragraphs("By Ann Lee\n10 May 1999\nComments\n\n" + WRAPPED)][:3] == [
        "By Ann Lee",
        "10 May 1999",
        "Comments",
    ]


def test_a_line_is_a_paragraph_where_nothing_was_broken() -> None:
    text = "A first paragraph longer than any line that a typewriter would ever have made of it.\nTwo."
    assert len(read_paragraphs(text)) == 2


def test_an_indented_line_begins_a_paragraph() -> None:
    assert len(read_paragraphs(WRAPPED + "     " + WRAPPED)) == 2


def test_a_bullet_is_told_and_taken_off() -> None:
    first, second, third = read_paragraphs("• one\n  - two\n-3 degrees")
    assert [(p.text, p.bullet, p.indent) for p in (first, second, third)] == [
        ("one", True, 0),
        ("two", True, 2),
        ("-3 degrees", False, 0),
    ]


@given(st.text())
def test_every_line_that_is_not_blank_belongs_to_one_paragraph(text: str) -> None:
    numbers = [number for paragraph in read_paragraphs(text) for number in paragraph.numbers]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= {number for number, line in enumerate(text.split("\n"), 1) if line.strip()}


def test_a_rule_is_joined_with_nothing_and_has_no_part_in_the_width() -> None:
    rule = "=" * 120
    texts = [
        p.text for p in read_paragraphs(WRAPPED.strip() + f"\n{rule}\n" + WRAPPED.strip() + "\n" + "-" * 70 + "\nEnd")
    ]
    assert [text[:9] for text in texts] == ["The river", "=========", "The river", "---------", "End"]


def test_one_line_that_is_too_long_does_not_unmake_a_hard_wrapped_text() -> None:
    line = "the keepers of the light had lived on the point for nineteen years and"
    wrapped = "\n".join([*[line] * 8, line + " never left", *[line] * 8, "went."])
    assert [paragraph.text for paragraph in read_paragraphs(wrapped)] == [" ".join(wrapped.split("\n"))]
