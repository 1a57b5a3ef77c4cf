"""What a saved page says of its article: the fields, each with its origin and how sure it is.

In: a parsed page and its blocks. Out: `Metadata`. Puts together what the modules for single fields find in JSON-LD,
`<meta>`, the headings, the lines around the headline, the address, and the notes of the tool that saved the page. Dates
keep the time and offset they are written with. Knows nothing of the article's text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import islice
from typing import Any

from backfile.importers.doubts import NO_HEADLINE, ONLY_YEAR, TWO_DATES, UNSURE_AUTHORS, UNSURE_HEADLINE
from backfile.importers.html_blocks import Block, fold
from backfile.importers.html_captions import Told, index_pictures
from backfile.importers.html_dates import Dates, find_dates
from backfile.importers.html_head import find_head
from backfile.importers.html_linked import addresses, join_address, names, paragraphs, texts
from backfile.importers.html_marks import Marks, read_marks, words_of
from backfile.importers.html_people import Credit, find_people
from backfile.importers.html_printed import COPYRIGHT
from backfile.importers.html_saved import find_saved, original_address
from backfile.importers.html_signed import find_signature
from backfile.importers.html_source import cut_slogan, find_source
from backfile.importers.html_title import Title, find_title
from backfile.model import Origin, PartialDate

# Below this, a person should look.
_UNSURE = 0.6
# How often a signature is right, where no other place names anybody.
_SIGNED = 0.85
_MOST_TAGS, _MOST_LINKS, _LONGEST_TAG = 20, 12, 60
_NO_TAG = re.compile(
    r"https?:|\w:|_|@|\?|\s\|\s|^[0-9a-f]{8}-[0-9a-f-]{27}$|[.!?] \w|^[A-Z]+\d{2,}$|^\d{5,}$"
    # What a machine takes names for.
    r"|^(?:PERSON|PEOPLE|ORG|ORGANI[SZ]ATION|LOCATION|LOC|GPE|PLACE|COMPANY|EVENT|PRODUCT|MISC|KEYWORD|TOPIC|ENTITY)S?$"
)
# Belongs to the name before the comma, and so does `, Jr.`
_SUFFIX = re.compile(r"(?:Inc|Ltd|LLC|Corp|Co|Jr|Sr)\.?")
# Where most are words of a few capitals, they are a system's keys: `AERO`, `CRSH`, `INDG08`.
_KEY = re.compile(r"[A-Z]{2,6}\d{0,2}")
_MOST_KEYS = 4
# Blocks behind the headline among which a standfirst is.
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of an article, as far as the page gives them.

    `pictures` are the addresses that it names as its own, or the names of their files, with what it tells of each;
    `text` is the article as it carries it for machines, a line for each paragraph, perhaps cut off; `is_news` tells
    that it calls the article news.
    """

    title: str = ""
    subtitle: str = ""
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
    pictures: Mapping[str, Told] = field(default_factory=dict)
    captured: PartialDate | None = None
    origins: tuple[Origin, ...] = ()
    doubts: tuple[str, ...] = ()
    text: str = ""
    is_news: bool = False


@dataclass(frozen=True, slots=True)
class _Tags:
    """Tags, where they stood, and how sure they are."""

    names: tuple[str, ...] = ()
    place: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Value:
    """A text, where it stood, and how sure it is."""

    text: str = ""
    place: str = ""
    confidence: float = 0.0


def read_metadata(tree: Any, blocks: Sequence[Block]) -> Metadata:
    """The fields of a page; for each, its places in the order of how often they are right."""
    marks = read_marks(tree)
    saved, captured = find_saved(tree)
    url, source = _find_address(marks, saved), _find_source(tree, marks, blocks)
    title = find_title(marks, source.text, url.text, [block.text for block in blocks])
    head = find_head(blocks, [title.text, *map(words_of, marks.headings[:3])])
    credit = find_people(marks, head, source.text)
    if not credit.authors and (signed := find_signature(blocks, marks, title.text)):
        credit = replace(credit, authors=signed, place="signature", confidence=_SIGNED)
    dates = find_dates(tree, marks, blocks, head, url.text)
    linked, tags, section = marks.linked.article, _find_tags(tree, marks), _find_section(marks)
    summary = _find_summary(marks)
    pictures = [*addresses(linked.get("image")), *marks.all("og:image")]
    return Metadata(
        title=title.text,
        subtitle=_find_subtitle(blocks, title.text, marks),
        summary=summary.text,
        date=dates.published,
        updated=dates.updated,
        authors=credit.authors,
        agency=credit.agency,
        source=source.text,
        section=section.text,
        tags=tags.names,
        language=_find_language(marks),
        url=url.text,
        rights=next(iter([*texts(linked.get("copyrightNotice")), *marks.all("copyright", "dc.rights", "rights")]), ""),
        pictures={join_address(url.text, picture): Told() for picture in pictures}
        | index_pictures(marks.linked.pictures),
        captured=captured,
        origins=_list_origins(title, credit, dates, {"source": source, "url": url, "section": section}, tags),
        doubts=tuple(_find_doubts(title, credit, dates)),
        text="\n".join(paragraphs(linked.get("articleBody"))),
        is_news=any("NewsArticle" in kind for kind in texts(linked.get("@type"))),
    )


def _find_source(tree: Any, marks: Marks, blocks: Sequence[Block]) -> _Value:
    """The publication."""
    places = [("json-ld publisher", next(iter(names(marks.linked.article.get("publisher"))), ""))]
    places += [(f"meta {name}", marks.first(name)) for name in ("og:site_name", "application-name", "dc.publisher")]
    for place, found in places:
        if name := cut_slogan(found):
            return _Value(name, place, 0.9)
    name, confidence = find_source(tree, blocks)
    return _Value(name, "print", confidence) if name else _Value()


def _find_address(marks: Marks, saved: str) -> _Value:
    """The page's address: its canonical one, or the one that the tool noted which saved it."""
    canonical = join_address(saved, marks.canonical) if marks.canonical.strip() else ""
    places = (("canonical link", canonical), ("meta og:url", marks.first("og:url")))
    for place, found in (*places, ("note of the saving", saved)):
        url = original_address(found)
        if re.match(r"https?://[^/\s]+\S*$", url) and url.isprintable():
            return _Value(url, place, 0.95)
    return _Value()


def _find_summary(marks: Marks) -> _Value:
    for name in ("og:description", "description", "twitter:description"):
        if found := marks.first(name):
            return _Value(found, f"meta {name}", 0.9)
    return _Value(next(iter(texts(marks.linked.article.get("description"))), ""), "json-ld description", 0.9)


def _find_subtitle(blocks: Sequence[Block], title: str, marks: Marks) -> str:
    """What the page says of the article that stands behind the headline as well, by itself."""
    said = [
        *marks.all("og:description", "description", "twitter:description"),
        *texts(marks.linked.article.get("description")),
    ]
    said += texts(marks.linked.article.get("alternativeHeadline"))
    wanted = {fold(text).casefold() for text in said if len(text.split()) > 2} - {fold(title).casefold()}
    at = next((i for i, block in enumerate(blocks) if block.text and fold(block.text) == fold(title)), None)
    near = blocks[at + 1 : at + _NEAR] if at is not None else ()
    return next((block.text for block in near if fold(block.text).casefold() in wanted), "")


def _find_section(marks: Marks) -> _Value:
    if found := texts(marks.linked.article.get("articleSection")):
        return _Value(found[0], "json-ld articleSection", 0.9)
    for name in ("article:section", "parsely-section", "section", "dc.subject.section"):
        if found := marks.all(name):
            return _Value(found[0], f"meta {name}", 0.9)
    return _Value()


def _find_tags(tree: Any, marks: Marks) -> _Tags:
    """The first place that gives more than one, else the first that gives any."""
    places = (
        ("json-ld keywords", names(marks.linked.article.get("keywords"))),
        ("meta article:tag", marks.all("article:tag", "og:article:tag", "parsely-tags")),
        ("meta keywords", marks.all("news_keywords", "keywords", "sailthru.tags")),
        ("links to tags", _read_tag_links(tree)),
    )
    found = [_Tags(_split_tags(values), place, 0.8) for place, values in places]
    return next((tags for tags in found if len(tags.names) > 1), next((tags for tags in found if tags.names), _Tags()))


def _split_tags(values: Sequence[str]) -> tuple[str, ...]:
    """Tags at commas and semicolons, without the folder before each; no addresses, keys, kinds or sentences."""
    tags: list[str] = []
    for part in (part.strip(" #") for value in values for part in re.split(r"[,;]", unescape(value))):
        if tags and _SUFFIX.fullmatch(part):
            tags[-1] += f", {part}"
        else:
            tags.append(re.sub(r"^(?:[a-z]+/(?=\w)|[A-Z]{0,3}\|)", "", part))
    keys = {tag for tag in tags if _KEY.fullmatch(tag)}
    refused = keys if len(keys) > max(_MOST_KEYS, len(tags) / 2) else set[str]()
    tags = [tag for tag in tags if 1 < len(tag) <= _LONGEST_TAG and not _NO_TAG.search(tag) and tag not in refused]
    return tuple(dict.fromkeys(tags))[:_MOST_TAGS]


def _read_tag_links(tree: Any) -> list[str]:
    """The links of the page that call themselves tags, if they are two and not many: on others all tags are listed."""
    links = (link for link in tree.iter("a") if "tag" in (link.get("rel") or "").split())
    said = dict.fromkeys(words_of(link) for link in islice(links, _MOST_LINKS + 1))
    return list(said) if 2 <= len(said) <= _MOST_LINKS else []


def _find_language(marks: Marks) -> str:
    code = next(iter(texts(marks.linked.article.get("inLanguage"))), "") or marks.language
    return code[:2].lower() if re.match(r"[A-Za-z]{2}(?:$|[-_])", code) else ""


def _list_origins(
    title: Title, credit: Credit, dates: Dates, others: Mapping[str, _Value], tags: _Tags
) -> tuple[Origin, ...]:
    found = [
        Origin("title", title.place, title.confidence) if title.text else None,
        Origin("date", dates.place, dates.confidence) if dates.published else None,
        Origin("updated", dates.updated_place, 0.9) if dates.updated else None,
        Origin("authors", credit.place, credit.confidence) if credit.authors else None,
        Origin("tags", tags.place, tags.confidence) if tags.names else None,
        *(Origin(field, value.place, value.confidence) if value.text else None for field, value in others.items()),
    ]
    return tuple(origin for origin in found if origin)


def _find_doubts(title: Title, credit: Credit, dates: Dates) -> Iterator[str]:
    if not title.text:
        yield NO_HEADLINE
    elif title.confidence < _UNSURE:
        yield UNSURE_HEADLINE
    if credit.authors and credit.confidence < _UNSURE:
        yield UNSURE_AUTHORS
    if dates.contradicted:
        yield TWO_DATES
    if dates.place == COPYRIGHT:
        yield ONLY_YEAR
