"""CommonMark with tables, strikethrough and footnotes; home of markdown-it-py, its plugins and nh3.

In: Markdown, and what rendering knows beside it. Out: tokens, and HTML in which nothing can run: markdown-it refuses
dangerous URL schemes; raw HTML goes through nh3. It takes a tenth of a second to load, and most bodies do without it.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from backfile.markup import Env, hide_image, is_kept_out, resolve, show_beside
from backfile.prose import NORMAL_LINK

# What a rule that is enabled reacts to; the others would be tried at each of some twenty marks more.
_REACTING = re.compile(r"[\n!&*<\[\\\]^_`~]")
_TAGS = frozenset(
    """a abbr aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span
    strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr""".split()
)
# What stands between where a link leads and where it led; no HTML can hold it.
_WRITTEN = "\0"
# From there to the link's end: each `<` of cleaned HTML begins a tag.
_REST_OF_TAG = r'(?:[^<>"]|"[^"]*+")*+>'
_LED_ON = re.compile(rf'{_WRITTEN}(?P<written>[^"]*+)"(?P<rest>{_REST_OF_TAG}(?:[^<]|<(?!/a>){_REST_OF_TAG})*+</a>)')
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "div": {"tabindex"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}


def parse(text: str, env: Env) -> list[Token]:
    """The tokens of a body."""
    return _parser().parse(text, env)


def render(tokens: Sequence[Token], env: Env) -> str:
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, env))


def parse_text(text: str) -> list[Token]:
    """The tokens of a text within a block."""
    return _parser().parseInline(text, {})


def render_text(text: str, env: Env) -> str:
    parser = _parser()
    return str(parser.renderer.render(parser.parseInline(text, env), parser.options, env))


def read_target(text: str, start: int, end: int) -> str:
    """The target of a link that stands between two places of a text."""
    return _parser().normalizeLink(parseLinkDestination(text, start, end).str)


def find_words(tokens: Sequence[Token], pictures: bool = True) -> str:
    """The words of inline tokens without their markup; those that describe `pictures` are among them or not."""
    text = ""
    for token in tokens:
        if token.type == "image" and not pictures:
            continue
        if token.children:
            text += find_words(token.children, pictures)
        elif token.type in {"softbreak", "hardbreak"}:
            text += " "
        elif token.type in {"text", "code_inline", "text_special"}:
            text += token.content
    return text


def has_raw_html(token: Token) -> bool:
    return token.type in {"html_block", "html_inline"} or any(has_raw_html(child) for child in token.children or ())


def sanitise(html: str, env: Env) -> str:
    """What is left of raw HTML when all that could run, load or restyle is gone; its links are resolved too, and those
    that lead to an article of the archive now have the original beside them."""

    def filter_attribute(tag: str, name: str, value: str) -> str | None:
        if name not in {"href", "src"}:
            return value if name != "tabindex" or value == "0" else None
        found = env["find_link"](unquote(value))
        if tag == "img" and is_kept_out(found or value, env):
            return None
        if tag == "a" and found and show_beside(value, found):
            return f"{found}{_WRITTEN}{value}"
        return value if found is None else found or None

    options: dict[str, Any] = {"tags": set(_TAGS), "attributes": _ATTRIBUTES, "link_rel": None}
    cleaned = nh3.clean(
        html, url_schemes={"http", "https", "mailto", "tel"}, attribute_filter=filter_attribute, **options
    )
    return _LED_ON.sub(_show_original, cleaned) if _WRITTEN in cleaned else cleaned


def _show_original(link: re.Match[str]) -> str:
    return f'"{link["rest"]}{show_beside(unescape(link["written"]), "")}'


class _Parser(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url if NORMAL_LINK.fullmatch(url) else super().normalizeLink(url)


# The section that the plugin would open needs a heading.
_FOOTNOTES = '<hr class="footnotes-sep">\n<div class="footnotes">\n<ol class="footnotes-list">\n'


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.inline.terminator_re = _REACTING
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("link_open", _render_link_open)
    parser.add_render_rule("link_close", _render_link_close)
    parser.add_render_rule("footnote_block_open", lambda *_: _FOOTNOTES)
    parser.add_render_rule("footnote_block_close", lambda *_: "</ol>\n</div>\n")
    parser.add_render_rule("table_open", lambda *_: '<div class="table" tabindex="0">\n<table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    for cell in ("th_open", "td_open"):
        parser.add_render_rule(cell, _render_cell)
    parser.add_render_rule("th_close", _render_cell_end)
    return parser


def _render_link_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Env) -> str:
    written = str(tokens[index].attrGet("href") or "")
    target = resolve(written, env)
    env["beside"] = show_beside(written, target)
    # Links don't nest, so one note is enough for the closing tag, and for pictures within, to know.
    env["link"] = target
    if target == "":
        return ""
    tokens[index].attrSet("href", target)
    return self.renderToken(tokens, index, options, env)


def _render_link_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Env) -> str:
    return f"</a>{env.pop('beside')}" if env.pop("link", "") else ""


def _render_image(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Env) -> str:
    token = tokens[index]
    target = resolve(str(token.attrGet("src") or ""), env)
    alt = self.renderInlineAsText(token.children, options, env) if token.children else ""
    if hidden := hide_image(target, alt, env):
        return hidden
    token.attrSet("src", target)
    token.attrSet("alt", alt)
    token.attrSet("loading", "lazy")
    return self.renderToken(tokens, index, options, env)


def _render_cell(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Env) -> str:
    """A cell's alignment as a class, since a strict Content-Security-Policy forbids the style attribute."""
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", "align-" + style.rpartition(":")[2])
    if not tokens[index + 1].content:  # a header that says nothing is none
        token.tag = "td"
    return self.renderToken(tokens, index, options, env)


def _render_cell_end(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Env) -> str:
    return "</th>\n" if tokens[index - 1].content else "</td>\n"
