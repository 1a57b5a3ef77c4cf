"""What the preview shows on top of pages: problems with their lines, and what isn't published."""

import re
from html import unescape
from pathlib import Path

import pytest

from archives import write_files
from backfile.model import Problem
from backfile.overlay import put_on_top, show_count, show_problems, show_status


def make_problem(path: str = "content/a.md", line: int | None = 3, message: str = "is wrong") -> Problem:
    return Problem("error", "bad-date", path, line, message, "write it so")


def read(markup: str) -> list[str]:
    """The texts of some HTML, without its styles."""
    bare = re.sub(r"<style[^>]*>.*?</style>", "", markup, flags=re.DOTALL)
    return [unescape(text) for text in re.split(r"<[^>]*>", bare) if text.strip()]


def quoted(markup: str) -> list[str]:
    """The quoted lines, the one that is meant with a mark before it."""
    found = re.findall(r'<span class="(here|near)">(.*?)</span>', markup, re.DOTALL)
    return [("> " if kind == "here" else "  ") + unescape(text) for kind, text in found]


def test_a_problem_is_shown_with_its_place_and_the_lines_around_it(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": "---\ntitle: A\ndate: <31>\n---\n\nText.\n"})
    markup = show_problems([make_problem()], tmp_path)
    said = " ".join("".join(read(markup)).split())
    assert said.startswith("This is the last good site: the archive has a problem.Close")
    assert "content/a.md:3: is wrong [bad-date]" in said
    assert said.endswith("hint: write it so")
    assert quoted(markup) == ["  1  ---", "  2  title: A", "> 3  date: <31>", "  4  ---", "  5  "]


@pytest.mark.parametrize(("line", "lines"), [(1, "> 1  1|  2  2|  3  3"), (12, "  10  10|  11  11|> 12  12")])
def test_at_the_ends_of_a_file_there_are_fewer_lines(tmp_path: Path, line: int, lines: str) -> None:
    write_files(tmp_path, {"content/a.md": "\r\n".join(map(str, range(1, 13)))})
    assert "|".join(quoted(show_problems([make_problem(line=line)], tmp_path))) == lines.replace("|> ", "|> ")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("content/a.md", None),
        ("content/a.md", 99),
        ("content/none.md", 1),
        ("content", 1),
        ("../secret", 1),
        ("content/out.md", 1),
        ("content/a\0b", 1),
        (f"content/{'x' * 5000}", 1),
        ("content/\udcff.md", 1),
    ],
)
def test_where_a_line_can_not_be_shown_there_is_none(tmp_path: Path, path: str, line: int | None) -> None:
    root = tmp_path / "archive"
    write_files(root, {"content/a.md": "a"})
    write_files(tmp_path, {"secret": "secret"})
    (root / "content/out.md").symlink_to(tmp_path / "secret")
    markup = show_problems([make_problem(path, line)], root)
    assert quoted(markup) == []
    assert "secret<" not in markup
    markup.encode()


def test_a_long_line_is_cut_and_bytes_that_are_no_text_are_shown_as_such(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/a.md": b"x" * 9_999 + b"\n\xff\n"})
    first, second = quoted(show_problems([make_problem(line=1)], tmp_path))
    assert first == f"> 1  {'x' * 160}…"
    assert second == "  2  �"


def test_nothing_that_a_file_says_or_is_called_becomes_markup(tmp_path: Path) -> None:
    hostile = "\"></template><script>alert(1)</script><!--'&"
    name = hostile.replace("/", "")
    write_files(tmp_path, {f"content/{name}": hostile})
    problem = Problem("error", hostile, f"content/{name}", 1, hostile, hostile)
    for markup in (show_problems([problem], tmp_path), show_status(hostile, hostile)):
        assert "<script" not in markup
        assert "<!--" not in markup
        assert markup.count("</template>") == 1


def test_of_very_many_problems_the_first_are_shown(tmp_path: Path) -> None:
    markup = show_problems([make_problem(message=f"number {number}.") for number in range(1_025)], tmp_path)
    assert "number 19." in markup
    assert "number 20." not in markup
    assert "… and 1,005 more, which the terminal names." in markup


def test_nothing_is_shown_where_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert show_problems([], tmp_path) == ""
    assert show_count(0) == ""


def test_it_is_said_how_many_articles_are_not_published_and_which_this_one_is() -> None:
    assert read(show_count(1)) == ["1 article is not published"]
    assert read(show_count(1234)) == ["1,234 articles are not published"]
    assert "".join(read(show_status("withheld", "content/a.md"))) == "Withheld, not published: content/a.md"
    assert 'href="/_drafts/"' in show_count(2)


@pytest.mark.parametrize(
    ("policy", "admits"),
    [
        (
            "default-src 'none'; style-src 'self'",
            "default-src 'none'; style-src 'self' 'nonce-backfile'; script-src 'self'; connect-src 'self' ws:",
        ),
        (
            "default-src 'self'",
            "default-src 'self'; style-src 'self' 'nonce-backfile'; script-src 'self'; connect-src 'self' ws:",
        ),
        ("upgrade-insecure-requests; img-src *;", "upgrade-insecure-requests; img-src *"),
    ],
)
def test_a_page_s_policy_holds_on_but_for_what_stands_on_top(policy: str, admits: str) -> None:
    page = '<head><meta http-equiv="Content-Security-Policy" content="{}"></head><body>Text</body>'
    once = put_on_top(page.format(policy).encode(), "<b>!</b>")
    assert once.decode() == page.format(admits).replace("Text", "Text<b>!</b>")
    assert put_on_top(once, "") == once


def test_what_stands_on_top_carries_what_its_policy_admits(tmp_path: Path) -> None:
    assert '<style nonce="backfile">' in show_problems([make_problem()], tmp_path)
