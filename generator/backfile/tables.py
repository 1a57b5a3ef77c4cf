"""What a person reads of articles one by one, of their lines and their tags, in tables where that reads better.

In: results as values. Out: lines and tables by a `Voice`. A home of rich, which draws the tables; commands that draw
none don't load it.
"""

import io
import re
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from backfile.explain import Explanation, Finding
from backfile.ledger import format_number
from backfile.model import KEPT, Line
from backfile.review import Doubtful, Marked, Review
from backfile.revise import Revision
from backfile.tagging import Decided, TagList
from backfile.terminal import MOST_PROBLEMS, Voice, count

_MOST_TAGS = 50
_UNBOUND = 10_000
# Longer lines are hard to read, however wide a terminal is.
_WIDEST = 120
# What a title of a foreign page may hold to play with a terminal.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_OF_BODY = frozenset({"body", "heading", "quote"})


def print_explanation(voice: Voice, explanation: Explanation) -> None:
    """Print what an import would make of a file: what was found, then every line with its kind in the margin."""
    voice.say(f"{explanation.file}: {explanation.importer}, {explanation.encoding}")
    voice.say("")
    _show(voice, _list_findings(explanation))
    voice.say("")
    _show(voice, _list_lines(explanation.lines))
    kept = sum(line.kind in KEPT for line in explanation.lines)
    voice.say(f"\n{count(kept, 'line')} kept, {len(explanation.lines) - kept} left out; nothing was changed")


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
        _show(voice, table)
    worst = "the worst one is" if len(review.articles) == 1 else f"the worst {len(review.articles):,} are"
    rest = f", {worst} shown" if len(review.articles) < review.count else ""
    voice.say(f"{count(review.count, 'article')} to review{rest}")
    if review.articles:
        voice.say(f"side by side: {page}" if page else "each beside its original: backfile review --page")


def print_marked(voice: Voice, marked: Marked) -> None:
    """Print how many articles are marked as reviewed, and why others aren't."""
    voice.complain(marked.problems)
    voice.say(f"{count(len(marked.reviewed), 'article')} marked as reviewed")


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
    counts = [f"{count(len(found.tags), 'tag')}", f"{len(found.suggested):,} suggested"]
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
    _show(voice, table)
    more = len(rows) - len(shown)
    voice.say(f"... and {more:,} more: backfile tags --all\n" if more > 0 else "")


def print_decided(voice: Voice, decided: Decided, dry_run: bool) -> None:
    """Print the articles that a decision about tags changed, or would change."""
    voice.complain(decided.problems)
    for changed in decided.articles[:MOST_PROBLEMS]:
        tags = [*changed.tags, *(f"{tag} (suggested)" for tag in changed.suggested_tags)]
        # A tag may hold a comma, and no semicolon where it comes from a page.
        voice.say(f"{changed.article}: {_printable('; '.join(tags)) or 'no tags'}")
    if len(decided.articles) > MOST_PROBLEMS:
        voice.say(f"... and {len(decided.articles) - MOST_PROBLEMS:,} more (all of them: --report FILE)")
    will = "would be changed" if dry_run else "changed"
    remembered = ("; would be remembered" if dry_run else "; remembered") + " in tags.txt" if decided.remembered else ""
    voice.say(f"{count(len(decided.articles), 'article')} {will}{remembered}")


def _name_of(doubtful: Doubtful) -> Text:
    return Text.assemble((_printable(doubtful.title), "bold"), "\n", (_printable(doubtful.article), "dim"))


def _printable(text: str) -> str:
    return _CONTROL.sub("", text)


def _show(voice: Voice, table: Table) -> None:
    """Print a table of results: as wide as the terminal, within reason, or as it needs where nobody looks on."""
    if voice.quiet:
        return
    terminal = Console(highlight=False)
    if terminal.is_terminal:
        terminal.print(table, width=min(terminal.width, _WIDEST))
        return
    file = io.StringIO()
    Console(file=file, highlight=False, width=_UNBOUND).print(table)
    voice.say("\n".join(line.rstrip() for line in file.getvalue().splitlines()))
