from pathlib import Path

import pytest

from backfile.pages import not_found
from pages_material import make_material, read


@pytest.mark.parametrize(
    ("base_url", "top"),
    [("", ""), ("https://a.example/", "/"), ("https://a.example/Zeitung/caf%C3%A9/", "/Zeitung/caf%C3%A9/")],
)
def test_its_links_begin_at_the_top_of_the_site_whatever_the_host(tmp_path: Path, base_url: str, top: str) -> None:
    (page,) = read(not_found.plan(make_material(tmp_path, [], base_url=base_url))).values()
    assert page["top"] == top


def test_there_is_a_page_for_addresses_that_do_not_exist(tmp_path: Path) -> None:
    (page,) = not_found.plan(make_material(tmp_path, []))
    assert (page.path, page.template) == ("404.html", "404.html")
