"""How alike two texts are: other furniture and forms don't count, other words do."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.likeness import FEWEST_WORDS, MOST_HASHES, resemblance, sketch_text

WORDS = [f"{head}{tail}" for head in "bdfgklmnprst" for tail in ("an", "el", "ist", "on", "un", "eiro", "ovka")]


def write_text(seed: int, paragraphs: int = 12) -> str:
    """Paragraphs of words that mean nothing; another seed, another text."""
    choice = random.Random(seed)
    return "\n\n".join(" ".join(choice.choices(WORDS, k=50)).capitalize() + "." for _ in range(paragraphs))


def compare(one: str, other: str) -> float:
    return resemblance(sketch_text(one), sketch_text(other))


def test_a_text_is_itself_whatever_its_markup_capitals_and_punctuation() -> None:
    text = write_text(1)
    first, *rest = text.split()
    marked = f"# {first.upper()}\n\n> [{rest[0]}](https://example.org/a_(b)) **{rest[1]}**, " + "\n".join(rest[2:])
    assert compare(text, text) == compare(text, marked) == 1.0


def test_other_texts_have_nothing_in_common() -> None:
    assert compare(write_text(1), write_text(2)) < 0.05


def test_a_story_that_was_cut_and_edited_is_still_the_same() -> None:
    text = write_text(3)
    half = "\n\n".join(text.split("\n\n")[:6])
    assert 0.35 < compare(text, half) < 0.65
    edited = " ".join(word if number % 20 else "altered" for number, word in enumerate(half.split()))
    assert compare(text, edited) >= 0.25


def test_what_stands_around_a_text_counts_by_its_length() -> None:
    text = write_text(4)
    assert compare(text, f"{text}\n\n{write_text(5, 2)}") > 0.7
    assert compare(text, f"{text}\n\n{write_text(5, 120)}") < 0.25


def test_scripts_without_spaces_are_compared_by_the_character() -> None:
    text = "渡し船が川に戻ってきた。町の議会は水曜日の夜に三時間にわたって話し合い、春まで採決を延ばした。"
    assert compare(text, text.replace("水曜日", "木曜日")) > 0.6
    assert compare(text, "".join(reversed(text))) < 0.1


def test_a_text_too_short_to_tell_is_like_no_other() -> None:
    text = " ".join(WORDS[: FEWEST_WORDS - 1])
    assert sketch_text(text) == sketch_text("") == ()
    assert compare(text, text) == 0.0


@pytest.mark.parametrize("seed", range(3))
def test_a_sketch_is_small_ascending_and_fits_a_signed_integer(seed: int) -> None:
    sketch = sketch_text(write_text(seed))
    assert len(sketch) == MOST_HASHES
    assert list(sketch) == sorted(set(sketch))
    assert all(0 <= value < 2**63 for value in sketch)


def test_sketches_are_the_same_on_every_machine() -> None:
    assert sketch_text(write_text(7))[:2] == (23229846038501052, 54282669765013196)


@given(st.lists(st.sampled_from(WORDS), min_size=30, max_size=90), st.lists(st.sampled_from(WORDS), max_size=60))
def test_likeness_of_short_texts_is_exact_and_the_same_both_ways(one: list[str], more: list[str]) -> None:
    texts = " ".join(one), " ".join(one[:25] + more)
    runs = [{tuple(text.split()[at : at + 4]) for at in range(len(text.split()) - 3)} for text in texts]
    exact = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    found = compare(*texts)
    assert found == compare(*reversed(texts))
    if len(runs[0] | runs[1]) <= MOST_HASHES:
        assert found == pytest.approx(exact)
