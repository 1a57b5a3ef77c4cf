"""Suggested tags: the people, places and institutions that a text names.

In: headline and paragraphs. Out: at most six names, the most telling first. A name is a run of words with capitals that
stands inside a sentence, where a capital isn't owed to the place; titles, numbers and words like `Council` alone are
none. In German, where every noun has one, only pairs
that come again count; in scripts without capitals nothing is suggested.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from backfile.importers.printed_dates import find_month

MOST = 6
# Names are compared each with each: of a book's thousands only the most frequent.
_CONSIDERED = 300
_WORD = re.compile(r"[^\W\d_][\w'’.-]*(?:&[A-Z]+)?")
# Stand inside a name, between two capitals.
_LINKS = frozenset(re.findall(r"\w+", "of de la le du des del di da do dos van von der den bin al el ter ten")) | {"&"}
# Begin sentences or go before names; a name ends where one of them stands.
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """the a an i we he she it they you this that these those there here his her its their our my your who
        what when where why how if in on at by for from to of as and but or nor so yet not no yes all any both
        each some many most more other after before while during since until although though because however
        meanwhile perhaps maybe then now first last mr mrs cllr capt sgt lt col gen gov sen rep rev hon insp supt
        const mme mlle herr frau monsieur madame señor señora signor signora don doña major corporal constable
        commander admiral brigadier reverend rabbi imam mr mrs ms miss dr prof sir lord lady dame president vice
        minister prime chief king queen prince princess senator governor mayor general colonel captain lieutenant
        sergeant professor judge justice bishop pope father sister saint chairman chairwoman secretary director
        chancellor councillor councilor deputy officer inspector sheriff coach monday tuesday wednesday thursday
        friday saturday sunday today yesterday tomorrow northern southern eastern western photo photograph photos
        montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi
        dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì
        domenica der die das den dem ein eine le les un une il elle el los las una lo gli der het een den det en""",
    )
)
_NUMBERS = frozenset(
    re.findall(
        r"\w+",
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen
        second third fourth fifth sixth seventh eighth ninth tenth""",
    )
)
# Say what something is, not which one: no tag is made of these alone.
_GENERIC = frozenset(
    re.findall(
        r"\w+",
        """council committee ministry parliament government cabinet senate congress assembly county town city village
        district borough parish state federal national local university college school church court police army navy
        company board department office commission club society association union party bank hospital museum library
        station street road lane river bridge hall park house of""",
    )
)
_ABBREVIATION = re.compile(
    r"\b(Mrs?|Ms|Dr|St|Prof|Cllr|Capt|Sgt|Lt|Col|Gen|Gov|Sen|Rep|Rev|Hon|Insp|Supt|Const|Mme|Mlle)\.(?=\s)"
)
_TOKEN = re.compile(r"[^\W\d_]+\.?|[^\w\s]")
# A title with a full stop has at most so many characters.
_SHORT = 6
_DIRECTIONS = frozenset(["north", "south", "east", "west", "new"])
_BREAK = re.compile(r"[.!?…]+[\"”’»)]*\s+|[:;,()\[\]/|\"“”„«»]+|\s[–—-]+\s|['’]s\b")
# A dash may stand behind a dateline.
_SENTENCE = re.compile(r"[.!?…:“„«\"(\[]|\s[–—-]")


def suggest_tags(
    title: str, paragraphs: Sequence[str], language: str = "", without: Sequence[str] = ()
) -> tuple[str, ...]:
    """Names from a text, without those in `without` (the source, the authors)."""
    counts: Counter[str] = Counter()
    certain: set[str] = set()  # stood inside a sentence
    for paragraph in paragraphs:
        for name, starts in _find_names(_ABBREVIATION.sub(r"\1", paragraph)):
            counts[name] += 1
            certain |= set() if starts else {name}
    counts = Counter(dict(counts.most_common(_CONSIDERED)))
    _fold_variants(counts, certain, title)
    refused = {name.casefold().removeprefix("the ") for name in (*without, *_find_titles(" ".join(paragraphs))) if name}
    scores = {
        name: count + 2.0 * (name.casefold() in title.casefold()) + 0.5 * (" " in name)
        for name, count in counts.items()
        if name in certain and name.casefold() not in refused and _says_which(name, counts)
    }
    if language == "de":
        scores = {name: score for name, score in scores.items() if _is_pair(name) and counts[name] > 1}
    return _choose(scores)


def _says_which(name: str, names: Iterable[str]) -> bool:
    """Not what things are called of which there are many, nor a surname of several people."""
    bearers = [other for other in names if other.endswith(" " + name)]
    return len(bearers) < 2 and not _GENERIC.issuperset(name.casefold().split())


def _find_titles(text: str) -> list[str]:
    """Words that mostly stand right before a name, perhaps with a full stop: `Cllr. Grice`."""
    seen: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for token, following in pairwise([*_TOKEN.findall(text), " "]):
        word = token.rstrip(".")
        seen[word] += 1
        before[word] += word[:1].isupper() and following[0].isupper() and (word == token or len(token) <= _SHORT)
    return [word for word, count in before.items() if 2 * count > seen[word]]


def _is_pair(name: str) -> bool:
    return " " in name and not _LINKS & {*name.split()}


def _find_names(paragraph: str) -> Iterator[tuple[str, bool]]:
    """Runs of capitalised words, each with whether it begins a sentence."""
    at, begins = 0, True
    for match in [*_BREAK.finditer(paragraph), None]:
        end = match.start() if match else len(paragraph)
        yield from _find_runs(paragraph[at:end].split(), begins)
        if match:
            at, begins = match.end(), bool(_SENTENCE.search(match[0])) or (begins and not paragraph[at:end].strip())


def _find_runs(words: list[str], begins: bool) -> Iterator[tuple[str, bool]]:
    run: list[str] = []
    for i, word in enumerate([*words, ""]):
        link = bool(run) and word in _LINKS and i + 1 < len(words) and _is_named(words[i + 1])
        if link or _is_named(word):
            run.append(word)
            continue
        name = " ".join(run).rstrip(".")
        is_half = len(run) == 1 and (_is_number(word) or words[max(0, i - 2)] == "&")
        if len(name) > 2 and name.casefold() not in _DIRECTIONS and not is_half:
            yield (name.title() if name.isupper() and " " in name else name), begins and i == len(run)
        run = []


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or (word[:1].isupper() and word.casefold() in _NUMBERS)


def _is_named(word: str) -> bool:
    capital = len(word) > 1 and word[0].isupper() and bool(_WORD.fullmatch(word))
    folded = word.casefold().strip(".")
    return capital and folded not in _NO_NAMES and folded not in _NUMBERS and not find_month(folded)


def _fold_variants(counts: Counter[str], certain: set[str], title: str) -> None:
    """Names that mean one thing: `North Koreans` is `North Korea`, `Lee` is `Lee Myung-bak`, `Will China` `China`."""
    known = {*counts, *(name for name, _ in _find_names(title) if any(n.startswith(name) for n in counts))}
    for name in sorted(counts, key=lambda name: (-len(name), name)):
        _, _, rest = name.partition(" ")
        stems = [other for other in known if other != name and name.startswith(other) and len(name) - len(other) <= 2]
        wholes = [
            other
            for other in counts
            if f" {name} " in f"{other[1:]} " or (other.startswith(name + " ") and counts[other] >= counts[name])
        ]
        homes = (
            [rest] if rest in counts and name not in certain else sorted(stems, key=lambda other: (len(other), other))
        )
        homes = homes or (wholes if len(wholes) == 1 and not rest else [])
        if homes:
            counts[homes[0]] += counts.pop(name)
            certain |= {homes[0]} if name in certain else set()


def _choose(scores: dict[str, float]) -> tuple[str, ...]:
    """The best; a name that stands once, as one word, tells little in a text that names others often."""
    most = max(scores.values(), default=0.0)
    ranked = sorted(scores, key=lambda name: (-scores[name], -len(name), name))
    return tuple(name for name in ranked if scores[name] > 1.0 or most < 3)[:MOST]
