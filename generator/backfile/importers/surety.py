"""Where each field of a text capture stood, how sure that is, and what a person should look at.

In: a page with every line's verdict, and the article that was made of it. Out: origins, a line and a confidence for
each field that is set and for the body, and doubts. A confidence is a share: how many of such values were right on
labelled pages. Shares of what no labelled page has (agency, section, place) are put low.
"""

from collections.abc import Iterator

from backfile.dates import format_day
from backfile.importers import doubts
from backfile.importers.doubts import doubt_article
from backfile.importers.lines import Page
from backfile.importers.units import Unit
from backfile.model import Article, Origin

# The lines that may hold each field, and the share that is taken for right where nothing was measured.
_LINES = {
    "subtitle": ("subtitle",),
    "updated": ("date", "byline"),
    "agency": ("agency", "body"),
    "section": ("section",),
    "place": ("body",),
    "tags": ("tags",),
    "images": ("credit", "caption"),
}
_SHARES = {"subtitle": 0.6, "updated": 0.85, "agency": 0.85, "section": 0.6, "place": 0.85, "tags": 0.9, "images": 0.7}
# By how much of the page could as well be on the other side of the line between article and furniture: from a share
# of the body's words on, what part of such bodies were right.
_BODY = ((0.0, 0.9), (0.08, 0.85), (0.12, 0.8), (0.17, 0.75), (0.24, 0.58), (0.39, 0.37))
# Where the publication's date stands: above the body, within it, below it; and where an update's stands in for it.
_ABOVE, _WITHIN, _BELOW, _UPDATE, _UNCERTAIN = 0.94, 0.75, 0.55, 0.6, 0.2
_HEAD = 12
# What is less sure than this is doubted.
_UNSURE = 0.6
_PROSE = 12


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
            yield Origin(field, _place(lines[0]), _SHARES[field])
    if article.source:
        named = page.of_kind("source")
        printed = bool(named) and article.source.casefold() in named[0].text.casefold()
        yield Origin("source", _place(named[0]) if printed else "furniture", of_source)
    if article.language:
        yield Origin("language", "text", 0.95)
    yield Origin("body", _place_of_body(page), _weigh_body(page))


def _place(unit: Unit) -> str:
    return f"line {unit.paragraph.numbers[0]}"


def _place_of_body(page: Page) -> str:
    numbers = [number for unit in page.of_kind("body", "quote", "heading") for number in unit.paragraph.numbers]
    return f"line {numbers[0]}" if numbers[0] == numbers[-1] else f"lines {numbers[0]}-{numbers[-1]}"


def _find_date(page: Page, article: Article) -> Origin:
    units = page.of_kind("date", "byline")
    published = [unit for unit in units if unit.published]
    unit = (published or [unit for unit in units if unit.updated])[0]
    assert article.date is not None
    number = unit.paragraph.numbers[0]
    body = [line.paragraph.numbers[0] for line in page.of_kind("body", "quote", "heading")]
    share = _ABOVE if number < body[0] else _WITHIN if number < body[-1] else _BELOW
    if not published:
        share = _UPDATE
    if article.date.day is None:
        share = _UNCERTAIN
    return Origin("date", _place(unit), share)


def _weigh_body(page: Page) -> float:
    """The share by how many words are prose taken out, or lie between parts of the body, or are short lines in it."""
    inside = [verdict.kind in {"body", "quote", "heading"} for verdict in page.verdicts]
    first, last = inside.index(True), len(inside) - 1 - inside[::-1].index(True)
    words = unsure = 0
    for i, (unit, is_in) in enumerate(zip(page.units, inside, strict=True)):
        field = page.verdicts[i].kind in {"subtitle", "caption", "credit"}
        prose = unit.ended and unit.words >= _PROSE and not field
        words += unit.words * is_in
        unsure += unit.words * (not unit.ended if is_in else prose + (first < i < last))
    return [share for start, share in _BODY if start <= unsure / max(1, words)][-1]


def find_doubts(page: Page, article: Article, body: str, origins: tuple[Origin, ...]) -> tuple[str, ...]:
    """What a person should look at."""
    shares = {origin.field: origin.confidence for origin in origins}
    found = {
        doubts.NO_HEADLINE: page.headline is None,
        doubts.UNSURE_HEADLINE: page.headline is not None and page.headline.is_close,
        doubts.UNSURE_BODY: shares["body"] < _UNSURE,
        doubts.TWO_DATES: len(_find_days(page)) > 1,
        doubts.UNSURE_AUTHORS: shares.get("authors", 1.0) < _UNSURE,
    }
    return doubt_article(article, body, (doubt for doubt, is_so in found.items() if is_so))


def _find_days(page: Page) -> frozenset[str]:
    """The days of publication that the lines around the headline print."""
    kinds = [verdict.kind for verdict in page.verdicts]
    anchor = kinds.index("headline") if "headline" in kinds else kinds.index("body") if "body" in kinds else 0
    head = [unit for unit in page.units[max(0, anchor - _HEAD) : anchor + _HEAD] if unit.date]
    dates = [unit.published for unit in head if unit.published and unit.published.day]
    return frozenset(format_day(date) for date in dates if date)
