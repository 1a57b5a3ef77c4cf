"""Plans the sitemap, where the site's own address is known.

In: the catalog. Out: sitemap.xml, the addresses of articles and indexes. In an archive of more than SINGLE articles it
is an index of others: one for the articles of each month, one for each taxonomy's terms, one for all other indexes, so
that an article added anywhere in time changes one of them. Holds the addresses of one sitemap at a time.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from backfile import urls
from backfile.catalog import Catalog
from backfile.entries import Facts
from backfile.model import Page
from backfile.pages.dates import find_coverage
from backfile.pages.page import Material, least_of_page, make_page
from backfile.subjects import SITEMAP_SINGLE, sitemap_subject
from backfile.taxonomies import TAXONOMIES, Taxonomy

# The protocol's limit of addresses in a file, sitemaps.org.
LIMIT = 50_000
_INDEXES = "indexes"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class _Part(NamedTuple):
    """A part of a sitemap: its name, how many addresses it may have at most, and what they are."""

    name: str
    most: int
    entries: Callable[[], Iterator[Facts]]

    def addresses(self) -> list[str]:
        """Those of its files: one, but for a part of very many addresses."""
        return [urls.sitemap_address(self.name, number) for number in range(1, -(-self.most // LIMIT) + 1)]


def plan(material: Material) -> Iterator[Page]:
    if not material.settings.base_url:
        return
    settings = material.settings
    parts = list(_find_parts(material.catalog, bool(settings.data), least_of_page(settings)))
    subject = sitemap_subject("")
    if material.catalog.count() <= SITEMAP_SINGLE:
        entries = list(chain.from_iterable(part.entries() for part in parts))
        yield make_page(material, urls.SITEMAP, "sitemap.xml", "Sitemap", subject=subject, entries=entries)
        return
    addresses = [address for part in parts for address in part.addresses()]
    yield make_page(material, urls.SITEMAP, "sitemap_index.xml", "Sitemap", subject=subject, parts=addresses)
    wanted = material.scope.sitemap if material.scope else None
    for part in parts:
        if wanted is None or part.name in {_INDEXES, *wanted}:
            yield from _plan_part(material, part)


def _plan_part(material: Material, part: _Part) -> Iterator[Page]:
    entries, subject = part.entries(), sitemap_subject("" if part.name == _INDEXES else part.name)
    for address in part.addresses():
        batch = list(islice(entries, LIMIT))
        yield make_page(material, address, "sitemap.xml", "Sitemap", subject=subject, entries=batch)


def _find_parts(catalog: Catalog, has_data: bool, least: int) -> Iterator[_Part]:
    """The parts that hold something: indexes, the terms of each taxonomy that have a page, which is those of `least`
    articles, years known no further, months, undated."""
    yield _Part(_INDEXES, 1, partial(_list_indexes, catalog, has_data))
    for taxonomy in TAXONOMIES:
        if count := catalog.count_terms(taxonomy.name, least):
            yield _Part(taxonomy.path, count, partial(_list_terms, catalog, taxonomy, least))
    for year, count in catalog.periods():
        months = list(catalog.periods(year))
        if (rest := count - sum(number for _, number in months)) > 0:
            yield _Part(year, rest, partial(_list_articles, catalog, year, True))
        for month, number in months:
            days = len(list(catalog.periods(month))) if number + 32 > LIMIT else 31
            yield _Part(month, 1 + days + number, partial(_list_month, catalog, month))
    if count := catalog.count_in(urls.UNDATED):
        yield _Part(urls.UNDATED, count, partial(_list_articles, catalog, urls.UNDATED))


def _list_indexes(catalog: Catalog, has_data: bool) -> Iterator[Facts]:
    yield from map(_as_entry, (urls.HOME, urls.DATES))
    if coverage := find_coverage(catalog):
        yield _as_entry(coverage)
    if anniversaries := [urls.anniversary_address(day) for day, _ in catalog.anniversaries()]:
        yield from map(_as_entry, (urls.ON_THIS_DAY, *anniversaries))
    yield from (_as_entry(urls.period_address(year)) for year, _ in catalog.periods())
    if catalog.count_in(urls.UNDATED):
        yield _as_entry(urls.period_address(urls.UNDATED))
    for taxonomy in TAXONOMIES:
        if catalog.count_terms(taxonomy.name):
            yield _as_entry(urls.taxonomy_address(taxonomy.path))
    if has_data:
        yield _as_entry(urls.DATA)


def _list_terms(catalog: Catalog, taxonomy: Taxonomy, least: int) -> Iterator[Facts]:
    return (_as_entry(urls.term_address(taxonomy.path, term.slug)) for term in catalog.terms(taxonomy.name, least))


def _list_month(catalog: Catalog, month: str) -> Iterator[Facts]:
    for period in (month, *(day for day, _ in catalog.periods(month))):
        yield _as_entry(urls.period_address(period))
    yield from _list_articles(catalog, month)


def _list_articles(catalog: Catalog, period: str, exactly: bool = False) -> Iterator[Facts]:
    for address, day, updated in catalog.addresses_in(period, exactly):
        yield _as_entry(address, _find_day(updated) or _find_day(day))


def _find_day(date: str) -> str:
    """The day of a date that is known so far; or empty."""
    match = _DAY.match(date)
    return match[0] if match else ""


def _as_entry(address: str, modified: str = "") -> Facts:
    """A line of the sitemap; `modified` is the last day on which the page is known to have changed."""
    return {"address": address, "modified": modified}
