"""The lines around the body that an article holds as fields: date, byline, source, credit, section, tags, subtitle.

In: a page's units, which of them are body, and the headline. Out: by position the kind of each such line; of lines that
say the same thing, the one that stands best. The lines of the body itself are never touched.
"""

import re
from collections.abc import Sequence

from backfile.importers import vocabulary
from backfile.importers.headline import find_masthead, find_paper
from backfile.importers.units import Unit

# How far from the headline the lines of a page's head stand.
_HEAD = 12
# Of so many lines at the page's top, the first that isn't furniture may be the masthead.
_TOP = 6
# How far above the headline its section may stand, of how many steps a trail is, and how long a section's name.
_REACH, _MOST_STEPS, _LONGEST = 3, 5, 40
_LABEL = re.compile(
    r"(?:section|filed (?:under|in)|posted in|categor(?:y|ies)|ressort|rubri(?:k|que|ek)|kategorie|sección|sezione|"
    r"seção|sektion|рубрика|раздел)(?:\s*:\s*|(?:(?<=under)|(?<=ed in))\s+)(?P<section>[^\W\d][^,|:>]*[^\W_])"
    r"(?:\s*[,|>].*)?$",
    re.IGNORECASE,
)
_HERE = re.compile(r"^(?:you are here|sie sind hier)\s*:?\s*", re.IGNORECASE)
_HOME = re.compile(r"home(?:page)?|startseite|accueil|inicio|portada|hem|start|forside", re.IGNORECASE)
# What stands between two steps of a trail, and what a step may be.
_STEPS = re.compile(r"\s*[>»›]\s*|\s+/\s+")
_STEP = re.compile(r"[^\W\d]\D{1,24}")


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
    if masthead is None and headline:
        top = next((i for i in range(min(headline, _TOP)) if not units[i].furniture), headline)
        masthead = top if top < headline and find_paper(units[top].text) else None
    if masthead is not None and masthead not in frame:
        frame[masthead] = "source"
    for i in near:
        kind = _frame_kind(units[i], anchor <= i < first, i > last, set(frame.values()))
        if kind and i not in frame:
            frame[i] = kind
    free = [i for i in outside if i not in frame]
    section = _find_section(units, free, headline, first) if headline is not None else None
    if section is not None:
        frame[section] = "section"
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


def _frame_kind(unit: Unit, between: bool, below: bool, kinds: set[str]) -> str:
    if unit.agency and "agency" not in kinds:
        return "agency"
    pictured = unit.credit or unit.caption or (between and unit.bracketed)
    if pictured and not (below and unit.furniture == "copyright"):
        return "credit" if unit.is_credit else "caption"
    if vocabulary.TAGS.match(unit.text) and unit.words <= 40:
        return "tags"
    return ""


def read_section(text: str, title: str = "") -> str:
    """The section that a line names: behind a word that says so, at the end of a trail, or alone."""
    if label := _LABEL.match(text):
        return label["section"] if len(label["section"]) <= _LONGEST else ""
    steps = _STEPS.split(_HERE.sub("", text.strip(" >/»›")))
    if len(steps) > 1:
        named = [step for step in steps if _STEP.fullmatch(step) and not _begins(title, step)]
        is_trail = 2 <= len(steps) <= _MOST_STEPS and (_HOME.fullmatch(steps[0]) or _is_section(steps[0]))
        return named[-1] if is_trail and named and not _HOME.fullmatch(named[-1]) else ""
    return _spell(text) if _is_section(text) else ""


def _begins(title: str, step: str) -> bool:
    """Whether the last step of a trail is the article itself, its headline perhaps cut short."""
    begins = title.casefold().startswith(step.rstrip(" .…").casefold())
    return begins and (step == title or len(step.split()) > 2)


def _is_section(text: str) -> bool:
    return text.casefold() in vocabulary.SECTIONS and text != "Us"


def _spell(text: str) -> str:
    """`Sport` of `SPORT` and `sport`; `UK` stays."""
    return text.upper() if len(text) == 2 else text.capitalize()


def _find_section(units: Sequence[Unit], free: Sequence[int], headline: int, first: int) -> int | None:
    """The line that names the section: one that says so, or one right above the headline or beside date or byline.

    A menu names all sections that there are: one of its entries is no better than none.
    """
    title = units[headline].text
    above = [i for i in free if headline - _REACH <= i < headline]
    below = [i for i in free if headline < i < first and any(map(_is_dated, units[i - 1 : i + 2]))]
    labelled = [i for i in free if i >= headline - _REACH and _LABEL.match(units[i].text)]
    for i in (*labelled, *reversed(above), *below):
        if _is_section(units[i].text):
            found = not _is_in_menu(units, i, headline)
        else:
            found = bool(read_section(units[i].text, title)) or (i in above and _stands_in_menu(units, i))
        if found:
            return i
    return None


def _stands_in_menu(units: Sequence[Unit], i: int) -> bool:
    """Whether a line that stands by itself is an entry of the page's menu as well."""
    unit = units[i]
    if not (_is_entry(unit, alone=True) and unit.text[:1].isupper()) or unit.furniture:
        return False
    return any(other.folded == unit.folded and _is_entry(other, alone=False) for other in units[:i])


def _is_dated(unit: Unit) -> bool:
    return bool(unit.date or unit.byline)


def _is_in_menu(units: Sequence[Unit], i: int, headline: int) -> bool:
    """Whether a line stands among others that are as short, and as close to each other."""
    alone = units[i].paragraph.alone
    start, end = i, i
    while start and _is_entry(units[start - 1], alone):
        start -= 1
    while end + 1 < len(units) and end + 1 != headline and _is_entry(units[end + 1], alone):
        end += 1
    # A trail that is printed line by line: the home page, and the section.
    if i == end > start and _HOME.fullmatch(units[i - 1].text):
        return False
    sections = {unit.folded for unit in units[start : end + 1] if _is_section(unit.text)}
    return len(sections) > 1 or (not alone and end - start > 1)


def _is_entry(unit: Unit, alone: bool) -> bool:
    """Whether a line is as short as the entries of a menu are, parted alike, and nothing that an article has."""
    return unit.words <= 3 and unit.paragraph.alone == alone and not unit.ended and not unit.is_of_article


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
