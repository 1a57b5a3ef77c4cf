from itertools import islice, repeat
from pathlib import Path
from unittest.mock import Mock

from backfile.model import Article, Image, Provenance
from backfile.pages import articles
from backfile.pages.page import Material
from pages_material import make_article, make_material, read


def test_an_article_has_a_page_at_its_address_made_from_its_file(tmp_path: Path) -> None:
    material = make_material(tmp_path, [make_article("fire", "1923-03-05", section="News")])
    (page,) = articles.plan(material)
    assert (page.path, page.template) == ("1923/03/05/fire.html", "article.html")
    assert page.source is not None and page.source.path == "content/fire.md"
    article = read([page])[page.path]["article"]
    assert article["source_file"] == {"path": "content/fire.md", "digest": "digest of fire", "start": 0}
    assert (article["title"], article["date"], article["section"]) == ("Fire", "1923-03-05", "News")


def test_neighbours_are_the_articles_before_and_after_by_date(tmp_path: Path) -> None:
    dates = {"c": "2011-02-10", "a": "1998", "b": "1998-02"}
    pages = read(articles.plan(make_material(tmp_path, [make_article(slug, date) for slug, date in dates.items()])))
    assert pages["1998/a.html"]["previous"] is None
    assert pages["1998/02/b.html"]["previous"] == {
        "address": "1998/a.html",
        "title": "A",
        "date": "1998",
        "day": "1998",
        "language": "",
    }
    assert pages["1998/02/b.html"]["next"]["address"] == "2011/02/10/c.html"
    assert pages["2011/02/10/c.html"]["next"] is None


def test_an_article_without_date_is_neither_before_nor_after_a_dated_one(tmp_path: Path) -> None:
    pages = read(
        articles.plan(make_material(tmp_path, [make_article("a"), make_article("b"), make_article("c", "1998")]))
    )
    assert pages["undated/a.html"]["next"]["title"] == "B"
    assert (pages["undated/b.html"]["next"], pages["1998/c.html"]["previous"]) == (None, None)


def test_a_term_of_one_article_leads_to_its_row_in_the_index(tmp_path: Path) -> None:
    written = [make_article("a", tags=("Sea", "Fire")), make_article("b", tags=("Sea",))]
    terms = read(articles.plan(make_material(tmp_path, written)))["undated/a.html"]["terms"]
    assert [term["address"] for term in terms["tags"]] == ["tags/sea.html", "tags/index.html#term-fire"]


def test_an_article_shows_those_that_are_related_to_it(tmp_path: Path) -> None:
    written = [make_article(slug, "1998", tags=("Sea",)) for slug in "ab"]
    page = read(articles.plan(make_material(tmp_path, written)))["1998/a.html"]
    assert page["related"] == [
        {"address": "1998/b.html", "title": "B", "date": "1998", "day": "1998", "language": ""},
    ]


def test_terms_come_in_the_order_of_the_article_and_say_which_are_suggested(tmp_path: Path) -> None:
    written = make_article("a", authors=("Zoe", "Abe"), tags=("Sea", "Fire"), suggested_tags=("Boats", "FIRE"))
    material = make_material(tmp_path, [written], single_term_pages=True)
    terms = read(articles.plan(material))["undated/a.html"]["terms"]
    assert terms["authors"] == [
        {"label": "Zoe", "address": "authors/zoe.html", "suggested": False},
        {"label": "Abe", "address": "authors/abe.html", "suggested": False},
    ]
    assert [(term["label"], term["suggested"]) for term in terms["tags"]] == [
        ("Sea", False),
        ("Fire", False),
        ("Boats", True),
    ]
    assert terms["places"] == []


def test_images_have_the_address_where_they_lie_if_they_are_at_hand(tmp_path: Path) -> None:
    images = (Image("map.png", "A map"), Image("gone.png"), Image(credit="AP"), Image("https://example.org/a.png"))
    material = make_material(tmp_path, [make_article("a", images=images)], ["content/map.png"])
    found = read(articles.plan(material))["undated/a.html"]["article"]["images"]
    assert [(image["address"], image["remote"]) for image in found] == [
        ("map.png", ""),
        ("", ""),
        ("", "https://example.org/a.png"),
    ]


def test_links_lead_to_articles_and_never_to_withheld_ones(tmp_path: Path) -> None:
    written = [make_article("a", "1998"), make_article("b", "1999"), make_article("c", status="withheld")]
    material = make_material(tmp_path, written, links={"a": ("b.md#end", "c.md", "nowhere.md")})
    links = read(articles.plan(material))["1998/a.html"]["article"]["links"]
    assert links == {"b.md#end": "1999/b.html#end", "c.md": ""}


def test_the_original_is_linked_only_if_it_is_published_and_at_hand(tmp_path: Path) -> None:
    kept = [
        make_article(s, provenance=Provenance(f"originals/{s}.html", sha256=f"digest of originals/{s}.html"))
        for s in ("a", "b")
    ]
    shown = make_material(tmp_path / "1", kept, ["originals/a.html"], publish_originals=True)
    hidden = make_material(tmp_path / "2", kept, ["originals/a.html"])
    assert [page["original"] for page in read(articles.plan(shown)).values()] == ["originals/a.html.txt", ""]
    assert [page["original"] for page in read(articles.plan(hidden)).values()] == ["", ""]


def test_articles_are_planned_as_a_stream(tmp_path: Path) -> None:
    catalog = make_material(tmp_path, [make_article("a", "1998")]).catalog
    (listed,) = catalog.articles()
    endless = Mock(wraps=catalog, articles=lambda: repeat(listed), related=lambda: repeat([]))
    material = make_material(tmp_path / "2", [])
    pages = articles.plan(Material(endless, material.settings, material.messages, material.nav, []))
    assert [page.path for page in islice(pages, 3)] == ["1998/a.html"] * 3


def test_the_other_articles_of_a_family_are_told_oldest_first(tmp_path: Path) -> None:
    dates = {"c": "2011-02-11", "a": "2011-02-10", "b": "2011-02-12"}
    kin = [make_article(slug, date, text_family="x", source=f"Paper {slug}") for slug, date in dates.items()]
    others = [make_article("d", text_family="none"), make_article("e", text_family="none"), make_article("f")]
    hidden = make_article("g", text_family="x", status="withheld")
    pages = read(articles.plan(make_material(tmp_path, [*kin, *others, hidden])))
    assert [card["source"] for card in pages["2011/02/12/b.html"]["family"]] == ["Paper a", "Paper c"]
    assert pages["2011/02/11/c.html"]["family"][0] == {
        "address": "2011/02/10/a.html",
        "title": "A",
        "source": "Paper a",
        "date": "2011-02-10",
        "day": "2011-02-10",
        "language": "",
        "note": "",
    }
    assert [pages[f"undated/{slug}.html"]["family"] for slug in "def"] == [[], [], []]


def test_articles_of_a_family_that_look_alike_are_told_apart_by_their_addresses(tmp_path: Path) -> None:
    def make(slug: str, source: str = "", title: str = "Ferry") -> Article:
        return make_article(slug, "2011-02-10", text_family="x", source=source, title=title)

    twins = [make("ferry"), make("ferry-2"), make("ferry-3", "The Packet"), make("boat", title="Boat")]
    pages = read(articles.plan(make_material(tmp_path, twins)))

    def notes(slug: str) -> list[str]:
        return [card["note"] for card in pages[f"2011/02/10/{slug}.html"]["family"]]

    assert notes("ferry") == ["", "ferry-2", ""]  # the page itself is called Ferry too
    assert notes("boat") == ["ferry-2", "", "ferry"]
    assert notes("ferry-3") == ["", "ferry-2", "ferry"]


def test_a_link_to_where_another_article_was_published_leads_to_our_copy(tmp_path: Path) -> None:
    written = [
        make_article("a", "1998", url="https://paper.example/1998/a"),
        make_article("b", "1999", url="http://www.paper.example/b/"),
        make_article("b-again", "1999", url="https://paper.example/b"),
        make_article("c", "2000", url="https://paper.example/c", status="withheld"),
    ]
    links = {
        "a": (
            "https://paper.example/b#top",
            "HTTP://paper.example/c",
            "https://paper.example/1998/a",
            "https://else.example/",
        )
    }
    page = read(articles.plan(make_material(tmp_path, written, links=links)))["1998/a.html"]
    assert page["article"]["links"] == {"https://paper.example/b#top": "1999/b-again.html"}


def test_the_ledger_is_as_public_as_the_original(tmp_path: Path) -> None:
    kept = [
        make_article("a", provenance=Provenance("originals/a.txt", "a.txt", "digest of originals/a.txt")),
        make_article("b", provenance=Provenance("originals/b.txt", "b.txt", "another digest")),
    ]
    files = [f"originals/{name}" for name in ("a.txt", "a.txt.ledger.tsv", "b.txt", "b.txt.ledger.tsv")]
    public = read(articles.plan(make_material(tmp_path / "1", kept, files, publish_originals=True)))
    hidden = read(articles.plan(make_material(tmp_path / "2", kept, files)))
    ledger = {"path": "originals/a.txt.ledger.tsv", "digest": "digest of originals/a.txt.ledger.tsv"}
    assert [page["ledger"] for page in public.values()] == [ledger, None]
    assert [page["ledger"] for page in hidden.values()] == [None, None]


def test_a_picture_of_which_nothing_can_be_shown_is_none(tmp_path: Path) -> None:
    images = (
        Image("gone.png", "A pier"),
        Image("gone.png", "", "The pier"),
        Image("map.png"),
        Image("", "", "", "Ida"),
    )
    material = make_material(tmp_path, [make_article("a", "1998", images=images)], files=["content/map.png"])
    (page,) = read(articles.plan(material)).values()
    shown = [(image["address"], image["caption"], image["credit"]) for image in page["article"]["images"]]
    assert shown == [("", "The pier", ""), ("map.png", "", ""), ("", "", "Ida")]
