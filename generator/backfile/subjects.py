"""What pages are about, by name: an article, a period, a term, a file; and scopes, which are sets of them.

In: paths, periods, terms. Out: subjects, text that the manifest keeps with each output, and a `Scope`, which tells
planners what to plan and the manifest whose outputs may be dead. Knows no query and no page.

A subject is its kind and its names, with tabs between them. No key of a term holds a tab; a path may, and comes last.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backfile.urls import UNDATED

# Pages that are few and quickly planned: any change plans them anew.
ALWAYS = ("home", "dates", "on this day", "coverage", "feed", "not found", "assets", "machines", "search")
HOME, DATES, ON_THIS_DAY, COVERAGE, FEED, NOT_FOUND, ASSETS, MACHINES, SEARCH = ALWAYS
# Up to so many articles there is one sitemap, which any change plans anew.
SITEMAP_SINGLE = 1000
Term = tuple[str, str]


def article_subject(path: str) -> str:
    return f"article\t{path}"


def file_subject(path: str) -> str:
    """A file that is published as it is: a picture, an original."""
    return f"file\t{path}"


def period_subject(period: str) -> str:
    return f"period\t{period}"


def taxonomy_subject(name: str) -> str:
    return f"taxonomy\t{name}"


def sitemap_subject(part: str) -> str:
    """A part of the sitemap: the articles of a month, or a taxonomy's terms; "" is the sitemap itself."""
    return f"sitemap\t{part}"


def find_sitemap_part(day: str) -> str:
    """The part of the sitemap that an article of a day belongs to: of `2011-02-10` that of the month."""
    return day[:7] or UNDATED


def term_subject(taxonomy: str, key: str, period: str = "") -> str:
    """A term's own page, or the one of its articles in a period."""
    return f"term\t{taxonomy}\t{key}\t{period}"


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of an archive: the subjects whose pages are to be planned, beside those that always are.

    `terms` has for each (taxonomy, key) the periods of which pages are planned, beside the term's own page; a year has
    its months with it if it stands in `years`. None: all of the term. `sitemap` has parts of the sitemap; None: all.
    """

    articles: tuple[str, ...]
    files: tuple[str, ...]
    periods: tuple[str, ...]
    taxonomies: frozenset[str]
    terms: dict[Term, frozenset[str] | None]
    years: frozenset[tuple[str, str, str]]
    sitemap: frozenset[str] | None

    def covers_months(self, term: Term, year: str) -> bool:
        """Whether all months of a term's year are planned with it."""
        return self.terms[term] is None or (*term, year) in self.years

    def ranges(self) -> Iterator[tuple[str, str]]:
        """The subjects, as ranges of text, from the first to the last."""
        for subject in self._subjects():
            yield subject, subject
        if self.sitemap is None:
            yield sitemap_subject(""), sitemap_subject("~")
        for term, periods in self.terms.items():
            if periods is None:
                yield term_subject(*term), term_subject(*term, "~")
        for taxonomy, key, year in self.years:
            yield term_subject(taxonomy, key, year), term_subject(taxonomy, key, year + "~")

    def _subjects(self) -> Iterator[str]:
        yield from ALWAYS
        yield from map(sitemap_subject, ["", *(self.sitemap or ())])
        yield from map(article_subject, self.articles)
        yield from map(file_subject, self.files)
        yield from map(period_subject, self.periods)
        yield from map(taxonomy_subject, self.taxonomies)
        for term, periods in self.terms.items():
            for period in periods or ():
                yield term_subject(*term, period)
            yield term_subject(*term)


def split_subject(subject: str) -> list[str]:
    """The kind and the names of a subject."""
    kind, _, rest = subject.partition("\t")
    return [kind, rest] if kind in {"article", "file", "linked"} else [kind, *rest.split("\t")]


def collect_terms(subjects: Iterable[list[str]]) -> dict[Term, set[str]]:
    """The terms among split subjects, each with its periods."""
    terms: dict[Term, set[str]] = {}
    for kind, *names in subjects:
        if kind == "term":
            terms.setdefault((names[0], names[1]), set()).update(filter(None, names[2:]))
    return terms
