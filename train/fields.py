"""`make train-fields`: fits the models that find the fields of a text capture.

In: a folder of labelled pages (docs/training.md). Out: how often each model, cross-validated by site, finds what the
truth has, and its weights. A model learns from the body that the import itself finds, with all its mistakes.
"""

import argparse
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import boost
from backfile.importers import bylines, headline, lines
from backfile.importers.encoding import decode
from backfile.importers.language import detect_language
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.units import Unit

FORMS = ("text-full", "text-main")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A capture as the import sees it, and what is true of it."""

    key: str
    site: str
    part: str
    truth: dict[str, Any]
    units: tuple[Unit, ...]
    inside: tuple[bool, ...]
    headline: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What is learned of a capture: its candidates' features, which of them are right, and how much each counts."""

    page: Labelled
    rows: list[list[float]]
    right: list[bool]
    weights: list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/articles-dev"), help="the labelled pages")
    pages = list(_read_pages(parser.parse_args().data))
    _learn("headline", headline.FEATURES, [_choose_headline(page) for page in pages if page.truth.get("title")])
    _learn("byline", bylines.FEATURES, [_choose_byline(page) for page in pages if page.truth.get("authors")], False)


def _read_pages(data: Path) -> Iterator[Labelled]:
    truth = json.loads(gzip.decompress((data / "ground-truth.json.gz").read_bytes()))
    for form in FORMS:
        for name in truth:
            text, _ = decode((data / form / f"{name}.txt").read_bytes())
            page = lines.classify(read_paragraphs(text), detect_language(text))
            inside = tuple(verdict.kind in {"body", "quote", "heading"} for verdict in page.verdicts)
            units = tuple(Unit(unit.paragraph, unit.language) for unit in page.units)
            labels = truth[name]
            title = next((i for i, verdict in enumerate(page.verdicts) if verdict.kind == "headline"), None)
            yield Labelled(f"{form} {name}", labels["site"], f"{form} {labels['part']}", labels, units, inside, title)


def _choose_headline(page: Labelled) -> Choice:
    """A line that almost is the truth's title is neither right nor wrong."""
    candidates, rows = headline.describe_candidates(page.units, page.inside)
    titles = [_fold(page.units[i].text) for i in candidates]
    wanted = _fold(page.truth["title"])
    right = [title == wanted for title in titles]
    near = [_likeness(title, wanted) >= 0.6 and title != wanted for title in titles]
    return Choice(page, rows, right, [0.0 if is_near or not any(right) else 1.0 for is_near in near])


def _choose_byline(page: Labelled) -> Choice:
    """A line that names some of the authors is better than one that names others, and worse than one with all."""
    found, rows = bylines.describe_credits(page.units, page.inside, page.headline)
    wanted = {_fold(name) for name in page.truth["authors"]}
    named = [{_fold(name) for name in credit.names} for credit in found]
    return Choice(
        page,
        rows,
        [names == wanted for names in named],
        [1.0 if names == wanted or not names & wanted else 0.3 for names in named],
    )


def _learn(name: str, features: Sequence[str], choices: Sequence[Choice], ranking: bool = True) -> None:
    rows = [row for choice in choices for row in choice.rows]
    labels = [is_right for choice in choices for is_right in choice.right]
    weights = [weight for choice in choices for weight in choice.weights]
    sites = [choice.page.site for choice in choices for _ in choice.rows]
    keys = [choice.page.key for choice in choices for _ in choice.rows] if ranking else None
    scores = boost.cross_validate(rows, labels, sites, features, weights, keys)
    surety, good = _measure(name, choices, iter(scores), ranking)
    boost.write_weights(name, boost.fit(rows, labels, features, weights, keys), boost.calibrate(surety, good))


def _measure(
    name: str, choices: Sequence[Choice], scores: Iterator[float], ranking: bool
) -> tuple[list[float], list[bool]]:
    """Print the share of right choices; return for each how sure it seemed, and whether it was right."""
    chosen: list[tuple[str, float, bool]] = []
    for choice in choices:
        ranked = sorted(((next(scores), is_right) for is_right in choice.right), key=lambda one: -one[0])
        odds = [odds for odds, _ in ranked]
        surety = headline.weigh_lead(odds) if ranking else max(odds, default=-9.0)
        chosen.append((choice.page.part, surety, bool(ranked) and ranked[0][1]))
    for part, group in groupby(sorted(chosen), key=lambda one: one[0]):
        found = [is_right for _, _, is_right in group]
        print(f"{name:<10} {part:<18} {sum(found) / len(found):.3f} of {len(found)}")
    return [surety for _, surety, _ in chosen], [is_right for _, _, is_right in chosen]


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _likeness(one: str, two: str) -> float:
    """How many words two texts share, from 0 to 1."""
    first, second = set(one.split()), set(two.split())
    return 2 * len(first & second) / max(1, len(first) + len(second))


if __name__ == "__main__":
    main()
