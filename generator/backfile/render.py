"""`Page` + source bytes to output bytes.

In: a page, the theme, what templates know as `site`; what is known of the page that the site has. Out: bytes, or a
Problem. A source that is read, once, here, must still have the digest that it was planned with. A body that was made
before isn't made again: it is cut out of the published page. Writes nothing.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from backfile import urls
from backfile.archive import Archive, read_file, read_source
from backfile.copies import format_head, place_links
from backfile.fingerprints import program_digest
from backfile.frontmatter import decode
from backfile.ledger import find_left_out, parse_ledger
from backfile.markdown import render_body
from backfile.markup import FindLink
from backfile.model import Page, Problem, Source
from backfile.theme import Theme

# So many lines of one kind that an import took out are shown, and so many characters of each.
_MOST_LINES, _LONGEST_LINE = 12, 160
_BEGINNING = 50
Site = dict[str, str | bool]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's bytes. `body` is where an article's body stands in them, `digest.offset.length`, and the digest is that
    of all that decides the body; '' if the page has none or several, or its template changed it."""

    data: bytes
    body: str = ""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders pages of the archive at `root`. `made` holds bodies for feeds, by what decides them: most articles stand
    in several. `texts` holds the text of the file that was read last."""

    root: Path
    theme: Theme
    site: Site
    made: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def render(self, page: Page, standing: str = "", body: str = "") -> Rendered | Problem:
        """A page; one without template is a copy of its source. `standing` is the digest of what the site has at its
        address, and `body` what was noted of that: a body that nothing changed is cut out of it."""
        if not page.template:
            assert page.source is not None, page.path
            path = self.theme.find_asset(page.source.path) or self.root / page.source.path
            copied = read_source(str(path), page.source)
            return copied if isinstance(copied, Problem) else Rendered(copied)
        bodies = _Bodies(self.root, self.site, page.path, standing, body, self.made, self.texts)
        context = {
            **json.loads(page.context),
            "site": self.site,
            "body": bodies.render,
            "left_out": bodies.find_left_out,
            "markdown": bodies.markdown,
            "front_matter": bodies.front_matter,
        }
        data = self.theme.render(page.template, context)
        if bodies.problem or isinstance(data, Problem):
            return bodies.problem or data  # type: ignore[return-value]
        return Rendered(data, bodies.locate(data))


class _Bodies:
    """The functions `body` and `left_out` that templates call, for one page; keeps the first Problem, since templates
    can't."""

    def __init__(
        self,
        root: Path,
        site: Site,
        page: str,
        standing: str,
        body: str,
        absolute: dict[str, str],
        texts: dict[str, str],
    ) -> None:
        self.root, self.site, self.page, self.standing = root, site, page, standing
        self.problem: Problem | None = None
        self._absolute_ones, self._texts = absolute, texts
        self._made: dict[str, str] = {}  # by the digest of what decides them
        self._known, _, self._place = body.partition(".")

    def render(self, article: dict[str, Any], absolute: bool = False) -> Markup:
        """The body of an article's facts as HTML, its links relative to the page, or absolute."""
        decisive = self._digest(article, absolute)
        if decisive not in self._made:
            standing = self._cut_out() if decisive == self._known else self._absolute_ones.get(decisive)
            body = self._render(article, absolute) if standing is None else standing
            if isinstance(body, Problem):
                self.problem = self.problem or body
                return Markup()
            self._made[decisive] = body
            if absolute:
                self._absolute_ones[decisive] = body
        return Markup(self._made[decisive])

    def find_left_out(self, ledger: dict[str, str]) -> list[dict[str, Any]]:
        """The lines of a ledger that an import took out of an article, by what they are."""
        path = ledger["path"]
        data = read_source(f"{self.root}/{path}", Source(path, ledger["digest"], 0))
        if isinstance(data, Problem):
            self.problem = self.problem or data
            return []
        try:
            lines = find_left_out(parse_ledger(data.decode("utf-8", "replace")))
        except ValueError:
            return []  # a person has edited it; it is theirs
        return [
            {"kind": kind, "count": len(texts), "lines": [_shorten(text) for text in texts[:_MOST_LINES]]}
            for kind in dict.fromkeys(line.kind for line in lines)
            if (texts := [line.text for line in lines if line.kind == kind])
        ]

    def locate(self, data: bytes) -> str:
        """Where the page's one body stands in its bytes, for `Rendered.body`."""
        if len(self._made) != 1:
            return ""
        ((decisive, text),) = self._made.items()
        body = text.encode()
        offset = _find(body, data)
        return f"{decisive}.{offset}.{len(body)}" if offset >= 0 else ""

    def _digest(self, article: dict[str, Any], absolute: bool) -> str:
        """The digest of everything that decides a body, all that `_render` reads."""
        place = self.site["base_url"] if absolute else self.page.count("/")
        source = article["source_file"]
        said = (article["title"], article["links"], place, self.site["remote_images"])
        parts = repr((program_digest(), source["digest"], source["start"], *said))
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    def _cut_out(self) -> str | None:
        """The body from the page that the site has, if nobody has edited that. The source isn't read: it had the digest
        that the body was made from when it was scanned, and if it changes now the next scan meets it, as for a page
        that is fresh."""
        try:
            data = read_file(f"{Archive(self.root).site}/{self.page}")
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != self.standing:
            return None
        offset, length = map(int, self._place.split("."))
        return data[offset : offset + length].decode()

    def _render(self, article: dict[str, Any], absolute: bool) -> str | Problem:
        """The body from the article's Markdown."""
        source = article["source_file"]
        text = self._text(source)
        if isinstance(text, Problem):
            return text
        find_link = _link_finder(article["links"], self._absolute if absolute else self._relative)
        own = str(self.site["base_url"]) if absolute else ""
        shown = bool(self.site["remote_images"])
        return render_body(text[source["start"] :], article["title"], find_link, shown, own)

    def markdown(self, article: dict[str, Any], absolute: bool = False) -> str:
        """The body of an article's facts as Markdown, its links as `render` has them."""
        text = self._text(article["source_file"])
        if isinstance(text, Problem):
            self.problem = self.problem or text
            return ""
        body = text[article["source_file"]["start"] :].strip("\n")
        return place_links(body, article["links"], self._absolute if absolute else self._relative)

    def front_matter(self, article: dict[str, Any]) -> str:
        """What readers may know of an article, as a head for its Markdown."""
        return format_head(article, self._relative)

    def _text(self, source: dict[str, Any]) -> str | Problem:
        """The text of an article's file. The last one is kept: a page's Markdown is made right after it."""
        path, digest = source["path"], source["digest"]
        if digest in self._texts:
            return self._texts[digest]
        data = read_source(f"{self.root}/{path}", Source(path, digest, 0))
        text = data if isinstance(data, Problem) else decode(data, path)
        if isinstance(text, str):
            self._texts.clear()
            self._texts[digest] = text
        return text

    def _absolute(self, address: str) -> str:
        return urls.absolute(address, str(self.site["base_url"]))

    def _relative(self, address: str) -> str:
        return urls.link(address, self.page.count("/"))


def _find(body: bytes, data: bytes) -> int:
    """Where a body begins in a page; -1 if it doesn't stand there. Python gets ready for long before it looks for a
    text as long as that, so its beginning is looked for."""
    offset = data.find(body[:_BEGINNING])
    while offset >= 0 and not data.startswith(body, offset):
        offset = data.find(body[:_BEGINNING], offset + 1)
    return offset


def _link_finder(links: dict[str, str], place: Callable[[str], str]) -> FindLink:
    def find_link(target: str) -> str | None:
        address = links.get(target)
        return place(address) if address else address

    return find_link


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE].rstrip()} …"
