"""Plans the Atom feed, where the site's own address is known.

In: the newest articles. Out: one page with their full text. Atom (RFC 4287) wants whole timestamps, so that here, and
nowhere else, a partial date is completed: its first day, midnight, UTC. The feed is as new as its newest article.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone

from backfile import urls
from backfile.catalog import Catalog, Listed
from backfile.dates import parse_date
from backfile.entries import Facts
from backfile.model import Page
from backfile.pages.articles import describe_article
from backfile.pages.page import Material, format_context, join_json, make_page
from backfile.subjects import FEED as SUBJECT

# What a feed says that has no dated article: it must say something.
_NEVER = "1970-01-01T00:00:00+00:00"


def plan(material: Material) -> Iterator[Page]:
    catalog, settings = material.catalog, material.settings
    if not settings.base_url:
        return
    entries = [_describe(catalog, listed) for listed in catalog.latest(settings.feed_size) if listed.card["date"]]
    newest = max((entry["updated"] for entry in entries), key=datetime.fromisoformat, default=_NEVER)
    shown = join_json(format_context(entry) for entry in entries)
    yield make_page(material, urls.FEED, "feed.xml", settings.title, subject=SUBJECT, entries=shown, updated=newest)


def _describe(catalog: Catalog, listed: Listed) -> Facts:
    facts = listed.facts
    published = complete_date(facts["date"])
    updated = complete_date(facts["updated"]) if facts["updated"] else published
    return {"article": describe_article(catalog, listed), "published": published, "updated": updated}


def complete_date(text: str) -> str:
    """A date as a whole timestamp: `1998-02` is `1998-02-01T00:00:00+00:00`."""
    date = parse_date(text)
    clock = date.time or time()
    zone = timezone(timedelta(minutes=date.offset or 0))
    moment = datetime(date.year, date.month or 1, date.day or 1, clock.hour, clock.minute, clock.second, tzinfo=zone)
    return moment.isoformat()
