"""The lines around the body that an article holds as fields: date, byline, source, credit, section, tags, subtitle.

In: a page's units, which of them are body, and the headline. Out: by position the kind of each such line; of lines that
say the same thing, the one that stands best. The lines of the body itself are never touched.
"""

from collections.abc import Sequence

from backfile.importers import vocabulary
from backfile.importers.headline import find_masthead, find_paper
from backfile.importers.units import Unit

# How far from the headline the lines of a page's head stand.
_HEAD = 12


def find_frame(
    units: Sequence[Unit],
    inside: Sequence[bool],
    headline: int | None,
    first: int,
    last: int,
    byline: int | None = None,
) -> dict[int, str]:
    """The lines outside the body that the article holds as fields, by position; the byline's is known already."""
    frame: dict[int, str] = {} if headline is None else {headline: "headline"}
    anchor = headline if headline is not None else first
    outside = [i for i in range(min(len(units), last + 9)) if not inside[i] and i != headline]
    near = [i for i in outside if i >= anchor - 6]
    dates = _best_dates(units, [i for i in outside if units[i].date], anchor, last) or _only_date(units, inside)
    frame |= dict.fromkeys(dates, "date")
    if byline is not None and not inside[byline]:
        frame.setdefault(byline, "byline")
    masthead = find_masthead(units)
    if masthead is None and headline and not units[0].furniture and find_paper(units[0].text):
        masthead = 0
    if masthead is not None and masthead not in frame:
        frame[masthead] = "source"
    for i in near:
        kind = _frame_kind(units[i], anchor <= i < first, i < first, i > last, set(frame.values()))
        if kind and i not in frame:
            frame[i] = kind
    return frame | _find_subtitle(units, frame, inside, headline, first)


def _best_dates(units: Sequence[Unit], dates: Sequence[int], anchor: int, last: int) -> list[int]:
    """The line that gives the date of publication, and the one that gives the date of an update."""

    def rank(i: int) -> tuple[bool, float, int]:
        date = units[i].date
        away = i - anchor if i > anchor else 2 * (anchor - i)
        return (date is None or date.date.day is None, away + (20 if i > last else 0), i)

    updated = [i for i in dates if units[i].updated]
    # A date far below, where the page's head gives that of an update, is a comment's or another story's.
    head = range(anchor - _HEAD, min(last, anchor + _HEAD))
    published = [i for i in dates if units[i].published and (i in head or not any(j in head for j in updated))]
    return [min(some, key=rank) for some in (published, updated) if some]


def _only_date(units: Sequence[Unit], inside: Sequence[bool]) -> list[int]:
    """The first line with a day of publication, wherever it stands, if no other line has another day."""
    dated = {i: units[i].published for i, is_in in enumerate(inside) if not is_in}
    days = {i: (date.year, date.month, date.day) for i, date in dated.items() if date and date.day}
    return list(days)[:1] if len(set(days.values())) == 1 else []


def _frame_kind(unit: Unit, between: bool, above: bool, below: bool, kinds: set[str]) -> str:
    if unit.agency and "agency" not in kinds:
        return "agency"
    pictured = unit.credit or unit.caption or (between and unit.bracketed)
    if pictured and not (below and unit.furniture == "copyright"):
        return "credit" if unit.is_credit else "caption"
    if vocabulary.TAGS.match(unit.text) and unit.words <= 40:
        return "tags"
    if above and unit.section and "section" not in kinds:
        return "section"
    return ""


def _find_subtitle(
    units: Sequence[Unit], frame: dict[int, str], inside: Sequence[bool], headline: int | None, first: int
) -> dict[int, str]:
    """A sentence right below the headline that a byline, date or credit parts from the body."""
    if headline is None:
        return {}
    i = headline + 1
    parted = any(frame.get(j) in {"byline", "date", "credit", "agency"} for j in range(i + 1, min(len(units), i + 6)))
    if i >= len(units) or not parted or i in frame or units[i].furniture:
        return {}
    fits = 6 <= units[i].words <= 45 and units[i].self_talk < 0.5
    return {i: "subtitle"} if fits and i <= first else {}
