import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from backfile import importers
from backfile.errors import BackfileError
from backfile.importers import IMPORTERS, choose_importer
from backfile.model import Capture, Importer, Problem

FOLDER = Path("/nowhere")
PAGE = b"<!DOCTYPE html>\n<html><body><p>Hello</p></body></html>"
ARTICLE = b"---\ntitle: Hello\n---\n\nWorld\n"


def choose(name: str, data: bytes) -> str | None:
    importer = choose_importer(Capture(name, data, FOLDER))
    return importer.name if importer else None


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"Hello", "text"),
        ("a.text", b"Hello", "text"),
        ("a", b"Hello", "text"),
        ("a.html", PAGE, "html"),
        ("a.htm", b"<p>Hello", "html"),
        ("a.xhtml", b"<?xml version='1.0'?>\n<html xmlns='x'>", "html"),
        ("a.md", b"Hello", "markdown"),
        ("a.markdown", ARTICLE, "markdown"),
    ],
)
def test_the_suffix_decides_where_the_content_does_not(name: str, data: bytes, expected: str) -> None:
    assert choose(name, data) == expected


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", PAGE, "html"),
        ("a.md", PAGE, "html"),
        ("a.txt", ARTICLE, "markdown"),
        ("a.txt", b"+++\ntitle = 'Hello'\n+++\n\nWorld\n", "markdown"),
        ("a.html", b"Hello", "text"),
        ("a.txt", b"---\n\nHello\n\n---\n", "text"),
        ("a.txt", "\ufeffHello".encode("utf-16-le"), "text"),
        ("a.txt", b"\xef\xbb\xbf<!-- saved from url=(0019)https://example.org -->\n<html>", "html"),
        ("a.txt", b"", "text"),
    ],
)
def test_the_content_counts_before_the_suffix(name: str, data: bytes, expected: str) -> None:
    assert choose(name, data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.4",
        b"PK\x03\x04",
        b"\xff\xd8\xff\xe0",
        b"text with a \0 in it",
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
    ],
)
def test_no_importer_reads_a_binary_file(data: bytes) -> None:
    assert [choose(name, data) for name in ("a.txt", "a.html", "a.md", "a.pdf")] == [None] * 4


def test_names_and_versions_are_fit_for_provenance() -> None:
    assert [f"{importer.name}/{importer.version}" for importer in IMPORTERS] == ["html/1", "markdown/1", "text/1"]


def read_nothing(capture: Capture) -> Problem:
    return Problem("error", "no-article", capture.name, None, "nothing")


def install(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("sure", value, "backfile.importers")
    monkeypatch.setattr(importers, "entry_points", lambda group: [point] if group == "backfile.importers" else [])
    importers.load_importers.cache_clear()


SURE = Importer("sure", "3", lambda capture: 1.0 if capture.name.endswith(".sure") else 0.0, read_nothing)
NO_IMPORTER = "no importer"


def test_an_installed_importer_takes_part(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, f"{__name__}:SURE")
    try:
        assert (choose("a.sure", PAGE), choose("a.html", PAGE)) == ("sure", "html")
    finally:
        importers.load_importers.cache_clear()


def test_an_entry_point_that_is_no_importer_is_a_broken_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, f"{__name__}:NO_IMPORTER")
    try:
        with pytest.raises(BackfileError, match="sure"):
            choose("a.txt", b"Hello")
    finally:
        importers.load_importers.cache_clear()


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, backfile.importers; print(sorted({'numpy', 'py3langid'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
