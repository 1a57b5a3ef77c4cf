"""`backfile serve`, as a person meets it: a process, a browser, files that change; and what it does in which order."""

import html
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from archives import PLAIN_THEME, make_archive, read_tree, run, write_article, write_capture, write_files
from backfile.archive import Archive
from backfile.catalog import Catalog
from backfile.host import Answer, Host
from backfile.model import Problem
from backfile.preview import Builder, Desk, Rebuilt
from backfile.watching import NOTHING, Changes


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview that runs: its archive and its port."""

    root: Path
    port: int
    process: "subprocess.Popen[bytes]"

    def fetch(self, path: str) -> tuple[int, str]:
        """The status and text of a page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait_for(self, path: str, text: str) -> str:
        """The page, once it has this text."""

        def look() -> str | None:
            page = self.fetch(path)[1]
            return page if text in page else None

        return wait_until(look, f"{path} never had {text!r}")

    def wait_for_good(self) -> None:
        wait_until(lambda: 'role="alert"' not in self.fetch("nowhere.html")[1] or None, "the problems never went")

    def wait_for_clean(self, beside: Path) -> None:
        """Until the site is what a build makes of a copy of the archive."""
        clean = beside / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        shutil.copytree(self.root, clean, ignore=shutil.ignore_patterns("site", ".backfile", "inbox"))
        assert run("build", "-C", clean).code == 0
        expected = read_tree(clean / "site")
        wait_until(lambda: read_tree(self.root / "site") == expected or None, "the site never was what it should be")


def wait_until(look: Callable[[], object], never: str) -> str:
    """What is found, once there is something; a file that goes meanwhile, or a server that isn't there yet, is none."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            found = look()
        except OSError:
            found = None
        if found is not None:
            return str(found)
        time.sleep(0.02)
    raise AssertionError(never)


def read(page: str) -> str:
    """The text of a page."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@contextmanager
def preview_of(root: Path, *options: str) -> Iterator[Preview]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "backfile", "serve", "-j", "1", "-p", str(port), "-C", str(root), *options]
    with (root / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            preview = Preview(root, port, process)
            wait_until(lambda: preview.fetch("")[0] == 200 or None, "nothing was ever served")
            yield preview
        finally:
            process.terminate()
    assert "Traceback" not in (root / "log").read_text("utf-8")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    files = {"content/a.md": write_article("First title", "2011"), "content/m.md": write_article("M", "2012-03")}
    root = make_archive(tmp_path_factory.mktemp("preview") / "archive", files)
    page = "<html><head></head><body>{{ page.title }}{{ body(article) }}</body></html>"
    write_files(root, {"templates/article.html": page})
    with preview_of(root) as preview:
        yield preview


def test_pages_are_served_with_the_script_that_reloads_them(preview: Preview) -> None:
    status, page = preview.fetch("2011/a.html")
    assert status == 200
    assert "livereload.js" in page
    assert preview.fetch("nowhere.html")[0] == 404
    assert "There is no such page" in preview.fetch("nowhere.html")[1]


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
        ("backfile.toml", '\ntitel = "x"', r"backfile\.toml:2: unknown setting .*titel"),
        ("backfile.toml", "\ntitle x", r"backfile\.toml:2: Expected .*at line 2"),
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
        assert re.search(said, read(page))
        assert "hint: " in page
        assert ('<span class="here">' in page) == bool(text)
        assert "title<p>Some words.</p>" in page.replace("\n", "")
        assert "livereload.js" in page
        status, missing = preview.fetch("2011/b.html")
        assert (status, 'role="alert"' in missing) == (404, True)
        assert re.search(said.rsplit(": ", maxsplit=1)[-1], (preview.root / "log").read_text("utf-8"))
    finally:
        file.unlink()
        if before is not None:
            write_files(preview.root, {path: before})
        preview.wait_for_good()


def test_drafts_are_shown_and_marked_and_in_no_file_of_the_site(preview: Preview) -> None:
    write_files(preview.root, {"content/d.md": write_article("Secret", "2011-03", status="draft")})
    try:
        assert "Draft, <a" in preview.wait_for("2011/03/d.html", "Secret")
        preview.wait_for("2011/a.html", 'href="/_drafts/">1 article is not published')
        assert "Secret" in preview.fetch("_drafts")[1]
        write_files(preview.root, {"content/d.md": write_article("Hidden", "2011-03", status="withheld")})
        assert "Withheld, <a" in preview.wait_for("2011/03/d.html", "Hidden")
        assert not [path for path, data in read_tree(preview.root / "site").items() if b"Hidden" in data]
        assert "withheld:" in (preview.root / "site/2011/03/d.html").read_text("utf-8")
        write_files(preview.root, {"content/d.md": write_article("Open", "2011-03")})
        assert "Withheld" not in preview.wait_for("2011/03/d.html", "Open")
    finally:
        (preview.root / "content/d.md").unlink()
    wait_until(lambda: preview.fetch("2011/03/d.html")[0] == 404 or None, "it never went")


def test_another_backfile_at_work_is_waited_for(preview: Preview) -> None:
    with Catalog(preview.root / ".backfile/catalog.sqlite"):
        write_files(preview.root, {"content/a.md": write_article("Written meanwhile", "2011")})
        preview.wait_for("2011/a.html", "another backfile is at work")
    preview.wait_for("2011/a.html", "Written meanwhile")
    preview.wait_for_good()
    assert (preview.root / "log").read_text("utf-8").count("another backfile is at work") == 1


def test_control_c_ends_it_without_a_word(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", {"content/a.md": write_article("A", "2011")})
    with preview_of(root) as preview:
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(10) == 0
    last = (root / "log").read_text("utf-8").splitlines()[-1]
    assert last == f"preview on http://127.0.0.1:{preview.port}/ (Ctrl-C ends it)"


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


def name(number: int) -> str:
    return f"content/{2000 + number % 4}/{number}.md"


def write(root: Path, numbers: range, title: str = "Title") -> None:
    write_files(root, {name(n): write_article(f"{title} {n}", f"{2000 + n % 4}-01", tags=["Ferry"]) for n in numbers})


@pytest.fixture(scope="module", params=["told", "looked for"])
def busy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of an archive in which a lot will change."""
    root = make_archive(tmp_path_factory.mktemp("busy") / "archive", {})
    write(root, range(40))
    with preview_of(root, *(["--poll"] if request.param == "looked for" else [])) as preview:
        yield preview


def replace(root: Path, path: str, text: str) -> None:
    """Save as many editors do: another file takes the name, the old one stays beside it for a while."""
    file, part, old = root / path, (root / path).with_name(".part"), (root / path).with_name(f"{file_name(path)}~")
    part.write_text(text, "utf-8")
    file.rename(old)
    part.rename(file)
    old.unlink()


def file_name(path: str) -> str:
    return path.rpartition("/")[2]


@pytest.mark.parametrize("busy", ["told"], indirect=True)
def test_whatever_is_done_to_files_and_folders_the_site_is_that_of_a_clean_build(busy: Preview, tmp_path: Path) -> None:
    root = busy.root
    for change in (
        lambda: replace(root, name(1), write_article("Saved by renaming", "2001-05")),
        lambda: (root / name(2)).rename(root / "content/moved.md"),
        (root / name(3)).unlink,
        lambda: (root / "content/2001").rename(root / "content/of 2001"),
        lambda: (root / "content/2002").rename(root.parent / "away"),
        lambda: (root.parent / "away").rename(root / "content/back again"),
        lambda: shutil.rmtree(root / "content/2003"),
        lambda: (root / "content").rename(root / "content away"),
        lambda: (root / "content away").rename(root / "content"),
        lambda: write_files(root, {"templates/home.html": "Another home"}),
        lambda: shutil.rmtree(root / "templates"),
        lambda: (shutil.rmtree(root / ".backfile", ignore_errors=True), write(root, range(4, 5), "Without a cache")),
        lambda: write_files(root, {"backfile.toml": "ascii_slugs = true"}),
        lambda: write_files(root, {"templates/home.html": "A third home", "backfile.toml": "page_size = 5"}),
    ):
        change()
        busy.wait_for_clean(tmp_path)


def test_a_burst_of_changes_ends_at_the_site_of_a_clean_build(busy: Preview, tmp_path: Path) -> None:
    shutil.rmtree(busy.root / "content")
    shutil.copytree(PLAIN_THEME, busy.root / "templates", dirs_exist_ok=True)
    for title in ("Checked out", "Checked out again"):
        write(busy.root, range(1_000), title)
    busy.wait_for_clean(tmp_path)


# What it does, and in which order: the rest is driven by hand.


BAD = Problem("error", "bad-date", "content/a.md", 3, "is wrong")
RESTLESS = Problem("error", "changed-meanwhile", "content/a.md", None, "changed while the site was built")


class Watched(Host):
    """A host that serves nothing, and counts how often browsers were to load their pages anew."""

    def __init__(self) -> None:
        self.on_top, self.on_own, self.reloads = "", "", 0
        self.find_newer = lambda _: None
        self.seen = deque[str]()

    def reload(self) -> None:
        self.reloads += 1


@dataclass
class Played:
    """A desk whose rebuilds have prepared results, the last one for ever."""

    results: list[Rebuilt]

    def __post_init__(self) -> None:
        self.asked: list[Changes] = []
        self.host = Watched()
        self.desk = Desk(Archive(Path("/nowhere")), Builder(self.rebuild), self.host)

    def rebuild(self, changed: Changes) -> Rebuilt:
        self.asked.append(changed)
        return self.results.pop(0) if len(self.results) > 1 else self.results[0]

    def meet(self, *values: str | None) -> None:
        """What the watch tells: paths, None, or for an empty text nothing."""
        for value in values:
            self.desk.meet(None if value is None else frozenset(value.split()))


def test_browsers_load_a_page_anew_when_the_site_has_changed() -> None:
    played = Played([Rebuilt(), Rebuilt(changed=False), Rebuilt()])
    played.meet(None, "", "")
    assert (played.asked, played.host.reloads) == ([None], 1)
    played.meet("a", "")
    assert (played.asked[1:], played.host.reloads) == ([{"a"}], 1)
    played.meet("b c")
    assert (played.asked[2:], played.host.reloads) == ([{"b", "c"}], 2)


def test_a_page_that_is_not_published_may_be_what_has_changed() -> None:
    played = Played([Rebuilt(), Rebuilt(changed=False, unpublished=2), Rebuilt(changed=False)])
    played.meet(None, "a")
    assert played.host.reloads == 2
    assert "2 articles are" in played.host.on_own
    played.meet("a")
    assert (played.host.reloads, played.host.on_own) == (3, "")


def test_problems_are_shown_when_the_watch_has_nothing_more_to_tell() -> None:
    played = Played([Rebuilt((BAD,), changed=False)])
    played.meet(None)
    assert (played.host.reloads, played.host.on_top) == (0, "")
    played.meet("")
    assert played.host.reloads == 1
    assert "content/a.md" in played.host.on_top
    played.meet("", "")
    assert len(played.asked) == played.host.reloads == 1


def test_a_file_that_was_half_written_shows_no_problem() -> None:
    played = Played([Rebuilt((BAD,), changed=False), Rebuilt()])
    played.meet(None, "content/a.md", "", "")
    assert (played.host.reloads, played.host.on_top) == (1, "")


def test_what_changed_before_a_failed_build_is_told_again() -> None:
    played = Played([Rebuilt(), Rebuilt((BAD,)), Rebuilt((BAD,)), Rebuilt(), Rebuilt()])
    played.meet(None, "a", "b", "", "c", "d")
    assert played.asked == [None, {"a"}, {"a", "b"}, {"a", "b", "c"}, {"d"}]
    played = Played([Rebuilt((BAD,)), Rebuilt()])
    played.meet(None, "", "a", "b")
    assert played.asked == [None, None, {"b"}]


def test_what_changed_during_a_build_is_built_again_without_a_word() -> None:
    played = Played([Rebuilt(), Rebuilt((RESTLESS,)), Rebuilt((RESTLESS,)), Rebuilt()])
    played.meet(None, "a", "", "", "")
    assert (played.asked, played.host.reloads) == ([None, {"a"}, {"a"}, {"a"}], 2)


def test_what_never_rests_is_a_problem_in_the_end() -> None:
    played = Played([Rebuilt((RESTLESS,))])
    played.meet("a", *[""] * 20)
    assert len(played.asked) == 6
    assert "changed while the site was built" in played.host.on_top


def test_what_was_in_the_way_is_tried_again_after_a_while() -> None:
    blocked = Rebuilt((Problem("error", "broken-set-up", "backfile", None, "another is at work"),), blocked=True)
    played = Played([blocked, blocked, Rebuilt()])
    played.meet(None, "")
    assert "another is at work" in played.host.on_top
    played.meet(*[""] * 49)
    assert len(played.asked) == 1
    played.meet(*[""] * 200)
    assert (played.asked, played.host.on_top) == ([None] * 3, "")


def test_pages_are_sought_and_built_one_after_the_other() -> None:
    played = Played([Rebuilt()])
    builder = Builder(played.rebuild, find_page=lambda address: Answer(address.encode()))
    host = Watched()
    desk = Desk(Archive(Path("/nowhere")), builder, host)
    assert host.find_beside("a.html") == Answer(b"a.html")
    desk.meet(NOTHING)
    assert played.asked == []


@pytest.mark.parametrize("changed", ["templates/article.html", "backfile.toml content/a.md", None])
def test_pages_that_are_looked_at_are_shown_before_the_others_are_made(changed: str | None, tmp_path: Path) -> None:
    write_files(tmp_path, {f"site/{name}.html": name for name in "abc"})
    pages = {"a.html": None, "b.html": b"newer", "c.html": b"c"}
    events: list[str] = []
    host = Watched()
    host.seen.extend(pages)

    def rebuild(_: Changes) -> Rebuilt:
        newer = [host.find_newer(address) for address in pages]
        events.append(f"rebuilt with {newer} after {host.reloads}")
        return Rebuilt()

    def render_now(address: str) -> bytes | None:
        events.append(address)
        return pages[address]

    desk = Desk(Archive(tmp_path), Builder(rebuild, render_now=render_now), host)
    desk.meet(frozenset(changed.split()) if changed else None)
    assert events == [*pages, f"rebuilt with {[None, Answer(b'newer'), None]} after 1"]
    assert (host.find_newer("b.html"), host.reloads) == (None, 2)


@pytest.mark.parametrize("changed", ["content/a.md", "templates/assets/style.css", "tags.txt"])
def test_after_other_changes_no_page_is_made_first(changed: str) -> None:
    host = Watched()
    host.seen.append("a.html")
    Desk(Archive(Path("/nowhere")), Builder(lambda _: Rebuilt(), render_now=pytest.fail), host).meet(
        frozenset([changed])
    )
    assert host.reloads == 1
