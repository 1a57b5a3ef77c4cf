"""Which parts of a body need no parser: most of news is plain paragraphs, with a link or an emphasis now and then.

In: the Markdown of a body. Out: its stretches in order, each a paragraph, heading, quote or list of the plainest kind,
or Markdown that only a parser can tell; and the pieces of a text, if they are of the plainest kinds. What is said here
is so by CommonMark, whatever stands around it; where anything in a body may reach beyond its blank lines (raw HTML,
fenced code, definitions, footnotes), the whole is left to the parser.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_DEFINITION = re.compile(r"\]:")
_BREAK = re.compile(r"(\n(?:[ \t]*\n)+)")
# A line that begins so may be no paragraph: a heading, quote, list, rule, table or code. An asterisk may also begin an
# emphasis, and digits a number.
_OTHER = r"(?:[\s#>=_|:-]|\*(?!\*?[^\s*])|\+(?!\S)|\d{1,9}[.)](?!\S))"
_OTHER_LINE, _OTHER_LATER_LINE = re.compile(_OTHER), re.compile("\n" + _OTHER)
_HEADING = re.compile(r"(#{1,6}) ([^\s#].*)")
# An item of one line: its bullet, or what ends its number; its text.
_ITEM = re.compile(r"(?:([-*+])|\d{1,9}([.)])) (\S.*)")
# A space before a line's end makes or hides a hard break.
_HIDDEN_BREAK = " \n"
# Addresses as normalisation leaves them: to see that takes a tenth of the time that doing it does.
_HOST, _FRAGMENT = r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*", r"(?:[#][\w/.~-]*)?"
NORMAL_LINK = re.compile(rf"(?:{_HOST}(?=/|$)|(?!//))[\w/.~?=&+,;-]*{_FRAGMENT}", re.ASCII)
# The same in brackets, without what may be an entity.
_TARGET = rf"(?a:(?:{_HOST}(?=[/)])|(?!//))[\w/.~?=+,;-]*{_FRAGMENT})"
PLAIN_TARGET = re.compile(rf"{_TARGET}(?=[)\s])")
_PLAIN = r"[^\\`*_~\[<&]"
# Text: also an `&` that begins no entity, a `_` within a word, and brackets that no target follows, for there are no
# definitions. Asterisks that can only open stand behind a blank, a bracket or a quotation mark and before a letter or
# digit, or between a blank and any of those marks; those that can only close the other way round: nothing but the
# nearest pair can be meant.
_PIECE = re.compile(
    rf"""!\[([^\\`*_~\[\]<&]*)\]\(((?=[^)]){_TARGET})\)
      | ((?:{_PLAIN}++ | &(?![#\w]{{1,40}};) | (?<=[^\W_])_(?=[^\W_]) | \[(?=[^\\`*_~\[\]<&]*\](?!\()))++)
      | \\([!-/:-@\[-`{{-~])
      | (?<![^ \n("'])(?P<mark>\*\*?)(?:(?=[^\W_])|(?=["'(“‘])(?<![("']\*)(?<![("']\*\*))
        ({_PLAIN}++)
        (?:(?<=[^\W_])(?P=mark)(?![^ \n.,;:!?)"'])|(?<=[.,;:!?)"'”’…])(?P=mark)(?![^ \n]))
      | (?<!`)`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)
      | (?<!!)\[([^\\`*_~\[\]<&]+)\]\(((?=[^)]){_TARGET})\)
      | ([\s\S]++)""",
    re.VERBOSE,
)

Kind = Literal["paragraph", "heading", "quote", "list", "other"]
# A part of a text, of which one kind alone isn't empty: the words for a picture and its address; words as they stand; a
# character behind a backslash; asterisks and the words between them; code; the words of a link and its target. The last
# is always empty.
Piece = tuple[str, str, str, str, str, str, str, str, str, str]


class Stretch(NamedTuple):
    """A part of a body, without the blanks at its ends: the text of a paragraph or heading, the texts of a quote's
    paragraphs or of a list's items, or other Markdown as it stands. `mark` is a heading's or list's, as written."""

    kind: Kind
    texts: tuple[str, ...]
    mark: str = ""


def split_stretches(body: str) -> Iterator[Stretch]:
    """The body in order."""
    if _reaches_far(body):
        yield Stretch("other", (body,))
        return
    parts = _BREAK.split(body)  # what stands between blank lines, and these in between
    start = 0  # of what has not been yielded yet
    for at in range(0, len(parts), 2):
        found = _read_block(parts[at])
        if found and found.kind == "list" and (start < at or not _ends_list(parts[at + 2 : at + 3])):
            found = None
        if found:
            yield from _join(parts[start : max(start, at - 1)])
            start = at + 2
            yield found
    yield from _join(parts[start:])


def _join(parts: list[str]) -> Iterator[Stretch]:
    """Parts of a body that only a parser can tell; nothing if they are blank."""
    text = "".join(parts)
    if text.strip(" \t\n"):
        yield Stretch("other", (text + "\n",))


def _reaches_far(body: str) -> object:
    """True if a body may hold what reaches beyond a blank line, or what isn't read as it stands.

    One character is looked for so fast that it pays to do so before a longer text is.
    """
    return (
        "<" in body
        or "\r" in body
        or "\0" in body
        or _DEFINITION.search(body)
        or ("^" in body and ("[^" in body or "^[" in body))
        or ("`" in body and "```" in body)
        or ("~" in body and "~~~" in body)
    )


def _read_block(text: str) -> Stretch | None:
    """What stands between blank lines, if it is of a plain kind."""
    text = text.rstrip(" \t\n")
    if not text or text[-1].isspace():
        return None
    if not _OTHER_LINE.match(text):
        return None if _OTHER_LATER_LINE.search(text) else Stretch("paragraph", (text,))
    if text[0] == "#":
        heading = _HEADING.fullmatch(text)
        return Stretch("heading", (heading[2],), heading[1]) if heading and text[-1] != "#" else None
    return _read_quote(text) if text[0] == ">" else _read_list(text)


def _read_quote(text: str) -> Stretch | None:
    """A quote of plain paragraphs, with the sign and a space before each line."""
    lines = text.split("\n")
    if not all(line.startswith("> ") or line == ">" for line in lines):
        return None
    inner = "\n".join([line[2:] for line in lines])
    blocks = [_read_block(part) for part in _BREAK.split(inner)[::2] if part.strip(" \t\n")]
    texts = tuple(block.texts[0] for block in blocks if block and block.kind == "paragraph")
    return Stretch("quote", texts) if texts and len(texts) == len(blocks) else None


def _read_list(text: str) -> Stretch | None:
    """A list whose items are a line each, all with one bullet, or numbered from 1."""
    items = [_ITEM.fullmatch(line) for line in text.split("\n")]
    marks = {item and (item[1] or item[2]) for item in items}
    texts = tuple(item[3] for item in items if item)
    if None in marks or len(marks) > 1 or any(_OTHER_LINE.match(item) or item[-1].isspace() for item in texts):
        return None
    is_plain = text[0] in "-*+" or text[:2] in {"1.", "1)"}
    return Stretch("list", texts, text[0]) if is_plain else None


def _ends_list(later: list[str]) -> bool:
    """Whether what stands behind the blank lines after a list is no part of it, if anything stands there."""
    return not later or not _OTHER_LINE.match(later[0]) or later[0][0] in "#>"


def has_markup(text: str) -> bool:
    """Whether a text may hold inline markup; else it stands for itself."""
    return (
        "*" in text
        or "[" in text
        or "&" in text
        or "_" in text
        or "`" in text
        or "\\" in text
        or "~" in text
        or "<" in text
        or _HIDDEN_BREAK in text
    )


def find_pieces(text: str) -> list[Piece] | None:
    """The pieces of a stretch's text that has markup, in order; None if only a parser can tell."""
    if _HIDDEN_BREAK in text:
        return None
    pieces: list[Piece] = _PIECE.findall(text)
    return None if pieces[-1][-1] else pieces
