"""The catalog: what is put in comes out, in order; terms merge and never share a slug; nothing unpublished shows."""

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.archive import File
from backfile.catalog import Catalog, Imported, Term
from backfile.entries import Record, describe, make_entry
from backfile.errors import ArchiveError
from backfile.model import Article, Image, Origin, Provenance
from backfile.taxonomies import TAXONOMIES, fold_term
from conftest import make_article, make_record

DATES = ["", "1998", "1998-02", "1998-02-10", "1998-02-10T09:00", "1998-03-01", "2011-02-10", "2011-02-10T01:00+00:00"]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite") as opened:
        yield opened


def fill(catalog: Catalog, *records: Record | Article) -> None:
    """Enter articles as a scan does: the file, the record, at the end the terms."""
    for entered in records:
        record = entered if isinstance(entered, Record) else make_record(entered)
        catalog.add_file(File(record.source.path, record.source.size, 1, 1), record.source.digest)
        catalog.add_article(make_entry(record))
    catalog.settle()


def add_file(catalog: Catalog, path: str) -> None:
    catalog.add_file(File(path, 7, 1, 1), "d")


def make_dated(name: str, date: str, **fields: Any) -> Article:
    return make_article(f"content/{name}.md", date, **fields)


def titles(cards: Iterable[dict[str, Any] | str | tuple[str, str]]) -> list[str]:
    """The titles of cards, as such, as JSON, or as a day and JSON."""
    texts = (card[1] if isinstance(card, tuple) else card for card in cards)
    return [(json.loads(card) if isinstance(card, str) else card)["title"] for card in texts]


def only_term(catalog: Catalog, taxonomy: str = "tags") -> Term:
    [term] = catalog.terms(taxonomy)
    return term


# Files and state.


def test_files_are_known_as_they_were_read_in_path_order(catalog: Catalog) -> None:
    files = [File("content/a-b.md", 1, 2, 3), File("content/a.md", 4, 5, 6), File("content/é.png", 7, 8, 9)]
    for file in reversed(files):
        catalog.add_file(file, f"digest of {file.path}")
    assert list(catalog.files()) == files
    assert catalog.find_digest("content/a.md") == "digest of content/a.md"
    assert catalog.find_digest("content/none.md") is None


def test_a_file_that_is_read_again_takes_its_own_place(catalog: Catalog) -> None:
    catalog.add_file(File("content/a.md", 1, 1, 1), "old")
    catalog.add_file(File("content/a.md", 2, 2, 2), "new")
    assert list(catalog.files()) == [File("content/a.md", 2, 2, 2)]
    assert catalog.find_digest("content/a.md") == "new"


def test_the_state_is_what_was_noted_last(catalog: Catalog) -> None:
    assert catalog.state() == ""
    catalog.note_state("one")
    catalog.note_state("two")
    assert catalog.state() == "two"


def test_what_was_entered_is_there_the_next_time(tmp_path: Path) -> None:
    with Catalog(tmp_path / "state" / "catalog") as catalog:
        fill(catalog, make_dated("a", "1998"))
        catalog.note_state("one")
    with Catalog(tmp_path / "state" / "catalog") as catalog:
        assert (catalog.count(), catalog.state()) == (1, "one")


def test_what_was_entered_before_an_exception_is_not(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Catalog(tmp_path / "catalog") as catalog:
        fill(catalog, make_dated("a", "1998"))
        raise RuntimeError
    with Catalog(tmp_path / "catalog") as catalog:
        assert catalog.count() == 0


@pytest.mark.parametrize("damage", ["overwritten", "cut", "foreign", "another version", "empty"])
def test_a_damaged_or_foreign_catalog_is_made_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "catalog"
    with Catalog(path) as catalog:
        fill(catalog, make_dated("a", "1998"))
    if damage == "overwritten":
        path.write_bytes(b"no database at all, but text" * 100)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        if damage == "foreign":
            path.unlink()
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE other (x)" if damage == "foreign" else "UPDATE meta SET value = '0'")
        database.commit()
        database.close()
    with Catalog(path) as catalog:
        assert catalog.count() == 0
        fill(catalog, make_dated("b", "1998"))
    with Catalog(path) as catalog:
        assert catalog.count() == 1


def test_slugs_of_another_kind_make_another_catalog(tmp_path: Path) -> None:
    with Catalog(tmp_path / "catalog") as catalog:
        fill(catalog, make_dated("a", "1998", tags=("Ørsted",)))
        assert only_term(catalog).slug == "ørsted"
    with Catalog(tmp_path / "catalog", ascii_slugs=True) as catalog:
        assert catalog.count() == 0
        fill(catalog, make_dated("a", "1998", tags=("Ørsted",)))
        assert only_term(catalog).slug == "orsted"


def test_other_indexes_make_another_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Catalog(tmp_path / "catalog") as catalog:
        fill(catalog, make_dated("a", "1998"))
    monkeypatch.setattr("backfile.catalog.TAXONOMIES", TAXONOMIES[:2])
    with Catalog(tmp_path / "catalog") as catalog:
        assert catalog.count() == 0


def test_a_catalog_that_is_in_use_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backfile.lock.PATIENCE", 0)
    with Catalog(tmp_path / "catalog") as catalog:
        fill(catalog, make_dated("a", "1998"))
        with pytest.raises(ArchiveError, match="another backfile is at work"):
            Catalog(tmp_path / "catalog")
    with Catalog(tmp_path / "catalog") as catalog:
        assert catalog.count() == 1


# Articles.


def test_an_article_comes_out_as_it_went_in(catalog: Catalog) -> None:
    article = make_dated("a", "1998-02-10T09:00+01:00", authors=("Ann Bray",), extra={"desk": ["night"]})
    record = make_record(article, excerpt="The ferry stops.", words=3)
    fill(catalog, record)
    [listed] = catalog.articles()
    assert listed.source == record.source
    lists = {"authors": ["Ann Bray"], "people": [], "tags": [], "suggested_tags": [], "images": []}
    assert listed.facts == describe(record) | lists
    assert listed.facts["date"] == "1998-02-10T09:00:00+01:00"
    assert listed.facts["day"] == "1998-02-10"
    assert listed.facts["address"] == "1998/02/10/a.html"
    assert listed.facts["extra"] == {"desk": ["night"]}
    assert (listed.facts["excerpt"], listed.facts["words"]) == ("The ferry stops.", 3)


def test_what_is_not_known_of_an_article_is_empty_text() -> None:
    facts = describe(make_record(make_dated("a", "")))
    assert (facts["date"], facts["updated"], facts["day"], facts["summary"]) == ("", "", "", "")
    assert set(facts["provenance"].values()) == {""}


def test_a_card_has_the_summary_or_else_the_excerpt(catalog: Catalog) -> None:
    fill(
        catalog,
        make_record(make_dated("a", "1997", summary="Summary"), excerpt="Excerpt"),
        make_record(make_dated("b", "1998"), excerpt="Excerpt"),
    )
    first, second = (listed.card for listed in catalog.articles())
    assert (first["summary"], second["summary"]) == ("Summary", "Excerpt")


def test_an_article_takes_the_place_of_the_one_its_path_had(catalog: Catalog) -> None:
    fill(catalog, make_record(make_dated("a", "1998", tags=("old",), aliases=("/old",)), links=("old.md",)))
    fill(catalog, make_dated("a", "1999", tags=("new",)))
    assert [listed.facts["date"] for listed in catalog.articles()] == ["1999"]
    assert only_term(catalog).label == "new"
    assert list(catalog.aliases()) == []


def test_a_removed_file_takes_its_article_with_it(catalog: Catalog) -> None:
    add_file(catalog, "content/b.md")
    fill(catalog, make_record(make_dated("a", "1998", tags=("x",), aliases=("/old",)), links=("b.md",)))
    catalog.remove_file("content/a.md")
    catalog.settle()
    assert (catalog.count(), list(catalog.terms("tags")), list(catalog.aliases())) == (0, [], [])
    assert catalog.links_of("content/a.md") == {}
    assert [file.path for file in catalog.files()] == ["content/b.md"]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_queries_answer_the_same_whatever_order_articles_came_in(catalog: Catalog, order: tuple[int, ...]) -> None:
    articles = [
        make_dated(name, date, tags=("x",)) for name, date in zip("dcba", ["", "1998", "1998", "1998-01"], strict=True)
    ]
    fill(catalog, *(articles[place] for place in order))
    expected = ["D", "B", "C", "A"]
    assert titles(listed.card for listed in catalog.articles()) == expected
    assert titles(listed.card for listed in catalog.latest(9)) == expected[::-1]
    assert titles(catalog.cards_in("1998")) == expected[1:]
    assert titles(catalog.cards_of(only_term(catalog))) == expected
    assert titles(catalog.latest_of(only_term(catalog), 9)) == expected[::-1]


def test_the_latest_are_as_many_as_wanted(catalog: Catalog) -> None:
    fill(catalog, *(make_dated(f"a{year}", f"{year}", tags=("x",)) for year in range(1990, 1999)))
    assert titles(listed.card for listed in catalog.latest(2)) == ["A1998", "A1997"]
    assert titles(catalog.latest_of(only_term(catalog), 2)) == ["A1998", "A1997"]


# Periods.


@pytest.fixture
def dated(catalog: Catalog) -> Catalog:
    fill(catalog, *(make_dated(f"a{place}", date, tags=("x",)) for place, date in enumerate(DATES)))
    return catalog


def test_periods_are_counted_at_every_level(dated: Catalog) -> None:
    assert list(dated.periods()) == [("1998", 5), ("2011", 2)]
    assert list(dated.periods("1998")) == [("1998-02", 3), ("1998-03", 1)]
    assert list(dated.periods("1998-02")) == [("1998-02-10", 2)]
    assert [dated.count_in(period) for period in ("1998", "1998-02", "1998-02-10", "2001", "undated")] == [
        5,
        3,
        2,
        0,
        1,
    ]
    assert dated.count() == len(DATES)


def test_a_period_holds_its_articles_and_exactly_those_that_are_known_no_further(dated: Catalog) -> None:
    assert titles(dated.cards_in("1998")) == ["A1", "A2", "A3", "A4", "A5"]
    assert titles(dated.cards_in("1998", exactly=True)) == ["A1"]
    assert titles(dated.cards_in("1998-02")) == ["A2", "A3", "A4"]
    assert titles(dated.cards_in("1998-02", exactly=True)) == ["A2"]
    assert titles(dated.cards_in("1998-02-10")) == titles(dated.cards_in("1998-02-10", exactly=True)) == ["A3", "A4"]
    assert titles(dated.cards_in("undated")) == ["A0"]


def test_a_term_s_articles_are_counted_and_listed_by_period(dated: Catalog) -> None:
    term = only_term(dated)
    assert list(dated.periods_of_term(term)) == [("", 1), ("1998", 5), ("2011", 2)]
    assert list(dated.periods_of_term(term, "1998")) == [("1998", 1), ("1998-02", 3), ("1998-03", 1)]
    assert titles(dated.cards_of(term, "1998-02")) == ["A2", "A3", "A4"]
    assert titles(dated.cards_of(term, "1998", exactly=True)) == ["A1"]
    assert titles(dated.cards_of(term, "undated")) == ["A0"]
    assert len(titles(dated.cards_of(term))) == term.count == len(DATES)


def test_the_first_and_the_last_years_of_the_calendar_are_periods_too(catalog: Catalog) -> None:
    fill(catalog, make_dated("a", "0001"), make_dated("b", "9999-12-31"), make_dated("c", ""))
    assert list(catalog.periods()) == [("0001", 1), ("9999", 1)]
    assert titles(catalog.cards_in("undated")) == ["C"]


# Terms.


def test_spellings_that_differ_in_case_accents_or_spacing_are_one_term_under_the_most_used(catalog: Catalog) -> None:
    spellings = ["Port Quayle", "port  quayle", "Port-Quayle", "Port Quayle", "Pört Quayle"]
    fill(catalog, *(make_dated(f"a{place}", "1998", tags=(tag,)) for place, tag in enumerate(spellings)))
    term = only_term(catalog)
    assert (term.key, term.label, term.slug, term.count) == ("port quayle", "Port Quayle", "port-quayle", 5)
    assert term.spellings == ("Port Quayle", "Port-Quayle", "Pört Quayle", "port quayle")


def test_of_spellings_used_alike_the_first_in_order_is_the_label(catalog: Catalog) -> None:
    fill(catalog, make_dated("a", "1998", tags=("quayle",)), make_dated("b", "1998", tags=("Quayle",)))
    assert only_term(catalog).label == "Quayle"


def test_an_article_counts_once_for_a_term_that_it_names_twice(catalog: Catalog) -> None:
    fill(catalog, make_dated("a", "1998", tags=("Quayle", "quayle"), suggested_tags=("QUAYLE",)))
    assert only_term(catalog).count == 1


def test_a_term_s_slug_does_not_change_with_the_spelling_most_used(catalog: Catalog) -> None:
    fill(catalog, make_dated("a", "1998", tags=("Café",)))
    before = only_term(catalog)
    fill(catalog, *(make_dated(f"b{place}", "1998", tags=("cafe",)) for place in range(2)))
    after = only_term(catalog)
    assert (before.label, after.label) == ("Café", "cafe")
    assert before.slug == after.slug


def test_c_and_its_kin_keep_three_addresses(catalog: Catalog) -> None:
    fill(catalog, make_dated("a", "1998", tags=("C", "C#", "C++", "c++")))
    slugs = {term.label: term.slug for term in catalog.terms("tags")}
    assert slugs.keys() == {"C", "C#", "C++"}
    assert slugs["C"] == "c"
    assert len(set(slugs.values())) == 3
    assert all(slug.startswith("c-") for label, slug in slugs.items() if label != "C")


def test_a_term_keeps_its_slug_when_another_that_it_would_share_comes_or_goes(catalog: Catalog) -> None:
    fill(catalog, make_dated("a", "1998", tags=("C", "C#", "C++")))
    before = {term.key: term.slug for term in catalog.terms("tags")}
    fill(catalog, make_dated("a", "1998", tags=("C", "C++")))
    assert {term.key: term.slug for term in catalog.terms("tags")} == {key: before[key] for key in ("c", "c++")}


@given(tags=st.lists(st.text("aAéÉcC#+-_. /\u0301ßか", min_size=1, max_size=4), max_size=12), ascii_slugs=st.booleans())
def test_different_terms_never_share_a_slug(
    tags: list[str], ascii_slugs: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("catalog")
    with Catalog(folder / "catalog", ascii_slugs) as catalog:
        fill(catalog, make_dated("a", "1998", tags=tuple(tags)))
        terms = list(catalog.terms("tags"))
        assert [term.key for term in terms] == sorted({fold_term(tag) for tag in tags if tag.strip()})
        assert len({term.slug for term in terms}) == len(terms) == catalog.count_terms("tags")
    shutil.rmtree(folder)


def test_every_taxonomy_keeps_its_own_terms(catalog: Catalog) -> None:
    fill(catalog, make_dated("a", "1998", tags=("Quay",), authors=("Quay", "Ann"), source="Quay", section=" "))
    labels = {taxonomy.name: [term.label for term in catalog.terms(taxonomy.name)] for taxonomy in TAXONOMIES}
    terms = {"tags": ["Quay"], "authors": ["Ann", "Quay"], "sources": ["Quay"]}
    assert labels == {"people": [], "sections": [], "places": [], **terms}
    assert [(taxonomy, label) for taxonomy, label, *_ in catalog.terms_of("content/a.md")] == [
        ("authors", "Quay"), ("authors", "Ann"), ("sources", "Quay"), ("tags", "Quay")
    ]  # fmt: skip


# What isn't published.


def test_what_is_not_published_is_found_by_those_who_ask_for_it(catalog: Catalog) -> None:
    fill(
        catalog,
        make_dated("open", "2011", tags=("Ferry",)),
        make_dated("draft", "2011-02", status="draft", tags=("Pier",)),
        make_record(make_dated("held", "1998", status="withheld"), links=("map.png",)),
    )
    assert [(path, status) for path, status, _ in catalog.unpublished(9)] == [
        ("content/draft.md", "draft"),
        ("content/held.md", "withheld"),
    ]
    assert len(list(catalog.unpublished(1))) == 1
    found = catalog.find_unpublished("2011/02/draft.html")
    assert found
    assert (found.source.path, found.facts["status"]) == ("content/draft.md", "draft")
    for address in ("2011/open.html", "2011/02/Draft.html", "none.html"):
        assert catalog.find_unpublished(address) is None
    assert catalog.is_shown_unpublished("content/map.png")
    assert not catalog.is_shown_unpublished("content/other.png")
    assert catalog.find_term("tags", "ferry") == only_term(catalog)
    assert catalog.find_term("tags", "pier") is None


@pytest.mark.parametrize("status", ["draft", "withheld"])
def test_an_article_that_is_not_published_is_in_no_query_of_those_that_are(catalog: Catalog, status: str) -> None:
    for path in ("content/a.png", "originals/a.txt"):
        add_file(catalog, path)
    hidden = make_dated(
        "a",
        "1998-02-10",
        tags=("x",),
        aliases=("/old",),
        images=(Image("a.png"),),
        provenance=Provenance("originals/a.txt"),
        status=status,
    )
    fill(catalog, make_record(hidden, links=("a.png",)))
    term = Term("tags", "x", "x", "x", 1, ("x",))
    answers: list[Iterable[object]] = [
        catalog.articles(),
        catalog.latest(9),
        catalog.cards_in("1998"),
        catalog.periods(),
        catalog.periods("1998"),
        catalog.terms("tags"),
        catalog.terms_of("content/a.md"),
        catalog.cards_of(term),
        catalog.latest_of(term, 9),
        catalog.periods_of_term(term),
        catalog.aliases(),
        catalog.shown_files(),
        catalog.shown_originals(),
    ]
    assert [list(answer) for answer in answers] == [[]] * len(answers)
    assert (catalog.count(), catalog.count_in("1998"), catalog.count_terms("tags")) == (0, 0, 0)
    assert catalog.count_unpublished() == 1


# Links, aliases, and the files that are shown.


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("there.md", "1998/02/there.html"),
        ("./there.md", "1998/02/there.html"),
        ("../02/there.md#part two", "1998/02/there.html#part two"),
        ("there.md?print=1", "1998/02/there.html"),
        ("/1998/02/there.md", "1998/02/there.html"),
        ("/1998/02/there.html", "1998/02/there.html"),
        ("/1998/02/THERE.HTML", "1998/02/there.html"),
        ("map.png", "1998/02/map.png"),
        ("withheld.md", ""),
        ("draft.md#part", ""),
        ("none.md", None),
        ("../../../etc/passwd", None),
        ("../../outside.md", None),
    ],
)
def test_a_link_leads_to_the_address_of_what_it_means(catalog: Catalog, link: str, address: str | None) -> None:
    add_file(catalog, "content/1998/02/map.png")
    fill(
        catalog,
        make_record(make_dated("1998/02/here", "1998-02"), links=(link,)),
        make_dated("1998/02/there", "1998-02"),
        make_dated("1998/02/withheld", "1998-02", status="withheld"),
        make_dated("1998/02/draft", "1998-02", status="draft"),
    )
    assert catalog.links_of("content/1998/02/here.md") == ({} if address is None else {link: address})


def test_pictures_have_the_shape_of_their_files(catalog: Catalog) -> None:
    catalog.add_file(File("content/map.png", 7, 1, 1), "d", (40, 30))
    add_file(catalog, "content/bad.png")
    fill(catalog, make_dated("a", "1998", images=(Image("map.png"), Image("bad.png"), Image("gone.png"))))
    assert catalog.shapes_of("content/a.md") == {"map.png": (40, 30)}


def test_links_and_pictures_are_resolved_alike(catalog: Catalog) -> None:
    add_file(catalog, "content/map.png")
    images = (Image("map.png"), Image(""), Image("https://a.example/b.png"))
    fill(catalog, make_record(make_dated("a", "1998", images=images), links=("map.png",)))
    assert catalog.links_of("content/a.md") == {"map.png": "map.png"}


def test_files_are_shown_that_a_published_article_links_to(catalog: Catalog) -> None:
    for path in ("content/b.png", "content/a.png", "content/else.png"):
        add_file(catalog, path)
    fill(
        catalog,
        make_record(make_dated("one", "1998", images=(Image("b.png"),)), links=("a.png", "two.md", "none.png")),
        make_record(make_dated("two", "1998"), links=("a.png",)),
    )
    assert [source.path for source in catalog.shown_files()] == ["content/a.png", "content/b.png"]


def test_originals_are_shown_that_are_at_hand(catalog: Catalog) -> None:
    add_file(catalog, "originals/a.txt")
    for name in ("a", "b"):
        fill(catalog, make_dated(name, "1998", provenance=Provenance(f"originals/{name}.txt", sha256="d")))
    add_file(catalog, "originals/changed.txt")
    changed = Provenance("originals/changed.txt", sha256="another")
    fill(catalog, make_dated("changed", "1998", provenance=changed))
    assert [source.path for source in catalog.shown_originals()] == ["originals/a.txt"]


def test_old_addresses_come_in_order_with_the_article_that_had_them(catalog: Catalog) -> None:
    fill(
        catalog,
        make_dated("b", "1998", aliases=("/z/", "/a.htm", "/a.htm")),
        make_dated("a", "1998", aliases=("/old/path",)),
    )
    found = [(address, source.path, json.loads(card)["title"]) for address, _, source, _, card in catalog.aliases()]
    assert found == [
        ("a.htm", "content/b.md", "B"),
        ("old/path/index.html", "content/a.md", "A"),
        ("z/index.html", "content/b.md", "B"),
    ]


# What an import and the problems ask.


@pytest.mark.parametrize("status", ["published", "withheld"])
def test_an_imported_file_is_found_by_its_bytes_published_or_not(catalog: Catalog, status: str) -> None:
    provenance = Provenance("originals/1998/a.txt", sha256="abc")
    fill(catalog, make_dated("a", "1998", provenance=provenance, status=status), make_dated("b", "1998"))
    assert catalog.find_imported("abc") == Imported("content/a.md", "originals/1998/a.txt")
    assert catalog.find_imported("def") is None


def test_what_nobody_has_reviewed_is_listed_with_what_the_importer_said_published_or_not(catalog: Catalog) -> None:
    origins = (Origin("title", "line 3", 0.5), Origin("date", "line 5", 0.91))
    told = Provenance("originals/a.txt", origins=origins, doubts=("two dates",))
    fill(
        catalog,
        make_dated("b", "1998", provenance=told, status="withheld"),
        make_dated("a", "1999", provenance=replace(told, origins=())),
        make_dated("reviewed", "1998", provenance=replace(told, reviewed=True)),
        make_dated("silent", "1998", provenance=Provenance("originals/a.txt")),
        make_dated("written", "1998"),
    )
    first, second = catalog.unreviewed()
    assert (first.path, first.card["title"], first.origins, first.doubts) == ("content/a.md", "A", (), ("two dates",))
    assert (second.path, second.origins) == ("content/b.md", origins)


def test_what_an_importer_said_of_itself_is_kept_from_templates() -> None:
    told = Provenance("originals/a.txt", origins=(Origin("title", "line 3", 0.5),), doubts=("two dates",))
    facts = describe(make_record(make_dated("a", "", provenance=told)))
    assert set(facts["provenance"]) == {"original", "name", "sha256", "importer", "captured", "kept"}


@pytest.mark.parametrize(
    ("slug", "other"), [("ferry", "ferry"), ("ferry", "Ferry"), ("caf\u00e9", "cafe\u0301"), ("straße", "STRASSE")]
)
@pytest.mark.parametrize("status", ["published", "withheld"])
def test_addresses_that_are_one_file_on_some_system_collide(
    catalog: Catalog, slug: str, other: str, status: str
) -> None:
    fill(catalog, make_dated("a", "1998", slug=slug), make_dated("b", "1998", slug=other, status=status))
    [(address, first, second)] = catalog.collisions()
    assert (first, second) == ("content/a.md", "content/b.md")
    assert address.startswith("1998/")
    assert catalog.find_by_address(f"1998/{other}.html") == "content/a.md"


def test_other_days_and_other_names_do_not_collide(catalog: Catalog) -> None:
    fill(catalog, make_dated("a", "1998", slug="x"), make_dated("b", "1999", slug="x"), make_dated("c", "1998"))
    assert list(catalog.collisions()) == []
    assert catalog.find_by_address("1998/none.html") is None


def test_only_originals_that_are_not_as_they_were_imported_are_changed(catalog: Catalog) -> None:
    for name in ("same", "other", "gone"):
        provenance = Provenance(original=f"originals/{name}.txt", sha256="d")
        fill(catalog, make_article(f"content/{name}.md", provenance=provenance))
    add_file(catalog, "originals/same.txt")
    catalog.add_file(File("originals/other.txt", 7, 1, 1), "another digest")
    digests = {path: found for path, _, _, found in catalog.changed_originals()}
    assert digests == {"content/gone.md": None, "content/other.md": "another digest"}


def test_what_is_wrong_with_the_whole_is_asked_once_in_each_state(catalog: Catalog) -> None:
    queries: list[str] = []
    catalog._db.set_trace_callback(queries.append)
    for state, asked in (("one", 1), ("one", 0), ("two", 1)):
        catalog.note_state(state)
        queries.clear()
        assert list(catalog.collisions()) == []
        assert sum(" JOIN article AS b" in query for query in queries) == asked
    fill(catalog, make_article("content/a.md", slug="x"), make_article("content/b.md", slug="x"))
    catalog.note_state("three")
    for _ in range(2):
        assert len(list(catalog.collisions())) == 1


def test_terms_in_several_spellings_are_found_whatever_they_hold(catalog: Catalog) -> None:
    tags = ("Korea", "KOREA"), ('a","b',), ("Fire",)
    fill(catalog, *(make_article(f"content/{n}.md", tags=spellings) for n, spellings in enumerate(tags)))
    fill(catalog, make_article("content/x.md", tags=("KOREA",)))
    assert [(term.key, term.spellings) for term in catalog.merged_terms()] == [("korea", ("KOREA", "Korea"))]


def sketch(catalog: Catalog, **sketches: tuple[int, ...]) -> None:
    """Enter articles, and what their texts are like."""
    for slug, hashes in sketches.items():
        path = f"content/{slug}.md"
        fill(catalog, make_record(make_article(path)))
        catalog.add_sketch(path, catalog.find_digest(path) or "", hashes)


def test_articles_with_one_text_are_found_the_most_alike_first(catalog: Catalog) -> None:
    sketch(catalog, half=(1, 2, 8, 9), whole=(1, 2, 3, 4), other=(7,), none=())
    assert catalog.find_alike((1, 2, 3, 4), 0.2) == [("content/whole.md", 1.0), ("content/half.md", 2 / 6)]
    assert catalog.find_alike((1, 2, 3, 4), 0.5) == [("content/whole.md", 1.0)]
    assert catalog.find_alike((), 0.0) == catalog.find_alike((5,), 0.0) == []


def test_a_text_that_changed_or_went_is_not_found_any_more(catalog: Catalog) -> None:
    sketch(catalog, a=(1, 2), b=(1, 2), c=(1, 2))
    sketch(catalog, a=(3, 4))
    catalog.remove_file("content/b.md")
    assert catalog.find_alike((1, 2), 0.1) == [("content/c.md", 1.0)]


def test_articles_are_unsketched_until_they_are_sketched_as_they_are(catalog: Catalog) -> None:
    fill(catalog, make_record(make_article("content/a.md")), make_record(make_article("content/b.md")))
    assert list(catalog.unsketched()) == ["content/a.md", "content/b.md"]
    catalog.add_sketch("content/a.md", catalog.find_digest("content/a.md") or "", ())
    catalog.add_sketch("content/b.md", "another digest", (1, 2))
    assert list(catalog.unsketched()) == ["content/b.md"]
    fill(catalog, make_record(make_article("content/a.md")))
    assert list(catalog.unsketched()) == ["content/b.md"]


def test_what_stands_in_very_many_articles_tells_nothing(catalog: Catalog) -> None:
    sketch(catalog, **{f"n{number:03}": (1, 1000 + number) for number in range(101)})
    assert catalog.find_alike((1, 1007), 0.5) == [("content/n007.md", 1.0)]


def test_the_article_of_a_page_on_the_web_is_found(catalog: Catalog) -> None:
    url = "https://www.halyard.example/bridge/"
    fill(catalog, make_article("content/a.md", url=url), make_article("content/b.md"))
    assert list(catalog.find_by_url("http://halyard.example/bridge#top")) == ["content/a.md"]
    assert list(catalog.find_by_url("")) == []
    assert (catalog.find_facts("content/a.md") or {})["url"] == url
    assert catalog.find_facts("content/c.md") is None
