"""The generators that are measured: Backfile, and peers that build a like site from the same articles.

In: a folder to work in, and the number of articles. Out: `Generator` values: how each builds, what it makes, and which
article is edited. The peers' sites and the articles come from `../shared/peers`, which is no part of Backfile; a peer
that isn't there, or isn't installed (`make .venv-peers/installed`), is left out, and it is said why.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import write_articles

ROOT = Path(__file__).resolve().parent.parent
_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
PEERS = ROOT.parent / "shared" / "peers"
_SETTINGS = 'title = "Archive"\nbase_url = "https://archive.example.com/"\n'


@dataclass(frozen=True, slots=True)
class Generator:
    """One that is measured: `folder` is where it works, `made` what a build makes there, `state` what it remembers."""

    name: str
    folder: Path
    command: tuple[str, ...]
    made: tuple[str, ...]
    site: str

    def forget(self) -> None:
        """As on a fresh clone: nothing built, nothing remembered."""
        for name in self.made:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def find_article(self) -> Path:
        """An article in the middle of the archive."""
        articles = sorted(path for path in self.folder.glob("content/**/*.md") if not path.name.startswith("_"))
        return articles[len(articles) // 2]


def find_generators(folder: Path, articles: int, jobs: int) -> Iterator[Generator | str]:
    """Backfile and each peer at hand, with their articles written; of one that isn't, why."""
    yield _set_up_backfile(folder / "backfile", articles, jobs)
    for name, set_up in (("Hugo", _set_up_hugo), ("Pelican", _set_up_pelican)):
        if not PEERS.is_dir():
            yield f"{name} is left out: there is no {PEERS.parent.name}/{PEERS.name} beside the project"
        elif (fault := _find_fault(name)) is not None:
            yield f"{name} is left out: {fault}"
        else:
            yield set_up(folder / name.lower(), articles)


def _set_up_backfile(folder: Path, articles: int, jobs: int) -> Generator:
    folder.mkdir(parents=True)
    (folder / "backfile.toml").write_text(_SETTINGS, "utf-8")
    if PEERS.is_dir():
        _write_corpus(folder / "content", articles, "month")
    else:
        write_articles(folder, articles)
    command = (sys.executable, "-m", "backfile", "build", "--quiet", "--jobs", str(jobs))
    return Generator(
        f"Backfile, {jobs} jobs" if jobs > 1 else "Backfile, 1 job", folder, command, ("site", ".backfile"), "site"
    )


def _set_up_hugo(folder: Path, articles: int) -> Generator:
    shutil.copytree(PEERS / "hugo", folder)
    _write_corpus(folder / "content", articles, "day", "--style", "hugo")
    return Generator("Hugo", folder, (str(_find_hugo()), "--quiet", "-d", "public"), ("public", "resources"), "public")


def _set_up_pelican(folder: Path, articles: int) -> Generator:
    shutil.copytree(PEERS / "pelican", folder)
    _write_corpus(folder / "content", articles, "month", "--naive-dates")  # it moves dates into one zone
    command = (str(_PYTHON), "-m", "pelican", "-q", "content", "-s", "pelicanconf.py", "-o", "output")
    return Generator("Pelican", folder, command, ("output", "cache"), "output")


def _write_corpus(folder: Path, articles: int, layout: str, *options: str) -> None:
    maker = [sys.executable, str(PEERS / "make_corpus.py"), "--n", str(articles), "--out", str(folder)]
    subprocess.run([*maker, "--layout", layout, *options], check=True, stdout=subprocess.DEVNULL)


def _find_fault(name: str) -> str | None:
    if not _PYTHON.exists():
        return "it isn't installed; `make .venv-peers/installed` installs it"
    if name == "Hugo":
        return None if _find_hugo().is_file() else "its package brings no binary for this machine"
    ran = subprocess.run([_PYTHON, "-c", "import pelican, markdown"], check=False, capture_output=True)
    return ran.stderr.decode(errors="replace").strip().rpartition("\n")[2] if ran.returncode else None


def _find_hugo() -> Path:
    """The binary itself: the package's own command is a Python program that starts it."""
    found = sorted((_PYTHON.parent.parent / "lib").glob("python3*/site-packages/hugo/binaries/hugo*"))
    return found[0] if found else _PYTHON.with_name("no-hugo")
