import pytest

from backfile.importers.people import find_authors, find_credit, is_person


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
