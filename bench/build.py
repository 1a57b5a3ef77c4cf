"""`make bench`: how many articles per second a cold build publishes.

In: the number of articles, and how often to measure. Out: the best of the runs and their spread; beside it, from the
same run, what copying the finished site and turning the same bodies into HTML with bare markdown-it take. Their ratios
tell more than seconds do on a machine that others use too.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from markdown_it import MarkdownIt

from corpus import write_articles


def main() -> None:
    options = _parse_options()
    with tempfile.TemporaryDirectory(prefix="backfile-bench-") as folder:
        archive = Path(folder) / "archive"
        write_articles(archive, options.articles)
        _report(archive, options)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1000, help="how many to generate (default: 1000)")
    parser.add_argument("--runs", type=int, default=3, help="how often to build (default: 3)")
    parser.add_argument("--jobs", type=int, default=_count_cores(), help="worker processes (default: the cores)")
    return parser.parse_args()


def _report(archive: Path, options: argparse.Namespace) -> None:
    bodies = [path.read_text("utf-8").split("---\n", 2)[2] for path in sorted(archive.rglob("content/**/*.md"))]
    builds, copies, loops = [], [], []
    for _ in range(options.runs):  # in turns, so that a busy moment of the machine meets all three
        builds.append(_measure_build(archive, options.jobs))
        copies.append(_measure_copy(archive / "site"))
        loops.append(_measure(lambda: _render_all(bodies)))
    best = min(builds)
    print(f"machine    {_count_cores()} cores, {options.jobs} jobs, Python {platform.python_version()}, {_versions()}")
    print(f"articles   {len(bodies):,}, {_describe(archive / 'content')}, {_count_words(bodies):,} words each")
    print(f"site       {_describe(archive / 'site')}")
    print(f"copy       {min(copies):.2f} s to copy the site (slowest {max(copies):.2f} s)")
    print(f"markdown   {min(loops):.2f} s for bare markdown-it on one core (slowest {max(loops):.2f} s)")
    print(f"build      {best:.2f} s (slowest {max(builds):.2f} s)")
    print(f"ratios     {best / min(copies):.1f} copies of the site, {best / min(loops):.2f} loops of markdown-it")
    print(f"result     {len(bodies) / best:,.0f} articles per second")


def _measure(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _measure_build(archive: Path, jobs: int) -> float:
    """A cold build as a person runs it: a process of its own, without site/ and .backfile/."""
    for folder in ("site", ".backfile"):
        shutil.rmtree(archive / folder, ignore_errors=True)
    command = [sys.executable, "-m", "backfile", "build", "--quiet", "-C", str(archive), "--jobs", str(jobs)]
    return _measure(lambda: _run(command))


def _run(command: list[str]) -> None:
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("the build failed, so there is nothing to measure")


def _measure_copy(site: Path) -> float:
    copy = site.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    return _measure(lambda: shutil.copytree(site, copy))


def _render_all(bodies: list[str]) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for body in bodies:
        parser.render(body)


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _count_words(bodies: list[str]) -> int:
    return sum(len(body.split()) for body in bodies) // len(bodies)


def _describe(folder: Path) -> str:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return f"{len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB"


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("backfile", "jinja2", "markdown-it-py"))


if __name__ == "__main__":
    main()
