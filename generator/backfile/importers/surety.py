"""Where each field of a text capture stood, how sure that is, and what a person should look at.

In: a page with every line's verdict, and the article that was made of it. Out: origins, a line and a confidence for
each field that is set and for the body, and doubts. A confidence is a share: how many of such values were right on
labelled pages. Shares of what no labelled page has (agency, section, place) are put low.
"""

import re
from collections.abc import Callable, Iterator

from backfile.dates import format_day
from backfile.importers import doubts, vocabulary
from backfile.importers.doubts import SHARES, SHORT_YEAR, doubt_article
from backfile.importers.lines import Page, expect
from backfile.importers.trees import load_model
from backfile.importers.units import Unit
from backfile.model import KEPT, Article, Origin

# The lines that may hold each field, and the share that is taken for right where nothing was measured.
_LINES = {
    "subtitle": ("subtitle",),
    "updated": ("date", "byline"),
    "agency": ("agency", "byline", "body"),
    "section": ("section",),
    "place": ("body",),
    "tags": ("tags",),
    "images": ("credit", "caption"),
}
_SHARES = {"subtitle": 0.6, "updated": 0.85, "agency": 0.85, "section": 0.6, "place": 0.85, "tags": 0.9, "images": 0.7}
# Of several lines of these kinds, which one says it.
_SAID: dict[str, Callable[[Unit, Article], bool]] = {
    "updated": lambda unit, article: unit.updated == article.updated,
    "agency": lambda unit, article: _names_agency(unit.text, article.agency),
}
# Where the publication's date stands: above the body, within it, below it; and where an update's stands in for it.
_ABOVE, _WITHIN, _BELOW, _UPDATE, _UNCERTAIN = 0.94, 0.75, 0.55, 0.6, 0.2
_HEAD = 12
# Of how many words a byline is.
_BYLINE = 12
# What is less sure than this is doubted.
_UNSURE = 0.6
_OF_BODY = ("body", "quote", "heading")


def find_origins(page: Page, article: Article, of_source: float) -> tuple[Origin, ...]:
    """Where each field that is set was found; how sure the source is, its finder knows."""
    return tuple(_find_origins(page, article, of_source))


def _find_origins(page: Page, article: Article, of_source: float) -> Iterator[Origin]:
    headline = page.of_kind("headline")
    if page.headline is not None and headline:
        yield Origin("title", _place(headline[0]), page.headline.confidence)
    else:
        yield Origin("title", "first words", 0.1)
    if article.date is not None:
        yield _find_date(page, article)
    if article.authors and page.byline is not None:
        yield Origin("authors", _place(page.units[page.byline.position]), page.byline.confidence)
    for field, kinds in _LINES.items():
        lines = page.of_kind(*kinds)
        if getattr(article, field) and lines:
            said = (unit for unit in lines if field in _SAID and _SAID[field](unit, article))
            yield Origin(field, _place(next(said, lines[0])), _SHARES[field])
    if article.source:
        named = (unit for unit in page.of_kind("source", "date") if article.source.casefold() in unit.text.casefold())
        printed = next(named, None)
        yield Origin("source", _place(printed) if printed else "furniture", of_source)
    if article.language:
        yield Origin("language", "text", 0.95)
    yield Origin("body", _place_of_body(page), _weigh_body(page))


def _names_agency(text: str, agency: str) -> bool:
    names = (re.escape(name) for name, short in vocabulary.AGENCIES.items() if short == agency)
    return bool(re.search(rf"\b(?:{'|'.join([re.escape(agency), *names])})\b", text, re.IGNORECASE))


def _place(unit: Unit) -> str:
    return f"line {unit.paragraph.numbers[0]}"


def _place_of_body(page: Page) -> str:
    numbers = [number for unit in page.of_kind(*_OF_BODY) for number in unit.paragraph.numbers]
    return f"line {numbers[0]}" if numbers[0] == numbers[-1] else f"lines {numbers[0]}-{numbers[-1]}"


def _find_date(page: Page, article: Article) -> Origin:
    units = page.of_kind("date", "byline")
    published = [unit for unit in units if unit.published]
    unit = (published or [unit for unit in units if unit.updated])[0]
    assert article.date is not None
    number = unit.paragraph.numbers[0]
    body = [line.paragraph.numbers[0] for line in page.of_kind(*_OF_BODY)]
    share = _ABOVE if number < body[0] else _WITHIN if number < body[-1] else _BELOW
    if not published:
        share = _UPDATE
    elif article.date.uncertain:
        share = min(share, SHARES[SHORT_YEAR])
    if article.date.day is None:
        share = _UNCERTAIN
    return Origin("date", _place(unit), share)


def _weigh_body(page: Page) -> float:
    """What share of the bodies was right of whose lines the model was as sure."""
    judged = zip(page.units, page.chances, page.verdicts, strict=True)
    lines = (
        (unit.words, chance, verdict.kind in _OF_BODY)
        for unit, chance, verdict in judged
        if verdict.kind in _OF_BODY or verdict.kind not in KEPT
    )
    return load_model("lines").share(expect(lines))


def _leaves_out_much(page: Page) -> bool:
    body = {unit.text: unit.words for unit in page.of_kind(*_OF_BODY)}
    left = (
        (unit.words, chance)
        for unit, verdict, chance in zip(page.units, page.verdicts, page.chances, strict=True)
        if verdict.kind not in KEPT and len(unit.text) >= doubts.LONG and unit.text not in body
    )
    return doubts.leaves_out_much(sum(body.values()), left)


def find_doubts(
    page: Page, article: Article, body: str, origins: tuple[Origin, ...], known: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """What a person should look at; `known` are the doubts that come from the file itself."""
    shares = {origin.field: origin.confidence for origin in origins}
    found = {
        doubts.NO_HEADLINE: page.headline is None,
        doubts.UNSURE_HEADLINE: page.headline is not None and page.headline.is_close,
        doubts.LEFT_OUT: _leaves_out_much(page),
        doubts.UNSURE_BODY: shares["body"] < _UNSURE,
        doubts.TWO_DATES: len(_find_days(page)) > 1,
        doubts.UNSURE_AUTHORS: shares.get("authors", 1.0) < _UNSURE if article.authors else _has_unread_byline(page),
    }
    return doubt_article(article, body, (*known, *(doubt for doubt, is_so in found.items() if is_so)))


def _has_unread_byline(page: Page) -> bool:
    """Whether a line between headline and text says that somebody wrote it, but not whom it names."""
    kinds = [verdict.kind for verdict in page.verdicts]
    start = kinds.index("headline") if "headline" in kinds else 0
    head = range(start, kinds.index("body", start) if "body" in kinds[start:] else start)
    left = [page.units[i] for i in head if kinds[i] == "subtitle" or kinds[i] not in KEPT]
    return any(unit.words <= _BYLINE and not unit.ended and vocabulary.BY.match(unit.text) for unit in left)


def _find_days(page: Page) -> frozenset[str]:
    """The days of publication that the lines around the headline print."""
    kinds = [verdict.kind for verdict in page.verdicts]
    anchor = kinds.index("headline") if "headline" in kinds else kinds.index("body") if "body" in kinds else 0
    head = [unit for unit in page.units[max(0, anchor - _HEAD) : anchor + _HEAD] if unit.date]
    dates = [unit.published for unit in head if unit.published and unit.published.day]
    return frozenset(format_day(date) for date in dates if date)
