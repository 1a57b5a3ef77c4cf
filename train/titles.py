"""Fits the weights by which `backfile.importers.html_title` votes for a headline.

In: a folder of saved pages (`html/ID.html.gz`) and what is known of them (`ground-truth.json.gz`, with `title` and
`site`). Out: on the terminal, the share of right headlines on sites that a fit hasn't seen, and the weights, to be
written into the module. A conditional logit: the odds of the right candidate against the others of its page.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import lxml.html
import numpy as np

import boost
from backfile.importers.encoding import decode
from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_marks import fold_title, read_marks
from backfile.importers.html_metadata import read_metadata
from backfile.importers.html_title import WEIGHTS, describe, list_candidates

STEPS, RATE, MOMENTUM, PENALTY = 150, 0.15, 0.9, 1.0
Page = tuple[Any, Any]


def read_page(path: Path, title: str) -> Page | None:
    """The features of a page's candidates, and which of them are right; None if none is."""
    text, _ = decode(gzip.decompress(path.read_bytes()))
    tree = lxml.html.document_fromstring(text.encode())
    found = read_metadata(tree, read_blocks(tree))
    candidates = list_candidates(read_marks(tree), found.source)
    right = [float(folded == fold_title(title)) for folded in candidates]
    rows = [describe(folded, candidates, found.source, found.url) for folded in candidates]
    table = [[float(row[name]) for name in WEIGHTS] for row in rows]
    return (np.array(table), np.array(right)) if any(right) else None


def fit(pages: list[Page]) -> Any:
    """The weights, by gradient ascent with momentum."""
    weights = step = np.zeros(len(WEIGHTS))
    for _ in range(STEPS):
        slope = sum(_slope(page, weights) for page in pages) - PENALTY * weights
        step = MOMENTUM * step + slope / len(pages)
        weights = weights + RATE * step
    return weights


def _slope(page: Page, weights: Any) -> Any:
    rows, right = page
    odds = np.exp(rows @ weights - (rows @ weights).max())
    share = odds / odds.sum()
    return rows.T @ (share * right / (share * right).sum() - share)


def main(folder: Path) -> None:
    """Measure, then fit to all."""
    truth = json.loads(gzip.decompress((folder / "ground-truth.json.gz").read_bytes()))
    labelled = {name: known for name, known in truth.items() if known.get("title")}
    read = {name: read_page(folder / "html" / f"{name}.html.gz", known["title"]) for name, known in labelled.items()}
    pages = {name: page for name, page in read.items() if page}
    folds = dict(zip(pages, boost.find_folds([labelled[name]["site"] for name in pages]), strict=True))
    hits = 0.0
    for fold in range(boost.FOLDS):
        weights = fit([page for name, page in pages.items() if folds[name] != fold])
        hits += sum(page[1][(page[0] @ weights).argmax()] for name, page in pages.items() if folds[name] == fold)
    print(f"right on {hits / len(labelled):.3f} of {len(labelled)} pages, measured on sites not seen")
    for name, weight in zip(WEIGHTS, fit(list(pages.values())), strict=True):
        print(f'    "{name}": {round(weight * 100)},')


main(Path(sys.argv[1]))
