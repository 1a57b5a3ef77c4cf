"""A build's workers on a Dask cluster; home of distributed.

In: the address of a scheduler, and an archive on a file system that all its workers share. Out: an executor for
`Workers`. Before there is work, each worker says whether it would make the same bytes. Batches of a worker that dies go
to another one, as may all that `work` does: it may be done twice. Knows nothing of what is sent.
"""

import logging
import pickle
import secrets
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from backfile.archive import Archive, replace_file
from backfile.errors import BackfileError
from backfile.fingerprints import program_digest
from backfile.themefiles import ThemeFiles, find_default_theme

# So many seconds for a scheduler to answer, and so many more tries for a batch that fails.
_PATIENCE = 5
_RETRIES = 2


class Cluster:
    """Sends functions to the workers of a cluster, of which `width` are at work at a time."""

    def __init__(self, executor: Any, width: int) -> None:
        self._executor = executor
        self.width = width

    def submit(self, function: Callable[..., Any], /, *arguments: object) -> Future[Any]:
        """As an `Executor` does. Dask would look for its own values in all that it is given, so it gets bytes."""
        future: Future[Any] = self._executor.submit(_run, pickle.dumps((function, arguments)))
        return future


def _run(task: bytes) -> Any:
    function, arguments = pickle.loads(task)
    return function(*arguments)


@contextmanager
def open_cluster(address: str, archive: Archive) -> Iterator[Cluster]:
    """The cluster of the scheduler at `address`.

    Raises BackfileError where it isn't fit for a build of this archive, and where it breaks meanwhile.
    """
    distributed = _load()
    with closing(_connect(distributed, address)) as client:
        _question(client, address, archive)
        executor = client.get_executor(pure=False, retries=_RETRIES)
        try:
            yield Cluster(executor, sum(client.nthreads().values()))
        except distributed.KilledWorker as error:
            hint = "their logs say why; were they out of memory?"
            raise BackfileError(f"workers of the cluster died again and again: {error}", hint) from None
        except (CancelledError, distributed.comm.CommClosedError):
            hint = "see whether its scheduler runs, then build again"
            raise BackfileError(f"the cluster at {address} is gone", hint) from None
        finally:
            executor.shutdown(wait=False)


def _load() -> Any:
    """The library, which isn't installed everywhere; what matters of what it would print, the build says itself."""
    try:
        import distributed  # noqa: PLC0415  (and it takes a second to load)
    except ImportError:
        hint = "install it: pip install 'backfile[cluster]'"
        raise BackfileError("a build on a cluster takes the library distributed", hint) from None
    logger = logging.getLogger("distributed")
    logger.handlers[:] = [logging.NullHandler()]
    logger.propagate = False
    return distributed


def _connect(distributed: Any, address: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # other versions of Dask's libraries: they don't make pages
            return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "give the address of a scheduler: tcp://127.0.0.1:8786; one is started by: dask scheduler"
        raise BackfileError(f"no cluster answers at {address}: {error}", hint) from None


class _Answer(NamedTuple):
    """What a worker has: the versions that make pages, the theme, and what stands in a file of the archive."""

    program: str
    theme: str
    token: str


def _question(client: Any, address: str, archive: Archive) -> None:
    """Ask each worker whether it is fit for a build of this archive; raises BackfileError if one isn't."""
    token = secrets.token_hex(8)
    place = archive.state / f"cluster-{token}"
    folders = (str(archive.templates), str(find_default_theme()))
    replace_file(place, token.encode())
    try:
        answers = client.run(_answer, str(place), folders, on_error="return")
    finally:
        place.unlink()
    if not answers:
        hint = f"start one: dask worker {address} --nworkers 2"
        raise BackfileError(f"the cluster at {address} has no workers", hint)
    expected = _Answer(program_digest(), ThemeFiles(*map(Path, folders)).digest_all(), token)
    for worker, answer in sorted(answers.items()):
        if answer != expected:
            raise BackfileError(*_explain(worker, answer, expected, archive))


def _answer(place: str, folders: tuple[str, str]) -> _Answer:
    """Runs in a worker."""
    try:
        token = Path(place).read_text("ascii")
    except OSError as error:
        token = str(error)
    return _Answer(program_digest(), ThemeFiles(*map(Path, folders)).digest_all(), token)


def _explain(worker: str, answer: object, expected: _Answer, archive: Archive) -> tuple[str, str]:
    """Why a worker isn't fit, and what to do."""
    if not isinstance(answer, _Answer):
        return f"the worker at {worker} can't run Backfile: {answer}", "install Backfile where it runs"
    if answer.token != expected.token:
        hint = "the workers need the archive in the same folder, on a file system that they share"
        return f"the worker at {worker} doesn't see the folder {archive.root}: {answer.token}", hint
    hint = "install the same versions where it runs, in the same folder"
    what = "Backfile or of its libraries" if answer.program != expected.program else "the theme"
    return f"the worker at {worker} has another version of {what}", hint
