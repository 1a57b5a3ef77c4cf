"""Which tags a new article gets in this archive: by what people decided, and by what other articles have.

In: drafts, one after the other, the decisions, the catalog. Out: each draft with the archive's spellings, and with the
suggestions that tell most here: first what is a tag already, then what other articles have suggested too, then the
rest; last, weaker names that others have suggested.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from backfile.catalog import Catalog, Tag
from backfile.importers.suggest import MOST
from backfile.model import Draft
from backfile.tagrules import TagRules
from backfile.taxonomies import fold_term

# How many names' counts are at hand: the common ones come again and again.
_REMEMBERED = 50_000


class Tagger:
    """Remembers what the drafts before had suggested."""

    def __init__(self, rules: TagRules, catalog: Catalog) -> None:
        self._rules, self._catalog = rules, catalog
        self._named: Counter[str] = Counter()
        self._find = lru_cache(_REMEMBERED)(self._look_up)

    def tag(self, draft: Draft) -> Draft:
        """The draft with the tags and suggestions that it gets in this archive."""
        article = draft.article
        tags = _unique(map(self._rules.settle, article.tags))
        ranked = sorted(self._rank(article.suggested_tags, draft.names))
        suggested = _unique(label for _, _, label in ranked)[:MOST]
        self._named.update({fold_term(name) for name in article.suggested_tags})
        return replace(draft, article=replace(article, tags=tags, suggested_tags=suggested))

    def _look_up(self, key: str) -> Tag | None:
        return next(self._catalog.tags(key), None)

    def _rank(self, own: tuple[str, ...], weak: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
        """What may be suggested: how many ranks below the best, the place in the draft's own order, the spelling."""
        for place, name in enumerate((*own, *weak)):
            label = self._rules.settle(name)
            key = fold_term(label)
            if key in self._rules.rejected or (label != name and fold_term(name) in self._rules.rejected):
                continue
            known = self._find(key)
            strong = place < len(own)
            if known and known.tagged:
                yield 0, place, label if key in self._rules.renamed else known.label
            elif known or self._named[key]:
                yield 1 if strong else 3, place, label
            elif strong:
                yield 2, place, label


def _unique(tags: Iterator[str]) -> tuple[str, ...]:
    """Each tag once, in the spelling that comes first."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(fold_term(tag), tag)
    return tuple(found.values())
