from pathlib import Path

from backfile.model import Image
from backfile.pages import dates
from pages_material import counts, make_article, make_material, read, titles

DATES = {
    "year-only": "1998",
    "month-only": "1998-02",
    "first": "1998-02-10",
    "second": "1998-02-10T08:30",
    "later": "1998-11-03",
    "new": "2011-07-01",
    "lost": "",
}
ARTICLES = [make_article(slug, date) for slug, date in DATES.items()]


def test_every_period_that_holds_articles_has_a_page(tmp_path: Path) -> None:
    material = make_material(tmp_path, ARTICLES)
    pages = list(dates.plan(material))
    assert {page.path: page.template for page in pages} == {
        "dates/index.html": "dates.html",
        "1998/index.html": "year.html",
        "2011/index.html": "year.html",
        "1998/02/index.html": "month.html",
        "1998/11/index.html": "month.html",
        "2011/07/index.html": "month.html",
        "1998/02/10/index.html": "day.html",
        "1998/11/03/index.html": "day.html",
        "2011/07/01/index.html": "day.html",
        "undated/index.html": "undated.html",
    }


def test_the_index_of_dates_counts_years_and_months(tmp_path: Path) -> None:
    page = read(dates.plan(make_material(tmp_path, ARTICLES)))["dates/index.html"]
    assert page["count"] == 7
    assert counts(page["years"]) == {"1998/index.html": 5, "2011/index.html": 1}
    assert counts(page["years"][0]["months"]) == {"1998/02/index.html": 3, "1998/11/index.html": 1}
    assert page["undated"] == {"period": "undated", "address": "undated/index.html", "count": 1}


def test_a_small_year_lists_its_articles_by_month_and_those_of_no_month_first(tmp_path: Path) -> None:
    page = read(dates.plan(make_material(tmp_path, ARTICLES)))["1998/index.html"]
    assert (page["count"], page["is_split"]) == (5, False)
    assert [(group["period"], titles(group["articles"])) for group in page["groups"]] == [
        ("1998", ["Year only"]),
        ("1998-02", ["Month only", "First", "Second"]),
        ("1998-11", ["Later"]),
    ]
    assert page["trail"] == [{"label": "Dates", "address": "dates/index.html"}]


def test_a_month_lists_its_articles_by_day(tmp_path: Path) -> None:
    page = read(dates.plan(make_material(tmp_path, ARTICLES)))["1998/02/index.html"]
    assert [(group["address"], titles(group["articles"])) for group in page["groups"]] == [
        ("1998/02/index.html", ["Month only"]),
        ("1998/02/10/index.html", ["First", "Second"]),
    ]
    assert counts(page["parts"]) == {"1998/02/10/index.html": 2}


def test_a_large_period_shows_its_parts_and_what_is_dated_no_further(tmp_path: Path) -> None:
    pages = read(dates.plan(make_material(tmp_path, ARTICLES, page_size=2)))
    for path, title in (("1998/index.html", "Year only"), ("1998/02/index.html", "Month only")):
        assert pages[path]["is_split"]
        assert [titles(group["articles"]) for group in pages[path]["groups"]] == [[title]]
    assert counts(pages["1998/index.html"]["parts"]) == {"1998/02/index.html": 3, "1998/11/index.html": 1}


def test_a_day_lists_all_its_articles_however_many(tmp_path: Path) -> None:
    page = read(dates.plan(make_material(tmp_path, ARTICLES, page_size=1)))["1998/02/10/index.html"]
    assert titles(page["articles"]) == ["First", "Second"]


def test_a_period_leads_to_the_nearest_that_hold_articles(tmp_path: Path) -> None:
    pages = read(dates.plan(make_material(tmp_path, ARTICLES)))
    assert pages["1998/index.html"]["next"] == {"period": "2011", "address": "2011/index.html"}
    assert pages["1998/11/index.html"]["previous"]["period"] == "1998-02"
    assert pages["1998/11/03/index.html"]["next"]["period"] == "2011-07-01"
    assert (pages["1998/index.html"]["previous"], pages["2011/index.html"]["next"]) == (None, None)


def test_without_undated_articles_there_is_no_index_of_them(tmp_path: Path) -> None:
    pages = read(dates.plan(make_material(tmp_path, [make_article("a", "1998")])))
    assert "undated/index.html" not in pages and pages["dates/index.html"]["undated"] is None


def test_an_empty_archive_has_an_index_of_dates(tmp_path: Path) -> None:
    assert read(dates.plan(make_material(tmp_path, []))) == {
        "dates/index.html": {"years": [], "undated": None, "on_this_day": None, "coverage": "", "count": 0}
    }


def test_a_year_counts_its_own_days(tmp_path: Path) -> None:
    pages = read(dates.plan(make_material(tmp_path, ARTICLES)))
    assert counts(pages["1998/index.html"]["days"]) == {"1998/02/10/index.html": 2, "1998/11/03/index.html": 1}
    assert pages["1998/02/index.html"]["days"] == []


def test_a_day_is_a_front_page_that_a_story_with_a_picture_leads(tmp_path: Path) -> None:
    articles = [*ARTICLES, make_article("last", "1998-02-10T20:00", images=(Image("map.png"),))]
    page = read(dates.plan(make_material(tmp_path, articles, ["content/map.png"])))["1998/02/10/index.html"]
    assert titles(page["articles"]) == ["Last", "First", "Second"]
    assert page["articles"][0]["image"]["address"] == "map.png"
