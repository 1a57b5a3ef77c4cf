"""Slugs: the same on every machine, never empty, never what a file system refuses."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backfile.slugs import MAX_BYTES, MAX_CHARACTERS, RESERVED, fault_of_slug, slugify
from conftest import read_cases

# Letters whose folding is not simply lower case, apostrophes, marks, digits that are no decimals.
ODD = "'’ʼŉİıßϓΐſKÅﬀ²¹𝐀\u0345\u0301\u0338\u200d"
TEXTS = st.text(st.characters() | st.sampled_from(ODD + "aN. -/"))


@pytest.mark.parametrize(("text", "expected"), read_cases("slugs/unicode.txt"))
def test_a_slug_keeps_the_letters_of_every_script(text: str, expected: str) -> None:
    assert slugify(text) == expected


@pytest.mark.parametrize(("text", "expected"), read_cases("slugs/ascii.txt"))
def test_a_slug_can_be_ascii_alone(text: str, expected: str) -> None:
    assert slugify(text, ascii_only=True) == expected


@given(TEXTS, st.booleans())
@example("𝐀", True)
@example("aŉ", False)
@example("\ud800", False)
def test_any_text_gives_a_slug_without_fault(text: str, ascii_only: bool) -> None:
    slug = slugify(text, ascii_only)
    assert fault_of_slug(slug) == ""
    assert slugify(slug, ascii_only) == slug
    assert unicodedata.is_normalized("NFC", slug)
    assert slug.isascii() or not ascii_only
    assert slug == slug.strip("-") and "--" not in slug


@given(st.text(st.characters(categories=["L", "N"]) | st.just(" "), min_size=60), st.booleans())
@example("漢" * 100, False)
@example("x" * 100, False)
def test_no_slug_is_longer_than_a_file_name_may_be(text: str, ascii_only: bool) -> None:
    slug = slugify(text, ascii_only)
    assert len(slug) <= MAX_CHARACTERS
    assert len(slug.encode()) <= MAX_BYTES


def test_a_long_title_ends_with_a_whole_word() -> None:
    words = [f"words{number}" for number in range(40)]
    kept = slugify(" ".join(words)).split("-")
    assert kept == words[: len(kept)]
    assert len("-".join(kept)) > MAX_CHARACTERS - len("words10-")


def test_a_word_longer_than_the_limit_is_cut() -> None:
    assert slugify("a " + "b" * 200) == "a-" + "b" * (MAX_CHARACTERS - 2)


def test_both_unicode_forms_of_a_text_give_one_slug() -> None:
    assert slugify("Cafe\u0301") == slugify("Caf\u00e9") == "caf\u00e9"


@pytest.mark.parametrize("text", ["", "   ", "!?", "—", "🎣"])
def test_nothing_to_make_a_slug_from_gives_a_name_of_its_own(text: str) -> None:
    assert slugify(text).startswith("untitled-")
    assert slugify(text) != slugify(text + "!")


@pytest.mark.parametrize("name", sorted(RESERVED | {"index"}))
def test_reserved_names_are_never_made_and_never_accepted(name: str) -> None:
    assert fault_of_slug(slugify(name)) == ""
    for spelling in (name, name.upper()):
        assert fault_of_slug(spelling) == "is a name that some systems reserve"


@pytest.mark.parametrize(
    ("slug", "fault"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("../../etc/passwd", "leads to another folder"),
        ("..", "leads to another folder"),
        (".hidden", "leads to another folder"),
        ("a/b", "leads to another folder"),
        ("a\\b", "leads to another folder"),
        ("con.html", "is a name that some systems reserve"),
        ("what?", "has characters that an address can't hold"),
        ("50%", "has characters that an address can't hold"),
        ("a#b", "has characters that an address can't hold"),
        ("a\0b", "has characters that an address can't hold"),
        ("a\u202eb", "has characters that an address can't hold"),
        ("\ud800", "has characters that an address can't hold"),
        ("end.", "has characters that an address can't hold"),
        (" start", "has characters that an address can't hold"),
        ("x" * 201, "is longer than 200 bytes"),
        ("漢" * 67, "is longer than 200 bytes"),
    ],
)
def test_a_slug_that_no_address_can_hold_is_told_why(slug: str, fault: str) -> None:
    assert fault_of_slug(slug) == fault


@pytest.mark.parametrize("slug", ["ferry", "The_Ferry, again", "paraná", "v1.2", "x" * 200])
def test_a_person_may_write_more_than_slugify_would(slug: str) -> None:
    assert fault_of_slug(slug) == ""
