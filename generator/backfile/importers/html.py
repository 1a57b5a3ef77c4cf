"""Reads a saved web page; home of trafilatura and lxml.

In: a `Capture` of HTML. Out: the article in it as a `Draft` whose body is clean Markdown, or a `Problem`. Nothing is
fetched: pictures whose file lies beside the capture are attached, others keep their address. No script, frame, form,
handler or `javascript:` address of the page reaches the Markdown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import lxml.html

from backfile.importers.doubts import doubt_article, sort_doubts
from backfile.importers.encoding import decode, is_text
from backfile.importers.html_blocks import Block, fold, read_blocks
from backfile.importers.html_images import Addresses, find_images
from backfile.importers.html_lead import Lead, cut_lead, unit_of
from backfile.importers.html_markdown import find_targets, write_markdown
from backfile.importers.html_metadata import Metadata, read_metadata
from backfile.importers.html_people import split_people
from backfile.importers.language import detect_language
from backfile.importers.people import find_authors
from backfile.importers.printed_dates import find_date, parse_stamp
from backfile.importers.text import find_dateline, first_words, no_article
from backfile.model import KEPT, Article, Capture, Draft, Image, Importer, Line, PartialDate, Problem

_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml.*?\?>)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
# The least share of the generous extraction that the strict one must have.
_SHARE = 0.6


def sniff(capture: Capture) -> float:
    """A page that begins like one is HTML whatever its name; with the name alone a tag anywhere must help."""
    head = capture.data[:20_000]
    if not is_text(capture.data):
        return 0.0
    if _START.search(head.replace(b"\0", b"")):
        return 0.95
    named = capture.name.casefold().endswith((".html", ".htm", ".xhtml"))
    return 0.7 if named and re.search(rb"<[a-z!]", head, re.IGNORECASE) else 0.0


def read(capture: Capture) -> Draft | Problem:
    """The article of a saved page."""
    declared = _CHARSET.search(capture.data[:4096])
    text, encoding = decode(capture.data, declared[1].decode() if declared else "")
    tree = _parse(text)
    found: Any = None if tree is None else _extract(tree)
    if found is None:
        return no_article(capture)
    blocks = read_blocks(tree)
    metadata = read_metadata(tree, blocks)
    addresses = Addresses(tree, metadata.url, capture.folder)
    title = metadata.title or found.title or ""
    images = find_images(tree, blocks, _words_of(found), title, addresses, metadata.pictures)
    lead = cut_lead(found.body, title, metadata, images, detect_language(_words_of(found)) or metadata.language)
    words = _words_of(found)
    body = write_markdown(found.body, addresses.find, metadata.title)
    if not body:
        return no_article(capture)
    guess = _guess_day(found.date or "", blocks)
    article = replace(_article(metadata, found, lead, words, images), date=metadata.date or lead.date or guess)
    shown = {*(image.file for image in images), *find_targets(body)}
    attachments = tuple(picture for picture in addresses.attachments() if picture.name in shown)
    lines = tuple(_account(blocks, article, words))
    doubts = sort_doubts((*metadata.doubts, *doubt_article(article, body)))
    return Draft(article, body, lines, attachments, encoding, metadata.captured, metadata.origins, doubts)


def _parse(text: str) -> Any | None:
    """The page's tree; None if there is nothing in it. An encoding in an XML declaration no longer holds."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, ValueError):
        return None


def _guess_day(stamp: str, blocks: Sequence[Block]) -> PartialDate | None:
    """The day that trafilatura guesses. Where it knows but a year it says the first of January: unless that day is
    printed on the page, only the year is believed, and not for certain."""
    day = parse_stamp(stamp) if stamp else None
    if day is None or (day.month, day.day) != (1, 1):
        return day
    printed = (find_date(block.text) for block in blocks)
    is_printed = any(found is not None and found.date.day == found.date.month == 1 for found in printed)
    return day if is_printed else PartialDate(day.year, uncertain=True)


def _extract(tree: Any) -> Any | None:
    """Trafilatura's judgement of what the article is: the strict one, unless it leaves out much of the generous one.

    The strict one is right for most pages of papers; on others it takes an article's parts for furniture.
    """
    strict, generous = _extract_once(tree, strict=True), _extract_once(tree, strict=False)
    if strict is None or generous is None:
        return strict or generous
    return strict if len(_words_of(strict)) >= _SHARE * len(_words_of(generous)) else generous


def _extract_once(tree: Any, strict: bool) -> Any | None:
    # Imported here: it loads for a tenth of a second, which commands that import no page needn't pay.
    import trafilatura  # noqa: PLC0415

    # A copy, for the tree is changed.
    found = trafilatura.bare_extraction(
        lxml.html.fromstring(lxml.html.tostring(tree, encoding="unicode")),
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_formatting=True,
        include_links=True,
        with_metadata=True,
        favor_precision=strict,
        favor_recall=not strict,
    )
    return found if found is not None and _words_of(found).strip() else None


def _words_of(found: Any) -> str:
    return "" if found.body is None else "\n".join(found.body.itertext())


def _article(metadata: Metadata, found: Any, lead: Lead, words: str, images: tuple[Image, ...]) -> Article:
    """The fields: as the page's metadata say; else as the lines above the text do; else as trafilatura guesses."""
    place, wire = find_dateline(words.strip())
    title = metadata.title or found.title or first_words(words)
    language = detect_language(words) or metadata.language
    guessed = tuple(split_people([found.author or ""]))
    authors = metadata.authors or lead.authors or guessed
    updated = metadata.updated or lead.updated
    source = metadata.source or found.sitename or ""
    return Article(
        path="",
        slug="",
        title=title,
        subtitle=lead.subtitle,
        updated=updated if updated != (metadata.date or lead.date) else None,
        authors=authors,
        agency=metadata.agency or lead.agency or wire,
        source=source,
        section=metadata.section,
        place=place,
        tags=metadata.tags,
        language=language,
        summary=metadata.summary,
        url=metadata.url,
        images=images,
        rights=metadata.rights,
    )


def _account(blocks: Sequence[Block], article: Article, words: str) -> Iterator[Line]:
    """Every visible block of text of the page, at its line in the source: in the article, or taken out."""
    body = fold(words)
    for block in blocks:
        if block.text:
            kind = _kind(block.text, article, body)
            why = "" if kind in KEPT else "left out by the extraction of the article's text"
            yield Line(block.line, kind, block.text, why)


def _kind(text: str, article: Article, body: str) -> str:
    folded = fold(text)
    if folded == fold(article.title):
        return "headline"
    if folded in body or folded == fold(article.subtitle):
        return "body" if folded in body else "subtitle"
    if any(_is_caption(folded, image) for image in article.images):
        return "caption"
    if {text, *find_authors(text)} & {*article.authors}:
        return "byline"
    unit = unit_of(text, article.language)
    if unit.date and _day(unit.date.date) in {_day(date) for date in (article.date, article.updated) if date}:
        return "date"
    return unit.furniture or "other"


def _is_caption(folded: str, image: Image) -> bool:
    caption, credit = fold(image.caption), fold(image.credit)
    return (len(caption) > 2 and (caption in folded or folded in caption)) or (len(credit) > 2 and credit in folded)


def _day(date: PartialDate) -> tuple[int, int | None, int | None]:
    return date.year, date.month, date.day


IMPORTER = Importer("html", "1", sniff, read)
