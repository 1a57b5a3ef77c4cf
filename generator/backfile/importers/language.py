"""The language of a text; home of py3langid.

In: text. Out: its ISO 639-1 code, or nothing where the text is too short to tell.
"""

from heapq import nlargest

ENOUGH_LETTERS = 80
# What is judged: the longest lines, which are seldom menus, up to so many characters. More of them tells no more.
_LINES, _CHARACTERS = 25, 1000


def detect_language(text: str) -> str:
    """The code of the language that a text is written in; empty for one of few letters."""
    lines = nlargest(_LINES, text.split("\n"), key=len)
    sample = " ".join(line[:_CHARACTERS] for line in lines)[:_CHARACTERS]
    if sum(map(str.isalpha, sample)) * (1 if text.isascii() else 2) < ENOUGH_LETTERS:
        return ""
    # Imported here: its model takes half a second to load, which a file without text needn't pay.
    from py3langid import classify  # noqa: PLC0415

    code: str = classify(sample)[0]
    return code
