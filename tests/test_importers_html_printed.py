import lxml.html
import pytest

from backfile.dates import format_date
from backfile.importers.html_blocks import Block, read_blocks
from backfile.importers.html_head import Head
from backfile.importers.html_printed import Reading, find_reading, read_changes, read_head, read_lines, read_years

ENGLISH = Reading("en")


def blocks_of(*lines: str) -> list[Block]:
    return read_blocks(lxml.html.document_fromstring("".join(f"<p>{line}</p>" for line in lines)))


def days(line: str, reading: Reading = ENGLISH) -> list[str]:
    """The days of publication and of an update that one line behind the headline gives."""
    return [format_date(found.date)[:10] if found else "" for found in read_head(Head((line,), ()), reading)]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Publié le 10 février 2011 à 14h52, modifié le 12 février 2011 à 15h54", "fr"),
        ("Publié le 10 févr. 2011 à 08:01Mis à jour le 12 févr. 2011 à 09:06", "fr"),
        ("10.02.2011 - Güncelleme : 12.02.2011", "tr"),
        ("Opublikowano 10 lutego 2011, aktualizacja: 12 lutego 2011", "pl"),
        (
            "Posted on February 10, 2011 by Ann Lee (The Packet) - Updated on February 12, 2011 - 5 comments on it",
            "en",
        ),
    ],
)
def test_one_line_may_give_the_days_of_publication_and_of_an_update(line: str, language: str) -> None:
    assert days(line, Reading(language)) == ["2011-02-10", "2011-02-12"]


@pytest.mark.parametrize(
    "line",
    [
        "by Ann Lee | Feb 10, 2011 | All about the harbour and the ferries that sail from it, news",
        "Ann Lee · 10 February 2011 · what the crew of the ferry saw and what they did then",
        "This page was first published on Thursday, 10 February 2011.",
        "Published on 02/10/2011 by the people of the harbour, for all who were on the ferry",
    ],
)
def test_a_day_counts_in_its_part_of_a_line_or_behind_a_word_that_announces_it(line: str) -> None:
    assert days(line, Reading("en", "month"))[0] == "2011-02-10"


@pytest.mark.parametrize(
    "line",
    [
        "The ferry was first seen by the crew of the other one on 10 February 2011 and never since",
        "What the crew of the ferry saw and did when it was at sea on 10 February 2011",
        f"Published, with all that the harbour had {'to say of it ' * 20}, 10 February 2011",
        "Bo Ek says: 10 February 2011",
    ],
)
def test_a_day_in_a_sentence_is_none_of_the_article(line: str) -> None:
    assert days(line) == ["", ""]


def test_the_first_line_behind_the_headline_comes_before_those_above_it() -> None:
    head = Head(("Ann Lee", "Updated", "12 February 2011", "10 February 2011"), ("1 May 2009",))
    found = read_head(head, Reading())
    assert [one and (format_date(one.date), one.is_plain) for one in found] == [
        ("2011-02-10", True),
        ("2011-02-12", True),
    ]


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("10 February 2011", "No news"), "2011-02-10"),
        (("3 May 2009", "Published", "10 February 2011"), "2011-02-10"),
        (("3 May 2009", "Published: 10 February 2011"), "2011-02-10"),
        (
            ("3 May 2009", "4 May 2009", "This page of the harbour was published on Thursday, 10 February 2011."),
            "2011-02-10",
        ),
        (
            ("This report on the harbour was originally published on 1 May 2009 by us.", "Posted on 10 February 2011"),
            "2011-02-10",
        ),
        (("3 May 2009", "10 February 2011"), ""),
    ],
)
def test_of_the_lines_of_a_page_those_count_that_say_published_else_the_only_day(
    lines: tuple[str, ...], day: str
) -> None:
    found = next(read_lines(blocks_of(*lines), Reading("en")), None)
    assert (format_date(found.date) if found else "") == day


@pytest.mark.parametrize(
    ("language", "url", "lines", "order"),
    [
        ("en-GB", "", (), "day"),
        ("en_AU", "", (), "day"),
        ("en", "https://www.packet.co.uk/ferry", (), "day"),
        ("en-GB", "", ("02/13/2011",), "month"),
        ("en", "https://packet.example/ferry", ("13/02/2011",), "day"),
        ("en", "https://packet.example/a.uk/ferry", (), ""),
        ("en-US", "", (), ""),
    ],
)
def test_a_numeric_day_is_read_as_the_page_or_its_country_does(
    language: str, url: str, lines: tuple[str, ...], order: str
) -> None:
    assert find_reading(language, url, blocks_of(*lines, "Ferry")) == Reading("en", order)


def test_the_only_day_of_an_update_is_found_wherever_it_stands() -> None:
    (found,) = read_changes(
        blocks_of("3 May 2009", "Last updated 12 February 2011 by the harbour office"), Reading("en")
    )
    assert format_date(found.date) == "2011-02-12"
    assert not list(read_changes(blocks_of("Site last updated: 12 February 2011"), Reading("en")))
    assert not list(read_changes(blocks_of("Updated 3 May 2009", "Updated 12 February 2011"), Reading("en")))


def test_of_a_copyright_the_last_line_and_year_count() -> None:
    (found, _) = read_years(blocks_of("© 1999 A. Lee", "Copyright 1999-2004 The Packet"))
    assert (format_date(found.date), found.place) == ("2004~", "line of copyright")
