"""`backfile review`: the imported articles that a person should look at, the worst first.

In: an archive, whose front matter tells what importers said of their own work. Out: `Doubtful` values in one total
order, each with the reasons, and how many there are in all. What a person has marked as reviewed is no longer doubtful.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from backfile.amend import amend
from backfile.archive import Archive, find_article, replace_file, unreadable
from backfile.catalog import Catalog, Unreviewed
from backfile.frontmatter import Plain, decode
from backfile.importers import doubts
from backfile.model import Origin, Problem, sort_problems
from backfile.parallel import Workers
from backfile.scan import Progress, scan
from backfile.schema import parse_article
from backfile.settings import Settings
from backfile.sheets import not_imported

# Below this, a person should look: of the labelled pages' titles, dates and authors with a lower confidence, 14 of 36
# were wrong, of all others 26 of 343.
UNSURE = 0.7
# The field that a doubt is about: the doubt says more than a low confidence in the same field.
FIELDS = {
    doubts.NO_HEADLINE: "title",
    doubts.UNSURE_HEADLINE: "title",
    doubts.SHORT_BODY: "body",
    doubts.UNSURE_BODY: "body",
    doubts.NO_DATE: "date",
    doubts.TWO_DATES: "date",
    doubts.UNSURE_DATE: "date",
    doubts.ONLY_UPDATED: "date",
    doubts.UNSURE_AUTHORS: "authors",
    doubts.UNKNOWN_LANGUAGE: "language",
}


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
    """How doubtful an article is; None if nothing is.

    A doubt weighs from 1, the gravest, down to 0.1; a field that the importer isn't sure of what it lacks to be sure.
    """
    told = {FIELDS.get(doubt) for doubt in unreviewed.doubts}
    unsure = [origin for origin in unreviewed.origins if origin.confidence < UNSURE and origin.field not in told]
    reasons = (*unreviewed.doubts, *(f"unsure of {origin.field}: {origin.confidence:.2f}" for origin in unsure))
    if not reasons:
        return None
    score = sum(map(_weigh_doubt, unreviewed.doubts)) + sum(1 - origin.confidence for origin in unsure)
    card = unreviewed.card
    return Doubtful(unreviewed.path, card["title"], card["date"], round(score, 2), reasons, unreviewed.origins)


def _weigh_doubt(doubt: str) -> float:
    """By its place among the doubts; one in the words of another importer counts half."""
    return 1 - doubts.DOUBTS.index(doubt) / len(doubts.DOUBTS) if doubt in doubts.DOUBTS else 0.5
