"""The command `backfile`: arguments, printing, progress, exit codes; home of rich.

In: the command line and the environment. Out: what a person reads on the terminal, a report for machines, an exit code:
0 done, 1 problems in the material, 2 wrong usage or a broken set-up. It decides nothing about archives.
"""

import argparse
import io
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.text import Text

from backfile import __version__
from backfile.archive import Archive, create_archive, find_archive
from backfile.build import BuildResult, build
from backfile.catalog import Catalog
from backfile.checks import check
from backfile.errors import BackfileError
from backfile.ingest import Receipt, Received, ingest
from backfile.model import Problem
from backfile.parallel import Workers, count_cores
from backfile.scan import Progress as Report
from backfile.scan import scan
from backfile.settings import Settings, read_settings

DONE, PROBLEMS, BROKEN = 0, 1, 2
_MOST_PROBLEMS = 200
_COLOURS = {"error": "bold red", "warning": "bold yellow"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # titles of any script, whatever the terminal's encoding
    options = _parser().parse_args(arguments)
    terminal = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        code: int = options.run(options, _Voice(terminal, options.quiet))
    except BackfileError as error:
        _print_failure(terminal, error)
        return BROKEN
    except KeyboardInterrupt:
        terminal.print("stopped; the same command again carries on")
        return 130
    except BrokenPipeError:
        # The reader of our output went away (| head): nothing left to say, not even while Python closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (OSError, sqlite3.OperationalError) as error:
        place = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
        hint = "is the disk full, or something in the way?"
        _print_failure(terminal, BackfileError(f"{place}{getattr(error, 'strerror', None) or error}", hint))
        return BROKEN
    return code


def _print_failure(terminal: Console, error: BackfileError) -> None:
    terminal.print(Text.assemble(("error", _COLOURS["error"]), f": {error}"))
    if error.hint:
        terminal.print(Text(f"    hint: {error.hint}"))


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("-C", "--archive", type=Path, default=Path(), metavar="DIR", help="the archive (default: here)")
    shared.add_argument("-q", "--quiet", action="store_true", help="print problems only")
    reporting = argparse.ArgumentParser(add_help=False)
    reporting.add_argument("--report", type=Path, metavar="FILE", help="write the result as JSON")
    working = argparse.ArgumentParser(add_help=False)
    working.add_argument("-j", "--jobs", type=_positive, default=count_cores(), metavar="N", help="worker processes")
    parser = argparse.ArgumentParser(prog="backfile", description="A folder of saved articles to a permanent archive.")
    parser.add_argument("--version", action="version", version=f"backfile {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    init = commands.add_parser("init", parents=[shared], help="make a new archive")
    init.add_argument("folder", nargs="?", type=Path, help="the new folder (default: the archive's)")
    init.set_defaults(run=_init)
    take_in = commands.add_parser("import", parents=[shared, reporting, working], help="import article files")
    take_in.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of files")
    take_in.set_defaults(run=_import)
    make = commands.add_parser("build", parents=[shared, reporting, working], help="build the site")
    make.add_argument("-n", "--dry-run", action="store_true", help="say what would change, and why; change nothing")
    make.set_defaults(run=_build)
    show = commands.add_parser("serve", parents=[shared, working], help="preview the site, rebuilt on every change")
    show.add_argument("-p", "--port", type=_port, default=8000, help="on 127.0.0.1 (default: 8000)")
    show.add_argument("--open", action="store_true", help="open the browser")
    show.set_defaults(run=_serve)
    test = commands.add_parser("check", parents=[shared, reporting, working], help="look for problems, change nothing")
    test.set_defaults(run=_check)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: 1 to 65535")
    return int(text)


class _Voice:
    """Says what happens, on the terminal: results on standard output, problems and progress on standard error."""

    def __init__(self, terminal: Console, quiet: bool) -> None:
        self.terminal, self.quiet = terminal, quiet

    def say(self, text: str) -> None:
        if not self.quiet:
            print(text, flush=True)

    def complain(self, problems: Sequence[Problem]) -> None:
        for problem in problems[:_MOST_PROBLEMS]:
            self.terminal.print(format_problem(problem))
        if len(problems) > _MOST_PROBLEMS:
            self.terminal.print(f"... and {len(problems) - _MOST_PROBLEMS} more (all of them: --report FILE)")

    @contextmanager
    def progress(self) -> Iterator[Report]:
        """A line that moves while there is work; silent where nobody looks on."""
        columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}")
        disabled = self.quiet or not self.terminal.is_terminal
        with Progress(*columns, console=self.terminal, transient=True, disable=disabled) as bar:
            tasks: dict[str, TaskID] = {}

            def report(stage: str, done: int, total: int | None) -> None:
                if stage not in tasks:
                    for task in tasks.values():
                        bar.update(task, visible=False)
                    tasks[stage] = bar.add_task(stage, total=total, done="")
                text = f"{done:,} of {total:,}" if total else f"{done:,}"
                bar.update(tasks[stage], completed=done, total=total, done=text)

            yield report


def format_problem(problem: Problem) -> Text:
    """A problem as a compiler prints it: `path:line: error: message [code]`, and the hint below."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    text = Text.assemble((place, "bold"), ": ", (problem.severity, _COLOURS[problem.severity]), ": ", problem.message)
    text.append(f" [{problem.code}]", "dim")
    return text.append(f"\n    hint: {problem.hint}") if problem.hint else text


def _open(options: argparse.Namespace) -> tuple[Archive, Settings]:
    archive = find_archive(options.archive)
    return archive, read_settings(archive.settings)


def _write_report(options: argparse.Namespace, report: object) -> None:
    if options.report:
        try:
            options.report.write_text(json.dumps(report, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")
        except OSError as error:
            raise BackfileError(f"{options.report} can't be written: {error.strerror}") from None


def _init(options: argparse.Namespace, voice: _Voice) -> int:
    folder = options.folder or options.archive
    made = create_archive(folder)
    voice.say(f"made {', '.join(made)} in {folder}" if made else f"{folder} is an archive already; nothing to do")
    voice.say(f"next: put article files into {folder / 'inbox'}, then: backfile build -C {folder}")
    return DONE


def _import(options: argparse.Namespace, voice: _Voice) -> int:
    archive, settings = _open(options)
    with (
        voice.progress() as progress,
        Workers(options.jobs) as workers,
        Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog,
    ):
        scan(archive, catalog, workers, progress)
        receipt = ingest(archive, settings, catalog, workers, progress, options.paths)
    _print_receipt(receipt, voice, ("made", "already there", "skipped"))
    _write_report(options, {"receipt": [asdict(received) for received in receipt]})
    return PROBLEMS if any(received.outcome == "failed" for received in receipt) else DONE


def _print_receipt(receipt: Receipt, voice: _Voice, shown: Sequence[str]) -> None:
    voice.complain([received.problem for received in receipt if received.problem])
    for received in receipt[:_MOST_PROBLEMS]:
        if received.outcome in shown:
            voice.say(_format_received(received))
    outcomes = [received.outcome for received in receipt]
    counts = [f"{outcomes.count(kind)} {kind}" for kind in ("made", "already there", "skipped", "failed")]
    voice.say(f"{_count(len(receipt), 'file')}: {', '.join(counts)}")


def _format_received(received: Received) -> str:
    text = f"{received.outcome}: {received.file} -> {received.article or received.reason}"
    return f"{text} ({_count(received.left_out, 'line')} left out: {received.ledger})" if received.left_out else text


def _build(options: argparse.Namespace, voice: _Voice) -> int:
    archive, settings = _open(options)
    started = time.perf_counter()
    with voice.progress() as progress, Workers(options.jobs) as workers:
        result = build(archive, settings, workers, progress, options.dry_run)
    _print_result(result, options.dry_run, time.perf_counter() - started, voice)
    _write_report(options, asdict(result))
    return _code_of(result)


def _code_of(result: BuildResult) -> int:
    return PROBLEMS if result.failed or any(received.outcome == "failed" for received in result.receipt) else DONE


def _print_result(result: BuildResult, dry_run: bool, seconds: float, voice: _Voice) -> None:
    voice.complain(result.problems)
    for notice in result.notices:
        voice.say(notice)
    if result.receipt:
        _print_receipt(result.receipt, voice, ("made", "already there"))
    for change in result.changes:
        voice.say(f"{change.action}: {change.path}" + (f" ({change.why})" if change.why else ""))
    if result.failed:
        errors = sum(problem.severity == "error" for problem in result.problems)
        voice.terminal.print(f"not built: {_count(errors, 'error')}; site/ is as it was")
        return
    _print_merged(result, voice)
    _print_summary(result, dry_run, seconds, voice)


def _print_merged(result: BuildResult, voice: _Voice) -> None:
    for term in result.merged[:5]:
        voice.say(f"{term.taxonomy}: {' = '.join(term.spellings)}, listed as {term.label}")
    if len(result.merged) > 5:
        voice.say(f"... and {len(result.merged) - 5} more terms in several spellings (all of them: --report FILE)")


def _print_summary(result: BuildResult, dry_run: bool, seconds: float, voice: _Voice) -> None:
    if dry_run:
        actions = [change.action for change in result.changes]
        counts = [f"{actions.count(action)} {action}" for action in ("new", "changed", "removed")]
        counts.append(f"{result.unchanged} unchanged")
        voice.say(f"{_count(result.articles, 'article')}; pages to make: {', '.join(counts)}")
        return
    counts = [f"{result.written:,} written", f"{result.unchanged:,} unchanged", f"{result.removed:,} removed"]
    voice.say(f"{_count(result.articles, 'article')}; pages: {', '.join(counts)}; {seconds:.1f} s")


def _serve(options: argparse.Namespace, voice: _Voice) -> int:
    from backfile.preview import HOST, serve  # noqa: PLC0415  (Tornado would slow every other command's start)

    archive, _ = _open(options)

    def announce() -> None:
        voice.say(f"preview on http://{HOST}:{options.port}/ (Ctrl-C ends it)")

    with suppress(KeyboardInterrupt):
        serve(archive, options.port, options.open, _rebuilder(options, voice), announce)
    return DONE


def _rebuilder(options: argparse.Namespace, voice: _Voice) -> Callable[[], tuple[Problem, ...]]:
    def rebuild() -> tuple[Problem, ...]:
        started = time.perf_counter()
        try:
            archive, settings = _open(options)
            with voice.progress() as progress, Workers(options.jobs) as workers:
                result = build(archive, settings, workers, progress)
        except BackfileError as error:
            _print_failure(voice.terminal, error)
            return (Problem("error", "broken-set-up", "backfile", None, str(error), error.hint),)
        _print_result(result, False, time.perf_counter() - started, voice)
        return result.problems + tuple(received.problem for received in result.receipt if received.problem)

    return rebuild


def _check(options: argparse.Namespace, voice: _Voice) -> int:
    archive, settings = _open(options)
    with voice.progress() as progress, Workers(options.jobs) as workers:
        problems = check(archive, settings, workers, progress)
    voice.complain(problems)
    voice.say(_summarise(problems))
    _write_report(options, {"problems": [asdict(problem) for problem in problems]})
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else DONE


def _summarise(problems: Iterable[Problem]) -> str:
    severities = [problem.severity for problem in problems]
    if not severities:
        return "no problems"
    return f"{_count(severities.count('error'), 'error')}, {_count(severities.count('warning'), 'warning')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
