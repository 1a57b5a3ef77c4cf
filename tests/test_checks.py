"""`backfile check`: what is wrong is found, and nothing is changed."""

from pathlib import Path

import pytest

from archives import look, make_archive, read_tree, run, write_article, write_capture, write_files

TXT = "originals/2011/02/ferry-returns-to-the-river.txt"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A built archive without problems: an article with a picture, one that was imported."""
    body = "See [the other](2011/02/ferry-returns-to-the-river.md) and ![a map](map.png)."
    files = {
        "content/a.md": write_article("A", "1998", body, aliases=["/old/a/"]),
        "content/map.png": b"\x89PNG",
        "inbox/ferry.txt": write_capture("Ferry returns to the river"),
    }
    root = make_archive(tmp_path / "archive", files)
    make_links_real(root)
    assert run("build", "-C", root).code == 0
    return root


def make_links_real(root: Path) -> None:
    """The plain theme only prints links; these are followed."""
    write_files(
        root,
        {
            "templates/article.html": "<!doctype html>\n{{ body(article) }}\n<a href='{{ link('index.html') }}'>x</a>",
            "templates/redirect.html": '<meta http-equiv="refresh" content="0; url={{ link(target.address) }}">',
        },
    )


def check(root: Path) -> list[str]:
    """What check says of the archive, without hints."""
    before = {folder: look(root / folder) for folder in ("content", "originals", "site", "inbox")}
    ran = run("check", "-C", root)
    assert {folder: look(root / folder) for folder in before} == before
    said = [line for line in ran.err.splitlines() if not line.startswith("    hint: ")]
    assert ran.code == (1 if any(": error: " in line for line in said) else 0)
    return said


def test_an_archive_without_problems_has_none(root: Path) -> None:
    assert check(root) == []
    assert "no problems" in run("check", "-C", root).out


def test_an_archive_that_was_never_built_is_told_so(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "a", {"content/a.md": write_article("A")})
    assert check(root) == ["site: warning: there is no site to check [not-built]"]


def test_front_matter_and_templates_are_checked(root: Path) -> None:
    write_files(root, {"content/b.md": write_article("B", "2011-02-31"), "templates/day.html": "{% if"})
    codes = [line.rpartition(" ")[2] for line in check(root)]
    assert codes == ["[bad-date]", "[template-error]"]


@pytest.mark.parametrize("same_size", [True, False])
def test_an_original_that_changed_is_found_even_if_its_size_did_not(root: Path, same_size: bool) -> None:
    data = (root / TXT).read_bytes()
    (root / TXT).write_bytes(data[::-1] if same_size else data + b"!")
    assert check(root) == [f"{TXT}: error: isn't the file that was imported [original-changed]"]


def test_an_original_that_is_gone_is_found(root: Path) -> None:
    (root / TXT).unlink()
    assert check(root) == [f"{TXT}: error: is missing [original-missing]"]


def test_a_picture_that_is_not_at_hand_is_found(root: Path) -> None:
    images = "images:\n- file: peir.png\n- file: map.png\n- file: https://a.example/b.png\n- credit: Ann Lee\n"
    write_files(root, {"content/c.md": f"---\ntitle: C\n{images}---\n\nText.\n", "content/map.png": b"\x89PNG"})
    assert check(root) == ["content/c.md:4: warning: the picture peir.png isn't there [missing-picture]"]


def test_broken_links_pictures_and_redirects_in_the_site_are_found(root: Path) -> None:
    for gone in ("1998/a.html", "map.png", "2011/02/10/ferry-returns-to-the-river.html"):
        page = root / "site" / gone
        text = read_tree(root / "site")[gone]
        page.unlink()
        (root / "site" / "elsewhere.bin").write_bytes(text)
    said = check(root)
    assert "site/old/a/index.html:1: error: the link ../../1998/a.html leads nowhere [broken-link]" in said


@pytest.mark.parametrize(
    ("html", "broken"),
    [
        ('<a href="#part">', False),
        ('<a href="https://example.org/nowhere">', False),
        ('<a href="//example.org/nowhere">', False),
        ('<a href="mailto:x@example.org">', False),
        ('<a href="1998/a.html?x#y">', False),
        ('<a href="/1998/">', False),
        ('<a href="./">', False),
        ('<a href="1998/%61.html">', False),
        ('<a href="1998/b.html">', True),
        ('<a href="/nowhere/">', True),
        ('<img src="nowhere.png">', True),
        ('<link rel="stylesheet" href="nowhere.css">', True),
        ('<script src="nowhere.js"></script>', True),
        ('<a href="../content/a.md">', True),
    ],
)
def test_links_are_followed_as_a_static_host_would(root: Path, html: str, broken: bool) -> None:
    write_files(root, {"site/extra.html": f"<p>\n{html}"})
    assert [line.partition(": ")[0] for line in check(root)] == (["site/extra.html:2"] if broken else [])
