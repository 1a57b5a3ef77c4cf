import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.importers import vocabulary
from backfile.importers.paragraphs import Paragraph
from backfile.importers.people import find_bracketed, find_caption, find_credit
from backfile.importers.units import Unit

CAPTURES = sorted((Path(__file__).parent / "fixtures" / "quality" / "captures").glob("*.txt"))
LINES = [line.strip() for path in CAPTURES for line in path.read_text("utf-8", "replace").splitlines() if line.strip()]
MADE = ["Photo: The quay at dusk", "The quay (Ann Lee/The Packet)", "FOTO VON Bo Ek", "Getty Images", "© Ann Lee"]
SMALL = [vocabulary.SELF_TALK, vocabulary.PERSONS, vocabulary.FIRST_PERSON, vocabulary.SIGN_UP, vocabulary.SAYING]


@given(st.text())
def test_a_folded_text_has_a_character_for_each(text: str) -> None:
    assert len(vocabulary.fold(text)) == len(text)


@pytest.mark.parametrize("pattern", [*SMALL, *vocabulary.ANY_OPENING.starts.values(), vocabulary.ANY_OPENING.anywhere])
def test_small_letters_find_what_ignoring_capitals_finds(pattern: re.Pattern[str]) -> None:
    either = re.compile(pattern.pattern, re.IGNORECASE)
    for line in (turn(line) for turn in (str, str.upper, str.title) for line in LINES):
        found = [match.span() for match in pattern.finditer(vocabulary.fold(line))]
        assert found == [match.span() for match in either.finditer(line)], line


def test_no_kind_of_furniture_is_missed_by_the_look_for_any() -> None:
    told = [vocabulary.fold(line) for line in LINES]
    announced = [line for line in told if any(marks.fit(line) for marks in vocabulary.OPENINGS.values())]
    assert len(announced) > 50
    assert announced == [line for line in told if vocabulary.ANY_OPENING.fit(line)]


def test_every_credit_and_caption_holds_a_word_that_is_looked_for_first() -> None:
    for line in (turn(line) for turn in (str, str.upper) for line in [*LINES, *MADE]):
        if find_credit(line) or find_bracketed(line) or find_caption(line):
            assert vocabulary.CREDITED.search(vocabulary.fold(line)), line
    assert all(find_credit(line) or find_bracketed(line) or find_caption(line) for line in MADE)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Das könnte Sie auch interessieren", "related"),
        ("Se også: Brua i Skarn er stengt", "related"),
        ("Lue lisää Skarnin sillasta", "related"),
        ("Czytaj również: Most jest zamknięty", "related"),
        ("Čtěte také: Most je zavřený", "related"),
        ("İlgili haberler", "related"),
        ("Читайте также: мост закрыт", "related"),
        ("اقرأ أيضا: الجسر مغلق", "related"),
        ("यह भी पढ़ें: पुल बंद", "related"),
        ("あわせて読みたい", "related"),
        ("많이 본 뉴스", "related"),
        ("Alle rettigheter forbeholdt Skarn Avis", "copyright"),
        ("Tüm hakları saklıdır", "copyright"),
        ("Empfohlener externer Inhalt", "notice"),
        ("Çerez ayarları", "notice"),
        ("Tilaa Skarnin uutiskirje", "appeal"),
        ("Meld je aan voor onze nieuwsbrief", "appeal"),
        ("Kopier lenke", "sharing"),
        ("Komentáře (12)", "comments"),
        ("Strona główna", "navigation"),
        ("Der Rat von Skarn beriet am Montag über die Brücke.", ""),
        ("Rada miasta zamknęła most w poniedziałek.", ""),
    ],
)
def test_the_furniture_of_papers_is_known_in_many_languages(line: str, kind: str) -> None:
    assert Unit(Paragraph((1,), line, False, 0, True), "").furniture == kind


def test_an_expression_is_tried_by_its_first_letter_and_each_of_its_alternatives() -> None:
    marks = vocabulary._marks(r"""
        ^(?:a|b(?:ack|order)) ?line|^(?:the )?quay|^\W*(?:seen|read)$|\bmoor(?:ed|ing)\b|\b(?:e-?)?mast|岸""")
    told = [
        "a line",
        "backline",
        "border line",
        "the quay",
        "quay",
        "*seen",
        "read",
        "they moored",
        "an e-mast",
        "対岸",
    ]
    assert [line for line in told if not marks.fit(line)] == []
    assert [line for line in ["line", "b line", "old quay", "seen it", "unmoored", "remast"] if marks.fit(line)] == []
