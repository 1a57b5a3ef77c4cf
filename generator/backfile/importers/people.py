"""The people whom a line names: authors of the text, makers of the pictures.

In: the text of one line. Out: names as they should be filed, or nothing. Knows words that announce a byline or credit
in several languages, and what a name looks like; nothing of the lines around it, and no list of names.
"""

import re

from backfile.importers import vocabulary
from backfile.importers.printed_dates import find_date, find_month

# Stand inside a name with a small letter.
_SMALL = frozenset("van von der den de da di du la le del dos al el bin ter ten".split())
_PERSON = re.compile(r"[^\W\d_][^\W\d_.'’-]*\.?(?:['’ .-]+[^\W\d_]+\.?){1,5}")
_BEHIND_NAMES = re.compile(
    r"\s*(?:[|•·●⋅/]|\s[–—-]\s|\d|\(|@|\bin [A-Z]|\bfor [A-Z]|(?<=[A-Z]{2} )at (?:the )?[A-Z]|"
    r"\bon\b|"
    r"(?<=[^\W\d_]{3})\.\s|\b(?:with|mit|avec|con)\s|"
    r"(?i:published|updated|posted|last updated?))"
)


# Where a name ends and another begins, or a trade, without a space: `Ann LeeSenior Reporter`; `McKay` is one.
_GLUED = re.compile(
    r"(?<=[a-zß-öø-ÿ])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bVan)(?<!\bFitz)(?=[A-Z][a-zß-öø-ÿ])"
)
_AND = re.compile(
    r"\s*(?:,|;|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b|\bi\b|\bja\b|\bve\b|\bи\b)\s*"
)
# Stand with capitals in headings, labels, menus and titles of jobs, in lines that look like names: what a page
# has, what its readers do, what people are. No model has learned them; they are asked where one is sure.
_NO_NAMES = frozenset(
    """thoughts practices practice insights takeaways takeaway questions question answers description descriptions
    details overview introduction conclusion conclusions background facts highlights findings recommendations
    references sources notes disclaimer disclosure methodology price prices size sizes toolbar options option content
    contents bio biography profile stories story paper papers program programme programs calculator tool tools guide
    guides tip tips resource resources pick picks choice choices product products service services solution solutions
    review reviews reviewer reviewers rating ratings offer offers deals job jobs career careers opportunities event
    events course courses training learning education development design management marketing liability insurance
    finance health wellness fitness care allergies travel advice rights policy privacy terms blog blogs podcast video
    videos gallery album series edition issue archive archives category categories topic topics tag tags related
    recommended popular trending latest top featured sponsored checked verified updated published posted written
    fact-checked approved original full final key best frequently asked average brief more enter subscribe visit meet
    expert experts specialist specialists developer engineer consultant analyst strategist advisor adviser coach
    therapist gardener astrologer photographer designer author authors writer writers editor editors reporter reporters
    correspondent correspondents columnist contributor contributors journalist manager director officer president
    founder owner employee employees directory producer researcher scientist professor intern assistant
    fazit überblick einleitung hintergrund fragen antworten tipps ratgeber themen thema angebote angebot produkte
    dienstleistungen veranstaltungen stellenangebote karriere beliebt empfehlungen meistgelesen archiv sensation
    redakteur redakteurin journalistin autor autorin korrespondent korrespondentin experte expertin geschäftsführer
    conclusions contexte sommaire conseils guide dossier dossiers offres emplois événements catégories populaire
    journaliste rédacteur rédactrice correspondant correspondante auteure auteur chroniqueur directeur directrice
    conclusión resumen consejos preguntas ofertas empleos noticias relacionadas categorías periodista redactor redactora
    corresponsal autora conclusione riassunto consigli domande offerte lavoro categorie giornalista redattore redattrice
    corrispondente conclusão resumo dicas perguntas jornalista redatora colunista conclusie samenvatting vragen
    aanbiedingen vacatures redacteur columnist slutsats sammanfattning frågor erbjudanden skribent reporter publisert
    oppdatert publicerad uppdaterad udgivet opdateret wnioski podsumowanie pytania oferty redaktor dziennikarz
    dziennikarka вывод выводы вопросы ответы советы автор корреспондент редактор журналист sonuç özet sorular öneriler
    muhabir editör yazar
    reply replies report share like dislike recommend upvote downvote flag quote permalink edit delete""".split()
)
# Parts of a date or a time.
_CLOCKS = frozenset("am pm utc gmt est edt cst cdt mst mdt pst pdt ist bst cet cest jst aest hst uhr".split())
_SINGLE = re.compile(r"[^\W\d_a-z][^\W\d_]{2,20}")
# Whom a paper names by the office alone, as printed: `From Our Own Correspondent`; and an office before a name.
_OFFICE = re.compile(
    r"(?:(?:from|by)\s+)?(?P<office>(?:our|an?|the) (?:[\w-]+ ){0,3}(?:correspondent|reporter|representative)s?)\W*",
    re.IGNORECASE,
)
_OFFICE_BEFORE = re.compile(
    r"(?:[Oo]ur|(?:the|an?|unser\w*|notre|nuestr[oa]|il nostro|la nostra)(?= [a-zß-ÿ]))\b [^,:\d]{2,40}[,:]\s*(?=\S)"
)
# Behind a name, where a word has announced it: `By Ann Lee of the Packet`.
_HOUSE_BEHIND = re.compile(r"\s+(?:of|at)\s+(?:the\s+)?(?-i:[A-Z])", re.IGNORECASE)
# Who made a picture, where a sentence stands before it or a caption behind it; each form names it in its only group.
_CREDITS = (
    re.compile(
        r"\b(?:image|photo|picture) (?:source|copyright)\s*[,:]\s*(\S.{1,60}?)(?=\s+(?:image )?caption\b|$)", re.I
    ),
    re.compile(r"[^\W\d]{2}[.!?…]['\"”’»)]*\s+©\s?((?!\d)[^\d©]{2,60})$"),
)
_STOPPED = re.compile(r"[^\W\d]{2}[.!?…]['\"”’»)]*\s")
# Behind the sign of copyright: nobody, or the owner of a whole page.
_NO_CREDIT = re.compile(r"^copyright|\b(?:rights|rechte|droits|derechos|diritti|ltd|inc|llc|gmbh)\b", re.IGNORECASE)
# The name at a line's end, behind a few words of which one is small.
_BEHIND_MARK = re.compile(r"(?=(?:\S+ ){4})(?=\S.* [a-zß-ÿ])[^/©|>»]{15,200} [/©] ?([^/©|>»\d]{3,60})")
_CAPTION_START = re.compile(r"\s*(?:image|photo|picture) caption\s*[,:]\s*", re.IGNORECASE)
_SOURCE_WORD = re.compile(r"\s*\b(?:image|photo|picture) (?:source|copyright)\s*$", re.IGNORECASE)
_PRONOUNS = frozenset("our your their his her the this that a an my default now here you".split())


def find_authors(text: str) -> tuple[str, ...]:
    """The people whom a byline names: `By Jane Doe and John Roe, in Seoul`; empty if it is none."""
    if not text.isascii() and (trade := vocabulary.BY_TRADE.match(text)):
        return (trade["name"].strip().split()[-1] if " " in trade["name"].strip() else trade["name"].strip(),)
    if (office := _OFFICE.fullmatch(text)) and office["office"][0].isupper():
        return (office["office"].title() if office["office"].isupper() else office["office"],)
    match = vocabulary.BY.match(text) or _find_by_within(text)
    if match is None or vocabulary.NO_BY.search(text, 0, match.end()):
        return ()
    date = find_date(text)
    end = date.start if date and date.start >= match.end() else len(text)
    before = _OFFICE_BEFORE.match(text, match.end(), end)
    told = _HOUSE_BEHIND.split(text[before.end() if before else match.end() : end], maxsplit=1)[0]
    return find_names(told) or find_single(told)


def _find_by_within(text: str) -> re.Match[str] | None:
    """`by` behind the date or the word that announces it: `Posted on 3 May 2001 by Ann Lee`."""
    found = vocabulary.BY_WITHIN.search(text)
    return found if found and (find_date(text) or vocabulary.PUBLISHED.match(text)) else None


def find_single(text: str) -> tuple[str, ...]:
    """A byline that isn't a first and a last name: `Amanda`, `The Currency editors`."""
    rest = " ".join(_BEHIND_NAMES.split(text.replace("\xa0", " "), maxsplit=1)[0].strip(" ,.").split())
    if vocabulary.COLLECTIVE.fullmatch(rest):
        return (rest,)
    parts = tuple(_AND.split(rest))
    single = all(_SINGLE.fullmatch(part) and part.casefold() not in _PRONOUNS for part in parts)
    return parts if single and len(parts) <= 3 and not vocabulary.NO_PERSONS.search(" ".join(parts)) else ()


def find_names(text: str) -> tuple[str, ...]:
    """The people whom a text lists at its start."""
    rest = _BEHIND_NAMES.split(_GLUED.sub(", ", text), maxsplit=1)[0]
    names: list[str] = []
    for part in _AND.split(rest):
        named = vocabulary.BEHIND_NAME.sub("", part.strip(" .")) if not part.isupper() else part.strip(" .")
        if names and vocabulary.CREDENTIAL.fullmatch(part.strip()):
            continue
        if not is_name(named) or vocabulary.TRADES.search(named):
            break
        names.append(_once(named.strip(" .")))
    return tuple(dict.fromkeys(name.title() if name.isupper() else name for name in names))


def _once(name: str) -> str:
    """A name that stands twice, once for the eye and once for those who listen: `Ann Lee Ann Lee`."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else name


def is_person(text: str) -> bool:
    """Whether a line with no word that says so is likely somebody's name and nothing else."""
    text = text.strip(" .")
    named = is_name(text) and bool(_PERSON.fullmatch(text)) and not vocabulary.NO_PERSONS.search(text)
    return named and vocabulary.SECTIONS.isdisjoint(text.casefold().split())


def is_nobody(name: str) -> bool:
    """Whether what looks like a name is a heading, a label, a job or part of a date: `Pm Utc`, `Original Nov`."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.casefold())
    dated = len(words) <= 2 and any(word in _CLOCKS for word in words)
    return dated or all(map(find_month, words)) or not _NO_NAMES.isdisjoint(words)


def is_name(text: str) -> bool:
    """Two to five words, each with a capital but for `van`, `de`, `bin` between them."""
    words = text.strip(" .").split()
    named = [word for word in words if word not in _SMALL]
    return 2 <= len(words) <= 5 and len(named) >= 2 and all(word[0].isupper() for word in named) and words[-1] in named


def find_credit(text: str) -> str:
    """Who made the picture that a line belongs to; empty if it names nobody."""
    for pattern in vocabulary.CREDITS:
        match = pattern.search(text)
        if match and _is_caption(match[1]):
            # `Photo: The bridge on Friday. Credit: Ann Lee`
            stop = _STOPPED.search(text, match.start(1))
            match = pattern.search(text, stop.end()) if stop else None
        if match and not _is_caption(match[1]):
            return (match[1] if "(" in match[1] else match[1].split(")")[0]).strip(" .")
    for pattern in _CREDITS:
        if (match := pattern.search(text)) and not _is_caption(match[1]) and not _NO_CREDIT.search(match[1]):
            return match[1].strip(" .")
    return find_bracketed(text) if vocabulary.PICTURE_START.match(text) else ""


def find_bracketed(text: str) -> str:
    """The name that a line ends with, in brackets or behind a mark: `The bridge (Ann Lee/The Packet)`, `The bridge on
    Friday / Ann Lee`; above a text it is a credit."""
    match = vocabulary.BRACKETS.search(text) or _BEHIND_MARK.fullmatch(text)
    maker = re.split(r"\s*[/,|]\s*|\s+(?:for|via)\s+", match[1])[0] if match else ""
    return match[1].strip() if match and is_person(maker) else ""


def find_caption(text: str) -> str:
    """The caption that a word announces where no credit stands: `Photo: The bridge on Tuesday.`"""
    match = _find_start(text)
    told = text[match.end() :] if match else ""
    return told if _is_caption(told) and not find_credit(text) else ""


def part_picture(text: str, credit: str) -> str:
    """The caption of a line that holds a credit: what stands before it or behind it, without the words between."""
    at = text.rfind(credit)
    before = vocabulary.CREDIT_WORD.sub("", text[:at]).strip(" ([|/–—-,©")
    before = _SOURCE_WORD.sub("", before).rstrip(" ,")
    start = _find_start(before)
    behind = _CAPTION_START.match(text, at + len(credit))
    return before[start.end() :] if start else before or (text[behind.end() :] if behind else "")


def _find_start(text: str) -> re.Match[str] | None:
    return vocabulary.PICTURE_START.match(text) or _CAPTION_START.match(text)


def _is_caption(text: str) -> bool:
    """Whether what stands where a credit may stand is a sentence, not a name."""
    small = [word for word in text.split() if word[0].islower()]
    telling = [word for word in small if word.strip(".,;:") not in vocabulary.CREDIT_SMALL | _SMALL]
    sentence = bool(re.search(r"\w{3,}[.!?](?:\s|$)", text)) or bool(re.match(r"(?:The|A|An) [a-z]", text))
    return len(small) > 2 or (sentence and bool(telling))
