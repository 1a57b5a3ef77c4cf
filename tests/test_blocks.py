"""Blocks: which articles are together, what is kept of them, and which files they make."""

from pathlib import Path

import pytest

from backfile.blocks import (
    CHANCE,
    LEAST,
    BlockFile,
    choose_rooms,
    cut_blocks,
    describe_decisive,
    open_index,
    read_index,
    write_block,
)
from backfile.entries import Indexed
from backfile.inversion import Block
from backfile.postings import PLACES, Rooms, format_counts

ROOMS = Rooms(2, 1, 2)


def articles(count: int, year: str = "2011") -> list[Indexed]:
    return [Indexed(f"content/{year}/{n}.md", f"digest {n}", f"{year}-01-01 {n:06}", "{}", 0) for n in range(count)]


def sizes(found: list[Indexed]) -> list[int]:
    return [len(job.articles) for job in cut_blocks(found, "")]


def names(found: list[Indexed], decisive: str = "") -> set[str]:
    return {job.name for job in cut_blocks(found, decisive)}


def test_every_article_is_in_one_block_in_order() -> None:
    found = articles(1000)
    assert [one for job in cut_blocks(found, "") for one in job.articles] == found
    assert all(LEAST <= size <= PLACES for size in sizes(found)[:-1])
    assert len(set(sizes(found))) > 3, f"one of {CHANCE} ends a block"
    assert sizes([]) == []


def test_no_block_spans_two_years() -> None:
    assert sizes([*articles(3, ""), *articles(30, "1998"), *articles(5, "1999")]) == [3, 30, 5]


def test_an_article_more_or_less_changes_few_blocks() -> None:
    found = articles(4000)
    before = names(found)
    for at in (10, 1000, 2500):
        assert len(names([*found[:at], *found[at + 1 :]]) - before) <= 8
        more = found[at]._replace(path="content/new.md")
        assert len(names([*found[:at], more, *found[at:]]) - before) <= 8


def test_a_name_tells_all_that_decides_a_block() -> None:
    (one,) = articles(1)
    others = [one._replace(path="x"), one._replace(digest="x"), one._replace(facts="{1}")]
    settings = [describe_decisive(*about) for about in (("1", "en", ROOMS, "a"), ("1", "de", ROOMS, "a"))]
    assert len({*names([one]), *names([one], settings[0]), *names([one], settings[1])}) == 3
    assert len(set().union(*(names([other]) for other in others), names([one]))) == 4
    assert len({describe_decisive(*about) for about in (("1", "en", ROOMS, "a"), ("2", "en", ROOMS, "a"))}) == 2


def make_block(text: bytes = b"pier\n##") -> Block:
    return Block("#$%", ("de", "en"), [b"boat\n##", text], [format_counts(["pier"], [1])], [b"[1],[2]", b"[3]"])


def test_a_block_is_kept_as_it_was(tmp_path: Path) -> None:
    write_block(tmp_path / "a", make_block(), "2011")
    kept = BlockFile(tmp_path / "a")
    assert (kept.year, kept.lengths, kept.languages, kept.shown) == ("2011", "#$%", ["de", "en"], 2)
    assert kept.slices("terms", 0, 9) == make_block().terms
    assert [*kept.slices("words", 0, 1), *kept.slices("shown", 1, 2)] == [*make_block().words, b"[3]"]
    assert [len(digest) for digest in kept.digests("terms")] == [8, 8]


@pytest.mark.parametrize("damage", [b"", b"\0" * 99, b"{}\n", None])
def test_a_block_that_is_damaged_is_not_whole(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "a"
    assert not BlockFile(path).is_whole()
    write_block(path, make_block(), "2011")
    assert BlockFile(path).is_whole()
    path.write_bytes(path.read_bytes()[:-1] if damage is None else damage)
    assert not BlockFile(path).is_whole()


def test_a_file_is_known_by_what_the_blocks_have_of_it(tmp_path: Path) -> None:
    write_block(tmp_path / "a", make_block(b"pier\n##"), "2011")
    first = dict(open_index(tmp_path, ["a", "a"], ROOMS).files())
    for name, text in (("a", b"pier\n##"), ("b", b"pier\n#$")):
        write_block(tmp_path / name, make_block(text), "2011")
    second = dict(open_index(tmp_path, ["a", "b"], ROOMS).files())
    assert {name for name in first if first[name] != second[name]} == {"terms/1"}
    assert set(first) == {"terms/0", "terms/1", "words/0", "shown/0-0", "shown/0-1", "shown/1-0", "shown/1-1"}


def test_a_file_is_joined_from_all_blocks_wherever_it_is_read(tmp_path: Path) -> None:
    write_block(tmp_path / "a", make_block(), "2011")
    index = open_index(tmp_path, ["a", "a"], ROOMS)
    assert index.read("terms/1") == '{"pier":"\xa0##\xa1##"}'.encode()
    assert index.read("words/0") == b'"pierb"'
    assert index.read("shown/1-0") == b"[[1],[2]]"
    assert read_index(tmp_path, index.note) == index


def test_what_no_block_needs_any_more_is_removed(tmp_path: Path) -> None:
    for name in "ab":
        write_block(tmp_path / name, make_block(), "2011")
    note = open_index(tmp_path, ["a", "b"], ROOMS).note
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b", note}
    note = open_index(tmp_path, ["b"], ROOMS).note
    assert {path.name for path in tmp_path.iterdir()} == {"b", note}


@pytest.mark.parametrize("count", [0, 1, 91, 1000, 10_000, 16_384, 16_385, 33_000, 100_000, 131_072, 200_000])
def test_files_are_not_many(count: int) -> None:
    rooms = choose_rooms(count)
    blocks = count // LEAST + 25
    files = rooms.terms + rooms.words + blocks * -(-PLACES // rooms.shown)
    assert files < (1200 if count <= 10_000 else 5000 if count <= 100_000 else 6000)
    assert rooms.shown <= PLACES
    assert count / rooms.terms < 100
