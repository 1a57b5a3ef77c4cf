"""`backfile review`: the imported articles that a person should look at, the worst first.

In: an archive, whose front matter tells what importers said of their own work. Out: `Doubtful` values in one total
order, each with the reasons, and how many there are in all. What a person has marked as reviewed is no longer doubtful.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod

from backfile.amend import amend
from backfile.archive import Archive, find_article, replace_file, unreadable
from backfile.catalog import Catalog, Unreviewed
from backfile.frontmatter import Plain, decode
from backfile.importers.doubts import FIELDS, MEASURED, SHARES, list_reasons
from backfile.model import Origin, Problem, sort_problems
from backfile.parallel import Workers
from backfile.scan import Progress, scan
from backfile.schema import parse_article
from backfile.settings import Settings
from backfile.sheets import not_imported

# What an import must get right.
_FIRST = frozenset({"title", "date", "body", "of another importer"})


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An article to look at: its path, why, where each field was found. The higher the score, the worse."""

    article: str
    title: str
    date: str
    score: float
    reasons: tuple[str, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """How many articles are doubtful, the worst of them, and articles that can't be read at all."""

    count: int
    articles: tuple[Doubtful, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """The articles that are marked as reviewed now, and why others aren't."""

    reviewed: tuple[str, ...]
    problems: tuple[Problem, ...]


def review(archive: Archive, settings: Settings, workers: Workers, progress: Progress, limit: int) -> Review:
    """The `limit` worst of an archive's doubtful articles, as its files are now."""
    with Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog:
        problems = scan(archive, catalog, workers, progress).problems
        found = find_doubtful(catalog, limit)
    return replace(found, problems=sort_problems(problem for problem in problems if problem.severity == "error"))


def mark_reviewed(archive: Archive, names: Sequence[str]) -> Marked:
    """Note in the articles of these names that a person has looked at them; nothing else of a file changes.

    Raises ArchiveError, before anything is written, if there is no such article.
    """
    paths = sorted({find_article(archive, name) for name in names})
    found = {path: _mark(archive, path) for path in paths}
    problems = sort_problems(problem for problem in found.values() if problem)
    return Marked(tuple(path for path in paths if found[path] is None), problems)


def _mark(archive: Archive, path: str) -> Problem | None:
    try:
        data = (archive.root / path).read_bytes()
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
    marked = amend(data, path, {("provenance", "reviewed"): Plain("true")})
    if isinstance(marked, Problem):
        return marked
    if marked != data:
        replace_file(archive.root / path, marked)
    return None


def find_doubtful(catalog: Catalog, limit: int) -> Review:
    """The `limit` worst of the articles that nobody has reviewed."""
    count = 0

    def weigh_all() -> Iterator[Doubtful]:
        nonlocal count
        for unreviewed in catalog.unreviewed():
            if weighed := weigh(unreviewed):
                count += 1
                yield weighed

    worst = heapq.nsmallest(limit, weigh_all(), key=lambda doubtful: (-doubtful.score, doubtful.article))
    return Review(count, tuple(worst))


def weigh(unreviewed: Unreviewed) -> Doubtful | None:
    """How doubtful an article is: the chance that title, date or text is wrong; None if there is no reason to look."""
    reasons = list_reasons(unreviewed.doubts, unreviewed.origins)
    if not reasons:
        return None
    card = unreviewed.card
    score = round(1 - prod(_find_shares(unreviewed)), 3)
    return Doubtful(unreviewed.path, card["title"], card["date"], score, reasons, unreviewed.origins)


def _find_shares(unreviewed: Unreviewed) -> Iterator[float]:
    """How likely each field is right, by its confidence and the doubts about it; a field that isn't of the first
    importance counts a tenth, and a doubt in the words of another importer half."""
    shares = {origin.field: origin.confidence for origin in unreviewed.origins if origin.field in MEASURED}
    for doubt in unreviewed.doubts:
        field = FIELDS.get(doubt, "of another importer")
        shares[field] = min(shares.get(field, 1.0), SHARES.get(doubt, 0.5))
    for field, share in shares.items():
        yield share if field in _FIRST else 1 - (1 - share) / 10
