"""Reads a saved web page; home of trafilatura and lxml.

In: a `Capture` of HTML. Out: the article in it as a `Draft` whose body is clean Markdown, or a `Problem`. Nothing is
fetched: pictures whose file lies beside the capture are attached, others keep their address. No script, frame, form,
handler or `javascript:` address of the page reaches the Markdown.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html

from backfile.importers.encoding import decode
from backfile.importers.html_markdown import write_markdown
from backfile.importers.html_metadata import Metadata, read_metadata, split_people
from backfile.importers.language import detect_language
from backfile.importers.lines import Unit, find_authors, find_credit
from backfile.importers.paragraphs import Paragraph
from backfile.importers.printed_dates import parse_stamp
from backfile.importers.suggest import suggest_tags
from backfile.importers.text import find_dateline, first_words, no_article
from backfile.importers.vocabulary import CREDIT_WORD, CREDIT_WORD_START
from backfile.model import KEPT, Article, Attachment, Capture, Draft, Image, Importer, Line, PartialDate, Problem

_START = re.compile(rb"^(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml.*?\?>)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_UNSEEN = frozenset("script style noscript template head title iframe object svg math select textarea button form".split())
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3
    h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()
)
_WORD = re.compile(r"\w+")


def sniff(capture: Capture) -> float:
    """A page that begins like one is HTML whatever its name; with the name alone a tag anywhere must help."""
    head = capture.data[:20_000]
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
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
    if tree is None:
        return no_article(capture)
    metadata = read_metadata(tree)
    found = _extract(tree)
    if found is None or found.body is None:
        return no_article(capture)
    pictures = _Pictures(tree, metadata, capture.folder)
    body = write_markdown(found.body, pictures.find_address, pictures.find_inline, metadata.title)
    words = "\n".join(found.body.itertext())
    if not words.strip():
        return no_article(capture)
    article = _article(metadata, found, words, pictures.images())
    lines = tuple(_account(tree, article, words))
    return Draft(article, body, lines, pictures.attachments(), encoding, metadata.captured)


def _parse(text: str) -> Any | None:
    """The page's tree; None if there is nothing in it. An encoding in an XML declaration no longer holds."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, ValueError):
        return None


def _extract(tree: Any) -> Any | None:
    """Trafilatura's judgement of what the article is. It changes the tree that it is given."""
    # Imported here: it loads for a tenth of a second, which commands that import no page needn't pay.
    import trafilatura  # noqa: PLC0415

    return trafilatura.bare_extraction(
        lxml.html.fromstring(lxml.html.tostring(tree, encoding="unicode")),
        include_comments=False,
        include_tables=True,
        include_images=True,
        include_formatting=True,
        include_links=True,
        with_metadata=True,
        favor_recall=True,
        prune_xpath=["//figcaption"],
    )


def _article(metadata: Metadata, found: Any, words: str, images: tuple[Image, ...]) -> Article:
    place, wire = find_dateline(words.strip())
    paragraphs = [line for line in words.split("\n") if line.strip()]
    title = metadata.title or found.title or first_words(words)
    language = detect_language(words) or metadata.language
    authors = metadata.authors or tuple(split_people((found.author or "").replace("; ", ";"), metadata.source))
    source = metadata.source or found.sitename or ""
    return Article(
        path="",
        slug="",
        title=title,
        date=_choose_date(metadata, found.date or ""),
        updated=metadata.updated if metadata.updated != metadata.date else None,
        authors=authors,
        agency=metadata.agency or wire,
        source=source,
        section=metadata.section,
        place=place,
        tags=metadata.tags,
        suggested_tags=() if metadata.tags else suggest_tags(title, paragraphs, language, (source, *authors)),
        language=language,
        summary=metadata.summary,
        url=metadata.url,
        images=images,
        rights=metadata.rights,
    )


def _choose_date(metadata: Metadata, day: str) -> PartialDate | None:
    """The page's own stamp with its time; htmldate's day where the page gives none."""
    return metadata.date or (parse_stamp(day) if day else None)


class _Pictures:
    """The pictures that the article shows: which file each is, its caption and its credit."""

    def __init__(self, tree: Any, metadata: Metadata, folder: Path) -> None:
        base = next((element.get("href") or "" for element in tree.iter("base")), "")
        self.folder, self.address = folder, urljoin(metadata.url, base) if metadata.url else base
        self.lead = frozenset(metadata.pictures)
        self.found: dict[str, Image] = {}
        self.files: dict[str, str] = {}
        for element in tree.iter("img"):
            self._add(element)

    def _add(self, element: Any) -> None:
        """A picture is the article's if it has a caption, or is the one that the page names as its own."""
        address = self.find_address(_picture_address(element))
        caption, credit = _describe(element)
        if address and address not in self.found and (caption or credit or address in self.lead):
            alt = " ".join((element.get("alt") or "").split())
            self.found[address] = Image(address, alt, caption, credit)

    def find_address(self, address: str) -> str:
        """The name of a file at hand, an absolute address, or nothing."""
        address = address.strip()
        if name := self._attach(address):
            return name
        try:
            absolute = urljoin(self.address, address)
            parts = urlsplit(absolute)
        except ValueError:
            return ""
        if parts.scheme == "mailto" and parts.path:
            return absolute
        return absolute if parts.scheme in {"http", "https"} and parts.netloc and absolute.isprintable() else ""

    def find_inline(self, address: str) -> str:
        """The address of a picture that stays in the text: of those without caption and credit."""
        found = self.find_address(address)
        return "" if found in self.found else found

    def _attach(self, address: str) -> str:
        """Copies nothing: notes a file that lies below the capture's folder, under a name of its own."""
        path = unquote(address.split("?")[0].split("#")[0])
        if not re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", path, re.IGNORECASE) or ":" in path or path.startswith("/"):
            return ""
        at = self.folder / PurePosixPath(path)
        try:
            if not at.resolve().is_relative_to(self.folder.resolve()) or not at.is_file():
                return ""
        except (OSError, ValueError):
            return ""
        return self.files.setdefault(str(at), at.name if at.name not in self.files.values() else f"{len(self.files)}-{at.name}")

    def images(self) -> tuple[Image, ...]:
        return tuple(self.found.values())

    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(Attachment(path, name) for path, name in self.files.items())


def _picture_address(element: Any) -> str:
    """Where a picture really lies: pages that load late put a blank one into `src`."""
    values = [element.get(name) or "" for name in ("data-src", "data-lazy-src", "data-original", "data-lazy", "src")]
    values.append((element.get("srcset") or element.get("data-srcset") or "").split(",")[-1].strip().split(" ")[0])
    return next((value for value in values if value and not value.strip().startswith("data:")), "")


def _describe(element: Any) -> tuple[str, str]:
    """Caption and credit from the figure that a picture stands in."""
    figure = next((e for e in element.iterancestors() if e.tag == "figure" or "caption" in (e.get("class") or "")), None)
    if figure is None:
        return "", ""
    captions = figure.xpath(".//figcaption | .//*[contains(@class, 'caption-text')]")
    text = " ".join((captions[0] if captions else figure).text_content().split())
    marked = figure.xpath(".//*[contains(@class, 'credit') or contains(@class, 'copyright') or @itemprop='copyrightHolder']")
    named = " ".join(marked[-1].text_content().split()) if marked else ""
    credit = find_credit(text) if not named or len(named) > 120 else named
    at = text.rfind(credit) if credit else -1
    caption = (text[:at] if at >= 0 else text).strip()
    caption = CREDIT_WORD.sub("", caption) if credit else caption
    return caption.strip(" (|/–—-")[:1000], CREDIT_WORD_START.sub("", credit).strip(" ()")


def _account(tree: Any, article: Article, words: str) -> Iterator[Line]:
    """Every visible block of text of the page, at its line in the source: in the article, or taken out."""
    body = _fold(words)
    pictured = _fold(" ".join(f"{image.caption} {image.credit}" for image in article.images))
    for line, text in _blocks(tree):
        kind = _kind(text, article, body, pictured)
        why = "" if kind in KEPT else "left out by the extraction of the article's text"
        yield Line(line, kind, text, why)


def _kind(text: str, article: Article, body: str, pictured: str) -> str:
    folded = _fold(text)
    if folded == _fold(article.title):
        return "headline"
    if folded in body:
        return "body"
    if article.authors and set(find_authors(text)) & set(article.authors):
        return "byline"
    if folded in pictured:
        return "caption"
    unit = Unit(Paragraph((), text, False, 0, True), article.language)
    if unit.date and article.date and _day(unit.date.date) == _day(article.date):
        return "date"
    return unit.furniture or "other"


def _day(date: PartialDate) -> tuple[int, int | None, int | None]:
    return date.year, date.month, date.day


def _fold(text: str) -> str:
    """Words between spaces, so that one text is found in another whatever stands between its words."""
    return f" {' '.join(_WORD.findall(text))} "


def _blocks(tree: Any) -> list[tuple[int, str]]:
    """The text of each block, with its line; what stands in no block below the body counts as one of its own."""
    blocks: list[tuple[int, list[str]]] = []
    body = tree.find("body")
    if body is not None:
        _collect(body, blocks)
    texts = [(line, " ".join("".join(parts).split())) for line, parts in blocks]
    return [(line, text) for line, text in texts if any(c.isalnum() for c in text)]


def _collect(root: Any, blocks: list[tuple[int, list[str]]]) -> None:
    """Walk without recursion: pages nest deeper than Python does."""
    walker = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        unseen = not isinstance(element.tag, str) or element.tag in _UNSEEN
        if event == "start":
            if unseen:
                walker.skip_subtree()
                continue
            if element.tag in _BLOCKS or element.tag == "br" or not blocks:
                blocks.append((element.sourceline or 1, []))
            blocks[-1][1].append(element.text or "")
            continue
        if element is root:
            continue
        if element.tag in _BLOCKS and blocks:
            blocks.append((element.sourceline or 1, []))
        if blocks:
            blocks[-1][1].append(element.tail or "")


IMPORTER = Importer("html", "1", sniff, read)
