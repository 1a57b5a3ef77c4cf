"""References as three manuals want them for an article in a newspaper.

The expected texts follow the manuals' own rules: APA 7, 8.12 to 8.14, 9.7 to 9.17 and 10.1 (newspapers); MLA 9, 5.1 to
5.95; Chicago 17, 14.76, 14.145 and 14.191 to 14.200.
"""

import json
import re
from html import unescape
from typing import Any

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from backfile.citations import Work, cite_apa, cite_chicago, cite_mla, describe_work
from backfile.references import format_csl, make_key
from references_material import describe

URL = "https://archive.example.org/1923/03/05/mill.html"


def make(**fields: Any) -> Work:
    return describe_work(describe(**fields), "The Archive", URL)


CASES = {
    "one author": (
        {},
        f"Lee, A. (1923, March 5). Mill burns. <i>The Ledger</i>. {URL}",
        "Lee, Ann. “Mill burns.” <i>The Ledger</i>, 5 Mar. 1923. <i>The Archive</i>,"
        " archive.example.org/1923/03/05/mill.html.",
        f"Lee, Ann. “Mill burns.” <i>Ledger</i>, March 5, 1923. {URL}.",
    ),
    "two authors, a question, no day": (
        {"authors": ["Ann Lee", "Bo Ek"], "title": "Who burnt the mill?", "date": "1923-03"},
        f"Lee, A., &amp; Ek, B. (1923, March). Who burnt the mill? <i>The Ledger</i>. {URL}",
        "Lee, Ann, and Bo Ek. “Who burnt the mill?” <i>The Ledger</i>, Mar. 1923. <i>The Archive</i>,"
        " archive.example.org/1923/03/05/mill.html.",
        f"Lee, Ann, and Bo Ek. “Who burnt the mill?” <i>Ledger</i>, March 1923. {URL}.",
    ),
    "three authors, about a year": (
        {"authors": ["Ann Lee", "Bo Ek", "Ruth Adler, Jr."], "date": "1998~"},
        f"Lee, A., Ek, B., &amp; Adler, R., Jr. (ca. 1998). Mill burns. <i>The Ledger</i>. {URL}",
        "Lee, Ann, et al. “Mill burns.” <i>The Ledger</i>, [circa 1998]. <i>The Archive</i>,"
        " archive.example.org/1923/03/05/mill.html.",
        f"Lee, Ann, Bo Ek, and Ruth Adler, Jr. “Mill burns.” <i>Ledger</i>, [ca. 1998]. {URL}.",
    ),
    "no author, no date, a quotation in the title": (
        {"authors": [], "date": "", "title": 'The "Lark" & the “Gull” sail'},
        f'The "Lark" &amp; the “Gull” sail. (n.d.). <i>The Ledger</i>. {URL}',
        "“The ‘Lark’ &amp; the ‘Gull’ sail.” <i>The Ledger</i>. <i>The Archive</i>,"
        " archive.example.org/1923/03/05/mill.html.",
        f"<i>Ledger</i>. “The ‘Lark’ &amp; the ‘Gull’ sail.” N.d. {URL}.",
    ),
    "an agency alone": (
        {"authors": [], "agency": "Associated Press"},
        f"Associated Press. (1923, March 5). Mill burns. <i>The Ledger</i>. {URL}",
        "Associated Press. “Mill burns.” <i>The Ledger</i>, 5 Mar. 1923. <i>The Archive</i>,"
        " archive.example.org/1923/03/05/mill.html.",
        f"Associated Press. “Mill burns.” <i>Ledger</i>, March 5, 1923. {URL}.",
    ),
    "a name that isn't turned round, no newspaper": (
        {"authors": ["김나루"], "source": "", "title": "나루터"},
        f"김나루. (1923, March 5). 나루터. <i>The Archive</i>. {URL}",
        "김나루. “나루터.” <i>The Archive</i>, 5 Mar. 1923, archive.example.org/1923/03/05/mill.html.",
        f"김나루. “나루터.” <i>Archive</i>, March 5, 1923. {URL}.",
    ),
}


@pytest.mark.parametrize(("fields", "apa", "mla", "chicago"), CASES.values(), ids=CASES)
def test_a_reference_is_as_the_manuals_want_it(fields: dict[str, Any], apa: str, mla: str, chicago: str) -> None:
    work = make(**fields)
    assert cite_apa(work) == apa
    assert cite_mla(work) == mla
    assert cite_chicago(work) == chicago


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Who burnt it?", "“Who burnt it?”"),
        ("It ends (so.)", "“It ends (so.)”"),
        ('He said "No!"', "“He said ‘No!’”"),
        ("It ends ((so.))", "“It ends ((so.)).”"),
        ("“One” «two»", "“‘One’ ‹two›.”"),
        (".", "“.”"),
        (")", "“).”"),
    ],
)
def test_a_title_is_closed_once(title: str, printed: str) -> None:
    assert f" {printed} " in cite_mla(make(title=title))


def test_only_the_article_before_a_name_is_left_out() -> None:
    assert "<i>The</i>" in cite_chicago(make(source="The"))
    assert "<i>Theatre News</i>" in cite_chicago(make(source="Theatre News"))


def test_of_very_many_authors_some_are_named() -> None:
    authors = [f"A. Name{chr(65 + number)}" for number in range(25)]
    work = make(authors=authors)
    assert cite_apa(work).startswith("NameA, A., NameB, A.,")
    assert "NameS, A., . . . NameY, A. (1923" in cite_apa(work)
    assert "NameT" not in cite_apa(work)
    others = ", ".join(f"A. Name{letter}" for letter in "BCDEFG")
    assert cite_chicago(work).startswith(f"NameA, A., {others}, et al. “")
    twenty = make(authors=authors[:20])
    assert "NameS, A., &amp; NameT, A. (" in cite_apa(twenty)
    assert "A. NameI, and A. NameJ. “" in cite_chicago(make(authors=authors[:10]))


def test_a_title_from_right_to_left_is_kept_apart_and_nothing_is_markup() -> None:
    work = make(language="ar", title="<b>جسر</b>", source="A <i> B", authors=["Ann <Lee>"])
    for cite in (cite_apa, cite_mla, cite_chicago):
        assert "<bdi>&lt;b&gt;جسر&lt;/b&gt;" in cite(work)
        assert set(re.findall("<[^>]*>", cite(work))) == {"<i>", "</i>", "<bdi>", "</bdi>"}


def test_without_an_address_a_reference_ends_before_it() -> None:
    work = describe_work(describe(), "The Ledger", "")
    assert cite_apa(work) == "Lee, A. (1923, March 5). Mill burns. <i>The Ledger</i>."
    assert cite_mla(work) == "Lee, Ann. “Mill burns.” <i>The Ledger</i>, 5 Mar. 1923."
    assert cite_chicago(work) == "Lee, Ann. “Mill burns.” <i>Ledger</i>, March 5, 1923."


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", unescape(re.sub("<[^>]*>", "", text))))


def test_a_citation_processor_names_the_same_people_title_and_date() -> None:
    """citeproc with a style that it carries: what it makes of our CSL-JSON has all that our references have."""
    work = make(authors=["Ann Lee", "Bo van Ek", "Ruth Adler, Jr."], title="Who “burnt” the mill?")
    source = CiteProcJSON(json.loads(format_csl(work)))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem(make_key(work))]))
    (made,) = ["".join(item) for item in bibliography.bibliography()]
    assert {"Lee", "Ek", "Adler", "1923", "Who", "burnt", "mill", "Ledger"} <= words_of(made)
    assert {"Lee", "Ek", "Adler", "1923", "Who", "burnt", "mill", "Ledger"} <= words_of(cite_apa(work))
