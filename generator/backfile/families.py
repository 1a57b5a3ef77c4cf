"""What an import meets again: originals that changed, and articles with the text of another.

In: captures that were read, the catalog, the sha256 of every file of the import. Out: the article whose original has
changed, or the family that a new article joins. The family stands in the front matter of all its articles; what a
person has written or removed there is never put back. It makes no articles.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from backfile.amend import amend
from backfile.archive import Archive, replace_file
from backfile.captures import Opened
from backfile.catalog import Alike, Catalog
from backfile.entries import NO_FAMILY, Facts
from backfile.frontmatter import decode
from backfile.model import Article, Draft, Problem
from backfile.schema import KEYS, parse_article
from backfile.urls import web_key

# Two texts of which this part of all runs of words is common have one origin: docs/decisions.md has the measurements.
LEAST_LIKENESS = 0.25


@dataclass(frozen=True, slots=True)
class Kinship:
    """The article that is most like a new one, and the family that both are in; empty if it couldn't be written."""

    alike: Alike
    family: str


class Families:
    """Compares captures with the articles that there are. `digests` are those of the files of this import."""

    def __init__(self, archive: Archive, catalog: Catalog, digests: frozenset[str]) -> None:
        self._archive, self._catalog, self._digests = archive, catalog, digests

    def find_alike(self, opened: Opened) -> list[Alike]:
        """The articles that have a capture's text, the most alike first."""
        return self._catalog.find_alike(opened.sketch, LEAST_LIKENESS) if opened.sketch else []

    def find_changed(self, opened: Opened, draft: Draft, found: Iterable[Alike]) -> Alike | None:
        """The article whose original this capture is another state of; `found` are those that are alike.

        Both have one name or one address on the web, and their texts are alike; with one address, one headline will
        do. Files that come in one import are no states of each other: which of them came first, nobody knows.
        """
        name, url = PurePath(opened.path).name, draft.article.url
        for alike in found:
            facts = self._find_original(alike.path)
            if facts and _is_same_page(facts["url"], url, facts["provenance"]["name"] == name):
                return alike
        for path in self._catalog.find_by_url(url):
            facts = self._find_original(path)
            if facts and facts["title"].casefold() == draft.article.title.casefold():
                return Alike(path, 0.0)
        return None

    def _find_original(self, path: str) -> Facts | None:
        """The facts of an article that was imported, if this import hasn't its original as well."""
        facts = self._catalog.find_facts(path)
        sha256 = facts["provenance"]["sha256"] if facts else ""
        return facts if sha256 and sha256 not in self._digests else None

    def join(self, found: Iterable[Alike]) -> Kinship | None:
        """The family of the articles with one text; if they have none, one is founded with the most alike."""
        founder = None
        for alike, article, data in self._read_members(found):
            if article.text_family:
                return Kinship(alike, article.text_family)
            founder = founder or (alike, article, data)
        return self._found(*founder) if founder else None

    def _found(self, alike: Alike, article: Article, data: bytes) -> Kinship:
        amended = amend(data, alike.path, {"text_family": article.id}, KEYS)
        if isinstance(amended, Problem):
            return Kinship(alike, "")
        replace_file(self._archive.root / alike.path, amended)
        return Kinship(alike, article.id)

    def _read_members(self, found: Iterable[Alike]) -> Iterator[tuple[Alike, Article, bytes]]:
        """The articles that can be read, but for those that a person keeps out of families."""
        for alike in found:
            try:
                data = (self._archive.root / alike.path).read_bytes()
            except FileNotFoundError:
                continue
            text = decode(data, alike.path)
            article = None if isinstance(text, Problem) else parse_article(text, alike.path).article
            if article and article.text_family.casefold() != NO_FAMILY:
                yield alike, article, data


def _is_same_page(one: str, other: str, same_name: bool) -> bool:
    """Addresses on the web decide where both are known, else the files' names."""
    return web_key(one) == web_key(other) if one and other else same_name
