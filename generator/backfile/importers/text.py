"""Reads a plain-text capture: a newspaper page copied or saved as text.

In: a `Capture`. Out: the article in it as a `Draft`, every line accounted for, or a `Problem`. What each line is,
`lines` decides; this module makes front matter and Markdown of it.
"""

import re
from dataclasses import replace

from backfile.importers import lines, vocabulary
from backfile.importers.doubts import UNSURE_ENCODING
from backfile.importers.encoding import decode, is_text, is_unsure
from backfile.importers.escape import escape_inline, escape_line, write_heading
from backfile.importers.frame import read_section
from backfile.importers.headline import find_paper
from backfile.importers.language import detect_language
from backfile.importers.lines import Page
from backfile.importers.paragraphs import BULLET, read_paragraphs
from backfile.importers.people import part_picture
from backfile.importers.publication import Publication, find_publication
from backfile.importers.surety import find_doubts, find_origins
from backfile.importers.units import Unit
from backfile.model import KEPT, Article, Capture, Draft, Image, Importer, Line, PartialDate, Passage, Problem

TITLE_WORDS = 12
_LONGEST_TAG = 60
_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_a-z][^\d(–—]{1,38}?)(?:,\s+(?P<day>[^(–—-]{3,20}?))?\s*(?:\((?P<agency>[^)]{2,30})\))?"
    r"(?:\s*[–—-]{1,2}\s+|\.?(?:--|[–—]))(?=\S)"
)
# Where no dash follows: `ELLERY, Friday. The board`.
_STOPPED_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_a-z][^\W\d_a-z .'’-]{1,38}),\s+"
    r"(?P<day>[A-Z][a-z]+day|[^\W\d]{3,9}\.? \d{1,2}|\d{1,2} [^\W\d]{3,9})(?P<agency>)\.\s+(?=\S)"
)
# What parts the names and offices of a byline.
_PARTS = re.compile(r"\s*[,/|()]\s*|\s(?:and|und|et|y|e|of|for|via|[–—-])\s")


def sniff(capture: Capture) -> float:
    """Text is what is left: anything that isn't binary, a little surer with a text file's name."""
    if not is_text(capture.data):
        return 0.0
    return 0.3 if capture.name.casefold().endswith((".txt", ".text")) else 0.1


def read(capture: Capture) -> Draft | Problem:
    """The article of a text capture."""
    text, encoding = decode(capture.data)
    language = detect_language(text)
    page = lines.classify(read_paragraphs(text), language, capture.recurring)
    if not page.of_kind("body", "quote"):
        return no_article(capture)
    publication = _find_publication(page)
    article, body = _article(page, language, publication.name), _body(page)
    origins = find_origins(page, article, publication.confidence)
    known = (UNSURE_ENCODING,) if is_unsure(capture.data, encoding) else ()
    doubts = find_doubts(page, article, body, origins, known)
    return Draft(article, body, _account(page, text), encoding=encoding, origins=origins, doubts=doubts)


def no_article(capture: Capture) -> Problem:
    """What every importer says of a file in which it finds no article's text."""
    message = "no article text was found" if capture.data.strip() else "the file is empty"
    return Problem("error", "no-article", capture.name, None, message, "write the article as Markdown in content/")


def first_words(text: str) -> str:
    """A title for an article that has none."""
    words = text.split()
    return " ".join(words[:TITLE_WORDS])[:100] + (" …" if len(words) > TITLE_WORDS else "")


def _article(page: Page, language: str, source: str) -> Article:
    body = [unit.text for unit in page.of_kind("body", "quote")]
    title = _first(page, "headline") or first_words(body[0])
    section = _first(page, "section")
    place, wire = find_dateline(body[0])
    published, updated = _find_dates(page)
    authors = page.byline.names if page.byline else ()
    tags = [tag for unit in page.of_kind("tags") for tag in _split_tags(unit.text)]
    return Article(
        path="",
        slug="",
        title=title,
        subtitle=_first(page, "subtitle"),
        date=published,
        updated=updated,
        authors=authors,
        agency=next((unit.agency for unit in page.of_kind("agency")), wire or _find_agency(page)),
        source=source,
        section=read_section(section, title) or section,
        place=place,
        tags=tuple(dict.fromkeys(tags)),
        language=language,
        images=tuple(_find_images(page)),
    )


def _first(page: Page, kind: str) -> str:
    return next((unit.text for unit in page.of_kind(kind)), "")


def _find_publication(page: Page) -> Publication:
    furniture = [unit.text for unit, verdict in zip(page.units, page.verdicts, strict=True) if verdict.kind not in KEPT]
    title = _first(page, "headline")
    masthead = find_paper(_first(page, "source")) or _find_dated_masthead(page)
    return find_publication(masthead, title, furniture)


def _find_dated_masthead(page: Page) -> str:
    """The paper that stands before the date: `THE PACKET, SATURDAY, MAY 4, 1957`."""
    before = (re.split(r"[,|]", unit.text[: unit.date.start])[0] for unit in page.of_kind("date") if unit.date)
    return next(filter(None, map(find_paper, before)), "")


def _find_dates(page: Page) -> tuple[PartialDate | None, PartialDate | None]:
    """The dates of publication and of an update; where only the update's is printed, it stands in, marked uncertain."""
    units = page.of_kind("date", "byline")
    published = next(filter(None, (unit.published for unit in units)), None)
    updated = next(filter(None, (unit.updated for unit in units)), None)
    if published is None and updated is not None:
        published = replace(updated, time=None, offset=None, uncertain=True)
    return published, updated


def _split_tags(text: str) -> list[str]:
    match = vocabulary.TAGS.match(text)
    parts = re.split(r"\s*[,;|•·]\s*", match["tags"]) if match else []
    tags = [part.strip(" #") for part in parts]
    # The full stop ends the list, but for that of `U.S.`
    tags = [tag if "." in tag[:-1] else tag.rstrip(" .") for tag in tags]
    return [tag for tag in tags if 0 < len(tag) <= _LONGEST_TAG]


def _find_images(page: Page) -> list[Image]:
    """One image for each line with a credit or a caption; a line with the one may stand by a line with the other."""
    images: list[Image] = []
    last = -2
    for i, verdict in enumerate(page.verdicts):
        if verdict.kind not in {"credit", "caption"}:
            continue
        image = _read_image(page.units[i])
        before = images[-1] if last == i - 1 else None
        if before and not (before.credit and image.credit) and not (before.caption and image.caption):
            images[-1] = Image(caption=before.caption or image.caption, credit=before.credit or image.credit)
        else:
            images.append(image)
        last = i
    return images


def _read_image(unit: Unit) -> Image:
    credit = unit.credit or ("" if unit.caption else unit.bracketed)
    return Image(caption=unit.caption or (part_picture(unit.text, credit) if credit else ""), credit=credit)


def _find_agency(page: Page) -> str:
    """The agency that the byline credits, alone or beside people: `By The Associated Press`, `By Ann Lee, Reuters`."""
    if page.byline is None:
        return ""
    line = page.units[page.byline.position].text
    parts = [vocabulary.BY.sub("", part).strip(" .") for part in _PARTS.split(line)]
    names = (vocabulary.AGENCIES.get(part.casefold(), "") for part in (*page.byline.names, *parts))
    return next(filter(None, names), "")


def find_dateline(text: str) -> tuple[str, str]:
    """The place and the agency that are printed at the start of a text: `SEOUL, Feb. 10 (AP) — North Korea…`."""
    match = _DATELINE.match(text) or _STOPPED_DATELINE.match(text)
    if match is None:
        return "", ""
    place = match["place"].strip(" ,")
    printed = match["agency"] or ""
    # Capitals in the brackets of a dateline are an agency's, known or not.
    unknown = printed if match["place"].isupper() and re.fullmatch(r"[A-Z]{2,8}", printed) else ""
    agency = vocabulary.AGENCIES.get(printed.casefold(), unknown)
    if not (place.isupper() or agency or re.search(r"\d", match["day"] or "")) or len(place.split()) > 4:
        return "", ""
    return (place.title() if place.isupper() else place), agency


def _body(page: Page) -> str:
    """The body as Markdown: paragraphs as literal text, headings, and entries of lists."""
    parts: list[str] = []
    entries: list[str] = []
    for unit, verdict in zip(page.units, page.verdicts, strict=True):
        if verdict.kind not in {"body", "quote", "heading"}:
            continue
        if unit.paragraph.bullet:
            entries.append("- " + escape_line(unit.text))
            continue
        parts += [*_list(entries), _block(unit, verdict.kind)]
        entries = []
    return "\n\n".join([*parts, *_list(entries)]) + "\n"


def _list(entries: list[str]) -> list[str]:
    return ["\n".join(entries)] if entries else []


def _block(unit: Unit, kind: str) -> str:
    if kind == "heading":
        return write_heading(2, escape_inline(unit.text))
    return "> " + escape_line(unit.text.lstrip("> ")) if kind == "quote" else escape_line(unit.text)


def _account(page: Page, text: str) -> tuple[Line, ...]:
    """Every line of the capture that isn't blank, as it stands there."""
    printed = text.split("\n")
    lines = (
        Line(number, verdict.kind, printed[number - 1], verdict.why)
        for unit, verdict in zip(page.units, page.verdicts, strict=True)
        for number in unit.paragraph.numbers
    )
    return tuple(sorted(lines, key=lambda line: line.number))  # a sentence may go on behind the number of a page


def quote(capture: Capture, chosen: frozenset[int]) -> tuple[Passage, ...]:
    """Some of a capture's lines as Markdown: those of one paragraph together."""
    text, _ = decode(capture.data)
    printed = text.split("\n")
    passages = []
    first = 0
    for paragraph in read_paragraphs(text):
        lines = {first + i: number for i, number in enumerate(paragraph.numbers)}
        places = tuple(sorted(chosen & lines.keys()))
        if places:
            is_part = len(places) < len(lines)
            text = " ".join(printed[lines[place] - 1] for place in places)
            words = BULLET.sub("", text.strip(), count=1) if is_part else paragraph.text
            mark = "- " if paragraph.bullet and not is_part else ""
            passages.append(Passage(places, mark + escape_line(words), is_part))
        first += len(lines)
    return tuple(passages)


IMPORTER = Importer("text", "1", sniff, read, quote)
