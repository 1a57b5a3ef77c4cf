"""Names in a text: runs of words with capitals, where the capital isn't owed to the place of the word.

In: a text and its language. Out: each run once, with how often it stands, where first, and how sure it is to be a name.
Titles, numbers, months and words that begin sentences are no part of a name, and what stands in headings, labels and
menus says little. In German, where every noun has a capital,
what stands before a word tells names from nouns; scripts without capitals (Arabic, Chinese, Japanese, Korean) have
none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from backfile.importers.printed_dates import find_month

# What a text is about stands in its first two thousand words.
LENGTH = 12_000
_LETTERS = [chr(code) for code in (*range(0x41, 0x58B), *range(0x1E00, 0x2000))]
_UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
# `U.S.` with its last full stop.
_TOKEN = rf"(?:(?:[{_UPPER}]\.){{2,}}(?!\w)|[{_UPPER}](?:[\w&]|['’](?=[{_UPPER}])|[.-](?=\w))*)"
_LINK = (
    r"(?:of(?: the)?|de(?: la| los| las)?|du|des|del|della|di|da|dos?|van(?: der| den)?|von|ter|ten|bin|ibn|al|el|&)"
)
_ABBREVIATION = r"(?:Mrs?|Ms|Dr|Prof|Cllr|Capt|Sgt|Lt|Col|Gen|Gov|Sen|Rep|Rev|Hon|Insp|Supt|Const|Mme|Mlle)"
# `J.` of `J. P. Stott`, and `St Oswin's`, which is called so.
_INITIAL = rf"[{_UPPER}]\.(?= [{_UPPER}])"
_SAINT = rf"St\.? {_TOKEN}(?:['’]s(?!\w))?"
_WORD = rf"(?:{_SAINT}|{_INITIAL}|{_TOKEN})"
_RUN = re.compile(rf"(?<!\w)((?:{_ABBREVIATION}\.? )*)({_WORD}(?: (?:{_LINK} )?(?:{_WORD}|[{_UPPER}]\.))*)")
_BEFORE = " \"“”«»„([*_>#‘'’–—-"
_OPENING = ("-", '"', "“", "«", "„", "(", "[", "–", "—")
# What stands before a word within its sentence: a word, a comma; no stop, no bullet, no number: `3) Ferries`.
_GOES_ON = re.compile(r"(?:[^\W\d]|[,;%&]|(?<![\d.!?])\)|(?<=[^\W\d][ ,;])\d+|(?<=[^\W\d] )\d+[.,]\d+|(?<=\d)['’])$")

# Begin sentences with a capital that isn't theirs.
_FIRST = frozenset(
    """a an we he she it they you this that these those there here his her its their our my your who what when where
    why how if in on at by for from to of as and but or nor so yet not no yes all any both each some many most more
    other after before while during since until although though because however meanwhile perhaps maybe then now
    according asked whether nobody everyone everybody someone nothing everything first last today yesterday tomorrow
    northern southern eastern western der die das den dem des ein eine einen einem einer ich wir er sie es ihr und
    oder aber auch nur noch nach bei mit für von vom zu zum zur im am um auf aus als wie was wer wo wann warum wenn
    weil dass nicht kein keine mehr sehr so dann da dort hier jetzt heute gestern morgen seit bis über unter vor
    hinter neben zwischen durch gegen ohne laut dabei damit dazu dafür dies diese dieser dieses jede jeder man alle
    viele beide sein seine ihre unser mein dein selbst schon doch zudem außerdem allerdings jedoch denn mehrere
    derselbe le la les un une je tu il elle on nous vous ils elles ce cet cette ces et ou mais dans en sur sous avec
    sans par selon après avant depuis pendant son sa ses leur leurs notre votre qui que quoi où quand comment
    pourquoi si ne pas plus très tout tous toute aussi ainsi alors donc pour el los las una lo yo tú él ella ellos y
    o pero con sin para según tras antes desde hasta su sus este esta estos ese esa qué quién cuando como no muy
    todo todos también así al del siempre gli io lui lei noi voi loro e ma per fra tra di dal nel sul dopo prima
    secondo suo sua questo questa quello che chi cosa perché se non più molto tutto anche così come eu ele ela nós
    eles mas em na com sem após até seu isto quem quando não mais muito todo também assim segundo het ik hij zij wij
    jullie en of maar van op aan met voor bij naar uit over door zonder sinds dat dit deze wat wie waar wanneer hoe
    als niet geen meer ook dan nu volgens zijn haar hun ons jag han hon vi ni och eller men på av till från med för
    efter före över att som vad vem när var hur inte mer också det sedan tidigare senare jeg hun fra etter før at
    hva hvem når hvor hvordan ikke ifølge в на и или но с по за от до для при из о об у не что кто как где когда это
    этот эта эти он она они мы вы я его ее их также после перед согласно bu şu o ve veya ama ile için gibi kadar
    sonra önce ben sen biz siz onlar ne kim nasıl neden bir her çok daha ancak ini itu dan atau tetapi di ke dari
    dengan untuk pada yang saya kami mereka dia""".split()
)
# Never are part of a name's beginning or end.
_NEVER = frozenset(
    """the i i'm i've i’m i’ve photo photograph photos monday tuesday wednesday thursday friday saturday sunday one two
    three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen second
    third fourth fifth sixth seventh eighth ninth tenth montag dienstag mittwoch donnerstag freitag samstag
    sonnabend sonntag uhr prozent euro cent dollar grad meter kilometer hektar tonnen liter gramm kilo jahr jahre
    jahren jahres monat monate monaten woche wochen tag tage tagen minute minuten stunde stunden sekunden millionen
    milliarden tausende zehntausende hunderte mensch menschen mann männer frauen kind kinder kindern leute person
    personen land länder stadt städte teil teile ende anfang zeit mal male fall fälle frage fragen problem probleme
    grund beispiel weg seite zahl angaben menge gesetz gericht ziel rolle ort zwei drei vier fünf sechs sieben acht
    neun zehn lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado
    domingo lunedì martedì mercoledì giovedì venerdì domenica премьер""".split()
)
# What people are called beside their names: it parts one name from the next.
_TITLES = frozenset(
    """mr mrs ms miss cllr capt sgt lt col gen gov sen rep rev hon insp supt const dr prof sir lord lady dame president
    vice minister prime premier chief king queen prince princess chancellor secretary senator governor mayor major
    general colonel captain lieutenant sergeant corporal constable commander admiral brigadier inspector sheriff
    officer deputy congressman congresswoman spokesman spokeswoman spokesperson judge justice professor councillor
    councilor coach bishop pope father sister saint reverend rabbi imam chairman chairwoman director author editor
    actor actress singer mme mlle herr frau monsieur madame señor señora signor signora don doña présidente ministre
    président presidente ministro ministra primo statsminister ministerpräsident kanzler bürgermeister sprecher chef
    trainer präsident alderman bischof господин госпожа президент""".split()
)
_NUMBERED = re.compile(r"\d|(?i:one|two|three|four|five|six|seven|eight|nine|ten|[ivx]+)$")
# A German noun, by its end or by what stands before it: an article, a number, an adjective.
_NOUN = re.compile(
    r"(?:ungs?|ungen|[hk]eit(?:en)?|schaft(?:en)?|tion(?:en)?|tät|ismus|nis(?:se)?|chen|minister|präsident|sprecher|chef"
    r"|leiter|meister|anwalt|expert|forscher|politiker|vorsitzende|trainer|direktor|kanzler|bischof|sänger|autor|banker"
    r"|berater|kollege)(?:in|innen|en|n|r|s)?$"
)
_BEFORE_NOUN = re.compile(
    r"(?:\b(?:der|die|das|den|dem|des|im|am|zum|zur|vom|beim|ins|ans|ein|kein|mein|sein|ihr|unser|zwei|drei|vier|fünf"
    r"|sechs|mehr|viel|wenig|pro|je)|\d|\b[a-zäöüß]{2,}(?:e|en|er|es|em))$"
)
_BEFORE_ANY = re.compile(
    r"\b(?:aber|oder|über|unter|hinter|neben|zwischen|gegen|wegen|haben|werden|waren|wurden?|werde|habe|hatten?|sollten?"
    r"|könnten?|würden?|müssen|können|sagte|erklärte)$"
)

# What stands behind a label.
_NUMBER_BEHIND, _LABEL_END = re.compile(r" \d+\b"), re.compile(r":| [–—] ")
# A line has the shape of a sentence if it has so many words, and this part of them begins with a small letter: headings
# and labels print capitals that aren't owed to names. A full stop at its end says so too; German has more of its own.
_SENTENCE, _SMALL_SHARE, _SMALL_SHARE_CLEAR = 6, 0.25, 0.4


@dataclass(slots=True)
class Name:
    """How often a name stands in a text, at which character first, how often in sentences, how often inside one; how
    often it stands as German nouns do, and whether all of its words stand in small letters too."""

    count: int
    first: int
    told: int
    inside: int
    as_noun: int
    small: bool

    def join(self, other: "Name") -> None:
        """Take in another spelling of the same name."""
        self.count += other.count
        self.first = min(self.first, other.first)
        self.told += other.told
        self.inside += other.inside
        self.as_noun += other.as_noun


def find_names(text: str, language: str = "") -> dict[str, Name]:
    """The names in a text, in the order in which they stand there first."""
    small = {word.rstrip(".,;:!?)”’\"'") for word in text.split() if word[0].islower()}
    german = language in {"de", "lb"}
    names: dict[str, Name] = {}
    parts: dict[tuple[str, bool], list[tuple[str, bool, str]]] = {}
    line_end, told = -1, False
    for match in _RUN.finditer(text):
        at = match.start()
        if at > line_end:
            line_start = text.rfind("\n", 0, at) + 1
            line_end = text.find("\n", at) % (len(text) + 1)
            told = _is_told(text[line_start:line_end], german)
        around = text[max(0, at - 16) : at]
        before = around.rstrip(_BEFORE)
        begins = not match[1] and (not _GOES_ON.search(before) or around.rstrip()[-1:] in _OPENING)
        label = _is_label(match[2], text, match.end())
        counts, begins = told and not label, begins or label
        run = match[2], begins
        if run not in parts:
            parts[run] = list(_part(match[2].split(" "), begins, small, german))
        for name, inside, led in parts[run]:
            noun = german and " " not in name and _stands_as_noun(led or before)
            found = names.get(name)
            if found is None:
                names[name] = Name(1, at, counts, inside and counts, noun, small.issuperset(name.lower().split()))
            else:
                found.count += 1
                found.told += counts
                found.inside += inside and counts
                found.as_noun += noun
    return names


def _is_label(name: str, text: str, end: int) -> bool:
    """`Season 2` and `Step 3` say which of many, `First Month:` and `Harbour Test –` what follows."""
    return bool(_LABEL_END.match(text, end) or (" " not in name and _NUMBER_BEHIND.match(text, end)))


def _is_told(line: str, german: bool) -> bool:
    """Whether a line has the shape of a sentence."""
    if line.startswith("#"):
        return False
    words = [word for word in line.split() if word[0].isalpha()]
    small = sum(word[0].islower() for word in words)
    least = _SMALL_SHARE if german or line.rstrip(" \"”“»’'").endswith(".") else _SMALL_SHARE_CLEAR
    return len(words) >= _SENTENCE and small >= len(words) * least


def _stands_as_noun(before: str) -> bool:
    return bool(_BEFORE_NOUN.search(before)) and not _BEFORE_ANY.search(before)


def _part(words: list[str], begins: bool, small: set[str], german: bool) -> Iterator[tuple[str, bool, str]]:
    """The names in a run, whether each stands inside its sentence, and the word of the run that stands before it."""
    start = 0
    for end, word in enumerate([*words, "mr"]):
        # `U.S.` ends a sentence as well as it stands within a name.
        after_stop = end > start and words[end - 1][-1] == "." and word.casefold() in _FIRST
        monsieur = word == "M." and not end
        if after_stop or monsieur or word.casefold().rstrip(".") in _TITLES:
            part = words[start:end]
            dropped = _count_plain(part, begins and not start, small, german)
            if name := _join(part[dropped:]):
                led = words[start + dropped - 1].lower() if start + dropped else ""
                yield name, bool(led or not begins), led
            start = end + 1


def _count_plain(words: list[str], begins: bool, small: set[str], german: bool) -> int:
    """How many words before a name belong to the sentence."""
    for number, word in enumerate(words):
        folded = word.casefold()
        plain = folded in _NEVER or word[0].islower() or word == "&" or _is_month(folded)
        first = begins and not number and (folded in _FIRST or word.lower() in small)
        titled = german and number + 1 < len(words) and bool(_NOUN.search(folded))
        if not (plain or first or titled):
            return number
    return len(words)


@lru_cache(maxsize=4096)
def _is_month(word: str) -> bool:
    return bool(find_month(word))


def _join(words: list[str]) -> str:
    """The name that words make, or nothing: `Division One` is none, and `Mill on Monday` is `Mill`."""
    while words and (words[-1].casefold() in _NEVER or not words[-1][:1].isupper() or _is_month(words[-1].casefold())):
        if _NUMBERED.match(words[-1]):
            return ""
        words.pop()
    name = " ".join(words)
    if len(name) < 2 or name.casefold() in {"north", "south", "east", "west", "new"}:
        return ""
    return name.title() if len(words) > 1 and name.isupper() else name
