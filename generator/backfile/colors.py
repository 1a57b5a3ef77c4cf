"""The colours and fonts of a theme that settings may change, and whether one can read them.

In: names and colours (`#rrggbb` or `#rgb`), fonts as CSS lists them. Out: why a value can't be, or None; Problems for
colours of which text would be faint. The default palettes are those of the default theme's style sheet.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from backfile.model import Problem

Palette = Mapping[str, str]

LIGHT: Palette = {
    "paper": "#fdfcf8",
    "shade": "#f4f1e9",
    "ink": "#1f1c18",
    "quiet": "#675f55",
    "rule": "#d9d2c4",
    "accent": "#8c1c13",
}
DARK: Palette = {
    "paper": "#181714",
    "shade": "#22201c",
    "ink": "#e8e3d9",
    "quiet": "#aaa195",
    "rule": "#3b3731",
    "accent": "#f0a28f",
}
# What each font is for, and the name that the style sheet has for it.
FONTS = {"text": "serif", "labels": "sans", "code": "mono"}
# WCAG 2.2, success criterion 1.4.3: the contrast that text needs at least.
LEAST = 4.5
_COLOR = re.compile("#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_FONT = re.compile(r"""[\w\s,.-]+|([\w\s,.-]|"[\w\s.-]+"|'[\w\s.-]+')+""")


def find_fault_of_color(value: str) -> str | None:
    """What is wrong with a colour."""
    return None if _COLOR.fullmatch(value) else f'"{value}" is not a colour such as #8c1c13'


def find_fault_of_font(value: str) -> str | None:
    """What is wrong with a list of fonts."""
    return None if _FONT.fullmatch(value) else f'"{value}" is not a list of fonts such as Georgia, serif'


def find_faint(
    light: Palette, dark: Palette, path: str, find_line: Callable[[str, str], int | None] = lambda *_: None
) -> Iterator[Problem]:
    """Text colours without enough contrast to what they stand on; `path` is the file that chose them, and `find_line`
    tells on which line a table has a name."""
    for table, chosen, default in (("colors", light, LIGHT), ("dark_colors", dark, DARK)):
        palette = {**default, **chosen}
        for text in ("ink", "quiet", "accent"):
            for ground in ("paper", "shade"):
                contrast = measure_contrast(palette[text], palette[ground])
                if contrast < LEAST and chosen.keys() & {text, ground}:
                    message = f"{table}: {text} on {ground} has a contrast of {contrast:.1f}, which many can't read"
                    hint = f"choose colours with a contrast of at least {LEAST}"
                    line = find_line(table, text if text in chosen else ground)
                    yield Problem("warning", "low-contrast", path, line, message, hint)


def measure_contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21: the formula of WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    """The relative luminance of a colour, from 0 to 1."""
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
