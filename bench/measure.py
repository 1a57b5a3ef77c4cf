"""What a command takes: seconds by the clock, seconds of the processor, memory; of all processes that it starts.

In: a command line. Out: `Taken`. Linux tells of processes whose parent has ended too: they become children of the
process that measures, which then waits for them. Elsewhere only the time by the clock is known.
"""

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

_SUBREAPER = 36
_PROC = Path("/proc")


class Taken(NamedTuple):
    """Seconds by the clock, and of the processor in all processes together (nan where the system can't tell)."""

    wall: float
    cpu: float


def measure(command: Sequence[str], folder: Path) -> Taken:
    """Run a command; raises SystemExit with what it said if it fails."""
    adopts = _adopt_orphans()
    before = _count_cpu()
    started = time.perf_counter()
    ran = subprocess.run(command, cwd=folder, check=False, stdin=subprocess.DEVNULL, capture_output=True)
    wall = time.perf_counter() - started
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {(ran.stderr or ran.stdout).decode(errors='replace')}")
    while adopts and _wait_for_orphan():
        pass
    return Taken(wall, _count_cpu() - before if adopts else float("nan"))


def measure_call(action: Callable[[], object]) -> Taken:
    """What a call takes in this process and those that it waits for."""
    before, started = _count_cpu() + time.process_time(), time.perf_counter()
    action()
    return Taken(time.perf_counter() - started, _count_cpu() + time.process_time() - before)


def find_peak(command: Sequence[str], folder: Path) -> int:
    """The most memory (bytes) that a command and all that it starts had together, by looking twenty times a second;
    pages that several share are divided among them. 0 where the system can't tell."""
    peak = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.05):
            peak = max(peak, sum(map(_read_share, _find_family(os.getpid()))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    measure(command, folder)
    ended.set()
    watcher.join()
    return peak


def _adopt_orphans() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    return ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0) == 0


def _wait_for_orphan() -> bool:
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        return False
    return True


def _count_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _find_family(root: int) -> list[int]:
    """All processes below one, without itself."""
    parents = {}
    for entry in _PROC.iterdir() if _PROC.is_dir() else ():
        if entry.name.isdecimal():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue  # it has ended
    family, waiting = [], [root]
    while waiting:
        found = waiting.pop()
        children = [process for process, parent in parents.items() if parent == found]
        family.extend(children)
        waiting.extend(children)
    return family


def _read_share(process: int) -> int:
    """The bytes that a process has, its part of what it shares."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
