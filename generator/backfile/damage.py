"""Databases that are damaged or not ours: told from those that are busy, full or out of reach, put out of the way.

In: what SQLite raised, the path of a database. Out: whether the file is to blame, and a free path. What a database
holds is no matter of this module.
"""

import json
import sqlite3
from pathlib import Path

# What a sound file is refused for: each has a cause that goes away, and the file must stay.
_INNOCENT = frozenset(
    {
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
# What reading a damaged file raises; SQLite may quote bytes of it that are no text.
SYMPTOMS = (sqlite3.DatabaseError, json.JSONDecodeError, UnicodeDecodeError)
_COMPANIONS = ("-journal", "-wal", "-shm")


def is_damage(error: BaseException | None) -> bool:
    """Whether an exception says that a database's file, or what stands in it, can't be what we wrote."""
    if isinstance(error, sqlite3.DatabaseError):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _INNOCENT
    return isinstance(error, SYMPTOMS)


def is_sound(database: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong with an open database."""
    try:
        return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except SYMPTOMS:
        return False


def set_aside(path: Path) -> Path:
    """Rename a closed database, and what SQLite keeps beside it, in the place of one that was set aside before."""
    aside = path.with_name(path.name + ".aside")
    for end in ("", *_COMPANIONS):
        if path.with_name(path.name + end).exists():
            path.with_name(path.name + end).replace(aside.with_name(aside.name + end))
    return aside


def remove(path: Path) -> None:
    """Remove a closed database, and what SQLite keeps beside it."""
    for end in ("", *_COMPANIONS):
        path.with_name(path.name + end).unlink(missing_ok=True)
