"""The wheel, as someone installs it: the command is there, and the default theme is in it."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from archives import read_tree, write_article, write_files

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="the wheel is built without network: hatchling has to be there")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_holds_the_package_and_the_whole_default_theme(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = CHECKOUT / "generator" / "backfile"
    modules = {path.relative_to(package.parent).as_posix() for path in package.rglob("*.py")}
    theme = {f"backfile/templates/{name}" for name in read_tree(CHECKOUT / "templates")}
    assert modules | theme | {"backfile/py.typed"} <= names
    strangers = {name for name in names if not name.startswith("backfile/") and ".dist-info/" not in name}
    assert strangers == set()


def test_an_installed_wheel_makes_an_archive_and_builds_it_with_its_own_theme(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    site_packages = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site_packages)
    # The libraries of the environment that the tests run in; the wheel's own package comes before any checkout.
    (site_packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"

    def backfile(*arguments: str) -> str:
        command = [str(python), "-m", "backfile", *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    where = [str(python), "-c", "import backfile; print(backfile.__file__)"]
    assert str(site_packages) in subprocess.run(where, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    backfile("init", "echo")
    write_files(tmp_path / "echo", {"content/fire.md": write_article("Fire", "1923-03-05")})
    assert "1 article" in backfile("build", "-C", "echo")
    site = read_tree(tmp_path / "echo" / "site")
    assert b"<h1>Fire</h1>" in site["1923/03/05/fire.html"]
    assert site["assets/style.css"] == (CHECKOUT / "templates" / "assets" / "style.css").read_bytes()


def test_the_wheel_installs_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        (points,) = (name for name in packed.namelist() if name.endswith("entry_points.txt"))
        assert packed.read(points).decode() == "[console_scripts]\nbackfile = backfile.__main__:main\n"
