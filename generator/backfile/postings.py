"""The format of the search: numbers as characters, places of terms, and how blocks' slices are joined into a file.

In: numbers, places; what each block has of one room of terms or words. Out: text of the index, and the content of one
of its files. docs/search.md has the format. Pure: knows no article and no file.

A number is one character, the smaller the shorter in UTF-8, so that a browser reads it with `charCodeAt`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log2
from typing import NamedTuple
from zlib import crc32

from backfile.tokenizer import is_joined

# A number below this is the place of an article in its block; others begin a block.
PLACES = 91
# Where the words of a title, of what else tells what an article is about, and of its text begin.
ABOUT, TEXT = 32, 96
# So many characters of a text are kept to be shown: in a small archive nearly all of most, so that a result shows what
# stands around the words; in others the beginning.
WHOLE, SHOWN = 6000, 280
# Words shorter than this begin no longer ones.
PREFIX = 3


class Rooms(NamedTuple):
    """In how many files the terms of an archive are, and its words; how many articles of a block a file shows, and how
    many characters of each text."""

    terms: int
    words: int
    shown: int
    text: int = SHOWN


def _list_characters() -> Iterator[str]:
    """The characters that stand for numbers: no quotation mark, no backslash, no control, no surrogate."""
    for code in range(0x23, 0xD800):
        if code != 0x5C and not 0x7F <= code <= 0x9F:
            yield chr(code)


CHARACTERS = "".join(_list_characters())
BASE = len(CHARACTERS)
# The first of the private characters, which stand before that of a number beyond BASE, and tell how often it has BASE.
PRIVATE = 0xE000
# The highest place there is: farther words are told to stand here.
LAST_PLACE = (1 << 25) - 1


def format_number(number: int) -> str:
    """A number as text: one character, or two."""
    often, rest = divmod(number, BASE)
    return chr(PRIVATE + often) + CHARACTERS[rest] if often else CHARACTERS[rest]


def format_length(count: int) -> str:
    """How many words an article has, on a scale of eight steps from one number to its double."""
    return CHARACTERS[min(PLACES - 1, round(8 * log2(1 + count / 16)))]


def find_term_room(term: str, rooms: int) -> int:
    """The room of a term; a word with its accents is in the one of its term."""
    return crc32(term.partition("=")[0].encode()) % rooms


def find_word_room(word: str, rooms: int) -> int:
    """The room of a word, which it shares with all that begin as it does."""
    is_plain = word.isascii() or not is_joined(word)
    return crc32(word[: PREFIX if is_plain else 1].encode()) % rooms


def format_counts(names: Sequence[str], counts: Iterable[int]) -> bytes:
    """What a block has of a room of words: the names, a line each, then a line with a byte for the count of each."""
    return b"%b\n%b" % ("\n".join(names).encode(), bytes([32 + count for count in counts])) if names else b""


def join_terms(slices: Iterable[bytes]) -> bytes:
    """A file of terms from what the blocks have of its room, in their order: an object in JSON. A block has the terms,
    then as many postings, a line each."""
    found: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for number, data in enumerate(slices):
        mark = format_number(PLACES + number).encode()
        lines = data.split(b"\n") if data else []
        half = len(lines) // 2
        for term, places in zip(lines[:half], map(mark.__add__, lines[half:]), strict=True):
            found[term].append(places)
    return b"{%b}" % b",\n".join([b'"%b":"%b"' % (term, b"".join(found[term])) for term in sorted(found)])


def join_words(slices: Iterable[bytes]) -> bytes:
    """A file of words, each with a letter at its end that tells in how many articles it is: a in one, b in 2 or 3, c in
    4 to 7."""
    found: defaultdict[bytes, int] = defaultdict(int)
    for data in filter(None, slices):
        *words, counts = data.split(b"\n")
        for word, count in zip(words, counts, strict=True):
            found[word] += count - 32
    return b'"%b"' % b" ".join([b"%b%c" % (word, 96 + found[word].bit_length()) for word in sorted(found)])
