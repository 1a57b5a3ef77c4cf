"""An imported article beside its original, as a person compares them.

In: the paths of articles. Out: for each a `Sheet`: the article as its file has it now, and every line of its original
with what became of it, as the article's `kept` and the ledger say. `read_sheets` runs in workers. It changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backfile.archive import unreadable
from backfile.frontmatter import decode
from backfile.ledger import name_ledger, number_lines, parse_ledger, parse_ranges, place_of, select
from backfile.model import KEPT, Article, Line, Problem, Provenance
from backfile.schema import parse_article
from backfile.work import read_captures


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article, its body, and its original's lines; `fault` says why there are none.

    `imported` is the article as the importer at hand reads it from the original, and `importer` that one's name and
    version.
    """

    article: Article
    body: str
    lines: tuple[Line, ...] = ()
    imported: Article | None = None
    importer: str = ""
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
    try:
        ledger = (root / name_ledger(provenance.original)).read_text("utf-8", "replace")
        left_out = parse_ledger(ledger)
    except (OSError, ValueError):
        left_out = ()
    lines = tuple(_settle(number_lines(opened.draft.lines), provenance.kept, left_out))
    return replace(sheet, lines=lines, imported=opened.draft.article, importer=opened.importer)


def _settle(lines: Sequence[Line], kept: str, left_out: Iterable[Line]) -> Iterator[Line]:
    """Lines with the kinds that the archive remembers; an importer may have learned since, and a person has the say."""
    try:
        held = {place_of(line) for line in select(lines, parse_ranges(kept))}
    except ValueError:
        held = set()
    told = {place_of(line): line for line in left_out}
    for line in lines:
        if place_of(line) in told:
            remembered = told[place_of(line)]
            yield replace(line, kind=remembered.kind, why=remembered.why)
        elif place_of(line) in held and line.kind not in KEPT:
            yield replace(line, kind="body", why="")
        elif held and place_of(line) not in held and line.kind in KEPT:
            yield replace(line, kind="other", why="")
        else:
            yield line
