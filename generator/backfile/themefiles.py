"""The files of a theme: their names, their digests, what is published of them as it is.

In: the default theme and an archive's own `templates/`, which goes first, file by file; `default/` before a name means
the default theme's file. Out: digests, assets, where each lies. Knows nothing of what templates say: `theme` does.
"""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from backfile.archive import digest_file
from backfile.errors import ThemeError
from backfile.messages import find_files
from backfile.model import Source

ASSETS = "assets"


class ThemeFiles:
    """The files of an archive's theme; `own` is its overrides folder, `default` the default theme's."""

    def __init__(self, own: Path, default: Path) -> None:
        self.folders = (own, default)

    def digest_all(self) -> str:
        """sha256 (hex) of all templates: tells one state of the theme from another."""
        return hashlib.sha256(repr(sorted(self.digests.items())).encode()).hexdigest()

    def assets(self) -> Iterator[Source]:
        """The files that are published as they are, in path order: `templates/assets/style.css`."""
        names = {
            path.relative_to(folder).as_posix()
            for folder in self.folders
            for path in (folder / ASSETS).rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }
        for name in sorted(names):
            path = self.find_asset(f"templates/{name}")
            assert path is not None
            yield Source(f"templates/{name}", digest_file(path), path.stat().st_size)

    def find_asset(self, path: str) -> Path | None:
        """Where an asset lies: in the archive's own templates/, or in the default theme."""
        name = path.removeprefix("templates/")
        if not path.startswith(f"templates/{ASSETS}/"):
            return None
        return next((folder / name for folder in self.folders if (folder / name).is_file()), None)

    def digest_language(self, language: str) -> str:
        """sha256 (hex) of the messages of a language."""
        digests = map(digest_file, find_files(self.folders, language))
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()

    def own_templates(self) -> list[str]:
        """The names of the archive's own templates."""
        return [name for name in self.names(self.folders[0]) if name.endswith((".html", ".xml"))]

    @staticmethod
    def names(folder: Path) -> list[str]:
        """The files of a theme's folder, but for assets, in order."""
        names = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
        return [name for name in names if not name.startswith(ASSETS + "/")]

    @cached_property
    def digests(self) -> dict[str, str]:
        """The sha256 (hex) of every template, by its name."""
        own, default = self.folders
        digests = {f"default/{name}": digest_file(default / name) for name in self.names(default)}
        digests |= {name.removeprefix("default/"): digest for name, digest in list(digests.items())}
        return digests | {name: digest_file(own / name) for name in self.names(own)}


def find_default_theme() -> Path:
    """The default theme's folder: inside the installed package, or beside `generator/` in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "templates", package.parent.parent / "templates"):
        if (folder / "base.html").is_file():
            return folder
    raise ThemeError("the default theme is missing", "install Backfile again")
