"""`backfile serve`, as a person meets it: a process, a browser, files that change."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archives import make_archive, run, write_article, write_capture, write_files


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview that runs: its archive and its port."""

    root: Path
    port: int

    def fetch(self, path: str, host: str = "") -> tuple[int, str]:
        """The status and text of a page."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}")
        if host:
            request.add_header("Host", host)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait_for(self, path: str, text: str) -> str:
        """The page, once it has this text."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            try:
                page = self.fetch(path)[1]
            except OSError:
                page = ""
            if text in page:
                return page
            time.sleep(0.1)
        raise AssertionError(f"{path} never had {text!r}")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    files = {"content/a.md": write_article("First title", "2011")}
    root = make_archive(tmp_path_factory.mktemp("preview") / "archive", files)
    page = "<html><head></head><body>{{ page.title }}{{ body(article) }}</body></html>"
    write_files(root, {"templates/article.html": page})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "backfile", "serve", "-j", "1", "-p", str(port), "-C", str(root)]
    with (root / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            preview = Preview(root, port)
            preview.wait_for("2011/a.html", "First title")
            yield preview
        finally:
            process.terminate()
    assert "Traceback" not in (root / "log").read_text("utf-8")


def test_pages_are_served_with_the_script_that_reloads_them(preview: Preview) -> None:
    status, page = preview.fetch("2011/a.html")
    assert status == 200
    assert "livereload.js" in page
    assert preview.fetch("")[0] == 200
    assert preview.fetch("nowhere.html")[0] == 404
    assert "There is no such page" in preview.fetch("nowhere.html")[1]


def test_nothing_outside_the_site_is_served(preview: Preview) -> None:
    for path in ("../backfile.toml", "%2e%2e/backfile.toml", "..%2fbackfile.toml"):
        status, page = preview.fetch(path)
        assert status in {403, 404}
        assert 'title = "' not in page


def test_an_edited_article_is_rebuilt(preview: Preview) -> None:
    write_files(preview.root, {"content/a.md": write_article("Second title", "2011")})
    assert "Second title" in preview.wait_for("2011/a.html", "Second title")


def test_a_new_capture_in_the_inbox_is_imported(preview: Preview) -> None:
    write_files(preview.root, {"inbox/ferry.txt": write_capture("Ferry returns to the river")})
    preview.wait_for("2011/02/10/ferry-returns-to-the-river.html", "Nobody could remember")
    assert not (preview.root / "inbox" / "ferry.txt").exists()


def test_a_changed_template_and_setting_are_seen(preview: Preview) -> None:
    write_files(preview.root, {"templates/404.html": "Nothing at {{ site.title }}.", "backfile.toml": 'title = "Here"'})
    preview.wait_for("nowhere.html", "Nothing at Here.")


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("content/b.md", write_article("B", "2011-02-31"), r"content/b\.md:3: date .*\[bad-date\]"),
        ("templates/month.html", "\n{{ nowhere }}", r"templates/month\.html:2: .*nowhere.*\[template-error\]"),
        ("backfile.toml", 'titel = "x"', r"backfile\.toml:1: unknown setting .*titel"),
        ("inbox/empty.txt", "", r"inbox/empty\.txt: is empty \[empty\]"),
    ],
)
def test_what_is_broken_is_shown_and_the_last_good_site_stays_up(
    preview: Preview, path: str, text: str, said: str
) -> None:
    file = preview.root / path
    before = file.read_text("utf-8") if file.exists() else None
    try:
        write_files(preview.root, {path: text})
        page = preview.wait_for("2011/a.html", 'role="alert"')
        assert re.search(said, page)
        assert "hint: " in page
        assert "title<p>Some words.</p>" in page.replace("\n", "")
        assert "livereload.js" in page
        assert preview.fetch("nowhere.html")[0] == 404
        assert re.search(said.replace(": ", ": (error: )?", 1), (preview.root / "log").read_text("utf-8"))
    finally:
        file.unlink()
        if before is not None:
            write_files(preview.root, {path: before})
    deadline = time.monotonic() + 15
    while 'role="alert"' in preview.fetch("2011/a.html")[1]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.parametrize(("host", "status"), [("localhost:1", 200), ("evil.example", 403), ("evil.example:80", 403)])
def test_only_this_machine_is_answered_by_its_own_name(preview: Preview, host: str, status: int) -> None:
    assert preview.fetch("2011/a.html", host)[0] == status


def test_a_port_that_is_taken_is_said(preview: Preview) -> None:
    ran = run("serve", "-p", preview.port, "-C", preview.root)
    assert ran.code == 2
    assert f"port {preview.port} can't be used" in ran.err
    assert "hint: choose another: --port" in ran.err


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_wrong_usage(port: str) -> None:
    ran = run("serve", "-p", port)
    assert ran.code == 2
    assert "usage: backfile serve" in ran.err
