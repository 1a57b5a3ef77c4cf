import pytest

from backfile.importers.people import (
    find_authors,
    find_bracketed,
    find_caption,
    find_credit,
    is_nobody,
    is_person,
)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("The bucket on Friday. Drawing: Mina Osk", "Mina Osk"),
        ("Le seau, vendredi. Dessin : Mina Osk / The Sandle Beacon", "Mina Osk / The Sandle Beacon"),
        ("The bucket on Friday. (MINA OSK)", "MINA OSK"),
        ("Erstes Bild: So könnte der neue Eimer einmal aussehen", ""),
        ("Harbour office to shut its window", ""),
        ("Photo: The bucket on Friday. (Mina Osk)", "Mina Osk"),
        ("Photo: The bucket on Friday, seen from the wall. (Mina Osk/Sandle Beacon)", "Mina Osk/Sandle Beacon"),
        ("Photo: Mina Osk (Sandle Beacon)", "Mina Osk (Sandle Beacon)"),
        ("The bucket on Friday. (Photo/Mina Osk) less", "Mina Osk"),
        ("Photo: The bucket on Friday.", ""),
        ("Photo: The bucket", ""),
        ("Photo: The Sandle Beacon", "The Sandle Beacon"),
        ("Image: The bucket below the wall. Credit: Harbour Office", "Harbour Office"),
        ("Image Credit: minaosk / Skarn Picture / kesten studio / Stockhouse", ""),
        ("Le seau, vendredi, avant la marée. © Mina Osk", "Mina Osk"),
        ("Image source, Harbour Office Image caption, The bucket on Friday", "Harbour Office"),
        ("Image caption, The bucket on Friday. Image source, Mina Osk", "Mina Osk"),
        ("All rights reserved. © Sandle Beacon Ltd", ""),
        ("The bucket of the board. © 2009 Sandle Beacon", ""),
        ("Bild: Der Eimer und was man von ihm sagt: was in ihm ist", ""),
    ],
)
def test_a_credit_names_who_made_the_picture(line: str, credit: str) -> None:
    assert find_credit(line) == credit


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The bucket on Friday. (Mina Osk/Sandle Beacon)", "Mina Osk/Sandle Beacon"),
        ("The bucket from the wall (Mina Osk)", "Mina Osk"),
        ("The bucket from the wall [Mina Osk for the Beacon]", "Mina Osk for the Beacon"),
        ("The bucket (of tin) from the wall", ""),
        ("The bucket below the wall / Mina Osk", "Mina Osk"),
        ("The bucket on Friday, below the wall © Mina Osk", "Mina Osk"),
        ("Home / Harbours / The bucket below / Mina Osk", ""),
        ("The bucket below the wall / more", ""),
        ("Skarn 42 (Threll 21, Osk 13)", ""),
        ("The bucket from the wall (below)", ""),
    ],
)
def test_a_line_may_end_with_a_name_in_brackets(line: str, name: str) -> None:
    assert find_bracketed(line) == name


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Photo: The bucket on Friday, seen from the wall.", "The bucket on Friday, seen from the wall."),
        ("Photo: The bucket on Friday. (Mina Osk)", ""),
        ("Photo: Mina Osk", ""),
        ("Image caption, The bucket on Friday, seen from the wall", "The bucket on Friday, seen from the wall"),
        ("The bucket on Friday, seen from the wall.", ""),
    ],
)
def test_a_sentence_behind_the_word_photo_is_a_caption(line: str, caption: str) -> None:
    assert find_caption(line) == caption


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jonas Threll, Harbour Correspondent", ("Jonas Threll",)),
        ("Von: Jonas Threll und Mina Osk", ("Jonas Threll", "Mina Osk")),
        ("By Jonas ThrellPublished: Jan 29, 2009", ("Jonas Threll",)),
        ("Posted by Jonas Threll on March 14, 2009", ("Jonas Threll",)),
        ("Jonas Threll", ()),
        ("By Jonas Threll of the Sandle Beacon", ("Jonas Threll",)),
        ("From Mrs O. Tennant", ("Mrs O. Tennant",)),
        ("From Port Ellery", ()),
        ("From Our Own Correspondent", ("Our Own Correspondent",)),
        ("FROM OUR SPECIAL CORRESPONDENT.", ("Our Special Correspondent",)),
        ("A correspondent of the board", ()),
        ("By our harbour master, Jonas Threll", ("Jonas Threll",)),
        ("By Our Correspondent in Skarn, Jonas Threll", ("Jonas Threll",)),
        ("By Mina Osk, Jonas Threll", ("Mina Osk", "Jonas Threll")),
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


def test_a_date_behind_a_name_is_no_part_of_it() -> None:
    assert find_authors("By Harold Finch August 11, 1998") == ("Harold Finch",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("ByJonas Threll Updated onMarch 14, 2009", ("Jonas Threll",)),
        ("By Jonas Threll and Mina Osk The Sandle Beacon", ("Jonas Threll", "Mina Osk")),
        ("By Jonas Threll Follow", ("Jonas Threll",)),
        ("Written by: Jonas Threll, Senior AnalystUpdated Mar 14, 2009", ("Jonas Threll",)),
        ("Posted on March 14, 2009 by Jonas Threll", ("Jonas Threll",)),
        ("By Jonas ThrellMina Osk", ("Jonas Threll", "Mina Osk")),
        ("By Jonas McThrell", ("Jonas McThrell",)),
        ("By Jonas Threll, MD, PhD; Mina Osk, RN", ("Jonas Threll", "Mina Osk")),
        ("by Amanda · 14 March 2009", ("Amanda",)),
        ("By The Beacon editors", ("The Beacon editors",)),
        ("Von Jonas Threll mit Mina Osk", ("Jonas Threll",)),
        ("Written by: Jonas Threll Jonas Threll", ("Jonas Threll",)),
        ("Reviewed by Jonas Threll", ()),
        ("By the time he left", ()),
    ],
)
def test_a_byline_ends_where_something_else_begins(line: str, authors: tuple[str, ...]) -> None:
    assert find_authors(line) == authors


@pytest.mark.parametrize(
    "label",
    [
        "Reply Report",
        "Like Share",
        "Final Thoughts",
        "Best Practices",
        "Digital Security Expert",
        "Häufige Fragen",
        "Pm Ist",
        "Original Nov",
    ],
)
def test_headings_labels_jobs_and_parts_of_dates_are_nobody(label: str) -> None:
    assert is_nobody(label)


@pytest.mark.parametrize("name", ["Ann Lee", "Jan Ek", "April May-Osk", "Mina Threll", "Utc Osk Threll"])
def test_a_persons_name_is_somebody(name: str) -> None:
    assert not is_nobody(name)


@pytest.mark.parametrize("line", ["By: December 16, 2025 Categories:", "Written By Feb 11, 2019 · 3 min read"])
def test_a_date_behind_by_is_no_name(line: str) -> None:
    assert find_authors(line) == ()
