"""Entries for reference managers, read back by parsers that aren't ours: pybtex, rispy, a JSON schema of CSL."""

import io
import json
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
import rispy
from pybtex.database import parse_string

from backfile.citations import Work, describe_work
from backfile.references import format_bibtex, format_csl, format_ris, link_file, make_key
from references_material import describe

URL = "https://archive.example.org/1923/03/05/mill.html"
# As https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json has what an article in a newspaper needs.
_NAME = {
    "type": "object",
    "properties": {key: {"type": "string"} for key in ("family", "given", "suffix", "literal")},
    "additionalProperties": False,
}
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
        },
        "circa": {"type": ["string", "number", "boolean"]},
    },
    "additionalProperties": False,
}  # fmt: skip
_TEXTS = "id title container-title publisher-place section language URL source".split()
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            **{name: {"type": "string"} for name in _TEXTS},
            "type": {"enum": ["article-newspaper"]},
            "author": {"type": "array", "items": _NAME},
            "issued": _DATE,
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
FULL = {
    "authors": ["Ann Lee", "Ludwig van der Meer", "Ruth Adler, Jr.", "The Associated Press", "김나루"],
    "title": 'Fire_1: 50% of {mills} & "barns" burn for $3 ~ ^ # \\ \u201ctoday\u201d',
    "source": "The Ledger & Post",
    "section": "Local",
    "place": "Ostrava",
}
EACH = {"full": FULL, "no author": {"authors": []}, "a year": {"date": "1998~"}, "a month": {"date": "1998-02"},
        "no date": {"date": ""}, "other script": {"title": "한국어", "language": "ko"}}  # fmt: skip


def make(fields: dict[str, Any]) -> Work:
    return describe_work(describe(**fields), "The Archive", URL)


def test_bibtex_is_read_by_another_parser() -> None:
    ((key, entry),) = parse_string(format_bibtex(make(FULL)), "bibtex").entries.items()
    assert key == "1923-03-05-mill"
    assert entry.type == "article"
    people = entry.persons["author"]
    assert [person.last_names for person in people[:2]] == [["Lee"], ["Meer"]]
    assert people[1].prelast_names == ["van", "der"]
    assert people[2].lineage_names == ["Jr."]
    assert [str(person) for person in people[3:]] == ["{The Associated Press}", "{김나루}"]
    assert entry.fields["journal"] == r"The Ledger \& Post"
    assert (entry.fields["year"], entry.fields["month"], entry.fields["date"]) == ("1923", "March", "1923-03-05")
    assert entry.fields["title"] == (
        r"{Fire\_1: 50\% of \textbraceleft{}mills\textbraceright{} \& "
        '"barns" burn for '
        r"\$3 \textasciitilde{} \textasciicircum{} \# \textbackslash{} “today”}"
    )
    assert entry.fields["url"] == URL


def test_ris_is_read_by_another_parser() -> None:
    (entry,) = rispy.load(io.StringIO(format_ris(make(FULL)), newline=""))
    assert entry["type_of_reference"] == "NEWS"
    assert entry["authors"] == [
        "Lee, Ann",
        "van der Meer, Ludwig",
        "Adler, Ruth, Jr.",
        "The Associated Press",
        "김나루",
    ]
    assert entry["title"] == FULL["title"]
    assert entry["secondary_title"] == "The Ledger & Post"
    assert (entry["year"], entry["date"]) == ("1923", "1923/03/05/")
    assert entry["urls"] == [URL]
    assert not entry.get("unknown_tag")


@pytest.mark.parametrize("fields", EACH.values(), ids=EACH)
def test_every_entry_is_valid_and_says_what_is_known_of_the_date(fields: dict[str, Any]) -> None:
    work = make(fields)
    (item,) = json.loads(format_csl(work))
    jsonschema.validate([item], SCHEMA)
    (bibtex,) = parse_string(format_bibtex(work), "bibtex").entries.values()
    (ris,) = rispy.load(io.StringIO(format_ris(work), newline=""))
    dates = {
        "": (None, None, None),
        "1923-03-05": ({"date-parts": [[1923, 3, 5]]}, "1923-03-05", "1923/03/05/"),
        "1998-02": ({"date-parts": [[1998, 2]]}, "1998-02", "1998/02//"),
        "1998~": ({"date-parts": [[1998]], "circa": True}, "1998~", "1998///circa"),
    }
    assert (item.get("issued"), bibtex.fields.get("date"), ris.get("date")) == dates[fields.get("date", "1923-03-05")]


def test_a_key_is_ascii_and_different_for_each_address() -> None:
    korean, russian = (describe_work({**describe(), "address": f"1999/05/01/{slug}.html"}, "A", "")
                       for slug in ("한국어", "русский"))  # fmt: skip
    assert make_key(korean).isascii() and make_key(korean).startswith("1999-05-01-")
    assert make_key(korean) != make_key(russian)


@pytest.mark.parametrize("text", ["a\r\n\t b%20#\"'<>[]{}|\\^`", "한국어 نص é"])
def test_a_link_holds_a_file_unchanged(text: str) -> None:
    link = link_file(text, "text/plain")
    start, _, rest = link.partition(",")
    assert start == "data:text/plain;charset=utf-8"
    assert unquote(rest) == text
    assert not set(rest) & set(' \r\n\t"#<>[]\\^`{|}')


@pytest.mark.parametrize(
    ("code", "name"), [("de", "german"), ("pt-BR", "brazilian"), ("de-AT", "german"), ("tlh", "tlh"), ("", "")]
)
def test_bibtex_has_languages_as_babel_calls_them_and_years_as_numbers(code: str, name: str) -> None:
    entry = format_bibtex(make({"language": code, "date": "1998~"}))
    assert "year = {1998}" in entry and "date = {1998~}" in entry
    assert (f"langid = {{{name}}}" in entry) if name else ("langid" not in entry)
