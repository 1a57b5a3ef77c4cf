"""Old addresses as rules for servers: one text for each server that can be told.

In: rules, each with the old path, perhaps a query, and the path where the article is now. Out: the lines of a file, and
the file's address. Paths are from the host's root. Pure: it knows no article.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

# Without what these files give a meaning of their own: `*`, `:`, `$`.
_SAFE = "/~!&'()+,;=@"


class Rule(NamedTuple):
    """`path` is decoded, `/news.php`; `query` is as it was asked for, `id=5`; `target` is percent-encoded."""

    path: str
    query: str
    target: str


def _format_apache(rules: Iterable[Rule]) -> Iterator[str]:
    yield "# Apache: in the site's folder, where AllowOverride lets it be read."
    yield "RewriteEngine On"
    for rule in rules:
        yield rf'RewriteCond %{{REQUEST_URI}} "^{_escape(rule.path)}{"" if _is_page(rule.path) else "/?"}$"'
        if rule.query:
            yield f'RewriteCond %{{QUERY_STRING}} "^{_escape(rule.query)}$"'
        # A sign of percent would be one of the conditions' groups; NE: the target is encoded already.
        target = re.sub(r"[%$]", r"\\\g<0>", rule.target)
        yield f'RewriteRule ^ "{target}" [R=301,L,NE{",QSD" if rule.query else ""}]'


def _format_caddy(rules: Iterable[Rule]) -> Iterator[str]:
    yield "# Caddy: import this file into the site's block."
    for number, rule in enumerate(rules, 1):
        paths = " ".join(quote(path, safe=_SAFE) for path in _with_slash(rule.path))
        query = " ".join(f"{name}={quote(value)}" for name, value in parse_qsl(rule.query, True))
        yield f"@old{number} {{\n\tpath {paths}" + (f"\n\tquery {query}\n}}" if query else "\n}")
        yield f"redir @old{number} {rule.target} 301"


def _format_cloudflare(rules: Iterable[Rule]) -> Iterator[str]:
    """It passes over a query, so that a rule with one would lead all others to one article."""
    for rule in rules:
        if not rule.query:
            yield f"{quote(rule.path, safe=_SAFE)} {rule.target} 301"


def _format_netlify(rules: Iterable[Rule]) -> Iterator[str]:
    """`!` lets a rule go before the page at the old address."""
    for rule in rules:
        query = "".join(f" {name}={quote(value)}" for name, value in parse_qsl(rule.query))
        if query or not rule.query:
            yield f"{quote(rule.path, safe=_SAFE)}{query} {rule.target} 301!"


def _format_nginx(rules: Iterable[Rule]) -> Iterator[str]:
    yield "# nginx: include this file beside the server, and in it: if ($backfile_new) { return 301 $backfile_new; }"
    found = list(rules)
    yield "map $uri $backfile_by_path {"
    yield '    default "";'
    for rule in found:
        for path in () if rule.query else _with_slash(rule.path):
            yield f'    {_in_quotes(path)} "{rule.target}";'
    yield "}"
    yield "map $request_uri $backfile_new {"
    yield "    default $backfile_by_path;"
    for rule in found:
        if rule.query:
            yield f'    {_in_quotes(f"{quote(rule.path, safe=_SAFE)}?{rule.query}")} "{rule.target}";'
    yield "}"


# By the name of the server, what its file is called in the site, and how its lines are written.
FORMATS: dict[str, tuple[str, Callable[[Iterable[Rule]], Iterator[str]]]] = {
    "apache": (".htaccess", _format_apache),
    "caddy": ("redirects.caddy", _format_caddy),
    "cloudflare": ("_redirects", _format_cloudflare),
    "netlify": ("_redirects", _format_netlify),
    "nginx": ("redirects.nginx", _format_nginx),
}

# By the name of a host that reads rules, whose.
HOST_FORMATS = {"cloudflare-pages": "cloudflare", "netlify": "netlify"}


def _with_slash(path: str) -> tuple[str, ...]:
    """A path, and that of the folder of its name, which browsers ask for as well."""
    bare = path.rstrip("/")
    return (path,) if _is_page(path) or not bare else (bare, f"{bare}/")


def _is_page(path: str) -> bool:
    return path.casefold().endswith((".html", ".htm", ".xhtml"))


def _escape(text: str) -> str:
    """A text as a regular expression, in double quotes."""
    return "".join(rf"\x{ord(sign):02x}" if sign in '" ' else re.escape(sign) for sign in text.rstrip("/"))


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
