"""The functions of an import that run in workers: captures are looked over and read, articles are named and sketched.

In: a batch of paths, and arguments that say everything else. Out: a list of results in the same order. A worker never
raises for what a file holds: bad material comes back as `Problem` values. Loading this loads the importers, which takes
a while: only the commands that import or compare do.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from backfile.archive import MAX_ARTICLE_BYTES, unreadable
from backfile.errors import BackfileError
from backfile.frontmatter import decode, split
from backfile.importers import choose_importer
from backfile.importers.suggest import suggest
from backfile.ledger import format_ranges, number_lines
from backfile.likeness import Sketch, sketch_text
from backfile.model import Capture, Draft, Lost, Problem
from backfile.recurrence import find_recurring, hash_lines
from backfile.schema import format_article, parse_article

# What an import adds to a draft: its origins, tags and address.
_ROOM = 100_000
# A saved page with its pictures inside may be large; what is larger still is something else.
MAX_CAPTURE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Named:
    """The names in an article without tags: those that are suggested by themselves, weaker ones, what it has now."""

    path: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    suggested: tuple[str, ...]


def name_articles(paths: Sequence[str], root: str) -> list[Named | None]:
    """Find names in articles below the archive at `root`; None for one with tags, or that can't be read."""
    return [_name_article(path, Path(root)) for path in paths]


def _name_article(path: str, root: Path) -> Named | None:
    try:
        text = decode((root / path).read_bytes(), path)
    except OSError:
        return None
    parsed = None if isinstance(text, Problem) else parse_article(text, path)
    if parsed is None or parsed.article is None or parsed.article.tags:
        return None
    draft = suggest(Draft(replace(parsed.article, suggested_tags=()), parsed.body, ()))
    return Named(path, draft.article.suggested_tags, draft.names, parsed.article.suggested_tags)


class Sketched(NamedTuple):
    """What the text of an article is like, and the digest of the file that holds it."""

    path: str
    digest: str
    sketch: Sketch


def sketch_articles(paths: Sequence[str], root: str) -> list[Sketched | None]:
    """Sketch the texts of articles below the archive at `root`; None for one that can't be read any more."""
    return [_sketch_article(path, Path(root)) for path in paths]


def _sketch_article(path: str, root: Path) -> Sketched | None:
    try:
        data = (root / path).read_bytes()
    except OSError:
        return None
    text = decode(data, path)
    body = "" if isinstance(text, Problem) else split(text, path).body
    return Sketched(path, hashlib.sha256(data).hexdigest(), sketch_text(body))


@dataclass(frozen=True, slots=True)
class Opened:
    """A capture that was read: its path, its sha256, which importer read it, and the draft or why there is none.

    `sketch` tells whether other articles have the draft's text.
    """

    path: str
    sha256: str
    importer: str
    draft: Draft | Problem
    sketch: Sketch = ()


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What is known of a file before it is read: its sha256, and hashes of its lines, if it is a text capture.

    Both are empty for a file that can't be read or is too large, as `read_captures` will say.
    """

    sha256: str
    lines: bytes


def survey_captures(paths: Sequence[str]) -> list[Surveyed]:
    """Look over files to import."""
    return [_survey_capture(Path(path)) for path in paths]


def _survey_capture(path: Path) -> Surveyed:
    try:
        if path.stat().st_size > MAX_CAPTURE_BYTES:
            return Surveyed("", b"")
        data = path.read_bytes()
    except OSError:
        return Surveyed("", b"")
    return Surveyed(hashlib.sha256(data).hexdigest(), hash_lines(data))


def read_captures(paths: Sequence[str], counts: str = "") -> list[Opened]:
    """Read files to import, each with the importer that its content asks for.

    `counts` is the file that tells which lines stand in several of them, if there is one.
    """
    return [_read_capture(Path(path), counts) for path in paths]


def _read_capture(path: Path, counts: str) -> Opened:
    data = _load_capture(path)
    if isinstance(data, Problem):
        return _unopened(path, data)
    recurring = find_recurring(data, Path(counts)) if counts else frozenset()
    try:
        return _open_capture(path, Capture(path.name, data, path.parent, recurring))
    except MemoryError:
        return _unopened(path, _too_large(path))
    except BackfileError:
        raise
    except Exception as error:
        # Whatever an importer stumbles over: the other files are to be read.
        return _unopened(path, _crashed(path, f"made the importer fail: {type(error).__name__}: {error}"))


def _load_capture(path: Path) -> bytes | Problem:
    try:
        size = path.stat().st_size
        if size > MAX_CAPTURE_BYTES:
            message = f"is {size // 1_000_000} MB; articles of up to {MAX_CAPTURE_BYTES // 1_000_000} MB are read"
            return Problem("error", "too-large", str(path), None, message, "is it an article at all?")
        data = path.read_bytes()
    except OSError as error:
        return unreadable(str(path), error)
    if not data.strip():
        return Problem("error", "empty", str(path), None, "is empty", "was it saved completely?")
    return data


def _open_capture(path: Path, capture: Capture) -> Opened:
    importer = choose_importer(capture)
    if importer is None:
        hint = "Backfile reads text, saved HTML pages and Markdown; save the page as one of them"
        return _unopened(path, Problem("error", "unknown-format", str(path), None, "is in no known format", hint))
    draft = importer.read(capture)
    draft = draft if isinstance(draft, Problem) else (_refuse_large(path, draft) or suggest(draft))
    sketch = sketch_text(draft.body) if isinstance(draft, Draft) else ()
    digest = hashlib.sha256(capture.data).hexdigest()
    return Opened(str(path), digest, f"{importer.name}/{importer.version}", draft, sketch)


def _refuse_large(path: Path, draft: Draft) -> Problem | None:
    """Why a draft would make an article that no build takes, counted with what its front matter remembers of lines."""
    if len(draft.body) < MAX_ARTICLE_BYTES // 5:  # UTF-8 takes up to four bytes a character
        return None
    size = len(format_article(draft.article, draft.body).encode()) + len(format_ranges(number_lines(draft.lines)))
    if size < MAX_ARTICLE_BYTES - _ROOM:
        return None
    message = f"holds {size // 1_000_000} MB of text; an article has less than {MAX_ARTICLE_BYTES // 1_000_000} MB"
    return Problem("error", "too-large", str(path), None, message, "divide it into parts, and import each of them")


def give_up(lost: Lost) -> Opened:
    """What stands for a capture in the midst of which the process that read it was ended."""
    path = Path(lost.item)
    if not lost.too_slow:
        return _unopened(path, _crashed(path, "made the importer's process end"))
    message = "takes too long to read"
    hint = "save the page anew or in another form, or allow more with read_seconds in backfile.toml"
    return _unopened(path, Problem("error", "too-slow", str(path), None, message, hint))


def _too_large(path: Path) -> Problem:
    message = "takes too much memory to read"
    hint = "is it one article? if so, allow more with read_megabytes in backfile.toml"
    return Problem("error", "too-large", str(path), None, message, hint)


def _crashed(path: Path, message: str) -> Problem:
    hint = "please report it; until it is mended, save the page in another form"
    return Problem("error", "importer-crashed", str(path), None, message, hint)


def _unopened(path: Path, problem: Problem) -> Opened:
    return Opened(str(path), "", "", problem)
