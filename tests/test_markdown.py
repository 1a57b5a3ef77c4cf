"""Markdown: what our articles need of it, that nothing in it can run, and that no link is overlooked."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from backfile import markdown
from backfile.markdown import Block, find_excerpt, find_link_targets, render_body, split_blocks
from backfile.prose import NORMAL_LINK, Stretch
from conftest import read_cases

TITLE = "The Ferry Stops"
LINKS = {
    "dates.md": "../../1911/dates.html",
    "the pier.md": "../the-pier.html",
    "pier.png": "../pier.png",
    "withheld.md": "",
    "gone.png": "",
    "https://www.lantern.example/1.php?a=1&b=2": "../1911/one.html",
}
# Bits of Markdown and HTML, whole and broken, that make trouble when they meet.
WORDS = """
    [a](b.md) [a]( ](<c d.md>) ![p](q.png) [^1] [^1]: [r]: [r] <a href= ' " > < <img src=x onerror=alert(1)
    <script>alert(1)</script> <svg onload=alert(1)> <style> <!-- --> <iframe srcdoc= javascript:alert(1) vbscript:x
    data:text/html,<script> JAVA&#10;SCRIPT:x &#106;avascript:x (javascript:x) <javascript:x> <details ontoggle=x> `
    ``` ~~ ** # | \\ &lt; &quot; https://a.example/ //a.example/ - <b> </b> <math> <template> <noscript>
"""
SPACES = ["\n", "\n\n", " ", "    ", "\n> ", "\n- ", "\t", "\0", "|a|\n|-|\n|", "](\n", "]:\n> "]
BITS = st.sampled_from([*WORDS.split(), *SPACES])
BODIES = st.lists(BITS | st.text(max_size=5), max_size=12).map("".join) | st.text()
# Bits of the plainest Markdown, of which `prose` reads most without a parser, and what comes close to it.
PLAINEST = """
    a b. *a* **b** (*c*) *d e*, [a](dates.md) [a](withheld.md) [b](https://a.example/) [c](d [sic] \\* \\[ R&D &lt;
    a_b _a_ # ## - 1. 12) > | --- === = + é* *é [q](a&b) ' ( ) ; ! ![ ] ](u) ^ x\xa0 \xa0x x\x0b \x1cx x\u2028
"""
BREAKS = [" ", "\n", "\n\n", "\n\n\n", "  \n", "\n    ", "\n  ", "\xa0", "\x1c", "\u2028"]
PIECES = BITS | st.sampled_from([*PLAINEST.split(), *BREAKS])
# Blocks of a line or a few, most of them plain, each line behind what headings, quotes, lists and others begin with.
STARTS = [
    "",
    "",
    "# ",
    "## ",
    "> ",
    "> ",
    ">",
    "- ",
    "- ",
    "* ",
    "1. ",
    "2. ",
    "1) ",
    "  ",
    "    ",
    "> - ",
    "- - ",
    "|",
]
MARKED = """
    a b. *c* **d.** *“e”* (*f*) *g*h `i` ` [j](dates.md) [k](withheld.md) [l](m n) \\* R&D &lt; _o_ # - 1. * *** --- <b>
    ![p](pier.png) ![q](gone.png) ![r](https://a.example/b.png) ![]( ![
"""
LINES = st.tuples(
    st.sampled_from(STARTS), st.lists(st.sampled_from(MARKED.split()), min_size=1, max_size=3).map(" ".join)
).map("".join)
BLOCKY = st.lists(
    LINES
    | st.lists(LINES, max_size=3).map("\n".join)
    | st.tuples(st.sampled_from(STARTS), LINES, LINES).map("\n".join),
    max_size=6,
).map("\n\n".join)
TARGETS = st.text("ab./%&;()\\<>#?=é |*_~'\"", min_size=1, max_size=8)


class Elements(HTMLParser):
    """Every start tag of a page with its attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def read_elements(html: str) -> list[tuple[str, dict[str, str]]]:
    parser = Elements()
    parser.feed(html)
    parser.close()
    return parser.found


def find_dangers(html: str) -> Iterator[str]:
    """What could run, load or restyle; a browser drops white space and control characters from an address."""
    for tag, attributes in read_elements(html):
        if tag in {"script", "style", "iframe", "object", "embed", "svg", "math", "form", "base", "meta", "link"}:
            yield tag
        for name, value in attributes.items():
            if name.startswith("on") or name in {"style", "srcdoc", "srcset", "action", "formaction", "ping"}:
                yield f"{tag} {name}"
            address = re.sub(r"[\x00-\x20]", "", value)
            scheme = re.match(r"(javascript|vbscript|data|file):", address, re.IGNORECASE)
            if name in {"href", "src"} and scheme and not (tag == "img" and re.match("data:image/(png|gif)", address)):
                yield f"{tag} {name} {value}"


def find_asked(body: str) -> set[str]:
    """Every target in the archive that rendering a body asks for."""
    asked: dict[str, None] = {}
    render_body(body, find_link=asked.setdefault)
    return {target for target in asked if target and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#", target)}


@pytest.mark.parametrize(("body", "html"), read_cases("markdown/render.txt"))
def test_the_markdown_of_articles_becomes_html(body: str, html: str) -> None:
    assert render_body(body, TITLE).strip("\n") == html


@pytest.mark.parametrize(("body", "html"), read_cases("markdown/links.txt"))
def test_links_are_resolved_dropped_or_kept(body: str, html: str) -> None:
    assert render_body(body, find_link=LINKS.get).strip("\n") == html


@pytest.mark.parametrize(("body", "html"), read_cases("markdown/remote_images.txt"))
def test_no_picture_is_loaded_from_another_host_unless_the_setting_says_so(body: str, html: str) -> None:
    assert render_body(body, find_link=LINKS.get, remote_images=False).strip("\n") == html


def test_pictures_on_other_hosts_are_shown_where_the_setting_says_so() -> None:
    assert 'src="https://a.example/pier.png"' in render_body("![A pier](https://a.example/pier.png)")
    assert 'src="https://a.example/pier.png"' in render_body('<img src="https://a.example/pier.png">')


@pytest.mark.parametrize(("body", "html"), read_cases("markdown/sanitise.txt"))
def test_raw_html_is_cleaned_of_all_that_could_run_load_or_restyle(body: str, html: str) -> None:
    assert render_body(body, find_link=LINKS.get).strip("\n") == html


@given(st.lists(PIECES, max_size=14).map("".join) | BLOCKY, st.sampled_from(["", "a", "a b.", "The Ferry Stops"]))
@example("\n\nThe ferry.", "")
@example("- a\n\nb\n\n    c", "")
@example("# a\n\nb\n\n# c", "a")
@example("a\xa0", "")
@example("![a](dates.md)", "")
@example("a \nb", "")
@example("- a\n\n- b", "")
@example("- a\n\n  b", "")
@example("1. a\n\n- b", "")
@example("# *a*\n\n## b\n\n###### c", "a")
@example("# a\n\n- b\n\n    c\n\n# d", "a")
@example("> a\n>\n> *b*", "")
@example("\t\xa0  \n", "")
@example("a\n\n\xa0\n", "")
def test_what_needs_no_parser_reads_as_the_parser_reads_it(body: str, title: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "split_stretches", lambda whole: [Stretch("other", (whole,))])
        parsed = render_body(body, title, LINKS.get, False)
    assert render_body(body, title, LINKS.get, False) == parsed


@given(st.text("ab.:/?=&#@%é[]-_~ ", max_size=12) | st.text("ab./?=&#", max_size=12).map("https://a.example/".__add__))
def test_an_address_that_is_passed_over_is_as_normalisation_leaves_it(address: str) -> None:
    assert not NORMAL_LINK.fullmatch(address) or MarkdownIt().normalizeLink(address) == address


@given(BODIES, st.booleans())
@example('<a href="javascript:alert(1)">x</a>', True)
@example("<p onclick=x style=y>z", True)
@example("[a](javascript:alert(1))", True)
def test_nothing_in_any_body_can_run(body: str, remote_images: bool) -> None:
    assert list(find_dangers(render_body(body, remote_images=remote_images))) == []


@given(BODIES, st.sampled_from(["../a.html", 'x" onclick="y', "<script>", ""]))
def test_nothing_can_run_whatever_links_lead_to(body: str, address: str) -> None:
    assert list(find_dangers(render_body(body, find_link=lambda _: address))) == []


@given(BODIES)
@example("![](https:/a.example/b.png)")
@example('<img src="\\\\a.example/b.png">')
def test_no_body_loads_a_picture_from_another_host(body: str) -> None:
    for tag, attributes in read_elements(render_body(body, remote_images=False)):
        address = re.sub(r"[\x00-\x20]", "", attributes.get("src", "")).replace("\\", "/")
        assert tag != "img" or not re.match(r"https?:|//", address, re.IGNORECASE)


@given(BODIES)
@example("[a](<b\\>c.md>)")
@example("> [a]:\n> b.md\n\n[a]")
@example("<a href=b.md>c</a>")
@example("href=[a](b.md)")
@example('href=" <a href="b.md">c</a>')
def test_no_link_of_any_body_is_overlooked(body: str) -> None:
    assert find_asked(body) <= set(find_link_targets(body))


@given(
    TARGETS,
    st.sampled_from(["[t]({})", "[t](<{}>)", '![t]( {} "u")', "[t][r]\n\n[r]: {}", "[t]\n\n[t]: <{}>"]),
    st.sampled_from(["", "> ", "- ", "    ", "> - > ", "[^1]\n\n[^1]: "]),
)
def test_no_link_is_overlooked_however_its_target_is_written(target: str, form: str, prefix: str) -> None:
    filler = re.sub(r"[^>\s]", " ", prefix)
    body = (prefix + form.format(target).replace("\n", "\n" + filler)).replace("\n\n", f"\n{filler}\n")
    assert find_asked(body) <= set(find_link_targets(body))


@pytest.mark.parametrize(("body", "targets"), read_cases("markdown/targets.txt"))
def test_targets_in_the_archive_are_found_in_order_each_once(body: str, targets: str) -> None:
    assert find_link_targets(body) == tuple(targets.splitlines())


@pytest.mark.parametrize(("body", "excerpt"), read_cases("markdown/excerpt.txt"))
def test_an_excerpt_is_the_start_of_the_text_in_plain_words(body: str, excerpt: str) -> None:
    assert find_excerpt(body) == excerpt


@given(st.lists(PIECES, max_size=14).map("".join) | BLOCKY)
@example("a^[b]")
@example("\\*![b](c)")
def test_an_excerpt_has_the_words_that_the_parser_reads(body: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "find_pieces", lambda _: None)
        parsed = find_excerpt(body)
    assert find_excerpt(body) == parsed


@given(BODIES, st.integers(10, 60))
def test_an_excerpt_is_one_line_no_longer_than_wanted(body: str, limit: int) -> None:
    excerpt = find_excerpt(body, limit)
    assert len(excerpt) <= limit + len(" …")
    assert excerpt == " ".join(excerpt.split())


@given(BODIES, BODIES)
@example("[r] [^1]", "[r]: a.md\n\n[^1]: b")
def test_no_body_leaves_a_trace_in_another(body: str, other: str) -> None:
    alone = render_body(body, TITLE, LINKS.get, False)
    render_body(other)
    assert render_body(body, TITLE, LINKS.get, False) == alone


BLOCKS = """\
The *ferry* stops at [the pier](pier.md).
It rains.

## Times

- at noon

- at night

```
code

more
```
| a | b |
|---|---|
| 1 | 2 |

***

[^1]: A note.
"""


def test_a_body_is_split_into_its_outermost_blocks_with_their_words() -> None:
    sources = BLOCKS.split("\n\n")
    blocks = split_blocks(BLOCKS)
    assert blocks[0] == Block(sources[0], "The ferry stops at the pier. It rains.")
    assert [block.words.split() for block in blocks[1:]] == [
        ["Times"], ["at", "noon", "at", "night"], ["code", "more"], ["a", "b", "1", "2"], []
    ]  # fmt: skip
    assert blocks[2].source == "- at noon\n\n- at night"
    assert blocks[-1].source.startswith("***")
    assert split_blocks("") == ()


@given(st.lists(BITS, max_size=20).map(" ".join))
def test_no_line_of_a_body_is_lost_between_its_blocks(body: str) -> None:
    kept = [line for block in split_blocks(body) for line in block.source.split("\n") if line.strip()]
    lines = [line for line in body.split("\n") if line.strip()]
    assert kept == lines[len(lines) - len(kept) :] if kept else True


@pytest.mark.parametrize("run", ["a]:", "](", "[a]:", "]:()"])
def test_a_run_of_beginnings_of_links_holds_few_targets(run: str) -> None:
    targets = find_link_targets(f"[a](b.md) {run * 1000}\n\n[c](d.md)")
    assert {"b.md", "d.md"} <= set(targets)
    assert len(targets) < 20


@pytest.mark.parametrize("run", ["a]:", "](", "[a]:", "]:()", "[a]:" * 100 + "(", "]:(", "](a"])
def test_each_character_of_a_run_of_beginnings_of_links_is_read_a_few_times(
    run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = 0

    def count(text: str, place: int) -> int | None:
        nonlocal read
        read += 1
        return ord(text[place]) if place < len(text) else None

    monkeypatch.setattr("markdown_it.helpers.parse_link_destination.charCodeAt", count)
    body = run * (30_000 // len(run))
    find_link_targets(body)
    assert read < 40 * len(body)
