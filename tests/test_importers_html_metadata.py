import lxml.html
import pytest

from backfile.importers.doubts import NO_HEADLINE, ONLY_YEAR, TWO_DATES, UNSURE_AUTHORS
from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_metadata import Metadata, read_metadata

PROSE = f"<p>{'The ferry to Skarn was stopped two miles from land on Sunday night. ' * 4}</p>" * 3
LINKED = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry fire at Skarn",
    "author": {"name": "Ann Lee"}, "datePublished": "2011-02-10", "publisher": {"name": "The Packet"},
    "articleSection": ["Ports"], "keywords": ["ferries", "Skarn"], "inLanguage": "en-GB", "image": "a.jpg"}</script>"""


def read(head: str = "", body: str = "", start: str = "") -> Metadata:
    page = f"{start}<html><head>{head}</head><body>{body}{PROSE}</body></html>"
    tree = lxml.html.document_fromstring(page)
    return read_metadata(tree, read_blocks(tree))


def test_fields_come_with_their_origin_and_a_confidence() -> None:
    found = read(f'{LINKED}<link rel=canonical href="https://packet.example/a/">', "<h1>Ferry fire at Skarn</h1>")
    assert (found.title, found.authors, found.source) == ("Ferry fire at Skarn", ("Ann Lee",), "The Packet")
    assert (found.section, found.tags, found.language) == ("Ports", ("ferries", "Skarn"), "en")
    assert (found.url, list(found.pictures)) == ("https://packet.example/a/", ["https://packet.example/a/a.jpg"])
    places = {origin.field: origin.place for origin in found.origins}
    assert places == {
        "title": "h1",
        "date": "json-ld datePublished",
        "authors": "json-ld author",
        "tags": "json-ld keywords",
        "source": "json-ld publisher",
        "url": "canonical link",
        "section": "json-ld articleSection",
    }
    assert all(0 < origin.confidence <= 1 for origin in found.origins)
    assert found.doubts == ()


def test_what_contradicts_is_doubted() -> None:
    body = "<h1>Ferry fire at Skarn</h1><p>By Cy Roe</p><p>3 May 2014</p>"
    assert set(read(LINKED, body).doubts) == {TWO_DATES, UNSURE_AUTHORS}
    assert read().doubts == (NO_HEADLINE,)
    assert read(LINKED.replace("datePublished", "dateless"), "<small>© 2009 The Packet</small>").doubts == (ONLY_YEAR,)


def test_a_standfirst_is_what_the_page_says_of_the_article_and_prints_behind_the_headline() -> None:
    head = '<meta name="description" content="All were taken off by the lifeboat.">'
    printed = "<p>All were taken off by the lifeboat.</p>"
    assert read(head, f"<h1>Ferry fire at Skarn</h1><p>By Ann Lee</p>{printed}").subtitle == (
        "All were taken off by the lifeboat."
    )
    assert read(head, f"{printed}<h1>Ferry fire at Skarn</h1>").subtitle == ""


def test_an_address_is_full_and_of_the_page_as_it_was_published() -> None:
    saved = "<!-- saved from url=(0031)https://packet.example/ports/a.html -->"
    assert read(start=saved).url == "https://packet.example/ports/a.html"
    assert [origin.place for origin in read(start=saved).origins] == ["note of the saving"]
    assert read('<link rel=canonical href="/b.html">', start=saved).url == "https://packet.example/b.html"
    kept = '<link rel=canonical href="https://web.archive.org/web/20110210010203/https://packet.example/c">'
    assert read(kept).url == "https://packet.example/c"
    assert read('<meta property="og:url" content="javascript:x">').url == ""


def test_tags_are_words_and_no_addresses_or_keys() -> None:
    keywords = '<meta name="keywords" content="ferries, type:news; a_b, https://packet.example, Skarn, ferries">'
    assert read(keywords).tags == ("ferries", "Skarn")


@pytest.mark.parametrize(
    ("keywords", "tags"),
    [
        ("P&amp;amp;G Ferries; Skarn", ("P&G Ferries", "Skarn")),
        ("Skarn Ferries, Inc., U.S.", ("Skarn Ferries, Inc.", "U.S.")),
        ("PERSON,ORGANIZATION,Skarn,NATO", ("Skarn", "NATO")),
        ("SU|ferry repair,PS|ferries", ("ferry repair", "ferries")),
        ("FERR,BOAT,HARB,HARB08,SK,Skarn", ("Skarn",)),
        (
            "AP,NATO,UN,EU,WHO,ferries,Skarn,ports,fares,boats",
            tuple("AP NATO UN EU WHO ferries Skarn ports fares boats".split()),
        ),
        ("ann@packet.example,Where is Skarn? | The Packet,ferries", ("ferries",)),
    ],
)
def test_tags_are_names_as_people_write_them(keywords: str, tags: tuple[str, ...]) -> None:
    assert read(f'<meta name="keywords" content="{keywords}">').tags == tags


def test_a_place_with_several_tags_comes_before_one_with_a_single_one() -> None:
    head = (
        '<meta property="article:tag" content="Ferries of the whole world"><meta name="keywords" content="Skarn, fire">'
    )
    assert read(head).tags == ("Skarn", "fire")
    assert read('<meta property="article:tag" content="ports/Skarn">').tags == ("Skarn",)


def test_links_that_call_themselves_tags_are_the_last_place() -> None:
    links = "<a rel=tag href=/t/1>#Skarn</a><a rel='nofollow tag' href=/t/2>fire</a>"
    assert read(body=links).tags == ("Skarn", "fire")
    assert read(body="".join(f"<a rel=tag href=/t/{i}>Tag {i}</a>" for i in range(40))).tags == ()


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{'a | ' * 50_000}</title>",
        f'<meta property="og:title" content="{"a - " * 50_000}">',
        f'<meta name="author" content="{"a@" * 50_000}">',
        f'<meta name="author" content="{"&lt;" * 50_000}">',
        f'<meta name="date" content="{"1 " * 50_000}">',
        f"<!-- {'Mirrored from a by HTTrack ' * 5000} -->",
        LINKED.replace('"publisher"', '"@id": "#a", "author": {"@id": "#a"}, "publisher"'),
        LINKED.replace('{"name": "Ann Lee"}', '{"name":' * 900 + "7" + "}" * 900),
    ],
    ids=["title", "og:title", "addresses", "tags", "date", "comment", "circle", "nest"],
)
def test_a_hostile_page_does_no_harm(head: str) -> None:
    assert read(head, "<h1>" * 500 + "<time>" * 500 + "<div class=author>" * 500).authors == ()
