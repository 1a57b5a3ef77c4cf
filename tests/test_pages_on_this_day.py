from pathlib import Path

from backfile.pages import on_this_day
from pages_material import make_article, make_material, read, titles

DATES = {
    "first": "1998-02-10",
    "second": "2011-02-10T08:30",
    "third": "2011-02-10T09:30",
    "leap": "2012-02-29",
    "last": "1987-12-31",
    "month-only": "1998-02",
    "lost": "",
}
ARTICLES = [make_article(slug, date) for slug, date in DATES.items()]


def test_each_day_of_the_year_that_holds_articles_has_a_page(tmp_path: Path) -> None:
    pages = read(on_this_day.plan(make_material(tmp_path, ARTICLES)))
    assert list(pages) == [
        "on-this-day/index.html",
        "on-this-day/02-10.html",
        "on-this-day/02-29.html",
        "on-this-day/12-31.html",
    ]
    assert [(day["day"], day["address"], day["count"]) for day in pages["on-this-day/index.html"]["days"]] == [
        ("02-10", "on-this-day/02-10.html", 3),
        ("02-29", "on-this-day/02-29.html", 1),
        ("12-31", "on-this-day/12-31.html", 1),
    ]


def test_a_day_shows_its_articles_by_year_and_leads_to_the_days_beside_it(tmp_path: Path) -> None:
    pages = list(on_this_day.plan(make_material(tmp_path, ARTICLES)))
    page = read(pages)["on-this-day/02-10.html"]
    assert (page["day"], page["count"]) == ("02-10", 3)
    assert [(year["period"], year["address"], titles(year["articles"])) for year in page["years"]] == [
        ("1998-02-10", "1998/02/10/index.html", ["First"]),
        ("2011-02-10", "2011/02/10/index.html", ["Second", "Third"]),
    ]
    assert (page["previous"], page["next"]["address"]) == (None, "on-this-day/02-29.html")
    assert page["trail"] == [{"label": "On this day", "address": "on-this-day/index.html"}]
    assert '"title":"10 February"' in pages[1].context


def test_of_a_day_with_many_articles_the_first_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    many = [make_article(f"a{number}", "1998-02-10") for number in range(9)]
    page = read(on_this_day.plan(make_material(tmp_path, many)))["on-this-day/02-10.html"]
    assert [(titles(year["articles"]), year["count"]) for year in page["years"]] == [
        (["A0", "A1", "A2", "A3", "A4"], 9)
    ]


def test_where_no_day_is_known_there_is_no_such_page(tmp_path: Path) -> None:
    material = make_material(tmp_path, [make_article("a", "1998-02"), make_article("b")])
    assert list(on_this_day.plan(material)) == []
    assert on_this_day.describe_on_this_day(material.catalog) is None


def test_the_way_in_tells_which_days_have_pages(tmp_path: Path) -> None:
    catalog = make_material(tmp_path, ARTICLES).catalog
    way = {"address": "on-this-day/index.html", "days": ["02-10", "02-29", "12-31"]}
    assert on_this_day.describe_on_this_day(catalog) == way
