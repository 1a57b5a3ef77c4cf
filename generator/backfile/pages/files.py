"""Plans the files that are published as they are: pictures beside articles, originals, the theme's assets.

In: the catalog's files and the theme's. Out: pages without a template, which are copies of their source.
"""

from collections.abc import Iterator

from backfile import urls
from backfile.model import Page
from backfile.pages.page import Material, copy_page


def plan(material: Material) -> Iterator[Page]:
    for source in material.catalog.shown_files():
        yield copy_page(urls.content_address(source.path), source)
    if material.settings.publish_originals:
        for source in material.catalog.shown_originals():
            yield copy_page(urls.original_address(source.path), source)
    for source in material.files:
        yield copy_page(source.path.removeprefix("templates/"), source)
