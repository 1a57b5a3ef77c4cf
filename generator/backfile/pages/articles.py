"""Plans one page for each published article.

In: the catalog's articles in date order. Out: a page at each article's address, made from the article's file: all its
facts, where its links and images lead, its terms, its neighbours by date, the articles with the same text, those
that are related, and the published original.
"""

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from backfile import urls
from backfile.catalog import Catalog, Listed
from backfile.entries import Facts
from backfile.ledger import name_ledger
from backfile.model import Page
from backfile.pages.page import (
    Json,
    Material,
    describe_kin,
    describe_trail,
    find_term_address,
    format_context,
    join_json,
    make_page,
    with_neighbours,
)
from backfile.subjects import article_subject
from backfile.taxonomies import FOLDERS, TAXONOMIES


def plan(material: Material) -> Iterator[Page]:
    for (before, listed, after), related in _find_wanted(material):
        article = describe_article(material.catalog, listed)
        yield plan_article(material, article, before, listed, after, related)
        if material.settings.publish_markdown:
            yield _plan_markdown(material, article, listed)


def _find_wanted(material: Material) -> Iterator[tuple[tuple[Listed | None, Listed, Listed | None], list[str]]]:
    """The articles that are wanted, each between those beside it, and what is related to it."""
    catalog, scope = material.catalog, material.scope
    if scope is None:
        yield from zip(with_neighbours(catalog.articles()), catalog.related(), strict=True)
        return
    for beside in catalog.articles_beside(scope.articles):
        yield beside, catalog.related_to(beside[1].source.path)


def _plan_markdown(material: Material, article: Json, listed: Listed) -> Page:
    """The article's Markdown beside its page."""
    return make_page(
        material,
        urls.markdown_address(listed.card["address"]),
        "article.md",
        listed.card["title"],
        subject=article_subject(listed.source.path),
        source=listed.source,
        article=article,
    )


def plan_article(
    material: Material,
    article: Json,
    before: Listed | None,
    listed: Listed,
    after: Listed | None,
    related: list[str],
) -> Page:
    """The page of an `article`, as described, which has these beside it and these related to it."""
    card = listed.card
    return make_page(
        material,
        card["address"],
        "article.html",
        card["title"],
        subject=article_subject(listed.source.path),
        description=card["summary"],
        source=listed.source,
        article=article,
        terms=describe_terms(material, listed),
        previous=_neighbour(before, listed),
        next=_neighbour(after, listed),
        trail=describe_trail(card["day"] or urls.UNDATED, material.messages),
        **_describe_original(material, listed),
        family=describe_family(card, [*material.catalog.kin_of(listed.family, listed.source.path)]),
        related=join_json(related),
    )


def describe_article(catalog: Catalog, listed: Listed) -> Json:
    """An article's facts, its images with the places where they lie, and what rendering its body takes."""
    links = catalog.links_of(listed.source.path) if listed.links else {}
    source = {"path": listed.source.path, "digest": listed.source.digest, "start": listed.start}
    shapes = catalog.shapes_of(listed.source.path) if listed.images else {}
    images = [image for image in describe_images(listed.images, links, shapes) if _shows(image)]
    more = {"images": images, "links": links, "source_file": source}
    return Json(f"{listed.facts_json[:-1]},{format_context(more)[1:]}")


def _shows(image: Facts) -> bool:
    """Whether there is anything to show of a picture; one that isn't there may still have a caption."""
    return any(image[name] for name in ("address", "remote", "caption", "credit"))


def describe_family(own: Facts, kin: list[Facts]) -> list[Facts]:
    """The articles with the same text. Those that a reader couldn't tell apart, or from this one, get a `note`: the
    last part of the address, which two articles of one day never share."""

    if not kin:
        return []

    def look(card: Facts) -> tuple[str, str]:
        return card["source"] if card["source"] not in {"", own["source"]} else card["title"], card["date"]

    looks = Counter(map(look, [own, *kin]))
    return [{**describe_kin(card), "note": _name(card) if looks[look(card)] > 1 else ""} for card in kin]


def _name(card: Facts) -> str:
    return posixpath.basename(str(card["address"])).removesuffix(".html")


def describe_images(
    images: list[Facts], links: Mapping[str, str], shapes: Mapping[str, tuple[int, int]] = MappingProxyType({})
) -> list[Facts]:
    """Images with their `address` in the site, or `remote` address, where they have one, and their `width` and
    `height` in pixels, where they are known, or 0."""
    return [
        {
            **image,
            "address": links.get(image["file"], ""),
            "remote": image["file"] if urls.is_web(image["file"]) else "",
            "width": shapes.get(image["file"], (0, 0))[0],
            "height": shapes.get(image["file"], (0, 0))[1],
        }
        for image in images
    ]


def describe_terms(material: Material, listed: Listed) -> dict[str, list[Facts]]:
    """An article's terms in every taxonomy, names and tags in the order in which the article gives them."""
    terms: dict[str, list[Facts]] = {taxonomy.name: [] for taxonomy in TAXONOMIES}
    for name, label, slug, count, suggested in material.catalog.terms_of(listed.source.path):
        address = find_term_address(material.settings, FOLDERS[name], slug, count)
        terms[name].append({"label": label, "address": address, "suggested": bool(suggested)})
    return terms


def _neighbour(other: Listed | None, listed: Listed) -> Json | None:
    """The article beside this one, if both have a date or neither has: no date is neither early nor late."""
    if other is None or bool(other.card["date"]) != bool(listed.card["date"]):
        return None
    return Json(other.shown)


def _describe_original(material: Material, listed: Listed) -> Facts:
    """The address of an article's original, if originals are published and it is at hand as it was imported; with it
    the ledger, which quotes what the article leaves out, and so is as public as the original."""
    catalog, provenance = material.catalog, listed.facts["provenance"] if material.settings.publish_originals else {}
    path = provenance.get("original", "")
    if not path or catalog.find_digest(path) != provenance["sha256"]:
        return {"original": "", "ledger": None}
    ledger = name_ledger(path)
    digest = catalog.find_digest(ledger)
    return {
        "original": urls.original_address(path),
        "ledger": {"path": ledger, "digest": digest} if digest else None,
    }
