"""The build, whole: take in the inbox, scan, plan, render, publish.

In: an archive, its settings, workers. Out: `site/` as the archive says, and a `BuildResult`; or, with any error in the
material, `site/` untouched and all the problems. What needs no work is not worked on: if nothing changed since the last
build, it ends after the walk; a page is rendered only if its fingerprint isn't the published one.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.archive import Archive, File, digest_file, has_waiting, read_source, walk
from backfile.catalog import Catalog, Listed, Term, find_doors, has_several_sources
from backfile.colors import find_faint
from backfile.dataset import DATABASE, WITH_TEXTS, make_row, write_database
from backfile.entries import Facts, Hidden
from backfile.errors import ArchiveError, DamageError
from backfile.fingerprints import Fingerprints, digest_site, digest_withheld, program_digest
from backfile.hosts import check_host, check_place
from backfile.manifest import Manifest
from backfile.messages import Messages, find_messages
from backfile.model import Output, Problem, Receipt, Source, sort_problems
from backfile.parallel import Workers
from backfile.publish import (
    clear,
    find_changed,
    find_foreign,
    is_empty,
    is_in_place,
    publish,
    publish_at_once,
    recover,
)
from backfile.scan import Progress, scan
from backfile.settings import Settings, describe_site, find_line
from backfile.stale import Change, Planned
from backfile.subjects import Scope
from backfile.switch import identify, try_switch
from backfile.taxonomies import TAXONOMIES
from backfile.themefiles import ThemeFiles, find_default_theme
from backfile.urls import MANIFEST, absolute, link, top_of
from backfile.work import Job, index_blocks, render_pages, weigh_job

if TYPE_CHECKING:
    from backfile.blocks import BlockJob, Index

# So many pictures that aren't there are named by each build; `check` names all.
_MISSING_TOLD = 10


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What came of a build; a dry run alone fills `changes`. `articles` counts those that are published, `parsed` the
    files of the archive that were read, `planned` and `rendered` pages, the others files of site/."""

    problems: tuple[Problem, ...] = ()
    articles: int = 0
    parsed: int = 0
    planned: int = 0
    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    changes: tuple[Change, ...] = ()
    merged: tuple[Term, ...] = ()
    notices: tuple[str, ...] = ()
    receipt: Receipt = ()

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


def build(
    archive: Archive,
    settings: Settings,
    workers: Workers,
    progress: Progress,
    dry_run: bool = False,
    changed_paths: frozenset[str] | None = None,
    at_once: bool = False,
) -> BuildResult:
    """Build the site; with `dry_run`, only say what would change and why; with `at_once`, all of it changes in one
    instant. Who knows all paths of the archive that may have changed since a build that met no problem names them, and
    is spared the walk over all others, the inbox and the site. A cache that turns out to be damaged is made anew, and
    the build begins again."""
    if at_once:
        try_switch(archive.site)
    try:
        return _build(archive, settings, workers, progress, dry_run, changed_paths, at_once)
    except DamageError as damage:
        result = _build(archive, settings, workers, progress, dry_run, None, at_once)
        return replace(result, notices=(f"{damage}, made anew", *result.notices))


def _build(
    archive: Archive,
    settings: Settings,
    workers: Workers,
    progress: Progress,
    dry_run: bool,
    changed_paths: frozenset[str] | None,
    at_once: bool,
) -> BuildResult:
    theme = ThemeFiles(archive.templates, find_default_theme())
    with (
        Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog,
        Manifest(archive.state / "manifest.sqlite", archive.site / MANIFEST) as manifest,
    ):
        notices = _finish_earlier_build(archive, manifest, dry_run)
        if not catalog.followed() or not (archive.site / MANIFEST).exists():
            changed_paths = None  # the catalog was made anew, or the site is gone: nothing is known of the others
        scanned = scan(archive, catalog, workers, progress, changed_paths)
        parsed = scanned.parsed
        if dry_run:
            notices += _describe_inbox(archive)
        is_inbox_left = changed_paths is not None and not any(path.startswith("inbox") for path in changed_paths)
        receipt = () if dry_run or is_inbox_left else _ingest_inbox(archive, settings, catalog, workers, progress)
        if any(received.outcome == "made" for received in receipt):
            scanned = scan(archive, catalog, workers, progress)
            parsed += scanned.parsed
        problems = sort_problems(
            [
                *scanned.problems,
                *_find_template_problems(archive, theme),
                *_find_changed_originals(catalog),
                *_find_faint(archive, settings),
            ]
        )
        result = BuildResult(
            problems, catalog.count(), parsed, merged=_merged(catalog), notices=notices, receipt=receipt
        )
        if result.failed:
            return result
        changed = [] if changed_paths is not None else find_changed(archive.site, manifest)
        return _Build(archive, settings, theme, catalog, manifest, workers, progress, at_once).run(
            result, changed, dry_run
        )


def _finish_earlier_build(archive: Archive, manifest: Manifest, dry_run: bool) -> tuple[str, ...]:
    notices = [manifest.notice] if manifest.notice else []
    if not dry_run and recover(archive.site, archive.state / "staging", manifest):
        notices.append("an earlier build was stopped half way: finished it")
    return tuple(notices)


def _ingest_inbox(
    archive: Archive, settings: Settings, catalog: Catalog, workers: Workers, progress: Progress
) -> Receipt:
    """Import what lies in the inbox."""
    if not has_waiting(archive):
        return ()
    from backfile.ingest import ingest  # noqa: PLC0415  (importers take the better part of a second to load)

    return ingest(archive, settings, catalog, workers, progress, [archive.inbox])


def _find_faint(archive: Archive, settings: Settings) -> Iterator[Problem]:
    path = archive.settings
    yield from find_faint(dict(settings.colors), dict(settings.dark_colors), path.name, partial(find_line, path))


def _find_template_problems(archive: Archive, files: ThemeFiles) -> list[Problem]:
    """What is wrong with the archive's own templates, if it has any."""
    if not files.own_templates():
        return []
    from backfile.theme import open_theme  # noqa: PLC0415  (to compile templates takes Jinja2)

    return open_theme(archive).find_problems()


def _describe_inbox(archive: Archive) -> tuple[str, ...]:
    waiting = sum(isinstance(found, File) for found in walk(archive.root, archive.inbox.name))
    return (f"a build would import what lies in inbox/ first (files: {waiting})",) if waiting else ()


@dataclass(frozen=True, slots=True)
class _Build:
    """One build of an archive without errors."""

    archive: Archive
    settings: Settings
    theme: ThemeFiles
    catalog: Catalog
    manifest: Manifest
    workers: Workers
    progress: Progress
    at_once: bool

    def run(self, result: BuildResult, changed: list[str], dry_run: bool) -> BuildResult:
        assets, hidden = list(self.theme.assets()), self.catalog.hidden()
        withheld = digest_withheld((article.path, article.digest) for article in hidden)
        state = _State(self.catalog.state(), self._digest_rest(assets, withheld))
        self.manifest.begin()
        if not changed and self.manifest.built_state() == str(state) and (self.archive.site / MANIFEST).exists():
            return _with_problems(replace(result, unchanged=self.manifest.count()), self._check_host())
        scope = self._find_scope(state, changed)
        self.manifest.forget(changed)
        messages = find_messages(self.theme.folders, self.settings.language)
        index, unread = self._index(messages)
        if unread:
            return _with_problems(result, unread)
        planned = self._plan(assets, withheld, scope, messages, index)
        if dry_run:
            changes = tuple(planned.changes())
            unchanged = self.manifest.count() - sum(change.action != "new" for change in changes)
            return replace(_with_problems(result, planned.all_problems()), changes=changes, unchanged=unchanged)
        with closing(planned):
            problems, written = self._render(planned.stale(), hidden, index)
        tangles = [*self._find_tangles(planned)]
        if any(problem.severity == "error" for problem in tangles):
            problems = [*filter(self._is_news, problems)]
        result = _with_problems(result, [*problems, *tangles, *self._find_missing()])
        result = replace(result, planned=planned.seen, rendered=planned.found)
        if result.failed:
            clear(self._staging)
            return result
        removed = self.manifest.commit_journal(str(state), identify(self.archive.site) if self.at_once else "")
        carry_out = publish_at_once if self.at_once else publish
        carry_out(self.archive.site, self._staging, self.manifest)
        self.catalog.follow()
        result = _with_problems(result, self._check_host())
        return replace(result, written=written, unchanged=self.manifest.count() - written, removed=removed)

    def _find_scope(self, state: "_State", changed: list[str]) -> Scope | None:
        """What is to be planned: what was reached by changes since the last build; None, all, if they weren't followed
        or something else changed than the archive's files."""
        built, _, rest = self.manifest.built_state().partition(" ")
        if not built or built != self.catalog.followed() or rest != state.rest:
            return None
        return self.catalog.scope(self.settings.page_size, self.manifest.subjects_of(changed))

    def _index(self, messages: Messages) -> tuple["Index | None", list[Problem]]:
        """Bring the blocks of the search up to date: the index, and what is wrong with articles."""
        if not self.settings.search:
            return None, []
        from backfile.blocks import BlockFile, choose_rooms, cut_blocks, describe_decisive, open_index  # noqa: PLC0415  (as in _plan)

        folder, language = self.archive.index, self.settings.language
        rooms = choose_rooms(self.catalog.count())
        about = messages.say("about %(date)s")
        names: list[str] = []
        jobs = _note_names(
            cut_blocks(self.catalog.indexed(), describe_decisive(program_digest(), language, rooms, about)), names
        )
        missing = (job for job in jobs if not BlockFile(folder / job.name).is_whole())
        problems = []
        made = self.workers.map(index_blocks, missing, str(self.archive.root), language, rooms, about, batch=1)
        for number, problem in enumerate(made, 1):
            problems += [problem] if problem else []
            self.progress("Indexing", number, None)
        return open_index(folder, names, rooms), problems

    def _plan(
        self, assets: list[Source], withheld: str, scope: Scope | None, messages: Messages, index: "Index | None"
    ) -> Planned:
        """The pages to make. A page that is new may collide with one that isn't planned: then all are planned."""
        from backfile.pages import plan  # noqa: PLC0415  (what plans and renders takes a while to load)
        from backfile.pages.page import collect_material  # noqa: PLC0415
        from backfile.theme import open_theme  # noqa: PLC0415

        site = digest_site(describe_site(self.settings), self.theme.digest_language(messages.language))
        fingerprints = Fingerprints(open_theme(self.archive), site, withheld)
        material = collect_material(self.catalog, self.settings, messages, assets, scope, index)
        if scope is not None:
            self.manifest.limit(scope.ranges())
            pages = list(plan(material))
            if not any(map(self.manifest.may_collide, pages)):
                return Planned(self.manifest, fingerprints, pages)
            self.manifest.unlimit()
        return Planned(self.manifest, fingerprints, plan(replace(material, scope=None)))

    def _find_tangles(self, planned: Planned) -> Iterator[Problem]:
        """Addresses that several pages would have, and old ones that won't do what they should."""
        from backfile.old_addresses import find_tangles, with_line  # noqa: PLC0415  (as in _plan)

        known = self.archive.root, self.catalog, self.settings
        yield from (with_line(*known, problem) for problem in planned.all_problems())
        yield from find_tangles(*known)

    def _find_missing(self) -> Iterator[Problem]:
        from backfile.pictures import find_missing  # noqa: PLC0415  (as in _plan)

        return find_missing(self.archive.root, self.catalog, _MISSING_TOLD)

    def _is_news(self, problem: Problem) -> bool:
        """Whether a file that is in the way isn't ours: where it is, two pages want one address, and that is told."""
        path = problem.path.removeprefix("site/")
        return problem.code != "foreign-file" or self.manifest.find_output(path) is None

    def _check_host(self) -> Iterator[Problem]:
        """What the host would refuse of the site as it is now."""
        if not self.settings.host:
            return
        rules = self.archive.site / "_redirects"
        place = self.archive.settings
        yield from check_place(
            self.settings.host, top_of(self.settings.base_url), place.name, find_line(place, "", "base_url")
        )
        asked = len(rules.read_text("utf-8").splitlines()) if rules.is_file() else 0
        yield from check_host(self.settings.host, self.manifest.sizes(), asked)

    def _render(
        self, jobs: Iterable[Job], hidden: tuple[Hidden, ...], index: "Index | None"
    ) -> tuple[list[Problem], int]:
        """Render what is stale into the staging folder. Where that fails nothing stays there: the disk may be full."""
        own: list[Job] = []
        try:
            with closing(
                self.workers.map(
                    render_pages,
                    _without_own(jobs, own),
                    *self._arguments(),
                    hidden,
                    index.note if index else "",
                    weigh=weigh_job,
                )
            ) as outputs:
                return self._take_in(chain(outputs, map(self._make_database, own)))
        except BaseException:
            with suppress(OSError):
                clear(self._staging)
            raise

    def _make_database(self, job: Job) -> Output:
        """The database of all articles, which no worker can make: the catalog is open here."""
        path, catalog = self._staging / job.page.path, self.catalog
        path.parent.mkdir(parents=True, exist_ok=True)
        with_texts = WITH_TEXTS in self.settings.data
        rows = (
            make_row(self._describe(one), self._read_text(one) if with_texts else None) for one in catalog.articles()
        )
        write_database(path, rows, catalog.term_rows(), catalog.term_links(), with_texts)
        digest, size = digest_file(path), path.stat().st_size
        if digest == job.standing:
            path.unlink()
        return Output(job.page.path, job.fingerprint, digest, size)

    def _describe(self, listed: Listed) -> Facts:
        """An article's facts, its pictures with their addresses."""
        from backfile.pages.articles import describe_article  # noqa: PLC0415  (as in _plan)

        return json.loads(describe_article(self.catalog, listed)) if listed.images else listed.facts

    def _read_text(self, listed: Listed) -> str:
        """An article's Markdown, its links as they are in the data."""
        from backfile.copies import place_links  # noqa: PLC0415  (as in _plan)
        from backfile.frontmatter import decode  # noqa: PLC0415

        source, base_url = listed.source, self.settings.base_url
        data = read_source(f"{self.archive.root}/{source.path}", source)
        if isinstance(data, Problem):
            raise ArchiveError(f"{data.path} {data.message}", data.hint)
        text = str(decode(data, source.path))[listed.start :].strip("\n")
        links = self.catalog.links_of(source.path) if listed.links else {}
        return place_links(text, links, lambda address: absolute(address, base_url) if base_url else link(address, 1))

    def _take_in(self, outputs: Iterable[Output | Problem]) -> tuple[list[Problem], int]:
        """Enter what was rendered into the journal: problems, and how many outputs have new bytes."""
        problems: list[Problem] = []
        written = 0
        nothing_there = is_empty(self.archive.site)
        for made in outputs:
            if isinstance(made, Problem):
                problems.append(_refuse_unwritable(made))
                continue
            old = self.manifest.find_output(made.path)
            if old is None and not nothing_there and (foreign := find_foreign(self.archive.site, made)):
                problems.append(foreign)
            is_same = old is not None and old.digest == made.digest and self._stands(old)
            self.manifest.note_output(made, not is_same)
            written += not is_same
            self.progress("Rendering", written, None)
        return problems, written

    def _stands(self, output: Output) -> bool:
        """Whether the site has an output as it was published; of what was forgotten, only its bytes can tell. It was
        staged for nothing then, and must not be moved."""
        try:
            if output.fingerprint:
                return True
            if not is_in_place(self.archive.site, output):
                return False
        except OSError:
            return False
        (self._staging / output.path).unlink(missing_ok=True)
        return True

    def _arguments(self) -> tuple[object, ...]:
        """What render_pages needs to know beside its jobs."""
        folders = tuple(str(folder) for folder in self.theme.folders)
        site = describe_site(self.settings)
        return str(self.archive.root), folders, self.theme.digest_all(), site, str(self._staging)

    @property
    def _staging(self) -> Path:
        return self.archive.state / "staging"

    def _digest_rest(self, assets: list[Source], withheld: str) -> str:
        """A digest of everything that all pages depend on, beside the articles. What is withheld is among it: each page
        that the site has must be searched for the text of an article that has become so."""
        doors = find_doors(self.catalog)
        parts = (
            self.theme.digest_all(),
            repr(self.settings),
            repr(assets),
            repr(doors),
            repr(has_several_sources(self.catalog)),
            str(self.catalog.magnitude()),
            program_digest(),
            withheld,
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _State:
    """What a site is built from: the state of the catalog, and a digest of all else."""

    catalog: str
    rest: str

    def __str__(self) -> str:
        return f"{self.catalog} {self.rest}"


def _note_names(jobs: "Iterable[BlockJob]", names: list[str]) -> "Iterator[BlockJob]":
    """Jobs, whose names go into `names` too."""
    for job in jobs:
        names.append(job.name)
        yield job


def _without_own(jobs: Iterable[Job], own: list[Job]) -> Iterator[Job]:
    """Jobs for workers; those that the build does itself go into `own`."""
    for job in jobs:
        if job.page.template == DATABASE:
            own.append(job)
        else:
            yield job


def _refuse_unwritable(problem: Problem) -> Problem:
    """Where one page can't be staged the others can't be either: that is told once, and ends the build."""
    if problem.code == "unwritable":
        raise ArchiveError(f"{problem.path} {problem.message}", problem.hint)
    return problem


def _find_changed_originals(catalog: Catalog) -> Iterator[Problem]:
    """Originals that are missing or aren't what was imported: the site does without them, but it must be said."""
    for article, original, _, found in catalog.changed_originals():
        code, message = ("original-changed", "isn't") if found else ("original-missing", "is missing: it was")
        message += f" the file that {article} was imported from"
        yield Problem("warning", code, original, None, message, "bring it back from a backup")


def _merged(catalog: Catalog) -> tuple[Term, ...]:
    """The terms that were written in several ways, in the order of the taxonomies."""
    order = [taxonomy.name for taxonomy in TAXONOMIES]
    return tuple(sorted(catalog.merged_terms(), key=lambda term: (order.index(term.taxonomy), term.key)))


def _with_problems(result: BuildResult, problems: Iterable[Problem]) -> BuildResult:
    return replace(result, problems=sort_problems([*result.problems, *problems]))
