"""An article as the catalog holds it: rows of text, made where the article is parsed.

In: the record of a parsed article. Out: its facts, which are what templates know of it, and an `Entry`, which has them
as canonical JSON beside what queries look for. Pure: it knows the catalog's columns, and no database.
"""

import json
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from backfile.archive import File
from backfile.dates import format_date, format_day, sort_key
from backfile.model import Article, Image, PartialDate, Problem, Source
from backfile.taxonomies import RELATING, TAXONOMIES, fold_term
from backfile.urls import article_address, collision_key, is_web, parse_alias, web_key

# What the templates know of an article, or of its row in a list: plain JSON, documented in docs/templates.md.
Facts = dict[str, Any]
Row = tuple[str | int, ...]

# So many terms of a taxonomy may lead to related articles.
_MOST_FEATURES = 12
# What a person writes for an article that shall be in no family.
NO_FAMILY = "none"
_IMAGE = tuple(field.name for field in fields(Image))
# Fields that templates get under other names, in another form, or not at all.
_OTHERS = frozenset({"path", "aliases", "date", "updated", "images", "corrections", "withheld", "provenance"})
_PLAIN = tuple(field.name for field in fields(Article) if field.name not in _OTHERS)
_PROVENANCE = ("original", "name", "sha256", "importer", "kept")
_CARD = ("address", "title", "date", "day", "authors", "source", "section", "place", "language")
_NEIGHBOUR = ("address", "title", "date", "day", "language")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Record:
    """An article as it was parsed: its file, its front matter, and what the indexes need to know of its body.

    `links` are the link targets in the body that may lead into the archive, as written, those on the web among them,
    where an article may have been published. The body begins at the character `start` of the file's text. `keywords`
    tell what it is about.
    """

    source: Source
    article: Article
    excerpt: str
    words: int
    links: tuple[str, ...]
    start: int = 0
    keywords: tuple[str, ...] = ()


class Entry(NamedTuple):
    """An article's rows in the tables of the catalog, in the order of their columns; `article` is one row. `web_links`
    are the links to where other articles may have been published."""

    path: str
    article: Row
    terms: tuple[Row, ...]
    tags: tuple[Row, ...]
    links: tuple[Row, ...]
    web_links: tuple[Row, ...]
    aliases: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of one file in content/: its digest, its entry if it is an article, what is wrong with it; of a
    picture its width and height, as far as its head tells."""

    file: File
    digest: str
    entry: Entry | None
    problems: tuple[Problem, ...] = ()
    shape: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A withheld article: its file, that file's digest, where its body begins, what else of it nobody shall read, and
    what others may quote."""

    path: str
    digest: str
    start: int
    texts: tuple[str, ...] = ()
    quotable: tuple[str, ...] = ()


class Indexed(NamedTuple):
    """A published article, as it is indexed: its file, its digest, its place in date order, its facts as JSON, and
    where its body begins."""

    path: str
    digest: str
    sort: str
    facts: str
    start: int


def make_entry(record: Record) -> Entry:
    article, source = record.article, record.source
    facts = describe(record)
    images, start = facts.pop("images"), facts.pop("start")
    path, sort, address = article.path, sort_key(article.date), facts["address"]
    links, web_links = tuple(_find_links(record, images)), tuple(_find_web_links(record))
    features = _find_features(record)
    row = (
        path, source.digest, source.size, article.status, sort, facts["day"], find_last_change(facts), address,
        collision_key(address), facts["provenance"]["original"], facts["provenance"]["sha256"],
        describe_neighbour(facts), to_json(features), to_json(_card(facts)), to_json(facts), to_json(images), start,
        len(links) + len(web_links), to_json(_find_unreviewed(article)), _family(article), web_key(article.url),
    )  # fmt: skip
    terms = _find_terms(article, sort) if article.status == "published" else ()
    aliases = tuple((path, parse_alias(alias), alias) for alias in article.aliases)
    return Entry(path, row, tuple(terms), tuple(_find_tags(article)), links, web_links, aliases)


def describe(record: Record) -> Facts:
    """What the templates know of an article. Dates are canonical text; what isn't known is an empty string."""
    article = record.article
    facts: Facts = {name: getattr(article, name) for name in _PLAIN}
    facts["date"] = _format(article.date)
    facts["updated"] = _format(article.updated)
    facts["day"] = format_day(article.date) if article.date else ""
    facts["images"] = [{name: getattr(image, name) for name in _IMAGE} for image in article.images]
    facts["corrections"] = [{"date": _format(one.date), "text": one.text} for one in article.corrections]
    facts["provenance"] = _describe_provenance(article)
    facts["address"] = article_address(article)
    facts["excerpt"] = record.excerpt
    if article.status == "withheld":
        shown = article.withheld
        facts["withheld"] = {
            "reason": shown.reason, "date": _format(shown.date), "title": article.title if shown.show_title else ""
        }  # fmt: skip
        facts["quotable"] = list(shown.quotable)
    facts["words"] = record.words
    facts["start"] = record.start
    return facts


def find_last_change(facts: Facts) -> str:
    """The date of the last change of an article, by the paper or by a correction; or empty."""
    dates: list[str] = [facts["updated"], *(one["date"] for one in facts["corrections"])]
    return max(dates, key=lambda date: date.rstrip("~"))


def describe_neighbour(facts: Facts) -> str:
    """As much of an article, as JSON, as a link to it needs."""
    return to_json({name: facts[name] for name in _NEIGHBOUR})


def target_of(link: str, path: str) -> str:
    """The path below the archive that a link in the article at `path` means; `/` is the content folder."""
    bare = link.partition("#")[0].partition("?")[0]
    folder = "content" if bare.startswith("/") else posixpath.dirname(path)
    return posixpath.normpath(posixpath.join(folder, bare.lstrip("/")))


def to_json(value: object) -> str:
    return _ENCODER.encode(value)


def _describe_provenance(article: Article) -> Facts:
    """What readers may know of it: not how sure the importer was."""
    found = article.provenance
    shown = {name: getattr(found, name) if found else "" for name in _PROVENANCE}
    return {**shown, "captured": _format(found.captured) if found else ""}


def _format(date: PartialDate | None) -> str:
    return format_date(date) if date else ""


def _find_unreviewed(article: Article) -> tuple[object, ...]:
    """Origins and doubts, as long as a person hasn't reviewed them; empty if there are none."""
    found = article.provenance
    if found is None or found.reviewed or not (found.origins or found.doubts):
        return ()
    return [(origin.field, origin.place, origin.confidence) for origin in found.origins], found.doubts


def _card(facts: Facts) -> Facts:
    """An article's row in a list."""
    return {**{name: facts[name] for name in _CARD}, "summary": facts["summary"] or facts["excerpt"]}


def _find_terms(article: Article, sort: str) -> Iterator[Row]:
    """Each term with its place in the article, and whether it is only suggested."""
    for taxonomy in TAXONOMIES:
        for place, label in enumerate(taxonomy.terms(article)):
            if label.strip():
                suggested = taxonomy.name == "tags" and place >= len(article.tags)
                key = fold_term(label)
                yield taxonomy.name, key, sort, article.path, " ".join(label.split()), place, int(suggested)


def _find_features(record: Record) -> tuple[str, ...]:
    """What an article may share with those that are related to it: terms that tell what it is about, and words."""
    terms = (label for taxonomy in RELATING for label in taxonomy.terms(record.article)[:_MOST_FEATURES])
    return tuple(dict.fromkeys(filter(None, (*map(fold_term, terms), *record.keywords))))


def _find_tags(article: Article) -> Iterator[Row]:
    for suggested, tags in enumerate((article.tags, article.suggested_tags)):
        for tag in tags:
            yield fold_term(tag), article.path, " ".join(tag.split()), suggested


def _find_links(record: Record, images: Iterable[Facts]) -> Iterator[Row]:
    """What an article links to or shows that may lie in the archive: the link, the path and the address it means."""
    path = record.article.path
    own = [link for link in record.links if not is_web(link)]
    for link in dict.fromkeys([*own, *[image["file"] for image in images if image["file"]]]):
        target = target_of(link, path)
        yield path, link, target, collision_key(target.removeprefix("content/"))


def _find_web_links(record: Record) -> Iterator[Row]:
    """What an article links to on the web: the link, and the key of the address that it means."""
    own = web_key(record.article.url)
    for link in record.links:
        if is_web(link) and (key := _find_web_key(link)) and key != own:
            yield record.article.path, link, key


def _find_web_key(link: str) -> str:
    try:
        return web_key(link)
    except ValueError:  # brackets that are no address
        return ""


def _family(article: Article) -> str:
    return "" if article.text_family.casefold() == NO_FAMILY else article.text_family
