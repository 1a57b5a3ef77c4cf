"""What the tool that saved a page notes of it.

In: a parsed page. Out: the address and the time at which it was saved, as far as the comments and attributes of
browsers, SingleFile, monolith, HTTrack, Save Page WE, WebScrapBook and the Wayback Machine tell.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from backfile.importers.printed_dates import parse_stamp
from backfile.model import PartialDate

# The groups of each: the address, and the time or nothing.
_NOTES = (
    re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]+)"),
    re.compile(r"Saved from (https?://\S+) at (\S+) using monolith", re.IGNORECASE),
    re.compile(r"Mirrored from (\S+) by HTTrack[^,]*(?:,\s*(?:\w{3},\s*)?([^\n]+?))?\s*$"),
    re.compile(r"saved from url=\(\d+\)(\S+)()", re.IGNORECASE),
)
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d) (\w+ \d+, \d{4}) AND RETRIEVED")
# The Wayback Machine writes itself before every address.
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\w\w_)?/(https?:/?/?.+)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{0,3}")
_COMMENTS, _LONGEST = 400, 4000


def find_saved(tree: Any) -> tuple[str, PartialDate | None]:
    """Address and time; nothing of what isn't told."""
    for url, time in _read_notes(tree):
        captured = _read_time(time)
        if url or captured:
            return _with_scheme(url), captured
    return "", None


def original_address(url: str) -> str:
    """An address as it was before the Wayback Machine put its own before it."""
    match = _WAYBACK.match(url)
    return re.sub(r"^(https?):/+", r"\1://", match[7]) if match else url


def _read_notes(tree: Any) -> Iterator[tuple[str, str]]:
    if source := tree.get("data-scrapbook-source"):
        yield source, tree.get("data-scrapbook-create") or ""
    for comment in islice(tree.getroottree().xpath("/comment() | //comment()"), _COMMENTS):
        yield from _read_comment((comment.text or "")[:_LONGEST])
    told = {element.get("name"): element.get("content") or "" for element in tree.iter("meta")}
    if "savepage-url" in told:
        yield told["savepage-url"], told.get("savepage-date", "")


def _read_comment(text: str) -> Iterator[tuple[str, str]]:
    for note in _NOTES:
        if match := note.search(text):
            yield match[1], match[2] or ""
    if match := _ARCHIVED.search(text):
        yield "", f"{match[2]} {match[1]} GMT"


def _read_time(text: str) -> PartialDate | None:
    compact = _COMPACT.fullmatch(text)
    return parse_stamp("{}-{}-{}T{}:{}:{}".format(*compact.groups()) if compact else text) if text else None


def _with_scheme(url: str) -> str:
    """HTTrack leaves out the scheme."""
    return f"http://{url}" if re.match(r"[\w-]+(?:\.[\w-]+)+(?:/|$)", url) else url
