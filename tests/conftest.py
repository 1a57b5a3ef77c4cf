"""What several test files share: builders of small values, the reader of text fixtures, the sample and a browser."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from _pytest.mark import ParameterSet
from hypothesis import settings

from backfile.dates import parse_date
from backfile.entries import Record
from backfile.model import Article, Source
from backfile.parallel import Workers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from browser import Sample

# Time limits for single examples fail on a busy machine, and say nothing about the code.
settings.register_profile("backfile", deadline=None)
settings.load_profile("backfile")

# An import reads in processes of its own, which take a second to get ready. Most tests read where they are;
# test_parallel and test_import_safety use the real thing.
MAP_LIMITED = Workers.map_limited


@pytest.fixture(autouse=True, scope="session")
def _read_in_this_process() -> Iterator[None]:
    def read(workers: Workers, *arguments: Any, limits: object, lost: object, batch: int) -> Iterator[Any]:
        return Workers(1).map(*arguments, batch=batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workers, "map_limited", read)
        yield


@pytest.fixture
def memory_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: hundreds of builds then wait for no disk."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Sample"]:
    """The sample, built and served; once in each process that has tests of it."""
    from browser import hosted_sample  # noqa: PLC0415

    with hosted_sample(tmp_path_factory.mktemp("sample")) as sample:
        yield sample


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from browser import find_browser, launch  # noqa: PLC0415

    if find_browser() is None:
        lack("Chromium is missing; install it (apt-get install chromium), or Google Chrome")
    with sync_playwright() as playwright, closing(launch(playwright)) as browser:
        yield browser


def lack(missing: str) -> NoReturn:
    """Skip a test that needs something; where the tests are the gate, a skipped test must not open it."""
    pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


FIXTURES = Path(__file__).parent / "fixtures"


def read_cases(name: str) -> list[ParameterSet]:
    """The cases of a text fixture: `===== title`, what goes in, a line `=====>`, what is expected."""
    found = []
    for case in (FIXTURES / name).read_text("utf-8").split("===== ")[1:]:
        title, _, rest = case.partition("\n")
        given, _, expected = rest.partition("\n=====>\n")
        found.append(pytest.param(given, expected.strip("\n"), id=title))
    return found


def make_article(path: str = "content/2011/02/ferry.md", date: str = "", **fields: Any) -> Article:
    """An article whose slug and title are its file's name; `date` as front matter writes it."""
    slug = path.rpartition("/")[2].removesuffix(".md")
    return Article(
        path=path,
        title=fields.pop("title", slug.replace("-", " ").capitalize()),
        slug=fields.pop("slug", slug),
        date=parse_date(date) if date else None,
        **fields,
    )


def make_record(article: Article, links: tuple[str, ...] = (), excerpt: str = "", words: int = 0) -> Record:
    """The record of an article, whose file has a digest made of its path."""
    return Record(Source(article.path, f"digest of {article.path}", 1), article, excerpt, words, links)
