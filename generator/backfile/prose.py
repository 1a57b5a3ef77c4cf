"""Which parts of a body need no parser: most of news is plain paragraphs, with a link or an emphasis now and then.

In: the Markdown of a body. Out: its stretches in order, each a paragraph's text or Markdown that only a parser can
tell; and the pieces of a paragraph, if they are of the plainest kinds. What is said here is so by CommonMark, whatever
stands around it; where anything in a body may reach beyond its blank lines (raw HTML, fenced code, definitions,
footnotes), the whole is left to the parser.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# What reaches beyond a blank line, or isn't read as it stands.
_FAR_REACHING = re.compile(r"[<\r\0]|\]:|\[\^|\^\[|```|~~~")
_BREAK = re.compile(r"\n(?:[ \t]*\n)+")
# A line that begins so may be no paragraph: a heading, quote, list, rule, table, definition or code.
_OTHER_LINE = re.compile(r"^(?:[\s#>+*`~<=_|:\[-]|\d{1,9}[.)])", re.MULTILINE)
# What inline markup begins with; a space before a line's end makes or hides a hard break.
_MARKUP = re.compile(r"[\\`*_~\[<&]| \n")
_HIDDEN_BREAK = " \n"
# Addresses as normalisation leaves them: to see that takes a tenth of the time that doing it does.
_HOST, _FRAGMENT = r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*", r"(?:[#][\w/.~-]*)?"
NORMAL_LINK = re.compile(rf"(?:{_HOST}(?=/|$)|(?!//))[\w/.~?=&+,;-]*{_FRAGMENT}", re.ASCII)
# The same in brackets, without what may be an entity.
_TARGET = rf"(?a:(?:{_HOST}(?=[/)])|(?!//))[\w/.~?=+,;-]*{_FRAGMENT})"
_PLAIN = r"[^\\`*_~\[<&]"
# Text: also an `&` that begins no entity, a `_` within a word, and brackets that no target follows, for there are no
# definitions. Asterisks that can only open stand behind a blank, a bracket or a quotation mark and before a letter or
# digit; those that can only close the other way round: nothing but the nearest pair can be meant.
_PIECE = re.compile(
    rf"""(?P<text>(?:{_PLAIN} | &(?![#\w]{{1,40}};) | (?<=[^\W_])_(?=[^\W_]) | \[(?=[^\\`*_~\[\]<&]*\](?!\()))+)
      | \\(?P<escaped>[!-/:-@\[-`{{-~])
      | (?<![^ \n("'])(?P<mark>\*\*?)(?P<words>[^\W_](?:{_PLAIN}*[^\W_])?)(?P=mark)(?![^ \n.,;:!?)"'])
      | (?<!!)\[(?P<label>[^\\`*_~\[\]<&]+)\]\((?P<target>(?=[^)]){_TARGET})\)""",
    re.VERBOSE,
)


class Stretch(NamedTuple):
    """A part of a body: one paragraph, without the blanks at its ends, or Markdown of any kind as it stands."""

    text: str
    is_paragraph: bool


class Piece(NamedTuple):
    """A part of a paragraph: words, perhaps between the asterisks `mark`, perhaps a link to `target` (else None)."""

    words: str
    mark: str = ""
    target: str | None = None


def split_stretches(body: str) -> Iterator[Stretch]:
    """The body in order, without the blank lines around paragraphs."""
    if _FAR_REACHING.search(body):
        yield Stretch(body, False)
        return
    start = end = 0  # of the Markdown of any kind that has not been yielded yet
    for first, last in _find_parts(body):
        text = body[first:last].rstrip(" \t\n")
        if not text or _OTHER_LINE.search(text) or text[-1].isspace():
            start, end = start if start < end else first, last
            continue
        if start < end:
            yield Stretch(body[start:end] + "\n", False)
        start = end = last
        yield Stretch(text, True)
    if start < end:
        yield Stretch(body[start:end] + "\n", False)


def _find_parts(body: str) -> Iterator[tuple[int, int]]:
    """Where what stands between blank lines begins and ends."""
    first = 0
    for blank in _BREAK.finditer(body):
        if first < blank.start():
            yield first, blank.start()
        first = blank.end()
    if first < len(body):
        yield first, len(body)


def has_markup(paragraph: str) -> bool:
    """Whether a paragraph may hold inline markup; else its text stands for itself."""
    return _MARKUP.search(paragraph) is not None


def find_pieces(paragraph: str) -> list[Piece] | None:
    """The pieces of one of `split_stretches`' paragraphs, in order; None if only a parser can tell."""
    if not has_markup(paragraph):
        return [Piece(paragraph)]
    if _HIDDEN_BREAK in paragraph:
        return None
    pieces, end = [], 0
    for match in _PIECE.finditer(paragraph):
        if match.start() != end:
            return None
        end = match.end()
        text, escaped, mark, words, label, target = match.groups()
        pieces.append(Piece(text or escaped or words or label, mark or "", target))
    return pieces if end == len(paragraph) else None
