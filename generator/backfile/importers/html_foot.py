"""The lines at the end of an article's text that are the page's: its copyright, its counter, its ways back.

In: a page's blocks, which of them were chosen as text, the publication. Out: the last of these that say nothing of the
article, each with what it is. Old pages print them below the text without an element of their own. The copyright of
somebody else, an agency say, is of the article: it tells where that came from.
"""

import re
from collections.abc import Sequence

from backfile.importers.html_blocks import Block
from backfile.importers.html_source import is_same_house
from backfile.importers.publication import find_owner

# `[ Front page ] [ Mail us ]`
_BRACKETED = re.compile(r"[^\w\[\]]*(?:\[[^\[\]]{1,40}\][^\w\[\]]*)+")
# `Visitors: 4512`, `You are visitor number 4512`: in a sentence that tells of others, visitors are news.
_VISITOR = r"(?:visit(?:or|eur|ante|atore)|besucher|bezoeker|besökande|besøgende|gość|посетител\w*)s?"
_YOU = r"(?:you are|sie sind|vous êtes|(?:usted )?es el|lei è|u bent|du är|du er|вы)"
_COUNTED = re.compile(
    rf"(?:\W*{_VISITOR}\b|.*\b{_YOU}\b.*\b{_VISITOR}\b)\D{{0,20}}\d[\d.,]+\D{{0,40}}"
    rf"|.*\b{_YOU}\b\D{{0,20}}\d[\d.,]+\D{{0,10}}{_VISITOR}\b.{{0,40}}",
    re.IGNORECASE,
)
_LONGEST = 200


def find_foot(blocks: Sequence[Block], chosen: Sequence[int], source: str) -> dict[int, str]:
    """The numbers of these blocks with the kind of each; never all that were chosen."""
    found: dict[int, str] = {}
    for i in chosen[:0:-1]:
        if not (kind := _find_kind(blocks[i], source)):
            break
        found[i] = kind
    return found


def _find_kind(block: Block, source: str) -> str:
    text = block.text
    if len(text) > _LONGEST:
        return ""
    if any(run.link for run in block.runs) and _BRACKETED.fullmatch(text):
        return "navigation"
    if is_same_house(find_owner(text).name, source):
        return "copyright"
    return "other" if _COUNTED.fullmatch(text) else ""
