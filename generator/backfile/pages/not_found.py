"""Plans the page that a server shows for an address that doesn't exist."""

from collections.abc import Iterator

from backfile.model import Page
from backfile.pages.page import Material, make_page
from backfile.subjects import NOT_FOUND as SUBJECT
from backfile.urls import NOT_FOUND


def plan(material: Material) -> Iterator[Page]:
    yield make_page(material, NOT_FOUND, "404.html", material.messages.say("Page not found"), subject=SUBJECT)
