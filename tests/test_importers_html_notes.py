from pathlib import Path

import pytest

from backfile.importers.html import read
from backfile.model import Capture, Draft

PROSE = (
    "The council of Skarn has put the figures of nine years side by side, and they show that the harbour earned money."
)
SIGN = '<sup><a id="back1" href="#{}">{}</a></sup>'


def body_of(text: str, notes: str) -> str:
    page = f"<html><body><article><h1>The harbour</h1><p>{PROSE}{text}</p><p>{PROSE}</p>{notes}</article></body></html>"
    draft = read(Capture("harbour.html", page.encode(), Path()))
    assert isinstance(draft, Draft)
    return draft.body


@pytest.mark.parametrize(
    "notes",
    [
        '<ol class="footnotes"><li id="n1"><p>The plan was passed in May. <a href="#back1">↩</a></p></li></ol>',
        '<hr><div><p><a name="n1" href="#back1">[1]</a> The plan was passed in May.</p></div>',
        '<div class="footnotes"><p id="n1">The plan was passed in May.</p></div>',
    ],
)
def test_a_note_at_the_end_is_a_footnote(notes: str) -> None:
    assert body_of(SIGN.format("n1", "1"), notes) == f"{PROSE}[^1]\n\n{PROSE}\n\n[^1]: The plan was passed in May.\n"


def test_a_note_of_several_paragraphs_is_one() -> None:
    notes = '<ol class="footnotes"><li id="n1"><p>The plan.</p><p>Passed in May.</p><a href="#back1">^</a></li></ol>'
    assert body_of(SIGN.format("n1", "*"), notes).endswith("\n\n[^1]: The plan.\n\n    Passed in May.\n")


def test_two_signs_may_lead_to_one_note() -> None:
    notes = '<div class="footnotes"><p id="n1">The plan was passed in May.</p></div>'
    assert body_of(SIGN.format("n1", "1") * 2, notes).startswith(f"{PROSE}[^1][^1]\n")


def test_what_a_sign_leads_to_is_no_note_if_nothing_leads_back_or_says_so() -> None:
    assert "[^" not in body_of(
        SIGN.format("s", "2"), '<div id="s"><h2>Step</h2><p>The plan was passed in May.</p></div>'
    )
    assert "[^" not in body_of(SIGN.format("gone", "1"), "")
    assert "[^" not in body_of(
        SIGN.format("n1", "1"), '<div class="footnotes"><p id="n1"><a href="#back1">↩</a></p></div>'
    )
