"""The words that tell what an article is about."""

import pytest

from backfile.keywords import MOST, find_keywords


def test_words_of_the_title_that_the_text_names_come_first() -> None:
    body = "Yesterday the ferry Skua met Captain Hallam off Dunmere.\n\nNobody but Hallam saw it."
    assert find_keywords("Old engine fails Skua near Dunmere", body)[:3] == ("skua", "dunmere", "hallam")


def test_the_other_words_of_the_title_follow_the_longest_first() -> None:
    assert find_keywords("A new engine for the harbourmaster", "") == ("harbourmaster", "engine")


def test_what_begins_a_sentence_is_no_name() -> None:
    assert find_keywords("", "Weather was fine. Weather was bad. They said: Weather.") == ()


def test_there_are_few() -> None:
    title = "alpha bravo charlie delta echoes foxtrot golfer hotel"
    assert len(find_keywords(title, "")) == MOST


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("ÉLODIE et le café", ("elodie", "cafe")),
        ("Паром вернулся", ("вернулся", "паром")),
        ("عودة العبّارة", ("العبّارة", "عودة")),
        ("बंदरगाह की नाव", ("बंदरगाह",)),
        ("市議会が新港を承認", ("市議", "議会", "新港", "承認")),
        ("フェリー、港へ", ("フェリー",)),
        ("부산 항구 소식", ("부산", "항구", "소식")),
    ],
)
def test_words_are_found_in_any_script(title: str, words: tuple[str, ...]) -> None:
    assert find_keywords(title, "") == words
