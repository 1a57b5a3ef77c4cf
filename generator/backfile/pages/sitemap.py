"""Plans the sitemap, where the site's own address is known.

In: the catalog. Out: sitemap.xml, the addresses of articles and indexes; where they are more than a sitemap may hold,
it becomes an index of sitemap-1.xml and so on. Holds the addresses of one sitemap at a time.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice

from backfile import urls
from backfile.catalog import Catalog
from backfile.entries import Facts
from backfile.model import Page
from backfile.pages import dates, terms
from backfile.pages.page import Material, make_page
from backfile.subjects import SITEMAP as SUBJECT

# The protocol's limit, sitemaps.org.
LIMIT = 50_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def plan(material: Material) -> Iterator[Page]:
    if not material.settings.base_url or (material.scope and not material.scope.sitemap):
        return
    entries = chain(_articles(material.catalog), _indexes(material.catalog))
    first = list(islice(entries, LIMIT))
    if (overflow := next(entries, None)) is not None:
        yield from _plan_parts(material, chain(first, [overflow], entries))
    else:
        yield make_page(material, urls.SITEMAP, "sitemap.xml", "Sitemap", subject=SUBJECT, entries=first)


def _plan_parts(material: Material, entries: Iterator[Facts]) -> Iterator[Page]:
    parts = []
    for number, batch in enumerate(_batches(entries), 1):
        parts.append(urls.sitemap_address(number))
        yield make_page(material, parts[-1], "sitemap.xml", "Sitemap", subject=SUBJECT, entries=batch)
    yield make_page(material, urls.SITEMAP, "sitemap_index.xml", "Sitemap", subject=SUBJECT, parts=parts)


def _batches(entries: Iterator[Facts]) -> Iterator[list[Facts]]:
    while batch := list(islice(entries, LIMIT)):
        yield batch


def _articles(catalog: Catalog) -> Iterator[Facts]:
    for listed in catalog.articles():
        yield {"address": listed.facts["address"], "modified": _find_day(listed.facts)}


def _find_day(facts: Facts) -> str:
    """The last day on which an article is known to have changed; empty if none is known to the day."""
    for date in (facts["updated"], facts["day"]):
        if match := _DAY.match(date):
            return match[0]
    return ""


def _indexes(catalog: Catalog) -> Iterator[Facts]:
    for address in chain([urls.HOME], dates.find_addresses(catalog), terms.find_addresses(catalog)):
        yield {"address": address, "modified": ""}
