"""The headline of a page, and the masthead that looks like one.

In: a page's units, and which of them are taken for body so far. Out: the position of the line that most looks like what
the body is about, and of the line that is the paper's name. A headline shares words with the body, is short, and has
byline and date below; it needs no style, size or mark, for a text capture has none.
"""

import re
from collections import Counter
from collections.abc import Sequence

from backfile.importers import vocabulary
from backfile.importers.people import find_authors, is_person
from backfile.importers.units import Unit

_TITLED = re.compile(r"\s+[|–—-]\s+\S.{1,60}$")
# How many lines above the body a headline may stand.
_REACH = 60
# Of how many words a line above the best candidate must be to be preferred.
_FEW = 5
# How many lines below a headline with a byline the caption may stand that shares more words with the body.
_CAPTION_REACH = 6
# Fewer characters stand at the end of another line by chance.
_LONG = 16


def find_headline(units: Sequence[Unit], inside: Sequence[bool]) -> int | None:
    """The line before the body that most looks like what the body is about; None if no line does.

    Of two that stand together the first is the headline, and the second its standfirst.
    """
    first = next((i for i, is_in in enumerate(inside) if is_in), len(units))
    body = Counter(stem for unit, is_in in zip(units, inside, strict=True) if is_in for stem in unit.stems)
    window = range(max(0, first - _REACH), min(len(units), first + 1))
    held = _find_held([units[i].text for i in window])
    masthead = find_masthead(units)
    scores = {
        i: _score_headline(units[i], body, first - i) + _score_neighbours(units[i + 1 : i + 6]) + held[units[i].text]
        for i in window
        if i != masthead
    }
    best = max(scores, key=lambda i: (scores[i], -i), default=None)
    above_byline = _find_above_byline(units, first, masthead)
    if best is None or scores[best] <= 0.9:
        return above_byline
    if above_byline is not None and _is_caption_below(units, above_byline, best):
        return above_byline
    above = [i for i in (best - 2, best - 1) if units[max(0, i)].words >= _FEW]
    # A kicker is shorter than its headline; what is longer may share fewer words with the body.
    enough = {i: scores[best] * (0.85 if units[i].words < units[best].words else 0.65) for i in above if i >= 0}
    return next((i for i in enough if scores.get(i, 0.0) >= max(0.9, enough[i])), best)


def _find_above_byline(units: Sequence[Unit], first: int, masthead: int | None) -> int | None:
    """The line right above byline or date: a headline may be too short to share a word with the body."""
    head = [i for i in range(min(first, len(units))) if units[i].byline or units[i].date]
    above = head[0] - 1 if head else -1
    return above if above >= 0 and above != masthead and _may_be_headline(units[above]) else None


def _is_caption_below(units: Sequence[Unit], above: int, best: int) -> bool:
    """Whether the best line may be a caption: below a headline with a byline, and without one of its own."""
    near = above + 1 < best <= above + _CAPTION_REACH and bool(find_authors(units[above + 1].text))
    return near and not any(unit.date or unit.byline or unit.agency for unit in units[best + 1 : best + 6])


def _may_be_headline(unit: Unit) -> bool:
    """Whether nothing in a line says that it is something else; `Back at last` only begins as a link does."""
    plain = 2 <= unit.words <= 32 and not unit.text.endswith((".", "。", ":", ";", ","))
    link = unit.words < 3 or unit.persons or re.search(r" to\b", unit.text) or not unit.paragraph.alone
    known = unit.furniture and (unit.furniture != "navigation" or link)
    return plain and not (known or unit.is_of_article or unit.section or unit.self_talk or is_person(unit.text))


def _find_held(texts: Sequence[str]) -> dict[str, float]:
    """What speaks for a line that stands twice, and for one that a trail (`Home > News > Headline`) ends with or a
    page's title (`Headline | Paper`) begins with; and against these two."""
    folded = {text: text.casefold() for text in texts}
    counts = Counter(folded.values())
    held = {text: 0.4 if counts[fold] > 1 else 0.0 for text, fold in folded.items()}
    for text, fold in folded.items():
        for other, whole in folded.items():
            titled = whole.startswith(fold) and _TITLED.match(whole, len(fold))
            if len(text) >= _LONG and whole != fold and (whole.endswith(fold) or titled):
                held[text], held[other] = 0.4, -2.0
    return held


def _score_headline(unit: Unit, body: Counter[str], distance: int) -> float:
    if not 2 <= unit.words <= 32 or unit.is_of_article or unit.furniture:
        return 0.0
    if unit.text.endswith((".", "。")) and (unit.words > 10 or distance == 0):
        return 0.0
    shared = [stem for stem in unit.stems if body[stem]]
    score = 1.4 * len(shared) / max(1, len(unit.stems)) + 0.25 * min(5, len(shared))
    score += 0.6 if 4 <= unit.words <= 18 else 0.0
    score += 0.3 if unit.paragraph.alone else 0.0
    score -= 1.0 if unit.paragraph.bullet else 0.0
    score -= 1.2 if re.search(r"[.;:]$", unit.text) else 0.0
    score -= 0.5 * unit.self_talk
    return score - 0.045 * min(distance, 20) - (1.0 if distance == 0 else 0.0)


def _score_neighbours(following: Sequence[Unit]) -> float:
    """Byline and date stand right below a headline; a credit alone right below a caption."""
    score = 0.4 if any(unit.date or unit.byline or unit.agency for unit in following) else 0.0
    return score - (0.8 if following and following[0].is_credit else 0.0)


def find_masthead(units: Sequence[Unit]) -> int | None:
    """The line at the page's head that is the name of its paper, which stands elsewhere on the page too."""
    for i, unit in enumerate(units[:12]):
        name = find_paper(unit.text)
        if name and _is_mentioned(name, [other for other in units if other is not unit and other.words <= 25]):
            return i
    return None


def find_paper(text: str) -> str:
    """The name of a paper, if a line is one: `The Ellery Mercury`, also `THE ELLERY MERCURY -- Online`."""
    name = vocabulary.EDITION.split(text)[0].strip()
    words = (name.title() if name.isupper() else name).split()
    named = 2 <= len(words) <= 6 and words[0].casefold() in vocabulary.ARTICLES
    return " ".join(words) if named and all(word[0].isupper() or len(word) <= 3 for word in words) else ""


def _is_mentioned(name: str, units: Sequence[Unit]) -> bool:
    """Whether lines that aren't prose call the paper by its name, or by its article and first or last word."""
    words = [re.escape(word) for word in name.split()]
    pattern = re.compile(rf"\b(?i:{words[0]}) (?:{words[1]}|{words[-1]})\b")
    return any(pattern.search(unit.text) for unit in units)
