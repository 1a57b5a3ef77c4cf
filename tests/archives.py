"""Small archives for tests: written from a few words, worked on through the command, read back as plain data."""

import contextlib
import io
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backfile import cli

GOLDEN = Path(__file__).parent / "golden"
# A theme that shows what a page knows as plain lines: quick, and free of what the default theme is changed for.
PLAIN_THEME = GOLDEN / "templates"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def run(*arguments: object) -> Ran:
    """Run `backfile` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def make_archive(root: Path, files: Mapping[str, str | bytes], settings: str = "") -> Path:
    """An archive at `root` of these files, with the plain theme."""
    shutil.copytree(PLAIN_THEME, root / "templates")
    write_files(root, {"backfile.toml": f'title = "Test"\n{settings}', **files})
    return root


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def write_article(title: str, date: str = "", body: str = "Some words.", **fields: object) -> str:
    """The text of an article file; fields are written as JSON, which is YAML too."""
    known = {"title": title, **({"date": date} if date else {}), **fields}
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in known.items())
    return f"---\n{head}---\n\n{body}\n"


def write_capture(title: str, date: str = "Thursday 10 February 2011", words: str = "the ferry") -> str:
    """The text of a newspaper page as someone would have copied it."""
    return f"""\
The Larkfield Echo

{title}

By Nora Bell

{date}

The council of Larkfield talked about {words} for three hours on Wednesday evening, before a crowd that filled the hall.

Nobody could remember a longer meeting, and several members left before the vote, which was put off until the spring.

"We shall come back to {words} when the roof is dry," said Ida Marsh, who leads the council and lives at the pier.

Please support our work with a donation today.
"""


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def look(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file below a folder was written, and which file it is: what any write changes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in paths}
