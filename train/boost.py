"""Fits small models of boosted trees and writes them as weights files for `backfile.importers.trees`.

In: rows of features, a label (0 or 1), a group and perhaps a weight for each, and for rows of which one is to be chosen
the name of the choice. Out: scores that were cross-validated by group, the weights, and what share of the choices was
right. Groups are sites: what was learned from a site is never measured on it. The same rows give the same weights on
every run.
"""

import hashlib
import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from backfile.importers.trees import FEATURE_UNIT, LEAF_UNIT, quantise, read_model

WEIGHTS = Path(__file__).parents[1] / "generator" / "backfile" / "importers" / "weights"
FOLDS = 5
SETTINGS = {
    "objective": "binary",
    "num_leaves": 15,
    "max_depth": 5,
    "learning_rate": 0.1,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "max_bin": 127,
    "seed": 3,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


RANKING = {"objective": "lambdarank", "label_gain": [0, 1]}
# How many choices a step of the confidence stands on at least.
_STEP = 40


def fit(
    rows: Any,
    labels: Any,
    names: Sequence[str],
    weights: Any = None,
    choices: Sequence[str] | None = None,
    trees: int = 100,
    **settings: Any,
) -> str:
    """The text of a weights file. Rows of one choice stand together, and are ranked against each other."""
    values = quantise(rows).astype(np.float64)
    sizes = None if choices is None else [len(list(same)) for _, same in groupby(choices)]
    data = lightgbm.Dataset(values, np.asarray(labels), weight=weights, group=sizes, feature_name=list(names))
    learned = SETTINGS | ({} if choices is None else RANKING) | settings
    booster = lightgbm.train(learned, data, num_boost_round=trees)
    text = export(booster, names)
    _compare(booster, text, values[:2000])
    return text


def export(booster: lightgbm.Booster, names: Sequence[str]) -> str:
    """A booster as a weights file: a line for each tree."""
    trees = [json.dumps(_flatten(tree["tree_structure"])) for tree in booster.dump_model()["tree_info"]]
    head = f'"features": {json.dumps(list(names))}'
    return f'{{{head},\n"trees": [\n' + ",\n".join(tree.replace(" ", "") for tree in trees) + "\n]}\n"


def _flatten(node: dict[str, Any]) -> list[int]:
    if "leaf_value" in node:
        return [-1, round(node["leaf_value"] * LEAF_UNIT)]
    # Features are whole numbers, so that what is at most 3.5 is at most 3.
    here = [node["split_feature"], int(np.floor(node["threshold"]))]
    return [*here, *_flatten(node["left_child"]), *_flatten(node["right_child"])]


def _compare(booster: lightgbm.Booster, text: str, values: Any) -> None:
    """The weights judge as the booster does, but for the rounding of each leaf."""
    ours = np.array(read_model(text).score(values / FEATURE_UNIT))
    theirs = booster.predict(values, raw_score=True)
    assert np.abs(ours - theirs).max() <= booster.num_trees() / LEAF_UNIT


def cross_validate(
    rows: Any,
    labels: Any,
    groups: Sequence[str],
    names: Sequence[str],
    weights: Any = None,
    choices: Sequence[str] | None = None,
    **settings: Any,
) -> Any:
    """For each row the score by a model that saw no row of its group."""
    rows, labels, folds = np.asarray(rows), np.asarray(labels), find_folds(groups)
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        seen = folds != fold
        weighed = None if weights is None else np.asarray(weights)[seen]
        chosen = None if choices is None else np.asarray(choices)[seen].tolist()
        text = fit(rows[seen], labels[seen], names, weighed, chosen, **settings)
        scores[~seen] = read_model(text).score(rows[~seen])
    return scores


def calibrate(values: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Steps from how sure a choice seemed to what share was right: from a value on, a share, both rising."""
    steps: list[tuple[float, int, int]] = []
    for value, good in sorted(zip(values, right, strict=True)):
        steps.append((value, int(good), 1))
        # What is too small a step, or not above the one before it, is one step with it.
        while len(steps) > 1 and (steps[-2][2] < _STEP or steps[-2][1] * steps[-1][2] >= steps[-1][1] * steps[-2][2]):
            (start, *one), (_, *two) = steps[-2], steps.pop()
            steps[-1] = (start, one[0] + two[0], one[1] + two[1])
    if len(steps) > 1 and steps[-1][2] < _STEP:
        (start, *one), (_, *two) = steps[-2:]
        steps[-2:] = [(start, one[0] + two[0], one[1] + two[1])]
    # Nothing is ever quite sure.
    return [(round(start, 2), min(0.98, round(good / number, 2))) for start, good, number in steps]


def find_folds(groups: Sequence[str]) -> Any:
    """The part, from 0, that each row belongs to, by its group's name."""
    return np.array([int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % FOLDS for group in groups])


def write_weights(name: str, text: str, confidence: Sequence[tuple[float, float]] = ()) -> None:
    """Put a model where Backfile finds it, with the steps of its confidence."""
    WEIGHTS.mkdir(exist_ok=True)
    steps = f'{{"confidence": {json.dumps([list(step) for step in confidence])},\n' if confidence else "{"
    (WEIGHTS / f"{name}.json").write_text(steps + text.removeprefix("{"), "utf-8")
