"""What became of a page's blocks: the text by identity, captions, and an account that agrees with the article."""

import re
from pathlib import Path

import pytest

from backfile.importers import choose_importer
from backfile.importers.html import read
from backfile.model import KEPT, Capture, Draft
from backfile.passages import find_texts, read_letters

CAPTURES = Path(__file__).parent / "fixtures/quality/captures"
OF_BODY = {"body", "heading", "quote"}
TEXT = """<p>Three men were hurt last night when the old mill at Hradec caught fire, and the street was closed.</p>
<p>Nobody could say in the morning how the fire began, but two boys were seen on the roof after supper.</p>
<p>The mill has stood empty since the spring, and the town had talked for years of what might become of it.</p>"""


def read_page(inside: str) -> dict[str, list[str]]:
    """The kinds of each text of a page around three paragraphs."""
    page = f"<html><head><title>Three hurt</title></head><body>{inside.replace('TEXT', TEXT)}</body></html>"
    draft = read(Capture("mill.html", page.encode(), Path()))
    assert isinstance(draft, Draft)
    kinds: dict[str, list[str]] = {}
    for line in draft.lines:
        kinds.setdefault(line.text, []).append(line.kind)
    return kinds


def test_words_of_a_menu_that_stand_in_the_text_too_are_not_of_the_text() -> None:
    menu = '<nav class="menu"><ul><li><a href="/1">Hradec</a></li><li><a href="/2">The mill</a></li></ul></nav>'
    kinds = read_page(f"{menu}<article><h1>Three hurt</h1>TEXT</article>")
    assert "body" not in kinds["Hradec"] + kinds["The mill"]
    assert [kind for text, found in kinds.items() for kind in found if text.startswith("Nobody")] == ["body"]


def test_a_heading_that_repeats_the_title_is_the_headline_wherever_it_stands() -> None:
    kinds = read_page("<article><p>Hradec news</p><h1>Three hurt</h1>TEXT</article>")
    assert kinds["Three hurt"] == ["headline"]


def test_what_is_told_of_a_picture_is_a_caption_and_a_card_with_the_same_words_is_none() -> None:
    caption = "<figcaption>The mill at Hradec on Tuesday</figcaption>"
    figure = f'<figure><img src="https://echo.example/mill.jpg" alt="">{caption}</figure>'
    card = '<div class="related"><a href="/x">The mill at Hradec is for sale, and nobody seems to want it</a></div>'
    kinds = read_page(f"<article><h1>Three hurt</h1>{figure}TEXT</article>{card}<p class=menu>Hradec</p>")
    assert kinds["The mill at Hradec on Tuesday"] == ["caption"]
    assert not KEPT & {*kinds["The mill at Hradec is for sale, and nobody seems to want it"], *kinds["Hradec"]}


@pytest.mark.parametrize("name", sorted(path.name for path in CAPTURES.iterdir()))
def test_every_kept_line_is_in_the_article_and_no_other_is(name: str) -> None:
    capture = Capture(name, (CAPTURES / name).read_bytes(), CAPTURES)
    importer = choose_importer(capture)
    draft = importer.read(capture) if importer else None
    assert isinstance(draft, Draft)
    texts = [line.text if line.kind in OF_BODY else "" for line in draft.lines]
    letters = read_letters(draft.body)
    assert [line for line, found in zip(draft.lines, find_texts(letters, texts), strict=True)
            if line.kind in OF_BODY and found is None] == []  # fmt: skip
    sentences = {fold(text) for text in texts}
    left_out = [fold(line.text) for line in draft.lines if line.kind not in KEPT and len(line.text.split()) >= 6]
    assert [text for text in left_out if text in letters.text and text not in sentences] == []


def fold(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
