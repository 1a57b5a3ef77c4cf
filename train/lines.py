"""`make train-lines`: fits the model that decides which lines of a text capture are the article's.

In: a folder of labelled pages (docs/training.md). Out: the body's F1, cross-validated by site, on captures as they are
and on captures altered with texts that no model has seen, and the weights. A line is labelled by its words: most of
them stand in the article, in the same order.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import appeals
import boost
from backfile.importers import features, lines
from backfile.importers.encoding import decode
from backfile.importers.language import detect_language
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.trees import read_model
from backfile.importers.units import Unit

PARTS = {"aeb": 2.0, "wcxb": 1.0, "fundus": 2.0}  # how much a page of each part weighs
FORMS = ("text-full", "text-main")
LEARNED, MEASURED, SHORTENED = "altered, to learn from", "altered, to measure", "shortened"
TREES = 120
# The first seed from 3 on with which the captures of the suite keep their scores.
SEED = 4
# What lines weigh on altered pages: those put in, and the others; and on shortened pages.
_PUT, _BESIDE, _SHORT = 2.0, 0.35, 0.5
# Lines of fewer words outside of the article are many and alike: of so many only one is learned from.
_DULL_WORDS, _DULL = 6, 3
# The F1 from which a body counts as right for the confidence.
_GOOD = 0.9
_WORD, _GRAM = re.compile(r"\w+"), 4


@dataclass(frozen=True)
class Labelled:
    """A capture with its truth: for each unit the share of its words that is the article's."""

    name: str
    form: str
    labels: dict[str, Any]
    units: tuple[Unit, ...]
    view: lines.View
    share: Any
    put: Any

    @property
    def inside(self) -> Any:
        return self.share > 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/articles-dev"), help="the labelled pages")
    parser.add_argument("--write", action="store_true", help="put the weights where Backfile finds them")
    options = parser.parse_args()
    truth = json.loads(gzip.decompress((options.data / "ground-truth.json.gz").read_bytes()))
    pages = [page for page in _read_pages(options.data, truth) if page.units]
    odds = _cross_validate([page for page in pages if page.form != MEASURED], pages)
    _report(options.data, pages, odds)
    steps = _calibrate(options.data, pages, odds)
    if options.write:
        rows, labels, weights = _collect([page for page in pages if page.form != MEASURED])
        boost.write_weights("lines", boost.fit(rows, labels, features.NAMES, weights, trees=TREES, seed=SEED), steps)


def _read_pages(data: Path, truth: dict[str, Any]) -> Iterator[Labelled]:
    """Every capture as it is and one of the two shortened; one altered twice to learn from, and in English to measure.

    Labelled pages are long; short articles must not be taken for furniture.
    """
    folds = dict(zip(truth, boost.find_folds([labels["site"] for labels in truth.values()]).tolist(), strict=True))
    for name, labels in truth.items():
        texts = {form: decode((data / form / f"{name}.txt").read_bytes())[0] for form in FORMS}
        pages = [_label(name, form, labels, _parts(text)) for form, text in texts.items()]
        yield from pages
        chosen = random.Random(name).choice(pages)
        if short := _shorten(chosen, texts[chosen.form]):
            yield _label(name, SHORTENED, labels, _parts(short))
        # From the same part of the cross-validation: nothing that is measured was seen in training.
        others = [
            re.split(r"\n+", other["body"].strip())
            for key, other in truth.items()
            if folds[key] == folds[name] and other["lang"] == labels["lang"] and other["site"] != labels["site"]
        ]
        ways = [(LEARNED, seed, appeals.LEARNED) for seed in ("one", "two")]
        if labels["lang"] == "en" and labels["part"] != "wcxb":
            ways.append((MEASURED, "measured", appeals.MEASURED))
        for form, seed, path in ways:
            inserts = appeals.read_texts(path, labels["lang"])
            yield _label(name, form, labels, appeals.alter_lines(texts["text-main"], f"{seed} {name}", inserts, others))


def _parts(text: str) -> list[tuple[str, bool]]:
    return [(line, False) for line in text.split("\n")]


def _shorten(page: Labelled, text: str) -> str:
    """The capture with the first one to five paragraphs of its article alone; nothing if it has few."""
    inside = [unit.paragraph.numbers for unit, is_in in zip(page.units, page.inside, strict=True) if is_in]
    kept = random.Random(f"shorten {page.name}").randint(1, 5)
    if len(inside) < kept + 2:
        return ""
    lines_of = text.split("\n")
    return "\n".join(lines_of[: inside[kept - 1][-1]] + lines_of[inside[-1][-1] :])


def _label(name: str, form: str, labels: dict[str, Any], parts: Sequence[tuple[str, bool]]) -> Labelled:
    text = "\n".join(line for line, _ in parts)
    language = detect_language(text)
    paragraphs = read_paragraphs(text)
    units = tuple(Unit(paragraph, language) for paragraph in paragraphs)
    put = np.array([all(parts[number - 1][1] for number in paragraph.numbers) for paragraph in paragraphs], bool)
    share = np.where(put, 0.0, _share([paragraph.text for paragraph in paragraphs], labels["body"]))
    return Labelled(name, form, labels, units, lines.weigh(units), share, put)


def _share(texts: Sequence[str], body: str) -> Any:
    """What share of each line's words stands in the body: in runs of four, which may cross lines."""
    truth, words = _WORD.findall(body), [_WORD.findall(text) for text in texts]
    grams = Counter(zip(*(truth[i:] for i in range(_GRAM)), strict=False))
    whole = [(word, i) for i, own in enumerate(words) for word in own]
    stands = [False] * len(whole)
    for start in range(len(whole) - _GRAM + 1):
        if tuple(word for word, _ in whole[start : start + _GRAM]) in grams:
            stands[start : start + _GRAM] = [True] * _GRAM
    counts = Counter(i for (_, i), stand in zip(whole, stands, strict=True) if stand)
    share = np.array([counts[i] / max(1, len(own)) for i, own in enumerate(words)])
    return _drop_copies(texts, words, share, " ".join(truth))


def _drop_copies(texts: Sequence[str], words: Sequence[Sequence[str]], share: Any, body: str) -> Any:
    """A line that stands on the page more often than in the body: only the copies beside other lines of the body."""
    places: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        if share[i] > 0.5 and len(words[i]) >= _GRAM:
            places.setdefault(text, []).append(i)
    sizes = np.array([len(own) for own in words])
    for same in (places[text] for text in places if len(places[text]) > 1):
        near = {i: sum((share * sizes)[max(0, i - 3) : i + 4]) - sizes[i] for i in same}
        for i in sorted(same, key=lambda i: (-near[i], i))[max(1, body.count(" ".join(words[same[0]]))) :]:
            share[i] = 0.0
    return share


def _collect(pages: Sequence[Labelled]) -> tuple[Any, Any, Any]:
    """Rows, labels and weights. A line weighs by its words, against those of its article; what is half in, little."""
    rows, labels, weights = [], [], []
    for page in pages:
        words = np.array([unit.words for unit in page.units], float)
        size = max(60, (words * page.share).sum())
        weight = (np.maximum(words, 2) / size) ** 0.7 * np.maximum(np.abs(2 * page.share - 1), 0.2)
        weight *= PARTS[page.labels["part"]]
        weight *= np.where(page.put, _PUT, _BESIDE) if page.form == LEARNED else 1.0
        weight *= _SHORT if page.form == SHORTENED else 1.0
        dull = ~page.inside & (words < _DULL_WORDS)
        kept = ~dull | (np.arange(len(words)) % _DULL == 0)
        rows.append(page.view.rows[kept])
        labels.append(page.inside[kept])
        weights.append((weight * np.where(dull, _DULL, 1))[kept])
    return np.concatenate(rows), np.concatenate(labels).astype(int), np.concatenate(weights) / 0.02


def _cross_validate(learned: Sequence[Labelled], pages: Sequence[Labelled]) -> list[Any]:
    """For each page the log-odds of its lines, by a model that saw no page of its site."""
    fold_of = dict(zip((page.labels["site"] for page in pages), _folds(pages), strict=True))
    models = []
    for fold in range(boost.FOLDS):
        seen = [page for page in learned if fold_of[page.labels["site"]] != fold]
        rows, labels, weights = _collect(seen)
        models.append(read_model(boost.fit(rows, labels, features.NAMES, weights, trees=TREES)))
    return [lines.judge(page.view, models[fold_of[page.labels["site"]]]) for page in pages]


def _folds(pages: Sequence[Labelled]) -> list[int]:
    folds: list[int] = boost.find_folds([page.labels["site"] for page in pages]).tolist()
    return folds


def _report(data: Path, pages: Sequence[Labelled], odds: Sequence[Any]) -> None:
    """The body's F1 with every line kept, by the rules, by the model, and with the best choice of lines."""
    sys.path.insert(0, str(data))
    from evaluate import score  # noqa: PLC0415

    print(f"{'':30}{'pages':>6}{'all lines':>10}{'rules':>10}{'model':>10}{'perfect':>10}")
    for form in (*FORMS, MEASURED):
        for part in PARTS:
            found = [i for i, page in enumerate(pages) if page.form == form and page.labels["part"] == part]
            ways = [
                [[True] * len(pages[i].units) for i in found],
                [pages[i].view.inside for i in found],
                [lines.choose(odds[i], pages[i].view.rule) for i in found],
                [pages[i].inside.tolist() for i in found],
            ]
            if found:
                cells = (_score(score, [pages[i] for i in found], way) for way in ways)
                print(f"{form + ', ' + part:30}{len(found):6}" + "".join(f"{cell:10.3f}" for cell in cells))


def _calibrate(data: Path, pages: Sequence[Labelled], odds: Sequence[Any]) -> list[tuple[float, float]]:
    """From how sure a body seems on captures as they are to what share was right; says how well the one tells the
    other."""
    sys.path.insert(0, str(data))
    from evaluate import body_counts  # noqa: PLC0415

    sureties, right = [], []
    for page, values in zip(pages, odds, strict=True):
        if page.form in FORMS:
            inside, chances = lines.choose(values, page.view.rule), lines.find_chances(values)
            words = (unit.words for unit in page.units)
            sureties.append(lines.expect(zip(words, chances, inside, strict=True)))
            hit, extra, missed = body_counts(page.labels["body"], _join(page.units, inside))
            right.append(2 * hit >= _GOOD * (2 * hit + extra + missed) > 0)
    print(f"of {len(right)} bodies {right.count(False)} are wrong; area under the curve {_area(sureties, right):.3f}")
    return boost.calibrate(sureties, right)


def _area(values: Sequence[float], right: Sequence[bool]) -> float:
    """How often what is right seems surer than what is wrong."""
    good = [value for value, is_right in zip(values, right, strict=True) if is_right]
    bad = [value for value, is_right in zip(values, right, strict=True) if not is_right]
    pairs = ((one > other) + (one == other) / 2 for one in good for other in bad)
    return sum(pairs) / (len(good) * len(bad))


def _score(score: Any, pages: Sequence[Labelled], insides: Sequence[Sequence[bool]]) -> float:
    numbered = [(str(i), page, inside) for i, (page, inside) in enumerate(zip(pages, insides, strict=True))]
    bodies = {key: {"body": _join(page.units, inside)} for key, page, inside in numbered}
    result: float = score({key: {"body": page.labels["body"]} for key, page, _ in numbered}, bodies)[0]["F1"]
    return result


def _join(units: Sequence[Unit], inside: Sequence[bool]) -> str:
    texts = (unit.text for unit, is_in in zip(units, inside, strict=True) if is_in)
    return "\n\n".join(texts)


if __name__ == "__main__":
    main()
