"""An article's facts, as templates know them, made from a few words."""

from typing import Any

from backfile.dates import parse_date
from backfile.entries import Facts, Record
from backfile.entries import describe as describe_record
from backfile.model import Article, Source

FACTS = {
    "title": "Mill burns", "authors": ["Ann Lee"], "agency": "", "source": "The Ledger", "section": "", "place": "",
    "summary": "", "tags": [], "language": "en", "date": "1923-03-05",
}  # fmt: skip


def describe(**fields: Any) -> Facts:
    """The facts of an article with these fields; dates are text."""
    values = {**FACTS, **fields}
    dates = {name: parse_date(values[name]) for name in ("date", "updated") if values.get(name)}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    article = Article("content/mill.md", slug="mill", **{"title": "", **values, "date": None, **dates, **lists})
    facts = describe_record(Record(Source(article.path, "d", 1), article, "Text", 10, ()))
    images = [{**image, "address": image["file"], "remote": ""} for image in facts["images"]]
    return {**facts, "images": images}
