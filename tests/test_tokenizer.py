"""Tokens and terms: what a word is, in any script."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import tokenizer
from backfile.tokenizer import Terms, describe_tokenizer, find_language, find_tokens, fold, is_joined, lower


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The pier, rebuilt in 1998.", "The pier rebuilt in 1998"),
        ("snake_case isn't", "snake case isn t"),
        ("Müllers_Café – “naïve”", "Müllers Café naïve"),
        ("東京都に行く", "東京 京都 都に に行 行く"),
        ("Tokyo東京2020年", "Tokyo 東京 2020 年"),
        ("ﾄｳｷｮｳ", "トウ ウキ キョ ョウ"),
        ("나루터", "나루 루터"),
        ("ไทย", "ไท ทย"),
        ("שָׁלוֹם עולם", "שָׁלוֹם עולם"),
        ("كِتَابٌ، قلم", "كِتَابٌ قلم"),
        ("हिन्दी", "हिन्दी"),
        ("", ""),
        ("– … !", ""),
    ],
)
def test_a_text_is_cut_into_words_and_into_pairs_of_signs(text: str, tokens: str) -> None:
    assert find_tokens(text) == tokens.split()


@pytest.mark.parametrize(
    ("token", "folded"),
    [
        ("Café", "cafe"),
        ("CAFE\u0301", "cafe"),
        ("Straße", "strasse"),
        ("ŁÓDŹ", "lodz"),
        ("İstanbul", "istanbul"),
        ("Ærø", "aero"),
        ("ΛΌΓΟΣ", "λογοσ"),
        ("Мосты", "мосты"),
        ("שָׁלוֹם", "שלום"),
        ("كِتَابٌ", "كتاب"),
        ("مدرسة", "مدرسه"),
        ("٢٠١١", "2011"),
        ("ﬁre", "fire"),
        ("나루터", "나루터"),
    ],
)
def test_case_and_accents_are_folded(token: str, folded: str) -> None:
    assert fold(token) == folded


def test_accents_can_be_kept() -> None:
    assert [lower(token) for token in ("CAFÉ", "cafe\u0301", "Pier")] == ["café", "café", "pier"]


@pytest.mark.parametrize(
    ("language", "words", "term"),
    [
        ("en", "bridge bridges bridged bridging", "bridg"),
        ("en-GB", "city cities", "citi"),
        ("en", "stop stops stopped stopping", "stop"),
        ("en", "church churches", "church"),
        ("de", "bruck brucken brucke", "bruck"),
        ("fr", "journal journaux", "journal"),
        ("es", "libro libros", "libr"),
        ("nl", "brug", "brug"),
        ("cs", "mosty", "mosty"),
    ],
)
def test_words_that_differ_by_their_endings_are_one_term(language: str, words: str, term: str) -> None:
    terms = Terms(language)
    assert {terms.find(word) for word in words.split()} == {term}


def test_common_words_are_no_terms_of_their_language() -> None:
    assert (Terms("en").find("the"), Terms("de").find("the")) == ("", "the")


def test_the_language_of_a_code_is_its_first_part() -> None:
    assert [find_language(code) for code in ("en-GB", "EN", "")] == ["en", "en", ""]


def test_the_description_has_rules_for_each_language_in_order() -> None:
    rules = describe_tokenizer(["en-GB", "xx", "de", "en"])
    assert [len(endings) for endings in rules["endings"]] == [1, 7, 0]
    assert rules["common"][2] == ""
    assert all(sign == fold(sign) or len(fold(sign)) for sign in rules["letters"])


def test_endings_are_written_in_what_python_and_javascript_share() -> None:
    for endings in describe_tokenizer(["en", "de", "fr", "es", "it", "pt", "nl"])["endings"]:
        for pattern, instead in endings:
            assert re.compile(pattern)
            assert re.fullmatch(r"(\$\d|\w)*", instead)
            assert not re.search(r"\(\?[P<>]|\\[AZzdws]", pattern)


@given(st.text())
def test_no_token_is_empty_or_has_a_space(text: str) -> None:
    for token in find_tokens(text):
        assert token
        assert len(token.split()) == 1
        assert "_" not in token
        assert not is_joined(token) or len(token) <= 2


@given(st.text())
def test_to_fold_twice_is_to_fold_once(text: str) -> None:
    for token in find_tokens(text):
        assert fold(fold(token)) == fold(token)


@pytest.mark.parametrize("language", sorted(tokenizer._ENDINGS))
def test_a_word_has_an_ending_only_if_it_ends_with_one_of_its_letters(language: str) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    ends = ["".join(signs) for signs in product(letters, repeat=3)]
    for last, pattern, _ in tokenizer._ENDINGS[language]:
        ending = re.compile(pattern)
        assert {end[-1] for end in ends if ending.search(f"abra{end}")} == set(last)
