"""Related articles: what they share decides; the whole archive in one pass and one article by queries are the same."""

import json
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from backfile import related
from backfile.catalog import Catalog
from backfile.dates import parse_date
from backfile.entries import Record, make_entry
from backfile.model import Article, Source
from backfile.related import MOST, NEAREST, SHOWN, magnitude, weigh


def make_record(slug: str, words: Iterable[str], date: str = "", **fields: object) -> Record:
    article = Article(f"content/{slug}.md", slug, slug, date=parse_date(date) if date else None, **fields)  # type: ignore[arg-type]
    return Record(Source(article.path, f"digest of {slug}", 1), article, "", 1, (), keywords=tuple(words))


def fill(tmp_path: Path, records: Iterable[Record]) -> Catalog:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    for record in records:
        catalog.add_article(make_entry(record))
    catalog.settle()
    return catalog


def find(catalog: Catalog, slug: str) -> list[str]:
    return [json.loads(shown)["title"] for shown in catalog.related_to(f"content/{slug}.md")]


def test_those_that_share_most_come_first(tmp_path: Path) -> None:
    words = {"a": ["ferry", "storm", "whale"], "b": ["ferry"], "c": ["ferry", "whale"], "d": ["zebra"], "e": ["zebra"]}
    catalog = fill(tmp_path, (make_record(slug, found) for slug, found in words.items()))
    assert find(catalog, "a") == ["c", "b"]
    assert find(catalog, "d") == ["e"]


def test_terms_count_as_words_do_whatever_their_spelling(tmp_path: Path) -> None:
    tagged = make_record("b", [], tags=("North Korea", "FERRY"), suggested_tags=("Skua",), place="Cove")
    others = [make_record("c", [], tags=("north-korea",)), make_record("d", ["skua"]), make_record("e", ["cove"])]
    catalog = fill(tmp_path, [make_record("a", ["ferry"]), tagged, *others])
    assert sorted(find(catalog, "b")) == ["a", "c", "d", "e"]


def test_what_says_little_of_an_article_relates_none(tmp_path: Path) -> None:
    same = {"authors": ("Nora Bell",), "section": "News", "source": "The Packet"}
    assert find(fill(tmp_path, [make_record(slug, [], **same) for slug in "ab"]), "a") == []


def test_what_is_rare_weighs_more_and_what_all_have_nothing() -> None:
    weights = [weigh(count, magnitude(10_000)) for count in (2, 5, 50, MOST)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0
    assert [weigh(count, magnitude(10_000)) for count in (0, 1, MOST + 1)] == [0, 0, 0]
    assert weigh(30, magnitude(60)) == 0


def test_of_those_that_share_as_much_the_nearest_by_date_come_first(tmp_path: Path) -> None:
    dates = {"a": "2000", "b": "2001-05-01", "c": "2001-06-03", "d": "2001-06-01T10:00", "e": "2001-06-01T09:00"}
    records = [make_record(slug, ["ferry"], date) for slug, date in dates.items()]
    assert find(fill(tmp_path, records), "d") == ["e", "c", "b", "a"]


def test_an_articles_own_text_elsewhere_is_not_related_to_it(tmp_path: Path) -> None:
    kin = [make_record(slug, ["ferry"], text_family="one") for slug in "ab"]
    other = make_record("c", ["ferry"], text_family="two")
    assert find(fill(tmp_path, [*kin, other]), "a") == ["c"]


@pytest.mark.parametrize("status", ["draft", "withheld"])
def test_what_is_not_published_is_never_shown(tmp_path: Path, status: str) -> None:
    hidden = make_record("b", ["ferry", "storm"], status=status)
    catalog = fill(tmp_path, [make_record("a", ["ferry", "storm"]), hidden, make_record("c", ["storm"])])
    assert (find(catalog, "a"), find(catalog, "c")) == (["c"], ["a"])
    assert [len(found) for found in catalog.related()] == [1, 1]
    assert find(catalog, "b") == ["a", "c"]  # in the preview


def test_a_word_of_very_many_articles_reaches_only_the_nearest(tmp_path: Path) -> None:
    dated = (make_record(f"a{number:03}", ["ferry"] * (number < 120), f"2{number:03}") for number in range(520))
    catalog = fill(tmp_path, dated)
    assert find(catalog, "a100") == ["a099", "a101", "a098", "a102", "a097"]
    assert SHOWN < 2 * NEAREST


@pytest.mark.parametrize("seed", range(4))
def test_one_pass_and_queries_find_the_same(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related, "MOST", 20)
    chance = random.Random(seed)
    words = [f"word{number}" for number in range(60)]
    records = [
        make_record(
            f"a{number}",
            {words[int(60 * chance.random() ** 2)] for _ in range(chance.randrange(7))},
            chance.choice(["", "1998", "1998-02", f"1998-03-{chance.randrange(1, 29):02}"]),
            text_family=chance.choice(["", "", "one", "two"]),
            status=chance.choice(["published", "published", "draft"]),
        )
        for number in range(150)
    ]
    catalog = fill(tmp_path, records)
    found = list(catalog.related())
    assert found == [catalog.related_to(listed.source.path) for listed in catalog.articles()]
    assert sum(map(len, found)) > 200
