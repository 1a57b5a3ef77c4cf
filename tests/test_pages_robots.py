from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest

from backfile.pages import robots
from backfile.settings import describe_site
from backfile.theme import Theme
from backfile.themefiles import find_default_theme
from pages_material import make_material, read

BASE = "https://example.org/archive/"


@pytest.mark.parametrize("allowed", [True, False])
def test_crawlers_that_train_are_asked_to_stay_away_where_that_is_wanted(tmp_path: Path, allowed: bool) -> None:
    material = make_material(tmp_path, [], base_url=BASE, ai_crawlers=allowed)
    (page,) = robots.plan(material)
    context = {**read([page])["robots.txt"], "page": {"path": "robots.txt"}, "site": describe_site(material.settings)}
    data = Theme(tmp_path / "none", find_default_theme()).render("robots.txt", context)
    assert isinstance(data, bytes)
    parser = RobotFileParser()
    parser.parse(data.decode().splitlines())
    assert parser.site_maps() == [f"{BASE}sitemap.xml"]
    assert parser.can_fetch("Googlebot", f"{BASE}2011/index.html")
    assert {parser.can_fetch(name, f"{BASE}index.html") for name in robots.AI_CRAWLERS} == {allowed}


def test_without_an_address_of_the_site_there_is_no_robots_txt(tmp_path: Path) -> None:
    assert list(robots.plan(make_material(tmp_path, [], ai_crawlers=False))) == []


def test_every_crawler_is_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "settings.md").read_text("utf-8")
    assert [name for name in robots.AI_CRAWLERS if f"| `{name}` |" not in text] == []
