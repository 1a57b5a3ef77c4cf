"""The search in headless Chromium: on the sample, from disk and below a sub-path, on a phone and on a desk."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archives import make_archive, run, write_article
from browser import DESK, PHONE, Sample, open_window

pytestmark = pytest.mark.browser

ADDRESS = "search/index.html"


@pytest.fixture(params=["disk", "host"])
def root(request: pytest.FixtureRequest, sample: Sample) -> str:
    return sample.root if request.param == "disk" else sample.base_url


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window, in which nothing may go wrong that the browser complains of."""
    with open_window(browser, request.param, scripts=True) as page:
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
        assert faults == []


def titles(page: Page) -> list[str]:
    return page.locator(".found-articles h2").all_inner_texts()


def expect_found(page: Page, number: int) -> None:
    expect(page.get_by_role("status")).to_contain_text(f"Articles found: {number}")


def count(page: Page) -> int:
    """How many articles are found, once the search of each letter that was typed has been answered."""
    status, told = page.get_by_role("status"), ""
    expect(status).to_contain_text("Articles found: ")
    while told != (told := status.inner_text()):
        page.wait_for_timeout(300)
    return int(re.findall(r"found: (\d+)", told)[0])


def test_results_come_as_one_types_and_the_address_holds_them(page: Page, root: str) -> None:
    page.goto(root + ADDRESS)
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    expect(page.get_by_text("side by side")).to_be_visible()
    field.press_sequentially("ferr")
    expect(page.locator(".found-articles li").first).to_be_visible()
    begun = count(page)
    field.press_sequentially("y")
    expect(page).to_have_url(re.compile(r"\?q=ferry$"))
    assert 0 < count(page) <= begun
    expect(page.locator(".found-articles mark").first).to_have_text(re.compile("ferr", re.IGNORECASE))
    expect(page.get_by_text("side by side")).to_be_hidden()
    field.press_sequentially(" pear")
    expect(page).to_have_url(re.compile(r"\?q=ferry\+pear$"))
    expect(page.locator(".found-articles mark", has_text="pear").first).to_be_visible()
    assert 0 < count(page) < begun
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_letters_in_quick_succession_load_no_files_of_their_own(browser: Browser, sample: Sample) -> None:
    with open_window(browser, DESK, scripts=True) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(sample.base_url + ADDRESS)
        page.get_by_role("searchbox").press_sequentially("saltmarket pear")
        expect(page.get_by_role("status")).to_contain_text("Articles found: ")
        files = [url for url in asked if "/search/" in url and not url.endswith(".html")]
        assert 2 + 1 <= len(files) <= 8, files  # of each word one, of each article shown one
        assert len(set(files)) == len(files)


def test_an_article_is_shown_where_it_has_the_words_and_linked_to_where_that_is_too_far(
    browser: Browser, tmp_path: Path
) -> None:
    quiet = "The harbour lay quiet, and nothing else was said of it that week. " * 40
    texts = {
        "Near": f"A lighthouse. {quiet}",
        "Far": f"Lamps are lit. {quiet} The lighthouse was dark. {quiet} One lamp of the lighthouse was lit. {quiet}",
        "Farther": f"{quiet * 3} Of the lamp in the lighthouse more is said elsewhere.",
        "Japanese": "\u6e2f\u306f\u9759\u304b\u3060\u3002" * 200 + "\u71c8\u53f0\u304c\u3042\u308b\u3002",
    }
    articles = {f"content/{title}.md": write_article(title, "2011-02-10", text) for title, text in texts.items()}
    articles["content/Near.md"] = write_article("Near", "2011-02-10", texts["Near"], authors=["Ada Birch"])
    make_archive(tmp_path / "archive", articles)
    (tmp_path / "archive/templates").rename(tmp_path / "unused")
    assert run("build", "-C", tmp_path / "archive", "--quiet").code == 0
    with open_window(browser, DESK, scripts=True) as page:
        row = page.locator(".found-articles li")

        def find(query: str) -> tuple[str, str]:
            page.goto(f"{(tmp_path / 'archive/site' / ADDRESS).as_uri()}?q={query}")
            expect(row).to_have_count(1)
            return row.locator("p").last.inner_text(), str(row.locator("a").get_attribute("href"))

        text, href = find("lighthouse -lamp")
        assert text.startswith("A lighthouse. The harbour") and text.endswith(" \u2026") and href.endswith("near.html")
        text, href = find("lamp lighthouse -elsewhere")
        assert text.startswith("\u2026 ") and "One lamp of the lighthouse was lit. The harbour" in text
        assert len(text) < 300 and href.endswith("far.html")
        text, href = find("lighthouse elsewhere")
        assert text.startswith("The harbour") and len(text) < 300
        assert href.endswith("farther.html#:~:text=lighthouse&text=elsewhere")
        text, href = find("\u71c8\u53f0")
        assert text.startswith("\u2026 ") and text.endswith("\u71c8\u53f0\u304c\u3042\u308b\u3002")
        assert find("title:farther")[1].endswith("farther.html")
        assert find("by:birch")[1].endswith("near.html")


def test_an_address_can_be_shared_and_the_back_button_goes_back(page: Page, root: str) -> None:
    page.goto(root + f"{ADDRESS}?q=pear&order=old&from=1990")
    expect(page.locator(".found-articles li").first).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("pear")
    expect(page.get_by_label("In order of")).to_have_value("old")
    expect(page.get_by_text("1990 to 2019")).to_be_visible()
    first = titles(page)
    field = page.get_by_role("searchbox")
    field.fill("title:parrot")
    expect(page.locator(".found-articles h2").first).to_contain_text("Parrot")
    field.press("Enter")
    page.locator(".found-articles a").first.click()
    page.wait_for_url(lambda url: ADDRESS not in url)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("title:parrot")
    expect(page.locator(".found-articles li").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("pear")
    expect(page.locator(".found-articles h2").first).to_have_text(first[0])
    assert titles(page) == first


def test_all_can_be_done_by_keyboard(page: Page, root: str) -> None:
    page.goto(root + "dates/index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}{ADDRESS}?q=ferry")
    links, field = page.locator(".found-articles a"), page.get_by_role("searchbox")
    expect(links.nth(2)).to_be_attached()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    for number in range(8):  # What isn't shown yet comes as one goes on.
        page.keyboard.press("ArrowDown")
        expect(links.nth(number)).to_be_focused()
    before = links.count()
    page.get_by_role("button", name="More").focus()
    page.keyboard.press("Enter")
    expect(links.nth(before)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: ADDRESS not in url)
    expect(page.locator("article h1")).to_be_visible()


def test_phrases_minus_and_fields(page: Page, root: str) -> None:
    page.goto(root + ADDRESS)
    field = page.get_by_role("searchbox")

    def ask(query: str) -> int:
        field.fill("")
        expect(page.get_by_role("status")).to_be_empty()
        field.fill(query)
        return count(page)

    everywhere, phrase = ask("saltmarket pear "), ask('"saltmarket pear"')
    assert 0 < phrase < everywhere
    assert ask('saltmarket pear -"saltmarket pear"') == everywhere - phrase
    in_titles = ask("title:pear ")
    assert in_titles and all("pear" in title.lower() for title in titles(page))
    assert ask('section:"long read"') > 0
    assert ask("source:lantern pear ") > 0


def test_years_are_chosen_by_slider_and_by_keyboard_and_given_back(page: Page, root: str) -> None:
    page.goto(root + f"{ADDRESS}?q=ferry")
    chart = page.get_by_role("group", name="Years")
    expect(chart).to_be_visible()
    everything = count(page)
    start = page.get_by_role("slider", name="From")
    start.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(chart.get_by_text("1998 to 2019")).to_be_visible()
    expect(page).to_have_url(re.compile(r"q=ferry&from=1998$"))
    expect(page.locator("p.found-status")).not_to_have_text(f"Articles found: {everything}")
    assert chart.locator(".left-out").count() > 0
    end = page.get_by_role("slider", name="To")
    end.fill("1990")
    expect(start).to_have_value("1990")
    chart.get_by_role("button", name="All years").click()
    expect(page.locator("p.found-status")).to_have_text(f"Articles found: {everything}")
    expect(start).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?q=ferry$"))


def test_a_misspelt_word_is_told_and_the_nearest_ones_are_offered(page: Page, root: str) -> None:
    page.goto(root + f"{ADDRESS}?q=pear+feryr")
    expect(page.get_by_role("status")).to_contain_text("Nothing was found. No article has “feryr”. Did you mean: ferry")
    page.get_by_role("link", name="ferry", exact=True).click()
    page.wait_for_url(re.compile(r"q=pear\+ferry"))
    assert count(page) > 0


def test_without_script_the_page_says_so_and_offers_the_indexes(browser: Browser, sample: Sample) -> None:
    with open_window(browser, PHONE) as page:
        page.goto(sample.root + "index.html")
        page.get_by_role("searchbox").fill("ferry")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{sample.root}{ADDRESS}?q=ferry")
        # Chromium that is told by its debugger to run no script shows no <noscript> either.
        said = page.locator("noscript").text_content() or page.locator("noscript").inner_html()
        assert "To search takes JavaScript." in said and "../dates/index.html" in page.content()
        expect(page.get_by_text("How to search")).to_be_hidden()


def test_a_file_that_is_missing_is_told_and_can_be_tried_again(
    browser: Browser, sample: Sample, tmp_path: Path
) -> None:
    site = shutil.copytree(sample.site, tmp_path / "site", ignore=shutil.ignore_patterns("originals", "*.sqlite"))
    (site / "search/terms").rename(site / "search/away")
    with open_window(browser, DESK, scripts=True) as page:
        page.goto(f"{site.as_uri()}/{ADDRESS}")
        page.get_by_role("searchbox").fill("ferry")
        again = page.get_by_role("button", name="Try again")
        expect(page.get_by_role("status")).to_contain_text("A part of the index can’t be read.")
        again.click()
        expect(again).to_be_visible()
        (site / "search/away").rename(site / "search/terms")
        again.click()
        assert count(page) > 0
        (site / "search/shown").rename(site / "search/away")
        page.get_by_role("button", name="More").click()
        expect(again).to_be_visible()
        (site / "search/away").rename(site / "search/shown")
        again.click()
        expect(page.get_by_role("status")).to_contain_text("Articles found: ")
        (site / "search/shown").rename(site / "search/away")
        page.get_by_role("searchbox").fill("parrot")
        expect(again).to_be_visible()
        expect(page.locator(".found-articles li")).to_have_count(0)
        expect(page.get_by_role("group", name="Years")).to_be_hidden()
        (site / "search/away").rename(site / "search/shown")
        again.click()
        expect(again).to_have_count(0)
        expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_slow_host_is_waited_for_and_that_is_told(browser: Browser, sample: Sample) -> None:
    with open_window(browser, DESK, scripts=True) as page:
        page.route("**/search/terms/*", lambda route: (page.wait_for_timeout(800), route.continue_()))
        page.goto(sample.base_url + ADDRESS)
        page.get_by_role("searchbox").fill("ferry")
        expect(page.get_by_role("status")).to_have_text("Searching …")
        assert count(page) > 0
        expect(page).to_have_title(re.compile("^ferry · Search"))


def test_all_that_is_found_can_be_shown(browser: Browser, sample: Sample) -> None:
    with open_window(browser, DESK, scripts=True) as page:
        for query in ("-parrot", "orrow", "-parrot&order=old"):
            page.goto(sample.root + f"{ADDRESS}?q={query}")
            number, rows = count(page), page.locator(".found-articles li")
            while rows.count() < number:
                page.get_by_role("button", name="More").click()
                page.wait_for_timeout(100)
            expect(page.get_by_role("button", name="More")).to_be_hidden()
            assert len({*rows.locator("a").evaluate_all("(all) => all.map(({ href }) => href)")}) == number > 3


def test_a_key_with_another_one_is_the_browsers(browser: Browser, sample: Sample) -> None:
    with open_window(browser, DESK, scripts=True) as page:
        page.goto(sample.root + f"{ADDRESS}?q=ferry")
        expect(page.locator(".found-articles li").first).to_be_visible()
        field = page.get_by_role("searchbox")
        field.press("Shift+ArrowDown")
        expect(field).to_be_focused()
        field.press("ArrowDown")
        expect(field).not_to_be_focused()


def test_who_comes_back_finds_as_many_articles_as_before(browser: Browser, sample: Sample) -> None:
    with open_window(browser, DESK, scripts=True) as page:
        page.goto(sample.root + f"{ADDRESS}?q=ferry")
        rows = page.locator(".found-articles li")
        page.get_by_role("button", name="More").click()
        expect(rows.nth(9)).to_be_visible()
        rows.nth(9).locator("a").focus()
        before, top = rows.count(), page.evaluate("scrollY")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: ADDRESS not in url)
        page.go_back()
        expect(rows).to_have_count(before)
        page.wait_for_function("(top) => Math.abs(scrollY - top) < 50", arg=top)
        assert top > 300


def test_the_key_for_the_search_writes_a_slash_where_one_writes(browser: Browser, sample: Sample) -> None:
    with open_window(browser, DESK, scripts=True) as page:
        page.goto(sample.root + "authors/index.html")
        field = page.get_by_label("Find in this list")
        field.press_sequentially("a/b")
        expect(field).to_have_value("a/b")


@pytest.mark.parametrize("size", [PHONE, (820, 900), (1440, 900)])
def test_the_box_leaves_room_for_the_name_and_the_navigation(
    browser: Browser, sample: Sample, size: tuple[int, int]
) -> None:
    with open_window(browser, size) as page:
        for address in ("index.html", "dates/index.html"):
            page.goto(sample.root + address)
            area = page.locator(".masthead input").bounding_box()
            name = page.locator(".name a").bounding_box()
            way = page.locator(".masthead nav").bounding_box()
            assert area and name and way
            assert area["x"] + area["width"] <= size[0]
            assert area["y"] + area["height"] <= way["y"] + 1
            is_beside = name["x"] + name["width"] <= area["x"] + 1
            assert is_beside or area["y"] + area["height"] <= name["y"] + 2, address


def test_scripts_of_other_scripts_are_found(page: Page, root: str) -> None:
    page.goto(root + ADDRESS)
    page.get_by_role("searchbox").fill("の")
    expect(page.locator(".found-articles [lang=ja]").first).to_be_visible()
