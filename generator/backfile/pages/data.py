"""Plans the archive as data, in the forms that the settings ask for.

In: the published articles by year. Out: a file of each year in each form, so that an edit makes few of them anew; the
database, which the build makes itself of the whole catalog; `datapackage.json` (Frictionless), and a page for people.
"""

import hashlib
from collections.abc import Iterator

from backfile import urls
from backfile.catalog import Catalog
from backfile.dataset import DATABASE, WITH_TEXTS, describe_fields
from backfile.entries import Facts
from backfile.model import Page
from backfile.pages.articles import describe_article
from backfile.pages.page import Material, join_json, make_page
from backfile.settings import Settings
from backfile.subjects import MACHINES, period_subject

_MEDIA = {"csv": "text/csv", "jsonl": "application/jsonl"}


def plan(material: Material) -> Iterator[Page]:
    forms = [form for form in _MEDIA if form in material.settings.data]
    years = list(_find_years(material.catalog))
    for year, _ in years if forms else ():
        if material.scope is None or year in material.scope.periods:
            yield from _plan_year(material, year, forms)
    if has_database(material.settings):
        yield _plan_database(material)
    if material.settings.data:
        yield _plan_package(material, years, forms)
        yield _plan_index(material, years, forms)


def _find_years(catalog: Catalog) -> Iterator[tuple[str, int]]:
    yield from catalog.periods()
    if count := catalog.count_in(urls.UNDATED):
        yield urls.UNDATED, count


def _plan_year(material: Material, year: str, forms: list[str]) -> Iterator[Page]:
    rows = join_json(describe_article(material.catalog, listed) for listed in material.catalog.articles_in(year))
    for form in forms:
        template, subject = f"articles.{form}", period_subject(year)
        yield make_page(material, _find_file(year, form), template, year, subject=subject, articles=rows)


def _find_file(year: str, form: str) -> str:
    return urls.data_address(f"articles-{year}.{form}")


def has_database(settings: Settings) -> bool:
    return not {"sqlite", WITH_TEXTS}.isdisjoint(settings.data)


def _plan_database(material: Material) -> Page:
    catalog = material.catalog
    state = f"{catalog.digest_published()} {catalog.digest_linkable()} {material.settings.ascii_slugs}"
    if WITH_TEXTS in material.settings.data:
        state += f" {material.settings.base_url}"
    digest = hashlib.sha256(state.encode()).hexdigest()
    return make_page(material, urls.data_address(DATABASE), DATABASE, "", subject=MACHINES, articles=digest)


def _plan_package(material: Material, years: list[tuple[str, int]], forms: list[str]) -> Page:
    settings = material.settings
    package: Facts = {
        "profile": "data-package",
        "name": "archive",
        "title": settings.title,
        "resources": [_describe_resource(year, form) for form in forms for year, _ in years],
    }
    if has_database(settings):
        package["resources"].append(
            {"name": "database", "path": DATABASE, "format": "sqlite", "mediatype": "application/vnd.sqlite3"}
        )
    if settings.description:
        package["description"] = settings.description
    if settings.base_url:
        package["homepage"] = settings.base_url
    address = urls.data_address("datapackage.json")
    return make_page(material, address, "datapackage.json", "", subject=MACHINES, package=package)


def _describe_resource(year: str, form: str) -> Facts:
    path = _find_file(year, form).rpartition("/")[2]
    about = {"name": f"articles-{year}-{form}", "path": path, "format": form, "mediatype": _MEDIA[form]}
    schema = {"fields": describe_fields(form), "primaryKey": "address", "missingValues": [""]}
    profile = "tabular-data-resource" if form == "csv" else "data-resource"
    return {**about, "encoding": "utf-8", "profile": profile, "schema": schema}


def _plan_index(material: Material, years: list[tuple[str, int]], forms: list[str]) -> Page:
    rows = [
        {
            "period": year,
            "count": count,
            "files": [{"form": form, "address": _find_file(year, form)} for form in forms],
        }
        for year, count in years
    ]
    return make_page(
        material,
        urls.DATA,
        "data.html",
        material.messages.say("The archive as data"),
        subject=MACHINES,
        years=rows,
        forms=forms,
        count=material.catalog.count(),
        database=urls.data_address(DATABASE) if has_database(material.settings) else "",
        package=urls.data_address("datapackage.json"),
    )
