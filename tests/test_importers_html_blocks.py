import pytest
from lxml import etree

from backfile.importers.html_blocks import Run, read_blocks


def blocks_of(body: str) -> list[str]:
    tree = etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser())
    return [block.text for block in read_blocks(tree)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>The ferry</p><p>stopped</p>", ["The ferry", "stopped"]),
        ("<div>The <b>ferry</b> <p>stopped</p> at sea</div>", ["The ferry", "stopped", "at sea"]),
        ("The ferry<br>stopped<br><br>at sea<br/>\n<br>again", ["The ferry", "stopped", "at sea", "again"]),
        ("<table><tr><td>Ellery</td><td>4.1 m</td></tr></table>", ["Ellery", "4.1 m"]),
        ("f<i>err</i>y<script>never</script><noscript>never</noscript>", ["ferry"]),
        ("<p>By <!-- a note -->Ann <?php a ?>Lee</p>", ["By Ann Lee"]),
        ("<p>...</p><p>!</p>", []),
    ],
)
def test_what_stands_on_lines_of_its_own_is_a_block(body: str, expected: list[str]) -> None:
    assert blocks_of(body) == expected


def test_a_run_has_one_look() -> None:
    body = '<p>See <a href="/a">the <em>old</em></a> <strong>report</strong>.</p>'
    (block,) = read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))
    assert block.runs == (
        Run("See "), Run("the ", "", "/a"), Run("old", "*", "/a"), Run(" "), Run("report", "**"), Run("."),
    )  # fmt: skip


def test_a_line_follows_the_one_before_unless_more_than_a_line_break_parts_them() -> None:
    body = "<p>a<br>b<br><br>c<p>d<br><i>e</i></p>f"
    blocks = read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))
    assert [block.text for block in blocks if block.follows] == ["b", "e"]


def test_a_block_knows_the_elements_around_it_and_its_line() -> None:
    page = '<html><body>\n<div id="story" style="display: none">\n<p class="lead">The ferry</p></div></body></html>'
    (block,) = read_blocks(etree.fromstring(page, etree.HTMLParser()))
    node = block.node
    assert node and node.parent and node.parent.parent
    assert (block.line, node.tag, node.named, node.parent.named, node.hidden) == (3, "p", "lead", "story", True)
    assert (node.depth, node.parent.parent.tag, node.parent.parent.hidden) == (2, "body", False)


def test_a_picture_stands_in_the_line_of_its_text_or_alone() -> None:
    page = "<html><body><p>The ferry<br><img src='a'><br>Photo: Sid Marl</p><img src='b'><p>Now</p></body></html>"
    blocks = read_blocks(etree.fromstring(page, etree.HTMLParser()))
    assert [(block.text, [image.get("src") for image in block.pictures]) for block in blocks] == [
        ("The ferry", []),
        ("", ["a"]),
        ("Photo: Sid Marl", []),
        ("", ["b"]),
        ("Now", []),
    ]


def test_a_page_nests_as_deep_as_it_likes() -> None:
    tree = etree.fromstring("<html><body>" + "<div>" * 2000 + "deep", etree.HTMLParser(huge_tree=True))
    assert [block.text for block in read_blocks(tree)] == ["deep"]
