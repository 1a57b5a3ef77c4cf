import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.dates import format_date
from backfile.importers import text
from backfile.model import KEPT, Article, Capture, Draft, Image, PartialDate, Problem

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "importers").glob("*.txt"))
FOLDER = Path("/nowhere")


def read_draft(content: str | bytes, name: str = "capture.txt") -> Draft:
    data = content if isinstance(content, bytes) else content.encode()
    draft = text.read(Capture(name, data, FOLDER))
    assert isinstance(draft, Draft)
    return draft


def describe(draft: Draft) -> str:
    """A draft as a reviewer reads it: the fields that hold something, the ledger, the body."""
    said = [f"{field.name}: {print_value(getattr(draft.article, field.name))}" for field in fields(Article)]
    said = [line for line in said if not re.search(r": (|None|\{\}|published)$", line)]
    taken = [f"- {line.number} {line.kind}" for line in draft.lines if line.kind not in KEPT]
    return "\n".join([*said, "taken out:", *taken, "", draft.body])


def print_value(value: object) -> str:
    if isinstance(value, PartialDate):
        return format_date(value)
    if isinstance(value, Image):
        return f"[{value.caption} | {value.credit}]"
    return "; ".join(print_value(part) for part in value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_capture_becomes_the_expected_article(path: Path) -> None:
    _, given_text, expected = re.split(r"^=== (?:input|expected)\n", path.read_text("utf-8"), flags=re.MULTILINE)
    assert describe(read_draft(given_text)) == expected
