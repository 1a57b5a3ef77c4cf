"""Plans the style sheet with the colours and fonts that the settings choose, if they choose any.

In: the settings. Out: one page, assets/look.css, which stands behind the theme's own style sheet on every page.
"""

from collections.abc import Iterator

from backfile.colors import FONTS
from backfile.model import Page
from backfile.pages.page import Material, make_page
from backfile.subjects import ASSETS as SUBJECT
from backfile.urls import LOOK


def plan(material: Material) -> Iterator[Page]:
    settings = material.settings
    if not settings.has_look:
        return
    yield make_page(
        material,
        LOOK,
        "look.css",
        "",
        subject=SUBJECT,
        colors=dict(settings.colors),
        dark_colors=dict(settings.dark_colors),
        fonts={FONTS[name]: value for name, value in settings.fonts},
    )
