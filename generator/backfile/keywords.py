"""The words that tell most of what an article is about, picked where it is parsed.

In: a title and a body in any language. Out: a few words, folded as terms are, those of the title that the text names
first. Pure, and blind to other articles: how rare a word is in the archive, the catalog knows (`related`).
"""

import re
from collections import Counter
from collections.abc import Iterator

from backfile.taxonomies import fold_term

MOST = 6
# News tells what it is about where it begins.
_BEGINNING = 1500
# A word with a capital inside a sentence: in most languages that have capitals it is a name. What is looked for first
# is the capital, which is rare.
_SMALL = "a-zß-öø-ÿά-ώа-ѿ"
_NAME = re.compile(rf"[A-ZÀ-ÖØ-ÞΆ-ΫЀ-Я](?<=[{_SMALL},;] .)[^\W\d_]{{3,}}")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
# Words between blanks of four letters and more, with the marks that stand in words; of syllables or katakana two.
_ASCII_WORD = re.compile("[A-Za-z]{4,}")
_SYLLABLES, _KATAKANA, _KANA = "\uac00-\ud7af", "\u30a1-\u30fa\u30fc", "\u3040-\u30ff"
_LETTER = f"(?:[^\\W\\d_{_KANA}\u3400-\u9fff{_SYLLABLES}]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff])"
_WORD = re.compile(f"[{_SYLLABLES}]{{2,}}|[{_KATAKANA}]{{2,}}|{_LETTER}{{4,}}")


def find_keywords(title: str, body: str) -> tuple[str, ...]:
    """At most MOST words: of the title those that the text calls by name, then names that come again and again, then
    the other words of the title, the longest first."""
    names = Counter(_NAME.findall(body[:_BEGINNING]))
    words = _find_words(title)
    called = [word for word in words if word in names]
    again = sorted((name for name, count in names.items() if count > 1), key=names.__getitem__, reverse=True)
    rest = sorted(words, key=len, reverse=True)
    return tuple(dict.fromkeys(map(_fold, (*called, *again, *rest))))[:MOST]


def _fold(word: str) -> str:
    return word.lower() if word.isascii() else fold_term(word)


def _find_words(text: str) -> list[str]:
    """The words of a text; of a run of ideographs each two that stand side by side."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    return [*_WORD.findall(text), *(pair for run in _IDEOGRAPHS.findall(text) for pair in _find_pairs(run))]


def _find_pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))
