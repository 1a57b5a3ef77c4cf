"""The functions of a build that run in workers.

In: a batch of small values, and arguments that say everything else (paths, digests, settings). Out: a list of results
in the same order. A worker never raises for what a file holds: bad material comes back as `Problem` values. What parses
and renders is loaded where the work is done, so that a build with nothing to do starts quickly, and the process that
only hands out work stays small.
"""

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.archive import Archive, File, lost_meanwhile
from backfile.entries import Hidden, Parsed
from backfile.model import INDEX_FILE, Output, Page, Problem

if TYPE_CHECKING:
    from backfile.blocks import BlockJob
    from backfile.postings import Rooms
    from backfile.render import Rendered, Renderer, Site
    from backfile.theme import Theme


def parse_files(files: Sequence[File], root: str) -> list[Parsed]:
    """Read files below the archive at `root`: articles are parsed, of others only the digest is taken."""
    from backfile.parsing import parse_file  # noqa: PLC0415  (a build with nothing to parse loads no parsers)

    return [parse_file(file, Path(root)) for file in files]


def index_blocks(
    jobs: Sequence["BlockJob"], root: str, language: str, rooms: "Rooms", about: str
) -> list[Problem | None]:
    """Index blocks of articles and keep them in the archive; `about` says in its language that a date is uncertain."""
    from backfile.indexing import index_block_file  # noqa: PLC0415  (as in parse_files)

    return [index_block_file(job, Path(root), language, rooms, about) for job in jobs]


@dataclass(frozen=True, slots=True)
class Job:
    """A page to render, its fingerprint; the digest of the bytes that the site has of it and the `Output.body` that was
    noted of them, '' if it has none."""

    page: Page
    fingerprint: str
    standing: str = ""
    body: str = ""


def weigh_job(job: Job) -> int:
    """How large a job is: nearly all of it is what the template will show."""
    return len(job.page.context)


def render_pages(
    jobs: Sequence[Job],
    root: str,
    folders: tuple[str, str],
    theme_digest: str,
    site: "Site",
    staging: str,
    hidden: tuple[Hidden, ...] = (),
    note: str = "",
) -> list[Output | Problem]:
    """Render pages into the staging folder, each under its address, but for those whose bytes the site has already.
    `theme_digest` tells one state of the theme from another. None may quote an article that is `hidden`; `note`
    names the index of the search."""
    from backfile.render import Renderer  # noqa: PLC0415  (a build with nothing to render loads no templates)

    _forget_words()
    compiled = Archive(Path(root)).compiled
    renderer = Renderer(Path(root), _open_theme(*folders, str(compiled), theme_digest), site)
    return [_render_page(job, renderer, staging, hidden, note) for job in jobs]


def _forget_words() -> None:
    """Give back what indexing kept, if this process did any: the memory that rendering takes is about as much."""
    if inversion := sys.modules.get("backfile.inversion"):
        inversion.forget()


@lru_cache(maxsize=1)
def _open_theme(own: str, default: str, compiled: str, theme_digest: str) -> "Theme":
    from backfile.theme import Theme  # noqa: PLC0415

    return Theme(Path(own), Path(default), Path(compiled))


def _render_page(
    job: Job, renderer: "Renderer", staging: str, hidden: tuple[Hidden, ...], note: str
) -> Output | Problem:
    if job.page.template == INDEX_FILE:
        made = _join_index_file(job.page, renderer.root, note)
    else:
        made = renderer.render(job.page, job.standing, job.body)
    if isinstance(made, Problem):
        return made
    if hidden and (problem := _find_quoted(job.page, made.data, renderer.root, hidden)):
        return problem
    data = made.data
    digest = hashlib.sha256(data).hexdigest()
    if digest != job.standing:
        try:
            _write(f"{staging}/{job.page.path}", data)
        except OSError as error:
            if not _is_collision(error, staging):
                return _unwritable(job.page.path, error)
    return Output(job.page.path, job.fingerprint, digest, len(data), made.body)


def _join_index_file(page: Page, root: Path, note: str) -> "Rendered | Problem":
    """A file of the search: a call that hands its content to search.js."""
    from backfile.blocks import read_index  # noqa: PLC0415  (as in render_pages)
    from backfile.render import Rendered  # noqa: PLC0415

    name = json.loads(page.context)["name"]
    try:
        content = read_index(Archive(root).index, note).read(name)
    except OSError as error:
        return lost_meanwhile(note, error)
    return Rendered(b'backfile("%b",%b)\n' % (name.encode(), content))


def _find_quoted(page: Page, data: bytes, root: Path, hidden: tuple[Hidden, ...]) -> Problem | None:
    from backfile.withheld import find_quoted  # noqa: PLC0415  (few archives have withheld articles)

    try:
        found = find_quoted(data, page.path, str(root), hidden)
    except OSError as error:
        return lost_meanwhile(hidden[0].path, error)
    if found is None:
        return None
    words = " ".join(found.sentence.split()[:12])
    message = f'site/{page.path} would show a sentence of {found.path}, which is withheld: "{words} …"'
    hint = f"withhold this one too, take the sentence out, or list it as quotable in {found.path}"
    return Problem(
        "error", "withheld-text", page.source.path if page.source else f"site/{page.path}", None, message, hint
    )


def _write(path: str, data: bytes) -> None:
    """Write a file of the staging folder. Nothing is read or written twice here: it is done for every page."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        stream = os.open(path, flags, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        stream = os.open(path, flags, 0o666)
    try:
        written = os.write(stream, data)
        while written < len(data):
            written += os.write(stream, data[written:])
    finally:
        os.close(stream)


def _is_collision(error: OSError, staging: str) -> bool:
    """Whether one page stands where another needs a folder, as the manifest will tell once all pages are planned."""
    return isinstance(error, (NotADirectoryError, IsADirectoryError)) and os.path.isdir(staging)  # noqa: PTH112


def _unwritable(path: str, error: OSError) -> Problem:
    message = f"can't be written: {error.strerror}"
    hint = "make room on the disk, or let .backfile/ be written; then build again"
    return Problem("error", "unwritable", f".backfile/staging/{path}", None, message, hint)
