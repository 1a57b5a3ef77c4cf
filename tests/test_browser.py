"""The built sample in headless Chromium: from disk without JavaScript, from a host below a sub-path, and live."""

import os
import re
import socket
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser import SUB_PATH, Look, Visit, below, build_sample, crawl, find_browser, launch, static_host, visit
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

PHONE, DESK = (390, 844), (1280, 900)
KINDS = {
    "home": r"index\.html",
    "dates": r"dates/index\.html",
    "year": r"\d{4}/index\.html",
    "month": r"\d{4}/\d\d/index\.html",
    "day": r"\d{4}/\d\d/\d\d/index\.html",
    "undated": r"undated/index\.html",
    "article": r"(\d{4}(/\d\d){0,2}|undated)/(?!index\.)[^/]+\.html",
    "taxonomy": r"[a-z]+/(?<!dates/)(?<!undated/)index\.html",
    "term": r"(?!undated/)[a-z]+/(?!index\.)[^/]+\.html",
}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RTL = {"ar", "fa", "he", "ur"}
REDIRECT = '<meta http-equiv="refresh"'
SECONDS_TO_RELOAD = 10_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if find_browser() is None:
        missing = "Chromium is missing; install it (apt-get install chromium), or Google Chrome"
        # Where the tests are the gate, a skipped test must not open it.
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright, closing(launch(playwright)) as browser:
        yield browser


@pytest.fixture(scope="session")
def hosted(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The sample's site as a folder, and as a static host below a sub-path serves it."""
    folder = tmp_path_factory.mktemp("host")
    with static_host(folder) as base_url:
        site = folder / SUB_PATH
        site.parent.mkdir()
        build_sample(tmp_path_factory.mktemp("sample") / "archive", base_url).rename(site)
        yield site, base_url


@pytest.fixture(scope="session")
def site(hosted: tuple[Path, str]) -> Path:
    return hosted[0]


@pytest.fixture(scope="session")
def base_url(hosted: tuple[Path, str]) -> str:
    return hosted[1]


@pytest.fixture(scope="session")
def root(site: Path) -> str:
    """The site's address on disk."""
    return site.as_uri() + "/"


@contextmanager
def open_window(browser: Browser, size: tuple[int, int], scripts: bool = False) -> Iterator[Page]:
    viewport = {"width": size[0], "height": size[1]}
    with closing(browser.new_context(viewport=viewport, java_script_enabled=scripts)) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def visits(browser: Browser, root: str) -> dict[str, Visit]:
    """Every page that can be reached, opened once from disk on a phone, without JavaScript."""
    with open_window(browser, PHONE) as page:
        return crawl(page, root)


@pytest.fixture(scope="session")
def samples(visits: dict[str, Visit]) -> list[str]:
    """The address of one page of each kind, and of an article in each foreign language."""
    kinds = {kind: next(filter(re.compile(pattern).fullmatch, visits), "") for kind, pattern in KINDS.items()}
    assert all(kinds.values()), kinds
    readings = {one.light.reading: address for address, one in visits.items()}
    return sorted({*kinds.values(), *readings.values()})


@pytest.fixture(scope="session")
def hosted_visits(browser: Browser, base_url: str, samples: list[str]) -> dict[str, Visit]:
    """The sample pages, opened from the host on a desk, with JavaScript."""
    with open_window(browser, DESK, scripts=True) as page:
        return visit(page, base_url, samples)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with open_window(browser, PHONE) as page:
        yield page


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    with open_window(browser, DESK) as page:
        yield page


def redirects(site: Path) -> list[str]:
    pages = site.rglob("*.html")
    return sorted(str(page.relative_to(site)) for page in pages if REDIRECT in page.read_text("utf-8"))


def foreign_articles(site: Path) -> dict[str, str]:
    """The language of each published article whose front matter names one, by the end of its address."""
    found = {}
    for path in (site.parents[1] / "sample").glob("*.md"):
        head = path.read_text("utf-8").split("\n---\n")[0]
        if language := re.search(r"(?m)^language: (\S+)$", head):
            found[f"/{path.stem}.html"] = language[1]
    return found


def test_every_page_can_be_reached_from_the_home_page(site: Path, visits: dict[str, Visit]) -> None:
    pages = {str(page.relative_to(site)) for page in site.rglob("*.html")}
    assert pages - visits.keys() - set(redirects(site)) == {"404.html"}


def test_every_link_from_disk_leads_to_a_page_of_the_site_and_a_place_on_it(
    site: Path, root: str, visits: dict[str, Visit]
) -> None:
    dead = set()
    for address, one in visits.items():
        for link in one.light.links:
            target, place = below(root, link), unquote(link.partition("#")[2])
            if link.startswith("file:") and not (site / target).is_file():
                dead.add(f"{address}: {link}")
            elif place and target in visits and place not in visits[target].light.ids:
                dead.add(f"{address}: {link}")
    assert not dead


def test_a_page_from_disk_asks_for_nothing_outside_the_site_and_gets_all(root: str, visits: dict[str, Visit]) -> None:
    assert {address: one.faults for address, one in visits.items() if one.faults} == {}
    assert {request for one in visits.values() for request in one.requests if not below(root, request)} == set()


def test_a_page_below_a_sub_path_asks_for_nothing_outside_it_and_gets_all(
    base_url: str, hosted_visits: dict[str, Visit]
) -> None:
    assert {address: one.faults for address, one in hosted_visits.items() if one.faults} == {}
    assert {ask for one in hosted_visits.values() for ask in one.requests if not below(base_url, ask)} == set()


def test_every_link_below_a_sub_path_stays_there(
    site: Path, base_url: str, hosted_visits: dict[str, Visit]
) -> None:
    host = base_url.removesuffix(f"{SUB_PATH}/")
    links = {link for one in hosted_visits.values() for link in one.light.links if link.startswith(host)}
    assert links
    assert {link for link in links if not (site / below(base_url, link)).is_file()} == set()


def test_every_page_is_dressed_in_light_and_in_dark(
    visits: dict[str, Visit], hosted_visits: dict[str, Visit]
) -> None:
    for one in (*visits.values(), *hosted_visits.values()):
        assert one.light.ground
        assert one.dark.ground
        assert one.light.ground != one.dark.ground


def test_no_page_scrolls_sideways(visits: dict[str, Visit], hosted_visits: dict[str, Visit]) -> None:
    both = (*visits.items(), *hosted_visits.items())
    assert {address: one.light.overflow for address, one in both if one.light.overflow > 0} == {}


def test_text_stands_out_from_its_ground_in_light_and_in_dark(
    visits: dict[str, Visit], hosted_visits: dict[str, Visit]
) -> None:
    both = (*visits.values(), *hosted_visits.values())
    assert {text for one in both for text in one.light.faint} == set()
    assert {text for one in both for text in one.dark.faint} == set()


def test_print_leaves_navigation_out(visits: dict[str, Visit]) -> None:
    assert all(one.light.navigation for one in visits.values())
    assert {address: one.printed.navigation for address, one in visits.items() if one.printed.navigation} == {}


@pytest.mark.parametrize("fault", ["missing", "without_alt", "broken"])
def test_no_page_lacks_landmarks_or_pictures_or_words_for_them(visits: dict[str, Visit], fault: str) -> None:
    found = {address: getattr(one.light, fault) for address, one in visits.items()}
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_every_page_has_one_headline_a_title_of_its_own_a_language_and_unique_ids(visits: dict[str, Visit]) -> None:
    assert {address for address, one in visits.items() if not is_sound(one.light)} == set()
    titles = Counter(one.light.title for one in visits.values())
    assert [title for title, count in titles.items() if count > 1] == []


def is_sound(look: Look) -> bool:
    return look.headlines == 1 and bool(look.title and look.language) and len(look.ids) == len(set(look.ids))
