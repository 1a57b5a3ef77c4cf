import lxml.html
import pytest

from backfile.dates import format_date
from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_dates import Dates, find_dates
from backfile.importers.html_head import find_head
from backfile.importers.html_marks import read_marks

PROSE = f"<p>{'The ferry to Skarn was stopped two miles from land on Sunday night. ' * 4}</p>" * 3


def find(lines: str = "", head: str = "", url: str = "", foot: str = "") -> Dates:
    page = f"<html><head>{head}</head><body><h1>Ferry fire</h1>{lines}{PROSE}{foot}</body></html>"
    tree = lxml.html.document_fromstring(page)
    blocks = read_blocks(tree)
    return find_dates(tree, read_marks(tree), blocks, find_head(blocks, ["Ferry fire"]), url)


def linked(**fields: str) -> str:
    said = "".join(f', "{name}": "{value}"' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle"{said}}}</script>'


def day(dates: Dates) -> str:
    return format_date(dates.published) if dates.published else ""


@pytest.mark.parametrize(
    ("head", "lines", "url"),
    [
        (linked(datePublished="2011-02-10"), "", ""),
        (linked(uploadDate="2011-02-10"), "", ""),
        ('<meta property="article:published_time" content="2011-02-10">', "", ""),
        ('<meta name="DC.date.issued" content="2011-02-10">', "", ""),
        ('<meta name="pubdate" content="02-10-2011">', "", ""),
        ("", "<time itemprop=datePublished datetime=2011-02-10>yesterday</time>", ""),
        ("", "<time pubdate datetime=2011-02-10>yesterday</time>", ""),
        ("", "<time datetime=2011-02-10>yesterday</time>", ""),
        ("", "", "https://packet.example/2011/02/10/ferry"),
        ("", "", "https://packet.example/2011/february/10/ferry"),
        ("", "<p>By Ann Lee · Feb 10, 2011 at 3:00 am · One comment</p>", ""),
        ("", "<p>Updated 12 February 2011</p><p>Published 10 February 2011</p>", ""),
        ("", "<p>10 February 2011, updated 12 February 2011</p>", ""),
        ('<script>{"publishedAt": "2011-02-10T00:00"}</script>', "", ""),
    ],
)
def test_the_day_of_publication_is_found_wherever_it_stands(head: str, lines: str, url: str) -> None:
    assert day(find(lines, head, url))[:10] == "2011-02-10"


@pytest.mark.parametrize(
    "script",
    [
        '{"article": {"firstPublishedAt": "2011-02-10T00:00", "updatedAt": "2011-02-12"}}',
        r'push([1, "{\"deployDt\":\"2011.02.10 18:40\", \"reDeployDt\":null}"])',
        '{"article_publish_date": "2011/02/10", "lastPublished": {"republishedOn": "2011-02-12"}}',
    ],
)
def test_a_script_says_by_many_names_when_the_article_was_published(script: str) -> None:
    assert day(find(head=f"<script>{script}</script>"))[:10] == "2011-02-10"


def test_scripts_that_say_several_days_say_none() -> None:
    assert day(find(head='<script>[{"publishedAt": "2011-02-10"}, {"publishedAt": "2011-02-12"}]</script>')) == ""
    assert day(find(head='<script>{"modifiedDate": "2011-02-10", "unpublishDate": "2012-02-10"}</script>')) == ""


def test_a_date_at_the_foot_counts_if_the_page_prints_no_other() -> None:
    assert day(find(foot="<p>Published: 10 February 2011</p>")) == "2011-02-10"
    assert day(find(foot="<p>10 February 2011</p>")) == "2011-02-10"
    assert day(find(foot="<p>10 February 2011</p><p>12 February 2011</p>")) == ""


@pytest.mark.parametrize(
    "foot",
    [
        "<p>Bo Ek says: 10 February 2011</p>",
        "<p>Released 10 February 2011</p>",
        "<p>February 2011</p>",
        "<p>All were saved on 10 February 2011. The ferry sailed again.</p>",
        f"<p>{'On 10 February 2011 the ferry sailed again. ' * 4}</p>",
    ],
)
def test_the_day_of_a_comment_or_of_another_thing_is_none_of_publication(foot: str) -> None:
    assert find(foot=foot) == Dates()


def test_a_mark_of_an_update_is_none_of_publication() -> None:
    dates = find("<time itemprop=dateModified datetime=2011-02-12>then</time>")
    assert (day(dates), dates.updated_place) == ("2011-02-12~", "dateModified")


def test_a_date_keeps_its_time_and_offset_and_is_never_moved() -> None:
    dates = find(head=linked(datePublished="2011-02-10T23:40:00-05:00", dateModified="2011-02-11T08:00:00-05:00"))
    assert day(dates) == "2011-02-10T23:40:00-05:00"
    assert dates.updated and format_date(dates.updated) == "2011-02-11T08:00:00-05:00"


def test_where_only_an_update_is_dated_its_day_stands_for_it_uncertain() -> None:
    dates = find("<p>Updated 12 February 2011</p>")
    assert (day(dates), dates.confidence) == ("2011-02-12~", 0.5)
    assert day(find("<p>Updated</p><p>12 February 2011</p>")) == "2011-02-12~"
    assert day(find(foot="<p>Last updated 12 February 2011</p><p>© 2014 The Packet</p>")) == "2011-02-12~"
    assert find("<p>10 February 2011</p>", foot="<p>Last updated 12 February 2011</p>").updated is None


def test_an_update_may_be_dated_by_its_month() -> None:
    assert day(find(foot="<p>Last updated: June 2012</p><p>© 2014 The Packet</p>")) == "2012-06~"
    assert day(find("<p>10 February 2011</p>", foot="<p>Last updated: June 2012</p>")) == "2011-02-10"
    assert day(find(foot="<p>Updated 3 May 2012</p><p>Last updated: June 2012</p>")) == "2012-05-03~"
    assert day(find(foot="<p>June 2012</p>")) == ""
    assert day(find(foot="<p>Updated June 2012</p><p>Updated May 2012</p>")) == ""


def test_a_time_that_is_printed_as_an_update_s_is_none_of_publication() -> None:
    dates = find("<p>Last updated: <time datetime=2011-02-12>12 February 2011</time>.</p>")
    assert (day(dates), dates.confidence) == ("2011-02-12~", 0.5)
    assert day(find("<p>Updated 12 February 2011</p><time datetime=2011-02-10>then</time>")) == "2011-02-10"


def test_a_page_that_was_made_again_has_the_printed_day() -> None:
    head = linked(datePublished="2014-05-05", dateModified="2014-05-05")
    assert day(find("<p>10 February 2011</p>", head)) == "2011-02-10"
    assert day(find("<p>Ann Lee for the Packet, 10 February 2011</p>", head)) == "2011-02-10"
    assert (
        day(find("<p>Ann Lee for the Packet, 10 February 2011</p>", linked(datePublished="2014-05-05"))) == "2014-05-05"
    )


def test_a_day_printed_by_itself_counts_if_it_is_earlier_than_what_machines_are_told() -> None:
    head = linked(datePublished="2014-05-05")
    assert day(find("<p>On 10 Feb 2011</p>", head)) == "2011-02-10"
    assert day(find("<p>4 May 2014</p>", head)) == "2014-05-05"
    assert day(find("<p>6 June 2014</p>", head)) == "2014-05-05"


def test_a_printed_day_makes_surer_or_doubtful() -> None:
    head = linked(datePublished="2011-02-10T23:40:00Z")
    alone, same = find(head=head), find("<p>11 February 2011</p>", head)
    other = find("<p>3 May 2012</p>", head)
    assert alone.confidence < same.confidence
    assert (alone.contradicted, same.contradicted, other.contradicted) == (False, False, True)


def test_of_a_copyright_only_the_year_is_known() -> None:
    assert day(find(foot="<p>© 1999-2004 The Packet</p>")) == "2004~"
