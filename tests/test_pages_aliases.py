from pathlib import Path

from backfile.pages import aliases
from pages_material import make_article, make_material, read


def test_every_old_address_has_a_page_that_leads_to_the_article(tmp_path: Path) -> None:
    written = make_article("a", "1998", aliases=("/old/story", "/news.php", "https://example.org/x.htm"))
    pages = list(aliases.plan(make_material(tmp_path, [written])))
    target = {"target": {"address": "1998/a.html", "title": "A", "date": "1998", "language": ""}}
    assert read(pages) == {"news.php/index.html": target, "old/story/index.html": target, "x.htm": target}
    assert {page.template for page in pages} == {"redirect.html"}
    assert [page.source and page.source.path for page in pages] == ["content/a.md"] * 3


def test_a_present_address_among_the_old_ones_is_passed_over(tmp_path: Path) -> None:
    written = make_article("a", "1998", aliases=("/1998/a.html", "/1998/A.html"))
    assert list(aliases.plan(make_material(tmp_path, [written]))) == []


def test_a_withheld_article_has_no_old_addresses(tmp_path: Path) -> None:
    assert list(aliases.plan(make_material(tmp_path, [make_article("a", aliases=("/old",), status="withheld")]))) == []
