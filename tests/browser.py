"""Headless Chromium on the sample archive, for the browser tests and the screenshots.

In: the project's sample and theme. Out: the sample, built by the command as a user would and served as a host would;
what a reader meets on each page, as plain values (`Visit`, `Look`). It judges nothing.
"""

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Container, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal, TypedDict
from urllib.parse import quote, unquote, urldefrag

from lxml import html
from playwright.sync_api import Browser, Page, Playwright, ViewportSize

from backfile.fingerprints import PARTS

PROJECT = Path(__file__).parents[1]
SUB_PATH = "papers/archive"
PHONE, DESK = (390, 844), (1280, 900)
# Milliseconds; for a reload of the preview too.
PATIENCE = 10_000
# The kinds of page, by their addresses.
KINDS = {
    "home": r"index\.html",
    "dates": r"dates/index\.html",
    "year": r"\d{4}/index\.html",
    "month": r"\d{4}/\d\d/index\.html",
    "day": r"\d{4}/\d\d/\d\d/index\.html",
    "undated": r"undated/index\.html",
    "article": r"(\d{4}(/\d\d){0,2}|undated)/(?!index\.)[^/]+\.html",
    "on-this-day": r"on-this-day/\d\d-\d\d\.html",
    "days": r"on-this-day/index\.html",
    "coverage": r"coverage/index\.html",
    "data": r"data/index\.html",
    "taxonomy": r"[a-z]+/(?<!dates/)(?<!undated/)(?<!coverage/)(?<!data/)index\.html",
    "term": r"(?!undated/)[a-z]+/(?!index\.)[^/]+\.html",
}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
_LEFT = "net::ERR_ABORTED"
_QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def find_browser() -> str | None:
    """The system's Chromium, if there is one."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Chromium without a window, that reaches no host but this one."""
    arguments = ["--no-sandbox", "--disable-gpu", _OFFLINE, *_QUIET]
    return playwright.chromium.launch(executable_path=find_browser(), args=arguments)


@contextmanager
def open_window(browser: Browser, size: tuple[int, int], scripts: bool = False) -> Iterator[Page]:
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    with closing(browser.new_context(viewport=viewport, java_script_enabled=scripts)) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


@dataclass(frozen=True, slots=True)
class Sample:
    """The built sample: its articles, its site on disk, and the address where a host serves the site."""

    content: Path
    site: Path
    base_url: str

    @property
    def root(self) -> str:
        """The site's address on disk."""
        return self.site.as_uri() + "/"


@contextmanager
def hosted_sample(folder: Path) -> Iterator[Sample]:
    """Build the sample in the empty folder, and serve it below a sub-path as long as the context lasts."""
    archive, served = folder / "archive", folder / "host"
    served.mkdir()
    with _static_host(served) as base_url:
        site = served / SUB_PATH
        site.parent.mkdir()
        _build(archive, base_url).rename(site)
        yield Sample(archive / "content", site, base_url)


def _build(archive: Path, base_url: str) -> Path:
    for name in ("content", "originals", "templates"):
        shutil.copytree(PROJECT / name, archive / name)
    settings = (PROJECT / "backfile.toml").read_text("utf-8")
    others = re.sub(r"(?m)^base_url\s*=.*\n?", "", settings)
    (archive / "backfile.toml").write_text(f'base_url = "{base_url}"\n{others}', "utf-8")
    subprocess.run([sys.executable, "-m", "backfile", "build", "-C", archive, "--quiet"], check=True)
    return archive / "site"


def choose_pages(sample: Sample) -> list[str]:
    """Addresses of few pages that show together all that the site shows: every template, element and class, every
    language. Those that only lead on are left out."""
    waiting = {path: shown for path, shown in _list_shown(sample) if "meta refresh" not in shown}
    chosen: list[str] = []
    seen: set[str] = set()
    while waiting := {path: rest for path, shown in waiting.items() if (rest := shown - seen)}:
        chosen.append(max(waiting, key=lambda path: (len(waiting[path]), path)))
        seen |= waiting[chosen[-1]]
    return sorted(chosen)


def _list_shown(sample: Sample) -> Iterator[tuple[str, frozenset[str]]]:
    """What each page shows: its template, by a part of its fingerprint, and the kinds of its elements."""
    with closing(sqlite3.connect(sample.content.parent / ".backfile/manifest.sqlite")) as manifest:
        outputs = manifest.execute("SELECT path, fingerprint FROM output WHERE path LIKE '%.html' ORDER BY path")
        for path, fingerprint in outputs.fetchall():
            template = fingerprint.split(".")[PARTS.index("template")]
            if template:
                root = html.parse(sample.site / path).getroot()
                yield path, frozenset([template, *map(_name_kind, root.iter("*"))])


def _name_kind(element: html.HtmlElement) -> str:
    told = (element.get(name, "") for name in ("lang", "role", "type", "http-equiv", "class"))
    return " ".join([str(element.tag), *filter(None, told)])


@contextmanager
def _static_host(folder: Path) -> Iterator[str]:
    with host(folder) as root:
        yield f"{root}{SUB_PATH}/"


@contextmanager
def host(folder: Path) -> Iterator[str]:
    """Serve a folder as long as the context lasts; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_StaticHost, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _StaticHost(SimpleHTTPRequestHandler):
    """Plain files; the site's 404.html for what isn't there; no icon, which browsers ask a host for by themselves."""

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        missing = Path(self.directory, SUB_PATH, "404.html")
        if self.path == "/favicon.ico":
            self._send(204, b"")
        elif code == 404 and missing.is_file():
            self._send(404, missing.read_bytes())
        else:
            super().send_error(code, message, explain)

    def _send(self, code: int, data: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@dataclass(frozen=True, slots=True)
class Look:
    """What a page shows in one medium.

    missing     landmarks that it should have
    without_alt images that say nothing to those who can't see them
    broken      images that show nothing
    overflow    pixels by which the page is wider than the window
    faint       text with less contrast than 4.5: its colours and its first words
    ground      the colour behind the page; empty if no style sheet applies
    navigation  the navigation that is to be seen
    reading     language and direction of the headline
    """

    title: str
    language: str
    headlines: int
    ids: list[str]
    missing: list[str]
    without_alt: list[str]
    broken: list[str]
    links: list[str]
    overflow: int
    faint: list[str]
    ground: str
    navigation: list[str]
    reading: list[str]


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as a reader met it: its looks, the addresses it asked for, what the browser complained of. One that was
    looked at in the light alone has that look three times."""

    light: Look
    dark: Look
    printed: Look
    requests: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return self.dark is not self.light


class _Medium(TypedDict):
    media: Literal["print", "screen"]
    color_scheme: Literal["dark", "light"]


_LIGHT: _Medium = {"media": "screen", "color_scheme": "light"}
_DARK: _Medium = {"media": "screen", "color_scheme": "dark"}
_PRINT: _Medium = {"media": "print", "color_scheme": "light"}


def crawl(page: Page, sample: Sample) -> dict[str, Visit]:
    """Visit from disk each page that links lead to from the home page, once; a dead link is passed over. Those that
    show together all that the site shows are looked at whole, the others in the light alone: they are many."""
    found = {"index.html"}
    visits: dict[str, Visit] = {}
    whole = set(choose_pages(sample))
    while waiting := sorted(found - visits.keys()):
        visits |= visit(page, sample.root, waiting, whole)
        targets = {below(sample.root, link) for address in waiting for link in visits[address].light.links}
        found |= {target for target in targets if target.endswith(".html") and (sample.site / target).is_file()}
    return visits


def visit(page: Page, root: str, addresses: Iterable[str], whole: Container[str] | None = None) -> dict[str, Visit]:
    """Open each address below `root`, which ends in a slash; `whole` are those to look at in all media; None: all."""
    requests, faults = _overhear(page)
    visits = {}
    for address in addresses:
        requests.clear()
        faults.clear()
        page.goto(root + quote(address))
        is_whole = whole is None or address in whole
        looks = [_look(page, medium) for medium in (_LIGHT, _DARK, _PRINT)[: 3 if is_whole else 1]]
        visits[address] = Visit(*(looks if is_whole else looks * 3), tuple(requests), tuple(faults))
    return visits


def below(root: str, link: str) -> str:
    """The address below `root` that an absolute link leads to, without its fragment; empty if it leads elsewhere."""
    url = unquote(urldefrag(link).url)
    return url.removeprefix(unquote(root)) if url.startswith(unquote(root)) else ""


def _overhear(page: Page) -> tuple[list[str], list[str]]:
    """What the page asks for, and what goes wrong with it: lists that grow while it is used."""
    requests: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    # A lazy picture, or the icon, may still be under way when its page is left: that is no fault of any page.
    page.on("requestfailed", lambda it: faults.append(f"{it.url}: {it.failure}") if it.failure != _LEFT else None)
    page.on("response", lambda answer: faults.append(f"{answer.url}: {answer.status}") if answer.status > 399 else None)
    page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return requests, faults


def _look(page: Page, medium: _Medium) -> Look:
    page.emulate_media(**medium)
    return Look(**page.evaluate(_LOOK))


_LOOK = r"""
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length;
  const name = (element) => element.cloneNode(false).outerHTML;

  // Any colour that CSS can write, as numbers: painted, then read.
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = new Map();
  const numbers = (colour) => {
    if (!painted.has(colour)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      painted.set(colour, [...brush.getImageData(0, 0, 1, 1).data]);
    }
    return painted.get(colour);
  };
  const over = ([r, g, b, a], [r2, g2, b2]) =>
    [[r, r2], [g, g2], [b, b2]].map(([top, bottom]) => (top * a + bottom * (255 - a)) / 255);
  const groundOf = (element) => {
    if (!element) return [255, 255, 255];
    const colour = numbers(getComputedStyle(element).backgroundColor);
    return colour[3] === 255 ? colour.slice(0, 3) : over(colour, groundOf(element.parentElement));
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((n) => (n / 255 <= 0.04045 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, two) => {
    const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const faint = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const words = texts.currentNode.data.trim();
    if (!words || !shown(element)) continue;
    const ground = groundOf(element);
    const ink = over(numbers(getComputedStyle(element).color), ground);
    if (contrast(ink, ground) < 4.5) faint.add(`${ink} on ${ground}: ${words.slice(0, 30)}`);
  }

  const root = document.documentElement;
  const headline = document.querySelector("h1") ?? root;
  const ground = getComputedStyle(document.body).backgroundColor;
  return {
    title: document.title,
    language: root.lang,
    headlines: all("h1").length,
    ids: all("[id]").map((element) => element.id),
    missing: ["header", "nav", "main", "footer"].filter((part) => !document.querySelector(`${part}:not(main *)`)),
    without_alt: all("img:not([alt])").map(name),
    broken: all("img").filter((image) => image.complete && !image.naturalWidth).map(name),
    links: all("a[href]").map((link) => new URL(link.getAttribute("href"), document.baseURI).href),
    overflow: root.scrollWidth - root.clientWidth,
    faint: [...faint],
    ground: numbers(ground)[3] ? ground : "",
    navigation: all("nav").filter(shown).map(name),
    reading: [headline.closest("[lang]")?.lang ?? "", getComputedStyle(headline).direction],
  };
}
"""
