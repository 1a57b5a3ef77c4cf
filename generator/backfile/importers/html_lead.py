"""The lines at the start of an extracted body that are fields of the article and no text.

In: the tree that trafilatura makes of an article's body, and what the rest of the page says. Out: what these lines add
to it; they no longer stand in the tree. Old pages print byline, date and caption as plain paragraphs. A line that holds
anything more, or contradicts the page, stays where it is, and all behind it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from backfile.importers.html_blocks import fold
from backfile.importers.html_metadata import Metadata
from backfile.importers.paragraphs import Paragraph
from backfile.importers.people import is_person
from backfile.importers.units import Unit
from backfile.importers.vocabulary import AGENCIES
from backfile.model import Image, PartialDate

_MOST = 12
# `Photo by` or the like, in a line that is caption and credit.
_BETWEEN = 3
_INLINE = frozenset(["hi", "ref", "del"])


@dataclass(frozen=True, slots=True)
class Lead:
    """What the lines give."""

    subtitle: str = ""
    date: PartialDate | None = None
    updated: PartialDate | None = None
    authors: tuple[str, ...] = ()
    agency: str = ""


def unit_of(text: str, language: str) -> Unit:
    """A line as the rules for text captures see it."""
    return Unit(Paragraph((), text, False, 0, True), language)


def cut_lead(body: Any, title: str, metadata: Metadata, images: Sequence[Image], language: str) -> Lead:
    """Read the lines, and take them out of the tree."""
    lines = list(islice(_read_lines(body), _MOST))
    units = [unit_of(line.text, language) for line in lines]
    lead = Lead()
    for i, unit in enumerate(units[:-1]):
        if not (_says(unit, title) or any(is_caption(unit.text, image) for image in images)):
            read = _read_unit(unit, units[i + 1], lead, metadata)
            if read is None:
                break
            lead = read
        _cut(lines[i])
    return lead


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that begins where its parent does. It ends with the line break `end`, before the block `end`, or, without
    one, with its parent."""

    parent: Any
    text: str
    end: Any


def _read_lines(body: Any) -> Iterator[_Line]:
    """Each line before the first list, table or quote; text between the blocks has lines too."""
    text = body.text or ""
    for child in body:
        if child.tag in _INLINE:
            text += "".join(child.itertext())
        elif text.strip() or child.tag == "lb":
            yield _Line(body, " ".join(text.split()), child)
            text = ""
        if child.tag in {"p", "head"}:
            yield from _read_lines_of_block(child)
        elif child.tag not in {*_INLINE, "lb"}:
            return
        text += child.tail or ""


def _read_lines_of_block(block: Any) -> Iterator[_Line]:
    text = block.text or ""
    for child in block:
        if child.tag == "lb":
            yield _Line(block, " ".join(text.split()), child)
            text = ""
        elif isinstance(child.tag, str):  # a comment's isn't
            text += "".join(child.itertext())
        text += child.tail or ""
    yield _Line(block, " ".join(text.split()), None)


def _cut(line: _Line) -> None:
    """Take out a line that all before it has been taken out of the tree."""
    parent = line.parent
    if line.end is None:
        parent, rest = parent.getparent(), parent.tail
        parent.remove(line.parent)
    else:
        is_break = line.end.tag == "lb"
        rest = line.end.tail if is_break else None
        for child in parent[: parent.index(line.end) + is_break]:
            parent.remove(child)
    parent.text = rest


def _says(unit: Unit, text: str) -> bool:
    """Whether a line says that and no more; one without words says nothing."""
    folded = fold(unit.text).casefold()
    return not folded.strip() or folded == fold(text).casefold()


def _read_unit(unit: Unit, following: Unit, lead: Lead, metadata: Metadata) -> Lead | None:
    """What is known with a line; None if it isn't a field's, or says other than the page."""
    if metadata.summary and _says(unit, metadata.summary):
        return replace(lead, subtitle=unit.text) if following.byline or following.date else None
    if unit.agency:
        return replace(lead, agency=lead.agency or unit.agency)
    if (unit.byline and not (unit.ended and unit.words > 8)) or _is_name_alone(unit, following, lead, metadata):
        return _with_people(unit, unit.byline or (unit.text,), lead, metadata)
    return _with_dates(unit, lead, metadata)


def _is_name_alone(unit: Unit, following: Unit, lead: Lead, metadata: Metadata) -> bool:
    if metadata.authors or lead.authors:
        return unit.text in {*metadata.authors, *lead.authors}
    return is_person(unit.text) and following.date is not None


def _with_people(unit: Unit, names: tuple[str, ...], lead: Lead, metadata: Metadata) -> Lead | None:
    known = {name.casefold() for name in (*metadata.authors, *lead.authors)}
    if known and known.isdisjoint(name.casefold() for name in names):
        return None
    people = tuple(name for name in names if name.casefold() not in AGENCIES)
    agency = next((AGENCIES[name.casefold()] for name in names if name.casefold() in AGENCIES), "")
    lead = replace(lead, authors=lead.authors or people, agency=lead.agency or agency)
    return _with_dates(unit, lead, metadata) if unit.date else lead


def _with_dates(unit: Unit, lead: Lead, metadata: Metadata) -> Lead | None:
    if unit.date is None or unit.ended:
        return None
    published, updated = unit.published, unit.updated
    known = {_day(date) for date in (metadata.date, metadata.updated) if date}
    if metadata.date and any(_day(date) not in known for date in (published, updated) if date):
        return None
    return replace(lead, date=lead.date or published, updated=lead.updated or updated)


def _day(date: PartialDate) -> tuple[int, int | None, int | None]:
    return date.year, date.month, date.day


def is_caption(text: str, image: Image) -> bool:
    """Whether a line is what is told of a picture, or a part of that, and nothing else.

    A sentence without the credit may be the first of the text, used twice.
    """
    folded, told = fold(text), [part for part in (fold(image.caption), fold(image.credit)) if part.strip()]
    part_of = any(folded == part or (len(folded.split()) > _BETWEEN and folded in part) for part in told)
    if part_of and not text.endswith("."):
        return True
    rest = folded
    for part in told:
        rest = rest.replace(part, " ", 1)
    return rest != folded and fold(image.credit) in folded and len(rest.split()) <= _BETWEEN
