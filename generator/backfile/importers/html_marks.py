"""What a page says of itself outside its text, collected once for all who look for a field.

In: a parsed page. Out: `Marks`: the contents of `<meta>` by name, what the page carries for machines, its headings,
title, times, and the elements that call themselves author or byline. Judges nothing.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backfile.importers.html_linked import Linked, clean, read_linked

# Elements that say by an attribute that they name an author, in either case of the first letter. To ask attributes for
# their element is twice as quick as to ask elements for their attributes.
_NAMING = (
    "//@class[contains(., 'uthor') or contains(., 'yline') or contains(., 'riter')]/.."
    " | //@itemprop[contains(., 'author')]/.. | //@rel[contains(., 'author')]/.."
)
_DATED = "//@itemprop[starts-with(., 'date')]/.. | //time"
# A heading that was never closed may hold the page.
_MOST, _LONGEST = 60, 20_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Marks:
    """`meta` has the contents by name, property or itemprop without regard to case, in the order of the page."""

    meta: Mapping[str, tuple[str, ...]]
    linked: Linked
    title: str
    headings: tuple[Any, ...]
    times: tuple[Any, ...]
    naming: tuple[Any, ...]
    canonical: str
    language: str

    def first(self, *names: str) -> str:
        """The first content of the first of these names that has one."""
        return next(iter(self.all(*names)), "")

    def all(self, *names: str) -> list[str]:
        """The contents of all these names, in their order."""
        return [value for name in names for value in self.meta.get(name, ())]


def read_marks(tree: Any) -> Marks:
    """Collect them."""
    links = (link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").casefold() == "canonical")
    return Marks(
        meta=_read_meta(tree),
        linked=read_linked(tree),
        title=clean(next((text for title in tree.iter("title") if (text := title.text or "").strip()), "")),
        headings=tuple(tree.iter("h1"))[:_MOST],
        times=tuple(tree.xpath(_DATED)[:_MOST]),
        naming=tuple(tree.xpath(_NAMING)[:_MOST]),
        canonical=next((link for link in links if link), ""),
        language=tree.get("lang") or "",
    )


def _read_meta(tree: Any) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = clean(element.get("content") or "")
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content and name:
            values.setdefault(name.casefold(), []).append(content)
    return {name: tuple(found) for name, found in values.items()}


def words_of(element: Any) -> str:
    """The words of an element; parts on lines of their own stay apart, scripts are none. Nothing of a long one."""
    size = 0
    for text in element.itertext():
        size += len(text)
        if size > _LONGEST:
            return ""
    texts = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return clean(" ".join(texts))


def fold_title(text: str) -> str:
    """Words of a title or name, by which two of them are compared."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
