"""What a person reads on the terminal: problems, progress, the results of commands; home of rich.

In: results as values. Out: results on standard output, problems and progress on standard error, in colour where
somebody looks on. It knows no arguments and no exit codes, and decides nothing about archives.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.text import Text

from backfile.build import BuildResult
from backfile.errors import BackfileError
from backfile.ingest import Receipt, Received
from backfile.model import Problem
from backfile.scan import Progress as Report

_MOST_PROBLEMS = 200
_COLOURS = {"error": "bold red", "warning": "bold yellow"}


class Voice:
    """Says what happens: results on standard output, problems and progress on standard error."""

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self._terminal = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: str) -> None:
        """Print a line of the result."""
        if not self.quiet:
            print(text, flush=True)

    def warn(self, text: str) -> None:
        """Print what must be read, even by those who asked for quiet."""
        self._terminal.print(Text(text))

    def fail(self, error: BackfileError) -> None:
        """Print what stopped the command."""
        self._terminal.print(Text.assemble(("error", _COLOURS["error"]), f": {error}"))
        if error.hint:
            self._terminal.print(Text(f"    hint: {error.hint}"))

    def complain(self, problems: Sequence[Problem]) -> None:
        """Print problems, as many as a person will read."""
        for problem in problems[:_MOST_PROBLEMS]:
            self._terminal.print(format_problem(problem))
        if len(problems) > _MOST_PROBLEMS:
            self._terminal.print(f"... and {len(problems) - _MOST_PROBLEMS} more (all of them: --report FILE)")

    @contextmanager
    def progress(self) -> Iterator[Report]:
        """A line that moves while there is work; silent where nobody looks on."""
        columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}")
        disabled = self.quiet or not self._terminal.is_terminal
        with Progress(*columns, console=self._terminal, transient=True, disable=disabled) as bar:
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


def print_receipt(voice: Voice, receipt: Receipt, shown: Sequence[str]) -> None:
    """Print what became of the files of an import, those with an outcome that is `shown` one by one."""
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


def print_build(voice: Voice, result: BuildResult, dry_run: bool, seconds: float) -> None:
    """Print what a build did, or would do."""
    voice.complain(result.problems)
    for notice in result.notices:
        voice.say(notice)
    if result.receipt:
        print_receipt(voice, result.receipt, ("made", "already there"))
    for change in result.changes:
        voice.say(f"{change.action}: {change.path}" + (f" ({change.why})" if change.why else ""))
    if result.failed:
        errors = sum(problem.severity == "error" for problem in result.problems)
        voice.warn(f"not built: {_count(errors, 'error')}; site/ is as it was")
        return
    _print_merged(voice, result)
    _print_summary(voice, result, dry_run, seconds)


def _print_merged(voice: Voice, result: BuildResult) -> None:
    for term in result.merged[:5]:
        voice.say(f"{term.taxonomy}: {' = '.join(term.spellings)}, listed as {term.label}")
    if len(result.merged) > 5:
        voice.say(f"... and {len(result.merged) - 5} more terms in several spellings (all of them: --report FILE)")


def _print_summary(voice: Voice, result: BuildResult, dry_run: bool, seconds: float) -> None:
    if dry_run:
        actions = [change.action for change in result.changes]
        counts = [f"{actions.count(action)} {action}" for action in ("new", "changed", "removed")]
        counts.append(f"{result.unchanged} unchanged")
        voice.say(f"{_count(result.articles, 'article')}; pages to make: {', '.join(counts)}")
        return
    counts = [f"{result.written:,} written", f"{result.unchanged:,} unchanged", f"{result.removed:,} removed"]
    voice.say(f"{_count(result.articles, 'article')}; pages: {', '.join(counts)}; {seconds:.1f} s")


def print_check(voice: Voice, problems: Sequence[Problem]) -> None:
    """Print what a check found."""
    voice.complain(problems)
    severities = [problem.severity for problem in problems]
    counts = f"{_count(severities.count('error'), 'error')}, {_count(severities.count('warning'), 'warning')}"
    voice.say(counts if problems else "no problems")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
