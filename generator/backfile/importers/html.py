"""Reads a saved web page; home of lxml.

In: a `Capture` of HTML. Out: the article in it as a `Draft` whose body is clean Markdown, or a `Problem`. Nothing is
fetched: pictures whose file lies beside the capture are attached, others keep their address. No script, frame, form,
handler or `javascript:` address of the page reaches the Markdown.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

from lxml import etree

from backfile.importers.doubts import LEFT_OUT, UNSURE_BODY, doubt_article
from backfile.importers.encoding import decode, is_text
from backfile.importers.html_account import account_for
from backfile.importers.html_blocks import Block, Run, fold, read_blocks
from backfile.importers.html_body import Choice, choose_blocks
from backfile.importers.html_carried import find_markup
from backfile.importers.html_features import Hints
from backfile.importers.html_images import Addresses, find_images
from backfile.importers.html_lead import Lead, cut_captions, cut_lead
from backfile.importers.html_markdown import cut_title, find_targets, write_markdown
from backfile.importers.html_metadata import Metadata, read_metadata
from backfile.importers.html_notes import Notes, find_notes
from backfile.importers.language import detect_language
from backfile.importers.text import find_dateline, first_words, no_article
from backfile.model import Article, Capture, Draft, Image, Importer, Origin, Passage, Problem
from backfile.passages import quote_texts

_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml.*?\?>)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
# What a line ends with at which a sentence ends.
_STOP = re.compile(r"[.!?…。！？।؟]\W*$")
# So many letters tell the language.
_SAMPLE = 1500
# The text that a page carries counts if it is so many times as long as what it shows.
_LITTLE = 3
# Letters below which a page shows nothing, and how sure a text is that stands in JSON-LD or a script at most.
_NOTHING, _CARRIED = 200, 0.8
# A text is about a headline if it has one in so many of its words.
_OF_TITLE = 3
# Below this, a person should look.
_SURE = 0.6


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
    try:
        page = _find_text(capture)
    except RecursionError:
        return _too_deep(capture)
    body = write_markdown(page.kept, page.addresses.find, page.notes) if page else ""
    if page is None or not body or _is_list_of_links(page.kept):
        return no_article(capture)
    metadata, images, choice = page.metadata, page.images, page.choice
    article = _article(metadata, page.title, page.language, page.lead, _words_of(page.kept), images)
    unsure = [UNSURE_BODY] * (choice.confidence < _SURE) + [LEFT_OUT] * choice.leaves_out_much
    shown = {*(image.file for image in images), *find_targets(body)}
    attachments = tuple(picture for picture in page.addresses.attachments() if picture.name in shown)
    return Draft(
        article,
        body,
        tuple(account_for(page.blocks, article, choice, page.kept)),
        attachments,
        page.encoding,
        metadata.captured,
        (*metadata.origins, Origin("body", choice.place, choice.confidence)),
        doubt_article(article, body, (*metadata.doubts, *unsure)),
    )


def _is_list_of_links(blocks: Sequence[Block]) -> bool:
    """Whether no sentence ends in a text, and most of its letters lead elsewhere: headlines, and no article."""
    runs = [run for block in blocks for run in block.runs]
    linked = sum(len(run.text.strip()) for run in runs if run.link)
    return linked * 2 > sum(len(run.text.strip()) for run in runs) and not any(
        _STOP.search(block.text) for block in blocks
    )


def _too_deep(capture: Capture) -> Problem:
    message = "is nested too deeply: elements stand in more than 2,000 others, and what they hold can't be read"
    hint = "open the page in a browser, copy its text, and save that as a text file"
    return Problem("error", "too-deep", capture.name, None, message, hint)


def quote(capture: Capture, chosen: frozenset[int]) -> tuple[Passage, ...]:
    """Some of a page's lines as the Markdown that they would be among those that are its text."""
    page = _find_text(capture)
    if page is None:
        return ()
    of_text = set(map(id, page.kept))
    spoken = [block for block in page.blocks if block.text]
    wanted = [place in chosen or id(block) in of_text for place, block in enumerate(spoken)]
    markdown = write_markdown(list(compress(spoken, wanted)), page.addresses.find, page.notes)
    texts = [block.text if is_wanted else "" for block, is_wanted in zip(spoken, wanted, strict=True)]
    return tuple(quote_texts(markdown, texts, chosen))


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, and the blocks of it that are `kept` as the article's text."""

    blocks: list[Block]
    metadata: Metadata
    choice: Choice
    addresses: Addresses
    title: str
    images: tuple[Image, ...]
    language: str
    lead: Lead
    kept: list[Block]
    notes: Notes
    encoding: str


def _find_text(capture: Capture) -> _Page | None:
    declared = _CHARSET.search(capture.data[:4096])
    text, encoding = decode(capture.data, declared[1].decode() if declared else "")
    tree = parse_page(text)
    if tree is None:
        return None
    blocks = read_blocks(tree)
    metadata = read_metadata(tree, blocks)
    blocks, choice = _choose(tree, blocks, metadata)
    if not choice.chosen:
        return None
    addresses = Addresses(tree, metadata.url, capture.folder)
    words = _words_of(blocks[i] for i in choice.chosen)
    title = metadata.title or first_words(words)
    images = find_images(tree, blocks, words, title, addresses, metadata.pictures)
    language = detect_language(words[:_SAMPLE]) or metadata.language
    lead, kept = cut_lead(blocks, cut_captions(blocks, choice.chosen, images), title, metadata, images, language)
    kept = cut_title(kept, metadata.title)
    notes = find_notes(tree, blocks, kept, metadata.url)
    if notes.labels:
        of_text = set(map(id, kept))
        kept = [block for block in blocks if id(block) in of_text or (block.text and notes.label_of(block))]
    return _Page(blocks, metadata, choice, addresses, title, images, language, lead, kept, notes, encoding)


def _choose(tree: Any, blocks: list[Block], metadata: Metadata) -> tuple[list[Block], Choice]:
    """The blocks of the article; where the page shows next to nothing of the text that it carries for machines or for
    its scripts, that."""
    hints = Hints(metadata.title, metadata.summary, metadata.text, metadata.is_news, metadata.source)
    choice = choose_blocks(blocks, hints)
    shown = _words_of(blocks[i] for i in choice.chosen)
    if len(shown) * _LITTLE >= len(metadata.text):
        return _choose_carried(tree, blocks, hints) or (blocks, choice) if len(shown) < _NOTHING else (blocks, choice)
    line = next((e.sourceline for e in tree.iter("script") if "articleBody" in (e.text or "")), None) or 1
    carried = [Block(line, part, runs=(Run(part),)) for part in metadata.text.split("\n") if part.strip()]
    start = len(blocks)
    whys = dict.fromkeys(range(start), "not in the text that the page carries in JSON-LD")
    return blocks + carried, Choice(tuple(range(start, start + len(carried))), _CARRIED, whys, place="json-ld")


def _choose_carried(tree: Any, blocks: list[Block], hints: Hints) -> tuple[list[Block], Choice] | None:
    """What the page's scripts would show."""
    line, markup = find_markup(tree)
    carried = parse_page(markup) if markup else None
    found = [replace(block, line=line) for block in read_blocks(carried)] if carried is not None else []
    choice, start = choose_blocks(found, hints), len(blocks)
    if not choice.chosen or not _is_about(_words_of(found[i] for i in choice.chosen), hints.title):
        return None
    whys = dict.fromkeys(range(start), "not in the text that the page carries in a script")
    whys |= {start + i: why for i, why in choice.whys.items()}
    kinds = {start + i: kind for i, kind in choice.kinds.items()}
    chosen = tuple(start + i for i in choice.chosen)
    return blocks + found, Choice(chosen, min(choice.confidence, _CARRIED), whys, kinds, "script")


def _is_about(text: str, title: str) -> bool:
    """Whether a text has enough of a headline's words: a script may hold notices too."""
    words, said = re.findall(r"\w{3,}", title.casefold()), text.casefold()
    return sum(word in said for word in words) * _OF_TITLE >= max(1, len(words))


def parse_page(text: str) -> Any | None:
    """The page's tree; None if there is nothing in it. An encoding in an XML declaration no longer holds.

    Raises RecursionError for a page that nests so deeply that the parser passes over the rest of it.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise RecursionError
    return tree


def _words_of(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _article(
    metadata: Metadata, title: str, language: str, lead: Lead, words: str, images: tuple[Image, ...]
) -> Article:
    """The fields: as the page's metadata say; else as the lines above the text do."""
    standfirst = "" if fold(metadata.subtitle) in fold(words) else metadata.subtitle
    place, wire = find_dateline(words.strip())
    date, updated = metadata.date or lead.date, metadata.updated or lead.updated
    return Article(
        path="",
        slug="",
        title=title,
        subtitle=standfirst or lead.subtitle,
        date=date,
        updated=updated if updated != date else None,
        authors=metadata.authors or lead.authors,
        agency=metadata.agency or lead.agency or wire,
        source=metadata.source,
        section=metadata.section,
        place=place,
        tags=metadata.tags,
        language=language,
        summary=metadata.summary,
        url=metadata.url,
        images=images,
        rights=metadata.rights,
    )


IMPORTER = Importer("html", "1", sniff, read, quote)
