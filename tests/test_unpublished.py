"""Drafts and withheld articles in the preview: seen, marked, and in no file of the site."""

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from archives import make_archive, read_tree, run, write_article, write_files
from backfile.archive import Archive
from backfile.catalog import Catalog
from backfile.messages import Messages
from backfile.overlay import DRAFTS
from backfile.settings import Settings
from backfile.unpublished import find_unpublished, plan_unpublished

SECRET = "not for everybody"
FILES = {
    "content/a.md": write_article("Known", "2011-02-10", "Known ![](shown.png)", tags=["Ferry"]),
    "content/draft.md": write_article(
        "A <b>draft</b>", "2011-02-11", f"{SECRET} ![map](map.png) [known](a.md)", status="draft",
        tags=["ferry", "New tag", "new  tag"], suggested_tags=["Pier"], authors=["Ida Marsh"],
    ),
    "content/held.md": write_article("Withheld", "", SECRET, status="withheld"),
    "content/café.md": write_article("Coffee", "2011", SECRET, status="draft", slug="café"),
    "content/map.png": b"map",
    "content/shown.png": b"shown",
    "content/alone.png": b"alone",
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_archive(tmp_path_factory.mktemp("unpublished") / "archive", FILES, 'base_url = "https://a.example/"\n')
    shutil.rmtree(root / "templates")
    assert run("build", "-C", root).code == 0
    return root


@pytest.fixture
def catalog(root: Path) -> Iterator[Catalog]:
    with Catalog(root / ".backfile/catalog.sqlite") as catalog:
        yield catalog


def find(root: Path, catalog: Catalog, address: str) -> str | None:
    answer = find_unpublished(Archive(root), Settings(), catalog, address)
    return answer.data.decode() if answer else None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("2011/02/11/draft.html", "Draft, not published: content/draft.md"),
        ("undated/held.html", "Withheld, not published: content/held.md"),
        ("2011/café.html", "Draft, not published: content/café.md"),
    ],
)
def test_an_article_that_is_not_published_has_a_page_that_says_so(
    root: Path, catalog: Catalog, address: str, said: str
) -> None:
    page = find(root, catalog, address)
    assert page
    assert SECRET in page
    assert said in unescape(re.sub("<[^>]+>", "", page))


@pytest.mark.parametrize(
    "address",
    [
        "2011/02/10/a.html",
        "2011/02/11/DRAFT.html",
        "2011/02/11/other.html",
        "draft.md",
        "a.md",
        "shown.png",
        "alone.png",
        "../backfile.toml",
        "",
    ],
)
def test_nothing_else_is_found(root: Path, catalog: Catalog, address: str) -> None:
    assert find(root, catalog, address) is None


def test_a_picture_that_only_a_draft_shows_is_found(root: Path, catalog: Catalog) -> None:
    answer = find_unpublished(Archive(root), Settings(), catalog, "map.png")
    assert answer == (b"map", False, "")


def test_a_draft_has_its_terms_and_links(root: Path, catalog: Catalog) -> None:
    listed = catalog.find_unpublished("2011/02/11/draft.html")
    assert listed
    context = json.loads(plan_unpublished(Settings(single_term_pages=True), Messages("en"), catalog, listed).context)
    assert context["terms"]["tags"] == [
        {"label": "Ferry", "address": "tags/ferry.html", "suggested": False},
        {"label": "New tag", "address": "tags/new-tag.html", "suggested": False},
        {"label": "Pier", "address": "tags/pier.html", "suggested": True},
    ]
    assert [term["label"] for term in context["terms"]["authors"]] == ["Ida Marsh"]
    assert context["terms"]["places"] == []
    assert context["article"]["links"] == {"a.md": "2011/02/10/a.html", "map.png": "map.png"}


def test_they_are_listed_with_the_newest_first(root: Path, catalog: Catalog) -> None:
    page = find(root, catalog, DRAFTS)
    assert page
    rows = re.findall(r'<li><a href="(.*?)">(.*?)</a><small>(.*?)</small>', page)
    assert rows == [
        ("../2011/02/11/draft.html", "A &lt;b&gt;draft&lt;/b&gt;", "draft · 2011-02-11 · content/draft.md"),
        ("../2011/caf%C3%A9.html", "Coffee", "draft · 2011 · content/café.md"),
        ("../undated/held.html", "Withheld", "withheld · content/held.md"),
    ]
    assert catalog.count_unpublished() == 3


def test_looking_at_them_leaves_nothing_in_the_site_and_nothing_to_build(root: Path) -> None:
    before = read_tree(root / "site")
    with Catalog(root / ".backfile/catalog.sqlite") as catalog:
        for address in ("2011/02/11/draft.html", "undated/held.html", DRAFTS, "map.png"):
            assert find(root, catalog, address)
    assert read_tree(root / "site") == before
    assert "0 written" in run("build", "-C", root).out
    assert not [path for path, data in before.items() if SECRET.encode() in data or b"draft" in data]
    assert not {"map.png", "2011/02/11/draft.html", "tags/new-tag.html"} & before.keys()


def test_a_draft_that_can_not_be_rendered_shows_why(root: Path, catalog: Catalog) -> None:
    write_files(root, {"templates/article.html": "\n{{ nowhere }}"})
    try:
        page = find(root, catalog, "2011/02/11/draft.html")
    finally:
        shutil.rmtree(root / "templates")
    assert page
    assert "templates/article.html:2" in page
    assert 'role="alert"' in page


def test_an_address_with_a_query_leads_to_the_article_that_was_there(tmp_path: Path) -> None:
    paper = "https://paper.example/"
    files = {
        "content/a.md": write_article("A", "1998", url=f"{paper}x.php?id=5"),
        "content/draft.md": write_article("B", "1998", url=f"{paper}x.php?id=6", status="draft"),
    }
    root = make_archive(tmp_path / "archive", files, f'old_sites = ["{paper}"]\nredirects = ["nginx"]\n')
    assert run("build", "--quiet", "-C", root).code == 0
    settings = Settings(old_sites=(paper,))
    with Catalog(root / ".backfile/catalog.sqlite") as catalog:
        found = [find_unpublished(Archive(root), settings, catalog, f"x.php?id={number}") for number in (5, 6)]
    assert found == [(b"", True, "/1998/a.html"), None]


def test_an_old_address_above_the_site_leads_to_the_article_that_was_there(tmp_path: Path) -> None:
    paper = "https://paper.example/"
    old = {"a": "1911/06/bridge.html", "b": "1911/dam/", "c": "archiv/c.html"}
    files = {f"content/{name}.md": write_article(name, "1998", url=paper + path) for name, path in old.items()}
    root = make_archive(
        tmp_path / "archive", files, f'base_url = "{paper}archiv/"\nold_sites = ["{paper}"]\nredirects = ["nginx"]\n'
    )
    assert run("build", "--quiet", "-C", root).code == 0
    settings = Settings(base_url=f"{paper}archiv/", old_sites=(paper,))
    with Catalog(root / ".backfile/catalog.sqlite") as catalog:
        asked = ["1911/06/bridge.html", "1911/dam/index.html", "1911/dam", "archiv/c.html", "none.html"]
        found = [find_unpublished(Archive(root), settings, catalog, address) for address in asked]
    assert [answer and answer.redirect for answer in found] == [
        "/1998/a.html",
        "/1998/b.html",
        "/1998/b.html",
        None,
        None,
    ]
