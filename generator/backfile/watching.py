"""Watches an archive: which of its files aren't what they were; home of watchfiles.

In: the archive's folder. Out: an endless stream of what changed since the value before: paths below the archive; `None`
where anything may have changed; an empty set every few milliseconds while nothing does. The first value comes when the
watch is on: nothing is missed that changes afterwards. What comes into the inbox is told when it has come to rest. The
system tells what changes; where it can't, every file is looked at in turn. No file is read.
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from threading import Event

from backfile.archive import SETTINGS, File, inspect, walk

# Paths below the archive; None: look at everything.
Changes = frozenset[str] | None
NOTHING: frozenset[str] = frozenset()

_FILES = (SETTINGS, "tags.txt")
_FOLDERS = ("content", "inbox", "originals", "templates")
# Milliseconds. A change is told when nothing more has come for a step, and after a burst of so many at the latest.
_STEP, _BURST, _TICK = 5, 200, 40
# A system's queue of changes is finite. Where so many came at once, it may have run over.
_MANY = 1_000
# A new folder is watched a moment after it was made: so many ticks later, what came into it meanwhile is looked for.
_SETTLED = 10
# What comes into the inbox is imported for good: it must have rested for so many ticks, a second, or looks.
_INBOX = "inbox/"
_RESTED, _RESTED_LOOKS = 25, 1
# Seconds between two looks at all files, and for each file, so that looking never is most of what a machine does.
_PAUSE, _PAUSE_EACH = 0.5, 0.000_03


def watch_archive(root: Path, polling: bool, warn: Callable[[str], None]) -> Generator[Changes, None, None]:
    """Watch for ever; with `polling`, or where the system can't tell what changes, by looking."""
    if not polling:
        try:
            yield from _hold_back(_listen(root), _RESTED)
        except (ImportError, OSError) as error:
            reason = getattr(error, "strerror", None) or error
            warn(f"the system doesn't tell which files change ({reason}): every file is looked at in turn instead")
    yield from _hold_back(_look_in_turn(root), _RESTED_LOOKS)


def merge(one: Changes, other: Changes) -> Changes:
    return None if one is None or other is None else one | other


def _hold_back(told: Iterator[Changes], rested: int) -> Iterator[Changes]:
    """What is told, but what comes into the inbox only when nothing has come there for so many values."""
    waiting, calm = NOTHING, 0
    for changed in told:
        came = frozenset(path for path in changed or () if path.startswith(_INBOX))
        waiting, calm = waiting | came, 0 if came else calm + 1
        if changed is None:
            waiting = NOTHING
            yield None
        elif calm < rested:
            yield changed - came
        else:
            due, waiting = waiting, NOTHING
            yield changed | due


def _listen(root: Path) -> Iterator[Changes]:
    """What the system tells, as long as it can; the watch begins anew when one of the folders has come or gone."""
    while True:
        try:
            yield from _listen_to(root)
        except FileNotFoundError:
            pass  # a folder that went just now
        except RuntimeError:
            Event().wait(_TICK / 1000)  # watchfiles met a name that isn't Unicode; the build says which


def _listen_to(root: Path) -> Iterator[Changes]:
    files, tops = _look_at_files(root), _find_tops(root)
    folders: set[str] | None = None
    unsettled = 0
    for told in _tell([root / name for name in tops]):
        if folders is None:  # the watch is on
            folders, unsettled = _find_folders(root), 0
            yield None
            continue
        changed = {path for path in (_name(root, place) for place in told) if not _is_passed_over(root, path)}
        if _find_tops(root) != tops or not changed.isdisjoint(tops):
            return
        now = _look_at_files(root)
        if any(_is_folder(root, path, folders) for path in changed if not path.startswith(_INBOX)):
            folders, unsettled = _find_folders(root), _SETTLED
            yield None
        elif changed or now != files:
            yield _limit({*changed, *_differing(files, now)})
        else:
            unsettled -= unsettled > 0
            yield None if unsettled == 1 else NOTHING
        files = now


def _is_folder(root: Path, path: str, known: set[str]) -> bool:
    return path in known or os.path.isdir(root / path)  # noqa: PTH112  (it never raises)


def _tell(folders: list[Path]) -> Iterator[Iterable[str]]:
    """The places below the folders that have changed, as the system tells them; after each tick, if none have."""
    if not folders:
        while True:
            Event().wait(_TICK / 1000)
            yield ()
    from watchfiles import watch  # noqa: PLC0415  (it may not be there for every system)

    told = watch(
        *folders,
        watch_filter=None,
        step=_STEP,
        debounce=_BURST,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        force_polling=False,
        ignore_permission_denied=True,
    )
    yield from ([place for _, place in changes] for changes in told)


def _find_tops(root: Path) -> dict[str, tuple[int, int]]:
    """The watched folders that exist, each with what tells it from another of its name."""
    found = {}
    for name in _FOLDERS:
        try:
            stat = os.stat(root / name)  # noqa: PTH116
        except OSError:
            continue
        if os.path.isdir(root / name):  # noqa: PTH112
            found[name] = (stat.st_dev, stat.st_ino)
    return found


def _find_folders(root: Path) -> set[str]:
    """All folders below the watched ones: of what is gone, only this tells whether it was one."""
    return {_name(root, folder) for name in _FOLDERS for folder, _, _ in os.walk(root / name)}


def _look_at_files(root: Path) -> frozenset[File]:
    found = (inspect(root / name, name) for name in _FILES)
    return frozenset(file for file in found if isinstance(file, File))


def _look_in_turn(root: Path) -> Iterator[Changes]:
    seen = _look_at_all(root)
    yield None
    while True:
        Event().wait(_PAUSE + _PAUSE_EACH * len(seen))
        now = _look_at_all(root)
        yield _limit(_differing(seen, now))
        seen = now


def _look_at_all(root: Path) -> frozenset[File]:
    """Size and times of every file that a build reads."""
    walked = (entry for name in _FOLDERS for entry in walk(root, name))
    return _look_at_files(root) | {entry for entry in walked if isinstance(entry, File)}


def _differing(before: frozenset[File], now: frozenset[File]) -> set[str]:
    return {file.path for file in before ^ now}


def _limit(changed: set[str]) -> Changes:
    return frozenset(changed) if sum(not path.startswith(_INBOX) for path in changed) <= _MANY else None


def _name(root: Path, place: str) -> str:
    """The path below the archive of a place, which the system may call by another name than we do."""
    for folder in (root, root.resolve()):
        if place.startswith(f"{folder}{os.sep}"):
            return Path(place).relative_to(folder).as_posix()
    return _FOLDERS[0]  # as if the folder had changed: all is looked at


def _is_passed_over(root: Path, path: str) -> bool:
    """Whether no build reads a file: hidden ones, what editors leave beside theirs, and what lies in linked folders."""
    parts = path.split("/")
    if any(part.startswith(".") for part in parts) or path.endswith("~"):
        return True
    return any((root / "/".join(parts[:length])).is_symlink() for length in range(2, len(parts)))
