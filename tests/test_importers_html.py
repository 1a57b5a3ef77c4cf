import json
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from backfile.dates import format_date
from backfile.importers import html
from backfile.importers.doubts import LEFT_OUT
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


def test_a_space_in_an_address_is_kept_as_browsers_keep_it(tmp_path: Path) -> None:
    folder = tmp_path / "Mill fire, again_files"
    folder.mkdir()
    (folder / "burnt mill.png").write_bytes(b"x")
    body = f"""<p>The mill <img src="
        ./Mill fire, again_files/burnt mill.png "> burnt.</p>{PARAGRAPH}
        <p>See <a href="/the mi\nll.html">the mill</a> and <a href=" plans/mill 2.html">the plans</a> and
        <a href="https://mill trust.example/">the trust</a>.</p>"""
    draft = read_draft(page(body, '<link rel="canonical" href="https://packet.example/2003/mill fire.html">'), tmp_path)
    assert [image.file for image in draft.article.images] == ["burnt mill.png"]
    assert [attachment.name for attachment in draft.attachments] == ["burnt mill.png"]
    assert draft.article.url == "https://packet.example/2003/mill%20fire.html"
    assert "[the mill](https://packet.example/the%20mill.html)" in draft.body
    assert "[the plans](https://packet.example/2003/plans/mill%202.html)" in draft.body
    assert "the trust." in draft.body


def test_a_picture_that_was_saved_and_is_gone_gets_no_address_on_the_web() -> None:
    body = '<figure><img src="./Mill fire_files/mill.png"><figcaption>The mill. Photo: Ann Lee</figcaption></figure>'
    body += f'{PARAGRAPH}<p><img src="./Mill fire_files/plain.png"> <img src="plans/mill.png" width=300></p>'
    draft = read_draft(page(body, '<link rel="canonical" href="https://packet.example/2003/">'))
    assert draft.article.images == (
        Image("", "", "The mill.", "Ann Lee"),
        Image("https://packet.example/2003/plans/mill.png"),
    )


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


def test_an_agency_is_the_author_only_where_no_person_is_named() -> None:
    headline, agency = "<h1>Ferry to Skarn stopped</h1>", '<meta name="author" content="Reuters">'
    article = read_draft(page(headline, agency)).article
    assert (article.authors, article.agency) == (("Reuters",), "Reuters")
    article = read_draft(page(headline + "<p>By Orla Tennant</p>", agency)).article
    assert (article.authors, article.agency) == (("Orla Tennant",), "Reuters")


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


def test_a_list_of_headlines_is_no_article() -> None:
    entries = "".join(f"<li><a href={i}>Ferry {i} to St. Skarn stopped by a fire</a></li>" for i in range(3))
    listed = f"<html><title>Ports</title><body><nav><a href=a>Home</a></nav><ul>{entries}</ul></body></html>"
    problem = read(listed)
    assert isinstance(problem, Problem)
    assert problem.code == "no-article"
    assert isinstance(read(listed.replace("</ul>", "</ul><p>The tides were to blame.</p>")), Draft)
    assert isinstance(read(re.sub(r"</?a\b[^>]*>", "", listed)), Draft)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", refuse)
    assert read_draft(PAGE).body


OLD = (
    "<h1>Bus strike ends after nine days of walking</h1>{}"
    '<img src="bus.png"><p>The last bus on Sunday. Photo: Sid Marl</p>'
)


def plain_page(body: str, title: str = "Bus strike ends") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}{PARAGRAPH * 3}</body></html>"


@pytest.mark.parametrize(
    "content",
    [
        page('<h1>Bus strike ends</h1><img src="bus.png">'),
        page("<h1>Bus strike ends</h1>").replace("</article>", '<img src="bus.png"></article>'),
        plain_page('<h1>Bus strike ends</h1><img src="bus.png">'),
        plain_page('<b>Bus strike ends</b><br><img src="bus.png"><br>'),
    ],
)
def test_a_picture_of_the_article_needs_no_figure(content: str, tmp_path: Path) -> None:
    (tmp_path / "bus.png").write_bytes(b"x")
    draft = read_draft(content, tmp_path)
    assert draft.article.images == (Image("bus.png"),)
    assert draft.attachments == (Attachment(str(tmp_path / "bus.png"), "bus.png"),)


@pytest.mark.parametrize(
    "strange",
    [
        '</article><img src="bus.png">',
        '</article><article><h2>Harvest fair draws record crowd</h2><img src="bus.png">',
        f'<p><a href="bus.png"><img src="gone.png"></a></p>{PARAGRAPH}',
        f'<a href="fair.html"><img src="bus.png"></a>{PARAGRAPH}',
    ],
)
def test_a_picture_that_the_article_does_not_show_is_no_attachment(strange: str, tmp_path: Path) -> None:
    (tmp_path / "bus.png").write_bytes(b"x")
    draft = read_draft(page("<h1>Bus strike ends</h1>").replace("</article>", f"{strange}</article>"), tmp_path)
    assert (draft.article.images, draft.attachments) == ((), ())


@pytest.mark.parametrize("named", ["caption", "photo-caption", "legende"])
def test_the_line_below_a_picture_that_calls_itself_caption_is_its_caption(named: str) -> None:
    line = f'<p class="{named}">The roof of the depot, seen from the church. Photo: Mira Holt</p>'
    draft = read_draft(page(PARAGRAPH + '<img src="https://courier.example/roof.jpg">' + line + PARAGRAPH * 2))
    told = Image("https://courier.example/roof.jpg", "", "The roof of the depot, seen from the church.", "Mira Holt")
    assert (draft.article.images, "roof" in draft.body) == ((told,), False)


def test_a_picture_that_the_text_links_to_is_attached(tmp_path: Path) -> None:
    (tmp_path / "a bus.png").write_bytes(b"x")
    draft = read_draft(
        page('<p>The last bus stands <a href="a%20bus.png">in this picture</a> of Sunday.</p>'), tmp_path
    )
    assert "](a%20bus.png)" in draft.body
    assert [picture.name for picture in draft.attachments] == ["a bus.png"]


@pytest.mark.parametrize(
    "lines",
    [
        "<p>By Tom Reed</p><p>12 May 2012</p>",
        "<p>12 May 2012</p><p>Tom Reed</p><p>May 12, 2012</p>",
        "By Tom Reed<br>12 May 2012<br>",
        "<p>By <b>Tom Reed</b><br>12 May 2012</p>",
        "<p>Bus strike ends after nine days of walking</p><p>By Tom Reed, 12 May 2012</p>",
    ],
)
@pytest.mark.parametrize("at_hand", [True, False])
def test_byline_date_and_caption_above_the_text_are_fields(lines: str, at_hand: bool, tmp_path: Path) -> None:
    if at_hand:
        (tmp_path / "bus.png").write_bytes(b"x")
    draft = read_draft(plain_page(OLD.format(lines)), tmp_path)
    assert draft.body.startswith("The ferry to Skarn was stopped")
    assert draft.article.authors == ("Tom Reed",)
    assert draft.article.date and format_date(draft.article.date) == "2012-05-12"
    image = Image("bus.png" if at_hand else "", "", "The last bus on Sunday.", "Sid Marl")
    assert draft.article.images == (image,)
    assert {line.kind for line in draft.lines if "Reed" in line.text} <= {"byline", "date"}
    assert {line.kind for line in draft.lines if "Marl" in line.text} == {"caption"}


def test_a_standfirst_above_the_byline_is_the_subtitle() -> None:
    head = '<meta name="description" content="The drivers voted by a single hand.">'
    lines = "<h1>Bus strike ends</h1><p>The drivers voted by a single hand.</p><p>By Tom Reed</p>"
    draft = read_draft(plain_page(lines).replace("<head>", "<head>" + head))
    assert (draft.article.subtitle, draft.article.authors) == ("The drivers voted by a single hand.", ("Tom Reed",))
    assert draft.body.startswith("The ferry to Skarn was stopped")


@pytest.mark.parametrize(
    "line", ["By Tom Reed's count the drivers walked ninety miles before they gave up.", "By Ann Lee spoke the drivers"]
)
def test_a_first_line_that_is_more_or_contradicts_the_page_stays(line: str) -> None:
    head = '<meta name="author" content="Tom Reed"><meta name="date" content="2012-05-12">'
    draft = read_draft(plain_page(f"<h1>Bus strike ends</h1><p>{line}</p>").replace("<head>", "<head>" + head))
    assert draft.body.startswith(line)
    assert draft.article.authors == ("Tom Reed",)


@pytest.mark.parametrize("title", ["Bus strike ends", "Bus strike ends - The Dunmere Packet", "Nine days of walking"])
def test_a_printed_headline_beats_a_shorter_title(title: str) -> None:
    content = plain_page(OLD.format("") + "<p>© 2004 The Dunmere Packet</p>", title)
    assert read_draft(content).article.title == "Bus strike ends after nine days of walking"


@pytest.mark.parametrize(
    ("title", "before", "after", "source"),
    [
        ("Bus strike ends - Dunmere Packet", "<p>The Dunmere Packet</p>", "", "Dunmere Packet"),
        ("Bus strike ends | The Packet", '<img src="l.gif" alt="The Packet, est. 1871">', "", "The Packet"),
        ("Bus strike ends - The Packet", "", "<p>Copyright The Packet 2004</p>", "The Packet"),
        ("Bus strike ends", "", "<p>© 2004 The Dunmere Packet. All rights reserved.</p>", "The Dunmere Packet"),
        ("Bus strike ends", "", "<p>(c) 1999-2004 by The Herald of Skarn</p>", "The Herald of Skarn"),
        ("Bus strike ends - Drivers walk home", "", "", ""),
        ("Bus strike ends", "", "<p>© 2004 Packet Newspapers Ltd</p>", ""),
        ("Bus strike ends", "", "<p>© 2004 all rights reserved by us</p>", ""),
    ],
)
def test_the_publication_is_named_in_title_masthead_or_copyright(
    title: str, before: str, after: str, source: str
) -> None:
    content = f"{before}<h1>Bus strike ends after nine days</h1>{PARAGRAPH * 3}<hr>{after}"
    article = read_draft(f"<html><head><title>{title}</title></head><body>{content}</body></html>").article
    assert (article.source, article.title) == (source, "Bus strike ends after nine days")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("<p>© 2004 The Skarn Mirror</p>", "2004~"), ("<p>1 January 2004</p><p>© 2004 The Mirror</p>", "2004-01-01")],
)
def test_of_a_page_that_prints_but_a_year_no_day_is_made_up(printed: str, expected: str) -> None:
    text = f"<title>Ferry fire</title></head><body><h1>Ferry fire</h1>{PARAGRAPH * 3}{printed}</body></html>"
    date = read_draft(f"<html><head>{text}").article.date
    assert date is not None
    assert format_date(date) == expected


def test_text_that_a_page_only_carries_for_machines_is_read_from_there() -> None:
    text = "The ferry was stopped two miles from land. " * 6
    linked = (
        f'{{"@type": "NewsArticle", "headline": "Ferry fire", "articleBody": "<p>{text}</p><p>*Nobody* was hurt.</p>"}}'
    )
    content = f'<script type="application/ld+json">{linked}</script></head><body><p>Please wait.</p><p>Loading</p>'
    draft = read_draft(f"<!DOCTYPE html><html><head>{content}</body></html>")
    assert draft.body == f"{text.strip()}\n\n\\*Nobody\\* was hurt.\n"
    assert [origin.place for origin in draft.origins if origin.field == "body"] == ["json-ld"]
    assert {line.kind for line in draft.lines if line.text == "Please wait."} & KEPT == set()


def test_text_that_a_page_only_carries_in_a_script_is_read_from_there() -> None:
    markup = json.dumps(PARAGRAPH * 4 + "<script>alert(1)</script>").replace("<", "\\u003c")
    page = "<!DOCTYPE html><html><head><title>Ferry to Skarn stopped</title></head><body>{}"
    page += f"<script>state = {{{{'html': {markup}}}}}</script></body></html>"
    draft = read_draft(page.format("<p>Please wait.</p>"))
    assert draft.body.count("The ferry to Skarn") == 4 and "alert" not in draft.body
    assert [origin.place for origin in draft.origins if origin.field == "body"] == ["script"]
    assert {line.kind for line in draft.lines if line.text == "Please wait."} & KEPT == set()
    notice = page.replace("Ferry to Skarn stopped", "Harvest fair draws record crowd").format("<p>Please wait.</p>")
    assert "ferry" not in str(read(notice))
    shown = read_draft(page.format(f"<h1>Ferry to Skarn stopped</h1>{PARAGRAPH * 3}"))
    assert [origin.place for origin in shown.origins if origin.field == "body"] == ["page structure"]


def test_a_page_that_nests_deeper_than_parsers_like_is_read() -> None:
    draft = read_draft("<!DOCTYPE html><html><body>" + "<div>" * 400 + f"<h1>Ferry fire</h1>{PARAGRAPH * 4}")
    assert draft.body.count("The ferry to Skarn") == 4


@pytest.mark.parametrize("before", ["", PARAGRAPH * 4])
def test_a_page_whose_rest_no_parser_reads_is_refused_and_not_cut_off(before: str) -> None:
    page = f"<!DOCTYPE html><html><body><h1>Ferry fire</h1>{before}" + "<div>" * 3000 + PARAGRAPH * 4
    found = read(page)
    assert isinstance(found, Problem)
    assert (found.code, bool(found.hint)) == ("too-deep", True)


def test_head_and_foot_of_an_old_page_are_no_text() -> None:
    text = PARAGRAPH.replace("</p>", "") * 3
    draft = read_draft(
        f"""<HTML><TITLE>The Skarn Packet Online: Ferry on fire at Skarn</TITLE><TABLE><TR><TD>
        <A HREF=i.htm>Front page</A><BR><A HREF=s.htm>Ships</A></TD><TD>
        <FONT SIZE=5><B>Ferry on fire at Skarn</B></FONT><BR><I>by Ann Lee</I><BR>3 May 1999{text}
        <HR>[ <A HREF=i.htm>Back</A> ] [ <A HREF=m.htm>Mail us</A> ]<BR>
        Copyright &copy; 1999 The Skarn Packet. You are visitor number 003107.</TD></TR></TABLE>"""
    )
    assert draft.article.title == "Ferry on fire at Skarn"
    assert (draft.body.count("ferry"), draft.body.count("\n\n")) == (3, 2)
    assert [line.kind for line in draft.lines][2:] == [
        "headline", "byline", "date", "body", "body", "body", "navigation", "copyright",
    ]  # fmt: skip


def test_a_page_of_which_much_was_left_out_is_doubted() -> None:
    told = "<li><a href=/{}>Member {} of the rowing club thought that the ferry ought to have been stopped"
    links = "".join(told.format(n, n) + ", and wrote so to the harbour board.</a></li>" for n in range(40))
    assert LEFT_OUT not in read_draft(page("")).doubts
    assert LEFT_OUT in read_draft(page("").replace("</article>", f"</article><ul class=related>{links}</ul>")).doubts


def test_the_body_has_an_origin_and_what_was_left_out_a_score() -> None:
    draft = read_draft(PAGE)
    (origin,) = [origin for origin in draft.origins if origin.field == "body"]
    assert (origin.place, origin.confidence > 0.5) == ("page structure", True)
    whys = {line.text: line.why for line in draft.lines}
    assert re.fullmatch(r"-\d+\.\d: link density 1\.0", whys["Sport"])
