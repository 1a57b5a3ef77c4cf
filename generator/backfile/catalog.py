"""What is in the archive, as queries; SQLite.

In: records of parsed articles and of the files beside them. Out: rows in key order, as cursors and never as one
list, so that memory stays bounded at a million articles. The catalog is a cache: it may be deleted, and is then made
anew. It reads no file of the archive and knows no template.
"""

import hashlib
import json
import re
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from backfile import __version__
from backfile.archive import File, is_article
from backfile.damage import SYMPTOMS, is_damage, remove
from backfile.entries import Entry, Facts, Hidden, Indexed, Row, to_json
from backfile.errors import ArchiveError, DamageError
from backfile.likeness import Sketch, resemblance
from backfile.lock import Lock
from backfile.model import Origin, Source
from backfile.reach import (
    Period,
    Reached,
    count_published,
    find_neighbours,
    find_periods_beside,
    find_scope,
    reach_article,
    reach_file,
    reach_period,
    reach_term,
)
from backfile.related import Ranking, add_features, find_related, list_features, magnitude, remove_features
from backfile.slugs import slugify
from backfile.subjects import Scope, collect_terms, sitemap_subject, split_subject, taxonomy_subject
from backfile.taxonomies import COVERED, FOLDERS, RELATING, TAXONOMIES
from backfile.urls import DATES, UNDATED, collision_key, content_address, taxonomy_address, term_address, web_key

_SCHEMA = """
CREATE TABLE file (
  path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, digest TEXT, width INTEGER, height INTEGER
) WITHOUT ROWID;
CREATE INDEX file_by_digest ON file (digest);
CREATE TABLE article (
  path TEXT PRIMARY KEY, digest TEXT, size INTEGER, status TEXT, sort TEXT, day TEXT, updated TEXT, address TEXT,
  key TEXT, original TEXT, sha256 TEXT, shown TEXT, features TEXT, card TEXT, facts TEXT, images TEXT, start INTEGER,
  links INTEGER, found TEXT, family TEXT, web TEXT
);
CREATE INDEX article_by_date ON article (status, sort, path);
CREATE INDEX article_by_anniversary ON article (substr(day, 5), sort, path)
  WHERE status = 'published' AND length(day) = 10;
CREATE INDEX article_by_key ON article (key);
CREATE INDEX article_by_sha256 ON article (sha256);
CREATE INDEX article_by_family ON article (family) WHERE family <> '';
CREATE INDEX article_by_web ON article (web) WHERE web <> '';
CREATE INDEX article_by_original ON article (original) WHERE original <> '';
CREATE TABLE sketch (number INTEGER PRIMARY KEY, path TEXT UNIQUE, digest TEXT, hashes BLOB);
CREATE TABLE run (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
CREATE TABLE article_term (
  taxonomy TEXT, key TEXT, sort TEXT, path TEXT, label TEXT, place INTEGER, suggested INTEGER,
  PRIMARY KEY (taxonomy, key, sort, path)
) WITHOUT ROWID;
CREATE INDEX article_term_by_path ON article_term (path);
CREATE TABLE article_feature (
  feature TEXT, sort TEXT, article INTEGER, PRIMARY KEY (feature, sort, article)
) WITHOUT ROWID;
CREATE TABLE article_tag (key TEXT, path TEXT, label TEXT, suggested INTEGER, PRIMARY KEY (key, path)) WITHOUT ROWID;
CREATE INDEX article_tag_by_path ON article_tag (path);
CREATE TABLE article_link (path TEXT, link TEXT, target TEXT, key TEXT, PRIMARY KEY (path, link)) WITHOUT ROWID;
CREATE INDEX article_link_by_target ON article_link (target);
CREATE INDEX article_link_by_key ON article_link (key);
CREATE TABLE article_alias (path TEXT, address TEXT, written TEXT, PRIMARY KEY (path, address)) WITHOUT ROWID;
CREATE TABLE article_web_link (path TEXT, link TEXT, web TEXT, PRIMARY KEY (path, link)) WITHOUT ROWID;
CREATE INDEX article_web_link_by_web ON article_web_link (web);
CREATE TABLE term (
  taxonomy TEXT, key TEXT, label TEXT, slug TEXT, count INTEGER, spellings TEXT, only TEXT, claim TEXT,
  PRIMARY KEY (taxonomy, key)
) WITHOUT ROWID;
CREATE INDEX term_by_count ON term (taxonomy, count DESC, key);
CREATE INDEX term_by_claim ON term (taxonomy, claim);
CREATE TABLE period (name TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE INDEX period_by_length ON period (length(name), name, count);
CREATE TABLE covered (key TEXT, period TEXT, count INTEGER, PRIMARY KEY (key, period)) WITHOUT ROWID;
CREATE TABLE reached (subject TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_TABLES = ("article", "article_tag", "article_term", "article_link", "article_web_link", "article_alias")
# By how many of the smallest hashes of its sketch an article is found. What stands in very many articles tells nothing.
_FINDABLE_BY = 16
_TOO_COMMON = 100
# Beyond so many subjects that changes reach, all pages are planned: looking for them would take longer.
_MANY = 40_000


@dataclass(frozen=True, slots=True)
class Term:
    """A value in a taxonomy: its key, the label and slug that it goes by, how many articles, all its spellings; the
    address of its article, if it is the only one."""

    taxonomy: str
    key: str
    label: str
    slug: str
    count: int
    spellings: tuple[str, ...]
    only: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in the spelling most used, how many articles have it, and how many more have it suggested."""

    key: str
    label: str
    tagged: int
    suggested: int


class Imported(NamedTuple):
    """The paths of an article that was imported, and of its original."""

    article: str
    original: str


class Alike(NamedTuple):
    """An article with a text like another's, and how alike the two are, up to 1.0."""

    path: str
    likeness: float


class Listed(NamedTuple):
    """A published article in date order: `card` is what a list shows. The rest of its facts, all but its images and
    where its body begins, stay JSON; so does `shown`, what a link to it needs. `links` is how many links and pictures
    may lead into the archive."""

    source: Source
    shown: str
    card: Facts
    facts_json: str
    images: list[Facts]
    start: int
    links: int
    family: str

    @property
    def facts(self) -> Facts:
        """Everything about the article."""
        return {**json.loads(self.facts_json), "images": self.images, "start": self.start}


class Story(NamedTuple):
    """A published article as a front page shows it: its path, and its card and its images as JSON."""

    path: str
    card: str
    images: str


_LISTED = "SELECT path, digest, size, shown, card, facts, images, start, links, family FROM article WHERE status"


class Unreviewed(NamedTuple):
    """An imported article that no person has looked at: where its fields were found, and what is doubtful."""

    path: str
    card: Facts
    origins: tuple[Origin, ...]
    doubts: tuple[str, ...]


class Catalog:
    """The catalog in the file at `path`; one that is damaged, or was made in another way, is made anew.

    Who has it open has the archive to himself: others wait for a while, then get an ArchiveError.
    Terms have slugs in ASCII if `ascii_slugs`. Use it as a context manager: leaving it without an exception commits.
    """

    def __init__(self, path: Path, ascii_slugs: bool = False) -> None:
        self._ascii_slugs = ascii_slugs
        indexes = " ".join(taxonomy.name for taxonomy in TAXONOMIES)
        self._format = f"{__version__}/11/{'ascii' if ascii_slugs else 'unicode'}/{indexes}"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lock = Lock(path.with_name("lock"))
        try:
            self._open_or_make(path)
        except BaseException:
            self._lock.release()
            raise

    def _open_or_make(self, path: Path) -> None:
        try:
            self._open(path)
        except SYMPTOMS as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
                raise ArchiveError(f"{path} is in use by another program", "wait until it has finished") from None
            if not is_damage(error):
                raise
            remove(path)
            self._open(path)

    def _open(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            # A cache need not survive a power cut, only never lie: a damaged file is made anew.
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.execute("BEGIN IMMEDIATE")
            if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                for statement in _SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute("INSERT INTO meta VALUES ('format', ?)", (self._format,))
            elif self._db.execute("SELECT value FROM meta WHERE name = 'format'").fetchone() != (self._format,):
                raise sqlite3.DatabaseError("another format")
            self._follows, self._noted = bool(self.followed()), 0
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> "Catalog":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *_: object) -> None:
        try:
            self._end(error)
        except SYMPTOMS as ending:
            if not is_damage(ending):
                raise
            error = ending
        finally:
            self._db.close()
            if is_damage(error):
                remove(self._path)
            self._lock.release()
        if is_damage(error):
            raise DamageError("the catalog was damaged: removed") from error

    def _end(self, error: BaseException | None) -> None:
        if not self._db.in_transaction:
            return  # SQLite has undone all by itself
        if error is None:
            self._db.execute("COMMIT")
        else:
            with suppress(*SYMPTOMS):
                self._db.execute("ROLLBACK")

    # What the walk compares with, and what it changes.

    def files(self, below: str = "") -> Iterator[File]:
        """Every known file, in path order, as it was when it was read; or those at a path and below it."""
        where = "WHERE path = ? OR path BETWEEN ? AND ?" if below else ""
        query = f"SELECT path, size, modified, changed FROM file {where} ORDER BY path"
        return map(File._make, self._db.execute(query, (below, f"{below}/", f"{below}/\U0010ffff") if below else ()))

    def state(self) -> str:
        """A digest of everything that ever changed in this catalog: the same state, the same content."""
        return self._find("state")

    def note_state(self, state: str) -> None:
        self._set("state", state)

    def find_digest(self, path: str) -> str | None:
        """The sha256 of a file as it was when it was read."""
        row = self._db.execute("SELECT digest FROM file WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def add_file(self, file: File, digest: str, shape: tuple[int, int] = (0, 0)) -> None:
        """Put a file in the place of the one that its path had; `shape` is a picture's width and height."""
        if self._follows and not is_article(file.path) and self.find_digest(file.path) != digest:
            self._note(reach_file(self._db, file.path))
        self._db.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)",
            (file.path, file.size, file.modified, file.changed, digest, *shape),
        )

    def add_article(self, entry: Entry) -> None:
        """Put an article in the place of the one that its path had."""
        self._remove_article(entry.path)
        self._db.execute(f"INSERT INTO article VALUES ({', '.join('?' * len(entry.article))})", entry.article)
        self._insert("article_term", entry.terms)
        if self._follows:
            add_features(self._db, entry.path)
        self._insert("article_tag", entry.tags)
        self._insert("article_link", entry.links)
        self._insert("article_web_link", entry.web_links)
        self._insert("article_alias", entry.aliases)
        self._reach_article(entry.path, 1)

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if rows:  # most articles have none in most tables, and to insert none takes as long as to insert one
            marks = ", ".join("?" * len(rows[0]))
            self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)

    def unsketched(self) -> Iterator[str]:
        """The paths of the articles of whose text there is no sketch, or one of an earlier state, in order."""
        rows = self._db.execute(
            "SELECT path FROM article WHERE (path, digest) NOT IN (SELECT path, digest FROM sketch) ORDER BY path"
        )
        return (path for (path,) in rows)

    def add_sketch(self, path: str, digest: str, sketch: Sketch) -> None:
        """Note what the text of an article is like; `digest` is that of its file."""
        self._remove_sketch(path)
        hashes = struct.pack(f"<{len(sketch)}q", *sketch)
        number = self._db.execute("INSERT INTO sketch VALUES (NULL, ?, ?, ?)", (path, digest, hashes)).lastrowid
        self._db.executemany("INSERT INTO run VALUES (?, ?)", ((run, number) for run in sketch[:_FINDABLE_BY]))

    def _remove_sketch(self, path: str) -> None:
        row = self._db.execute("SELECT number, hashes FROM sketch WHERE path = ?", (path,)).fetchone()
        if row:
            runs = _unpack(row[1])[:_FINDABLE_BY]
            self._db.executemany("DELETE FROM run WHERE hash = ? AND number = ?", ((run, row[0]) for run in runs))
            self._db.execute("DELETE FROM sketch WHERE number = ?", (row[0],))

    def _remove_article(self, path: str) -> None:
        """Forget an article, but for the sketch of its text, which may not have changed."""
        if not self._db.execute("SELECT 1 FROM article WHERE path = ?", (path,)).fetchone():
            return
        self._reach_article(path, -1)
        if self._follows:
            remove_features(self._db, path)
        for table in _TABLES:
            self._db.execute(f"DELETE FROM {table} WHERE path = ?", (path,))

    def remove_file(self, path: str) -> None:
        """Forget a file, and its article if it was one."""
        if self._follows and not is_article(path):
            self._note(reach_file(self._db, path))
        self._db.execute("DELETE FROM file WHERE path = ?", (path,))
        self._remove_sketch(path)
        self._remove_article(path)

    def settle(self) -> None:
        """Count what the periods hold, note who has which feature, and choose each term's label, the spelling most
        used, and its slug, which no other term of its taxonomy has. To be called after changes, and before queries for
        periods, terms or related articles."""
        if self._follows:
            self._settle_reached()
            return
        list_features(self._db)
        self._db.execute("DELETE FROM period")
        for length in (4, 7, 10):
            self._db.execute(
                "INSERT INTO period SELECT substr(day, 1, ?) AS name, COUNT(*) FROM article"
                " WHERE status = 'published' AND length(day) >= ? GROUP BY name",
                (length, length),
            )
        self._db.execute(
            "INSERT INTO period SELECT substr(day, 5) AS name, COUNT(*) FROM article"
            " WHERE status = 'published' AND length(day) = 10 GROUP BY name"
        )
        undated = "SELECT ?, COUNT(*) FROM article WHERE status = 'published' AND day = '' HAVING COUNT(*)"
        self._db.execute(f"INSERT INTO period {undated}", (UNDATED,))
        self._db.execute("DELETE FROM covered")
        for length in (4, 7):
            self._db.execute(
                "INSERT INTO covered SELECT key, substr(sort, 1, ?) AS name, COUNT(*) FROM article_term"
                " WHERE taxonomy = ? AND length(sort) >= ? GROUP BY key, name",
                (length, COVERED.name, length),
            )
        self._db.execute("DELETE FROM term")
        for taxonomy in TAXONOMIES:
            terms = list(_merge_spellings(self._spellings(taxonomy.name)))
            slugs = _distinct_slugs((key for key, *_ in terms), self._ascii_slugs)
            for term in terms:
                self._insert_term(taxonomy.name, *term, slugs[term[0]])

    # What changed since the site was last built, so that a build needn't plan all of it.

    def _reach_article(self, path: str, number: int) -> None:
        if self._follows:
            reached = reach_article(self._db, path, number)
            self._note(reached)
            for subject in reached:
                kind, *names = split_subject(subject)
                if kind == "period" and reached[subject]:
                    self._count_period(names[0], number)
                elif kind == "term" and names[0] == COVERED.name and names[2] not in {"", UNDATED}:
                    self._count_covered(names[1], names[2], number)

    def _count_period(self, period: str, number: int) -> None:
        row = self._db.execute(
            "INSERT INTO period VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count RETURNING count",
            (period, number),
        ).fetchone()
        self._note(Counter(reach_period(self._db, period, number, row[0])))
        self._db.execute("DELETE FROM period WHERE name = ? AND count = 0", (period,))

    def _count_covered(self, key: str, period: str, number: int) -> None:
        self._db.execute(
            "INSERT INTO covered VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            (key, period, number),
        )
        self._db.execute("DELETE FROM covered WHERE key = ? AND period = ? AND count = 0", (key, period))

    def _note(self, reached: Reached) -> None:
        """Remember what a change reaches; of very many changes only that they were."""
        self._db.executemany(
            "INSERT INTO reached VALUES (?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
            reached.items(),
        )
        self._noted += len(reached)
        if self._noted > _MANY:
            self._set("followed", "")
            self._db.execute("DELETE FROM reached")
            self._follows = False

    def _settle_reached(self) -> None:
        rows = self._db.execute("SELECT subject FROM reached WHERE subject >= 'term' AND subject < 'tern'").fetchall()
        for term in collect_terms(split_subject(subject) for (subject,) in rows):
            self._settle_term(*term)

    def _settle_term(self, taxonomy: str, key: str) -> None:
        """Bring a term up to date, and with it those that lay claim to the same slug."""
        claim = slugify(key, self._ascii_slugs)
        keys = {key}
        query = "SELECT key FROM term WHERE taxonomy = ? AND claim = ?"
        keys.update(rival for (rival,) in self._db.execute(query, (taxonomy, claim)))
        before = {key: self.find_term(taxonomy, key) for key in keys}
        self._db.executemany("DELETE FROM term WHERE taxonomy = ? AND key = ?", ((taxonomy, key) for key in keys))
        terms = [term for key in sorted(keys) for term in _merge_spellings(self._spellings(taxonomy, key))]
        slugs = _distinct_slugs((key for key, *_ in terms), self._ascii_slugs)
        for term in terms:
            self._insert_term(taxonomy, *term, slugs[term[0]])
        for known in keys:
            old, new = before[known], self.find_term(taxonomy, known)
            if old != new:
                self._note(Counter([taxonomy_subject(taxonomy)]))
            if old and (new is None or (old.label, _place_of(old)) != (new.label, _place_of(new))):
                self._note(reach_term(self._db, (taxonomy, known)))
            if _place_of(old) != _place_of(new):
                self._note(Counter([sitemap_subject(FOLDERS[taxonomy])]))

    def _insert_term(
        self, taxonomy: str, key: str, label: str, count: int, spellings: tuple[str, ...], slug: str
    ) -> None:
        only = ""
        if count == 1:
            query = "SELECT address FROM article_term AS t JOIN article USING (path) WHERE taxonomy = ? AND t.key = ?"
            (only,) = self._db.execute(query, (taxonomy, key)).fetchone()
        row = (taxonomy, key, label, slug, count, to_json(spellings), only, slugify(key, self._ascii_slugs))
        self._db.execute(f"INSERT INTO term VALUES ({', '.join('?' * len(row))})", row)

    def scope(self, page_size: int, subjects: Iterable[str] = ()) -> Scope:
        """What changes reached since the site was built from `followed`, and these subjects beside it."""
        reached = Counter(dict(self._db.execute("SELECT subject, number FROM reached")))
        reached.update(dict.fromkeys(subjects, 0))
        return find_scope(self._db, reached, page_size)

    def followed(self) -> str:
        """The state since which changes are followed; empty if they aren't."""
        return self._find("followed")

    def follow(self) -> None:
        """The site has been built from what is here: from now on, what changes reach is remembered."""
        self._db.execute("DELETE FROM reached")
        self._set("followed", self.state())
        self._follows, self._noted = True, 0

    def _rows(self, query: str, values: tuple[str | int, ...] = ()) -> Iterator[Any]:
        """The rows of a query. Who stops before the last one, and after the catalog is closed, does no harm: `yield
        from` the cursor itself would close that too."""
        return (row for row in self._db.execute(query, values))

    def _find(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def _set(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _spellings(self, taxonomy: str, key: str | None = None) -> Iterator[tuple[str, str, int]]:
        """Each key's spellings with how many articles write it so; of one key, if one is given."""
        which, values = ("", (taxonomy,)) if key is None else (" AND key = ?", (taxonomy, key))
        return self._rows(
            f"SELECT key, label, COUNT(*) FROM article_term WHERE taxonomy = ?{which}"
            " GROUP BY key, label ORDER BY key, label",
            values,
        )

    # Queries over published articles.

    def count(self) -> int:
        """How many published articles there are."""
        return count_published(self._db)

    def count_unpublished(self) -> int:
        """How many drafts and withheld articles there are."""
        query = "SELECT COUNT(*) FROM article WHERE status IN ('draft', 'withheld')"
        return int(self._db.execute(query).fetchone()[0])

    def articles(self) -> Iterator[Listed]:
        """Every published article, oldest first, undated ones before all."""
        return self._list("published", "ORDER BY sort, path")

    def indexed(self) -> Iterator[Indexed]:
        """Every published article as the search indexes it, in the order of `articles`."""
        query = "SELECT path, digest, sort, facts, start FROM article WHERE status = 'published' ORDER BY sort, path"
        return (Indexed(*row) for row in self._rows(query))

    def articles_in(self, period: str) -> Iterator[Listed]:
        """The published articles of a year, month, day or `undated`, oldest first."""
        return self._list("published", "AND sort >= ? AND sort < ? ORDER BY sort, path", *_bounds(period))

    def term_rows(self) -> Iterator[tuple[str, str, str, str, int]]:
        """Every term: taxonomy, key, label, address, count."""
        for taxonomy in sorted(FOLDERS):
            for term in self.terms(taxonomy):
                yield taxonomy, term.key, term.label, term_address(FOLDERS[taxonomy], term.slug), term.count

    def term_links(self) -> Iterator[tuple[str, str, str, int]]:
        """Which published article has which term: its address, taxonomy, key, and the term's place in the article."""
        return self._rows(
            "SELECT address, taxonomy, article_term.key, place FROM article_term JOIN article USING (path)"
            " ORDER BY address, taxonomy, article_term.key"
        )

    def digest_published(self) -> str:
        """A digest of all published articles: the same digest, the same articles."""
        rows = self._db.execute("SELECT path, digest FROM article WHERE status = 'published' ORDER BY path")
        digest = hashlib.sha256()
        for path, own in rows:
            digest.update(f"{path}\0{own}\n".encode())
        return digest.hexdigest()

    def digest_linkable(self) -> str:
        """A digest of what links of articles can lead to, and what they can't: all files, and what isn't published."""
        query = "SELECT path FROM file UNION ALL SELECT path FROM article WHERE status <> 'published' ORDER BY path"
        return hashlib.sha256("\n".join(path for (path,) in self._db.execute(query)).encode()).hexdigest()

    def latest(self, limit: int) -> Iterator[Listed]:
        """The newest published articles, newest first."""
        return self._list("published", "ORDER BY sort DESC, path DESC LIMIT ?", limit)

    def latest_stories(self, limit: int) -> Iterator[Story]:
        """The newest published articles, newest first."""
        return self._stories("ORDER BY sort DESC, path DESC LIMIT ?", limit)

    def stories_in(self, period: str) -> Iterator[Story]:
        """The articles of a year, month or day, oldest first."""
        return self._stories("AND sort >= ? AND sort < ? ORDER BY sort, path", *_bounds(period))

    def _stories(self, rest: str, *values: str | int) -> Iterator[Story]:
        query = f"SELECT path, card, images FROM article WHERE status = 'published' {rest}"
        return map(Story._make, self._rows(query, values))

    def articles_beside(self, paths: Iterable[str]) -> Iterator[tuple[Listed | None, Listed, Listed | None]]:
        """Those of these articles that are published, each with the one before and the one after it."""
        for path in paths:
            if here := self._find_listed(path):
                before, after = map(self._find_listed, find_neighbours(self._db, path))
                yield before, here, after

    def _find_listed(self, path: str | None) -> Listed | None:
        return next(self._list("published", "AND path = ?", path), None) if path else None

    def _list(self, status: str, rest: str, *values: str | int) -> Iterator[Listed]:
        query = f"{_LISTED} = '{status}' {rest}"
        for path, digest, size, shown, card, facts, images, *others in self._db.execute(query, values):
            pictures = json.loads(images) if images != "[]" else []
            yield Listed(Source(path, digest, size), shown, json.loads(card), facts, pictures, *others)

    def related(self) -> Iterator[list[str]]:
        """For each published article, in the order of `articles`, those related to it: what links to them need."""
        return Ranking(self._db, self.magnitude()).shown()

    def related_to(self, path: str) -> list[str]:
        """The same for one article, published or not."""
        return find_related(self._db, path, self.magnitude())

    def magnitude(self) -> int:
        """How large the archive is, as far as it decides which articles are related."""
        return magnitude(self.count())

    def cards_in(self, period: str, exactly: bool = False) -> Iterator[tuple[str, str]]:
        """The articles of a year, month, day or `undated`, oldest first, each with its day and its card as JSON;
        `exactly`: only those of dates known no further."""
        low, high = _bounds(period)
        return self._rows(
            "SELECT day, card FROM article WHERE status = 'published' AND sort >= ? AND sort < ?"
            " AND (NOT ? OR day = ?) ORDER BY sort, path",
            (low, high, exactly, period),
        )

    def addresses_in(self, period: str, exactly: bool = False) -> Iterator[tuple[str, str, str]]:
        """The articles of a period as `cards_in` has them: address, day, and the date of the last change, or empty."""
        low, high = _bounds(period)
        return self._rows(
            "SELECT address, day, updated FROM article WHERE status = 'published' AND sort >= ? AND sort < ?"
            " AND (NOT ? OR day = ?) ORDER BY sort, path",
            (low, high, exactly, period),
        )

    def periods(self, within: str = "", length: int = 0) -> Iterator[Period]:
        """The years (or a year's months, a month's days) that hold articles, in order, each with its count; or those
        whose names have this length, as 10 for a year's days."""
        low, high = _bounds(within) if within else ("0", UNDATED)
        return self._rows(
            "SELECT name, count FROM period WHERE length(name) = ? AND name >= ? AND name < ? ORDER BY name",
            (length or (len(within) + 3 if within else 4), low, high),
        )

    def anniversaries(self) -> Iterator[Period]:
        """The days of any year that hold articles, `-02-10`, in order, each with its count."""
        return self._rows("SELECT name, count FROM period WHERE name < '0' ORDER BY name")

    def cards_on(self, anniversary: str) -> Iterator[tuple[str, str]]:
        """The articles of a day of any year, oldest first, each with its day and its card as JSON."""
        return self._rows(
            "SELECT day, card FROM article WHERE status = 'published' AND length(day) = 10 AND substr(day, 5) = ?"
            " ORDER BY sort, path",
            (anniversary,),
        )

    def covered(self, key: str) -> Iterator[Period]:
        """The years and months in which a source has articles, in order, each with its count."""
        return self._rows("SELECT period, count FROM covered WHERE key = ? ORDER BY period", (key,))

    def periods_beside(self, periods: Iterable[str]) -> Iterator[tuple[Period | None, Period, Period | None]]:
        """Those of these years, months, days and anniversaries that hold articles, each with the one before and the one
        after it."""
        for period in periods:
            count = self.count_in(period)
            if count and period != UNDATED:
                before, after = find_periods_beside(self._db, period)
                yield before, (period, count), after

    def count_in(self, period: str) -> int:
        row = self._db.execute("SELECT count FROM period WHERE name = ?", (period,)).fetchone()
        return row[0] if row else 0

    def terms(self, taxonomy: str, least: int = 1) -> Iterator[Term]:
        """A taxonomy's terms of so many articles at least, in key order."""
        return self._terms("WHERE taxonomy = ? AND count >= ? ORDER BY key", taxonomy, least)

    def largest_terms(self, taxonomy: str, limit: int) -> Iterator[Term]:
        """A taxonomy's terms with the most articles, the largest first."""
        return self._terms("WHERE taxonomy = ? ORDER BY count DESC, key LIMIT ?", taxonomy, limit)

    def find_term(self, taxonomy: str, key: str) -> Term | None:
        return next(self._terms("WHERE taxonomy = ? AND key = ?", taxonomy, key), None)

    def _terms(self, rest: str, *values: str | int) -> Iterator[Term]:
        rows = self._db.execute(f"SELECT taxonomy, key, label, slug, count, spellings, only FROM term {rest}", values)
        return (_term(row) for row in rows)

    def merged_terms(self) -> Iterator[Term]:
        """The terms that were written in several ways."""
        found = self._terms("WHERE spellings LIKE '%\",\"%' ORDER BY taxonomy, key")
        return (term for term in found if len(term.spellings) > 1)

    def count_terms(self, taxonomy: str, least: int = 1) -> int:
        """How many terms a taxonomy has, of so many articles at least."""
        query = "SELECT COUNT(*) FROM term WHERE taxonomy = ? AND count >= ?"
        return int(self._db.execute(query, (taxonomy, least)).fetchone()[0])

    def terms_of(self, path: str) -> Iterator[tuple[str, str, str, int, bool]]:
        """The terms that an article has, in every taxonomy, as it names them: taxonomy, label, slug, how many articles
        have it, and whether it is only suggested."""
        return self._rows(
            "SELECT taxonomy, term.label, slug, count, suggested FROM article_term JOIN term USING (taxonomy, key)"
            " WHERE path = ? ORDER BY taxonomy, place",
            (path,),
        )

    def terms_beside(self, term: Term, articles: int, limit: int) -> Iterator[tuple[str, str, str]]:
        """The terms of more than one article that stand most often beside a term in its newest articles, in the
        taxonomies that tell what an article is about: taxonomy, label, slug."""
        return self._rows(
            "WITH newest AS (SELECT path FROM article_term WHERE taxonomy = ?1 AND key = ?2"
            " ORDER BY sort DESC, path DESC LIMIT ?3)"
            " SELECT taxonomy, term.label, slug FROM newest CROSS JOIN article_term AS beside USING (path)"
            " JOIN term USING (taxonomy, key)"
            f" WHERE taxonomy IN ({', '.join(repr(taxonomy.name) for taxonomy in RELATING)})"
            " AND (taxonomy <> ?1 OR key <> ?2) AND term.count > 1"
            " GROUP BY taxonomy, key ORDER BY COUNT(*) DESC, taxonomy, key LIMIT ?4",
            (term.taxonomy, term.key, articles, limit),
        )

    def cards_of(self, term: Term, period: str = "", exactly: bool = False) -> Iterator[str]:
        """The cards of a term's articles as JSON, oldest first; of one period, if one is given."""
        low, high = _bounds(period) if period else ("", "~")
        rows = self._db.execute(
            "SELECT card FROM article_term JOIN article USING (path) WHERE taxonomy = ? AND article_term.key = ?"
            " AND article_term.sort >= ? AND article_term.sort < ? AND (NOT ? OR day = ?)"
            " ORDER BY article_term.sort, path",
            (term.taxonomy, term.key, low, high, exactly, period),
        )
        return (card for (card,) in rows)

    def latest_of(self, term: Term, limit: int) -> Iterator[tuple[str, str]]:
        """A term's newest articles, newest first: day, and card as JSON."""
        return self._rows(
            "SELECT day, card FROM article_term JOIN article USING (path) WHERE taxonomy = ? AND article_term.key = ?"
            " ORDER BY article_term.sort DESC, path DESC LIMIT ?",
            (term.taxonomy, term.key, limit),
        )

    def latest_listed_of(self, term: Term, limit: int) -> Iterator[Listed]:
        """A term's newest articles with all that is known of them, newest first."""
        # One by one: asked for all of them, SQLite goes through every article by date.
        query = "SELECT path FROM article_term WHERE taxonomy = ? AND key = ? ORDER BY sort DESC, path DESC LIMIT ?"
        paths = self._db.execute(query, (term.taxonomy, term.key, limit)).fetchall()
        return filter(None, (self._find_listed(path) for (path,) in paths))

    def periods_of_term(self, term: Term, within: str = "") -> Iterator[tuple[str, int]]:
        """The years (or a year's months) in which a term has articles, in order; articles without any have ''."""
        low, high = _bounds(within) if within else ("", "~")
        return self._rows(
            "SELECT substr(sort, 1, ?) AS part, COUNT(*) FROM article_term WHERE taxonomy = ? AND key = ?"
            " AND sort >= ? AND sort < ? GROUP BY part ORDER BY part",
            (len(within) + 3 if within else 4, term.taxonomy, term.key, low, high),
        )

    def kin_of(self, family: str, path: str) -> Iterator[Facts]:
        """The cards of the other articles of a family, oldest first."""
        rows = self._db.execute(
            "SELECT card FROM article WHERE family = ? AND family <> '' AND status = 'published' AND path <> ?"
            " ORDER BY sort, path",
            (family, path),
        )
        return (json.loads(card) for (card,) in rows)

    def aliases(self, path: str = "") -> Iterator[tuple[str, str, Source, str, str]]:
        """Every old address of a published article, or of one: the address, the alias as written, the article's file,
        its present address and its card as JSON."""
        rows = self._db.execute(
            "SELECT article_alias.address, written, path, digest, size, article.address, card"
            " FROM article_alias JOIN article USING (path)"
            f" WHERE status = 'published' {'AND path = ?' if path else ''}"
            " ORDER BY article_alias.address, article.path",
            (path,) if path else (),
        )
        for address, written, *source, now, card in rows:
            yield address, written, Source(*source), now, card

    def has_alias(self, path: str, address: str) -> bool:
        query = "SELECT 1 FROM article_alias WHERE path = ? AND address = ?"
        return self._db.execute(query, (path, address)).fetchone() is not None

    def published_at(self, site: str, path: str = "") -> Iterator[tuple[str, Source, str, str]]:
        """The published articles, or one, that were on the web at addresses of a site: the address there, the
        article's file, its present address and its card as JSON. Of several that had one address there, the first by
        path has it."""
        top = web_key(f"{site}x").removesuffix("/x")
        rows = self._db.execute(
            "SELECT json_extract(facts, '$.url'), path, digest, size, address, card FROM article AS a"
            " WHERE web <> '' AND (web > ? AND web < ? OR web > ? AND web < ?) AND +status = 'published'"
            f" {'AND path = ?' if path else ''} AND NOT EXISTS"
            " (SELECT 1 FROM article WHERE web = a.web AND web <> '' AND +status = 'published' AND +path < a.path)"
            " ORDER BY web, path",
            (f"{top}/", f"{top}0", f"{top}?", f"{top}@", *((path,) if path else ())),
        )
        for url, *source, now, card in rows:
            yield url, Source(*source), now, card

    def links_of(self, path: str) -> dict[str, str]:
        """Where an article's links into the archive lead: link as written -> address; '' if that isn't published. A
        link to the web leads to the article that was published there, if the archive has it; of several to the first.
        """
        rows = self._db.execute(
            "SELECT link, file.path, page.status, page.address FROM article_link AS l"
            " LEFT JOIN file ON file.path = l.target AND file.path LIKE 'content/%'"
            " LEFT JOIN article AS page ON page.path = l.target OR page.key = l.key"
            " WHERE l.path = ? ORDER BY link",
            (path,),
        )
        links = {}
        for link, file, status, address in rows:
            if status is not None:
                links[link] = _with_fragment(address, link) if status == "published" else ""
            elif file is not None:
                links[link] = _with_fragment(content_address(file), link)
        return links | self._web_links_of(path)

    def shapes_of(self, path: str) -> dict[str, tuple[int, int]]:
        """The width and height of pictures that an article shows, by the link as written, where they are known."""
        rows = self._db.execute(
            "SELECT link, width, height FROM article_link AS l JOIN file ON file.path = target"
            " WHERE l.path = ? AND width > 0",
            (path,),
        )
        return {link: (width, height) for link, width, height in rows}

    def dead_links(self) -> Iterator[tuple[str, str, str, list[Facts]]]:
        """The links and pictures of published articles that lead into the archive, to nothing: the article, the link as
        written, the path that it means, the article's images."""
        rows = self._rows(
            "SELECT own.path, link, l.target, images FROM article AS own JOIN article_link AS l USING (path)"
            " WHERE own.status = 'published' AND NOT EXISTS (SELECT 1 FROM file WHERE file.path = l.target)"
            " AND NOT EXISTS (SELECT 1 FROM article WHERE key = l.key) ORDER BY own.path, link"
        )
        for path, link, target, images in rows:
            yield path, link, target, json.loads(images)

    def _web_links_of(self, path: str) -> dict[str, str]:
        rows = self._db.execute(
            "SELECT link, address FROM article_web_link AS l"
            " CROSS JOIN article INDEXED BY article_by_web ON article.web = l.web AND article.web <> ''"
            " WHERE l.path = ? AND status = 'published' AND article.path <> l.path ORDER BY article.path DESC",
            (path,),
        )
        return dict(rows.fetchall())

    def shown_files(self, path: str = "") -> Iterator[Source]:
        """The files beside the articles that a published article links to or shows, in path order; or one of them."""
        rows = self._db.execute(
            "SELECT DISTINCT file.path, file.digest, file.size FROM file JOIN article_link AS l ON file.path = l.target"
            " JOIN article ON article.path = l.path WHERE status = 'published' AND file.path LIKE 'content/%'"
            f" AND file.path NOT IN (SELECT path FROM article) {'AND file.path = ?' if path else ''}"
            " ORDER BY file.path",
            (path,) if path else (),
        )
        return (Source(*row) for row in rows)

    def shown_originals(self, path: str = "") -> Iterator[Source]:
        """The originals of published articles that are at hand and as they were imported, in path order; or one."""
        rows = self._db.execute(
            "SELECT DISTINCT file.path, file.digest, file.size FROM article JOIN file ON file.path = original"
            f" WHERE status = 'published' AND file.digest = sha256 {'AND file.path = ?' if path else ''}"
            " ORDER BY file.path",
            (path,) if path else (),
        )
        return (Source(*row) for row in rows)

    def withheld(self, path: str = "") -> Iterator[Listed]:
        """The articles that are withheld, in path order; or one of them."""
        which, values = ("AND path = ?", (path,)) if path else ("", ())
        return self._list("withheld", f"{which} ORDER BY path", *values)

    def hidden(self) -> tuple[Hidden, ...]:
        """What no output may quote: the withheld articles."""
        return tuple(map(_hide, self.withheld()))

    # Queries over all articles, published or not.

    def find_imported(self, sha256: str) -> Imported | None:
        """The article that was imported from a file with these bytes."""
        row = self._db.execute(
            "SELECT path, original FROM article WHERE sha256 = ? ORDER BY path",
            (sha256,),
        ).fetchone()
        return Imported(*row) if row else None

    def find_alike(self, sketch: Sketch, least: float) -> list[Alike]:
        """The articles with a text that is alike by at least so much, the most alike first.

        An import's own articles are among them, and may be gone again.
        """
        numbers: set[int] = set()
        for run in sketch[:_FINDABLE_BY]:
            query = "SELECT number FROM run WHERE hash = ? LIMIT ?"
            found = self._db.execute(query, (run, _TOO_COMMON + 1)).fetchall()
            if len(found) <= _TOO_COMMON:
                numbers.update(number for (number,) in found)
        marks = ", ".join("?" * len(numbers))
        rows = self._db.execute(f"SELECT path, hashes FROM sketch WHERE number IN ({marks})", tuple(numbers))
        alike = (Alike(path, resemblance(sketch, _unpack(hashes), least)) for path, hashes in rows)
        return sorted((one for one in alike if one.likeness), key=lambda one: (-one.likeness, one.path))

    def find_facts(self, path: str) -> Facts | None:
        """Everything about the article at a path."""
        row = self._db.execute("SELECT facts, images, start FROM article WHERE path = ?", (path,)).fetchone()
        return {**json.loads(row[0]), "images": json.loads(row[1]), "start": row[2]} if row else None

    def find_by_url(self, url: str) -> Iterator[str]:
        """The paths of the articles that were published at an address on the web."""
        rows = self._db.execute("SELECT path FROM article WHERE web = ? AND web <> '' ORDER BY path", (web_key(url),))
        return (path for (path,) in rows)

    def find_originals(self, sha256: str) -> Iterator[str]:
        """The paths of the originals that have these bytes, whatever became of their articles."""
        rows = self._db.execute(
            "SELECT path FROM file WHERE digest = ? AND path LIKE 'originals/%' ORDER BY path", (sha256,)
        )
        return (path for (path,) in rows)

    def find_by_address(self, address: str) -> str | None:
        """The path of the article that has this address, or one that a system would take for it."""
        # With MIN, or without the sign before `path`, SQLite would go through all paths in order.
        query = "SELECT path FROM article WHERE key = ? ORDER BY +path LIMIT 1"
        row = self._db.execute(query, (collision_key(address),)).fetchone()
        return row[0] if row else None

    def originals(self) -> Iterator[tuple[str, str, str, str | None]]:
        """Every article that was imported: its path, its original's path, the sha256 that it remembers, and the one
        that the scan found (None: there is no such file)."""
        return self._rows(
            "SELECT article.path, original, sha256, file.digest FROM article LEFT JOIN file ON file.path = original"
            " WHERE original <> '' AND sha256 <> '' ORDER BY article.path"
        )

    def unreviewed(self) -> Iterator[Unreviewed]:
        """Every imported article that no person has looked at and that tells how it was read, in path order."""
        rows = self._db.execute("SELECT path, card, found FROM article WHERE found <> '[]' ORDER BY path")
        for path, card, found in rows:
            origins, doubts = json.loads(found)
            yield Unreviewed(path, json.loads(card), tuple(Origin(*origin) for origin in origins), tuple(doubts))

    def tags(self, key: str = "") -> Iterator[Tag]:
        """The tags of all articles, suggested ones too, in key order; of one key, if one is given."""
        rows = self._db.execute(
            "SELECT key, label, SUM(1 - suggested), SUM(suggested) FROM article_tag"
            f" {'WHERE key = ?' if key else ''} GROUP BY key, label ORDER BY key, label",
            (key,) if key else (),
        )
        for _, group in groupby(rows, key=itemgetter(0)):
            yield _merge_tag(list(group))

    def untagged(self) -> list[str]:
        """The paths of the articles without tags, suggested ones aside, in order."""
        query = "SELECT path FROM article EXCEPT SELECT path FROM article_tag WHERE NOT suggested ORDER BY path"
        return [path for (path,) in self._db.execute(query)]

    def articles_with(self, keys: Iterable[str]) -> list[str]:
        """The paths of the articles that have one of these tags, or have it suggested, in order."""
        wanted = sorted(set(keys))
        marks = ", ".join("?" * len(wanted))
        query = f"SELECT DISTINCT path FROM article_tag WHERE key IN ({marks}) ORDER BY path"
        return [path for (path,) in self._db.execute(query, wanted)]

    def unpublished(self, limit: int) -> Iterator[tuple[str, str, Facts]]:
        """The articles that aren't published, newest first: path, status and card."""
        rows = self._db.execute(
            "SELECT path, status, card FROM article WHERE status IN ('draft', 'withheld')"
            " ORDER BY sort DESC, path DESC LIMIT ?",
            (limit,),
        )
        return ((path, status, json.loads(card)) for path, status, card in rows)

    def find_unpublished(self, address: str) -> Listed | None:
        """The article that would have an address if it were published."""
        query, key = "AND key = ? AND address = ? ORDER BY path", collision_key(address)
        found = (next(self._list(status, query, key, address), None) for status in ("draft", "withheld"))
        return next(filter(None, found), None)

    def is_shown_unpublished(self, path: str) -> bool:
        """Whether an article that isn't published links to a file, or shows it."""
        query = "SELECT 1 FROM article_link JOIN article USING (path) WHERE target = ? AND status <> 'published'"
        return self._db.execute(query, (path,)).fetchone() is not None

    def collisions(self) -> Iterator[tuple[str, str, str]]:
        """Articles that would have one address, withheld ones too: address, and the paths of two of them."""
        found = self._ask_once(
            "collisions",
            "SELECT DISTINCT max(a.path, b.path), min(a.path, b.path) FROM article AS a JOIN article AS b USING (key)"
            " WHERE a.path <> b.path {AND a.path}",
        )
        for path, other in sorted(found):
            (address,) = self._db.execute("SELECT address FROM article WHERE path = ?", (path,)).fetchone()
            yield address, other, path

    def changed_originals(self) -> Iterator[tuple[str, str, str, str | None]]:
        """Those of the originals that are missing, or not as the article remembers them."""
        return self._ask_once(
            "changed originals",
            "SELECT article.path, original, sha256, file.digest FROM article LEFT JOIN file ON file.path = original"
            " WHERE original <> '' AND sha256 <> '' AND file.digest IS NOT sha256 {AND article.path}"
            " ORDER BY article.path",
        )

    def _ask_once(self, name: str, query: str) -> Iterator[Any]:
        """The rows of a query over the whole archive. Once there were none, it isn't asked again until the catalog's
        state changes, and then only about the articles that changes reached, where the query says {AND path}."""
        state, none = self.state(), self._find(f"no {name}")
        if none and none == state:
            return
        only = " AND \\1 IN (SELECT substr(subject, 9) FROM reached WHERE subject BETWEEN 'article' AND 'article~')"
        is_followed = self._follows and none == self.followed()
        rows = self._db.execute(re.sub(r" {AND ([\w.]+)}", only if is_followed else "", query)).fetchall()
        if state and not rows:
            self._set(f"no {name}", state)
        yield from rows


def _hide(listed: Listed) -> Hidden:
    """A withheld article as its text, its captions and whatever else readers would see of it."""
    facts = listed.facts
    told = facts["withheld"]
    texts = (facts["title"], facts["subtitle"], facts["summary"], *(image["caption"] for image in listed.images))
    shown = {"", told["title"], told["reason"]}
    source = listed.source
    return Hidden(
        source.path, source.digest, listed.start, tuple(text for text in texts if text not in shown),
        tuple(facts["quotable"]),
    )  # fmt: skip


def _merge_tag(rows: list[tuple[str, str, int, int]]) -> Tag:
    """Rows of (key, spelling, tagged, suggested) of one key: a spelling that people chose is better than any other."""
    key, label, *_ = min(rows, key=lambda row: (-row[2], -row[3], row[1].isupper(), row[1]))
    return Tag(key, label, sum(row[2] for row in rows), sum(row[3] for row in rows))


def _term(row: tuple[str, str, str, str, int, str, str]) -> Term:
    taxonomy, key, label, slug, count, spellings, only = row
    return Term(taxonomy, key, label, slug, count, tuple(json.loads(spellings)), only)


def _place_of(term: Term | None) -> tuple[str, bool] | None:
    """What a term's address depends on: its slug, and whether it has a page whatever the settings say."""
    return (term.slug, term.count > 1) if term else None


def _unpack(hashes: bytes) -> Sketch:
    return struct.unpack(f"<{len(hashes) // 8}q", hashes)


def _with_fragment(address: str, link: str) -> str:
    return address + "".join(link.partition("#")[1:])


def _bounds(period: str) -> tuple[str, str]:
    """The sort keys that belong to a period are at least the first and below the second."""
    return ("", "0") if period == UNDATED else (period, period + "~")


def _merge_spellings(rows: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """Rows of (key, spelling, count) in key order to (key, label, count, spellings)."""
    groups: dict[str, dict[str, int]] = {}
    for key, label, count in rows:
        groups.setdefault(key, {})[label] = count
    for key, counts in groups.items():
        label = min(counts, key=lambda spelling: (-counts[spelling], spelling.isupper(), spelling))
        yield key, label, sum(counts.values()), tuple(sorted(counts))


def _distinct_slugs(keys: Iterable[str], ascii_slugs: bool) -> dict[str, str]:
    """A slug for each key, made from the key alone so that it doesn't change with the spelling most used.

    Where several keys would share one (C and C#), it goes to the key that it spells, or else to the first; the others
    get a digest of their key.
    """
    claims: dict[str, list[str]] = {}
    for key in keys:
        claims.setdefault(slugify(key, ascii_slugs), []).append(key)
    slugs = {}
    for slug, rivals in claims.items():
        first = min(rivals, key=lambda key: (key.replace(" ", "-") != slug, key))
        for key in rivals:
            slugs[key] = slug if key == first else f"{slug}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
    return slugs


def find_doors(catalog: Catalog) -> list[tuple[str, str]]:
    """What the navigation of every page leads to: labels and addresses."""
    taxonomies = (taxonomy for taxonomy in TAXONOMIES if catalog.count_terms(taxonomy.name))
    return [("Dates", DATES), *((taxonomy.label, taxonomy_address(taxonomy.path)) for taxonomy in taxonomies)]


def has_several_sources(catalog: Catalog) -> bool:
    """Whether a list must say of each article which paper it was in."""
    return catalog.count_terms(COVERED.name) > 1
