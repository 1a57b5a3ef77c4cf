"""Text to search terms: the one definition of what a word is, for the index and for readers' browsers.

In: text of any script, a language. Out: tokens, which are the words as they stand, and of scripts without spaces each
two signs that stand side by side; and terms, tokens without case, accents and endings. `describe_tokenizer` gives
all of it as plain data: templates/assets/search.js reads that, so that both cut every text alike.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# What changes when terms do, or how blocks are written: they are made anew.
VERSION = "3"
# Scripts that set no spaces between words: kana, ideographs, Hangul, Thai, Lao, Burmese, Khmer.
_JOINED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Marks that stand in words: accents, the points of Hebrew and Arabic, the vowels of Indian scripts.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0971-\u0dff"
)
# Those of them that a term leaves out. Vowels stay.
_ACCENTS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
# Letters that are no letter and an accent by Unicode, and digits of other scripts.
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ς": "σ",
    "ة": "ه", "ى": "ي",
    **{chr(start + digit): str(digit) for start in (0x660, 0x6F0, 0x966) for digit in range(10)},
}  # fmt: skip
# Endings that a term leaves out, one after the other: nearly all of what makes several words of one, and no more. Of
# each the last letters of such words, which are seen faster than a pattern is; a pattern and what takes its place, for
# folded words, in the part of regular expressions that is the same in Python and JavaScript.
_ENDINGS: dict[str, list[tuple[str, str, str]]] = {
    "en": [
        ("s", "(ss|x|ch|sh)es$", "$1"),
        ("s", "(..)ies$", "$1y"),
        ("s", "(.[^isu])s$", "$1"),
        ("dg", "([aeiouy].*[^aeiouy]|[aeiou][aeiou]|..[aeiouy])(?:ed|ing)$", "$1"),
        ("bdgmnprt", "(..)([bdgmnprt])\\2$", "$1$2"),
        ("e", "(..)e$", "$1"),
        ("y", "(..)y$", "$1i"),
    ],
    "de": [("emnrs", "(....*?)(?:ern|em|er|en|es|e|s)$", "$1")],
    "fr": [("x", "(..)aux$", "$1al"), ("esx", "(...*?)(?:ees|ee|es|e|s|x)$", "$1")],
    "es": [("aeos", "(...*?)(?:os|as|es|o|a|e|s)$", "$1")],
    "it": [("aeio", "(...*?)[aeio]$", "$1")],
    "pt": [("aeos", "(...*?)(?:os|as|es|o|a|e|s)$", "$1")],
    "nl": [("ens", "(....*?)(?:en|s|e)$", "$1")],
}
# Words that nearly every article has: the index passes over them, and so does a query.
_COMMON = {
    "en": (
        "a an and are as at be been but by for from had has have he her him his i if in into is it its no not "
        "of on or our s she so t than that the their them there they this to up was we were what when which "
        "who will with would you your"
    ),
    "de": (
        "als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer eines "
        "er es fur hat ihm ihr im in ist mit nach nicht noch nur oder sein seine sich sie sind so uber um und "
        "uns vom von vor war was wie wir wird zu zum zur"
    ),
    "fr": (
        "a au aux avec c ce ces d dans de des du elle elles en est et etait ete eu il ils j je l la le les "
        "leur lui m mais me meme n ne nous on ont ou par pas pour qu que qui s sa se ses son sont sur t un "
        "une vous y"
    ),
    "es": (
        "a al como con de del desde el ella ellos en entre era es esta este fue ha han hasta la las le lo los "
        "mas mi muy no nos o para pero por que se sin sobre son su sus un una y ya"
    ),
    "it": (
        "a ad al alla anche che chi ci con da dal dalla dei del della delle di e ed era gli ha i il in io la "
        "le lo ma mi nel nella non o per piu si sono su sul tra un una uno"
    ),
    "pt": (
        "a ao as com como da das de do dos e ela ele em entre era foi ha mais mas na nas no nos o os ou para "
        "pela pelo por que se sem seu sua um uma"
    ),
    "nl": (
        "aan als bij dat de den der die dit door een en er haar had heeft het hij hun ik in is maar met naar "
        "niet nog of om ook op over te tot uit van voor was wat werd wordt ze zich zij zijn"
    ),
}
_ANY_JOINED = re.compile(f"[{_JOINED}]")
_ASCII_TOKEN = re.compile("[0-9A-Za-z]+")
_TOKEN = re.compile(f"[\\w{_MARKS}]+")
_MIXED_TOKEN = re.compile(f"[{_JOINED}]+|(?:(?![{_JOINED}])[\\w{_MARKS}])+")
_ACCENT = re.compile(f"[{_ACCENTS}]+")
_TRANSLATED = str.maketrans(_LETTERS)


def find_tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text)
    text = text.replace("_", " ")
    if not _ANY_JOINED.search(text):
        return _TOKEN.findall(text)
    tokens: list[str] = []
    for run in _MIXED_TOKEN.findall(text):
        if _ANY_JOINED.match(run):
            signs = unicodedata.normalize("NFKC", run)
            tokens += [signs[at : at + 2] for at in range(max(1, len(signs) - 1))]
        else:
            tokens.append(run)
    return tokens


def fold(token: str) -> str:
    """A token without case and accents: `Café` is `cafe`."""
    if token.isascii():
        return token.lower()
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", token).lower())
    return unicodedata.normalize("NFC", plain.translate(_TRANSLATED))


def lower(token: str) -> str:
    """A token without case, its accents kept: what tells two words of one term apart."""
    return (
        token.lower() if token.isascii() else unicodedata.normalize("NFC", unicodedata.normalize("NFKD", token).lower())
    )


class Terms:
    """The rules of one language, `en` or `en-GB`; one without rules here has words without case and accents."""

    def __init__(self, language: str) -> None:
        primary = find_language(language)
        self._common = frozenset(_COMMON.get(primary, "").split())
        self._endings = [
            (last, re.compile(pattern), replacement.replace("$", "\\"))
            for last, pattern, replacement in _ENDINGS.get(primary, ())
        ]

    def find(self, folded: str) -> str:
        """The term of a folded token; '' for a common word."""
        if folded in self._common:
            return ""
        for last, pattern, replacement in self._endings:
            if folded[-1:] in last and pattern.search(folded):
                folded = pattern.sub(replacement, folded, count=1)
        return folded


def is_joined(text: str) -> bool:
    """Whether a text begins with a sign of a script that sets no spaces."""
    return _ANY_JOINED.match(text) is not None


def find_language(language: str) -> str:
    """`en` of `en-GB`."""
    return language.partition("-")[0].lower()


def describe_tokenizer(languages: Iterable[str]) -> dict[str, Any]:
    """All of the above as data for languages, in the form that search.js reads."""
    known = sorted(set(map(find_language, languages)))
    return {
        "joined": _JOINED,
        "marks": _MARKS,
        "accents": _ACCENTS,
        "letters": _LETTERS,
        "endings": [[ending[1:] for ending in _ENDINGS.get(language, ())] for language in known],
        "common": [_COMMON.get(language, "") for language in known],
    }
