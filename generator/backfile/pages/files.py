"""Plans the files that are published as they are: pictures beside articles, originals, the theme's assets.

In: the catalog's files and the theme's. Out: pages without a template, which are copies of their source.
"""

from collections.abc import Iterator

from backfile import urls
from backfile.model import Page
from backfile.pages.page import Material, copy_page
from backfile.subjects import ASSETS, file_subject


def plan(material: Material) -> Iterator[Page]:
    for path in [""] if material.scope is None else material.scope.files:
        for source in material.catalog.shown_files(path):
            yield copy_page(urls.content_address(source.path), source, file_subject(source.path))
        if material.settings.publish_originals:
            for source in material.catalog.shown_originals(path):
                yield copy_page(urls.original_address(source.path), source, file_subject(source.path))
    for source in material.files:
        yield copy_page(source.path.removeprefix("templates/"), source, ASSETS)
