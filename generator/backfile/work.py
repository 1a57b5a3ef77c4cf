"""The functions of a build that run in workers.

In: a batch of small values, and arguments that say everything else (paths, digests, settings). Out: a list of results
in the same order. A worker never raises for what a file holds: bad material comes back as `Problem` values. What parses
and renders is loaded where the work is done, so that a build with nothing to do starts quickly, and the process that
only hands out work stays small.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.archive import Archive, File
from backfile.entries import Parsed
from backfile.model import Output, Page, Problem

if TYPE_CHECKING:
    from backfile.render import Renderer, Site
    from backfile.theme import Theme


def parse_files(files: Sequence[File], root: str) -> list[Parsed]:
    """Read files below the archive at `root`: articles are parsed, of others only the digest is taken."""
    from backfile.parsing import parse_file  # noqa: PLC0415  (a build with nothing to parse loads no parsers)

    return [parse_file(file, Path(root)) for file in files]


@dataclass(frozen=True, slots=True)
class Job:
    """A page to render, and its fingerprint."""

    page: Page
    fingerprint: str


def staged_name(path: str) -> str:
    """The file below the staging folder that takes the bytes of the page at `path`: short, whatever the address."""
    digest = hashlib.sha256(path.encode()).hexdigest()
    return f"{digest[:2]}/{digest[2:34]}"


def render_pages(
    jobs: Sequence[Job], root: str, folders: tuple[str, str], theme_digest: str, site: "Site", staging: str
) -> list[Output | Problem]:
    """Render pages into the staging folder. `theme_digest` tells one state of the theme from another."""
    from backfile.render import Renderer  # noqa: PLC0415  (a build with nothing to render loads no templates)

    compiled = Archive(Path(root)).compiled
    renderer = Renderer(Path(root), _open_theme(*folders, str(compiled), theme_digest), site)
    return [_render_page(job, renderer, Path(staging)) for job in jobs]


@lru_cache(maxsize=1)
def _open_theme(own: str, default: str, compiled: str, theme_digest: str) -> "Theme":
    from backfile.theme import Theme  # noqa: PLC0415

    return Theme(Path(own), Path(default), Path(compiled))


def _render_page(job: Job, renderer: "Renderer", staging: Path) -> Output | Problem:
    data = renderer.render(job.page)
    if isinstance(data, Problem):
        return data
    name = staged_name(job.page.path)
    path = staging / name
    try:
        _write(path, data)
    except OSError as error:
        message = f"can't be written: {error.strerror}"
        return Problem("error", "unwritable", f".backfile/staging/{name}", None, message, "is the disk full?")
    return Output(job.page.path, job.fingerprint, hashlib.sha256(data).hexdigest(), len(data))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
