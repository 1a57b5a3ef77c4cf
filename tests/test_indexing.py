"""A block read and indexed where the work is done: what is in it is what pages show."""

import hashlib
import json
from pathlib import Path

from backfile.archive import Archive
from backfile.blocks import BlockFile, BlockJob
from backfile.entries import Indexed, Record, describe
from backfile.indexing import index_block_file
from backfile.model import Problem, Source
from backfile.postings import Rooms, join_words
from pages_material import make_article

ROOMS = Rooms(1, 1, 2)
BODY = """\
The *pier* is [closed](https://example.com/secret-address) &amp; wet\\. ![An old map](map.png)

| left | right |
|---|---|
| one | two |

<b>bold</b>move<!-- hidden --> `code`[^1]

[^1]: Below.
"""


def write(root: Path, text: str, digest: str = "") -> BlockJob:
    head = "---\ntitle: Wreck\n---\n"
    data = (head + text).encode()
    (root / "content").mkdir(exist_ok=True)
    (root / "content/wreck.md").write_bytes(data)
    record = Record(Source("content/wreck.md", "", 1), make_article("wreck", "2011"), "", 0, ())
    facts = json.dumps(describe(record))
    digest = digest or hashlib.sha256(data).hexdigest()
    return BlockJob("name", (Indexed("content/wreck.md", digest, "2011", facts, len(head)),))


def run(job: BlockJob, root: Path) -> Problem | None:
    Archive(root).index.mkdir(parents=True, exist_ok=True)
    return index_block_file(job, root, "en", ROOMS, "about %(date)s")


def test_words_are_those_that_the_page_shows(tmp_path: Path) -> None:
    assert run(write(tmp_path, BODY), tmp_path) is None
    kept = BlockFile(Archive(tmp_path).index / "name")
    words = {entry[:-1] for entry in json.loads(join_words(kept.slices("words", 0, 1))).split()}
    shown = "the pier is closed wet left right one two boldmove code below wreck".split()
    assert words - {"an", "old", "map"} == set(shown)
    assert kept.year == "2011"


def test_an_article_that_changed_or_went_meanwhile_is_a_problem(tmp_path: Path) -> None:
    problem = run(write(tmp_path, BODY, digest="another"), tmp_path)
    assert problem is not None
    assert (problem.code, problem.path) == ("changed-meanwhile", "content/wreck.md")
    job = write(tmp_path, BODY)
    (tmp_path / "content/wreck.md").unlink()
    problem = run(job, tmp_path)
    assert problem is not None
    assert problem.code == "unreadable"
    assert not (Archive(tmp_path).index / "name").exists()
