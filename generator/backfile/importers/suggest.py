"""Suggested tags: the people, places and institutions that a text names.

In: headline and paragraphs. Out: at most eight names, the most telling first. A name is a run of words with capitals
that also stands inside a sentence, where a capital isn't owed to the place. In languages that give every noun a capital, and in
scripts without them, only what is certain is suggested: runs of two words and more, or nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence

from backfile.importers.printed_dates import find_month

MOST = 8
_WORD = re.compile(r"[^\W\d_][\w'’.-]*[^\W_]|[^\W\d_]")
# Joins the parts of one name; stands between two capitals only.
_SMALL = frozenset("of the de la le du des del di da do dos van von der den zu bin al el y ter ten for and".split())
_LINKS = frozenset("of de la le du des del di da do dos van von der den bin al el ter ten".split())
_NO_NAMES = frozenset(
    """the a an i we he she it they you this that these those there his her its their our my your who what when where why
    how if in on at by for from to of as and but or nor so yet not no yes all any both each some many most more other
    mr mrs ms miss dr prof sir lord lady president minister prime chief king queen senator governor mayor general colonel
    captain professor judge bishop pope
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    north south east west northern southern eastern western today yesterday tomorrow new
    getty images photo photograph comments read more share""".split()
)
_DAYS = frozenset(
    """montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì domenica""".split()
)
_BREAK = re.compile(r"[.!?…:;,()\[\]/|\"“”„«»]|\s[–—-]\s|\s['‘]|['’]\s")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)]*\s*$|^\s*$|[:“„«\"]\s*$")


def suggest_tags(title: str, paragraphs: Sequence[str], language: str = "", without: Sequence[str] = ()) -> tuple[str, ...]:
    """Names from a text, without those that `without` gives (the source, the authors)."""
    counts: Counter[str] = Counter()
    certain: set[str] = set()
    for paragraph in paragraphs:
        for name, starts in _find_names(paragraph):
            counts[name] += 1
            if not starts:
                certain.add(name)
    nouns = language in {"de", "lb"}
    headline = title.casefold()
    refused = {name.casefold() for name in without if name}
    scores = {
        name: count + 2.0 * (name.casefold() in headline) + 0.5 * (" " in name)
        for name, count in counts.items()
        if (name in certain or " " in name) and not (nouns and " " not in name) and name.casefold() not in refused
    }
    return _choose(scores, counts)


def _find_names(paragraph: str) -> list[tuple[str, bool]]:
    """Runs of capitalised words, each with whether it begins a sentence."""
    names: list[tuple[str, bool]] = []
    end = 0
    for part in _BREAK.split(paragraph):
        start = paragraph.find(part, end)
        begins = bool(_SENTENCE_END.search(paragraph[:start]))
        end = start + len(part)
        names += _find_runs(part.split(), begins)
    return names


def _find_runs(words: list[str], begins: bool) -> list[tuple[str, bool]]:
    runs: list[tuple[str, bool]] = []
    run: list[str] = []
    at = 0
    for i, word in enumerate([*words, ""]):
        if _is_capitalised(word):
            at = at if run else i
            run.append(word)
        elif run and word in _LINKS and i + 1 < len(words) and _is_capitalised(words[i + 1]):
            run.append(word)
        elif run:
            runs += _trim(run, begins and at == 0)
            run = []
    return runs


def _is_capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and bool(_WORD.fullmatch(word.removesuffix("'s").removesuffix("’s")))


def _trim(run: list[str], begins: bool) -> list[tuple[str, bool]]:
    """The name in a run: without titles, weekdays, months and the small words that begin a sentence."""
    words = [re.sub(r"['’]s$", "", word) for word in run]
    while words and (_is_common(words[0]) or words[0] in _LINKS) and not (len(words) > 1 and _is_direction(words[0])):
        words, begins = words[1:], False
    while words and (words[-1] in _LINKS or _is_common(words[-1])):
        words = words[:-1]
    name = " ".join(words)
    return [(name, begins)] if len(name) > 2 or name.isupper() and len(name) == 2 else []


def _is_direction(word: str) -> bool:
    return word.casefold() in {"north", "south", "east", "west", "new"}


def _is_common(word: str) -> bool:
    folded = word.casefold().strip(".")
    return folded in _NO_NAMES or folded in _DAYS or bool(find_month(folded))


def _choose(scores: dict[str, float], counts: Counter[str]) -> tuple[str, ...]:
    """The best names, each once: `Lee` counts for `Lee Myung-bak`, `North Koreans` for `North Korea`."""
    chosen: list[str] = []
    for name in sorted(scores, key=lambda name: (-scores[name], -len(name), name)):
        parts = [other for other in scores if other != name and f" {name} " in f" {other} "]
        root = name.casefold()[: max(4, len(name) - 3)]
        twin = any(other.casefold().startswith(root) or name.casefold().startswith(other.casefold()) for other in chosen)
        if not twin and not any(scores[other] + 2 >= scores[name] for other in parts):
            chosen.append(name)
    return tuple(chosen[:MOST])
