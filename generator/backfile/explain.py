"""`backfile import --explain`: what an import would make of a file, line by line.

In: a file. Out: an `Explanation`: the fields that were found, each with its origin and how sure the importer is of it,
its doubts, and every line of the file with its kind. Writes nothing and needs no archive.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from backfile.archive import inspect, not_found
from backfile.captures import read_captures
from backfile.dates import format_date
from backfile.errors import BackfileError
from backfile.ledger import number_lines
from backfile.model import Article, Image, Line, Origin, PartialDate, Problem

# What an importer doesn't decide, or what is none of a reader's business.
_UNTOLD = frozenset({"path", "slug", "id", "status", "extra", "provenance"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A field's value as text, where it was found, and the confidence in it; None if the importer doesn't say."""

    field: str
    value: str
    place: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an importer made of a file: its name and version, the file's encoding, and all that it found."""

    file: str
    importer: str
    encoding: str
    findings: tuple[Finding, ...]
    doubts: tuple[str, ...]
    lines: tuple[Line, ...]


def explain(path: Path) -> Explanation | Problem:
    """Read one file as an import would; a Problem if it can't be read. Raises BackfileError for a folder."""
    if path.is_dir():
        raise BackfileError(f"{path} is a folder", "name the files to explain")
    if not path.exists():
        return not_found(str(path))
    found = inspect(path, str(path))
    if isinstance(found, Problem):
        return found
    (opened,) = read_captures([str(path)])
    draft = opened.draft
    if isinstance(draft, Problem):
        return draft
    findings = list_findings(draft.article, draft.body, draft.origins)
    return Explanation(opened.path, opened.importer, draft.encoding, findings, draft.doubts, number_lines(draft.lines))


def list_findings(article: Article, body: str, origins: Iterable[Origin]) -> tuple[Finding, ...]:
    """The fields that hold something, in the order of the front matter, and the body."""
    values = {field.name: _write(getattr(article, field.name)) for field in fields(Article)}
    values = {name: value for name, value in values.items() if value and name not in _UNTOLD}
    words = len(body.split())
    values["body"] = f"{words:,} word{'' if words == 1 else 's'}"
    known = {origin.field: origin for origin in origins}
    return tuple(
        Finding(name, value, known[name].place, known[name].confidence) if name in known else Finding(name, value)
        for name, value in values.items()
    )


def _write(value: object) -> str:
    """A field's value on one line."""
    if isinstance(value, PartialDate):
        return format_date(value)
    if isinstance(value, Image):
        return " | ".join(part for part in (value.file, value.caption or value.alt, value.credit) if part)
    if isinstance(value, tuple):
        return "; ".join(map(_write, value))
    return " ".join(value.split()) if isinstance(value, str) else ""
