"""Suggested tags: the people, places and institutions that a text is about.

In: headline and text. Out: names, the most telling first: those that are suggested by themselves, and weaker
ones, which are worth it where other articles of the archive name them too. Spellings of one name are folded together.
The weights were fitted on labelled articles and rounded.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import log
from typing import NamedTuple

from backfile.importers.names import LENGTH, Name, find_names
from backfile.model import Draft

# So many at least, if there are as many: a short article names hardly anything twice. More would be guesses.
FEWEST, MOST = 2, 6
MOST_WEAK = 18
_LEAST = -2.2
# Capitals of fewer letters are an acronym's.
_SHOUTED = 5
# What stands with small letters too must stand so often with capitals inside sentences.
_MANY = 3
# Say what something is, not which one: no tag is made of these alone.
_GENERIC = frozenset(
    re.findall(
        r"\w+",
        """council committee ministry parliament government cabinet senate congress assembly county town city village
        district borough parish state federal national local university college school church court police army navy
        company board department office commission club society association union party bank hospital museum library
        station street road lane river bridge hall park house bill act of""",
    )
)


# Addresses of links, and the escapes and marks of Markdown.
_MARKS = re.compile(r"\]\([^)\s]*\)|(?<!\w)_|_(?!\w)|[\\\[*`]")


class Suggestions(NamedTuple):
    """Names that are suggested, and weaker ones."""

    tags: tuple[str, ...]
    weak: tuple[str, ...]


def suggest(draft: Draft) -> Draft:
    """A draft with suggested tags, where its capture gives none."""
    article = draft.article
    if article.tags or article.suggested_tags:
        return draft
    found = suggest_tags(article.title, draft.body, article.language, (article.source, *article.authors))
    return replace(draft, article=replace(article, suggested_tags=found.tags), names=found.weak)


def suggest_tags(title: str, body: str, language: str = "", without: Sequence[str] = ()) -> Suggestions:
    """Names from a text in Markdown, without those in `without` (the source, the authors)."""
    text = _MARKS.sub("", body[: 2 * LENGTH])[:LENGTH]
    names = find_names(text, language)
    _fold_variants(names, title, text)
    refused = {name.casefold().removeprefix("the ") for name in without if name}
    german = language in {"de", "lb"}
    scores = {
        name: _score(name, found, title.casefold(), len(text), german)
        for name, found in names.items()
        if name.casefold() not in refused and _says_which(name, found, german)
    }
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    enough = sum(score >= _LEAST for score in scores.values())
    strong = ranked[: min(max(enough, FEWEST), MOST)]
    return Suggestions(tuple(strong), tuple(ranked[len(strong) :][:MOST_WEAK]))


def _says_which(name: str, found: Name, german: bool) -> bool:
    """Not what things are called of which there are many, nor a word that only begins sentences."""
    if _GENERIC.issuperset(name.casefold().split()) or (german and not found.inside):
        return False
    if german and " " not in name and not name.isupper() and found.as_noun == found.count:
        return False
    if found.small and found.inside < _MANY:
        return False
    return found.inside > 0 or (" " in name and found.told > 1)


def _score(name: str, found: Name, title: str, length: int, german: bool) -> float:
    """How likely a reader would choose the name as a tag, as log-odds."""
    words, links = name.count(" ") + 1, sum(word.islower() for word in name.split(" "))
    score = 0.6 + log(found.count) - 0.5 * log(max(length, 500)) - 1.2 * found.first / max(length, 500)
    score += 0.5 * found.inside / found.count
    score += (name.casefold() in title) + 0.5 * (words == 2) - 2.3 * (words - links > 2)
    score -= 0.3 * found.small + 0.4 * ("-" in name)
    if german and words == 1 and not name.isupper():
        score += min(len(name), 20) / 60 - 0.3 - found.as_noun / found.count
    return score


def _fold_variants(names: dict[str, Name], title: str, text: str) -> None:
    """Names that mean one thing: `North Koreans` is `North Korea`, `Lee` is `Lee Myung-bak`, `Will China` `China`, and
    `U.S.` is `US` where that stands too.

    A surname of several people, or a first name that is as good as one, is none at all. Where the headline has the
    shorter one alone, that is the name.
    """
    for name in [name for name in names if name not in title]:
        if stem := next((stem for stem in _stems(name) if _stands_in(stem, title)), ""):
            names.setdefault(stem, Name(0, names[name].first, 0, 0, 0, False)).join(names.pop(name))
    for name in [name for name in names if name.isupper() and len(name) >= _SHOUTED and " " not in name]:
        if _is_spelled(name.title(), names, text):
            names.setdefault(name.title(), Name(0, names[name].first, 0, 0, 0, False)).join(names.pop(name))
    for name in [name for name in names if "." in name and name.replace(".", "") in names]:
        names[name.replace(".", "")].join(names.pop(name))
    bearers: dict[str, list[str]] = {}
    for name in names:
        first, _, _ = name.partition(" ")
        _, _, last = name.rpartition(" ")
        if first != name:
            bearers.setdefault(first, []).append(name)
            bearers.setdefault(last, []).append(name)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        home = _find_home(name, names, bearers.get(name, []))
        if home:
            names[home].join(names.pop(name))
        elif len({other.rpartition(" ")[0] for other in bearers.get(name, ()) if other.endswith(" " + name)}) > 1:
            names.pop(name)


def _is_spelled(name: str, names: dict[str, Name], text: str) -> bool:
    """Whether a name stands inside sentences, or within a longer one, in small letters: it is no acronym then."""
    alone = names.get(name)
    longer = any(name in other.split() and other in text for other in names if " " in other)
    return longer or (alone is not None and alone.inside > 0)


def _stands_in(name: str, title: str) -> bool:
    return name in title and bool(re.search(rf"\b{re.escape(name)}\b", title))


def _stems(name: str) -> list[str]:
    """A name without the last letter or two of its last word: what `Koreans` or `Korean` may come from."""
    return [name[:-cut] for cut in (1, 2) if len(name) - cut > 3 and " " not in name[-cut:]]


def _find_home(name: str, names: dict[str, Name], bearers: Sequence[str]) -> str:
    for stem in _stems(name):
        if stem in names:
            return stem
    _, _, rest = name.partition(" ")
    if rest in names and not names[name].inside:
        return rest
    wholes = [other for other in bearers if other in names]
    surnamed = [other for other in wholes if other.endswith(" " + name)]
    if len(surnamed) == 1:
        return surnamed[0]
    return wholes[0] if len(wholes) == 1 and names[wholes[0]].count >= names[name].count else ""
