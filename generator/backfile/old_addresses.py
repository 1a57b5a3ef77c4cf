"""Old addresses that won't do what they should: those that lead in a circle, hide an article, or need rules.

In: the archive, its catalog, its settings. Out: Problems, with the line where the address is written. Hosts differ:
many serve `slug.html` when asked for `slug`, and some send everybody there, so that an old address which is a present
one without `.html` can't be told from it.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from backfile.archive import find_line
from backfile.catalog import Catalog
from backfile.model import Problem
from backfile.pages.aliases import Old, find_old
from backfile.settings import Settings
from backfile.urls import top_of


def find_tangles(root: Path, catalog: Catalog, settings: Settings) -> Iterator[Problem]:
    top, homeless = top_of(settings.base_url), []
    for old in find_old(catalog, settings):
        if not old.address:
            homeless.append(old)
        elif (other := _find_twin(catalog, old, top)) == old.source.path:
            message = f"the old address {old.written} is the article's own without .html"
            hint = "some hosts would lead in a circle: delete the alias, they find the article without it"
            yield Problem("warning", "redirect-loop", old.source.path, _find_line(root, old), message, hint)
        elif other:
            message = f"the old address {old.written} is that of {other} without .html"
            hint = "some hosts would lead those who ask for that article to this one: give one of them another slug"
            yield Problem("warning", "redirect-chain", old.source.path, _find_line(root, old), message, hint)
    if homeless and not settings.redirects:
        first = homeless[0]
        message = f"no file can stand at the old address {first.written}"
        message += f", nor at {len(homeless) - 1:,} others" if homeless[1:] else ""
        hint = "the server needs rules for it: docs/hosting.md tells how the setting redirects makes them"
        yield Problem("warning", "redirect-needs-rules", first.source.path, _find_line(root, first), message, hint)


def _find_twin(catalog: Catalog, old: Old, top: str) -> str | None:
    """The article whose address is an old one with `.html` at its end."""
    bare = old.path.removeprefix(top).rstrip("/")
    return catalog.find_by_address(f"{bare}.html") if not bare.endswith(".html") else None


def with_line(root: Path, catalog: Catalog, settings: Settings, problem: Problem) -> Problem:
    """A problem about an address that is taken, with the line on which an article asks for it, if it is an old one."""
    if problem.code == "address-taken" and problem.line is None:
        for old in find_old(catalog, settings, problem.path):
            if old.source.path == problem.path and old.address and f": {old.address}" in problem.message:
                return replace(problem, line=_find_line(root, old))
    return problem


def _find_line(root: Path, old: Old) -> int | None:
    """The line of the article's file on which an old address stands first."""
    return find_line(root / old.source.path, old.written)
