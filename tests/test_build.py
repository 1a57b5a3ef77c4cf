"""The whole build: an incremental one makes what a clean one makes, whoever and wherever builds."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from archives import look, make_archive, read_tree, run, write_article, write_capture, write_files
from backfile import render as render_module
from backfile.archive import Archive
from backfile.build import build as build_site
from backfile.ledger import parse_ledger
from backfile.manifest import Manifest
from backfile.parallel import Workers
from backfile.settings import Settings, read_settings
from backfile.work import render_pages

SAMPLE = Path(__file__).parents[1] / "content"
TAGS = ["Korea", "korea", "Zürich", "zurich", "C", "C++", "Мосты", "나루터"]
DATES = ["", "1998", "1998~", "1998-02", "1998-02-10", "1998-02-11T09:30:00+02:00", "2011-02-10", "2011"]
SETTINGS = 'base_url = "https://example.org/"\npage_size = 3\nhome_size = 4\nfeed_size = 3\npublish_originals = true\n'


def build(root: Path, *arguments: object) -> str:
    ran = run("build", "-C", root, *arguments)
    assert ran.code == 0, ran.said
    return ran.out


def write_random(chance: random.Random, name: str) -> str:
    body = f"Words {chance.random()}. [Another](a{chance.randrange(9)}.md#part), ![map](map.png)."
    fields: dict[str, object] = {
        "tags": chance.sample(TAGS, chance.randrange(4)),
        "authors": chance.sample(["Nora Bell", "NORA BELL", "김나루"], chance.randrange(2)),
        "section": chance.choice(["", "News"]),
        "status": chance.choice(["published"] * 4 + ["withheld", "draft"]),
        "aliases": chance.choice([[], [], [f"/old/{name}/"]]),
    }
    return write_article(f"Title {chance.randrange(99)}", chance.choice(DATES), body, **fields)


def edit(chance: random.Random, root: Path) -> None:
    """Something that a person would do to an archive."""
    content = root / "content"
    names = sorted(path.stem for path in content.glob("*.md"))
    name, new = chance.choice(names), f"a{chance.randrange(1000)}"
    match chance.choice(["add", "add", "body", "whole", "remove", "rename", "settings", "picture", "nothing"]):
        case "add":
            write_files(content, {f"{new}.md": write_random(chance, new)})
        case "body":
            with (content / f"{name}.md").open("a") as stream:
                stream.write("\nOne more.\n")
        case "whole":
            write_files(content, {f"{name}.md": write_random(chance, name)})
        case "remove" if len(names) > 1:
            (content / f"{name}.md").unlink()
        case "rename" if new not in names:
            text = (content / f"{name}.md").read_text("utf-8").replace(f"/old/{name}/", f"/old/{new}/")
            (content / f"{name}.md").unlink()
            write_files(content, {f"{new}.md": text})
        case "settings":
            write_files(root, {"backfile.toml": f'title = "Title {chance.randrange(3)}"\n{SETTINGS}'})
        case "picture":
            write_files(content, {"map.png": bytes([chance.randrange(2)])})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive of nine articles of many kinds, and a picture that some show."""
    chance = random.Random(5)
    articles = {f"content/a{number}.md": write_random(chance, f"a{number}") for number in range(9)}
    return make_archive(tmp_path / "archive", {**articles, "content/map.png": b"\x89PNG"}, SETTINGS)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_edits_an_incremental_build_makes_what_a_clean_one_makes(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    for step in range(20):
        for _ in range(chance.randrange(1, 4)):
            edit(chance, root)
        build(root)
        clean = root.with_name(f"clean-{step}")
        shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".backfile"))
        build(clean)
        assert read_tree(root / "site") == read_tree(clean / "site"), f"step {step}"


# What an archive's own template may do with the body of an article.
BODIES = [
    "{{ body(article) }}",
    "<pre>{{ body(article) }}</pre> {{ body(article) }}",
    "{{ body(article) | upper }}",
    "{{ body(article) | truncate(30) }}",
    "{{ body(article) | indent }}",
    "{{ body(article, absolute=true) }}",
    "{{ body(article) }} {{ body(article, absolute=true) }}",
    "{% if previous %}{{ body(article) }}{% endif %}",
    "no body",
]


def edit_in_site(chance: random.Random, root: Path) -> None:
    """What somebody does to an article's page by hand, in such a way that only its bytes tell."""
    page = chance.choice(sorted((root / "site").rglob("a[0-9]*.html")))
    page.write_bytes(page.read_bytes().replace(b"Words", b"Wards"))


@pytest.mark.parametrize("seed", [1, 2])
def test_bodies_that_are_taken_from_the_published_pages_change_no_byte(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    write_files(
        root, {"content/a0.md": write_article("Title", body="Words 0. ![far](http://example.com/a.png)\n\n<b>!")}
    )
    shutil.rmtree(root / "templates")
    build(root, "--jobs", 1)
    for step in range(14):
        for _ in range(chance.randrange(3)):
            edit(chance, root)
        others = f"remote_images = {chance.choice(['true', 'false'])}\n"
        write_files(root, {"backfile.toml": f'title = "Title {chance.randrange(3)}"\n{others}{SETTINGS}'})
        text = f"<i>{step}</i> {chance.choice([BODIES[0], *BODIES])}"
        extended = '{% extends "default/article.html" %}{% block body %}'
        write_files(root, {"templates/article.html": f"{extended}{text}{{% endblock %}}"})
        if chance.random() < 0.5:
            edit_in_site(chance, root)
        build(root, "--jobs", 1)
        clean = root.with_name(f"clean-{step}")
        shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".backfile"))
        build(clean, "--jobs", 1)
        assert read_tree(root / "site") == read_tree(clean / "site"), f"step {step}"


def test_who_knows_what_changed_is_spared_the_walk(root: Path) -> None:
    chance = random.Random(3)
    build(root)
    for step in range(20):
        before = read_tree(root / "content")
        for _ in range(chance.randrange(1, 4)):
            edit(chance, root)
        after = read_tree(root / "content")
        changed = {f"content/{path}" for path in before.keys() | after if before.get(path) != after.get(path)}
        settings = read_settings(root / "backfile.toml")
        with Workers(1) as workers:
            result = build_site(
                Archive(root), settings, workers, lambda *_: None, changed_paths=frozenset({*changed, "backfile.toml"})
            )
        assert not result.problems
        clean = root.with_name(f"clean-{step}")
        shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".backfile"))
        build(clean)
        assert read_tree(root / "site") == read_tree(clean / "site"), f"step {step}"


def test_a_folder_that_changed_stands_for_all_below_it(root: Path) -> None:
    write_files(root, {f"content/1998/{name}.md": write_article(name, "1998-02-10") for name in "bcd"})
    build(root)
    (root / "content/1998").rename(root / "content/1999")
    paths = frozenset({"content/1998", "content/1999", "content/1999/b.md", "content/.hidden", "site/index.html"})
    with Workers(1) as workers:
        result = build_site(
            Archive(root), read_settings(root / "backfile.toml"), workers, lambda *_: None, changed_paths=paths
        )
    assert (result.parsed, result.written > 0, result.problems) == (3, True, ())
    assert "0 written" in build(root)


def test_the_inbox_waits_for_a_build_that_is_told_of_it(root: Path) -> None:
    build(root)
    write_files(root, {"inbox/capture.txt": write_capture("Roof waits for spring")})
    for paths, left in (({"content/a1.md"}, True), ({"inbox/capture.txt"}, False)):
        with Workers(1) as workers:
            settings = read_settings(root / "backfile.toml")
            build_site(Archive(root), settings, workers, lambda *_: None, changed_paths=frozenset(paths))
        assert (root / "inbox/capture.txt").exists() == left


def test_where_the_catalog_was_made_anew_all_is_looked_at_whatever_is_named(root: Path) -> None:
    build(root)
    before = read_tree(root / "site")
    shutil.rmtree(root / ".backfile")
    with Workers(1) as workers:
        settings = read_settings(root / "backfile.toml")
        build_site(Archive(root), settings, workers, lambda *_: None, changed_paths=frozenset({"content/a1.md"}))
    assert read_tree(root / "site") == before


def test_nothing_is_written_when_nothing_changed(root: Path) -> None:
    build(root)
    before = look(root / "site")
    assert " 0 written" in build(root)
    (root / "content" / "a1.md").touch()
    assert " 0 written" in build(root)
    assert look(root / "site") == before


def test_only_what_changed_is_written(root: Path) -> None:
    build(root)
    before = look(root / "site")
    write_files(root, {"content/map.png": b"new"})
    assert "1 written" in build(root)
    changed = {Path(path).name for path, seen in look(root / "site").items() if before[path] != seen}
    assert changed == {"map.png", "manifest-sha256.txt"}


def test_the_cache_may_be_deleted_at_any_moment(root: Path) -> None:
    build(root)
    before, seen = read_tree(root / "site"), look(root / "site")
    shutil.rmtree(root / ".backfile")
    assert " 0 written" in build(root)
    assert read_tree(root / "site") == before
    pages = [path for path in seen if not path.endswith("manifest-sha256.txt")]
    assert all(look(root / "site")[path] == seen[path] for path in pages)
    for name in ("catalog.sqlite", "manifest.sqlite"):
        (root / ".backfile" / name).write_bytes(b"damaged " * 500)
        build(root)
        assert read_tree(root / "site") == before


def test_the_record_names_every_page_with_its_digest(root: Path) -> None:
    build(root)
    tree = read_tree(root / "site")
    record = tree.pop("manifest-sha256.txt").decode()
    assert record == "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(tree.items()))


@pytest.mark.parametrize("damage", [b"", b"cut off", None])
def test_a_page_that_was_damaged_in_the_site_is_made_again(root: Path, damage: bytes | None) -> None:
    build(root)
    before = read_tree(root / "site")
    if damage is None:
        (root / "site" / "index.html").unlink()
    else:
        (root / "site" / "index.html").write_bytes(damage)
    assert "1 written" in build(root)
    assert read_tree(root / "site") == before


def test_any_number_of_jobs_makes_the_same_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches are small here, so that every worker has some."""
    monkeypatch.setitem(Workers.map.__kwdefaults__ or {}, "batch", 3)
    trees = []
    for jobs in (1, 2, 5):
        shutil.rmtree(root / ".backfile", ignore_errors=True)
        shutil.rmtree(root / "site", ignore_errors=True)
        build(root, "--jobs", jobs)
        trees.append(read_tree(root / "site"))
    assert trees[0] == trees[1] == trees[2]


def build_with(root: Path, executor: Executor | None) -> dict[str, bytes]:
    """The site that an executor makes, from nothing, of all that the sample archive and the default theme have."""
    for folder in ("site", ".backfile"):
        shutil.rmtree(root / folder, ignore_errors=True)
    settings = Settings(language="cs", base_url="https://example.org/")
    with Workers(4, executor) as workers:
        result = build_site(Archive(root), settings, workers, lambda stage, done, total: None)
    assert not result.failed
    return read_tree(root / "site")


def test_every_executor_makes_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads share what modules remember, and are switched here as often as they can be."""
    root = tmp_path / "archive"
    shutil.copytree(SAMPLE, root / "content")
    monkeypatch.setitem(Workers.map.__kwdefaults__ or {}, "batch", 3)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as executor:
            threads = build_with(root, executor)
    finally:
        sys.setswitchinterval(interval)
    assert threads == build_with(root, Serial())
    assert threads == build_with(root, None)


class Serial(Executor):
    """Does the work at once."""

    def submit(self, function: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        return future


def test_a_build_that_is_stopped_while_it_plans_has_nothing_else_to_say(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unraisable: list[object] = []
    whole = Workers.map

    def stop(workers: Workers, function: Any, items: Iterator[Any], *arguments: Any, **options: Any) -> Iterator[Any]:
        if function is not render_pages:
            yield from whole(workers, function, items, *arguments, **options)
            return
        while next(items).page.template != "day.html":
            pass
        raise KeyboardInterrupt

    monkeypatch.setattr(Workers, "map", stop)
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    assert run("build", "-C", root).code == 130
    assert unraisable == []


def test_time_zone_locale_hash_seed_and_umask_change_no_byte(root: Path) -> None:
    write_files(root, {"inbox/capture.txt": write_capture("Ferry returns to the river")})
    shutil.copytree(root, root.with_name("there"))
    there = root.with_name("there")
    build(root)
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "LANG": "tr_TR.UTF-8"}
    command = [sys.executable, "-m", "backfile", "build", "-j", "1", "-C", str(there)]
    ran = subprocess.run(command, env={**os.environ, **elsewhere}, umask=0o077, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    for folder in ("site", "content", "originals"):
        assert read_tree(root / folder) == read_tree(there / folder)


def test_what_the_inbox_holds_is_published_by_the_same_build(root: Path) -> None:
    write_files(root, {"inbox/capture.txt": write_capture("Ferry returns to the river")})
    assert "1 made" in build(root)
    assert (root / "site/2011/02/10/ferry-returns-to-the-river.html").is_file()
    assert (root / "site/originals/2011/02/ferry-returns-to-the-river.txt").is_file()


def test_a_failed_build_changes_neither_the_site_nor_what_the_next_one_does(root: Path) -> None:
    build(root)
    before = look(root / "site")
    write_files(root, {"content/new.md": write_article("New", "2012"), "templates/month.html": "\n{{ nowhere }}"})
    (root / "content" / "a1.md").unlink()
    ran = run("build", "-C", root)
    assert ran.code == 1
    assert "templates/month.html:2: error" in ran.err
    assert "site/ is as it was" in ran.err
    assert look(root / "site") == before
    shutil.copy(root / "templates" / "year.html", root / "templates" / "month.html")
    build(root)
    assert (root / "site" / "2012" / "new.html").is_file()


def test_a_foreign_file_in_the_way_stays_and_stops_the_build(root: Path) -> None:
    build(root)
    write_files(root, {"site/2012/new.html": "mine", "content/new.md": write_article("New", "2012")})
    before = read_tree(root / "site")
    ran = run("build", "-C", root)
    assert ran.code == 1
    assert "site/2012/new.html: error: is in the way; Backfile did not write it [foreign-file]" in ran.err
    assert read_tree(root / "site") == before


def test_a_dry_run_says_what_would_change_and_why_and_changes_nothing(root: Path) -> None:
    assert "new: index.html" in build(root, "--dry-run")
    assert not (root / "site").exists()
    build(root)
    before = look(root / "site")
    write_files(root, {"content/new.md": write_article("New", "2012"), "templates/404.html": "changed"})
    (root / "site" / "index.html").unlink()
    old = root / "site" / "dates" / "index.html"
    for path in sorted((root / "content").glob("*.md")):
        if "published" in path.read_text("utf-8") and "1998" in path.read_text("utf-8"):
            path.unlink()
            break
    said = build(root, "--dry-run")
    assert "new: 2012/new.html\n" in said
    assert "changed: 404.html (template)\n" in said
    assert "changed: dates/index.html (context)\n" in said
    assert "changed: index.html (not in site/ as it was published)\n" in said
    assert "removed: 1998/" in said
    assert "pages to make: " in said
    assert look(root / "site") == {path: seen for path, seen in before.items() if not path.endswith("site/index.html")}
    assert old.exists()


CRASHES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "before the journal is closed": lambda patch: patch.setattr(Manifest, "closing", stop),
    "before the record is written": lambda patch: patch.setattr("backfile.publish.write_record", stop),
    "before anything is moved": lambda patch: patch.setattr("backfile.publish._move_file", stop),
    "before anything is committed": lambda patch: patch.setattr(Manifest, "commit_journal", stop),
}


def stop(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("moment", CRASHES)
@pytest.mark.parametrize("lost", [False, True])
def test_a_build_that_was_stopped_is_finished_by_the_next(
    root: Path, moment: str, lost: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root)
    write_files(root, {"content/new.md": write_article("New", "2012"), "content/map.png": b"new"})
    (root / "content" / "a1.md").unlink()
    with monkeypatch.context() as patch:
        CRASHES[moment](patch)
        assert run("build", "-C", root).code == 130
    if lost:
        shutil.rmtree(root / ".backfile" / "staging", ignore_errors=True)
    # What was edited between the two builds counts too.
    write_files(root, {"content/newer.md": write_article("Newer", "2013")})
    before = look(root / "site")
    build(root, "--dry-run")
    assert look(root / "site") == before
    was_published = moment != "before anything is committed"
    assert ("an earlier build was stopped half way: finished it" in build(root)) == was_published
    clean = root.with_name("clean")
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".backfile"))
    build(clean)
    assert read_tree(root / "site") == read_tree(clean / "site")


def test_a_dry_run_tells_of_the_inbox_and_leaves_it(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "a", {"inbox/ferry.txt": "Ferry", "content/a.md": write_article("A", "1999")})
    ran = run("build", "--dry-run", "--archive", root)
    assert "a build would import what lies in inbox/ first (files: 1)" in ran.out
    assert (root / "inbox" / "ferry.txt").is_file()


def test_an_original_that_changed_is_told_and_not_published(tmp_path: Path) -> None:
    files = {"inbox/ferry.txt": write_capture("Ferry returns to the river")}
    root = make_archive(tmp_path / "a", files, "publish_originals = true\n")
    assert run("build", "--archive", root).code == 0
    (original,) = (root / "originals").rglob("*.txt")
    published = root / "site" / original.relative_to(root)
    assert published.read_bytes() == original.read_bytes()
    original.write_bytes(original.read_bytes() + b"!")
    ran = run("build", "--archive", root)
    assert ran.code == 0
    assert f"{original.relative_to(root)}: warning: isn't the file that content/" in ran.err
    assert "[original-changed]" in ran.err
    assert not published.exists()


def test_what_an_import_left_out_is_told_with_the_ledger_that_has_it(tmp_path: Path) -> None:
    files = {"inbox/ferry.txt": write_capture("Ferry returns to the river")}
    root = make_archive(tmp_path / "a", files)
    said = run("build", "--archive", root).out
    (ledger,) = (root / "originals").rglob("*.ledger.tsv")
    lines = len(parse_ledger(ledger.read_text("utf-8")))
    assert f"({lines} line{'s' * (lines > 1)} left out: {ledger.relative_to(root)})" in said


# How much work a change makes. A timer can't guard that on a busy machine; counts can.


def write_month(root: Path, count: int) -> None:
    """Articles of one year, a day each, whose tags, authors and sections recur."""
    for number in range(count):
        text = write_article(
            f"Article {number}",
            f"2011-{number // 28 + 1:02}-{number % 28 + 1:02}",
            f"Words of {number}.",
            tags=[f"tag {number % 7}"],
            authors=[f"Author {number % 5}"],
            section="News",
        )
        write_files(root, {f"content/{number:03}.md": text})


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# In an archive of 200 articles with 839 pages: the change, and how many files may be read, pages planned, rendered, and
# written with other bytes. That is the article and its neighbours, those to which it may be related, the indexes that
# hold it, and the few pages that always are planned. Of these 89 are files of the search, which take no look at any
# article to plan; those with a word of the article are made.
WORK: dict[str, tuple[Callable[[Path], object], tuple[int, int, int, int]]] = {
    "nothing": (lambda root: None, (0, 0, 0, 0)),
    "a body": (lambda root: replace_in(root / "content/100.md", "Words of", "More words of"), (1, 121, 14, 7)),
    "a title": (lambda root: replace_in(root / "content/100.md", "Article 100", "Another"), (1, 129, 20, 18)),
    "a tag": (lambda root: replace_in(root / "content/100.md", '"tag 2"', '"tag 3"'), (1, 140, 26, 26)),
    "a date": (lambda root: replace_in(root / "content/100.md", "2011-04-17", "2011-05-17"), (1, 137, 70, 70)),
    "one added": (lambda root: shutil.copy(root / "content/100.md", root / "content/100b.md"), (1, 127, 78, 78)),
    "one removed": (lambda root: (root / "content/100.md").unlink(), (0, 129, 80, 80)),
    "a touched file": (lambda root: (root / "content/100.md").touch(), (1, 0, 0, 0)),
    "a setting": (lambda root: replace_in(root / "backfile.toml", "Test", "Toast"), (0, 839, 839, 1)),
    "a template": (lambda root: write_files(root, {"templates/day.html": "{{ period }}"}), (0, 839, 200, 200)),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_archive(tmp_path_factory.mktemp("built") / "archive", {}, "page_size = 20\n")
    write_month(root, 200)
    time.sleep(0.02)  # so that the scan can trust the files' times
    build(root)
    return root


@pytest.mark.parametrize("name", WORK)
def test_a_change_makes_no_more_work_than_it_must(built: Path, tmp_path: Path, name: str) -> None:
    change, most = WORK[name]
    root = shutil.copytree(built, tmp_path / "archive")
    build(root)  # a copy has other times
    change(root)
    time.sleep(0.02)
    build(root, "--report", tmp_path / "report")
    report = json.loads((tmp_path / "report").read_text("utf-8"))
    done = tuple(report[key] for key in ("parsed", "planned", "rendered", "written"))
    assert all(number <= limit for number, limit in zip(done, most, strict=True)), (done, most)


# How many articles' bodies may be read from Markdown: those of the articles that changed, or that moved.
BODIES_READ: dict[str, tuple[Callable[[Path], object], int]] = {
    "a body": (lambda root: replace_in(root / "content/100.md", "Words of", "More words of"), 1),
    "a title": (lambda root: replace_in(root / "content/100.md", "Article 100", "Another"), 1),
    "a date": (lambda root: replace_in(root / "content/100.md", "2011-04-17", "2011-05-17"), 1),
    "one added": (lambda root: shutil.copy(root / "content/100.md", root / "content/100b.md"), 1),
    "one removed": (lambda root: (root / "content/100.md").unlink(), 0),
    "a setting": (lambda root: replace_in(root / "backfile.toml", "Test", "Toast"), 0),
    "remote images": (lambda root: write_files(root, {"backfile.toml": "page_size = 20\nremote_images = true\n"}), 200),
    "a template": (
        lambda root: write_files(root, {"templates/article.html": "{{ page.title }}{{ body(article) }}"}),
        0,
    ),
    "a page's bytes": (lambda root: replace_in(root / "site/2011/04/17/100.html", "Words of", "Wards of"), 0),
    "a page's size": (lambda root: replace_in(root / "site/2011/04/17/100.html", "Words of", "My own"), 1),
    "the site and a template": (
        lambda root: (
            replace_in(root / "site/2011/04/17/100.html", "Words of", "Wards of"),
            write_files(root, {"templates/article.html": "{{ body(article) }}"}),
        ),
        1,
    ),
}


@pytest.mark.parametrize("name", BODIES_READ)
def test_markdown_is_read_again_only_where_it_must(
    built: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, expected = BODIES_READ[name]
    root = shutil.copytree(built, tmp_path / "archive")
    build(root, "--jobs", 1)
    change(root)
    time.sleep(0.02)
    bodies: list[str] = []
    render_body = render_module.render_body
    monkeypatch.setattr(render_module, "render_body", lambda *about: (bodies.append(about[0]), render_body(*about))[1])
    build(root, "--jobs", 1)
    assert len(bodies) == expected


def test_colors_and_fonts_change_one_style_sheet_and_warn_of_faint_text(tmp_path: Path) -> None:
    root = make_archive(tmp_path, {"content/a.md": write_article("A", "1998")}, '[colors]\naccent = "#123456"\n')
    shutil.rmtree(root / "templates")
    assert run("build", "-C", root).code == 0
    style = (root / "site/assets/look.css").read_text("utf-8")
    assert "(prefers-color-scheme: light) {\n  :root {\n    --accent: #123456;\n  }\n}" in style
    assert 'href="../assets/look.css"' in (root / "site/1998/a.html").read_text("utf-8")
    settings = root / "backfile.toml"
    settings.write_text(settings.read_text("utf-8").replace("#123456", "#eeeeee"), "utf-8")
    ran = run("build", "-C", root)
    assert "1 written" in ran.out
    assert "backfile.toml:3: warning: colors: accent on paper has a contrast of 1.1" in ran.err


SECRET = "The witness lives behind the harbour with two of her sons."


def test_a_sentence_of_a_withheld_article_stops_the_build_wherever_it_stands(tmp_path: Path) -> None:
    held = write_article("Held", "2011", f"{SECRET} More of it.", status="withheld")
    files = {"content/held.md": held, "content/a.md": write_article("A", "2011", f"He said: *{SECRET}*")}
    root = make_archive(tmp_path / "archive", files)
    ran = run("build", "-C", root)
    assert ran.code == 1
    assert "content/a.md: error: site/2011/a.html would show a sentence of content/held.md" in ran.err
    assert "[withheld-text]" in ran.err
    assert not (root / "site").exists() or not read_tree(root / "site")
    write_files(root, {"content/a.md": write_article("A", "2011"), "templates/assets/own.txt": SECRET})
    assert "site/assets/own.txt" in run("build", "-C", root).err
    (root / "templates/assets/own.txt").unlink()
    build(root)
    assert (root / "site/2011/held.html").is_file()
    assert not [path for path, data in read_tree(root / "site").items() if b"witness" in data or b"Held" in data]


def test_pages_that_quote_an_article_are_found_when_it_becomes_withheld(tmp_path: Path) -> None:
    told = write_article("A", "2011", SECRET)
    files = {"content/a.md": told, "content/b.md": write_article("B", "2012", f"Before. {SECRET} Behind.")}
    root = make_archive(tmp_path / "archive", files)
    build(root)
    before = read_tree(root / "site")
    write_files(root, {"content/a.md": told.replace("---\n\n", "withheld:\n  reason: Asked for.\n---\n\n")})
    ran = run("build", "-C", root)
    assert ran.code == 1
    assert "content/b.md: error: site/2012/b.html would show a sentence of content/a.md" in ran.err
    assert read_tree(root / "site") == before
    quotable = f"withheld:\n  reason: Asked for.\n  quotable:\n  - {SECRET}\n---\n\n"
    write_files(root, {"content/a.md": told.replace("---\n\n", quotable)})
    build(root)
    assert "Asked for." in (root / "site/2011/a.html").read_text("utf-8")
    write_files(root, {"content/a.md": told})
    build(root)
    assert read_tree(root / "site") == before


def test_a_ledger_that_changed_changes_the_page_that_shows_it(tmp_path: Path) -> None:
    root = make_archive(
        tmp_path / "archive", {"inbox/a.txt": write_capture("Ferry returns")}, "publish_originals = true\n"
    )
    shutil.rmtree(root / "templates")
    build(root)
    (ledger,) = (root / "originals").rglob("*.ledger.tsv")
    (page,) = [path for path in (root / "site").rglob("*.html") if "are not in the article" in path.read_text("utf-8")]
    ledger.write_text(ledger.read_text("utf-8") + "900\tnotice\tby hand\tA notice on its own\n", "utf-8")
    assert "1 written" in build(root)
    assert "A notice on its own" in page.read_text("utf-8")
    ledger.unlink()
    build(root)
    assert "A notice on its own" not in page.read_text("utf-8")


def test_a_picture_of_another_shape_changes_the_page_that_shows_it(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="30"></svg>'
    template = "{{ article.images[0].width }} x {{ article.images[0].height }}"
    files = {"content/a.md": write_article("A", "2011", images=[{"file": "a.svg"}]), "content/a.svg": svg.format(40)}
    root = make_archive(tmp_path / "archive", files)
    write_files(root, {"templates/article.html": template})
    build(root)
    assert (root / "site/2011/a.html").read_text("utf-8") == "40 x 30"
    write_files(root, {"content/a.svg": svg.format(90)})
    build(root)
    assert (root / "site/2011/a.html").read_text("utf-8") == "90 x 30"
    clean = make_archive(tmp_path / "clean", files | {"content/a.svg": svg.format(90)})
    write_files(clean, {"templates/article.html": template})
    build(clean)
    assert read_tree(root / "site") == read_tree(clean / "site")
