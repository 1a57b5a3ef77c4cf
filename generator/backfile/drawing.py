"""Colours and a line that moves, where somebody looks on; a home of rich.

In: styled text, and how far the work is. Out: what a terminal shows of it, on standard error.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.text import Text

from backfile.scan import Progress as Report


def write(parts: Sequence[tuple[str, str]]) -> None:
    """Print texts, each in its style, as one line that isn't wrapped."""
    _open_console().print(Text.assemble(*parts))


def _open_console() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def open_bar() -> Iterator[Report]:
    """A line that shows the stage that the work is at, and how far it is; then it is gone."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[done]}")
    with Progress(*columns, console=_open_console(), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                for task in tasks.values():
                    bar.update(task, visible=False)
                tasks[stage] = bar.add_task(stage, total=total, done="")
            text = f"{done:,} of {total:,}" if total else f"{done:,}"
            bar.update(tasks[stage], completed=done, total=total, done=text)

        yield report
