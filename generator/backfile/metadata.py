"""What machines are told of an article in its page: schema.org's NewsArticle, as JSON-LD.

In: an article's facts, what templates know as `site`. Out: text for a script element, which nothing in it can end.
Dates have the precision that is known. Addresses are whole, so where the site's own isn't known, none is given.
"""

import json
from collections.abc import Mapping

from backfile import urls
from backfile.credits import Name, find_names
from backfile.entries import Facts, find_last_change

_ESCAPES = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def format_news_article(article: Facts, site: Mapping[str, str | bool]) -> str:
    """The description as JSON that may stand in HTML."""
    text = _ENCODER.encode(describe_news_article(article, site))
    for sign, code in _ESCAPES:
        text = text.replace(sign, code)
    return text


def describe_news_article(article: Facts, site: Mapping[str, str | bool]) -> Facts:
    base, archive = str(site["base_url"]), str(site["title"])
    newspaper = article["source"] or archive
    return _drop_empty(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article["title"],
            "alternativeHeadline": article["subtitle"],
            "description": article["summary"],
            "url": urls.absolute(article["address"], base) if base else "",
            "sameAs": article["url"],
            "datePublished": article["date"].rstrip("~"),
            "dateModified": find_last_change(article).rstrip("~"),
            "author": [_describe_name(name) for name in find_names(article)],
            "provider": _describe_thing("Organization", article["agency"]),
            "publisher": _describe_thing("Organization", newspaper),
            "isPartOf": _describe_thing("Newspaper", newspaper),
            "dateline": article["place"],
            "contentLocation": _describe_thing("Place", article["place"]),
            "articleSection": article["section"],
            "about": [_describe_thing("Person", name) for name in article["people"]],
            "keywords": article["tags"],
            "inLanguage": article["language"] or str(site["language"]),
            "wordCount": article["words"],
            "image": [_describe_image(image, base) for image in article["images"] if base and image["address"]],
            "copyrightNotice": article["rights"],
            "correction": list(map(_describe_correction, article["corrections"])),
        }
    )


def _describe_name(name: Name) -> Facts:
    return {"@type": "Organization" if name.is_house else "Person", "name": name.whole}


def _describe_thing(kind: str, name: str) -> Facts:
    return {"@type": kind, "name": name} if name else {}


def _describe_image(image: Facts, base: str) -> Facts:
    address = urls.absolute(image["address"], base)
    return _drop_empty(
        {"@type": "ImageObject", "url": address, "caption": image["caption"], "creditText": image["credit"]}
    )


def _describe_correction(correction: Facts) -> Facts:
    date = correction["date"].rstrip("~")
    return _drop_empty({"@type": "CorrectionComment", "text": correction["text"], "datePublished": date})


def _drop_empty(facts: Facts) -> Facts:
    return {key: value for key, value in facts.items() if value}
