import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from backfile.dates import format_date
from backfile.importers import html
from backfile.model import KEPT, Attachment, Capture, Draft, Image, Problem

FIXTURES = Path(__file__).parent / "fixtures" / "importers" / "html"
PAGE = (FIXTURES / "news-page.html").read_bytes()
PARAGRAPH = (
    "<p>The ferry to Skarn was stopped two miles from land on Sunday night when a fire broke out in her engine room."
    " All passengers were taken off by the lifeboat, the coastguard said.</p>"
)


def read(data: bytes | str, folder: Path = Path("/nowhere")) -> Draft | Problem:
    return html.read(Capture("page.html", data if isinstance(data, bytes) else data.encode(), folder))


def read_draft(data: bytes | str, folder: Path = Path("/nowhere")) -> Draft:
    draft = read(data, folder)
    assert isinstance(draft, Draft)
    return draft


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}{PARAGRAPH * 3}</article></body></html>"


def test_the_body_becomes_clean_markdown() -> None:
    assert read_draft(PAGE).body == (FIXTURES / "news-page.md").read_text("utf-8")


def test_the_fields_come_from_what_the_page_says_of_itself() -> None:
    article = read_draft(PAGE).article
    assert replace(article, images=(), suggested_tags=(), date=None, updated=None) == replace(
        article,
        path="", slug="", id="", title="Orchards under water as the Tarre rises",
        authors=("Miriam Quill", "Tobias Okafor"), source="The Tarre Valley Courier",
        section="Valley", tags=("floods", "orchards"), language="en",
        summary="The river broke its banks at three places.", url="https://courier.example/2013/11/orchards",
        images=(), suggested_tags=(), date=None, updated=None,
    )  # fmt: skip


def test_a_date_keeps_its_day_time_and_offset() -> None:
    article = read_draft(PAGE).article
    assert article.date and article.updated
    assert format_date(article.date) == "2013-11-14T23:40:00-05:00"
    assert format_date(article.updated) == "2013-11-15T08:00:00-05:00"


def test_an_image_has_its_caption_credit_and_absolute_address() -> None:
    assert read_draft(PAGE).article.images == (
        Image(
            "https://courier.example/img/flood.jpg",
            "Pear trees in brown water",
            "Pear trees at Lower Tarre on Thursday.",
            "Jonas Reed",
        ),
    )


def test_nothing_that_runs_reaches_the_draft() -> None:
    draft = read_draft(PAGE)
    said = draft.body + repr(draft.article)
    assert not re.search(r"never|javascript:|<script|<iframe|onclick|ads\.example", said)


def test_every_visible_block_is_accounted_for_at_its_line() -> None:
    draft = read_draft(PAGE)
    kinds = {line.text: line.kind for line in draft.lines}
    source = PAGE.decode().split("\n")
    assert kinds["Orchards under water as the Tarre rises"] == "headline"
    assert kinds["By Miriam Quill"] == "byline"
    assert kinds["What was lost"] == "body"
    assert kinds["Pear trees at Lower Tarre on Thursday. Photo: Jonas Reed"] == "caption"
    assert not {kinds["Home"], kinds["Most read"], kinds["Harvest fair draws record crowd"]} & KEPT
    assert all(bool(line.why) == (line.kind not in KEPT) for line in draft.lines)
    for line in draft.lines:
        assert line.text.split()[0] in " ".join(source[line.number - 1 : line.number + 2])


def test_pictures_at_hand_are_attached_under_names_of_their_own(tmp_path: Path) -> None:
    for name in ("Page_files/photo.jpg", "Page_files/more/photo.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    figure = (
        '<figure><img src="{}" alt="The ferry"><figcaption>The ferry at Skarn (Orla Tennant/AFP)</figcaption></figure>'
    )
    body = figure.format("Page_files/photo.jpg") + PARAGRAPH + '<p><img src="./Page_files/more/photo.jpg"></p>'
    draft = read_draft(page(body), tmp_path)
    assert draft.article.images == (
        Image("photo.jpg", "The ferry", "The ferry at Skarn", "Orla Tennant/AFP"),
        Image("photo-2.jpg"),
    )
    assert draft.attachments == (
        Attachment(str(tmp_path / "Page_files/photo.jpg"), "photo.jpg"),
        Attachment(str(tmp_path / "Page_files/more/photo.jpg"), "photo-2.jpg"),
    )


def test_a_picture_is_no_line_and_its_caption_with_credit_is_one_of_the_article(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    figure = '<figure><img src="a.jpg"><figcaption>The ferry at Skarn Photo: Orla Tennant</figcaption></figure>'
    draft = read_draft(page(figure + PARAGRAPH + '<p><img src="a.jpg"></p>'), tmp_path)
    assert all(line.text for line in draft.lines)
    assert {line.kind for line in draft.lines if "Tennant" in line.text} == {"caption"}


def test_a_picture_outside_the_folder_is_not_at_hand(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (tmp_path / "inbox" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    pictures = "".join(
        f'<figure><img src="{src}"><figcaption>A caption of some words</figcaption></figure>{PARAGRAPH}'
        for src in (
            "../secret.jpg",
            "link.jpg",
            f"file://{tmp_path}/secret.jpg",
            "data:image/png;base64,AA",
            "%2e%2e/secret.jpg",
        )
    )
    draft = read_draft(page(pictures), tmp_path / "inbox")
    assert (draft.attachments, draft.article.images) == ((), ())


@pytest.mark.parametrize(
    ("comment", "url", "captured"),
    [
        ("<!-- saved from url=(0030)https://courier.example/a.html -->", "https://courier.example/a.html", ""),
        (
            "<!-- Page saved with SingleFile \n url: https://courier.example/b \n"
            " saved date: Thu Feb 10 2011 01:02:03 GMT+0100 (Central European Standard Time)\n-->",
            "https://courier.example/b",
            "2011-02-10T01:02:03+01:00",
        ),
        (
            "<!-- Saved from https://courier.example/c at 2024-01-05T10:00:00Z using monolith v2.8.1 -->",
            "https://courier.example/c",
            "2024-01-05T10:00:00+00:00",
        ),
    ],
)
def test_the_tool_that_saved_a_page_tells_address_and_time(comment: str, url: str, captured: str) -> None:
    content = page("<h1>Ferry to Skarn stopped</h1>").replace("<html>", f"{comment}\n<html>")
    draft = read_draft(content + '<p><a href="d">x</a></p>')
    assert draft.article.url == url
    assert (format_date(draft.captured) if draft.captured else "") == captured


def test_a_page_is_decoded_as_it_declares() -> None:
    content = page("<h1>Мост через Тарью закрыт</h1>", '<meta charset="windows-1251">')
    draft = read_draft(content.encode("cp1251"))
    assert (draft.article.title, draft.encoding) == ("Мост через Тарью закрыт", "cp1251")


def test_a_visible_byline_counts_where_the_page_says_nothing_else() -> None:
    draft = read_draft(page('<h1>Ferry to Skarn stopped</h1><p class="byline">By Orla Tennant, chief reporter</p>'))
    assert draft.article.authors == ("Orla Tennant",)


def test_an_agency_is_no_author() -> None:
    article = read_draft(page("<h1>Ferry to Skarn stopped</h1>", '<meta name="author" content="Reuters">')).article
    assert (article.authors, article.agency) == ((), "Reuters")


@pytest.mark.parametrize(
    "content", ["", "<html></html>", "<!DOCTYPE html><html><body><script>x</script></body></html>"]
)
def test_a_page_without_text_is_a_problem(content: str) -> None:
    problem = read(content)
    assert isinstance(problem, Problem)
    assert (problem.code, bool(problem.hint)) == ("no-article", True)


@pytest.mark.parametrize(
    "content",
    [
        "<html><body>" + "<div>" * 5000 + PARAGRAPH * 3,
        page('<script type="application/ld+json">' + "[" * 50_000 + "</script>"),
        page('<base href="http://[bad"><a href="http://[bad">x</a><img src="http://[bad">'),
        page("&#xD800; &#0; \ufffe"),
        page("<ul><li>" * 300),
    ],
)
def test_a_hostile_page_does_no_harm(content: str) -> None:
    assert isinstance(read(content), Draft | Problem)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", refuse)
    assert read_draft(PAGE).body
