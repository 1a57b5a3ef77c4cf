"""Puts appeals, notices and paragraphs of other articles into captures, to learn from them and to measure with them.

In: a capture's text, a seed, texts of our own (`appeals.txt` to learn from, `appeals-measured.txt` to measure with, so
that no text is measured that was learned) and paragraphs of other articles. Out: the altered text. The same seed alters
a capture in the same way.
"""

import random
import re
from collections.abc import Sequence
from pathlib import Path

LEARNED, MEASURED = (Path(__file__).parent / name for name in ("appeals.txt", "appeals-measured.txt"))
# From how many words a line is likely a paragraph of the article.
_LONG = 20
# With fewer texts in its language, a capture gets English ones, as international pages do.
_FEWEST = 3
_PLACES = ("start", "inside", "end")


def read_texts(path: Path, language: str = "") -> list[list[str]]:
    """The paragraphs of each text; of one language, or of English if that has too few."""
    blocks = re.findall(r"^=== \w+ (\w+)\n(.+?)(?=^===|\Z)", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    texts = [(code, re.split(r"\n+", text.strip())) for code, text in blocks]
    own = [text for code, text in texts if code == language]
    return own if len(own) >= _FEWEST else [text for code, text in texts if code == "en" or not language]


def alter(text: str, seed: str, texts: Sequence[Sequence[str]], articles: Sequence[Sequence[str]]) -> str:
    """A capture with something at one to three of its places: before the article, in it, behind it."""
    return "\n".join(line for line, _ in alter_lines(text, seed, texts, articles))


def alter_lines(
    text: str, seed: str, texts: Sequence[Sequence[str]], articles: Sequence[Sequence[str]]
) -> list[tuple[str, bool]]:
    """The altered capture's lines, each with whether it was put in."""
    chance = random.Random(seed)
    lines = text.split("\n")
    long = [i for i, line in enumerate(lines) if len(line.split()) >= _LONG] or [len(lines) // 2]
    spans = {"start": (0, long[0]), "inside": (long[0] + 1, long[-1]), "end": (long[-1] + 1, len(lines))}
    chosen = chance.sample(_PLACES, chance.randint(1, 3))
    insertions = [
        (chance.randint(spans[place][0], max(spans[place])), _choose(chance, texts, articles)) for place in chosen
    ]
    blank = [("", True)] if chance.random() < 3 / 4 else []
    result = [(line, False) for line in lines]
    for at, block in sorted(insertions, reverse=True):
        result[at:at] = [part for paragraph in block for part in (*blank, (paragraph, True))] + blank
    return result


def _choose(chance: random.Random, texts: Sequence[Sequence[str]], articles: Sequence[Sequence[str]]) -> list[str]:
    """One of the texts, or of three times one one to three paragraphs of another article that stand together."""
    if not articles or chance.random() < 2 / 3:
        return list(chance.choice(texts))
    article = chance.choice(articles)
    first = chance.randrange(len(article))
    return list(article[first : first + chance.randint(1, 3)])
