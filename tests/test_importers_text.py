import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.dates import format_date
from backfile.importers import text
from backfile.importers.doubts import UNSURE_ENCODING
from backfile.model import KEPT, Article, Capture, Draft, Image, PartialDate, Problem

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "importers").glob("*.txt"))
FOLDER = Path("/nowhere")
STORY = (
    "The council of Ellery voted on Monday to keep the swimming bath open for another year.\n\n"
    "Mayor Ilse Morand said that the bath was the only warm room in the town that asks nobody to buy a coffee."
)


def read(content: str | bytes, name: str = "capture.txt") -> Draft | Problem:
    return text.read(Capture(name, content if isinstance(content, bytes) else content.encode(), FOLDER))


def read_draft(content: str | bytes) -> Draft:
    draft = read(content)
    assert isinstance(draft, Draft)
    return draft


def describe(draft: Draft) -> str:
    """A draft as a reviewer reads it: the fields that hold something, the ledger, the body."""
    empty = Article("", "", "")
    held = {field.name: getattr(draft.article, field.name) for field in fields(Article)}
    said = [f"{name}: {print_value(value)}" for name, value in held.items() if value != getattr(empty, name)]
    taken = [f"- {line.number} {line.kind}" for line in draft.lines if line.kind not in KEPT]
    return "\n".join([*said, "taken out:", *taken, "", draft.body])


def print_value(value: object) -> str:
    if isinstance(value, PartialDate):
        return format_date(value)
    if isinstance(value, Image):
        return f"[{value.caption} | {value.credit}]"
    return "; ".join(print_value(part) for part in value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_capture_becomes_the_expected_article(path: Path) -> None:
    _, given_text, expected = re.split(r"^=== (?:input|expected)\n", path.read_text("utf-8"), flags=re.MULTILINE)
    assert describe(read_draft(given_text)) == expected


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_line_that_is_not_blank_is_accounted_for_once(path: Path) -> None:
    content = path.read_text("utf-8")
    numbered = [(number, line) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
    assert [(line.number, line.text) for line in read_draft(content).lines] == numbered


@given(
    st.text(max_size=400) | st.lists(st.sampled_from([STORY, "", "Menu", "By Ann Lee", "* x", "2011"])).map("\n".join)
)
def test_any_text_is_read_or_refused_and_no_line_is_lost(content: str) -> None:
    draft = read(content.encode("utf-8", "surrogatepass"))
    if isinstance(draft, Problem):
        assert draft.code == "no-article"
        return
    numbers = [line.number for line in draft.lines]
    assert len(numbers) == len(set(numbers)) and numbers == sorted(numbers)
    assert draft.article.title and draft.body.strip()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert isinstance(read(data), Draft | Problem)


def test_an_empty_file_has_no_article() -> None:
    problem = read("  \n\n", "empty.txt")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.path, problem.hint != "") == ("no-article", "empty.txt", True)


def test_line_numbers_count_carriage_returns_as_line_ends() -> None:
    draft = read_draft(STORY.replace("\n", "\r").encode())
    assert [line.number for line in draft.lines] == [1, 3]
    assert [line.number for line in read_draft(STORY.replace("\n", "\r\n").encode()).lines] == [1, 3]


def test_a_title_is_made_of_the_first_words_where_there_is_none() -> None:
    assert read_draft(STORY).article.title == "The council of Ellery voted on Monday to keep the swimming bath …"


def test_every_line_taken_out_says_why() -> None:
    draft = read_draft("Menu\nWe use cookies to improve your experience.\n\nBath stays open in Ellery\n\n" + STORY)
    assert [line.kind for line in draft.lines] == ["navigation", "notice", "headline", "body", "body"]
    assert all(bool(line.why) == (line.kind not in KEPT) for line in draft.lines)


def test_characters_that_serve_a_layout_are_put_right() -> None:
    draft = read_draft(
        STORY.replace("swimming", "swim\xadming").replace("warm room", "warm\xa0room").replace("coffee", "coﬀee")
    )
    assert "swimming bath" in draft.body and "warm room" in draft.body and "coffee" in draft.body


@pytest.mark.parametrize(
    ("opening", "place", "agency"),
    [
        ("SEOUL, Feb. 10 (AP) — The two sides met", "Seoul", "AP"),
        ("PORT ELLERY (Reuters) - The ferry", "Port Ellery", "Reuters"),
        ("LONDON – The council", "London", ""),
        ("ELLERY (QNW) — The ferry", "Ellery", "QNW"),
        ("Ellery (QNW) — The ferry", "", ""),
        ("ELLERY, Thursday (Reuters) - The ferry", "Ellery", "Reuters"),
        ("ELLERY, Thursday - The ferry", "Ellery", ""),
        ("Ellery, mostly - The ferry", "", ""),
        ("ELLERY, Friday.--The ferry", "Ellery", ""),
        ("ELLERY, Feb. 10 (AP)—The ferry", "Ellery", "AP"),
        ("ELLERY, Friday. The ferry", "Ellery", ""),
        ("ELLERY, Skarn. The ferry", "", ""),
        ("Ellery, Friday. The ferry", "", ""),
        ("Ellery, 3 May (dpa) - The council", "Ellery", "dpa"),
        ("The council – which met on Monday – said no", "", ""),
        ("He said - and meant it", "", ""),
    ],
)
def test_a_dateline_gives_place_and_agency(opening: str, place: str, agency: str) -> None:
    assert text.find_dateline(opening) == (place, agency)


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        (
            "Photo: The bath on Monday, seen from the hill. (Ada Rusk/Ellery Mercury)",
            "The bath on Monday, seen from the hill.",
            "Ada Rusk/Ellery Mercury",
        ),
        ("The bath on Monday. (Ada Rusk/Ellery Mercury)", "The bath on Monday.", "Ada Rusk/Ellery Mercury"),
        ("The bath from the east (Ada Rusk)", "The bath from the east", "Ada Rusk"),
        ("Photo: The bath on Monday. (Ada Rusk)", "The bath on Monday.", "Ada Rusk"),
        ("Photo: The bath on Monday, seen from the hill.", "The bath on Monday, seen from the hill.", ""),
        ("(Ada Rusk)", "", "Ada Rusk"),
        ("Image: The bath below the hill. Credit: Bath Office", "The bath below the hill.", "Bath Office"),
        ("The bath on Monday, before it opened. © Ada Rusk", "The bath on Monday, before it opened.", "Ada Rusk"),
        ("The bath below the hill / Ada Rusk", "The bath below the hill", "Ada Rusk"),
        ("Image source, Bath Office Image caption, The bath below the hill", "The bath below the hill", "Bath Office"),
        ("Image caption, The bath on the hill. Image source, Bath Office", "The bath on the hill.", "Bath Office"),
        ("Image source, Bath Office\n\nImage caption, The bath on the hill", "The bath on the hill", "Bath Office"),
        ("Photo: Ada Rusk", "", "Ada Rusk"),
    ],
)
def test_a_line_above_the_body_gives_caption_and_credit(line: str, caption: str, credit: str) -> None:
    draft = read_draft(f"Bath stays open in Ellery\n\nBy Jonas Threll\n3 May 2007\n\n{line}\n\n{STORY}")
    assert draft.article.images == (Image(caption=caption, credit=credit),)
    assert draft.article.source == ""
    assert (draft.article.title, draft.body) == ("Bath stays open in Ellery", STORY + "\n")


def test_tags_are_read() -> None:
    assert read_draft(STORY + "\n\nTags: baths").article.tags == ("baths",)
    assert read_draft(STORY + "\n\nTags: baths, U.S., #fares.").article.tags == ("baths", "U.S.", "fares")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_printed_page_is_put_right_and_every_line_accounted_for(end: str) -> None:
    """Lines broken at a width, a page's number within a sentence, a parted word, a ligature: with any line end."""
    page = """\
Bath stays open in Ellery

The council of Ellery voted on Monday to keep the swim-
ming bath open for another year, and the oﬃce above it
as well, which has stood

- 3 -

empty since the spring, when the roof let in the rain and
nobody in the whole of the town would own the ladder.
"""
    draft = read_draft(page.replace("\n", end).encode())
    assert draft.body.split("\n")[0].startswith("The council of Ellery voted on Monday to keep the swimming bath open")
    assert "the office above it as well, which has stood empty since the spring" in draft.body
    assert [line.number for line in draft.lines] == [1, 3, 4, 5, 7, 9, 10]
    assert [line.number for line in draft.lines if line.kind not in KEPT] == [7]


@pytest.mark.parametrize(
    ("byline", "authors", "agency"),
    [
        ("By The Associated Press", ("The Associated Press",), "AP"),
        ("By Ada Rusk, Reuters", ("Ada Rusk",), "Reuters"),
        ("By Ada Rusk of The Associated Press", ("Ada Rusk",), "AP"),
        ("Von Ada Rusk und Jonas Threll (dpa)", ("Ada Rusk", "Jonas Threll"), "dpa"),
        ("By Ada Rusk, Ellery Mercury", ("Ada Rusk", "Ellery Mercury"), ""),
    ],
)
def test_the_byline_may_credit_an_agency(byline: str, authors: tuple[str, ...], agency: str) -> None:
    draft = read_draft(f"Bath stays open in Ellery\n\n{byline}\n3 May 2007\n\n{STORY}")
    assert (draft.article.authors, draft.article.agency) == (authors, agency)


def test_bytes_that_two_encodings_read_differently_are_doubted() -> None:
    plain = read_draft(STORY.replace("year", "3 ½ années à la région").encode("cp1252"))
    mixed = read_draft(STORY.replace("year", "3 ½ années au c½ur de la région").encode("cp1252"))
    assert plain.encoding == "cp1252" and "3 ½ années" in plain.body
    assert UNSURE_ENCODING in mixed.doubts and UNSURE_ENCODING not in plain.doubts


def test_a_dated_masthead_names_the_paper() -> None:
    draft = read_draft(f"THE ELLERY MERCURY, SATURDAY, MAY 4, 1957\n\nBath stays open in Ellery\n\n{STORY}")
    assert draft.article.source == "The Ellery Mercury"
    assert [origin.place for origin in draft.origins if origin.field in {"source", "date"}] == ["line 1"] * 2


@pytest.mark.parametrize("line", ["© 2013 Ellery Mercury Ltd", "© Mercury Verlag GmbH 2013", "© Ellery Mercury"])
def test_the_masthead_s_spelling_counts_before_that_of_the_copyright(line: str) -> None:
    head = "Skip to content\n\nLog in\n\nThe Ellery Mercury\n\nNews\nSport\n"
    draft = read_draft(f"{head}\nBath stays open in Ellery\n\n3 May 2007\n\n{STORY}\n\nContact us\n\n{line}")
    assert draft.article.source == "The Ellery Mercury"
