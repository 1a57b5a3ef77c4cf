"""Markdown to safe HTML; home of markdown-it-py and nh3.

In: an article's body: CommonMark with tables, strikethrough and footnotes; and a function that finds what a link leads
to. Out: HTML in which nothing can run. markdown-it refuses dangerous URL schemes; a body that holds raw HTML goes
through nh3 as a whole. Knows nothing of files or templates.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.helpers import parseLinkDestination
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from backfile.prose import NORMAL_LINK, PLAIN_TARGET, Stretch, find_pieces, has_markup, split_stretches

# What a rule that is enabled reacts to; the others would be tried at each of some twenty marks more.
_REACTING = re.compile(r"[\n!&*<\[\\\]^_`~]")
# What a link in the body becomes: another link, "" for plain text, None to stay as it is.
FindLink = Callable[[str], str | None]

# Raw HTML is looked at and not passed over, since it may be no HTML after all, and hold a link.
_MARKDOWN_LINK = r"\][(:][^\S\n]*(?:\n[\s>]*)?"  # [text](target), [label]: target
_HTML_LINK = r"""\b(?:href|src)\s*=\s*(?="([^"]*)"|'([^']*)'|([^\s"'>][^\s>]{0,999}))"""
_LINK_START = re.compile(f"{_MARKDOWN_LINK}|{_HTML_LINK}", re.IGNORECASE)
# The same for a body without a sign of HTML: what begins with one character is found many times faster.
_MARKDOWN_LINK_START = re.compile(_MARKDOWN_LINK)
# How a block begins that is a heading, quote, list, table, picture, raw HTML, code or definition.
_NO_PARAGRAPH = re.compile(r"\s{0,3}(#|>|[-*+]\s|\d+[.)]\s|\||!\[|<|```|~~~|\[\^?[^\]]+\]:|    )")
# A target within so many characters. Of what seems to define labels, without a space between, so many may: else each
# character of such a run would be read as often as the run has colons.
_FARTHEST, _MOST_DEFINED = 1000, 8
_SPACE = re.compile(r"[\x00-\x20\x7f]")
# A paragraph's beginning, from which its excerpt is taken.
_BEGINNING = 20_000
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]]+\]")
_HEADINGS = frozenset({"heading_open", "heading_close"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_REMOTE = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)
_TAGS = frozenset(
    """a abbr aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span
    strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr""".split()
)
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}


def render_body(body: str, title: str = "", find_link: FindLink = lambda _: None, remote_images: bool = True) -> str:
    """The body as HTML.

    A first heading that repeats the title is dropped, since the page shows the title; if first-level headings are left,
    all move down by one. Where `remote_images` is false, a picture on another host becomes a link to it.
    """
    env: EnvType = {"find_link": find_link, "remote_images": remote_images}
    parser = _parser()
    parts = [parser.parse(found.texts[0], env) if found.kind == "other" else found for found in split_stretches(body)]
    if parts:
        parts[:1] = _without_title(parts[0], title)
    parsed = [part for part in parts if isinstance(part, list)]
    lower = _lower_headings(parts)
    html = "".join(
        [
            str(parser.renderer.render(part, parser.options, env))
            if isinstance(part, list)
            else _render_stretch(part, lower, env)
            for part in parts
        ]
    )
    return _sanitise(html, env) if any(_has_raw_html(token) for tokens in parsed for token in tokens) else html


def _render_stretch(stretch: Stretch, lower: int, env: EnvType) -> str:
    """A stretch that needs no parser as HTML, a heading lower by so many levels."""
    kind, texts, mark = stretch
    if kind == "paragraph":
        return f"<p>{_render_text(texts[0], env)}</p>\n"
    rendered = [_render_text(text, env) for text in texts]
    if kind == "heading":
        level = min(len(mark) + lower, 6)
        return f"<h{level}>{rendered[0]}</h{level}>\n"
    if kind == "quote":
        return "<blockquote>\n" + "".join([f"<p>{text}</p>\n" for text in rendered]) + "</blockquote>\n"
    tag = "ul" if mark in "-*+" else "ol"
    return f"<{tag}>\n" + "".join([f"<li>{text}</li>\n" for text in rendered]) + f"</{tag}>\n"


def _render_text(text: str, env: EnvType) -> str:
    """A stretch's text as HTML. Raw HTML is never among it: a body with any is left to the parser as a whole."""
    if not has_markup(text):
        return escapeHtml(text)
    pieces = find_pieces(text)
    if pieces is None:
        parser = _parser()
        return str(parser.renderer.render(parser.parseInline(text, env), parser.options, env))
    html = []
    for alt, source, words, escaped, mark, marked, code, label, target, _ in pieces:
        if words:
            html.append(escapeHtml(words))
        elif mark:
            tag = "em" if mark == "*" else "strong"
            html.append(f"<{tag}>{escapeHtml(marked)}</{tag}>")
        elif target:
            address = _resolve(target, env)
            html.append(f'<a href="{escapeHtml(address)}">{escapeHtml(label)}</a>' if address else escapeHtml(label))
        elif source:
            address = _resolve(source, env)
            shown = f'<img src="{escapeHtml(address)}" alt="{escapeHtml(alt)}" loading="lazy" />'
            html.append(_hide_image(address, alt, env) or shown)
        else:
            html.append(f"<code>{escapeHtml(code)}</code>" if code else escapeHtml(escaped))
    return "".join(html)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, whole list or the like: its Markdown, and its words alone."""

    source: str
    words: str


def split_blocks(body: str) -> tuple[Block, ...]:
    """The outermost blocks of a body, in order; what defines links and footnotes stands with the block before it."""
    groups: dict[int, list[Token]] = {}
    start = 0
    for token in _parser().parse(body, {}):
        if token.level == 0 and token.map:
            start = token.map[0]
        groups.setdefault(start, []).append(token)
    lines = body.split("\n")
    bounds = [*groups, len(lines)]
    return tuple(
        Block("\n".join(lines[first:end]).strip("\n"), " ".join(map(_words_of, groups[first])).strip())
        for first, end in pairwise(bounds)
    )


def _words_of(token: Token) -> str:
    return _plain([token]) if token.children else token.content


def find_link_targets(body: str) -> tuple[str, ...]:
    """Everything in a body that may be a link into the archive, unquoted, in order, each once.

    Finds more than links (text inside code, say), never fewer; links with a scheme or a bare fragment are left out.
    """
    found = _read_targets(body)
    return tuple(dict.fromkeys(unquote(target) for target in found if target and not _SCHEME.match(target)))


def _read_targets(body: str) -> Iterator[str]:
    end = defined = 0  # where the run ends that the last definition stands in, and the how manyth of the run it is
    for match in (_LINK_START if "=" in body else _MARKDOWN_LINK_START).finditer(body):
        if match.lastindex:
            yield unescape(match[match.lastindex])
            continue
        start = match.end()
        if body[match.start() + 1] == ":":
            end, defined = (end, defined + 1) if start < end else (_find_end(body, start), 1)
            if defined > _MOST_DEFINED:
                continue
        plain = PLAIN_TARGET.match(body, start)
        yield (
            plain[0]
            if plain
            else _parser().normalizeLink(parseLinkDestination(body, start, min(len(body), start + _FARTHEST)).str)
        )


def _find_end(body: str, start: int) -> int:
    """Where a run of characters without space ends."""
    space = _SPACE.search(body, start)
    return space.start() if space else len(body)


def find_excerpt(body: str, limit: int = 240) -> str:
    """The start of the first paragraph of text as plain words, cut at a word's end."""
    for block in re.split(r"\n\s*\n", body):
        if block.strip() and not _NO_PARAGRAPH.match(block):
            text = _FOOTNOTE_MARK.sub("", block[:_BEGINNING])
            words = (_find_words(text) if has_markup(text) else text).split()
            if words:
                return _cut(" ".join(words), limit)
    return ""


def _find_words(paragraph: str) -> str:
    """The words of a paragraph without their markup."""
    stretches = list(split_stretches(paragraph))
    if [stretch.kind for stretch in stretches] == ["paragraph"] and (pieces := find_pieces(stretches[0].texts[0])):
        words = (
            alt or text or escaped or marked or code or label
            for alt, _, text, escaped, _, marked, code, label, *_ in pieces
        )
        return "".join(words)
    return _plain(_parser().parseInline(paragraph, {}))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",;:—– ") + " …"


class _Parser(MarkdownIt):
    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url if NORMAL_LINK.fullmatch(url) else super().normalizeLink(url)


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.inline.terminator_re = _REACTING
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("link_open", _render_link_open)
    parser.add_render_rule("link_close", _render_link_close)
    parser.add_render_rule("table_open", lambda *_: '<div class="table">\n<table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    for cell in ("th_open", "td_open"):
        parser.add_render_rule(cell, _render_cell)
    return parser


def _render_link_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    target = _resolve(str(tokens[index].attrGet("href") or ""), env)
    # Links don't nest, so one note is enough for the closing tag, and for pictures within, to know.
    env["link"] = target
    if target == "":
        return ""
    tokens[index].attrSet("href", target)
    return self.renderToken(tokens, index, options, env)


def _render_link_close(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "</a>" if env.pop("link", "") else ""


def _render_image(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    target = _resolve(str(token.attrGet("src") or ""), env)
    alt = self.renderInlineAsText(token.children, options, env) if token.children else ""
    if hidden := _hide_image(target, alt, env):
        return hidden
    token.attrSet("src", target)
    token.attrSet("alt", alt)
    token.attrSet("loading", "lazy")
    return self.renderToken(tokens, index, options, env)


def _hide_image(target: str, alt: str, env: EnvType) -> str:
    """What stands in the place of a picture that isn't shown, as HTML: a link to it, or words; empty if it is shown."""
    if target and (env["remote_images"] or not _is_remote(target)):
        return ""
    text = escapeHtml(alt or "picture")
    return f'<a class="remote-image" href="{escapeHtml(target)}">{text}</a>' if target and not env.get("link") else text


def _render_cell(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """A cell's alignment as a class, since a strict Content-Security-Policy forbids the style attribute."""
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", "align-" + style.rpartition(":")[2])
    return self.renderToken(tokens, index, options, env)


def _resolve(target: str, env: EnvType) -> str:
    found = env["find_link"](unquote(target))
    return target if found is None else str(found)


def _is_remote(target: str) -> bool:
    """Whether a browser would ask another host: it passes over white space, and reads `\\` as `/`."""
    return _REMOTE.match(re.sub(r"[\x00-\x20]", "", target)) is not None


def _without_title(part: list[Token] | Stretch, title: str) -> list[list[Token] | Stretch]:
    """A body's first part without a first heading that repeats the title."""
    if isinstance(part, list):
        repeats = len(part) > 2 and part[0].tag == "h1" and _repeats(part[1:2], title)
        return [part[3:] if repeats else part]
    repeats = part.mark == "#" and _repeats(_parser().parseInline(part.texts[0], {}), title)
    return [] if repeats else [part]


def _repeats(tokens: Sequence[Token], title: str) -> bool:
    return _plain(tokens).split() == title.split()


def _lower_headings(parts: Sequence[list[Token] | Stretch]) -> int:
    """By how many levels headings move down: one, if there is a first-level heading. Those of tokens are moved."""
    headings = [token for part in parts if isinstance(part, list) for token in part if token.type in _HEADINGS]
    lower = any(token.tag == "h1" for token in headings) or any(
        part.mark == "#" for part in parts if not isinstance(part, list)
    )
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + lower, 6)}"
    return int(lower)


def _plain(tokens: Sequence[Token]) -> str:
    """The words of inline tokens without their markup."""
    text = ""
    for token in tokens:
        if token.children:
            text += _plain(token.children)
        elif token.type in {"softbreak", "hardbreak"}:
            text += " "
        elif token.type in {"text", "code_inline", "text_special"}:
            text += token.content
    return text


def _has_raw_html(token: Token) -> bool:
    return token.type in {"html_block", "html_inline"} or any(_has_raw_html(child) for child in token.children or ())


def _sanitise(html: str, env: EnvType) -> str:
    """What is left of raw HTML when all that could run, load or restyle is gone; its links are resolved too."""

    def filter_attribute(tag: str, name: str, value: str) -> str | None:
        if name not in {"href", "src"}:
            return value
        found = env["find_link"](unquote(value))
        if tag == "img" and not env["remote_images"] and _is_remote(found or value):
            return None
        return value if found is None else found or None

    options: dict[str, Any] = {"tags": set(_TAGS), "attributes": _ATTRIBUTES, "link_rel": None}
    return nh3.clean(html, url_schemes={"http", "https", "mailto", "tel"}, attribute_filter=filter_attribute, **options)
