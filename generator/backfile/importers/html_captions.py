"""What a page tells of a picture: its caption and who made it.

In: a picture's element, and what JSON-LD says of pictures. Out: `Told`. The words beside a picture are read as parts,
each with what the elements around it call themselves; a part that calls itself credit is one, else what a word or mark
announces, else a short part behind the caption. Knows nothing of which pictures belong to the article.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from backfile.importers.html_linked import names, texts
from backfile.importers.people import find_credit
from backfile.importers.vocabulary import CREDIT_WORD, CREDIT_WORD_START

# How far above a picture its caption may begin, how often it may be repeated, and the most that stands beside it.
_LEVELS, _MOST, _LONGEST, _LONGEST_LINE, _LONGEST_CREDIT, _LONGEST_CAPTION = 7, 8, 1200, 400, 140, 1000
# What a part calls itself that is a credit wherever it stands, and in a figure or beside a caption.
_CREDITED = re.compile(r"credit|copyright|photograph|fotograf|image-source|attribution|courtesy", re.IGNORECASE)
_CREDITED_THERE = re.compile(
    r"(?<!re)source|author|byline|rights|agency|licen[sc]e|-src\b|^cite |^footer ", re.IGNORECASE
)
_CAPTIONED = re.compile(r"^figcaption |caption|description|legend|subtitle|^cite |^footer ", re.IGNORECASE)
_UNSEEN = frozenset(["script", "style", "noscript", "button", "svg", "template", "title"])
_ANNOUNCED = re.compile(
    r"(?:^|[\s(\[|.–—-])(?:(?:image|photo|picture)\s+(?:credits?|source|courtesy)|photo(?:graph)?s?|images?|pictures?|fotos?|bild(?:er)?|"
    r"bild(?:quelle|rechte|nachweis)|fotograf\w*|foto\w*|crédits?(?:\s+photo)?|credits?|copyright|source|quelle|fonte|fuente|"
    r"ảnh|фото|写真|사진|kuva|zdjęcie|imagen|imagem)(?:\s+by)?\s*(?:[:©]|/(?=\s))+\s*(?P<name>\S.{1,120}?)[\s)\]]*$",
    re.IGNORECASE,
)
# The word that stands alone between a caption and its credit, in any language.
_ANNOUNCING = re.compile(r"(?:^|(?<=[.!?…|([–—-]))\s*[^\W\d_]{2,16}(?: [^\W\d_]{2,12})?\s*[:©]\s*$")
_MARKED = re.compile(r"©\s*(?P<name>(?!\d{4}\b)\S.{1,100}?)[\s)\]]*$")
# `… in Skarn on Monday. (Ann Lee/Agency)`, `… on Monday (Agency).`
_BRACKETED = re.compile(r"[(\[](?P<name>(?:[^()\[\]]|\([^()]*\)){2,120})[)\]]\W*$")
# Behind the last sentence: `Pear trees at Lower Tarre. Jonas Reed/Agency`, `… Word: Jonas Reed`.
_BEHIND = re.compile(r"^.*(?:[.!?…]['\"”’»]?|[。다요]\.)\s+(?:\w{3,14}\s?:\s*)?(?P<name>[^.!?…:]{2,60})$", re.DOTALL)
_BAR = re.compile(r"\s[|/]\s(?P<name>[^|]{2,100})$")
_STRIPPED = re.compile(
    r"^\W*(?:image\s+(?:credit|source)|picture|photo(?:graph)?s?|images?|fotos?|bild(?:er|quelle|rechte|nachweis)?|credits?|quelle|"
    r"source|copyright|fotoğraf|ảnh|фото)\s*(?:by\s+|[:©]\s*)|^\W*(?:copyright|©)\s*|^photo(?:graph)? by\s+",
    re.IGNORECASE,
)
# The owner of the page, or what is said of an article, beside its author's picture or in a teaser.
_OWNER = re.compile(
    r"(?:©|copyright)\W*\d{4}|all rights|https?:|\b(?:updated|published|posted|read|follow|written|reviewed|kommentar|"
    r"redaktion)\b|^(?:by|von|par|por|di|door|av|af)\b|\d{4}\b.*\d|\.(?:jpe?g|png|gif|webp|avif|svg)\b",
    re.IGNORECASE,
)
_SMALL = frozenset("of the for and by via at from und von de la le du et y".split())


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a picture, each empty if nothing is."""

    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of words beside a picture, and what the elements around it call themselves."""

    text: str
    named: tuple[str, ...]
    in_figure: bool

    def is_credit(self) -> bool:
        return any(_says_credit(name) or (self.in_figure and _says_credit_there(name)) for name in self.named)

    def is_caption(self) -> bool:
        return any(_says_caption(name) for name in self.named)


@lru_cache(maxsize=4096)
def _says_credit(name: str) -> bool:
    return bool(_CREDITED.search(name))


@lru_cache(maxsize=4096)
def _says_credit_there(name: str) -> bool:
    return bool(_CREDITED_THERE.search(name))


@lru_cache(maxsize=4096)
def _says_caption(name: str) -> bool:
    return bool(_CAPTIONED.search(name))


def read_told(element: Any, linked: Mapping[str, Told]) -> Told:
    """Caption and credit, from the words beside a picture; a credit may also stand in its attributes or in JSON-LD."""
    parts = _find_parts(element)
    told = _read_parts(parts) if parts else Told()
    known = linked.get(name_of(element.get("src") or ""), Told())
    credit = told.credit or known.credit or _read_attributes(element) or _announced(_alt_of(element))
    return Told(told.caption, _tidy(credit))


def split_line(line: str) -> Told:
    """A line that is caption and credit."""
    credit = find_credit(line)
    at = line.rfind(credit) if credit else -1
    return Told(_tidy_caption(CREDIT_WORD.sub("", line[:at]) if at >= 0 else line), _tidy(credit))


def index_pictures(nodes: Iterable[Mapping[str, Any]]) -> dict[str, Told]:
    """What JSON-LD says of pictures, by the names of their files."""
    found: dict[str, Told] = {}
    for node in nodes:
        makers = [names(node.get(name)) for name in ("creditText", "copyrightHolder", "author", "creator")]
        credit = next((said[0] for said in makers if said), "")
        caption = next(iter(texts(node.get("caption")) or texts(node.get("description"))), "")
        for address in texts(node.get("url")) + texts(node.get("contentUrl")):
            found.setdefault(name_of(address), Told(caption, credit))
    return found


def name_of(address: str) -> str:
    """The name of a picture's file, by which two of its addresses are compared."""
    return re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/").rpartition("/")[2]


def _alt_of(element: Any) -> str:
    return " ".join((element.get("alt") or "")[-_LONGEST_LINE:].split())


def _find_parts(element: Any) -> list[_Part]:
    """The parts of the nearest element around a picture that holds words of a caption and no other picture."""
    for part in islice(element.iterancestors(), _LEVELS):
        if part.tag in {"body", "article", "main"} or _is_long(part):
            return []
        pictures = [name_of(image.get("src") or "") for image in islice(part.iter("img"), _MOST)]
        if len(set(pictures)) > 1 or len(pictures) == _MOST:
            return []
        parts = list(_read_words(part))
        if part.tag == "figure" or any(word.is_caption() for word in parts):
            return [replace(word, in_figure=True) for word in parts]
        if any(word.is_credit() for word in parts):
            return parts
        whole = " ".join(word.text for word in parts)
        if 0 < len(whole) <= _LONGEST_LINE and (find_credit(whole) or _announced(whole)):
            return parts
    return []


def _is_long(element: Any) -> bool:
    """More words than a caption has; found without reading a whole page."""
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > _LONGEST:
            return True
    return False


def _read_words(part: Any) -> Iterator[_Part]:
    """The words below an element; such as stand in one element are one part, emphasis within is none of its own."""
    texts_of: list[tuple[Any, list[str]]] = []
    for text in part.xpath(".//text()"):
        parent = text.getparent().getparent() if text.is_tail else text.getparent()
        if parent is None or not text.strip() or not isinstance(parent.tag, str) or parent.tag in _UNSEEN:
            continue
        if texts_of and texts_of[-1][0] is parent:
            texts_of[-1][1].append(text)
        else:
            texts_of.append((parent, [text]))
    for parent, found in texts_of:
        yield _Part(" ".join(" ".join(found).split()), tuple(_names_above(parent, part)), in_figure=False)


def _names_above(element: Any, part: Any) -> Iterator[str]:
    """What an element and the two above it call themselves, below the part that holds all."""
    chain = [element, *islice(element.iterancestors(), 2)]
    for above in chain[: chain.index(part)] if part in chain else chain:
        values = (above.get(name) for name in ("class", "itemprop", "data-testid", "id"))
        yield " ".join([above.tag, *filter(None, values)]) + " "


def _read_parts(parts: Sequence[_Part]) -> Told:
    credited = [part for part in parts if part.is_credit()]
    if credited and len(credited) < len(parts):
        credit = " ".join(dict.fromkeys(part.text for part in credited if not _OWNER.search(part.text)))
        rest = " ".join(part.text for part in parts if not part.is_credit())
        if 0 < len(credit) <= _LONGEST_CREDIT and re.search(r"\w", _tidy(credit)):
            return Told(_tidy_caption(rest), credit)
    whole = " ".join(part.text for part in parts)
    credit = _announced(whole) or (_read_end(whole, parts) if parts[0].in_figure else "") or find_credit(whole)
    if credit and not _OWNER.search(credit):
        at = whole.rfind(credit)
        return Told(_tidy_caption(CREDIT_WORD.sub("", _ANNOUNCING.sub("", whole[:at]))), credit)
    if len(credited) == len(parts) and len(whole) <= _LONGEST_CREDIT and _looks_like_names(_tidy(whole)):
        return Told("", whole)
    return Told(_tidy_caption(whole), "") if any(part.is_caption() for part in parts) else Told()


def _read_end(whole: str, parts: Sequence[_Part]) -> str:
    """A credit that only its place at the end of a caption gives away."""
    return _short_end(parts) or _bracketed(whole) or _behind(whole)


def _announced(text: str) -> str:
    match = _ANNOUNCED.search(text) or _MARKED.search(text)
    found = match["name"].strip() if match else ""
    return "" if _OWNER.search(found) or len(found.split()) > 14 else found


def _bracketed(text: str) -> str:
    match = _BRACKETED.search(text)
    return match["name"].strip() if match and _looks_like_names(match["name"]) else ""


def _behind(text: str) -> str:
    match = _BEHIND.match(text) or _BAR.search(text)
    return match["name"].strip() if match and _looks_like_names(match["name"]) else ""


def _short_end(parts: Sequence[_Part]) -> str:
    """A last part that is a name or two, behind a caption that ends."""
    if len(parts) < 2:
        return ""
    last, before = parts[-1].text, parts[-2].text
    stands_apart = len(before.split()) > 4 or before.endswith((".", "!", "?"))
    return last if stands_apart and _looks_like_names(_tidy(last)) else ""


def _looks_like_names(text: str) -> bool:
    """A few words with capitals, perhaps parted by strokes; no sentence and no number."""
    words = [word for word in re.split(r"[\s/|,]+", text.strip(" ()[].")) if word]
    telling = [word for word in words if word.casefold() not in _SMALL]
    capital = [word for word in telling if not word[0].islower()]
    return 0 < len(telling) <= 9 and len(capital) * 4 >= len(telling) * 3 and not re.fullmatch(r"[\d\W]+", text)


def _read_attributes(element: Any) -> str:
    """`data-credit="Jonas Reed"` of the picture or the elements around it."""
    for part in (element, *islice(element.iterancestors(), 2)):
        for name, value in sorted(part.items()):
            named = name.startswith(("data-", "credit", "copyright")) and _CREDITED.search(name)
            if named and _looks_like_names(value) and not re.search(r"[{<]|^\W", value) and not _OWNER.search(value):
                return " ".join(value.split())
    return ""


def _tidy(credit: str) -> str:
    """A credit without the word that announces it and the brackets around it; such as it opens are closed."""
    bare = CREDIT_WORD_START.sub("", _STRIPPED.sub("", credit.strip(" ()[]|–—-"))).strip(" ()[]|:–—-")
    return (bare + ")" if bare.count("(") > bare.count(")") else bare)[:_LONGEST_CREDIT]


def _tidy_caption(text: str) -> str:
    return text.strip(" (|/–—-©")[:_LONGEST_CAPTION]
