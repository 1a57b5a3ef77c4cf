"""How a build reads one file: values in, values out, and never an exception for what it holds."""

import hashlib
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archives import write_article, write_files
from backfile.archive import MAX_ARTICLE_BYTES, File
from backfile.captures import read_captures
from backfile.model import Draft, Problem, Source
from backfile.parsing import count_words
from backfile.work import parse_files

FRONT = write_article("Fire", "1923-03-05", "It burned. See [the map](map.png) and [more](other.md).")


def parse_one(root: Path, path: str = "content/x.md", size: int = 1) -> Problem | None:
    (parsed,) = parse_files([File(path, size, 0, 0)], str(root))
    return parsed.problems[0] if parsed.problems else None


def test_an_article_becomes_a_record_and_any_other_file_a_digest(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/fire.md": FRONT, "content/map.png": b"\x89PNG"})
    article, picture = parse_files([File("content/fire.md", 1, 2, 3), File("content/map.png", 4, 5, 6)], str(tmp_path))
    assert article.entry is not None
    path, digest, size, *_ = article.entry.article
    assert Source(path, digest, size) == Source(
        "content/fire.md", hashlib.sha256(FRONT.encode()).hexdigest(), len(FRONT)
    )
    assert {link for _, link, *_ in article.entry.links} == {"map.png", "other.md"}
    facts = json.loads(next(text for text in article.entry.article if '"words":' in str(text)))
    assert facts["words"] == 7
    assert any(isinstance(start, int) and FRONT[start:].startswith("It burned.") for start in article.entry.article)
    assert (picture.entry, picture.problems) == (None, ())
    assert picture.digest == hashlib.sha256(b"\x89PNG").hexdigest()
    assert pickle.loads(pickle.dumps([article, picture])) == [article, picture]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"---\ntitle: A\n---\n\xff", "not-utf8"),
        (b"---\ntitle: A\n---\n\xed\xa0\x80", "not-utf8"),
        (b"---\ntitle: A\n---\n\0", "nul-bytes"),
        (b"---\ntitle: A\ndate: 2011-02-31\n---\nx", "bad-date"),
        (b"---\ntitle: A\naliases: ['/a?b']\n---\nx", "bad-alias"),
    ],
)
def test_bad_articles_are_problems(tmp_path: Path, data: bytes, code: str) -> None:
    write_files(tmp_path, {"content/x.md": data})
    problem = parse_one(tmp_path)
    assert problem is not None
    assert (problem.severity, problem.code, problem.path) == ("error", code, "content/x.md")
    assert problem.hint


def test_an_article_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    problem = parse_one(tmp_path, size=MAX_ARTICLE_BYTES + 1)
    assert problem is not None
    assert problem.code == "too-large"


@pytest.mark.parametrize("path", ["content/x.md", "content/x.png"])
def test_a_file_that_is_gone_or_a_folder_is_a_problem(tmp_path: Path, path: str) -> None:
    assert (problem := parse_one(tmp_path, path)) is not None
    assert problem.code == "unreadable"
    (tmp_path / path).mkdir(parents=True)
    assert (problem := parse_one(tmp_path, path)) is not None
    assert problem.code == "unreadable"


@given(st.binary(max_size=200))
@example(b"---\n- - -\n---\n")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_bytes_make_a_worker_raise(tmp_path: Path, data: bytes) -> None:
    write_files(tmp_path, {"content/x.md": data, "x.html": data, "x": data})
    (parsed,) = parse_files([File("content/x.md", 1, 0, 0)], str(tmp_path))
    assert (parsed.entry is None) == any(problem.severity == "error" for problem in parsed.problems)
    for opened in read_captures([str(tmp_path / "x.html"), str(tmp_path / "x")]):
        assert isinstance(opened.draft, Draft | Problem)


PNG = bytes.fromhex("89504e470d0a1a0a0000000d494844520000002800000 01e0802000000".replace(" ", ""))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"></svg>'


@pytest.mark.parametrize(
    ("path", "data", "shape"),
    [
        ("content/map.png", PNG, (40, 30)),
        ("content/MAP.SVG", SVG, (40, 30)),
        ("content/map.svg", SVG.replace(b'width="40" height="30"', b'viewBox="0 0 40 30"'), (0, 0)),
        ("content/map.gif", b"GIF89a\x28\x00\x1e\x00\x00\x00\x00", (40, 30)),
        ("content/map.png", b"\x89PNG", (0, 0)),
        ("content/map.jpg", b"https://a.example/map.jpg", (0, 0)),
        ("content/map.txt", PNG, (0, 0)),
        ("originals/map.png", PNG, (0, 0)),
    ],
)
def test_a_picture_tells_its_shape(tmp_path: Path, path: str, data: bytes, shape: tuple[int, int]) -> None:
    write_files(tmp_path, {path: data})
    (parsed,) = parse_files([File(path, 1, 2, 3)], str(tmp_path))
    assert (parsed.shape, parsed.problems) == (shape, ())


@given(st.binary(max_size=60), st.sampled_from(["png", "jpg", "gif", "webp", "avif", "svg"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_picture_holds_is_no_exception(tmp_path: Path, data: bytes, suffix: str) -> None:
    heads = {"png": PNG[:12], "jpg": b"\xff\xd8\xff", "gif": b"GIF89a", "webp": b"RIFF0000WEBP", "svg": b"<svg "}
    write_files(tmp_path, {f"content/a.{suffix}": heads.get(suffix, b"\0\0\0\x1cftypavif") + data})
    (parsed,) = parse_files([File(f"content/a.{suffix}", 1, 2, 3)], str(tmp_path))
    assert parsed.digest and min(parsed.shape) >= 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It burned, twice.", 3),
        ("Es brannte – zweimal, naïv", 5),
        ("渡し船は火曜日に戻った。", 11),
        ("Die 渡し船 sank.", 5),
        ("เรือข้ามฟากกลับมาแล้ว", 5),
        ("수요일에 배가 돌아왔다", 3),
        ("", 0),
    ],
)
def test_words_are_counted_in_scripts_that_part_them_and_in_others(text: str, words: int) -> None:
    assert count_words(text) == words
