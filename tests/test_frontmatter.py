"""Front matter: the traps, bombs, and that what is written reads the same."""

import json
import pickle
import time
from pathlib import Path

import pytest
import yaml
from _pytest.mark import ParameterSet
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile import frontmatter
from backfile.frontmatter import Field, Plain, Split, decode, join, split
from backfile.model import Problem

PATH = "content/x.md"
FIXTURES = Path(__file__).parent / "fixtures" / "frontmatter" / "traps.txt"
SIGNS = {"␉": "\t", "␍": "\r", "␠": " ", "␒": "\x12", "␀": "\0", "⟦BOM⟧": "\ufeff", "⟦D800⟧": "\ud800"}


def cases() -> list[ParameterSet]:
    """Each case of the fixtures: what goes in, and after a line `=====>` what comes out."""
    found = []
    for case in FIXTURES.read_text("utf-8").split("\n===== ")[1:]:
        title, _, rest = case.partition("\n")
        given_text, _, expected = rest.partition("\n=====>\n")
        for sign, character in SIGNS.items():
            given_text = given_text.replace(sign, character)
        found.append(pytest.param(given_text + "\n", expected.rstrip("\n"), id=title))
    return found


def show(found: Split) -> str:
    """A split as text: each key with its line, quotes round what isn't plain, the body, the problems."""
    lines = [f"{field.line} {key}: {show_value(field)}" for key, field in found.fields.items()]
    lines.append(f"{found.body_line} {found.form} body: {json.dumps(found.body, ensure_ascii=False)}")
    for problem in found.problems:
        lines.append(f"{problem.line} {problem.severity}: {problem.message} [{problem.code}]")
        lines.append(f"    hint: {problem.hint}")
    return "\n".join(lines).encode("utf-8", "backslashreplace").decode()


def show_value(field: Field) -> str:
    if isinstance(field.value, list):
        return f"[{', '.join(show_value(item) for item in field.value)}]"
    if isinstance(field.value, dict):
        return f"{{{', '.join(f'{item.line} {key}: {show_value(item)}' for key, item in field.value.items())}}}"
    bare = isinstance(field.value, Plain) and "\n" not in field.value
    return str(field.value) if bare else json.dumps(field.value, ensure_ascii=False)


@pytest.mark.parametrize(("text", "expected"), cases())
def test_each_trap_is_read_as_meant_or_reported(text: str, expected: str) -> None:
    assert show(split(text, PATH)) == expected


@pytest.mark.parametrize(("text", "expected"), cases())
def test_pure_python_reads_and_refuses_the_same(text: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing. The parsers differ in words, and Python's takes no tab after a colon."""
    if "\t" in text:
        pytest.skip("Python's parser takes no tabs at all")
    here = split(text, PATH)
    monkeypatch.setattr(frontmatter, "_LOADER", yaml.BaseLoader)
    there = split(text, PATH)
    assert (here.fields, here.body, here.body_line) == (there.fields, there.body, there.body_line)
    assert [problem.code for problem in here.problems] == [problem.code for problem in there.problems]


@pytest.mark.parametrize(
    "head",
    [
        "a:\n- " + "- " * 30_000,
        "a: " + "[" * 30_000,
        "a: " + "{b: " * 30_000,
        "".join(" " * n + "a:\n" for n in range(300)),
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "a: [" + "x, " * 20_000 + "]",
        "a: b\n" * 60_000,
    ],
    ids=["lists", "flow lists", "flow mappings", "mappings", "laughs", "items", "size"],
)
def test_a_bomb_is_a_problem_and_quick(head: str) -> None:
    start = time.perf_counter()
    found = split(f"---\n{head}\n---\n", PATH)
    assert found.problems[0].code in {"front-matter-too-large", "yaml-alias"}
    assert not found.fields
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "head", ["x = " + "[" * 5_000, "x = 1\n" + "a." * 30_000 + "b = 1", "x = [" + "1," * 20_000 + "]"]
)
def test_a_toml_bomb_is_a_problem_and_quick(head: str) -> None:
    start = time.perf_counter()
    assert split(f"+++\n{head}\n+++\n", PATH).problems[0].code == "front-matter-too-large"
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "head", ["title: A\nstatus: withheld\n---\n", " ---\ntitle: A\n---\n", "----\ndate: 1998\n---\n",
             "—\ntags:\n  - b\n---\n", "\n\ntitle: A\n—--"]
)  # fmt: skip
def test_front_matter_without_its_opening_line_is_refused(head: str) -> None:
    (problem,) = split(f"{head}\nHidden words.", "a.md").problems
    assert (problem.code, problem.severity) == ("unopened-front-matter", "error")


@pytest.mark.parametrize("text", ["Note: read on\n---\n", "title: A\n\n---\n", "The title: A\n---\n", "A\n---\nb"])
def test_text_that_begins_with_a_colon_or_dashes_is_text(text: str) -> None:
    assert split(text, "a.md").problems == ()


def test_forty_levels_are_allowed() -> None:
    assert not split(f"---\na: {'[' * 38}x{']' * 38}\n---\n", PATH).problems


def test_bytes_become_text_without_the_mark() -> None:
    assert decode("\ufeffé\r\nx".encode(), PATH) == "é\nx"


def test_bytes_that_are_not_utf8_are_reported_with_their_line() -> None:
    found = decode("---\r\ntitle: é\r\n---\r\ncafé".encode("cp1252"), PATH)
    assert isinstance(found, Problem)
    assert (found.code, found.line, found.message) == ("not-utf8", 2, "byte 0xe9 is not UTF-8")
    assert found.hint


def test_nul_bytes_are_reported_with_their_line() -> None:
    found = decode(b"a\nb\0", PATH)
    assert isinstance(found, Problem)
    assert (found.code, found.line) == ("nul-bytes", 2)


def test_utf16_is_reported() -> None:
    assert isinstance(decode("title".encode("utf-16"), PATH), Problem)
    assert isinstance(decode("title".encode("utf-16-le"), PATH), Problem)


def test_join_writes_what_other_readers_read_the_same() -> None:
    fields = {
        "title": "1984",
        "language": "no",
        "clock": "12:30",
        "exponent": "1e3",
        "yes": "y",
        "nothing": "null",
        "colon": "Fire: three hurt",
        "hash": "The year of #metoo",
        "at": "@home",
        "date": Plain("2011-02-10"),
        "weight": Plain("10"),
        "toc": Plain("false"),
        "name": Plain("Ostrava"),
        "empty": "",
        "face": "Привет, 世界 😀",
        "long": "word " * 40 + "end",
        "block": "one\n\ntwo",
        "tags": ["a", "1"],
        "image": {"file": "a.png", "sizes": [Plain("1"), "2"]},
    }
    assert join(fields, "\n\nBody.\n\n\n") == (
        "---\n"
        "title: '1984'\n"
        "language: 'no'\n"
        "clock: '12:30'\n"
        "exponent: '1e3'\n"
        "'yes': 'y'\n"
        "nothing: 'null'\n"
        "colon: 'Fire: three hurt'\n"
        "hash: 'The year of #metoo'\n"
        "at: '@home'\n"
        "date: 2011-02-10\n"
        "weight: 10\n"
        "toc: false\n"
        "name: Ostrava\n"
        "empty: ''\n"
        "face: Привет, 世界 😀\n" + "long: " + "word " * 40 + "end\n"
        "block: |-\n  one\n\n  two\n"
        "tags:\n- a\n- '1'\n"
        "image:\n  file: a.png\n  sizes:\n  - 1\n  - '2'\n"
        "---\n\nBody.\n"
    )


def test_join_without_body_or_fields() -> None:
    assert join({}, "") == "---\n---\n"
    assert join({"a": "b"}, "\n") == "---\na: b\n---\n"


def test_values_can_be_sent_to_workers() -> None:
    found = split("---\nweight: 10\ntags: [a]\n---\nb", PATH)
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert isinstance(again.fields["weight"].value, Plain)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
pieces = st.sampled_from(
    [*"\n\n\n :-#'\"|>[]{}&*!%@`,?\t\\~=.", "---", "+++", "a", "title: ", "é", "1984", "  ", "\u2028", "\x85"]
)
yamlish = st.lists(pieces, max_size=40).map("".join)
scalars = texts | yamlish | st.sampled_from(["1984", "no", "12:30", "2011-02-10", "1e3", "null", "~", "", "- a"])
values = st.recursive(
    scalars | scalars.map(Plain),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(scalars, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(scalars, values, max_size=5), texts | yamlish)
@example({"a": "\u2028x"}, "---\nb: c\n---\n")
@example({"a": " \n x"}, "")
@example({"a": "x\n---\ny"}, "")
@example({"a": "x \ny\n\n"}, "")
def test_what_is_joined_splits_the_same(fields: dict[str, object], body: str) -> None:
    text = join(fields, body)
    found = split(text, PATH)
    assert not [problem for problem in found.problems if problem.severity == "error"]
    assert {key: field.bare() for key, field in found.fields.items()} == fields
    assert join({key: field.bare() for key, field in found.fields.items()}, found.body) == text


@given(
    st.text(max_size=80)
    | yamlish
    | yamlish.map(lambda text: f"---\n{text}\n---\n")
    | st.text(st.characters(), max_size=40)
)
def test_no_text_makes_split_raise(text: str) -> None:
    found = split(text, PATH)
    assert all(problem.line and problem.message and problem.hint for problem in found.problems)
    assert all(problem.line <= text.count("\n") + text.count("\r") + 1 for problem in found.problems if problem.line)


@given(yamlish.map(lambda text: f"+++\ntitle = 'x'\n{text}\n+++\n"))
def test_no_toml_makes_split_raise(text: str) -> None:
    split(text, PATH)


@given(st.binary(max_size=60))
def test_no_bytes_make_decode_raise(data: bytes) -> None:
    assert isinstance(decode(data, PATH), str | Problem)


SIMPLE_TEXT = st.text(st.sampled_from("aZé9 0,.;:/()'’?&=%+~-_yesnoe漢\u0300\u00a0#\"\n\t[{!|>@`*"), max_size=12)
TYPICAL_TEXT = st.sampled_from(
    ["1984", "no", "2011-02-10", "1e3", "5", "1-17", "a: b", "a #b", "12:30", "0x1f", "", "y"]
)
SCALAR = SIMPLE_TEXT | TYPICAL_TEXT | (SIMPLE_TEXT | TYPICAL_TEXT).map(Plain)
TREE = (
    SCALAR | st.lists(SCALAR, max_size=3) | st.dictionaries(SCALAR, SCALAR | st.lists(SCALAR, max_size=2), max_size=3)
)


@given(st.dictionaries(SIMPLE_TEXT | TYPICAL_TEXT, TREE, max_size=3))
@settings(max_examples=400)
def test_the_quick_way_to_write_yaml_writes_what_the_library_would(fields: dict[str, object]) -> None:
    assert frontmatter.format_yaml(fields) == frontmatter._dump(fields)
