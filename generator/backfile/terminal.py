"""What a person reads on the terminal: problems, progress, the results of commands; home of rich.

In: results as values. Out: results on standard output, problems and progress on standard error, in colour where
somebody looks on. It knows no arguments and no exit codes, and decides nothing about archives.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Column, Table
from rich.text import Text

from backfile.build import BuildResult
from backfile.errors import BackfileError
from backfile.explain import Explanation, Finding
from backfile.ingest import Outcome, Receipt, Received
from backfile.ledger import format_number
from backfile.model import KEPT, Line, Problem
from backfile.review import Doubtful, Marked, Review
from backfile.revise import Revision
from backfile.scan import Progress as Report
from backfile.tagging import Decided, TagList

_MOST_PROBLEMS = 200
_MOST_TAGS = 50
_UNBOUND = 10_000
# Longer lines are hard to read, however wide a terminal is.
_WIDEST = 120
# What a title of a foreign page may hold to play with a terminal.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_OF_BODY = frozenset({"body", "heading", "quote"})
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

    def show(self, table: Table) -> None:
        """Print a table of results: as wide as the terminal, within reason, or as it needs where nobody looks on."""
        if not self.quiet:
            terminal = Console(highlight=False)
            if terminal.is_terminal:
                terminal.print(table, width=min(terminal.width, _WIDEST))
                return
            file = io.StringIO()
            Console(file=file, highlight=False, width=_UNBOUND).print(table)
            print("\n".join(line.rstrip() for line in file.getvalue().splitlines()), flush=True)

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
    place = _escape(f"{problem.path}:{problem.line}" if problem.line else problem.path)
    message, severity = _escape(problem.message), (problem.severity, _COLOURS[problem.severity])
    text = Text.assemble((place, "bold"), ": ", severity, ": ", message, (f" [{problem.code}]", "dim"))
    return text.append(f"\n    hint: {_escape(problem.hint)}") if problem.hint else text


def print_receipt(voice: Voice, receipt: Receipt, shown: Sequence[str]) -> None:
    """Print what became of the files of an import, those with an outcome that is `shown` one by one."""
    voice.complain([received.problem for received in receipt if received.problem])
    told = [received for received in receipt if received.outcome in shown]
    for received in told[:_MOST_PROBLEMS]:
        voice.say(_escape(_format_received(received)))
    if len(told) > _MOST_PROBLEMS:
        voice.say(f"... and {len(told) - _MOST_PROBLEMS:,} more (all of them: --report FILE)")
    outcomes = [received.outcome for received in receipt]
    kinds = [kind for kind in get_args(Outcome) if kind != "changed" or kind in outcomes]
    counts = [f"{outcomes.count(kind)} {kind}" for kind in kinds]
    voice.say(f"{_count(len(receipt), 'file')}: {', '.join(counts)}")
    if doubtful := sum(bool(received.doubts) for received in receipt):
        voice.say(f"{_count(doubtful, 'new article')} to look at: backfile review")


def _format_received(received: Received) -> str:
    text = f"{received.outcome}: {received.file} -> {received.article or received.reason}"
    if received.left_out:
        text += f" ({_count(received.left_out, 'line')} left out: {received.ledger})"
    return text + (f" (same text as {received.alike}: {received.likeness:.2f})" if received.alike else "")


def print_stopped(voice: Voice, made: int) -> None:
    """Print that a command was stopped, and how many articles it had imported."""
    so_far = f" with {_count(made, 'article')} made" if made else ""
    voice.warn(f"stopped{so_far}; the same command again carries on")


def print_explanation(voice: Voice, explanation: Explanation) -> None:
    """Print what an import would make of a file: what was found, then every line with its kind in the margin."""
    voice.say(f"{explanation.file}: {explanation.importer}, {explanation.encoding}")
    voice.say("")
    voice.show(_list_findings(explanation))
    voice.say("")
    voice.show(_list_lines(explanation.lines))
    kept = sum(line.kind in KEPT for line in explanation.lines)
    voice.say(f"\n{_count(kept, 'line')} kept, {len(explanation.lines) - kept} left out; nothing was changed")


def _list_findings(explanation: Explanation) -> Table:
    columns = Column(no_wrap=True), Column(no_wrap=True), Column(overflow="fold"), Column(overflow="fold")
    table = Table.grid(*columns, padding=(0, 2, 0, 0))
    for finding in explanation.findings:
        table.add_row(*_format_finding(finding))
    for doubt in explanation.doubts:
        table.add_row(Text("doubt", "bold yellow"), "", "", Text(_printable(doubt), "yellow"))
    return table


def _list_lines(lines: Sequence[Line]) -> Table:
    """Each line with its number and kind in the margin; a reason stands below the first of the lines that share it."""
    margin = (Column(justify="right", no_wrap=True), Column(no_wrap=True), Column(no_wrap=True))
    table = Table.grid(*margin, Column(overflow="fold"), padding=(0, 1, 0, 0))
    before = ""
    for line in lines:
        table.add_row(*_format_line(line))
        if line.why and line.why != before:
            table.add_row("", "", "", Text(f"({_printable(line.why)})", "dim yellow"))
        before = line.why
    return table


def _format_finding(finding: Finding) -> tuple[Text, ...]:
    confidence = finding.confidence
    colour = "" if confidence is None else "green" if confidence >= 0.8 else "yellow" if confidence >= 0.5 else "red"
    sure = "" if confidence is None else f"{confidence:.2f}"
    texts = (finding.field, "bold cyan"), (sure, colour), (finding.place, "dim"), (finding.value, "")
    return tuple(Text(_printable(text), style) for text, style in texts)


def _format_line(line: Line) -> tuple[Text, ...]:
    """A kept line is marked with a plus sign, and one that was left out with a hyphen, for those who see no colours."""
    kept = line.kind in KEPT
    colour = "green" if line.kind in _OF_BODY else "cyan" if kept else "red"
    return (
        Text(format_number(line), "dim"),
        Text("+" if kept else "-", colour),
        Text(line.kind, colour),
        Text(_printable(" ".join(line.text.split())), "" if kept else "dim"),
    )


def print_revision(voice: Voice, revision: Revision, done: str) -> None:
    """Print which lines of an article were put back, or taken out."""
    voice.complain(revision.problems)
    number = "lines" if re.search("[-,]", revision.lines) else "line"
    voice.say(f"{revision.article}: {f'{number} {revision.lines} {done}' if revision.lines else 'nothing was changed'}")


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


def print_review(voice: Voice, review: Review, page: Path | None) -> None:
    """Print the articles that a person should look at."""
    voice.complain(review.problems)
    if review.articles:
        columns = Column("Date", no_wrap=True), Column("Article", overflow="fold"), Column("Why", overflow="fold")
        table = Table(*columns, box=None, padding=(0, 3, 1, 0), show_edge=False)
        for doubtful in review.articles:
            table.add_row(
                doubtful.date, _name_of(doubtful), Text("\n".join(map(_printable, doubtful.reasons)), "yellow")
            )
        voice.show(table)
    worst = "the worst one is" if len(review.articles) == 1 else f"the worst {len(review.articles):,} are"
    rest = f", {worst} shown" if len(review.articles) < review.count else ""
    voice.say(f"{_count(review.count, 'article')} to review{rest}")
    if review.articles:
        voice.say(f"side by side: {page}" if page else "each beside its original: backfile review --page")


def print_marked(voice: Voice, marked: Marked) -> None:
    """Print how many articles are marked as reviewed, and why others aren't."""
    voice.complain(marked.problems)
    voice.say(f"{_count(len(marked.reviewed), 'article')} marked as reviewed")


def print_tags(voice: Voice, found: TagList, everything: bool = False) -> None:
    """Print the tags of an archive: those that are suggested, those that articles have, and what was decided."""
    voice.complain(found.problems)
    _print_tag_table(
        voice, "Suggested", [(tag.label, tag.suggested, tag.tagged) for tag in found.suggested], everything
    )
    _print_tag_table(voice, "Tag", [(tag.label, tag.suggested, tag.tagged) for tag in found.tags], everything)
    for old, new in found.renamed:
        voice.say(f"renamed: {_printable(old)} -> {_printable(new)}")
    for label in found.rejected:
        voice.say(f"rejected: {_printable(label)}")
    counts = [f"{_count(len(found.tags), 'tag')}", f"{len(found.suggested):,} suggested"]
    voice.say(", ".join([*counts, f"{len(found.renamed):,} renamed", f"{len(found.rejected):,} rejected"]))


def _print_tag_table(voice: Voice, title: str, rows: Sequence[tuple[str, int, int]], everything: bool) -> None:
    """A table of names, each with how many articles have it suggested and how many have it."""
    if not rows:
        return
    columns = Column(title, overflow="fold"), Column("suggest it", justify="right"), Column("have it", justify="right")
    table = Table(*columns, box=None, padding=(0, 3, 0, 0), show_edge=False)
    shown = rows if everything else rows[:_MOST_TAGS]
    for label, suggested, tagged in shown:
        table.add_row(Text(_printable(label)), f"{suggested:,}" if suggested else "", f"{tagged:,}" if tagged else "")
    voice.show(table)
    more = len(rows) - len(shown)
    voice.say(f"... and {more:,} more: backfile tags --all\n" if more > 0 else "")


def print_decided(voice: Voice, decided: Decided, dry_run: bool) -> None:
    """Print the articles that a decision about tags changed, or would change."""
    voice.complain(decided.problems)
    for changed in decided.articles[:_MOST_PROBLEMS]:
        tags = [*changed.tags, *(f"{tag} (suggested)" for tag in changed.suggested_tags)]
        # A tag may hold a comma, and no semicolon where it comes from a page.
        voice.say(f"{changed.article}: {_printable('; '.join(tags)) or 'no tags'}")
    if len(decided.articles) > _MOST_PROBLEMS:
        voice.say(f"... and {len(decided.articles) - _MOST_PROBLEMS:,} more (all of them: --report FILE)")
    will = "would be changed" if dry_run else "changed"
    remembered = ("; would be remembered" if dry_run else "; remembered") + " in tags.txt" if decided.remembered else ""
    voice.say(f"{_count(len(decided.articles), 'article')} {will}{remembered}")


def _name_of(doubtful: Doubtful) -> Text:
    return Text.assemble((_printable(doubtful.title), "bold"), "\n", (_printable(doubtful.article), "dim"))


def _printable(text: str) -> str:
    return _CONTROL.sub("", text)


def _escape(text: str) -> str:
    """The name of a file, or what is said of it, on one line."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
