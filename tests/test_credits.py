import pytest

from backfile.credits import Name, find_names, parse_name


@pytest.mark.parametrize(
    ("name", "inverted", "natural", "initials"),
    [
        ("Ann Lee", "Lee, Ann", "Ann Lee", "A."),
        ("Ruth Adler, Jr.", "Adler, Ruth, Jr.", "Ruth Adler, Jr.", "R."),
        ("Martin L. King Jr.", "King, Martin L., Jr.", "Martin L. King, Jr.", "M. L."),
        ("Lee, Ann", "Lee, Ann", "Ann Lee", "A."),
        ("Ludwig van der Meer", "van der Meer, Ludwig", "Ludwig van der Meer", "L."),
        ("Jean-Paul R. Brun", "Brun, Jean-Paul R.", "Jean-Paul R. Brun", "J.-P. R."),
        ("J.K. Adair", "Adair, J.K.", "J.K. Adair", "J. K."),
        ("Dr. Ida Marsh", "Marsh, Ida", "Ida Marsh", "I."),
        ("Van Morrow", "Morrow, Van", "Van Morrow", "V."),
        ("Анна Лебедева", "Лебедева, Анна", "Анна Лебедева", "А."),
        ("김나루", "김나루", "김나루", ""),
        ("سلمى حداد", "سلمى حداد", "سلمى حداد", ""),
        ("Nibley", "Nibley", "Nibley", ""),
    ],
)
def test_a_person_is_taken_apart_as_far_as_the_script_and_the_name_allow(
    name: str, inverted: str, natural: str, initials: str
) -> None:
    found = parse_name(name)
    assert (found.inverted, found.natural, found.initials, found.is_house) == (inverted, natural, initials, False)


@pytest.mark.parametrize(
    "name",
    [
        "AP",
        "The Associated Press",
        "Associated Press",
        "Lantern Staff",
        "Our Paris correspondent",
        "Room 7",
        "Redaktion",
    ],
)
def test_a_house_is_not_taken_apart(name: str) -> None:
    assert parse_name(name) == Name(name, is_house=True)


def test_what_an_article_calls_its_agency_or_source_is_a_house() -> None:
    article = {"authors": ["Mercury Wire", "Mercury Wire Jones"], "agency": "mercury wire", "source": ""}
    assert [name.is_house for name in find_names(article)] == [True, False]


def test_the_agency_is_credited_where_nobody_else_is() -> None:
    assert find_names({"authors": [], "agency": "AP", "source": ""}) == [Name("AP", is_house=True)]
    assert find_names({"authors": [], "agency": "", "source": ""}) == []
