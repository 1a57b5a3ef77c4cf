"""The site's own record, `manifest-sha256.txt`: a line `sha256  path` for each output, in the order of the paths.

In: outputs, or the few that changed. Out: the record, in the form of `sha256sum` and of BagIt (RFC 8493). It is
replaced in one instant. What changed is found by halving, so that one page of a hundred thousand costs a copy of the
file and not a line for each page.
"""

import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from typing import BinaryIO

from backfile.model import Output

# What is written beside its place before it is moved there. Nobody has a file of this name.
PART = ".backfile-part"
_DIGEST = 64


def read_record(path: Path) -> list[Output]:
    """The outputs that a site's own record names; none if it has no record. Their fingerprints are not known.

    Anyone may have written to the record, and what it names may be removed: paths that lead out of site/ don't count.
    """
    try:
        lines = path.read_bytes().decode().split("\n")
    except (OSError, UnicodeDecodeError):
        return []
    pairs = (line.partition("  ") for line in lines)
    return [Output(name, "", digest, -1) for digest, _, name in pairs if len(digest) == _DIGEST and _is_inside(name)]


def _is_inside(name: str) -> bool:
    path = PureWindowsPath(name)  # knows both slashes, and drives
    return bool(path.parts) and not path.anchor and ".." not in path.parts


def write_record(outputs: Iterable[Output], path: Path) -> None:
    """Write the record of these outputs, which come in the order of their paths."""
    with _replaced(path) as stream:
        stream.writelines(_line(output.path, output.digest) for output in outputs)


def patch_record(path: Path, changes: Mapping[str, str]) -> None:
    """Change the lines of some paths to these digests; '' takes a line out. The record must be whole and in order."""
    with _replaced(path) as stream, path.open("rb") as old, mmap.mmap(old.fileno(), 0, access=mmap.ACCESS_READ) as data:
        done = 0
        for name in sorted(changes):
            start, end = _find_line(data, name.encode())
            _copy(data, done, start, stream)
            stream.write(_line(name, changes[name]) if changes[name] else b"")
            done = end
        _copy(data, done, len(data), stream)


def sign(path: Path) -> str:
    """What tells whether a record is the one that was written last: its size and time; empty if there is none."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _line(name: str, digest: str) -> bytes:
    return f"{digest}  {name}\n".encode()


def _find_line(data: mmap.mmap, name: bytes) -> tuple[int, int]:
    """Where the line of a path begins and ends, or would stand."""
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", 0, middle) + 1
        end = data.find(b"\n", middle) + 1
        found = data[start + _DIGEST + 2 : end - 1]
        if found == name:
            return start, end
        if found < name:
            low = end
        else:
            high = start
    return low, low


def _copy(data: mmap.mmap, start: int, end: int, stream: BinaryIO) -> None:
    with memoryview(data) as whole, whole[start:end] as part:
        stream.write(part)


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of the old one once it is whole."""
    part = path.with_name(PART)
    with part.open("wb") as stream:
        yield stream
    os.replace(part, path)  # noqa: PTH105  (the tests let it fail by this name)
