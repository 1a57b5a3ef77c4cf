"""The people whom a line names: authors of the text, makers of the pictures.

In: the text of one line. Out: names as they should be filed, or nothing. Knows words that announce a byline or credit
in several languages, and what a name looks like; nothing of the lines around it, and no list of names.
"""

import re

from backfile.importers import vocabulary
from backfile.importers.printed_dates import find_date

# Stand inside a name with a small letter.
_SMALL = frozenset("van von der den de da di du la le del dos al el bin ter ten".split())
_PERSON = re.compile(r"[^\W\d_][^\W\d_.'’-]*\.?(?:['’ .-]+[^\W\d_]+\.?){1,5}")
_BEHIND_NAMES = re.compile(
    r"\s*(?:[|•·/]|\s[–—-]\s|\d|\(|@|\bin [A-Z]|\bfor [A-Z]|\bon\b|(?<=[^\W\d_]{2})\.\s|"
    r"(?i:published|updated|posted))"
)


def find_authors(text: str) -> tuple[str, ...]:
    """The people whom a byline names: `By Jane Doe and John Roe, in Seoul`; empty if it is none."""
    if trade := vocabulary.BY_TRADE.match(text):
        return (trade["name"].strip(),)
    match = vocabulary.BY.match(text)
    if match is None:
        return ()
    date = find_date(text)
    end = date.start if date and date.start > match.end() else len(text)
    return find_names(text[match.end() : end])


def find_names(text: str) -> tuple[str, ...]:
    """The people whom a text lists at its start."""
    rest = _BEHIND_NAMES.split(text, maxsplit=1)[0]
    names = []
    for part in re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b)\s*", rest):
        if not is_name(part) or vocabulary.TRADES.search(part):
            break
        names.append(part.strip(" ."))
    return tuple(name.title() if name.isupper() else name for name in names)


def is_person(text: str) -> bool:
    """Whether a line with no word that says so is likely somebody's name and nothing else."""
    text = text.strip(" .")
    named = is_name(text) and bool(_PERSON.fullmatch(text)) and not vocabulary.NO_PERSONS.search(text)
    return named and vocabulary.SECTIONS.isdisjoint(text.casefold().split())


def is_name(text: str) -> bool:
    """Two to five words, each with a capital but for `van`, `de`, `bin` between them."""
    words = text.strip(" .").split()
    named = [word for word in words if word not in _SMALL]
    return 2 <= len(words) <= 5 and len(named) >= 2 and all(word[0].isupper() for word in named) and words[-1] in named


def find_credit(text: str) -> str:
    """Who made the picture that a line belongs to; empty if it names nobody."""
    for pattern in vocabulary.CREDITS:
        if (match := pattern.search(text)) and not _is_caption(match[1]):
            return (match[1] if "(" in match[1] else match[1].split(")")[0]).strip(" .")
    return find_bracketed(text) if vocabulary.PICTURE_START.match(text) else ""


def find_bracketed(text: str) -> str:
    """The name in brackets that a line ends with: `The bridge (Ann Lee/The Packet)`; above a text it is a credit."""
    match = vocabulary.BRACKETS.search(text)
    maker = re.split(r"\s*[/,|]\s*|\s+(?:for|via)\s+", match[1])[0] if match else ""
    return match[1].strip() if match and is_person(maker) else ""


def find_caption(text: str) -> str:
    """The caption that a word announces where no credit stands: `Photo: The bridge on Tuesday.`"""
    match = vocabulary.PICTURE_START.match(text)
    told = text[match.end() :] if match else ""
    return told if _is_caption(told) and not find_credit(text) else ""


def _is_caption(text: str) -> bool:
    """Whether what stands where a credit may stand is a sentence, not a name."""
    small = [word for word in text.split() if word[0].islower()]
    telling = [word for word in small if word.strip(".,;:") not in vocabulary.CREDIT_SMALL | _SMALL]
    sentence = bool(re.search(r"\w{3,}[.!?](?:\s|$)", text)) or bool(re.match(r"(?:The|A|An) [a-z]", text))
    return len(small) > 2 or (sentence and bool(telling))
