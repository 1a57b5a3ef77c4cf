import lxml.html
import pytest

from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_marks import read_marks
from backfile.importers.html_signed import find_signature

PROSE = "<p>The ferry to Skarn was stopped two miles from land on Sunday night, and all on board were saved.</p>" * 3


def find(foot: str, top: str = "") -> tuple[str, ...]:
    tree = lxml.html.document_fromstring(f"<html><body>{top}<h1>Ferry fire</h1>{PROSE}{foot}</body></html>")
    return find_signature(read_blocks(tree), read_marks(tree), "Ferry fire")


@pytest.mark.parametrize(
    "foot",
    [
        "<h3>Written by Ann Lee</h3><p>Ann Lee has sailed on every ferry of the coast.</p>",
        "<p>Text by <a>Ann Lee</a></p>",
        "<p>By: Ann Lee</p>",
        "<p>Von Ann Lee</p>",
        "<p>Autorin: Ann Lee</p>",
        "<p>This post was written by Ann Lee, Head of Ropes and Boats at the harbour office</p>",
        "<p>Posted by Ann Lee on 2011-02-10 in ports.</p>",
        "<p>Guest author Ann Lee</p>",
        "<h4>Author</h4><p>Ann Lee</p>",
        "<h4>About the author</h4><p>Ann Lee</p><p>She has sailed on every ferry of the coast.</p>",
        "<h4>Über die Autorin</h4><p>Ann Lee</p>",
        "<h2>Article by</h2><div>Ann Lee</div>",
        "<div class=author-box><b class=author-name>Ann Lee</b></div>",
        "<p>Text by Ann Lee</p><h4>Author</h4><p>Ann Lee</p>",
    ],
)
def test_who_signs_below_the_text_is_the_author(foot: str) -> None:
    assert find(foot) == ("Ann Lee",)


def test_a_label_may_stand_above_several_names() -> None:
    assert find("<h6>Author(s)</h6><ul><li>Ann Lee<li>Bo Ek</ul><p>All about the harbour</p>") == ("Ann Lee", "Bo Ek")


@pytest.mark.parametrize(
    "foot",
    [
        "<p>By Ann Lee</p><p>By Bo Ek</p>",
        "<p>By the light of the moon</p>",
        "<p>By yearBy Month</p>",
        "<p>Author</p><p>All about the ferry and its crew</p>",
        "<ol class=comments><li class=comment-author>Ann Lee</li></ol>",
        "<div class=related><b class=author>Ann Lee</b></div>",
        f"<p>By Ann Lee {'and what she saw ' * 9}</p>",
    ],
)
def test_nobody_signs_where_names_differ_or_stand_elsewhere(foot: str) -> None:
    assert find(foot) == ()


def test_what_stands_above_the_headline_is_no_signature() -> None:
    assert find("", top="<p>By Ann Lee</p>") == ()
