"""Lines put back and taken out by hand: the article, what it remembers, the ledger, and what a person has edited."""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import look, make_archive, run, write_article, write_files
from backfile.explain import Explanation, explain
from backfile.frontmatter import split
from backfile.ledger import format_number, parse_ledger, parse_ranges
from backfile.model import Line

FERRY = """\
The Larkfield Echo
Print this story

Ferry returns to the river

By Nora Bell

Thursday 10 February 2011

The council of Larkfield talked about the ferry for three hours on Wednesday evening, before a crowd that filled it.

Nobody could remember a longer meeting, and several members left before the vote, which was put off until the spring.

Please support our work with a donation today.

"We shall come back to the ferry when the roof is dry," said Ida Marsh, who leads the council and lives at the pier.
"""
FIRST, SECOND, THIRD = (FERRY.split("\n")[n - 1] for n in (10, 12, 16))
APPEAL = "Please support our work with a donation today."
ARTICLE = "content/2011/02/ferry-returns-to-the-river.md"
LEDGER = "originals/2011/02/ferry-returns-to-the-river.txt.ledger.tsv"
PAGE = """\
<html><head><title>Three hurt as mill burns</title></head><body>
<nav><a href="/">Home</a><div>News of the valley and of the hills</div></nav>
<article><h1>Three hurt as mill burns</h1>
<p>Three men were hurt last night when the old mill at Hradec caught fire, and the street was closed until noon.</p>
<p>Nobody could say in the morning how the fire began, but two boys were seen on the roof after supper.</p>
</article><footer><p>Letters to the editor</p><p>All rights reserved by the valley</p></footer></body></html>
"""


@dataclass(frozen=True, slots=True)
class Case:
    """An archive with one imported article."""

    root: Path
    article: Path
    ledger: Path

    @property
    def body(self) -> str:
        return split(self.text, "a.md").body

    @property
    def text(self) -> str:
        return self.article.read_text("utf-8")

    @property
    def kept(self) -> object:
        return split(self.text, "a.md").fields["provenance"].bare()["kept"]  # type: ignore[call-overload]

    def rows(self) -> dict[str, tuple[str, str]]:
        """The ledger: what each text was taken for, and why."""
        if not self.ledger.exists():
            return {}
        return {line.text: (line.kind, line.why) for line in parse_ledger(self.ledger.read_text("utf-8"))}

    def edit(self, old: str, new: str) -> None:
        assert old in self.text
        self.article.write_text(self.text.replace(old, new), "utf-8")


@pytest.fixture
def ferry(tmp_path: Path) -> Case:
    return make_case(tmp_path, "ferry.txt", FERRY)


def make_case(folder: Path, name: str, text: str) -> Case:
    root = make_archive(folder / "archive", {})
    write_files(folder, {name: text})
    assert run("import", "-C", root, folder / name).code == 0
    (article,) = (root / "content").rglob("*.md")
    (original,) = (path for path in (root / "originals").rglob("*") if path.suffix in {".txt", ".html", ".md"})
    return Case(root, article, original.with_name(f"{original.name}.ledger.tsv"))


def test_a_line_is_put_back_at_its_place_and_remembered(ferry: Case) -> None:
    ran = run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{ARTICLE}: line 14 put back\n"
    assert ferry.body == f"{FIRST}\n\n{SECOND}\n\n{APPEAL}\n\n{THIRD}\n"
    kind, why = ferry.rows()[APPEAL]
    assert kind == "body"
    assert why.startswith("by hand; was appeal: ")
    assert str(ferry.kept).endswith("4-16")


def test_a_line_is_taken_out_and_remembered(ferry: Case) -> None:
    ran = run("drop", "-C", ferry.root, ARTICLE, "--lines", "12")
    assert (ran.code, ran.out) == (0, f"{ARTICLE}: line 12 taken out\n")
    assert ferry.body == f"{FIRST}\n\n{THIRD}\n"
    assert ferry.rows()[SECOND] == ("dropped", "by hand; was body")
    assert str(ferry.kept).endswith("4-10,16")


def test_what_somebody_has_deleted_can_be_put_back(ferry: Case) -> None:
    before = ferry.text
    ferry.edit(f"{SECOND}\n\n", "")
    ran = run("restore", "-C", ferry.root, ARTICLE, "--lines", "12")
    assert (ran.out, ran.err) == (f"{ARTICLE}: line 12 put back\n", "")
    assert ferry.text == before


def test_what_somebody_has_edited_is_not_put_back_beside_it(ferry: Case) -> None:
    ferry.edit(SECOND[:20], "Something else that somebody wrote")
    before = ferry.text
    ran = run("restore", "-C", ferry.root, ARTICLE, "--lines", "12")
    assert ferry.text == before
    assert "in the text already, but not as the original has it [line-edited]" in ran.err


def test_a_line_of_a_field_that_somebody_has_changed_can_be_put_into_the_text(ferry: Case) -> None:
    line = next(number for number, text in enumerate(FERRY.split("\n"), 1) if text.startswith("By "))
    assert "in the article already" in run("restore", "-C", ferry.root, ARTICLE, "--lines", line).err
    names = split(ferry.text, "a.md").fields["authors"].bare()
    for name in names:
        ferry.edit(name, "Somebody Else")
    assert run("restore", "-C", ferry.root, ARTICLE, "--lines", line).out == f"{ARTICLE}: line {line} put back\n"
    assert FERRY.split("\n")[line - 1] in ferry.body


@pytest.mark.parametrize("lines", ["10", "10-12", "16", "1,10,12,16"])
def test_what_was_taken_out_can_be_put_back(ferry: Case, lines: str) -> None:
    before = ferry.text, ferry.rows()
    run("drop", "-C", ferry.root, ARTICLE, "--lines", lines)
    assert ferry.text != before[0]
    run("restore", "-C", ferry.root, ARTICLE, "--lines", lines)
    assert (ferry.text, ferry.rows()) == before


@pytest.mark.parametrize("lines", ["2", "14", "2,14"])
def test_what_was_put_back_can_be_taken_out(ferry: Case, lines: str) -> None:
    before = ferry.text, ferry.rows()
    run("restore", "-C", ferry.root, ARTICLE, "--lines", lines)
    assert ferry.text != before[0]
    run("drop", "-C", ferry.root, ARTICLE, "--lines", lines)
    assert (ferry.text, ferry.rows()) == before


def test_importing_the_file_again_changes_nothing(ferry: Case) -> None:
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    run("drop", "-C", ferry.root, ARTICLE, "--lines", "12")
    before = look(ferry.root / "content") | look(ferry.root / "originals")
    write_files(ferry.root, {"inbox/again.txt": FERRY})
    ran = run("build", "-C", ferry.root)
    assert f"already there: inbox/again.txt -> {ARTICLE}" in ran.out
    assert look(ferry.root / "content") | look(ferry.root / "originals") == before


def test_the_front_matter_that_somebody_wrote_keeps_its_form(ferry: Case) -> None:
    ferry.edit("title: Ferry returns to the river", "# mine\ntitle:   'Ferry returns'   # short\nweight: 3")
    before = ferry.text
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    changed = [line for line in ferry.text.split("\n") if line not in before.split("\n")]
    assert [line.partition(":")[0] for line in changed] == ["  kept", APPEAL]


def test_line_ends_and_a_byte_order_mark_are_kept(ferry: Case) -> None:
    data = b"\xef\xbb\xbf" + ferry.text.replace("\n", "\r\n").encode()
    ferry.article.write_bytes(data)
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    changed = ferry.article.read_bytes()
    assert changed.startswith(b"\xef\xbb\xbf---\r\n")
    assert changed.count(b"\n") == changed.count(b"\r\n") == data.count(b"\n") + 2
    run("drop", "-C", ferry.root, ARTICLE, "--lines", "14")
    assert ferry.article.read_bytes() == data


def test_a_text_that_somebody_has_edited_is_not_taken_out(ferry: Case) -> None:
    ferry.edit("several members left", "three members left")
    before = ferry.text, ferry.rows()
    ran = run("drop", "-C", ferry.root, ARTICLE, "--lines", "12")
    assert ran.code == 1
    assert "error: lines 12: no longer in the text as the original has it [line-edited]" in ran.err
    assert ran.out == f"{ARTICLE}: nothing was changed\n"
    assert (ferry.text, ferry.rows()) == before


def test_of_several_lines_those_that_still_stand_there_are_taken_out(ferry: Case) -> None:
    ferry.edit("several members left", "three members left")
    ran = run("drop", "-C", ferry.root, ARTICLE, "--lines", "10-12")
    assert ran.code == 1
    assert "line 10 taken out" in ran.out
    assert ferry.body == f"{SECOND.replace('several', 'three')}\n\n{THIRD}\n"


def test_a_line_finds_its_place_in_a_body_that_somebody_has_edited(ferry: Case) -> None:
    ferry.edit(SECOND, "## A heading of mine\n\nA paragraph of mine.")
    ferry.edit(THIRD, f"*{THIRD}*")
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    mine = "## A heading of mine\n\nA paragraph of mine."
    assert ferry.body == f"{FIRST}\n\n{mine}\n\n{APPEAL}\n\n*{THIRD}*\n"


def test_where_nothing_stands_any_more_a_line_goes_to_the_end_and_it_is_said(ferry: Case) -> None:
    for number, text in enumerate((FIRST, SECOND, THIRD)):
        ferry.edit(text, f"Paragraph {number}, written anew.")
    ran = run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    assert ran.code == 0
    assert "warning: lines 14: put at the end" in ran.err
    assert ferry.body.endswith(f"Paragraph 2, written anew.\n\n{APPEAL}\n")


def test_a_line_that_somebody_has_copied_back_is_not_put_there_twice(ferry: Case) -> None:
    ferry.edit(THIRD, f"{THIRD}\n\n{APPEAL}")
    before = ferry.body
    assert run("restore", "-C", ferry.root, ARTICLE, "--lines", "14").code == 0
    assert ferry.body == before
    assert ferry.rows()[APPEAL][0] == "body"


def test_lines_of_the_front_matter_and_blank_lines_are_said(ferry: Case) -> None:
    ran = run("drop", "-C", ferry.root, ARTICLE, "--lines", "4,6,9,14,99")
    assert ran.code == 1
    assert "error: lines 4-6: went into the front matter (byline, headline) [line-in-front-matter]" in ran.err
    assert "warning: lines 14: not in the article [nothing-to-do]" in ran.err
    assert ".txt:9: error: " in ran.err
    assert ".txt:99: error: " in ran.err
    assert "[no-line]" in ran.err
    assert "warning: lines 10: in the article" in run("restore", "-C", ferry.root, ARTICLE, "--lines", "10").err


def test_a_run_that_was_stopped_between_two_files_is_finished_by_the_next(ferry: Case) -> None:
    ledger = ferry.ledger.read_bytes()
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    done = ferry.text, ferry.rows()
    ferry.ledger.write_bytes(ledger)
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    assert (ferry.text, ferry.rows()) == done


def test_wrapped_lines_come_back_as_one_paragraph_and_a_part_to_its_paragraph(tmp_path: Path) -> None:
    words = [
        "The council of Larkfield talked about the ferry for three hours on",
        "Wednesday evening, before a crowd that filled the hall and the steps",
        "outside, and nobody could remember a longer meeting in all of those",
        "years, though several members had left before the vote was taken.",
    ]
    other = [
        '"We shall come back to the ferry when the roof is dry again," said',
        "Ida Marsh, who leads the council and lives at the pier with a cat",
        "that has been seen on the ferry more often than most of the people",
        "who talk about it, and who has no vote in the matter, as she said.",
    ]
    text = "\n".join(["Ferry returns to the river", "", "10 February 2011", "", *words, "", *other, ""])
    case = make_case(tmp_path, "ferry.txt", text)
    assert case.body == " ".join(words) + "\n\n" + " ".join(other) + "\n"
    for lines in ("5-8", "10-13", "5", "6-7", "8", "10", "13"):
        before = case.text
        assert run("drop", "-C", case.root, ARTICLE, "--lines", lines).code == 0
        assert case.text != before
        assert run("restore", "-C", case.root, ARTICLE, "--lines", lines).code == 0
        assert case.text == before, lines


def test_single_texts_on_one_line_of_a_page_are_put_back(tmp_path: Path) -> None:
    case = make_case(tmp_path, "mill.html", PAGE)
    assert "valley" not in case.body
    assert run("restore", "-C", case.root, "three-hurt-as-mill-burns", "--lines", "6.1").code == 0
    assert case.body.endswith("after supper.\n\nLetters to the editor\n")
    assert run("restore", "-C", case.root, "three-hurt-as-mill-burns", "--lines", "6").code == 0
    assert case.body.endswith("Letters to the editor\n\nAll rights reserved by the valley\n")
    assert run("drop", "-C", case.root, "three-hurt-as-mill-burns", "--lines", "6").code == 0
    assert case.body.endswith("after supper.\n")
    assert case.rows()["Letters to the editor"][1].count("by hand") == 0


def test_lines_of_a_page_come_back_with_their_marks(tmp_path: Path) -> None:
    told = "<p>Three men were hurt last night when the old mill at Hradec caught fire, and the street was closed.</p>"
    page = PAGE.replace("<p>Nobody", f'{told}<h2>How it began</h2><p>Nobody of <a href="https://a.example/">ours</a>')
    case = make_case(tmp_path, "mill.html", page)
    assert "## How it began\n\nNobody of [ours](https://a.example/) could say" in case.body
    before = case.text
    for text in ("How it began", "Nobody of ours"):
        draft = explain(tmp_path / "mill.html")
        assert isinstance(draft, Explanation)
        (line,) = (line for line in draft.lines if line.text.startswith(text))
        assert run("drop", "-C", case.root, case.article, "--lines", format_number(line)).code == 0
        assert case.text != before
        assert run("restore", "-C", case.root, case.article, "--lines", format_number(line)).code == 0
        assert case.text == before


def test_lines_of_markdown_come_back_as_they_were(tmp_path: Path) -> None:
    body = "Some **words** of [mine](https://a.example/).\n\n1. One thing\n2. Another thing\n\n> Said *somebody*.\n"
    case = make_case(tmp_path, "note.md", write_article("A note", "2011-02-10", body.strip()))
    assert case.body == body
    for line in ("6", "8", "9", "11"):
        assert run("drop", "-C", case.root, "a-note", "--lines", line).code == 0
        assert case.body != body
        assert run("restore", "-C", case.root, "a-note", "--lines", line).code == 0
        assert case.body == body, line


@pytest.mark.parametrize(
    "name",
    [
        *("ferry-returns-to-the-river", "2011/02/ferry-returns-to-the-river", ARTICLE),
        "https://echo.example/2011/02/10/ferry-returns-to-the-river.html?from=feed#top",
    ],
)
def test_an_article_is_named_by_path_slug_or_address(ferry: Case, name: str) -> None:
    assert run("restore", "-C", ferry.root, name, "--lines", "14").out == f"{ARTICLE}: line 14 put back\n"


def test_what_is_no_article_or_several_is_said(ferry: Case) -> None:
    twin = ferry.root / "content/2012/ferry-returns-to-the-river.md"
    write_files(ferry.root, {"content/2012/ferry-returns-to-the-river.md": write_article("Ferry", "2012")})
    ran = run("restore", "-C", ferry.root, "ferry-returns-to-the-river", "--lines", "14")
    assert ran.code == 2
    assert f"may be several articles: {ARTICLE}, content/2012/" in ran.err
    ran = run("restore", "-C", ferry.root, "2013/ferry-returns-to-the-river", "--lines", "14")
    assert "is no article of this archive" in ran.err
    ran = run("restore", "-C", ferry.root, "content/2013/ferry-returns-to-the-river.md", "--lines", "14")
    assert "is no article of this archive" in ran.err
    ran = run("restore", "-C", ferry.root, twin, "--lines", "14")
    assert "wasn't imported" in ran.err


def test_an_original_that_is_gone_or_changed_is_said(ferry: Case) -> None:
    original = ferry.root / LEDGER.removesuffix(".ledger.tsv")
    original.write_text(FERRY + "!", "utf-8")
    assert "isn't the file that was imported" in run("drop", "-C", ferry.root, ARTICLE, "--lines", "12").err
    original.unlink()
    ran = run("drop", "-C", ferry.root, ARTICLE, "--lines", "12")
    assert ran.code == 2
    assert ".txt is missing" in ran.err


def test_a_ledger_with_other_numbers_is_not_trusted(ferry: Case) -> None:
    ferry.ledger.write_text(ferry.ledger.read_text("utf-8").replace("14\t", "12\t"), "utf-8")
    before = ferry.text
    ran = run("restore", "-C", ferry.root, ARTICLE, "--lines", "12")
    assert ran.code == 2
    assert "this version numbers its lines otherwise" in ran.err
    assert ferry.text == before
    ferry.ledger.write_text("lines,kind,why,text\n14,appeal,,x\n", "utf-8")
    assert "can't be read" in run("restore", "-C", ferry.root, ARTICLE, "--lines", "12").err


def test_what_is_no_range_is_wrong_usage(ferry: Case) -> None:
    ran = run("restore", "-C", ferry.root, ARTICLE, "--lines", "16-14")
    assert ran.code == 2
    assert "'16-14' ends before it begins" in ran.err
    assert run("restore", "-C", ferry.root, ARTICLE).code == 2


def test_a_revision_is_reported(ferry: Case, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "10,14", "--report", report)
    found = json.loads(report.read_text("utf-8"))
    assert (found["article"], found["lines"]) == (ARTICLE, "14")
    assert [problem["code"] for problem in found["problems"]] == ["nothing-to-do"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("several members", "*several* members"),
        ("several members", "[several](https://a.example/) members"),
        ("Nobody", "NOBODY"),
        ("spring.", "spring!"),
        ("the vote, which", "the vote which"),
        ("Nobody", "“Nobody"),
        ("Nobody", "> Nobody"),
        ("Nobody", "## Nobody"),
        ("Nobody", "- Nobody"),
        ("Nobody", "[Editor: sic] Nobody"),
        ("until the spring.", "until the spring. It was never held."),
        ("until the spring.", "until the spring.[^1]"),
        ("until the spring.", "until the spring. <!-- check -->"),
    ],
)
def test_whatever_somebody_changed_in_a_line_it_is_not_taken_out(ferry: Case, old: str, new: str) -> None:
    ferry.edit(old, new)
    before = ferry.text, ferry.rows()
    ran = run("drop", "-C", ferry.root, ARTICLE, "--lines", "12")
    assert ran.code == 1
    assert "error: lines 12: no longer in the text" in ran.err
    assert (ferry.text, ferry.rows()) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [("longer meeting, and", "longer  meeting,\nand"), (f"{FIRST}\n\n{SECOND}", f"{FIRST}\n{SECOND}")],
)
def test_a_line_that_was_only_wrapped_otherwise_is_taken_out(ferry: Case, old: str, new: str) -> None:
    ferry.edit(old, new)
    assert run("drop", "-C", ferry.root, ARTICLE, "--lines", "12").code == 0
    assert "Nobody" not in ferry.body
    assert FIRST in ferry.body


@pytest.mark.parametrize("new", ["£118.000", "118.000", "118,00", "**118,000**"])
def test_the_marks_within_a_number_count(tmp_path: Path, new: str) -> None:
    case = make_case(tmp_path, "ferry.txt", FERRY.replace("several members", "118,000 members"))
    case.edit("118,000", new)
    before = case.text
    assert run("drop", "-C", case.root, ARTICLE, "--lines", "12").code == 1
    assert case.text == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[ours](https://a.example/)", "[ours](https://b.example/)"),
        ("[ours](https://a.example/)", "ours"),
        ("**two boys**", "two boys"),
        ("two boys", "two girls"),
    ],
)
def test_a_link_or_mark_of_a_page_that_somebody_changed_is_not_taken_out(tmp_path: Path, old: str, new: str) -> None:
    page = PAGE.replace("Nobody", 'Nobody of <a href="https://a.example/">ours</a>')
    case = make_case(tmp_path, "mill.html", page.replace("two boys", "<b>two boys</b>"))
    untouched = case.text
    case.edit(old, new)
    before = case.text
    assert run("drop", "-C", case.root, case.article, "--lines", "5").code == 1
    assert case.text == before
    case.article.write_text(untouched, "utf-8")
    assert run("drop", "-C", case.root, case.article, "--lines", "5").code == 0
    assert "Nobody" not in case.body


def test_a_line_that_was_put_back_and_changed_is_not_taken_out(ferry: Case) -> None:
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "14")
    ferry.edit("a donation", "a *donation*")
    before = ferry.text
    assert run("drop", "-C", ferry.root, ARTICLE, "--lines", "14").code == 1
    assert ferry.text == before


SHAPES = """<div class="related sidebar"><h3>Read on</h3><ul><li>See <a href="/one">the first of ours</a></li><li>See
<a href="/two">the second of ours</a></li></ul></div>
"""


def test_lines_of_a_page_that_were_left_out_come_back_in_the_shape_that_an_import_gives(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><link rel="canonical" href="https://echo.example/mill">')
    case = make_case(tmp_path, "mill.html", page.replace("<footer>", f"{SHAPES}<footer>"))
    before = case.text
    numbers = [
        format_number(line) for line in read_lines(tmp_path / "mill.html") if "See" in line.text or "Read" in line.text
    ]
    assert run("restore", "-C", case.root, case.article, "--lines", ",".join(numbers)).code == 0
    entries = (
        "- See [the first of ours](https://echo.example/one)\n- See [the second of ours](https://echo.example/two)"
    )
    assert case.body.endswith(f"after supper.\n\n## Read on\n\n{entries}\n")
    assert run("drop", "-C", case.root, case.article, "--lines", ",".join(numbers)).code == 0
    assert case.text == before


def test_entries_come_back_to_their_list(tmp_path: Path) -> None:
    entries = "".join(f"<li>The {number} of the men was {number} to the roof of the mill.</li>\n" for number in "abcd")
    case = make_case(tmp_path, "mill.html", PAGE.replace("<p>Nobody", f"<ol>{entries}</ol><p>Nobody"))
    assert "1. The a" in case.body
    before = case.text
    lines = [line for line in read_lines(tmp_path / "mill.html") if line.text.startswith("The ")][1:3]
    numbers = f"{format_number(lines[0])}-{format_number(lines[1])}"
    assert run("drop", "-C", case.root, case.article, "--lines", numbers).code == 0
    assert "The b" not in case.body
    assert run("restore", "-C", case.root, case.article, "--lines", numbers).code == 0
    assert case.text == before


def test_a_line_finds_its_place_where_somebody_has_moved_another(ferry: Case) -> None:
    ferry.edit(f"{FIRST}\n\n", "")
    ferry.article.write_text(f"{ferry.text}\n{FIRST}\n", "utf-8")
    run("restore", "-C", ferry.root, ARTICLE, "--lines", "2")
    assert ferry.body == f"Print this story\n\n{SECOND}\n\n{THIRD}\n\n{FIRST}\n"


def read_lines(path: Path) -> tuple[Line, ...]:
    explanation = explain(path)
    assert isinstance(explanation, Explanation)
    return explanation.lines


TOLD = (
    FERRY
    + """
The bridge of Hradec was closed on Thursday, and carts had to go round by the mill until the ice had left the piers.

Share this story

All rights reserved. Contact us. Terms of use.
"""
)
OF_TOLD = {number: text for number, text in enumerate(TOLD.split("\n"), 1) if text}
MARKS = [*"*_[<>#\\`|- \n", "](x)", "\n\n", "1. ", "<!--", "```\n", "the ", "\u0301"]
EDITS = st.tuples(
    st.sampled_from(["write", "add", "mark", "remove", "join", "move", "copy", "wrap", "type"]),
    st.integers(0, 99),
    st.integers(0, 999),
    st.sampled_from(MARKS),
)
REVISIONS = st.tuples(
    st.sampled_from(["drop", "restore"]),
    st.sets(st.sampled_from([*OF_TOLD]), min_size=1, max_size=4),
)


def edit_body(body: str, what: str, which: int, place: int, mark: str) -> str:
    """A body as a person may leave it."""
    blocks = body.strip("\n").split("\n\n")
    at, words = which % len(blocks), blocks[which % len(blocks)].split(" ")
    if what == "type":
        place %= len(body) + 1
        return body[:place] + mark + body[place:]
    if what == "write":
        blocks.insert(at, f"A note {place} of mine.")
    elif what in ("add", "wrap"):
        words[place % len(words)] += " indeed" if what == "add" else "\n"
        blocks[at] = " ".join(words).replace("\n ", "\n")
    elif what == "mark":
        blocks[at] = f"*{blocks[at]}*"
    elif what == "join":
        blocks[at : at + 2] = [" \n"[place % 2].join(blocks[at : at + 2])]
    elif what == "copy":
        blocks.insert(place % len(blocks), blocks[at])
    else:
        block = blocks.pop(at)
        if what == "move":
            blocks.insert(place % (len(blocks) + 1), block)
    return "\n\n".join(blocks) + "\n"


def read_blocks(body: str) -> list[str]:
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", body) if block.strip()]


def is_without(rest: str, body: str, texts: Iterable[str]) -> bool:
    """Whether a body without these texts, at some of the places where each stands, is another body."""
    joined = "\n\n".join(read_blocks(body))
    places = sorted(found.span() for text in texts for found in re.finditer(re.escape(text), joined))
    for chosen in chain.from_iterable(combinations(places, count) for count in range(len(places) + 1)):
        left = joined
        for start, end in reversed(chosen):
            left = left[:start] + left[end:]
        if read_blocks(left) == read_blocks(rest):
            return True
    return False


def read_kept(case: Case) -> set[int]:
    spans = parse_ranges(str(case.kept))
    return {number for number in OF_TOLD if any(first <= (number, 0) <= last for first, last in spans)}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one article, of which the importer left out four lines."""
    case = make_case(tmp_path_factory.mktemp("told"), "ferry.txt", TOLD)
    assert len(OF_TOLD.keys() - read_kept(case)) == 4
    return case.root


@settings(max_examples=40)
@given(steps=st.lists(EDITS | REVISIONS, min_size=1, max_size=9))
def test_whatever_is_edited_dropped_and_restored_no_word_of_a_person_is_lost_and_every_line_is_accounted_for(
    told: Path, steps: list[tuple[str, int, int, str] | tuple[str, set[int]]]
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(shutil.copytree(told, folder, dirs_exist_ok=True))
        case = Case(root, root / ARTICLE, root / LEDGER)
        for step in steps:
            before, kept = case.body, read_kept(case)
            head = case.text.removesuffix(before)
            if len(step) == 4:
                case.article.write_text(head + edit_body(before, *step), "utf-8")
                continue
            command, asked = step
            assert run(command, "-C", root, ARTICLE, "--lines", ",".join(map(str, sorted(asked)))).code in (0, 1)
            now, after = read_kept(case), case.body
            if command == "drop":
                assert now <= kept
                assert kept - now <= asked
                assert is_without(after, before, (OF_TOLD[number] for number in kept - now))
            else:
                assert now == kept | asked
                gone = {number for number in asked & kept if OF_TOLD[number] not in "\n".join(read_blocks(before))}
                assert is_without(before, after, (OF_TOLD[number] for number in (now - kept) | gone))
                assert all(OF_TOLD[number] in "\n".join(read_blocks(after)) for number in now - kept)
            assert hide_kept(case.text.removesuffix(after)) == hide_kept(head)
            assert {text for number, text in OF_TOLD.items() if number not in now} <= case.rows().keys()


def hide_kept(head: str) -> str:
    return re.sub(r"^  kept: .*\n", "", head, flags=re.MULTILINE)
