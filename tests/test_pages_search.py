"""The page that searches the archive, and the files that it reads."""

import json
from dataclasses import replace
from pathlib import Path

from backfile.blocks import open_index, write_block
from backfile.inversion import Block
from backfile.model import INDEX_FILE
from backfile.pages import plan, search
from backfile.postings import Rooms
from backfile.subjects import SEARCH, Scope
from backfile.tokenizer import describe_tokenizer
from pages_material import make_article, make_material, read

ROOMS = Rooms(2, 1, 1)


def write(folder: Path, name: str, year: str, languages: tuple[str, ...]) -> None:
    folder.mkdir(exist_ok=True)
    write_block(folder / name, Block("#$", languages, [b"", b""], [b""], [b"[1]", b"[2]"]), year)


def test_an_archive_without_an_index_has_no_page(tmp_path: Path) -> None:
    assert list(search.plan(make_material(tmp_path, [make_article("a")]))) == []


def test_the_page_knows_the_blocks_the_rooms_and_the_rules_of_the_languages(tmp_path: Path) -> None:
    write(tmp_path / "blocks", "a", "", ("en",))
    write(tmp_path / "blocks", "b", "2011", ("de", "en"))
    write(tmp_path / "blocks", "c", "2011", ("en",))
    index = open_index(tmp_path / "blocks", ["a", "b", "c"], ROOMS)
    material = replace(make_material(tmp_path, []), index=index)
    page = read(search.plan(material))["search/index.html"]
    assert page.keys() == {"index"}
    assert json.loads(page["index"]) == {
        "blocks": " #$\n2011 #$ #$",
        "rooms": [2, 1, 1, 280],
        "tokenizer": json.loads(json.dumps(describe_tokenizer(["de", "en"]))),
    }


def test_every_file_is_planned_by_the_digest_of_what_it_is_made_of_whatever_the_scope(tmp_path: Path) -> None:
    write(tmp_path / "blocks", "a", "2011", ("en",))
    index = open_index(tmp_path / "blocks", ["a"], ROOMS)
    material = make_material(tmp_path, [])
    nothing = Scope((), (), (), frozenset(), {}, frozenset(), frozenset())
    for scope in (None, nothing):
        pages = plan(replace(material, scope=scope, index=index))
        files = [page for page in pages if page.template == INDEX_FILE]
        assert [page.path for page in files] == [
            "search/terms/0.js", "search/terms/1.js", "search/words/0.js", "search/shown/0-0.js", "search/shown/0-1.js",
        ]  # fmt: skip
        assert {page.subject for page in files} == {SEARCH}
        assert json.loads(files[0].context)["name"] == "terms/0"
