"""`backfile check`, whole: what is wrong with the material, the originals and the built site.

In: an archive. Out: Problems; nothing is changed. Front matter is parsed as a build would; each original must have the
sha256 that its article remembers; each picture of an article must be at hand; each link and picture in the built site
must lead to a file of the site.
"""

import posixpath
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backfile.archive import Archive, File, digest_file, walk
from backfile.catalog import Catalog
from backfile.model import Problem, sort_problems
from backfile.old_addresses import find_tangles
from backfile.parallel import Workers
from backfile.pictures import find_missing
from backfile.scan import Progress, scan
from backfile.settings import Settings
from backfile.tagrules import check_tag_rules
from backfile.theme import Theme
from backfile.themefiles import find_default_theme

_LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "audio": "src", "video": "src"}


def check(archive: Archive, settings: Settings, workers: Workers, progress: Progress) -> tuple[Problem, ...]:
    """All problems of an archive and of its built site, in order."""
    with Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog:
        problems = [*scan(archive, catalog, workers, progress).problems]
        problems += Theme(archive.templates, find_default_theme()).find_problems()
        problems += check_tag_rules(archive.tag_rules)[1]
        problems += _check_originals(archive, catalog)
        problems += find_missing(archive.root, catalog)
        problems += find_tangles(archive.root, catalog, settings)
        problems += _check_site(archive, progress)
    return sort_problems(problems)


def _check_originals(archive: Archive, catalog: Catalog) -> Iterator[Problem]:
    for article, original, sha256, found in catalog.originals():
        if found is None:
            hint = f"the article {article} was imported from it; bring it back from a backup"
            yield Problem("error", "original-missing", original, None, "is missing", hint)
        # The bytes as they are on disk now, whatever the file's times say: fixity is about silent change.
        elif digest_file(archive.root / original) != sha256:
            hint = f"{article} remembers the sha256 {sha256}; bring the file back from a backup"
            yield Problem("error", "original-changed", original, None, "isn't the file that was imported", hint)


def _check_site(archive: Archive, progress: Progress) -> Iterator[Problem]:
    if not archive.site.is_dir():
        yield Problem("warning", "not-built", "site", None, "there is no site to check", "build it: backfile build")
        return
    files = {found.path for found in walk(archive.root, "site") if isinstance(found, File)}
    for done, path in enumerate(sorted(path for path in files if path.endswith(".html")), 1):
        progress("Checking", done, None)
        for line, target in _find_links(archive.root / path):
            if _is_broken(target, path, files):
                hint = f"nothing lies at {_resolve(target, path)}"
                yield Problem("error", "broken-link", path, line, f"the link {target} leads nowhere", hint)


def _is_broken(target: str, page: str, files: set[str]) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path:
        return False
    return _resolve(target, page) not in files


def _resolve(target: str, page: str) -> str:
    """The file that a link on a page means; a folder's is its index.html, as on a static host."""
    path = unquote(urlsplit(target).path)
    file = posixpath.normpath(
        posixpath.join("site" if path.startswith("/") else posixpath.dirname(page), path.lstrip("/"))
    )
    return f"{file}/index.html" if path.endswith("/") or file == "site" else file


def _find_links(path: Path) -> list[tuple[int, str]]:
    collector = _LinkCollector()
    collector.feed(path.read_text("utf-8", "replace"))
    return collector.links


class _LinkCollector(HTMLParser):
    """Collects (line, target) of everything that a page links to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        target = values.get(_LINKS.get(tag, ""))
        if tag == "meta" and (values.get("http-equiv") or "").casefold() == "refresh":
            target = (values.get("content") or "").partition("url=")[2]
        if target:
            self.links.append((self.getpos()[0], target.strip()))
