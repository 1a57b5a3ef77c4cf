"""Pictures that published articles show and that aren't there: front matter or text names a file that nobody has.

In: the archive's root, its catalog. Out: a warning for each, with the line on which the article names it and the most
similar name of a file beside it. A reader sees that the picture was not kept, or nothing.
"""

import difflib
import posixpath
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from backfile.archive import find_line
from backfile.catalog import Catalog
from backfile.model import Problem
from backfile.urls import is_web

_SUFFIXES = frozenset(".apng .avif .bmp .gif .jpeg .jpg .png .svg .tif .tiff .webp".split())
# Where a folder holds more files, none is likely to be meant.
_MOST_NAMES = 500


def find_missing(root: Path, catalog: Catalog, most: int = sys.maxsize) -> Iterator[Problem]:
    """A warning for each such picture; those beyond `most` are only counted, which takes no look at an article."""
    found = 0
    names = lru_cache(maxsize=16)(lambda folder: _list_names(catalog, folder))
    for path, link, target, images in catalog.dead_links():
        if is_web(link):
            continue
        if posixpath.splitext(target)[1].casefold() in _SUFFIXES or any(image["file"] == link for image in images):
            found += 1
            if found > most:
                continue
            folder, _, name = target.rpartition("/")
            near = difflib.get_close_matches(name, names(folder), 1)
            hint = f"did you mean {near[0]}?" if near else "put the file there, or mend its name"
            message = f"the picture {link} isn't there"
            yield Problem("warning", "missing-picture", path, find_line(root / path, link), message, hint)
    if found > most:
        message = f"{found - most} more pictures that articles show aren't there"
        yield Problem("warning", "missing-picture", "content", None, message, "backfile check names them all")


def _list_names(catalog: Catalog, folder: str) -> list[str]:
    """The names of the pictures in a folder."""
    start = f"{folder}/"
    below = (file.path.removeprefix(start) for file in catalog.files(folder))
    names = [name for name in below if "/" not in name and posixpath.splitext(name)[1].casefold() in _SUFFIXES]
    return names if len(names) <= _MOST_NAMES else []
