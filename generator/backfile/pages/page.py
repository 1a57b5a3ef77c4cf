"""Makes pages: the one place that knows what the context of every page holds.

In: where a page lies, its template, its title and what that template shows. Out: `Page` values whose context is
canonical JSON, so that equal pages are equal text. `Material` is what every planner works from. Knows no kind of page.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from backfile import urls
from backfile.catalog import Catalog, find_doors, has_several_sources
from backfile.entries import Facts
from backfile.locales import print_period
from backfile.messages import Messages
from backfile.model import Page, Source
from backfile.settings import Settings
from backfile.subjects import Scope

if TYPE_CHECKING:
    from backfile.blocks import Index

T = TypeVar("T")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Json(str):
    """A value that is canonical JSON already, as the catalog keeps it: what needn't be read needn't be written anew."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What planners work from. `messages` say what readers see in the archive's language; `nav` leads to every index;
    `files` are the theme's assets. `scope` is the part of the archive whose pages are wanted; None: all of it.
    `several_sources` tells whether a list must say of each article which paper it was in; `index` has the blocks of an
    archive that can be searched."""

    catalog: Catalog
    settings: Settings
    messages: Messages
    nav: Json
    files: Iterable[Source]
    scope: Scope | None = None
    several_sources: bool = False
    index: "Index | None" = None


def collect_material(
    catalog: Catalog,
    settings: Settings,
    messages: Messages,
    files: Iterable[Source],
    scope: Scope | None = None,
    index: "Index | None" = None,
) -> Material:
    """The material, with a way to the dates and to each taxonomy that has terms; `messages` are in the archive's
    language, and `files` are the theme's assets, as templates/assets/style.css."""
    nav = [{"label": messages.say(label), "address": address} for label, address in find_doors(catalog)]
    return Material(catalog, settings, messages, format_json(nav), files, scope, has_several_sources(catalog), index)


def make_page(
    material: Material,
    path: str,
    template: str,
    title: str,
    *,
    subject: str,
    description: str = "",
    source: Source | None = None,
    **context: object,
) -> Page:
    """The page at `path`; `context` is what its template knows beside `page`, `nav`, `several_sources` and what every
    template gets."""
    about = {"path": path, "title": title, "description": description}
    known = {"page": about, "nav": material.nav, "several_sources": material.several_sources}
    return Page(path, template, format_context({**context, **known}), source, subject)


def copy_page(path: str, source: Source, subject: str) -> Page:
    """The page that is a copy of a file."""
    return Page(path, "", "", source, subject)


def format_context(context: Facts) -> str:
    """JSON that is the same text for the same values. Keys are names, which JSON writes as they are."""
    parts = [f'"{key}":{value}' for key, value in sorted(context.items()) if type(value) is Json]
    rest = {key: value for key, value in context.items() if type(value) is not Json}
    if rest:
        parts.append(_ENCODER.encode(rest)[1:-1])
    return f"{{{','.join(parts)}}}"


def format_json(value: object) -> Json:
    return Json(_ENCODER.encode(value))


def join_json(values: Iterable[str]) -> Json:
    """A list of values that are JSON already."""
    return Json(f"[{','.join(values)}]")


def describe_kin(card: Facts) -> Facts:
    """As much of a card as tells where else an article's text was published."""
    return {key: card[key] for key in ("address", "title", "source", "date", "day", "language")}


def find_term_address(settings: Settings, path: str, slug: str, count: int) -> str:
    """Where a term leads that so many articles have, in the taxonomy whose folder is `path`: its page, or its row in
    the index if it has none."""
    has_page = count >= least_of_page(settings)
    return urls.term_address(path, slug) if has_page else urls.term_row_address(path, slug)


def least_of_page(settings: Settings) -> int:
    """How many articles a term has at least that has a page."""
    return 1 if settings.single_term_pages else 2


@lru_cache(maxsize=1000)
def describe_trail(period: str, messages: Messages) -> Json:
    """The way down to the index of a period: all dates, its year, its month, itself; of no period, to all dates."""
    trail = [{"label": messages.say("Dates"), "address": urls.DATES}]
    if period == urls.UNDATED:
        return format_json([*trail, {"label": messages.say("Undated"), "address": urls.period_address(period)}])
    wholes = (period[:length] for length in (4, 7, 10) if len(period) >= length)
    language = messages.language
    steps = [{"label": print_period(whole, language), "address": urls.period_address(whole)} for whole in wholes]
    return format_json(trail + steps)


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
