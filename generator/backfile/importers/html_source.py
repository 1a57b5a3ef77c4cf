"""The publication that a saved page names in print, where its metadata name none.

In: a parsed page and its blocks. Out: the part of `<title>` behind the separator, if the page says it elsewhere too;
else what its lines and its logos tell; else nothing.
"""

import re
from collections.abc import Sequence
from typing import Any

from backfile.importers.html_blocks import Block, fold
from backfile.importers.publication import Publication, find_owner, find_publication, is_house

# Between a headline and the name of its paper, in `<title>`.
SEPARATOR = re.compile(r"\s+[|·•»–—-]\s+|\s*[|»｜ㅣ]\s*")
# A masthead stands among the first blocks; a line of more words is prose.
_HEAD, _SHORT, _LONGEST = 12, 20, 6
# Fewer words behind a name may be part of it: `The Packet - Dunmere`.
_SLOGAN = 4
# How sure a name behind the headline is, if the page says it elsewhere too.
_BEHIND_TITLE = 0.85


def find_source(tree: Any, blocks: Sequence[Block]) -> Publication:
    """The name of the publication, and how sure it is."""
    title = " ".join((tree.findtext(".//title") or "").split())
    short = [block.text for block in blocks if len(block.text.split()) <= _SHORT]
    masthead = [block.text for block in blocks[:_HEAD] if len(block.text.split()) <= _LONGEST + 2]
    logos = [image.get("alt") or "" for image in tree.iter("img")]
    owners = [owner.name for text in short if (owner := find_owner(text)).name]
    behind = SEPARATOR.split(title)[1:][-1:]
    if behind and is_house(behind[0]) and any(_holds(text, behind[0]) for text in (*masthead, *logos, *owners)):
        return Publication(behind[0], _BEHIND_TITLE)
    return find_publication("", "", [*logos, *short])


def _holds(text: str, name: str) -> bool:
    return fold(name).casefold() in fold(text).casefold()


def is_same_house(one: str, other: str) -> bool:
    """Whether two names mean one publication: all words of one are in the other, as in `The Packet Online`."""
    return bool(one and other) and (_holds(one, other) or _holds(other, one))


def cut_slogan(name: str) -> str:
    """A name that a page tells machines, without an `@`, a separator that parts it from nothing, or a slogan."""
    parts = [part for part in SEPARATOR.split(name.strip(" @|·•–—-")) if part]
    slogan = len(parts) > 1 and len(parts[-1].split()) >= _SLOGAN
    return parts[0] if slogan else name.strip(" @|·•–—-") if re.search(r"\w", name) else ""
