"""Amended front matter: what is set is read back, and no other byte changes."""

import json
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from hypothesis import assume, given
from hypothesis import strategies as st

from backfile.amend import amend
from backfile.frontmatter import Value, join, split
from backfile.model import Problem

PATH = "content/x.md"
ORDER = ("title", "date", "place", "tags", "suggested_tags", "slug")
FIXTURES = Path(__file__).parent / "fixtures" / "amend" / "changes.txt"


def cases() -> list[ParameterSet]:
    found = []
    for case in FIXTURES.read_text("utf-8").split("\n===== ")[1:]:
        title, _, rest = case.partition("\n")
        before, changes, after = rest.rstrip("\n").split("\n=====>\n")
        found.append(pytest.param(before + "\n", json.loads(changes), after + "\n", id=title))
    return found


def apply(text: str, changes: dict[str, Any]) -> str:
    keyed = {tuple(key.split("/")): value for key, value in changes.items()}
    amended = amend(text.encode(), PATH, keyed, ORDER)
    return amended.message if isinstance(amended, Problem) else amended.decode()


def read(text: str) -> dict[str, Value]:
    return {key: field.bare() for key, field in split(text, PATH).fields.items()}


@pytest.mark.parametrize(("before", "changes", "after"), cases())
def test_each_form_is_amended_in_its_own_way(before: str, changes: dict[str, Any], after: str) -> None:
    assert apply(before, changes) == after


@pytest.mark.parametrize(("before", "changes", "after"), cases())
def test_line_ends_and_byte_order_marks_stay(before: str, changes: dict[str, Any], after: str) -> None:
    assert apply("\ufeff" + before.replace("\n", "\r\n"), changes) == "\ufeff" + after.replace("\n", "\r\n")


@pytest.mark.parametrize(("before", "changes", "after"), cases())
def test_what_is_so_already_changes_nothing(before: str, changes: dict[str, Any], after: str) -> None:
    assert apply(after, changes) == after


def test_mixed_line_ends_stay_as_they_are() -> None:
    before = "---\r\ntitle: Fire\ntags: [mills]\r\nslug: fire\n---\r\nText\rof\nmen.\r\n"
    assert apply(before, {"tags": ["bells"], "place": "Hradec"}) == (
        "---\r\ntitle: Fire\nplace: Hradec\r\ntags: [bells]\r\nslug: fire\n---\r\nText\rof\nmen.\r\n"
    )


@pytest.mark.parametrize(
    ("text", "changes", "reason"),
    [
        ("---\ntitle: [\n---\n", {"title": "x"}, "this is not YAML"),
        ("---\ntags:\n- a\n- - b\n  - c\n---\n", {"tags": ["a", ["b", "d"], "e", {}]}, ""),
        ("---\ntitle: x\n---\n", {"title/part": "y"}, '"part" can\'t be written in this form'),
        ("Title: x\n\nText.\n", {"a/b": "y"}, '"b" can\'t be written in this form'),
        ("Title: x\n\nText.\n", {"Title": "a\n\nb"}, '"Title" can\'t be written in this form'),
        ("+++\na = 1\n+++\n", {"a/b": "y"}, '"b" can\'t be written in this form'),
    ],
)
def test_what_a_form_cannot_hold_is_refused(text: str, changes: dict[str, Any], reason: str) -> None:
    amended = apply(text, changes)
    assert reason in amended and (reason or read(amended) == changes)


def test_bytes_that_are_no_text_are_refused() -> None:
    problem = amend(b"---\ntitle: \xff\n---\n", PATH, {"title": "x"})
    assert isinstance(problem, Problem) and problem.code == "not-amended"


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip) | st.sampled_from(
    ["yes", "1923", "a: b", "#x", "- a", "a, b", "'", '"', "@home", "[x]", "{y}", "null", "😀", "it's"]
)
LISTS = st.lists(TEXTS.filter(bool), min_size=1, max_size=5)
COMMENTS = st.sampled_from(["", "   # a comment", "  "])


def write(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


@st.composite
def heads(draw: st.DrawFn) -> str:
    """YAML as people write it: lists in blocks and in brackets, quotes, comments, empty lines."""
    lines = []
    for key in draw(st.lists(st.sampled_from(["title", "tags", "slug", "mine", "ключ"]), unique=True, min_size=1)):
        value = draw(LISTS | TEXTS)
        if isinstance(value, str) or draw(st.booleans()):
            lines.append(f"{key}: {write(value)}{draw(COMMENTS)}")
        else:
            indent = draw(st.sampled_from(["", "  "]))
            lines.append(f"{key}:{draw(COMMENTS)}")
            for item in value:
                lines += [f"{indent}- {write(item)}{draw(COMMENTS)}", *draw(st.sampled_from([[], ["# x"], [""]]))]
    return "---\n" + "\n".join(lines) + "\n---\n\nText of *men*.\n"


@given(heads(), st.sampled_from([*ORDER, "mine", "new"]), TEXTS.filter(bool) | LISTS | st.none())
def test_what_is_set_is_read_and_all_other_lines_stay(text: str, key: str, value: Any) -> None:
    before = read(text)
    amended = apply(text, {key: value})
    wanted = {**before, key: value} if value is not None else {k: v for k, v in before.items() if k != key}
    assert read(amended) == wanted
    field = split(text, PATH).fields.get(key)
    lines = text.splitlines()
    after = [other.line for other in split(text, PATH).fields.values() if field and other.line > field.line]
    end = min(after, default=lines.index("---", 1) + 1) if field else 0
    untouched = lines[: field.line - 1] + lines[end - 1 :] if field else lines
    rest = iter(amended.splitlines())
    assert all(line in rest for line in untouched)  # in this order


@given(st.dictionaries(st.sampled_from(["title", "tags", "a b", "x-y"]), TEXTS | LISTS), TEXTS.filter(bool) | LISTS)
def test_the_canonical_form_can_always_be_amended(fields: dict[str, Value], value: Value) -> None:
    text = join(fields, "Text.")
    assume("title" not in fields or fields["title"] != value)
    assert read(apply(text, {"title": value})) == {**read(text), "title": value}


@given(LISTS, LISTS, st.booleans())
def test_lists_in_toml_are_amended(old: list[str], new: list[str], many_lines: bool) -> None:
    items = [write(item) for item in old]
    array = "[\n  " + ",\n  ".join(items) + "\n]" if many_lines else f"[{', '.join(items)}]"
    text = f'+++\ntitle = "x" # y\ntags = {array} # z\n[extra]\na = 1\n+++\nText.\n'
    amended = apply(text, {"tags": new})
    assert read(amended) == {"title": "x", "tags": new, "extra": {"a": "1"}}
    assert amended.startswith('+++\ntitle = "x" # y\n') and amended.endswith(" # z\n[extra]\na = 1\n+++\nText.\n")
