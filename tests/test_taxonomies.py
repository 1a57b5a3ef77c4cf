"""Taxonomies: an article's terms, and which spellings are one term."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backfile.dates import format_day
from backfile.taxonomies import TAXONOMIES, fold_term, periods_of
from conftest import make_article


def test_every_index_finds_its_terms_in_an_article() -> None:
    article = make_article(
        tags=("ferries",),
        suggested_tags=("Quayle",),
        authors=("Ann Bray", "Ito Ren"),
        source="The Harbour Lamp",
        section="Harbour",
        place="Port Quayle",
        people=("Ann Bray",),
    )
    assert {taxonomy.name: taxonomy.terms(article) for taxonomy in TAXONOMIES} == {
        "tags": ("ferries", "Quayle"),
        "people": ("Ann Bray",),
        "authors": ("Ann Bray", "Ito Ren"),
        "sections": ("Harbour",),
        "places": ("Port Quayle",),
        "sources": ("The Harbour Lamp",),
    }


def test_no_two_indexes_share_a_name_or_a_folder() -> None:
    assert len({taxonomy.name for taxonomy in TAXONOMIES}) == len(TAXONOMIES)
    assert len({taxonomy.path for taxonomy in TAXONOMIES}) == len(TAXONOMIES)


@pytest.mark.parametrize(
    ("date", "periods"),
    [
        ("", ("undated",)),
        ("1998~", ("1998",)),
        ("2011-02", ("2011", "2011-02")),
        ("2011-02-10T23:30:00-11:00", ("2011", "2011-02", "2011-02-10")),
    ],
)
def test_an_article_is_in_every_period_that_its_date_is_sure_of(date: str, periods: tuple[str, ...]) -> None:
    known = make_article(date=date).date
    assert periods_of(format_day(known) if known else "") == periods


@pytest.mark.parametrize(
    "spellings",
    [
        ("Port Quayle", "port  quayle", " PORT QUAYLE ", "Port-Quayle", "port_quayle", "Port\u00a0Quayle"),
        ("Café", "Cafe\u0301", "cafe", "CAFÉ"),
        ("Straße", "STRASSE", "strasse"),
        ("Αθήνα", "ΑΘΗΝΑ", "αθηνα"),
        ("ﬁsh", "ＦＩＳＨ"),
    ],
)
def test_case_accents_and_spacing_make_no_other_term(spellings: tuple[str, ...]) -> None:
    assert len({fold_term(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    "terms", [("C", "C#", "C++"), ("йод", "иод"), ("か", "が"), ("की", "क"), ("a", "ab"), ("=", "≠"), ("I", "1")]
)
def test_symbols_and_letters_of_other_scripts_make_other_terms(terms: tuple[str, ...]) -> None:
    assert len({fold_term(term) for term in terms}) == len(terms)


@given(st.text(st.characters() | st.sampled_from("éß\u0301\u0345 -_\u1680´ŉ")))
@example("a\u00e0\u0301b")
@example("x ´ y")
def test_a_key_is_its_own_key(term: str) -> None:
    assert fold_term(fold_term(term)) == fold_term(term)


@given(st.text())
def test_a_term_and_its_trimmed_spelling_are_one(term: str) -> None:
    assert fold_term(f"  {term} ") == fold_term(term) == fold_term(" ".join(term.split()))
