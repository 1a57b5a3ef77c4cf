"""Staging to site: replace, remove, finish after a crash.

In: the manifest's journal, and the staging folder, where each output lies under its address. Out: the site as planned.
A folder that the site doesn't have is moved whole; each other file is moved into place in one instant, so that a reader
never meets half a page. A crash at any moment leaves the journal, and the next build carries it out again. Only files
that the manifest knows are ever replaced or removed.
"""

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from backfile.archive import digest_file
from backfile.errors import ArchiveError
from backfile.manifest import Manifest, Step
from backfile.model import Output, Problem
from backfile.record import PART, patch_record, sign, write_record
from backfile.switch import identify, leftovers, mirror, next_to, put_in_place, retire
from backfile.urls import MANIFEST

# A record is patched if less than one of so many of its bytes belongs to a line that changes, about a line in twenty.
_PATCHED = 2000


def publish(site: Path, staging: Path, manifest: Manifest) -> None:
    """Carry out the journal, then close it. Raises ArchiveError where the site can't be written."""
    with _told(site):
        _replace(site, staging, manifest)
        with _closing(site, manifest, ()):
            pass
    shutil.rmtree(staging, ignore_errors=True)


def publish_at_once(site: Path, staging: Path, manifest: Manifest) -> None:
    """As `publish`, but in one instant for all who read the site: what changes is made in a tree beside it."""
    beside = next_to(site)
    with _told(site):
        clear(beside)
        mirror(site, beside)
        _replace(beside, staging, manifest)
        dead = set(manifest.dying())
        with _closing(beside, manifest, ()):
            put_in_place(beside, site)
            _retire(beside, site, manifest, dead)
    shutil.rmtree(staging, ignore_errors=True)


def recover(site: Path, staging: Path, manifest: Manifest) -> bool:
    """Finish what a build that was stopped had begun to publish; says whether there was anything. What that build had
    staged may be lost, or never have reached the disk: such outputs are forgotten, and will be made again."""
    unfinished = manifest.is_journal_open()
    with _told(site):
        if unfinished and manifest.standing() == identify(site):
            # A new tree was being made beside this one, which nobody has touched. It is made again from the beginning.
            manifest.abandon_journal()
            unfinished = False
        if unfinished:
            _finish(site, staging, manifest)
        for leftover in (*leftovers(site), staging):
            clear(leftover)
    return unfinished


def _finish(site: Path, staging: Path, manifest: Manifest) -> None:
    """Carry out a journal of which an unknown part has been carried out."""
    _drop_cut_off(staging, manifest)
    _replace(site, staging, manifest)
    dead = set(manifest.dying())
    with _closing(site, manifest, [step.output.path for step in manifest.journal() if _is_lost(site, step)]):
        if manifest.standing():
            _retire(next_to(site), site, manifest, dead)


def clear(staging: Path) -> None:
    """Remove what a build has left in its staging folder: what lies there when the next one publishes is published."""
    if staging.is_dir() and not staging.is_symlink():
        shutil.rmtree(staging)
    else:
        staging.unlink(missing_ok=True)


def find_changed(site: Path, manifest: Manifest) -> list[str]:
    """The outputs that are missing in the site or have another size than was published."""
    changed = []
    look = os.stat  # a Path for each file would double the time
    start = f"{site}{os.sep}"
    for path, size in manifest.sizes():
        try:
            if look(start + path).st_size == size:
                continue
        except OSError:
            pass
        changed.append(path)
    return changed


def is_empty(site: Path) -> bool:
    """Whether the site holds nothing at all, so that nothing can be in the way."""
    try:
        with os.scandir(site) as entries:
            return next(entries, None) is None
    except OSError:
        return not os.path.lexists(site)


def find_foreign(site: Path, output: Output) -> Problem | None:
    """A Problem if a file that Backfile didn't write stands where a new output goes; the same bytes are welcome."""
    try:
        os.lstat(f"{site}/{output.path}")
        if is_in_place(site, output):
            return None
    except FileNotFoundError:
        return None
    except OSError:
        pass  # a folder, or below a file: it stands in the way all the same
    path = _find_in_the_way(site, output.path)
    hint = "move it out of site/; files of your own go into templates/assets/, or into content/ beside an article"
    return Problem("error", "foreign-file", f"site/{path}", None, "is in the way; Backfile did not write it", hint)


def _find_in_the_way(site: Path, path: str) -> str:
    """What stands in the way of an output: at its path, or where it needs a folder."""
    above = [str(folder) for folder in PurePosixPath(path).parents][-2::-1]
    return next((folder for folder in above if (site / folder).exists() and not (site / folder).is_dir()), path)


def is_in_place(site: Path, output: Output) -> bool:
    """Whether the output's file in the site has the output's bytes; raises OSError if it can't be read."""
    return digest_file(site / output.path) == output.digest


def _is_lost(site: Path, step: Step) -> bool:
    try:
        return bool(step.staged) and not is_in_place(site, step.output)
    except OSError:
        return True


@contextmanager
def _told(site: Path) -> Iterator[None]:
    """What the system refuses is told to people."""
    try:
        yield
    except OSError as error:
        hint = "once that is mended, the next build carries on where this one stopped"
        place = error.filename2 or error.filename or site
        raise ArchiveError(f"{place} can't be written: {error.strerror}", hint) from None


def _drop_cut_off(staging: Path, manifest: Manifest) -> None:
    """Remove staged files that never reached the disk whole, so that they take no good page's place."""
    for step in manifest.journal():
        staged = staging / step.output.path
        if step.staged and staged.is_file() and staged.stat().st_size != step.output.size:
            staged.unlink()


def _replace(site: Path, staging: Path, manifest: Manifest) -> None:
    """Move everything that is staged into place, then remove the dead. May be done again after a crash at any step."""
    if staging.is_dir():
        _move_folders(str(staging), str(site), manifest)
    site.mkdir(parents=True, exist_ok=True)
    for path in manifest.dying():
        _remove(site, path)


def _move_folders(staging: str, site: str, manifest: Manifest) -> None:
    """Folders that the site has are gone through, in the order of their names; the others are moved whole."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        if _move_whole(staging + folder, site + folder):
            continue
        with os.scandir(staging + folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    _move_file(staging + path, site + path, path[1:], manifest)


def _move_whole(staged: str, target: str) -> bool:
    """Move a folder with everything in it, if nothing has its name. False if its files must go one by one: there is a
    folder already (now, at any rate), or the site is on another file system."""
    if os.path.lexists(target):
        return False
    try:
        os.rename(staged, target)  # noqa: PTH104  (a Path for each file would take longer than the move)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        os.mkdir(target)  # noqa: PTH102
        return False
    return True


def _move_file(staged: str, target: str, path: str, manifest: Manifest) -> None:
    """Put a staged file in its place, at once. What came to stand there during the build, and isn't ours, stays."""
    if os.path.lexists(target) and manifest.find_output(path) is None and not _have_same_bytes(staged, target):
        raise FileExistsError(errno.EEXIST, "a file that Backfile did not write is in the way; move it away", target)
    try:
        os.replace(staged, target)  # noqa: PTH105
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        part = os.path.join(os.path.dirname(target), PART)  # noqa: PTH118, PTH120
        shutil.copyfile(staged, part)
        os.replace(part, target)  # noqa: PTH105


def _have_same_bytes(staged: str, target: str) -> bool:
    try:
        return digest_file(Path(staged)) == digest_file(Path(target))
    except OSError:
        return False


def _remove(site: Path, path: str) -> None:
    """Remove an output, and the folders that it leaves empty. Somebody's folder that has its name stays."""
    if (site / path).is_dir() and not (site / path).is_symlink():
        return
    with suppress(NotADirectoryError):
        (site / path).unlink(missing_ok=True)
    for folder in Path(path).parents[:-1]:
        try:
            (site / folder).rmdir()
        except OSError:
            return  # not empty


@contextmanager
def _closing(site: Path, manifest: Manifest, lost: Collection[str]) -> Iterator[None]:
    """Bring the site's own record up to date, and close the journal; what is done meanwhile comes before its end."""
    record = site / MANIFEST
    mark = sign(record)
    changes = manifest.changes(record.stat().st_size // _PATCHED) if mark and mark == manifest.record_mark() else None
    with manifest.closing(lost):
        if changes is None:
            write_record(manifest.outputs(), record)
        elif changes:
            patch_record(record, changes)
        manifest.note_record(sign(record))
        yield


def _retire(old: Path, site: Path, manifest: Manifest, dead: Collection[str]) -> None:
    """Remove the tree that was the site; what is neither ours nor was stays somebody's."""

    def is_foreign(path: str) -> bool:
        ours = path in dead or path == MANIFEST or path.endswith(PART)
        return not ours and manifest.find_output(path) is None

    retire(old, site, is_foreign)
