"""Bad input, and what it gets: a message with file, line and hint; never a traceback, never a changed site.

Each case puts one bad thing beside a good article and another bad one into an archive that was built before. All of
them must be told of at once, the site must be as it was, and nothing may be deleted.
"""

import builtins
import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import Ran, look, make_archive, read_tree, run, write_article, write_capture, write_files

GOOD = write_article("Good", "2011-02-10", aliases=["/old/good/"])
BOMB = "---\ntitle: Bomb\na: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_archive(tmp_path / "archive", {"content/good.md": GOOD})
    assert run("build", "-C", root).code == 0
    return root


def keep(root: Path) -> dict[str, object]:
    """What a failing command must leave as it is."""
    return {name: look(root / name) for name in ("site", "content", "originals", "inbox", "templates")}


def assert_told(ran: Ran, pattern: str) -> None:
    """The problem is told, with a hint on the next line, and nothing looks like a crash."""
    assert re.search(rf"^{pattern}.*\n    hint: \S", ran.err, re.MULTILINE), ran.err
    assert "Traceback" not in ran.said


def make_big(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(200_000_000)


ARTICLES: dict[str, tuple[str | bytes | Callable[[Path], object], str]] = {
    "an empty file": ("", "content/bad.md: error: is empty"),
    "a file of blank lines": ("\n \n", "content/bad.md: error: is empty"),
    "a binary": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", r"content/bad.md:\d+: error: .*(UTF-8|NUL)"),
    "a file of 200 MB": (make_big, "content/bad.md: error: is 200 MB, too large for an article"),
    "a lone surrogate": (GOOD.encode() + b"\n\xed\xa0\x80\n", r"content/bad.md:9: error: byte 0xed is not UTF-8"),
    "an escaped surrogate": ('---\ntitle: "\\ud800"\n---\nx\n', "content/bad.md:2: error: "),
    "NUL bytes": ("---\ntitle: A\n---\n\na\0b\n", "content/bad.md:5: error: the file has NUL bytes"),
    "a symlink loop": (lambda path: path.symlink_to("bad.md"), "content/bad.md: error: can't be read: too many levels"),
    "a symlink to nothing": (lambda path: path.symlink_to("nowhere"), "content/bad.md: error: can't be read"),
    "a pipe": (os.mkfifo, "content/bad.md: error: is neither a file nor a folder"),
    "a slug that leads out": (
        write_article("A", slug="../../etc/passwd"),
        r'content/bad.md:3: error: slug "../../etc/passwd" leads to another folder',
    ),
    "a reserved slug": (write_article("A", slug="CON"), 'content/bad.md:3: error: slug "CON" is a name'),
    "an alias that leads out": (
        write_article("A", aliases=["../../etc/passwd"]),
        r'content/bad.md:3: error: "../../etc/passwd" in aliases leads to another folder',
    ),
    "a reserved alias": (write_article("A", aliases=["/CON"]), 'content/bad.md:3: error: "/CON" in aliases is a name'),
    "31 February": (write_article("A", "2011-02-31"), 'content/bad.md:3: error: date "2011-02-31" is not a date'),
    "a YAML bomb": (BOMB + "---\nx\n", r"content/bad.md:\d+: error: "),
    "YAML that is none": ("---\ntitle: A\ntags: [a\n---\nx\n", r"content/bad.md:\d+: error: "),
    "front matter without end": ("---\ntitle: A\n\nx\n", r"content/bad.md:\d+: error: "),
    "an address that is taken": (
        write_article("B", "2011-02-10", slug="good"),
        "content/good.md: error: has the same address as content/bad.md: 2011/02/10/good.html",
    ),
    "an address that differs in case": (
        write_article("B", "2011-02-10", slug="GOOD"),
        "content/good.md: error: has the same address as content/bad.md: 2011/02/10/good.html",
    ),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_a_bad_article_is_told_with_all_others_and_changes_nothing(root: Path, name: str) -> None:
    bad, said = ARTICLES[name]
    path = root / "content" / "bad.md"
    if callable(bad):
        bad(path)
    else:
        write_files(root, {"content/bad.md": bad})
    write_files(root, {"content/worse.md": write_article("Worse", "2011-13"), "content/new.md": write_article("New")})
    before = keep(root)
    for command in ("build", "check"):
        ran = run(command, "-C", root)
        assert ran.code == 1
        assert_told(ran, said)
        assert_told(ran, 'content/worse.md:3: error: date "2011-13" is not a date')
        assert keep(root) == before
    path.unlink()
    (root / "content" / "worse.md").unlink()
    assert run("build", "-C", root).code == 0


def test_addresses_that_differ_in_unicode_form_only_are_one(root: Path) -> None:
    forms = {"composed": "caf\u00e9", "decomposed": "cafe\u0301"}
    write_files(root, {f"content/{name}.md": write_article("A", "2011", slug=slug) for name, slug in forms.items()})
    before = keep(root)
    ran = run("build", "-C", root)
    assert ran.code == 1
    assert_told(ran, "content/decomposed.md: error: has the same address as content/composed.md: 2011/café.html")
    assert keep(root) == before


@pytest.mark.parametrize("alias", ["/2011/02/10/good.html", "/OLD/Good/", "/old/good/index.html/x", "/index.html"])
def test_an_alias_whose_address_is_taken_is_told(root: Path, alias: str) -> None:
    write_files(root, {"content/bad.md": write_article("B", "2012", aliases=[alias])})
    before = keep(root)
    ran = run("build", "-C", root)
    assert ran.code == 1
    assert_told(ran, r"content/\w+.md(:\d+)?: error: .*\[(address-taken|bad-alias)\]")
    assert "content/bad.md" in ran.err
    assert keep(root) == before


def test_links_to_folders_are_told_and_not_followed(root: Path) -> None:
    (root / "content" / "loop").symlink_to(root / "content")
    (root / "inbox").mkdir()
    (root / "inbox" / "loop").symlink_to(root / "inbox")
    ran = run("build", "-C", root)
    assert ran.code == 0
    assert_told(ran, "content/loop: warning: links to folders are not followed")
    ran = run("import", "-C", root, root / "inbox")
    assert "skipped: inbox/loop -> links to folders are not followed" in ran.out


def test_a_folder_called_as_an_article_is_a_folder(root: Path) -> None:
    write_files(root, {"content/folder.md/inside.md": write_article("Inside", "2012")})
    assert run("build", "-C", root).code == 0
    assert (root / "site" / "2012" / "inside.html").is_file()


CAPTURES: dict[str, tuple[str | bytes | Callable[[Path], object], str]] = {
    "an empty file": ("", "is empty"),
    "a binary": (bytes(range(256)) * 9, "is in no known format"),
    "a picture called text": (b"\x89PNG\r\n\x1a\n\0\0", "is in no known format"),
    "a file of 200 MB": (make_big, "is 200 MB; articles of up to 50 MB are read"),
    "NUL bytes": ("A headline\n\nSome\0words of a body.\n", "is in no known format"),
    "a symlink loop": (lambda path: path.symlink_to("bad.txt"), "can't be read: too many levels"),
    "a pipe": (os.mkfifo, "is neither a file nor a folder"),
}


@pytest.mark.parametrize("name", CAPTURES)
def test_a_bad_capture_stays_in_the_inbox_and_the_rest_is_published(root: Path, name: str) -> None:
    bad, said = CAPTURES[name]
    write_files(root, {"inbox/ferry.txt": write_capture("Ferry returns to the river")})
    path = root / "inbox" / "bad.txt"
    if callable(bad):
        bad(path)
    else:
        write_files(root, {"inbox/bad.txt": bad})
    ran = run("build", "-C", root)
    assert ran.code == 1
    assert_told(ran, f"inbox/bad.txt: error: {said}")
    assert os.path.lexists(path)
    assert (root / "site" / "2011/02/10/ferry-returns-to-the-river.html").is_file()
    assert run("import", "-C", root, path).code == 1


def test_a_lone_surrogate_in_a_capture_is_read_as_what_it_can_be(root: Path) -> None:
    """Captures come in any encoding: what isn't UTF-8 is another one, and the original keeps the bytes."""
    data = write_capture("Ferry returns to the river").encode() + b"\n\xed\xa0\x80\n"
    write_files(root, {"inbox/ferry.txt": data})
    ran = run("build", "-C", root)
    assert "Traceback" not in ran.said
    assert data in [*read_tree(root / "originals").values(), *read_tree(root / "inbox").values()]


def refuse_to_open(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    opened = io.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> Any:
        if str(path).endswith(f"/{name}"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(io, "open", refuse)
    monkeypatch.setattr(builtins, "open", refuse)


@pytest.mark.parametrize(("folder", "code"), [("content", 1), ("inbox", 1)])
def test_a_file_that_may_not_be_read_is_told(
    root: Path, folder: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(root, {f"{folder}/bad.md": GOOD})
    refuse_to_open(monkeypatch, "bad.md")
    before = keep(root)
    ran = run("build", "-C", root)
    assert ran.code == code
    assert_told(ran, f"{folder}/bad.md: error: can't be read: permission denied")
    assert keep(root) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("path", ["content/bad.md", "content/folder", "inbox/bad.md"])
def test_no_permission_is_told(root: Path, path: str) -> None:
    write_files(root, {"content/bad.md": GOOD, "content/folder/x.md": GOOD, "inbox/bad.md": GOOD})
    (root / path).chmod(0)
    ran = run("build", "-C", root)
    (root / path).chmod(0o700)
    assert ran.code == 1
    assert_told(ran, f"{path}: error: can't be read: permission denied")


def test_a_site_that_may_not_be_written_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if "site" in Path(target).parts:
            raise PermissionError(errno.EACCES, "Permission denied", "site/index.html")
        replace(source, target)

    write_files(root, {"content/new.md": write_article("New")})
    monkeypatch.setattr(os, "replace", refuse)
    ran = run("build", "-C", root)
    assert ran.code == 2
    assert_told(ran, "error: site/index.html can't be written: Permission denied")


SETTINGS = {
    'title = "A"\ntitel = "B"\n': 'error: backfile.toml:2: unknown setting "titel"',
    'title = "A"\npage_size = "many"\n': r'error: backfile.toml:2: setting "page_size" must be a number',
    "page_size = 0\n": 'error: backfile.toml:1: setting "page_size" is out of range',
    'title = "A"\nbase_url = "example.org"\n': "error: backfile.toml:2: base_url",
    'title = "A"\nlanguage = \n': "error: backfile.toml: .*line 2",
    'title = "\udcff"\n': "error: backfile.toml is not UTF-8",
}


@pytest.mark.parametrize("text", SETTINGS, ids=ascii)
@pytest.mark.parametrize("command", ["build", "check", "import"])
def test_settings_that_cannot_be_used_are_a_broken_set_up(root: Path, text: str, command: str) -> None:
    write_files(root, {"backfile.toml": text.encode("utf-8", "surrogateescape")})
    before = keep(root)
    ran = run(command, "-C", root, *([root / "content"] if command == "import" else []))
    assert ran.code == 2
    assert_told(ran, SETTINGS[text])
    assert keep(root) == before


TEMPLATES = {
    "\n\n{% if %}": r"templates/article.html:3: error: ",
    "{{ a\n": r"templates/article.html:\d: error: ",
    "\n{{ nowhere }}": r"templates/article.html:2: error: 'nowhere' is undefined",
    "\n{{ article.nowhere }}": r"templates/article.html:2: error: .*nowhere",
    '{% include "nowhere.html" %}': r"templates/article.html(:1)?: error: there is no template nowhere.html",
    '{% extends "nowhere.html" %}': r"templates/article.html(:1)?: error: there is no template nowhere.html",
    "\n\n{{ article.date | no_such_filter }}": r"templates/article.html:3: error: ",
    "\n{{ 1 // 0 }}": r"templates/article.html:2: error: ",
    "{% macro f() %}{{ f() }}{% endmacro %}\n{{ f() }}": r"templates/article.html:\d: error: ",
    "\udcff": r"templates/article.html: error: the template is not UTF-8",
}


@pytest.mark.parametrize("text", TEMPLATES, ids=ascii)
def test_a_broken_template_is_told_with_file_and_line(root: Path, text: str) -> None:
    write_files(root, {"templates/article.html": text.encode("utf-8", "surrogateescape")})
    write_files(root, {"content/new.md": write_article("New")})
    before = keep(root)
    ran = run("build", "-C", root)
    assert ran.code == 1
    assert_told(ran, TEMPLATES[text])
    assert keep(root) == before


@pytest.mark.parametrize("name", [".backfile", "site", "content", "inbox", "templates"])
def test_a_file_where_a_folder_should_be_is_told(root: Path, name: str) -> None:
    folder = root / name
    if folder.exists():
        folder.rename(root / "aside")
    folder.write_text("a file", "utf-8")
    ran = run("build", "-C", root)
    assert ran.code in {0, 1, 2}
    assert "Traceback" not in ran.said
    if name in {".backfile", "site", "content"}:
        assert ran.code > 0
        assert "hint: " in ran.err
    assert folder.read_text("utf-8") == "a file"


@pytest.mark.parametrize("command", ["build", "check", "import", "serve"])
def test_a_folder_that_is_no_archive_is_told(tmp_path: Path, command: str) -> None:
    ran = run(command, "-C", tmp_path, *(["x"] if command == "import" else []))
    assert ran.code == 2
    assert_told(ran, f"error: {tmp_path} is not an archive")
    assert not list(tmp_path.iterdir())


def test_no_traceback_reaches_the_terminal_of_a_process_either(root: Path) -> None:
    """The whole lot at once, in the encoding of a terminal that can't show it."""
    for name, (bad, _) in ARTICLES.items():
        path = root / "content" / f"{name}.md"
        if callable(bad):
            bad(path)
        else:
            write_files(root, {f"content/{name}.md": bad})
    write_files(root, {"content/мост.md": write_article("Мост", "2011-02-31"), "inbox/пусто.txt": ""})
    before = keep(root)
    command = [sys.executable, "-m", "backfile", "build", "-C", str(root)]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stdout + ran.stderr
    assert r"content/\u043c\u043e\u0441\u0442.md:3: error: " in ran.stderr
    assert "site/ is as it was" in ran.stderr
    assert keep(root) == before
