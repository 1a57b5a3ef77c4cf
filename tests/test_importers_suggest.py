from dataclasses import replace

import pytest

from backfile.importers.suggest import MOST, suggest, suggest_tags
from backfile.model import Article, Draft

BODY = [
    "The ferry to Skarn was stopped on Sunday. Captain Ruth Halvorsen, of the coastguard, said that Skarn had no boat.",
    "In March, Halvorsen asked the Ministry of Transport for a second ferry. The North Koreans were not asked.",
    "Skarn Lines said on Monday that it talks to North Korea. Nobody in London knew, Mr Pell said.",
]


def test_names_of_people_places_and_institutions_are_suggested() -> None:
    tags, weak = suggest_tags("Ferry to Skarn stopped", "\n\n".join(BODY), "en")
    assert {"Skarn", "Ruth Halvorsen", "Ministry of Transport", "North Korea"} <= {*tags, *weak}
    assert tags[0] == "Skarn"


def test_months_weekdays_titles_and_first_words_are_no_names() -> None:
    tags = " ".join(suggest_tags("Ferry to Skarn stopped", "\n\n".join(BODY), "en").tags).split()
    assert not {"March", "Sunday", "Monday", "The", "In", "Nobody", "Captain", "Mr", "Koreans"} & {*tags}


def test_the_source_and_the_authors_are_left_out() -> None:
    tags = suggest_tags("", "\n\n".join(BODY), "en", without=("skarn lines", "Ruth Halvorsen")).tags
    assert "Skarn Lines" not in tags and "Ruth Halvorsen" not in tags


def test_there_are_never_many() -> None:
    names = [f"He met {first}{second} there." for first in "ABCDEF" for second in ("ann", "bert", "cora")]
    assert len(suggest_tags("", " ".join(names), "en").tags) <= MOST


def test_nothing_is_suggested_where_capitals_say_nothing() -> None:
    assert suggest_tags("Die Brücke", "Der Fluss führt viel Wasser, und die Brücke steht im Tal.", "de").tags == ()
    assert suggest_tags("桟橋", "潮見町の北にある古い桟橋を直すことになった。", "ja").tags == ()


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("It was said that Cllr. Grice and Cllr. Mrs. Pell met Cllr. Orle.", "Cllr"),
        ("It was said that Sgt Grice met Sgt Pell, and that Sgt Orle slept.", "Sgt"),
        ("He met Bürgermeisterin Pell, then Bürgermeisterin Grice.", "Bürgermeisterin"),
        ("It was Major Dewlap. “I don't mind the Major,” she said. The Major slept.", "Major"),
        ("She told the Council that the Council was late.", "Council"),
        ("He said that Twelve and Twenty are numbers.", "Twelve"),
        ("SANDLE, Thursday (Halyard) - Nineteen people slept there. SANDLE - Nineteen.", "Nineteen"),
        ("He is the shop's owner, of Nibley & Son, and of Nibley & Son only.", "Son"),
        ("The match took them into Division One, and Division One is cold.", "Division"),
        ("They read it (Perhaps it was true). They read it – Perhaps twice.", "Perhaps"),
    ],
)
def test_titles_numbers_first_words_and_halves_of_names_are_no_tags(text: str, unwanted: str) -> None:
    assert unwanted not in suggest_tags("", f"{text}\n\n{text}", "en").tags


def test_a_title_with_a_full_stop_begins_no_sentence() -> None:
    assert (
        suggest_tags("", "It was said that Cllr. Grice met Mr. Sedge. Later Mr. Sedge left.", "en").tags[0] == "Sedge"
    )


def test_a_firm_keeps_its_partners() -> None:
    assert "Nibley & Son" in suggest_tags("", "The shop of Nibley & Son shut.\n\nThey loved Nibley & Son.", "en").tags


def test_a_surname_of_two_people_and_the_paper_s_own_name_are_left_out() -> None:
    body = "He met Ann Grote and Ida Grote. Then Miss Grote left.\n\nIt was in the Sandle Beacon, said Ann Grote."
    assert set(suggest_tags("", body, "en", without=("The Sandle Beacon",)).tags) == {"Ann Grote", "Ida Grote"}


def test_marks_of_markdown_and_addresses_of_links_are_no_part_of_a_name() -> None:
    body = "It was [Ann *Grote*](https://Example.org/Cora_Wendt) who said it, with **Ann Grote** \\[and Ida\\]."
    assert suggest_tags("", body, "en").tags[0] == "Ann Grote"
    assert "Wendt" not in str(suggest_tags("", body, "en"))


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de", "In Neuquell traf Minister Otto Rahn den Chef der WEG. Das Wasser kommt aus Neuquell.", {"Neuquell"}),
        ("de", "Der Bürgermeister sprach mit Außenministerin Ida Grote über das Wasser.", {"Ida Grote"}),
        ("fr", "Le maire a vu Ann Grote. Elle est de l'Île-Haute, dit Ann Grote.", {"Ann Grote", "Île-Haute"}),
        ("tr", "Dün Orle'nin köprüsü açıldı, ve Orle'de herkes sevindi.", {"Orle"}),
        ("ru", "Вчера мэр Ида Гроте приехала в Орле, и Орле ждал.", {"Ида Гроте", "Орле"}),
    ],
)
def test_names_are_found_in_other_languages(language: str, text: str, names: set[str]) -> None:
    tags, weak = suggest_tags("", text, language)
    assert names <= {*tags, *weak}


def test_a_title_parts_two_names_and_is_none() -> None:
    tags, weak = suggest_tags("", "It was said by US President Ann Grote that Prime Minister Bo Ek agreed.", "en")
    assert {*tags, *weak} == {"US", "Ann Grote", "Bo Ek"}


def test_a_draft_with_tags_gets_no_suggestions() -> None:
    article = Article("", "The ferry", "", tags=("boats",))
    draft = Draft(article, "\n\n".join(BODY), ())
    assert suggest(draft) == draft
    suggested = suggest(replace(draft, article=replace(article, tags=())))
    assert "Skarn" in suggested.article.suggested_tags and suggested.names
    assert not {*suggested.article.suggested_tags} & {*suggested.names}


def test_a_long_text_takes_no_longer_than_its_beginning() -> None:
    names = " ".join(f"He met {a}{b}{c} Grote." for a in "ABCDEFG" for b in "abcdefgh" for c in "klmnopqr")
    assert suggest_tags("", names * 500, "en") == suggest_tags("", names * 100, "en")


def test_of_names_that_stand_as_often_the_first_is_the_more_telling() -> None:
    filler = "and so it went on, day by day. " * 40
    tags, weak = suggest_tags("", f"He said that Wick was glad, {filler} He said that Arle was glad.", "en")
    assert [*tags, *weak] == ["Wick", "Arle"]


def test_a_surname_belongs_to_the_one_who_bears_it_and_not_to_the_firm() -> None:
    body = "He met Horace Nibley. Then Nibley left, said Nibley. The shop of Nibley & Son shut."
    tags, weak = suggest_tags("", body, "en")
    assert tags[0] == "Horace Nibley" and "Nibley" not in {*tags, *weak}


def test_the_form_that_the_headline_has_is_the_name() -> None:
    tags, _ = suggest_tags("East Vessia walks out", "It was said that East Vessian ships had sailed again.", "en")
    assert tags == ("East Vessia",)


def test_a_text_that_names_each_but_once_gets_two_suggestions() -> None:
    filler = "and then it went on as before. " * 60
    people = ("Ann Grote", "Bo Ek", "Cora Wendt", "Didi Orle", "Ed Falk")
    body = filler + "".join(f"It was said that {name} went home. " for name in people)
    tags, weak = suggest_tags("", body, "en")
    assert (tags, weak) == (people[:2], people[2:])


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("## Final Thoughts About The Best Harbour Views\n\n## More Final Thoughts", "Final Thoughts"),
        ("- Harbour Tips\n- Ferry Times\n\n- Harbour Tips\n- Ferry Times", "Harbour Tips"),
        ("Once they came. Once they went. Moreover they slept. Once more.", "Once"),
        ("They wrote that it is LOVE and nothing else, and love it was.", "LOVE"),
        ("The Best Practices that they have are the best, and good practices.", "Best Practices"),
        ("You need this for it – Check the boat, and this as well – Check the oars.", "Check"),
        ("They were glad, for it was Season 2, and there was no Season 3 in it.", "Season"),
        ("- In the Harbour Test: it was good and dry.\n- In the Harbour Test: it was wet.", "Harbour Test"),
        ("## Tips for it and for the Harbour of them all, the best\n\nIt was so.", "Harbour"),
        ("You need: 1) Oars for the boat and more. 2) Oars for the boat and more.", "Oars"),
    ],
)
def test_what_stands_with_capitals_in_headings_lists_and_at_starts_is_no_name(text: str, unwanted: str) -> None:
    tags, weak = suggest_tags("", f"It was said that Ann Grote slept.\n\n{text}", "en")
    assert tags == ("Ann Grote",) and unwanted not in weak


def test_a_name_of_a_heading_counts_if_a_sentence_has_it_too() -> None:
    body = "## Skarn Harbour\n\n## More Skarn Harbour\n\nIt was said that they came to Skarn Harbour and left."
    assert suggest_tags("", body, "en").tags == ("Skarn Harbour",)


def test_an_abbreviation_keeps_its_full_stops_and_is_one_name_with_and_without_them() -> None:
    text = "It was said that the U.S. Coastguard left the U.S. They saw it leave the U.S. and come back."
    assert "U.S." in suggest_tags("", text, "en").tags
    assert {"US", "U.S. Coastguard"} == {*suggest_tags("", text + " It came to the US again.", "en").tags}
    assert "They" not in str(suggest_tags("", text, "en"))


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ("It was Alderman J. P. Stott who said it, and Alderman J. P. Stott who left.", "J. P. Stott", "Alderman J"),
        ("The bells of St Ulf's rang, and the men of St Ulf’s slept.", "St Ulf's", "Ulf"),
        ("The men of SANDLE slept, said the verger. He had seen Sandle awake.", "Sandle", "SANDLE"),
        ("The men of SANDLE slept, said the verger of Port Sandle.", "Port Sandle", "SANDLE"),
    ],
)
def test_a_part_of_a_name_is_no_tag(text: str, name: str, part: str) -> None:
    tags, weak = suggest_tags("", text, "en")
    assert name in tags
    assert part not in {*tags, *weak}


@pytest.mark.parametrize("acronym", ["NATO", "EUMOD"])
def test_an_acronym_keeps_its_capitals(acronym: str) -> None:
    text = f"They asked {acronym}, and {acronym} came. BIG {acronym} is asleep, it was said."
    assert acronym in suggest_tags("", text, "en").tags


def test_monsieur_is_no_initial() -> None:
    text = "Hier, M. Lefol a dit non. Le maire a vu M. Lefol et Anne Lefol."
    assert "M. Lefol" not in str(suggest_tags("", text, "fr"))
