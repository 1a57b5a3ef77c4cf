"""Links and pictures of a body as HTML, however the body was read.

In: targets as the Markdown has them, and a function that finds what a link leads to. Out: addresses, and HTML without
what a reader's host must not be asked for. Knows no parser.
"""

import re
from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import unquote, urlsplit

# What a link in the body becomes: another link, "" for plain text, None to stay as it is.
FindLink = Callable[[str], str | None]
# What rendering knows beside the text: `find_link`, `remote_images`, `own` (how whole addresses of the site
# itself begin), and within a link `link`.
Env = MutableMapping[str, Any]
_NOTE = re.compile(r'<sup class="footnote-ref">.*?</sup>', re.DOTALL)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_REMOTE = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)


def escape_html(text: str) -> str:
    """Text for HTML, as CommonMark's own tests have it: ' stays."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def strip_tags(html: str) -> str:
    """HTML without its tags, and without the marks of footnotes: what stood in two blocks are two words."""
    return _TAG.sub(" ", _INLINE.sub("", _NOTE.sub("", html))) if "<" in html else html


def hide_image(target: str, alt: str, env: Env) -> str:
    """What stands in the place of a picture that isn't shown, as HTML: a link to it, or words; empty if it is shown."""
    if target and not is_kept_out(target, env):
        return ""
    text = escape_html(alt or "picture")
    return (
        f'<a class="remote-image" href="{escape_html(target)}">{text}</a>' if target and not env.get("link") else text
    )


def is_kept_out(target: str, env: Env) -> bool:
    """Whether a picture isn't to be shown since another host would be asked for it."""
    own = env.get("own")
    return not env["remote_images"] and is_remote(target) and not (own and target.startswith(own))


def show_beside(target: str, address: str) -> str:
    """What stands behind a link to the web that leads to an article of the archive instead: the way to the original, as
    HTML, named by its host; empty for any other link."""
    if address == target or not is_remote(target):
        return ""
    host = urlsplit(target).netloc.removeprefix("www.")
    return f' <small class="elsewhere">(<a href="{escape_html(target)}">{escape_html(host)}</a>)</small>'


def resolve(target: str, env: Env) -> str:
    found = env["find_link"](unquote(target))
    return target if found is None else str(found)


def is_remote(target: str) -> bool:
    """Whether a browser would ask another host: it passes over white space, and reads `\\` as `/`."""
    return _REMOTE.match(re.sub(r"[\x00-\x20]", "", target)) is not None
