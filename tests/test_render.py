"""Pages to bytes."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import write_article, write_files
from backfile import render as render_module
from backfile.model import Page, Problem, Source
from backfile.render import Rendered, Renderer
from backfile.settings import Settings, describe_site
from backfile.theme import Theme

SITE = describe_site(Settings(base_url="https://example.org/"))


def source(root: Path, path: str) -> Source:
    data = (root / path).read_bytes()
    return Source(path, hashlib.sha256(data).hexdigest(), len(data))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    body = "A [link](b.md), a [lost one](gone.md), a [withheld one](c.md)."
    write_files(
        tmp_path,
        {
            "content/a.md": write_article("Title", body=body),
            "content/map.png": b"\x89PNG\0",
            "templates/article.html": "{{ page.title }}\n{{ body(article) }}",
            "templates/feed.xml": "{{ body(article, absolute=true) }}",
            "templates/twice.html": "{{ body(article) }}{{ body(article) }}",
            "templates/other.html": "<h1>{{ page.title }}</h1> {{ body(article) }} The end.",
            "templates/both.html": "{{ body(article) }}{{ body(article, absolute=true) }}",
            "templates/upper.html": "{{ body(article) | upper }}",
            "templates/cut.html": "{{ body(article) | truncate(20) }}",
            "templates/indented.html": "<div>\n  {{ body(article) | indent(2) }}</div>",
            "templates/broken.html": "\n{{ nowhere }}",
            "templates/assets/style.css": "body {}",
            "default/assets/print.css": "p {}",
        },
    )
    return tmp_path


def make_renderer(root: Path, **site: bool | str) -> Renderer:
    return Renderer(root, Theme(root / "templates", root / "default"), {**SITE, **site})


def article_page(root: Path, template: str = "article.html", **changed: object) -> Page:
    links = {"b.md": "2011/b c.html#x", "c.md": ""}
    found = source(root, "content/a.md")
    file = {"path": found.path, "digest": found.digest, "start": (root / found.path).read_text("utf-8").index("A [")}
    article = {"title": "Title", "links": links, "source_file": file, **changed}
    context = {"page": {"path": "1998/a.html", "title": "Title & more"}, "article": article}
    return Page("1998/a.html", template, json.dumps(context), found)


def test_an_article_page_has_its_body_with_links_that_work_from_where_it_lies(root: Path) -> None:
    made = make_renderer(root).render(article_page(root))
    assert isinstance(made, Rendered)
    text = made.data.decode()
    assert text.startswith("Title &amp; more\n")
    assert '<a href="../2011/b%20c.html#x">link</a>' in text
    assert "<a" not in text.partition("withheld one")[0].rpartition("a ")[2]


def test_a_feed_has_the_same_body_with_absolute_links(root: Path) -> None:
    made = make_renderer(root).render(article_page(root, "feed.xml"))
    assert isinstance(made, Rendered)
    assert 'href="https://example.org/2011/b%20c.html#x"' in made.data.decode()


def test_a_page_without_template_is_a_copy_of_its_source(root: Path) -> None:
    renderer = make_renderer(root)
    assert renderer.render(Page("map.png", "", "", source(root, "content/map.png"))) == Rendered(b"\x89PNG\0")
    own = source(root, "templates/assets/style.css")
    assert renderer.render(Page("assets/style.css", "", "", own)) == Rendered(b"body {}")
    default = Source("templates/assets/print.css", hashlib.sha256(b"p {}").hexdigest(), 4)
    assert renderer.render(Page("assets/print.css", "", "", default)) == Rendered(b"p {}")


@pytest.mark.parametrize("template", ["article.html", "twice.html", ""])
def test_a_source_that_changed_since_it_was_planned_with_is_a_problem(root: Path, template: str) -> None:
    page = article_page(root, template)
    (root / "content" / "a.md").write_text(write_article("Changed"), "utf-8")
    made = make_renderer(root).render(page)
    assert isinstance(made, Problem)
    assert (made.code, made.path) == ("changed-meanwhile", "content/a.md")
    (root / "content" / "a.md").unlink()
    gone = make_renderer(root).render(page)
    assert isinstance(gone, Problem)
    assert (gone.code, gone.path) == ("unreadable", "content/a.md")
    assert made.hint
    assert gone.hint


def test_a_broken_template_is_a_problem_with_file_and_line(root: Path) -> None:
    made = make_renderer(root).render(article_page(root, "broken.html"))
    assert isinstance(made, Problem)
    assert (made.path, made.line) == ("templates/broken.html", 2)


# A body that was made before is cut out of the page that the site has.


def publish(root: Path, page: Page) -> tuple[str, str]:
    """Put a page into the site: what is then known of it."""
    made = make_renderer(root).render(page)
    assert isinstance(made, Rendered)
    write_files(root, {f"site/{page.path}": made.data})
    return hashlib.sha256(made.data).hexdigest(), made.body


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bodies that were made from Markdown."""
    bodies: list[str] = []
    render_body = render_module.render_body

    def count(body: str, *others: Any) -> str:
        bodies.append(body)
        return render_body(body, *others)

    monkeypatch.setattr(render_module, "render_body", count)
    return bodies


@pytest.mark.parametrize("template", ["article.html", "twice.html", "other.html"])
def test_a_body_that_nothing_changed_is_taken_from_the_page_that_the_site_has(
    root: Path, template: str, read: list[str]
) -> None:
    known = publish(root, article_page(root, template))
    page = article_page(root, "other.html")
    assert len(read) == 1
    again = make_renderer(root).render(page, *known)
    assert len(read) == 1
    assert again == make_renderer(root).render(page)
    assert len(read) == 2


def change_text(root: Path) -> None:
    write_files(root, {"content/a.md": write_article("Title", body="A [link](b.md) more.")})


def edit_site(root: Path) -> None:
    path = root / "site/1998/a.html"
    path.write_bytes(path.read_bytes().replace(b"link</a>", b"mine</a>"))


def remove_from_site(root: Path) -> None:
    (root / "site/1998/a.html").unlink()


@pytest.mark.parametrize("change", [change_text, edit_site, remove_from_site])
def test_a_body_is_read_anew_where_its_file_or_the_published_page_changed(
    root: Path, change: Callable[[Path], None], read: list[str]
) -> None:
    known = publish(root, article_page(root))
    change(root)
    page = article_page(root, "other.html")
    again = make_renderer(root).render(page, *known)
    assert len(read) == 2
    assert again == make_renderer(root).render(page)


@pytest.mark.parametrize(
    ("changed", "site"),
    [
        ({"title": "Another"}, {}),
        ({"links": {"b.md": "2012/b.html", "c.md": ""}}, {}),
        ({"links": {"b.md": "", "c.md": ""}}, {}),
        ({}, {"remote_images": not SITE["remote_images"]}),
    ],
)
def test_a_body_is_read_anew_where_anything_changed_that_decides_it(
    root: Path, changed: dict[str, Any], site: dict[str, Any], read: list[str]
) -> None:
    known = publish(root, article_page(root))
    page = article_page(root, "other.html", **changed)
    again = make_renderer(root, **site).render(page, *known)
    assert len(read) == 2
    assert again == make_renderer(root, **site).render(page)


def test_a_body_is_read_anew_where_it_begins_elsewhere(root: Path, read: list[str]) -> None:
    page = article_page(root)
    known = publish(root, page)
    context = json.loads(page.context)
    context["article"]["source_file"]["start"] += 2
    make_renderer(root).render(replace(page, context=json.dumps(context)), *known)
    assert len(read) == 2


def test_the_address_of_the_site_decides_a_body_only_where_its_links_are_absolute(root: Path, read: list[str]) -> None:
    known = publish(root, article_page(root, "feed.xml"))
    for template, base_url, times in (
        ("feed.xml", SITE["base_url"], 1),
        ("feed.xml", "https://example.com/", 2),
        ("other.html", SITE["base_url"], 3),
    ):
        made = make_renderer(root, base_url=base_url).render(article_page(root, template), *known)
        assert isinstance(made, Rendered)
        assert len(read) == times
    known = publish(root, article_page(root))
    del read[:]
    make_renderer(root, base_url="https://example.com/").render(article_page(root), *known)
    assert not read


def test_other_versions_of_the_program_may_make_other_bodies(
    root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = publish(root, article_page(root))
    monkeypatch.setattr(render_module, "program_digest", lambda: "another")
    make_renderer(root).render(article_page(root), *known)
    assert len(read) == 2


@pytest.mark.parametrize("template", ["both.html", "upper.html", "cut.html", "indented.html"])
def test_a_page_with_several_bodies_or_a_changed_one_keeps_none(root: Path, template: str) -> None:
    write_files(root, {"content/a.md": write_article("Title", body="A [link](b.md).\n\nSecond.")})
    assert publish(root, article_page(root, template))[1] == ""
    assert publish(root, article_page(root))[1] != ""


def test_characters_that_no_page_may_hold_keep_a_body_from_being_found(root: Path) -> None:
    write_files(root, {"content/a.md": write_article("Title", body="A [link](b.md) \x7f.")})
    assert publish(root, article_page(root))[1] == ""


def test_a_body_is_found_where_the_page_begins_as_it_does(root: Path) -> None:
    text = "A [link](b.md), and more than fifty letters before it ends."
    write_files(
        root,
        {
            "content/a.md": write_article("Title", body=text),
            "templates/article.html": "{{ body(article)[:-6] }}{{ body(article)[:-9] }}\n{{ body(article) }}",
        },
    )
    made = make_renderer(root).render(article_page(root))
    assert isinstance(made, Rendered)
    offset, length = map(int, made.body.split(".")[1:])
    assert made.data.index(b"\n<p>") + 1 == offset
    assert offset + length == len(made.data)


_WORDS = st.text("a \n*_[](){}<>&#\x7fé漢0123456789.\"'", max_size=80) | st.sampled_from(
    ["", "# Title", "<b>", "[x](b.md)"]
)


@settings(deadline=None, max_examples=60)
@given(_WORDS, _WORDS, st.sampled_from(["article.html", "twice.html", "other.html", "upper.html"]))
def test_a_page_is_the_same_whether_its_body_is_cut_out_or_read(body: str, around: str, template: str) -> None:
    around = around.replace("{", "")
    with TemporaryDirectory() as folder:
        root = Path(folder)
        templates = {
            "article.html": "{{ body(article) }}",
            "twice.html": f"{around}{{{{ body(article) }}}}{around}{{{{ body(article) }}}}",
            "upper.html": "{{ body(article) | upper }}",
            "other.html": f"{around} {{{{ page.title }}}}{{{{ body(article) }}}}",
        }
        write_files(root, {f"templates/{name}": text for name, text in templates.items()})
        write_files(root, {"content/a.md": write_article("Title", body=f"A [{body}"), "default/x.html": ""})
        known = publish(root, article_page(root, template))
        page = article_page(root, "other.html")
        assert make_renderer(root).render(page, *known) == make_renderer(root).render(page)
