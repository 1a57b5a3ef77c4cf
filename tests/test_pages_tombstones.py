import json
from pathlib import Path

from backfile.dates import parse_date
from backfile.model import Withheld
from backfile.pages import tombstones
from pages_material import make_article, make_material, read

TOLD = Withheld("By order.", parse_date("2024-05"))


def test_a_withheld_article_leaves_a_page_that_says_why_and_since_when(tmp_path: Path) -> None:
    held = make_article("mill", "1923-03-05", status="withheld", withheld=TOLD, summary="Secret", tags=("Secret",))
    material = make_material(tmp_path, [held, make_article("a", "1923"), make_article("b", status="draft")])
    (page,) = tombstones.plan(material)
    assert read([page]) == {
        "1923/03/05/mill.html": {
            "withheld": {"title": "", "reason": "By order.", "date": "2024-05"},
            "date": "1923-03-05",
        }
    }
    assert json.loads(page.context)["page"]["title"] == "Withheld"
    assert "Secret" not in page.context and "Mill" not in page.context


def test_its_title_is_shown_where_that_is_allowed(tmp_path: Path) -> None:
    held = make_article("mill", status="withheld", withheld=Withheld(show_title=True))
    (page,) = tombstones.plan(make_material(tmp_path, [held]))
    assert json.loads(page.context)["withheld"]["title"] == json.loads(page.context)["page"]["title"] == "Mill"
