"""Plans the indexes of every taxonomy: its terms, and each term's articles.

In: the table of taxonomies, and the catalog's terms. Out: a page that lists the terms A to Z, and one for each term,
newest article first; a term of one article has none, unless a setting says so. No address dies as an archive grows, and
an article added anywhere in time moves no other to another page: a term of more than `page_size` articles shows the
newest, and a page for each of its years; a year of more than that shows a page for each of its months.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from backfile import urls
from backfile.catalog import Term
from backfile.collation import Collation
from backfile.entries import Facts
from backfile.locales import print_period
from backfile.messages import Messages
from backfile.model import Page
from backfile.pages.page import Json, Material, format_context, join_json, least_of_page, make_page
from backfile.settings import Settings
from backfile.subjects import taxonomy_subject, term_subject
from backfile.taxonomies import FOLDERS, TAXONOMIES, Taxonomy

# The taxonomies whose terms have feeds.
FED = ("tags", "authors")


def plan(material: Material) -> Iterator[Page]:
    scope = material.scope
    for taxonomy in TAXONOMIES:
        if material.catalog.count_terms(taxonomy.name) and (scope is None or taxonomy.name in scope.taxonomies):
            yield _plan_taxonomy(material, taxonomy)
        for term in find_terms(material, taxonomy.name):
            yield from _Index(material, taxonomy, term).plan()


def find_terms(material: Material, taxonomy: str) -> Iterator[Term]:
    """The terms whose pages are wanted."""
    least = least_of_page(material.settings)
    if material.scope is None:
        yield from material.catalog.terms(taxonomy, least)
        return
    keys = sorted(key for name, key in material.scope.terms if name == taxonomy)
    for key in keys:
        if (term := material.catalog.find_term(taxonomy, key)) and term.count >= least:
            yield term


def has_feeds(material: Material, term: Term) -> bool:
    """Whether a tag or an author has so many articles that somebody may want to follow it."""
    settings = material.settings
    return (
        bool(settings.base_url)
        and term.taxonomy in FED
        and term.count >= max(settings.term_feeds, least_of_page(settings))
    )


def describe_term(settings: Settings, taxonomy: Taxonomy, term: Term) -> Facts:
    """A term as a list of terms shows it. It leads to its page; where it has none, to its article."""
    has_page = term.count >= least_of_page(settings)
    address = urls.term_address(taxonomy.path, term.slug) if has_page else term.only
    return {"label": term.label, "address": address, "count": term.count}


def describe_taxonomy(taxonomy: Taxonomy, messages: Messages) -> Facts:
    return {
        "name": taxonomy.name,
        "label": messages.say(taxonomy.label),
        "singular": messages.say(taxonomy.singular),
        "address": urls.taxonomy_address(taxonomy.path),
    }


def _plan_taxonomy(material: Material, taxonomy: Taxonomy) -> Page:
    collation = Collation(material.settings.language, taxonomy.titles)
    initials: dict[str, list[Facts]] = {}
    for term in sorted(material.catalog.terms(taxonomy.name), key=lambda term: (collation.key(term.label), term.key)):
        row = describe_term(material.settings, taxonomy, term) | {"id": urls.term_row_id(term.slug)}
        initials.setdefault(collation.initial(term.label), []).append(row)
    return make_page(
        material,
        urls.taxonomy_address(taxonomy.path),
        "taxonomy.html",
        material.messages.say(taxonomy.label),
        subject=taxonomy_subject(taxonomy.name),
        taxonomy=describe_taxonomy(taxonomy, material.messages),
        groups=[{"initial": initial, "terms": terms} for initial, terms in initials.items()],
        count=material.catalog.count_terms(taxonomy.name),
    )


# Terms are related that stand beside each other in so many of the newest articles; so many are shown.
_NEWEST, _RELATED = 100, 12


@dataclass(frozen=True, slots=True)
class _Index:
    """The pages of one term."""

    material: Material
    taxonomy: Taxonomy
    term: Term

    def plan(self) -> Iterator[Page]:
        is_split = self.term.count > self.material.settings.page_size
        years = list(self.material.catalog.periods_of_term(self.term))
        yield self._plan_term(years, is_split)
        for period, count in years if is_split else ():
            if self._is_wanted(period or urls.UNDATED):
                yield from self._plan_part(period or urls.UNDATED, count, [self._step_to_term()])

    def _is_wanted(self, period: str) -> bool:
        """Whether the page of a part of the index is to be planned."""
        term = self.term.taxonomy, self.term.key
        periods = self.material.scope.terms[term] if self.material.scope else None
        return periods is None or period in periods

    def _are_months_wanted(self, year: str) -> bool:
        """Whether the pages of all months of a year are."""
        term = self.term.taxonomy, self.term.key
        return self.material.scope is None or self.material.scope.covers_months(term, year)

    def _plan_term(self, years: list[tuple[str, int]], is_split: bool) -> Page:
        spellings = [spelling for spelling in self.term.spellings if spelling != self.term.label]
        return self._page(
            "",
            "term.html",
            groups=self._group_newest(),
            count=self.term.count,
            spellings=spellings,
            feeds=urls.feed_addresses(self.taxonomy.path, self.term.slug)
            if has_feeds(self.material, self.term)
            else (),
            parts=self._describe_parts(years) if is_split else [],
            years=self._describe_years(years, is_split),
            related=self._describe_related(),
            trail=[self._step_to_taxonomy()],
        )

    def _group_newest(self) -> Json:
        """The newest articles by their years."""
        newest = self.material.catalog.latest_of(self.term, self.material.settings.page_size)
        groups = groupby(newest, key=lambda row: row[0][:4] or urls.UNDATED)
        return join_json(
            format_context({"period": period, "articles": join_json(card for _, card in rows)})
            for period, rows in groups
        )

    def _describe_years(self, years: list[tuple[str, int]], is_split: bool) -> list[Facts]:
        """The years that hold articles, each with the address at which they stand: a page, or a place on this one."""
        here = self._address("")
        return [
            {"period": year, "count": count, "address": self._address(year) if is_split else f"{here}#year-{year}"}
            for year, count in years
            if year
        ]

    def _describe_related(self) -> list[Facts]:
        """The terms that stand beside this one most often."""
        beside = self.material.catalog.terms_beside(self.term, _NEWEST, _RELATED)
        return [{"label": label, "address": urls.term_address(FOLDERS[name], slug)} for name, label, slug in beside]

    def _plan_part(self, period: str, count: int, above: list[Facts]) -> Iterator[Page]:
        """The page of a year, a month or `undated`; a large year's months follow it."""
        is_large = len(period) == 4 and count > self.material.settings.page_size
        months = self.material.catalog.periods_of_term(self.term, period) if is_large else ()
        parts = [(month, number) for month, number in months if month != period]
        cards = self.material.catalog.cards_of(self.term, period, exactly=bool(parts))
        yield self._page(
            period,
            "term_period.html",
            period=period,
            articles=join_json(list(cards)[::-1]),
            count=count,
            parts=self._describe_parts(parts),
            trail=[self._step_to_taxonomy(), *above],
        )
        step = {"label": self._print(period), "address": self._address(period)}
        for month, number in parts:
            if self._are_months_wanted(period) or self._is_wanted(month):
                yield from self._plan_part(month, number, [*above, step])

    def _page(self, part: str, template: str, **context: Any) -> Page:
        """`term` is the same on all pages of a term, so that a new article changes only those that list it."""
        name = self._print(part)
        return make_page(
            self.material,
            self._address(part),
            template,
            f"{self.term.label}: {name}" if name else self.term.label,
            subject=term_subject(self.taxonomy.name, self.term.key, part),
            taxonomy=describe_taxonomy(self.taxonomy, self.material.messages),
            term=self._step_to_term(),
            **context,
        )

    def _describe_parts(self, parts: Iterable[tuple[str, int]]) -> list[Facts]:
        periods = ((period or urls.UNDATED, count) for period, count in parts)
        return [{"period": period, "address": self._address(period), "count": count} for period, count in periods]

    def _address(self, period: str) -> str:
        return urls.term_address(self.taxonomy.path, self.term.slug, period)

    def _print(self, period: str) -> str:
        if not period or period == urls.UNDATED:
            return self.material.messages.say("Undated") if period else ""
        return print_period(period, self.material.settings.language)

    def _step_to_taxonomy(self) -> Facts:
        label = self.material.messages.say(self.taxonomy.label)
        return {"label": label, "address": urls.taxonomy_address(self.taxonomy.path)}

    def _step_to_term(self) -> Facts:
        return {"label": self.term.label, "address": self._address("")}
