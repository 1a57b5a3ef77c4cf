import json
from typing import Any

import pytest

from backfile.metadata import format_news_article
from backfile.model import Correction, Image
from backfile.settings import Settings, describe_site
from references_material import describe

SITE = describe_site(Settings(title="The Archive", base_url="https://a.example/x/"))


def read(site: dict[str, str | bool] = SITE, **fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(format_news_article(describe(**fields), site))
    return found


def test_an_article_is_described_with_all_that_is_known() -> None:
    found = read(
        subtitle="Three hurt",
        authors=["Ann Lee", "The Associated Press"],
        agency="AP",
        place="Ostrava",
        section="Local",
        people=["Ruth Adler"],
        tags=["fires"],
        language="cs",
        summary="Three men were hurt.",
        url="https://ledger.example/1",
        rights="© The Ledger",
        images=[Image("m.png", "Smoke", "The mill", "Ann Lee")],
        corrections=[Correction("Four men.", None)],
    )
    address = "https://a.example/x/1923/03/05/mill.html"
    assert found == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Mill burns",
        "alternativeHeadline": "Three hurt",
        "description": "Three men were hurt.",
        "url": address,
        "sameAs": "https://ledger.example/1",
        "datePublished": "1923-03-05",
        "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Organization", "name": "The Associated Press"}],
        "provider": {"@type": "Organization", "name": "AP"},
        "publisher": {"@type": "Organization", "name": "The Ledger"},
        "isPartOf": {"@type": "Newspaper", "name": "The Ledger"},
        "dateline": "Ostrava",
        "contentLocation": {"@type": "Place", "name": "Ostrava"},
        "articleSection": "Local",
        "about": [{"@type": "Person", "name": "Ruth Adler"}],
        "keywords": ["fires"],
        "inLanguage": "cs",
        "wordCount": 10,
        "image": [{"@type": "ImageObject", "url": "https://a.example/x/m.png", "caption": "The mill",
                   "creditText": "Ann Lee"}],
        "copyrightNotice": "© The Ledger",
        "correction": [{"@type": "CorrectionComment", "text": "Four men."}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("date", "said"), [("1998", "1998"), ("1998~", "1998"), ("1998-02", "1998-02"), ("2011-02-10T01:00:00+00:00",) * 2]
)
def test_dates_have_the_precision_that_is_known(date: str, said: str) -> None:
    assert read(date=date)["datePublished"] == said


def test_what_is_not_known_is_not_there() -> None:
    found = read({**SITE, "base_url": ""}, date="", authors=[], source="", images=[Image("m.png")])
    assert set(found) == {"@context", "@type", "headline", "publisher", "isPartOf", "inLanguage", "wordCount"}


def test_nothing_in_it_can_end_the_script() -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028"
    text = format_news_article(describe(title=title), SITE)
    assert not set(text) & set("<>&\u2028")
    assert json.loads(text)["headline"] == title
