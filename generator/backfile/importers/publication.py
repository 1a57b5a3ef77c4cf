"""Which publication a page is of, as the lines around its text say.

In: these lines, the headline, the masthead. Out: a name, and how sure it is; `find_owner` reads the line of copyright.
Knows the words of such lines in several languages, what firms put behind their names, and what every page has (a
newsletter, services, rights), which is no name; no publication.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from backfile.importers.headline import find_paper
from backfile.importers.people import is_person
from backfile.importers.vocabulary import AGENCIES

_MARK = r"(?:©|\(c\)|\bcopyrights?\b)"
_YEARS = r"(?:\d{4}|M[CDLXVIM]{3,})(?:\s*[-–—/,]\s*(?:\d{2,4}|present|now|heute))*"
_RIGHTS = (
    r"all rights? reserved|rights reserved|all rights?|alle rechten? (?:vorbehalten|voorbehouden)|"
    r"tous droits (?:de reproduction )?réservés|todos (?:los derechos|os direitos) reservados|"
    r"tutti i diritti (?:sono )?riservati|riproduzione riservata|alla rättigheter förbehåll\w+|"
    r"alle rettigheter (?:reservert|forbeholdt)|med ensamrätt|kaikki oikeudet pidätetään|wszelkie prawa zastrzeżone|"
    r"všechna práva vyhrazena|minden jog fenntartva|toate drepturile rezervate|tüm hakları saklıdır|"
    r"hak cipta dilindungi|все права защищены|всі права захищені"
)
# The mark, and what may stand between it and the name: the mark again, years, `by`, the rights themselves.
_BEFORE = re.compile(
    rf"{_MARK}(?:\W*(?:{_MARK}|{_YEARS}|\b(?:by|von|par|por|the year)\b(?=\s)|\b(?:{_RIGHTS})))*\W*", re.IGNORECASE
)
# `The Packet © 2004`.
_BEHIND = re.compile(rf"\W*(?P<name>[^|•·©]{{2,60}}?)\s*[,.|•·-]?\s*{_MARK}\W*{_YEARS}\W*(?:{_RIGHTS})?\W*", re.I)
# The word alone heads notices and credits of pictures: a line of copyright has the sign or a year.
_DATED = re.compile(r"©|\(c\)|\d{4}", re.IGNORECASE)
_STOPPED = re.compile(r"[^\W\d]{2}[.!?…]['\"”’»)]*\s*$")
# What stands behind the name; a full stop within it is part of it: `St. Mary's`, `Ledger.net`.
_END = re.compile(
    rf"\s*(?:[|·•()<>;:!?*\"“”]|\s[–—-]+\s|,(?!\s*(?:inc|llc|ltd|co|corp)\b)|(?<!\b[A-Z])(?<!\bSt)(?<!\bDr)\.(?=\W|$)"
    rf"|[^\W\d]*\d{{4}}|(?-i:\bM[CDLXVIM]{{3,}}\b)|\b(?:{_RIGHTS}|powered|"
    r"(?:site |web ?site )?(?:designed|design|developed|made|built|hosted)\s"
    r"(?:by|with|in)|by\s|(?:is|are|this|no|used|an?)\s|(?:and|or|und) (?:its|ihre)\b|and/or|unless|except|privacy|"
    r"terms|cookies?|contact|sitemap|impressum|datenschutz|imprint|legal|accessibility|disclaimer|registered|"
    r"trademarks?|proudly|theme|mentions légales|aviso legal)\b|$)",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r",?\s+(?:ltd|limited|inc|incorporated|l\.?l\.?c|p\.?l\.?c|l\.?p|corp|corporation|co|company|gmbh|ag|kg|se|ug|mbh|"
    r"b\.?\s?v|n\.?\s?v|s\.?\s?a|s\.?p\.?a|s\.?r\.?l|sarl|sas|ab|as|a/s|aps|oy|oyj|s\.r\.o|a\.s|kft|pty|pte|pvt|holdings?|"
    r"m\.b\.h)\.?$",
    re.IGNORECASE,
)
# Where a page tells its readers what it is called.
_TOLD = re.compile(
    r"(?i:notifications from|newsletters? from|welcome to|first published (?:in|by)|appeared in)\s+"
    r"(?P<name>(?:[Tt]he\s+)?[A-Z][\w'’&-]*(?:\s+(?:(?:of|and)\s+)?[A-Z][\w'’&-]*){0,3})"
)
# A single common word may be anything: `The Packet`, `FerryWatch` and `Packet.net` are less so.
_OF_PARTS = re.compile(r"\w[ .&-]+\w|[a-z][A-Z]")
# What stands behind the headline in a page's title.
_BEHIND_TITLE = re.compile(r"\s+[|–—-]\s+(?P<name>\S.{1,40})")
# Stand in a name with a small letter.
_SMALL = frozenset(
    "of and the for in on at to & + de la le du des der die das und et y e di del della van von il".split()
)
# What a page has or asks for; no name is made of these words alone.
_COMMON = frozenset(
    """rights reserved copyright copyrights content contents all this you it i and of for with in on by at to from
    site website web page pages blog blogs home homepage hub portal team staff author authors owner owners respective
    publisher company companies group business service services product products store shop support help faq faqs
    question questions privacy policy terms conditions legal notice newsletter newsletters email emails alert alerts
    updates mailing list subscribe subscription subscriptions account login register menu search navigation office
    video videos audio podcast podcasts photo photos images image picture pictures book books article articles news
    story stories post posts work mission vision community channel channels event events resource resources learn
    more about designed
    powered center centre online digital media press publication publications magazine newspaper journal
    rechte vorbehalten alle inhalt inhalte verlag redaktion droits réservés tous contenu derechos reservados todos
    contenido diritti riservati tutti riproduzione riservata contenuti rättigheter ansvarlig ansvarig utgivare redaktør
    redaktör wszelkie prawa zastrzeżone все права защищены""".split()
)
# Where one of these stands, others are meant, or the reader is.
_NEVER = frozenset(
    "our your us my me rights reserved copyright photo photos editor editors reporter unsere ihre".split()
)
_LONGEST, _LONGEST_LINE, _SHORT, _MASTHEAD = 7, 40, 20, 60


class Publication(NamedTuple):
    """A name, and how sure it is; empty if nothing tells."""

    name: str = ""
    confidence: float = 0.0


class Owner(NamedTuple):
    """A name in a line of copyright, without `Ltd` and the like, and whether it had one of these."""

    name: str = ""
    is_firm: bool = False


def find_publication(masthead: str, title: str, lines: Sequence[str]) -> Publication:
    """The surest of the names that the masthead, the lines around the text and the line of copyright give.

    How often each was right was measured on labelled pages.
    """
    return max(_find_names(masthead, title, lines), key=lambda found: found.confidence, default=Publication())


def _find_names(masthead: str, title: str, lines: Sequence[str]) -> Iterator[Publication]:
    lines = [line for line in lines if len(line.split()) <= _LONGEST_LINE]
    # The last line of copyright is the page's own; those before may be of pictures.
    for line in reversed(lines):
        owner = find_owner(line)
        if owner.name and owner.name.casefold() not in AGENCIES:
            if masthead and (_holds(owner.name, masthead) or _holds(masthead, owner.name)):
                yield Publication(masthead, 0.9)
            elif paper := _find_spelling(owner.name, lines):
                yield Publication(paper, 0.85)
            elif any(_holds(other, owner.name) for other in lines if other != line and len(other.split()) <= _SHORT):
                yield Publication(owner.name, 0.75 if owner.is_firm else 0.85)
            elif _OF_PARTS.search(owner.name) and not owner.is_firm:
                yield Publication(owner.name, 0.65)
    for line in lines:
        titled = _BEHIND_TITLE.fullmatch(line, len(title)) if line.startswith(title) else None
        for match in [titled] if titled else _TOLD.finditer(line):
            if is_house(match["name"]):
                yield Publication(match["name"], 0.8 if titled else 0.7)
    if masthead:
        yield Publication(masthead, 0.6)


def _find_spelling(owner: str, lines: Sequence[str]) -> str:
    """The paper that a line alone names by words of its owner's: `The Packet` for `Packet Media`."""
    words = {*owner.casefold().split()}
    papers = [paper for line in lines if len(line) <= _MASTHEAD and (paper := find_paper(line))]
    owned = [paper for paper in papers if words.issuperset(paper.casefold().split()[1:])]
    return max(owned, key=len, default="")


def _holds(text: str, name: str) -> bool:
    return name.casefold() in text.casefold()


def find_owner(line: str) -> Owner:
    """`The Dunmere Packet` of `© 2004 The Dunmere Packet Ltd. All rights reserved.`"""
    # Most lines have neither: a quick look spares the expressions.
    marked = "©" in line or "(c)" in (folded := line.lower()) or "copyright" in folded
    match = _BEFORE.search(line) if marked and _DATED.search(line) else None
    if match is None:
        return Owner()
    found = _read_owner(line[match.end() :])
    if is_person(found.name) and _is_behind_caption(line[: match.start()], match[0]):
        return Owner()
    before = None if found.name else _BEHIND.fullmatch(line)
    return _read_owner(before["name"]) if before else found


def _is_behind_caption(before: str, mark: str) -> bool:
    """Whether a mark of copyright without a year stands behind a sentence: `The ferry on Friday. © Ann Lee`."""
    dated = re.search(rf"\d|{_YEARS}", mark)
    return not dated and bool(_STOPPED.search(before)) and not re.search(_RIGHTS, before, re.IGNORECASE)


def _read_owner(text: str) -> Owner:
    end = _END.search(text)
    name = (text[: end.start()] if end else text).strip(" ,.-–—®™'’")
    bare = name
    while (cut := _FIRM.sub("", bare).rstrip(" ,.&")) != bare:
        bare = cut
    return Owner(bare.rstrip("®™"), bare != name) if is_house(bare) else Owner()


def is_house(name: str) -> bool:
    """A few words, each with a capital but for `of` and the like between them, that aren't all common ones."""
    words = name.split()
    named = [word for word in words if word not in _SMALL]
    if not named or len(words) > _LONGEST or len(name) < 2 or "/" in name or named[-1] != words[-1]:
        return False
    plain = {word.casefold().strip(".,'’") for word in words}
    return (
        all(map(_begins_large, named))
        and named[-1].strip("©®™") != ""
        and plain.isdisjoint(_NEVER)
        and not plain <= _COMMON | _SMALL
    )


def _begins_large(word: str) -> bool:
    return not word[0].islower() or not word[1:].islower()
