import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.importers import vocabulary
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.units import Unit

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


def test_a_hyphen_at_a_line_s_end_stays_if_the_text_prints_the_word_with_one() -> None:
    """A word that is printed both ways, or nowhere else, loses it."""
    page = (
        WRAPPED
        + """\
The toll-house by the bridge, which the river had spared, is to be kept
for the museum, said the clerk on Friday, with the lamp of the toll-
house and the gate, the mother-in-law of the keeper and the mother-in-
law of the clerk. The by-law and the bylaw stay, and so does this by-
law of the mill-
race and the river's ban-
ners, which nobody reads."""
    )
    text = " ".join(paragraph.text for paragraph in read_paragraphs(page))
    assert "lamp of the toll-house" in text and "the mother-in-law of the clerk" in text
    assert "this bylaw of the millrace and the river's banners" in text


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


COLUMN = """\
The river broke its banks at
three places on Thursday and
flooded some two thousand acres
of orchards between the town and
the sea, the worst flood in the
valley since the war. Nobody was
hurt, but eleven families spent
the night in the church, and the
bank lost its cellar, which few
in the town had known it had.
"""


def test_a_narrow_column_is_joined() -> None:
    (paragraph,) = read_paragraphs(COLUMN)
    assert paragraph.text == " ".join(COLUMN.split("\n")).strip()


def test_the_entries_of_a_menu_are_no_column() -> None:
    menu = "\n".join(f"{name} of the Valley and Town" for name in ("News", "Sport", "Views", "Music", "Books") * 3)
    assert len(read_paragraphs(menu)) == 15


@pytest.mark.parametrize("number", ["- 3 -", "Page 3 of 7", "[3]", "Seite 3", "\n— 3 —\n", "\n\nPage 3\n\n"])
def test_a_sentence_goes_on_behind_the_number_of_a_page(number: str) -> None:
    lines = WRAPPED.strip().split("\n")
    sentence, page = read_paragraphs("\n".join([*lines[:2], number, *lines[2:]]))
    assert sentence.text == read_paragraphs(WRAPPED)[0].text
    assert page.text == number.strip() and not page.bullet


def test_a_page_number_between_two_sentences_parts_them() -> None:
    first, number, second = read_paragraphs(f"{WRAPPED}\n- 3 -\n\n{WRAPPED}")
    assert first.text == second.text and number.text == "- 3 -"


def test_a_number_in_brackets_within_a_line_is_no_page_s() -> None:
    assert [p.text for p in read_paragraphs("The river [3] rose\nPage 3 girls and page 4 boys")] == [
        "The river [3] rose",
        "Page 3 girls and page 4 boys",
    ]


@pytest.mark.parametrize("hyphen", ["-", "\xad", "‐"])
def test_a_word_that_a_line_s_end_parts_becomes_whole_where_no_width_is_known(hyphen: str) -> None:
    (paragraph,) = read_paragraphs(f"Nobody was hurt, but eleven fami{hyphen}\nlies spent the night in the church.")
    assert paragraph.text == "Nobody was hurt, but eleven families spent the night in the church."


def test_a_name_with_a_hyphen_keeps_it() -> None:
    assert len(read_paragraphs("Nobody was hurt, but the Anglo-\nIrish bank lost its cellar.")) == 2


@pytest.mark.parametrize(
    ("line", "plain"),
    [("swim\xadming", "swimming"), ("warm\xa0room", "warm room"), ("coﬀee oﬃce ﬁre ﬂag", "coffee office fire flag")],
)
def test_characters_that_serve_a_layout_become_plain(line: str, plain: str) -> None:
    assert [paragraph.text for paragraph in read_paragraphs(line)] == [plain]


@given(st.text(st.sampled_from("-–•*=_ ·3Page7of/.)]|a\t"), max_size=14))
def test_a_quick_look_never_hides_a_rule_or_the_number_of_a_page(line: str) -> None:
    plain = " ".join(line.split())
    kinds = vocabulary.RULE.fullmatch(plain), vocabulary.PAGE_NUMBER.fullmatch(plain)
    furniture = [unit.furniture for unit in (Unit(p, "en") for p in read_paragraphs(line))]
    if any(kinds):
        assert len(furniture) == 1 and furniture[0] in {"rule", "navigation"}
        assert read_paragraphs(line)[0].text == plain
