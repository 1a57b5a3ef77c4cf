"""Who is credited with an article, as persons and houses.

In: names as printed, and the names of the houses around them (the agency, the newspaper). Out: `Name` values, a
person's taken apart into family name and given names. Where a script or a house has no such parts, a name is whole.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from backfile.entries import Facts

_HOUSE = re.compile(
    r"""^the\b|\d|(?-i:^[A-Z]{2,6}$)|\b(agenc(y|ia)|agence|agentur|press|presse|news(paper)?|staff|desk|team|editors?|editorial
    |board|bureau|department|committee|council|society|company|association|school|university|ministry|office|service
    |network|media|redaktion|r[ée]daction|redacci[óo]n|(our|own)\s.*correspondents?|reporters?|writers|readers)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_HONORIFIC = re.compile(r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Rev|Hon)\.?|Sir|Dame)\s+(?=\S+\s)")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|[IVX]{2,4}|Ph\.?D\.?|M\.?D\.?", re.IGNORECASE)
_PARTICLES = frozenset(
    "van von de da di du del della der den ten ter la le dos das do zu zur af av bin ibn al el".split()
)
# Names of other scripts (Han, Kana, Hangul, Arabic, Hebrew …) aren't turned round.
_TURNED_ROUND = re.compile("[\0-\u058f\u10a0-\u10ff\u1e00-\u206f]*")


@dataclass(frozen=True)
class Name:
    """A person by `family` and `given` names and perhaps a `suffix` (Jr.); or whoever has but one name, in `whole`.
    What a name looks like is worked out once: the same few stand over most articles."""

    whole: str
    family: str = ""
    given: str = ""
    suffix: str = ""
    is_house: bool = False

    @cached_property
    def inverted(self) -> str:
        """`Adler, Ruth, Jr.`"""
        return ", ".join(filter(None, (self.family, self.given, self.suffix))) or self.whole

    @cached_property
    def natural(self) -> str:
        """`Ruth Adler, Jr.`"""
        return ", ".join(filter(None, (f"{self.given} {self.family}".strip(), self.suffix))) or self.whole

    @cached_property
    def initials(self) -> str:
        """The given names of `Jean-Paul R.` as `J.-P. R.`"""
        words = (re.sub(r"^[^\w]+", "", word) for word in re.split(r"[\s.]+", self.given))
        return " ".join("-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in words if word)


def find_names(article: Facts) -> list[Name]:
    """Who is credited with an article; the agency, where nobody else is."""
    houses = {article["agency"].casefold(), article["source"].casefold()}
    names = article["authors"] or [article["agency"]]
    return [parse_name(name, name.casefold() in houses) for name in names if name]


@lru_cache(maxsize=4096)
def parse_name(name: str, is_house: bool = False) -> Name:
    if is_house or _HOUSE.search(name):
        return Name(name, is_house=True)
    text = _HONORIFIC.sub("", name)
    if not _TURNED_ROUND.fullmatch(text):
        return Name(name)
    text, suffix = _split_suffix(text)
    if "," in text:
        family, _, given = (part.strip() for part in text.partition(","))
        return Name(name, family, given, suffix)
    words = text.split()
    if len(words) < 2:
        return Name(name)
    first = len(words) - 1
    while first > 1 and words[first - 1] in _PARTICLES:
        first -= 1
    return Name(name, " ".join(words[first:]), " ".join(words[:first]), suffix)


def _split_suffix(text: str) -> tuple[str, str]:
    start, _, end = text.replace(",", " , ").strip().rpartition(" ")
    if start and _SUFFIX.fullmatch(end):
        return re.sub(r"\s+,", ",", start.rstrip(" ,")), end
    return text, ""
