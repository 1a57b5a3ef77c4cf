from pathlib import Path

from backfile.model import Image
from backfile.pages import home
from pages_material import counts, make_article, make_material, read, titles


def test_home_shows_the_newest_articles_first(tmp_path: Path) -> None:
    written = [make_article("a", "1998"), make_article("b", "2011-02"), make_article("c"), make_article("d", "2005")]
    (page,) = home.plan(make_material(tmp_path, written, home_size=2, title="The Lantern", description="News"))
    assert (page.path, page.template) == ("index.html", "home.html")
    assert titles(read([page])["index.html"]["articles"]) == ["B", "D"]


def test_home_has_doors_to_every_index_with_counts(tmp_path: Path) -> None:
    written = [
        make_article("a", "1998", tags=("Sea", "Boats"), section="News"),
        make_article("b", "1998-02", tags=("Sea",), section="News"),
        make_article("c"),
    ]
    page = read(home.plan(make_material(tmp_path, written)))["index.html"]
    assert (page["count"], counts(page["years"])) == (3, {"1998/index.html": 2})
    assert page["undated"] == {"period": "undated", "address": "undated/index.html", "count": 1}
    assert [(door["name"], door["count"], counts(door["terms"])) for door in page["doors"]] == [
        ("tags", 2, {"tags/sea.html": 2, "1998/a.html": 1}),
        ("sections", 1, {"sections/news.html": 2}),
    ]


def test_a_door_names_the_largest_terms(tmp_path: Path) -> None:
    names = tuple(f"Tag {number:02}" for number in range(20))
    page = read(home.plan(make_material(tmp_path, [make_article("a", tags=names), make_article("b", tags=names[-1:])])))
    (door,) = page["index.html"]["doors"]
    assert (door["count"], len(door["terms"]), door["terms"][0]["label"]) == (20, 12, "Tag 19")


def test_a_card_has_the_first_picture_that_the_site_holds(tmp_path: Path) -> None:
    images = (Image(credit="AP"), Image("gone.png"), Image("map.png", alt="A map"))
    material = make_material(tmp_path, [make_article("a", images=images), make_article("b")], ["content/map.png"])
    cards = read(home.plan(material))["index.html"]["articles"]
    assert [card["image"] and card["image"]["address"] for card in cards] == [None, "map.png"]
