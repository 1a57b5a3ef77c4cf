"""Damaged databases: told from those that are busy or full, out of the way, and never a traceback."""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archives import make_archive, read_tree, run, write_article
from backfile.damage import is_damage, is_sound, remove, set_aside
from backfile.manifest import Manifest

CATALOG, MANIFEST = ".backfile/catalog.sqlite", ".backfile/manifest.sqlite"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = {f"content/{n}.md": write_article(f"Article {n}", f"2011-02-{n % 28 + 1:02}") for n in range(60)}
    root = make_archive(tmp_path_factory.mktemp("built") / "archive", articles, "publish_originals = true\n")
    assert run("build", "-C", root).code == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "archive")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    """Its head is sound, so that the damage shows when it is read, not when it is opened."""
    data = bytearray(path.read_bytes())
    chance = random.Random(1)
    data[8192:] = chance.randbytes(len(data) - 8192)
    path.write_bytes(data)


def make_foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE songs (title)")
    other.close()


def make_newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE meta SET value = '1000' WHERE name = 'format'")
    database.close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "random bytes": lambda path: path.write_bytes(random.Random(2).randbytes(10_000)),
    "a header alone": lambda path: path.write_bytes(b"SQLite format 3\0"),
    "truncated": cut,
    "damaged within": scramble,
    "another program's": make_foreign,
    "another version's": make_newer,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_manifest_is_set_aside_and_said(root: Path, damage: str) -> None:
    before = read_tree(root / "site")
    DAMAGES[damage](root / MANIFEST)
    bytes_before = (root / MANIFEST).read_bytes()
    (root / "content/1.md").unlink()
    ran = run("build", "-C", root)
    assert ran.code == 0, ran.said
    assert "the manifest " in ran.said
    assert "set aside as manifest.sqlite.aside, made anew" in ran.said
    assert ("of another version" in ran.said) == (damage == "another version's")
    assert (root / f"{MANIFEST}.aside").read_bytes() == bytes_before
    assert not (root / "site/2011/02/02/1.html").exists()
    shutil.copy(root / "content/2.md", root / "content/1.md")
    (root / "content/1.md").write_text(write_article("Article 1", "2011-02-02"), "utf-8")
    assert "set aside" not in run("build", "-C", root).said
    assert read_tree(root / "site") == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_catalog_is_made_anew(root: Path, damage: str) -> None:
    before = read_tree(root / "site")
    DAMAGES[damage](root / CATALOG)
    (root / MANIFEST).unlink()
    ran = run("build", "-C", root)
    assert ran.code == 0, ran.said
    assert read_tree(root / "site") == before
    assert "catalog" not in run("build", "-C", root).said


@pytest.mark.parametrize("name", [CATALOG, MANIFEST])
def test_bytes_that_change_anywhere_lead_to_no_traceback(root: Path, name: str) -> None:
    """What stands in a cell may be changed and still be read; a file whose pages are damaged never stops two builds."""
    for seed in range(6):
        chance = random.Random(seed)
        data = bytearray((root / name).read_bytes())
        for _ in range(200):
            data[chance.randrange(100, len(data))] = chance.randrange(256)
        (root / name).write_bytes(data)
        command = [sys.executable, "-m", "backfile", "build", "-j", "1", "-C", str(root)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "Traceback" not in ran.stderr, ran.stderr
        shutil.rmtree(root / ".backfile")
        assert run("build", "-C", root).code == 0


@pytest.mark.parametrize("command", ["import", "check", "review", "tags"])
def test_other_commands_say_that_they_may_be_run_again(root: Path, command: str) -> None:
    scramble(root / CATALOG)
    (root / "content/1.md").write_text(write_article("Another", "2012"), "utf-8")
    arguments = [root / "content/2.md"] if command == "import" else []
    ran = run(command, "-C", root, *arguments)
    assert "Traceback" not in ran.said
    if ran.code == 2:
        assert "error: the catalog was damaged: removed" in ran.err
        assert "hint: run the command again" in ran.err
    assert run(command, "-C", root, *arguments).code in {0, 1}


def test_a_manifest_that_another_program_uses_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **options: connect(path, timeout=0.1, **options))
    other = connect(root / MANIFEST, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    (root / "content/1.md").unlink()
    ran = run("build", "-C", root)
    other.close()
    assert ran.code == 2
    assert "database is locked" in ran.err
    assert not (root / f"{MANIFEST}.aside").exists()
    assert run("build", "-C", root).code == 0


def test_what_goes_away_by_itself_is_no_damage(tmp_path: Path) -> None:
    assert not is_damage(None)
    assert not is_damage(OSError())
    (tmp_path / "folder").mkdir()
    with pytest.raises(sqlite3.OperationalError) as raised:
        sqlite3.connect(tmp_path / "folder")
    assert not is_damage(raised.value)
    (tmp_path / "file").write_bytes(b"no database " * 100)
    with sqlite3.connect(tmp_path / "file") as database:
        assert not is_sound(database)
        with pytest.raises(sqlite3.DatabaseError) as found:
            database.execute("SELECT 1 FROM sqlite_master")
    database.close()
    assert is_damage(found.value)


def test_what_sqlite_keeps_beside_a_database_goes_with_it(tmp_path: Path) -> None:
    for name in ("a", "a-journal", "b", "b-wal"):
        (tmp_path / name).write_text(name, "utf-8")
    assert set_aside(tmp_path / "a") == tmp_path / "a.aside"
    remove(tmp_path / "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.aside", "a.aside-journal"]


def test_an_open_journal_of_a_damaged_manifest_is_no_loss(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build was stopped when half of it was in place, and then its manifest was damaged."""
    (root / "content/new.md").write_text(write_article("New", "2013"), "utf-8")
    (root / "content/1.md").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(Manifest, "closing", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run("build", "-C", root).code == 130
    cut(root / MANIFEST)
    assert run("build", "-C", root).code == 0
    clean = shutil.copytree(root, root.with_name("clean"), ignore=shutil.ignore_patterns("site", ".backfile"))
    assert run("build", "-C", clean).code == 0
    assert read_tree(root / "site") == read_tree(clean / "site")
