"""The lines around a page's headline, where byline and date are printed.

In: the blocks of a page and its title. Out: `Head`: the short lines from shortly before the headline to the first
paragraphs of the text. Knows nothing of what they mean.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backfile.importers.html_blocks import Block, fold

# Lines before and behind the headline; words that a paragraph has at least; characters of a line that may be a field.
_BEFORE, _BEHIND, _PROSE, _LONGEST = 6, 16, 30, 160
# A headline may be repeated: in the way to the page, above a picture.
_REPEATED = 12
# Where words touch because the page parts them by its looks.
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_STUCK = re.compile(
    r"(?:(?<=\b[Bb]y)|(?<=\bBY)|(?<=\b[Vv]on)|(?<=\b[Pp][ao]r))(?=[A-ZÄÖÜÉ][a-zäöüé])"
    r"|(?<=\d{4})(?=[A-Z][a-z])"
    rf"|(?<=[a-z]{{2}})(?=(?:{_MONTHS})[a-z]*\.? \d|(?:{_MONTHS.upper()})[A-Z]* \d)"
    r"|(?<=[a-z]{2})(?=(?:Published|Updated|Posted|Reviewed|Last)\b)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines behind the headline, nearest first, and those before it, nearest first."""

    behind: tuple[str, ...]
    before: tuple[str, ...]
    found: bool = True

    @property
    def lines(self) -> tuple[str, ...]:
        """Those behind the headline first: that is where most pages print who and when."""
        return (*self.behind, *self.before)


def find_head(blocks: Sequence[Block], titles: Sequence[str]) -> Head:
    """The lines around the first of these titles that is printed; those at the start of a page that prints none."""
    shown = [block for block in blocks if block.text]
    texts = [block.text for block in shown]
    at = next((at for title in titles if (at := _find_headline(shown, title)) >= 0), -1)
    behind: list[str] = []
    prose = 0
    for text in texts[at + 1 : at + 1 + _BEHIND * 2]:
        prose += len(text.split()) >= _PROSE
        if prose > 2 or len(behind) >= _BEHIND:
            break
        if len(text) <= _LONGEST:
            behind.append(_part(text))
    before = [_part(text) for text in texts[max(0, at - _BEFORE) : max(0, at)][::-1] if len(text) <= _LONGEST]
    return Head(tuple(behind), tuple(before), at >= 0)


def _find_headline(blocks: Sequence[Block], title: str) -> int:
    """Where the headline stands: in an `<h1>`, or at its last place near the first; -1 if the page doesn't print it."""
    wanted = fold(title).casefold()
    long = [i for i, block in enumerate(blocks) if len(title) * 0.8 <= len(block.text) <= len(title) + 80]
    places = [i for i in long if fold(blocks[i].text).casefold() == wanted] if wanted.strip() else []
    if not places and wanted.strip():
        places = [i for i in long if fold(blocks[i].text).casefold().startswith(wanted)]
    near = [i for i in places if i - places[0] <= _REPEATED]
    return next((i for i in places if _is_heading(blocks[i])), near[-1] if near else -1)


def _is_heading(block: Block) -> bool:
    """Whether a block stands in an `<h1>`, perhaps within a part of it."""
    node = block.node
    return node is not None and (node.tag == "h1" or (node.parent is not None and node.parent.tag == "h1"))


def _part(text: str) -> str:
    """`ByAnn Lee`, `Ann LeeMay 3` with the space between the words."""
    return _STUCK.sub(" ", text)
