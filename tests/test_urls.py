"""Addresses: one scheme, links that resolve from anywhere, aliases that never leave the site."""

import unicodedata
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from backfile import urls
from conftest import make_article

# What a file's name may hold; `#` starts a fragment. urljoin, unlike browsers, gives `;` a meaning of its own.
NAMES = st.text(
    st.characters(exclude_categories=["C"], exclude_characters="/#;") | st.sampled_from(":?%&+=@~ ab."), min_size=1
).filter(lambda name: name not in {".", ".."})
ADDRESSES = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@pytest.mark.parametrize(
    ("date", "address"),
    [
        ("2011-02-10T23:30:00-11:00", "2011/02/10/ferry.html"),
        ("1998-02", "1998/02/ferry.html"),
        ("1998~", "1998/ferry.html"),
        ("", "undated/ferry.html"),
    ],
)
def test_an_article_lies_at_its_printed_date(date: str, address: str) -> None:
    assert urls.article_address(make_article(date=date)) == address


def test_addresses_are_in_one_unicode_form() -> None:
    assert urls.article_address(make_article(slug="cafe\u0301")) == "undated/caf\u00e9.html"
    assert urls.content_address("content/2011/cafe\u0301.png") == "2011/caf\u00e9.png"
    assert urls.original_address("originals/cafe\u0301.txt") == "originals/caf\u00e9.txt"


def test_every_index_has_its_address() -> None:
    assert urls.period_address("2011") == "2011/index.html"
    assert urls.period_address("2011-02-10") == "2011/02/10/index.html"
    assert urls.period_address("undated") == "undated/index.html"
    assert urls.taxonomy_address("tags") == "tags/index.html"
    assert urls.term_address("tags", "korea") == "tags/korea.html"
    assert urls.term_address("tags", "korea", "2011-02") == "tags/korea/2011-02.html"
    assert urls.sitemap_address("2011-02") == "sitemap-2011-02.xml"
    assert urls.sitemap_address("tags", 2) == "sitemap-tags.2.xml"


@pytest.mark.parametrize(
    ("original", "address"),
    [
        ("originals/a.txt", "originals/a.txt"),
        ("originals/a.MD", "originals/a.MD"),
        ("originals/a.html", "originals/a.html.txt"),
        ("originals/a.svg", "originals/a.svg.txt"),
        ("originals/a", "originals/a.txt"),
    ],
)
def test_nothing_in_an_original_can_run(original: str, address: str) -> None:
    assert urls.original_address(original) == address


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("/2011/ferry.htm", "2011/ferry.htm"),
        ("/old/thing", "old/thing/index.html"),
        ("/old/thing/", "old/thing/index.html"),
        ("old/index.html", "old/index.html"),
        ("https://old.example.org/news/ferry", "news/ferry/index.html"),
        ("/news/caf%C3%A9.html", "news/caf\u00e9.html"),
        (" /news/cafe\u0301.html ", "news/caf\u00e9.html"),
        ("/", "index.html"),
    ],
)
def test_an_old_address_is_a_file_of_the_site(alias: str, address: str) -> None:
    assert urls.parse_alias(alias) == address


@pytest.mark.parametrize(
    "alias",
    ["../../etc/passwd", "/a/../../b.html", "/a/%2e%2e/b.html", "/a/..%2fb.html", "/a\\b.html", "/CON", "/con.html",
     "/aux/a.html", "/?p=12", "/a.html#b", "/a//b.html", "/.htaccess", "/a%00b.html", "http://[", "/" + "x" * 201],
)  # fmt: skip
def test_an_alias_that_leads_out_of_the_site_or_that_no_file_can_have_is_refused(alias: str) -> None:
    with pytest.raises(ValueError):
        urls.parse_alias(alias)


@given(st.text() | ADDRESSES)
def test_any_alias_stays_in_the_site_or_is_refused(alias: str) -> None:
    try:
        address = urls.parse_alias(alias)
    except ValueError:
        return
    assert address and not address.startswith("/") and "\\" not in address
    assert not {"", ".", ".."} & set(address.split("/"))
    assert unicodedata.is_normalized("NFC", address)


@given(
    ADDRESSES, ADDRESSES, st.sampled_from(["https://a.example/", "https://a.example/deep/er/", "file:///media/usb/"])
)
@example("2011/a:b.png", "2011/a.html", "https://a.example/")
def test_a_link_leads_to_its_target_from_everywhere_below_every_path(target: str, start: str, base: str) -> None:
    assume(not f"{start}/".startswith(f"{target}/") or start == target)  # a file is no folder
    link = urls.link(target, start.count("/"))
    found = urljoin(base + quote(start), link)
    assert unquote(found) == unquote(base) + target
    assert not urlsplit(link).scheme and not urlsplit(link).netloc
    assert link.isascii()


def test_a_link_is_relative_and_explicit() -> None:
    assert urls.link("2011/02/index.html", 1) == "../2011/02/index.html"
    assert urls.link("index.html", 0) == "index.html"
    assert urls.link("a/b.html#part two", 1) == "../a/b.html#part two"
    assert urls.link("2011/02/10/a b.html", 3) == "../../../2011/02/10/a%20b.html"


def test_an_absolute_address_is_a_folder_s_where_it_can_be() -> None:
    base = "https://a.example/lamp/"
    assert urls.absolute("2011/02/index.html", base) == base + "2011/02/"
    assert urls.absolute("index.html", base) == base
    assert urls.absolute("2011/café index.html", base) == base + "2011/caf%C3%A9%20index.html"


@pytest.mark.parametrize(
    ("one", "other"), [("Tags/A.html", "tags/a.html"), ("caf\u00e9", "cafe\u0301"), ("STRASSE", "straße"), ("K", "k")]
)
def test_addresses_that_are_one_file_on_some_system_collide(one: str, other: str) -> None:
    assert urls.collision_key(one) == urls.collision_key(other)


def test_other_addresses_do_not_collide() -> None:
    assert urls.collision_key("cafe") != urls.collision_key("café")


@given(st.text())
@example("α\u0345\u0301")
@example("ǰ")
def test_a_collision_key_is_its_own_key_in_both_unicode_forms(address: str) -> None:
    key = urls.collision_key(address)
    assert urls.collision_key(key) == key
    assert unicodedata.is_normalized("NFC", key)
    assert urls.collision_key(unicodedata.normalize("NFD", address)) == key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.halyard.example/bridge/#top", "http://halyard.example/bridge", True),
        ("https://Halyard.example/bridge?id=1", "https://halyard.example/bridge?id=2", False),
        ("https://halyard.example/Bridge", "https://halyard.example/bridge", False),
    ],
)
def test_addresses_of_one_page_on_the_web_have_one_key(one: str, other: str, same: bool) -> None:
    assert (urls.web_key(one) == urls.web_key(other)) == same


@given(st.from_regex(urls._PLAIN_URL, fullmatch=True))
@example("https://WWW.Halyard.example:80/")
@example("http://www./a/?")
@example("https://halyard.example/a//?b=c/?d#e")
def test_a_plain_address_on_the_web_is_taken_apart_as_any_other(url: str) -> None:
    parts = urlsplit(url)
    match = urls._PLAIN_URL.fullmatch(url)
    if match:
        assert (parts.netloc, parts.path, parts.query) == (match[1], match[2], match[3] or "")


def test_the_address_of_a_whole_site_is_no_page() -> None:
    assert urls.web_key("https://halyard.example/") == urls.web_key("https://halyard.example") == urls.web_key("") == ""
