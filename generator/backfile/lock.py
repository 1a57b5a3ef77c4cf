"""One command at a time: who works in an archive holds its lock.

In: the path of the lock's file. Out: the lock, held until it is released or its process ends, however that ends: the
system keeps it, so that none is ever left behind. Who comes second waits for a while and is then told who holds it,
which that one has written into the file.
"""

import os
import shlex
import sys
import threading
from datetime import datetime
from errno import ENOLCK, ENOSYS, ENOTSUP
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

from backfile.errors import ArchiveError

# Seconds to wait, and between two tries.
PATIENCE = 5.0
_PAUSE = 0.05
# What is locked on Windows is locked against reading too: a byte far behind all that is written.
_FAR = 1 << 30
_LONGEST = 200


class Lock:
    """The lock in the file at `path`; raises ArchiveError if somebody else keeps it for longer than `patience`."""

    def __init__(self, path: Path, patience: float | None = None) -> None:
        self._stream = -1
        tries = round((PATIENCE if patience is None else patience) / _PAUSE)
        while not self._try(path):
            if tries <= 0:
                raise ArchiveError(_describe(path), "wait until it has finished, or end it")
            tries -= 1
            threading.Event().wait(_PAUSE)

    def release(self) -> None:
        if self._stream >= 0:
            os.close(self._stream)
            self._stream = -1

    def _try(self, path: Path) -> bool:
        stream = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        # A file that was deleted in the meantime, with all of .backfile/, locks nothing.
        if not (_lock(stream) and _is_at(path, stream)):
            os.close(stream)
            return False
        self._stream = stream
        os.ftruncate(stream, 0)
        os.write(stream, f"{os.getpid()}\n{_name_command()}\n".encode("utf-8", "backslashreplace"))
        return True


def _lock(stream: int) -> bool:
    """Lock an open file, if nobody else has. A file system that knows no locks doesn't hinder anyone."""
    try:
        if fcntl is not None:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(stream, _FAR, os.SEEK_SET)
            msvcrt.locking(stream, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
            os.lseek(stream, 0, os.SEEK_SET)
    except OSError as error:
        return error.errno in {ENOLCK, ENOSYS, ENOTSUP}
    return True


def _is_at(path: Path, stream: int) -> bool:
    try:
        return os.path.samestat(os.fstat(stream), path.stat())
    except FileNotFoundError:
        return False


def _name_command() -> str:
    """What this process was asked to do: for people to read, nothing depends on it."""
    return shlex.join(["backfile", *sys.argv[1:]])[:_LONGEST]


def _describe(path: Path) -> str:
    """Who holds the lock, as far as can be told."""
    place = f"is at work in {path.parent.parent}"
    try:
        pid, command, *_ = path.read_text("utf-8", "replace").split("\n")
        since = datetime.fromtimestamp(path.stat().st_mtime)
    except (OSError, ValueError):
        return f"another backfile {place}"
    return f"another backfile {place}: {command} (process {pid}, since {since:%Y-%m-%d %H:%M:%S})"
