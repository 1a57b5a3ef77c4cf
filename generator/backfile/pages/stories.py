"""Describes articles as a front page shows them: cards with a picture, the leading story first.

In: the catalog's articles. Out: cards as JSON, each with its first picture that lies in the archive, or none.
"""

import json
from collections.abc import Iterable

from backfile import urls
from backfile.archive import is_article
from backfile.catalog import Catalog, Story
from backfile.entries import Facts, target_of
from backfile.pages.page import Json, format_json, join_json


def describe_stories(catalog: Catalog, stories: Iterable[Story], led_by_picture: bool = False) -> Json:
    """The stories in their order; `led_by_picture`: but the first that has a picture goes before all."""
    shown = [(find_picture(catalog, story), story.card) for story in stories]
    if led_by_picture:
        lead = next((number for number, (picture, _) in enumerate(shown) if picture), 0)
        shown = [*shown[lead : lead + 1], *shown[:lead], *shown[lead + 1 :]]
    return join_json(f'{card[:-1]},"image":{format_json(picture)}}}' for picture, card in shown)


def find_picture(catalog: Catalog, story: Story) -> Facts | None:
    """The first picture of an article that the site holds, with its address."""
    if story.images == "[]":
        return None
    for image in json.loads(story.images):
        path = target_of(image["file"], story.path) if image["file"] else ""
        if path.startswith("content/") and not is_article(path) and catalog.find_digest(path) is not None:
            return {**image, "address": urls.content_address(path)}
    return None
