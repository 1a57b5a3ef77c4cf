"""Plans one page for each published article.

In: the catalog's articles in date order. Out: a page at each article's address, made from the article's file: all its
facts, where its links and images lead, its terms, its neighbours by date, the articles with the same text, and the
published original.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from backfile import urls
from backfile.catalog import Catalog, Facts, Listed, Term
from backfile.model import Page
from backfile.pages.page import Material, describe_kin, describe_neighbour, describe_trail, make_page, with_neighbours
from backfile.taxonomies import TAXONOMIES, fold_term

_REMOTE = re.compile(r"https?://", re.IGNORECASE)


def plan(material: Material) -> Iterator[Page]:
    for before, listed, after in with_neighbours(material.catalog.articles()):
        yield _plan_article(material, before, listed, after)


def _plan_article(material: Material, before: Listed | None, listed: Listed, after: Listed | None) -> Page:
    facts = listed.facts
    return make_page(
        material,
        facts["address"],
        "article.html",
        facts["title"],
        description=listed.card["summary"],
        source=listed.source,
        article=describe_article(material.catalog, listed),
        terms=describe_terms(material.catalog, listed),
        previous=_neighbour(before, listed),
        next=_neighbour(after, listed),
        trail=describe_trail(facts["day"] or urls.UNDATED, material.settings.language),
        original=_original(material, facts["provenance"]),
        family=describe_family(listed.card, [*material.catalog.kin_of(facts["text_family"], listed.source.path)]),
    )


def describe_article(catalog: Catalog, listed: Listed) -> Facts:
    """An article's facts, its images with the places where they lie, and what rendering its body takes."""
    links = catalog.links_of(listed.source.path)
    facts = {key: value for key, value in listed.facts.items() if key != "start"}
    return {
        **facts,
        "images": describe_images(facts["images"], links),
        "links": links,
        "source_file": {
            "path": listed.source.path,
            "digest": listed.source.digest,
            "start": listed.facts["start"],
        },
    }


def describe_family(own: Facts, kin: list[Facts]) -> list[Facts]:
    """The articles with the same text. Those that a reader couldn't tell apart, or from this one, get a `note`: the
    last part of the address, which two articles of one day never share."""

    def look(card: Facts) -> tuple[str, str]:
        return card["source"] if card["source"] not in {"", own["source"]} else card["title"], card["date"]

    looks = Counter(map(look, [own, *kin]))
    return [{**describe_kin(card), "note": _name(card) if looks[look(card)] > 1 else ""} for card in kin]


def _name(card: Facts) -> str:
    return posixpath.basename(str(card["address"])).removesuffix(".html")


def describe_images(images: list[Facts], links: dict[str, str]) -> list[Facts]:
    """Images with their `address` in the site, or `remote` address, where they have one."""
    return [
        {
            **image,
            "address": links.get(image["file"], ""),
            "remote": image["file"] if _REMOTE.match(image["file"]) else "",
        }
        for image in images
    ]


def describe_terms(catalog: Catalog, listed: Listed) -> dict[str, list[Facts]]:
    """An article's terms in every taxonomy, names and tags in the order in which the article gives them."""
    facts = listed.facts
    suggested = {fold_term(tag) for tag in facts["suggested_tags"]} - {fold_term(tag) for tag in facts["tags"]}
    written = [fold_term(label) for label in (*facts["authors"], *facts["tags"], *facts["suggested_tags"])]
    terms = sorted(
        catalog.terms_of(listed.source.path), key=lambda t: (written.index(t.key) if t.key in written else -1, t.key)
    )
    return {
        taxonomy.name: [
            _describe_term(term, taxonomy.path, taxonomy.name == "tags" and term.key in suggested)
            for term in terms
            if term.taxonomy == taxonomy.name
        ]
        for taxonomy in TAXONOMIES
    }


def _describe_term(term: Term, path: str, suggested: bool) -> Facts:
    return {"label": term.label, "address": urls.term_address(path, term.slug), "suggested": suggested}


def _neighbour(other: Listed | None, listed: Listed) -> Facts | None:
    """The article beside this one, if both have a date or neither has: no date is neither early nor late."""
    if other is None or bool(other.card["date"]) != bool(listed.card["date"]):
        return None
    return describe_neighbour(other.card)


def _original(material: Material, provenance: Facts) -> str:
    """The address of an article's original, if originals are published and it is at hand as it was imported."""
    path = provenance["original"]
    known = path and material.catalog.find_digest(path) == provenance["sha256"]
    return urls.original_address(path) if known and material.settings.publish_originals else ""
