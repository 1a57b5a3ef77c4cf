"""The fingerprint that decides whether a page must be rendered again.

In: a page, the theme, the digest of the settings that templates know. Out: the digest of every part that decides the
page's bytes, part by part, so that two fingerprints tell why a page is stale. Renders nothing.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from backfile import __version__
from backfile.model import Page

if TYPE_CHECKING:
    from backfile.theme import Theme

# What a fingerprint is made of, in its order.
PARTS = ("program", "settings", "template", "context", "source", "withheld articles")
_INSTALLED = re.compile(r"([^-]+)-([^-]+)\.dist-info")
_LIBRARIES = ("jinja2", "markdown-it-py", "mdit-py-plugins", "nh3", "babel")


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Makes fingerprints: the digest of every part that decides a page's bytes, in the order of PARTS. The articles
    that are withheld change no byte of a page, but decide whether it may be published."""

    theme: "Theme"
    settings: str
    withheld: str = ""

    def of(self, page: Page) -> str:
        template = self.theme.digest(page.template)[:16] if page.template else ""
        source = page.source.digest[:16] if page.source else ""
        return ".".join(
            (program_digest(), self.settings, template, _digest(page.template + "\0" + page.context), source)
        ) + (f".{self.withheld}" if self.withheld else "")


def digest_site(site: Mapping[str, str | bool], messages: str) -> str:
    """The digest of the settings that templates know, and of the messages in the site's language."""
    return _digest(json.dumps([site, messages], sort_keys=True))


def digest_withheld(files: Iterable[tuple[str, str]]) -> str:
    """The digest of the withheld articles, from their paths and digests; empty if there are none."""
    known = "\n".join(f"{path}\0{digest}" for path, digest in files)
    return _digest(known) if known else ""


def explain(old: str, new: str) -> str:
    """Which parts of a page changed between two fingerprints: `template and context`."""
    pairs = zip_longest(old.split("."), new.split("."), fillvalue="")
    changed = [part for part, (a, b) in zip(PARTS, pairs, strict=False) if a != b]
    return " and ".join(changed) or "content"


@cache
def program_digest() -> str:
    """The digest of the versions of everything that has a hand in a page."""
    return _digest(" ".join([__version__, *map(_find_version, _LIBRARIES)]))


def _find_version(library: str) -> str:
    """The version of an installed library. The names of folders tell, as a rule: to read what is in them takes longer
    than all else that a build with nothing to do loads."""
    versions = _list_installed()
    if library not in versions:
        from importlib.metadata import version  # noqa: PLC0415  (as the docstring says)

        return version(library)
    return versions[library]


@cache
def _list_installed() -> dict[str, str]:
    """What lies where modules are found, `jinja2-3.1.6.dist-info`: names and versions; the first of a name counts."""
    found: dict[str, str] = {}
    for folder in sys.path:
        names = os.listdir(folder) if os.path.isdir(folder) else []  # noqa: PTH112, PTH208  (as importlib does it)
        for name in sorted(names):
            if match := _INSTALLED.fullmatch(name):
                found.setdefault(re.sub(r"[-_.]+", "-", match[1]).lower(), match[2])
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
