"""What hosts take, so that a build can say before an upload that it will fail.

In: the name of a host, and the paths and sizes of a site's files. Out: Problems. The numbers are those of the free
plans, as their documents had them on 2026-11-27; docs/hosting.md says where.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backfile.model import Problem

_MB, _GB = 1000**2, 1000**3
_MIB, _TB = 1024**2, 1000**4


@dataclass(frozen=True, slots=True)
class Caps:
    """What a host takes at most: files in a site and in a folder, bytes in a file and a site, rules for redirects;
    0 where it has no such cap."""

    files: int = 0
    folder: int = 0
    file_bytes: int = 0
    site_bytes: int = 0
    rules: int = 0


CAPS = {
    "cloudflare-pages": Caps(files=20_000, file_bytes=25 * _MIB, rules=2_000),
    "github-pages": Caps(site_bytes=_GB),
    "netlify": Caps(folder=54_000, file_bytes=10 * _MB),
    "s3": Caps(file_bytes=5 * _TB),
}


def check_host(host: str, sizes: Iterable[tuple[str, int]], rules: int) -> Iterator[Problem]:
    """A warning for each cap that a site breaks; `rules` is how many redirects it asks the host for."""
    if host not in CAPS:
        return
    caps, site = CAPS[host], _weigh(sizes)
    folder, most = max(site.folders.items(), key=lambda found: (found[1], found[0]), default=("", 0))
    for path, found, cap, what in (
        ("site", site.files, caps.files, "files"),
        (f"site/{folder}".rstrip("/"), most, caps.folder, "files in one folder"),
        (f"site/{site.largest}", site.most, caps.file_bytes, "bytes in one file"),
        ("site", site.bytes, caps.site_bytes, "bytes in all"),
        ("site/_redirects", rules, caps.rules, "redirects"),
    ):
        if cap and found > cap:
            hint = "docs/hosting.md tells what to leave out, and which hosts take more"
            message = f"holds {found:,} {what}; {host} takes {cap:,}"
            yield Problem("warning", "too-much-for-host", path, None, message, hint)


def check_place(host: str, top: str, path: str, line: int | None) -> Iterator[Problem]:
    """A warning if the site is to lie below a path, `top`, of a host that serves it at its own top; `path` and `line`
    are where that is set."""
    if top != "/" and host in {"cloudflare-pages", "netlify"}:
        message = f"base_url lies below {top}, but {host} serves site/ at the top of its host"
        hint = f"leave {top} out of base_url, unless another server passes {top} on to {host}: docs/hosting.md"
        yield Problem("warning", "host-has-no-path", path, line, message, hint)


@dataclass(slots=True)
class _Weight:
    files: int
    bytes: int
    largest: str
    most: int
    folders: Counter[str]


def _weigh(sizes: Iterable[tuple[str, int]]) -> _Weight:
    weight = _Weight(0, 0, "", 0, Counter())
    for path, size in sizes:
        weight.files += 1
        weight.bytes += size
        weight.folders[path.rpartition("/")[0]] += 1
        if size > weight.most:
            weight.largest, weight.most = path, size
    return weight
