"""Plans a page at each old address of an article, which leads to where the article is now.

In: the catalog's aliases. Out: small pages that redirect without a server's help.
"""

from collections.abc import Iterator

from backfile.model import Page
from backfile.pages.page import Material, describe_neighbour, make_page
from backfile.urls import collision_key


def plan(material: Material) -> Iterator[Page]:
    for address, source, card in material.catalog.aliases():
        # An article may name its present address among its old ones.
        if collision_key(address) != collision_key(card["address"]):
            target = describe_neighbour(card)
            yield make_page(material, address, "redirect.html", card["title"], source=source, target=target)
