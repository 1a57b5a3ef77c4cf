"""An imported article beside its original, as a person compares them.

In: the paths of articles. Out: for each a `Sheet`: the article as its file has it now, and every line of its original
with what became of it, as the article's `kept` and the ledger say. `read_sheets` runs in workers. It changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backfile.archive import unreadable
from backfile.captures import read_captures
from backfile.frontmatter import decode
from backfile.ledger import are_rows_of, name_ledger, number_lines, parse_ledger, parse_ranges, recall_lines
from backfile.model import Article, Line, Problem, Provenance
from backfile.schema import parse_article


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article, its body, and its original's lines; `fault` says why there are none.

    `imported` is the article as the importer reads it from the original now. Lines that aren't `is_recalled` have the
    kinds that it gives them now, since what the archive remembers isn't of these lines.
    """

    article: Article
    body: str
    lines: tuple[Line, ...] = ()
    is_recalled: bool = False
    imported: Article | None = None
    fault: Problem | None = None


def read_sheets(paths: Sequence[str], root: str) -> list[Sheet | Problem]:
    """Read articles below the archive at `root`, and their originals."""
    return [_read_sheet(path, Path(root)) for path in paths]


def _read_sheet(path: str, root: Path) -> Sheet | Problem:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return unreadable(path, error)
    text = decode(data, path)
    if isinstance(text, Problem):
        return text
    parsed = parse_article(text, path)
    if parsed.article is None:
        return next(problem for problem in parsed.problems if problem.severity == "error")
    if parsed.article.provenance is None:
        return not_imported(path)
    return _read_original(Sheet(parsed.article, parsed.body), parsed.article.provenance, root)


def not_imported(path: str) -> Problem:
    """What is said of an article that has no original to compare it with."""
    return Problem("error", "not-imported", path, None, "wasn't imported", "only imported articles are reviewed")


def _read_original(sheet: Sheet, provenance: Provenance, root: Path) -> Sheet:
    (opened,) = read_captures([str(root / provenance.original)])
    if isinstance(opened.draft, Problem):
        return replace(sheet, fault=replace(opened.draft, path=provenance.original))
    lines = number_lines(opened.draft.lines)
    recalled = _recall(lines, provenance, root)
    return replace(sheet, lines=recalled or lines, is_recalled=recalled is not None, imported=opened.draft.article)


def _recall(lines: Sequence[Line], provenance: Provenance, root: Path) -> tuple[Line, ...] | None:
    """The lines as the archive remembers them; None if it remembers none, or lines that were numbered otherwise."""
    ledger = root / name_ledger(provenance.original)
    try:
        rows = parse_ledger(ledger.read_text("utf-8")) if ledger.is_file() else ()
        kept = parse_ranges(provenance.kept)
    except (OSError, ValueError):
        return None
    return recall_lines(lines, kept, rows) if kept and are_rows_of(rows, lines) else None
