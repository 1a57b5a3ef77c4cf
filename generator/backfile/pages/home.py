"""Plans the home page: the latest articles, and doors to every index.

In: the catalog. Out: one page, with the newest articles and their pictures, the years with counts,
and each taxonomy with its largest terms.
"""

from collections.abc import Iterator

from backfile import urls
from backfile.catalog import Catalog
from backfile.entries import Facts
from backfile.model import Page
from backfile.pages.dates import describe_periods, describe_undated, find_coverage, years
from backfile.pages.on_this_day import describe_on_this_day
from backfile.pages.page import Material, make_page
from backfile.pages.stories import describe_stories
from backfile.pages.terms import describe_taxonomy, describe_term
from backfile.subjects import HOME as SUBJECT
from backfile.taxonomies import TAXONOMIES, Taxonomy

# Terms that a door on the home page names.
_LARGEST = 12
# Up to so many years a timeline shows months.
_MONTHS_UP_TO = 3


def plan(material: Material) -> Iterator[Page]:
    catalog, settings = material.catalog, material.settings
    dated = describe_periods(years(catalog))
    yield make_page(
        material,
        urls.HOME,
        "home.html",
        settings.title,
        subject=SUBJECT,
        description=settings.description,
        articles=describe_stories(catalog, catalog.latest_stories(settings.home_size)),
        count=catalog.count(),
        years=dated,
        timeline=_find_timeline(catalog, dated),
        undated=describe_undated(catalog),
        on_this_day=describe_on_this_day(catalog),
        coverage=find_coverage(catalog),
        doors=[_door(material, taxonomy) for taxonomy in TAXONOMIES if catalog.count_terms(taxonomy.name)],
    )


def _find_timeline(catalog: Catalog, years: list[Facts]) -> list[Facts]:
    """The years; of a short archive the months."""
    is_short = years and int(years[-1]["period"]) - int(years[0]["period"]) < _MONTHS_UP_TO
    months = describe_periods(catalog.periods(length=7)) if is_short else []
    return months or years


def _door(material: Material, taxonomy: Taxonomy) -> Facts:
    largest = material.catalog.largest_terms(taxonomy.name, _LARGEST)
    return {
        **describe_taxonomy(taxonomy, material.messages),
        "count": material.catalog.count_terms(taxonomy.name),
        "terms": [describe_term(material.settings, taxonomy, term) for term in largest],
    }
