import lxml.html
import pytest

from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_head import find_head
from backfile.importers.html_marks import read_marks
from backfile.importers.html_people import Credit, find_people, split_people

PROSE = f"<p>{'The ferry to Skarn was stopped two miles from land on Sunday night. ' * 4}</p>" * 3


def find(lines: str = "", head: str = "", before: str = "", source: str = "The Packet") -> Credit:
    page = f"<html><head>{head}</head><body>{before}<h1>Ferry fire</h1>{lines}{PROSE}</body></html>"
    tree = lxml.html.document_fromstring(page)
    return find_people(read_marks(tree), find_head(read_blocks(tree), ["Ferry fire"]), source)


def linked(author: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {author}}}</script>'


@pytest.mark.parametrize(
    "author",
    [
        '"Ann Lee and Bo Ek"',
        '["Ann Lee", "Bo Ek"]',
        '[{"@type": "Person", "name": "By Ann Lee"}, {"@type": "Person", "name": "Bo Ek (be)"}]',
        '[{"givenName": "Ann", "familyName": "Lee"}, {"name": "Bo Ek, chief reporter"}]',
        '{"name": "Ann Lee; Bo Ek"}',
        '{"name": "Ann Lee og Bo Ek"}',
        '{"name": "Ann Lee y Bo Ek"}',
    ],
)
def test_json_ld_names_authors_in_many_ways(author: str) -> None:
    assert find(head=linked(author)).authors == ("Ann Lee", "Bo Ek")


@pytest.mark.parametrize("name", ["author", "article:author", "parsely-author", "dc.creator", "sailthru.author"])
def test_meta_names_authors(name: str) -> None:
    found = find(head=f'<meta name="{name}" content="Ann Lee">')
    assert (found.authors, found.place) == (("Ann Lee",), f"meta {name}")


def test_a_name_that_stands_the_other_way_round_is_turned() -> None:
    assert find(head='<meta name="citation_author" content="Lee, Ann">').authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "lines",
    [
        "<p>By Ann Lee</p>",
        "<p><i>by Ann Lee</i></p>",
        "<p>Written by Ann Lee, chief reporter</p>",
        "<p>By</p><p>Ann Lee</p>",
        "<p>By<a>Ann Lee</a></p>",
        "<p>By Ann Lee on May 3, 2011</p>",
        "<p>By ANN LEE</p>".replace("ANN LEE", "Ann Lee | 3 min read"),
        "<p>May 3, 2011 | 3 min read | By Ann Lee</p>",
        "<p>Posted on May 3, 2011 by Ann Lee</p>",
        "<p>Von Ann Lee</p>",
        "<p>Ann Lee</p><p>3 May 2011</p>",
        "<p>3 May 2011 · Ann Lee</p>",
        "<p>Ann Lee</p><p>Chief reporter</p>",
        "<p class=author>Ann Lee</p>",
        "<p>Comment: <a rel=author>Ann Lee</a></p>",
    ],
)
def test_printed_bylines_are_read_near_the_headline(lines: str) -> None:
    assert find(lines).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "lines",
    [
        "<p>By the time the ferry came in it was dark and nobody was waiting for it.</p>",
        "<p>Image: Bo Ek</p>",
        "<p>Related Topics</p><p>3 May 2011</p>",
        f"{PROSE}<p class=comment-author>Bo Ek</p>",
        "",
    ],
)
def test_what_names_no_author_is_none(lines: str) -> None:
    assert find(lines) == Credit()


def test_people_come_before_the_house_and_the_house_before_nobody() -> None:
    house = linked('{"@type": "Organization", "name": "The Packet"}')
    assert find("<p>By Ann Lee</p>", house).authors == ("Ann Lee",)
    assert find("", house).authors == ("The Packet",)
    assert find("", house, source="Ann Lee").authors == ("The Packet",)
    assert find("<p>By Packet Newsroom</p><p>3 May 2011</p>", linked('"Ann Lee"')).authors == ("Ann Lee",)
    assert find("", '<meta name="author" content="annlee7">').authors == ("annlee7",)
    assert find("", '<meta name="author" content="admin">').authors == ()


def test_an_agency_is_the_author_where_no_person_is_named_and_no_house_before_it() -> None:
    found = find("", linked('["Deutsche Presse-Agentur", "The Packet"]'))
    assert (found.authors, found.agency) == (("Deutsche Presse-Agentur", "The Packet"), "dpa")
    house = linked('{"@type": "Organization", "name": "The Packet"}')
    assert find("<p>By dpa</p>", house) == Credit(("The Packet",), "dpa", "json-ld author", 0.8)
    assert find("<p>By AFP</p>").authors == ("AFP",)
    found = find("", linked('["Ann Lee", "Reuters"]'))
    assert (found.authors, found.agency) == (("Ann Lee",), "Reuters")


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ann Lee, Harbour Security Expert, Bo Ek, Gardener", ("Ann Lee", "Bo Ek")),
        ("By Ann Lee Gardener, Astrologer", ("Ann Lee",)),
        ("By Ann Lee (annlee@packet.example)", ("Ann Lee",)),
        ("By Ann Lee on Monday", ("Ann Lee",)),
        ("By Ann LeeIn Harbour News", ("Ann Lee",)),
        ("By Martin Ek", ("Martin Ek",)),
        ("Written By Feb 11, 2019", ()),
        ("By Blogs", ()),
    ],
)
def test_jobs_days_and_labels_are_no_authors(line: str, authors: tuple[str, ...]) -> None:
    assert find(f"<p>{line}</p>").authors == authors


@pytest.mark.parametrize("line", ["Full Bio", "Top Pick", "Online Learning", "Häufige Fragen", "Am Utc"])
def test_a_label_beside_a_date_is_nobodys_name(line: str) -> None:
    assert find(f"<p>{line}</p><p>3 May 2011</p>").authors == ()


def test_the_paper_behind_a_name_is_no_part_of_it() -> None:
    assert find(head='<meta name="author" content="Ann Lee The Packet">').authors == ("Ann Lee",)


def test_places_that_agree_are_surer_and_a_byline_that_contradicts_is_doubtful() -> None:
    alone = find("", linked('"Ann Lee"')).confidence
    assert find("<p>By Ann Lee</p>", linked('"Ann Lee"')).confidence > alone
    assert find("<p>By Cy Roe</p>", linked('"Ann Lee"')).confidence < 0.6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee, Bo Ek and Cy Roe", ("Ann Lee", "Bo Ek", "Cy Roe")),
        ("Ann Lee, Ph.D., RN", ("Ann Lee",)),
        ("Ann Lee MPH", ("Ann Lee",)),
        ("Ann Lee, Jr.", ("Ann Lee Jr",)),
        ("Ann Lee Travel Reporter", ("Ann Lee",)),
        ("Ann Lee ann.lee@packet.example", ("Ann Lee",)),
        ("https://social.example/annlee", ()),
        ("(Image: Bo Ek)", ()),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("순천 구현모 기자", ("구현모",)),
    ],
)
def test_names_are_tidied(text: str, expected: tuple[str, ...]) -> None:
    assert split_people([text]) == expected
