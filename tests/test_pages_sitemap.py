from itertools import count
from pathlib import Path
from unittest.mock import Mock

import pytest

from backfile.dates import parse_date
from backfile.pages import sitemap
from backfile.pages.page import Material
from pages_material import make_article, make_material, read

BASE = "https://example.org/"
ARTICLES = [
    make_article("a", "1998", tags=("Sea",)),
    make_article("b", "1998-02-10"),
    make_article("c", "1998-02-10", updated=parse_date("2001-04-05T10:00:00")),
    make_article("d", "1998-02-10", updated=parse_date("2001")),
]


def test_without_an_address_of_the_site_there_is_no_sitemap(tmp_path: Path) -> None:
    assert list(sitemap.plan(make_material(tmp_path, ARTICLES))) == []


def test_the_sitemap_lists_articles_and_indexes(tmp_path: Path) -> None:
    page = read(sitemap.plan(make_material(tmp_path, ARTICLES, base_url=BASE)))["sitemap.xml"]
    assert {entry["address"]: entry["modified"] for entry in page["entries"]} == {
        "1998/a.html": "",
        "1998/02/10/b.html": "1998-02-10",
        "1998/02/10/c.html": "2001-04-05",
        "1998/02/10/d.html": "1998-02-10",
        "index.html": "",
        "dates/index.html": "",
        "1998/index.html": "",
        "1998/02/index.html": "",
        "1998/02/10/index.html": "",
        "tags/index.html": "",
        "tags/sea.html": "",
    }


@pytest.mark.parametrize(("limit", "sizes"), [(4, [4, 4, 3]), (10, [10, 1]), (11, [11])])
def test_a_sitemap_is_split_where_it_grows_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(sitemap, "LIMIT", limit)
    pages = read(sitemap.plan(make_material(tmp_path, ARTICLES, base_url=BASE)))
    if len(sizes) > 1:
        parts = [f"sitemap-{number + 1}.xml" for number in range(len(sizes))]
        assert pages.pop("sitemap.xml") == {"parts": parts}
        assert list(pages) == parts
    assert [len(page["entries"]) for page in pages.values()] == sizes


def test_the_limit_is_that_of_the_protocol() -> None:
    assert sitemap.LIMIT == 50_000


def test_a_sitemap_is_planned_as_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LIMIT", 10)
    small = make_material(tmp_path, ARTICLES, base_url=BASE)
    (listed, *_) = small.catalog.articles()
    endless = Mock(wraps=small.catalog, articles=lambda: (listed for _ in count()))
    pages = sitemap.plan(Material(endless, small.settings, small.nav, []))
    assert [next(pages).path for _ in range(3)] == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
