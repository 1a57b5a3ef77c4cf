"""The command line: what is asked, what is said where, and the exit code."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archives import look, make_archive, run, write_article, write_capture, write_files
from backfile import __version__, cli
from backfile.errors import BackfileError, ImportStopped
from backfile.lock import Lock

COMMANDS = ("init", "import", "build", "serve", "check", "review", "restore", "drop", "tags")
BACKFILE = [sys.executable, "-m", "backfile"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "content/a.md": write_article("A", "2011", tags=["Korea"]),
        "content/b.md": write_article("B", "2012", tags=["korea"]),
    }
    return make_archive(tmp_path / "archive", files)


def test_help_names_every_command_and_every_command_has_help() -> None:
    ran = run("--help")
    assert ran.code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in ran.out or f" {command} " in ran.out
        helped = run(command, "--help")
        assert helped.code == 0
        assert "--archive DIR" in helped.out
        assert "--quiet" in helped.out
        assert ("--report FILE" in helped.out) == (command not in {"init", "serve"})


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").out == f"backfile {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        *([], ["bild"], ["build", "--nowhere"], ["import"], ["build", "-j", "0"], ["build", "-j", "many"]),
        ["restore", "a", "--line", "5"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "usage: backfile" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "near", "usage"),
    [
        (["imprt", "a.txt"], "import", "backfile ["),
        (["import", "--explian", "a.txt"], "--explain", "backfile import"),
        (["build", "--dryrun"], "--dry-run", "backfile build"),
    ],
)
def test_a_mistyped_word_names_the_nearest(arguments: list[str], near: str, usage: str) -> None:
    said = run(*arguments).err
    assert said.startswith(f"usage: {usage}")
    assert said.endswith(f"did you mean {near}?\n")


def test_a_word_like_no_other_names_none() -> None:
    assert "did you mean" not in run("build", "--xyzzy").err


def test_init_makes_an_archive_once_and_touches_nothing_that_exists(tmp_path: Path) -> None:
    folder = tmp_path / "the-larkfield-echo"
    ran = run("init", folder)
    assert ran.code == 0
    assert 'title = "The larkfield echo"' in (folder / "backfile.toml").read_text("utf-8")
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitignore",
        "backfile.toml",
        "content",
        "inbox",
        "templates",
    ]
    assert ".backfile/" in (folder / ".gitignore").read_text("utf-8").split("\n")
    before = look(folder)
    assert "is an archive already" in run("init", "-C", folder).out
    assert look(folder) == before
    assert run("build", "-C", folder).code == 0
    assert run("init", folder / "backfile.toml").code == 2


def test_results_go_to_standard_output_and_problems_to_standard_error(root: Path) -> None:
    ran = run("build", "-C", root)
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.startswith("tags: Korea = korea, listed as Korea\n2 articles; pages: ")
    assert ran.out.endswith(" s\n")
    write_files(root, {"content/b.md": write_article("B", "2012-13")})
    ran = run("build", "-C", root)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith("not built: 1 error; site/ is as it was\n")


def test_quiet_says_problems_only(root: Path) -> None:
    assert run("build", "-q", "-C", root).said == ""
    assert run("check", "-q", "-C", root).said == ""
    write_files(root, {"inbox/ferry.txt": write_capture("Ferry returns to the river"), "inbox/empty.txt": ""})
    ran = run("build", "-q", "-C", root)
    assert (ran.code, ran.out) == (1, "")
    assert "inbox/empty.txt: error: is empty [empty]" in ran.err


def test_build_reports_everything_as_json(root: Path, tmp_path: Path) -> None:
    write_files(root, {"inbox/empty.txt": ""})
    report = tmp_path / "report.json"
    assert run("build", "-C", root, "--report", report).code == 1
    found = json.loads(report.read_text("utf-8"))
    assert found["articles"] == 2
    assert found["written"] > 5
    assert found["problems"] == []
    assert found["receipt"][0]["outcome"] == "failed"
    assert found["receipt"][0]["problem"]["code"] == "empty"
    assert found["merged"][0]["spellings"] == ["Korea", "korea"]


def test_import_and_check_report_too(root: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    write_files(tmp_path, {"ferry.txt": write_capture("Ferry returns to the river")})
    assert run("import", "-C", root, tmp_path / "ferry.txt", "--report", report).code == 0
    (received,) = json.loads(report.read_text("utf-8"))["receipt"]
    assert received["outcome"] == "made"
    assert received["article"] == "content/2011/02/ferry-returns-to-the-river.md"
    assert run("check", "-C", root, "--report", report).code == 0
    (problem,) = json.loads(report.read_text("utf-8"))["problems"]
    assert problem["code"] == "not-built"


def test_a_report_that_cannot_be_written_is_said(root: Path) -> None:
    ran = run("build", "-C", root, "--report", root / "nowhere" / "report.json")
    assert ran.code == 2
    assert "report.json can't be written" in ran.err


def test_a_dry_run_is_reported_with_its_reasons(root: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert run("build", "-n", "-C", root, "--report", report).code == 0
    changes = json.loads(report.read_text("utf-8"))["changes"]
    assert {"path": "2011/a.html", "action": "new", "why": ""} in changes
    assert not (root / "site").exists()


def test_output_that_a_terminal_cannot_show_is_escaped(root: Path) -> None:
    tags = {f"content/{n}.md": write_article("T", tags=[tag]) for n, tag in enumerate(["Мосты", "мосты"])}
    write_files(root, tags)
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    ran = subprocess.run([*BACKFILE, "build", "-C", str(root)], capture_output=True, env=environment, check=True)
    assert rb"\u041c\u043e\u0441\u0442\u044b" in ran.stdout


def test_a_reader_that_goes_away_is_no_failure(root: Path) -> None:
    command = f'"{sys.executable}" -m backfile build -n -C "{root}" | head -1'
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BackfileError("it broke", "mend it"), 2, "error: it broke\n    hint: mend it\n"),
        (KeyboardInterrupt(), 130, "stopped; the same command again carries on\n"),
        (ImportStopped(1), 130, "stopped with 1 article made; the same command again carries on\n"),
        (OSError(28, "No space left", "/x"), 2, "error: /x: No space left\n"),
        (sqlite3.OperationalError("disk I/O error"), 2, "error: disk I/O error\n"),
    ],
)
def test_what_stops_a_command_is_said_without_a_traceback(
    root: Path, error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli, "build", stop)
    ran = run("build", "-C", root)
    assert ran.code == code
    assert ran.err.startswith(said)


def test_two_at_once_in_one_archive_are_one_too_many(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build", "-C", root)
    monkeypatch.setattr("backfile.lock.PATIENCE", 0)
    other = Lock(root / ".backfile" / "lock")
    write_files(root, {".backfile/staging/x": "what the other one staged"})
    ran = run("build", "-C", root)
    other.release()
    assert ran.code == 2
    assert "error: another backfile is at work in" in ran.err
    assert (root / ".backfile/staging/x").exists()
    assert run("build", "-C", root).code == 0


def test_a_catalog_that_another_program_uses_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build", "-C", root)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **options: connect(path, timeout=0.1, **options))
    other = connect(root / ".backfile" / "catalog.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ran = run("build", "-C", root)
    other.close()
    assert ran.code == 2
    assert "catalog.sqlite is in use by another program" in ran.err


def test_the_current_folder_is_the_archive_unless_another_is_named(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    assert run("build").code == 0
    monkeypatch.chdir(tmp_path)
    assert run("build").code == 2
    assert run("build", "-C", "archive").code == 0
    assert run("-C", "archive", "build").code == 0
    assert run("-C", "nowhere", "build", "-C", "archive").code == 0


def test_ctrl_c_while_the_command_loads_is_no_crash(tmp_path: Path) -> None:
    write_files(tmp_path, {"tomllib.py": "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"})
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ran = subprocess.run([*BACKFILE, "--version"], capture_output=True, text=True, env=environment, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")
