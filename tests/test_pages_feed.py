from pathlib import Path

import pytest

from backfile.dates import parse_date
from backfile.pages import feed
from pages_material import make_article, make_material, read

BASE = "https://example.org/"


def test_without_an_address_of_the_site_there_is_no_feed(tmp_path: Path) -> None:
    assert list(feed.plan(make_material(tmp_path, [make_article("a", "1998")]))) == []


def test_the_feed_holds_the_newest_dated_articles(tmp_path: Path) -> None:
    written = [make_article("a", "1998"), make_article("b", "2011-02"), make_article("c"), make_article("d", "2005")]
    page = read(feed.plan(make_material(tmp_path, written, base_url=BASE, feed_size=3)))["feed.xml"]
    assert [entry["article"]["title"] for entry in page["entries"]] == ["B", "D", "A"]
    assert page["updated"] == "2011-02-01T00:00:00+00:00"


def test_the_feed_is_as_new_as_its_newest_moment_whatever_the_offset(tmp_path: Path) -> None:
    written = [
        make_article("a", "2011-02-10T23:30-05:00"),
        make_article("b", "2011-02-11T01:00+00:00", updated=parse_date("2011-02-11T02:00+00:00")),
    ]
    page = read(feed.plan(make_material(tmp_path, written, base_url=BASE)))["feed.xml"]
    assert page["updated"] == "2011-02-10T23:30:00-05:00"
    newest = page["entries"][0]
    assert (newest["published"], newest["updated"]) == ("2011-02-11T01:00:00+00:00", "2011-02-11T02:00:00+00:00")


def test_a_feed_without_articles_still_says_when_it_changed(tmp_path: Path) -> None:
    page = read(feed.plan(make_material(tmp_path, [make_article("lost")], base_url=BASE)))["feed.xml"]
    assert page == {"entries": [], "updated": "1970-01-01T00:00:00+00:00"}


@pytest.mark.parametrize(
    ("date", "timestamp"),
    [
        ("1998~", "1998-01-01T00:00:00+00:00"),
        ("1998-02", "1998-02-01T00:00:00+00:00"),
        ("2011-02-10", "2011-02-10T00:00:00+00:00"),
        ("2011-02-10T01:00:00", "2011-02-10T01:00:00+00:00"),
        ("2011-02-10T01:00:00-05:30", "2011-02-10T01:00:00-05:30"),
        ("0800-12-25", "0800-12-25T00:00:00+00:00"),
    ],
)
def test_a_partial_date_is_completed(date: str, timestamp: str) -> None:
    assert feed.complete_date(date) == timestamp
