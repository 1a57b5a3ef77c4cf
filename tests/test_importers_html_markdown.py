import pytest
from lxml import etree

from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_markdown import cut_title, write_markdown


def markdown_of(body: str, title: str = "") -> str:
    blocks = read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser(huge_tree=True)))
    return write_markdown(cut_title(blocks, title), lambda address: address if address.startswith("/") else "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h3>Rain</h3><h4>Snow</h4>", "## Rain\n\n### Snow\n"),
        ("<ol><li>One</li><li>Two<ul><li>In</li></ul></li></ol>", "1. One\n2. Two\n   - In\n"),
        ("<ul><li><p>One</p><p>More</p></li></ul>", "- One\n\n  More\n"),
        ("<blockquote><p>One</p><p>Two</p></blockquote><blockquote>Three</blockquote>", "> One\n>\n> Two\n\n> Three\n"),
        (
            "<table><tr><th>A|B</th><th>C</th></tr><tr><td>1</td></tr></table>",
            "| A\\|B | C |\n| --- | --- |\n| 1 |  |\n",
        ),
        (
            "<table><caption>Income</caption><tr><th></th><th>Ferries</th><th>Fish</th></tr>"
            "<tr><th>2001</th><td></td><td>17</td></tr><tr><th>2002</th><td>40</td></tr></table>",
            "Income\n\n|  | Ferries | Fish |\n| --- | --- | --- |\n| 2001 |  | 17 |\n| 2002 | 40 |  |\n",
        ),
        (
            '<table><tr><th rowspan="2">Quay</th><th colspan="2">Boats</th><th>Ice</th></tr><tr><td>big</td><td>small'
            "</td><td>5</td></tr></table>",
            "| Quay | Boats |  | Ice |\n| --- | --- | --- | --- |\n|  | big | small | 5 |\n",
        ),
        ('<ol start="3"><li>Board</li><li>Pay</li></ol>', "3. Board\n4. Pay\n"),
        ('<pre><code class="hl language-python">a = {}</code></pre>', "```python\na = {}\n```\n"),
        ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", "One\n\nTwo\n"),
        ("<pre>if (a) {\n  b();\n}</pre>", "```\nif (a) {\n  b();\n}\n```\n"),
        ("<p>a<br>b</p>", "a\\\nb\n"),
        ('<p>a <a href="/x y">b</a> <a href="javascript:c">d</a></p>', "a [b](/x%20y) d\n"),
        ("<p>1. a <b>b </b>c*</p>", "1\\. a **b** c\\*\n"),
        ("<p>Use <code>a`b</code></p>", "Use ``a`b``\n"),
    ],
)
def test_what_has_a_shape_keeps_it(body: str, expected: str) -> None:
    assert markdown_of(body) == expected


def test_a_first_heading_that_repeats_the_title_is_left_out() -> None:
    assert markdown_of("<h1>Ferry fire</h1><p>a</p><h2>Ferry fire</h2>", "Ferry: fire") == "a\n\n## Ferry fire\n"


def test_prose_typed_with_fixed_breaks_is_paragraphs() -> None:
    line = "The ferry to Skarn was stopped two miles from land on Sunday,\n"
    assert markdown_of(f"<pre>{line * 3}\n{line * 3}</pre>").count("\n\n") == 1


def test_a_thousand_lists_in_each_other_do_no_harm() -> None:
    assert "deep" in markdown_of("<ul><li>" * 200 + "deep")
