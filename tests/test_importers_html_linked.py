import lxml.html
import pytest

from backfile.importers.html_linked import Linked, addresses, join_address, names, read_linked, texts


def read(*scripts: str) -> Linked:
    page = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return read_linked(lxml.html.document_fromstring(f"<html><head>{page}</head><body><p>x</p></body></html>"))


def test_of_several_articles_the_one_that_says_most_counts() -> None:
    teaser = '{"@type": "NewsArticle", "headline": "Harvest fair"}'
    whole = '{"@type": ["NewsArticle"], "headline": "Ferry fire", "author": "Ann Lee", "datePublished": "2011"}'
    assert read(teaser, whole).article["headline"] == "Ferry fire"


def test_a_live_report_has_its_own_dates_and_not_those_of_an_entry() -> None:
    entry = """{"@type": "BlogPosting", "headline": "All are saved", "author": "Ann Lee", "articleBody": "All.",
        "datePublished": "2011-02-12", "dateModified": "2011-02-12"}"""
    report = f'{{"@type": "LiveBlogPosting", "datePublished": "2011-02-10", "liveBlogUpdate": [{entry}]}}'
    article = read(report).article
    assert (article["datePublished"], article["dateModified"]) == ("2011-02-10", "2011-02-12")


def test_what_a_node_refers_to_stands_in_its_place() -> None:
    graph = """{"@graph": [
        {"@type": "BlogPosting", "headline": "Ferry fire", "author": [{"@id": "#ann"}, {"@id": "#gone"}]},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}, {"@type": "WebPage", "datePublished": "2011-02-10"}]}"""
    linked = read(graph)
    assert names(linked.article["author"]) == ["Ann Lee"]
    assert linked.page["datePublished"] == "2011-02-10"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Ferry fire"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Ferry fire"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Ferry\nfire",};',
    ],
)
def test_common_slips_are_forgiven(script: str) -> None:
    assert texts(read(script).article["headline"]) == ["Ferry fire"]


@pytest.mark.parametrize("script", ["", "{", "[" * 50_000, '{"@type": 7}', '{"@type": "Article", "@id": []}'])
def test_a_script_that_says_nothing_does_no_harm(script: str) -> None:
    assert "headline" not in read(script).article


def test_values_may_be_alone_in_a_list_or_a_node() -> None:
    assert texts(["A &amp; <b>B</b>", 7, ""]) == ["A & B"]
    assert names([{"givenName": "Ann", "familyName": "Lee"}, {"name": ["Bo Ek"]}, "Cy Roe", {}]) == [
        "Ann Lee",
        "Bo Ek",
        "Cy Roe",
    ]
    assert addresses([{"url": "a.jpg"}, {"contentUrl": "b.jpg"}, "c.jpg"]) == ["a.jpg", "b.jpg", "c.jpg"]


def test_an_address_that_is_none_is_left_out() -> None:
    assert join_address("https://packet.example/a/", "b") == "https://packet.example/a/b"
    assert join_address("http://[bad", "b") == ""


def test_nodes_of_pictures_are_found() -> None:
    said = '{"@type": "NewsArticle", "image": {"@type": "ImageObject", "url": "a.jpg", "author": {"@id": "#bo"}}}'
    linked = read(said, '{"@id": "#bo", "name": "Bo Ek"}')
    assert [names(picture["author"]) for picture in linked.pictures] == [["Bo Ek"]]


def test_what_another_node_of_the_same_headline_says_is_added() -> None:
    one = '{"@type": "NewsArticle", "headline": "Ferry fire", "author": "Ann Lee"}'
    two = '{"@type": "Article", "headline": "Ferry fire", "keywords": ["Skarn"], "author": ""}'
    other = '{"@type": "Article", "headline": "Harvest fair", "keywords": ["fair"]}'
    article = read(two, one, other).article
    assert (article["author"], article["keywords"]) == ("Ann Lee", ["Skarn"])
