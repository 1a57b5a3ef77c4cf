"""Makes pages: the one place that knows what the context of every page holds.

In: where a page lies, its template, its title and what that template shows. Out: `Page` values whose context is
canonical JSON, so that equal pages are equal text. `Material` is what every planner works from. Knows no kind of page.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from backfile import urls
from backfile.catalog import Catalog, Facts
from backfile.locales import print_period
from backfile.model import Page, Source
from backfile.settings import Settings
from backfile.taxonomies import TAXONOMIES

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Material:
    """What planners work from. `nav` leads to every index; `files` are the theme's assets."""

    catalog: Catalog
    settings: Settings
    nav: tuple[Facts, ...]
    files: Iterable[Source]


def collect_material(catalog: Catalog, settings: Settings, files: Iterable[Source]) -> Material:
    """The material, with a way to the dates and to each taxonomy that has terms."""
    taxonomies = (taxonomy for taxonomy in TAXONOMIES if catalog.count_terms(taxonomy.name))
    nav = [("Dates", urls.DATES), *((taxonomy.label, urls.taxonomy_address(taxonomy.path)) for taxonomy in taxonomies)]
    return Material(catalog, settings, tuple({"label": label, "address": address} for label, address in nav), files)


def make_page(
    material: Material,
    path: str,
    template: str,
    title: str,
    *,
    description: str = "",
    source: Source | None = None,
    **context: object,
) -> Page:
    """The page at `path`; `context` is what its template knows beside `page`, `nav` and what every template gets."""
    about = {"path": path, "title": title, "description": description}
    return Page(path, template, format_context({**context, "page": about, "nav": material.nav}), source)


def copy_page(path: str, source: Source) -> Page:
    """The page that is a copy of a file."""
    return Page(path, "", "", source)


def format_context(context: Facts) -> str:
    """JSON that is the same text for the same values."""
    return json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def describe_card(card: Facts) -> Facts:
    """An article's row in a list of text: its card without the picture, which only the home page shows."""
    return {key: value for key, value in card.items() if key != "image"}


def describe_neighbour(card: Facts | None) -> Facts | None:
    """As much of a card as a link to the article needs."""
    return {key: card[key] for key in ("address", "title", "date", "language")} if card else None


def describe_kin(card: Facts) -> Facts:
    """As much of a card as tells where else an article's text was published."""
    return {key: card[key] for key in ("address", "title", "source", "date", "day", "language")}


def describe_trail(period: str, language: str) -> list[Facts]:
    """The way down to the index of a period: all dates, its year, its month, itself."""
    trail = [{"label": "Dates", "address": urls.DATES}]
    if period == urls.UNDATED:
        return [*trail, {"label": "Undated", "address": urls.period_address(period)}]
    wholes = (period[:length] for length in (4, 7, 10) if len(period) >= length)
    return trail + [{"label": print_period(p, language), "address": urls.period_address(p)} for p in wholes]


def with_neighbours(values: Iterable[T]) -> Iterator[tuple[T | None, T, T | None]]:
    """Each value with the one before and the one after it; holds three at a time."""
    before: Any = None
    here: Any = None
    for after in values:
        if here is not None:
            yield before, here, after
        before, here = here, after
    if here is not None:
        yield before, here, None
