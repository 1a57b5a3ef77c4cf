"""Plans the page that stands at the address of each withheld article.

In: the catalog's withheld articles. Out: a small page each, which tells why and since when, and the title only where
the article's front matter allows that. Nothing else of the article is in its context, and no other page leads to it.
"""

from collections.abc import Iterator

from backfile.model import Page
from backfile.pages.page import Material, make_page
from backfile.subjects import article_subject


def plan(material: Material) -> Iterator[Page]:
    for path in [""] if material.scope is None else material.scope.articles:
        for listed in material.catalog.withheld(path):
            told = listed.facts["withheld"]
            yield make_page(
                material,
                listed.card["address"],
                "withheld.html",
                told["title"] or material.messages.say("Withheld"),
                subject=article_subject(listed.source.path),
                source=listed.source,
                withheld=told,
                date=listed.card["date"],
            )
