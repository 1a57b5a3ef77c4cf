"""Plans a page at each old address of an article, which leads to where the article is now.

In: the aliases of the catalog's articles, and the addresses that they had on a site whose place this one takes. Out:
small pages that redirect without a server's help. An address with a query, or above the site, can have none: for it
there are only rules.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple

from backfile import urls
from backfile.catalog import Catalog
from backfile.entries import describe_neighbour
from backfile.model import Page, Source
from backfile.pages.page import Json, Material, make_page
from backfile.settings import Settings
from backfile.subjects import article_subject
from backfile.urls import collision_key


class Old(NamedTuple):
    """An old address: its path from the host's root and its query; the address of its page, if it can have one; the
    article's file, present address and card as JSON; how the old one is written in that file."""

    path: str
    query: str
    address: str
    source: Source
    now: str
    card: str
    written: str


def plan(material: Material) -> Iterator[Page]:
    for path in [""] if material.scope is None else material.scope.articles:
        for old in find_old(material.catalog, material.settings, path):
            if old.address:
                card = json.loads(old.card)
                yield make_page(
                    material,
                    old.address,
                    "redirect.html",
                    card["title"],
                    subject=article_subject(old.source.path),
                    source=old.source,
                    target=Json(describe_neighbour(card)),
                )


def find_old(catalog: Catalog, settings: Settings, path: str = "") -> Iterator[Old]:
    """All old addresses, or those of one article."""
    top = urls.top_of(settings.base_url)
    for address, written, source, now, card in catalog.aliases(path):
        # An article may name its present address among its old ones.
        if collision_key(address) != collision_key(now):
            yield Old(top + urls.old_path(written), "", address, source, now, card, written)
    for site in settings.old_sites:
        for url, source, now, card in catalog.published_at(site, path):
            if parts := urls.parse_old(url, site):
                old = Old(*parts, _find_address(*parts, top), source, now, card, url)
                if not _is_known(catalog, old):
                    yield old


def _find_address(path: str, query: str, top: str) -> str:
    """Where the page of an old address lies; empty if no file of the site can lie there."""
    if query or not path.startswith(top):
        return ""
    try:
        return urls.parse_alias(urls.link(path.removeprefix(top), 0))
    except ValueError:
        return ""


def _is_known(catalog: Catalog, old: Old) -> bool:
    """Whether an old address is the present one, or is among the aliases too."""
    is_present = collision_key(old.address) == collision_key(old.now)
    return bool(old.address) and (is_present or catalog.has_alias(old.source.path, old.address))


def find_redirect(catalog: Catalog, settings: Settings, asked: str) -> str:
    """The address of the article that was at `news.php?id=5`, or above this site, on a site whose place this one takes;
    or empty. Where a page can lie at the old address there is one."""
    for site in settings.old_sites:
        root = "/".join(site.split("/", 3)[:3])
        for path in catalog.find_by_url(f"{root}/{asked.removesuffix(urls.HOME)}"):
            for old in find_old(catalog, settings, path):
                if not old.address and bool(old.query) == ("?" in asked):
                    return old.now
    return ""
