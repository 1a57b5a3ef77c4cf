"""`make bench`: what builds take, beside Hugo and Pelican and what any machine can do, in the same run.

In: numbers of articles, how often to measure. Out: a table for each number: a build from nothing, one with nothing
changed, one after an edit; seconds by the clock and of the processor, and the most memory. All are measured in turns,
so that a busy moment of the machine meets all of them, and medians are given. Ratios tell more than seconds do.
"""

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from markdown_it import MarkdownIt

from generators import Generator, find_generators
from measure import Taken, find_peak, measure, measure_call

# Beyond so many articles, generators that hold all of them take longer and more memory than a bench should.
_PEERS_UP_TO = {"Hugo": 100_000, "Pelican": 10_000}
_START, _WALK, _COPY = "Python's start", "a walk over content/", "a copy of the site (cp -r)"
_COLUMNS = ("from nothing, clock", "processor", "memory", "nothing changed", "one edit", "site")


def main() -> None:
    options = _parse_options()
    versions = ", ".join(f"{name} {version(name)}" for name in ("backfile", "jinja2", "markdown-it-py"))
    print(f"{_count_cores()} cores, {platform.system()}, Python {platform.python_version()}, {versions}")
    for articles in options.articles:
        with tempfile.TemporaryDirectory(prefix="backfile-bench-", dir=options.folder) as folder:
            _report(Path(folder), articles, options)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=int, nargs="*", default=[1000], help="how many to generate (default: 1000)")
    parser.add_argument("--runs", type=int, default=3, help="how often to measure each (default: 3)")
    parser.add_argument("--jobs", type=int, default=_count_cores(), help="worker processes (default: the cores)")
    parser.add_argument("--peers", nargs="*", default=list(_PEERS_UP_TO), help="which to measure (default: all)")
    default = "/dev/shm" if Path("/dev/shm").is_dir() else None
    parser.add_argument("--folder", default=default, help="where to work (default: in memory, where there is a way)")
    return parser.parse_args()


class _Results:
    """What was measured of one generator, run by run."""

    def __init__(self, generator: Generator) -> None:
        self.generator = generator
        self.cold: list[Taken] = []
        self.same: list[Taken] = []
        self.edit: list[Taken] = []
        self.peak = 0

    def measure_once(self) -> None:
        generator = self.generator
        generator.forget()
        self.cold.append(measure(generator.command, generator.folder))
        self.same.append(measure(generator.command, generator.folder))
        with generator.find_article().open("a", encoding="utf-8") as article:
            article.write("\nOne more line.\n")
        self.edit.append(measure(generator.command, generator.folder))

    def measure_memory(self) -> None:
        self.generator.forget()
        self.peak = find_peak(self.generator.command, self.generator.folder)

    def as_row(self) -> list[str]:
        files, size = _weigh(self.generator.folder / self.generator.site)
        cold = f"{_median(self.cold).wall:.2f} s", f"{_median(self.cold).cpu:.2f} s"
        rest = f"{_median(self.same).wall:.2f} s", f"{_median(self.edit).wall:.2f} s"
        return [self.generator.name, *cold, f"{self.peak / 1e6:.0f} MB", *rest, f"{files:,} files, {size / 1e6:.0f} MB"]


def _report(folder: Path, articles: int, options: argparse.Namespace) -> None:
    print(f"\n{articles:,} articles, medians of {options.runs} runs in turns, in {folder.parent}")
    results = []
    for found in find_generators(folder, articles, options.jobs):
        if isinstance(found, str):
            print(found)
        elif results and found.name not in options.peers:
            continue
        elif articles > _PEERS_UP_TO.get(found.name, articles):
            print(f"{found.name} is left out: too many articles")
        else:
            results.append(_Results(found))
    ours = results[0].generator
    yardsticks: dict[str, list[Taken]] = {}
    for _ in range(options.runs):
        for result in results:
            result.measure_once()
        for name, taken in _measure_yardsticks(ours):
            yardsticks.setdefault(name, []).append(taken)
    for result in results:
        result.measure_memory()
    _print_table(["", *_COLUMNS], [result.as_row() for result in results])
    _print_ratios(results, {name: _median(taken) for name, taken in yardsticks.items()}, articles)


def _measure_yardsticks(ours: Generator) -> Iterator[tuple[str, Taken]]:
    """What any machine can do with the same files."""
    copy = ours.folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    yield _COPY, measure(["cp", "-r", ours.site, str(copy)], ours.folder)
    shutil.rmtree(copy, ignore_errors=True)
    yield _START, measure([sys.executable, "-c", "pass"], ours.folder)
    yield _WALK, measure_call(lambda: _walk(str(ours.folder / "content")))
    bodies = [path.read_text("utf-8").split("---\n", 2)[2] for path in ours.folder.glob("content/**/*.md")]
    yield "bare markdown-it on one core", measure_call(lambda: _render_all(bodies))


def _walk(folder: str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            entry.stat()
            if entry.is_dir():
                _walk(entry.path)


def _render_all(bodies: list[str]) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for body in bodies:
        parser.render(body)


def _print_ratios(results: list[_Results], yardsticks: dict[str, Taken], articles: int) -> None:
    ours = results[0]
    cold, same, edit = _median(ours.cold), _median(ours.same), _median(ours.edit)
    print(f"\n{articles / cold.wall:,.0f} articles a second from nothing")
    for peer in results[1:]:
        print(
            f"{cold.wall / _median(peer.cold).wall:.2f} of {peer.generator.name}'s time from nothing, "
            f"{same.wall / _median(peer.same).wall:.3f} with nothing changed, "
            f"{edit.wall / _median(peer.edit).wall:.3f} after an edit"
        )
    for name, taken in yardsticks.items():
        print(f"{name}: {taken.wall:.3f} s, {taken.cpu:.3f} s of the processor")
    copy, walk = yardsticks[_COPY], yardsticks[_WALK]
    print(f"a build from nothing takes {cold.cpu / copy.cpu:.1f} times the processor of {_COPY}")
    print(
        f"one with nothing changed takes {same.wall / walk.wall:.1f} times as long as {_WALK}, "
        f"{same.wall - yardsticks[_START].wall:.2f} s more than {_START}"
    )


def _print_table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, ["-" * width for width in widths], *rows):
        print(f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |")


def _median(taken: list[Taken]) -> Taken:
    return Taken(statistics.median(one.wall for one in taken), statistics.median(one.cpu for one in taken))


def _weigh(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    main()
