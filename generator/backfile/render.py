"""`Page` + source bytes to output bytes.

In: a page, the theme, what templates know as `site`. Out: bytes, or a Problem. A source is read once, here, and must
still have the digest that it was planned with. Knows nothing of where outputs go.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from backfile import urls
from backfile.archive import read_file
from backfile.frontmatter import decode
from backfile.markdown import render_body
from backfile.markup import FindLink
from backfile.model import Page, Problem, Source
from backfile.theme import Theme

Site = dict[str, str | bool]


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders pages of the archive at `root`."""

    root: Path
    theme: Theme
    site: Site

    def render(self, page: Page) -> bytes | Problem:
        """The bytes of a page; a page without template is a copy of its source."""
        if not page.template:
            assert page.source is not None, page.path
            path = self.theme.find_asset(page.source.path) or self.root / page.source.path
            return _read(str(path), page.source)
        bodies = _Bodies(self.root, self.site, page.path)
        context = {**json.loads(page.context), "site": self.site, "body": bodies.render}
        text = self.theme.render(page.template, context)
        if bodies.problem or isinstance(text, Problem):
            return bodies.problem or text  # type: ignore[return-value]
        return text.encode()


class _Bodies:
    """The function `body` that templates call, for one page; keeps the first Problem, since templates can't."""

    def __init__(self, root: Path, site: Site, page: str) -> None:
        self.root, self.site, self.page = root, site, page
        self.problem: Problem | None = None

    def render(self, article: dict[str, Any], absolute: bool = False) -> Markup:
        """The body of an article's facts as HTML, its links relative to the page, or absolute."""
        source = article["source_file"]
        path = source["path"]
        data = _read(f"{self.root}/{path}", Source(path, source["digest"], 0))
        text = data if isinstance(data, Problem) else decode(data, path)
        if isinstance(text, Problem):
            self.problem = self.problem or text
            return Markup()
        place = self._absolute if absolute else self._relative
        find_link = _link_finder(article["links"], place)
        return Markup(
            render_body(text[source["start"] :], article["title"], find_link, bool(self.site["remote_images"]))
        )

    def _absolute(self, address: str) -> str:
        return urls.absolute(address, str(self.site["base_url"]))

    def _relative(self, address: str) -> str:
        return urls.link(address, self.page.count("/"))


def _link_finder(links: dict[str, str], place: Callable[[str], str]) -> FindLink:
    def find_link(target: str) -> str | None:
        address = links.get(target)
        return place(address) if address else address

    return find_link


def _read(path: str, source: Source) -> bytes | Problem:
    """A source's bytes, if they are still those that were planned with."""
    try:
        data = read_file(path)
    except OSError as error:
        return Problem("error", "unreadable", source.path, None, f"can't be read: {error.strerror}", "build again")
    if hashlib.sha256(data).hexdigest() != source.digest:
        return Problem(
            "error", "changed-meanwhile", source.path, None, "changed while the site was built", "build again"
        )
    return data
