import json
from pathlib import Path

import feedparser
import pytest
from jsonschema import Draft7Validator

from archives import run, write_article, write_files
from backfile.dates import parse_date
from backfile.model import Correction
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


def test_a_correction_is_a_change(tmp_path: Path) -> None:
    put_right = (
        Correction("One."),
        Correction("Two.", parse_date("2012-03~")),
        Correction("Three.", parse_date("2012")),
    )
    written = [make_article("a", "2011-02-10", updated=parse_date("2011-02-11"), corrections=put_right)]
    page = read(feed.plan(make_material(tmp_path, written, base_url=BASE)))["feed.xml"]
    assert page["updated"] == page["entries"][0]["updated"] == "2012-03-01T00:00:00+00:00"


def test_a_feed_without_articles_still_says_when_it_changed(tmp_path: Path) -> None:
    page = read(feed.plan(make_material(tmp_path, [make_article("lost")], base_url=BASE)))["feed.xml"]
    assert page == {"about": "index.html", "entries": [], "updated": "1970-01-01T00:00:00+00:00"}


def test_tags_and_authors_with_enough_articles_have_feeds_of_their_own(tmp_path: Path) -> None:
    written = [
        make_article("a", "1998", tags=("Sea",), authors=("Nora Bell",), source="Echo"),
        make_article("b", "2011", tags=("sea",), source="Echo"),
        make_article("c", tags=("Sea", "Fire")),
    ]
    pages = read(feed.plan(make_material(tmp_path, written, base_url=BASE, term_feeds=2)))
    assert list(pages) == ["feed.xml", "feed.json", "tags/sea.xml", "tags/sea.json"]
    assert [entry["article"]["title"] for entry in pages["tags/sea.xml"]["entries"]] == ["B", "A"]
    assert (pages["tags/sea.json"]["about"], pages["tags/sea.json"]["updated"]) == (
        "tags/sea.html",
        "2011-01-01T00:00:00+00:00",
    )
    everything = read(
        feed.plan(make_material(tmp_path / "2", written, base_url=BASE, term_feeds=1, single_term_pages=True))
    )
    assert {"authors/nora-bell.xml", "tags/fire.json"} <= set(everything)
    assert not any(path.startswith("sources/") for path in everything)


ODD = 'Fire & <ice> "again"'
ABOUT: dict[str, object] = {
    "authors": ["Nora Bell"],
    "tags": ["Sea"],
    "language": "de",
    "summary": "Short",
    "url": "https://paper.example/a?b=1&c=2",
    "rights": "© Echo",
    "images": [{"file": "map.png", "alt": 'A "map"', "credit": "Ida"}],
    "corrections": [{"date": "2012-03-01", "text": "It was the other pier."}],
}
FILES = {
    "content/a.md": write_article(
        ODD, "1998-02", "See [b](b.md) & *more*.\n\n![Map](map.png)\n\n![Away](https://w.example/p.png)", **ABOUT
    ),
    "content/b.md": write_article("B", "2011-02-10T23:30:00-05:00", tags=["Sea"]),
    "content/c.md": write_article(
        "C", "1997", "<p>Raw</p>\n\n![Map](map.png)\n\n<img src='map.png' alt='Raw'>", tags=["Sea"]
    ),
    "content/map.png": b"map",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("feeds")
    settings = f'title = "The Echo & Co"\ndescription = "A \'weekly\'"\nbase_url = "{BASE}"\nterm_feeds = 2\n'
    write_files(root, {"backfile.toml": settings, **FILES})
    assert run("build", "--quiet", "--archive", root).code == 0
    return root / "site"


@pytest.mark.parametrize("name", ["feed.xml", "tags/sea.xml"])
def test_another_reader_understands_the_atom_feed(site: Path, name: str) -> None:
    read_feed = feedparser.parse((site / name).read_bytes())
    assert not read_feed.bozo and read_feed.version == "atom10"
    assert read_feed.feed.id == f"{BASE}{name}"
    newest, oldest, raw = read_feed.entries
    assert (newest.title, newest.published) == ("B", "2011-02-10T23:30:00-05:00")
    assert newest.published_parsed[:6] == (2011, 2, 11, 4, 30, 0)
    assert (oldest.link, oldest.author, oldest.tags[0].term) == (f"{BASE}1998/02/a.html", "Nora Bell", "Sea")
    text = oldest.content[0].value
    assert f'<a href="{BASE}2011/02/10/b.html">b</a>' in text and f'alt="Map" src="{BASE}map.png"' in text
    assert '<a class="remote-image" href="https://w.example/p.png">Away</a>' in text
    assert oldest.updated == "2012-03-01T00:00:00+00:00" and "It was the other pier." in text
    assert raw.content[0].value.count(f'src="{BASE}map.png"') == 2


@pytest.mark.parametrize("name", ["feed.json", "tags/sea.json"])
def test_the_json_feed_keeps_the_rules_of_its_format(site: Path, name: str) -> None:
    """https://www.jsonfeed.org/version/1.1/, as a schema."""
    text = {"type": "string", "minLength": 1}
    address = {"type": "string", "pattern": "^https?://"}
    authors = {"type": "array", "items": {"type": "object", "anyOf": [{"required": ["name"]}, {"required": ["url"]}]}}
    stamp = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
    item = {
        "type": "object",
        "required": ["id"],
        "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
        "properties": {
            "id": text,
            "url": address,
            "external_url": address,
            "title": text,
            "content_html": {"type": "string"},
            "summary": text,
            "date_published": stamp,
            "date_modified": stamp,
            "authors": authors,
            "tags": {"type": "array", "items": text},
            "language": text,
        },
        "additionalProperties": False,
    }
    rules = {
        "type": "object",
        "required": ["version", "title", "items"],
        "properties": {
            "version": {"const": "https://jsonfeed.org/version/1.1"},
            "title": text,
            "home_page_url": address,
            "feed_url": {"const": f"{BASE}{name}"},
            "description": text,
            "language": text,
            "authors": authors,
            "items": {"type": "array", "items": item},
        },
        "additionalProperties": False,
    }
    made = json.loads((site / name).read_text("utf-8"))
    assert list(Draft7Validator(rules).iter_errors(made)) == []
    assert made["title"] == ("The Echo & Co" if name == "feed.json" else "The Echo & Co: Sea")
    last = made["items"][1]
    assert last["date_modified"] == "2012-03-01T00:00:00+00:00"
    assert "It was the other pier." in last["content_html"] and "Credit: Ida" in last["content_html"]
    assert (last["title"], last["external_url"]) == (ODD, "https://paper.example/a?b=1&c=2")
    assert f'<a href="{BASE}2011/02/10/b.html">b</a> &amp; <em>more</em>' in last["content_html"]
    assert 'alt="A &#34;map&#34;"' in last["content_html"]


def test_pages_name_their_feeds(site: Path) -> None:
    assert '<link rel="alternate" type="application/feed+json" title="The Echo &amp; Co" href="feed.json">' in (
        site / "index.html"
    ).read_text("utf-8")
    page = (site / "tags" / "sea.html").read_text("utf-8")
    assert 'type="application/atom+xml" title="Sea" href="../tags/sea.xml">' in page
    assert 'type="application/feed+json" title="Sea" href="../tags/sea.json">' in page


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
