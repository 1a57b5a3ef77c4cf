"""Staging to site: replace, remove, finish after a crash.

In: the manifest's journal, and the staged files that it names. Out: the site as planned. Each file is moved into place
in one instant, so that a reader never meets half a page; a crash at any moment leaves the journal, and the next build
carries it out again. Only files that the manifest knows are ever removed.
"""

import errno
import os
import shutil
from pathlib import Path

from backfile.archive import digest_file
from backfile.errors import ArchiveError
from backfile.manifest import Manifest, write_record
from backfile.model import Output, Problem
from backfile.urls import MANIFEST


def publish(site: Path, staging: Path, manifest: Manifest) -> None:
    """Carry out the journal, then close it. Raises ArchiveError where the site can't be written."""
    lost = []
    try:
        site.mkdir(parents=True, exist_ok=True)
        for step in manifest.journal():
            if step.staged is None:
                _remove(site, step.output.path)
            elif step.staged and not _move(staging / step.staged, site, step.output):
                lost.append(step.output.path)
        manifest.close_journal(lost)
        write_record(manifest.outputs(), site / MANIFEST)
        if not lost:
            manifest.note_built()
        shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        hint = "the next build carries on where this one stopped"
        raise ArchiveError(f"{error.filename or site} can't be written: {error.strerror}", hint) from None


def recover(site: Path, staging: Path, manifest: Manifest) -> bool:
    """Finish what a build that was stopped had begun to publish; says whether there was anything."""
    unfinished = next(manifest.journal(), None) is not None
    if unfinished:
        publish(site, staging, manifest)
    shutil.rmtree(staging, ignore_errors=True)
    return unfinished


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


def find_foreign(site: Path, output: Output) -> Problem | None:
    """A Problem if a file that Backfile didn't write stands where a new output goes; the same bytes are welcome."""
    try:
        if is_in_place(site, output):
            return None
    except FileNotFoundError:
        return None
    except OSError:
        pass  # a folder, or below a file: it stands in the way all the same
    hint = "move it out of site/; files of your own go into templates/assets/, or into content/ beside an article"
    return Problem(
        "error", "foreign-file", f"site/{output.path}", None, "is in the way; Backfile did not write it", hint
    )


def is_in_place(site: Path, output: Output) -> bool:
    """Whether the output's file in the site has the output's bytes; raises OSError if it can't be read."""
    return digest_file(site / output.path) == output.digest


def _move(staged: Path, site: Path, output: Output) -> bool:
    """Put a staged file in its place. False if it is neither here nor there: it was lost, and must be made again."""
    target = site / output.path
    try:
        os.replace(staged, target)  # noqa: PTH105
    except FileNotFoundError:
        if not staged.exists():
            return target.exists() and is_in_place(site, output)
        target.parent.mkdir(parents=True, exist_ok=True)
        return _move(staged, site, output)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # site/ is on another file system than .backfile/: copy beside the target first
        part = target.with_name(target.name + ".part")
        shutil.copyfile(staged, part)
        part.replace(target)
    return True


def _remove(site: Path, path: str) -> None:
    """Remove an output, and the folders that it leaves empty."""
    (site / path).unlink(missing_ok=True)
    for folder in Path(path).parents[:-1]:
        try:
            (site / folder).rmdir()
        except OSError:
            return  # not empty
