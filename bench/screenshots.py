"""Takes screenshots of the sample, every kind of page on phone and desk, light and dark: `make screenshots`.

In: a folder for them, as the only argument. Out: whole pages as name-width-scheme.png. Needs the system's Chromium, and
tests/ on PYTHONPATH.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from browser import KINDS, Sample, hosted_sample, launch

# The screenshot's name, the addresses to choose from, and what the page must hold; the longest such page is taken.
SUBJECTS = (
    *(
        (kind, KINDS[kind], "")
        for kind in ("home", "dates", "year", "month", "day", "on-this-day", "days", "coverage", "undated", "data")
    ),
    ("tags", r"tags/index\.html", ""),
    ("tag", r"tags/(?!index\.)[^/]+\.html", ""),
    ("article-long", KINDS["article"], ""),
    ("article-picture", KINDS["article"], "<figure"),
    ("article-table", KINDS["article"], "<table"),
    ("article-arabic", KINDS["article"], '<article class="article" lang="ar"'),
    ("article-japanese", KINDS["article"], '<article class="article" lang="ja"'),
    ("withheld", KINDS["article"], '<article class="withheld"'),
    ("not-found", r"404\.html", ""),
)
WIDTHS = (390, 820, 1440)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def choose_pages(site: Path) -> Iterator[tuple[str, str]]:
    """Each subject's name and the address of its page; no page is taken twice."""
    texts = {str(path.relative_to(site)): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    for name, addresses, words in SUBJECTS:
        found = [address for address in texts if re.fullmatch(addresses, address) and words in texts[address]]
        if not found:
            sys.exit(f"the sample has no page for {name}")
        address = max(found, key=lambda address: len(texts[address]))
        del texts[address]
        yield name, address


def take_screenshots(browser: Browser, sample: Sample, folder: Path) -> None:
    pages = list(choose_pages(sample.site))
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        for name, address in pages:
            page.goto(sample.base_url + quote(address))
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
        page.close()


def main(folder: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as temporary,
        hosted_sample(Path(temporary)) as sample,
        sync_playwright() as playwright,
    ):
        take_screenshots(launch(playwright), sample, folder)
    print(f"{len(SUBJECTS) * len(WIDTHS) * len(SCHEMES)} screenshots in {folder}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: screenshots.py FOLDER")
    main(Path(sys.argv[1]))
