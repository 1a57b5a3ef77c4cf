import json
from pathlib import Path

import pytest

from backfile.catalog import Catalog
from backfile.dates import parse_date
from backfile.messages import Messages
from backfile.model import Source
from backfile.pages import plan, sitemap
from backfile.pages.page import Material
from backfile.settings import Settings
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
        "coverage/index.html": "",
        "on-this-day/index.html": "",
        "on-this-day/02-10.html": "",
        "1998/index.html": "",
        "1998/02/index.html": "",
        "1998/02/10/index.html": "",
        "tags/index.html": "",
        "tags/sea.html": "",
    }


def test_the_sitemap_of_many_articles_has_a_part_for_each_month_and_taxonomy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "SITEMAP_SINGLE", 3)
    material = make_material(tmp_path, [*ARTICLES, make_article("e")], base_url=BASE)
    pages = read(sitemap.plan(material))
    listed = {
        path: [entry["address"] for entry in page["entries"]] for path, page in pages.items() if "parts" not in page
    }
    assert pages["sitemap.xml"] == {"parts": list(listed)}
    assert listed == {
        "sitemap-indexes.xml": [
            "index.html", "dates/index.html", "coverage/index.html", "on-this-day/index.html", "on-this-day/02-10.html",
            "1998/index.html", "undated/index.html", "tags/index.html",
        ],
        "sitemap-tags.xml": ["tags/sea.html"],
        "sitemap-1998.xml": ["1998/a.html"],
        "sitemap-1998-02.xml": [
            "1998/02/index.html", "1998/02/10/index.html",
            "1998/02/10/b.html", "1998/02/10/c.html", "1998/02/10/d.html",
        ],
        "sitemap-undated.xml": ["undated/e.html"],
    }  # fmt: skip


def test_a_part_of_too_many_addresses_takes_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "SITEMAP_SINGLE", 3)
    monkeypatch.setattr(sitemap, "LIMIT", 2)
    pages = read(sitemap.plan(make_material(tmp_path, ARTICLES, base_url=BASE)))
    months = {path: len(page["entries"]) for path, page in pages.items() if "1998-02" in path}
    assert months == {"sitemap-1998-02.xml": 2, "sitemap-1998-02.2.xml": 2, "sitemap-1998-02.3.xml": 1}
    assert set(months) <= set(pages["sitemap.xml"]["parts"])
    assert all(page["entries"] for page in pages.values() if "parts" not in page)


@pytest.mark.parametrize("single", [3, 1000])
def test_every_article_and_index_is_in_the_sitemap_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, single: int
) -> None:
    monkeypatch.setattr(sitemap, "SITEMAP_SINGLE", single)
    more = make_article("f", "1999-01-01", authors=("Ida",), section="News", place="Ansle", source="Echo")
    pages = list(plan(*astuple_of(make_material(tmp_path, [*ARTICLES, more, make_article("g")], base_url=BASE))))
    contexts = [json.loads(page.context) for page in pages if page.template == "sitemap.xml"]
    listed = [entry["address"] for context in contexts for entry in context["entries"]]
    assert sorted(listed) == sorted(
        page.path for page in pages if page.path.endswith(".html") and page.path != "404.html"
    )


def astuple_of(material: Material) -> tuple[Catalog, Settings, Messages, list[Source]]:
    return material.catalog, material.settings, material.messages, list(material.files)


def test_the_limit_is_that_of_the_protocol() -> None:
    assert sitemap.LIMIT == 50_000
