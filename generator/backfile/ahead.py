"""A page of the site as its next build would make it, ahead of that build.

In: an archive whose templates or settings have changed, its catalog, its manifest; the address of a page. Out: the
page's bytes, in memory. It is planned by itself, from the subject that the manifest keeps with its output, so that a
preview can show it while thousands of others are still to be rendered. The page of the search is the build's alone.
"""

from collections.abc import Iterator

from backfile.archive import Archive
from backfile.catalog import Catalog
from backfile.manifest import Manifest
from backfile.messages import find_messages
from backfile.pages import plan
from backfile.pages.page import collect_material
from backfile.render import Rendered, Renderer
from backfile.settings import Settings, describe_site
from backfile.subjects import split_subject, term_subject
from backfile.theme import open_theme


def render_ahead(
    archive: Archive, settings: Settings, catalog: Catalog, manifest: Manifest, address: str
) -> bytes | None:
    """The page at an address; None if there was none, or if it can't be made, which the build will say."""
    subjects = manifest.subjects_of([address])
    if not subjects:
        return None
    theme = open_theme(archive)
    scope = catalog.scope(settings.page_size, [wider for subject in subjects for wider in _widen(subject)])
    messages = find_messages(theme.folders, settings.language)
    pages = plan(collect_material(catalog, settings, messages, theme.assets(), scope))
    page = next((page for page in pages if page.path == address), None)
    made = Renderer(archive.root, theme, describe_site(settings)).render(page) if page else None
    return made.data if isinstance(made, Rendered) else None


def _widen(subject: str) -> Iterator[str]:
    """A subject, and what its page is planned with: a term's month with its year."""
    yield subject
    kind, *names = split_subject(subject)
    if kind == "term" and len(names[2]) == len("2011-02"):
        yield term_subject(names[0], names[1], names[2][:4])
