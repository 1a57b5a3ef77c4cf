import pytest

from backfile.importers import vocabulary
from backfile.importers.paragraphs import Paragraph, read_paragraphs
from backfile.importers.units import Unit


def unit(text: str, language: str = "en") -> Unit:
    return Unit(Paragraph((1,), text, False, 0, True), language)


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("Posted: 14/03/2009 10:20 | Updated: 15/03/2009 12:02", 14, 15),
        ("March 14, 2009 - Updated March 15, 2009", 14, 15),
        ("Last updated March 15, 2009, first published March 14, 2009", 14, 15),
        ("March 14, 2009", 14, None),
        ("Updated March 15, 2009", None, 15),
        ("14/03/2009 Updated at 15:10h in the morning.", 14, None),
    ],
)
def test_one_line_may_hold_the_dates_of_publication_and_of_an_update(
    line: str, published: int | None, updated: int | None
) -> None:
    dates = (unit(line).published, unit(line).updated)
    assert tuple(date and date.day for date in dates) == (published, updated)


@pytest.mark.parametrize(
    "line",
    [
        "Stand: 15.03.2009, 12:02 Uhr", "Mise à jour le 15 mars 2009", "Päivitetty 15.3.2009", "Güncelleme: 15.03.2009",
        "Aktualizacja: 15 marca 2009", "Aktualizováno 15. března 2009", "Frissítve: 2009. március 15.",
        "Оновлено 15 березня 2009", "Ενημερώθηκε 15 Μαρτίου 2009", "עודכן 15.03.2009", "更新：2009年3月15日",
    ],
)  # fmt: skip
def test_a_date_is_an_update_s_in_many_languages(line: str) -> None:
    found = unit(line, "")
    assert (found.published, found.updated and found.updated.day) == (None, 15)


@pytest.mark.parametrize(
    "line",
    [
        "Julkaistu 14.3.2009, päivitetty 15.3.2009", "Yayınlanma: 14.03.2009 - Güncelleme: 15.03.2009",
        "Zaktualizowano 15.03.2009, opublikowano 14.03.2009", "Δημοσίευση 14/03/2009, ενημέρωση 15/03/2009",
        "掲載 2009年3月14日 更新 2009年3月15日", "发布于2009-03-14 更新于2009-03-15",
    ],
)  # fmt: skip
def test_words_of_many_languages_tell_the_day_of_publication_from_that_of_an_update(line: str) -> None:
    found = unit(line, "el")
    assert [date and date.day for date in (found.published, found.updated)] == [14, 15]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Von Jonas Threll am 14.03.2009. Abgelegt unter Hafen. Wer mag, kann zu dem Beitrag schreiben.", 14),
        ("This entry was posted on Saturday, March 14, 2009 at 10:20 am and is filed under Boats and Ropes.", 14),
        ("Last change on: March 14, 2009 Sat, 14 Mar 2009 08:00:00 +0100", 14),
        ("3 minute readMarch 14, 200910:20 AM GMT+2Last seen by the harbour office 9 min ago", 14),
        ("BOATSAnn LeeMarch 14, 2009boats, ropes, how to tie a boat, boats for all, harbour, quay, 2 Comments", 14),
        ("By the light of the moon on 14 March 2009 the crew of the ferry saw Skarn for the last time.", None),
        ("The crew of the ferry saw on 14 March 2009 the harbour of Skarn, the quay and all that lay behind it", None),
    ],
)  # fmt: skip
def test_a_line_is_the_date_s_by_its_form_however_many_words_it_has(line: str, day: int | None) -> None:
    found = unit(line, "").published
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Home > Features", "Features"),
        ("You are here: Home / Council / Story 1611", "Council"),
        ("Accueil > Port > Jumelages", "Jumelages"),
        ("SPORT", "Sport"),
        ("The harbour office / Sandle", ""),
    ],
)
def test_a_trail_or_a_line_of_its_own_gives_the_section(line: str, section: str) -> None:
    assert unit(line).section == section


def test_a_name_beside_a_date_in_one_line_is_the_byline() -> None:
    assert unit("Jonas Threll / 14 March 2009, 10.20").byline == ("Jonas Threll",)
    assert unit("14 March 2009 | 3 Min Read").byline == ()


@pytest.mark.parametrize("line", ["-----", "=======", "*****", "_____", "~~~~", "* * *", "———", "-=-=-=-"])
def test_a_line_of_punctuation_is_a_rule(line: str) -> None:
    (paragraph,) = read_paragraphs(line)
    assert (Unit(paragraph, "en").furniture, paragraph.bullet) == ("rule", False)


@pytest.mark.parametrize("line", ["...", "?!", "--", "- - a", "___ Yes", "……"])
def test_punctuation_that_may_be_speech_is_no_rule(line: str) -> None:
    assert all(Unit(paragraph, "en").furniture != "rule" for paragraph in read_paragraphs(line))


@pytest.mark.parametrize("line", ["Sign me up", "Sign up", "Enter your email", "Your e-mail address:"])
def test_a_field_or_button_of_a_newsletter_is_an_appeal(line: str) -> None:
    assert unit(line).furniture == "appeal"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Publié le 18 juin 2004 à 08:01Mis à jour le 19 juin 2004 à 09:06, dans le port de Sandle", 18),
        ("by Jonas Threll | Mar 11, 2009 | All About the Harbour, Learn About Windows and Buckets | 0 comments", 11),
        ("The window on Friday, March 11, 2009, seen from the wall of the old harbour office, in the rain", None),
    ],
)
def test_a_longer_line_is_about_a_date_that_it_announces_or_parts_from_the_rest(line: str, day: int | None) -> None:
    date = Unit(read_paragraphs(line)[0], "fr" if line.startswith("Publié") else "en").date
    assert (date.date.day if date else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "We’ve come, she said; our own l’abonnement is due", "snake_our_case and your_friend", "Ihre Zeitung",
        "Power independent reporting", "It rained; the ferry stopped", "Nossos leitores sabem", "Su apoyo es todo",
    ],
)  # fmt: skip
def test_long_expressions_find_the_same_where_a_word_must_ask_for_them(text: str) -> None:
    found, small = unit(text), vocabulary.fold(text)
    assert (found.persons > 0, found.self_talk > 0) == (
        bool(vocabulary.PERSONS.search(small)),
        bool(vocabulary.SELF_TALK.search(small)),
    )


def test_a_text_s_words_are_counted_by_what_they_are() -> None:
    found = unit("Ann was here and looked at the Pier")
    assert (found.letters, found.capitals, found.past) == (28, 2, 2)
