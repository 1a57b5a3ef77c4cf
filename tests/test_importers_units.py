import pytest

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
