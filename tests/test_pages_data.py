"""The archive as data: every published article in each form, by years, described as Frictionless has it."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from archives import make_archive, run, write_article, write_files
from backfile.dataset import COLUMNS
from backfile.pages import data
from pages_material import make_article, make_material, read

ARTICLES = [
    make_article("a", "1998-02-10", authors=("Nora Bell", "Ida Marsh"), tags=("Sea",)),
    make_article("b", "1998"),
    make_article("c", "2011-02"),
    make_article("d"),
    make_article("secret", "2004", status="withheld"),
]
ALL = ("csv", "jsonl", "sqlite")
# The profiles of a Data Package and a Tabular Data Resource (specs.frictionlessdata.io), as far as they ask for things.
_NAME = {"type": "string", "pattern": r"^([-a-z0-9._/])+$"}
_FIELD = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "type": {"enum": ["string", "integer", "array"]}},
}
PROFILE = {
    "type": "object",
    "required": ["resources"],
    "properties": {
        "name": _NAME,
        "profile": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "homepage": {"type": "string", "format": "uri"},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path"],
                "properties": {
                    "name": _NAME,
                    "path": {"type": "string", "pattern": r"^(?=^[^./~])(^((?!\.{2}).)*$).*$"},
                    "mediatype": {"type": "string", "pattern": "^(.+)/(.+)$"},
                    "encoding": {"type": "string"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {"fields": {"type": "array", "minItems": 1, "items": _FIELD}},
                    },
                },
            },
        },
    },
}


def test_nothing_is_made_unasked(tmp_path: Path) -> None:
    assert list(data.plan(make_material(tmp_path, ARTICLES))) == []


def test_every_year_has_a_file_in_each_form(tmp_path: Path) -> None:
    pages = read(data.plan(make_material(tmp_path, ARTICLES, data=ALL)))
    years = {path: [article["title"] for article in page["articles"]] for path, page in pages.items() if "-" in path}
    assert years == {
        f"data/articles-{year}.{form}": titles
        for year, titles in (("1998", ["B", "A"]), ("2011", ["C"]), ("undated", ["D"]))
        for form in ("csv", "jsonl")
    }
    assert set(pages) - set(years) == {f"data/{name}" for name in ("archive.sqlite", "datapackage.json", "index.html")}


def test_the_package_is_what_frictionless_asks_for(tmp_path: Path) -> None:
    material = make_material(tmp_path, ARTICLES, data=ALL, base_url="https://example.org/", description="A paper")
    pages = read(data.plan(material))
    package = pages["data/datapackage.json"]["package"]
    Draft7Validator.check_schema(PROFILE)
    assert list(Draft7Validator(PROFILE).iter_errors(package)) == []
    named = [resource["path"] for resource in package["resources"]]
    assert sorted(named) == sorted(
        path.removeprefix("data/") for path in pages if path.endswith(("v", "l", "e")) and "index" not in path
    )
    assert len({resource["name"] for resource in package["resources"]}) == len(named)


MORE: dict[str, object] = {
    "images": [{"file": "map.png", "caption": "The bay"}, {"file": "https://a.example/b.png"}, "gone.png"],
    "corrections": [{"date": "1999", "text": "It was a barn."}, "Twice."],
}
IMAGES = [{"address": "map.png", "caption": "The bay"}, {"address": "https://a.example/b.png"}]
CORRECTIONS = [{"date": "1999", "text": "It was a barn."}, {"text": "Twice."}]
FILES = {
    "content/a.md": write_article(
        'Fire, "again"\t', "1998-02-10", "See [b](b.md).", authors=["Nora Bell", "Ida"], tags=["Sea"], **MORE
    ),
    "content/map.png": b"map",
    "content/b.md": write_article("=B", "1998~"),
    "content/hidden.md": write_article("Zzyzx", "1998", status="withheld", tags=["Zzyzx"]),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    settings = 'base_url = "https://example.org/"\ndata = ["csv", "jsonl", "sqlite"]\n'
    made = make_archive(tmp_path / "archive", FILES, settings)
    assert run("build", "--quiet", "--archive", made).code == 0
    return made


def read_rows(root: Path) -> list[dict[str, Any]]:
    text = (root / "site/data/articles-1998.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_holds_what_the_articles_say(root: Path) -> None:
    rows = read_rows(root)
    assert list(rows[0]) == list(COLUMNS)
    assert [(row["title"], row["date"], row["authors"], row["address"]) for row in rows] == [
        ("=B", "1998~", "", "1998/b.html"),
        ('Fire, "again"', "1998-02-10", "Nora Bell; Ida", "1998/02/10/a.html"),
    ]
    assert (rows[0]["images"], rows[0]["corrections"]) == ("", "")
    assert (json.loads(rows[1]["images"]), json.loads(rows[1]["corrections"])) == (IMAGES, CORRECTIONS)


def test_json_lines_hold_lists_and_texts(root: Path) -> None:
    lines = (root / "site/data/articles-1998.jsonl").read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    assert list(last) == [*COLUMNS, "text"]
    assert (last["images"], last["corrections"]) == (IMAGES, CORRECTIONS)
    assert (last["authors"], last["text"]) == (["Nora Bell", "Ida"], "See [b](https://example.org/1998/b.html).")


def test_the_database_holds_articles_and_their_terms(root: Path) -> None:
    db = sqlite3.connect(f"file:{root}/site/data/archive.sqlite?mode=ro", uri=True)
    joined = "article JOIN article_term ON article = article.address JOIN term USING (taxonomy, key)"
    query = f"SELECT title, label FROM {joined}"
    assert db.execute(f"{query} ORDER BY label").fetchall() == [
        ('Fire, "again"', name) for name in ("Ida", "Nora Bell", "Sea")
    ]
    (told,) = db.execute("SELECT images, corrections FROM article WHERE images <> ''").fetchall()
    assert tuple(map(json.loads, told)) == (IMAGES, CORRECTIONS)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()


def make_with_texts(folder: Path, files: dict[str, str], jobs: str = "1") -> Path:
    made = make_archive(folder, files, 'base_url = "https://example.org/"\ndata = ["sqlite-text"]\n')
    assert run("build", "--quiet", "--jobs", jobs, "--archive", made).code == 0
    return made / "site/data/archive.sqlite"


def test_the_database_holds_texts_that_can_be_searched_if_asked_for(tmp_path: Path) -> None:
    files = FILES | {"content/c.md": write_article("Café", "2001", "The señor, [at last](hidden.md).")}
    path = make_with_texts(tmp_path / "one", files)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        found = (
            "SELECT title, text FROM article WHERE number IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?)"
        )
        assert db.execute(found, ("cafe",)).fetchall() == [("Café", "The señor, [at last]().")]
        assert db.execute(found, ('"senor at"',)).fetchall() == db.execute(found, ("cafe",)).fetchall()
        assert db.execute(found, ("again",)).fetchall() == [
            ('Fire, "again"\t'.strip(), "See [b](https://example.org/1998/b.html).")
        ]
        # How Datasette finds the index of a table.
        like = "rootpage = 0 AND sql LIKE '%VIRTUAL TABLE%USING FTS%content=\"article\"%'"
        assert db.execute(f"SELECT name FROM sqlite_master WHERE {like}").fetchall() == [("article_fts",)]
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert b"Zzyzx" not in path.read_bytes()
    assert make_with_texts(tmp_path / "two", files, "3").read_bytes() == path.read_bytes()


def test_an_article_that_is_withheld_later_takes_links_out_of_the_texts(tmp_path: Path) -> None:
    path = make_with_texts(tmp_path / "one", FILES)
    files = FILES | {"content/b.md": write_article("=B", "1998~", status="draft")}
    write_files(tmp_path / "one", {"content/b.md": files["content/b.md"]})
    assert run("build", "--quiet", "--archive", tmp_path / "one").code == 0
    assert path.read_bytes() == make_with_texts(tmp_path / "two", files).read_bytes()
    write_files(tmp_path / "one", {"content/c.md": write_article("C", "1998", "", status="draft")})
    (tmp_path / "one/content/b.md").unlink()
    assert run("build", "--quiet", "--archive", tmp_path / "one").code == 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        assert db.execute("SELECT text FROM article").fetchall() == [("See [b](b.md).",)]


def test_no_form_knows_a_withheld_article(root: Path) -> None:
    assert [path for path in (root / "site/data").iterdir() if b"Zzyzx" in path.read_bytes()] == []


def test_an_edit_ends_at_the_files_that_a_build_from_nothing_makes(root: Path, tmp_path: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in (root / "site/data").iterdir()}
    write_files(root, {"content/c.md": write_article("C", "2011-02-10"), "content/b.md": write_article("B", "1998~")})
    assert run("build", "--quiet", "--archive", root).code == 0
    clean = make_archive(
        tmp_path / "clean",
        {**FILES, "content/c.md": write_article("C", "2011-02-10"), "content/b.md": write_article("B", "1998~")},
        (root / "backfile.toml").read_text().partition("\n")[2],
    )
    assert run("build", "--quiet", "--archive", clean).code == 0
    made, wanted = (
        {path.name: path.read_bytes() for path in (folder / "site/data").iterdir()} for folder in (root, clean)
    )
    assert made == wanted
    again = {path.name: path.stat().st_mtime_ns for path in (root / "site/data").iterdir()}
    assert again["archive.sqlite"] != before["archive.sqlite"]
    write_files(root, {"content/c.md": write_article("Other", "2011-02-10")})
    assert run("build", "--quiet", "--archive", root).code == 0
    last = {path.name: path.stat().st_mtime_ns for path in (root / "site/data").iterdir()}
    changed = {name for name, time in last.items() if again[name] != time}
    assert changed == {"articles-2011.csv", "articles-2011.jsonl", "archive.sqlite"}


def test_the_database_knows_when_a_picture_comes(root: Path) -> None:
    write_files(root, {"content/gone.png": b"here"})
    assert run("build", "--quiet", "--archive", root).code == 0
    db = sqlite3.connect(f"file:{root}/site/data/archive.sqlite?mode=ro", uri=True)
    (images,) = db.execute("SELECT images FROM article WHERE images <> ''").fetchone()
    db.close()
    assert json.loads(images) == [*IMAGES, {"address": "gone.png"}]
