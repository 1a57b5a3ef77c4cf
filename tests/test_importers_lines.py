import pytest

from backfile.importers.lines import Unit, classify, find_authors, find_credit, find_paper, is_person
from backfile.importers.paragraphs import Paragraph, read_paragraphs

STORY = (
    "The harbour office at Sandle will close its window on Fridays, the harbour board decided on Tuesday. Skippers who"
    " owe dues may leave them in the bucket by the door, as most of them have done since the war.\n\n"
    "The board will hear the skippers of Sandle in April, in the harbour office, which has had three windows since it"
    " was built in 1911. Of these two face the wall, and the third one faces the bucket.\n"
)


def texts(page: str, kind: str) -> list[str]:
    return [unit.text for unit in classify(read_paragraphs(page), "en").of_kind(kind)]


def unit(text: str, language: str = "en") -> Unit:
    return Unit(Paragraph((1,), text, False, 0, True), language)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("The bucket on Friday. Drawing: Mina Osk", "Mina Osk"),
        ("Le seau, vendredi. Dessin : Mina Osk / The Sandle Beacon", "Mina Osk / The Sandle Beacon"),
        ("The bucket on Friday. (MINA OSK)", "MINA OSK"),
        ("Erstes Bild: So könnte der neue Eimer einmal aussehen", ""),
        ("Harbour office to shut its window", ""),
    ],
)
def test_a_credit_names_who_made_the_picture(line: str, credit: str) -> None:
    assert find_credit(line) == credit


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jonas Threll, Harbour Correspondent", ("Jonas Threll",)),
        ("Von: Jonas Threll und Mina Osk", ("Jonas Threll", "Mina Osk")),
        ("By Jonas ThrellPublished: Jan 29, 2009", ("Jonas Threll",)),
        ("Posted by Jonas Threll on March 14, 2009", ("Jonas Threll",)),
        ("Jonas Threll", ()),
    ],
)
def test_a_byline_names_people_without_their_trades(line: str, authors: tuple[str, ...]) -> None:
    assert find_authors(line) == authors


@pytest.mark.parametrize("name", ["Jonas Threll", "Cora van der Wendt", "M. Osk-Threll", "Émile O'Hara"])
def test_a_name_alone_is_a_person(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "line", ["No Comments", "Living Healthy", "Share This Page", "the harbour office", "Sandle", ""]
)
def test_other_words_with_capitals_are_no_person(line: str) -> None:
    assert not is_person(line)


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("The Sandle Beacon", "The Sandle Beacon"),
        ("THE SANDLE BEACON -- ELECTRONIC EDITION", "The Sandle Beacon"),
        ("The Sandle Beacon online", "The Sandle Beacon"),
        ("The harbour office shuts", ""),
        ("Harbour Office Shuts", ""),
    ],
)
def test_a_masthead_is_the_name_of_a_paper_without_its_edition(line: str, paper: str) -> None:
    assert find_paper(line) == paper


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


def test_a_masthead_of_words_that_the_body_holds_is_no_headline() -> None:
    page = f"The Sandle Harbour Office Window\n\nFridays off\n\n{STORY}\n© 2009 The Sandle Harbour Office Window"
    assert texts(page, "headline") == ["Fridays off"]
    assert texts(page, "source") == ["The Sandle Harbour Office Window"]


def test_a_line_with_a_lone_credit_below_is_a_caption_and_no_headline() -> None:
    caption = "The harbour office on Friday"
    page = f"Harbour bucket takes dues\n\n{caption}\nDrawing: Mina Osk\n\n{STORY}"
    assert texts(page, "headline") == ["Harbour bucket takes dues"]


def test_a_name_below_a_lone_by_is_the_byline_far_from_any_date() -> None:
    page = f"Harbour office shuts its window\n\nFridays off\nShare\nBy\nJonas Threll\nPrint\nShare\n\n{STORY}"
    assert texts(page, "byline") == ["Jonas Threll"]
