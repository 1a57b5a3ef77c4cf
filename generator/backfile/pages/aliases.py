"""Plans a page at each old address of an article, which leads to where the article is now.

In: the catalog's aliases. Out: small pages that redirect without a server's help.
"""

from collections.abc import Iterator

from backfile.model import Page
from backfile.pages.page import Material, describe_neighbour, make_page
from backfile.subjects import article_subject
from backfile.urls import collision_key


def plan(material: Material) -> Iterator[Page]:
    for path in [""] if material.scope is None else material.scope.articles:
        for address, source, card in material.catalog.aliases(path):
            # An article may name its present address among its old ones.
            if collision_key(address) != collision_key(card["address"]):
                yield make_page(
                    material,
                    address,
                    "redirect.html",
                    card["title"],
                    subject=article_subject(source.path),
                    source=source,
                    target=describe_neighbour(card),
                )
