import lxml.html
import pytest

from backfile.importers.html_marks import read_marks
from backfile.importers.html_title import Title, cut_site, find_title

H = "Ferry to Skarn stopped by a fire"


def find(*, h1: tuple[str, ...] = (), og: str = "", title: str = "", ld: str = "", source: str = "") -> Title:
    head = f'<title>{title}</title><meta property="og:title" content="{og}">'
    head += f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{ld}"}}</script>' if ld else ""
    body = "".join(f"<h1>{text}</h1>" for text in h1)
    tree = lxml.html.document_fromstring(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    return find_title(read_marks(tree), source, "https://packet.example/2011/ferry-to-skarn-stopped-by-a-fire.html")


def test_a_headline_that_all_places_agree_on_is_sure() -> None:
    found = find(h1=(H,), og=H, title=f"{H} | The Packet", ld=H, source="The Packet")
    assert (found.text, found.place) == (H, "h1")
    assert found.confidence > 0.9


@pytest.mark.parametrize(
    "places",
    [
        {"og": f"{H} | The Packet", "title": f"{H} | The Packet"},
        {"og": f"{H} - The Packet", "title": f"{H} - The Packet"},
        {"h1": ("The Packet",), "og": H, "title": f"The Packet: {H}"},
        {"h1": ("Ports",), "og": H, "title": f"{H} - Packet"},
        {"h1": (H, "Newsletter", "Comments"), "og": "Fire stops ferry", "title": f"{H} | The Packet"},
        {"h1": (H,), "og": "What we know", "title": f"{H} | The Packet"},
        {"ld": H, "title": "The Packet"},
    ],
)
def test_the_vote_finds_the_headline_without_the_name_of_the_paper(places: dict[str, object]) -> None:
    assert find(**places, source="The Packet").text == H  # type: ignore[arg-type]


def test_where_places_say_different_things_the_choice_is_unsure() -> None:
    found = find(h1=(H,), og="A night on the water", title="Fire on the ferry", ld="Fire at sea: what we know")
    assert found.confidence < 0.9


def test_the_paper_before_a_headline_is_cut_off_if_the_headline_stands_by_itself() -> None:
    tree = lxml.html.document_fromstring(f"<html><title>The Packet Online: {H}</title><body><b>{H}.</b></body></html>")
    marks = read_marks(tree)
    assert find_title(marks, "The Packet", "", ["Ports", f"{H}."]).text == H
    assert find_title(marks, "The Packet", "", ["Ports"]).text == f"The Packet Online: {H}"
    assert find_title(marks, "Skarn Herald", "", [H]).text == f"The Packet Online: {H}"


def test_a_headline_is_spelled_without_the_looks_of_its_heading() -> None:
    assert find(h1=(H.upper(),), og=H, title=H).text == H
    assert find(h1=("<b>F</b>erry to Skarn stopped by a fire",), og=H, title=H).text == H
    assert find(h1=(H.upper(),), title=H.upper()).text == H.upper()


LONG = (
    "Ferry to Skarn stopped two miles from land by a fire in its kitchen: what the crew, the guests and the harbour saw"
)


@pytest.mark.parametrize("shown", [f"{LONG[:104]}", f"{LONG[:40]}...", f"{LONG[:40]} …"])
def test_a_headline_that_was_cut_off_gives_way_to_the_whole_one(shown: str) -> None:
    assert find(ld=shown, title=f"{LONG} | The Packet", source="The Packet").text == LONG
    assert find(ld=shown).text == shown


def test_a_short_headline_that_is_the_beginning_of_another_is_whole() -> None:
    assert find(h1=(H,), ld=H, title=f"{H} in its kitchen | The Packet", source="The Packet").text == H


def test_a_page_that_names_none_has_none() -> None:
    assert find() == Title()


@pytest.mark.parametrize(
    ("title", "source", "expected"),
    [
        (f"{H} | News | The Packet", "The Packet", H),
        (f"{H} – Packet", "The Packet", H),
        (f"{H} - Ann Lee", "AnnLee", H),
        (f"{H}｜港の新聞", "港の新聞", H),
        (f"{H}ㅣ항구신문", "항구신문", H),
        (f"{H} - a night on the water", "The Packet", f"{H} - a night on the water"),
        ("Ferry | Fire", "", "Ferry | Fire"),
    ],
)
def test_the_name_of_a_paper_is_cut_off(title: str, source: str, expected: str) -> None:
    assert cut_site(title, source) == expected
