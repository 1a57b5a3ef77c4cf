"""An article's Markdown as readers get it.

In: an article's facts and its body, as templates and the renderer know them. Out: a head of what readers may know,
without what is the archive's own business (where fields were found, doubts, suggested tags, keys of one's own), and the
body with links that lead where the site has what they mean. Pure.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from backfile.frontmatter import Plain, format_yaml

_FIELDS = (
    "title",
    "subtitle",
    "date",
    "updated",
    "authors",
    "agency",
    "source",
    "section",
    "place",
    "people",
    "tags",
    "language",
    "summary",
    "url",
    "slug",
    "images",
    "rights",
    "corrections",
    "id",
)
_IMAGE = ("file", "alt", "caption", "credit")
# What stands before a link and after it, in Markdown and in HTML.
_BEFORE, _AFTER = r"""(\]\(\s*<?|^\s*\[[^\]\n]+\]:\s*<?|\b(?:href|src)=["']?)""", r"""(?=[\s)>"']|$)"""


def format_head(article: Mapping[str, Any], place: Callable[[str], str]) -> str:
    """The front matter of an article; `place` tells where an address is found from its page."""
    known = {
        **article,
        "date": Plain(article["date"]),
        "updated": Plain(article["updated"]),
        "corrections": [
            {**one, "date": Plain(one["date"])} if one["date"] else one["text"] for one in article["corrections"]
        ],
        "images": [_describe_image(image, place) for image in article["images"]],
    }
    return f"---\n{format_yaml({name: known[name] for name in _FIELDS if known[name]})}---\n"


def _describe_image(image: Mapping[str, str], place: Callable[[str], str]) -> dict[str, str]:
    found = {**image, "file": place(image["address"]) if image["address"] else image["remote"]}
    return {name: found[name] for name in _IMAGE if found[name]}


def place_links(body: str, links: Mapping[str, str], place: Callable[[str], str]) -> str:
    """A body whose links into the archive lead where `links` says; one to what isn't published leads nowhere."""
    if not links:
        return body
    names = "|".join(re.escape(link) for link in sorted(links, key=len, reverse=True))

    def put(found: re.Match[str]) -> str:
        address = links[found[2]]
        return found[1] + (place(address) if address else "")

    return re.sub(f"{_BEFORE}({names}){_AFTER}", put, body, flags=re.MULTILINE)
