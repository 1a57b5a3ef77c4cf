"""Serves a site as a static host would, on this machine only, and reloads browsers; home of livereload and of Tornado.

In: the site's folder, and what is to be shown on top of its pages. Out: answers on 127.0.0.1 by a thread of its own, so
that the last good site is served while the next one is built. Another site's page can't reach it, be it by a name of
its own for this address. It builds nothing and changes no file.
"""

import asyncio
import html
import logging
import mimetypes
import os
import re
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple
from urllib.parse import urljoin

from livereload import Server
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.routing import HostMatches, Rule
from tornado.web import Application, ErrorHandler, HTTPError
from tornado.websocket import WebSocketHandler

from backfile.errors import BackfileError
from backfile.overlay import put_on_top
from backfile.urls import HOME, NOT_FOUND

HOST = "127.0.0.1"
_NAMES = r"(127\.0\.0\.1|localhost)"
_EMPTY = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Preview</title></head>
<body>{}</body></html>"""
# A page at an old address: where it leads.
_REFRESH = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]+)">')
# The 404 page starts all its links from the path of the site's public address; here the site is elsewhere.
_BASE = re.compile(rb'<base href="[^"]*">')
# Not every system knows what these are.
_TYPES = {".avif": "image/avif", ".webp": "image/webp", ".woff2": "font/woff2", ".md": "text/markdown"}


class Answer(NamedTuple):
    """What is served at an address that the site doesn't have, or the address where it is now."""

    data: bytes
    is_page: bool = True
    redirect: str = ""


# Told an address, it finds what is served there instead of what the site has, or where it has nothing.
Find = Callable[[str], Answer | None]


def _find_none(_: str) -> Answer | None:
    return None


class Host:
    """Serves the site in the folder `root`. Its port is taken at once; raises BackfileError if it can't be.

    on_top       HTML that stands on every page
    on_own       HTML that stands on the site's own pages beside it
    find_newer   finds pages that are newer than those of the site; asked for every page, so it must be quick
    find_beside  finds what the site doesn't have; asked in a thread of its own
    beside       addresses at which the site has a page that gives way to what `find_beside` finds
    seen         the addresses of the pages asked for last, the last one at the end
    """

    def __init__(self, root: Path, port: int) -> None:
        self.root, self.port = root, port
        self.on_top = self.on_own = ""
        self.find_newer: Find = _find_none
        self.find_beside: Find = _find_none
        self.beside: frozenset[str] = frozenset()
        self.seen: deque[str] = deque(maxlen=3)
        self._news = _News()
        try:
            self._sockets = bind_sockets(port, HOST)
        except OSError as error:
            raise BackfileError(f"port {port} can't be used: {error.strerror}", "choose another: --port 8001") from None

    def start(self, open_browser: bool) -> None:
        """Serve from now on."""
        Thread(target=self._serve, args=(open_browser,), daemon=True).start()
        self._news.is_heard.wait()

    def reload(self) -> None:
        """Let browsers load their pages anew; may be called by any thread."""
        self._news.tell()

    def stop(self) -> None:
        self._news.end()

    def _serve(self, open_browser: bool) -> None:
        asyncio.set_event_loop(asyncio.new_event_loop())
        # livereload drops reloads that follow each other within three seconds; here each one follows a rebuild.
        LiveReloadHandler.DEFAULT_RELOAD_TIME = 0
        _Server(self._application, self._sockets, self._news).serve(
            port=self.port, host=HOST, open_url_delay=0.5 if open_browser else None
        )

    def _application(self) -> Application:
        pages = {"path": str(self.root), "default_filename": HOME, "host": self}
        handlers = [
            (r"/livereload", _Reloads),
            (r"/livereload\.js", LiveReloadJSHandler),
            (r"/(.*)", _Pages, pages),
        ]
        # Another site may have this address under a name of its own (DNS rebinding).
        return Application([Rule(HostMatches(_NAMES), handlers), (r".*", ErrorHandler, {"status_code": 403})])

    def dress(self, page: bytes, is_own: bool) -> bytes:
        """A page with what stands on top of it, and the script that reloads it."""
        # The script takes the port from its own address, but not the one that addresses don't name.
        script = f'<script async src="/livereload.js{"?port=80" if self.port == 80 else ""}"></script>'
        return put_on_top(page, (self.on_own if is_own else "") + self.on_top + script)


class _News(Watcher):  # type: ignore[misc]
    """A watcher for livereload that is told of changes instead of looking for them."""

    def __init__(self) -> None:
        super().__init__()
        self.watch("the site")  # else livereload would watch the current folder
        self.is_heard = Event()
        self._loop: IOLoop | None = None
        self._callback: Callable[[], None] = lambda: None

    def start(self, callback: Callable[[], None]) -> bool:
        self._loop, self._callback = IOLoop.current(), callback
        self.is_heard.set()
        return True

    def examine(self) -> tuple[str, None]:
        self.filepath = "*"
        return self.filepath, None

    def tell(self) -> None:
        if self._loop:
            self._loop.add_callback(self._callback)

    def end(self) -> None:
        if self._loop:
            self._loop.add_callback(self._loop.stop)


class _Server(Server):  # type: ignore[misc]
    """livereload's server, with an application of ours."""

    def __init__(self, make: Callable[[], Application], sockets: list[Any], watcher: Watcher) -> None:
        super().__init__(watcher=watcher)
        self._make, self._sockets = make, sockets

    def application(self, *_: object, **__: object) -> None:
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = True
        self.watcher.start(LiveReloadHandler.poll_tasks)  # livereload does so for the first server of a process only
        HTTPServer(self._make()).add_sockets(self._sockets)

    def _setup_logging(self) -> None:
        """Only what goes wrong is of interest beside the build's own messages."""
        logging.getLogger("tornado.access").setLevel(logging.ERROR)


class _Reloads(LiveReloadHandler):  # type: ignore[misc]
    """The connection by which a page is told to load itself anew."""

    def check_origin(self, origin: str) -> bool:
        """Pages of other sites aren't told when somebody works here."""
        return WebSocketHandler.check_origin(self, origin)


class _Pages(StaticFileHandler):  # type: ignore[misc]
    """The site's files; what isn't a page, and redirects to folders, are Tornado's own matter."""

    def initialize(self, host: Host, **options: Any) -> None:
        super().initialize(**options)
        self.host = host

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> str | None:
        """Nothing is cached; and Tornado would make it of a file, which a page with problems on it isn't."""
        return None

    def get_content_type(self) -> str:
        suffix = os.path.splitext(self.absolute_path)[1].lower()  # noqa: PTH122
        return _TYPES.get(suffix) or str(super().get_content_type())

    async def get(self, path: str, include_body: bool = True) -> None:
        address = path + HOME if path == "" or path.endswith("/") else path
        if "\0" in address or address.startswith("/"):
            raise HTTPError(404)
        place = os.path.join(self.root, address)  # noqa: PTH118  (functions of os.path never raise for a name)
        if _is_page(address):
            self.host.seen.append(address)
            if newer := self.host.find_newer(address):
                self._send(newer.data)
                return
        if self._is_outside(place):
            raise HTTPError(404)
        if address in self.host.beside:
            await self._send_beside(path, address)
            return
        if found := await self._find_moved(path, place):
            self.redirect(found.redirect, permanent=True)
        elif os.path.isfile(place) and _is_page(address):  # noqa: PTH113
            try:
                self._send_own(Path(place).read_bytes())
            except OSError:  # it went just now
                raise HTTPError(404) from None
        elif target := self._find_target(place):
            self.redirect(urljoin(f"{self.request.path}/", target), permanent=True)
        elif os.path.exists(place):  # noqa: PTH110
            await super().get(path, include_body)
        else:
            await self._send_beside(path, address)

    async def _find_moved(self, path: str, place: str) -> Answer | None:
        """What was at an address with a query on a site whose place this one takes. The reload of a style sheet has one
        too, which is no question."""
        if not self.request.query or (os.path.isfile(place) and not _is_page(place)):  # noqa: PTH113
            return None
        return await self._find_beside(f"{path}?{self.request.query}")

    def _find_target(self, place: str) -> str:
        """Where the folder of an old address leads that was asked for without the slash at its end; or empty."""
        index = os.path.join(place, HOME)  # noqa: PTH118
        if not os.path.isfile(index) or self._is_outside(index):  # noqa: PTH113
            return ""
        found = _REFRESH.search(Path(index).read_bytes(), 0, 1000)
        return html.unescape(found[1].decode()) if found else ""

    def _send_own(self, page: bytes) -> None:
        """A page of the site; where it is one at an old address, servers with rules lead on at once."""
        if found := _REFRESH.search(page, 0, 1000):
            self.redirect(html.unescape(found[1].decode()), permanent=True)
        else:
            self._send(page)

    async def _send_beside(self, path: str, address: str) -> None:
        found = await self._find_beside(address)
        if found is None and path and await self._find_beside(f"{path}/{HOME}"):
            self.redirect(f"{self.request.path}/", permanent=True)
            return
        if found is None:
            raise HTTPError(404)
        if found.redirect:
            self.redirect(found.redirect, permanent=True)
            return
        if found.is_page:
            self._send(found.data, is_own=False)
            return
        kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
        self.set_header("Content-Type", _TYPES.get(os.path.splitext(address)[1].lower()) or kind)  # noqa: PTH122
        self.finish(found.data)

    async def _find_beside(self, address: str) -> Answer | None:
        return await asyncio.to_thread(self.host.find_beside, address)

    def _is_outside(self, place: str) -> bool:
        """Whether a place is not in the site: by its name, or since a link leads out of it."""
        return not Path(os.path.realpath(place)).is_relative_to(os.path.realpath(self.root))

    def write_error(self, status_code: int, **_: Any) -> None:
        page = Path(self.root) / NOT_FOUND
        if status_code == 404 and page.is_file():
            text = _BASE.sub(b"", page.read_bytes())
            self._send(text.replace(b"<head>", b'<head><base href="/">', 1), status_code)
        else:
            said = "There is no such page." if status_code == 404 else f"{status_code} {self._reason}"
            self._send(_EMPTY.format(html.escape(said)).encode(), status_code)

    def _send(self, page: bytes, status: int = 200, is_own: bool = True) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.host.dress(page, is_own))


def _is_page(address: str) -> bool:
    return address.casefold().endswith((".html", ".htm"))
