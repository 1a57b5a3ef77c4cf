"""What is in the archive, as queries; SQLite.

In: records of parsed articles and of the files beside them. Out: rows in key order, as cursors and never as one
list, so that memory stays bounded at a million articles. The catalog is a cache: it may be deleted, and is then made
anew. It reads no file of the archive and knows no template.
"""

import hashlib
import json
import posixpath
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from backfile import __version__
from backfile.archive import File
from backfile.dates import format_date, format_day, sort_key
from backfile.errors import ArchiveError
from backfile.likeness import Sketch, resemblance
from backfile.model import Article, Origin, Source
from backfile.slugs import slugify
from backfile.taxonomies import TAXONOMIES, fold_term, periods_of
from backfile.urls import UNDATED, article_address, collision_key, content_address, parse_alias, web_key

# What the templates know of an article, or of its row in a list: plain JSON, documented in docs/templates.md.
Facts = dict[str, Any]

_SCHEMA = """
CREATE TABLE file (path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, digest TEXT) WITHOUT ROWID;
CREATE INDEX file_by_digest ON file (digest);
CREATE TABLE article (
  path TEXT PRIMARY KEY, status TEXT, sort TEXT, period TEXT, address TEXT, key TEXT, original TEXT, sha256 TEXT,
  card TEXT, facts TEXT, found TEXT, family TEXT, web TEXT
);
CREATE INDEX article_by_date ON article (status, sort, path);
CREATE INDEX article_by_key ON article (key);
CREATE INDEX article_by_sha256 ON article (sha256);
CREATE INDEX article_by_family ON article (family) WHERE family <> '';
CREATE INDEX article_by_web ON article (web) WHERE web <> '';
CREATE TABLE sketch (number INTEGER PRIMARY KEY, path TEXT UNIQUE, digest TEXT, hashes BLOB);
CREATE TABLE run (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
CREATE TABLE article_term (
  taxonomy TEXT, key TEXT, sort TEXT, path TEXT, label TEXT, PRIMARY KEY (taxonomy, key, sort, path)
) WITHOUT ROWID;
CREATE INDEX article_term_by_path ON article_term (path);
CREATE TABLE article_tag (key TEXT, path TEXT, label TEXT, suggested INTEGER, PRIMARY KEY (key, path)) WITHOUT ROWID;
CREATE INDEX article_tag_by_path ON article_tag (path);
CREATE TABLE article_link (path TEXT, link TEXT, target TEXT, key TEXT, PRIMARY KEY (path, link)) WITHOUT ROWID;
CREATE TABLE article_alias (path TEXT, address TEXT, PRIMARY KEY (path, address)) WITHOUT ROWID;
CREATE TABLE term (
  taxonomy TEXT, key TEXT, label TEXT, slug TEXT, count INTEGER, spellings TEXT, PRIMARY KEY (taxonomy, key)
) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
# What a person writes for an article that shall be in no family.
NO_FAMILY = "none"
# By how many of the smallest hashes of its sketch an article is found. What stands in very many articles tells nothing.
_FINDABLE_BY = 16
_TOO_COMMON = 100


@dataclass(frozen=True, slots=True)
class Record:
    """An article as it was parsed: its file, its front matter, and what the indexes need to know of its body.

    `links` are the link targets in the body that may lead into the archive, as written. The body begins at the
    character `start` of the file's text.
    """

    source: Source
    article: Article
    excerpt: str
    words: int
    links: tuple[str, ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A value in a taxonomy: its key, the label and slug that it goes by, how many articles, all its spellings."""

    taxonomy: str
    key: str
    label: str
    slug: str
    count: int
    spellings: tuple[str, ...]


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
    """A published article in date order: `facts` is everything about it, `card` what a list shows."""

    source: Source
    card: Facts
    facts: Facts


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
        self._format = f"{__version__}/5/{'ascii' if ascii_slugs else 'unicode'}/{indexes}"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open(path)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
                raise ArchiveError(
                    f"another backfile is at work in {path.parent.parent}", "wait until it has finished"
                ) from None
            for leftover in (path, path.with_name(path.name + "-journal")):
                leftover.unlink(missing_ok=True)
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
        except sqlite3.Error:
            self._db.close()
            raise

    def __enter__(self) -> "Catalog":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._db.execute("ROLLBACK" if kind else "COMMIT")
        self._db.close()

    # What the walk compares with, and what it changes.

    def files(self) -> Iterator[File]:
        """Every known file, in path order, as it was when it was read."""
        return (File(*row) for row in self._db.execute("SELECT path, size, modified, changed FROM file ORDER BY path"))

    def state(self) -> str:
        """A digest of everything that ever changed in this catalog: the same state, the same content."""
        row = self._db.execute("SELECT value FROM meta WHERE name = 'state'").fetchone()
        return row[0] if row else ""

    def note_state(self, state: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('state', ?)", (state,))

    def find_digest(self, path: str) -> str | None:
        """The sha256 of a file as it was when it was read."""
        row = self._db.execute("SELECT digest FROM file WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def add_file(self, file: File, digest: str) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
            (file.path, file.size, file.modified, file.changed, digest),
        )

    def add_article(self, record: Record) -> None:
        """Put an article's record in the place of the one that its path had."""
        self._remove_article(record.source.path)
        article, path = record.article, record.source.path
        facts = describe(record)
        sort = sort_key(article.date)
        self._db.execute(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (path, article.status, sort, periods_of(article)[-1], facts["address"], collision_key(facts["address"]),
             facts["provenance"]["original"], facts["provenance"]["sha256"], _to_json(_card(facts)), _to_json(facts),
             _to_json(_find_unreviewed(article)), _family(article), web_key(article.url)),
        )  # fmt: skip
        if article.status == "published":
            self._add_terms(article, sort, path)
        self._db.executemany(
            "INSERT OR IGNORE INTO article_tag VALUES (?, ?, ?, ?)",
            (
                (fold_term(tag), path, " ".join(tag.split()), suggested)
                for suggested, tags in enumerate((article.tags, article.suggested_tags))
                for tag in tags
            ),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO article_link VALUES (?, ?, ?, ?)",
            (
                (path, link, target, collision_key(target.removeprefix("content/")))
                for link in _links(record)
                for target in (target_of(link, path),)
            ),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO article_alias VALUES (?, ?)", ((path, parse_alias(a)) for a in article.aliases)
        )

    def _add_terms(self, article: Article, sort: str, path: str) -> None:
        rows = (
            (taxonomy.name, fold_term(label), sort, path, " ".join(label.split()))
            for taxonomy in TAXONOMIES
            for label in taxonomy.terms(article)
            if label.strip()
        )
        self._db.executemany("INSERT OR IGNORE INTO article_term VALUES (?, ?, ?, ?, ?)", rows)

    def unsketched(self) -> Iterator[str]:
        """The paths of the articles of whose text there is no sketch, or one of an earlier state, in order."""
        rows = self._db.execute(
            "SELECT path FROM article JOIN file USING (path)"
            " WHERE (path, digest) NOT IN (SELECT path, digest FROM sketch) ORDER BY path"
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
        for table in ("article", "article_tag", "article_term", "article_link", "article_alias"):
            self._db.execute(f"DELETE FROM {table} WHERE path = ?", (path,))

    def remove_file(self, path: str) -> None:
        """Forget a file, and its article if it was one."""
        self._db.execute("DELETE FROM file WHERE path = ?", (path,))
        self._remove_sketch(path)
        self._remove_article(path)

    def settle_terms(self) -> None:
        """Choose each term's label, the spelling most used, and its slug, which no other term of its taxonomy has."""
        self._db.execute("DELETE FROM term")
        for taxonomy in TAXONOMIES:
            terms = list(_merge_spellings(self._spellings(taxonomy.name)))
            slugs = _distinct_slugs((key for key, *_ in terms), self._ascii_slugs)
            self._db.executemany(
                "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)",
                ((taxonomy.name, key, label, slugs[key], count, _to_json(spellings))
                 for key, label, count, spellings in terms),
            )  # fmt: skip

    def _spellings(self, taxonomy: str) -> Iterator[tuple[str, str, int]]:
        yield from self._db.execute(
            "SELECT key, label, COUNT(*) FROM article_term WHERE taxonomy = ? GROUP BY key, label ORDER BY key, label",
            (taxonomy,),
        )

    # Queries over published articles.

    def count(self, status: str = "published") -> int:
        return int(self._db.execute("SELECT COUNT(*) FROM article WHERE status = ?", (status,)).fetchone()[0])

    def articles(self) -> Iterator[Listed]:
        """Every published article, oldest first, undated ones before all."""
        return self._list("ORDER BY sort, article.path")

    def latest(self, limit: int) -> Iterator[Listed]:
        """The newest published articles, newest first."""
        return self._list("ORDER BY sort DESC, article.path DESC LIMIT ?", limit)

    def _list(self, order: str, *values: int) -> Iterator[Listed]:
        rows = self._db.execute(
            "SELECT article.path, digest, size, card, facts FROM article JOIN file USING (path)"
            f" WHERE status = 'published' {order}",
            values,
        )
        for path, digest, size, card, facts in rows:
            yield Listed(Source(path, digest, size), json.loads(card), json.loads(facts))

    def cards_in(self, period: str, exactly: bool = False) -> Iterator[Facts]:
        """The cards of a year, month, day or `undated`, oldest first; `exactly`: only of dates known no further."""
        low, high = _bounds(period)
        rows = self._db.execute(
            "SELECT card FROM article WHERE status = 'published' AND sort >= ? AND sort < ?"
            " AND (NOT ? OR period = ?) ORDER BY sort, path",
            (low, high, exactly, period),
        )
        return (json.loads(card) for (card,) in rows)

    def periods(self, within: str = "") -> Iterator[tuple[str, int]]:
        """The years (or a year's months, a month's days) that hold articles, in order, each with its count."""
        low, high = _bounds(within) if within else ("0", "~")
        length = len(within) + 3 if within else 4
        yield from self._db.execute(
            "SELECT substr(sort, 1, ?) AS part, COUNT(*) FROM article WHERE status = 'published'"
            " AND sort >= ? AND sort < ? AND length(period) >= ? GROUP BY part ORDER BY part",
            (length, low, high, length),
        )

    def count_in(self, period: str) -> int:
        low, high = _bounds(period)
        query = "SELECT COUNT(*) FROM article WHERE status = 'published' AND sort >= ? AND sort < ?"
        return int(self._db.execute(query, (low, high)).fetchone()[0])

    def terms(self, taxonomy: str) -> Iterator[Term]:
        """A taxonomy's terms in key order."""
        rows = self._db.execute("SELECT * FROM term WHERE taxonomy = ? ORDER BY key", (taxonomy,))
        return (_term(row) for row in rows)

    def count_terms(self, taxonomy: str) -> int:
        return int(self._db.execute("SELECT COUNT(*) FROM term WHERE taxonomy = ?", (taxonomy,)).fetchone()[0])

    def terms_of(self, path: str) -> Iterator[Term]:
        """The terms that an article has, in every taxonomy."""
        rows = self._db.execute(
            "SELECT term.* FROM article_term JOIN term USING (taxonomy, key) WHERE path = ? ORDER BY taxonomy, key",
            (path,),
        )
        return (_term(row) for row in rows)

    def cards_of(self, term: Term, period: str = "", exactly: bool = False) -> Iterator[Facts]:
        """The cards of a term's articles, oldest first; of one period, if one is given."""
        low, high = _bounds(period) if period else ("", "~")
        rows = self._db.execute(
            "SELECT card FROM article_term JOIN article USING (path) WHERE taxonomy = ? AND article_term.key = ?"
            " AND article_term.sort >= ? AND article_term.sort < ? AND (NOT ? OR period = ?)"
            " ORDER BY article_term.sort, path",
            (term.taxonomy, term.key, low, high, exactly, period),
        )
        return (json.loads(card) for (card,) in rows)

    def latest_of(self, term: Term, limit: int) -> Iterator[Facts]:
        """The cards of a term's newest articles, newest first."""
        rows = self._db.execute(
            "SELECT card FROM article_term JOIN article USING (path) WHERE taxonomy = ? AND article_term.key = ?"
            " ORDER BY article_term.sort DESC, path DESC LIMIT ?",
            (term.taxonomy, term.key, limit),
        )
        return (json.loads(card) for (card,) in rows)

    def periods_of_term(self, term: Term, within: str = "") -> Iterator[tuple[str, int]]:
        """The years (or a year's months) in which a term has articles, in order; articles without any have ''."""
        low, high = _bounds(within) if within else ("", "~")
        yield from self._db.execute(
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

    def aliases(self) -> Iterator[tuple[str, Source, Facts]]:
        """Every old address of a published article: the address, the article's file and card."""
        rows = self._db.execute(
            "SELECT article_alias.address, path, digest, size, card FROM article_alias JOIN article USING (path)"
            " JOIN file USING (path) WHERE status = 'published' ORDER BY article_alias.address, article.path"
        )
        for address, path, digest, size, card in rows:
            yield address, Source(path, digest, size), json.loads(card)

    def links_of(self, path: str) -> dict[str, str]:
        """Where an article's links into the archive lead: link as written -> address; '' if that isn't published."""
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
        return links

    def shown_files(self) -> Iterator[Source]:
        """The files beside the articles that a published article links to or shows, in path order."""
        rows = self._db.execute(
            "SELECT DISTINCT file.path, digest, size FROM article JOIN article_link AS l USING (path)"
            " JOIN file ON file.path = l.target WHERE status = 'published'"
            " AND file.path LIKE 'content/%' AND file.path NOT IN (SELECT path FROM article) ORDER BY file.path"
        )
        return (Source(*row) for row in rows)

    def shown_originals(self) -> Iterator[Source]:
        """The originals of published articles that are at hand and as they were imported, in path order."""
        rows = self._db.execute(
            "SELECT DISTINCT file.path, digest, size FROM article"
            " JOIN file ON file.path = original"
            " WHERE status = 'published' AND digest = sha256 ORDER BY file.path"
        )
        return (Source(*row) for row in rows)

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
        row = self._db.execute("SELECT facts FROM article WHERE path = ?", (path,)).fetchone()
        return json.loads(row[0]) if row else None

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
        row = self._db.execute("SELECT MIN(path) FROM article WHERE key = ?", (collision_key(address),)).fetchone()
        return row[0] if row else None

    def originals(self) -> Iterator[tuple[str, str, str, str | None]]:
        """Every article that was imported: its path, its original's path, the sha256 that it remembers, and the one
        that the scan found (None: there is no such file)."""
        yield from self._db.execute(
            "SELECT article.path, original, sha256, digest FROM article LEFT JOIN file ON file.path = original"
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

    def collisions(self) -> Iterator[tuple[str, str, str]]:
        """Articles that would have one address, withheld ones too: address, and the paths of two of them."""
        yield from self._db.execute(
            "SELECT b.address, a.path, b.path FROM article AS a JOIN article AS b ON a.key = b.key AND a.path < b.path"
            " ORDER BY b.path, a.path"
        )


def describe(record: Record) -> Facts:
    """What the templates know of an article. Dates are canonical text; what isn't known is an empty string."""
    article = record.article
    facts = {key: value for key, value in asdict(article).items() if key not in {"path", "aliases"}}
    facts["date"] = format_date(article.date) if article.date else ""
    facts["updated"] = format_date(article.updated) if article.updated else ""
    facts["day"] = format_day(article.date) if article.date else ""
    facts["provenance"] = _describe_provenance(facts["provenance"], article)
    facts["address"] = article_address(article)
    facts["excerpt"] = record.excerpt
    facts["words"] = record.words
    facts["start"] = record.start
    return facts


def _describe_provenance(provenance: Facts | None, article: Article) -> Facts:
    """What readers may know of it: not how sure the importer was."""
    captured = article.provenance.captured if article.provenance else None
    texts = ("original", "name", "sha256", "importer", "kept")
    shown = {key: provenance[key] if provenance else "" for key in texts}
    return {**shown, "captured": format_date(captured) if captured else ""}


def _find_unreviewed(article: Article) -> tuple[object, ...]:
    """Origins and doubts, as long as a person hasn't reviewed them; empty if there are none."""
    found = article.provenance
    if found is None or found.reviewed or not (found.origins or found.doubts):
        return ()
    return [(origin.field, origin.place, origin.confidence) for origin in found.origins], found.doubts


def _merge_tag(rows: list[tuple[str, str, int, int]]) -> Tag:
    """Rows of (key, spelling, tagged, suggested) of one key: a spelling that people chose is better than any other."""
    key, label, *_ = min(rows, key=lambda row: (-row[2], -row[3], row[1].isupper(), row[1]))
    return Tag(key, label, sum(row[2] for row in rows), sum(row[3] for row in rows))


def _term(row: tuple[str, str, str, str, int, str]) -> Term:
    taxonomy, key, label, slug, count, spellings = row
    return Term(taxonomy, key, label, slug, count, tuple(json.loads(spellings)))


def _card(facts: Facts) -> Facts:
    card = {key: facts[key] for key in ("address", "title", "date", "day", "authors", "source", "section", "place")}
    card["language"] = facts["language"]
    card["summary"] = facts["summary"] or facts["excerpt"]
    card["image"] = next((image for image in facts["images"] if image["file"]), None)
    return card


def _links(record: Record) -> Iterable[str]:
    return dict.fromkeys([*record.links, *(image.file for image in record.article.images if image.file)])


def target_of(link: str, path: str) -> str:
    """The path below the archive that a link in the article at `path` means; `/` is the content folder."""
    bare = link.partition("#")[0].partition("?")[0]
    folder = "content" if bare.startswith("/") else posixpath.dirname(path)
    return posixpath.normpath(posixpath.join(folder, bare.lstrip("/")))


def _family(article: Article) -> str:
    return "" if article.text_family.casefold() == NO_FAMILY else article.text_family


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


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
