"""Whether an output of the site quotes an article that is withheld.

In: the files of the withheld articles, and the bytes of outputs. Out: the first sentence of such an article that stands
in an output, whatever markup stands between its words. It reads the articles, and nothing of the site. A sentence of a
few words is looked for together with those behind it in its paragraph, since "He declined to comment." is nobody's own.
What the article's front matter says may be quoted is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import accumulate, chain, groupby

from backfile.archive import read_file
from backfile.entries import Hidden
from backfile.frontmatter import decode
from backfile.markdown import render_body
from backfile.markup import strip_tags
from backfile.model import Problem

# So many words make a sentence that is looked for; of scripts without spaces between words, so many characters.
LEAST, LEAST_CHARACTERS = 6, 10
# How many of its first words a sentence is found by.
_KEY = 4
# A word; each character of a script that sets no spaces counts as one.
_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_END = re.compile(r"""(?<=[.!?…])["'”’»)\]]*\s+|(?<=[。！？؟۔।])""")
_END_OF_BLOCK = re.compile(r"\n\s*\n|</(?:p|li|h\d|td|th|blockquote|dd|dt)>")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrtbf])")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".pdf", ".zip", ".gz")


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence of the withheld article at `path`, as plain words."""

    path: str
    sentence: str


def find_quoted(data: bytes, address: str, root: str, hidden: tuple[Hidden, ...]) -> Found | None:
    """The first sentence of a withheld article of the archive at `root` that an output holds."""
    if not hidden or address.casefold().endswith(_PICTURES):
        return None
    return _read_sentences(root, hidden).find(_read_words(data.decode("utf-8", "ignore")))


@dataclass(frozen=True, slots=True)
class Sentences:
    """The words of sentences, each with the path of its article, by the words that they begin with."""

    by_key: dict[tuple[str, ...], list[tuple[list[str], str]]]

    def find(self, words: list[str]) -> Found | None:
        """The first of them that stands among these words."""
        starts = list(zip(*(words[start:] for start in range(_KEY)), strict=False))
        keys = self.by_key.keys() & set(starts)
        for place, key in enumerate(starts) if keys else ():
            for sentence, path in self.by_key[key] if key in keys else ():
                if words[place : place + len(sentence)] == sentence:
                    return Found(path, " ".join(sentence))
        return None


@lru_cache(maxsize=2)
def _read_sentences(root: str, hidden: tuple[Hidden, ...]) -> Sentences:
    """The sentences of withheld articles. One that changed meanwhile has its own problem: the next build meets it."""
    by_key: dict[tuple[str, ...], list[tuple[list[str], str]]] = {}
    for article in hidden:
        quotable = _join(_read_words(" ".join(article.quotable)))
        for words in _find_sentences(article, root):
            if _join(words) not in quotable:
                by_key.setdefault(tuple(words[:_KEY]), []).append((words, article.path))
    return Sentences(by_key)


def _find_sentences(article: Hidden, root: str) -> Iterator[list[str]]:
    text = decode(read_file(f"{root}/{article.path}"), article.path)
    if isinstance(text, Problem):
        return
    yield from split_sentences([*article.texts, render_body(text[article.start :])])


def split_sentences(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of the sentences of texts, which may be HTML. One that is too short stands with those behind it in its
    block, as far as they are short too, until they are long enough together; or is left out."""
    for block in chain.from_iterable(map(_END_OF_BLOCK.split, texts)):
        sentences = [words for part in _END.split(block) if (words := _read_words(part))]
        for is_enough, run in groupby(sentences, _is_enough):
            found = list(run)
            yield from found if is_enough else _join_short(found)


def _is_enough(words: list[str]) -> bool:
    without_spaces = sum(map(len, words)) < 2 * len(words)
    return len(words) >= (LEAST_CHARACTERS if without_spaces else LEAST)


def _join_short(run: list[list[str]]) -> Iterator[list[str]]:
    """From each sentence on, as few as are enough."""
    for start in range(len(run)):
        joined = next(filter(_is_enough, accumulate(run[start:])), None)
        if joined is not None:
            yield joined


def _join(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _read_words(text: str) -> list[str]:
    """The words of HTML, JSON or plain text, all alike: without markup, escapes, marks and capitals."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", text)
    text = strip_tags(text)
    while "&" in text and (plain := unescape(text)) != text:
        text = strip_tags(plain)  # a feed holds HTML as text
    return _WORD.findall(text.casefold())
