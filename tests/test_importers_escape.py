import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from backfile.importers.escape import escape_inline, escape_line, escape_start, write_heading

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
# Everything that means something in Markdown, more often than chance would bring it together.
MARKS = st.lists(
    st.sampled_from([*"#*_>-+=~`|[](){}<>!&\\:;.^1 ax\u00a0é", "```", "***", "1.", "&amp;", "http://a.b", "[^1]"])
)


def show(markdown: str) -> str:
    """What a reader sees of one paragraph."""
    page = MARKDOWN.render(markdown).strip()
    assert re.fullmatch(r"<p>[^<]*</p>|", page), page
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize(
    "text",
    ["# 1 in 10", "1. First", "10) Tenth", "* starred", "- dash", "> said", "***", "---", "===", "~~~", "```",
     "a_b_c _d_", "*so*", "[a](b)", "<b>bold</b>", "&amp; &copy;", "a \\ b", "~~gone~~",
     "| a | b |", "[^1]: note", ": def", "![x](y)", "<http://a.b>", "`code`", "+1 for that", "2 * 3 * 4",
     "1986. A great year"],
)  # fmt: skip
def test_text_is_read_back_as_written(text: str) -> None:
    assert show(escape_line(text)) == text


@given(MARKS.map("".join) | st.text(max_size=80))
def test_any_line_is_read_back_word_for_word(text: str) -> None:
    assert show(escape_line(text)).split() == text.replace("\0", "\ufffd").split()


def test_plain_text_stays_readable() -> None:
    for text in ("The price rose by 3.5 % - again.", "snake_case & co.", "He said: no! (Twice.)", "2011 was dry."):
        assert escape_line(text) == text


def test_marks_inside_a_block_need_no_escape_of_its_beginning() -> None:
    assert escape_inline("# 1") == "# 1"
    assert escape_start("# 1") == "\\# 1"


@given(MARKS.map("".join))
def test_any_heading_is_read_back_word_for_word(text: str) -> None:
    page = MARKDOWN.render(write_heading(2, escape_inline(text)))
    assert html.unescape(re.sub(r"<[^>]*>", "", page)).split() == text.split()
