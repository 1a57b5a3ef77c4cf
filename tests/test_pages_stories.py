import json
from pathlib import Path

from backfile.model import Article, Image
from backfile.pages.stories import describe_stories
from pages_material import make_article, make_material, titles


def make_stories(tmp_path: Path, articles: list[Article], led_by_picture: bool) -> list[dict[str, object]]:
    catalog = make_material(tmp_path, articles, ["content/map.png", "content/b.png"]).catalog
    cards: list[dict[str, object]] = json.loads(describe_stories(catalog, catalog.stories_in("1998"), led_by_picture))
    return cards


ARTICLES = [
    make_article("a", "1998-02-10"),
    make_article("b", "1998-02-11", images=(Image("gone.png"), Image("/map.png", "A map"), Image("b.png"))),
    make_article("c", "1998-02-12", images=(Image("b.png"), Image("a.md"), Image(credit="AP"))),
    make_article("d", "1998-02-13", images=(Image("https://example.org/a.png"), Image("../originals/x.png"))),
]


def test_a_story_has_the_first_picture_that_the_site_holds(tmp_path: Path) -> None:
    cards = make_stories(tmp_path, ARTICLES, led_by_picture=False)
    assert titles(cards) == ["A", "B", "C", "D"]
    assert [card["image"] and card["image"]["address"] for card in cards] == [None, "map.png", "b.png", None]  # type: ignore[index]


def test_the_first_story_with_a_picture_leads_and_the_others_keep_their_order(tmp_path: Path) -> None:
    assert titles(make_stories(tmp_path / "1", ARTICLES, led_by_picture=True)) == ["B", "A", "C", "D"]
    assert titles(make_stories(tmp_path / "2", ARTICLES[:1], led_by_picture=True)) == ["A"]
    assert make_stories(tmp_path / "3", [], led_by_picture=True) == []
