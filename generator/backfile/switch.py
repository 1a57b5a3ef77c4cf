"""The whole tree in one instant: the next site is made beside the one that is served, and the two change places.

In: the site, and a function that brings a tree up to date. Out: the new tree under the old one's name, by one call of
the system; unchanged files are the same files (hard links), or copies where the file system has no links. What is
nobody's output, a file of the user's, is in both. It knows nothing of what a build publishes.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from backfile.errors import ArchiveError

_HERE = -100  # AT_FDCWD: paths are taken as everywhere
_EXCHANGE, _SWAP = 2, 2  # of Linux' renameat2, of macOS' renamex_np
_NO_LINKS = {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.EACCES, errno.ENOSYS}
_HINT = "build without --atomic-switch"


def next_to(site: Path) -> Path:
    """Where the next tree is made: beside the site, so that both lie on one file system; hidden."""
    real = site.resolve()
    return real.with_name(f".{real.name}.backfile-next")


def leftovers(site: Path) -> tuple[Path, Path]:
    """The folders that a switch which was stopped may have left beside the site."""
    return next_to(site), _trial(site)


def _trial(site: Path) -> Path:
    return next_to(site).with_suffix(".backfile-trial")


def try_switch(site: Path) -> None:
    """Raise ArchiveError if the site can't be switched here: told before any work is done."""
    trial = _trial(site)
    folders = trial / "one", trial / "other"
    try:
        if os.path.ismount(site.resolve()):
            raise OSError(errno.EBUSY, "a disk is mounted there", str(site))
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        exchange(*folders)
    except OSError as error:
        message = f"{site} can't be switched in one instant here: {error.strerror}"
        raise ArchiveError(message, _HINT) from None
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places, in one instant; OSError where the system can't."""
    call = _find_call()
    if call(os.fsencode(one), os.fsencode(other)):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one))


def _find_call() -> Callable[[bytes, bytes], int]:
    library: Any = ctypes.CDLL(None, use_errno=True) if sys.platform in {"linux", "darwin"} else None
    if hasattr(library, "renameat2"):
        return lambda one, other: int(library.renameat2(_HERE, one, _HERE, other, _EXCHANGE))
    if hasattr(library, "renamex_np"):
        return lambda one, other: int(library.renamex_np(one, other, _SWAP))
    raise OSError(errno.ENOSYS, "this system can't exchange two folders")


def identify(site: Path) -> str:
    """What tells the tree under the site's name from the one that takes its place."""
    try:
        stat = site.stat()
    except FileNotFoundError:
        return "none"
    return f"{stat.st_dev} {stat.st_ino}"


def mirror(site: Path, beside: Path) -> None:
    """Make another tree of the same files. What is renamed or removed in it later leaves the site alone."""
    waiting = [""] if site.is_dir() else []
    while waiting:
        folder = waiting.pop()
        os.mkdir(f"{beside}{folder}")  # noqa: PTH102  (a Path for each file would take as long as the links)
        with os.scandir(f"{site}{folder}") as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    _link(f"{site}{path}", f"{beside}{path}")
        _copy_rights(f"{site}{folder}", f"{beside}{folder}")


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except FileNotFoundError:
        return  # somebody has just removed it
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def _copy_rights(source: str, target: str) -> None:
    """A folder stays open to the same people."""
    stat = os.stat(source)  # noqa: PTH116
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(target, stat.st_uid, stat.st_gid)
    os.chmod(target, stat.st_mode & 0o7777)  # noqa: PTH101


def put_in_place(beside: Path, site: Path) -> None:
    """Let the tree beside the site be the site, in one instant; the old one, if there was any, lies beside it then."""
    real = site.resolve()
    if real.exists():
        exchange(beside, real)
    else:
        beside.rename(real)


def retire(old: Path, site: Path, is_foreign: Callable[[str], bool]) -> None:
    """Remove an old tree. Somebody's file that was written or replaced in it while the new one was made is moved over.
    May be done again after a crash at any step."""
    folders = [""] if old.is_dir() else []
    for folder in folders:
        with os.scandir(f"{old}{folder}") as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif is_foreign(path[1:]) and not _is_same(f"{old}{path}", f"{site}{path}"):
                    os.makedirs(f"{site}{folder}", exist_ok=True)  # noqa: PTH103
                    os.replace(entry.path, f"{site}{path}")  # noqa: PTH105
                else:
                    os.unlink(entry.path)  # noqa: PTH108
    for folder in reversed(folders):
        os.rmdir(f"{old}{folder}")  # noqa: PTH106


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samestat(os.lstat(one), os.lstat(other))
    except FileNotFoundError:
        return False
