"""The lines below an article that are the page's."""

import pytest
from lxml import etree

from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_foot import find_foot

TEXT = "<p>The mill burnt down on Sunday.</p><p>Nobody was hurt.</p>"


def find(foot: str) -> list[str]:
    blocks = read_blocks(etree.fromstring(f"<html><body>{TEXT}{foot}</body></html>", etree.HTMLParser()))
    return list(find_foot(blocks, range(len(blocks)), "Packet").values())


@pytest.mark.parametrize(
    ("foot", "kinds"),
    [
        ("<hr>[ <a href=/>Front page</a> ] [ <a href=mailto:post@packet.example>Mail us</a> ]", ["navigation"]),
        ("[<a href=/>Front page</a>]<br>Copyright © 2001 The Packet", ["copyright", "navigation"]),
        ("<p>© 2001 The Packet. You are visitor number 003107.", ["copyright"]),
        ("<p>You are visitor number 003107.", ["other"]),
        ("<p>Visitors: 3,107", ["other"]),
        ("<p>Sie sind der Besucher Nr. 3107", ["other"]),
        ("<p>Vous êtes le 3107e visiteur", ["other"]),
    ],
)
def test_the_last_lines_of_an_old_page_are_the_page_s(foot: str, kinds: list[str]) -> None:
    assert find(foot) == kinds


@pytest.mark.parametrize(
    "last",
    [
        "<p>[The mill was built in 1801.]",
        "<p>See also [<a href=/2>part two</a>] of this story.",
        "<p>The fair counted 3,107 visitors.",
        "<p>“You are the best of our visitors,” said the miller to all 3,107 of them.",
        "<p>© 2001 Northern Press Agency. All rights reserved.",
        "<p>© 2001 The Packet<p>But the story goes on.",
    ],
)
def test_a_last_line_that_tells_something_stays(last: str) -> None:
    assert find(last) == []


def test_something_is_left() -> None:
    blocks = read_blocks(etree.fromstring("<html><body><p>© 2001 The Packet</p></body></html>", etree.HTMLParser()))
    assert find_foot(blocks, [0], "Packet") == {}
