"""The table of index types: an article to its terms. Dates are a taxonomy too.

In: an article. Out: terms as written, and the key under which spellings are the same term. One row in the table makes
an index; who wants another index adds a row (docs/add-an-index.md).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from backfile.model import Article
from backfile.urls import UNDATED

_SPACES = re.compile(r"[\s\-‐‑_]+")
_ACCENTS = re.compile("(?<=[a-z\u00aa-\u02ff\u0370-\u03ff])[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """An index type: `path` is its folder in the site, `singular` names one term, `terms` finds an article's.

    `relates`: articles that share a term are about the same. `titles`: its terms are titles, and stand in the index
    without the article that they begin with.
    """

    name: str
    label: str
    singular: str
    path: str
    terms: Callable[[Article], tuple[str, ...]]
    relates: bool = False
    titles: bool = False


def _tags(article: Article) -> tuple[str, ...]:
    return article.tags + article.suggested_tags


def _people(article: Article) -> tuple[str, ...]:
    return article.people


def _authors(article: Article) -> tuple[str, ...]:
    return article.authors


def _sources(article: Article) -> tuple[str, ...]:
    return (article.source,)


def _sections(article: Article) -> tuple[str, ...]:
    return (article.section,)


def _places(article: Article) -> tuple[str, ...]:
    return (article.place,)


TAXONOMIES = (
    Taxonomy("tags", "Tags", "Tag", "tags", _tags, relates=True),
    Taxonomy("people", "People", "Person", "people", _people, relates=True),
    Taxonomy("authors", "Authors", "Author", "authors", _authors),
    Taxonomy("sections", "Sections", "Section", "sections", _sections),
    Taxonomy("places", "Places", "Place", "places", _places, relates=True),
    Taxonomy("sources", "Sources", "Source", "sources", _sources, titles=True),
)


# Of which taxonomy it is shown what months each term covers.
COVERED = next(taxonomy for taxonomy in TAXONOMIES if taxonomy.name == "sources")
RELATING = tuple(taxonomy for taxonomy in TAXONOMIES if taxonomy.relates)
# Each taxonomy's folder in the site, by its name.
FOLDERS = {taxonomy.name: taxonomy.path for taxonomy in TAXONOMIES}


def periods_of(day: str) -> tuple[str, ...]:
    """The date index's terms for a day as far as it is known: the periods that hold it, `2011`, `2011-02`,
    `2011-02-10`; or `undated`."""
    return tuple(day[:length] for length in (4, 7, 10) if len(day) >= length) or (UNDATED,)


def anniversary_of(day: str) -> str:
    """The day of any year on which an article appeared, `-02-10`; or empty. It is a period like the others."""
    return day[4:] if len(day) == len("2011-02-10") else ""


def is_anniversary(period: str) -> bool:
    return period.startswith("-")


@lru_cache(maxsize=10_000)
def fold_term(term: str) -> str:
    """The key of a term: spellings that differ in case, accents or spacing have the same key.

    Marks are folded on Latin and Greek letters alone: elsewhere (Cyrillic й, Devanagari, Japanese) they make other
    letters. Symbols count, so that C, C# and C++ stay three terms.
    """
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", term).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", _SPACES.sub(" ", text))).strip()
