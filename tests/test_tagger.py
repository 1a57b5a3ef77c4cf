"""Tags of new articles: what is decided is followed, and what the archive knows comes first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backfile.catalog import Catalog
from backfile.entries import Record, make_entry
from backfile.model import Article, Draft, Source
from backfile.tagger import Tagger
from backfile.tagrules import TagRules


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite") as opened:
        for number, article in enumerate(
            (
                Article("content/a.md", "A", "a", tags=("Skarn ferry",), suggested_tags=("Orle", "SKARN FERRY")),
                Article("content/b.md", "B", "b", tags=("skarn ferry", "Skarn ferry"), status="withheld"),
                Article("content/c.md", "C", "c", suggested_tags=("Ann Grote",), status="draft"),
            )
        ):
            opened.add_article(make_entry(Record(Source(article.path, str(number), 1), article, "", 1, ())))
        yield opened


def make_draft(*suggested: str, names: tuple[str, ...] = (), tags: tuple[str, ...] = ()) -> Draft:
    return Draft(Article("", "T", "", tags=tags, suggested_tags=suggested), "", (), names=names)


def tag(catalog: Catalog, draft: Draft, rules: TagRules | None = None) -> tuple[str, ...]:
    return Tagger(rules or TagRules(), catalog).tag(draft).article.suggested_tags


def test_the_archive_knows_each_tag_with_its_counts_whatever_the_status(catalog: Catalog) -> None:
    assert [(tag.label, tag.tagged, tag.suggested) for tag in catalog.tags()] == [
        ("Ann Grote", 0, 1),
        ("Orle", 0, 1),
        ("Skarn ferry", 2, 0),
    ]
    assert [tag.label for tag in catalog.tags("orle")] == ["Orle"]
    assert catalog.articles_with(["skarn ferry", "ann grote"]) == ["content/a.md", "content/b.md", "content/c.md"]


def test_what_is_a_tag_already_comes_first_and_in_its_spelling_then_what_others_have_suggested(
    catalog: Catalog,
) -> None:
    draft = make_draft("Pell", "ORLE", names=("Ann Grote", "Wick", "skarn-ferry"))
    assert tag(catalog, draft) == ("Skarn ferry", "ORLE", "Pell", "Ann Grote")


def test_drafts_before_count_too(catalog: Catalog) -> None:
    tagger = Tagger(TagRules(), catalog)
    assert tagger.tag(make_draft("Pell")).article.suggested_tags == ("Pell",)
    assert tagger.tag(make_draft("Wick", names=("Pell",))).article.suggested_tags == ("Wick", "Pell")


def test_decisions_are_followed(catalog: Catalog) -> None:
    rules = TagRules().reject("Pell").rename("Wick", "Upper Wick").rename("skarn ferry", "Ferry")
    draft = make_draft("PELL", "Wick", "Upper wick", "Skarn ferry", tags=("wick", "Pell", "upper wick", "Boats"))
    tagged = Tagger(rules, catalog).tag(draft).article
    assert tagged.tags == ("Upper Wick", "Pell", "Boats")
    assert set(tagged.suggested_tags) == {"Upper Wick", "Ferry"}


def test_never_more_than_six(catalog: Catalog) -> None:
    assert tag(catalog, make_draft(*"ABCDEF", names=("Skarn ferry", "Orle"))) == ("Skarn ferry", *"ABCDE")
