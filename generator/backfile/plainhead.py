"""Front matter that is but plain lines, read without a YAML parser: `key: value`, `key: [a, b]`, `- value` below a key.

In: the head of a file. Out: its keys with their values and lines, as PyYAML would tell them; or None for any head that
holds something else, which only a parser can judge. A property test holds both to the same answer.
"""

import re
from typing import NamedTuple

# No control characters, none of YAML's line breaks and marks.
_BREAKS = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff"
# Without a sign for a comment; a colon only within a word.
_PLAIN = rf"[\w(](?:[^{_BREAKS}#:]|:(?=[\w/]))*"
_DOUBLE = rf'[^"\\{_BREAKS}]*'
_SINGLE = rf"[^'{_BREAKS}]*"
_IN_LIST = rf"[\w(][^{_BREAKS}#:,?\[\]{{}}]*"
_ANY = rf"(?:\"{_DOUBLE}\"|'{_SINGLE}'|{_IN_LIST}) *"
_LIST = rf"\[ *(?:{_ANY}(?:, *{_ANY})*)?\]"
_LINE = re.compile(
    rf"(?:([A-Za-z_][A-Za-z0-9_-]{{0,60}}):|( *)-)(?: +(?:\"({_DOUBLE})\"|'({_SINGLE})'|({_PLAIN})|({_LIST})))? *"
)
_ITEM = re.compile(rf"\"({_DOUBLE})\"|'({_SINGLE})'|({_IN_LIST})")


class Text(NamedTuple):
    """A value as it stands in the head, on which line, counted from 0, and whether in quotes."""

    text: str
    line: int
    quoted: bool


class Plainly(NamedTuple):
    """A key's value, and the line of the key; `bare` if nothing stands beside the key: no items below are no list."""

    value: Text | list[Text]
    line: int
    bare: bool = False


def read_plain_head(head: str) -> dict[str, Plainly] | None:
    """The keys of a head in its order; None if it isn't plain, or has a key twice."""
    fields: dict[str, Plainly] = {}
    items: list[Text] | None = None  # those of the key above, if nothing stands beside it
    indent = ""
    for number, line in enumerate(head.removesuffix("\n").split("\n")):
        match = _LINE.fullmatch(line)
        if match is None or match[1] in fields:
            return None
        key, spaces, double, single, plain, in_list = match.groups()
        text = _read_text(number, double, single, plain)
        if key is None:
            if text is None or items is None or (items and spaces != indent):
                return None
            items.append(text)
            indent = spaces
        elif text is None and in_list is None:
            items = []
            fields[key] = Plainly(items, number, bare=True)
        else:
            items = None
            fields[key] = Plainly(_read_list(in_list, number) if text is None else text, number)
    return fields


def _read_text(line: int, double: str | None, single: str | None, plain: str | None) -> Text | None:
    if plain is not None:
        return Text(plain.rstrip(" "), line, False)
    quoted = single if double is None else double
    return None if quoted is None else Text(quoted, line, True)


def _read_list(in_list: str | None, line: int) -> list[Text]:
    found = (_read_text(line, *match.groups()) for match in _ITEM.finditer(in_list or ""))
    return [text for text in found if text is not None]
