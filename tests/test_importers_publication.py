"""The names of publications, and what is none."""

import pytest

from backfile.importers.publication import Owner, Publication, find_owner, find_publication, is_house

OWNERS = """
© 2004 The Dunmere Packet. All rights reserved.         | The Dunmere Packet
Copyright © 1998-2004 Skarn Chronicle                   | Skarn Chronicle
Copyright 2004 by The Orlan Gazette, Privacy Policy     | The Orlan Gazette
© St. Bree's College of Skarn 2004                      | St. Bree's College of Skarn
© MMXI Orlan Echo                                       | Orlan Echo
© Orlan Echo MMXI                                       | Orlan Echo
© 2011 Ledger.example. The Ledger pays for no links.    | Ledger.example
© 2011 The Ellery Mercury | Terms | Contact             | The Ellery Mercury
© 2011 The Ellery Mercury Powered by Millpress          | The Ellery Mercury
The Ellery Mercury © 2011. All rights reserved          | The Ellery Mercury
© All rights reserved 2011 Harbour Institute            | Harbour Institute
© 2012 Verlag Anders und Sohn - Alle Rechte vorbehalten | Verlag Anders und Sohn
Copyright 2012 © Gazzetta di Orlan Tutti i diritti sono riservati | Gazzetta di Orlan
Tous droits réservés © 2012 Le Courrier de Brume        | Le Courrier de Brume
We earn by links. © The Skarn Echo                      | The Skarn Echo
© 2004 Вестник Орлана. Все права защищены.              | Вестник Орлана
"""
NONE = """
© 2004 All Rights Reserved
Copyright © 2011. All rights reserved.
© Copyright 2011
© 2011 Tous droits réservés
Copyright Policy
Copyright Jan Ek/Harbour Photos
Support Services
RIPRODUZIONE RISERVATA © 2011
© a Larkfield Press subsidiary
© Photo: Jan Ek
The ferry on Friday, before the storm. © Jan Ek
"""


@pytest.mark.parametrize("case", OWNERS.strip().split("\n"))
def test_the_name_in_a_line_of_copyright(case: str) -> None:
    line, name = map(str.strip, case.rsplit("|", 1))
    assert find_owner(line) == Owner(name)


@pytest.mark.parametrize("line", NONE.strip().split("\n"))
def test_rights_notices_and_credits_of_pictures_name_no_owner(line: str) -> None:
    assert find_owner(line) == Owner()


@pytest.mark.parametrize("form", ["Ltd", ", Inc.", "GmbH", "B.V.", "S.p.A.", "Co. Ltd", "GmbH & Co. KG"])
def test_what_makes_a_firm_is_no_part_of_its_name(form: str) -> None:
    assert find_owner(f"© 2011 Skarn Media{'' if form[0] == ',' else ' '}{form}") == Owner("Skarn Media", is_firm=True)


@pytest.mark.parametrize("name", ["Us", "Our Newsletter", "Services", "Editor Ann Lee", "the ferry", "A/B"])
def test_what_every_page_has_is_no_house(name: str) -> None:
    assert not is_house(name)


def test_a_firm_is_the_publication_only_where_the_page_calls_itself_so() -> None:
    owned = "© 2011 Skarn Media Ltd"
    assert find_publication("", "", [owned]) == Publication()
    assert find_publication("", "", ["About Skarn Media", owned]) == Publication("Skarn Media", 0.75)


def test_a_single_word_needs_to_stand_elsewhere_too() -> None:
    assert find_publication("", "", ["© 2011 Bellwether"]).name == ""
    assert find_publication("", "", ["Bellwether", "© 2011 Bellwether"]).name == "Bellwether"


def test_a_name_is_spelled_as_the_line_that_stands_alone_has_it() -> None:
    assert find_publication("", "", ["The Skarn Echo", "© 2011 Skarn Echo Ltd"]) == Publication("The Skarn Echo", 0.85)
    assert find_publication("", "", ["Der Auenruf", "© 2011 Auenruf Verlag GmbH"]) == Publication("Der Auenruf", 0.85)
    assert find_publication("", "", ["The Harbour", "© 2011 Auenruf Verlag GmbH"]) == Publication()


def test_an_agency_owns_its_story_and_isnt_the_paper() -> None:
    assert find_publication("", "", ["© 2011 Associated Press", "Welcome to The Skarn Echo"]).name == "The Skarn Echo"


def test_the_last_line_of_copyright_is_the_pages_own() -> None:
    lines = ["© 2011 Harbour Pictures", "© 2011 The Skarn Echo"]
    assert find_publication("", "", lines).name == "The Skarn Echo"


def test_a_masthead_that_owns_the_page_is_surest() -> None:
    alone = find_publication("The Skarn Echo", "", [])
    owned = find_publication("The Skarn Echo", "", ["© 2011 The Skarn Echo Ltd"])
    assert (alone, owned) == (Publication("The Skarn Echo", 0.6), Publication("The Skarn Echo", 0.9))


def test_a_pages_title_names_it_behind_the_headline() -> None:
    assert find_publication("", "Ferry sinks", ["Ferry sinks | Skarn Echo"]) == Publication("Skarn Echo", 0.8)


def test_prose_names_no_publication() -> None:
    assert find_publication("", "", [" ".join(["word"] * 40) + " © 2011 The Skarn Echo"]) == Publication()


def test_what_a_page_offers_isnt_its_name() -> None:
    lines = ["Subscribe to Our Newsletter", "Support Us", "Newsletters from Our Editors", "Welcome to Our Blog"]
    assert find_publication("", "", lines) == Publication()
