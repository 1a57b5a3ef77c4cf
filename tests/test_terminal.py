"""What a person reads on the terminal, and what a pipe gets."""

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archives import make_archive, run, write_article, write_files
from backfile.explain import Explanation, Finding
from backfile.ingest import Received
from backfile.model import Line, Problem
from backfile.review import Doubtful, Review
from backfile.terminal import Voice, format_problem, print_explanation, print_receipt, print_review

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


def test_names_and_messages_stand_on_one_line_and_tell_the_terminal_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem("error", "empty", "a\nb\x1b[2J.txt", None, "is \x9bempty", "\rremove it")
    assert format_problem(problem).plain == "a\\nb\\x1b[2J.txt: error: is \\x9bempty [empty]\n    hint: \\rremove it"
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


EXPLANATION = Explanation(
    "mill.html",
    "html/1",
    "utf-8",
    (
        Finding("title", "Three hurt", "json-ld", 0.95),
        Finding("date", "1923", "line 5", 0.4),
        Finding("body", "9 words"),
    ),
    ("two dates",),
    (
        Line(2, "navigation", "Home \x1b[31m", "a menu", 1),
        Line(2, "navigation", "News", "a menu", 2),
        Line(14, "body", "Three men were hurt last night when the old mill at Hradec caught fire."),
        Line(15, "notice", "[bold]Cookies[/bold]", "a menu"),
    ),
)


def explain_in(width: str, monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in {"COLUMNS": width, "TERM": "xterm-256color", **environment}.items():
        monkeypatch.setenv(name, value)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print_explanation(Voice(), EXPLANATION)
    return out.getvalue()


def test_an_explanation_is_plain_and_aligned_where_nobody_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert explain_in("20", monkeypatch).split("\n") == [
        "mill.html: html/1, utf-8",
        "",
        "title  0.95  json-ld  Three hurt",
        "date   0.40  line 5   1923",
        "body                  9 words",
        "doubt                 two dates",
        "",
        "2.1 - navigation Home [31m",
        "                 (a menu)",
        "2.2 - navigation News",
        " 14 + body       Three men were hurt last night when the old mill at Hradec caught fire.",
        " 15 - notice     [bold]Cookies[/bold]",
        "                 (a menu)",
        "",
        "1 line kept, 3 left out; nothing was changed",
        "",
    ]


def test_long_lines_are_folded_below_themselves_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = explain_in("50", monkeypatch, FORCE_COLOR="1")
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert plain != shown
    rows = [line.rstrip() for line in plain.split("\n")]
    at = rows.index(" 14 + body       Three men were hurt last night")
    assert rows[at + 1 : at + 3] == [" " * 17 + "when the old mill at Hradec", " " * 17 + "caught fire."]


def test_a_review_in_a_narrow_terminal_cuts_no_path_and_no_reason_short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COLUMNS": "80", "TERM": "xterm-256color", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    path = f"content/undated/{'-'.join(['harbour'] * 12)}.md"
    reasons = ("article and furniture hard to tell apart", "https://a.example/" + "x" * 60)
    doubtful = Doubtful(path, "The harbour", "2011-02-10T10:30:00+01:00", 0.5, reasons, ())
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print_review(Voice(), Review(1, (doubtful,)), None)
    plain = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue())
    assert max(map(len, plain.split("\n"))) <= 80
    # Columns are read from top to bottom: what stands in each is whole.
    rows = plain.split("\n")[2:]
    starts = [plain.split("\n")[0].index(head) for head in ("Article", "Why")]
    assert path in "".join(row[starts[0] : starts[1]].strip() for row in rows)
    assert reasons[1] in "".join(row[starts[1] :].strip() for row in rows)


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = explain_in("80", monkeypatch, FORCE_COLOR="1", NO_COLOR="1")
    assert not re.search(r"\x1b\[(?:\d+;)*3\d", shown)


def test_a_very_wide_terminal_is_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = explain_in("300", monkeypatch, FORCE_COLOR="1")
    assert max(len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in shown.split("\n")) <= 120
