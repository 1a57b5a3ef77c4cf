"""Plans "on this day": a page for each day of the year on which articles appeared, and an index of these days.

In: the catalog's anniversaries with their counts. Out: a page for each that lists its articles by year, of a year with
many the first few; the index, with counts. All days are planned, so that which one it is today needn't be known.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

from backfile import urls
from backfile.catalog import Catalog
from backfile.entries import Facts
from backfile.locales import print_anniversary
from backfile.model import Page
from backfile.pages.page import Json, Material, format_context, join_json, make_page
from backfile.reach import Period
from backfile.subjects import ON_THIS_DAY as SUBJECT
from backfile.subjects import period_subject
from backfile.taxonomies import is_anniversary
from backfile.urls import ON_THIS_DAY

# How many articles of one day a page shows before it leads to that day.
_SHOWN = 5


def plan(material: Material) -> Iterator[Page]:
    if days := list(material.catalog.anniversaries()):
        label = material.messages.say("On this day")
        rows = [{**describe_day(day), "count": count} for day, count in days]
        yield make_page(material, ON_THIS_DAY, "on_this_day_index.html", label, subject=SUBJECT, days=rows)
    wanted = (name for name, _ in days) if material.scope is None else material.scope.periods
    for before, here, after in material.catalog.periods_beside(filter(is_anniversary, wanted)):
        yield _plan_day(material, before, here, after)


def describe_on_this_day(catalog: Catalog) -> Facts | None:
    """The way to the index, and of which days there are pages; if there are any."""
    days = [day[1:] for day, _ in catalog.anniversaries()]
    return {"address": ON_THIS_DAY, "days": days} if days else None


def describe_day(anniversary: str) -> Facts:
    return {"day": anniversary[1:], "address": urls.anniversary_address(anniversary)}


def _plan_day(material: Material, before: Period | None, here: Period, after: Period | None) -> Page:
    anniversary, count = here
    return make_page(
        material,
        urls.anniversary_address(anniversary),
        "on_this_day.html",
        print_anniversary(anniversary[1:], material.settings.language),
        subject=period_subject(anniversary),
        day=anniversary[1:],
        count=count,
        years=_group(material.catalog.cards_on(anniversary)),
        previous=describe_day(before[0]) if before else None,
        next=describe_day(after[0]) if after else None,
        trail=[{"label": material.messages.say("On this day"), "address": ON_THIS_DAY}],
    )


def _group(cards: Iterable[tuple[str, str]]) -> Json:
    """The articles of each year's day: the first few, and how many there are."""
    return join_json(map(_describe_year, groupby(cards, itemgetter(0))))


def _describe_year(group: tuple[str, Iterator[tuple[str, str]]]) -> str:
    day, cards = group
    shown = [card for _, card in islice(cards, _SHOWN)]
    count = len(shown) + sum(1 for _ in cards)
    about = {"period": day, "address": urls.period_address(day), "count": count, "articles": join_json(shown)}
    return format_context(about)
