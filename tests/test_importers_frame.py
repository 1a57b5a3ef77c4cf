import pytest

from backfile.importers.frame import find_frame, read_section
from backfile.importers.paragraphs import read_paragraphs
from backfile.importers.units import Unit

BODY = "The harbour board decided on Tuesday to shut the window of its office on Fridays."


def frame(page: str) -> dict[str, str]:
    """What `find_frame` says of a page whose headline is its first line and whose body is `BODY`."""
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(page)]
    inside = [unit.text == BODY for unit in units]
    byline = next((i for i, unit in enumerate(units) if unit.text == "Jonas Threll"), None)
    found = find_frame(units, inside, 0, inside.index(True), inside.index(True), byline)
    return {units[i].text: kind for i, kind in found.items()}


def test_the_lines_between_headline_and_body_become_fields() -> None:
    page = f"Board shuts window\nBoats may call from the other side of the harbour\nJonas Threll\n14 March 2009\n{BODY}"
    assert list(frame(page).values()) == ["headline", "date", "byline", "subtitle"]


def test_of_two_dates_the_nearest_below_the_headline_is_the_article_s() -> None:
    found = frame(f"Board shuts window\n14 March 2009\n{BODY}\n20 March 2009")
    assert found == {"Board shuts window": "headline", "14 March 2009": "date"}


def test_a_date_far_below_counts_if_the_page_has_no_other() -> None:
    below = "\n\n".join(f"The window of the harbour office, part {i}" for i in range(12))
    found = frame(f"Board shuts window\n{BODY}\n\n{below}\n\n14 March 2009\n\nMore\n\n14 March 2009")
    assert found == {"Board shuts window": "headline", "14 March 2009": "date"}
    assert frame(f"Board shuts window\n{BODY}\n\n{below}\n\n14 March 2009\n\n15 March 2009") == {
        "Board shuts window": "headline"
    }
    assert frame(f"Board shuts window\n{BODY}\n\n{below}\n\nMarch 2009") == {"Board shuts window": "headline"}


def test_the_body_s_own_lines_are_never_fields() -> None:
    assert BODY not in frame(f"Board shuts window\n{BODY}\nTags: boats")


def section(head: str, below: str = "14 March 2009") -> str:
    """The section of a page with some lines above its headline."""
    title = "Harbour board shuts its window"
    units = [Unit(paragraph, "en") for paragraph in read_paragraphs(f"{head}\n{title}\n\n{below}\n{BODY}")]
    texts = [unit.text for unit in units]
    inside = [text == BODY for text in texts]
    found = find_frame(units, inside, texts.index(title), inside.index(True), inside.index(True))
    return next((read_section(texts[i], title) or texts[i] for i, kind in found.items() if kind == "section"), "")


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("The Skarn Echo\n\nNews\nSport\nOpinion\n", ""),
        ("The Skarn Echo\n\nNews\n\nSport\n\nOpinion\n", ""),
        ("The Skarn Echo\n\nNews\nSport\nHarbours\nShips\n\nSign in to read\nBy the sea, every day\nMore\n", ""),
        ("The Skarn Echo\n\nNews\nSport\nOpinion\n\nNews > World\n", "World"),
        ("News\nSport\nOpinion\n\nObituaries\n", "Obituaries"),
        ("THE SKARN ECHO\n\nSPORT\n", "Sport"),
        ("Home / Harbours / Harbour board shuts its window\n", "Harbours"),
        ("News » Harbours » Harbour board shuts its …\n", "Harbours"),
        ("Menu\n\n• Home\n• World\n", "World"),
        ("Home\nNews\nSport\n", ""),
        ("You are here: Home\n", ""),
        ("Ships > Ropes\n", ""),
        ("News » Harbours »\n", "Harbours"),
        ("The Skarn Echo\n\nHarbours\nShips\n\nHarbours\n", "Harbours"),
        ("The Skarn Echo\n\nRopes\nShips\n\nHarbours\n", ""),
    ],
)
def test_a_section_stands_by_the_headline_and_in_no_menu(head: str, found: str) -> None:
    assert section(head) == found


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("Filed under: Harbours, What's On", "Harbours"),
        ("Posted in Harbours", "Harbours"),
        (f"14 March 2009\n{BODY}\nFiled under: Harbours", "Harbours"),
        ("World\n14 March 2009", "World"),
        ("World", ""),
        ("Category tools", ""),
    ],
)
def test_a_section_below_the_headline_has_a_label_or_stands_beside_the_date(below: str, found: str) -> None:
    assert section("The Skarn Echo\n", below) == found
