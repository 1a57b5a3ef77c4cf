"""The pictures of a saved page's article.

In: a page, its blocks, the text of the article. Out: `Image` values with caption and credit, and the files at hand that
they are. An address becomes the name of a file that lies below the capture's folder, or an absolute address of the web;
nothing is fetched, and no other scheme passes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from backfile.importers.html_blocks import Block, fold
from backfile.importers.html_captions import Told, read_told, split_line
from backfile.importers.html_linked import join_address, tidy_address
from backfile.importers.people import find_credit
from backfile.model import Attachment, Image

_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)
# A browser writes this before what it saved with a page: an address on nobody's site.
_SAVED = re.compile(r"\s*\./[^/]*_files/")
# Blocks before the text that its first picture may stand in, and words that a block of the text has at least.
_ABOVE, _PROSE = 30, 8
# What an article's element may hold that isn't the article.
_ASIDE = ("aside", "nav", "footer", "form")
_TRINKET = re.compile(r"icon|logo|avatar|sprite|pixel|spacer|share|emoji|badge|button|banner|advert", re.IGNORECASE)
# What a line below a picture calls itself that is its caption; a `description` may be the article's.
_CAPTION = re.compile(r"caption|bildunterschrift|\blegende?\b", re.IGNORECASE)
_PORTRAIT = re.compile(r"author|byline|avatar|\bbio\b|profile|contributor|gravatar", re.IGNORECASE)
_SMALLEST, _AROUND = 100, 3
_LONGEST_LINE = 400


class Addresses:
    """What an address on the page becomes in the article; remembers the files at hand that it met."""

    def __init__(self, tree: Any, url: str, folder: Path) -> None:
        base = next((element.get("href") or "" for element in tree.iter("base")), "")
        self.base, self.folder = join_address(url, base), folder
        self.names: dict[Path, str] = {}

    def find(self, address: str) -> str:
        """The name of a file at hand, an absolute address, or nothing."""
        address = tidy_address(address) if address[:5].casefold() != "data:" else ""
        if not address:
            return ""
        if name := self._find_file(address):
            return name
        if _SAVED.match(address):
            return ""
        absolute = join_address(self.base, address)
        try:
            parts = urlsplit(absolute)
        except ValueError:
            return ""
        known = parts.netloc if parts.scheme in {"http", "https"} else parts.scheme == "mailto" and parts.path
        return absolute if known and absolute.isprintable() else ""

    def _find_file(self, address: str) -> str:
        name = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
        if not _FILE.search(name) or ":" in name or name.startswith("/") or "\0" in name:
            return ""
        path = self.folder / PurePosixPath(name)
        try:
            at_hand = path.resolve().is_relative_to(self.folder.resolve()) and path.is_file()
        except OSError:
            return ""
        return self._name(path) if at_hand else ""

    def _name(self, path: Path) -> str:
        """The file's own name, or one with a number if another file has it."""
        taken = {name for other, name in self.names.items() if other != path}
        name = path.name if path.name not in taken else f"{path.stem}-{len(taken) + 1}{path.suffix}"
        return self.names.setdefault(path, name)

    def attachments(self) -> tuple[Attachment, ...]:
        return tuple(Attachment(str(path), name) for path, name in self.names.items())


@dataclass(frozen=True, slots=True)
class _Place:
    """Where on the page the article is: its headline, first and last paragraph among the blocks, its elements."""

    headline: int
    first: int
    last: int
    elements: Sequence[Any]

    def holds(self, element: Any, i: int) -> bool:
        """Whether a picture stands in the article's element, or between its headline and its end."""
        aside = next(element.iterancestors(_ASIDE), None)
        inside = aside is None and next(element.iterancestors("article"), None) in self.elements
        return inside or self.headline <= i <= self.last


def find_images(
    tree: Any, blocks: Sequence[Block], words: str, title: str, addresses: Addresses, lead: Mapping[str, Told]
) -> tuple[Image, ...]:
    """The pictures in the article, and those above it that have a caption or are its own.

    One that is gone counts if its credit is printed above the text, where it would be taken for text; and if a browser
    saved it, but its file isn't at hand, for its caption or credit.
    """
    place = _find_place(tree, blocks, words, title)
    images: dict[str, Image] = {}
    for i in range(max(0, place.first - _ABOVE), len(blocks)):
        for element in blocks[i].pictures:
            inside = place.holds(element, i)
            if (i > place.last and not inside) or _is_portrait(element):
                continue
            line = _find_line(blocks, i) if inside and i < place.first else _find_caption(blocks, i)
            image = _read_image(element, addresses, line, lead)
            told = i <= place.last and (image.caption or image.credit or image.file in lead)
            among = place.first < i <= place.last
            shown = told or (inside and not _is_ornament(element) and (among or not _is_trinket(element)))
            if shown and (image.file or _is_missed(element, image, line)):
                images.setdefault(image.file or image.caption, image)
    return tuple(images.values())


def _is_missed(element: Any, image: Image, line: str) -> bool:
    """Whether a picture that has no address has words that are worth keeping."""
    address = _address_of(element)
    return bool((line and image.credit and address) or ((image.caption or image.credit) and _SAVED.match(address)))


def _find_place(tree: Any, blocks: Sequence[Block], words: str, title: str) -> _Place:
    """Paragraphs are long and no captions; on a page that has no such, what the article's text has is one."""
    folded, texts, headline = fold(words), [fold(block.text) for block in blocks], fold(title)
    held = [i for i, text in enumerate(texts) if text.count(" ") > _PROSE and text != headline]
    long = [i for i in held if texts[i] in folded]
    found = long or [i for i, text in enumerate(texts) if text.strip() and text != headline and text in folded]
    if not found:
        return _Place(len(blocks), len(blocks), -1, ())
    first = next((i for i in long if not _find_credit_at_end(blocks[i].text)), found[0])
    last = next((i for i in reversed(long) if not _find_credit_at_end(blocks[i].text)), found[-1])
    above = [i for i in range(first) if texts[i] == headline]
    start = _squeeze(blocks[first].text)
    elements = [part for part in tree.iter("article") if start in _squeeze("".join(part.itertext()))]
    return _Place(above[-1] if above else first, first, last, elements)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _find_credit_at_end(text: str) -> str:
    """The credit of a line that is no longer than a caption."""
    return find_credit(text) if len(text) <= _LONGEST_LINE else ""


def _find_line(blocks: Sequence[Block], i: int) -> str:
    """The line with a credit that stands right below a picture."""
    text = next((block.text for block in blocks[i : i + 2] if block.text), "")
    return text if _find_credit_at_end(text) else ""


def _find_caption(blocks: Sequence[Block], i: int) -> str:
    """The line right below a picture that calls itself its caption."""
    below = blocks[i + 1] if i + 1 < len(blocks) and not blocks[i].text else None
    return below.text if below and below.node and _CAPTION.search(below.node.named) else ""


def _read_image(element: Any, addresses: Addresses, line: str, lead: Mapping[str, Told]) -> Image:
    told = read_told(element, lead)
    if line and told == Told():
        told = split_line(line)
    alt = " ".join((element.get("alt") or "").split())
    return Image(addresses.find(_address_of(element)), alt, told.caption, told.credit)


def _address_of(element: Any) -> str:
    """Where a picture really lies: pages that load late put a blank one into `src`. A browser saves what it shows."""
    values = [element.get(name) or "" for name in ("data-src", "data-lazy-src", "data-original", "data-lazy", "src")]
    values.append((element.get("srcset") or element.get("data-srcset") or "").split(",")[-1].strip().split(" ")[0])
    values.sort(key=lambda value: "://" in value)
    return next((value for value in values if value and not value.strip().startswith("data:")), "")


def _is_ornament(element: Any) -> bool:
    """An icon, or the picture of a link that leads to another article."""
    sizes = [int(size) for name in ("width", "height") if (size := element.get(name) or "").isdecimal()]
    link = next(element.iterancestors("a"), None)
    leads_away = link is not None and not _FILE.search((link.get("href") or "").split("?")[0])
    return leads_away or any(size < _SMALLEST for size in sizes)


def _is_portrait(element: Any) -> bool:
    """The picture of who wrote the article."""
    around = (element, *islice(element.iterancestors(), _AROUND))
    return any(_PORTRAIT.search(named) for part in around for name in ("class", "id") if (named := part.get(name)))


def _is_trinket(element: Any) -> bool:
    """What stands beside the text and calls itself something else than a picture of the article."""
    named = (element.get("class"), element.get("id"), _address_of(element).rpartition("/")[2])
    return any(_TRINKET.search(name) for name in named if name)
