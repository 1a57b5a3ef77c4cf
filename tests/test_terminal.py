"""What a person reads on the terminal, and what a pipe gets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archives import make_archive, run, write_article, write_files
from backfile.model import Problem
from backfile.terminal import format_problem

BACKFILE = [sys.executable, "-m", "backfile"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "archive", {"content/a.md": write_article("A", "2011")})


def test_many_problems_are_cut_on_the_terminal_and_whole_in_the_report(root: Path, tmp_path: Path) -> None:
    write_files(root, {f"content/bad{n}.md": write_article("B", "2012-13") for n in range(210)})
    report = tmp_path / "report.json"
    ran = run("check", "-C", root, "--report", report)
    assert ran.err.count("[bad-date]") < 210
    assert "... and " in ran.err
    assert report.read_text("utf-8").count("bad-date") == 210


def test_a_problem_is_printed_as_a_compiler_does() -> None:
    problem = Problem("error", "bad-date", "content/a.md", 4, "no [bold]date[/bold] :smile:", "write one")
    assert format_problem(problem).plain == (
        "content/a.md:4: error: no [bold]date[/bold] :smile: [bad-date]\n    hint: write one"
    )


def test_markup_and_long_lines_reach_the_terminal_as_they_are(root: Path) -> None:
    name = "[red]long name " * 12
    write_files(root, {f"content/{name}.md": write_article("B", "2012-13")})
    assert f"content/{name}.md:3: error" in run("build", "-C", root).err


def test_piped_output_has_no_progress_and_no_colours(root: Path) -> None:
    ran = subprocess.run([*BACKFILE, "build", "-C", str(root)], capture_output=True, check=True)
    assert ran.stderr == b""
    assert b"\x1b" not in ran.stdout


def test_a_terminal_sees_progress(root: Path) -> None:
    parent, child = pytest.importorskip("pty").openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(
        [*BACKFILE, "build", "-C", str(root)], stdout=subprocess.PIPE, stderr=child, env=environment
    ) as process:
        os.close(child)
        seen = b""
        try:
            while part := os.read(parent, 10_000):
                seen += part
        except OSError:
            pass  # the other side is closed
        process.communicate()
    os.close(parent)
    assert process.returncode == 0
    assert b"Rendering" in seen
