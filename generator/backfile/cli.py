"""The command `backfile`: arguments, dispatch, exit codes.

In: the command line. Out: an exit code (0 done, 1 problems in the material, 2 wrong usage or a broken set-up), and a
report for machines where one is asked for. Each command is two functions: `_add_x` names its arguments, `_x` runs it.
It decides nothing about archives and nothing of how results look. What takes long to load, only the command loads that
needs it: a build starts in a tenth of the time that the importers take.
"""

import argparse
import difflib
import gc
import io
import json
import os
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from backfile import __version__
from backfile.archive import SETTINGS, Archive, create_archive, find_archive, has_waiting
from backfile.build import BuildResult, build
from backfile.catalog import Catalog
from backfile.errors import BackfileError, ImportStopped, SettingsError
from backfile.ledger import parse_ranges
from backfile.manifest import Manifest
from backfile.model import Problem
from backfile.parallel import BUILDING, READING, Workers, count_cores
from backfile.scan import Progress, scan
from backfile.settings import Settings, read_settings
from backfile.terminal import Voice, print_build, print_check, print_receipt, print_stopped
from backfile.urls import MANIFEST

if TYPE_CHECKING:
    from backfile.host import Answer
    from backfile.ledger import Span
    from backfile.preview import Rebuilt
    from backfile.tagging import Decided, Decision, TagList

DONE, PROBLEMS, BROKEN = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    gc.set_threshold(100_000, 50, 100)  # a walk makes very many values, and no cycles that memory would miss
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # titles of any script, whatever the terminal's encoding
    options = _parser().parse_args(arguments)
    voice = Voice(options.quiet, coloured=bool(os.environ.get("FORCE_COLOR")))
    try:
        code: int = options.run(options, voice)
    except BackfileError as error:
        voice.fail(error)
        return BROKEN
    except KeyboardInterrupt as stop:
        print_stopped(voice, stop.made if isinstance(stop, ImportStopped) else 0)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (| head): nothing left to say, not even while Python closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (OSError, sqlite3.OperationalError) as error:
        voice.fail(_as_broken(error))
        return BROKEN
    return code


def _as_broken(error: OSError | sqlite3.OperationalError) -> BackfileError:
    place = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
    hint = "is the disk full, or something in the way?"
    return BackfileError(f"{place}{getattr(error, 'strerror', None) or error}", hint)


_Run = Callable[[argparse.Namespace, Voice], int]
_Add = Callable[..., argparse.ArgumentParser]


class _Parser(argparse.ArgumentParser):
    """Names the nearest command or option where one was mistyped, and takes none that is cut short."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        known = [name for action in self._actions for name in (*action.option_strings, *(action.choices or ()))]
        wrong = re.search(r"(?:invalid choice: '|unrecognized arguments: )([^\s']+)", message)
        near = difflib.get_close_matches(wrong[1].partition("=")[0], map(str, known), 1) if wrong else []
        super().error(f"{message}; did you mean {near[0]}?" if near else message)


class _Command(_Parser):
    """Takes options between the words of a command too: `tags accept -n Korea`."""

    _parsing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        # The intermixed parse asks this method for its two passes.
        if self._parsing:
            return super().parse_known_args(args, namespace)
        self._parsing = True
        try:
            found, unknown = self.parse_known_intermixed_args(args, namespace)
        finally:
            self._parsing = False
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="backfile", description="A folder of saved articles to a permanent archive.")
    parser.add_argument("--version", action="version", version=f"backfile {__version__}")
    parser.add_argument("-C", "--archive", type=Path, default=Path(), metavar="DIR", help="the archive (default: here)")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_Command)

    def add(name: str, run: _Run, purpose: str, reports: bool = False, works: bool = False) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=purpose)
        command.set_defaults(run=run)
        _add_shared(command, reports, works)
        return command

    for add_command in (
        _add_init,
        _add_import,
        _add_build,
        _add_serve,
        _add_check,
        _add_review,
        _add_restore,
        _add_drop,
        _add_tags,
    ):
        add_command(add)
    return parser


def _add_shared(command: argparse.ArgumentParser, reports: bool, works: bool) -> None:
    """The options of every command, of those that have a result, and of those that use worker processes."""
    add = command.add_argument
    here: Any = argparse.SUPPRESS  # what stands before the command
    add("-C", "--archive", type=Path, default=here, metavar="DIR", help="the archive (default: here)")
    add("-q", "--quiet", action="store_true", help="print problems only")
    if reports:
        add("--report", type=Path, metavar="FILE", help="write the result as JSON")
    if works:
        add("-j", "--jobs", type=_positive, default=count_cores(), metavar="N", help="worker processes")


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)


def _open(options: argparse.Namespace) -> tuple[Archive, Settings]:
    archive = find_archive(options.archive)
    return archive, read_settings(archive.settings)


def _write_report(options: argparse.Namespace, report: object) -> None:
    if options.report:
        try:
            # A file's name may hold what no text can; as \udcXX it is JSON.
            with options.report.open("w", encoding="utf-8", errors="backslashreplace") as stream:
                json.dump(report, stream, ensure_ascii=False, indent=1, default=str)
                stream.write("\n")
        except OSError as error:
            raise BackfileError(f"{options.report} can't be written: {error.strerror}") from None


def _add_init(add: _Add) -> None:
    command = add("init", _init, "make a new archive")
    command.add_argument("folder", nargs="?", type=Path, help="the new folder (default: the archive's)")


def _init(options: argparse.Namespace, voice: Voice) -> int:
    folder = options.folder or options.archive
    made = create_archive(folder)
    voice.say(f"made {', '.join(made)} in {folder}" if made else f"{folder} is an archive already; nothing to do")
    voice.say(f"next: put article files into {folder / 'inbox'}, then: backfile build -C {folder}")
    return DONE


def _add_import(add: _Add) -> None:
    command = add("import", _import, "import article files", reports=True, works=True)
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of files")
    command.add_argument("--explain", action="store_true", help="say what every line is taken for; change nothing")
    command.add_argument("--as-new", action="store_true", help="take in what changed as articles of their own")


def _import(options: argparse.Namespace, voice: Voice) -> int:
    if options.explain:
        return _explain(options, voice)
    from backfile.ingest import ingest  # noqa: PLC0415  (as the docstring says; so all below)

    archive, settings = _open(options)
    with (
        voice.progress() as progress,
        Workers(options.jobs, preload=READING) as workers,
        Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog,
    ):
        scan(archive, catalog, workers, progress)
        receipt = ingest(archive, settings, catalog, workers, progress, options.paths, options.as_new)
    print_receipt(voice, receipt, ("made", "already there", "skipped"))
    _write_report(options, {"receipt": [asdict(received) for received in receipt]})
    return PROBLEMS if any(received.problem for received in receipt) else DONE


def _explain(options: argparse.Namespace, voice: Voice) -> int:
    from backfile.explain import Explanation, explain  # noqa: PLC0415
    from backfile.tables import print_explanation  # noqa: PLC0415

    found = [explain(path) for path in options.paths]
    explanations = [explanation for explanation in found if isinstance(explanation, Explanation)]
    problems = [problem for problem in found if isinstance(problem, Problem)]
    for explanation in explanations:
        print_explanation(voice, explanation)
    voice.complain(problems)
    _write_report(options, {"explanations": list(map(asdict, explanations)), "problems": list(map(asdict, problems))})
    return PROBLEMS if problems else DONE


def _add_build(add: _Add) -> None:
    command = add("build", _build, "build the site", reports=True, works=True)
    command.add_argument("-n", "--dry-run", action="store_true", help="say what would change, and why; change nothing")
    command.add_argument("--atomic-switch", action="store_true", help="change the whole site in one instant")
    command.add_argument("--cluster", metavar="ADDRESS", help="work on the Dask cluster of the scheduler there")


def _build(options: argparse.Namespace, voice: Voice) -> int:
    archive, settings = _open(options)
    started = time.perf_counter()
    with voice.progress() as progress, _hire(options, archive) as workers:
        result = build(archive, settings, workers, progress, options.dry_run, at_once=options.atomic_switch)
    print_build(voice, result, options.dry_run, time.perf_counter() - started)
    _write_report(options, asdict(result))
    return _code_of(result)


@contextmanager
def _hire(options: argparse.Namespace, archive: Archive) -> Iterator[Workers]:
    """The workers of a build, which may have an import to do first."""
    preload = BUILDING + READING if has_waiting(archive) else BUILDING
    if not options.cluster:
        with Workers(options.jobs, preload=preload) as workers:
            yield workers
        return
    from backfile.cluster import open_cluster  # noqa: PLC0415

    with (
        open_cluster(options.cluster, archive) as cluster,
        Workers(options.jobs, cluster, preload, cluster.width) as workers,
    ):
        yield workers


def _code_of(result: BuildResult) -> int:
    return PROBLEMS if result.failed or any(received.problem for received in result.receipt) else DONE


def _add_serve(add: _Add) -> None:
    command = add("serve", _serve, "preview the site, rebuilt on every change", works=True)
    command.add_argument("-p", "--port", type=_port, default=8000, help="on 127.0.0.1 (default: 8000)")
    command.add_argument("--open", action="store_true", help="open the browser")
    command.add_argument("--poll", action="store_true", help="look for changes, where no system tells of them")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: 1 to 65535")
    return int(text)


def _serve(options: argparse.Namespace, voice: Voice) -> int:
    from backfile.host import HOST  # noqa: PLC0415  (Tornado would slow every other command's start)
    from backfile.preview import Builder, serve  # noqa: PLC0415

    archive, _ = _open(options)

    def announce() -> None:
        voice.say(f"preview on http://{HOST}:{options.port}/ (Ctrl-C ends it)")

    with suppress(KeyboardInterrupt), Workers(options.jobs, preload=BUILDING + READING) as workers:
        builder = Builder(_rebuilder(options, voice, workers), _finder(options), _renderer(options))
        serve(archive, options.port, builder, announce, voice.warn, options.open, options.poll)
    return DONE


def _rebuilder(
    options: argparse.Namespace, voice: Voice, workers: Workers
) -> "Callable[[frozenset[str] | None], Rebuilt]":
    from backfile.preview import Rebuilt  # noqa: PLC0415

    said = ""

    def rebuild(changed: frozenset[str] | None) -> Rebuilt:
        nonlocal said
        started = time.perf_counter()
        try:
            archive, settings = _open(options)
            with voice.progress() as progress:
                result = build(archive, settings, workers, progress, changed_paths=changed)
            with Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog:
                unpublished = catalog.count_unpublished()
                withheld = frozenset(listed.card["address"] for listed in catalog.withheld())
        except (BackfileError, OSError, sqlite3.OperationalError) as error:
            workers.stop()  # what they are at belongs to this build
            broken = error if isinstance(error, BackfileError) else _as_broken(error)
            if str(broken) != said:  # it may be tried again and again
                voice.fail(broken)
            said = str(broken)
            return Rebuilt((_place_in_file(broken),), changed=False, blocked=not isinstance(error, SettingsError))
        said = ""
        print_build(voice, result, False, time.perf_counter() - started)
        problems = result.problems + tuple(received.problem for received in result.receipt if received.problem)
        errors = tuple(problem for problem in problems if problem.severity == "error")
        return Rebuilt(errors, bool(result.written or result.removed), unpublished=unpublished, withheld=withheld)

    return rebuild


def _finder(options: argparse.Namespace) -> "Callable[[str], Answer | None]":
    from backfile.unpublished import find_unpublished  # noqa: PLC0415

    def find_page(address: str) -> "Answer | None":
        try:
            archive, settings = _open(options)
            with Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog:
                return find_unpublished(archive, settings, catalog, address)
        except (BackfileError, OSError, sqlite3.OperationalError):
            return None  # what is wrong, the next rebuild says

    return find_page


def _renderer(options: argparse.Namespace) -> Callable[[str], bytes | None]:
    from backfile.ahead import render_ahead  # noqa: PLC0415

    def render_now(address: str) -> bytes | None:
        try:
            archive, settings = _open(options)
            with (
                Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog,
                Manifest(archive.state / "manifest.sqlite", archive.site / MANIFEST) as manifest,
            ):
                return render_ahead(archive, settings, catalog, manifest, address)
        except (BackfileError, OSError, sqlite3.OperationalError):
            return None  # what is wrong, the rebuild says

    return render_now


def _place_in_file(error: BackfileError) -> Problem:
    """A broken set-up as a problem of the file and line that its message begins with, if it does."""
    found = re.fullmatch(rf"({re.escape(SETTINGS)})(?::(\d+))?: (.*?(?:\(at line (\d+), .*)?)", str(error), re.DOTALL)
    if found is None:
        return Problem("error", "broken-set-up", "backfile", None, str(error), error.hint)
    line = found[2] or found[4]
    return Problem("error", "broken-set-up", found[1], int(line) if line else None, found[3], error.hint)


def _add_check(add: _Add) -> None:
    add("check", _check, "look for problems, change nothing", reports=True, works=True)


def _check(options: argparse.Namespace, voice: Voice) -> int:
    from backfile.checks import check  # noqa: PLC0415

    archive, settings = _open(options)
    with voice.progress() as progress, Workers(options.jobs) as workers:
        problems = check(archive, settings, workers, progress)
    print_check(voice, problems)
    _write_report(options, {"problems": [asdict(problem) for problem in problems]})
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else DONE


def _add_review(add: _Add) -> None:
    command = add("review", _review, "list the imported articles that a person should look at", True, True)
    command.add_argument("-n", "--limit", type=_positive, default=100, metavar="N", help="the N worst (default: 100)")
    command.add_argument("--page", action="store_true", help="write them as local pages, each beside its original")
    command.add_argument("--done", nargs="+", metavar="ARTICLE", help="mark articles as reviewed, and list nothing")


def _review(options: argparse.Namespace, voice: Voice) -> int:
    from backfile.review import mark_reviewed, review  # noqa: PLC0415
    from backfile.review_pages import write_review  # noqa: PLC0415
    from backfile.tables import print_marked, print_review  # noqa: PLC0415

    archive, settings = _open(options)
    if options.done:
        marked = mark_reviewed(archive, options.done)
        print_marked(voice, marked)
        _write_report(options, asdict(marked))
        return PROBLEMS if marked.problems else DONE
    with voice.progress() as progress, Workers(options.jobs, preload=READING) as workers:
        found = review(archive, settings, workers, progress, options.limit)
        page = write_review(archive, settings, workers, progress, found) if options.page else None
    print_review(voice, found, page)
    _write_report(options, asdict(found))
    return DONE


def _add_restore(add: _Add) -> None:
    _add_lines(add("restore", _revise, "put lines of the original back into an article", reports=True), True)


def _add_drop(add: _Add) -> None:
    _add_lines(add("drop", _revise, "take lines of the original out of an article", reports=True), False)


def _add_lines(command: argparse.ArgumentParser, restores: bool) -> None:
    command.add_argument("article", metavar="ARTICLE", help="its path, its slug or its address")
    command.add_argument("--lines", type=_ranges, required=True, metavar="N-M", help="numbers of lines: 5,16-24,30.2")
    command.set_defaults(restores=restores)


def _ranges(text: str) -> tuple["Span", ...]:
    try:
        return parse_ranges(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _revise(options: argparse.Namespace, voice: Voice) -> int:
    from backfile.revise import drop, restore  # noqa: PLC0415
    from backfile.tables import print_revision  # noqa: PLC0415

    archive, _ = _open(options)
    revision = (restore if options.restores else drop)(archive, options.article, options.lines)
    print_revision(voice, revision, "put back" if options.restores else "taken out")
    _write_report(options, asdict(revision))
    return PROBLEMS if any(problem.severity == "error" for problem in revision.problems) else DONE


def _add_tags(add: _Add) -> None:
    command = add("tags", _tags, "list the tags, accept, rename, merge or reject them", reports=True, works=True)
    actions = ("accept", "rename", "merge", "reject", "suggest")
    command.add_argument("action", nargs="?", choices=actions, metavar="ACTION", help=f"{', '.join(actions)}")
    command.add_argument("tags", nargs="*", metavar="TAG", help="the tags; to rename, the old one and the new one")
    command.add_argument("--into", metavar="TAG", help="the tag that the others are merged into")
    command.add_argument(
        "--shared", type=_positive, metavar="N", help="accept all that N articles or more have or suggest"
    )
    command.add_argument("--in", nargs="+", dest="articles", default=[], metavar="ARTICLE", help="only in these")
    command.add_argument("-a", "--all", action="store_true", help="list all tags, not only the first of each kind")
    command.add_argument("-n", "--dry-run", action="store_true", help="say what would change; change nothing")


def _tags(options: argparse.Namespace, voice: Voice) -> int:
    from backfile.tables import print_decided, print_tags  # noqa: PLC0415
    from backfile.tagging import TagList  # noqa: PLC0415

    archive, settings = _open(options)
    with voice.progress() as progress, Workers(options.jobs, preload=READING) as workers:
        result = _find_or_decide(options, archive, settings, workers, progress)
    _write_report(options, asdict(result))
    if isinstance(result, TagList):
        print_tags(voice, result, options.all)
        return DONE
    print_decided(voice, result, options.dry_run)
    return PROBLEMS if any(problem.severity == "error" for problem in result.problems) else DONE


def _find_or_decide(
    options: argparse.Namespace, archive: Archive, settings: Settings, workers: Workers, progress: Progress
) -> "TagList | Decided":
    from backfile.tagging import decide, list_tags, suggest_again  # noqa: PLC0415

    if options.action == "suggest":
        return suggest_again(archive, settings, workers, progress, options.dry_run)
    found = list_tags(archive, settings, workers, progress)
    if not options.action:
        return found
    least = options.shared
    shared = [tag.label for tag in found.suggested if least and tag.suggested + tag.tagged >= least]
    return decide(archive, settings, workers, progress, _read_decision(options, shared), options.dry_run)


def _read_decision(options: argparse.Namespace, shared: Sequence[str]) -> "Decision":
    """What the arguments ask for; raises BackfileError where they don't fit together."""
    from backfile.tagging import Decision  # noqa: PLC0415

    tags, articles = (*options.tags, *shared), tuple(options.articles)
    if options.action == "rename" and len(tags) == 2:
        return Decision("rename", tags[:1], tags[1], articles)
    if options.action == "merge" and tags and options.into:
        return Decision("rename", tags, options.into, articles)
    if options.action == "accept" and (tags or options.shared):
        return Decision("accept", tags, "", articles)
    if options.action == "reject" and tags:
        return Decision("reject", tags, "", articles)
    usages = {"rename": "rename OLD NEW", "merge": "merge TAG... --into TAG", "accept": "accept TAG... or --shared N"}
    usage = usages.get(options.action, f"{options.action} TAG...")
    raise BackfileError("these tags don't fit the action", f"write: backfile tags {usage}")
