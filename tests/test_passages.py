"""Passages of a Markdown body: found, cut out and put in, and nothing else of it changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.importers.escape import escape_line
from backfile.passages import cut_texts, find_rows_of, find_texts, keep_order, put_text, quote_texts, read_letters

FIRST = "The ferry came back to Larkfield on Tuesday, after forty years."
SECOND = "Nobody on the pier knew where it had been, and the captain wouldn't say."
THIRD = 'He said: "We were away," and went below to look for his other boot.'
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def cut(markdown: str, *texts: str) -> str:
    letters = read_letters(markdown)
    return cut_texts(letters, [found for found in find_texts(letters, texts) if found])


def put(markdown: str, passage: str, before: str = "", behind: str = "") -> str:
    letters = read_letters(markdown)
    first, second = find_texts(letters, [before, behind])
    return put_text(letters, passage, first, second)


def is_found(markdown: str, text: str) -> bool:
    return find_texts(read_letters(markdown), [text]) != [None]


@pytest.mark.parametrize(
    "markdown",
    [
        "Nobody on the **pier** knew where it\nhad been, and [the captain](https://a.example/captain) wouldn’t say!",
        "> Nobody on the pier knew where it had been,\n> and the captain wouldn\\'t say.",
        "He woke. Nobody on the pier knew where it had been, and the captain wouldn't say. He slept.",
    ],
)
def test_a_text_is_found_by_its_letters_whatever_marks_and_lines_it_has_now(markdown: str) -> None:
    assert is_found(markdown, SECOND)


def test_words_that_were_broken_accents_and_ligatures_are_no_difference() -> None:
    assert is_found(
        "The government of the café fixed the offices in spring.\n",
        "The govern-\nment of the cafe\u0301 ﬁxed the oﬃces",
    )


def test_a_text_that_was_changed_is_not_found() -> None:
    assert not is_found(BODY, SECOND.replace("captain", "cook"))
    assert not is_found(BODY, "")


def test_a_short_text_is_found_on_a_line_of_its_own_only() -> None:
    assert not is_found("There is no place like home, said the captain of the ferry.\n", "Home")
    assert is_found("There is no place.\n\n## Home\n\nSo he said.\n", "Home")
    lines = ["There is no place like the old harbour of Larkfield, or", "like home."]
    assert None not in find_texts(read_letters(" ".join(lines)), lines)


def test_of_texts_that_stand_twice_the_order_tells_which_is_meant() -> None:
    markdown = f"{FIRST}\n\n{SECOND}\n\n{FIRST}\n"
    first, _, last = find_texts(read_letters(markdown), [FIRST, SECOND, FIRST])
    assert first
    assert last
    assert first[0] == 0
    assert last[0] > first[1]


def test_of_texts_that_stand_often_none_is_taken_for_another() -> None:
    names = [f"The {word} of them is the one that stands here alone." for word in ("first", "second", "third")]
    lines = [line for name in names for line in (name, "What you should know")]
    letters = read_letters("\n\n".join(lines))
    starts = [found[0] for found in find_texts(letters, lines) if found]
    assert starts == sorted({*starts})
    moved = read_letters("\n\n".join([lines[4], *lines[:2], *lines[2:3]]))
    found = find_texts(moved, lines)
    assert found[1]
    assert found[3] is found[5] is None
    assert None not in (found[0], found[2], found[4])


def test_a_text_that_was_moved_forward_is_found_too() -> None:
    assert None not in find_texts(read_letters(f"{SECOND}\n\n{FIRST}\n"), [FIRST, SECOND])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (FIRST, f"{SECOND}\n\n{THIRD}\n"),
        (SECOND, f"{FIRST}\n\n{THIRD}\n"),
        (THIRD, f"{FIRST}\n\n{SECOND}\n"),
        ("Somebody else's words, which never stood here.", BODY),
    ],
)
def test_a_paragraph_goes_with_its_blank_line(text: str, left: str) -> None:
    assert cut(BODY, text) == left


def test_all_of_a_body_can_go() -> None:
    assert cut(BODY, FIRST, SECOND, THIRD).strip() == ""


@pytest.mark.parametrize(
    ("markdown", "text", "left"),
    [
        ("- Bread\n- Butter from the farm\n- Tea\n", "Butter from the farm", "- Bread\n- Tea\n"),
        (f"{FIRST} **{SECOND}** {THIRD}\n", SECOND, f"{FIRST} {THIRD}\n"),
        (f"{FIRST} {THIRD}\n", THIRD, f"{FIRST}\n"),
        (f"{FIRST} {THIRD}\n", FIRST, f"{THIRD}\n"),
        ("Soap\\\nRope from the ferry\\\nGlue\n", "Rope from the ferry", "Soap\\\nGlue\n"),
        ("Soap\\\nRope\n\nGlue\n", "Rope", "Soap\n\nGlue\n"),
        (
            "| Boat | Year |\n| --- | --- |\n| Ada | 1923 |\n| Bea | 1924 |\n",
            "Ada\n1923",
            "| Boat | Year |\n| --- | --- |\n| Bea | 1924 |\n",
        ),
        (f"> {FIRST}\n>\n> {SECOND}\n\n{THIRD}\n", SECOND, f"> {FIRST}\n\n{THIRD}\n"),
        (f"{FIRST}\n\n\n\n{THIRD}\n\n{SECOND}", SECOND, f"{FIRST}\n\n\n\n{THIRD}\n"),
    ],
)
def test_what_is_cut_out_leaves_its_neighbours_as_they_were(markdown: str, text: str, left: str) -> None:
    assert cut(markdown, text) == left


@pytest.mark.parametrize(
    ("markdown", "before", "behind", "whole"),
    [
        (f"{FIRST}\n\n{THIRD}\n", FIRST, THIRD, BODY),
        (f"{FIRST}\n", FIRST, "", f"{FIRST}\n\n{SECOND}\n"),
        (f"{THIRD}\n", "", THIRD, f"{SECOND}\n\n{THIRD}\n"),
        (f"{FIRST}\n\n\n{THIRD}", "", "", f"{FIRST}\n\n\n{THIRD}\n\n{SECOND}\n"),
        ("", "", "", f"{SECOND}\n"),
        (f"{FIRST}\n{THIRD}\n\nLast.\n", FIRST, "", f"{FIRST}\n{THIRD}\n\n{SECOND}\n\nLast.\n"),
        (f"{FIRST} {THIRD}\n", FIRST, THIRD, f"{FIRST} {SECOND} {THIRD}\n"),
        (f"- {FIRST}\n- {THIRD}\n", FIRST, THIRD, f"- {FIRST}\n- {SECOND}\n- {THIRD}\n"),
        (f"{FIRST}\\\n{THIRD}\n", FIRST, THIRD, f"{FIRST}\\\n{SECOND}\\\n{THIRD}\n"),
        (f"```\n{FIRST}\n\nx\n```\n\nLast.\n", FIRST, "", f"```\n{FIRST}\n\nx\n```\n\n{SECOND}\n\nLast.\n"),
    ],
)
def test_a_passage_is_put_between_its_neighbours(markdown: str, before: str, behind: str, whole: str) -> None:
    assert put(markdown, SECOND, before, behind) == whole


@pytest.mark.parametrize(
    ("markdown", "text", "rows"),
    [
        (
            "One.\n\n## **The** [mill](https://a.example/)\n\nTwo.\n",
            "The mill",
            "## **The** [mill](https://a.example/)",
        ),
        ("- One\n- **Two**\\\n- Three\n", "Two", "- **Two**"),
        (f"{FIRST} {SECOND}\n", SECOND, ""),
    ],
)
def test_the_lines_that_a_text_fills_are_told_with_their_marks(markdown: str, text: str, rows: str) -> None:
    letters = read_letters(markdown)
    (found,) = find_texts(letters, [text])
    assert found
    assert find_rows_of(letters, found) == rows


def test_an_entry_joins_the_list_beside_it() -> None:
    assert put(f"- {FIRST}\n\n{THIRD}\n", f"- {SECOND}", FIRST) == f"- {FIRST}\n- {SECOND}\n\n{THIRD}\n"
    assert put(f"{THIRD}\n\n- {FIRST}\n", f"- {SECOND}", "", FIRST) == f"{THIRD}\n\n- {SECOND}\n- {FIRST}\n"


TEXTS = st.lists(st.text(st.sampled_from("abc éß\\*_#-.[]()!1"), min_size=24, max_size=40).filter(
    lambda text: sum(c.isalnum() for c in text) >= 6), min_size=2, max_size=6, unique=True)  # fmt: skip


@given(TEXTS, st.data())
def test_what_was_cut_out_is_put_back_as_it_was(texts: list[str], data: st.DataObject) -> None:
    paragraphs = [f"{'x' * n}{'y' * 30} {escape_line(text)}" for n, text in enumerate(texts)]
    body = "\n\n".join(paragraphs) + "\n"
    at = data.draw(st.integers(0, len(texts) - 1))
    rest = cut(body, paragraphs[at])
    assert rest == "\n\n".join([*paragraphs[:at], *paragraphs[at + 1 :]]) + "\n"
    before, behind = (paragraphs[n] if 0 <= n < len(texts) else "" for n in (at - 1, at + 1))
    assert put(rest, paragraphs[at], before, behind) == body


def test_texts_that_fill_a_table_or_a_quote_are_quoted_together_and_others_alone() -> None:
    table, quote = "| One | Two |\n| --- | --- |\n| 3 | 4 |", "> Said one.\n>\n> Said two."
    markdown = f"A [start](x).\n\n{table}\n\n{quote}\n\n- An entry\n- Another entry\n"
    texts = ["A start.", "One", "Two", "3", "4", "Said one.", "Said two.", "An entry", "Another entry"]
    found = [(p.lines, p.markdown) for p in quote_texts(markdown, texts, frozenset(range(9)))]
    alone = [((0,), "A [start](x)."), ((7,), "- An entry"), ((8,), "- Another entry")]
    assert found == [alone[0], ((1, 2, 3, 4), table), ((5, 6), quote), *alone[1:]]
    assert [p.markdown for p in quote_texts(markdown, texts, frozenset([3, 5]))] == ["3", "> Said one."]


def test_of_texts_that_were_moved_the_longest_chain_is_kept() -> None:
    assert keep_order({1: (50, 60), 4: (0, 9), 7: (10, 20), 8: (20, 30)}) == {4: (0, 9), 7: (10, 20), 8: (20, 30)}
