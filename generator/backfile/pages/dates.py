"""Plans the date indexes: all years, each year, month and day that holds articles, and the undated ones.

In: the catalog's periods with their counts. Out: a page for each period. Every page shows the parts of its period with
counts; a year or month of at most `page_size` articles lists them too. One that holds more lists those that are dated
no further, since the others stand on the pages of its parts. A day lists all, as a front page does: with pictures, the
leading story first.
"""

from collections.abc import Iterable, Iterator
from itertools import filterfalse, groupby
from operator import itemgetter
from typing import Any

from backfile import urls
from backfile.catalog import Catalog
from backfile.entries import Facts
from backfile.locales import print_period
from backfile.model import Page
from backfile.pages.on_this_day import describe_on_this_day
from backfile.pages.page import Json, Material, describe_trail, format_context, join_json, make_page, with_neighbours
from backfile.pages.stories import describe_stories
from backfile.reach import Period
from backfile.subjects import DATES as SUBJECT
from backfile.subjects import period_subject
from backfile.taxonomies import is_anniversary

_TEMPLATES = {4: "year.html", 7: "month.html"}
_DAY = len("2011-02-10")
# A period with the one before it and the one after it.
Beside = tuple[Period | None, Period, Period | None]


def plan(material: Material) -> Iterator[Page]:
    yield _plan_dates(material)
    for found in _find_periods(material):
        yield (_plan_day if len(found[1][0]) == _DAY else _plan_period)(material, found)
    if (material.scope is None or urls.UNDATED in material.scope.periods) and (
        count := material.catalog.count_in(urls.UNDATED)
    ):
        yield _plan_undated(material, count)


def _find_periods(material: Material) -> Iterator[Beside]:
    if material.scope is not None:
        yield from material.catalog.periods_beside(filterfalse(is_anniversary, material.scope.periods))
        return
    for periods in (years, months, days):
        yield from with_neighbours(periods(material.catalog))


def years(catalog: Catalog) -> Iterator[Period]:
    return catalog.periods()


def months(catalog: Catalog) -> Iterator[Period]:
    for year, _ in years(catalog):
        yield from catalog.periods(year)


def days(catalog: Catalog) -> Iterator[Period]:
    for month, _ in months(catalog):
        yield from catalog.periods(month)


def describe_periods(periods: Iterable[Period]) -> list[Facts]:
    """Periods with the addresses of their indexes and their counts."""
    return [{"period": period, "address": urls.period_address(period), "count": count} for period, count in periods]


def describe_undated(catalog: Catalog) -> Facts | None:
    """The index of undated articles, if there are any."""
    count = catalog.count_in(urls.UNDATED)
    return describe_periods([(urls.UNDATED, count)])[0] if count else None


def find_coverage(catalog: Catalog) -> str:
    """Where it is told which months are covered; empty if no article has a date."""
    return urls.COVERAGE if next(catalog.periods(), None) else ""


def _plan_dates(material: Material) -> Page:
    catalog = material.catalog
    rows = [{**year, "months": describe_periods(catalog.periods(year["period"]))} for year in
            describe_periods(years(catalog))]  # fmt: skip
    return make_page(
        material,
        urls.DATES,
        "dates.html",
        material.messages.say("Dates"),
        subject=SUBJECT,
        years=rows,
        undated=describe_undated(catalog),
        on_this_day=describe_on_this_day(catalog),
        coverage=find_coverage(catalog),
        count=catalog.count(),
    )


def _plan_period(material: Material, found: Beside) -> Page:
    """The page of a year or a month."""
    period, count = found[1]
    parts = describe_periods(material.catalog.periods(period))
    days = describe_periods(material.catalog.periods(period, _DAY)) if len(period) == 4 else []
    is_split = bool(parts) and count > material.settings.page_size
    groups = _group(material.catalog.cards_in(period, exactly=is_split), len(period) + 3)
    template = _TEMPLATES[len(period)]
    return _make_page(material, found, template, parts=parts, days=days, is_split=is_split, groups=groups)


def _plan_day(material: Material, found: Beside) -> Page:
    stories = material.catalog.stories_in(found[1][0])
    articles = describe_stories(material.catalog, stories, led_by_picture=True)
    return _make_page(material, found, "day.html", articles=articles)


def _make_page(material: Material, found: Beside, template: str, **context: Any) -> Page:
    before, (period, count), after = found
    return make_page(
        material,
        urls.period_address(period),
        template,
        print_period(period, material.settings.language),
        subject=period_subject(period),
        period=period,
        count=count,
        previous=_neighbour(before),
        next=_neighbour(after),
        trail=describe_trail(period[:-3], material.messages),
        **context,
    )


def _group(cards: Iterable[tuple[str, str]], length: int) -> Json:
    """The articles of a period by its parts; those that are dated no further make a group of the period itself."""
    groups = groupby(cards, lambda card: card[0][:length])
    return join_json(
        format_context({"period": period, "address": urls.period_address(period), "articles": _join_cards(group)})
        for period, group in groups
    )


def _join_cards(cards: Iterable[tuple[str, str]]) -> Json:
    return join_json(map(itemgetter(1), cards))


def _neighbour(period: Period | None) -> Facts | None:
    return {"period": period[0], "address": urls.period_address(period[0])} if period else None


def _plan_undated(material: Material, count: int) -> Page:
    return make_page(
        material,
        urls.period_address(urls.UNDATED),
        "undated.html",
        material.messages.say("Undated"),
        subject=period_subject(urls.UNDATED),
        count=count,
        articles=_join_cards(material.catalog.cards_in(urls.UNDATED)),
        trail=describe_trail("", material.messages),
    )
