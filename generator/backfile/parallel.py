"""Executors, and an ordered, bounded map over them: the only parallelism.

In: a top-level function that takes a batch and returns a list. Out: its results in the order of the input. At most a
few batches for each worker are in flight, so that memory doesn't grow with the input. Any
`concurrent.futures.Executor` will do, a cluster's too.
"""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, TypeVar

from backfile.errors import BackfileError

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 200


def count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """`jobs` worker processes, or the given executor; neither is started before there is work for more than one.

    Use it as a context manager: leaving it ends the processes that it started.
    """

    def __init__(self, jobs: int, executor: Executor | None = None) -> None:
        self.jobs = jobs
        self._executor = executor
        self._owned: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        if self._owned:
            self._owned.shutdown(cancel_futures=True)

    def map(
        self, function: Callable[..., list[Result]], items: Iterable[Item], *arguments: object, batch: int = BATCH
    ) -> Iterator[Result]:
        """`function(batch of items, *arguments)` for all items, results in their order."""
        batches = _batched(items, batch)
        first = list(islice(batches, 2))
        if len(first) < 2 or (self.jobs < 2 and self._executor is None):
            for part in (*first, *batches):
                yield from function(part, *arguments)
            return
        try:
            yield from self._map_apart(function, _chain(first, batches), arguments)
        except BrokenProcessPool:
            raise BackfileError("a worker process died", "was it out of memory? try --jobs 1") from None

    def _map_apart(
        self, function: Callable[..., list[Result]], batches: Iterator[tuple[Item, ...]], arguments: tuple[object, ...]
    ) -> Iterator[Result]:
        executor = self._executor or self._start()
        waiting: deque[Future[list[Result]]] = deque()
        for part in batches:
            waiting.append(executor.submit(function, part, *arguments))
            if len(waiting) > 2 * self.jobs + 1:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _start(self) -> Executor:
        if self._owned is None:
            self._owned = ProcessPoolExecutor(self.jobs, mp_context=_context(), initializer=_end_with_parent)
        return self._owned


def _context() -> Any:
    """Workers are forked from a clean process that has the modules: quick, and safe beside the parent's threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["backfile.work"])
    return context


def _end_with_parent() -> None:
    """Runs in a worker: it ends when the process that it works for is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_exit, args=(parent.sentinel,), daemon=True).start()


def _wait_and_exit(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    iterator = iter(items)
    while part := tuple(islice(iterator, size)):
        yield part


def _chain(first: list[tuple[Item, ...]], rest: Iterator[tuple[Item, ...]]) -> Iterator[tuple[Item, ...]]:
    yield from first
    yield from rest
