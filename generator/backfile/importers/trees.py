"""Small learned models, sums of decision trees; home of numpy.

In: a weights file, as `train/` writes it, and rows of features. Out: for each row its log-odds, the same on every
machine: features are rounded to thousandths and all else is whole numbers, so that no sum depends on the order of its
parts. Knows nothing of what the features mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

# numpy is imported where it is first needed: a command that imports nothing needn't wait for it.
if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

# How many parts a feature's unit has, and a leaf's.
FEATURE_UNIT, LEAF_UNIT = 1000, 10_000
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Trees as full binary trees of one depth, level by level: below node n stand 2n + 1 and 2n + 2.

    Each inner node of each tree has a feature's position and a threshold: a larger value goes right. `confidence` has
    steps: from a value on, a share.
    """

    names: tuple[str, ...]
    depth: int
    features: NDArray[int32]
    thresholds: NDArray[int32]
    leaves: NDArray[int32]
    confidence: tuple[tuple[float, float], ...] = ()

    def share(self, value: float) -> float:
        """What share of the choices was right, in cross-validation, that seemed as sure as this one."""
        shares = [share for start, share in self.confidence if start <= value]
        return shares[-1] if shares else self.confidence[0][1] if self.confidence else 0.0

    def score(self, rows: Sequence[Sequence[float]] | NDArray[Any]) -> list[float]:
        """The log-odds of every row; its features stand in the order of `names`."""
        if not len(rows):
            return []
        import numpy as np  # noqa: PLC0415

        values = quantise(rows)
        trees, inner = self.features.shape
        first = np.arange(trees, dtype=np.int32) * inner
        row = (np.arange(len(values), dtype=np.int32) * len(self.names))[:, None]
        node = np.zeros((len(values), trees), np.int32)
        for _ in range(self.depth):
            at = node + first
            node = 2 * node + 1 + (values.take(row + self.features.take(at)) > self.thresholds.take(at))
        reached = self.leaves.take(node - inner + np.arange(trees, dtype=np.int32) * (inner + 1))
        return [int(total) / LEAF_UNIT for total in reached.sum(axis=1, dtype=np.int64)]


def quantise(rows: Sequence[Sequence[float]] | NDArray[Any]) -> NDArray[int32]:
    """Features as whole thousandths."""
    import numpy as np  # noqa: PLC0415

    parts = np.rint(np.asarray(rows, dtype=np.float64) * FEATURE_UNIT)
    return np.clip(parts, -_LARGEST, _LARGEST).astype(np.int32)


@cache
def load_model(name: str) -> Model:
    """The model that comes with Backfile under a name."""
    return read_model((files("backfile.importers") / "weights" / f"{name}.json").read_text("utf-8"))


def read_model(text: str) -> Model:
    """A weights file: the names of the features, and each tree, a node before what is below it.

    An inner node is a feature's position, a threshold and the two nodes below it; a leaf is -1 and its worth. Where one
    of many is to be chosen, the file has the steps of the confidence too.
    """
    import numpy as np  # noqa: PLC0415

    weights = json.loads(text)
    depth: int = max(_depth(iter(tree)) for tree in weights["trees"])
    inner = np.zeros((2, len(weights["trees"]), 2**depth - 1), np.int32)
    leaves = np.zeros((len(weights["trees"]), 2**depth), np.int32)
    for i, tree in enumerate(weights["trees"]):
        _place(iter(tree), 0, inner[:, i], leaves[i])
    steps = tuple((start, share) for start, share in weights.get("confidence", ()))
    return Model(tuple(weights["features"]), depth, inner[0], inner[1], leaves, steps)


def _depth(tree: Iterator[int]) -> int:
    feature, _ = next(tree), next(tree)
    return 0 if feature < 0 else 1 + max(_depth(tree), _depth(tree))


def _place(tree: Iterator[int], node: int, inner: NDArray[int32], leaves: NDArray[int32]) -> None:
    """Put a tree's nodes where they stand in a full one; a leaf above the last level fills all that is below it."""
    feature, value = next(tree), next(tree)
    if feature >= 0:
        inner[:, node] = feature, value
        _place(tree, 2 * node + 1, inner, leaves)
        _place(tree, 2 * node + 2, inner, leaves)
        return
    first = last = node
    while first < inner.shape[1]:
        first, last = 2 * first + 1, 2 * last + 2
    leaves[first - inner.shape[1] : last - inner.shape[1] + 1] = value
