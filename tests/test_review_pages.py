"""The pages of a review: nothing live, everything told, and one way from each page to the next."""

import re
import shlex
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from archives import make_archive, read_tree, run, write_article, write_capture, write_files

ARTICLE, ORIGINAL = "content/2011/02/ferry-returns-to-the-river.md", "originals/2011/02/ferry-returns-to-the-river.txt"
FERRY = write_capture("Ferry returns to the river").partition("\n\n")[2]
HOSTILE = """\
<!DOCTYPE html>
<html lang="en"><head><title>Mill fire</title><meta property="article:published_time" content="2003-05-06">
<script>alert("head")</script><link rel="stylesheet" href="https://a.example/x.css"></head>
<body onload="alert(1)"><nav>&lt;script&gt;alert("nav")&lt;/script&gt; Home</nav><article><h1>Mill &lt;b&gt;fire</h1>
<p>A fire at the old mill was put out within an hour on Tuesday morning, and <a href="javascript:alert(2)">nobody</a>
was hurt, the brigade said. &lt;img src=x onerror=alert(3)&gt;</p><iframe src="https://a.example/"></iframe>
<p>The mill has stood empty since the spring, when the last of its workers moved to the new plant by the railway.
<img src="https://a.example/pixel.gif" alt="A pixel"></p>
<p>The owners said that they would rebuild the roof before the winter, and that the wheel had come to no harm.</p>
<form action="https://a.example/"><input name="q"></form></article></body></html>
"""
TOLD = """\
  origins:
    title: line 3, 0.92
    date: line 5, 0.75
    authors: line 3, 0.35
  doubts:
  - two dates
  - <b>odd</b>
"""


def doubt(root: Path, told: str = TOLD) -> None:
    """What importers say of themselves, written into every article that was imported."""
    for path in (root / "content").rglob("*.md"):
        text = re.sub(r"  (origins|doubts):\n(  (  |- ).*\n)+", "", path.read_text("utf-8"))
        path.write_text(re.sub(r"(provenance:\n(  .*\n)+)", lambda match: match[1] + told, text), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "inbox/ferry.txt": FERRY,
        "inbox/mill.html": HOSTILE,
        "content/own.md": write_article("Own"),
    }
    root = make_archive(tmp_path / "archive", files, 'language = "en"\n')
    assert run("import", "-C", root, root / "inbox").code == 0
    doubt(root)
    return root


def write(root: Path, *options: object) -> dict[str, str]:
    ran = run("review", "-C", root, "--page", *options)
    assert ran.code == 0, ran.err
    return {path: data.decode() for path, data in read_tree(root / ".backfile/review").items()}


def find_page(pages: dict[str, str], words: str) -> str:
    [found] = [text for name, text in pages.items() if name != "index.html" and words in text]
    return found


def read_rows(page: str) -> list[tuple[str, str]]:
    """The state and the words of each row of the comparison."""
    _, *parts = re.split(r'<div class="row ([\w-]+)">', page)
    return [(state, read_words(text)) for state, text in zip(parts[::2], parts[1::2], strict=True)]


def read_words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_an_index_leads_to_a_page_for_each_article_and_each_page_to_the_next(root: Path) -> None:
    pages = write(root)
    assert sorted(pages) == ["0001.html", "0002.html", "index.html"]
    assert re.findall(r'<a href="(\d+\.html)"', pages["index.html"]) == ["0001.html", "0002.html"]
    assert "2 articles to review" in pages["index.html"]
    assert "two dates <b>2</b>" in pages["index.html"]
    assert re.findall(r'href="([^"#]*)"', pages["0001.html"]) == ["index.html", "0002.html"]
    assert re.findall(r'href="([^"#]*)"', pages["0002.html"]) == ["index.html", "0001.html"]


def test_the_command_says_where_the_pages_are_and_that_there_can_be_some(root: Path) -> None:
    assert f"side by side: {root / '.backfile/review/index.html'}\n" in run("review", "-C", root, "--page").out
    assert "each beside its original: backfile review --page\n" in run("review", "-C", root).out


def test_pages_of_an_earlier_review_are_gone(root: Path) -> None:
    write(root)
    assert run("review", "-C", root, "--done", ARTICLE).code == 0
    pages = write(root)
    assert sorted(pages) == ["0001.html", "index.html"]
    assert "1 article to review" in pages["index.html"]
    doubt(root, "  reviewed: true\n")
    assert "There is nothing to look at" in write(root)["index.html"]


def test_of_more_articles_the_worst_are_written_and_the_index_says_so(root: Path) -> None:
    pages = write(root, "--limit", 1)
    assert sorted(pages) == ["0001.html", "index.html"]
    assert "backfile review --page --limit 2" in pages["index.html"]


def test_every_line_stands_beside_what_became_of_it(root: Path) -> None:
    rows = read_rows(find_page(write(root), "Ferry returns"))
    [(state, appeal)] = [row for row in rows if "donation" in row[1]]
    assert state == "left-out"
    assert re.fullmatch(
        r"\d+ \w+ Please support our work with a donation today\. \S.* left out; to put back: (backfile .*)", appeal
    )
    assert [state for state, words in rows if "Ferry returns to the river" in words] == ["field"]
    body = [words for state, words in rows if state == "held"]
    assert len(body) == 3
    assert body[0].count("for three hours on Wednesday evening") == 2
    text = (root / ORIGINAL).read_text("utf-8")
    shown = " ".join(words for _, words in rows)
    assert all(" ".join(line.split()) in shown for line in text.split("\n"))


def test_what_a_person_changed_shows(root: Path) -> None:
    path = root / ARTICLE
    text = path.read_text("utf-8").replace("title: Ferry returns to the river", "title: The ferry is back")
    path.write_text(text.replace("Nobody could remember a longer meeting", "Added by hand.\n\nA line"), "utf-8")
    page = find_page(write(root), "The ferry is back")
    assert "read from the original: Ferry returns to the river" in page
    assert {"written", "not-found"} <= {state for state, _ in read_rows(page)}


def test_fields_have_their_places_and_confidences_and_what_is_doubtful_is_marked(root: Path) -> None:
    page = find_page(write(root), "Ferry returns")
    rows = re.findall(r"<tr( class=\"doubted\")?>\s*<th scope=\"row\">(\w+)</th>(.*?)</tr>", page, re.DOTALL)
    fields = {field: (bool(marked), read_words(cells)) for marked, field, cells in rows}
    assert fields["title"] == (False, "Ferry returns to the river line 3 0.92")
    assert fields["date"] == (True, "2011-02-10 line 5 0.75")
    assert fields["authors"] == (True, "Nora Bell line 3 0.35")
    assert fields["body"][0] is False
    assert 'href="#line-5"' in page
    assert 'id="line-5"' in page


def test_nothing_of_an_original_or_an_article_is_live(root: Path) -> None:
    live = '[a link](https://a.example/) ![a picture](https://a.example/b.png) <img src="b.png"> <b onclick="x">b</b>'
    (root / ARTICLE).write_text((root / ARTICLE).read_text("utf-8") + f"\n{live}\n", "utf-8")
    for page in write(root).values():
        tags = _Tags()
        tags.feed(page)
        names = {tag for tag, _ in tags.found}
        assert not names & {"script", "iframe", "form", "input", "link", "object", "svg", "base"}
        for tag, attributes in tags.found:
            assert not any(name.startswith("on") or name in {"src", "style"} for name in attributes), tag
            target = attributes.get("href") or ""
            assert not target or re.fullmatch(r"(index|\d+)\.html|#line-\d+", target), target
        assert "default-src 'none'" in page


def test_hostile_text_is_shown_as_text(root: Path) -> None:
    page = find_page(write(root), "brigade")
    assert "&lt;img src=x onerror=alert(3)&gt;" in page
    assert "&lt;b&gt;odd&lt;/b&gt;" in page
    assert "Mill &lt;b&gt;fire" in page


def test_a_path_with_spaces_can_be_copied_to_a_shell(root: Path) -> None:
    (root / ARTICLE).rename(root / "content/the ferry's.md")
    page = find_page(write(root), "Ferry returns")
    assert "backfile review --done 'content/the ferry'\"'\"'s.md'" in unescape(page)


def test_the_commands_of_a_page_do_what_they_say(root: Path) -> None:
    def state_of(words: str) -> str:
        return next(state for state, row in read_rows(find_page(write(root), "Ferry returns")) if words in row)

    found = re.findall(r"<code>backfile ((\w+) .*?)</code>", find_page(write(root), "Ferry returns"))
    commands = {verb: shlex.split(unescape(command)) for command, verb in found}
    assert run(*commands["restore"], "-C", root).code == 0
    assert state_of("donation") == "held"
    assert run(*commands["drop"], "-C", root).code == 0
    assert state_of("three hours") == "left-out"
    assert run(*commands["review"], "-C", root).code == 0
    assert "1 article to review" in write(root)["index.html"]


def test_the_line_to_take_out_is_an_example_and_never_the_whole_article(root: Path) -> None:
    entries = "".join(f"- {100 + number} boats came to the fair in the year {1900 + number}.\n" for number in range(9))
    write_files(root / "inbox", {"boats.md": f"---\ntitle: Boats\n---\n\n{entries}"})
    assert run("import", "-C", root, root / "inbox").code == 0
    doubt(root)
    assert re.findall(r"backfile drop \S+ --lines ([\d.-]+)", find_page(write(root), "Boats")) == ["5"]


def test_a_lost_original_and_another_numbering_are_told(root: Path) -> None:
    note = "What the archive remembers isn't of these lines"
    ledger = root / f"{ORIGINAL}.ledger.tsv"
    ledger.write_text(ledger.read_text("utf-8").replace("donation", "gift"), "utf-8")
    page = find_page(write(root), "Ferry returns")
    assert note in page
    assert "backfile restore" not in page
    assert "backfile drop" not in page
    (root / ORIGINAL).unlink()
    page = find_page(write(root), "Ferry returns")
    assert "can&#39;t be read" in page
    assert note not in page


def test_a_long_run_of_short_lines_is_folded_and_a_sentence_never(root: Path) -> None:
    menu = "".join(f"Menu {number}\n" for number in range(30))
    write_files(root / "inbox", {"menu.txt": f"{menu}\n{FERRY.replace('Ferry returns', 'Mill')}"})
    assert run("import", "-C", root, root / "inbox").code == 0
    doubt(root)
    page = find_page(write(root), "Mill to the river")
    [summary] = re.findall(r"<summary>(.*?)</summary>", page)
    assert re.match(r"\d+ lines: \d+ \w+", summary)
    assert "donation" not in page[page.index("<details>") : page.index("</details>")]


def test_the_same_articles_make_the_same_pages_for_every_number_of_workers(root: Path) -> None:
    assert write(root, "-j", 1) == write(root, "-j", 2)


def test_a_template_of_the_archive_s_own_goes_first_and_a_broken_one_is_a_broken_set_up(root: Path) -> None:
    write_files(root, {"templates/review/index.html": "Mine: {{ total }}"})
    assert write(root)["index.html"] == "Mine: 2"
    write_files(root, {"templates/review/index.html": "{{ nothing }}"})
    ran = run("review", "-C", root, "--page")
    assert ran.code == 2
    assert "templates/review/index.html: 'nothing' is undefined" in ran.err
