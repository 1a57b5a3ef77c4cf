"""Drafts and withheld articles as pages, for the preview alone.

In: an archive, its settings, its catalog; an address that the site doesn't have. Out: the page of the article that
would have it, a picture that only such articles show, or the list of them all; in memory, for nothing of it may ever
lie in site/.
"""

import json
from dataclasses import replace
from html import escape

from backfile import urls
from backfile.archive import Archive, is_article
from backfile.catalog import Catalog, Listed
from backfile.entries import Facts
from backfile.host import Answer
from backfile.messages import Messages, find_messages
from backfile.model import Article, Page, Problem
from backfile.overlay import DRAFTS, put_on_top, show_problems, show_status
from backfile.pages.aliases import find_redirect
from backfile.pages.articles import describe_article, plan_article
from backfile.pages.page import collect_material, find_term_address, format_context
from backfile.render import Renderer
from backfile.settings import Settings, describe_site
from backfile.slugs import slugify
from backfile.taxonomies import TAXONOMIES, Taxonomy, fold_term
from backfile.theme import open_theme

_MOST = 2_000
_LIST = """\
<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Not published</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root{{color-scheme:light dark}}
body{{font:17px/1.5 system-ui,sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem 3rem;overflow-wrap:anywhere}}
ul{{list-style:none;padding:0}}li{{padding:.6rem 0;border-top:1px solid #8886}}small{{display:block}}
</style></head><body><main><h1>Not published</h1>
<p>A build leaves these articles out. Only this preview shows them. <a href="../index.html">The site</a></p>
<ul>{rows}</ul>{rest}</main></body></html>"""
_EMPTY = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Not published</title></head><body></body></html>'
)


def find_unpublished(archive: Archive, settings: Settings, catalog: Catalog, address: str) -> Answer | None:
    """What the preview serves at an address that the site doesn't have; one with a `?` may be an old one."""
    if redirect := find_redirect(catalog, settings, address):
        return Answer(b"", redirect=f"/{urls.link(redirect, 0)}")
    if "?" in address:
        return None
    if address == DRAFTS:
        return Answer(_list(catalog).encode())
    if listed := catalog.find_unpublished(address):
        return Answer(_render(archive, settings, catalog, listed))
    path = f"content/{address}"
    if not is_article(path) and catalog.find_digest(path) and catalog.is_shown_unpublished(path):
        return Answer((archive.root / path).read_bytes(), is_page=False)
    return None


def _render(archive: Archive, settings: Settings, catalog: Catalog, listed: Listed) -> bytes:
    """The page as it would be, with the status on top; where it can't be made, the problem."""
    theme = open_theme(archive)
    messages = find_messages(theme.folders, settings.language)
    page = plan_unpublished(settings, messages, catalog, listed)
    made = Renderer(archive.root, theme, describe_site(settings)).render(page)
    if isinstance(made, Problem):
        return put_on_top(_EMPTY.encode(), show_problems([made], archive.root))
    return put_on_top(made.data, show_status(listed.facts["status"], listed.source.path))


def plan_unpublished(settings: Settings, messages: Messages, catalog: Catalog, listed: Listed) -> Page:
    """The page of an article by itself, with terms that it would have."""
    material = collect_material(catalog, settings, messages, ())
    article = describe_article(catalog, listed)
    page = plan_article(material, article, None, listed, None, catalog.related_to(listed.source.path))
    terms = {taxonomy.name: _describe_terms(taxonomy, settings, catalog, listed.facts) for taxonomy in TAXONOMIES}
    return replace(page, context=format_context({**json.loads(page.context), "terms": terms}))


def _describe_terms(taxonomy: Taxonomy, settings: Settings, catalog: Catalog, facts: Facts) -> list[Facts]:
    """An article's terms; one that no published article has would stand where its name says."""
    article = Article(
        path="",
        title="",
        slug="",
        authors=tuple(facts["authors"]),
        people=tuple(facts["people"]),
        tags=tuple(facts["tags"]),
        suggested_tags=tuple(facts["suggested_tags"]),
        section=facts["section"],
        source=facts["source"],
        place=facts["place"],
    )
    labels = {fold_term(label): " ".join(label.split()) for label in reversed(taxonomy.terms(article)) if label.strip()}
    terms = []
    for key, label in reversed(labels.items()):
        term = catalog.find_term(taxonomy.name, key)
        slug, count = (term.slug, term.count) if term else (slugify(key, settings.ascii_slugs), 0)
        address = find_term_address(settings, taxonomy.path, slug, max(count, 1))
        suggested = taxonomy.name == "tags" and key not in map(fold_term, article.tags)
        terms.append({"label": term.label if term else label, "address": address, "suggested": suggested})
    return terms


def _list(catalog: Catalog) -> str:
    rows = "".join(_describe(path, status, card) for path, status, card in catalog.unpublished(_MOST))
    more = catalog.count_unpublished() - _MOST
    return _LIST.format(rows=rows, rest=f"<p>… and {more:,} more.</p>" if more > 0 else "")


def _describe(path: str, status: str, card: Facts) -> str:
    link = escape(urls.link(card["address"], DRAFTS.count("/")))
    about = escape(" · ".join(filter(None, (status, card["date"], path))))
    return f'<li><a href="{link}">{escape(card["title"])}</a><small>{about}</small></li>'
