"""Every line of our own captures is accounted for: the article holds its words, or the ledger names it, never both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import lxml.html
import pytest

from archives import make_archive, run
from backfile.captures import read_captures
from backfile.dates import format_date
from backfile.ledger import name_ledger, number_lines, parse_ledger, parse_ranges, select
from backfile.markdown import render_body
from backfile.model import Article, Draft, Image, Line, PartialDate, Provenance
from backfile.schema import parse_article

CAPTURES = Path(__file__).parent / "fixtures" / "quality" / "captures"
NAMES = sorted(path.name for path in CAPTURES.iterdir())
# What these lines say stands word for word in the article; of a byline or a date, a part.
WHOLE = {"body", "heading", "quote", "headline", "subtitle"}
# What a browser shows no text of, and what is there to be pressed.
UNSEEN = ["head", "script", "style", "noscript", "template", "button"]


@dataclass(frozen=True)
class Imported:
    """An imported capture: the article, its body, its ledger's lines, and all lines of the original."""

    article: Article
    provenance: Provenance
    body: str
    ledger: tuple[Line, ...]
    lines: tuple[Line, ...]
    original: Path


@pytest.fixture(scope="module")
def imports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Imported]:
    """All captures, imported together."""
    root = make_archive(tmp_path_factory.mktemp("accounting") / "archive", {})
    assert run("import", "-C", root, CAPTURES).code == 0
    return dict(read_import(root, path) for path in sorted((root / "content").rglob("*.md")))


def read_import(root: Path, path: Path) -> tuple[str, Imported]:
    parsed = parse_article(path.read_text("utf-8"), path.name)
    assert parsed.article is not None and parsed.article.provenance is not None
    provenance = parsed.article.provenance
    ledger, original = root / name_ledger(provenance.original), root / provenance.original
    rows = parse_ledger(ledger.read_text("utf-8")) if ledger.is_file() else ()
    (opened,) = read_captures([str(original)])
    assert isinstance(opened.draft, Draft)
    lines = number_lines(opened.draft.lines)
    return provenance.name, Imported(parsed.article, provenance, parsed.body, rows, lines, original)


def words_of(text: str) -> list[str]:
    return re.findall(r"\d+|[^\W\d_]+", text.casefold().replace("\xad", ""))


def is_spoken(text: str) -> bool:
    return any(map(str.isalpha, text))


def text_of(imported: Imported) -> str:
    """All that an article says, in its body and in its fields."""
    html = render_body(imported.body)
    body = lxml.html.fragment_fromstring(html, create_parent=True).text_content() if html else ""
    values = (getattr(imported.article, field.name) for field in fields(Article) if field.name != "provenance")
    return "\n".join([body, *(text for value in values for text in say(value))])


def say(value: object) -> Iterator[str]:
    if isinstance(value, PartialDate):
        yield format_date(value)
    elif isinstance(value, Image):
        yield from (value.alt, value.caption, value.credit)
    elif isinstance(value, tuple):
        for part in value:
            yield from say(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", NAMES)
def test_each_line_is_in_the_ledger_or_kept_and_never_both(name: str, imports: dict[str, Imported]) -> None:
    imported = imports[name]
    told = [(line.number, line.part) for line in imported.ledger]
    kept = [(line.number, line.part) for line in select(imported.lines, parse_ranges(imported.provenance.kept))]
    assert len({*told, *kept}) == len(told) + len(kept)
    assert {*told, *kept} == {(line.number, line.part) for line in imported.lines}


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".txt")])
def test_each_line_of_a_text_with_letters_has_a_number(name: str, imports: dict[str, Imported]) -> None:
    imported = imports[name]
    (opened,) = read_captures([str(imported.original)])
    assert isinstance(opened.draft, Draft)
    text = imported.original.read_bytes().decode(opened.draft.encoding, "replace")
    printed = {number for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1) if is_spoken(line)}
    assert printed - {line.number for line in imported.lines} == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html")])
def test_each_text_that_a_page_shows_is_in_a_line(name: str, imports: dict[str, Imported]) -> None:
    imported = imports[name]
    tree = lxml.html.document_fromstring(imported.original.read_bytes())
    for unseen in tree.xpath("|".join(f"//{tag}" for tag in UNSEEN) + "|//comment()"):
        unseen.drop_tree()
    told = "".join(word for line in imported.lines for word in words_of(line.text))
    shown = [text for text in tree.itertext() if is_spoken(text)]
    assert [text for text in shown if "".join(words_of(text)) not in told] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_each_kept_line_are_in_the_article(name: str, imports: dict[str, Imported]) -> None:
    imported = imports[name]
    said = "".join(words_of(text_of(imported)))
    missing = {}
    for line in select(imported.lines, parse_ranges(imported.provenance.kept)):
        found = [word in said for word in words_of(line.text)]
        if found and not (all(found) if line.kind in WHOLE else any(found)):
            missing[line.number, line.part, line.kind] = line.text
    assert missing == {}
