"""The index of a block of articles: their words turned into terms, each with the places where it stands.

In: articles' facts and texts. Out: a `Block`, which has for each room of terms, words and shown articles the bytes that
the block adds to its file; the same for the same articles, whatever was indexed before. Pure: knows no file.

Words are numbers here as soon as they are cut, and what is done to all of them is done by numpy.
"""

import json
import threading
from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backfile.dates import parse_date
from backfile.entries import Facts
from backfile.locales import print_date
from backfile.postings import (
    ABOUT,
    BASE,
    CHARACTERS,
    LAST_PLACE,
    PRIVATE,
    TEXT,
    Rooms,
    find_term_room,
    find_word_room,
    format_length,
    format_slice,
)
from backfile.tokenizer import Terms, find_language, find_tokens, fold, lower

# The numbers of so many tokens are remembered.
MOST_TOKENS = 200_000
# Fields that a query may name, and the facts that it looks in.
FIELDS = {
    "by": ("authors", "agency"),
    "source": ("source",),
    "section": ("section",),
    "tag": ("tags",),
    "place": ("place",),
}
# What tells about an article beside its title.
_BESIDE = ("subtitle", "summary", "section", "authors", "agency", "tags", "people", "place")
Numbers = NDArray[Any]
_CODES = np.array([ord(sign) for sign in CHARACTERS], np.uint32)


class Block(NamedTuple):
    """A block of articles, indexed: what each room has of it, the lengths of the articles as one character each, and
    the languages that they are in."""

    lengths: str
    languages: tuple[str, ...]
    terms: list[bytes]
    words: list[bytes]
    shown: list[bytes]


def index_block(articles: Iterable[tuple[Facts, str]], language: str, rooms: Rooms, about: str) -> Block:
    """Index at most PLACES articles, each with its text; `language` is the archive's, and `about` says in it that a
    date is uncertain."""
    known = _open_vocabulary(rooms)
    lengths, languages, shown = [], set(), []
    tokens, places, fields = array("I"), [], []
    counts = []
    for number, (facts, text) in enumerate(articles):
        spoken = find_language(facts["language"] or language)
        languages.add(spoken)
        parts = find_tokens(facts["title"]), _find_beside(facts), find_tokens(text)
        numbers = known.languages(spoken)
        for part in parts:
            tokens.extend(map(numbers.__getitem__, part))
        places.append(_list_places(*map(len, parts)))
        fields += [known.number(term) << 32 | number << 25 for term in _find_fields(facts)]
        counts.append(len(places[-1]))
        lengths.append(len(parts[0]) + len(parts[2]))
        shown.append(_show(facts, _cut(text, rooms.text), language, about))
    at = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
    found = _Found(known, np.array(tokens), at, np.concatenate([np.zeros(0, np.uint64), *places]))
    return Block(
        "".join(map(format_length, lengths)),
        tuple(sorted(languages)),
        found.terms(np.array(fields, np.uint64)),
        found.words(),
        [",".join(shown[at : at + rooms.shown]).encode() for at in range(0, len(shown), rooms.shown)],
    )


class _Vocabulary:
    """Numbers for words and terms: in `names` what each stands for, and in `term_keys` and `word_keys` its room, with
    what orders the names of a room the same at all times. `terms`, `exact` and `words` have for each token the numbers
    of its term, of the term with its accents, and of the word; 0 if there is none."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.names = [""]
        self._numbers = {"": 0}
        self.term_keys, self.word_keys = array("Q", [0]), array("Q", [0])
        self.terms, self.exact, self.words = array("Q", [0]), array("Q", [0]), array("Q", [0])
        self._languages: dict[str, _Tokens] = {}

    def number(self, name: str) -> int:
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = len(self.names)
            self.names.append(name)
            order = int.from_bytes(blake2b(name.encode(), digest_size=6).digest(), "big")
            self.term_keys.append(find_term_room(name, self.rooms.terms) << 48 | order)
            self.word_keys.append(find_word_room(name, self.rooms.words) << 48 | order)
        return number

    def languages(self, language: str) -> "_Tokens":
        if language not in self._languages:
            self._languages[language] = _Tokens(self, Terms(language))
        return self._languages[language]

    def add_token(self, token: str, terms: Terms) -> int:
        word = fold(token)
        term = terms.find(word)
        exact = lower(token)
        self.terms.append(self.number(term))
        self.exact.append(self.number(f"{term}={exact}" if term and exact != word else ""))
        self.words.append(self.number(word))
        return len(self.terms) - 1


class _Tokens(dict[str, int]):
    """The numbers of tokens in a language, given when they are asked for; 0 for none, which ends a value."""

    def __init__(self, vocabulary: _Vocabulary, terms: Terms) -> None:
        super().__init__({"": 0})
        self._vocabulary, self._terms = vocabulary, terms

    def __missing__(self, token: str) -> int:
        number = self[token] = self._vocabulary.add_token(token, self._terms)
        return number


class _Remembered(threading.local):
    """The vocabulary that a thread used last."""

    vocabulary: _Vocabulary | None = None


_REMEMBERED = _Remembered()


def _open_vocabulary(rooms: Rooms) -> _Vocabulary:
    """The numbers that were given before, unless they have become very many: most words come again."""
    known = _REMEMBERED.vocabulary
    if known is None or known.rooms != rooms or len(known.terms) > MOST_TOKENS:
        known = _REMEMBERED.vocabulary = _Vocabulary(rooms)
    return known


class _Found(NamedTuple):
    """The tokens of a block: their numbers, their articles, their places."""

    known: _Vocabulary
    tokens: Numbers
    articles: Numbers
    places: Numbers

    def terms(self, fields: Numbers) -> list[bytes]:
        """What each room has of the terms: for each the articles and the places in each. `fields` come in beside."""
        terms, exact = np.array(self.known.terms)[self.tokens], np.array(self.known.exact)[self.tokens]
        marks = self.articles << 25
        keys = np.concatenate(
            (
                (terms << 32 | marks | self.places)[terms > 0],
                _sort_once((exact << 32 | marks)[exact > 0]),
                _sort_once(fields),
            )
        )
        keys.sort()
        codes, ends = _format_postings(keys)
        names = keys >> 32
        is_first = np.diff(names, prepend=np.uint64(0)) != 0
        text = codes.tobytes().decode("utf-32-le")
        starts = [*(ends[is_first] - 2).tolist(), len(text)]
        return self._sort(names[is_first], [text[a:b] for a, b in pairwise(starts)], "term")

    def words(self) -> list[bytes]:
        """What each room has of the words: for each the number of articles that it is in."""
        words = np.array(self.known.words)[self.tokens]
        names = _sort_once((words << 7 | self.articles)[words > 0]) >> 7
        starts = np.flatnonzero(np.diff(names, prepend=np.uint64(0)))
        counts = np.diff(starts, append=len(names))
        return self._sort(names[starts], list(map(str, counts.tolist())), "word")

    def _sort(self, numbers: Numbers, values: Sequence[str], kind: str) -> list[bytes]:
        """Names and their values, sorted into slices by room."""
        known = self.known
        keys = np.array(known.term_keys if kind == "term" else known.word_keys)[numbers]
        order = np.argsort(keys)
        rooms = known.rooms.terms if kind == "term" else known.rooms.words
        bounds = np.searchsorted(keys[order] >> 48, np.arange(rooms + 1)).tolist()
        names = [known.names[number] for number in numbers[order].tolist()]
        sorted_values = [values[number] for number in order.tolist()]
        return [format_slice(names[a:b], sorted_values[a:b]) for a, b in pairwise(bounds)]


def _sort_once(keys: Numbers) -> Numbers:
    """Keys in order, each once. None is 0."""
    ordered = np.sort(keys)
    kept: Numbers = ordered[np.diff(ordered, prepend=np.uint64(0)) != 0]
    return kept


def _format_postings(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Postings as code points, from keys in order: a name's number, an article, a place. Before the first place of an
    article comes the article; each place is the way from the last one, twice, and 1 more if there is a further one.
    Beside them where each place ends."""
    is_first = np.diff(keys >> 25, prepend=np.uint64(1 << 62)) != 0
    places = keys & LAST_PLACE
    steps = np.where(is_first, places, np.diff(places, prepend=np.uint64(0)))
    numbers = steps * 2 + np.append(~is_first[1:], False)[: len(keys)]
    often = numbers // BASE
    ends = np.cumsum(1 + is_first + (often > 0))
    codes = np.empty(ends[-1] if len(ends) else 0, np.uint32)
    codes[ends - 1] = _CODES[numbers % BASE]
    codes[(ends - 2)[often > 0]] = PRIVATE + often[often > 0]
    codes[(ends - 2 - (often > 0))[is_first]] = _CODES[(keys >> 25 & 127)[is_first]]
    return codes, ends - (often > 0)


def _find_beside(facts: Facts) -> list[str]:
    """The tokens of what tells about an article beside its title; an empty one ends each value."""
    values = [value for name in _BESIDE for value in _list_values(facts[name])]
    return [token for value in values for token in (*find_tokens(value), "")]


def _list_values(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _find_fields(facts: Facts) -> set[str]:
    return {
        f"{field}:{fold(token)}"
        for field, names in FIELDS.items()
        for name in names
        for value in _list_values(facts[name])
        for token in find_tokens(value)
    }


def _list_places(title: int, beside: int, text: int) -> Numbers:
    """Where so many tokens stand. What there is no room for stands at the last place before the next part."""
    ends = (ABOUT - 1, TEXT - 1, LAST_PLACE)
    parts = zip((0, ABOUT, TEXT), (title, beside, text), ends, strict=True)
    return np.concatenate(
        [np.minimum(np.arange(start, start + count, dtype=np.uint64), end) for start, count, end in parts]
    )


def _show(facts: Facts, text: str, language: str, about: str) -> str:
    """What a result shows of an article, as JSON: title, address, date, source, text; its language, if it has one of
    its own."""
    date = print_date(parse_date(facts["date"].partition("T")[0]), language, about) if facts["date"] else ""
    row = [facts["title"], facts["address"], date, facts["source"], text]
    spoken = facts["language"]
    return json.dumps(
        [*row, spoken] if spoken and spoken != language else row, ensure_ascii=False, separators=(",", ":")
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"
