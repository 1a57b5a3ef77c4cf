"""What a person reads on the terminal: problems, progress, what a build, an import or a check did.

In: results as values. Out: results on standard output, problems and progress on standard error, in colour where
somebody looks on. It knows no arguments and no exit codes, and decides nothing about archives.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import get_args

from backfile.build import BuildResult
from backfile.errors import BackfileError
from backfile.model import Outcome, Problem, Receipt, Received
from backfile.scan import Progress

# What is printed, in parts, each with its style.
Styled = Sequence[tuple[str, str]]

MOST_PROBLEMS = 200
# What a title of a foreign page may hold to play with a terminal.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_COLOURS = {"error": "bold red", "warning": "bold yellow"}


class Voice:
    """Says what happens: results on standard output, problems and progress on standard error.

    Somebody looks on where standard error is a terminal, or with `coloured`.
    """

    def __init__(self, quiet: bool = False, coloured: bool = False) -> None:
        self.quiet = quiet
        self._coloured = coloured

    def say(self, text: str) -> None:
        """Print a line of the result."""
        if not self.quiet:
            print(text, flush=True)

    def warn(self, text: str) -> None:
        """Print what must be read, even by those who asked for quiet."""
        self._tell([(text, "")])

    def fail(self, error: BackfileError) -> None:
        """Print what stopped the command."""
        hint = f"\n    hint: {error.hint}" if error.hint else ""
        self._tell([("error", _COLOURS["error"]), (f": {error}{hint}", "")])

    def complain(self, problems: Sequence[Problem]) -> None:
        """Print problems, as many as a person will read."""
        for problem in problems[:MOST_PROBLEMS]:
            self._tell(format_problem(problem))
        if len(problems) > MOST_PROBLEMS:
            self.warn(f"... and {len(problems) - MOST_PROBLEMS} more (all of them: --report FILE)")

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A line that moves while there is work; silent where nobody looks on."""
        if self.quiet or not self._is_watched():
            yield lambda stage, done, total: None
            return
        with ExitStack() as stack:
            show: Progress | None = None

            def report(stage: str, done: int, total: int | None) -> None:
                nonlocal show
                if show is None:
                    from backfile.drawing import open_bar  # noqa: PLC0415  (rich is loaded when it draws something)

                    show = stack.enter_context(open_bar())
                show(stage, done, total)

            yield report

    def _tell(self, parts: Styled) -> None:
        if self._is_watched():
            from backfile.drawing import write  # noqa: PLC0415

            write(parts)
        else:
            print("".join(text for text, _ in parts), file=sys.stderr, flush=True)

    def _is_watched(self) -> bool:
        return self._coloured or sys.stderr.isatty()


def format_problem(problem: Problem) -> Styled:
    """A problem as a compiler prints it: `path:line: error: message [code]`, and the hint below."""
    place = escape(f"{problem.path}:{problem.line}" if problem.line else problem.path)
    hint = f"\n    hint: {escape(problem.hint)}" if problem.hint else ""
    return [
        (place, "bold"),
        (": ", ""),
        (problem.severity, _COLOURS[problem.severity]),
        (f": {escape(problem.message)}", ""),
        (f" [{problem.code}]", "dim"),
        (hint, ""),
    ]


def print_receipt(voice: Voice, receipt: Receipt, shown: Sequence[str]) -> None:
    """Print what became of the files of an import, those with an outcome that is `shown` one by one."""
    voice.complain([received.problem for received in receipt if received.problem])
    told = [received for received in receipt if received.outcome in shown]
    for received in told[:MOST_PROBLEMS]:
        voice.say(escape(_format_received(received)))
    if len(told) > MOST_PROBLEMS:
        voice.say(f"... and {len(told) - MOST_PROBLEMS:,} more (all of them: --report FILE)")
    outcomes = [received.outcome for received in receipt]
    kinds = [kind for kind in get_args(Outcome) if kind != "changed" or kind in outcomes]
    counts = [f"{outcomes.count(kind)} {kind}" for kind in kinds]
    voice.say(f"{count(len(receipt), 'file')}: {', '.join(counts)}")
    if doubtful := sum(bool(received.doubts) for received in receipt):
        voice.say(f"{count(doubtful, 'new article')} to look at: backfile review")


def _format_received(received: Received) -> str:
    text = f"{received.outcome}: {received.file} -> {received.article or received.reason}"
    if received.left_out:
        text += f" ({count(received.left_out, 'line')} left out: {received.ledger})"
    return text + (f" (same text as {received.alike}: {received.likeness:.2f})" if received.alike else "")


def print_stopped(voice: Voice, made: int) -> None:
    """Print that a command was stopped, and how many articles it had imported."""
    so_far = f" with {count(made, 'article')} made" if made else ""
    voice.warn(f"stopped{so_far}; the same command again carries on")


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
        voice.warn(f"not built: {count(errors, 'error')}; site/ is as it was")
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
        voice.say(f"{count(result.articles, 'article')}; pages to make: {', '.join(counts)}")
        return
    counts = [f"{result.written:,} written", f"{result.unchanged:,} unchanged", f"{result.removed:,} removed"]
    voice.say(f"{count(result.articles, 'article')}; pages: {', '.join(counts)}; {seconds:.1f} s")


def print_check(voice: Voice, problems: Sequence[Problem]) -> None:
    """Print what a check found."""
    voice.complain(problems)
    severities = [problem.severity for problem in problems]
    counts = f"{count(severities.count('error'), 'error')}, {count(severities.count('warning'), 'warning')}"
    voice.say(counts if problems else "no problems")


def escape(text: str) -> str:
    """The name of a file, or what is said of it, on one line."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
