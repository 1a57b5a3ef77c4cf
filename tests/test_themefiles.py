"""The files of a theme: an archive's own go first, and a digest tells every change of one."""

from pathlib import Path

import pytest

from archives import write_files
from backfile import themefiles
from backfile.errors import ThemeError
from backfile.themefiles import ThemeFiles, find_default_theme


@pytest.fixture
def theme(tmp_path: Path) -> ThemeFiles:
    """A default theme of one page, and an empty folder for overrides."""
    write_files(tmp_path / "default", {"base.html": "<main></main>"})
    (tmp_path / "own").mkdir()
    return ThemeFiles(tmp_path / "own", tmp_path / "default")


def override(theme: ThemeFiles, name: str, text: str | bytes) -> ThemeFiles:
    """The theme as another build would find it."""
    own, default = theme.folders
    write_files(own, {name: text})
    return ThemeFiles(own, default)


def test_the_theme_s_digest_tells_every_change_of_a_template(theme: ThemeFiles) -> None:
    before = ThemeFiles(*theme.folders).digest_all()
    assert ThemeFiles(*theme.folders).digest_all() == before
    assert override(theme, "far.html", "new").digest_all() != before


def test_assets_come_in_path_order_from_both_folders_own_ones_first(theme: ThemeFiles) -> None:
    write_files(theme.folders[1], {"assets/style.css": "default"})
    write_files(theme.folders[1], {"assets/icons/a.svg": "default"})
    write_files(theme.folders[0], {"assets/style.css": "own"})
    write_files(theme.folders[0], {"assets/z.css": "own"})
    write_files(theme.folders[0], {"assets/.hidden": "own"})
    found = list(theme.assets())
    names = ["assets/icons/a.svg", "assets/style.css", "assets/z.css"]
    assert [asset.path for asset in found] == [f"templates/{name}" for name in names]
    assert [asset.size for asset in found] == [7, 3, 3]
    style = theme.find_asset("templates/assets/style.css")
    assert style is not None
    assert style.read_text() == "own"


def test_assets_are_no_templates(theme: ThemeFiles) -> None:
    assert override(theme, "assets/page.html", "{% if %}").own_templates() == []
    assert override(theme, "page.html", "{% if %}").own_templates() == ["page.html"]


@pytest.mark.parametrize("path", ["templates/base.html", "content/a.png", "templates/assets/none.css"])
def test_other_files_are_no_assets(theme: ThemeFiles, path: str) -> None:
    assert theme.find_asset(path) is None


def test_a_package_without_its_theme_is_a_broken_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themefiles, "__file__", str(tmp_path / "a" / "b" / "themefiles.py"))
    with pytest.raises(ThemeError):
        find_default_theme()
    write_files(tmp_path / "a" / "b" / "templates", {"base.html": "as in a wheel"})
    assert find_default_theme() == tmp_path / "a" / "b" / "templates"
