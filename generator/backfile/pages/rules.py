"""Plans what servers are told: the rules for old addresses, in the forms that the settings ask for, and what a host
needs.

In: the old addresses. Out: a page for each file of rules. All rules stand in one file, so it is made anew with any
change, where it is asked for.
"""

from collections.abc import Iterator

from backfile import urls
from backfile.model import Page
from backfile.pages.aliases import find_old
from backfile.pages.page import Material, make_page
from backfile.redirects import FORMATS, Rule
from backfile.subjects import MACHINES


def plan(material: Material) -> Iterator[Page]:
    settings = material.settings
    if settings.redirects:
        # What asks for a query goes first: a path alone takes any.
        rules = sorted(set(_find_rules(material)), key=lambda rule: (rule.path, not rule.query, rule))
        for name in settings.redirects:
            address, write = FORMATS[name]
            yield _plan_lines(material, address, list(write(rules)))
    if settings.host == "github-pages":
        yield _plan_lines(material, ".nojekyll", [])


def _find_rules(material: Material) -> Iterator[Rule]:
    top = urls.top_of(material.settings.base_url)
    for old in find_old(material.catalog, material.settings):
        yield Rule(old.path, old.query, "/" + urls.link(f"{top[1:]}{old.now}", 0))


def _plan_lines(material: Material, address: str, lines: list[str]) -> Page:
    return make_page(material, address, "lines.txt", "", subject=MACHINES, lines=lines)
