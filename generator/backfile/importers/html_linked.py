"""The data that a page carries for machines: JSON-LD.

In: a parsed page. Out: the node of its article, with the nodes that it refers to in their places, and readers of the
values that may stand in one: text, names, addresses, each alone or in a list. Knows nothing of the fields.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

_ARTICLE = re.compile(r"Article$|BlogPosting$|^Report$|^Review$|^OpinionNews|^LiveBlog|^Recipe$", re.IGNORECASE)
# A page that has no node of an article may have one of itself.
_PAGE = re.compile(r"^(?:WebPage|AboutPage|ItemPage|VideoObject|PodcastEpisode|CreativeWork)$")
_WRAPPING = re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$")
_TAG = re.compile(r"<[^<>]*>")
_PARAGRAPH = re.compile(r"<(?:br|/?(?:p|div|li|h\d))\b[^<>]*>|\n", re.IGNORECASE)
_DATES = ("datePublished", "dateModified")
_DEEPEST, _LARGEST = 6, 2_000_000


@dataclass(frozen=True, slots=True)
class Linked:
    """The article's node (empty if there is none), the node of the page itself, and those of pictures."""

    article: Mapping[str, Any]
    page: Mapping[str, Any]
    pictures: tuple[Mapping[str, Any], ...]


def read_linked(tree: Any) -> Linked:
    """The nodes of the article (of several the one that says most, with what others of its headline add), the page."""
    nodes = [node for script in tree.iter("script") for node in _read_script(script)]
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    pictured = [node for node in nodes if "ImageObject" in texts(node.get("@type"))]
    pictures = tuple({key: _follow(value, known) for key, value in node.items()} for node in pictured)
    return Linked(_find_node(nodes, _ARTICLE, known), _find_node(nodes, _PAGE, known), pictures)


def _find_node(nodes: list[dict[str, Any]], kind: re.Pattern[str], known: Mapping[str, Any]) -> dict[str, Any]:
    found = [node for node in nodes if any(kind.search(name) for name in texts(node.get("@type")))]
    said = ("headline", "datePublished", "author", "articleBody")
    best = max(found, key=lambda node: sum(bool(node.get(name)) for name in said), default={})
    same = [node for node in found if node.get("headline") == best.get("headline")]
    whole = {key: value for node in (*reversed(same), best) for key, value in node.items() if value}
    return {key: _follow(value, known) for key, value in (whole | _date_report(found)).items()}


def _date_report(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The dates of a live report, whose entries have dates of their own, and may say more of themselves."""
    reports = (node for node in nodes if "LiveBlogPosting" in texts(node.get("@type")))
    return {key: value for key, value in next(reports, {}).items() if key in _DATES and value}


def _read_script(script: Any) -> Iterator[dict[str, Any]]:
    if "ld+json" not in (script.get("type") or "").casefold():
        return
    text = _WRAPPING.sub("", (script.text or "")[:_LARGEST]).strip().rstrip(";")
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        try:
            # The slip most often made by hand.
            data = json.loads(re.sub(r",\s*(?=[}\]])", "", text), strict=False)
        except (ValueError, RecursionError):
            return
    yield from _nodes(data, 0)


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for value in data:
            yield from _nodes(value, depth + 1)


def _follow(value: Any, known: Mapping[str, Any]) -> Any:
    """What a reference leads to; a node that names nobody counts as one."""
    if isinstance(value, list):
        return [_follow(part, known) for part in value]
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return {**known.get(value["@id"], {}), **value}
    return value


def clean(text: str) -> str:
    """Text without markup and in one line."""
    return " ".join(_TAG.sub("", text).split())


def texts(value: Any) -> list[str]:
    """The texts among one or more values."""
    values = value if isinstance(value, list) else [value]
    return [text for part in values if isinstance(part, str) and (text := clean(html.unescape(part)))]


def paragraphs(value: Any) -> list[str]:
    """The paragraphs of a longer text, which may be marked up."""
    whole = html.unescape(value) if isinstance(value, str) else ""
    return [text for part in _PARAGRAPH.split(whole) if (text := clean(part))]


def names(value: Any) -> list[str]:
    """The names of one or more nodes or texts."""
    values = value if isinstance(value, list) else [value]
    return [name for part in values for name in (_names_of(part) if isinstance(part, dict) else texts(part))]


def _names_of(node: Mapping[str, Any]) -> list[str]:
    whole = [" ".join([*texts(node.get("givenName")), *texts(node.get("familyName"))])]
    named = node.get("name")
    return texts(named) if named else [name for name in whole if name]


def addresses(value: Any) -> list[str]:
    """The addresses of one or more pictures."""
    values = value if isinstance(value, list) else [value]
    return [
        address
        for part in values
        for address in texts((part.get("url") or part.get("contentUrl")) if isinstance(part, dict) else part)
    ]


def join_address(base: str, address: str) -> str:
    """An address as it is meant on the page at `base`, as browsers read it: line ends within it are nothing, a space is
    one. Nothing for one that is none."""
    try:
        whole = urljoin(base, tidy_address(address))
        return "" if re.search(r"\s", urlsplit(whole).netloc) else re.sub(r"\s", lambda space: quote(space[0]), whole)
    except ValueError:
        return ""


def tidy_address(address: str) -> str:
    """An address without the white space around it, and the tabs and line ends in it."""
    return re.sub(r"[\t\r\n]", "", address.strip())
