"""Plans robots.txt, where the site's own address is known.

In: the settings. Out: one page: where the sitemap is, and which crawlers may come. Crawlers that collect text to train
AI are named one by one, since no word of the protocol (RFC 9309) means all of them.
"""

from collections.abc import Iterator

from backfile import urls
from backfile.model import Page
from backfile.pages.page import Material, make_page
from backfile.subjects import MACHINES

# Those whose operators say that they heed it; docs/settings.md has where that is said, and the day.
AI_CRAWLERS = (
    "AI2Bot",
    "Amazonbot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "Google-Extended",
    "GPTBot",
    "meta-externalagent",
    "omgili",
    "PanguBot",
    "Timpibot",
)


def plan(material: Material) -> Iterator[Page]:
    if material.settings.base_url:
        refused = () if material.settings.ai_crawlers else AI_CRAWLERS
        yield make_page(material, urls.ROBOTS, "robots.txt", "", subject=MACHINES, refused=refused)
