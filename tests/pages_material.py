"""Small catalogs for the tests of planners: articles made from a few words, pages as plain data."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from backfile.archive import File
from backfile.catalog import Catalog
from backfile.dates import parse_date
from backfile.entries import Record, make_entry
from backfile.messages import Messages
from backfile.model import Article, Page, Source
from backfile.pages.page import Material, collect_material
from backfile.settings import Settings

CSS = Source("templates/assets/style.css", "c55", 3)
ICON = Source("templates/assets/icon.svg", "1c0", 3)
COPY = Source("templates/assets/copy.js", "c09", 3)


def make_article(slug: str, date: str = "", **fields: Any) -> Article:
    article = Article(f"content/{slug}.md", slug.replace("-", " ").capitalize(), slug)
    return replace(article, date=parse_date(date) if date else None, **fields)


def make_material(
    tmp_path: Path,
    articles: Iterable[Article],
    files: Iterable[str] = (),
    links: dict[str, tuple[str, ...]] | None = None,
    **settings: Any,
) -> Material:
    """The material of an archive of these articles, and of files beside them; `links` are those of bodies, by slug."""
    catalog = Catalog(tmp_path / "catalog.sqlite")
    for article in articles:
        catalog.add_file(File(article.path, 1, 0, 0), f"digest of {article.slug}")
        source = Source(article.path, f"digest of {article.slug}", 1)
        found = (links or {}).get(article.slug, ())
        catalog.add_article(make_entry(Record(source, article, f"Text of {article.slug}", 10, found)))
    for path in files:
        catalog.add_file(File(path, 2, 0, 0), f"digest of {path}")
    catalog.settle()
    return collect_material(catalog, Settings(**settings), Messages("en"), [ICON, CSS, COPY])


def read(pages: Iterable[Page]) -> dict[str, dict[str, Any]]:
    """What the pages show, by address, without the parts that all pages have."""
    contexts = {page.path: json.loads(page.context) for page in pages if page.template}
    return {
        path: {key: value for key, value in context.items() if key not in {"page", "nav", "several_sources"}}
        for path, context in contexts.items()
    }


def titles(cards: Iterable[dict[str, Any]]) -> list[str]:
    return [card["title"] for card in cards]


def counts(parts: Iterable[dict[str, Any]]) -> dict[str, int]:
    return {part["address"]: part["count"] for part in parts}
