"""Live reload; home of livereload (and of Tornado, which it serves with).

In: an archive and a function that rebuilds it. Out: the site on 127.0.0.1, rebuilt when a file of the archive changes,
the browser reloaded. The last good site stays up; while the material has problems, each page shows them. It knows
nothing of how a site is built.
"""

import html
import logging
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.web import HTTPError

from backfile.archive import Archive, File, walk
from backfile.errors import BackfileError
from backfile.model import Problem

HOST = "127.0.0.1"
_HOSTS = {"127.0.0.1", "localhost"}
_WATCHED = ("backfile.toml", "content", "inbox", "templates")
_BANNER = """\
<details open role="alert" style="position:fixed;inset:0 0 auto 0;z-index:9999;max-height:60vh;overflow:auto;margin:0;
padding:1rem 1.5rem;background:#7a1210;color:#fff;font:15px/1.5 ui-monospace,monospace;text-align:left">
<summary style="cursor:pointer;font-weight:bold">This is the last good site: the archive has problems.</summary>
<ul style="margin:.5rem 0 0;padding-left:1.2rem">{problems}</ul></details>"""
_EMPTY = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Preview</title></head>
<body>There is no such page.</body></html>"""

# The 404 page starts all its links from the site's public address; here the site is elsewhere.
_BASE = re.compile('<base href="[^"]*">')

Rebuild = Callable[[], tuple[Problem, ...]]


def serve(archive: Archive, port: int, open_browser: bool, rebuild: Rebuild, announce: Callable[[], None]) -> None:
    """Build, announce, then serve and rebuild until interrupted. Raises BackfileError if the port is taken."""
    _try_port(port)
    archive.site.mkdir(exist_ok=True)
    state = _State(rebuild)
    # The watcher looks first, so that it sees what changes during the build too.
    watcher = _ArchiveWatcher(archive, state)
    state.rebuild()
    server = _Server(watcher=watcher)
    server.SFH = type("_Handler", (_PreviewHandler,), {"state": state})
    # livereload drops reloads that follow each other within three seconds; here each one follows a rebuild.
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0
    announce()
    server.serve(port=port, host=HOST, root=str(archive.site), open_url_delay=0.5 if open_browser else None)


def _try_port(port: int) -> None:
    """Say that a port can't be used before the work of a build, not after."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise BackfileError(f"port {port} can't be used: {error.strerror}", "choose another: --port 8001") from None


class _State:
    """The problems of the last rebuild."""

    def __init__(self, rebuild: Rebuild) -> None:
        self._rebuild = rebuild
        self.problems: tuple[Problem, ...] = ()

    def rebuild(self) -> None:
        self.problems = tuple(problem for problem in self._rebuild() if problem.severity == "error")

    def banner(self) -> str:
        return _BANNER.format(problems="".join(map(_describe, self.problems))) if self.problems else ""


def _describe(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    hint = f"<br>hint: {html.escape(problem.hint)}" if problem.hint else ""
    return f"<li>{html.escape(f'{place}: {problem.message} [{problem.code}]')}{hint}</li>"


class _Server(Server):  # type: ignore[misc]
    def _setup_logging(self) -> None:
        """Only what goes wrong is of interest beside the build's own messages."""
        logging.getLogger("tornado.access").setLevel(logging.ERROR)


class _ArchiveWatcher(Watcher):  # type: ignore[misc]
    """Tells livereload when the archive's files aren't what they were, after having rebuilt the site."""

    def __init__(self, archive: Archive, state: _State) -> None:
        super().__init__()
        self._archive, self._state = archive, state
        self._seen = self._look()
        self.watch(str(archive.root))

    def examine(self) -> tuple[str | None, str | None]:
        if self._changes:
            return self._changes.pop()  # type: ignore[no-any-return]
        now = self._look()
        if now == self._seen:
            return None, None
        self._seen = now
        self._state.rebuild()
        self.filepath = "*"
        return self.filepath, None

    def _look(self) -> list[File]:
        """Size and times of every file that a build reads."""
        found: list[File] = []
        for name in _WATCHED:
            path = self._archive.root / name
            if path.is_file():
                stat = os.stat(path)  # noqa: PTH116
                found.append(File(name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
            else:
                found.extend(entry for entry in walk(self._archive.root, name) if isinstance(entry, File))
        return found


class _PreviewHandler(StaticFileHandler):  # type: ignore[misc]
    """Serves the site as a static host would; with problems, each page shows them."""

    state: _State

    def prepare(self) -> None:
        """Another site's page must not reach the preview by a name of its own (DNS rebinding)."""
        if self.request.host.rpartition(":")[0] not in _HOSTS and self.request.host not in _HOSTS:
            raise HTTPError(403)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> str | None:
        """Nothing is cached; and Tornado would make it of a file, which a page with problems on it isn't."""
        return None

    async def get(self, path: str, include_body: bool = True) -> None:
        banner = self.state.banner()
        page = self._find_page(path)
        if not banner or not (page is None or page.suffix == ".html"):
            await super().get(path, include_body)
            return
        self._send(page, banner, 200 if page else 404)

    def write_error(self, status_code: int, **_: Any) -> None:
        page = Path(self.root) / "404.html"
        self._send(page if status_code == 404 and page.is_file() else None, self.state.banner(), status_code)

    def _find_page(self, path: str) -> Path | None:
        page = Path(self.root) / path
        if page.is_dir():
            page /= "index.html"
        inside = page.resolve().is_relative_to(Path(self.root).resolve())
        return page if inside and page.is_file() else None

    def _send(self, page: Path | None, banner: str, status: int) -> None:
        text = _BASE.sub('<base href="/">', page.read_text("utf-8")) if page else _EMPTY
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(text.replace("</body>", banner + "</body>"))
