"""What workers do: values in, values out, and never an exception for what a file holds."""

import hashlib
import json
import os
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archives import write_article, write_capture, write_files
from backfile import importers, work
from backfile.archive import File
from backfile.model import Capture, Draft, Importer, Output, Page, Problem, Source
from backfile.recurrence import LineCounts, hash_lines
from backfile.work import (
    MAX_ARTICLE_BYTES,
    Job,
    Surveyed,
    parse_files,
    read_captures,
    render_pages,
    staged_name,
    survey_captures,
)

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


def test_captures_are_opened_in_order_with_digest_and_importer(tmp_path: Path) -> None:
    capture = write_capture("Ferry returns to the river")
    write_files(tmp_path, {"a.txt": capture, "b.md": FRONT, "c.txt": "", "d.bin": b"\0\1\2"})
    paths = [str(tmp_path / name) for name in ("a.txt", "b.md", "c.txt", "d.bin", "nowhere.txt")]
    opened = read_captures(paths)
    assert [one.path for one in opened] == paths
    assert [one.importer.partition("/")[0] for one in opened] == ["text", "markdown", "", "", ""]
    assert opened[0].sha256 == hashlib.sha256(capture.encode()).hexdigest()
    assert isinstance(opened[0].draft, Draft)
    assert opened[0].draft.article.title == "Ferry returns to the river"
    codes = [one.draft.code for one in opened if isinstance(one.draft, Problem)]
    assert codes == ["empty", "unknown-format", "unreadable"]


def test_captures_are_looked_over_before_they_are_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": "One line\n\n Another \n", "b.html": "<p>One line</p>"})
    paths = [str(tmp_path / name) for name in ("a.txt", "b.html", "nowhere.txt")]
    text, page, missing = survey_captures(paths)
    assert text.sha256 == hashlib.sha256(b"One line\n\n Another \n").hexdigest()
    assert text.lines == hash_lines(b"Another\nOne line")[8:] + hash_lines(b"Another")
    assert page.sha256 and not page.lines
    assert missing == Surveyed("", b"")


def test_an_importer_is_told_which_lines_recur(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    def sniff(capture: Capture) -> float:
        told.append(capture.recurring)
        return 0.0

    monkeypatch.setattr(importers, "IMPORTERS", (Importer("deaf", "1", sniff, lambda _: None),))  # type: ignore[arg-type, return-value]
    write_files(tmp_path, {f"{name}.txt": f"Menu\n\nStory {name}\n" for name in "abc"})
    paths = [str(tmp_path / f"{name}.txt") for name in "abc"]
    counts = LineCounts(3)
    for surveyed in survey_captures(paths):
        counts.add(surveyed.lines)
    counts.save(tmp_path / "lines")
    read_captures(paths, str(tmp_path / "lines"))
    read_captures(paths)
    assert told == [frozenset({"Menu"})] * 3 + [frozenset()] * 3


def test_a_capture_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    (opened,) = read_captures([str(tmp_path / "big.txt")])
    assert isinstance(opened.draft, Problem)
    assert opened.draft.code == "too-large"


def test_a_capture_that_no_article_can_hold_is_refused_before_it_becomes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MAX_ARTICLE_BYTES", 300_000)
    sentence = "The ferry left the quay on Monday, and the harbour board said that it would come back. "
    for name, size in (("large", 250_000), ("small", 150_000)):
        (tmp_path / f"{name}.md").write_text(f"# The ferry\n\n{sentence * (size // len(sentence))}\n", "utf-8")
    large, small = read_captures([str(tmp_path / "large.md"), str(tmp_path / "small.md")])
    assert isinstance(large.draft, Problem)
    assert large.draft.code == "too-large"
    assert not isinstance(small.draft, Problem)


def render(tmp_path: Path, text: str) -> list[Output | Problem]:
    write_files(tmp_path, {"templates/x.html": text})
    jobs = [
        Job(Page(name, "x.html", '{"page":{"path":"a.html"}}'), f"print of {name}") for name in ("a.html", "b.html")
    ]
    folders = (str(tmp_path / "templates"), str(tmp_path / "none"))
    return render_pages(jobs, str(tmp_path), folders, text, {"language": "en"}, str(tmp_path / "staging"))


def test_pages_are_rendered_into_staging_and_accounted_for(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"hello").hexdigest()
    assert render(tmp_path, "hello") == [Output(f"{name}.html", f"print of {name}.html", digest, 5) for name in "ab"]
    for name in ("a.html", "b.html"):
        assert (tmp_path / "staging" / staged_name(name)).read_bytes() == b"hello"


def test_a_changed_theme_is_opened_again(tmp_path: Path) -> None:
    render(tmp_path, "one")
    render(tmp_path, "two")
    assert (tmp_path / "staging" / staged_name("a.html")).read_bytes() == b"two"


def test_pages_that_cannot_be_rendered_or_written_are_problems(tmp_path: Path) -> None:
    assert [made.code for made in render(tmp_path, "{{ x }}") if isinstance(made, Problem)] == ["template-error"] * 2
    write_files(tmp_path, {"staging": "a file in the way"})
    assert [made.code for made in render(tmp_path, "x") if isinstance(made, Problem)] == ["unwritable"] * 2


def test_staged_names_are_short_and_their_own() -> None:
    names = {staged_name(f"{'ü' * 80}/{number}.html") for number in range(1000)}
    assert len(names) == 1000
    assert max(map(len, names)) < 40
    assert all(os.sep not in name.partition("/")[2] for name in names)
