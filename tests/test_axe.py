"""What axe-core finds on the sample: on pages that show together all that the site shows, as readers meet them."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from browser import DESK, PHONE, Sample, choose_pages, open_window
from conftest import lack

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "quality/node_modules/axe-core/axe.min.js"
# What a scheme of colours decides is asked for in both; all else once.
RUN = """
async (rules) => (await axe.run({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) })).violations.flatMap(
  ({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ""}`))
"""
# What a search shows: results and years, some of the years, the nearest words, and a word that is passed over.
SEARCHES = [
    f"search/index.html?q={query}" for query in ("ferry", "ferry&from=1990", "feryr+pear", "the+pear", "%D9%81%D9%8A")
]
COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_no_violation_in_light_and_in_dark(browser: Browser, sample: Sample, size: tuple[int, int]) -> None:
    if not AXE.is_file():
        lack("axe-core is missing; tests/install-quality installs it")
    violations = []
    with open_window(browser, size, scripts=True) as page:
        for address in [*map(quote, choose_pages(sample)), *SEARCHES]:
            page.emulate_media(color_scheme="light")
            page.goto(sample.base_url + address)
            if "?q=" in address:
                expect(page.locator("p.found-status")).not_to_be_empty()
            page.evaluate(AXE.read_text("utf-8"))
            violations += [f"{address}: {found}" for found in page.evaluate(RUN)]
            page.emulate_media(color_scheme="dark")
            violations += [f"{address}, dark: {found}" for found in page.evaluate(RUN, COLOURS)]
    assert not violations, "\n".join(violations)
