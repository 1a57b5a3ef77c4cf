from pathlib import Path

from backfile.model import Image, Provenance, Source
from backfile.pages import files
from pages_material import COPY, CSS, ICON, make_article, make_material

IMAGES = (Image("map.png"),)
FILES = ["content/map.png", "content/unused.png", "content/secret.png", "originals/a.html"]


def test_files_that_articles_show_and_the_assets_are_copied(tmp_path: Path) -> None:
    written = [
        make_article(
            "a", images=IMAGES, provenance=Provenance("originals/a.html", sha256="digest of originals/a.html")
        ),
        make_article("b", images=(Image("secret.png"),), status="withheld"),
    ]
    pages = list(files.plan(make_material(tmp_path, written, FILES)))
    assert [(page.path, page.template, page.source) for page in pages] == [
        ("map.png", "", Source("content/map.png", "digest of content/map.png", 2)),
        ("assets/icon.svg", "", ICON),
        ("assets/style.css", "", CSS),
        ("assets/copy.js", "", COPY),
    ]


def test_originals_of_published_articles_are_copied_if_the_settings_say_so(tmp_path: Path) -> None:
    written = [
        make_article("a", provenance=Provenance("originals/a.html", sha256="digest of originals/a.html")),
        make_article("b", provenance=Provenance("originals/b.txt", sha256="digest of originals/b.txt"), status="draft"),
    ]
    material = make_material(tmp_path, written, ["originals/a.html", "originals/b.txt"], publish_originals=True)
    assert [page.path for page in files.plan(material)] == [
        "originals/a.html.txt",
        "assets/icon.svg",
        "assets/style.css",
        "assets/copy.js",
    ]
