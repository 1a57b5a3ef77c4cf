import time
from pathlib import Path

import pytest

from backfile.dates import format_date
from backfile.importers import markdown
from backfile.markdown import render_body
from backfile.model import Attachment, Capture, Draft, Image, Problem

JEKYLL = """\
---
title: "Ferry to Skarn stopped"
date: 2014-03-03 18:20:00 +0000
categories: [News]
tags: [ferries, Skarn]
author: Orla Tennant
layout: post
---

The ferry was *stopped* two miles from land.
"""
HUGO = """\
+++
title = 'Ferry to Skarn stopped'
date = 2014-03-03
slug = 'ferry-stopped'
+++
The ferry was stopped.
"""
PELICAN = """\
Title: Ferry to Skarn stopped
Date: 2014-03-03
Slug: ferry-stopped

The ferry was stopped.
"""
CLIPPER = """\
---
title: "Ferry to Skarn stopped"
source: "https://courier.example/ferry"
author:
  - "[[Orla Tennant]]"
published: 2014-03-03
---
The ferry was stopped. ![[harbour.png|300]]
"""


def read(content: str | bytes, folder: Path = Path("/nowhere"), name: str = "2014-03-03-ferry.md") -> Draft | Problem:
    return markdown.read(Capture(name, content if isinstance(content, bytes) else content.encode(), folder))


def read_draft(content: str | bytes, folder: Path = Path("/nowhere")) -> Draft:
    draft = read(content, folder)
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize("content", [JEKYLL, HUGO, PELICAN, CLIPPER], ids=["jekyll", "hugo", "pelican", "clipper"])
def test_an_article_of_another_generator_is_read(content: str) -> None:
    article = read_draft(content).article
    assert article.title == "Ferry to Skarn stopped"
    assert article.date and format_date(article.date).startswith("2014-03-03")
    assert (article.path, article.provenance) == ("", None)


def test_the_body_stays_as_it_is() -> None:
    assert read_draft(JEKYLL).body.strip() == "The ferry was *stopped* two miles from land."


def test_slug_and_id_are_kept_only_where_the_file_gives_them() -> None:
    assert [read_draft(content).article.slug for content in (JEKYLL, HUGO, PELICAN)] == [
        "",
        "ferry-stopped",
        "ferry-stopped",
    ]
    assert [read_draft(content).article.id for content in (JEKYLL, "---\nid: x7\ntitle: A\n---\nB")] == ["", "x7"]


def test_every_line_is_kept() -> None:
    draft = read_draft(JEKYLL)
    numbered = [(number, line) for number, line in enumerate(JEKYLL.split("\n"), 1) if line.strip()]
    assert [(line.number, line.text) for line in draft.lines] == numbered
    assert [line.kind for line in draft.lines] == [
        "headline", "headline", "date", "section", "tags", "byline", "headline", "headline", "body",
    ]  # fmt: skip


def test_pictures_at_hand_keep_their_names(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    for name in ("harbour.png", "img/a b.jpg", "cover.jpg", "img/raw.png"):
        (tmp_path / name).write_bytes(b"x")
    body = 'Text ![A](harbour.png) ![](<img/a b.jpg>) ![x](img/a%20b.jpg "t") ![](gone.png) <img src="img/raw.png">'
    draft = read_draft(f"---\ntitle: A\nimages:\n- cover.jpg\n---\n{body}\n", tmp_path)
    assert draft.attachments == tuple(
        Attachment(str(tmp_path / name), name) for name in ("cover.jpg", "harbour.png", "img/a b.jpg", "img/raw.png")
    )
    assert draft.body.strip() == body


@pytest.mark.parametrize("shown", ["![The four](my%20four.png)", '<img src="./my four.png">', "![](<my four.png>)"])
def test_a_picture_that_the_text_shows_is_not_shown_again_above_it(shown: str, tmp_path: Path) -> None:
    (tmp_path / "my four.png").write_bytes(b"x")
    draft = read_draft(f"---\ntitle: A\nimage: my four.png\n---\nAskham won.\n\n{shown}\n", tmp_path)
    assert (draft.article.images, draft.attachments[0].name) == ((), "my four.png")


@pytest.mark.parametrize(
    "hidden", ["`![](four.png)`", "<!-- ![](four.png) -->", "```\n![](four.png)\n```", "![](five.png)"]
)
def test_a_picture_that_the_text_only_writes_of_is_shown_above_it(hidden: str) -> None:
    assert read_draft(f"---\ntitle: A\nimage: four.png\n---\nHow to:\n\n{hidden}\n").article.images == (
        Image("four.png"),
    )


@pytest.mark.parametrize("words", ["caption: The four", "credit: Ann Lee", "alt: Four rowers"])
def test_a_picture_with_words_of_its_own_keeps_them(words: str) -> None:
    head = f"title: A\nimages:\n- file: four.png\n  {words}"
    assert len(read_draft(f"---\n{head}\n---\nAskham won.\n\n![](four.png)\n").article.images) == 1


def test_a_file_of_another_encoding_is_read() -> None:
    draft = read_draft("---\ntitle: Müßiggang\n---\nIm Café, über Flüsse.\n".encode("cp1252"))
    assert (draft.article.title, draft.body.strip(), draft.encoding) == ("Müßiggang", "Im Café, über Flüsse.", "cp1252")


def test_a_fault_of_the_front_matter_names_file_and_line() -> None:
    problem = read("---\ntitle: A\ndate: 31 March-ish\n---\nB\n")
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line, problem.code) == ("2014-03-03-ferry.md", 3, "bad-date")


def test_a_head_without_a_body_is_a_problem() -> None:
    problem = read("---\ntitle: A\n---\n")
    assert isinstance(problem, Problem) and problem.code == "no-article"


def test_what_only_obsidian_reads_becomes_common_markdown(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    for name in ("bell.png", "img/old bell.png"):
        (tmp_path / name).write_bytes(b"x")
    body = (
        "The ![[bell.png|300]] ![[img/old bell.png|The old bell]] of [[Dunmere]] and [[people/ann|Ann Lee]] was"
        " ==cast== in [[Skarn#History]], see ![[Other note]] and [[1]](https://courier.example/?a==b==).\n"
    )
    draft = read_draft(f"---\ntitle: A\n---\n{body}", tmp_path)
    assert draft.body == (
        "The ![](<bell.png>) ![The old bell](<img/old bell.png>) of Dunmere and Ann Lee was cast in"
        " Skarn > History, see Other note and [[1]](https://courier.example/?a==b==).\n"
    )
    assert [picture.name for picture in draft.attachments] == ["bell.png", "img/old bell.png"]


@pytest.mark.parametrize(
    "code",
    [
        "`[[x]]` and ``==y== ` ![[z.png]]``",
        "```\n[[x]]\n==y==\n```",
        "~~~\n[[x]]",
        "Text:\n\n    [[x]]\n\n    ==y==",
        r"\[[x]]",
    ],
)
def test_code_in_a_note_stays_as_it_is(code: str) -> None:
    assert (
        read_draft(f'---\ntitle: A\nauthor: "[[Ann Lee]]"\n---\n[[B]] rang.\n\n{code}\n').body == f"B rang.\n\n{code}\n"
    )


def test_what_is_indented_in_a_list_is_no_code() -> None:
    assert read_draft("---\ntitle: A\n---\n- ![[a.png]]\n\n    [[B]] rang.\n").body == "- ![](<a.png>)\n\n    B rang.\n"


@pytest.mark.parametrize("head", ["layout: post", "source: The Dunmere Packet", "tags: [clippings]"])
def test_the_body_of_another_file_stays_byte_for_byte(head: str) -> None:
    body = "The [[bell]] of ==Dunmere== and `![[bell.png]]`.\n"
    assert read_draft(f"---\ntitle: A\n{head}\n---\n{body}").body == body


CLIPPING = "---\ntitle: A\nsource: https://courier.example/bell\ntags: [clippings, bells]\n---\nThe [[bell]].\n"


def test_the_tag_that_a_clipper_gives_to_all_is_no_tag() -> None:
    assert read_draft(CLIPPING).article.tags == ("bells",)


def test_what_obsidian_hides_stays_in_the_file_and_off_the_page() -> None:
    head = '---\ntitle: Bells\nsource: "https://courier.example/bells"\ncreated: 2011-02-10\n---\n'
    body = read_draft(f"{head}The bell rang. %%secret%% Twice.\n\n%%\nPRIVATE -- ask Tom\n%%\n\n`%%code%%`").body
    assert "secret" in body and "PRIVATE" in body
    page = render_body(body)
    assert "secret" not in page and "PRIVATE" not in page
    assert "The bell rang." in page and "Twice." in page and "%%code%%" in page


@pytest.mark.parametrize("mark", ["<", "[[", "[[a|", "![", "![](<", "](", "<img ", "%% <!-- "])
def test_beginnings_without_an_end_take_the_time_that_their_size_takes(mark: str) -> None:
    text = "---\ntitle: Marks\n---\n\n" + mark * (60_000 // len(mark))
    start = time.process_time()
    markdown.read(Capture("marks.md", text.encode(), Path("nowhere")))
    assert time.process_time() - start < 1
