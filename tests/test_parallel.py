"""The ordered, bounded map: same results in the same order, whoever does the work."""

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from backfile.errors import BackfileError
from backfile.model import Limits
from backfile.parallel import WEIGHT, Workers, count_cores
from conftest import MAP_LIMITED


def double(batch: Sequence[int], offset: int = 0) -> list[int]:
    return [number * 2 + offset for number in batch]


def double_late(batch: Sequence[int]) -> list[int]:
    """Earlier batches are slower."""
    time.sleep(0.02 / (1 + batch[0]))
    return double(batch)


def die(batch: Sequence[int]) -> list[int]:
    os._exit(9)


def tell_process(batch: Sequence[int]) -> list[int]:
    return [os.getpid()] * len(batch)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 3, 4, 23])
def test_results_come_in_the_order_of_the_items_with_any_number_of_jobs(jobs: int, count: int) -> None:
    with Workers(jobs, ThreadPoolExecutor(jobs)) as workers:
        assert list(workers.map(double, range(count), 1, batch=3)) == [n * 2 + 1 for n in range(count)]


def test_a_batch_ends_where_its_items_weigh_enough() -> None:
    def tell_size(batch: Sequence[int]) -> list[int]:
        return [len(batch)]

    with Workers(1) as workers:
        assert list(workers.map(tell_size, range(10), batch=4)) == [4, 4, 2]
        sizes = workers.map(tell_size, [1, 1, WEIGHT, 1, WEIGHT - 1, 1], batch=4, weigh=lambda item: item)
        assert list(sizes) == [3, 2, 1]


def test_worker_processes_keep_the_order_too() -> None:
    with Workers(2) as workers:
        assert list(workers.map(double_late, range(20), batch=2)) == [n * 2 for n in range(20)]
        assert os.getpid() not in set(workers.map(tell_process, range(4), batch=1))


def test_no_process_is_started_for_one_batch_or_one_job() -> None:
    with Workers(2) as two, Workers(1) as one:
        assert set(two.map(tell_process, range(5), batch=5)) == {os.getpid()}
        assert set(one.map(tell_process, range(5), batch=1)) == {os.getpid()}


class Lazy(Executor):
    """Does the work only when its result is asked for, and counts what waits."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, function: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        future: Future[Any] = Future()

        def result(timeout: float | None = None) -> Any:
            self.waiting -= 1
            return function(*arguments)

        future.result = result  # type: ignore[method-assign]
        return future


def test_only_a_few_batches_for_each_worker_are_in_flight() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1, 1001):
            taken.append(number)
            yield number

    executor = Lazy()
    with Workers(3, executor) as workers:
        results = workers.map(double, items(), batch=1)
        assert next(results) == 2
        assert len(taken) <= 10
        assert len(list(results)) == 999
    assert executor.most <= 8


def test_a_wide_executor_is_kept_at_work() -> None:
    executor = Lazy()
    with Workers(1, executor, width=5) as workers:
        assert list(workers.map(double, range(40), batch=1)) == [n * 2 for n in range(40)]
    assert executor.most == 12


def test_a_worker_that_dies_is_a_broken_set_up_and_not_a_hang() -> None:
    with Workers(2) as workers, pytest.raises(BackfileError, match="worker process died") as raised:
        list(workers.map(die, range(8), batch=1))
    assert "--jobs 1" in raised.value.hint


def test_an_exception_in_a_worker_is_not_swallowed() -> None:
    with Workers(2) as workers, pytest.raises(ZeroDivisionError):
        list(workers.map(divide, range(4), batch=1))


def test_workers_that_were_stopped_or_died_are_followed_by_others() -> None:
    with Workers(2) as workers:
        assert list(workers.map(double, range(8), batch=1)) == list(range(0, 16, 2))
        workers.stop()
        assert list(workers.map(double, range(8), batch=1)) == list(range(0, 16, 2))
        with pytest.raises(BackfileError):
            list(workers.map(die, range(8), batch=1))
        workers.stop()
        assert list(workers.map(double, range(8), batch=1)) == list(range(0, 16, 2))


def test_limited_work_is_done_in_processes_of_its_own_whatever_executor_was_given() -> None:
    with Workers(2, ThreadPoolExecutor(2)) as workers:
        found = MAP_LIMITED(workers, tell_process, range(9), limits=Limits(9, 500), lost=lambda _: 0, batch=2)
        assert os.getpid() not in set(found)


def divide(batch: Sequence[int]) -> list[int]:
    return [1 // number for number in batch]


def test_there_is_at_least_one_core() -> None:
    assert count_cores() >= 1
