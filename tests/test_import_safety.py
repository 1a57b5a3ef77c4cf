"""What an import stands: hostile files, and being stopped at any moment. All of it in real processes."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archives import make_archive, read_tree, write_article, write_files

# An importer that some package installed, and what its files make it do.
HOSTILE = """
import os, re, time
from backfile.importers import text
from backfile.model import Importer

def read(capture):
    if b"endless" in capture.data:
        re.match(r"(a+)+$", "a" * 64 + "b")
    if b"enormous" in capture.data:
        return bytes(10**12)
    if b"sudden" in capture.data:
        os.abort()
    if b"faulty" in capture.data:
        raise ValueError("no such chapter")
    return text.read(capture)

IMPORTER = Importer("hostile", "1", lambda capture: 1.0 if capture.name.endswith(".txt") else 0.0, read)
"""
STORIES = ("ferry", "bridge", "harvest", "school", "railway", "market", "theatre", "winter", "museum", "lighthouse")


def write_story(subject: str, number: int = 1) -> str:
    """A capture about something, unlike all others."""
    words = random.Random(f"{subject}{number}")
    told = [f"the {subject}", "council", "spring", "was seen", "by nobody", "last week", "old", "a letter", "the roof",
            "near the pier", "in the hall", "three hours", "and", "said", "members", "were told", "stone"]  # fmt: skip
    body = "\n\n".join(" ".join(words.choices(told, k=22)).capitalize() + "." for _ in range(6))
    return f"Story {number} of the {subject}\n\nBy Nora Bell\n\n{number % 28 + 1} February 2011\n\n{body}\n"


def start(root: Path, *arguments: object, path: Path | None = None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "backfile", "import", "-C", root, *arguments, root / "inbox"]
    environment = {**os.environ, "PYTHONFAULTHANDLER": "1", **({"PYTHONPATH": str(path)} if path else {})}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        list(map(str, command)), stdout=pipe, stderr=pipe, text=True, env=environment, start_new_session=True
    )


def finish(process: "subprocess.Popen[str]", seconds: float = 200) -> tuple[str, str]:
    """What a command says until its end; one that has none is made to say where it stands, and is ended with all its
    workers."""
    try:
        return process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGABRT)
        time.sleep(1)
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        pytest.fail(f"the import hangs:\n{out}\n{err}")


def everything(root: Path) -> dict[str, dict[str, bytes]]:
    return {folder: read_tree(root / folder) for folder in ("content", "originals", "inbox")}


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with the hostile importer, installed."""
    points = "[backfile.importers]\nhostile = hostile:IMPORTER\n"
    metadata = {"METADATA": "Metadata-Version: 2.1\nName: hostile\nVersion: 1\n", "entry_points.txt": points}
    folder = tmp_path / "packages"
    write_files(folder, {"hostile.py": HOSTILE, **{f"hostile-1.dist-info/{name}": t for name, t in metadata.items()}})
    return folder


def test_hostile_files_are_reported_and_all_others_are_imported_with_any_number_of_jobs(
    tmp_path: Path, packages: Path
) -> None:
    stories = {f"{number:02}-{subject}.txt": write_story(subject) for number, subject in enumerate(STORIES)}
    bad = {f"{at}x.txt": f"{word} {word} {word}" for at, word in enumerate(["endless", "enormous", "sudden", "faulty"])}
    trees = []
    for jobs in (1, 2):
        root = make_archive(tmp_path / f"jobs{jobs}", {}, "read_seconds = 3\n")
        write_files(root / "inbox", {**stories, **bad})
        with start(root, "--jobs", jobs, path=packages) as process:
            out, err = finish(process)
        assert process.returncode == 1
        assert "14 files: 10 made, 0 already there, 0 skipped, 4 failed" in out
        codes = dict(re.findall(r"^inbox/(\dx)\.txt: error: .* \[([\w-]+)\]$", err, re.MULTILINE))
        assert codes == {"0x": "too-slow", "1x": "too-large", "2x": "importer-crashed", "3x": "importer-crashed"}
        assert "made the importer fail: ValueError: no such chapter" in err
        trees.append(everything(root))
        assert sorted(trees[-1]["inbox"]) == sorted(bad)
    assert trees[0] == trees[1]


def test_pages_that_no_person_made_are_read_or_refused(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", {}, "read_seconds = 5\n")
    pages = {
        "nested.html": "<div>" * 20_000 + "<p>A text of the innermost part of the page.</p>",
        "one-line.txt": "word " * 2_000_000,
        "line.html": "<html><body><p>" + "word " * 400_000,
        "tags.html": "<a<b<c" * 100_000,
        "story.txt": write_story("ferry"),
    }
    write_files(root / "inbox", dict(pages))
    with start(root) as process:
        out, err = finish(process)
    assert "Traceback" not in err
    assert "made: inbox/story.txt" in out
    assert "5 files:" in out


def test_ctrl_c_while_workers_load_is_no_crash_of_theirs(tmp_path: Path) -> None:
    stop = "import os, signal, sys\nif 'forkserver' in sys.orig_argv[-1]:\n    os.kill(os.getpid(), signal.SIGINT)\n"
    write_files(tmp_path / "packages", {"sitecustomize.py": stop})
    root = make_archive(tmp_path / "archive", {})
    write_files(root / "inbox", {"story.txt": write_story("ferry")})
    with start(root, path=tmp_path / "packages") as process:
        out, err = finish(process)
    assert (process.returncode, err) == (0, "")
    assert "made: inbox/story.txt" in out


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_at_any_moment_the_same_command_ends_as_if_it_had_not_been(tmp_path: Path, how: signal.Signals) -> None:
    """Among the files: a story in two papers, furniture that recurs, a page that changed, and one that fails."""
    notice = "\n\nThe Larkfield Echo lives by its readers; please think of becoming one of its friends today.\n"
    inbox: dict[str, str | bytes] = {}
    for number in range(1, 5):
        for subject in STORIES:
            inbox[f"{subject}/{number:02}.txt"] = write_story(subject, number) + notice
    inbox["other/wire.txt"] = write_story("ferry", 1).replace("Story", "Report")
    inbox["other/empty.txt"] = ""
    earlier = {"content/mine.md": write_article("Mine", "1998", write_story("bridge", 2))}
    whole = make_archive(tmp_path / "whole", earlier)
    write_files(whole / "inbox", inbox)
    with start(whole) as process:
        finish(process)
    expected = everything(whole)
    assert len(expected["originals"]) >= 41
    choice = random.Random(how)
    for attempt in range(2):
        root = make_archive(tmp_path / f"stopped{attempt}", earlier)
        write_files(root / "inbox", inbox)
        stop_somewhere(root, how, choice.randrange(2, 42))
        with start(root) as process:
            _, err = finish(process)
        assert "Traceback" not in err
        assert everything(root) == expected


def stop_somewhere(root: Path, how: signal.Signals, made: int) -> None:
    """Stop an import when it has made so many articles, or is about to clear the inbox."""
    with start(root) as process:
        while process.poll() is None and sum(1 for _ in (root / "content").rglob("*.md")) < made:
            pass
        os.killpg(process.pid, how)
        finish(process, 100)
