from backfile.importers.suggest import MOST, suggest_tags

BODY = [
    "The ferry to Skarn was stopped on Sunday. Captain Ruth Halvorsen, of the coastguard, said that Skarn had no boat.",
    "In March, Halvorsen asked the Ministry of Transport for a second ferry. The North Koreans were not asked.",
    "Skarn Lines said on Monday that it talks to North Korea. Nobody in London knew, Mr Pell said.",
]


def test_names_of_people_places_and_institutions_are_suggested() -> None:
    tags = suggest_tags("Ferry to Skarn stopped", BODY, "en")
    assert {"Skarn", "Ruth Halvorsen", "Ministry of Transport", "North Korea"} <= {*tags}
    assert tags[0] == "Skarn"


def test_months_weekdays_titles_and_first_words_are_no_names() -> None:
    tags = " ".join(suggest_tags("Ferry to Skarn stopped", BODY, "en")).split()
    assert not {"March", "Sunday", "Monday", "The", "In", "Nobody", "Captain", "Mr", "Koreans"} & {*tags}


def test_the_source_and_the_authors_are_left_out() -> None:
    tags = suggest_tags("", BODY, "en", without=("skarn lines", "Ruth Halvorsen"))
    assert "Skarn Lines" not in tags and "Ruth Halvorsen" not in tags


def test_there_are_never_many() -> None:
    names = [f"He met {first}{second} there." for first in "ABCDEF" for second in ("ann", "bert", "cora")]
    assert len(suggest_tags("", [" ".join(names)], "en")) <= MOST


def test_nothing_is_suggested_where_capitals_say_nothing() -> None:
    assert suggest_tags("Die Brücke", ["Der Fluss führt viel Wasser, und die Brücke steht im Tal."], "de") == ()
    assert suggest_tags("桟橋", ["潮見町の北にある古い桟橋を直すことになった。"], "ja") == ()
