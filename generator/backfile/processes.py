"""Worker processes: how they start, what their work may take, and how they end, whatever happens.

In: top-level functions and batches. Out: futures; and for work under `Limits`, results in order. What may take any time
or memory runs in processes that the system ends, since nothing else ends a loop in C. A worker ends with the process
that it works for, and hears no Ctrl-C.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

try:
    import resource
except ImportError:  # a system without limits
    resource = None  # type: ignore[assignment]

from backfile.model import Limits, Lost

# An item that waits takes no processor: so many times its seconds are enough by the clock, on a busy machine too.
_PATIENCE = 10
# How often it is looked after workers, and how long after one's death the others may live: their executor ends them at
# once, unless it hangs; those that end since there is no more work are idle.
_GLANCE, _GRACE = 0.5, 2
# How a process exits that a timer ended.
_TIMED_OUT = frozenset(-getattr(signal, name) for name in ("SIGPROF", "SIGALRM") if hasattr(signal, name))


class _Task(NamedTuple):
    """What is done with every batch."""

    function: Callable[..., list[Any]]
    arguments: tuple[object, ...]
    limits: Limits


class _Sent(NamedTuple):
    """A batch that an executor is at work on."""

    part: tuple[Any, ...]
    executor: ProcessPoolExecutor
    future: Future[list[Any]]


class Pool:
    """Up to `jobs` worker processes, which load the modules `preload` when they start."""

    def __init__(self, jobs: int, preload: tuple[str, ...]) -> None:
        self._jobs, self._preload = jobs, preload
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[..., Any], /, *arguments: object) -> Future[Any]:
        """As an `Executor` does."""
        return _submit(self._start(), function, *arguments)

    def close(self) -> None:
        """End the processes."""
        if self._executor:
            with _deaf():
                self._executor.shutdown(cancel_futures=True)

    def map_limited(
        self,
        function: Callable[..., list[Any]],
        batches: Iterable[tuple[Any, ...]],
        arguments: tuple[object, ...],
        limits: Limits,
        lost: Callable[[Lost], Any],
    ) -> Iterator[Any]:
        """The results of the batches in their order; for an item that takes too much, what `lost` says of it."""
        waiting: deque[_Sent] = deque()
        task = _Task(function, arguments, limits)
        for part in batches:
            waiting.append(self._send(part, task))
            if len(waiting) > 2 * self._jobs + 1:
                yield from self._receive(waiting.popleft(), task, lost)
        while waiting:
            yield from self._receive(waiting.popleft(), task, lost)

    def _send(self, part: tuple[Any, ...], task: _Task) -> _Sent:
        executor = self._start()
        try:
            return _Sent(part, executor, _submit(executor, _run_limited, part, *task))
        except BrokenProcessPool:
            self._forget(executor)
            return self._send(part, task)

    def _receive(self, sent: _Sent, task: _Task, lost: Callable[[Lost], Any]) -> list[Any]:
        """A batch's results. With one process an executor loses all: what was under way is then done again, item by
        item, to see which of them it was."""
        try:
            return sent.future.result()
        except BrokenProcessPool:
            self._forget(sent.executor)
            return [lost(found) if isinstance(found, Lost) else found for found in _run_apart(sent.part, *task)]

    def _forget(self, executor: ProcessPoolExecutor) -> None:
        if self._executor is executor:
            executor.shutdown(cancel_futures=True)
            self._executor = None

    def _start(self) -> ProcessPoolExecutor:
        if self._executor is None:
            forkserver.set_forkserver_preload(list(self._preload))
            context: Any = _Watched(_context())
            self._executor = ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_begin)
            threading.Thread(target=context.watch, args=(self._executor,), daemon=True).start()
        return self._executor


def _submit(executor: ProcessPoolExecutor, function: Callable[..., Any], *arguments: object) -> Future[Any]:
    """Submit a batch, which may start a process; raises BrokenProcessPool also where the server that forks has died."""
    try:
        with _held_back():
            return executor.submit(function, *arguments)
    except (EOFError, ConnectionError) as error:
        raise BrokenProcessPool("no process could be started") from error


class _Watched:
    """Starts processes as a context of multiprocessing does, and keeps watch over them.

    An executor that reads a result while the worker which writes it is killed waits for the rest for ever, since the
    other workers, and it itself, hold the pipe open. So when one has died and the others live on for a while, they are
    ended too, and the pipe is closed: then the executor meets its end, and knows. (CPython 3.11 to 3.14.)
    """

    def __init__(self, context: Any) -> None:
        self._context = context
        self._started: list[Any] = []
        self._pause = threading.Event().wait

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def Process(self, *arguments: Any, **options: Any) -> Any:  # noqa: N802  (multiprocessing's own name)
        process = self._context.Process(*arguments, **options)
        self._started.append(process)
        return process

    def watch(self, executor: ProcessPoolExecutor) -> None:
        """Runs in a thread until one of them has ended."""
        while True:
            self._pause(_GLANCE)
            running = [process for process in self._started if process.pid and process.exitcode is None]
            if len(running) < sum(process.pid is not None for process in self._started):
                break
        self._pause(_GRACE)
        for process in running:
            with suppress(ValueError):  # closed meanwhile
                process.kill()
        pipe = getattr(getattr(executor, "_result_queue", None), "_writer", None)
        if pipe is not None:  # None once the executor has ended by itself
            pipe.close()


def _run_limited(
    part: tuple[Any, ...], function: Callable[..., list[Any]], arguments: tuple[object, ...], limits: Limits
) -> list[Any]:
    """Runs in a worker: each item by itself, with a time and memory of its own."""
    old = _limit_memory(limits.megabytes)
    try:
        items = _until_stopped(part)
        return [result for item in items for result in _run_timed(item, function, arguments, limits.seconds)]
    finally:
        if old is not None:
            resource.setrlimit(resource.RLIMIT_AS, old)


def _until_stopped(part: tuple[Any, ...]) -> Iterator[Any]:
    """The items of a batch; after Ctrl-C, which workers hold back, no more of them."""
    for item in part:
        if hasattr(signal, "sigpending") and signal.SIGINT in signal.sigpending():
            raise KeyboardInterrupt
        yield item


def _run_timed(
    item: Any, function: Callable[..., list[Any]], arguments: tuple[object, ...], seconds: float
) -> list[Any]:
    """Nobody handles the timers' signals, so that they end the process, whatever it is at."""
    _set_timers(seconds)
    try:
        return function((item,), *arguments)
    finally:
        _set_timers(0)


def _set_timers(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds * _PATIENCE)


def _limit_memory(megabytes: int) -> tuple[int, int] | None:
    """Let this process have so much more memory than it has now; says what its limits were. Linux keeps to it."""
    size = Path("/proc/self/statm")
    if resource is None or not size.exists():
        return None
    old: tuple[int, int] = resource.getrlimit(resource.RLIMIT_AS)
    wanted = int(size.read_text("ascii").split()[0]) * resource.getpagesize() + megabytes * 1_000_000
    soft, hard = (limit if limit != resource.RLIM_INFINITY else wanted for limit in old)
    resource.setrlimit(resource.RLIMIT_AS, (min(wanted, soft, hard), old[1]))
    return old


def _run_apart(
    part: tuple[Any, ...], function: Callable[..., list[Any]], arguments: tuple[object, ...], limits: Limits
) -> Iterator[Any]:
    """The results of items from a process that works on nothing else, and from a new one where it is ended; Lost for
    an item that ended it."""
    rest = list(part)
    while rest:
        receiver, sender = _context().Pipe(duplex=False)
        process = _context().Process(target=_answer, args=(sender, rest, function, arguments, limits), daemon=True)
        process.start()
        sender.close()
        try:
            while rest:
                found = receiver.recv()
                del rest[0]
                yield found
        except EOFError:
            process.join()
            yield Lost(rest.pop(0), process.exitcode in _TIMED_OUT)
        finally:
            receiver.close()
            process.kill()
            process.join()


def _answer(
    sender: Connection,
    items: list[Any],
    function: Callable[..., list[Any]],
    arguments: tuple[object, ...],
    limits: Limits,
) -> None:
    """Runs in a process of its own: sends the items' results one by one."""
    _end_with_parent()
    with suppress(KeyboardInterrupt):
        for item in items:
            (result,) = _run_limited((item,), function, arguments, limits)
            sender.send(result)


@contextmanager
def _answered(answer: Any) -> Iterator[None]:
    """Meanwhile Ctrl-C is answered so, where anything answers it."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        yield
        return
    old = signal.signal(signal.SIGINT, answer)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, old)


def _deaf() -> AbstractContextManager[None]:
    """Ctrl-C does nothing meanwhile: whoever presses it again would only stop the clearing up."""
    return _answered(signal.SIG_IGN)


@contextmanager
def _held_back() -> Iterator[None]:
    """Ctrl-C waits meanwhile: stopped half way, a start would leave workers that look for what is gone. Processes that
    are started hold it back for good."""
    pressed: list[int] = []
    try:
        with _answered(lambda number, _: pressed.append(number)), _masked():
            yield
    finally:
        if pressed:
            raise KeyboardInterrupt


@contextmanager
def _masked() -> Iterator[None]:
    """What a process inherits that is started by this thread; other threads of ours hear Ctrl-C all the same."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, old)


def _context() -> Any:
    """Workers are forked from a clean process that has the modules: quick, and safe beside the parent's threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # It hears Ctrl-C as well: while it loads modules, and while a worker is on its way, nothing would catch it. The
    # tracker goes first, for its start would let Ctrl-C through again.
    resource_tracker.ensure_running()
    with _held_back():
        forkserver.ensure_running()
    return context


def _begin() -> None:
    """Runs in a worker first. What it makes lives for one item: looking for cycles in it so often takes a tenth of its
    time, and finds none."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    _end_with_parent()


def _end_with_parent() -> None:
    """Runs in a worker: it ends when the process that it works for is gone, however that ended, and not by Ctrl-C: one
    that was stopped in the midst of its answer would leave the other waiting for the rest."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_and_exit, args=(parent.sentinel,), daemon=True).start()


def _wait_and_exit(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
