"""Pages that are made ahead of a build: they are what the build then makes of them."""

from pathlib import Path

import pytest

from archives import make_archive, read_tree, run, write_article, write_files
from backfile.ahead import render_ahead
from backfile.archive import Archive
from backfile.catalog import Catalog
from backfile.manifest import Manifest
from backfile.settings import read_settings
from backfile.urls import MANIFEST

SETTINGS = 'base_url = "https://a.example/"\npage_size = 2\n'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    terms = {"tags": ["Ferry"], "place": "Skarn"}
    files = {f"content/{n}.md": write_article(f"Title {n}", f"201{n % 3}-0{n}", **terms) for n in range(1, 8)}
    files["content/none.md"] = write_article("Undated", "", aliases=["/old/none.htm"], tags=["Pier"])
    root = make_archive(tmp_path_factory.mktemp("ahead") / "archive", files, SETTINGS)
    assert run("build", "-C", root).code == 0
    return root


def ahead(root: Path, *addresses: str) -> dict[str, bytes | None]:
    archive = Archive(root)
    settings = read_settings(archive.settings)
    with (
        Catalog(archive.state / "catalog.sqlite") as catalog,
        Manifest(archive.state / "manifest.sqlite", archive.site / MANIFEST) as manifest,
    ):
        return {address: render_ahead(archive, settings, catalog, manifest, address) for address in addresses}


def test_every_page_is_as_the_next_build_makes_it(root: Path) -> None:
    for path in (root / "templates").glob("*.html"):
        path.write_text(f"{path.read_text('utf-8')}and more of {{{{ site.title }}}}", "utf-8")
    write_files(root, {"backfile.toml": f'title = "Another"\n{SETTINGS}'})
    pages = [path for path in read_tree(root / "site") if path.endswith((".html", ".htm"))]
    pages.remove("search/index.html")  # it shows the index, which the build brings up to date
    assert len(pages) > 25
    made = ahead(root, *pages)
    assert run("build", "-C", root).code == 0
    assert made == {path: data for path, data in read_tree(root / "site").items() if path in made}
    assert all(b"more of Another" in data for data in made.values() if data)


def test_there_is_no_page_where_none_was_and_where_it_can_not_be_made(root: Path) -> None:
    assert ahead(root, "2011/nowhere.html", "index.htm", "../backfile.toml") == dict.fromkeys(
        ["2011/nowhere.html", "index.htm", "../backfile.toml"]
    )
    write_files(root, {"templates/article.html": "{{ nowhere }}"})
    assert ahead(root, "2011/01/1.html") == {"2011/01/1.html": None}
