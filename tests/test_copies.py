"""An article's Markdown as readers get it: nothing private, and links that lead somewhere."""

from pathlib import Path
from typing import Any

import pytest

from archives import make_archive, run, write_article, write_files
from backfile.copies import format_head, place_links
from backfile.dates import parse_date
from backfile.entries import Record, describe
from backfile.model import Correction, Image, Origin, Provenance, Source
from backfile.pages.articles import describe_images
from backfile.schema import parse_article
from pages_material import make_article


def test_the_head_holds_what_readers_may_know() -> None:
    kept = Provenance("originals/a.txt", origins=(Origin("title", "line 1", 0.5),), doubts=("two dates",))
    article = make_article(
        "a",
        "1998-02",
        authors=("Nora Bell",),
        tags=("Sea",),
        suggested_tags=("Secret",),
        aliases=("/secret",),
        images=(Image("map.png", "A map", "", "Ida"),),
        updated=parse_date("1999"),
        extra={"note": "secret"},
        provenance=kept,
        text_family="secret",
        corrections=(Correction("The map was of 1997.", parse_date("1999-05")), Correction("Undated.")),
    )
    facts: dict[str, Any] = describe(Record(Source("content/a.md", "d", 1), article, "", 1, ()))
    facts["images"] = describe_images(facts["images"], {"map.png": "1998/02/map.png"})
    head = format_head(facts, lambda address: f"../{address}")
    assert "ecret" not in head and "doubts" not in head and "originals" not in head
    parsed = parse_article(head, "content/1998/02/a.md")
    assert parsed.article is not None and not parsed.problems
    again = parsed.article
    assert (again.title, again.slug, again.date, again.updated) == ("A", "a", parse_date("1998-02"), parse_date("1999"))
    assert again.images == (Image("../1998/02/map.png", "A map", "", "Ida"),)
    assert again.corrections == article.corrections
    assert (again.authors, again.tags) == (("Nora Bell",), ("Sea",))


LINKS = {"b.md": "1998/b.html", "b.md#end": "1998/b.html#end", "hidden.md": "", "a picture.png": "1998/a picture.png"}


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ("See [b](b.md).", "See [b](@1998/b.html)."),
        ('See [b](b.md "Title") and [b](b.md#end).', 'See [b](@1998/b.html "Title") and [b](@1998/b.html#end).'),
        ("[b]: b.md", "[b]: @1998/b.html"),
        ("![p](<a picture.png>)", "![p](<@1998/a picture.png>)"),
        ('<img src="b.md">', '<img src="@1998/b.html">'),
        ("[h](hidden.md)", "[h]()"),
        ("[x](https://example.org/b.md) and b.md", "[x](https://example.org/b.md) and b.md"),
        ("[x](b.mdx)", "[x](b.mdx)"),
    ],
)
def test_links_lead_where_the_site_has_what_they_mean(written: str, placed: str) -> None:
    assert place_links(written, LINKS, lambda address: f"@{address}") == placed
    assert place_links(written, {}, str) == written


def test_each_article_is_published_as_markdown_beside_its_page_where_that_is_wanted(tmp_path: Path) -> None:
    files = {
        "content/1998/02/a.md": write_article(
            "A", "1998-02-10", "See [b](b.md), [hidden](hidden.md) & ![m](m.png)", tags=["Sea"], suggested_tags=["No"]
        ),
        "content/1998/02/b.md": write_article("B", "1998-02"),
        "content/1998/02/hidden.md": write_article("Hidden", "1998-02", status="withheld"),
        "content/1998/02/m.png": b"m",
    }
    root = make_archive(tmp_path / "archive", files, "publish_markdown = true\n")
    assert run("build", "--quiet", "-C", root).code == 0
    assert (root / "site/1998/02/10/a.md").read_text("utf-8") == (
        "---\ntitle: A\ndate: 1998-02-10\ntags:\n- Sea\nslug: a\nid: 1998/02/a\n---\n\n"
        "See [b](../../../1998/02/b.html), [hidden]() & ![m](../../../1998/02/m.png)\n"
    )
    assert [path.name for path in (root / "site").rglob("hidden*")] == ["hidden.html"]
    write_files(root, {"backfile.toml": 'title = "Test"\n'})
    run("build", "--quiet", "-C", root)
    assert not list((root / "site").rglob("*.md"))
