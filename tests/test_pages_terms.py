from pathlib import Path

from lxml import html

from archives import run, write_article, write_files
from backfile.model import Article
from backfile.pages import terms
from pages_material import counts, make_article, make_material, read, titles


def tagged(slug: str, date: str = "") -> Article:
    return make_article(slug, date, tags=("Korea",))


def test_a_taxonomy_lists_its_terms_from_a_to_z(tmp_path: Path) -> None:
    written = [make_article("a", tags=("Zebras", "Élan", "3D")), make_article("b", tags=("zebras", "Zebras", "Эхо"))]
    pages = read(terms.plan(make_material(tmp_path, written)))
    page = pages.pop("tags/index.html")
    assert list(pages) == ["tags/zebras.html"], "a term of one article has no page, but leads to the article"
    assert page["taxonomy"] == {"name": "tags", "label": "Tags", "singular": "Tag", "address": "tags/index.html"}
    assert page["count"] == 4
    assert [(group["initial"], counts(group["terms"])) for group in page["groups"]] == [
        ("#", {"undated/a.html": 1}),
        ("E", {"undated/a.html": 1}),
        ("Z", {"tags/zebras.html": 2}),
        ("Э", {"undated/b.html": 1}),
    ]
    assert [term["id"] for group in page["groups"] for term in group["terms"]] == [
        "term-3d",
        "term-elan",
        "term-zebras",
        "term-эхо",
    ]


def test_an_index_sorts_as_the_language_does(tmp_path: Path) -> None:
    written = [make_article("a", tags=("Öland", "Zorn", "Olof"))]
    page = read(terms.plan(make_material(tmp_path, written, language="sv")))["tags/index.html"]
    assert [group["initial"] for group in page["groups"]] == ["O", "Z", "Ö"]


def test_sources_stand_without_their_article_and_places_with_it(tmp_path: Path) -> None:
    pages = read(terms.plan(make_material(tmp_path, [make_article("a", source="The Ark", place="The Hague")])))
    assert [pages[f"{name}/index.html"]["groups"][0]["initial"] for name in ("sources", "places")] == ["A", "T"]


def test_a_setting_gives_every_term_a_page(tmp_path: Path) -> None:
    pages = read(terms.plan(make_material(tmp_path, [tagged("a")], single_term_pages=True)))
    assert counts(pages["tags/index.html"]["groups"][0]["terms"]) == {"tags/korea.html": 1}
    assert "tags/korea.html" in pages


def test_a_term_names_those_that_stand_beside_it_most_often(tmp_path: Path) -> None:
    tags = [("Korea", "Sea", "Rice"), ("Korea", "Sea"), ("Korea", "Rice"), ("Korea", "Sea", "Alone")]
    written = [make_article(str(n), tags=found, source="The Packet") for n, found in enumerate(tags)]
    page = read(terms.plan(make_material(tmp_path, written)))["tags/korea.html"]
    assert page["related"] == [
        {"label": "Sea", "address": "tags/sea.html"},
        {"label": "Rice", "address": "tags/rice.html"},
    ]


def test_a_small_term_lists_all_its_articles_newest_first(tmp_path: Path) -> None:
    written = [tagged("old", "1998"), tagged("new", "2011"), tagged("lost"), make_article("other", "2012")]
    pages = read(terms.plan(make_material(tmp_path, written)))
    assert set(pages) == {"tags/index.html", "tags/korea.html"}
    page = pages["tags/korea.html"]
    assert [(group["period"], titles(group["articles"])) for group in page["groups"]] == [
        ("2011", ["New"]),
        ("1998", ["Old"]),
        ("undated", ["Lost"]),
    ]
    assert (page["count"], page["parts"]) == (3, [])
    assert counts(page["years"]) == {"tags/korea.html#year-1998": 1, "tags/korea.html#year-2011": 1}
    assert page["trail"] == [{"label": "Tags", "address": "tags/index.html"}]


def test_a_term_names_the_spellings_that_were_merged_into_it(tmp_path: Path) -> None:
    written = [make_article(str(n), tags=(tag,)) for n, tag in enumerate(["Seoul", "Séoul", "SEOUL", "Seoul"])]
    page = read(terms.plan(make_material(tmp_path, written)))["tags/seoul.html"]
    assert (page["term"]["label"], page["spellings"]) == ("Seoul", ["SEOUL", "Séoul"])


LARGE = [
    tagged("year-only", "2011"),
    *(tagged(f"february-{day}", f"2011-02-{day:02}") for day in (1, 2, 3)),
    tagged("may", "2011-05-01"),
    tagged("old", "1998-01-01"),
    tagged("lost"),
]


def test_a_large_term_shows_its_newest_and_a_page_for_each_year_and_large_years_for_each_month(tmp_path: Path) -> None:
    pages = read(terms.plan(make_material(tmp_path, LARGE, page_size=2)))
    page = pages.pop("tags/korea.html")
    assert [titles(group["articles"]) for group in page["groups"]] == [["May", "February 3"]]
    assert counts(page["years"]) == {"tags/korea/1998.html": 1, "tags/korea/2011.html": 5}
    assert counts(page["parts"]) == {
        "tags/korea/undated.html": 1,
        "tags/korea/1998.html": 1,
        "tags/korea/2011.html": 5,
    }
    assert counts(pages["tags/korea/2011.html"]["parts"]) == {
        "tags/korea/2011-02.html": 3,
        "tags/korea/2011-05.html": 1,
    }
    del pages["tags/index.html"]
    assert {path: titles(page["articles"]) for path, page in pages.items()} == {
        "tags/korea/undated.html": ["Lost"],
        "tags/korea/1998.html": ["Old"],
        "tags/korea/2011.html": ["Year only"],
        "tags/korea/2011-02.html": ["February 3", "February 2", "February 1"],
        "tags/korea/2011-05.html": ["May"],
    }
    assert [step["address"] for step in pages["tags/korea/2011-02.html"]["trail"]] == [
        "tags/index.html",
        "tags/korea.html",
        "tags/korea/2011.html",
    ]


def test_a_large_year_of_no_known_months_lists_all(tmp_path: Path) -> None:
    pages = read(terms.plan(make_material(tmp_path, [tagged(slug, "2011") for slug in "abc"], page_size=2)))
    page = pages["tags/korea/2011.html"]
    assert (titles(page["articles"]), page["parts"]) == (["C", "B", "A"], [])


def test_an_article_added_long_ago_changes_only_the_pages_that_list_or_count_it(tmp_path: Path) -> None:
    before = {page.path: page for page in terms.plan(make_material(tmp_path / "1", LARGE, page_size=2))}
    more = [*LARGE, tagged("older", "1998-06-01")]
    after = {page.path: page for page in terms.plan(make_material(tmp_path / "2", more, page_size=2))}
    assert set(before) <= set(after), "no address dies"
    changed = {path for path, page in after.items() if before.get(path) != page}
    assert changed == {"tags/index.html", "tags/korea.html", "tags/korea/1998.html"}


def test_lists_say_which_paper_an_article_was_in_where_there_are_several(tmp_path: Path) -> None:
    files = {
        "content/a.md": write_article("A", "1998-02-10", authors=["Ida", "Nora"], source="Echo", tags=["Sea"]),
        "content/b.md": write_article("B", "1998-02-10", authors=["Ida"], source="Echo", tags=["Sea"]),
    }

    def credits_on(page: str) -> list[list[str]]:
        assert run("build", "--quiet", "-C", tmp_path).code == 0
        found = html.fromstring((tmp_path / "site" / page).read_text("utf-8")).find_class("credits")
        return [[span.text_content().strip() for span in row.iter("span")] for row in found]

    write_files(tmp_path, files)
    assert credits_on("tags/sea.html") == [["10 February 1998", "Ida"], ["10 February 1998", "Ida and Nora"]]
    write_files(tmp_path, {"content/c.md": write_article("C", "1999", source="Post")})
    assert credits_on("tags/sea.html")[0] == ["10 February 1998", "Echo", "Ida"]
    assert credits_on("1998/02/10/index.html")[0] == ["Echo", "Ida and Nora"]
    assert credits_on("authors/ida.html") == [["10 February 1998", "Echo"], ["10 February 1998", "Echo", "Nora"]]
    assert credits_on("sources/echo.html")[0] == ["10 February 1998", "Ida"]
