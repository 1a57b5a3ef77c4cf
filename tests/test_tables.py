"""Articles, lines and tags in tables, on a terminal and where nobody looks on."""

import contextlib
import io
import re

import pytest

from backfile.explain import Explanation, Finding
from backfile.model import Line
from backfile.review import Doubtful, Review
from backfile.tables import print_explanation, print_review
from backfile.terminal import Voice

EXPLANATION = Explanation(
    "mill.html",
    "html/1",
    "utf-8",
    (
        Finding("title", "Three hurt", "json-ld", 0.95),
        Finding("date", "1923", "line 5", 0.4),
        Finding("body", "9 words"),
    ),
    ("two dates",),
    (
        Line(2, "navigation", "Home \x1b[31m", "a menu", 1),
        Line(2, "navigation", "News", "a menu", 2),
        Line(14, "body", "Three men were hurt last night when the old mill at Hradec caught fire."),
        Line(15, "notice", "[bold]Cookies[/bold]", "a menu"),
    ),
)


def explain_in(width: str, monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name, value in {"COLUMNS": width, "TERM": "xterm-256color", **environment}.items():
        monkeypatch.setenv(name, value)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print_explanation(Voice(), EXPLANATION)
    return out.getvalue()


def test_an_explanation_is_plain_and_aligned_where_nobody_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert explain_in("20", monkeypatch).split("\n") == [
        "mill.html: html/1, utf-8",
        "",
        "title  0.95  json-ld  Three hurt",
        "date   0.40  line 5   1923",
        "body                  9 words",
        "doubt                 two dates",
        "",
        "2.1 - navigation Home [31m",
        "                 (a menu)",
        "2.2 - navigation News",
        " 14 + body       Three men were hurt last night when the old mill at Hradec caught fire.",
        " 15 - notice     [bold]Cookies[/bold]",
        "                 (a menu)",
        "",
        "1 line kept, 3 left out; nothing was changed",
        "",
    ]


def test_long_lines_are_folded_below_themselves_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = explain_in("50", monkeypatch, FORCE_COLOR="1")
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert plain != shown
    rows = [line.rstrip() for line in plain.split("\n")]
    at = rows.index(" 14 + body       Three men were hurt last night")
    assert rows[at + 1 : at + 3] == [" " * 17 + "when the old mill at Hradec", " " * 17 + "caught fire."]


def test_a_review_in_a_narrow_terminal_cuts_no_path_and_no_reason_short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COLUMNS": "80", "TERM": "xterm-256color", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    path = f"content/undated/{'-'.join(['harbour'] * 12)}.md"
    reasons = ("article and furniture hard to tell apart", "https://a.example/" + "x" * 60)
    doubtful = Doubtful(path, "The harbour", "2011-02-10T10:30:00+01:00", 0.5, reasons, ())
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print_review(Voice(), Review(1, (doubtful,)), None)
    plain = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue())
    assert max(map(len, plain.split("\n"))) <= 80
    # Columns are read from top to bottom: what stands in each is whole.
    rows = plain.split("\n")[2:]
    starts = [plain.split("\n")[0].index(head) for head in ("Article", "Why")]
    assert path in "".join(row[starts[0] : starts[1]].strip() for row in rows)
    assert reasons[1] in "".join(row[starts[1] :].strip() for row in rows)


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = explain_in("80", monkeypatch, FORCE_COLOR="1", NO_COLOR="1")
    assert not re.search(r"\x1b\[(?:\d+;)*3\d", shown)


def test_a_very_wide_terminal_is_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = explain_in("300", monkeypatch, FORCE_COLOR="1")
    assert max(len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in shown.split("\n")) <= 120
