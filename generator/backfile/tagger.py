"""Which tags a new article gets in this archive: by what people decided, and by what other articles have.

In: drafts, one after the other, the decisions, the catalog. Out: each draft with the archive's spellings, and with the
suggestions that tell most here: first what is a tag already, then what other articles have suggested too, then the
rest; last, weaker names that others have suggested.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from backfile.catalog import Catalog, Tag
from backfile.importers.suggest import MOST
from backfile.model import Draft
from backfile.tagrules import TagRules
from backfile.taxonomies import fold_term

# How many names' counts are at hand: the common ones come again and again.
REMEMBERED = 50_000


class Tagger:
    """Remembers what the drafts before had suggested."""

    def __init__(self, rules: TagRules, catalog: Catalog) -> None:
        self._rules, self._catalog = rules, catalog
        self._named: Counter[str] = Counter()
        self._find = lru_cache(REMEMBERED)(self._look_up)

    def tag(self, draft: Draft) -> Draft:
        """The draft with the tags and suggestions that it gets in this archive."""
        article = draft.article
        tags = _unique(map(self._rules.settle, article.tags))
        suggested = choose_tags(article.suggested_tags, draft.names, self._rules, self._find, self._is_shared)
        self._named.update({fold_term(name) for name in article.suggested_tags})
        return replace(draft, article=replace(article, tags=tags, suggested_tags=suggested))

    def _look_up(self, key: str) -> Tag | None:
        return next(self._catalog.tags(key), None)

    def _is_shared(self, key: str) -> bool:
        return bool(self._find(key) or self._named[key])


def choose_tags(
    strong: Sequence[str],
    weak: Sequence[str],
    rules: TagRules,
    find: Callable[[str], Tag | None],
    is_shared: Callable[[str], bool],
) -> tuple[str, ...]:
    """What is suggested of an article's names: `find` knows the archive's tags, `is_shared` the names of others."""
    ranked = sorted(_rank((*strong, *weak), len(strong), rules, find, is_shared))
    return _unique(label for _, _, label in ranked)[:MOST]


def _rank(
    names: Sequence[str],
    strong: int,
    rules: TagRules,
    find: Callable[[str], Tag | None],
    is_shared: Callable[[str], bool],
) -> Iterator[tuple[int, int, str]]:
    """What may be suggested: how many ranks below the best, the place among the article's own names, the spelling."""
    for place, name in enumerate(names):
        label = rules.settle(name)
        key = fold_term(label)
        if key in rules.rejected or (label != name and fold_term(name) in rules.rejected):
            continue
        known = find(key)
        if known and known.tagged:
            yield 0, place, label if key in rules.renamed else known.label
        elif is_shared(key):
            yield 1 if place < strong else 3, place, label
        elif place < strong:
            yield 2, place, label


def _unique(tags: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, in the spelling that comes first."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(fold_term(tag), tag)
    return tuple(found.values())
