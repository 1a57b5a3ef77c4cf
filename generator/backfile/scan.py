"""What lies in content/ and originals/ now: the walk, compared with the catalog; only what changed is parsed.

In: an archive, its catalog, workers. Out: the catalog up to date, the Problems that the walk and the parsers met. A
file with a problem isn't remembered, so that the next run meets the problem again.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backfile.archive import Archive, File, is_article, look_at, walk
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


def scan(
    archive: Archive,
    catalog: Catalog,
    workers: Workers,
    progress: Progress,
    changed_paths: frozenset[str] | None = None,
) -> Scanned:
    """Bring the catalog up to date with the archive's files. Who knows what may have changed since the last scan, and
    that it met no problem, names the paths: files, or folders with all that is below them."""
    roots = FOLDERS if changed_paths is None else _find_roots(changed_paths)
    comparison = _Comparison(archive, catalog, _touch_stamp(archive.state / "stamp"), roots)
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
        catalog.add_file(comparison.as_remembered(parsed), parsed.digest, parsed.shape)
    return known != parsed.digest


def _find_collisions(catalog: Catalog) -> Iterator[Problem]:
    for address, first, second in catalog.collisions():
        message = f"has the same address as {first}: {address}"
        yield Problem("error", "address-taken", second, None, message, "give one of them another slug")


def _find_roots(paths: frozenset[str]) -> tuple[str, ...]:
    """The paths that a scan looks at, in order, without those below others."""
    roots: list[str] = []
    for path in sorted(paths, key=lambda path: f"{path}/"):
        if path.split("/", 1)[0] in FOLDERS and not (roots and path.startswith(f"{roots[-1]}/")):
            roots.append(path)
    return tuple(roots)


class _Comparison:
    """The walk beside the catalog's list of files, both in path order, so that neither is ever held whole."""

    def __init__(self, archive: Archive, catalog: Catalog, stamp: int, roots: tuple[str, ...]) -> None:
        self.problems: list[Problem] = []
        self.gone: list[str] = []
        self._archive, self._catalog, self._stamp, self._roots = archive, catalog, stamp, roots

    def differing(self) -> Iterator[File]:
        """The files that are new or not as the catalog knows them."""
        for root in self._roots:
            yield from self._find_differing(self._walk(root), self._catalog.files(root))

    def _find_differing(self, walk: Iterator[File], known: Iterator[File]) -> Iterator[File]:
        old = next(known, None)
        for found in walk:
            if found != old:  # which few are
                while old is not None and old.path < found.path:
                    self.gone.append(old.path)
                    old = next(known, None)
                if found != old:
                    yield found
            if old is not None and old.path == found.path:
                old = next(known, None)
        while old is not None:
            self.gone.append(old.path)
            old = next(known, None)

    def _walk(self, root: str) -> Iterator[File]:
        found_here = walk(self._archive.root, root) if root in FOLDERS else look_at(self._archive.root, root)
        for found in found_here:
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
