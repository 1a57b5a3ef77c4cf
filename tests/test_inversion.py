"""A block of articles as the terms that it has, and where they stand."""

import json
import weakref
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import inversion
from backfile.entries import Facts, Record, describe
from backfile.inversion import Block, forget, index_block
from backfile.model import Source
from backfile.postings import SHOWN, Rooms, join_terms, join_words
from backfile.tokenizer import Terms, find_tokens, fold
from pages_material import make_article
from search_reader import ABOUT, TEXT, read_postings

ROOMS = Rooms(1, 1, 2)


def make_facts(slug: str, date: str = "", **fields: Any) -> Facts:
    record = Record(Source(f"content/{slug}.md", "", 1), make_article(slug, date, **fields), "", 0, ())
    facts: Facts = json.loads(json.dumps(describe(record)))  # tuples are lists in the catalog
    return facts


def index(*articles: tuple[Facts, str], language: str = "en") -> Block:
    return index_block(articles, language, ROOMS, "about %(date)s")


def terms(block: Block) -> dict[str, dict[int, list[int]]]:
    found = json.loads(join_terms(block.terms))
    return {
        term: {at: places for (_, at), places in read_postings(text).items()}
        for term, text in found.items()
        if ":" not in term
    }


def fields_of(block: Block) -> set[str]:
    return {term for term in json.loads(join_terms(block.terms)) if ":" in term}


def test_a_term_has_the_places_where_it_stands_in_each_article() -> None:
    block = index((make_facts("pier"), "A pier, and the other pier."), (make_facts("boat"), "No pier."))
    assert terms(block) == {
        "pier": {0: [0, TEXT + 1, TEXT + 5], 1: [TEXT + 1]},
        "other": {0: [TEXT + 4]},
        "boat": {1: [0]},
    }


def test_what_is_told_beside_the_title_has_places_of_its_own_with_a_gap_between_values() -> None:
    told = {"summary": "Old mill", "tags": ("Sea", "Fish"), "people": ("Ida Marsh",), "subtitle": "Tides"}
    found = terms(index((make_facts("pier", **told), "")))
    places = {term: at[0][0] - ABOUT for term, at in found.items() if term != "pier"}
    assert places == {"tid": 0, "old": 2, "mill": 3, "sea": 5, "fish": 7, "ida": 9, "marsh": 10}


def test_no_word_is_lost_where_there_is_no_room_for_it() -> None:
    long = " ".join(f"w{number}" for number in range(300))
    found = terms(index((make_facts("x", summary=long), long)))
    assert found["w2"][0] == [ABOUT + 2, TEXT + 2]
    assert found["w200"][0] == [TEXT - 1, TEXT + 200]
    titled = terms(index((make_facts(long.replace(" ", "-")), "")))
    assert titled["w200"][0] == [ABOUT - 1]


def test_far_places_are_told_by_two_characters() -> None:
    found = terms(index((make_facts("x"), "low " * 40_000 + "high")))
    assert found["high"][0] == [TEXT + 40_000]
    assert len(found["low"][0]) == 40_000


def test_exact_accents_have_an_entry_of_their_own() -> None:
    found = terms(index((make_facts("a"), "Café, café!"), (make_facts("b"), "cafe"), (make_facts("c"), "CAFÈ")))
    assert found["caf"] == {0: [TEXT, TEXT + 1], 1: [TEXT], 2: [TEXT]}
    assert {term: set(at) for term, at in found.items() if "=" in term} == {"caf=café": {0}, "caf=cafè": {2}}


def test_fields_have_words_without_endings_taken_off() -> None:
    told: dict[str, Any] = {"authors": ("Nora Bells",), "agency": "Wire", "source": "The Écho", "tags": ("Sea",)}
    assert fields_of(index((make_facts("a", section="News", place="Keld", **told), ""))) == {
        "by:nora", "by:bells", "by:wire", "source:the", "source:echo", "tag:sea", "section:news", "place:keld",
    }  # fmt: skip


def test_each_article_has_the_rules_of_its_language() -> None:
    block = index((make_facts("a", language="de"), "the Brücken"), (make_facts("b"), "the brücken"))
    assert block.languages == ("de", "en")
    found = terms(block)
    assert (found["the"], set(found["bruck"]), set(found["brucken"])) == ({0: [TEXT]}, {0}, {1})


def test_words_tell_in_how_many_articles_they_are_with_their_endings_and_the_common_ones() -> None:
    block = index((make_facts("a"), "The piers, piers"), (make_facts("b"), "the Piers"), (make_facts("c"), "pier"))
    assert join_words(block.words) == b'"aa ba ca piera piersb theb"'


def test_results_show_a_title_an_address_a_date_a_source_and_the_beginning_of_the_text() -> None:
    text = "word " * 100
    block = index((make_facts("a", "1998~", source="Echo"), text), (make_facts("b", language="de"), "Kurz"))
    (rows,) = [json.loads(b"[%b]" % data) for data in block.shown]
    assert rows[0][:4] == ["A", "1998/a.html", "about 1998", "Echo"]
    assert SHOWN - 6 < len(rows[0][4]) <= SHOWN + 2
    assert rows[0][4].endswith("word …")
    assert rows[1] == ["B", "undated/b.html", "", "", "Kurz", "de"]
    assert len(index(*[(make_facts(slug), "") for slug in "abc"]).shown) == 2
    (whole,) = index_block([(make_facts("a"), text)], "en", ROOMS._replace(text=6000), "").shown
    assert json.loads(whole)[4] == text.strip()


def test_an_article_without_words_has_a_length(monkeypatch: pytest.MonkeyPatch) -> None:
    block = index((make_facts("the", title="…"), ""), (make_facts("pier"), ""))
    assert len(block.lengths) == 2
    assert terms(block) == {"pier": {1: [0]}}


def test_what_was_indexed_before_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [(make_facts(slug), f"Words of {slug}, {slug[::-1]} and Café {slug}") for slug in ("ab", "cd", "ef")]
    rooms = Rooms(3, 2, 2)
    first = index_block(articles, "en", rooms, "%(date)s")
    index_block([(make_facts("zz"), "ef dc café words " * 9)], "de", rooms, "%(date)s")
    assert index_block(articles, "en", rooms, "%(date)s") == first
    index_block(articles[::-1], "en", Rooms(3, 2, 1), "%(date)s")
    assert index_block(articles, "en", rooms, "%(date)s") == first
    monkeypatch.setattr(inversion, "MOST_KNOWN", 0)
    assert index_block(articles, "en", rooms, "%(date)s") == first
    forget()
    assert index_block(articles, "en", rooms, "%(date)s") == first


def test_what_is_remembered_goes_at_once_when_it_is_forgotten() -> None:
    index((make_facts("pier"), "words"))
    remembered = inversion._REMEMBERED.languages
    assert remembered is not None
    vocabulary = weakref.ref(remembered.vocabulary)
    forget()
    del remembered
    assert vocabulary() is None, "a cycle is found by chance"


@pytest.mark.parametrize(
    "text",
    [
        "pier, (pier) the\u00a0pier don't – well-known\tCafé_Müller …",
        "東京都に行く " + "東京 ﾊﾟﾞ " * 9,
        "Tokyo東京2020年 and a text with spaces, in which 東京 is a word of many",
        "pier\n\npier\x1fpier",
        "".join(f"w{number}/" for number in range(99)),
    ],
)
def test_places_are_those_of_the_tokens_however_a_text_is_split(text: str) -> None:
    rules = Terms("en")
    expected: dict[str, list[int]] = {}
    for place, token in enumerate(find_tokens(text)):
        if term := rules.find(fold(token)):
            expected.setdefault(term, []).append(TEXT + place)
    found = terms(index((make_facts("x", title="…"), text)))
    assert {term: places[0] for term, places in found.items() if "=" not in term} == expected


@given(st.text(st.sampled_from("aB1_-é\u0301ß 東京ﾞｶﾟกี\u00a0\x1f\n,'나Ж٣")))
def test_to_split_a_text_at_blanks_first_leaves_its_tokens_as_they_are(text: str) -> None:
    assert [token for chunk in text.split() for token in find_tokens(chunk)] == find_tokens(text)


@pytest.mark.parametrize("blanks", [" ", "\n" * 2000])
def test_what_is_shown_of_a_text_is_on_one_line_and_as_long(blanks: str) -> None:
    shown = []
    for text in (f"one{blanks}two", blanks.join(["word"] * 90), "w" * 281, "w" * 280):
        (row,) = json.loads(b"[%b]" % index((make_facts("x"), text)).shown[0])
        shown.append(row[4])
    assert shown == ["one two", " ".join(["word"] * 56) + " …", "w" * 280 + " …", "w" * 280]
