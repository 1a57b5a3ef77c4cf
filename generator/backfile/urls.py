"""The URL scheme, and collisions: the one module that knows where a page lies.

In: articles, periods (`2011`, `2011-02`, `2011-02-10`), terms. Out: addresses, which are paths below site/ in NFC with
`/` between parts; links between them, relative and percent-encoded; the key under which two addresses are the same.
"""

import posixpath
import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

from backfile.dates import format_day
from backfile.model import Article
from backfile.slugs import fault_of_slug

HOME = "index.html"
DATES = "dates/index.html"
ON_THIS_DAY = "on-this-day/index.html"
COVERAGE = "coverage/index.html"
DATA = "data/index.html"
FEED = "feed.xml"
LOOK = "assets/look.css"
JSON_FEED = "feed.json"
NOT_FOUND = "404.html"
SEARCH = "search/index.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
MANIFEST = "manifest-sha256.txt"
UNDATED = "undated"
# Without the colon, which in the first part of a relative link would end a scheme.
_SAFE = "/~!$&'()*+,;=@"
# Host, path and query of most addresses on the web, as `urlsplit` has them, which takes five times as long.
_PLAIN_URL = re.compile(r"https?://([\w.:-]+)((?:/[\w.~/%,=+-]*)?)(?:\?([\w.~/%,=+&-]*))?(?:#[\w.-]*)?", re.ASCII)
_IS_SAFE = re.compile(rf"[\w.{re.escape(_SAFE)}-]*", re.ASCII)


def article_address(article: Article) -> str:
    """`2011/02/10/slug.html`; a date less known: `1998/02/slug.html`, `1998/slug.html`, `undated/slug.html`."""
    folder = format_day(article.date).replace("-", "/") if article.date else UNDATED
    return f"{folder}/{unicodedata.normalize('NFC', article.slug)}.html"


def period_address(period: str) -> str:
    """The index of a year, month or day; `period` is `2011`, `2011-02`, `2011-02-10` or `undated`."""
    return f"{period.replace('-', '/')}/index.html"


def anniversary_address(anniversary: str) -> str:
    """What appeared on a day of any year, `-02-10`: `on-this-day/02-10.html`."""
    return f"on-this-day/{anniversary[1:]}.html"


def taxonomy_address(path: str) -> str:
    """The index of a taxonomy's terms: `tags/index.html`."""
    return f"{path}/index.html"


def term_address(path: str, slug: str, period: str = "") -> str:
    """A term's index, `tags/korea.html`, or its part for one period, `tags/korea/2011-02.html`."""
    return f"{path}/{slug}/{period}.html" if period else f"{path}/{slug}.html"


def feed_addresses(path: str, slug: str) -> tuple[str, str]:
    """A term's feeds, Atom and JSON: `tags/korea.xml` and `tags/korea.json`."""
    return f"{path}/{slug}.xml", f"{path}/{slug}.json"


def markdown_address(address: str) -> str:
    """Where an article's Markdown lies: beside its page."""
    return address.removesuffix(".html") + ".md"


def data_address(name: str) -> str:
    """A file of the archive as data: `data/articles-2011.csv`."""
    return f"data/{name}"


def search_address(name: str) -> str:
    """A file that the search reads: `search/terms/1f.js`."""
    return f"search/{name}.js"


def term_row_id(slug: str) -> str:
    """What a term's row in the index of its taxonomy is called."""
    return f"term-{slug}"


def term_row_address(path: str, slug: str) -> str:
    """A term's row in the index of its taxonomy: `tags/index.html#term-korea`."""
    return f"{taxonomy_address(path)}#{term_row_id(slug)}"


def content_address(path: str) -> str:
    """Where a file that lies beside the articles is published: `content/2011/02/map.png` at `2011/02/map.png`."""
    return unicodedata.normalize("NFC", path.removeprefix("content/"))


def original_address(path: str) -> str:
    """Where an original is published. HTML and SVG become text, so that nothing in them can run."""
    suffix = posixpath.splitext(path)[1].casefold()
    inert = suffix in {".txt", ".md", ".text", ".markdown"}
    return unicodedata.normalize("NFC", path if inert else f"{path}.txt")


def sitemap_address(part: str, number: int = 1) -> str:
    """A part of a sitemap, `sitemap-2011-02.xml`; its second file, if it takes several, `sitemap-2011-02.2.xml`."""
    return f"sitemap-{part}.xml" if number == 1 else f"sitemap-{part}.{number}.xml"


def parse_alias(alias: str) -> str:
    """The address that an old path or URL asks for: `/a.htm` is `a.htm`, `/old/thing` is `old/thing/index.html`.

    So is any other name (`/news.php`): hosts would offer a page that isn't called .html for download, but send those
    who ask for a folder to its index.

    Raises ValueError for a path that leads out of the site or that no file can have.
    """
    parts = urlsplit(alias.strip())
    if parts.query or parts.fragment:
        raise ValueError(f"alias {alias!r} has a ? or #, which no file's address can have")
    path = unicodedata.normalize("NFC", unquote(parts.path)).lstrip("/")
    if not path.casefold().endswith((".html", ".htm", ".xhtml")):
        path = posixpath.join(path, "index.html")
    folder, _, name = path.rpartition("/")
    names = [*folder.split("/")] if folder else []
    for part in [*names, *([] if name == "index.html" else [name])]:
        if fault := fault_of_slug(part):
            raise ValueError(f"alias {alias!r} {fault}")
    return path


def is_web(address: str) -> bool:
    """Whether an address is one on the web, in full."""
    return address[:8].casefold().startswith(("http://", "https://"))


def parse_old(url: str, site: str) -> tuple[str, str] | None:
    """The path and the query of an address on the web, if it is one of a site's; the path decoded, from the host's
    root: `/2011/02/x.php` and `id=5`."""
    parts, top = urlsplit(url), urlsplit(site)
    path = unicodedata.normalize("NFC", unquote(parts.path))
    own = web_key(f"{site}x").removesuffix("x")
    if any(unicodedata.category(sign) == "Cc" for sign in path + parts.query):
        return None
    if not web_key(f"{url.partition('?')[0].rstrip('/')}/x").startswith(own) or not (
        parts.query or path != unquote(top.path)
    ):
        return None
    return path, parts.query


def old_path(alias: str) -> str:
    """The path that an alias asks for, decoded, from the top of the site: `news.php`."""
    return unicodedata.normalize("NFC", unquote(urlsplit(alias.strip()).path)).lstrip("/")


def top_of(base_url: str) -> str:
    """Where the site lies on its host: `/`, or `/archive/`."""
    return unquote(top_link(base_url)) or "/"


def top_link(base_url: str) -> str:
    """The same as a link; empty if it isn't known."""
    return urlsplit(base_url).path


def link(target: str, depth: int) -> str:
    """The relative, percent-encoded link to `target` from a page that lies in `depth` folders; a `#fragment` is kept as
    it is. It always begins at the top of the site, so that what pages of one depth show of an article is the same."""
    target, mark, fragment = target.partition("#")
    return "../" * depth + _quote(target) + mark + fragment


def _quote(path: str) -> str:
    return path if _IS_SAFE.fullmatch(path) else quote(path, safe=_SAFE)


def absolute(target: str, base_url: str) -> str:
    """The address in full, percent-encoded, with its `#fragment`; a page called index.html is its folder's address."""
    target, mark, fragment = target.partition("#")
    if target == HOME or target.endswith(f"/{HOME}"):
        target = target.removesuffix(HOME)
    return base_url + _quote(target) + mark + fragment


def collision_key(address: str) -> str:
    """Two addresses with the same key are one file on some system: folds case and Unicode forms."""
    folded = unicodedata.normalize("NFC", address).casefold()
    return unicodedata.normalize("NFC", folded)


def web_key(url: str) -> str:
    """Two addresses on the web with the same key are one page; empty for a host's own address, which names none."""
    plain = _PLAIN_URL.fullmatch(url)
    host, path, query = plain.groups() if plain else urlsplit(url)[1:4]
    place = path.rstrip("/") + (f"?{query}" if query else "")
    return host.casefold().removeprefix("www.") + place if place else ""
