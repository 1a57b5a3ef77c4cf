"""The language of a text; home of py3langid.

In: text. Out: its ISO 639-1 code, or nothing where the text is too short to tell.
"""

ENOUGH_LETTERS = 80
_ENOUGH_FOR_ALL = 4000


def detect_language(text: str) -> str:
    """The code of the language that a text is written in; empty for one of few letters."""
    if sum(map(str.isalpha, text)) * (1 if text.isascii() else 2) < ENOUGH_LETTERS:
        return ""
    # Imported here: its model takes half a second to load, which a file without text needn't pay.
    from py3langid import classify  # noqa: PLC0415

    code: str = classify(text[:_ENOUGH_FOR_ALL])[0]
    return code
