"""What a single paragraph says of itself, as the rules see it.

In: a paragraph and the page's language. Out: its size, its telling words, and what it would be by its own words alone:
furniture of a kind, date, byline, credit, section, agency. Each is found when asked for, and once. Knows nothing of the
paragraphs around it, and decides nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Generic, TypeVar

from backfile.importers import vocabulary
from backfile.importers.paragraphs import Paragraph
from backfile.importers.people import find_authors, find_bracketed, find_caption, find_credit, find_names, is_person
from backfile.importers.printed_dates import PrintedDate, find_date
from backfile.model import PartialDate

WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
TOKEN = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+")
# Of how many characters the end of a text is, at most.
_END = 40
# With the number of a note, but not `13.52` or `12:02`.
_ENDED = re.compile(r"(?:[.!?…。！？」』:;]['\"”’»)\]]*|(?<!\d)[.!?…]['\"”’»)\]]*\d+)$")
_BARS = re.compile(r"\s[|•·]\s")
# Within how many characters the date follows that a word announces.
_SOON = 40
# How blogs end an article: `This entry was posted on 3 May 2011 and is filed under Ports`; `By Ann Lee on 3 May 2011.`
_ENTRY = re.compile(r"this \w+ was (?:posted|published) on (?:\w+, )?$", re.IGNORECASE)
_SIGNED = re.compile(r"(?:by|von|par|por|di|door) .{3,30} (?:on|am|le|el|il|op) $", re.IGNORECASE)
# What stands between a name and the date beside it.
_BESIDE = re.compile(r"\s*[|,/·•]\s*|\s[–—-]\s")
# Begins speech: a quick look before the thorough one.
_QUOTE = re.compile(r"[“\"„«「‘]")
_WIDE_PAIR = re.compile(rf"(?={WIDE.pattern}{WIDE.pattern})..")
# Of how many letters the beginning of a word is that stands for all its forms.
STEM = 5


T = TypeVar("T")


# Where in a tally each count of a text's words stands: letters first, then these.
_COUNT = 32
_MANY = (1 << _COUNT) - 1
_CAPITALS, _PAST, _SELF_TALK, _PERSONS = (_COUNT * place for place in range(1, 5))


@lru_cache(2**15)
def _weigh(token: str) -> int:
    """What a word adds to a tally. The same words come again and again."""
    small = vocabulary.fold(token)
    return (
        len(token)
        + (token[0].isupper() << _CAPITALS)
        + ((token.endswith("ed") or token.lower() in vocabulary.PAST) << _PAST)
        + (bool(vocabulary.SELF_TALK_BEGINNING.search(small)) << _SELF_TALK)
        + (bool(vocabulary.PERSONS.search(small)) << _PERSONS)
    )


class _once(Generic[T]):  # noqa: N801
    """A property that is found when it is asked for, and once: what `cached_property` is, without its lock."""

    def __init__(self, find: Callable[[Any], T]) -> None:
        self.find, self.name, self.__doc__ = find, find.__name__, find.__doc__

    def __get__(self, unit: Any, owner: type) -> T:
        found: T = self.find(unit)
        unit.__dict__[self.name] = found
        return found


@dataclass(frozen=True)
class Unit:
    """A paragraph as the rules see it. `order` says whether its page prints `day` or `month` first, if known."""

    paragraph: Paragraph
    language: str
    order: str = ""

    @_once
    def text(self) -> str:
        return self.paragraph.text

    @_once
    def wide(self) -> int:
        """How many of its characters are Chinese, Japanese or Korean."""
        return 0 if self.text.isascii() else len(WIDE.findall(self.text))

    @_once
    def tokens(self) -> list[str]:
        """Its words, but for those in wide characters."""
        return TOKEN.findall(WIDE.sub(" ", self.text) if self.wide else self.text)

    @_once
    def words(self) -> int:
        """How many; in Chinese, Japanese and Korean two characters count as one."""
        return len(self.tokens) + self.wide // 2

    @_once
    def tally(self) -> int:
        """Counts of its words, side by side in one number."""
        return sum(map(_weigh, self.tokens))

    @property
    def letters(self) -> int:
        """How many letters and digits its words have."""
        return self.tally & _MANY

    @property
    def capitals(self) -> int:
        """How many of its words begin with a capital."""
        return self.tally >> _CAPITALS & _MANY

    @property
    def past(self) -> int:
        """How many of its words tell what happened."""
        return self.tally >> _PAST & _MANY

    @property
    def is_short(self) -> bool:
        """Short enough to be a line with one purpose; the expressions that look for it needn't read a book."""
        return len(self.text) <= 600

    @_once
    def ended(self) -> bool:
        return not self.text[-1:].isalpha() and bool(_ENDED.search(self.text[-_END:]))

    @_once
    def stems(self) -> frozenset[str]:
        """Its longer words by their beginnings: `Korea` and `Koreans` are one. Pairs of characters in wide scripts."""
        stems = frozenset([token.casefold()[:STEM] for token in self.tokens if len(token) > 3])
        return stems.union(_WIDE_PAIR.findall(self.text)) if self.wide else stems

    @_once
    def furniture(self) -> str:
        """The kind of furniture that its words announce; empty if none does."""
        if not self.is_short or self.words > 30:
            return ""
        told = self._said if TOKEN.search(self._said) else self._small
        if not vocabulary.ANY_OPENING.fit(told):
            return ""
        for kind, marks in vocabulary.OPENINGS.items():
            if marks.fit(told) and (self.words <= 14 or kind in {"copyright", "notice", "appeal", "comments"}):
                return kind
        return ""

    @_once
    def is_claim(self) -> bool:
        """Whether it says whose the page is: `© 2013 The Packet. All rights reserved.`"""
        return self.furniture == "copyright" and vocabulary.CLAIM.match(self._small) is not None

    @_once
    def _own(self) -> str:
        """Its text but for speech: what the people say of whom an article tells, the paper doesn't say of itself."""
        return vocabulary.SPEECH.sub("", self.text) if _QUOTE.search(self.text) else self.text

    @_once
    def _small(self) -> str:
        """Its text in small letters."""
        return vocabulary.fold(self.text)

    @_once
    def folded(self) -> str:
        """Its text by which lines that say the same are known."""
        return " ".join(self.text.casefold().split())

    @_once
    def _said(self) -> str:
        """Its own text in small letters."""
        return self._small if self._own is self.text else vocabulary.fold(self._own)

    @property
    def has_speaker(self) -> bool:
        """Whether it is a quotation with the one who said it."""
        return self._own != self.text and bool(vocabulary.SAYING.search(self._said))

    @property
    def is_of_paper(self) -> bool:
        """Whether the paper itself speaks: of itself as `we`, or to those who might sign up."""
        return self.says_we or (self.persons > 0 and bool(vocabulary.SIGN_UP.search(self._said)))

    @_once
    def says_we(self) -> bool:
        return bool(vocabulary.FIRST_PERSON.search(self._said))

    @_once
    def self_talk(self) -> float:
        """How much of it a paper says of itself: telling words for each twenty words, at most 3."""
        if self._own is self.text and not self.tally >> _SELF_TALK & _MANY:
            return 0.0
        hits = len(vocabulary.SELF_TALK.findall(self._said))
        return min(3.0, hits * 20 / max(20, self.words))

    @_once
    def persons(self) -> float:
        """`we` and `you` outside speech, for each twenty words."""
        if self._own is self.text and not self.tally >> _PERSONS & _MANY:
            return 0.0
        return len(vocabulary.PERSONS.findall(self._said)) * 20 / max(20, self.words)

    @_once
    def date(self) -> PrintedDate | None:
        """A date that the line is about, not one in its prose."""
        if not self.is_short or self.words > 40:
            return None
        found = find_date(self.text, self.language, self.order)
        if found is None or (found.date.month is None and not found.date.uncertain):
            return None
        rest, is_labelled = self._count_beside(found), self._is_labelled(found)
        fits = rest <= self._most_beside(found, is_labelled)
        return found if fits and (is_labelled or rest <= 4 or not self.ended) else None

    def _is_labelled(self, found: PrintedDate) -> bool:
        """Whether the line begins by saying that something was published, changed or written then."""
        before, behind = self.text[: found.start], self.text[found.end :].strip()
        labels = (vocabulary.PUBLISHED.search(self.text), vocabulary.UPDATED.search(self.text))
        is_signed = _SIGNED.match(before) and behind[:1] in {"", ".", "|"}
        return bool(
            any(label and 0 in (label.start(), found.start) for label in labels) or _ENTRY.match(before) or is_signed
        )

    def _most_beside(self, found: PrintedDate, is_labelled: bool) -> int:
        """How many words may stand beside a date; a form that runs parts together has names and tags beside it."""
        is_stuck = any(text.isalpha() for text in (self.text[: found.start][-1:], self.text[found.end :][:1]))
        is_parted = found.date.day is not None and len(_BARS.findall(self.text)) > 1
        return 30 if is_stuck or (is_labelled and found.start < _SOON) else 22 if is_parted else 9

    def _count_beside(self, found: PrintedDate) -> int:
        """How many words stand beside its dates, of which this is the first."""
        rest, words = self.text, 0
        hit: PrintedDate | None = found
        while hit:
            words += len(TOKEN.findall(rest[: hit.start]))
            rest = rest[hit.end :]
            hit = find_date(rest, self.language, self.order)
        return words + len(TOKEN.findall(rest))

    @_once
    def published(self) -> PartialDate | None:
        return self._dates[0] if self.date else None

    @_once
    def updated(self) -> PartialDate | None:
        return self._dates[1] if self.date else None

    @_once
    def _dates(self) -> tuple[PartialDate | None, PartialDate | None]:
        """The dates of publication and of a change: `Posted: 3 May | Updated: 4 May`. A word speaks of what follows."""
        words = [*vocabulary.PUBLISHED.finditer(self.text), *vocabulary.UPDATED.finditer(self.text)]
        cuts = sorted({0, len(self.text), *(match.start() for match in words)})
        found: list[PartialDate | None] = [None, None]
        for part in (self.text[start:end] for start, end in pairwise(cuts)):
            hit, is_update = find_date(part, self.language, self.order), bool(vocabulary.UPDATED.match(part))
            found[is_update] = found[is_update] or (hit.date if hit else None)
        return found[0], found[1]

    @_once
    def announced(self) -> tuple[str, ...]:
        """The people whom a word announces: `By Ann Lee`."""
        return find_authors(self.text)

    @_once
    def byline(self) -> tuple[str, ...]:
        if not self.is_short or self.words > 20:
            return ()
        return self.announced or self.named_beside_date

    @property
    def names(self) -> tuple[str, ...]:
        """The people whom it names as authors, if it is the byline, or the date with a name in it."""
        return self.byline or (find_names(self.text) if self.date is None else ())

    @property
    def named_beside_date(self) -> tuple[str, ...]:
        """The people in a line that holds a date too: `Ann Lee, 3 May 2001`."""
        if self.date is None:
            return ()
        parts = _BESIDE.split(self.text[: self.date.start] + "|" + self.text[self.date.end :])
        named = [name for part in parts for name in find_names(vocabulary.BY.sub("", part))]
        return tuple(name for name in dict.fromkeys(named) if is_person(name))

    @_once
    def _may_credit(self) -> bool:
        return self.is_short and self.words <= 60 and bool(vocabulary.CREDITED.search(self._small))

    @_once
    def credit(self) -> str:
        return find_credit(self.text) if self._may_credit else ""

    @_once
    def bracketed(self) -> str:
        """The name in brackets at its end: a credit if the line stands above the body."""
        return find_bracketed(self.text) if self._may_credit else ""

    @_once
    def caption(self) -> str:
        """What a picture shows, where a word says so and names nobody."""
        return find_caption(self.text) if self._may_credit else ""

    @_once
    def is_of_article(self) -> bool:
        """Whether it speaks of the article or its picture: date, byline, credit, caption or agency."""
        return bool(self.date or self.byline or self.credit or self.caption or self.agency)

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit and nothing else; what goes with it stands elsewhere."""
        word = vocabulary.CREDIT_WORD_START.match(self.text)
        return len(self.credit or self.bracketed) > 0.5 * (len(self.text) - (word.end() if word else 0))

    @_once
    def section(self) -> str:
        """The section that it names, alone or at the end of a trail: `Home > Council > Story 16`."""
        if self.text.casefold() in vocabulary.SECTIONS:
            return self.text.capitalize()
        parted = self.is_short and any(mark in self.text for mark in ">/»›")
        trail = vocabulary.TRAIL.match(self.text) if parted else None
        steps = re.split(r"\s*[>/»›]\s*", trail["steps"]) if trail else []
        return next((step for step in steps[::-1] if re.fullmatch(r"[^\W\d]\D{1,24}", step)), "")

    @_once
    def agency(self) -> str:
        return vocabulary.AGENCIES.get(self.text.strip("()[] .—–-").casefold(), "")
