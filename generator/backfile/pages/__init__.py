"""Planners, one file for each kind of page: catalog to `Page` values.

In: the catalog, the settings, the theme's assets; perhaps a scope. Out: every page of the site, or those about subjects
in the scope, as a stream. Planners only make values: they read no file and render nothing. Who wants another kind of
page adds a module and a row to the table.
"""

from collections.abc import Iterator

from backfile.model import Page
from backfile.pages import (
    aliases,
    articles,
    coverage,
    data,
    dates,
    feed,
    files,
    home,
    look,
    not_found,
    on_this_day,
    robots,
    rules,
    search,
    sitemap,
    terms,
    tombstones,
)
from backfile.pages.page import Material

PLANNERS = (
    home.plan,
    articles.plan,
    tombstones.plan,
    dates.plan,
    on_this_day.plan,
    coverage.plan,
    terms.plan,
    aliases.plan,
    rules.plan,
    feed.plan,
    sitemap.plan,
    robots.plan,
    data.plan,
    search.plan,
    not_found.plan,
    look.plan,
    files.plan,
)


def plan(material: Material) -> Iterator[Page]:
    """Every page of the site, or of the material's scope."""
    for planner in PLANNERS:
        yield from planner(material)
