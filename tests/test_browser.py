"""The built sample in headless Chromium: from disk without JavaScript, from a host below a sub-path, and live."""

import contextlib
import html
import re
import shutil
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import (
    DESK,
    KINDS,
    PATIENCE,
    PHONE,
    PROJECT,
    SUB_PATH,
    Look,
    Sample,
    Visit,
    below,
    crawl,
    open_window,
    visit,
)

pytestmark = pytest.mark.browser

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RTL = {"ar", "fa", "he", "ur"}
# What stands where the sample withholds an article, and nowhere is led to.
WITHHELD = "2014/03/28/magistrates-28-march.html"
REDIRECT = '<meta http-equiv="refresh"'
WORD = r"[^\W\d_]+"


@pytest.fixture(scope="module")
def visits(browser: Browser, sample: Sample) -> dict[str, Visit]:
    """Every page that can be reached, opened once from disk on a phone, without JavaScript."""
    with open_window(browser, PHONE) as page:
        return crawl(page, sample)


@pytest.fixture(scope="module")
def hosted_visits(browser: Browser, sample: Sample, visits: dict[str, Visit]) -> dict[str, Visit]:
    """A page of each kind, and an article in each language, opened from the host on a desk, with JavaScript."""
    kinds = {kind: next(filter(re.compile(pattern).fullmatch, visits), "") for kind, pattern in KINDS.items()}
    assert all(kinds.values()), kinds
    readings = {tuple(one.light.reading): address for address, one in visits.items()}
    with open_window(browser, DESK, scripts=True) as page:
        return visit(page, sample.base_url, sorted({*kinds.values(), *readings.values()}))


@pytest.fixture(scope="module")
def all_visits(visits: dict[str, Visit], hosted_visits: dict[str, Visit]) -> list[tuple[str, Visit]]:
    return [*visits.items(), *hosted_visits.items()]


@pytest.fixture(params=["disk", "host"])
def home(request: pytest.FixtureRequest, browser: Browser, sample: Sample) -> Iterator[Page]:
    """The home page without JavaScript, from disk on a phone and from the host on a desk."""
    from_disk = request.param == "disk"
    with open_window(browser, PHONE if from_disk else DESK) as page:
        page.goto(sample.root + "index.html" if from_disk else sample.base_url)
        yield page


def test_every_page_can_be_reached_from_the_home_page(sample: Sample, visits: dict[str, Visit]) -> None:
    pages = {str(page.relative_to(sample.site)) for page in sample.site.rglob("*.html")}
    assert pages - visits.keys() - set(find_redirects(sample)) == {"404.html", "search/index.html", WITHHELD}


def test_every_link_from_disk_leads_to_a_page_of_the_site_and_a_place_on_it(
    sample: Sample, visits: dict[str, Visit]
) -> None:
    dead = set()
    for address, one in visits.items():
        for link in one.light.links:
            target, place = below(sample.root, link), unquote(link.partition("#")[2])
            is_there = (sample.site / target).is_file() or not link.startswith("file:")
            if not is_there or (place and target in visits and place not in visits[target].light.ids):
                dead.add(f"{address}: {link}")
    assert dead == set()


def test_every_link_below_a_sub_path_leads_to_a_page_below_it(sample: Sample, hosted_visits: dict[str, Visit]) -> None:
    host = sample.base_url.removesuffix(f"{SUB_PATH}/")
    links = {link for one in hosted_visits.values() for link in one.light.links if link.startswith(host)}
    assert links
    assert {link for link in links if not (sample.site / below(sample.base_url, link)).is_file()} == set()


def test_a_page_from_disk_asks_for_nothing_outside_the_site_and_gets_all(
    sample: Sample, visits: dict[str, Visit]
) -> None:
    asked = {request for one in visits.values() for request in one.requests}
    assert {request for request in asked if not below(sample.root, request)} == set()
    assert {address: one.faults for address, one in visits.items() if one.faults} == {}


def test_a_page_below_a_sub_path_asks_for_nothing_outside_it_and_gets_all(
    sample: Sample, hosted_visits: dict[str, Visit]
) -> None:
    asked = {request for one in hosted_visits.values() for request in one.requests}
    assert {request for request in asked if not below(sample.base_url, request)} == set()
    assert {address: one.faults for address, one in hosted_visits.items() if one.faults} == {}


def test_every_page_is_dressed_in_light_and_in_dark(all_visits: list[tuple[str, Visit]]) -> None:
    for address, one in all_visits:
        assert one.light.ground and one.dark.ground, address
        assert not one.is_whole or one.light.ground != one.dark.ground, address


def test_no_page_scrolls_sideways(all_visits: list[tuple[str, Visit]]) -> None:
    assert {address: one.light.overflow for address, one in all_visits if one.light.overflow > 0} == {}


def test_a_site_written_from_right_to_left_does_not_scroll_sideways(home: Page) -> None:
    root = home.locator("html")
    root.evaluate("root => root.dir = 'rtl'")
    assert root.evaluate("root => root.scrollWidth - root.clientWidth") <= 0


def test_text_stands_out_from_its_ground_in_light_and_in_dark(all_visits: list[tuple[str, Visit]]) -> None:
    assert {(address, text) for address, one in all_visits for text in one.light.faint + one.dark.faint} == set()


def test_print_leaves_navigation_out(visits: dict[str, Visit]) -> None:
    assert all(one.light.navigation for one in visits.values())
    printed = {address: one.printed for address, one in visits.items() if one.is_whole}
    assert len(printed) > 9
    assert {address: look.navigation for address, look in printed.items() if look.navigation} == {}


@pytest.mark.parametrize("fault", ["missing", "without_alt", "broken"])
def test_no_page_lacks_landmarks_pictures_or_words_for_them(all_visits: list[tuple[str, Visit]], fault: str) -> None:
    found = {address: getattr(one.light, fault) for address, one in all_visits}
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_every_page_has_one_headline_a_title_a_language_and_no_id_twice(visits: dict[str, Visit]) -> None:
    assert {address for address, one in visits.items() if not is_sound(one.light)} == set()


def is_sound(look: Look) -> bool:
    return look.headlines == 1 and bool(look.title and look.language) and len(look.ids) == len(set(look.ids))


def test_articles_are_marked_with_the_language_and_direction_they_are_read_in(
    sample: Sample, visits: dict[str, Visit]
) -> None:
    site_language = visits["index.html"].light.language
    languages = {name: find_field(text, "language") or site_language for name, text in read_articles(sample).items()}
    assert {"rtl", "ltr"} == {direction_of(language) for language in languages.values()}
    for address in filter(re.compile(KINDS["article"]).fullmatch, visits):
        language = languages[address.rpartition("/")[2]]
        assert visits[address].light.reading == [language, direction_of(language)], address


def direction_of(language: str) -> str:
    return "rtl" if language.partition("-")[0] in RTL else "ltr"


def read_articles(sample: Sample) -> dict[str, str]:
    """The text of each article file, by the name of its page."""
    texts = (path.read_text("utf-8") for path in sorted(sample.content.rglob("*.md")))
    return {f"{find_field(text, 'slug')}.html": text for text in texts}


def find_field(text: str, name: str) -> str:
    """A field that stands on one line of an article's front matter; empty if it isn't there."""
    found = re.search(rf"(?m)^{name}: *['\"]?(.*?)['\"]?$", text.partition("\n---\n")[0])
    return found[1] if found else ""


def test_a_reader_clicks_from_home_to_a_month_an_article_a_tag_and_back(home: Page) -> None:
    start = home.url
    steps = ["dates", "month", "article", "term"]
    for kind in steps:
        follow_link(home, start, re.compile(KINDS[kind]))
    for _ in steps:
        home.go_back()
    assert home.url == start


def follow_link(page: Page, start: str, pattern: re.Pattern[str]) -> None:
    """Click the first link to be seen that leads to an address of this pattern below the folder of `start`."""
    root = start.rpartition("/")[0] + "/"
    area = page.locator("a[rel=tag]" if pattern.pattern == KINDS["term"] else "a[href]")
    for link in area.all():
        target = below(root, link.evaluate("link => link.href"))
        if pattern.fullmatch(target) and link.is_visible():
            link.click()
            expect(page).to_have_url(root + quote(target))
            assert page.locator("h1").is_visible()
            return
    raise AssertionError(f"{page.url} has no link to {pattern.pattern}")


def test_the_first_key_reaches_the_skip_link_and_it_the_text(home: Page) -> None:
    home.keyboard.press("Tab")
    skip = home.locator("a:focus")
    expect(skip).to_be_in_viewport()
    assert skip.get_attribute("href") == f"#{home.locator('main').get_attribute('id')}"
    home.keyboard.press("Enter")
    home.keyboard.press("Tab")
    assert home.locator("main :focus").count() == 1


def test_focus_is_always_to_be_seen(home: Page) -> None:
    for _ in range(25):
        home.keyboard.press("Tab")
        focused = home.locator(":focus")
        expect(focused).to_be_in_viewport()
        outline = focused.evaluate("e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth] }")
        assert outline[0] != "none" and float(outline[1].removesuffix("px")) >= 2, focused.evaluate("e => e.outerHTML")


def find_redirects(sample: Sample) -> list[str]:
    pages = sample.site.rglob("*.html")
    return sorted(str(page.relative_to(sample.site)) for page in pages if REDIRECT in page.read_text("utf-8"))


def test_old_addresses_lead_to_articles(sample: Sample, home: Page) -> None:
    root = home.url.removesuffix("index.html")
    redirects = find_redirects(sample)
    assert redirects
    for address in redirects:
        home.goto(root + quote(address))
        home.wait_for_url(lambda url: re.fullmatch(KINDS["article"], below(root, url)) is not None)
        assert home.locator("article h1").is_visible()


def test_an_address_that_does_not_exist_shows_a_dressed_page_with_ways_back(browser: Browser, sample: Sample) -> None:
    address = "no/such/page/at/all.html"
    with open_window(browser, DESK) as page:
        found = visit(page, sample.base_url, [address])[address]
    assert [fault for fault in found.faults if address not in fault and "404" not in fault] == []
    assert is_sound(found.light)
    assert found.light.ground
    assert not (found.light.missing or found.light.faint or found.dark.faint or found.light.overflow > 0)
    targets = {below(sample.base_url, link) for link in found.light.links}
    assert "index.html" in targets
    assert {target for target in targets if not (sample.site / target).is_file()} == set()


def test_references_can_be_copied_and_saved_from_disk(browser: Browser, sample: Sample) -> None:
    address = find_article(sample, 'class="corrections"')
    with open_window(browser, PHONE, scripts=True) as page:
        page.goto(sample.root + quote(address))
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)  # folded away
        page.get_by_text("Cite this article").click()
        page.get_by_role("button", name="Copy: MLA").click()
        expect(page.get_by_role("button", name="Copy: MLA")).to_have_text("Copied")
        expect(page.get_by_role("status")).to_have_text("Copied")
        assert "Feb. 2014" in page.evaluate("getSelection().toString()")
        with page.expect_download() as saved:
            page.get_by_role("link", name="BibTeX").click()
        assert saved.value.suggested_filename.endswith(".bib")
        assert "@article{2014-02-21-" in Path(saved.value.path()).read_text("utf-8")
    with open_window(browser, PHONE) as page:
        page.goto(sample.root + quote(address))
        page.get_by_text("Cite this article").click()
        expect(page.get_by_text("Feb. 2014")).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)


def test_a_list_of_terms_is_filtered_as_one_types_and_says_how_many_are_left(browser: Browser, sample: Sample) -> None:
    with open_window(browser, PHONE, scripts=True) as page:
        page.goto(sample.root + "authors/index.html")
        rows, status = page.locator(".index li"), page.get_by_role("status")
        everyone = rows.count()
        page.get_by_label("Find in this list").press_sequentially("TRÉV MAELLE")
        expect(rows.filter(visible=True)).to_have_text(re.compile("^Maëlle Trévidic"))
        expect(page.locator(".index section").filter(visible=True)).to_have_count(1)
        expect(status).to_have_text(f"1 of {everyone}")
        page.get_by_label("Find in this list").fill("nobody at all")
        expect(page.locator(".index section").filter(visible=True)).to_have_count(0)
        expect(status).to_have_text("Nothing found")
        page.get_by_label("Find in this list").fill(" ")
        expect(rows.filter(visible=True)).to_have_count(everyone)
        expect(status).to_be_empty()


def test_a_list_of_terms_stands_whole_without_script(browser: Browser, sample: Sample) -> None:
    with open_window(browser, PHONE) as page:
        page.goto(sample.root + "authors/index.html")
        expect(page.get_by_label("Find in this list")).to_be_hidden()
        assert page.locator(".index li").count() == page.locator(".index li").filter(visible=True).count() > 5


def find_article(sample: Sample, words: str) -> str:
    pages = sorted(
        path for path in sample.site.rglob("*.html") if re.fullmatch(KINDS["article"], name_of(sample, path))
    )
    return next(name_of(sample, path) for path in pages if words in path.read_text("utf-8"))


def name_of(sample: Sample, path: Path) -> str:
    return path.relative_to(sample.site).as_posix()


def test_the_feed_holds_whole_articles_and_addresses_in_full(sample: Sample, visits: dict[str, Visit]) -> None:
    feed = ET.parse(sample.site / "feed.xml").getroot()
    articles = read_articles(sample)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) > 1
    for node in feed.iter(f"{ATOM}id"):
        assert (node.text or "").startswith(sample.base_url)
    for node in feed.iter(f"{ATOM}link"):
        assert node.attrib["href"].startswith(sample.base_url) or node.attrib["rel"] == "via"
    for entry in entries:
        address = below(sample.base_url, entry.findtext(f"{ATOM}id", ""))
        content = entry.findtext(f"{ATOM}content", "")
        assert address in visits
        assert {link for link in re.findall(r'(?:href|src)="([^"]*)"', content) if not is_absolute(link)} == set()
        assert words_of_markdown(articles[address.rpartition("/")[2]]) - words_of_html(content) == set()


def is_absolute(link: str) -> bool:
    """Whether a link in a feed is in full; a footnote's leads to a place in the same text."""
    return "://" in link or link.startswith("#")


def words_of_markdown(text: str) -> set[str]:
    body = text.partition("\n---\n")[2]
    return set(re.findall(WORD, re.sub(r"\]\([^)]*\)|\[\^\w+\]", " ", body)))


def words_of_html(text: str) -> set[str]:
    described = re.sub(r'<img [^>]*\balt="([^"]*)"[^>]*>', r" \1 ", text)
    return set(re.findall(WORD, html.unescape(re.sub(r"<[^>]+>", " ", described))))


def test_the_sitemap_holds_every_page_that_a_reader_reaches(sample: Sample, visits: dict[str, Visit]) -> None:
    sitemap = ET.parse(sample.site / "sitemap.xml").getroot()
    addresses = [node.text or "" for node in sitemap.iter(f"{SITEMAP}loc")]
    assert [address for address in addresses if not address.startswith(sample.base_url)] == []
    files = [re.sub(r"(^|/)$", r"\1index.html", below(sample.base_url, address)) for address in addresses]
    assert len(files) == len(set(files))
    assert set(files) == visits.keys()


@contextmanager
def preview(archive: Path) -> Iterator[str]:
    """`backfile serve` on a free port; yields the address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "backfile", "serve", "-C", str(archive), "--port", str(port), "--jobs", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for_port(process, port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def wait_for_port(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(300):
        assert process.poll() is None, "backfile serve has ended"
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise AssertionError("backfile serve does not answer")


def test_the_preview_shows_an_edit_and_a_fault_and_its_mending_by_itself(browser: Browser, tmp_path: Path) -> None:
    article = tmp_path / "content" / "regatta.md"
    article.parent.mkdir()
    text = "---\ntitle: Regatta\ndate: 2001-05-04\n---\n\nThe oars are dry.\n"
    article.write_text(text, "utf-8")
    (tmp_path / "backfile.toml").write_text('title = "Small"\n', "utf-8")
    with preview(tmp_path) as address, open_window(browser, DESK, scripts=True) as page:
        expect.set_options(timeout=PATIENCE)
        page.goto(f"{address}2001/05/04/regatta.html")
        expect(page.get_by_text("The oars are dry.")).to_be_visible()
        article.write_text(text.replace("dry", "wet"), "utf-8")
        expect(page.get_by_text("The oars are wet.")).to_be_visible()

        article.write_text(text.replace("2001-05-04", "2001-02-31"), "utf-8")
        banner = page.get_by_role("alert")
        expect(banner).to_contain_text("content/regatta.md:3")
        expect(page.get_by_text("The oars are wet.")).to_be_visible()

        article.write_text(text.replace("dry", "new"), "utf-8")
        expect(page.get_by_text("The oars are new.")).to_be_visible()
        expect(banner).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_preview_shows_problems_and_drafts_whatever_the_theme_does(
    browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    files = {
        "backfile.toml": 'title = "Small"\n',
        "templates/assets/style.css": "body > *, p, li { display: none !important; color: red !important }",
        "content/regatta.md": "---\ntitle: Regatta\ndate: 2001-05-04\n---\n\nThe oars are dry.\n",
        "content/pier.md": "---\ntitle: The pier\ndate: 2001-05-05\nstatus: draft\n---\n\nNobody has read it.\n",
        f"content/{'wide-' * 30}<b>.md": f"---\ntitle: {'wide ' * 60}\ndate: 2001-02-31\n---\n\nText.\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    broken = next((tmp_path / "content").glob("wide*"))
    text = broken.read_text("utf-8")
    broken.write_text(text.replace("31", "28"), "utf-8")
    with preview(tmp_path) as address, open_window(browser, size, scripts=True) as page:
        expect.set_options(timeout=PATIENCE)
        page.goto(f"{address}2001/05/04/regatta.html")
        link = page.get_by_role("link", name="1 article is not published")
        expect(link).to_be_in_viewport(ratio=1)
        broken.write_text(text, "utf-8")
        problems = page.get_by_role("dialog")
        expect(problems).to_contain_text("<b>.md:3: date")
        expect(problems.get_by_text("date: 2001-02-31")).to_be_in_viewport()
        expect(problems).to_be_in_viewport(ratio=1)
        expect(problems).not_to_have_css("color", "rgb(255, 0, 0)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        page.get_by_role("button", name="Close").click()
        expect(problems).to_be_hidden()
        page.goto(f"{address}2001/05/06/nowhere.html")
        expect(problems).to_be_in_viewport(ratio=1)
        page.get_by_role("button", name="Close").click()
        link.click()
        page.get_by_role("button", name="Close").click()
        page.get_by_role("link", name="The pier").click()
        expect(page.get_by_role("note")).to_contain_text("Draft, not published: content/pier.md")


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a review of the sample's imported articles, as if every one were doubtful, one of them very wide."""
    archive = tmp_path_factory.mktemp("review")
    for name in ("content", "originals"):
        shutil.copytree(PROJECT / name, archive / name)
    told = (
        "provenance:\n  origins:\n    title: line 3, 0.92\n    date: json-ld, 0.31\n  doubts:\n  - no headline found\n"
    )
    for path in (archive / "content").rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace("provenance:\n", told, 1), "utf-8")
    wide = next(path for path in sorted((archive / "content").rglob("*.md")) if told in path.read_text("utf-8"))
    head = wide.read_text("utf-8").replace("provenance:\n", f"summary: {'wide' * 99}\nprovenance:\n", 1)
    wide.write_text(f"{head}\n|{'harbour | ' * 30}\n|{'--- | ' * 30}\n|{'Skarn | ' * 30}\n", "utf-8")
    subprocess.run([sys.executable, "-m", "backfile", "review", "--page", "--quiet", "-C", archive], check=True)
    return archive / ".backfile/review"


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_review_can_be_read_from_disk_on_phone_and_desk(
    browser: Browser, review: Path, size: tuple[int, int]
) -> None:
    root = review.as_uri() + "/"
    names = sorted(path.name for path in review.iterdir())
    assert len(names) > 5
    with open_window(browser, size) as page:
        visits = visit(page, root, names)
    for name, one in visits.items():
        assert one.requests == (root + name,)
        assert not one.faults
        assert all(look.overflow == 0 and not look.faint for look in (one.light, one.dark, one.printed)), name
        assert one.light.ground != one.dark.ground
        assert {below(root, link) for link in one.light.links} <= set(names)


@pytest.mark.parametrize(
    ("moment", "words", "address"),
    [
        ("2026-11-14T12:00:00", "On this day, 14 November", "on-this-day/11-14.html"),
        ("2026-04-01T12:00:00", "On this day", "on-this-day/index.html"),
    ],
)
def test_the_home_page_leads_to_todays_page_if_there_is_one(
    browser: Browser, sample: Sample, moment: str, words: str, address: str
) -> None:
    with open_window(browser, PHONE, scripts=True) as page:
        page.clock.set_fixed_time(moment)
        page.goto(sample.root + "index.html")
        way = page.locator("a[data-days]")
        expect(way).to_have_text(words)
        assert way.evaluate("link => link.href") == sample.root + address
