"""Which planned pages are stale: those without the published fingerprint, and why."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from backfile.fingerprints import Fingerprints
from backfile.manifest import Manifest
from backfile.model import Output, Page
from backfile.stale import Change, Planned


class Prints:
    """Fingerprints that say what a page's context is."""

    def of(self, page: Page) -> str:
        return f"program.settings.template.{page.context}.source"


def plan(manifest: Manifest, pages: Iterable[Page]) -> Planned:
    return Planned(manifest, cast(Fingerprints, Prints()), pages)


def pages(**contexts: str) -> list[Page]:
    return [Page(f"{name}.html", "a.html", context) for name, context in contexts.items()]


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Manifest]:
    """A manifest of three published pages, in the midst of the next build."""
    with Manifest(tmp_path / "manifest.sqlite", tmp_path / "record") as opened:
        opened.begin()
        for job in plan(opened, pages(a="1", b="1", c="1")).stale():
            opened.note_output(Output(job.page.path, job.fingerprint, f"digest of {job.page.path}", 1), True)
        opened.commit_journal("state")
        with opened.closing():
            pass
        opened.unlimit()
        opened.begin()
        yield opened


def test_a_page_is_stale_without_the_published_fingerprint(manifest: Manifest) -> None:
    manifest.forget(["c.html"])
    planned = plan(manifest, pages(a="1", b="2", c="1", d="1"))
    jobs = [(job.page.path, job.standing) for job in planned.stale()]
    assert jobs == [("b.html", "digest of b.html"), ("c.html", ""), ("d.html", "")], "what was forgotten isn't trusted"
    assert (planned.seen, planned.found, planned.all_problems()) == (4, 3, [])


def test_changes_say_what_would_be_done_and_why(manifest: Manifest) -> None:
    manifest.forget(["c.html"])
    assert list(plan(manifest, pages(b="2", c="1", d="1")).changes()) == [
        Change("b.html", "changed", "context"),
        Change("c.html", "changed", "not in site/ as it was published"),
        Change("d.html", "new"),
        Change("a.html", "removed", "nothing makes it any more"),
    ]


def test_two_pages_with_one_address_are_met(manifest: Manifest) -> None:
    planned = plan(manifest, [*pages(x="1"), *pages(X="1")])
    assert [job.page.path for job in planned.stale()] == ["x.html"]
    assert [problem.code for problem in planned.all_problems()] == ["address-taken"]


def test_planners_that_are_stopped_are_closed(manifest: Manifest) -> None:
    ended: list[Any] = []

    def endless() -> Iterator[Page]:
        try:
            yield from pages(x="1", y="1")
        finally:
            ended.append(True)

    planned = plan(manifest, endless())
    next(planned.stale())
    planned.close()
    assert ended
