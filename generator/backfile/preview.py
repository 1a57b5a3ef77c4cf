"""The preview, whole: a site that is served, watched over, rebuilt and reloaded.

In: an archive, and functions that build its site and find pages outside it. Out: the site on 127.0.0.1, as it is after
each change; while the material has problems, the last good one with the problems on top of each page. Everything that
builds runs here, one after the other and where Ctrl-C is heard; only what serves has a thread of its own. It knows
nothing of how a site is built.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from threading import Lock

from backfile.archive import SETTINGS, Archive
from backfile.host import Answer, Host
from backfile.model import Problem
from backfile.overlay import show_count, show_problems
from backfile.themefiles import ASSETS
from backfile.watching import NOTHING, Changes, merge, watch_archive

# What becomes right by itself: the next look at the file finds it at rest.
_RESTLESS = frozenset({"changed-meanwhile"})
_PATIENCE = 5
# So many ticks of the watch after something was in the way of a build, it is tried again: some two seconds.
_RETRY = 50


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of a rebuild: the errors; whether any file of the site has other bytes now; how many articles aren't
    published, and the addresses of those that are withheld; whether the same build may do better later (another program
    is at work in the archive)."""

    problems: tuple[Problem, ...] = ()
    changed: bool = True
    unpublished: int = 0
    withheld: frozenset[str] = frozenset()
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Builder:
    """What the preview needs of those who know how a site is built. It calls one of them at a time.

    rebuild      builds the site; told the paths below the archive that changed since the last build without errors,
                 or None if anything may have
    find_page    what is served at an address that the site doesn't have
    render_now   a page of the site as it will be after a change of templates or settings, or None
    """

    rebuild: Callable[[Changes], Rebuilt]
    find_page: Callable[[str], Answer | None] = lambda _: None
    render_now: Callable[[str], bytes | None] = lambda _: None


def serve(
    archive: Archive,
    port: int,
    builder: Builder,
    announce: Callable[[], None],
    warn: Callable[[str], None],
    open_browser: bool = False,
    polling: bool = False,
) -> None:
    """Build, announce, then serve and rebuild until interrupted. Raises BackfileError if the port is taken."""
    host = Host(archive.site, port)
    archive.site.mkdir(exist_ok=True)
    desk = Desk(archive, builder, host)
    with closing(watch_archive(archive.root, polling, warn)) as watch:
        # The watch begins first, so that it sees what changes during the build too.
        desk.meet(next(watch))
        host.start(open_browser)
        try:
            announce()
            for changed in watch:
                desk.meet(changed)
        finally:
            host.stop()


class Desk:
    """Meets what the watch tells, value by value: builds, and says what browsers shall see."""

    def __init__(self, archive: Archive, builder: Builder, host: Host) -> None:
        self._archive, self._builder, self._host = archive, builder, host
        self._lock = Lock()
        host.find_beside = self._find_beside
        # What changed since the last build without errors; whatever a failed build has left out is told again.
        self._due: Changes = NOTHING
        self._shown = Rebuilt()
        self._unshown: Rebuilt | None = None
        self._tries = 0
        self._idle = 0

    def meet(self, changed: Changes) -> None:
        if changed != NOTHING:
            self._tries = 0
            self._rebuild(changed)
        elif self._unshown and self._is_restless(self._unshown):
            self._tries += 1
            self._rebuild(NOTHING)
        elif self._unshown:
            self._show(self._unshown)
        elif self._shown.blocked:
            self._idle += 1
            if self._idle % _RETRY == 0:
                self._rebuild(NOTHING)

    def _is_restless(self, rebuilt: Rebuilt) -> bool:
        return self._tries < _PATIENCE and any(problem.code in _RESTLESS for problem in rebuilt.problems)

    def _rebuild(self, changed: Changes) -> None:
        self._due = merge(self._due, changed)
        with self._lock:
            if changed is None or any(map(_is_of_every_page, changed)):
                self._show_ahead()
            rebuilt = self._builder.rebuild(self._due)
        self._host.find_newer = lambda _: None
        if rebuilt.problems:
            # A file in the midst of being written may be what is wrong: shown when the watch has nothing more to tell.
            self._unshown = rebuilt
            return
        self._due = NOTHING
        self._show(rebuilt)

    def _show(self, rebuilt: Rebuilt) -> None:
        before, self._shown, self._unshown, self._idle = self._shown, rebuilt, None, 0
        self._host.on_top = show_problems(rebuilt.problems, self._archive.root)
        self._host.on_own = show_count(rebuilt.unpublished)
        self._host.beside = rebuilt.withheld
        # A page that isn't published may have changed without a change of the site.
        if rebuilt.changed or rebuilt.problems != before.problems or rebuilt.unpublished or before.unpublished:
            self._host.reload()

    def _show_ahead(self) -> None:
        """Show the pages that people look at before all others are made."""
        made = {address: self._builder.render_now(address) for address in list(self._host.seen)}
        newer = {address: Answer(data) for address, data in made.items() if data and self._is_news(address, data)}
        if newer:
            self._host.find_newer = newer.get
            self._host.reload()

    def _is_news(self, address: str, data: bytes) -> bool:
        try:
            return (self._archive.site / address).read_bytes() != data
        except OSError:
            return False

    def _find_beside(self, address: str) -> Answer | None:
        with self._lock:
            return self._builder.find_page(address)


def _is_of_every_page(path: str) -> bool:
    return path == SETTINGS or (path.startswith("templates/") and not path.startswith(f"templates/{ASSETS}/"))
