"""The import, whole: files in, articles out, and a receipt that accounts for every file.

In: paths, or what lies in `inbox/`. Out: for each new capture an article in content/, the original bit for bit in
originals/, and beside it the ledger of the lines that were taken out. The same bytes are never imported twice, an
original that changed is never merged, and nothing that exists is overwritten; of an earlier article with the same text
only the family is noted. A file leaves the inbox only when all of it is safe elsewhere.
"""

import hashlib
import os
import posixpath
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from backfile.archive import (
    Archive,
    File,
    digest_file,
    find_fault_of_name,
    inspect,
    name_part,
    not_found,
    replace_file,
    walk,
)
from backfile.captures import Opened, give_up, read_captures, sketch_articles, survey_captures
from backfile.catalog import Alike, Catalog, Imported
from backfile.dates import format_day
from backfile.errors import ImportStopped
from backfile.families import Families
from backfile.importers.doubts import list_reasons
from backfile.ledger import find_left_out, format_ledger, format_ranges, name_ledger, number_lines
from backfile.model import Article, Draft, Limits, Problem, Provenance, Receipt, Received
from backfile.parallel import Workers
from backfile.recurrence import FEWEST, LineCounts
from backfile.scan import Progress
from backfile.schema import format_article
from backfile.settings import Settings
from backfile.slugs import slugify
from backfile.tagger import Tagger
from backfile.tagrules import read_tag_rules
from backfile.urls import UNDATED, article_address, collision_key

_COMPANION = re.compile(r"(.+?)[ _-](files|dateien|fichiers|archivos|ficheiros|bestanden|file|pliki)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.\w{1,16}")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".tif", ".tiff")
# What became of a file that was copied.
_SHOWN, _KEPT = "taken along with the article that shows it", "kept with the original of its page"


def ingest(
    archive: Archive,
    settings: Settings,
    catalog: Catalog,
    workers: Workers,
    progress: Progress,
    paths: Iterable[Path],
    as_new: bool = False,
) -> Receipt:
    """Import files and what lies in folders, in the order of their paths, however they are named. The catalog must be
    up to date: it knows what was imported before.

    With `as_new`, a file that changed since it was imported becomes an article of its own.
    """
    files = list(_find_files(archive, paths))
    receipt = [entry for entry in files if isinstance(entry, Received)]
    captures = sorted(str(entry) for entry in files if not isinstance(entry, Received))
    digests, counts = _survey(archive, workers, progress, captures)
    shelf = _Shelf(archive, settings, catalog, Families(archive, catalog, frozenset(digests)), as_new)
    receipt += filter(None, map(shelf.recognise, captures, digests))
    unknown = [path for path, sha256 in zip(captures, digests, strict=True) if not shelf.find_imported(sha256)]
    if unknown:
        _sketch_articles(archive, catalog, workers, progress)
    limits = Limits(settings.read_seconds, settings.read_megabytes)
    reading = workers.map_limited(read_captures, unknown, counts, limits=limits, lost=give_up, batch=20)
    try:
        for done, opened in enumerate(reading, 1):
            receipt.append(shelf.take_in(opened))
            progress("Importing", done, len(unknown))
        shelf.clear_inbox()
    except KeyboardInterrupt:
        raise ImportStopped(shelf.count_made()) from None
    return tuple(sorted(map(shelf.note_copied, receipt), key=lambda received: received.file))


def _survey(archive: Archive, workers: Workers, progress: Progress, captures: Sequence[str]) -> tuple[list[str], str]:
    """The sha256 of every file, and the path of a file that tells which lines recur; empty if too few could.

    Files that the archive has already count as well, so that an import which was stopped ends as it would have.
    """
    found: list[str] = []
    seen: set[str] = set()
    lines = LineCounts(len(captures))
    for surveyed in workers.map(survey_captures, captures):
        if surveyed.sha256 not in seen:
            lines.add(surveyed.lines)
        seen.add(surveyed.sha256)
        found.append(surveyed.sha256)
        progress("Looking over", len(found), len(captures))
    if len(captures) < FEWEST:
        return found, ""
    lines.save(archive.state / "lines")
    return found, str(archive.state / "lines")


def _sketch_articles(archive: Archive, catalog: Catalog, workers: Workers, progress: Progress) -> None:
    """Note what the articles are like that new ones are to be compared with: only an import needs to know."""
    paths = list(catalog.unsketched())
    for done, sketched in enumerate(workers.map(sketch_articles, paths, str(archive.root)), 1):
        if sketched is not None:
            catalog.add_sketch(*sketched)
        progress("Comparing", done, len(paths))


def _find_files(archive: Archive, paths: Iterable[Path]) -> Iterator[Path | Received]:
    """Every file that the paths mean, each once: those to read as captures, and those accounted for already."""
    seen = set()
    for path in paths:
        for found in _walk_path(path):
            if found in seen:
                continue
            seen.add(found)
            yield _account_for(archive, found) if isinstance(found, Problem) else _sort_out(archive, found)


def _walk_path(path: Path) -> Iterator[Path | Problem]:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  (keeps links as they are)
    if os.path.isdir(absolute):  # noqa: PTH112  (says no where one may not look)
        for found in walk(absolute.parent, absolute.name):
            yield absolute.parent / found.path if isinstance(found, File) else _below(absolute.parent, found)
    elif os.path.lexists(absolute):
        found = find_fault_of_name(str(path)) or inspect(absolute, str(path))
        yield found if isinstance(found, Problem) else absolute
    else:
        yield not_found(str(path))


def _below(folder: Path, problem: Problem) -> Problem:
    return replace(problem, path=str(folder / problem.path))


def _account_for(archive: Archive, problem: Problem) -> Received:
    """What the walk couldn't go into: a fault if it is an error, else something that was meant to be passed over."""
    name = _name_of(archive, Path(problem.path))
    if problem.severity == "error":
        return _failed(name, replace(problem, path=name))
    return Received(name, "skipped", reason=problem.message)


def _sort_out(archive: Archive, path: Path) -> Path | Received:
    name = _name_of(archive, path)
    inside = any(path.is_relative_to(f) for f in (archive.content, archive.originals, archive.site, archive.state))
    if inside:
        return Received(name, "skipped", reason="lies in the archive already")
    page = _find_page_of(path)
    if page is not None:
        return Received(name, "skipped", reason=f"belongs to {page.name}")
    if path.suffix.casefold() in _PICTURES:
        return Received(name, "skipped", reason="a picture that no new article shows")
    return path


def _name_of(archive: Archive, path: Path) -> str:
    """How a file is called: relative to the archive if it lies there."""
    return path.relative_to(archive.root).as_posix() if path.is_relative_to(archive.root) else str(path)


def _find_page_of(path: Path) -> Path | None:
    """The saved page whose folder of pictures and scripts (`Page_files`) a file lies in."""
    for folder in path.parents:
        if match := _COMPANION.fullmatch(folder.name):
            for suffix in (".html", ".htm", ".xhtml"):
                page = folder.with_name(match[1] + suffix)
                if page.is_file():
                    return page
    return None


class _Shelf:
    """Puts drafts into the archive, each where nothing stands yet."""

    def __init__(
        self, archive: Archive, settings: Settings, catalog: Catalog, families: Families, as_new: bool
    ) -> None:
        self._archive, self._settings, self._catalog = archive, settings, catalog
        self._families, self._as_new = families, as_new
        self._tagger = Tagger(read_tag_rules(archive.tag_rules), catalog)
        self._taken: set[str] = set()
        self._made: dict[str, Imported] = {}
        self._companions: dict[Path, dict[str, Path]] = {}
        self._copied: dict[Path, str] = {}
        self._finished: list[Path] = []

    def recognise(self, path: str, sha256: str) -> Received | None:
        """Account for a file that the archive has already, by its bytes."""
        known = self.find_imported(sha256)
        return self._account_for_known(Path(path), known) if known else None

    def take_in(self, opened: Opened) -> Received:
        """Make the article of a capture, unless the archive has it."""
        path = Path(opened.path)
        name = _name_of(self._archive, path)
        if known := self.find_imported(opened.sha256):
            return self._account_for_known(path, known)
        if isinstance(opened.draft, Problem):
            return _failed(name, replace(opened.draft, path=name))
        alike = self._families.find_alike(opened)
        changed = None if self._as_new else self._families.find_changed(opened, opened.draft, alike)
        if changed:
            return _changed(name, changed)
        try:
            received = self._make(opened, opened.draft, path, alike)
        except OSError as error:
            return _unkept(name, error)
        return replace(received, file=name)

    def _account_for_known(self, path: Path, known: Imported) -> Received:
        name = _name_of(self._archive, path)
        try:
            self._leave_inbox(path, known)
        except OSError as error:
            return _unkept(name, error)
        return Received(name, "already there", known.article)

    def _make(self, opened: Opened, draft: Draft, path: Path, alike: list[Alike]) -> Received:
        kinship = self._families.join(alike)
        if kinship and not draft.article.text_family:
            draft = replace(draft, article=replace(draft.article, text_family=kinship.family))
        made, digest, left_out = self._write(opened, self._tagger.tag(draft), path)
        self._made[opened.sha256] = made
        self._catalog.add_sketch(made.article, digest, opened.sketch)
        self._leave_inbox(path, made)
        reasons = list_reasons(draft.doubts, draft.origins)
        received = Received("", "made", made.article, left_out=left_out, doubts=reasons)
        if left_out:
            received = replace(received, ledger=name_ledger(made.original))
        if kinship:
            received = replace(received, alike=kinship.alike.path, likeness=round(kinship.alike.likeness, 2))
        return received

    def find_imported(self, sha256: str) -> Imported | None:
        """The article of a capture with these bytes, even if somebody's edit has made it unreadable for now."""
        if not sha256:
            return None
        if known := self._made.get(sha256) or self._catalog.find_imported(sha256):
            return known
        for original in self._catalog.find_originals(sha256):
            article = f"content/{posixpath.splitext(original.removeprefix('originals/'))[0]}.md"
            if (self._archive.root / article).is_file():
                return Imported(article, original)
        return None

    def count_made(self) -> int:
        """How many articles there are now that there weren't."""
        return len(self._made)

    def _write(self, opened: Opened, draft: Draft, path: Path) -> tuple[Imported, str, int]:
        """Write the original, its pictures and its ledger, and the article last: without it, nothing was imported.

        Says the sha256 of the article's file, and how many lines were left out.
        """
        draft = replace(draft, lines=number_lines(draft.lines))
        article = self._place(opened, draft, path)
        assert article.provenance is not None
        original = self._archive.root / article.provenance.original
        _keep(path, original)
        if companion := self._find_companion(path):
            self._copy_folder(companion, original)
        removed = find_left_out(draft.lines)
        if removed:
            replace_file(self._archive.root / name_ledger(article.provenance.original), format_ledger(removed).encode())
        draft = self._keep_attachments(draft, path.parent, article)
        data = format_article(replace(article, images=draft.article.images), draft.body).encode()
        replace_file(self._archive.root / article.path, data)
        return Imported(article.path, article.provenance.original), hashlib.sha256(data).hexdigest(), len(removed)

    def _place(self, opened: Opened, draft: Draft, path: Path) -> Article:
        """The article with its slug, path, id and provenance; the slug is counted up until nothing is in the way."""
        wanted = draft.article.slug or slugify(draft.article.title, self._settings.ascii_slugs)
        number = 1
        while True:
            slug = wanted if number == 1 else f"{wanted}-{number}"
            article = self._locate(replace(draft.article, slug=slug), opened, draft, path)
            if self._is_free(article, opened.sha256):
                self._taken.add(collision_key(article_address(article)))
                self._taken.add(collision_key(article.path))
                return article
            number += 1

    def _locate(self, article: Article, opened: Opened, draft: Draft, path: Path) -> Article:
        place = f"{_folder(article)}/{article.slug}"
        provenance = Provenance(
            original=f"originals/{place}{_find_suffix(path)}",
            name=path.name,
            sha256=opened.sha256,
            importer=opened.importer,
            captured=draft.captured,
            kept=format_ranges(draft.lines),
            origins=draft.origins,
            doubts=draft.doubts,
        )
        identity = article.id or opened.sha256[:16]
        return replace(article, path=f"content/{place}.md", id=identity, provenance=provenance)

    def _is_free(self, article: Article, sha256: str) -> bool:
        address = article_address(article)
        assert article.provenance is not None
        original = self._archive.root / article.provenance.original
        return not (
            {collision_key(address), collision_key(article.path)} & self._taken
            or self._catalog.find_by_address(address)
            or (self._archive.root / article.path).exists()
            or (original.exists() and digest_file(original) != sha256)
        )

    def _keep_attachments(self, draft: Draft, folder: Path, article: Article) -> Draft:
        """Copy the pictures that are at hand beside the article; one whose name is taken gets the slug before it."""
        place = (self._archive.root / article.path).parent
        for attachment in draft.attachments:
            source = folder / attachment.path
            name = attachment.name
            if (place / name).exists() and digest_file(place / name) != digest_file(source):
                head, slash, tail = name.rpartition("/")
                name = f"{head}{slash}{article.slug}-{tail}"
                draft = _rename_attachment(draft, attachment.name, name)
            self._copy(source, place / name, _SHOWN)
        return draft

    def _find_companion(self, page: Path) -> Path | None:
        """The folder in which a browser saved a page's pictures and scripts; each folder is looked through once."""
        if page.parent not in self._companions:
            self._companions[page.parent] = _find_companions(page.parent)
        return self._companions[page.parent].get(page.stem)

    def _copy_folder(self, folder: Path, original: Path) -> None:
        """Keep a saved page's folder beside the page's original."""
        target = original.with_name(f"{original.stem}_files")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self._copy(path, target / path.relative_to(folder), _KEPT)

    def _copy(self, source: Path, target: Path, reason: str) -> None:
        """Copy a file, unless the name is taken; only what is safe at its target may leave the inbox later. What an
        article shows is kept with the page too, and what counts is that it is shown."""
        _keep(source, target)
        if digest_file(target) == digest_file(source):
            self._copied[source] = _SHOWN if self._copied.get(source) == _SHOWN else reason

    def _leave_inbox(self, path: Path, known: Imported) -> None:
        """Let a file go from the inbox: its bytes are in originals/, or are put there now if that was lost."""
        if path.is_relative_to(self._archive.inbox) and known.original:
            original = self._archive.root / known.original
            _keep(path, original)
            if digest_file(original) == digest_file(path):
                if companion := self._find_companion(path):
                    self._copy_folder(companion, original)
                self._finished.append(path)

    def note_copied(self, received: Received) -> Received:
        """A receipt's entry, with the right reason if the file was taken along with an article."""
        reason = self._copied.get(self._archive.root / received.file) if received.outcome == "skipped" else None
        return replace(received, reason=reason) if reason else received

    def clear_inbox(self) -> None:
        """Remove what is safe elsewhere, and folders that are empty now; pages last: without its page, a folder of
        pictures and scripts would be taken for captures, should this be stopped half way."""
        for path in [*sorted(self._copied), *self._finished]:
            if path.is_relative_to(self._archive.inbox):
                path.unlink(missing_ok=True)
        for folder in sorted(self._archive.inbox.rglob("*/"), reverse=True):
            try:
                folder.rmdir()
            except OSError:
                continue  # not empty


def _failed(path: str, problem: Problem) -> Received:
    return Received(path, "failed", reason=problem.message, problem=problem)


def _unkept(path: str, error: OSError) -> Received:
    message = f"can't be kept: {error.strerror}: {error.filename}"
    return _failed(path, Problem("error", "unwritable", path, None, message, "is the disk full?"))


def _changed(path: str, alike: Alike) -> Received:
    """A file that is neither taken in nor merged: what it is to be, a person must say."""
    message = f"has changed since it was imported as {alike.path}"
    hint = "take the change over by hand, or import the file with --as-new as an article of its own"
    problem = Problem("error", "changed-since-import", path, None, message, hint)
    likeness = round(alike.likeness, 2)
    return Received(path, "changed", alike.path, message, problem, alike=alike.path, likeness=likeness)


def _find_companions(folder: Path) -> dict[str, Path]:
    """The folders in which a browser saved the pictures and scripts of pages, by the page's name without its suffix."""
    matches = [(_COMPANION.fullmatch(path.name), path) for path in sorted(folder.iterdir(), reverse=True)]
    return {match[1]: path for match, path in matches if match and path.is_dir()}


def _folder(article: Article) -> str:
    """The folder below content/ and originals/: `2011/02`, as far as the date is known; a day has none of its own."""
    return format_day(article.date)[:7].replace("-", "/") if article.date else UNDATED


def _find_suffix(path: Path) -> str:
    """The suffix of a file's name; none for one that only has a dot in it: `St. Oswin's bells`."""
    suffix = path.suffix.casefold()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _rename_attachment(draft: Draft, old: str, new: str) -> Draft:
    images = tuple(replace(image, file=new) if image.file == old else image for image in draft.article.images)
    body = draft.body
    for before, after in ((old, new), (quote(old), quote(new))):
        place = rf"(\]\(<?|\]:\s*<?){re.escape(before)}(?=[\s)>#])"
        body = re.sub(place, r"\g<1>" + after.replace("\\", r"\\"), body)
    return replace(draft, body=body, article=replace(draft.article, images=images))


def _keep(source: Path, target: Path) -> None:
    """Copy a file bit for bit to a name that is free; one that is there stays as it is."""
    if not target.exists():
        part = name_part(target)
        shutil.copyfile(source, part)
        part.replace(target)
