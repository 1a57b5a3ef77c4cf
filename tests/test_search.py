"""The search of whole sites: its index has every word of every published article, and no other."""

import random
import shutil
from pathlib import Path

import pytest

from archives import make_archive, read_tree, run, write_article, write_files
from backfile import blocks
from backfile.tokenizer import Terms
from search_reader import Search

ENGLISH = Terms("en")
STATES = ["published"] * 5 + ["withheld", "draft"]
DATES = ["", "1998", "1998-02", "1998-02-10", "1999-03-01", "2011-02-10", "2011"]
SETTINGS = ["", "", 'language = "de"\n', "search = false\n", "page_size = 3\n", "home_size = 2\n"]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of two to four articles, so that a small archive has many."""
    monkeypatch.setattr(blocks, "LEAST", 2)
    monkeypatch.setattr(blocks, "CHANCE", 3)
    monkeypatch.setattr(blocks, "PLACES", 4)


def write_rare(chance: random.Random, name: str) -> tuple[str, set[str], bool]:
    """An article of words that no other has, and of some that several have; its words, and whether it is published."""
    words = [f"q{name}x{number}q" for number in range(chance.randrange(1, 6))]
    words += [f"shared{chance.randrange(9)}q" for _ in range(3)]
    told = {"tags": [f"tag{name}q"], "authors": [f"by{name}q"], "summary": f"sum{name}q"}
    status = chance.choice(STATES)
    text = write_article(f"T{name}q", chance.choice(DATES), " ".join(words), slug=name, status=status, **told)
    every = {*words, f"t{name}q", f"tag{name}q", f"by{name}q", f"sum{name}q"}
    return text, every, status == "published"


def build(root: Path, jobs: int = 1) -> None:
    ran = run("build", "-C", root, "--jobs", jobs)
    assert ran.code == 0, ran.said


def words_by_title(site: Path) -> dict[str, set[str]]:
    found = Search(site).terms_by_title()
    return {title: {term for term in terms if ":" not in term and "=" not in term} for title, terms in found.items()}


def edit(chance: random.Random, root: Path, known: dict[str, tuple[set[str], bool]]) -> None:
    name = chance.choice(sorted(known)) if known and chance.random() < 0.6 else f"{chance.randrange(1000)}"
    if name in known and chance.random() < 0.3:
        del known[name]
        (root / f"content/{name}.md").unlink()
        return
    text, words, is_published = write_rare(chance, name)
    known[name] = words, is_published
    write_files(root, {f"content/{name}.md": text})


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_edits_the_index_has_the_words_of_the_published_articles_and_no_other(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    root, known = make_archive(tmp_path / "archive", {}), dict[str, tuple[set[str], bool]]()
    for _ in range(50):
        edit(chance, root, known)
    for step in range(10):
        settings = chance.choice(SETTINGS)
        write_files(root, {"backfile.toml": f'title = "Test"\n{settings}'})
        for _ in range(chance.randrange(1, 4)):
            edit(chance, root, known)
        if chance.random() < 0.2:
            shutil.rmtree(root / ".backfile/search", ignore_errors=True)
        build(root)
        clean = tmp_path / f"clean-{step}"
        shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".backfile"))
        build(clean)
        assert read_tree(root / "site") == read_tree(clean / "site"), f"step {step}"
        if "search" in settings:
            assert not (root / "site/search").exists()
            continue
        if "language" not in settings:
            terms = {f"T{name}q": set(map(ENGLISH.find, words)) for name, (words, shown) in known.items() if shown}
            assert words_by_title(root / "site") == terms
        assert len(Search(root / "site").blocks) > 2
        data = b"\n".join(read_tree(root / "site/search").values())
        for words, is_published in known.values():
            own = [word for word in words if not word.startswith("shared")]
            assert all((word.encode() in data) == is_published for word in own)


@pytest.mark.usefixtures("small_blocks")
def test_any_number_of_jobs_makes_the_same_index(tmp_path: Path) -> None:
    chance = random.Random(3)
    articles = {f"content/{n}.md": write_rare(chance, f"{n}")[0] for n in range(40)}
    trees = []
    for jobs in (1, 2, 4):
        root = make_archive(tmp_path / f"{jobs}", articles)
        build(root, jobs)
        trees.append(read_tree(root / "site"))
    assert trees[0] == trees[1] == trees[2]
    assert len(trees[0]) > 60


@pytest.mark.usefixtures("small_blocks")
def test_an_edit_makes_only_the_files_that_have_its_words(tmp_path: Path) -> None:
    chance = random.Random(4)
    root = make_archive(tmp_path, {f"content/{n}.md": write_rare(chance, f"{n}")[0] for n in range(40)})
    write_files(root, {"content/x.md": write_article("X", "2011-02-10", "One two.")})
    build(root)
    before = read_tree(root / "site/search")
    write_files(root, {"content/x.md": write_article("X", "2011-02-10", "One two. Zebra")})
    build(root)
    after = read_tree(root / "site/search")
    changed = [path.partition("/")[0] for path in after if before[path] != after[path]]
    assert sorted(changed) == ["index.html", "shown", "terms", "words"]


def test_a_block_that_was_damaged_is_made_again(tmp_path: Path) -> None:
    root = make_archive(tmp_path, {"content/a.md": write_article("A", "2011"), "content/b.md": write_article("B")})
    build(root)
    before = read_tree(root / "site")
    for path in (root / ".backfile/search").iterdir():
        path.write_bytes(b"")
    shutil.rmtree(root / "site")
    build(root)
    assert read_tree(root / "site") == before


def test_an_archive_with_nothing_published_can_be_searched_in_vain(tmp_path: Path) -> None:
    root = make_archive(tmp_path, {"content/a.md": write_article("A", "2011", status="draft")})
    build(root)
    found = Search(root / "site")
    assert (found.terms, found.words, found.articles, found.blocks) == ({}, {}, {}, [])


def test_without_the_folder_of_blocks_a_build_makes_the_same(tmp_path: Path) -> None:
    root = make_archive(tmp_path, {"content/a.md": write_article("A", "2011"), "content/b.md": write_article("B")})
    build(root)
    before = read_tree(root / "site")
    shutil.rmtree(root / ".backfile/search")
    build(root)
    write_files(root, {"content/b.md": write_article("B", body="Some more words.")})
    build(root)
    write_files(root, {"content/b.md": write_article("B")})
    build(root)
    assert read_tree(root / "site") == before
