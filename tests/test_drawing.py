"""What a terminal shows while there is work, and of what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archives import make_archive, write_article

BACKFILE = [sys.executable, "-m", "backfile"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "archive", {"content/a.md": write_article("A", "2011")})


def look_on(root: Path, code: int = 0) -> bytes:
    """What somebody sees who looks on while a site is built."""
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
    assert process.returncode == code
    return seen


def test_a_terminal_sees_progress(root: Path) -> None:
    assert b"Rendering" in look_on(root)


def test_nothing_moves_where_there_is_no_work(root: Path) -> None:
    look_on(root)
    assert look_on(root) == b""


def test_a_problem_is_in_colour_and_as_long_as_it_is(root: Path) -> None:
    name = "[red]long name " * 12
    (root / "content" / f"{name}.md").write_text(write_article("B", "2012-13"), "utf-8")
    seen = look_on(root, 1)
    assert f"\x1b[1mcontent/{name}.md:3\x1b[0m: \x1b[1;31merror\x1b[0m: ".encode() in seen
