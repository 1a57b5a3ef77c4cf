import lxml.html
import pytest

from backfile.importers.html_captions import Told, index_pictures, read_told, split_line

CAPTION = "Pear trees at Lower Tarre on Thursday."


def read(page: str, linked: dict[str, Told] | None = None) -> Told:
    tree = lxml.html.document_fromstring(f"<html><body><article>{page}</article></body></html>")
    return read_told(next(tree.iter("img")), linked or {})


@pytest.mark.parametrize(
    "told",
    [
        f"<figcaption>{CAPTION} <span class=credit>Jonas Reed/Agency</span></figcaption>",
        f"<figcaption>{CAPTION} <span class=image__copyright>© Jonas Reed/Agency</span></figcaption>",
        f"<figcaption>{CAPTION} <cite>(Image: Jonas Reed/Agency)</cite></figcaption>",
        f"<figcaption>{CAPTION}</figcaption><footer>Jonas Reed/Agency</footer>",
        f"<figcaption>{CAPTION}</figcaption><figcaption itemprop=author>Jonas Reed/Agency</figcaption>",
        f"<figcaption><p>{CAPTION}</p><span>Jonas Reed/Agency</span></figcaption>",
        f"<figcaption>{CAPTION} Photo: Jonas Reed/Agency</figcaption>",
        f"<figcaption>{CAPTION} (Photo: Jonas Reed/Agency)</figcaption>",
        f"<figcaption>{CAPTION} | Bildquelle: Jonas Reed/Agency</figcaption>",
        f"<figcaption>{CAPTION} — © Jonas Reed/Agency</figcaption>",
        f"<figcaption>{CAPTION} (Jonas Reed/Agency)</figcaption>",
        f"<figcaption>{CAPTION} Jonas Reed/Agency</figcaption>",
        f"<figcaption>{CAPTION} Ảnh: <em>Jonas Reed/Agency</em></figcaption>",
    ],
)
def test_caption_and_credit_are_told_apart(told: str) -> None:
    assert read(f"<figure><img src=a.jpg>{told}</figure>") == Told(CAPTION, "Jonas Reed/Agency")


def test_a_picture_needs_no_figure_if_what_stands_beside_it_calls_itself_so() -> None:
    page = (
        f"<div><div><img src=a.jpg></div><p class=photo-caption>{CAPTION}</p><p class=photo-credit>Jonas Reed</p></div>"
    )
    assert read(page) == Told(CAPTION, "Jonas Reed")


@pytest.mark.parametrize(
    "page",
    [
        f"<div><img src=a.jpg><p>{CAPTION}</p></div>",
        "<div><img src=a.jpg><p class=author>By Ann Lee</p></div>",
        "<div><img src=a.jpg><img src=b.jpg><p class=credit>Jonas Reed</p></div>",
        f"<div><img src=a.jpg><p class=caption>{CAPTION * 40}</p></div>",
        "<figure><img src=a.jpg></figure>",
    ],
)
def test_what_stands_beside_a_picture_by_chance_is_not_told_of_it(page: str) -> None:
    assert read(page) == Told()


@pytest.mark.parametrize("caption", [CAPTION, "Pear trees in the flood (see page 4)", "© 2013 The Packet"])
def test_a_caption_without_a_credit_has_none(caption: str) -> None:
    told = read(f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>")
    assert told == Told(caption.strip("© "), "")


def test_a_figure_may_tell_the_credit_alone_but_not_the_owner_of_the_page() -> None:
    assert read("<figure><img src=a.jpg><cite>Jonas Reed</cite></figure>") == Told("", "Jonas Reed")
    owner = f"<figcaption>{CAPTION}</figcaption><small class=copyright>© 2013 The Packet</small>"
    assert read(f"<figure><img src=a.jpg>{owner}</figure>").credit == ""


def test_attributes_alt_and_json_ld_name_credits_too() -> None:
    assert read('<p><img src=a.jpg data-credit="Jonas Reed"></p>').credit == "Jonas Reed"
    assert read('<p><img src=a.jpg data-source="/img/a-150x84.jpg"></p>').credit == ""
    assert read('<p><img src=a.jpg alt="Pear trees. Foto: Jonas Reed"></p>').credit == "Jonas Reed"
    nodes = [
        {"url": "https://packet.example/i/a.jpg?w=3", "copyrightHolder": {"name": "Jonas Reed"}, "caption": "Pears"}
    ]
    assert index_pictures(nodes) == {"a.jpg": Told("Pears", "Jonas Reed")}
    assert read("<p><img src=/small/a.jpg></p>", index_pictures(nodes)).credit == "Jonas Reed"


def test_brackets_that_a_credit_opens_are_closed() -> None:
    told = read(f"<figure><img src=a.jpg><figcaption>{CAPTION} (Photo: Jonas Reed (The Packet))</figcaption></figure>")
    assert told.credit == "Jonas Reed (The Packet)"


def test_a_line_is_split() -> None:
    assert split_line("The last bus on Sunday. Photo: Sid Marl") == Told("The last bus on Sunday.", "Sid Marl")
