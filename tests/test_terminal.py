"""What a person reads on the terminal, and what a pipe gets."""

import subprocess
import sys
from pathlib import Path

import pytest

from archives import make_archive, run, write_article, write_files
from backfile.model import Problem, Received
from backfile.terminal import Voice, format_problem, print_receipt

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


def plain(problem: Problem) -> str:
    return "".join(text for text, _ in format_problem(problem))


def test_a_problem_is_printed_as_a_compiler_does() -> None:
    problem = Problem("error", "bad-date", "content/a.md", 4, "no [bold]date[/bold] :smile:", "write one")
    assert plain(problem) == ("content/a.md:4: error: no [bold]date[/bold] :smile: [bad-date]\n    hint: write one")


def test_names_and_messages_stand_on_one_line_and_tell_the_terminal_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem("error", "empty", "a\nb\x1b[2J.txt", None, "is \x9bempty", "\rremove it")
    assert plain(problem) == "a\\nb\\x1b[2J.txt: error: is \\x9bempty [empty]\n    hint: \\rremove it"
    print_receipt(Voice(), (Received("a\nb\x1b[2J.txt", "made", "content/a.md"),), ("made",))
    assert capsys.readouterr().out.startswith("made: a\\nb\\x1b[2J.txt -> content/a.md\n")


def test_a_receipt_says_how_many_files_it_does_not_name(capsys: pytest.CaptureFixture[str]) -> None:
    known = tuple(Received(f"{n}.txt", "already there", f"content/{n}.md") for n in range(150))
    made = tuple(Received(f"new-{n}.txt", "made", f"content/new-{n}.md") for n in range(250))
    print_receipt(Voice(), known + made, ("made",))
    out = capsys.readouterr().out
    assert (out.count("made: "), out.count("already there: ")) == (200, 0)
    assert out.endswith(
        "... and 50 more (all of them: --report FILE)\n400 files: 250 made, 150 already there, 0 skipped, 0 failed\n"
    )


def test_markup_and_long_lines_reach_the_terminal_as_they_are(root: Path) -> None:
    name = "[red]long name " * 12
    write_files(root, {f"content/{name}.md": write_article("B", "2012-13")})
    assert f"content/{name}.md:3: error" in run("build", "-C", root).err


def test_piped_output_has_no_progress_and_no_colours(root: Path) -> None:
    ran = subprocess.run([*BACKFILE, "build", "-C", str(root)], capture_output=True, check=True)
    assert ran.stderr == b""
    assert b"\x1b" not in ran.stdout
