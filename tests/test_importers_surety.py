from dataclasses import replace
from pathlib import Path

import pytest

from backfile.importers import doubts, lines, surety, text
from backfile.importers.paragraphs import read_paragraphs
from backfile.model import Article, Capture, Draft, Origin

STORY = """The harbour board decided on Tuesday to shut the window of its harbour office on Fridays, as in other years.

Boats may call from the other side of the harbour, the board said, and nobody will be turned away at the gate.

The board will hear from the skippers of Sandle in April. The harbour office was built in 1911 and has three windows.
"""
PAGE = "Board shuts harbour window on Fridays\n\nBy Jonas Threll\n14 March 2009\n\n" + STORY


def read(content: str) -> Draft:
    draft = text.read(Capture("capture.txt", content.encode(), Path("/nowhere")))
    assert isinstance(draft, Draft)
    return draft


def origins(content: str) -> dict[str, Origin]:
    return {origin.field: origin for origin in read(content).origins}


def test_every_field_that_is_set_has_the_line_where_it_stood() -> None:
    found = {field: origin.place for field, origin in origins(PAGE).items()}
    assert found == {
        "title": "line 1", "authors": "line 3", "date": "line 4", "language": "text", "body": "lines 6-10",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "content", "place"),
    [
        ("updated", PAGE.replace("14 March 2009", "Published 14 March 2009\nUpdated 15 March 2009"), "line 5"),
        ("agency", PAGE.replace("By Jonas", "By Reuters and Jonas"), "line 3"),
        ("agency", PAGE.replace("By Jonas Threll", "By Jonas Threll, Reuters"), "line 3"),
        ("agency", PAGE.replace("The harbour board", "SKARN (Reuters) - The harbour board", 1), "line 6"),
    ],
)
def test_a_field_names_the_line_that_says_it(field: str, content: str, place: str) -> None:
    assert origins(content)[field].place == place


@pytest.mark.parametrize(
    ("field", "sure", "unsure"),
    [
        ("title", PAGE, STORY),
        ("date", PAGE, PAGE.replace("14 March 2009", "03/04/2009")),
        ("date", PAGE, PAGE.replace("14 March", "Updated 14 March")),
        ("date", PAGE, PAGE.replace("14 March 2009", "14.03.09")),
        ("date", PAGE, PAGE.replace("14 March 2009\n", "") + "\n14 March 2009\n"),
        ("authors", PAGE, PAGE.replace("By Jonas", "Jonas")),
        ("body", PAGE, PAGE.replace("The board will", "Skarn, at the harbour\n\n" * 8 + "The board will")),
    ],
)
def test_what_is_less_plain_is_less_sure(field: str, sure: str, unsure: str) -> None:
    assert origins(sure)[field].confidence > origins(unsure)[field].confidence


@pytest.mark.parametrize(
    ("content", "doubt"),
    [
        (STORY, doubts.NO_HEADLINE),
        (PAGE.replace("14 March 2009\n", ""), doubts.NO_DATE),
        (PAGE.replace("14 March 2009", "14 March 2009\n\n20 March 2009"), doubts.TWO_DATES),
        (PAGE.replace("14 March 2009", "03/04/2009"), doubts.UNSURE_DATE),
        (PAGE.replace("14 March", "Updated 14 March"), doubts.ONLY_UPDATED),
        (PAGE.replace("14 March 2009", "14.03.09"), doubts.SHORT_YEAR),
        ("Board shuts window\n\n" + STORY[:110], doubts.SHORT_BODY),
        (PAGE.replace("By Jonas Threll", "By the one who swept it for years"), doubts.UNSURE_AUTHORS),
    ],
)
def test_what_a_person_should_look_at_is_doubted(content: str, doubt: str) -> None:
    assert doubt in read(content).doubts


def test_a_body_is_the_less_sure_the_less_sure_its_lines_are() -> None:
    units = lines.classify(read_paragraphs(PAGE))
    confidences = []
    for chance in (0.99, 0.9, 0.6):
        page = replace(units, chances=tuple(chance if unit.ended else 0.01 for unit in units.units))
        article = Article(path="", slug="", title="Board shuts harbour window on Fridays")
        confidences += [
            origin.confidence for origin in surety.find_origins(page, article, 0.8) if origin.field == "body"
        ]
    assert confidences == sorted(set(confidences), reverse=True)
    assert len(confidences) == 3


def test_prose_that_was_taken_out_is_doubted_where_it_is_likely_text_and_stands_nowhere_else() -> None:
    def read_doubts(chance: float, twice: bool = False) -> tuple[str, ...]:
        page = lines.classify(read_paragraphs(PAGE + ("\n" + STORY if twice else "")))
        last = len(page.units) - 1
        verdicts = (*page.verdicts[:last], lines.Verdict("other", ""))
        page = replace(page, verdicts=verdicts, chances=(*page.chances[:last], chance))
        article = Article(path="", slug="", title="Board shuts harbour window on Fridays")
        return surety.find_doubts(page, article, STORY, surety.find_origins(page, article, 0.8))

    assert doubts.LEFT_OUT in read_doubts(0.45)
    assert doubts.LEFT_OUT not in read_doubts(0.02)
    assert doubts.LEFT_OUT not in read_doubts(0.45, twice=True)


def test_a_plain_capture_leaves_no_doubt() -> None:
    assert read(PAGE).doubts == ()
