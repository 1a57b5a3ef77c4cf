"""Plans the page that a server shows for an address that doesn't exist.

In: the site's public address. Out: one page. It is shown at any depth, so its links begin at the top of the site, below
the path of that address alone: a copy of the site on another host looks for nothing on the first one.
"""

from collections.abc import Iterator

from backfile.model import Page
from backfile.pages.page import Material, make_page
from backfile.subjects import NOT_FOUND as SUBJECT
from backfile.urls import NOT_FOUND, top_link


def plan(material: Material) -> Iterator[Page]:
    title, top = material.messages.say("Page not found"), top_link(material.settings.base_url)
    yield make_page(material, NOT_FOUND, "404.html", title, subject=SUBJECT, top=top)
