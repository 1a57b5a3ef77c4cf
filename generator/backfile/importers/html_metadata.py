"""What a saved page says about its article outside the text.

In: a parsed page. Out: `Metadata`, from JSON-LD, Open Graph and other `<meta>`, `<h1>`, `<title>`, and the comments in
which browsers, SingleFile and monolith note address and time of saving. Dates keep the time and offset they are written
with. Knows nothing of the body.
"""

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from backfile.importers.html_blocks import Block
from backfile.importers.html_source import SEPARATOR, find_source
from backfile.importers.people import find_authors, is_name
from backfile.importers.printed_dates import parse_stamp
from backfile.importers.vocabulary import AGENCIES
from backfile.model import PartialDate

_ARTICLE = re.compile(r"Article$|BlogPosting$|^Report$|^Review$|^OpinionNews", re.IGNORECASE)
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)|Saved from (https?://\S+) at (\S+) using monolith", re.IGNORECASE)
_SINGLEFILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]+)")
_BY = re.compile(r"^(?:written\s+)?(?:by|von|par|por|di|door|av|af)[\s:]+", re.IGNORECASE)
# Addresses, handles, and words that stand beside a name: an account, a degree, a date.
_NO_PERSON = re.compile(
    r"https?:|www\.|@|\badmin\b|^[^\sA-Z]\S*$|^\w*[a-z][A-Z]\w*$|^(?:M\.?D|Ph\.?D|M\.?A|R\.?N|J\.?D|Jr|Sr|Esq|DVM|MBA|CPA|CFP)\.?®?$"
    r"|\b(?:[Uu]pdated|[Pp]ublished|min read|[Rr]ead more)\b"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of an article, as far as the page gives them."""

    title: str = ""
    summary: str = ""
    date: PartialDate | None = None
    updated: PartialDate | None = None
    authors: tuple[str, ...] = ()
    agency: str = ""
    source: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    url: str = ""
    rights: str = ""
    pictures: tuple[str, ...] = ()
    captured: PartialDate | None = None


def read_metadata(tree: Any, blocks: Sequence[Block]) -> Metadata:
    """The fields of a page; for each, its places in the order of how often they are right."""
    linked, meta = _find_article(tree), _Meta(tree)
    url, captured = _find_address(tree, meta)
    source = _first(_names(linked.get("publisher"))[:1], meta("og:site_name", "application-name", "dc.publisher"))
    source = source or find_source(tree, blocks)
    people = _find_people(tree, linked, meta, source)
    return Metadata(
        title=_find_title(tree, linked, meta, source),
        summary=_first(meta("og:description", "description", "twitter:description"), _text(linked.get("description"))),
        date=_stamp(
            linked.get("datePublished"), *meta.all(*_PUBLISHED), *_attributes(tree, _TIME, "datetime", "content")
        ),
        updated=_stamp(
            linked.get("dateModified"), *meta.all("article:modified_time", "og:updated_time", "last-modified")
        ),
        authors=tuple(name for name in people if name.casefold() not in AGENCIES),
        agency=next((AGENCIES[name.casefold()] for name in people if name.casefold() in AGENCIES), ""),
        source=source,
        section=_first(_texts(linked.get("articleSection")), meta("article:section", "parsely-section", "section")),
        tags=_find_tags(linked, meta),
        language=_find_language(tree, linked),
        url=url,
        rights=_first(_text(linked.get("copyrightNotice")), meta("copyright", "dc.rights", "rights")),
        pictures=tuple(
            dict.fromkeys(urljoin(url, p) for p in [*_addresses(linked.get("image")), *meta.all("og:image")])
        ),
        captured=captured,
    )


_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.created", "parsely-pub-date", "sailthru.date", "publish-date", "pubdate",
    "publication_date", "publishdate", "cxenseparse:recs:publishtime", "article.published",
    "originalpublicationdate", "timestamp",
)  # fmt: skip
_BYLINES = "//*[contains(@class, 'byline') or contains(@class, 'author-name') or contains(@class, 'author')]"
_TIME = "//*[@itemprop='datePublished'] | //time[@pubdate]"


class _Meta:
    """The `<meta>` of a page: contents by name, property or itemprop, in the order of the page."""

    def __init__(self, tree: Any) -> None:
        self.values: dict[str, list[str]] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            content = _clean(element.get("content") or "")
            if content:
                self.values.setdefault(name.casefold(), []).append(content)

    def __call__(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.values.get(name, [])]


def _clean(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", text).split())


def _first(*values: Any) -> str:
    for value in values:
        text = value[0] if isinstance(value, list) and value else value
        if isinstance(text, str) and text:
            return text
    return ""


def _find_article(tree: Any) -> dict[str, Any]:
    """The JSON-LD node of the article: of several, the one that says most; references to others are followed."""
    nodes = [node for script in tree.iter("script") for node in _read_linked(script)]
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _texts(node.get("@type")))]
    if not articles:
        return {}
    best = max(articles, key=lambda node: ("headline" in node) + ("datePublished" in node) + ("author" in node))
    return {key: _follow(value, known) for key, value in best.items()}


def _read_linked(script: Any) -> Iterator[dict[str, Any]]:
    if "ld+json" not in (script.get("type") or "").casefold():
        return
    text = (
        re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$", "", script.text or "")
        .strip()
        .rstrip(";")
    )
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    yield from _nodes(data, 0)


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, dict):
        yield data
        for value in data.values():
            if isinstance(value, dict | list):
                yield from _nodes(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _nodes(value, depth + 1)


def _follow(value: Any, known: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_follow(part, known) for part in value]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _text(value: Any) -> str:
    return _first(_texts(value))


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for part in values if isinstance(part, str) and (text := _clean(html.unescape(part)))]


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    named = [part.get("name") if isinstance(part, dict) else part for part in values]
    return [name for part in named for name in _texts(part)]


def _addresses(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [address for part in values for address in _texts(part.get("url") if isinstance(part, dict) else part)]


def _attributes(tree: Any, path: str, *names: str) -> list[str]:
    return [value for element in tree.xpath(path) for name in names if (value := element.get(name))]


def _stamp(*values: Any) -> PartialDate | None:
    for text in (text for value in values for text in _texts(value)):
        stamp = parse_stamp(text)
        if stamp and (stamp.month or stamp.uncertain):
            return stamp
    return None


def _find_title(tree: Any, linked: dict[str, Any], meta: _Meta, source: str) -> str:
    """A vote of `<h1>`, JSON-LD, Open Graph and `<title>`; a voice also counts for what it begins with.

    What is printed above the article counts twice, if only one thing is. A `<title>` that is but a part of it has none.
    """
    heads = [text for head in tree.iter("h1") if len(text := _clean(_spaced(head))) > 12 or " " in text]
    heads = [text for text in heads if _fold(text) != _fold(source)]
    printed = heads * 2 if len(heads) == 1 else heads[:3]
    named = _without_site(_clean(tree.findtext(".//title") or ""), source)
    is_part = any(f" {_fold(named)} " in f" {_fold(head)} " for head in heads)
    voices = [
        *printed,
        _text(linked.get("headline")),
        meta("og:title"),
        meta("twitter:title"),
        "" if is_part else named,
    ]
    voices = [_without_site(voice, source) for voice in voices if voice]
    folded = [_fold(voice) for voice in voices]
    votes = {fold: sum(other == fold or other.startswith(fold + " ") for other in folded) for fold in folded if fold}
    return max(voices, key=lambda voice: (votes.get(_fold(voice), 0), -voices.index(voice)), default="")


def _spaced(element: Any) -> str:
    """The words of an element; parts on lines of their own stay apart."""
    return " ".join(element.xpath(".//text()[not(ancestor::script or ancestor::style)]"))


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _without_site(title: str, source: str) -> str:
    """`Headline | Paper` without the paper: the last part, if it is the source or much shorter than the rest."""
    parts = SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    last, cut = parts[-1], title[: title.rindex(parts[-1])].rstrip(" |·•»–—-")
    is_source = bool(source) and (_fold(last) in _fold(source) or _fold(source) in _fold(last))
    if is_source or ("|" in title[len(cut) :] and len(last.split()) <= 4 < len(cut.split())):
        return _without_site(cut, source)
    return title


def _find_people(tree: Any, linked: dict[str, Any], meta: _Meta, source: str) -> tuple[str, ...]:
    places: list[Sequence[str]] = [
        _names(linked.get("author") or linked.get("creator")),
        meta.all(
            "author", "article:author", "byl", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author"
        ),
        [_clean(_spaced(e)) for e in tree.xpath("//*[@rel='author'] | //*[@itemprop='author']//*[@itemprop='name']")][
            :3
        ],
        [name for e in tree.xpath(_BYLINES)[:4] for name in _printed_people(e)][:4],
    ]
    for names in places:
        people = [person for name in names for person in split_people(name, source)]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def _printed_people(element: Any) -> tuple[str, ...]:
    """The names of a visible byline. Without `By` it must be a name and nothing else; what stands behind is a role."""
    parts = [" ".join(text.split()) for text in element.xpath(".//text()[not(ancestor::script or ancestor::style)]")]
    parts = [part for part in parts if part]
    if sum(map(len, parts)) > 150 or not parts:
        return ()
    if len(parts) > 1 and _BY.fullmatch(parts[0] + " "):
        parts = [" ".join(parts[:2]), *parts[2:]]
    return find_authors(parts[0]) or ((parts[0],) if is_name(parts[0]) else ())


def split_people(text: str, source: str = "") -> list[str]:
    """`By Jane Doe and John Roe` to two names; not the source itself, an address or `Staff`."""
    text = _BY.sub("", _clean(text))
    parts = re.split(r"\s*(?:;|\||&|/|\band\b|\bund\b|\bet\b)\s*", text)
    parts = [name for part in parts for name in (part.split(",") if _is_list(part) else [part.split(",")[0]])]
    people = [part.strip(" .,") for part in parts]
    refused = {source.casefold(), ""}
    return [
        name for name in people if name.casefold() not in refused and len(name) < 60 and not _NO_PERSON.search(name)
    ]


def _is_list(text: str) -> bool:
    return all(is_name(part) for part in text.split(","))


def _find_tags(linked: dict[str, Any], meta: _Meta) -> tuple[str, ...]:
    """From JSON-LD's keywords, or article:tag, or the `<meta>` of keywords."""
    for values in (
        _names(linked.get("keywords")),
        meta.all("article:tag", "parsely-tags"),
        meta.all("news_keywords", "keywords"),
    ):
        tags = [tag.strip() for value in values for tag in re.split(r"[,;]", value)]
        tags = [tag for tag in tags if 1 < len(tag) <= 60 and not re.search(r"https?:|[\w-]+:\S|_", tag)]
        if tags:
            return tuple(dict.fromkeys(tags))[:20]
    return ()


def _find_language(tree: Any, linked: dict[str, Any]) -> str:
    code = _text(linked.get("inLanguage")) or tree.get("lang") or ""
    return code[:2].lower() if re.match(r"[A-Za-z]{2}(?:$|[-_])", code) else ""


def _find_address(tree: Any, meta: _Meta) -> tuple[str, PartialDate | None]:
    """The page's address and the day it was saved: as the tool that saved it notes, or its canonical address."""
    canonical = [
        link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").casefold() == "canonical"
    ]
    saved, captured = _find_saved(tree)
    for url in (*canonical, meta("og:url"), saved):
        if re.match(r"https?://[^/\s]+\S*$", url) and url.isprintable():
            return url, captured
    return "", captured


def _find_saved(tree: Any) -> tuple[str, PartialDate | None]:
    for comment in tree.getroottree().xpath("/comment() | //comment()")[:20]:
        text = comment.text or ""
        if match := _SINGLEFILE.search(text):
            return match[1], parse_stamp(match[2])
        if match := _SAVED.search(text):
            return match[1] or match[2], parse_stamp(match[3]) if match[3] else None
    return "", None
