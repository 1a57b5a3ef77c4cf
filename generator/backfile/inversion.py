"""The index of a block of articles: their words turned into terms, each with the places where it stands.

In: articles' facts and texts. Out: a `Block`, which has for each room of terms, words and shown articles the bytes that
the block adds to its file; the same for the same articles, whatever was indexed before. Pure: knows no file.

What stands between blanks is a number here as soon as the text is split there, since most of it comes again: it is cut
into words once. What is done to all words is done by numpy.
"""

import json
import threading
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import crc32

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
    PLACES,
    PRIVATE,
    TEXT,
    Rooms,
    find_term_room,
    find_word_room,
    format_counts,
    format_length,
)
from backfile.tokenizer import Terms, find_language, find_tokens, fold, lower

# The numbers of so many words and chunks are remembered.
MOST_KNOWN = 250_000
# A text whose chunks are longer than this is of a script without spaces: they hardly come again.
_LONGEST = 16
# Fields that a query may name, and the facts that it looks in.
FIELDS = {
    "by": ("authors", "agency"),
    "people": ("people",),
    "source": ("source",),
    "section": ("section",),
    "tag": ("tags",),
    "place": ("place",),
}
# What tells about an article beside its title.
_BESIDE = ("subtitle", "summary", "section", "authors", "agency", "tags", "people", "place")
Numbers = NDArray[Any]
_CODES = np.array([ord(sign) for sign in CHARACTERS], np.uint32)
_NEW_LINE = ord("\n")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Where the parts of an article begin, and the last place of each.
_BEGINS, _LASTS = (0, ABOUT, TEXT), (ABOUT - 1, TEXT - 1, LAST_PLACE)


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
    remembered = _open_languages(rooms)
    known = remembered.vocabulary
    languages, shown, fields = set(), [], []
    runs, counts = array("I"), []
    for number, (facts, text) in enumerate(articles):
        spoken = find_language(facts["language"] or language)
        languages.add(spoken)
        for part in _find_runs(facts, text, remembered[spoken]):
            before = len(runs)
            runs.extend(part)
            counts.append(len(runs) - before)
        fields += [known.number(term) << 32 | number << 25 for term in _find_fields(facts)]
        shown.append(_show(facts, _find_beginning(text, rooms.text), language, about))
    found = _place(known, np.array(runs), np.array(counts, np.int64))
    return Block(
        "".join(map(format_length, found.lengths)),
        tuple(sorted(languages)),
        found.find_terms(np.array(fields, np.int64)),
        found.count_words(),
        [",".join(shown[at : at + rooms.shown]).encode() for at in range(0, len(shown), rooms.shown)],
    )


class _Vocabulary:
    """Numbers for words and terms: in `names` what each stands for, and in `term_keys` and `word_keys` its room, with
    what orders the names of a room the same at all times.

    Tokens are numbered too. `terms`, `exact` and `words` have for each the numbers of its term, of the term with its
    accents, and of the word; 0 if there is none. What stands between blanks is a run of tokens: `starts` has for each
    run its first one, and `counts` how many follow each other. Run 0 is a token that is none, which ends a value.
    """

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms
        self.names = [""]
        self._numbers = {"": 0}
        self.term_keys, self.word_keys = array("Q", [0]), array("Q", [0])
        self.terms, self.exact, self.words = array("I", [0]), array("I", [0]), array("I", [0])
        self.starts, self.counts = array("I", [0]), array("I", [1])

    def number(self, name: str) -> int:
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = len(self.names)
            self.names.append(name)
            data = name.encode()
            order = crc32(data[::-1]) << 16 | crc32(data) >> 16
            self.term_keys.append(find_term_room(name, self.rooms.terms) << 48 | order)
            self.word_keys.append(find_word_room(name, self.rooms.words) << 48 | order)
        return number

    def add_token(self, token: str, terms: Terms) -> int:
        """A run of a token that is new."""
        word, exact = fold(token), lower(token)
        term = terms.find(word)
        number = self.number(word)
        self.terms.append(number if term == word else self.number(term))
        self.exact.append(self.number(f"{term}={exact}") if term and exact != word else 0)
        self.words.append(number)
        return self._add_run(1)

    def add_run(self, runs: Iterable[int]) -> int:
        """A run of the first tokens of some others."""
        starts = [self.starts[run] for run in runs]
        for numbers in (self.terms, self.exact, self.words):
            numbers.extend([numbers[start] for start in starts])
        return self._add_run(len(starts))

    def _add_run(self, count: int) -> int:
        """The last tokens as a run."""
        self.starts.append(len(self.terms) - count)
        self.counts.append(count)
        return len(self.starts) - 1


class _Tokens(dict[str, int]):
    """The runs of tokens in a language, one of each, given when they are asked for."""

    def __init__(self, vocabulary: _Vocabulary, terms: Terms) -> None:
        super().__init__({"": 0})
        self._vocabulary, self._terms = vocabulary, terms

    def __missing__(self, token: str) -> int:
        number = self[token] = self._vocabulary.add_token(token, self._terms)
        return number


class _Chunks(dict[str, int]):
    """The runs of what stands between blanks, given when they are asked for: `pier`, `pier,` and `(pier` are one."""

    def __init__(self, vocabulary: _Vocabulary, tokens: _Tokens) -> None:
        super().__init__()
        self._vocabulary, self.tokens = vocabulary, tokens

    def __missing__(self, chunk: str) -> int:
        runs = [self.tokens[token] for token in find_tokens(chunk)]
        number = self[chunk] = runs[0] if len(runs) == 1 else self._vocabulary.add_run(runs)
        return number


class _Languages(dict[str, _Chunks]):
    """The chunks of each language, and the vocabulary that all of them have."""

    def __init__(self, rooms: Rooms) -> None:
        super().__init__()
        self.vocabulary = _Vocabulary(rooms)

    def __missing__(self, language: str) -> _Chunks:
        found = self[language] = _Chunks(self.vocabulary, _Tokens(self.vocabulary, Terms(language)))
        return found

    def count(self) -> int:
        """How much is remembered."""
        return sum(len(chunks) + len(chunks.tokens) for chunks in self.values())


class _Remembered(threading.local):
    """The languages that a thread used last."""

    languages: _Languages | None = None


_REMEMBERED = _Remembered()


def _open_languages(rooms: Rooms) -> _Languages:
    """The numbers that were given before, unless they have become very many: most words come again."""
    found = _REMEMBERED.languages
    if found is None or found.vocabulary.rooms != rooms or found.count() > MOST_KNOWN:
        found = _REMEMBERED.languages = _Languages(rooms)
    return found


def forget() -> None:
    """Give back the memory that was kept for the next block: there is none."""
    _REMEMBERED.languages = None


class _Found(NamedTuple):
    """The tokens of a block: their numbers, in which article each is, and where, as `article << 25 | place`; beside
    them the articles' lengths."""

    known: _Vocabulary
    tokens: Numbers
    marks: Numbers
    lengths: list[int]

    def find_terms(self, fields: Numbers) -> list[bytes]:
        """What each room has of the terms: for each the articles and the places in each. `fields` come in beside."""
        known = self.known
        terms, exact = _pick(known.terms, self.tokens), _pick(known.exact, self.tokens)
        is_term, is_exact = np.flatnonzero(terms), np.flatnonzero(exact)
        keys = np.concatenate(
            (
                terms[is_term].astype(np.int64) << 32 | self.marks[is_term],
                _sort_once(exact[is_exact].astype(np.int64) << 32 | self.marks[is_exact] >> 25 << 25),
                _sort_once(fields),
            )
        )
        ranks, names, bounds = _rank(keys >> 32, known, known.term_keys, known.rooms.terms)
        keys = ranks << 32 | keys & 0xFFFFFFFF
        keys.sort()
        codes, starts = _format_postings(keys)
        text = codes.tobytes().decode("utf-32-le")
        ends = [*starts.tolist(), len(text)]
        return [("\n".join(names[a:b]) + text[ends[a] : ends[b]]).encode() for a, b in pairwise(bounds)]

    def count_words(self) -> list[bytes]:
        """What each room has of the words: for each the number of articles that it is in."""
        known = self.known
        words = _pick(known.words, self.tokens)
        is_word = np.flatnonzero(words)
        ranks, names, bounds = _rank(words[is_word], known, known.word_keys, known.rooms.words)
        is_in = np.zeros((len(names), PLACES), bool)
        is_in[ranks, self.marks[is_word] >> 25] = True
        counts = np.count_nonzero(is_in, axis=1).tolist()
        return [format_counts(names[a:b], counts[a:b]) for a, b in pairwise(bounds)]


def _place(known: _Vocabulary, runs: Numbers, counts: Numbers) -> _Found:
    """Where the tokens of runs stand; `counts` has for each article how many runs are in each of its parts. What a part
    has no room for stands at its last place."""
    sizes = _pick(known.counts, runs).astype(np.int64)
    ends = np.concatenate(([0], np.cumsum(sizes)))
    every = np.arange(ends[-1])
    tokens = np.repeat(_pick(known.starts, runs) - ends[:-1], sizes) + every
    bounds = ends[np.concatenate(([0], np.cumsum(counts)))]
    parts = np.diff(bounds)
    articles = len(parts) // 3
    places = np.minimum(
        np.repeat(np.tile(_BEGINS, articles) - bounds[:-1], parts) + every, np.repeat(np.tile(_LASTS, articles), parts)
    )
    marks = np.repeat(np.repeat(np.arange(articles), 3), parts) << 25 | places
    return _Found(known, tokens, marks, (parts[::3] + parts[2::3]).tolist())


def _pick(values: "array[int]", numbers: Numbers) -> Numbers:
    """The values that stand at numbers."""
    picked: Numbers = np.frombuffer(values, values.typecode)[numbers]
    return picked


def _rank(
    numbers: Numbers, known: _Vocabulary, room_keys: "array[int]", rooms: int
) -> tuple[Numbers, list[str], list[int]]:
    """The numbers of names as their ranks by room; the names in that order; before which rank each room begins, and the
    last ends."""
    is_used = np.zeros(len(known.names), bool)
    is_used[numbers] = True
    used = np.flatnonzero(is_used)
    keys = _pick(room_keys, used)
    order = np.argsort(keys)
    ranks = np.empty(len(known.names), np.int64)
    ranks[used[order]] = np.arange(len(used))
    bounds = np.searchsorted(keys[order] >> np.uint64(48), np.arange(rooms + 1, dtype=np.uint64))
    return ranks[numbers], list(map(known.names.__getitem__, used[order].tolist())), bounds.tolist()


def _sort_once(keys: Numbers) -> Numbers:
    """Keys in order, each once. None is below 0."""
    ordered = np.sort(keys)
    kept: Numbers = ordered[np.diff(ordered, prepend=-1) != 0]
    return kept


def _format_postings(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Postings as code points, from keys in order: a name's rank, an article, a place. Each name begins a line. Before
    the first place of an article comes the article; each place is the way from the last one, twice, and 1 more if there
    is a further one. Beside them where each line begins."""
    is_name = np.diff(keys >> 32, prepend=-1) != 0
    is_first = np.diff(keys >> 25, prepend=-1) != 0
    places = keys & LAST_PLACE
    steps = np.where(is_first, places, np.diff(places, prepend=0))
    numbers = steps * 2 + np.append(~is_first[1:], False)[: len(keys)]
    often, rest = np.divmod(numbers, BASE)
    is_far = often > 0
    ends = np.cumsum(1 + is_name + is_first + is_far)
    codes = np.empty(ends[-1] if len(ends) else 0, np.uint32)
    codes[ends - 1] = _CODES[rest]
    codes[(ends - 2)[is_far]] = PRIVATE + often[is_far]
    firsts = ends - 2 - is_far
    codes[firsts[is_first]] = _CODES[(keys >> 25 & 127)[is_first]]
    starts = firsts[is_name] - 1
    codes[starts] = _NEW_LINE
    return codes, starts


def _find_runs(facts: Facts, text: str, known: _Chunks) -> Iterator[Iterable[int]]:
    """The runs of an article's title, of what tells about it beside that, and of its text."""
    tokens = known.tokens
    yield map(tokens.__getitem__, find_tokens(facts["title"]))
    yield map(tokens.__getitem__, _find_beside(facts))
    chunks = text.split()
    is_spaced = len(text) <= _LONGEST * len(chunks)
    yield map(known.__getitem__, chunks) if is_spaced else map(tokens.__getitem__, find_tokens(text))


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


def _show(facts: Facts, text: str, language: str, about: str) -> str:
    """What a result shows of an article, as JSON: title, address, date, source, text; its language, if it has one of
    its own."""
    date = print_date(parse_date(facts["date"].partition("T")[0]), language, about) if facts["date"] else ""
    row = [facts["title"], facts["address"], date, facts["source"], text]
    spoken = facts["language"]
    return _ENCODER.encode([*row, spoken] if spoken and spoken != language else row)


def _find_beginning(text: str, limit: int) -> str:
    """The beginning of a text on one line, cut at a space."""
    start = " ".join(text[: 4 * limit].split())
    if len(start) <= limit:
        start = " ".join(text.split())
    return start if len(start) <= limit else start[:limit].rsplit(" ", 1)[0] + " …"
