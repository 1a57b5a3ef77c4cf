"""All articles as data: the columns, rows, and the database.

In: articles' facts. Out: rows for CSV and JSON Lines, what they mean, and an SQLite file that Datasette opens. Its
bytes are the same for the same rows and one version of SQLite. Where rows hold texts, they can be searched (FTS5).
Knows no catalog.
"""

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from backfile.errors import ArchiveError

# What the page of the database has for a template: no text is made of it, and the build makes it itself.
DATABASE = "archive.sqlite"
# The form of the data whose database holds the texts too.
WITH_TEXTS = "sqlite-text"
# The columns and what stands in them; lists are lists in JSON, and texts with semicolons between elsewhere,
# but for lists of pictures and corrections, which are JSON there too.
COLUMNS = {
    "id": "the name of the article, which never changes",
    "address": "its page, from the top of the site",
    "title": "the headline",
    "subtitle": "the second line of the headline",
    "date": "when it was published, as far as it is known: 1998, 1998-02, 1998-02-10, 1998~",
    "updated": "when the paper changed it last",
    "authors": "who is credited",
    "agency": "the news agency",
    "source": "the publication",
    "section": "the part of the paper",
    "place": "the place of the dateline",
    "people": "whom it is about",
    "tags": "what it is about",
    "language": "its language, where it isn't the archive's",
    "summary": "a sentence or two",
    "url": "where it was published on the web",
    "rights": "who holds the rights",
    "images": "its pictures: address (from the top of the site, or on the web), alt, caption, credit",
    "corrections": "what was put right after it was published: date, text",
    "words": "how many words its text has",
    "sha256": "the digest of the file that it was imported from",
    "captured": "when that file was saved",
}
TEXT = "the text, as Markdown"
_LISTS = frozenset({"authors", "people", "tags", "images", "corrections"})
_NUMBERS = frozenset({"words"})
_PROVENANCE = frozenset({"sha256", "captured"})
_COLUMNS = ", ".join(f"{name} {'INTEGER' if name in _NUMBERS else 'TEXT'}" for name in COLUMNS)
_ARTICLES = f"CREATE TABLE article ({_COLUMNS}, PRIMARY KEY (address)) WITHOUT ROWID;"
# A number of its own, which lasts when somebody compacts the file: the index of words holds it.
_ARTICLES_WITH_TEXTS = f"CREATE TABLE article ({_COLUMNS}, text TEXT, number INTEGER PRIMARY KEY, UNIQUE (address));"
_SCHEMA = """
CREATE TABLE term (
  taxonomy TEXT, key TEXT, label TEXT, address TEXT, count INTEGER, PRIMARY KEY (taxonomy, key)
) WITHOUT ROWID;
CREATE TABLE article_term (
  article TEXT REFERENCES article (address), taxonomy TEXT, key TEXT, place INTEGER,
  PRIMARY KEY (article, taxonomy, key), FOREIGN KEY (taxonomy, key) REFERENCES term (taxonomy, key)
) WITHOUT ROWID;
"""
# Datasette takes a table as searchable by the name in `content`.
_WORDS = """
CREATE VIRTUAL TABLE article_fts USING fts5 (
  title, subtitle, summary, text, content="article", content_rowid="number", tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO article_fts (article_fts) VALUES ('rebuild');
INSERT INTO article_fts (article_fts) VALUES ('optimize');
"""
_INDEXES = """
CREATE INDEX article_by_date ON article (date);
CREATE INDEX article_term_by_term ON article_term (taxonomy, key);
"""


def make_row(article: Mapping[str, Any], text: str | None = None) -> dict[str, Any]:
    """An article's row: what isn't known is an empty text. `text` is its body, for rows that hold it."""
    kept = article["provenance"]
    row = {name: kept[name] if name in _PROVENANCE else article[name] for name in COLUMNS}
    row["images"] = [_drop_empty(address=one["address"] or one["remote"], **_pick(one)) for one in article["images"]]
    row["corrections"] = [_drop_empty(**one) for one in article["corrections"]]
    return row if text is None else {**row, "text": text}


def flatten(row: Mapping[str, Any]) -> list[Any]:
    """A row's values without lists."""
    return [_flatten(value) if isinstance(value, list) else value for value in row.values()]


def _flatten(values: list[Any]) -> str:
    named = any(isinstance(value, dict) for value in values)
    return json.dumps(values, ensure_ascii=False) if named else "; ".join(values)


def _pick(image: Mapping[str, str]) -> dict[str, str]:
    return {name: image[name] for name in ("alt", "caption", "credit")}


def _drop_empty(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def format_line(row: Mapping[str, Any]) -> str:
    """A row as a line of CSV (RFC 4180), without its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(flatten(row))
    return line.getvalue()


def describe_fields(form: str) -> list[dict[str, str]]:
    """The columns of a form of the data, as a Table Schema has them."""
    columns = {**COLUMNS, "text": TEXT} if form == "jsonl" else COLUMNS
    return [{"name": name, "type": _find_type(name, form), "description": said} for name, said in columns.items()]


def _find_type(name: str, form: str) -> str:
    if name in _NUMBERS:
        return "integer"
    return "array" if form == "jsonl" and name in _LISTS else "string"


def write_database(
    path: Path,
    articles: Iterable[Mapping[str, Any]],
    terms: Iterable[tuple[Any, ...]],
    links: Iterable[tuple[Any, ...]],
    with_texts: bool = False,
) -> None:
    """A database of articles' rows, of terms (taxonomy, key, label, address, count), and of which article has which
    (address, taxonomy, key, place), each in an order of its own. `with_texts`: the rows hold texts."""
    path.unlink(missing_ok=True)
    names = [*COLUMNS, "text"] if with_texts else [*COLUMNS]
    schema = (_ARTICLES_WITH_TEXTS if with_texts else _ARTICLES) + _SCHEMA
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.executescript(f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {schema}")
            db.execute("BEGIN")
            marks = ", ".join("?" * len(names))
            db.executemany(f"INSERT INTO article ({', '.join(names)}) VALUES ({marks})", map(flatten, articles))
            db.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?)", terms)
            db.executemany("INSERT INTO article_term VALUES (?, ?, ?, ?)", links)
            db.execute("COMMIT")
            db.executescript(f"BEGIN; {_INDEXES} {_WORDS if with_texts else ''} COMMIT")
    except sqlite3.Error as error:
        raise ArchiveError(
            f"{path.name} can't be written: {error}", "make room on the disk, then build again"
        ) from None
