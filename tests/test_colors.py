"""Colours and fonts: what can be one, and what can be read."""

import re

import pytest

from backfile.colors import DARK, FONTS, LIGHT, find_faint, find_fault_of_color, find_fault_of_font, measure_contrast
from backfile.themefiles import find_default_theme


@pytest.mark.parametrize("value", ["#fff", "#8C1C13", "#000000"])
def test_a_color_is_written_in_hexadecimal(value: str) -> None:
    assert find_fault_of_color(value) is None


@pytest.mark.parametrize("value", ["", "red", "#ffff", "#ggg", "#fff;}", " #fff", "url(#fff)"])
def test_what_is_no_color_is_told(value: str) -> None:
    assert find_fault_of_color(value) == f'"{value}" is not a colour such as #8c1c13'


@pytest.mark.parametrize(
    "value", ["Georgia, serif", "'Noto Serif', serif", 'Charter, "Sitka Text", serif', "游明朝, serif"]
)
def test_fonts_are_listed_as_in_css(value: str) -> None:
    assert find_fault_of_font(value) is None


@pytest.mark.parametrize("value", ["", "serif; color: red", "serif}", "url(x)", "'Noto", "a\\"])
def test_what_is_no_list_of_fonts_is_told(value: str) -> None:
    assert find_fault_of_font(value)


@pytest.mark.parametrize(
    ("one", "other", "contrast"), [("#000", "#ffffff", 21), ("#fff", "#fff", 1), ("#777777", "#fff", 4.48)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, contrast: float) -> None:
    assert measure_contrast(one, other) == pytest.approx(contrast, abs=0.01)
    assert measure_contrast(one, other) == measure_contrast(other, one)


def test_the_palettes_are_those_of_the_style_sheet() -> None:
    css = (find_default_theme() / "assets/style.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w+);", part))
        for part in css.partition("/* Ground */")[0].split("color-scheme: dark)")
    )
    assert (light, dark) == (LIGHT, DARK)
    assert {f"--{name}" for name in FONTS.values()} <= set(re.findall(r"--\w+", css))


def test_the_default_palettes_can_be_read() -> None:
    assert list(find_faint(LIGHT, DARK, "backfile.toml")) == []


def test_faint_text_is_told_for_what_was_chosen() -> None:
    (one, two) = find_faint({"quiet": "#cccccc"}, {}, "backfile.toml", lambda table, name: len(table + name))
    assert one.line == two.line == len("colorsquiet")
    assert (one.severity, one.code, one.path) == ("warning", "low-contrast", "backfile.toml")
    assert one.message.startswith("colors: quiet on paper has a contrast of 1.6,")
    assert two.message.startswith("colors: quiet on shade ")
    assert [problem.message.split(" has")[0] for problem in find_faint({}, {"paper": "#fff"}, "x")] == [
        "dark_colors: ink on paper", "dark_colors: quiet on paper", "dark_colors: accent on paper"
    ]  # fmt: skip
