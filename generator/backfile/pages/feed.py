"""Plans the feeds, Atom and JSON Feed, where the site's own address is known.

In: the newest articles; those of each tag and author with many. Out: pages with their full text. Both formats want
whole timestamps, so that here, and nowhere else, a partial date is completed: its first day, midnight, UTC. A feed is
as new as its newest article.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta, timezone

from backfile import urls
from backfile.catalog import Catalog, Listed
from backfile.dates import parse_date
from backfile.entries import Facts, find_last_change
from backfile.model import Page
from backfile.pages.articles import describe_article
from backfile.pages.page import Material, format_context, join_json, make_page
from backfile.pages.terms import FED, find_terms, has_feeds
from backfile.subjects import FEED as SUBJECT
from backfile.subjects import term_subject
from backfile.taxonomies import FOLDERS

# What a feed says that has no dated article: it must say something.
_NEVER = "1970-01-01T00:00:00+00:00"


def plan(material: Material) -> Iterator[Page]:
    catalog, settings = material.catalog, material.settings
    if not settings.base_url:
        return
    addresses = (urls.FEED, urls.JSON_FEED)
    yield from _plan(material, addresses, settings.title, urls.HOME, SUBJECT, catalog.latest(settings.feed_size))
    for name in FED:
        for term in find_terms(material, name):
            if has_feeds(material, term):
                yield from _plan(
                    material,
                    urls.feed_addresses(FOLDERS[name], term.slug),
                    f"{settings.title}: {term.label}",
                    urls.term_address(FOLDERS[name], term.slug),
                    term_subject(name, term.key),
                    catalog.latest_listed_of(term, settings.feed_size),
                )


def _plan(
    material: Material, addresses: Iterable[str], title: str, about: str, subject: str, articles: Iterable[Listed]
) -> Iterator[Page]:
    """One feed in both formats; `about` is the page whose articles it has."""
    entries = [_describe(material.catalog, listed) for listed in articles if listed.card["date"]]
    newest = max((entry["updated"] for entry in entries), key=datetime.fromisoformat, default=_NEVER)
    shown = join_json(format_context(entry) for entry in entries)
    for address, template in zip(addresses, ("feed.xml", "feed.json"), strict=True):
        yield make_page(material, address, template, title, subject=subject, about=about, entries=shown, updated=newest)


def _describe(catalog: Catalog, listed: Listed) -> Facts:
    facts = listed.facts
    published = complete_date(facts["date"])
    changed = find_last_change(facts)
    updated = complete_date(changed) if changed else published
    return {"article": describe_article(catalog, listed), "published": published, "updated": updated}


def complete_date(text: str) -> str:
    """A date as a whole timestamp: `1998-02` is `1998-02-01T00:00:00+00:00`."""
    date = parse_date(text)
    clock = date.time or time()
    zone = timezone(timedelta(minutes=date.offset or 0))
    moment = datetime(date.year, date.month or 1, date.day or 1, clock.hour, clock.minute, clock.second, tzinfo=zone)
    return moment.isoformat()
