import json

import pytest

from backfile.importers.trees import Model, read_model

# If the line has more than 5 words: ended (0.3) or not (0.0); else -0.2 whatever its end.
SMALL = {"features": ["words", "ended"], "trees": [[0, 5000, -1, -2000, 1, 500, -1, 0, -1, 3000]]}


def model(**changes: object) -> Model:
    return read_model(json.dumps(SMALL | changes))


@pytest.mark.parametrize(
    ("row", "score"), [([5, 1], -0.2), ([5.001, 1], 0.3), ([9, 0], 0.0), ([9, 0.5], 0.0), ([1e12, 1], 0.3)]
)
def test_a_row_gets_the_worth_of_the_leaf_that_its_features_lead_to(row: list[float], score: float) -> None:
    assert model().score([row]) == [score]


def test_trees_of_different_depth_add_up() -> None:
    trees = [*SMALL["trees"], [-1, 500], [1, 0, -1, 0, -1, 7]]  # type: ignore[misc]
    assert model(trees=trees).score([[9, 1], [1, 0]]) == [0.3507, -0.15]


def test_a_row_is_judged_alike_alone_and_among_others() -> None:
    rows = [[words, ended] for words in range(10) for ended in (0, 1)]
    assert model().score(rows) == [score for row in rows for score in model().score([row])]


def test_no_rows_have_no_scores() -> None:
    assert model().score([]) == []


@pytest.mark.parametrize(("value", "share"), [(-9, 0.2), (-1, 0.2), (0.5, 0.2), (1, 0.7), (8, 0.95)])
def test_how_sure_a_choice_seems_gives_the_share_that_was_right(value: float, share: float) -> None:
    assert model(confidence=[[-1, 0.2], [1, 0.7], [3, 0.95]]).share(value) == share


def test_a_model_that_was_not_measured_is_sure_of_nothing() -> None:
    assert model().share(5) == 0.0
