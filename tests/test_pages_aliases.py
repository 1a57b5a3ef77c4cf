from pathlib import Path

import pytest

from backfile.pages import aliases
from backfile.pages.aliases import find_old, find_redirect
from pages_material import make_article, make_material, read

PAPER = "https://www.paper.example/"


def test_every_old_address_has_a_page_that_leads_to_the_article(tmp_path: Path) -> None:
    written = make_article("a", "1998", aliases=("/old/story", "/news.php", "https://example.org/x.htm"))
    pages = list(aliases.plan(make_material(tmp_path, [written])))
    target = {"target": {"address": "1998/a.html", "title": "A", "date": "1998", "day": "1998", "language": ""}}
    assert read(pages) == {"news.php/index.html": target, "old/story/index.html": target, "x.htm": target}
    assert {page.template for page in pages} == {"redirect.html"}
    assert [page.source and page.source.path for page in pages] == ["content/a.md"] * 3


def test_a_present_address_among_the_old_ones_is_passed_over(tmp_path: Path) -> None:
    written = make_article("a", "1998", aliases=("/1998/a.html", "/1998/A.html"))
    assert list(aliases.plan(make_material(tmp_path, [written]))) == []


def test_a_withheld_article_has_no_old_addresses(tmp_path: Path) -> None:
    written = make_article("a", aliases=("/old",), url=f"{PAPER}a", status="withheld")
    assert list(aliases.plan(make_material(tmp_path, [written], old_sites=(PAPER,)))) == []


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.paper.example/2011/02/fire.php", "2011/02/fire.php/index.html"),
        ("http://paper.example/2011/fire.html", "2011/fire.html"),
        ("https://www.paper.example/caf%C3%A9/", "café/index.html"),
        ("https://www.paper.example/x.php?id=5", ""),
        ("https://www.paper.example/?p=5", ""),
        ("https://www.paper.example/", None),
        ("https://other.example/2011/02/fire.php", None),
        ("https://www.paper.example.org/a", None),
        ("https://www.paper.example/a%0Ab", None),
    ],
)
def test_the_address_on_a_site_whose_place_this_one_takes_is_an_old_one(
    tmp_path: Path, url: str, address: str | None
) -> None:
    material = make_material(tmp_path, [make_article("a", "1998", url=url)], base_url=PAPER, old_sites=(PAPER,))
    assert [old.address for old in find_old(material.catalog, material.settings)] == (
        [] if address is None else [address]
    )
    assert list(read(aliases.plan(material))) == ([address] if address else [])


def test_without_being_told_an_original_address_is_no_old_one(tmp_path: Path) -> None:
    material = make_material(tmp_path, [make_article("a", url=f"{PAPER}a")], base_url=PAPER)
    assert list(aliases.plan(material)) == []


def test_of_several_articles_at_one_address_the_first_has_it(tmp_path: Path) -> None:
    written = [make_article(slug, url=f"{PAPER}fire") for slug in "ba"]
    withheld = make_article("0", url=f"{PAPER}fire", status="withheld")
    pages = list(aliases.plan(make_material(tmp_path, [*written, withheld], base_url=PAPER, old_sites=(PAPER,))))
    assert [page.source and page.source.path for page in pages] == ["content/a.md"]


def test_an_original_address_that_is_the_present_one_or_an_alias_is_planned_once(tmp_path: Path) -> None:
    here = make_article("a", "1998", url=f"{PAPER}1998/a.html")
    twice = make_article("b", "1998", url=f"{PAPER}old", aliases=("/old",))
    pages = list(aliases.plan(make_material(tmp_path, [here, twice], base_url=PAPER, old_sites=(PAPER,))))
    assert [page.path for page in pages] == ["old/index.html"]


def test_above_a_site_that_lies_below_a_path_no_page_can_lie(tmp_path: Path) -> None:
    written = [make_article("a", url=f"{PAPER}a"), make_article("b", url=f"{PAPER}archive/b")]
    material = make_material(tmp_path, written, base_url=f"{PAPER}archive/", old_sites=(PAPER,))
    found = [(old.path, old.address) for old in find_old(material.catalog, material.settings)]
    assert found == [("/a", ""), ("/archive/b", "b/index.html")]


def test_an_address_with_a_query_is_found_for_the_preview(tmp_path: Path) -> None:
    written = [make_article("a", "1998", url=f"{PAPER}x.php?id=5"), make_article("b", url=f"{PAPER}?p=7")]
    material = make_material(tmp_path, written, base_url=PAPER, old_sites=(PAPER,))
    asked = ("x.php?id=5", "x.php?id=6", "?p=7", "x.php")
    found = [find_redirect(material.catalog, material.settings, address) for address in asked]
    assert found == ["1998/a.html", "", "undated/b.html", ""]
