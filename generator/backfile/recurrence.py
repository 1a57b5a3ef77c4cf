"""Which lines of a capture stand in other captures of the same import: most likely they belong to no article.

In: the bytes of text captures, first all of them, then each again. Out: a small file of counters, and for each capture
those of its lines, trimmed, that stand in at least two others. Lines whose hashes meet share counters (a count-min
sketch), so that memory is bounded; too few meet to matter. Knows no kind of line. A home of numpy.
"""

import mmap
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.archive import replace_file
from backfile.importers.encoding import decode
from backfile.likeness import hash_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A line recurs if it stands in so many captures.
FEWEST = 3
# What recurs in so many captures recurs in those that follow.
MOST_CAPTURES = 100_000
# What is larger is no capture of a page's text.
_MOST_BYTES = 1_000_000
_ROWS = 4
_SLOTS_FOR_A_CAPTURE = 256
_MOST_COUNTED = 255
# A line of so many characters is likely a sentence, whether of the article or of a notice.
_LONG = 60


def hash_lines(data: bytes) -> bytes:
    """A hash of each of a capture's lines, each once, as eight bytes; none for a page of HTML."""
    lines = _split(data)
    return _hash(lines).tobytes() if lines else b""


def _split(data: bytes) -> list[str]:
    """The distinct lines of a text capture, trimmed, without blank ones."""
    if len(data) > _MOST_BYTES or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return []
    text = _read(data).replace("\r", "\n")
    return list(filter(None, dict.fromkeys(map(str.strip, text.split("\n")))))


def _read(data: bytes) -> str:
    """The text, in most cases without the pains that the importer takes with it."""
    try:
        return data.decode("utf-8-sig") if b"\0" not in data and b"\x1b" not in data else decode(data)[0]
    except UnicodeDecodeError:
        return decode(data)[0]


def _hash(lines: Iterable[str]) -> "NDArray[np.uint64]":
    import numpy as np  # noqa: PLC0415  (it would slow the start of commands that import nothing)

    text = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n")) + 1
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    return hash_spans(text, starts, ends)


class LineCounts:
    """In how many captures each line stands, counted up to 255."""

    def __init__(self, captures: int) -> None:
        import numpy as np  # noqa: PLC0415

        wanted = max(1, min(captures, MOST_CAPTURES)) * _SLOTS_FOR_A_CAPTURE
        self._table = np.zeros((_ROWS, 1 << (wanted - 1).bit_length()), np.uint8)
        self._counted = 0

    def add(self, hashes: bytes) -> None:
        """Count the lines of a capture."""
        import numpy as np  # noqa: PLC0415

        if not hashes or self._counted == MOST_CAPTURES:
            return
        self._counted += 1
        for row, slots in zip(self._table, _find_slots(np.frombuffer(hashes, np.uint64), self._table), strict=True):
            # Lines of one capture that meet count once: numpy adds to each place that is named once.
            row[slots] += row[slots] < _MOST_COUNTED

    def save(self, path: Path) -> None:
        """Write the counters to a file that workers read."""
        replace_file(path, self._table.tobytes())


def _find_slots(hashes: "NDArray[np.uint64]", table: "NDArray[np.uint8]") -> "Iterable[NDArray[np.uint64]]":
    """Where a line is counted in each row: two halves of its hash make as many places as are needed."""
    import numpy as np  # noqa: PLC0415

    low, high = hashes & np.uint64(0xFFFFFFFF), hashes >> np.uint64(32) | np.uint64(1)
    return ((low + np.uint64(row) * high) & np.uint64(table.shape[1] - 1) for row in range(_ROWS))


@lru_cache(maxsize=1)
def _open_table(counts: Path, written: int) -> "NDArray[np.uint8]":
    """The counters in a file, as it was written at some time."""
    import numpy as np  # noqa: PLC0415

    with counts.open("rb") as stream:
        table = np.frombuffer(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ), np.uint8)
    return table.reshape(_ROWS, -1)


def find_recurring(data: bytes, counts: Path) -> frozenset[str]:
    """The lines of a capture, trimmed, that recur, by the counters in a file.

    If hardly any of its long lines stands in it alone, this is an article that came several times; then only what
    stands in more captures than the article can be told from it.
    """
    import numpy as np  # noqa: PLC0415

    lines = _split(data)
    if not lines:
        return frozenset()
    table = _open_table(counts, counts.stat().st_mtime_ns)
    found = np.min([row[slots] for row, slots in zip(table, _find_slots(_hash(lines), table), strict=True)], axis=0)
    lengths = np.array([len(line) for line in lines])
    is_long = lengths >= _LONG
    own = lengths[is_long & (found < FEWEST)].sum()
    is_copy = is_long.any() and own < 0.1 * lengths[is_long].sum()
    least = 2 * int(np.median(found[is_long])) if is_copy else FEWEST
    return frozenset(line for line, count in zip(lines, found.tolist(), strict=True) if count >= least)
