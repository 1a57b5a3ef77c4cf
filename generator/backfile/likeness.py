"""How alike two texts are, told from a small sketch of each; a home of numpy.

In: the Markdown of an article's body. Out: its sketch, the same on every machine: the smallest hashes of its runs of
four words (MinHash, bottom-k). Two sketches tell which part of their texts is common. Markup, capitals and punctuation
don't count; scripts that put no spaces between words count by the character. Knows no file and no catalog.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Hashes of a text's runs of words, ascending.
Sketch = tuple[int, ...]

MOST_HASHES = 64
RUN = 4
# Shorter texts are alike by chance: "No results were available at the time of going to press."
FEWEST_WORDS = 20
# No article is longer; whatever it is, this much of it tells.
_MOST_CHARACTERS = 1_000_000
_LINK_TARGET = re.compile(r"\((?<=\]\()[^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]|[^\W_]+")
# An odd number of 64 bits and its inverse, and the finalizer of SplitMix64.
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
_MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


def sketch_text(markdown: str) -> Sketch:
    """The sketch of a text; empty for one that is too short to tell."""
    import numpy as np  # noqa: PLC0415  (it would slow the start of commands that compare no text)

    words = _WORD.findall(_LINK_TARGET.sub("", markdown[:_MOST_CHARACTERS]).casefold())
    if len(words) < FEWEST_WORDS:
        return ()
    text = (" ".join(words) + " ").encode()
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord(" ")) + 1
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-RUN]))
    # The highest bit goes: SQLite's integers have a sign.
    found = np.unique(hash_spans(text, starts, ends[RUN - 1 :]) >> np.uint64(1))
    return tuple(found[:MOST_HASHES].tolist())


def hash_spans(text: bytes, starts: "NDArray[np.int64]", ends: "NDArray[np.int64]") -> "NDArray[np.uint64]":
    """A hash of 64 bits for each stretch of a text, from its start up to its end, the same wherever it stands."""
    import numpy as np  # noqa: PLC0415

    # A stretch's hash is a polynomial over its bytes: a difference of two prefix sums, moved to its start.
    powers, inverses = _powers(len(text).bit_length())
    sums = np.zeros(len(text) + 1, np.uint64)
    np.cumsum(np.frombuffer(text, np.uint8) * powers[: len(text)], dtype=np.uint64, out=sums[1:])
    found: NDArray[np.uint64] = (sums[ends] - sums[starts]) * inverses[starts]
    for shift, factor in _MIX:
        found = (found ^ (found >> np.uint64(shift))) * np.uint64(factor)
    return found ^ (found >> np.uint64(31))


@lru_cache(maxsize=4)
def _powers(bits: int) -> "tuple[NDArray[np.uint64], NDArray[np.uint64]]":
    """The powers of the base and of its inverse, modulo 2**64, for texts of up to `2**bits` bytes."""
    import numpy as np  # noqa: PLC0415

    def powers_of(base: int) -> "NDArray[np.uint64]":
        factors = np.full(1 << bits, base, np.uint64)
        factors[0] = 1
        return np.cumprod(factors, dtype=np.uint64)

    return powers_of(_BASE), powers_of(_INVERSE)


def resemblance(one: Sketch, other: Sketch, least: float = 0.0) -> float:
    """Which part of all the runs that stand in either text stands in both, up to 1.0; 0.0 if it is less than `least`,
    which is quickly seen."""
    both = {*one}.intersection(other)
    if not both or len(both) < least * min(MOST_HASHES, max(len(one), len(other))):
        return 0.0
    smallest = sorted({*one, *other})[:MOST_HASHES]
    found = sum(map(both.__contains__, smallest)) / len(smallest)
    return found if found >= least else 0.0
