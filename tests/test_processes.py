"""Worker processes: they keep to limits, and end when they shall and not before."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from backfile.model import Limits, Lost
from backfile.parallel import Workers
from backfile.processes import Pool
from conftest import MAP_LIMITED


def double(batch: Sequence[int]) -> list[int]:
    return [number * 2 for number in batch]


def tell_process(batch: Sequence[int]) -> list[int]:
    return [os.getpid()] * len(batch)


def misbehave(batch: Sequence[int]) -> list[int]:
    """Does what a hostile file could make an importer do."""
    for number in batch:
        if number == 3:
            re.match(r"(a+)+$", "a" * 64 + "b")
        elif number == 7:
            bytes(3_000_000_000)
        elif number == 11:
            os.kill(os.getpid(), signal.SIGSEGV)
        elif number == 13:
            time.sleep(600)
    return list(batch)


def spare(batch: Sequence[int]) -> list[int]:
    try:
        return misbehave(batch)
    except MemoryError:
        return [-1] * len(batch)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_item_that_takes_too_much_is_lost_and_all_others_come_in_order(jobs: int) -> None:
    with Workers(jobs) as workers:
        limits = Limits(0.2, 500)
        found = list(MAP_LIMITED(workers, spare, range(16), limits=limits, lost=lambda lost: lost, batch=4))
    expected = [*range(7), -1, *range(8, 16)]
    assert [one if isinstance(one, int) else one.item for one in found] == expected
    assert [one for one in found if isinstance(one, Lost)] == [Lost(3, True), Lost(11, False), Lost(13, True)]


def test_what_is_limited_runs_in_another_process_whatever_the_number_of_jobs() -> None:
    with Workers(1) as workers:
        found = MAP_LIMITED(workers, tell_process, range(2), limits=Limits(9, 500), lost=lambda _: 0)
        assert os.getpid() not in set(found)


def interrupt_group(batch: Sequence[int]) -> list[int]:
    """Ctrl-C reaches workers too."""
    os.kill(os.getpid(), signal.SIGINT)
    return double(batch)


def test_a_worker_finishes_its_batch_when_ctrl_c_is_pressed() -> None:
    with Workers(2) as workers:
        assert list(workers.map(interrupt_group, range(6), batch=2)) == [n * 2 for n in range(6)]


def stop_at_four(batch: Sequence[int]) -> list[int]:
    for number in batch:
        if number == 4:
            os.kill(os.getpid(), signal.SIGINT)
    return double(batch)


def test_after_ctrl_c_a_worker_begins_no_other_limited_item() -> None:
    found = []
    with Workers(1) as workers, pytest.raises(KeyboardInterrupt):
        for number in MAP_LIMITED(workers, stop_at_four, range(9), limits=Limits(9, 500), lost=lambda _: 0, batch=2):
            found.append(number)
    assert found == [n * 2 for n in range(4)]


class Starting(Executor):
    """Somebody presses Ctrl-C while it starts its processes."""

    started = False

    def submit(self, *arguments: Any) -> Future[Any]:  # type: ignore[override]
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)  # another thread may have to wake up to hear it
        self.started = True
        return Future()


@pytest.mark.parametrize("limited", [False, True])
def test_ctrl_c_does_not_stop_the_start_of_workers_half_way(limited: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    executor, workers, other = Starting(), Workers(2), threading.Event()
    monkeypatch.setattr(Pool, "_start", lambda self: executor)
    thread = threading.Thread(target=other.wait)  # as a progress bar has: it hears what the main thread doesn't
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            if limited:
                list(MAP_LIMITED(workers, double, range(1000), limits=Limits(9, 900), lost=lambda lost: 0))
            else:
                list(workers.map(double, range(1000)))
    finally:
        other.set()
        thread.join()
    assert executor.started


def test_ctrl_c_pressed_again_does_not_stop_the_clearing_up() -> None:
    with Workers(2) as workers:
        results = workers.map(wait_a_moment, range(4), batch=1)
        next(results)
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
        workers.__exit__()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def wait_a_moment(batch: Sequence[int]) -> list[int]:
    time.sleep(0.5)
    return list(batch)


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, signal, time\n"
        "from backfile.parallel import Workers\n"
        "def tell(items, path):\n"
        "    open(path, 'a').write(f'{os.getpid()}\\n')\n"
        "    return list(items)\n"
        "if __name__ == '__main__':\n"
        "    with Workers(2) as workers:\n"
        "        list(workers.map(tell, range(8), 'pids', batch=1))\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, script], cwd=tmp_path, check=False, timeout=60)
    workers = {int(line) for line in (tmp_path / "pids").read_text().split()}
    assert workers
    deadline = time.monotonic() + 20
    while (alive := {pid for pid in workers if is_alive(pid)}) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").is_dir() else True


KILLED_WHILE_IT_ANSWERS = """
import os, signal, sys, threading, time
from backfile.errors import BackfileError
from backfile.parallel import Workers

class Large:
    def __reduce__(self):
        threading.Timer(float(sys.argv[1]), os.kill, (os.getpid(), signal.SIGKILL)).start()
        return bytes, (bytes(150_000_000),)

def answer(items):
    time.sleep(1)
    return [Large() if item == 0 else item for item in items]

if __name__ == "__main__":
    with Workers(2, preload=()) as workers:
        try:
            list(workers.map(answer, range(4), batch=1))
        except BackfileError as error:
            print(error)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("seconds", [0.1, 0.15, 0.2, 0.3])
def test_a_worker_that_is_killed_while_it_answers_stops_the_others_too(tmp_path: Path, seconds: float) -> None:
    script = tmp_path / "script.py"
    script.write_text(KILLED_WHILE_IT_ANSWERS, "utf-8")
    ran = subprocess.run([sys.executable, script, str(seconds)], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout in {"a worker process died\n", ""}, ran.stderr
