"""Related articles: those that share rare terms and words, and are near by date among all that share them.

In: the catalog's tables; an article's features are its terms and some words. Out: for each article the few that are
closest to it, the same on every build. Knows no page.

It is local, so that a change reaches few: of each feature count only the NEAREST before and after an article, and it
weighs by how many have it, in powers of two. A whole archive is ranked in one pass over arrays of numbers, a part of it
by queries; a test holds both to each other.
"""

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

NEAREST, SHOWN = 4, 5
# What more articles have tells nothing, and would make changes reach too many.
MOST = 511
# An archive of fewer articles is taken to hold so many, as a power of two.
_SMALLEST = 6
# Most that are related are near each other by date: so many are kept at hand.
_NEAR = 10_000
# An article among those with a feature, by date and path.
Place = tuple[str, str]
A = TypeVar("A", int, Place)


def magnitude(total: int) -> int:
    """The size of an archive as far as weights depend on it: its power of two."""
    return max(total.bit_length(), _SMALLEST)


def weigh(count: int, size: int) -> int:
    """What it tells that two articles share a feature which so many have, in an archive of a magnitude: more, the more
    often their number doubles until a quarter of the archive has it."""
    rarity = size - count.bit_length() - 1
    return rarity * rarity if 2 <= count <= MOST and rarity > 0 else 0


def _rank(windows: Iterable[tuple[int, Sequence[A]]], others: Collection[A], far: Callable[[A], int]) -> list[A]:
    """The articles in the heaviest windows, but for `others`; of those that weigh the same the nearest by date, then
    the earliest."""
    scores: dict[A, int] = {}
    for weight, window in windows:
        for article in window:
            scores[article] = scores.get(article, 0) + weight
    for article in others:
        scores.pop(article, None)
    if not scores:
        return []
    least = sorted(scores.values(), reverse=True)[:SHOWN][-1]
    best = [article for article, score in scores.items() if score >= least]
    return sorted(best, key=lambda article: (-scores[article], far(article), article))[:SHOWN]


def _number_of(sort: str) -> int:
    """The number of a date's day, about: of any two the one that is later has the larger number."""
    parts = (*map(int, sort[:10].split("-")), 0, 0)[:3] if sort else (0, 0, 0)
    return (parts[0] * 12 + parts[1]) * 31 + parts[2]


def list_features(db: sqlite3.Connection) -> None:
    """List who has which feature, from what each article says: in order, all at once, takes half as long."""
    db.execute("DELETE FROM article_feature")
    db.execute(
        "INSERT INTO article_feature SELECT value, sort, article.rowid FROM article, json_each(features)"
        " WHERE status = 'published' ORDER BY value, sort, article.rowid"
    )


def add_features(db: sqlite3.Connection, path: str) -> None:
    """Enter the features of an article that has come, if it is published."""
    _change_features(db, path, "INSERT INTO article_feature VALUES (?, ?, ?)")


def remove_features(db: sqlite3.Connection, path: str) -> None:
    """Forget those of an article that goes."""
    _change_features(db, path, "DELETE FROM article_feature WHERE feature = ? AND sort = ? AND article = ?")


def _change_features(db: sqlite3.Connection, path: str, change: str) -> None:
    query = "SELECT rowid, sort, features FROM article WHERE path = ? AND status = 'published'"
    for article, sort, features in db.execute(query, (path,)).fetchall():
        db.executemany(change, ((feature, sort, article) for feature in json.loads(features)))


# One article, by queries.


def find_related(db: sqlite3.Connection, path: str, size: int) -> list[str]:
    """What links to the articles related to one need, the closest first."""
    sort, features, family = db.execute("SELECT sort, features, family FROM article WHERE path = ?", (path,)).fetchone()
    windows = []
    for feature in json.loads(features):
        if weight := weigh(_count(db, feature, MOST + 1), size):
            windows += [(weight, window) for window in _find_windows(db, feature, (sort, path))]
    kin = db.execute("SELECT sort, path FROM article WHERE family = ? AND family <> ''", (family,)).fetchall()
    day = _number_of(sort)
    related = _rank(windows, kin, lambda place: abs(_number_of(place[0]) - day))
    return [db.execute("SELECT shown FROM article WHERE path = ?", (path,)).fetchone()[0] for _, path in related]


def _count(db: sqlite3.Connection, feature: str, limit: int = -1) -> int:
    """How many articles have a feature; no more than so many."""
    query = "SELECT COUNT(*) FROM (SELECT 1 FROM article_feature WHERE feature = ? LIMIT ?)"
    return int(db.execute(query, (feature, limit)).fetchone()[0])


def _find_windows(db: sqlite3.Connection, feature: str, place: Place) -> tuple[list[Place], list[Place]]:
    """The articles with a feature before and after a place, the nearest first."""

    def find(sign: str, order: str) -> list[Place]:
        return db.execute(
            "SELECT feature.sort, path FROM article_feature AS feature JOIN article ON article.rowid = feature.article"
            f" WHERE feature = ? AND feature.sort {sign}= ? AND (feature.sort, path) {sign} (?, ?)"
            f" ORDER BY feature.sort {order}, path {order} LIMIT ?",
            (feature, place[0], *place, NEAREST),
        ).fetchall()

    return find("<", "DESC"), find(">", "ASC")


def reach_related(db: sqlite3.Connection, changed: Mapping[tuple[str, Place], int], size: int) -> Iterator[str]:
    """The paths of the articles whose related ones may be others, where articles with features came (+1), went (-1), or
    are shown otherwise than before (0)."""
    more: Counter[str] = Counter()
    for (feature, _), number in changed.items():
        more[feature] += number
    counts = {feature: _count(db, feature) for feature in more}
    for feature, count in counts.items():
        if weigh(count, size) != weigh(count - more[feature], size):
            query = "SELECT path FROM article_feature AS f JOIN article ON article.rowid = f.article WHERE feature = ?"
            rows = db.execute(query, (feature,))
            yield from (path for (path,) in rows)
    for feature, place in changed:
        if weigh(counts[feature], size):
            for window in _find_windows(db, feature, place):
                yield from (path for _, path in window)


# All articles, in one pass.


class Ranking:
    """All published articles in the order of dates, as numbers from 0; and what they share."""

    def __init__(self, db: sqlite3.Connection, size: int) -> None:
        self._db = db
        self._rows = array("q")  # the row of each article in its table
        self._days = array("i")
        self._weights = array("H")
        self._articles = array("I")  # of each feature its articles, one feature after the other
        self._first = array("I")  # where those of each feature begin
        self._features = array("I")  # of each article its features
        self._ends = array("I")  # where those of each article end
        self._family: dict[int, str] = {}
        self._kin: dict[str, list[int]] = {}
        self._read_articles(db, self._read_features(db, size))

    def _read_features(self, db: sqlite3.Connection, size: int) -> dict[str, int]:
        """The features that weigh anything, each with its number."""
        numbers: dict[str, int] = {}
        counted = db.execute(
            "SELECT feature, COUNT(*) AS number FROM article_feature GROUP BY feature HAVING number BETWEEN 2 AND ?",
            (MOST,),
        )
        total = 0
        for feature, count in counted:
            if weight := weigh(count, size):
                numbers[feature] = len(numbers)
                self._weights.append(weight)
                self._first.append(total)
                total += count
        self._first.append(total)
        self._articles.frombytes(bytes(total * self._articles.itemsize))
        return numbers

    def _read_articles(self, db: sqlite3.Connection, numbers: Mapping[str, int]) -> None:
        free = self._first[:]
        rows = db.execute(
            "SELECT rowid, sort, features, family FROM article WHERE status = 'published' ORDER BY sort, path"
        )
        for article, (row, sort, features, family) in enumerate(rows):
            self._rows.append(row)
            self._days.append(_number_of(sort))
            for feature in json.loads(features):
                if (number := numbers.get(feature)) is not None:
                    self._features.append(number)
                    self._articles[free[number]] = article
                    free[number] += 1
            self._ends.append(len(self._features))
            if family:
                self._family[article] = family
                self._kin.setdefault(family, []).append(article)

    def __iter__(self) -> Iterator[list[int]]:
        """For each article the numbers of those related to it, the closest first."""
        free, start = self._first[:], 0
        days, first, weights, articles = self._days, self._first, self._weights, self._articles
        day = 0

        def far(other: int) -> int:
            return abs(days[other] - day)

        for article, end in enumerate(self._ends):
            windows = []
            for feature in self._features[start:end]:
                at = free[feature]
                free[feature] = at + 1
                low, high = max(first[feature], at - NEAREST), min(first[feature + 1], at + NEAREST + 1)
                windows.append((weights[feature], articles[low:high]))
            start, day = end, days[article]
            kin = self._kin[self._family[article]] if article in self._family else ()
            yield _rank(windows, (article, *kin), far)

    def shown(self) -> Iterator[list[str]]:
        """The same, as what links to them need."""
        find = lru_cache(_NEAR)(self._find_shown)
        for numbers in self:
            yield [find(number) for number in numbers]

    def _find_shown(self, number: int) -> str:
        row = self._db.execute("SELECT shown FROM article WHERE rowid = ?", (self._rows[number],)).fetchone()
        return str(row[0])
