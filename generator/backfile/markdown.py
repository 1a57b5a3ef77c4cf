"""Markdown to safe HTML.

In: an article's body: CommonMark with tables, strikethrough and footnotes; and a function that finds what a link leads
to. Out: HTML in which nothing can run. What is plain is read here, block by block; `commonmark` reads the rest, and a
body that holds raw HTML is made safe there as a whole. Knows nothing of files or templates.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib import import_module
from itertools import pairwise
from types import ModuleType
from typing import Any
from urllib.parse import unquote

from backfile.markup import (
    Env,
    FindLink,
    escape_html,
    hide_image,
    is_remote,
    resolve,
    show_beside,
    strip_tags,
)
from backfile.prose import PLAIN_TARGET, Piece, Stretch, find_pieces, has_markup, split_stretches

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
_ELSEWHERE = re.compile(r"(?!https?://)[A-Za-z][A-Za-z0-9+.-]*:|//|#", re.IGNORECASE)


def render_body(
    body: str, title: str = "", find_link: FindLink = lambda _: None, remote_images: bool = True, own: str = ""
) -> str:
    """The body as HTML.

    A first heading that repeats the title is dropped, since the page shows the title; the others are an outline below
    that, in which no level is left out. Where `remote_images` is false, a picture on another host becomes a link to it;
    whole addresses that begin with `own` are those of no other host.
    """
    env: Env = {"find_link": find_link, "remote_images": remote_images, "own": own}
    parts = [
        _commonmark().parse(found.texts[0], env) if found.kind == "other" else found for found in split_stretches(body)
    ]
    if parts:
        parts[:1] = _without_title(parts[0], title)
    parsed = [part for part in parts if isinstance(part, list)]
    parts = _order_headings(parts)
    has_raw_html = any(_commonmark().has_raw_html(token) for tokens in parsed for token in tokens)
    # What leads to the web is left to the cleaning then: it meets every link, and would lead on the way to an original.
    near: Env = {**env, "find_link": lambda target: None if is_remote(target) else find_link(target)}
    known = near if has_raw_html else env
    html = "".join(
        [
            _commonmark().render(part, known) if isinstance(part, list) else _render_stretch(part, known)
            for part in parts
        ]
    )
    return _commonmark().sanitise(html, env) if has_raw_html else html


@cache
def _commonmark() -> ModuleType:
    """The whole of CommonMark, loaded when something asks for it."""
    return import_module("backfile.commonmark")


def _render_stretch(stretch: Stretch, env: Env) -> str:
    """A stretch that needs no parser as HTML."""
    kind, texts, mark = stretch
    if kind == "paragraph":
        return f"<p>{_render_text(texts[0], env)}</p>\n"
    rendered = [_render_text(text, env) for text in texts]
    if kind == "heading":
        return f"<h{len(mark)}>{rendered[0]}</h{len(mark)}>\n"
    if kind == "quote":
        return "<blockquote>\n" + "".join([f"<p>{text}</p>\n" for text in rendered]) + "</blockquote>\n"
    tag = "ul" if mark in "-*+" else "ol"
    return f"<{tag}>\n" + "".join([f"<li>{text}</li>\n" for text in rendered]) + f"</{tag}>\n"


def _render_text(text: str, env: Env) -> str:
    """A stretch's text as HTML. Raw HTML is never among it: a body with any is left to the parser as a whole."""
    if not has_markup(text):
        return escape_html(text)
    pieces = find_pieces(text)
    if pieces is None:
        return str(_commonmark().render_text(text, env))
    html = []
    for alt, source, words, escaped, mark, marked, code, label, target, _ in pieces:
        if words:
            html.append(escape_html(words))
        elif mark:
            tag = "em" if mark == "*" else "strong"
            html.append(f"<{tag}>{escape_html(marked)}</{tag}>")
        elif target:
            address = resolve(target, env)
            link = f'<a href="{escape_html(address)}">{escape_html(label)}</a>' if address else escape_html(label)
            html.append(link + show_beside(target, address))
        elif source:
            address = resolve(source, env)
            shown = f'<img src="{escape_html(address)}" alt="{escape_html(alt)}" loading="lazy" />'
            html.append(hide_image(address, alt, env) or shown)
        else:
            html.append(f"<code>{escape_html(code)}</code>" if code else escape_html(escaped))
    return "".join(html)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, whole list or the like: its Markdown, and its words alone."""

    source: str
    words: str


def split_blocks(body: str) -> tuple[Block, ...]:
    """The outermost blocks of a body, in order; what defines links and footnotes stands with the block before it."""
    groups: dict[int, list[Any]] = {}
    start = 0
    for token in _commonmark().parse(body, {}):
        if token.level == 0 and token.map:
            start = token.map[0]
        groups.setdefault(start, []).append(token)
    lines = body.split("\n")
    bounds = [*groups, len(lines)]
    return tuple(
        Block("\n".join(lines[first:end]).strip("\n"), " ".join(map(_words_of, groups[first])).strip())
        for first, end in pairwise(bounds)
    )


def _words_of(token: Any) -> str:
    return str(_commonmark().find_words([token]) if token.children else token.content)


def find_link_targets(body: str) -> tuple[str, ...]:
    """Everything in a body that may be a link into the archive, unquoted, in order, each once.

    Finds more than links (text inside code, say), never fewer. Of links with a scheme those to the web are found, since
    an article may have been published there; a bare fragment is left out.
    """
    found = _read_targets(body)
    return tuple(dict.fromkeys(unquote(target) for target in found if target and not _ELSEWHERE.match(target)))


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
        yield (plain[0] if plain else _commonmark().read_target(body, start, min(len(body), start + _FARTHEST)))


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


def find_text(body: str) -> str:
    """The words of a body, as a page shows them, with blanks between them."""
    parts = []
    for kind, texts, _ in split_stretches(body):
        if kind == "other":
            parts.append(unescape(strip_tags(render_body(texts[0]))))
        else:
            parts += [_find_words_of(text) if has_markup(text) else text for text in texts]
    return " ".join(parts)


def _find_words_of(text: str) -> str:
    """The words of a stretch's text that has markup."""
    pieces = find_pieces(text)
    if pieces is None:
        return str(_commonmark().find_words(_commonmark().parse_text(text)))
    return _join_words(pieces)


def _join_words(pieces: Sequence[Piece]) -> str:
    """The words of pieces, without what describes pictures."""
    return "".join(
        [text or escaped or marked or code or label for _, _, text, escaped, _, marked, code, label, *_ in pieces]
    )


def _find_words(paragraph: str) -> str:
    """The words of a paragraph without their markup, and without what describes its pictures."""
    stretches = list(split_stretches(paragraph))
    if [stretch.kind for stretch in stretches] == ["paragraph"] and (pieces := find_pieces(stretches[0].texts[0])):
        return _join_words(pieces)
    return str(_commonmark().find_words(_commonmark().parse_text(paragraph), pictures=False))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",;:—– ") + " …"


def _without_title(part: list[Any] | Stretch, title: str) -> list[list[Any] | Stretch]:
    """A body's first part without a first heading that repeats the title."""
    if isinstance(part, list):
        repeats = len(part) > 2 and part[0].tag == "h1" and _repeats(part[1:2], title)
        return [part[3:] if repeats else part]
    repeats = part.mark == "#" and _repeats(_commonmark().parse_text(part.texts[0]), title)
    return [] if repeats else [part]


def _repeats(tokens: Sequence[Any], title: str) -> bool:
    return str(_commonmark().find_words(tokens)).split() == title.split()


def _order_headings(parts: Sequence[list[Any] | Stretch]) -> list[list[Any] | Stretch]:
    """The parts with headings whose levels tell only which stands below which: the outermost are second-level ones."""
    above: list[int] = []
    ordered: list[list[Any] | Stretch] = []
    for part in parts:
        if isinstance(part, list):
            for token in part:
                if token.type in _HEADINGS:
                    token.tag = f"h{_find_level(int(token.tag[1]), above)}"
            ordered.append(part)
        else:
            is_heading = part.kind == "heading"
            ordered.append(part._replace(mark="#" * _find_level(len(part.mark), above)) if is_heading else part)
    return ordered


def _find_level(level: int, above: list[int]) -> int:
    """The level at which a heading is shown that its author gave a level; `above` holds those that it stands below."""
    while above and above[-1] >= level:
        above.pop()
    above.append(level)
    return min(len(above) + 1, 6)
