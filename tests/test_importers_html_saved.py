import lxml.html
import pytest

from backfile.dates import format_date
from backfile.importers.html_saved import find_saved, original_address


@pytest.mark.parametrize(
    ("page", "url", "captured"),
    [
        (
            "<!-- saved from url=(0029)https://packet.example/a.html --><html>",
            "https://packet.example/a.html",
            "",
        ),
        ("<!-- saved from url=(0014)about:internet --><html>", "about:internet", ""),
        (
            "<html><!--\n Page saved with SingleFile \n url: https://packet.example/b \n"
            " saved date: Thu Feb 10 2011 01:02:03 GMT+0100 (Central European Standard Time)\n-->",
            "https://packet.example/b",
            "2011-02-10T01:02:03+01:00",
        ),
        (
            "<!-- Saved from https://packet.example/c at 2024-01-05T10:00:00Z using monolith v2.8.1 --><html>",
            "https://packet.example/c",
            "2024-01-05T10:00:00+00:00",
        ),
        (
            "<html><!-- Mirrored from packet.example/d.html by HTTrack Website Copier/3.x [XR&CO'2014],"
            " Thu, 10 Feb 2011 01:02:03 GMT -->",
            "http://packet.example/d.html",
            "2011-02-10T01:02:03+00:00",
        ),
        (
            '<html><meta name="savepage-url" content="https://packet.example/e">'
            '<meta name="savepage-date" content="Thu Feb 10 2011 01:02:03 GMT+0100">',
            "https://packet.example/e",
            "2011-02-10T01:02:03+01:00",
        ),
        (
            '<html data-scrapbook-source="https://packet.example/f" data-scrapbook-create="20110210010203000">',
            "https://packet.example/f",
            "2011-02-10T01:02:03",
        ),
        (
            "<html><p>x</p><!-- FILE ARCHIVED ON 01:02:03 Feb 10, 2011 AND RETRIEVED FROM THE INTERNET ARCHIVE -->",
            "",
            "2011-02-10T01:02:03+00:00",
        ),
        ("<html><!-- a comment -->", "", ""),
    ],
)
def test_the_tool_that_saved_a_page_tells_address_and_time(page: str, url: str, captured: str) -> None:
    found, time = find_saved(lxml.html.document_fromstring(f"{page}<body><p>x</p></body></html>"))
    assert (found, format_date(time) if time else "") == (url, captured)


def test_an_address_of_the_wayback_machine_is_the_one_behind_it() -> None:
    kept = "https://web.archive.org/web/20110210010203/http://packet.example/a"
    assert original_address(kept) == "http://packet.example/a"
    assert original_address("https://web.archive.org/web/20110210010203id_/https:/packet.example/a") == (
        "https://packet.example/a"
    )
    assert original_address("https://packet.example/a") == "https://packet.example/a"
