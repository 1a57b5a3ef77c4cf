"""What the words of a page's blocks say, in numbers: the dearer features, for the blocks that may be the article's.

In: a page's blocks, their rows of `html_features`, and which are in question. Out: a row of numbers for each of these,
in the order of `NAMES`. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from backfile.importers import html_features
from backfile.importers.html_blocks import Block, fold
from backfile.importers.paragraphs import Paragraph
from backfile.importers.people import find_authors
from backfile.importers.units import Unit
from backfile.importers.vocabulary import OPENINGS

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMES = """furniture self_talk of_article within topic heading_kind since_heading_kind comments_before
    related_before sharing_before appeal_before furniture-1 furniture+1""".split()
_KINDS = {kind: number for number, kind in enumerate(OPENINGS, 1)}
_COUNTED = ("comments", "related", "sharing", "appeal")
_AT = {name: number for number, name in enumerate(html_features.NAMES)}
# Words that a heading of furniture has at most, a line with a purpose, and a paragraph that is looked at for appeals.
_HEADING, _LINE, _LONGEST = 8, 30, 80
_BYLINE = 20
_MOST = 3000
_DIGIT = re.compile(r"\d")
_LONG_WORD = re.compile(r"\w{5,}")


@lru_cache(maxsize=2048)
def unit_of(text: str, language: str = "") -> Unit:
    """A line as the rules for text captures see it: the same one for the same text, for it remembers what it found."""
    return Unit(Paragraph((), text, False, 0, True), language)


def measure_words(blocks: Sequence[Block], rows: NDArray[Any], picked: Sequence[int]) -> list[list[float]]:
    """The numbers of the picked blocks, which stand in their order."""
    counts, links = rows[:, _AT["words"]].tolist(), rows[:, _AT["link_share"]].tolist()
    since, repeated = rows[:, _AT["since_title"]].tolist(), rows[:, _AT["repeated"]].tolist()
    asked = set(picked)
    units: dict[int, Unit] = {}
    kinds = [0] * len(blocks)
    for i, block in enumerate(blocks):
        is_heading = 0 < counts[i] <= _HEADING and links[i] < 0.5
        if counts[i] <= _LONGEST and (i in asked or is_heading):
            units[i] = unit_of(block.text)
            kinds[i] = _KINDS.get(units[i].furniture, 0) if counts[i] <= _LINE else 0
    topics = _measure_topics([blocks[i].text for i in picked])
    folded = {i: fold(blocks[i].text) for i in picked}
    # To look for each text in all others would take for ever on a page of a book's size.
    whole = "".join(folded.values()) if len(picked) <= _MOST else ""
    found: list[list[float]] = []
    heading, before, at = -1, dict.fromkeys(_COUNTED, 0), 0
    by_number = {_KINDS[kind]: kind for kind in _COUNTED}
    for i in range(len(blocks)):
        if since[i] >= 0 and kinds[i] in by_number:
            before[by_number[kinds[i]]] += 1
        if i in asked:
            unit, short = units.get(i), counts[i] <= _LINE
            found.append(
                [
                    kinds[i],
                    unit.self_talk if unit else 0,
                    bool(unit and short and _is_of_article(unit)),
                    whole.count(folded[i]) - repeated[i] if whole and 5 < counts[i] < 60 else 0,
                    topics[at],
                    kinds[heading] if heading >= 0 else 0,
                    i - heading if heading >= 0 else -1,
                    *before.values(),
                    kinds[i - 1] if i else 0,
                    kinds[i + 1] if i + 1 < len(blocks) else 0,
                ]
            )
            at += 1
        if 0 < counts[i] <= _HEADING and links[i] < 0.5:
            heading = i
    return found


def _is_of_article(unit: Unit) -> bool:
    """As the unit says; a date is looked for only where there is a digit, for that takes longest."""
    if unit.agency or unit.credit or unit.caption:
        return True
    return unit.is_of_article if _DIGIT.search(unit.text) else bool(unit.words <= _BYLINE and find_authors(unit.text))


def _measure_topics(texts: Sequence[str]) -> list[float]:
    """How much each shares with the others: of each of its longer words, in how many others it stands, at most 4."""
    stems = [frozenset([word[:6].casefold() for word in _LONG_WORD.findall(text)[:200]]) for text in texts]
    seen: dict[str, int] = {}
    for block in stems:
        for stem in block:
            seen[stem] = seen.get(stem, 0) + 1
    return [sum([min(seen[stem], 5) - 1 for stem in block]) / max(1, len(block)) for block in stems]
