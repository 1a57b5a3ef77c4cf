"""Text to slug, the same on every machine.

In: any text. Out: the last part of an address: lower case, letters and digits of any script (or ASCII alone) joined
by single hyphens, NFC, never empty, never longer than a file name may be, never a name that some system reserves.
"""

import hashlib
import re
import unicodedata

MAX_CHARACTERS = 80
MAX_BYTES = 180
# Names that Windows keeps for devices, whatever the suffix.
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³")]
)
# Letters that canonical decomposition leaves alone, as their languages write them without the sign.
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)
_FORBIDDEN = re.compile(r'[<>:"|?*#%]')
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def slugify(text: str, ascii_only: bool = False) -> str:
    """The slug of a text. With nothing to make one from, `untitled-` and a digest of the text.

    Marks that a script needs (Devanagari vowel signs, say) are kept with their letters; accents are kept too, unless
    `ascii_only`.
    """
    letters = unicodedata.normalize("NFC", _APOSTROPHES.sub("", text.casefold()))
    if ascii_only:
        letters = unicodedata.normalize("NFKD", letters.translate(_LATIN)).encode("ascii", "ignore").decode().lower()
    if letters.isascii():
        words = _ASCII_WORD.findall(letters)
    else:
        words = "".join(c if _belongs(c) else " " for c in letters).split()
    slug = _shorten(unicodedata.normalize("NFC", "-".join(words)))
    if not slug:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"untitled-{digest[:8]}"
    return f"{slug}-1" if slug in RESERVED or slug == "index" else slug


def _belongs(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _shorten(slug: str) -> str:
    """Cut at a word's end where there is one, within the limits of characters and of UTF-8 bytes."""
    cut = slug[:MAX_CHARACTERS]
    while len(cut.encode()) > MAX_BYTES:
        cut = cut[:-1]
    if cut == slug or slug[len(cut)] == "-":
        return cut.strip("-")
    head, _, _ = cut.rpartition("-")
    return (head if len(head) >= len(cut) // 2 else cut).strip("-")


def fault_of_slug(slug: str) -> str:
    """Why a slug that a person wrote can't be part of an address; empty if it can."""
    if not slug.strip():
        return "is empty"
    if "/" in slug or "\\" in slug or slug.startswith("."):
        return "leads to another folder"
    if slug.split(".", maxsplit=1)[0].casefold() in RESERVED or slug.casefold() == "index":
        return "is a name that some systems reserve"
    has_control = not slug.isprintable() and any(unicodedata.category(c)[0] == "C" for c in slug)
    if has_control or _FORBIDDEN.search(slug) or slug != slug.strip(". "):
        return "has characters that an address can't hold"
    if len(slug.encode()) > 200:
        return "is longer than 200 bytes"
    return ""
