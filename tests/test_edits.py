"""Whether a text stands in a body as it was written: marks, capitals and additions count, spaces and wrapping don't."""

import pytest

from backfile.edits import Written, is_changed
from backfile.passages import find_texts, read_letters


def compare(now: str, written: str, *texts: str, joined: bool = False) -> bool:
    """Whether the first of the texts is changed; all of them are in the body."""
    letters, then = read_letters(now), read_letters(written)
    found = [span for span in find_texts(letters, texts) if span]
    (origin,) = find_texts(then, texts[:1])
    assert origin is not None
    return is_changed(letters, found[0], Written(then, origin, joined), found)


@pytest.mark.parametrize(
    ("now", "written"),
    [
        ("One to seven in a long long row.", "One to seven in a long long row."),
        ("One to seven\n  in a long long row.", "One to seven in a long long row."),
        ("> One to seven\n> in a long long row.", "> One to seven in a long long row."),
        ("2. One to seven in a long long row.", "3. One to seven in a long long row."),
        ("One to seven in a long long row.", "One to seven in a long long row.\\"),
        ("Before.\n\n*One to seven in a long long row.*\n\nBehind.", "*One to seven in a long long row.*"),
    ],
)
def test_spaces_wrapping_and_numbers_of_entries_are_no_change(now: str, written: str) -> None:
    assert not compare(now, written, "One to seven in a long long row.")


@pytest.mark.parametrize(
    ("now", "written"),
    [
        ("One to seven in a long long row!", "One to seven in a long long row."),
        ("one to seven in a long long row.", "One to seven in a long long row."),
        ("- One to seven in a long long row.", "One to seven in a long long row."),
        ("One to seven in a long long row.", "- One to seven in a long long row."),
        ("One to seven in a long long row. –", "One to seven in a long long row."),
        ("Well, one to seven in a long long row.", "one to seven in a long long row."),
        ("[One](x) to seven in a long long row.", "[One](y) to seven in a long long row."),
        ("# One to seven in a long long row.", "## One to seven in a long long row."),
    ],
)
def test_all_else_is_a_change(now: str, written: str) -> None:
    assert compare(now, written, "One to seven in a long long row.")


def test_another_text_of_the_import_in_the_same_paragraph_is_no_change() -> None:
    assert not compare(
        "Before it stands another sentence. One to seven in a long long row.",
        "One to seven in a long long row.",
        "One to seven in a long long row.",
        "Before it stands another sentence.",
    )
    assert compare(
        "Mine. One to seven in a long long row.",
        "One to seven in a long long row.",
        "One to seven in a long long row.",
        "Before it stands another sentence.",
    )
    assert not compare(
        "Mine. One to seven in a long long row.",
        "Before it stands another sentence. One to seven in a long long row.",
        "One to seven in a long long row.",
    )


def test_a_text_that_joined_a_list_or_a_table_is_as_it_was_written() -> None:
    assert not compare(
        "- One to seven in a long long row.",
        "One to seven in a long long row.",
        "One to seven in a long long row.",
        joined=True,
    )
    assert compare(
        "> One to seven in a long long row.",
        "One to seven in a long long row.",
        "One to seven in a long long row.",
        joined=True,
    )
