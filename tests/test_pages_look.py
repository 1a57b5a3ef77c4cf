from pathlib import Path

from backfile.pages import look
from pages_material import make_material, read


def test_without_colors_and_fonts_there_is_no_style_sheet_for_them(tmp_path: Path) -> None:
    assert list(look.plan(make_material(tmp_path, []))) == []


def test_the_style_sheet_holds_what_was_chosen(tmp_path: Path) -> None:
    material = make_material(tmp_path, [], colors=(("ink", "#123"),), fonts=(("text", "Georgia, serif"),))
    assert read(look.plan(material)) == {
        "assets/look.css": {"colors": {"ink": "#123"}, "dark_colors": {}, "fonts": {"serif": "Georgia, serif"}}
    }
