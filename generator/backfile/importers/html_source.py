"""The publication that a saved page names in print, where its metadata name none.

In: a parsed page and its blocks. Out: the part of `<title>` behind the separator, if the page says it elsewhere too;
else the name in its line of copyright; else nothing.
"""

import re
from collections.abc import Sequence
from typing import Any

from backfile.importers.html_blocks import Block, fold

# Between a headline and the name of its paper, in `<title>`.
SEPARATOR = re.compile(r"\s+[|·•»–—-]\s+|\s*[|»]\s*")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b)(?:\W*(?:©|\(c\)|copyright\b|\d{4}|by\b))*\W*", re.IGNORECASE)
_NAME_END = re.compile(r"\s*(?:[.,;:|·•()]|\s[–—-]\s|\d|\ball rights\b|$)", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:ltd|limited|inc|incorporated|holdings|compan\w+|llc|plc|corp\w*|gmbh|ag|s\.?a|all|rights|reserved|reproduction)\b",
    re.I,
)
# Stand in a name with a small letter.
_SMALL = frozenset("of and the for in on & de la le du des der die das und et y di del van von".split())
# A masthead stands among the first blocks; a line of more words is prose.
_HEAD, _SHORT, _LONGEST = 12, 20, 6


def find_source(tree: Any, blocks: Sequence[Block]) -> str:
    """The name of the publication, or nothing."""
    title = " ".join((tree.findtext(".//title") or "").split())
    short = [block.text for block in blocks if len(block.text.split()) <= _SHORT]
    masthead = [block.text for block in blocks[:_HEAD] if len(block.text.split()) <= _LONGEST + 2]
    owned = [text for text in short if _COPYRIGHT.search(text)]
    logos = [image.get("alt") or "" for image in tree.iter("img")]
    parts = SEPARATOR.split(title)
    if (
        len(parts) > 1
        and _is_name(parts[-1], 1)
        and any(_holds(text, parts[-1]) for text in (*masthead, *logos, *owned))
    ):
        return parts[-1]
    return next((name for text in owned if (name := _owner(text))), "")


def _holds(text: str, name: str) -> bool:
    return fold(name).casefold() in fold(text).casefold()


def _owner(text: str) -> str:
    """`The Dunmere Packet` of `© 2004 The Dunmere Packet. All rights reserved.`"""
    match = _COPYRIGHT.search(text)
    rest = text[match.end() :] if match else ""
    name = rest[: found.start()] if (found := _NAME_END.search(rest)) else rest
    return name if _is_name(name, 2) and not _COMPANY.search(name) else ""


def _is_name(text: str, fewest: int) -> bool:
    """A few words, each with a capital but for `of` and the like between them."""
    words = text.split()
    named = [word for word in words if word.casefold() not in _SMALL]
    return fewest <= len(words) <= _LONGEST and len(named) > 0 and all(word[0].isupper() for word in named)
