"""The built sample in tools that aren't ours, and by its own weight: what no single page can be tested for alone."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from browser import DESK, KINDS, PROJECT, Sample, open_window
from conftest import lack

VNU = Path(__file__).parent / "quality/node_modules/vnu-jar/build/dist/vnu.jar"
# The checker holds that a file has nothing of its own, and that data is a script; browsers don't, as other tests see.
POLICY_FAULT = "violates Content Security Policy (meta tag)"
POLICY = 'meta[@http-equiv="Content-Security-Policy"]/@content'
# What no policy but a loose one lets run or apply.
INLINE = '//@style | //style | //script[not(@src) and @type != "application/ld+json"] | //@*[starts-with(name(), "on")]'
# Data that stands in a script element runs nowhere.
SCRIPTS = '//script[not(@type="application/ld+json")]'
# Bytes: 30 KB is the most that any article may weigh, of which nine of ten leave some to come.
USUAL_ARTICLE, LONG_READ, MOST_SCRIPT, MOST_SEARCH = 27_500, 30 * 1024, 10_000, 15_000


@pytest.fixture(scope="module")
def pages(sample: Sample) -> dict[str, html.HtmlElement]:
    """Every page of the site, by its address."""
    found = sorted(path for path in sample.site.rglob("*.html") if "originals" not in path.parts)
    return {str(path.relative_to(sample.site)): html.parse(path).getroot() for path in found}


def test_the_html_checker_finds_no_error_and_no_warning(sample: Sample) -> None:
    if not VNU.is_file() or not shutil.which("java"):
        lack("the Nu HTML checker or Java is missing; tests/install-quality installs them")
    command = ["java", "-Xss8m", "-jar", str(VNU), "--format", "json", "--also-check-css", "--skip-non-html"]
    done = subprocess.run([*command, str(sample.site)], capture_output=True, check=False)
    found = [
        f"{told['url'].removeprefix(sample.site.as_uri())}:{told.get('lastLine', '')}: {told['message']}"
        for told in json.loads(done.stderr)["messages"]
        if (told["type"] != "info" or told.get("subType") == "warning") and POLICY_FAULT not in told["message"]
    ]
    assert not found, "\n".join(found)


def test_every_page_has_a_strict_policy_and_nothing_that_breaks_it(pages: dict[str, html.HtmlElement]) -> None:
    for address, page in pages.items():
        (policy,) = page.xpath(f"//head/{POLICY}")
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy, address
        assert page.xpath(INLINE) == [], address


def test_the_policy_stands_before_all_that_it_is_about(pages: dict[str, html.HtmlElement]) -> None:
    for address, page in pages.items():
        names = [element.tag + "".join(element.keys()) for element in page.find("head")]
        assert names[0] == "metacharset", address
        before = names[: names.index("metahttp-equivcontent")]
        assert set(before) <= {"metacharset", "base"}, address


def test_the_policy_holds_from_disk(browser: Browser, sample: Sample, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(sample.site / "assets", copy / "assets")
    home = (sample.site / "index.html").read_text("utf-8")
    script = copy / "assets/theirs.js"
    script.write_text("document.body.dataset.ours = 1", "utf-8")
    foreign = (
        "<style>main { color: rgb(1, 2, 3) }</style><script>document.body.dataset.inline = 1</script>"
        '<script src="assets/theirs.js"></script><img src="http://127.0.0.1:9/pixel.png" alt="">'
    )
    (copy / "index.html").write_text(home.replace("</main>", f"{foreign}</main>"), "utf-8")
    with open_window(browser, DESK, scripts=True) as page:
        blocked: list[str] = []
        page.on("console", lambda said: blocked.append(said.text))
        page.goto((copy / "index.html").as_uri())
        assert page.evaluate("({...document.body.dataset})") == {"ours": "1"}
        assert page.evaluate("getComputedStyle(document.querySelector('main')).color") != "rgb(1, 2, 3)"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
        assert sum("pixel.png" in said and "Content Security Policy" in said for said in blocked) == 1


def test_the_policy_that_servers_are_told_to_send_is_that_of_the_pages(pages: dict[str, html.HtmlElement]) -> None:
    (policy,) = pages["index.html"].xpath(f"//head/{POLICY}")
    hosting = (PROJECT / "docs/hosting.md").read_text("utf-8")
    assert set(re.findall(r'Content-Security-Policy "(.+?)"', hosting)) == {policy + "; frame-ancestors 'none'"}


def test_an_article_and_its_styles_weigh_little(sample: Sample, pages: dict[str, html.HtmlElement]) -> None:
    weights = {}
    for address, page in pages.items():
        if re.fullmatch(KINDS["article"], address):
            place = (sample.site / address).parent
            sheets = page.xpath('//link[@rel="stylesheet"]/@href')
            weights[address] = (sample.site / address).stat().st_size + sum(
                (place / sheet).stat().st_size for sheet in sheets
            )
    heaviest = max(weights, key=weights.__getitem__)
    assert weights[heaviest] <= LONG_READ, f"{heaviest}: {weights[heaviest]} bytes"
    assert sorted(weights.values())[len(weights) * 9 // 10] <= USUAL_ARTICLE, "nine of ten articles"


def test_there_is_little_script_and_no_font(sample: Sample) -> None:
    sizes = {path.name: path.stat().st_size for path in sample.site.glob("assets/**/*.*js")}
    assert sizes.pop("search.js") <= MOST_SEARCH
    assert sum(sizes.values()) <= MOST_SCRIPT, sizes
    assert [path for path in sample.site.rglob("*") if path.suffix in {".woff", ".woff2", ".ttf", ".otf"}] == []


def test_no_page_loads_anything_from_another_host(pages: dict[str, html.HtmlElement]) -> None:
    loads = '//img/@src | //script/@src | //source/@srcset | //link[@rel="stylesheet" or @rel="icon"]/@href'
    loaded = {address: target for address, page in pages.items() for target in page.xpath(loads)}
    assert {address: target for address, target in loaded.items() if re.match(r"\w+:|//", target)} == {}


@pytest.fixture(scope="module")
def texts(sample: Sample, pages: dict[str, html.HtmlElement]) -> Iterator[dict[str, str]]:
    """What a text browser shows of the home page, of a month and of an article, on one line each."""
    if not shutil.which("w3m"):
        lack("w3m is missing; tests/install-quality installs it")
    addresses = {"home": "index.html", "month": first(pages, "month"), "article": first(pages, "article", "figure")}
    yield {kind: dump(sample.site / address) for kind, address in addresses.items()}


def first(pages: dict[str, html.HtmlElement], kind: str, holds: str = "main") -> str:
    found = (address for address in pages if re.fullmatch(KINDS[kind], address))
    return next(address for address in found if pages[address].find(f".//{holds}") is not None)


def dump(page: Path) -> str:
    command = ["w3m", "-dump", "-O", "UTF-8", "-cols", "100", "-T", "text/html", str(page)]
    return " ".join(subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8").split())


def test_a_text_browser_reads_the_home_page_in_order(texts: dict[str, str], pages: dict[str, html.HtmlElement]) -> None:
    page = pages["index.html"]
    newest, next_newest = page.xpath("//main//article//h2")[:2]
    days = page.xpath("//main//article//time")[:2]
    assert_order(
        texts["home"], [page.find(".//h1"), newest, days[0], next_newest, days[1], *page.xpath("//footer//a")[-1:]]
    )


def test_a_text_browser_reads_a_month_in_order(texts: dict[str, str], pages: dict[str, html.HtmlElement]) -> None:
    page = pages[first(pages, "month")]
    main = page.find(".//main")
    titles = main.xpath(".//ol[@class='articles']//a[1]")
    assert_order(
        texts["month"], [*page.xpath("//header//nav//a"), main.find(".//h1"), *titles, *main.xpath(".//a[@rel]")]
    )


def test_a_text_browser_reads_an_article_in_order(texts: dict[str, str], pages: dict[str, html.HtmlElement]) -> None:
    page = pages[first(pages, "article", "figure")]
    body = page.xpath("//div[@class='body']/p")
    date = page.xpath("//main//h1/following::time")[0]
    after = [*page.xpath("//main//a[@rel='tag']"), *page.xpath("//main//a[@rel='prev' or @rel='next']//bdi")]
    assert_order(texts["article"], [*page.xpath("//header//nav//a"), page.find(".//main//h1"), date, *body, *after])


def assert_order(text: str, elements: list[html.HtmlElement]) -> None:
    """The words of each element stand in the text, in this order."""
    at = 0
    for element in elements:
        words = " ".join(element.text_content().split())[:60]
        assert words in text[at:], f"{words!r} doesn't stand behind {text[max(at - 80, 0) : at]!r}"
        at = text.index(words, at) + len(words)
