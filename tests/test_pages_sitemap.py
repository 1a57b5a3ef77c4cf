import json
from pathlib import Path

import pytest
from lxml import etree

from backfile.dates import parse_date
from backfile.pages import plan, sitemap
from backfile.settings import describe_site
from backfile.theme import Theme
from backfile.themefiles import find_default_theme
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
    page = read(sitemap.plan(make_material(tmp_path, ARTICLES, base_url=BASE, single_term_pages=True)))["sitemap.xml"]
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
    material = make_material(tmp_path, [*ARTICLES, make_article("e")], base_url=BASE, single_term_pages=True)
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


def test_terms_without_a_page_are_left_out(tmp_path: Path) -> None:
    written = [*ARTICLES, *(make_article(slug, tags=("Fire",)) for slug in "ef")]
    page = read(sitemap.plan(make_material(tmp_path, written, base_url=BASE)))["sitemap.xml"]
    assert [entry["address"] for entry in page["entries"] if entry["address"].startswith("tags/")] == [
        "tags/index.html",
        "tags/fire.html",
    ]


@pytest.mark.parametrize("single", [3, 1000])
def test_every_article_and_index_is_in_the_sitemap_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, single: int
) -> None:
    monkeypatch.setattr(sitemap, "SITEMAP_SINGLE", single)
    more = make_article("f", "1999-01-01", authors=("Ida",), section="News", place="Ansle", source="Echo")
    pages = list(plan(make_material(tmp_path, [*ARTICLES, more, make_article("g")], base_url=BASE, data=("csv",))))
    contexts = [json.loads(page.context) for page in pages if page.template == "sitemap.xml"]
    listed = [entry["address"] for context in contexts for entry in context["entries"]]
    assert sorted(listed) == sorted(
        page.path for page in pages if page.path.endswith(".html") and page.path != "404.html"
    )


# The protocol of sitemaps.org as a schema: what its own schemas ask for.
SCHEMA = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
  <xs:simpleType name="loc">
    <xs:restriction base="xs:anyURI">
      <xs:minLength value="12"/><xs:maxLength value="2048"/><xs:pattern value="https?://[^\\s&lt;&gt;]+"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="lastmod"><xs:union memberTypes="xs:date xs:dateTime"/></xs:simpleType>
  <xs:complexType name="place">
    <xs:sequence>
      <xs:element name="loc" type="loc"/><xs:element name="lastmod" type="lastmod" minOccurs="0"/>
    </xs:sequence>
  </xs:complexType>
  <xs:element name="urlset">
    <xs:complexType><xs:sequence><xs:element name="url" type="place" maxOccurs="50000"/></xs:sequence></xs:complexType>
  </xs:element>
  <xs:element name="sitemapindex">
    <xs:complexType>
      <xs:sequence><xs:element name="sitemap" type="place" maxOccurs="50000"/></xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>"""


@pytest.mark.parametrize("single", [3, 1000])
def test_the_sitemap_keeps_the_rules_of_the_protocol(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, single: int
) -> None:
    monkeypatch.setattr(sitemap, "SITEMAP_SINGLE", single)
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    assert not schema.validate(etree.fromstring('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'))
    odd = make_article("a-&-b 'c'", "1923-03-05", tags=("Fire & ice",))
    material = make_material(tmp_path, [*ARTICLES, odd, make_article("e")], base_url=BASE)
    theme = Theme(tmp_path / "none", find_default_theme())
    for page in sitemap.plan(material):
        context = {**json.loads(page.context), "site": describe_site(material.settings)}
        data = theme.render(page.template, context)
        assert isinstance(data, bytes)
        schema.assertValid(etree.fromstring(data))
        assert len(data) < 50 * 1024**2


def test_the_limit_is_that_of_the_protocol() -> None:
    assert sitemap.LIMIT == 50_000
