"""`make train-body`: fits the models that choose the text of a saved page.

In: a folder of labelled pages, as docs/training.md describes it. Out: `html-gate.json` and `html-body.json`, and how
well they choose on sites that they haven't seen. A block counts as the article's if most of its words stand in the
article's text, in the same order.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

import boost
from backfile.importers import html_body, html_features, html_wording
from backfile.importers.encoding import decode
from backfile.importers.html import parse_page
from backfile.importers.html_blocks import Block, read_blocks
from backfile.importers.html_features import Hints
from backfile.importers.html_metadata import read_metadata

GATE = {"num_leaves": 15, "max_depth": 5, "learning_rate": 0.15, "trees": 30}
BODY = {"num_leaves": 24, "max_depth": 7, "learning_rate": 0.06, "feature_fraction": 0.4, "trees": 300}
_WORD = re.compile(r"\w+")
# Words from which a block's own words tell where it belongs; of shorter ones the place does.
_TELLING = 5
# The F1 from which a body counts as right for the confidence.
_GOOD = 0.9


@dataclass(frozen=True)
class Page:
    part: str
    site: str
    blocks: Sequence[Block]
    words: Sequence[list[str]]
    body: list[str]
    rows: Any
    labels: Any


@dataclass(frozen=True)
class Choice:
    """How well the body of a page was chosen, and how well the scores let expect."""

    part: str
    precision: float | None
    recall: float
    is_exact: bool
    surety: float

    @property
    def is_good(self) -> bool:
        precision = self.precision or 0.0
        return 2 * precision * self.recall >= _GOOD * (precision + self.recall) > 0


def read_pages(folder: Path) -> Iterator[Page]:
    truth = json.loads(gzip.decompress((folder / "ground-truth.json.gz").read_bytes()))
    for name, told in sorted(truth.items()):
        text, _ = decode(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), "")
        tree = parse_page(text)
        blocks = read_blocks(tree) if tree is not None else []
        if not blocks:
            continue
        metadata = read_metadata(tree, blocks)
        rows = html_features.measure(blocks, Hints(metadata.title, metadata.summary, metadata.text, metadata.is_news))
        words, body = [_WORD.findall(block.text) for block in blocks], _WORD.findall(told["body"])
        yield Page(told["part"], told["site"], blocks, words, body, rows, np.array(label(words, body)))


def label(blocks: Sequence[list[str]], body: list[str]) -> list[bool]:
    """Which blocks are the article's: the telling ones by most of their 4-grams, short ones by their place."""
    places: dict[tuple[str, ...], list[int]] = {}
    for size in range(1, 5):
        for i in range(len(body) - size + 1):
            places.setdefault(tuple(body[i : i + size]), []).append(i)
    spans = [_find_span(words, places) for words in blocks]
    _drop_repeated(blocks, spans, places)
    return [span is not None for span in _place_short(blocks, spans, places, len(body))]


Span = tuple[int, int]


def _find_span(words: list[str], places: dict[tuple[str, ...], list[int]]) -> Span | None:
    if len(words) < _TELLING:
        return None
    grams = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    hits = [i for i, gram in enumerate(grams) if gram in places]
    if len(hits) < len(grams) / 2:
        return None
    votes = Counter(at - i for i in hits for at in places[grams[i]][:20])
    start = max(votes, key=lambda at: (votes[at], -at))
    return max(0, start), start + len(words)


def _drop_repeated(blocks: Sequence[list[str]], spans: list[Span | None], places: Any) -> None:
    """Of blocks that say the same, as many as the article has: those with most of it around them."""
    same: dict[tuple[str, ...], list[int]] = {}
    for i, span in enumerate(spans):
        if span:
            same.setdefault(tuple(blocks[i]), []).append(i)
    for words, numbers in same.items():
        known = max(1, len(places.get(words[:4], ())))
        near = {
            i: sum(len(blocks[j]) for j in range(max(0, i - 4), min(len(blocks), i + 5)) if j != i and spans[j])
            for i in numbers
        }
        for i in sorted(numbers, key=lambda i: -near[i])[known:]:
            spans[i] = None


def _place_short(blocks: Sequence[list[str]], spans: list[Span | None], places: Any, size: int) -> list[Span | None]:
    """A short block is the article's if its words stand between what is found before and behind it."""
    behind = [size] * (len(blocks) + 1)
    for i in range(len(blocks) - 1, -1, -1):
        found = spans[i]
        behind[i] = found[0] if found else behind[i + 1]
    end, used = 0, set()
    for i, words in enumerate(blocks):
        if span := spans[i]:
            end = max(end, span[1])
        elif 0 < len(words) < _TELLING and behind[i + 1] - end < 400:
            for at in places.get(tuple(words), ()):
                if end - 1 <= at and at + len(words) <= behind[i + 1] + 1 and at not in used:
                    spans[i], end = (at, at + len(words)), at + len(words)
                    used.update(range(at, end))
                    break
    return spans


def weigh(page: Page) -> Any:
    """Long blocks weigh more, and those of long pages less."""
    weights = np.sqrt(np.clip(page.rows[:, 0], 2, 60))
    return weights * np.sqrt(700 / weights.sum())


def join(pages: Sequence[Page], scores: Sequence[Any]) -> tuple[list[list[int]], Any, Any, Any, list[str]]:
    """The blocks that the gate passes on, with all their features, labels, weights and sites."""
    picked = [[i for i, score in enumerate(found) if score > html_body.GATE] for found in scores]
    rows = [
        row
        for page, numbers in zip(pages, picked, strict=True)
        for row in html_body.join_rows(page.blocks, page.rows, numbers)
    ]
    labels = np.concatenate([page.labels[numbers] for page, numbers in zip(pages, picked, strict=True)])
    weights = np.concatenate([weigh(page)[numbers] for page, numbers in zip(pages, picked, strict=True)])
    sites = [page.site for page, numbers in zip(pages, picked, strict=True) for _ in numbers]
    return picked, np.array(rows), labels, weights, sites


def split(scores: Any, pages: Sequence[Page]) -> list[Any]:
    return np.split(scores, np.cumsum([len(page.blocks) for page in pages])[:-1])


def grams(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    size = min(4, len(words))
    return Counter(zip(*(words[i:] for i in range(size)), strict=False)) if size else Counter()


def choose(pages: Sequence[Page], gated: Sequence[Any], picked: Sequence[list[int]], scores: Any) -> Iterator[Choice]:
    """What the scores choose on each page."""
    parts = np.split(scores, np.cumsum([len(numbers) for numbers in picked])[:-1])
    for page, found, numbers, better in zip(pages, gated, picked, parts, strict=True):
        found[numbers] = better
        chosen, surety = html_body.decide(page.blocks, page.rows[:, 0].tolist(), found.tolist())
        read = [word for i in chosen for word in page.words[i]]
        hit = (grams(page.body) & grams(read)).total()
        precision = hit / grams(read).total() if read else None
        yield Choice(page.part, precision, hit / grams(page.body).total(), read == page.body, surety)


def report(choices: Sequence[Choice]) -> None:
    for part in sorted({choice.part for choice in choices}):
        of_part = [choice for choice in choices if choice.part == part]
        precision = fmean(choice.precision for choice in of_part if choice.precision is not None)
        recall, exact = fmean(choice.recall for choice in of_part), fmean(choice.is_exact for choice in of_part)
        f1 = 2 * precision * recall / (precision + recall)
        figures = f"F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}, exact {exact:.3f}"
        print(f"{part}: {len(of_part)} pages, {figures}")


def main(folder: Path) -> None:
    pages = list(read_pages(folder))
    rows, labels = np.concatenate([page.rows for page in pages]), np.concatenate([page.labels for page in pages])
    weights = np.concatenate([weigh(page) for page in pages])
    sites = [page.site for page in pages for _ in page.blocks]
    names = html_features.NAMES
    # The gate's scores of pages that it hasn't seen, so that the larger model learns from what will pass.
    gated = boost.cross_validate(rows, labels, sites, names, weights, **GATE)
    picked, all_rows, all_labels, all_weights, all_sites = join(pages, split(gated, pages))
    all_names = (*names, *html_wording.NAMES)
    scores = boost.cross_validate(all_rows, all_labels, all_sites, all_names, all_weights, **BODY)
    choices = list(choose(pages, split(gated, pages), picked, scores))
    report(choices)
    steps = boost.calibrate([choice.surety for choice in choices], [choice.is_good for choice in choices])
    boost.write_weights("html-gate", boost.fit(rows, labels, names, weights, **GATE))
    boost.write_weights("html-body", boost.fit(all_rows, all_labels, all_names, all_weights, **BODY), steps)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/articles-dev"), help="the labelled pages")
    main(parser.parse_args().data)
