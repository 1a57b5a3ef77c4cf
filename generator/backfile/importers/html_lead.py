"""The lines at the start of an article's text that are fields of the article and no text.

In: a page's blocks, which of them were chosen as text, and what the rest of the page says. Out: what the lines between
headline and text add to it, and the text without those. Old pages print byline, date and caption as plain paragraphs. A
chosen line that holds anything more, or contradicts the page, stays where it is, and all behind it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from backfile.importers.html_blocks import Block, fold
from backfile.importers.html_metadata import Metadata
from backfile.importers.html_roles import find_roles, role_bit
from backfile.importers.html_tables import way_up
from backfile.importers.html_wording import unit_of
from backfile.importers.people import is_nobody, is_person
from backfile.importers.units import Unit
from backfile.importers.vocabulary import AGENCIES
from backfile.model import Image, PartialDate

_MOST = 12
# `Photo by` or the like, in a line that is caption and credit.
_BETWEEN = 3
# What has lines of its own, and no fields.
_SHAPED = frozenset(["li", "blockquote", "pre"])


# How far above a caption the element is that says so.
_LEVELS = 3
_CAPTION = role_bit("caption")


@dataclass(frozen=True, slots=True)
class Lead:
    """What the lines give."""

    subtitle: str = ""
    date: PartialDate | None = None
    updated: PartialDate | None = None
    authors: tuple[str, ...] = ()
    agency: str = ""


def cut_captions(blocks: Sequence[Block], chosen: Sequence[int], images: Sequence[Image]) -> list[int]:
    """The chosen blocks without those that stand where captions do, and say what is told of a picture."""
    told = fold(" ".join(f"{image.caption} {image.credit}" for image in images))

    def is_told(text: str) -> bool:
        return fold(text) in told or any(is_caption(text, image) for image in images)

    return [i for i in chosen if not (stands_as_caption(blocks[i]) and is_told(blocks[i].text))] or [*chosen]


def stands_as_caption(block: Block) -> bool:
    """Whether an element close around a block is a figure, or calls itself caption."""
    near = islice(way_up(block), _LEVELS)
    return any(node.tag in {"figure", "figcaption"} or find_roles(node.named) & _CAPTION for node in near)


def cut_lead(
    blocks: Sequence[Block],
    chosen: Sequence[int],
    title: str,
    metadata: Metadata,
    images: Sequence[Image],
    language: str,
) -> tuple[Lead, list[Block]]:
    """What the lines say, and the chosen blocks without them."""
    lines = list(islice(_find_lines(blocks, chosen, title), _MOST))
    lead, kept = Lead(), list(chosen)
    for i in lines[:-1]:
        unit = unit_of(blocks[i].text, language)
        if not (_says(unit, title) or any(is_caption(unit.text, image) for image in images)):
            # Chosen or not: a byline seldom is.
            behind = next(block.text for block in blocks[i + 1 :] if block.text)
            read = _read_unit(unit, unit_of(behind, language), lead, metadata)
            if read is None and i in kept:
                break
            lead = read or lead
        kept = [number for number in kept if number != i]
    return lead, [blocks[i] for i in kept]


def _find_lines(blocks: Sequence[Block], chosen: Sequence[int], title: str) -> Iterator[int]:
    """The blocks from the headline to the first list or quote of the text."""
    heads = [i for i in range(chosen[0]) if fold(blocks[i].text) == fold(title)]
    yield from (i for i in range(heads[-1] + 1 if heads else chosen[0], chosen[0]) if blocks[i].text)
    for i in chosen:
        node = blocks[i].node
        if node is not None and node.tag in _SHAPED:
            return
        yield i


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
    credited = names if unit.announced else [name for name in names if not is_nobody(name)]
    people = tuple(name for name in credited if name.casefold() not in AGENCIES)
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
