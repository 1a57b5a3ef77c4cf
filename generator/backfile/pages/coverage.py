"""Plans the page that shows which months each source covers, and where the gaps are.

In: the catalog's sources, largest first, with how many articles each has in every year and month. Out: one page. What
is beyond the largest sources, and what has no source, is summed; without any source that is the whole archive.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from backfile.catalog import Catalog
from backfile.entries import Facts
from backfile.model import Page
from backfile.pages.dates import describe_periods, find_coverage
from backfile.pages.page import Material, make_page
from backfile.pages.terms import describe_term
from backfile.settings import Settings
from backfile.subjects import COVERAGE as SUBJECT
from backfile.taxonomies import COVERED

# How many sources are shown, and of how many months in all: a page of more is too large to be read.
_SOURCES = 50
_MONTHS = 6000
# How many of a source's gaps are named.
_GAPS = 5
Counts = Mapping[str, int]


def plan(material: Material) -> Iterator[Page]:
    if address := find_coverage(material.catalog):
        sources = list(_describe_sources(material.catalog, material.settings))
        title = material.messages.say("Coverage")
        years = [year for source in sources for year in source["years"]]
        most = max((month["count"] for year in years for month in year["months"]), default=0)
        yield make_page(material, address, "coverage.html", title, subject=SUBJECT, sources=sources, most=most)


def _describe_sources(catalog: Catalog, settings: Settings) -> Iterator[Facts]:
    """The largest sources; last, without an address, all that belongs to none of these."""
    rest, months = Counter(dict([*catalog.periods(), *catalog.periods(length=7)])), 0
    total = catalog.count()
    for term in catalog.largest_terms(COVERED.name, _SOURCES):
        counts = dict(catalog.covered(term.key))
        months += len(counts)
        if months > _MONTHS and total < catalog.count():
            break
        yield {**describe_term(settings, COVERED, term), **describe_coverage(counts, term.count)}
        rest.subtract(counts)
        total -= term.count
    if total > 0:
        counts = {period: count for period, count in sorted(rest.items()) if count > 0}
        yield {"label": "", "address": "", "count": total, **describe_coverage(counts, total)}


def describe_coverage(counts: Counts, total: int) -> Facts:
    """Years with their months; the first and last month, how many there are between and how many of these hold
    articles; the longest gaps, oldest first, and how many more there are; how many articles have no date."""
    years = describe_periods((period, count) for period, count in counts.items() if len(period) == 4)
    months = [period for period in counts if len(period) == 7]
    gaps = find_gaps(months)
    longest = sorted(sorted(gaps, key=lambda gap: (-gap["months"], gap["first"]))[:_GAPS], key=lambda gap: gap["first"])
    return {
        "years": [{**year, "months": _describe_months(counts, year["period"])} for year in years],
        "first": months[0] if months else "",
        "last": months[-1] if months else "",
        "months": len(months),
        "span": len(months) + sum(gap["months"] for gap in gaps),
        "gaps": longest,
        "more_gaps": len(gaps) - len(longest),
        "undated": total - sum(year["count"] for year in years),
    }


def _describe_months(counts: Counts, year: str) -> list[Facts]:
    names = (f"{year}-{month:02}" for month in range(1, 13))
    return describe_periods((name, counts[name]) for name in names if name in counts)


def find_gaps(months: Sequence[str]) -> list[Facts]:
    """The runs of months that are missing between others: the first and the last, and how many."""
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months]
    return [
        {"first": _name_month(before + 1), "last": _name_month(after - 1), "months": after - before - 1}
        for before, after in pairwise(numbers)
        if after - before > 1
    ]


def _name_month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
