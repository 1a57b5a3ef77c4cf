"""What lies in content/ and originals/ now: the walk, compared with the catalog; only what changed is parsed.

In: an archive, its catalog, workers. Out: the catalog up to date, the Problems that the walk and the parsers met. A
file with a problem isn't remembered, so that the next run meets the problem again.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backfile.archive import Archive, File, is_article, walk
from backfile.catalog import Catalog
from backfile.entries import Parsed
from backfile.model import Problem
from backfile.parallel import Workers
from backfile.work import parse_files

# Told of every stage: its name, how much is done, of how much (None: not known).
Progress = Callable[[str, int, int | None], None]
FOLDERS = ("content", "originals")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan met: problems, how many files it read, and how many of them had changed or are gone."""

    problems: tuple[Problem, ...]
    parsed: int
    changed: int


def scan(archive: Archive, catalog: Catalog, workers: Workers, progress: Progress) -> Scanned:
    """Bring the catalog up to date with the archive's files."""
    comparison = _Comparison(archive, catalog, _touch_stamp(archive.state / "stamp"))
    history = hashlib.sha256(catalog.state().encode())
    changed = read = 0
    for read, parsed in enumerate(workers.map(parse_files, comparison.differing(), str(archive.root)), 1):
        if _take_in(parsed, catalog, comparison):
            history.update(f"{parsed.file.path}\0{parsed.digest}\n".encode())
            changed += 1
        comparison.problems.extend(parsed.problems)
        progress("Reading", read, None)
    for path in comparison.gone:
        catalog.remove_file(path)
        history.update(f"{path}\0\n".encode())
    if changed or comparison.gone:
        catalog.settle()
        catalog.note_state(history.hexdigest())
    comparison.problems.extend(_find_collisions(catalog))
    return Scanned(tuple(comparison.problems), read, changed + len(comparison.gone))


def _take_in(parsed: Parsed, catalog: Catalog, comparison: "_Comparison") -> bool:
    """Enter a file into the catalog; says whether that changed anything."""
    path = parsed.file.path
    known = catalog.find_digest(path)
    if known != parsed.digest:
        if parsed.entry is not None:
            catalog.add_article(parsed.entry)
        elif parsed.problems or is_article(path):
            catalog.remove_file(path)
    if parsed.entry is not None or not parsed.problems:
        catalog.add_file(comparison.as_remembered(parsed), parsed.digest)
    return known != parsed.digest


def _find_collisions(catalog: Catalog) -> Iterator[Problem]:
    for address, first, second in catalog.collisions():
        message = f"has the same address as {first}: {address}"
        yield Problem("error", "address-taken", second, None, message, "give one of them another slug")


class _Comparison:
    """The walk beside the catalog's list of files, both in path order, so that neither is ever held whole."""

    def __init__(self, archive: Archive, catalog: Catalog, stamp: int) -> None:
        self.problems: list[Problem] = []
        self.gone: list[str] = []
        self._archive, self._catalog, self._stamp = archive, catalog, stamp

    def differing(self) -> Iterator[File]:
        """The files that are new or not as the catalog knows them."""
        known = self._catalog.files()
        old = next(known, None)
        for found in self._walk():
            if found == old:  # as nearly all are
                old = next(known, None)
                continue
            while old is not None and old.path < found.path:
                self.gone.append(old.path)
                old = next(known, None)
            yield found
            if old is not None and old.path == found.path:
                old = next(known, None)
        while old is not None:
            self.gone.append(old.path)
            old = next(known, None)

    def _walk(self) -> Iterator[File]:
        for folder in FOLDERS:
            for found in walk(self._archive.root, folder):
                if isinstance(found, Problem):
                    self.problems.append(found)
                else:
                    yield found

    def as_remembered(self, parsed: Parsed) -> File:
        """What the catalog shall remember of a file; without its times, so that the next scan reads it again, if it
        has problems to tell, or was written in the same tick of the clock as this scan and may change unseen."""
        file = parsed.file
        again = parsed.problems or max(file.modified, file.changed) >= self._stamp
        return File(file.path, file.size, 0, 0) if again else file


def _touch_stamp(path: Path) -> int:
    """Now, by the file system's own clock, which is the one that file times are told in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return path.stat().st_mtime_ns
