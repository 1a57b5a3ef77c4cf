from pathlib import Path

from backfile.pages import not_found
from pages_material import make_material


def test_there_is_a_page_for_addresses_that_do_not_exist(tmp_path: Path) -> None:
    (page,) = not_found.plan(make_material(tmp_path, []))
    assert (page.path, page.template) == ("404.html", "404.html")
