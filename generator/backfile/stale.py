"""Which of the planned pages are stale, and why.

In: pages, as planners stream them, and the manifest. Out: a `Job` for each page whose fingerprint isn't the published
one, and what a build would do with all of them. Two pages with one address are met here. Renders nothing.
"""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from backfile.fingerprints import Fingerprints, explain
from backfile.manifest import Manifest
from backfile.model import Page, Problem
from backfile.work import Job


@dataclass(frozen=True, slots=True)
class Change:
    """What a build did, or would do, with one page: "new", "changed" or "removed", and why."""

    path: str
    action: str
    why: str = ""


class Planned:
    """The planned pages, entered into the manifest one by one; which are stale is seen while they stream by. `seen`
    and `found` count all of them and the stale ones."""

    def __init__(self, manifest: Manifest, fingerprints: Fingerprints, pages: Iterable[Page]) -> None:
        self._manifest, self._fingerprints, self._pages = manifest, fingerprints, pages
        self._problems: list[Problem] = []
        self.seen = self.found = 0

    def stale(self) -> Iterator[Job]:
        """The pages whose fingerprint isn't the published one."""
        for page in self._pages:
            self.seen += 1
            if problem := self._manifest.plan_page(page):
                self._problems.append(problem)
                continue
            fingerprint = self._fingerprints.of(page)
            old = self._manifest.find_output(page.path)
            if old is None or old.fingerprint != fingerprint:
                self.found += 1
                standing = (old.digest, old.body) if old is not None and old.fingerprint else ()
                yield Job(page, fingerprint, *standing)

    def close(self) -> None:
        """Stop planning: planners that were stopped in the midst would ask a catalog that is closed by then."""
        if isinstance(self._pages, Generator):
            self._pages.close()

    def changes(self) -> Iterator[Change]:
        """What a build would do, and why."""
        for job in self.stale():
            old = self._manifest.find_output(job.page.path)
            if old is None:
                yield Change(job.page.path, "new")
            else:
                why = (
                    explain(old.fingerprint, job.fingerprint) if old.fingerprint else "not in site/ as it was published"
                )
                yield Change(job.page.path, "changed", why)
        yield from (Change(path, "removed", "nothing makes it any more") for path in self._manifest.dead())

    def all_problems(self) -> list[Problem]:
        """The collisions, once every page has streamed by."""
        return [*self._problems, *self._manifest.folder_collisions()]
