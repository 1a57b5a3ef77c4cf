"""Literal text as Markdown: what is read back is what was written.

In: a line of text. Out: the same words such that CommonMark, with tables, strikethrough and footnotes, shows them
unchanged: nothing becomes a heading, list, quote, link, emphasis, code, entity or tag. Readable text stays readable:
only what would be taken for a mark is escaped.
"""

import re

# What each mark holds: most texts hold none.
_MARK = re.compile(r"[\\`\[\]<*_~&|]")
# Marks that mean something anywhere; an underscore only at a word's edge, an asterisk only beside a word.
_INLINE = re.compile(
    r"""[\\`\[\]<]
      | \*(?!\s) | (?<!\s)(?<!^)\* | ^\*
      | (?<![^\W_])_ | _(?![^\W_])
      | ~(?=~) | (?<=~)~
      | &(?=\#?\w+;)
      | \|""",
    re.VERBOSE,
)
_BLOCK = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=_]{2,}\s*$|(?:-\s*){2,}$|(?:_\s*){2,}$|~{3}|=+\s*$|:(?=\s)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escape_inline(text: str) -> str:
    """Text inside a paragraph, heading, list entry or table cell."""
    return text if not _MARK.search(text) else _INLINE.sub(lambda match: "\\" + match.group(), text)


def escape_line(text: str) -> str:
    """A paragraph of one line: also what marks a block where it begins."""
    return escape_start(escape_inline(" ".join(text.split())))


def write_heading(level: int, markdown: str) -> str:
    """A heading whose inline marks are right: number signs at its end would be taken for a closing mark."""
    return "#" * level + " " + re.sub(r"(?<!\\)#(?=#*$)", r"\\#", " ".join(markdown.split()), count=1)


def escape_start(markdown: str) -> str:
    """A paragraph whose inline marks are right: it must not begin like a heading, list, quote or fence."""
    if _BLOCK.match(markdown):
        return "\\" + markdown
    return _NUMBER.sub(r"\1\\\2", markdown, count=1) if _NUMBER.match(markdown) else markdown
