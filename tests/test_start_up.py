"""What a command loads: start-up is most of a build that has nothing to do, and workers are to stay small."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archives import make_archive, write_article, write_files

IMPORTING = {"lxml", "numpy", "py3langid", "ftfy", "chardet", "tomlkit"}
PARSER = {"markdown_it", "nh3"}
RENDERING = {"jinja2", "babel", "yaml"}
TERMINAL = {"rich", "livereload", "tornado"}
# Of the standard library, what takes longest to load.
SLOW = {"multiprocessing", "concurrent", "logging", "asyncio", "email", "importlib.metadata"}

SCRIPT = """\
import json, sys
from pathlib import Path

def list_modules(batch):
    return [sorted(sys.modules)] * len(batch)

if __name__ == "__main__":
    from backfile.archive import find_archive
    from backfile.build import build
    from backfile.parallel import Workers
    from backfile.settings import read_settings

    archive = find_archive(Path(sys.argv[1]))
    Workers.map.__kwdefaults__["batch"] = 10
    with Workers(2) as workers:
        result = build(archive, read_settings(archive.settings), workers, lambda stage, done, total: None)
        assert result.written > 25, result
        here = sorted(sys.modules)
        there = next(workers.map(list_modules, range(20)))
    print(json.dumps([here, there]))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with more articles than one of the script's batches holds, or two, and of two years: two blocks for
    the search."""
    files = {f"content/{n}.md": write_article(f"A {n}", f"{2011 + n % 2}", slug=f"a-{n}") for n in range(25)}
    return make_archive(tmp_path, files)


def test_a_build_loads_no_importer_neither_here_nor_in_a_worker(root: Path) -> None:
    script = root / "script.py"
    script.write_text(SCRIPT, "utf-8")
    ran = subprocess.run([sys.executable, script, root], capture_output=True, check=True)
    here, there = map(set, json.loads(ran.stdout))
    assert not here & {"backfile.parsing", "backfile.render", "markdown_it"}, "loaded where the work is done"
    assert {"backfile.parsing", "backfile.render", "jinja2"} <= there
    assert not here & (IMPORTING | TERMINAL)
    assert "numpy" in there, "what indexes articles for the search counts with it"
    assert not there & (IMPORTING - {"numpy"} | TERMINAL | PARSER), "plain bodies need no parser"


def list_loaded(*arguments: object) -> set[str]:
    """The modules that a command loads."""
    command = [sys.executable, "-X", "importtime", "-m", "backfile", *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)
    return {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}


def test_a_build_with_nothing_to_do_loads_nothing_that_parses_renders_or_draws(root: Path) -> None:
    for name in (root / "templates").glob("*.html"):
        name.unlink()  # an archive's own templates are compiled, to see what is wrong with them
    write_files(root, {"content/table.md": write_article("T", "2012", "| a |\n|---|\n| b |", slug="t")})
    assert list_loaded("build", "-C", root, "-j", 1) >= RENDERING | PARSER
    assert not list_loaded("build", "-C", root) & (IMPORTING | RENDERING | PARSER | TERMINAL | SLOW)


def test_the_command_alone_loads_no_more() -> None:
    assert not list_loaded("--version") & (IMPORTING | RENDERING | PARSER | TERMINAL | SLOW)
