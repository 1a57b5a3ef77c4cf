"""What an importer doubts of its own work, in words: the reasons for a person to look at an article.

In: an article as it was read, its body, the kinds of its lines. Out: doubts, each a few words, the gravest first. The
words stand here and nowhere else: importers write them, the front matter keeps them, a review sorts by them. Doubts
that need to know how a format was read are its importer's to find.
"""

import re
from collections.abc import Iterable

from backfile.model import Article

NO_HEADLINE = "no headline found"
SHORT_BODY = "body under 50 words"
UNSURE_BODY = "article and furniture hard to tell apart"
NO_DATE = "no date found"
TWO_DATES = "two dates"
UNSURE_DATE = "day and month hard to tell apart"
ONLY_UPDATED = "only the date of an update"
UNSURE_HEADLINE = "headline and standfirst hard to tell apart"
UNSURE_AUTHORS = "author hard to tell"
UNKNOWN_LANGUAGE = "text in an unknown language"

# The gravest first: what would be lost, or stand in the wrong place, weighs more than what would only be missing.
DOUBTS = (
    NO_HEADLINE, SHORT_BODY, UNSURE_BODY, NO_DATE, TWO_DATES, UNSURE_DATE, ONLY_UPDATED, UNSURE_HEADLINE,
    UNSURE_AUTHORS, UNKNOWN_LANGUAGE,
)  # fmt: skip
ENOUGH_WORDS = 50
# Within how many characters most texts have as many.
_GLANCE = 1000
_WORD = re.compile(r"\w+")
# Chinese, Japanese and Korean: two characters count as a word, for few spaces part them.
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def doubt_article(article: Article, body: str) -> tuple[str, ...]:
    """The doubts that an article itself shows, whatever it was read from."""
    date = article.date
    found = {
        SHORT_BODY: _is_short(body),
        NO_DATE: date is None,
        ONLY_UPDATED: date is not None and date.uncertain and article.updated is not None,
        UNSURE_DATE: date is not None and date.uncertain and article.updated is None,
        UNKNOWN_LANGUAGE: not article.language,
    }
    return sort_doubts(doubt for doubt, is_so in found.items() if is_so)


def _is_short(body: str) -> bool:
    return _count(body[:_GLANCE]) < ENOUGH_WORDS and _count(body) < ENOUGH_WORDS


def _count(text: str) -> int:
    wide = len(_WIDE.findall(text)) // 2
    return len(_WORD.findall(_WIDE.sub(" ", text))) + wide


def sort_doubts(doubts: Iterable[str]) -> tuple[str, ...]:
    """Doubts, each once, the gravest first; those of other people's importers last."""
    return tuple(
        sorted(set(doubts), key=lambda doubt: (DOUBTS.index(doubt) if doubt in DOUBTS else len(DOUBTS), doubt))
    )
