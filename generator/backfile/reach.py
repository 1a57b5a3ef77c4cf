"""What a change in the archive reaches: the subjects of the pages that show what changed.

In: the catalog's tables, and the path of a file before and after it changes. Out: subjects, each with a number that
tells what came (+1) or went (-1), and from all of them together the `Scope` of pages to plan. A page that no change
reaches is as it was: a test holds every build that plans a scope to a build that plans all.

What a page shows of others decides whom it is reached by: `pages/` names its articles, neighbours, terms and links.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from backfile.ledger import name_original
from backfile.related import Place, magnitude, reach_related
from backfile.subjects import (
    SITEMAP_SINGLE,
    Scope,
    Term,
    article_subject,
    collect_terms,
    file_subject,
    find_sitemap_part,
    period_subject,
    split_subject,
    term_subject,
)
from backfile.taxonomies import anniversary_of, periods_of
from backfile.urls import UNDATED, collision_key

# Subjects and numbers: how many articles more or fewer; of what is counted alone, whether it came to nothing.
Reached = Counter[str]
# A year, month, day, `undated` or an anniversary, and how many articles it holds.
Period = tuple[str, int]


def reach_article(db: sqlite3.Connection, path: str, number: int) -> Reached:
    """What the article at a path reaches as it stands in the catalog; `number` is 1 if it came, -1 if it goes."""
    reached: Reached = Counter({article_subject(path): number})
    row = db.execute(
        "SELECT status, address, family, original, day, updated, web, sort, shown, features"
        " FROM article WHERE path = ?",
        (path,),
    ).fetchone()
    if row is None:
        return reached
    status, address, family, original, day, updated, web, sort, shown, features = row
    reached[f"linked\t{status}\t{address}\t{web}\t{path}"] += number
    if status != "published":
        return reached
    reached[f"listed\t{address}\t{day}\t{updated}"] += number
    others = [*filter(None, find_neighbours(db, path)), *_find_kin(db, family), *_find_at(db, web)]
    reached.update(article_subject(other) for other in others)
    files = db.execute("SELECT target FROM article_link WHERE path = ?", (path,))
    reached.update(file_subject(target) for (target,) in [*files, (original,)] if target)
    digest = hashlib.sha256("\n".join((shown, features, family)).encode()).hexdigest()
    for feature in json.loads(features):
        reached[f"feature\t{feature}\t{sort}\t{digest}\t{path}"] += number
    for period in filter(None, (*periods_of(day), anniversary_of(day))):
        reached[period_subject(period)] += number
    for taxonomy, key in db.execute("SELECT taxonomy, key FROM article_term WHERE path = ?", (path,)):
        for period in ("", *periods_of(day)[:2]):
            reached[term_subject(taxonomy, key, period)] += number
    return reached


def reach_file(db: sqlite3.Connection, path: str) -> Reached:
    """What a file reaches that is no article: who shows it, on the front page of a day too, and who was imported from
    it or has it as its ledger."""
    rows = db.execute(
        "SELECT path FROM article_link WHERE target = ?"
        " UNION SELECT path FROM article WHERE original IN (?, ?) AND original <> ''",
        (path, path, name_original(path)),
    )
    showing = [other for (other,) in rows]
    days = db.execute(
        "SELECT DISTINCT day FROM article JOIN article_link AS l USING (path) WHERE target = ? AND length(day) = 10",
        (path,),
    )
    reached: Reached = Counter([file_subject(path), *map(article_subject, showing)])
    reached.update(period_subject(day) for (day,) in days)
    # So do their feeds and the data of their years; no article came or went.
    reached.update({term_subject(*term): 0 for term in _find_terms(db, showing)})
    reached.update({period_subject(year): 0 for year in _find_years(db, showing)})
    return reached


def reach_period(db: sqlite3.Connection, period: str, number: int, count: int) -> Iterator[str]:
    """Whom a period's coming or going reaches: the periods before and after it, if it holds nothing else."""
    if period != UNDATED and count == (1 if number > 0 else 0):
        yield from (period_subject(name) for name, _ in filter(None, find_periods_beside(db, period)))


def find_periods_beside(db: sqlite3.Connection, period: str) -> tuple[Period | None, Period | None]:
    """The years, months, days or anniversaries before and after one that hold articles."""

    def find(sign: str, order: str) -> Period | None:
        query = f"SELECT name, count FROM period WHERE name {sign} ? AND name < ? AND length(name) = ?"
        values = (period, UNDATED, len(period))
        found: Period | None = db.execute(f"{query} ORDER BY name {order} LIMIT 1", values).fetchone()
        return found

    return find("<", "DESC"), find(">", "ASC")


def reach_term(db: sqlite3.Connection, term: Term) -> Reached:
    """Whom a term reaches that is called otherwise, or has another address: whoever names it, articles and the terms
    beside it, none of which comes or goes."""
    paths = "SELECT path FROM article_term WHERE taxonomy = ? AND key = ?"
    subjects = [article_subject(path) for (path,) in db.execute(paths, term)]
    beside = db.execute(f"SELECT DISTINCT taxonomy, key FROM article_term WHERE path IN ({paths})", term)
    subjects += [term_subject(*other) for other in beside]
    return Counter(dict.fromkeys([*subjects, term_subject(*term, "*")], 0))


def count_published(db: sqlite3.Connection) -> int:
    """How many published articles there are, from what their years hold: to count them takes longer."""
    row = db.execute("SELECT SUM(count) FROM period WHERE length(name) = 4 OR name = ?", (UNDATED,)).fetchone()
    return row[0] or 0


def find_scope(db: sqlite3.Connection, reached: Mapping[str, int], page_size: int) -> Scope:
    """The scope of all that was reached since the site was last built; an index splits at `page_size`."""
    split = {subject: split_subject(subject) for subject in reached}
    found = split.values()
    articles = {names[0] for kind, *names in found if kind == "article"}
    linking = set(_find_linking(db, reached))
    articles |= linking
    changed = collect_terms(found)
    for term in _find_terms(db, linking):  # their feeds show where links lead
        changed.setdefault(term, set())
    terms, years = _find_parts(db, reached, changed, page_size)
    periods = {names[0] for kind, *names in found if kind == "period"} | _find_years(db, linking)
    articles.update(reach_related(db, _collect_features(reached), magnitude(count_published(db))))
    return Scope(
        articles=tuple(sorted(articles)),
        files=tuple(sorted(names[0] for kind, *names in found if kind == "file")),
        periods=tuple(sorted(periods)),
        taxonomies=frozenset(names[0] for kind, *names in found if kind == "taxonomy"),
        terms=terms,
        years=years,
        sitemap=_find_sitemap_parts(db, reached, split),
    )


def find_neighbours(db: sqlite3.Connection, path: str) -> tuple[str | None, str | None]:
    """The published articles before and after one, by date."""

    def find(sign: str, order: str) -> str | None:
        row = db.execute(
            "SELECT path FROM article WHERE status = 'published'"
            f" AND (sort, path) {sign} ((SELECT sort FROM article WHERE path = ?), ?)"
            f" ORDER BY sort {order}, path {order} LIMIT 1",
            (path, path),
        ).fetchone()
        return row[0] if row else None

    return find("<", "DESC"), find(">", "ASC")


def _find_kin(db: sqlite3.Connection, family: str) -> Iterator[str]:
    if family:
        yield from (path for (path,) in db.execute("SELECT path FROM article WHERE family = ?", (family,)))


def _find_at(db: sqlite3.Connection, web: str) -> Iterator[str]:
    """The articles that were at one address on the web: one of them has it here."""
    if web:
        query = "SELECT path FROM article WHERE web = ? AND web <> ''"
        yield from (path for (path,) in db.execute(query, (web,)))


def _find_linking(db: sqlite3.Connection, reached: Mapping[str, int]) -> Iterator[str]:
    """The articles that link to one that came, went, moved or has another status, or to where it was published."""
    for subject, number in reached.items():
        kind, _, rest = subject.partition("\t")
        if kind == "linked" and number:
            _, address, web, path = rest.split("\t", 3)
            rows = db.execute(
                "SELECT path FROM article_link WHERE target = ? OR key = ?"
                " UNION SELECT path FROM article_web_link WHERE web = ? AND web <> ''",
                (path, collision_key(address), web),
            )
            yield from (linking for (linking,) in rows)


def _find_terms(db: sqlite3.Connection, paths: Iterable[str]) -> set[Term]:
    """The terms of articles."""
    query = "SELECT taxonomy, key FROM article_term WHERE path = ?"
    return {(taxonomy, key) for path in paths for taxonomy, key in db.execute(query, (path,))}


def _find_years(db: sqlite3.Connection, paths: Iterable[str]) -> set[str]:
    """The years of articles; `undated` is one."""
    rows = (db.execute("SELECT day FROM article WHERE path = ?", (path,)).fetchone() for path in paths)
    return {periods_of(row[0])[0] for row in rows if row}


def _collect_features(reached: Mapping[str, int]) -> dict[tuple[str, Place], int]:
    """The features with places of articles that came (+1), went (-1), or are shown in another way or have others."""
    changed: Counter[tuple[str, Place]] = Counter()
    for subject, number in reached.items():
        kind, _, rest = subject.partition("\t")
        if kind == "feature" and number:
            feature, sort, _, path = rest.split("\t", 3)
            changed[feature, (sort, path)] += number
    return changed


def _find_parts(
    db: sqlite3.Connection, reached: Mapping[str, int], terms: Mapping[Term, Iterable[str]], page_size: int
) -> tuple[dict[Term, frozenset[str] | None], frozenset[tuple[str, str, str]]]:
    """The pages of terms. Where a term or its year has, or had, so few articles that it isn't split, all that it may
    have had is planned anew; of others only the parts that changed."""
    parts: dict[Term, frozenset[str] | None] = {}
    years: set[tuple[str, str, str]] = set()
    for term, periods in terms.items():
        if "*" in periods or _least(db, reached, term, "") <= page_size:
            parts[term] = None
            continue
        parts[term] = frozenset(periods)
        years.update(
            (*term, year) for year in periods if len(year) == 4 and _least(db, reached, term, year) <= page_size
        )
    return parts, frozenset(years)


def _least(db: sqlite3.Connection, reached: Mapping[str, int], term: Term, period: str) -> int:
    """How many articles a term has, or had, in a period: the smaller number."""
    row = db.execute(
        "SELECT COUNT(*) FROM article_term WHERE taxonomy = ? AND key = ? AND sort >= ? AND sort < ?",
        (*term, period, period + "~"),
    ).fetchone()
    now = int(row[0])
    return min(now, now - reached[term_subject(*term, period)])


def _find_sitemap_parts(
    db: sqlite3.Connection, reached: Mapping[str, int], split: Mapping[str, list[str]]
) -> frozenset[str] | None:
    """The parts of the sitemap in which an address came or went, or a day changed; None, all of them, if it has, or
    had, so few articles that it isn't split."""
    listed = [subject for subject, number in reached.items() if number and split[subject][0] == "listed"]
    now = count_published(db)
    if min(now, now - sum(reached[subject] for subject in listed)) <= SITEMAP_SINGLE:
        return None
    parts = {find_sitemap_part(split[subject][2]) for subject in listed}
    return frozenset(parts | {names[0] for kind, *names in split.values() if kind == "sitemap"})
