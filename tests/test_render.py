"""Pages to bytes."""

import hashlib
import json
from pathlib import Path

import pytest

from archives import write_article, write_files
from backfile.model import Page, Problem, Source
from backfile.render import Renderer
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
            "templates/broken.html": "\n{{ nowhere }}",
            "templates/assets/style.css": "body {}",
            "default/assets/print.css": "p {}",
        },
    )
    return tmp_path


def make_renderer(root: Path, **site: bool) -> Renderer:
    return Renderer(root, Theme(root / "templates", root / "default"), {**SITE, **site})


def article_page(root: Path, template: str = "article.html") -> Page:
    links = {"b.md": "2011/b c.html#x", "c.md": ""}
    found = source(root, "content/a.md")
    file = {"path": found.path, "digest": found.digest, "start": (root / found.path).read_text("utf-8").index("A [")}
    article = {"title": "Title", "links": links, "source_file": file}
    context = {"page": {"path": "1998/a.html", "title": "Title & more"}, "article": article}
    return Page("1998/a.html", template, json.dumps(context), found)


def test_an_article_page_has_its_body_with_links_that_work_from_where_it_lies(root: Path) -> None:
    made = make_renderer(root).render(article_page(root))
    assert isinstance(made, bytes)
    text = made.decode()
    assert text.startswith("Title &amp; more\n")
    assert '<a href="../2011/b%20c.html#x">link</a>' in text
    assert "<a" not in text.partition("withheld one")[0].rpartition("a ")[2]


def test_a_feed_has_the_same_body_with_absolute_links(root: Path) -> None:
    made = make_renderer(root).render(article_page(root, "feed.xml"))
    assert isinstance(made, bytes)
    assert 'href="https://example.org/2011/b%20c.html#x"' in made.decode()


def test_a_page_without_template_is_a_copy_of_its_source(root: Path) -> None:
    renderer = make_renderer(root)
    assert renderer.render(Page("map.png", "", "", source(root, "content/map.png"))) == b"\x89PNG\0"
    assert renderer.render(Page("assets/style.css", "", "", source(root, "templates/assets/style.css"))) == b"body {}"
    default = Source("templates/assets/print.css", hashlib.sha256(b"p {}").hexdigest(), 4)
    assert renderer.render(Page("assets/print.css", "", "", default)) == b"p {}"


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
