"""Readers of captures, one module for each format.

In: a `Capture`. Out: the `Importer` that knows its format best, which makes a `Draft` of it or says in a `Problem` why
it can't. Content counts before the file's name; of equals, the first in `IMPORTERS` reads. Others add an importer by an
entry point of the group `backfile.importers` that loads to an `Importer`: see docs/add-an-importer.md.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from backfile.errors import BackfileError
from backfile.importers import html, markdown, text
from backfile.model import Capture, Importer

IMPORTERS: tuple[Importer, ...] = (html.IMPORTER, markdown.IMPORTER, text.IMPORTER)


def choose_importer(capture: Capture) -> Importer | None:
    """The importer that is surest of a capture; None for what none can read: a picture, a PDF, any binary file."""
    scored = [(importer.sniff(capture), importer) for importer in (*IMPORTERS, *load_importers())]
    score, importer = max(scored, key=lambda pair: pair[0])
    return importer if score > 0 else None


def find_importer(name: str) -> Importer | None:
    """The importer of this name, without its version."""
    return next((importer for importer in (*IMPORTERS, *load_importers()) if importer.name == name), None)


@cache
def load_importers() -> tuple[Importer, ...]:
    """The importers that other packages installed, by name."""
    points = sorted(entry_points(group="backfile.importers"), key=lambda point: (point.name, point.value))
    return tuple(_load(point) for point in points)


def _load(point: EntryPoint) -> Importer:
    hint = "remove or repair the package that installed it"
    try:
        importer = point.load()
    except (ImportError, AttributeError) as error:
        raise BackfileError(f"the importer {point.name!r} can't be loaded: {error}", hint) from error
    if not isinstance(importer, Importer):
        raise BackfileError(f"the importer {point.name!r} is no Importer: {point.value}", hint)
    return importer
