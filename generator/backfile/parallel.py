"""Executors, and an ordered, bounded map over them: the only parallelism.

In: a top-level function that takes a batch and returns a list. Out: its results in the order of the input. At most a
few batches for each worker are in flight, so that memory doesn't grow with the input. Any
`concurrent.futures.Executor` will do, a cluster's too; without one, work for more than one is done by `processes`.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from backfile.errors import BackfileError
from backfile.model import Limits, Lost

if TYPE_CHECKING:
    from concurrent.futures import Future

    from backfile.processes import Pool

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 200
# A batch ends where its items weigh so much together, if it is told what each weighs: its characters.
WEIGHT = 250_000
# What worker processes load before there is work, once for all of them: for a build, and for an import.
BUILDING = ("backfile.parsing", "backfile.render")
READING = ("backfile.captures",)


def count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Submits(Protocol):
    """What works: any `concurrent.futures.Executor`, for one."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> "Future[Any]": ...


class Workers:
    """`jobs` worker processes, or the given executor; neither is started before there is work for more than one.

    Use it as a context manager: leaving it ends the processes that it started. They load `preload` when they start. Of
    an executor, `width` workers are at work at a time; without it, as many as there are jobs.
    """

    def __init__(
        self, jobs: int, executor: Submits | None = None, preload: tuple[str, ...] = BUILDING, width: int = 0
    ) -> None:
        self.jobs = jobs
        self._executor = executor
        self._most = 2 * (width or jobs) + 1
        self._preload = preload
        self._pool: Pool | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the processes, when they have done what they are at; those that died too. Others start when needed."""
        if self._pool:
            self._pool.close()
            self._pool = None

    def map(
        self,
        function: Callable[..., list[Result]],
        items: Iterable[Item],
        *arguments: object,
        batch: int = BATCH,
        weigh: Callable[[Item], int] = lambda _: 0,
    ) -> Generator[Result, None, None]:
        """`function(batch of items, *arguments)` for all items, results in their order. Whoever closes it before its
        end knows that none of it is under way any more."""
        batches = _batched(items, batch, weigh)
        first = list(islice(batches, 2))
        if len(first) < 2 or (self.jobs < 2 and self._executor is None):
            for part in (*first, *batches):
                yield from function(part, *arguments)
            return
        yield from self._map_apart(function, chain(first, batches), arguments)

    def _map_apart(
        self, function: Callable[..., list[Result]], batches: Iterator[tuple[Item, ...]], arguments: tuple[object, ...]
    ) -> Generator[Result, None, None]:
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415  (a build with nothing to do needs none)
        from concurrent.futures import wait as wait_for  # noqa: PLC0415

        waiting: deque[Future[list[Result]]] = deque()
        try:
            executor = self._executor or self._start()
            for part in batches:
                waiting.append(executor.submit(function, part, *arguments))
                if len(waiting) > self._most:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenExecutor:
            raise BackfileError("a worker process died", "was it out of memory? try --jobs 1") from None
        finally:
            for future in waiting:
                future.cancel()
            wait_for(waiting)

    def map_limited(
        self,
        function: Callable[..., list[Result]],
        items: Iterable[Item],
        *arguments: object,
        limits: Limits,
        lost: Callable[[Lost], Result],
        batch: int = BATCH,
    ) -> Iterator[Result]:
        """As `map`, always in processes of one's own. The one that works on an item for longer than the limit is ended,
        and `lost` says what is the item's result; beyond the limit of memory, there is a MemoryError.
        """
        return self._start().map_limited(function, _batched(items, batch), arguments, limits, lost)

    def _start(self) -> "Pool":
        if self._pool is None:
            from backfile.processes import Pool  # noqa: PLC0415

            self._pool = Pool(self.jobs, self._preload)
        return self._pool


def _batched(
    items: Iterable[Item], size: int, weigh: Callable[[Item], int] = lambda _: 0
) -> Iterator[tuple[Item, ...]]:
    part: list[Item] = []
    weight = 0
    for item in items:
        part.append(item)
        weight += weigh(item)
        if len(part) == size or weight >= WEIGHT:
            yield tuple(part)
            part, weight = [], 0
    if part:
        yield tuple(part)
