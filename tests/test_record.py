"""The site's own record: as sha256sum wants it, and the same whether it is written or patched."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Output
from backfile.record import PART, patch_record, read_record, sign, write_record

DIGEST = "0" * 64


def test_a_record_reads_as_it_was_written_and_looks_as_sha256sum_wants_it(tmp_path: Path) -> None:
    outputs = [Output(name, "", DIGEST, -1) for name in ("a b.html", "zeile\u2028\x85.html", "ü/한국.html")]
    write_record(outputs, tmp_path / "record.txt")
    assert (tmp_path / "record.txt").read_bytes().decode() == "".join(f"{DIGEST}  {o.path}\n" for o in outputs)
    assert read_record(tmp_path / "record.txt") == outputs


@pytest.mark.parametrize("text", [b"\xff\xfe", b"", b"no digest  a.html\n", b"0" * 64 + b"  \n"])
def test_a_record_that_says_nothing_names_nothing(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "record.txt").write_bytes(text)
    assert read_record(tmp_path / "record.txt") == []
    assert read_record(tmp_path / "nowhere.txt") == []


@pytest.mark.parametrize(
    "path", ["../victim", "a/../../victim", "/victim", "..\\victim", "C:\\victim", "C:victim", ".."]
)
def test_a_record_names_nothing_outside_the_site(tmp_path: Path, path: str) -> None:
    (tmp_path / "record.txt").write_text(f"{DIGEST}  {path}\n", "utf-8")
    assert read_record(tmp_path / "record.txt") == []


def make_outputs(digests: dict[str, str]) -> list[Output]:
    return [Output(path, "", digest, 1) for path, digest in sorted(digests.items())]


PATHS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=5)
DIGESTS = st.sampled_from("abc").map(lambda letter: letter * 64)


@given(st.dictionaries(PATHS, DIGESTS, min_size=1), st.dictionaries(PATHS, DIGESTS | st.just("")), st.data())
def test_a_patched_record_is_the_one_that_would_be_written(
    tmp_path_factory: pytest.TempPathFactory, old: dict[str, str], changes: dict[str, str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("records")
    for path in data.draw(st.lists(st.sampled_from(sorted(old)), unique=True)):
        changes[path] = data.draw(DIGESTS | st.just(""))
    write_record(make_outputs(old), folder / "patched.txt")
    patch_record(folder / "patched.txt", changes)
    new = {path: digest for path, digest in (old | changes).items() if digest}
    write_record(make_outputs(new), folder / "written.txt")
    assert (folder / "patched.txt").read_bytes() == (folder / "written.txt").read_bytes()
    assert not (folder / PART).exists()


def test_a_record_that_somebody_touched_is_told_from_the_one_that_was_written(tmp_path: Path) -> None:
    record = tmp_path / "record.txt"
    assert sign(record) == ""
    write_record([Output("a.html", "", DIGEST, 1)], record)
    mark = sign(record)
    assert mark
    os.utime(record, ns=(1, 1))
    assert sign(record) != mark
