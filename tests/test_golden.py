"""Golden archives: folders of tests/golden/ whose `archive` is built, and compared with what stands beside it.

What is compared are the folders that a golden has: `site`, and for imports `content`, `originals` and `inbox` too. All
use the theme in tests/golden/templates, which shows what pages know as plain lines. After a change that is meant:
`UPDATE_GOLDEN=1 pytest tests/test_golden.py`, then read the difference before you commit it.
"""

import os
import shutil
from pathlib import Path

import pytest

from archives import GOLDEN, PLAIN_THEME, read_tree, run

NAMES = ["plain", "mixed", "imported"]
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_archive_becomes_its_golden_site(name: str, tmp_path: Path) -> None:
    root = shutil.copytree(GOLDEN / name / "archive", tmp_path / "archive")
    shutil.copytree(PLAIN_THEME, root / "templates")
    run("build", "--quiet", "--archive", root)
    folders = sorted(folder.name for folder in (GOLDEN / name).iterdir() if folder.name != "archive")
    assert "site" in folders or UPDATE
    for folder in folders:
        made = {path: data for path, data in read_tree(root / folder).items() if not is_left_out(folder, path)}
        if UPDATE:
            update(GOLDEN / name / folder, made)
        assert show(made) == show(read_tree(GOLDEN / name / folder))


def is_left_out(folder: str, path: str) -> bool:
    """The files of the default theme, and the digests of them all, are other tests' business."""
    return folder == "site" and (path.startswith("assets/") or path == "manifest-sha256.txt")


def show(tree: dict[str, bytes]) -> dict[str, list[str]]:
    """A tree as lines, which pytest compares line by line."""
    return {path: data.decode("utf-8", "backslashreplace").split("\n") for path, data in tree.items()}


def update(folder: Path, made: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def test_every_golden_is_listed() -> None:
    assert sorted(NAMES) == sorted(folder.name for folder in GOLDEN.iterdir() if folder != PLAIN_THEME)
