"""The walk and the catalog: only what changed is read, and nothing that changed is missed."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from archives import write_article, write_files
from backfile import scan as module
from backfile.archive import Archive, File
from backfile.catalog import Catalog
from backfile.entries import Parsed
from backfile.parallel import Workers
from backfile.scan import Scanned, scan
from backfile.work import parse_files


class Scans:
    """Scans an archive; `read` tells which files the last scan read."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.read = root, list[str]()
        monkeypatch.setattr(module, "parse_files", self._parse_files)

    def _parse_files(self, files: Sequence[File], root: str) -> list[Parsed]:
        self.read += [file.path for file in files]
        return parse_files(files, root)

    def scan(self) -> Scanned:
        self.read.clear()
        with Catalog(self.root / ".backfile" / "catalog.sqlite") as catalog, Workers(1) as workers:
            return scan(Archive(self.root), catalog, workers, lambda *_: None)

    def state(self) -> str:
        with Catalog(self.root / ".backfile" / "catalog.sqlite") as catalog:
            return catalog.state()

    def titles(self) -> list[str]:
        with Catalog(self.root / ".backfile" / "catalog.sqlite") as catalog:
            return [listed.card["title"] for listed in catalog.articles()]

    def write(self, **titles: str) -> None:
        """Write articles, and let the clock tick, so that the next scan can trust their times."""
        for name, title in titles.items():
            write_files(self.root, {f"content/{name}.md": write_article(title, "2011")})
        time.sleep(0.02)


@pytest.fixture
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scans:
    """An archive of three articles that were scanned."""
    scans = Scans(tmp_path, monkeypatch)
    scans.write(a="A", b="B", c="C")
    assert scans.scan().changed == 3
    assert scans.read == ["content/a.md", "content/b.md", "content/c.md"]
    return scans


def test_a_second_scan_reads_nothing(scans: Scans) -> None:
    state = scans.state()
    assert scans.scan() == Scanned((), 0, 0)
    assert scans.read == []
    assert scans.state() == state


def test_only_what_changed_is_read(scans: Scans) -> None:
    state = scans.state()
    write_files(scans.root, {"content/a/z.md": write_article("Z", "2010"), "originals/x.txt": "original"})
    scans.write(b="Bee")
    assert scans.scan().changed == 3
    assert scans.read == ["content/a/z.md", "content/b.md", "originals/x.txt"]
    assert scans.titles() == ["Z", "A", "Bee", "C"]
    assert scans.state() != state


def test_a_file_that_was_touched_is_read_and_found_the_same(scans: Scans) -> None:
    state = scans.state()
    (scans.root / "content" / "a.md").touch()
    assert scans.scan().changed == 0
    assert scans.read == ["content/a.md"]
    assert scans.state() == state


def test_what_is_gone_is_forgotten(scans: Scans) -> None:
    state = scans.state()
    for name in ("a", "c"):
        (scans.root / "content" / f"{name}.md").unlink()
    assert scans.scan() == Scanned((), 0, 2)
    assert scans.titles() == ["B"]
    assert scans.state() != state
    (scans.root / "content" / "b.md").rename(scans.root / "content" / "d.md")
    assert scans.scan().changed == 2
    assert scans.titles() == ["B"]


def test_an_equal_size_and_an_equal_time_hide_nothing(scans: Scans) -> None:
    """Each rewrite follows the scan before it as fast as it can, often within the same tick of the clock."""
    for number in range(10, 40):
        write_files(scans.root, {"content/a.md": write_article(f"A {number}", "2011")})
        scans.scan()
        assert scans.titles()[0] == f"A {number}"


@pytest.mark.parametrize(("later", "expected"), [(0, ["content/a.md"]), (1, [])])
def test_a_file_of_the_same_tick_as_the_scan_is_read_once_more(
    scans: Scans, later: int, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scans.write(a="A again")
    written = (scans.root / "content" / "a.md").stat().st_ctime_ns
    with monkeypatch.context() as patch:
        patch.setattr(module, "_touch_stamp", lambda path: written + later)
        scans.scan()
    scans.scan()
    assert scans.read == expected


def test_problems_are_met_again_at_each_scan_until_they_are_mended(scans: Scans) -> None:
    write_files(scans.root, {"content/b.md": write_article("B", "2011-02-31")})
    for _ in range(2):
        assert [problem.path for problem in scans.scan().problems] == ["content/b.md"]
        assert scans.titles() == ["A", "C"]
    scans.write(b="B")
    assert scans.scan().problems == ()
    assert scans.titles() == ["A", "B", "C"]


def test_a_warning_is_told_at_each_scan_and_is_no_change(scans: Scans) -> None:
    write_files(scans.root, {"content/b.md": "---\ntitle: B\nautors: [A]\ndate: 2011\n---\nx\n"})
    time.sleep(0.02)
    for changed in (1, 0, 0):
        scanned = scans.scan()
        assert [(problem.severity, problem.path) for problem in scanned.problems] == [("warning", "content/b.md")]
        assert scanned.changed == changed
    assert scans.titles() == ["A", "B", "C"]


def test_two_articles_with_one_address_are_a_problem_that_names_both(scans: Scans) -> None:
    write_files(scans.root, {"content/d.md": write_article("D", "2011", slug="A", status="withheld")})
    time.sleep(0.02)
    (problem,) = scans.scan().problems
    assert (problem.code, problem.path) == ("address-taken", "content/d.md")
    assert "content/a.md" in problem.message
    assert scans.scan() == Scanned((problem,), 0, 0), "it is told until it is mended"
    scans.write(d="D")
    assert scans.scan().problems == ()
    write_files(scans.root, {"content/d.md": write_article("D", "2011", slug="A")})
    assert [problem.code for problem in scans.scan().problems] == ["address-taken"]


def test_any_number_of_jobs_makes_the_same_catalog(tmp_path: Path) -> None:
    write_files(tmp_path, {f"content/{n % 7}/{n}.md": write_article(f"T{n}", str(1900 + n)) for n in range(210)})
    facts = []
    for jobs in (1, 2):
        state = tmp_path / f"{jobs}.sqlite"
        with Catalog(state) as catalog, Workers(jobs) as workers:
            scan(Archive(tmp_path), catalog, workers, lambda *_: None)
            facts.append((catalog.state(), [listed.facts for listed in catalog.articles()]))
    assert facts[0] == facts[1]
    assert len(facts[0][1]) == 210
