"""Plain front matter: what is read without a YAML parser is read as the parser reads it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import frontmatter
from backfile.plainhead import read_plain_head

TYPICAL = """\
title: The 5:30 ferry is late, again
date: 2011-02-10T09:30:00+01:00
authors: ["Nora Bell", 'Ida', Kim (the elder)]
subtitle: "It's \\u2014 well, late"
tags:
- Ferries
- "Quay: east"
places:
  - Zürich
  - 나루터
language: en
summary:
url: https://example.org/a?b=c
empty: []
"""
VALUES = st.text(st.sampled_from(list("ab1é나 :#-,[]{}'\"()?!&*|>%@~=./\t\\\u00a0\u2028_")), max_size=12)
LINES = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(["a", "b-c", "null", "1", "a b", "<<"]), VALUES),
    st.builds("{}: [{}]".format, st.sampled_from(["d", "e"]), VALUES),
    st.builds("{}- {}".format, st.sampled_from(["", "  "]), VALUES),
    st.sampled_from(["f:", "g: ", "", "# words", "---", "...", "- "]),
    VALUES,
)


def read_fully(head: str) -> dict[str, frontmatter.Field] | None:
    """What the YAML parser makes of a head; None if it complains."""
    try:
        fields, problems = frontmatter._build(head, 2, "a.md")
    except Exception:
        return None
    return None if problems else fields


def read_plainly(head: str) -> dict[str, frontmatter.Field] | None:
    plain = read_plain_head(head)
    return None if plain is None else {key: frontmatter._as_field(found, 2) for key, found in plain.items()}


def show(fields: dict[str, frontmatter.Field] | None) -> object:
    """Fields with their lines, and whether each text is plain."""
    return fields and [(key, field, show_kinds(field)) for key, field in fields.items()]


def show_kinds(field: frontmatter.Field) -> object:
    return [show_kinds(item) for item in field.value] if isinstance(field.value, list) else type(field.value).__name__


def test_typical_front_matter_needs_no_parser() -> None:
    head = TYPICAL.replace("\\u2014", "—")
    assert read_plain_head(head) is not None
    assert show(read_plainly(head)) == show(read_fully(head))


@given(st.lists(LINES, min_size=1, max_size=6).map("\n".join))
def test_what_is_read_plainly_is_read_as_the_parser_reads_it(lines: str) -> None:
    head = f"{lines}\n"
    plain = read_plainly(head)
    if plain is not None:
        assert show(plain) == show(read_fully(head))


@pytest.mark.parametrize(
    "line",
    ["a: b: c", "a: b #c", "a: 'it''s'", 'a: "\\n"', "a: &b c", "a: |", "a: {b: c}", "  a: b", "a: b\na: c", "a:\tb",
     "a: [b, [c]]", "a:\n- b: c", "a:\n- b\n  - c", "a: b\n- c", "a:b", "? a", "a: [b,]", "a: @home", "- a"],
)  # fmt: skip
def test_what_may_mean_something_else_is_left_to_the_parser(line: str) -> None:
    assert read_plain_head(f"{line}\n") is None


def test_random_heads_are_read_alike() -> None:
    chance = random.Random(7)
    plainly = 0
    for _ in range(9000):
        lines = (
            chance.choice(["a: ", "b: [", "c:", "- ", "  - ", ""])
            + "".join(chance.choices("abab1éab :#-,[]'\"()?/", k=chance.randrange(6)))
            for _ in range(chance.randrange(1, 5))
        )
        head = "\n".join(lines) + "\n"
        plain = read_plainly(head)
        if plain is not None:
            plainly += 1
            assert show(plain) == show(read_fully(head)), head
    assert plainly > 200
