"""All planners together, and the default theme with what they plan."""

import inspect
import json
import posixpath
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from lxml import html
from markupsafe import Markup

from archives import run, write_article, write_files
from backfile.model import Article, Image, Page, Provenance, Status
from backfile.pages import PLANNERS, plan
from backfile.pages.page import Material
from backfile.settings import describe_site
from backfile.theme import Theme
from backfile.themefiles import find_default_theme
from pages_material import make_article, make_material

SECRET = "Zzyzx"
RICH = make_article(
    "rich",
    "2011-02-10T01:00:00+00:00",
    subtitle="With <everything> & more",
    authors=("Zoe", "Abe"),
    agency="AP",
    source="The Lantern",
    section="News",
    place="Cove",
    tags=("Sea",),
    suggested_tags=("Boats",),
    language="ar",
    url="https://example.org/x",
    aliases=("/old",),
    images=(Image("map.png", "A map", "The cove", "AP"), Image(credit="GETTY IMAGES"), Image("https://example.org/a.png")),
    rights="© The Lantern",
    provenance=Provenance("originals/rich.txt", "rich.txt", "digest of originals/rich.txt", "text/1", None, "1-9"),
)  # fmt: skip
ARTICLES = [
    RICH,
    make_article("year-only", "1998~", tags=("Sea",)),
    make_article("month-only", "1998-02", tags=("Sea",)),
    make_article("day", "1998-02-10", tags=("Sea",), language="de"),
    make_article("lost", tags=("SEA",)),
]
FILES = ["content/map.png", "originals/rich.txt"]
BASE = "https://example.org/archive/"


def make(tmp_path: Path, articles: list[Article], page_size: int = 100, **settings: Any) -> Material:
    return make_material(
        tmp_path, articles, FILES, base_url=BASE, publish_originals=True, page_size=page_size, **settings
    )


def plan_all(material: Material) -> list[Page]:
    return list(plan(material))


def render_all(theme: Theme, material: Material) -> dict[str, str]:
    about = {"site": describe_site(material.settings), "body": lambda article, absolute=False: Markup("<p>Text</p>")}
    about |= {"markdown": lambda article, absolute=False: "Text", "front_matter": lambda article: "---\n---\n"}
    rendered = {}
    for page in plan_all(material):
        if page.template:
            data = theme.render(page.template, {**json.loads(page.context), **about})
            assert isinstance(data, bytes), data
            rendered[page.path] = data.decode()
    return rendered


def test_no_two_pages_have_one_address_and_all_are_planned_the_same_again(tmp_path: Path) -> None:
    pages = plan_all(make(tmp_path / "1", ARTICLES, page_size=2))
    assert len({page.path for page in pages}) == len(pages)
    assert pages == plan_all(make(tmp_path / "2", ARTICLES[::-1], page_size=2))


def test_every_planner_streams(tmp_path: Path) -> None:
    material = make(tmp_path, ARTICLES)
    assert all(inspect.isgenerator(planner(material)) for planner in PLANNERS)
    assert inspect.isgenerator(plan(material))


@pytest.mark.parametrize(("status", "own"), [("withheld", {"2004/05/06/hidden.html"}), ("draft", set())])
def test_an_article_that_is_not_published_changes_no_other_page(tmp_path: Path, status: Status, own: set[str]) -> None:
    hidden = replace(
        make_article("hidden", "2004-05-06", aliases=("/hidden",), tags=(SECRET, "Sea"), section=SECRET),
        title=SECRET,
        status=status,
    )
    planned = plan_all(make(tmp_path / "1", [*ARTICLES, hidden]))
    assert {page.path for page in planned if page.template == "withheld.html"} == own
    assert not [page for page in planned if SECRET in page.context]
    assert [page for page in planned if page.path not in own] == plan_all(make(tmp_path / "2", ARTICLES))


def test_an_added_article_changes_only_the_pages_that_show_it(tmp_path: Path) -> None:
    before = {page.path: page for page in plan_all(make(tmp_path / "1", ARTICLES))}
    added = make_article("added", "2005-06-07", section="News")
    after = {page.path: page for page in plan_all(make(tmp_path / "2", [*ARTICLES, added]))}
    assert {path for path, page in after.items() if before.get(path) != page} == {
        "2005/06/07/added.html",
        "2005/06/07/index.html",
        "2005/06/index.html",
        "2005/index.html",
        *("1998/02/10/day.html", "1998/02/10/index.html", "1998/02/index.html", "1998/index.html"),
        *("2011/02/10/rich.html", "2011/02/10/index.html", "2011/02/index.html", "2011/index.html"),
        *("dates/index.html", "index.html", "feed.json", "feed.xml", "sitemap.xml", "coverage/index.html"),
        *("on-this-day/index.html", "on-this-day/06-07.html", "on-this-day/02-10.html"),
        *("sections/index.html", "sections/news.html"),
    }


@pytest.mark.parametrize("page_size", [100, 2])
def test_the_default_theme_renders_every_page(tmp_path: Path, page_size: int) -> None:
    material = make(
        tmp_path, ARTICLES, page_size, publish_markdown=True, data=("csv", "jsonl"), redirects=("nginx",), term_feeds=1
    )
    pages = render_all(Theme(tmp_path / "none", find_default_theme()), material)
    for path, text in pages.items():
        scripts = re.findall(r"<script(?! src=| type=\"application/ld\+json\">)[^>]*>", text)
        assert "style=" not in text and not scripts, path
        if path.endswith(".xml"):
            ElementTree.fromstring(text)
        elif path.endswith((".json", ".jsonl")):
            assert all(map(json.loads, text.splitlines() if path.endswith("l") else [text])), path
        elif path.endswith(".html"):
            assert text.startswith("<!doctype html>\n"), path


def test_links_between_pages_are_relative_and_lead_to_pages_that_are_planned(tmp_path: Path) -> None:
    material = make(tmp_path, ARTICLES, page_size=2)
    known = {page.path for page in plan_all(material)}
    known.update(f"assets/{path.name}" for path in (find_default_theme() / "assets").iterdir())
    for path, text in render_all(Theme(tmp_path / "none", find_default_theme()), material).items():
        if path.endswith(".html") and path != "404.html":
            for target in re.findall(r'(?:href|src)="([^"#:]+)"', text):
                found = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
                assert found in known, (path, target)


def test_an_override_can_extend_the_template_that_it_replaces(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    override = '{% extends "default/article.html" %}{% block body %}{{ super() }}<p>Ours</p>{% endblock %}'
    (own / "article.html").write_text(override)
    page = render_all(Theme(own, find_default_theme()), make(tmp_path, ARTICLES))["2011/02/10/rich.html"]
    assert "<p>Text</p>" in page and "<p>Ours</p>" in page and "Where these words come from" in page


def test_an_article_shows_all_that_is_known_of_it(tmp_path: Path) -> None:
    page = render_all(Theme(tmp_path / "none", find_default_theme()), make(tmp_path, ARTICLES))["2011/02/10/rich.html"]
    for part in (
        '<article class="article" lang="ar" dir="rtl">',
        "With &lt;everything&gt; &amp; more",
        '<time datetime="2011-02-10T01:00:00+00:00">10 February 2011, 01:00 UTC</time>',
        '<img src="../../../map.png" alt="A map">',
        "Photograph not kept.",
        "Credit: GETTY IMAGES",
        '<a class="remote-image" href="https://example.org/a.png">',
        "Suggested tags",
        'href="../../../originals/rich.txt"',
        "<code>digest of originals/rich.txt</code>",
    ):
        assert part in page, part


def test_another_parser_reads_in_an_article_s_head_what_zotero_and_others_ask_for(tmp_path: Path) -> None:
    page = render_all(Theme(tmp_path / "none", find_default_theme()), make(tmp_path, ARTICLES))["2011/02/10/rich.html"]
    document = html.fromstring(page)
    told: dict[str, list[str]] = {}
    for meta in document.xpath("//head/meta[@name or @property]"):
        told.setdefault(meta.get("name") or meta.get("property"), []).append(meta.get("content"))
    address = f"{BASE}2011/02/10/rich.html"
    assert told["z:itemType"] == ["newspaperArticle"]
    assert told["DC.title"] == told["og:title"] == ["Rich"]
    assert told["DC.creator"] == ["Zoe", "Abe"]
    assert told["DC.source"] == ["The Lantern"]
    assert told["DC.date"] == told["article:published_time"] == ["2011-02-10T01:00:00+00:00"]
    assert told["og:url"] == document.xpath("//link[@rel='canonical']/@href") == [address]
    assert told["og:image"] == [f"{BASE}map.png"]
    assert not [name for name in told if name.startswith("citation_")]
    (described,) = map(json.loads, document.xpath("//script[@type='application/ld+json']/text()"))
    assert (described["@type"], described["headline"], described["url"]) == ("NewsArticle", "Rich", address)


def test_the_original_address_is_the_canonical_one_where_a_setting_says_so(tmp_path: Path) -> None:
    material = make_material(tmp_path, ARTICLES, FILES, base_url=BASE, canonical="original")
    pages = render_all(Theme(tmp_path / "none", find_default_theme()), material)
    canonical = {path: html.fromstring(text).xpath("//link[@rel='canonical']/@href") for path, text in pages.items()
                 if path.endswith(".html")}  # fmt: skip
    assert canonical["2011/02/10/rich.html"] == ["https://example.org/x"]
    assert canonical["1998/02/10/day.html"] == [f"{BASE}1998/02/10/day.html"]


def test_an_article_says_what_is_known_of_where_it_comes_from_and_whose_address_counts(tmp_path: Path) -> None:
    url = "https://paper.example/a"
    files = {
        "content/a.md": write_article("A", "1998", source="Echo", authors=["Ida"]),
        "content/b.md": write_article("B", "1998", url=url, authors=["Ida"]),
    }
    settings = f'base_url = "{BASE}"\ncanonical = "original"\nterm_feeds = 2\n'
    write_files(tmp_path, {"backfile.toml": settings, **files})
    assert run("build", "--quiet", "-C", tmp_path).code == 0
    first, second, term = (
        html.fromstring((tmp_path / "site" / path).read_text("utf-8"))
        for path in ("1998/a.html", "1998/b.html", "authors/ida.html")
    )
    assert [box.xpath("string(.//dd)") for box in first.find_class("provenance")] == ["Echo"]
    told = "//meta[@property='og:url']/@content | //link[@rel='canonical']/@href"
    assert set(first.xpath(told)) == {f"{BASE}1998/a.html"} and set(second.xpath(told)) == {url}
    assert term.xpath("//main//a[@type='application/atom+xml']/@href") == ["../authors/ida.xml"]
