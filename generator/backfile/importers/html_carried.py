"""The article that a page carries in its scripts and shows nothing of, until a browser runs them.

In: a parsed page. Out: the markup of a text as a script holds it for the page to show, and the line where it begins.
Scripts aren't run: what is read are the strings in them. Knows nothing of what an article is.
"""

import json
import re
from typing import Any

# A string of JavaScript or JSON with a paragraph in it, its signs escaped or not.
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_ESCAPED = re.compile(r"(?:<|\\u003c|\\x3c)p(?:[\s>]|\\u003e|\\x3e)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
# Letters that a text has at least, and those of the largest script that is looked at.
_TEXT, _LARGEST = 500, 5_000_000


def find_markup(tree: Any) -> tuple[int, str]:
    """The line and the markup of the longest text in the page's scripts; nothing if there is none."""
    best, line, markup = _TEXT, 0, ""
    for script in tree.iter("script"):
        code = script.text or ""
        if len(code) > _LARGEST or not _ESCAPED.search(code):
            continue
        for match in _STRING.finditer(code):
            if _ESCAPED.search(match[1]) and (found := _read_string(match[0])):
                size = len(_TAG.sub("", found))
                if size >= best:
                    best, line, markup = size + 1, script.sourceline or 1, found
    return line, markup


def _read_string(literal: str) -> str:
    try:
        text = json.loads(literal, strict=False)
    except ValueError:
        return ""
    return text if isinstance(text, str) and _PARAGRAPH.search(text) else ""
