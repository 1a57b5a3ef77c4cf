"""What the elements of a page call themselves: words of classes, ids and roles, and what they announce.

In: the words that an element has in such attributes. Out: the roles that they stand for. Words of any page in several
languages; never those of a known site or of a publishing system.
"""

import re
from functools import lru_cache

_WORDS = {
    "body": """body text entry prose rich richtext wysiwyg paragraph paragraphs para txt bodytext articlebody
        storybody articletext storytext posttext postbody entrycontent articlecontent postcontent storycontent copy
        bodycopy fulltext artikeltext brodtext texte corps texto cuerpo corpo testo tekst tresc metin""",
    "article": """article post story blog single hentry news newsarticle blogpost artikel beitrag articulo noticia
        nota articolo artigo materia statya haber artykul meldung""",
    "main": "main content contents primary maincontent inhalt contenu contenido conteudo contenuto inhoud innehall",
    "sharing": """share shares sharing shared social socials facebook twitter whatsapp linkedin pinterest instagram
        tweet follow reddit telegram addthis sharebar teilen partager partage compartir condividi bookmark""",
    "related": """related relateds recommended recommendation recommendations recommend recirc recirculation more
        readmore popular trending latest also similar next previous prev prevnext mostread mostpopular picks recent
        readalso verwandt verwandte weitere mehr meistgelesen relacionadas relacionados relacionado correlati lire
        lees suggested suggestions upnext promo promos inarticle""",
    "card": """card cards tile tiles teaser teasers carousel slider swiper slick grid listing feed thumb thumbs
        thumbnail slideshow collection stories articles posts headlines""",
    "comments": """comment comments reply replies respond disqus kommentar kommentare kommentarer commentaires
        comentarios commenti reacties discussion thread commentlist conversation forum livefyre""",
    "appeal": """newsletter newsletters subscribe subscription signup paywall register registration login signin
        donate donation membership cta offer abo abonnement piano regwall premium metered support""",
    "advert": """ad ads advert advertisement advertising adverts sponsor sponsored promoted anzeige werbung affiliate
        taboola outbrain dfp gpt publicite pub publicidad reklama adsense commercial brandbox""",
    "caption": "caption captions figcaption imagecaption credit credits bildunterschrift legende legend pie",
    "picture": """figure image images photo photos img media gallery picture pictures video videos player audio embed
        foto""",
    "navigation": """nav navigation menu menus breadcrumb breadcrumbs navbar submenu pagination pager tabs tablist
        sitemap skip subnav topnav mainnav dropdown hamburger megamenu offcanvas drawer crumb crumbs menuitem""",
    "frame": """header footer masthead foot colophon copyright legal contentinfo banner branding topbar logo
        siteheader sitefooter fuss kopf""",
    "byline": "byline author authors bio profile vcard avatar autor autoren auteur verfasser autore contributor writer",
    "meta": """meta metadata date time dates published timestamp updated duration datum datetime pubdate dateline
        readtime fecha data""",
    "tags": """tag tags topic topics keyword keywords category categories taxonomy label labels kicker eyebrow rubrik
        rubric themen tema temas""",
    "title": "title headline heading h1 titel titre titulo titolo hed pagetitle",
    "summary": """summary standfirst lead lede dek deck intro introduction subtitle excerpt description abstract
        vorspann chapo entradilla bajada sottotitolo subhead ingress subheadline teasertext sapo""",
    "aside": """aside sidebar side rail widget widgets complementary infobox factbox box callout inset panel module
        column secondary sidebars factsheet""",
    "popup": """modal popup popover dialog overlay cookie cookies consent gdpr notification tooltip alert toast
        lightbox notice message disclaimer""",
    "form": "form input search field fields button buttons btn submit checkbox cart checkout captcha",
    "unseen": "hidden invisible sr visually screen reader offscreen print noprint hide none collapse collapsed",
    "quote": "quote blockquote pullquote pull zitat citation cita",
    "contents": "toc tableofcontents inhaltsverzeichnis jump anchor",
    "notes": "note notes footnote footnotes correction disclosure references reference endnote sources",
    "live": "live liveblog ticker update updates",
    "list": "list lists item items listitem liste",
    "heading": "subheading subhead crosshead heading headings zwischentitel intertitre ladillo",
}
ROLES = tuple(_WORDS)
_ROLES_OF: dict[str, int] = {}
for _number, _words in enumerate(_WORDS.values()):
    for _word in _words.split():
        _ROLES_OF[_word] = _ROLES_OF.get(_word, 0) | 1 << _number
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def role_bit(role: str) -> int:
    """The bit of a role."""
    return 1 << ROLES.index(role)


@lru_cache(maxsize=4096)
def find_roles(named: str) -> int:
    """The roles as bits, in the order of `ROLES`. Of two words that follow each other also the word of both."""
    bits, before = 0, ""
    for token in _TOKEN.findall(named):
        word = token.lower()
        bits |= _ROLES_OF.get(word, 0) | _ROLES_OF.get(before + word, 0)
        before = word
    return bits
