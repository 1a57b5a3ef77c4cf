"""What an importer doubts of its own work, in words: the reasons for a person to look at an article.

In: an article as it was read, its body, the kinds of its lines. Out: doubts, each a few words, the gravest first, and
the reasons for a person to look, as an import counts them and a review lists them. The words stand here and nowhere
else: importers write them, the front matter keeps them, a review sorts by them. Doubts that need to know how a format
was read are its importer's to find.
"""

import re
from collections.abc import Iterable, Sequence

from backfile.model import Article, Origin, PartialDate

NO_HEADLINE = "no headline found"
SHORT_BODY = "body under 50 words"
LEFT_OUT = "much of the text was left out"
UNSURE_BODY = "article and furniture hard to tell apart"
NO_DATE = "no date found"
TWO_DATES = "two dates"
UNSURE_DATE = "day and month hard to tell apart"
ONLY_YEAR = "only a year found"
ONLY_UPDATED = "only the date of an update"
SHORT_YEAR = "a year of two digits"
UNSURE_HEADLINE = "headline and standfirst hard to tell apart"
UNSURE_ENCODING = "signs and letters hard to tell apart"
UNSURE_AUTHORS = "author hard to tell"
UNKNOWN_LANGUAGE = "text in an unknown language"

# How likely what a doubt is about is right, as it was on labelled pages; the gravest first.
SHARES = {
    NO_HEADLINE: 0.1, UNSURE_DATE: 0.2, ONLY_YEAR: 0.2, LEFT_OUT: 0.25, NO_DATE: 0.3, SHORT_BODY: 0.4, UNSURE_BODY: 0.5,
    ONLY_UPDATED: 0.5, TWO_DATES: 0.6, UNSURE_HEADLINE: 0.6, SHORT_YEAR: 0.7, UNSURE_ENCODING: 0.7,
    UNSURE_AUTHORS: 0.6,
    UNKNOWN_LANGUAGE: 0.6,
}  # fmt: skip
DOUBTS = tuple(SHARES)
# The field that a doubt is about: the doubt says more than a low confidence in the same field.
FIELDS = {
    NO_HEADLINE: "title", UNSURE_HEADLINE: "title", SHORT_BODY: "body", LEFT_OUT: "body",
    UNSURE_BODY: "body", NO_DATE: "date", TWO_DATES: "date", UNSURE_DATE: "date", ONLY_YEAR: "date",
    ONLY_UPDATED: "date", SHORT_YEAR: "date", UNSURE_AUTHORS: "authors", UNSURE_ENCODING: "body",
    UNKNOWN_LANGUAGE: "language",
}  # fmt: skip
# Below this, a person should look: of the labelled pages' titles, dates and authors with a lower confidence, 14 of 36
# were wrong, of all others 26 of 343.
UNSURE = 0.7
# Fields whose confidence was measured: only they are a reason to look.
MEASURED = frozenset({"title", "date", "authors", "body"})
ENOUGH_WORDS = 50
# A line of so many characters is prose. What was taken out of it is much if so many of its words, for each that was
# kept, are likely to be the article's, or if there are so many of them at all.
LONG = 100
_LIKELY, _MOST = 0.1, 2.5
# Within how many characters most texts have as many.
_GLANCE = 1000
_WORD = re.compile(r"\w+")
# Chinese, Japanese and Korean: two characters count as a word, for few spaces part them.
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def doubt_article(article: Article, body: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The doubts that its importer has of an article, and those that the article itself shows.

    An uncertain date is that of an update, if it is the same; an ambiguous one, if its month isn't known, unless the
    importer knows better; else one of whose year two digits are printed.
    """
    date, known = article.date, {*known}
    is_uncertain = date is not None and date.uncertain and ONLY_YEAR not in known
    is_update = article.updated is not None and date is not None and _day(date) == _day(article.updated)
    found = {
        SHORT_BODY: _is_short(body),
        NO_DATE: date is None,
        ONLY_UPDATED: is_uncertain and is_update,
        UNSURE_DATE: is_uncertain and not is_update and date is not None and date.month is None,
        SHORT_YEAR: is_uncertain and not is_update and date is not None and date.month is not None,
        UNKNOWN_LANGUAGE: not article.language,
    }
    return sort_doubts((*known, *(doubt for doubt, is_so in found.items() if is_so)))


def _day(date: PartialDate) -> tuple[int, int | None, int | None]:
    return date.year, date.month, date.day


def _is_short(body: str) -> bool:
    return _count(body[:_GLANCE]) < ENOUGH_WORDS and _count(body) < ENOUGH_WORDS


def _count(text: str) -> int:
    wide = len(_WIDE.findall(text)) // 2
    return len(_WORD.findall(_WIDE.sub(" ", text))) + wide


def list_reasons(doubts: Sequence[str], origins: Iterable[Origin]) -> tuple[str, ...]:
    """Why a person should look at an article: what its importer doubts, and of which fields it isn't sure."""
    unsure = (f"unsure of {origin.field}: {origin.confidence:.2f}" for origin in find_unsure(doubts, origins))
    return (*doubts, *unsure)


def find_unsure(doubts: Iterable[str], origins: Iterable[Origin]) -> list[Origin]:
    """The origins of fields that are unsure though no doubt says so, as sure as the front matter writes it."""
    told = {FIELDS.get(doubt) for doubt in doubts}
    return [origin for origin in origins if is_unsure(origin) and origin.field not in told]


def is_unsure(origin: Origin) -> bool:
    """Whether a field that matters is less sure than a person should rely on, by what the front matter will say."""
    return origin.field in MEASURED and round(origin.confidence, 2) < UNSURE


def leaves_out_much(kept: float, left: Iterable[tuple[float, float]]) -> bool:
    """Whether long lines that were taken out may be much of the text: `kept` words make the body; of each line that was
    left, its words and the chance that they are the article's."""
    words = likely = 0.0
    for count, chance in left:
        words, likely = words + count, likely + count * chance
    return likely >= _LIKELY * kept or words >= _MOST * kept


def sort_doubts(doubts: Iterable[str]) -> tuple[str, ...]:
    """Doubts, each once, the gravest first; those of other people's importers last."""
    return tuple(
        sorted(set(doubts), key=lambda doubt: (DOUBTS.index(doubt) if doubt in DOUBTS else len(DOUBTS), doubt))
    )
