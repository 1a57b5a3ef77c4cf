"""What has been published, what is planned, and the publish journal; SQLite.

In: planned pages and made outputs. Out: which pages are stale and why, which addresses collide, which outputs are dead,
what is still to be moved into place. Everything between `begin` and `commit_journal` is one transaction: a build that
fails leaves the manifest as it was. It touches no file of the site.

`site/manifest-sha256.txt` says the same in plain text (the form of `sha256sum`, and of BagIt, RFC 8493): from it the
manifest is made anew when the cache is gone, so that a build always knows which files in site/ are its own.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from backfile.damage import SYMPTOMS, is_damage, is_sound, set_aside
from backfile.errors import DamageError
from backfile.model import Output, Page, Problem
from backfile.record import read_record
from backfile.urls import MANIFEST, collision_key

_SCHEMA = """
CREATE TABLE output (
  path TEXT PRIMARY KEY, fingerprint TEXT, digest TEXT, size INTEGER, body TEXT, subject TEXT, key TEXT
) WITHOUT ROWID;
CREATE INDEX output_by_subject ON output (subject);
CREATE INDEX output_by_key ON output (key);
CREATE TABLE journal (
  path TEXT PRIMARY KEY, staged INTEGER, fingerprint TEXT, digest TEXT, size INTEGER, body TEXT, subject TEXT, key TEXT
) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_PLANNED = """
CREATE TEMP TABLE planned (key TEXT PRIMARY KEY, path TEXT UNIQUE, owner TEXT, subject TEXT) WITHOUT ROWID;
CREATE TEMP TABLE planned_folder (key TEXT PRIMARY KEY, owner TEXT) WITHOUT ROWID;
CREATE TEMP TABLE scope (low TEXT, high TEXT, PRIMARY KEY (low, high)) WITHOUT ROWID;
"""
# The outputs that nothing plans any more: of all, or of those about subjects in the scope.
_DEAD = "FROM output WHERE path NOT IN (SELECT path FROM planned)"
_DEAD_IN_SCOPE = (
    "FROM scope JOIN output ON subject BETWEEN low AND high WHERE output.path NOT IN (SELECT path FROM planned)"
)
_COLUMNS = "path, fingerprint, digest, size, body"
_FORMAT = "4"


class Step(NamedTuple):
    """A line of the journal: if the output is staged, it is to be moved into place; None: its path is to be removed."""

    output: Output
    staged: bool | None


class _OtherFormat(sqlite3.DatabaseError):
    """A manifest that another version of Backfile wrote."""


class Manifest:
    """The manifest in the file at `path`; made anew from `record` (the site's manifest-sha256.txt) where damaged."""

    def __init__(self, path: Path, record: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.notice = ""
        self._is_limited = False
        self._path = path
        try:
            self._open(path)
        except SYMPTOMS as error:
            if not is_damage(error):
                raise
            why = (
                "is of another version of Backfile" if isinstance(error, _OtherFormat) else "was damaged, or isn't one"
            )
            self.notice = f"the manifest {why}: set aside as {set_aside(path).name}, made anew"
            self._open(path)
        if not self._db.execute("SELECT 1 FROM output LIMIT 1").fetchone():
            self._adopt(read_record(record))

    def _open(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                self._db.executescript(f"BEGIN; {_SCHEMA} INSERT INTO meta VALUES ('format', '{_FORMAT}'); COMMIT;")
            elif self._db.execute("SELECT value FROM meta WHERE name = 'format'").fetchone() != (_FORMAT,):
                raise _OtherFormat
            # Each commit is on the disk before the next step (`synchronous` is FULL): nothing moves in the site before
            # its journal is safe. Emptying SQLite's own journal is quicker than removing it, and as safe.
            self._db.execute("PRAGMA journal_mode = TRUNCATE")
            self._db.executescript(_PLANNED)
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> "Manifest":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, *_: object) -> None:
        damaged = is_damage(error) and not is_sound(self._db)
        with suppress(*SYMPTOMS):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        self._db.close()
        if damaged:
            raise DamageError(f"the manifest was damaged: set aside as {set_aside(self._path).name}") from error

    def _adopt(self, outputs: Iterable[Output]) -> None:
        self._db.execute("BEGIN")
        rows = ((*row, "", collision_key(row[0])) for row in outputs_as_rows(outputs))
        self._db.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")

    # The state of the archive that the site was last built from.

    def built_state(self) -> str:
        return self._meta("state")

    def _meta(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def _note(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def find_output(self, path: str) -> Output | None:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM output WHERE path = ?", (path,)).fetchone()
        return Output(*row) if row else None

    def outputs(self) -> Iterator[Output]:
        """Everything that has been published, in path order."""
        return (Output(*row) for row in self._db.execute(f"SELECT {_COLUMNS} FROM output ORDER BY path"))

    def sizes(self) -> Iterator[tuple[str, int]]:
        """The paths and sizes of everything that has been published, in path order."""
        return self._db.execute("SELECT path, size FROM output ORDER BY path")

    def count(self) -> int:
        return int(self._db.execute("SELECT COUNT(*) FROM output").fetchone()[0])

    # One build: plan, note what was made, commit.

    def begin(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def limit(self, ranges: Iterable[tuple[str, str]]) -> None:
        """Only pages about these subjects, in ranges of text, will be planned; outputs about others stay."""
        self._db.executemany("INSERT OR IGNORE INTO scope VALUES (?, ?)", ranges)
        self._is_limited = True

    def unlimit(self) -> None:
        """Begin planning anew, without a limit."""
        for table in ("planned", "planned_folder", "scope"):
            self._db.execute(f"DELETE FROM {table}")
        self._is_limited = False

    def may_collide(self, page: Page) -> bool:
        """Whether a page may have the address, or be in the way, of another that isn't planned this time."""
        key = collision_key(page.path)
        row = self._db.execute("SELECT subject FROM output WHERE path = ?", (page.path,)).fetchone()
        if row:  # the page's own output, or that of another subject, which may still have it
            return bool(row[0] != page.subject)
        above = [key[:place] for place, sign in enumerate(key) if sign == "/"]
        marks = ", ".join("?" * (len(above) + 1))
        rows = self._db.execute(
            f"SELECT 1 FROM output WHERE key IN ({marks}) OR (key > ? AND key < ?) LIMIT 1",
            (key, *above, f"{key}/", f"{key}0"),
        )
        return rows.fetchone() is not None

    def subjects_of(self, paths: Iterable[str]) -> list[str]:
        """The subjects of outputs."""
        found = (self._db.execute("SELECT subject FROM output WHERE path = ?", (path,)).fetchone() for path in paths)
        return [row[0] for row in found if row]

    def plan_page(self, page: Page) -> Problem | None:
        """Enter a page among the planned ones; a Problem if its address is taken, case and Unicode forms folded."""
        owner = page.source.path if page.source else f"the index {page.path}"
        key = collision_key(page.path)
        if page.path == MANIFEST:
            return _collision(page.path, owner, MANIFEST, "Backfile's own record")
        row = key, page.path, owner, page.subject
        if not self._db.execute("INSERT OR IGNORE INTO planned VALUES (?, ?, ?, ?)", row).rowcount:
            taken = self._db.execute("SELECT path, owner FROM planned WHERE key = ?", (key,)).fetchone()
            return _collision(page.path, owner, *taken)
        folder = key.rpartition("/")[0]
        while folder:
            if not self._db.execute("INSERT OR IGNORE INTO planned_folder VALUES (?, ?)", (folder, owner)).rowcount:
                break
            folder = folder.rpartition("/")[0]
        return None

    def folder_collisions(self) -> list[Problem]:
        """Pages that are planned where other pages need a folder."""
        rows = self._db.execute(
            "SELECT path, planned.owner, key || '/', planned_folder.owner FROM planned JOIN planned_folder USING (key)"
        )
        return [_collision(*row) for row in rows]

    def note_output(self, output: Output, staged: bool) -> None:
        """Enter a made output into the journal; it isn't `staged` if the site has these bytes already."""
        self._db.execute(
            "INSERT INTO journal SELECT path, ?, ?, ?, ?, ?, subject, key FROM planned WHERE path = ?",
            (staged, output.fingerprint, output.digest, output.size, output.body, output.path),
        )

    def dead(self) -> Iterator[str]:
        """The paths that were published and aren't planned any more, in order."""
        rows = self._db.execute(f"SELECT DISTINCT path {self._dead()} ORDER BY path")
        return (path for (path,) in rows)

    def _dead(self) -> str:
        return _DEAD_IN_SCOPE if self._is_limited else _DEAD

    def commit_journal(self, state: str, standing: str = "") -> int:
        """Enter the dead into the journal too, and make it binding; says how many will be removed. Where a whole new
        tree will take the place of the site, `standing` tells which tree that is."""
        removed = self._db.execute(
            f"INSERT INTO journal SELECT DISTINCT path, NULL, '', '', 0, '', '', '' {self._dead()}"
        ).rowcount
        # A page may be about another subject than before and have the same bytes.
        self._db.execute(
            "UPDATE output SET subject = planned.subject FROM planned"
            " WHERE output.path = planned.path AND output.subject <> planned.subject"
        )
        self._note("state", "")
        self._note("next state", state)
        self._note("standing", standing)
        self._db.execute("COMMIT")
        return removed

    # What is to be moved into place, by this build or after a crash of an earlier one.

    def journal(self) -> Iterator[Step]:
        """The steps of the journal: replacements first, then removals, in path order."""
        rows = self._db.execute(
            "SELECT path, staged, fingerprint, digest, size, body FROM journal ORDER BY staged IS NULL, path"
        )
        return (Step(Output(path, *rest), staged and bool(staged)) for path, staged, *rest in rows)

    def is_journal_open(self) -> bool:
        return self._db.execute("SELECT 1 FROM journal LIMIT 1").fetchone() is not None

    def dying(self) -> Iterator[str]:
        """The paths that the journal removes, in order."""
        rows = self._db.execute("SELECT path FROM journal WHERE staged IS NULL ORDER BY path")
        return (path for (path,) in rows)

    def changes(self, limit: int) -> dict[str, str] | None:
        """The digests that the journal gives to paths, '' to those it removes; None if there are more than `limit`."""
        query = "SELECT path, digest FROM journal WHERE staged IS NULL OR staged LIMIT ?"
        rows = self._db.execute(query, (limit + 1,)).fetchall()
        return dict(rows) if len(rows) <= limit else None

    def standing(self) -> str:
        """Which tree the site was when the journal was committed; empty if it isn't replaced as a whole."""
        return self._meta("standing")

    def abandon_journal(self) -> None:
        """Nothing of the journal was carried out, and what it would take is gone: all outputs are as they were."""
        self._db.execute("DELETE FROM journal")

    def record_mark(self) -> str:
        """What was noted of the site's own record when it was written last."""
        return self._meta("record")

    @contextmanager
    def closing(self, lost: Collection[str] = ()) -> Iterator[None]:
        """Everything in the journal is in place, but for what was `lost`: the outputs are published, and the next build
        may end early. What is done meanwhile is part of it: until that has ended, the journal stands."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._apply_journal()
            self.forget(lost)
            yield
            if not lost:
                self._note("state", self._meta("next state"))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _apply_journal(self) -> None:
        self._db.execute(
            f"INSERT OR REPLACE INTO output SELECT {_COLUMNS}, subject, key FROM journal WHERE staged IS NOT NULL"
        )
        self._db.execute("DELETE FROM output WHERE path IN (SELECT path FROM journal WHERE staged IS NULL)")
        self._db.execute("DELETE FROM journal")

    def note_record(self, mark: str) -> None:
        self._note("record", mark)

    def forget(self, paths: Iterable[str]) -> None:
        """These outputs aren't in the site as they were published: they are stale whatever their fingerprint."""
        self._db.executemany("UPDATE output SET fingerprint = '' WHERE path = ?", ((path,) for path in paths))


def outputs_as_rows(outputs: Iterable[Output]) -> Iterator[tuple[str, str, str, int, str]]:
    return ((output.path, output.fingerprint, output.digest, output.size, output.body) for output in outputs)


def _collision(path: str, owner: str, other_path: str, other: str) -> Problem:
    same = "the same address as" if path == other_path else "an address that is one file on some systems with that of"
    message = f"has {same} {other}: {path}" + ("" if path == other_path else f" and {other_path}")
    return Problem(
        "error", "address-taken", owner, None, message, "change the slug, the date or the alias of one of them"
    )
