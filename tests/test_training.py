"""What the models are trained with: the texts that are put into captures, and how."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

APPEALS = Path(__file__).parents[1] / "train" / "appeals.py"
CAPTURE = "\n\n".join(["Bridge closed", *(f"The {word} bridge " + "is old " * 12 for word in ("first", "second"))])


def load() -> ModuleType:
    if not APPEALS.is_file():
        pytest.skip("Backfile is installed without its checkout")
    spec = importlib.util.spec_from_file_location("appeals", APPEALS)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_text_that_is_measured_is_learned() -> None:
    appeals = load()
    learned, measured = (
        {line for text in appeals.read_texts(path) for line in text} for path in (appeals.LEARNED, appeals.MEASURED)
    )
    assert learned.isdisjoint(measured)
    assert len(appeals.read_texts(appeals.LEARNED)) + len(appeals.read_texts(appeals.MEASURED)) > 60


def test_a_seed_alters_a_capture_in_one_way_and_loses_no_line_of_it() -> None:
    appeals = load()
    texts = appeals.read_texts(appeals.LEARNED, "en")
    one, again, other = (appeals.alter(CAPTURE, seed, texts, [["A cow."]]) for seed in ("a", "a", "b"))
    assert one == again != other
    for altered in (one, other):
        lines = altered.split("\n")
        assert [line for line in lines if line in CAPTURE.split("\n") and line] == [s for s in CAPTURE.split("\n") if s]
        assert len(lines) > CAPTURE.count("\n") + 1


def test_a_language_with_few_texts_gets_english_ones() -> None:
    appeals = load()
    assert appeals.read_texts(appeals.LEARNED, "sw") == appeals.read_texts(appeals.LEARNED, "en")
    assert appeals.read_texts(appeals.LEARNED, "de") != appeals.read_texts(appeals.LEARNED, "en")
