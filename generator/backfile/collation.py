"""The order of words in a language's indexes, and the letters that they stand under.

In: a language code; labels. Out: keys that sort as the language does: German ä as a, Swedish å behind z, Spanish ñ
behind n, katakana as hiragana; where it has no rule, by base letters, and other scripts by Unicode. Letters alone
count, and digits and blanks between words: no case, accents or quotation marks. Digraphs (Czech ch) are two letters.
Titles stand without the article that they begin with, names with it: The Harbour News under H, The Hague under T.
"""

import re
import unicodedata
from functools import lru_cache

from backfile.taxonomies import fold_term

# Letters that stand by themselves, in order behind the first one of their group; from the alphabets of CLDR.
_CROATIAN = "cčć dđ sš zž"
_SCANDINAVIAN = "zæøå"
_LETTERS = {
    "az": "cç eə gğ hxıi kq oö sş uü",
    "be": "её иі уў",
    "bs": _CROATIAN,
    "cs": "cč rř sš zž",
    "da": _SCANDINAVIAN,
    "eo": "cĉ gĝ hĥ jĵ sŝ uŭ",
    "es": "nñ",
    "et": "sšzž võäöü",
    "fi": "zåäö",
    "fo": "zæø",
    "gl": "nñ",
    "hr": _CROATIAN,
    "hu": "oö uü",
    "is": "aá dð eé ií oó uú yý zþæö",
    "lt": "cč sš zž",
    "lv": "cč gģ kķ lļ nņ sš zž",
    "mk": "дѓ зѕ иј кќ лљ нњ чџ",
    "nb": _SCANDINAVIAN,
    "nn": _SCANDINAVIAN,
    "no": _SCANDINAVIAN,
    "pl": "aą cć eę lł nń oó sś zźż",
    "ro": "aăâ iî sș tț",
    "sk": "aä cč oô sš zž",
    "sl": "cč sš zž",
    "sq": "cç eë",
    "sr": f"{_CROATIAN} дђ иј лљ нњ тћ чџ",
    "sv": "zåäö",
    "tr": "cç gğ hıi oö sş uü",
    "uk": "гґ еє иії",
    "vi": "aăâ dđ eê oôơ uư",
}  # fmt: skip
# The articles that titles begin with. Arabic writes its own as a part of the word; so does who elides one.
_ARTICLES = {
    "ar": "(?!الله)ال(?=..)",
    "ca": "(?:els?|las?|les|una?|l['’])",
    "de": "(?:der|die|das|eine?)",
    "en": "(?:the|an?)",
    "es": "(?:el|las?|los|una?)",
    "fr": "(?:les?|la|une?|l['’])",
    "it": "(?:il|lo|la|i|gli|le|un[oa]?|(?:l|un)['’])",
    "nl": "(?:de|het|een)",
    "pt": "(?:os?|as?|uma?)",
}
# What is no letter with an accent, and stands as others do where it doesn't stand by itself.
_PLAIN = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ё": "е"}
_PLAIN.update(dict.fromkeys("أإآٱ", "ا"))
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_VOICED = {0x3099: None, 0x309A: None}


class Collation:
    """The order of a language. Each character counts as a letter and its place behind it. `titles`: the labels are
    titles, not names."""

    def __init__(self, language: str, titles: bool = False) -> None:
        self._language = language.replace("_", "-").partition("-")[0].lower()
        groups = _LETTERS.get(self._language, "").split()
        self._own = {letter: group[0] + chr(place) for group in groups for place, letter in enumerate(group)}
        self._signs = dict(self._own)
        self._article = _compile_article(self._language) if titles else None

    def key(self, label: str) -> str:
        """What sorts a label."""
        signs = self._signs
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", label).casefold())
        if self._article and (article := self._article.match(text)):
            text = text[article.end() :]
        return "".join([signs[one] if one in signs else self._find_sign(one) for one in text]).strip()

    def initial(self, label: str) -> str:
        """What a label stands under: its first letter; `#` for what isn't one, 漢 for ideographs.

        Hangul syllables stand under their first consonant, as Korean dictionaries have it.
        """
        sign = self.key(label)[:2]
        letter = next((letter for letter, own in self._own.items() if own == sign), sign[:1])
        letter = unicodedata.normalize("NFD", letter)[:1] if "\uac00" <= letter <= "\ud7af" else letter
        if not letter.isalpha():
            return "#"
        if unicodedata.name(letter, "").startswith("CJK "):
            return "漢"
        return "İ" if letter == "i" and self._language in {"az", "tr"} else letter.upper()[:1]

    def _find_sign(self, one: str) -> str:
        sign = self._signs[one] = _make_sign(one)
        return sign


def _compile_article(language: str) -> re.Pattern[str] | None:
    """What finds an article at the head of a title, with something behind it; quotation marks may stand before it."""
    article = _ARTICLES.get(language)
    if not article:
        return None
    end = "" if language == "ar" else r"(?:(?<=['’])|\s+)"
    return re.compile(rf"\W*{article}{end}(?=.*\w)")


@lru_cache(maxsize=10_000)
def _make_sign(one: str) -> str:
    """A character that has no place of its own in the language."""
    plain = _PLAIN.get(one) or unicodedata.normalize("NFD", fold_term(one).translate(_KATAKANA_TO_HIRAGANA))
    if not one.isascii() and "\u3041" <= plain[:1] <= "\u3096":
        plain = plain.translate(_VOICED)
    plain = unicodedata.normalize("NFC", plain)
    if not plain.strip():
        return " "
    return "".join(letter + "\0" for letter in plain if letter.isalnum())
