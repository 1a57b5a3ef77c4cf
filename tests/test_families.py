"""What an import meets again: files that changed are reported, and one text in several papers makes a family."""

import json
from pathlib import Path

import pytest

from archives import Ran, make_archive, read_tree, run, write_article, write_files

WIRE = """\
A bridge over the Orlan came down in the night of Tuesday, an hour after the last train had crossed, and none were hurt.

The railway said that ice had broken two of its piers, which were built of timber in the year of the great flood.

"We heard a sound as of a gun, and then the lamps on the far side were gone," said Tilda Roke, who keeps the toll house.

Trains will stop on either bank until the spring. Passengers are to be taken across by the ferry, which sails each hour.

An engineer has been sent for from the capital. He is expected on Friday, and will say whether the other piers can stay.
"""
OTHER = """\
The harvest festival of Grenmoor drew more visitors than ever, and the prize for the largest marrow went to a schoolboy.

Judges needed a cart to weigh it, and the scales of the corn exchange, which go to two hundred pounds, were not enough.

"I talked to it every morning," said the winner, who would not tell what he had said, and ate three pies in the evening.
"""
HALF = "\n\n".join(WIRE.split("\n\n")[:3])


def page(paper: str, title: str, text: str, date: str = "10 February 2011") -> str:
    return f"{paper}\n\n{title}\n\nBy Nora Bell\n\n{date}\n\n{text}\n"


def saved(title: str, text: str, url: str) -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        f'<html><head><title>{title}</title><link rel="canonical" href="{url}"></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "archive", {})


def drop(root: Path, files: dict[str, str]) -> Ran:
    write_files(root / "inbox", dict(files))
    return run("build", "-C", root)


def families(root: Path) -> dict[str, str]:
    """The family of each article by its file's name, empty where there is none."""
    found = {}
    for path in sorted((root / "content").rglob("*.md")):
        lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("text_family: ")]
        found[path.stem] = lines[0].removeprefix("text_family: ").strip("\"'") if lines else ""
    return found


def test_a_changed_file_is_reported_and_neither_merged_nor_made_a_second_article(root: Path) -> None:
    drop(root, {"bridge.txt": page("The Halyard", "Bridge falls", WIRE)})
    before = read_tree(root / "content") | read_tree(root / "originals")
    ran = drop(root, {"bridge.txt": page("The Halyard", "Bridge falls", WIRE + "\nThe toll house stays open.\n")})
    assert ran.code == 1
    message = "inbox/bridge.txt: error: has changed since it was imported as content/2011/02/bridge-falls.md"
    assert f"{message} [changed-since-import]\n    hint: " in ran.err
    assert "1 file: 0 made, 0 already there, 1 changed, 0 skipped, 0 failed" in ran.out
    assert read_tree(root / "content") | read_tree(root / "originals") == before
    assert (root / "inbox/bridge.txt").is_file()
    assert drop(root, {}).code == 1


def test_what_changed_can_be_taken_in_as_an_article_of_its_own(root: Path) -> None:
    drop(root, {"bridge.txt": page("The Halyard", "Bridge falls", WIRE)})
    write_files(root / "inbox", {"bridge.txt": page("The Halyard", "Bridge falls", WIRE + "\nIt stays open.\n")})
    ran = run("import", "-C", root, "--as-new", root / "inbox")
    assert ran.code == 0
    assert "made: inbox/bridge.txt -> content/2011/02/bridge-falls-2.md" in ran.out
    assert families(root)["bridge-falls"] == families(root)["bridge-falls-2"] != ""
    assert not list((root / "inbox").iterdir())


def test_a_page_that_changed_is_known_by_its_address_whatever_its_name(root: Path) -> None:
    drop(root, {"one.html": saved("Bridge falls", WIRE, "https://www.halyard.example/bridge/#top")})
    again = saved("Bridge is to be rebuilt", f"{WIRE}\n\n{OTHER}", "http://halyard.example/bridge")
    assert "1 changed" in drop(root, {"two.html": again}).out


def test_with_one_address_and_one_headline_a_page_may_have_changed_altogether(root: Path) -> None:
    drop(root, {"one.html": saved("Bridge falls", WIRE, "https://halyard.example/bridge")})
    ran = drop(root, {"two.html": saved("Bridge falls", OTHER, "https://halyard.example/bridge")})
    assert "1 changed" in ran.out
    assert "1 made" in drop(root, {"two.html": saved("Harvest", OTHER, "https://halyard.example/bridge")}).out


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (page("The Halyard", "Bridge falls", WIRE), page("The Halyard", "Harvest", OTHER)),
        (saved("Bridge", WIRE, "https://a.example/bridge"), saved("Bridge", WIRE, "https://b.example/bridge")),
        (saved("Bridge", WIRE, "https://a.example/"), saved("Harvest", OTHER, "https://a.example/")),
    ],
    ids=["other text", "other address", "the address of the site"],
)
def test_a_name_alone_says_nothing(root: Path, first: str, second: str) -> None:
    name = "index.html" if first.startswith("<") else "Document.txt"
    drop(root, {name: first})
    assert "1 made" in drop(root, {name: second}).out


def test_files_that_come_together_are_no_states_of_each_other(root: Path) -> None:
    texts = {f"{name}/index.txt": page("The Halyard", "Bridge falls", WIRE + name) for name in ("one", "two")}
    assert "2 made" in drop(root, texts).out
    captures = root.parent / "captures"
    write_files(captures, {**texts, "three/index.txt": page("The Halyard", "Bridge falls", WIRE + "three")})
    ran = run("import", "-C", root, captures)
    assert "1 made, 2 already there" in ran.out


def test_a_story_in_several_papers_becomes_a_family_whose_pages_lead_to_each_other(root: Path) -> None:
    first = drop(
        root,
        {"a.txt": page("The Halyard", "Bridge falls", WIRE), "c.txt": page("The Halyard", "Harvest festival", OTHER)},
    )
    assert "same text" not in first.out
    ran = drop(root, {"b.txt": page("The Larkfield Echo", "No one hurt as piers give way", HALF, "12 February 2011")})
    assert "(same text as content/2011/02/bridge-falls.md: 0." in ran.out
    found = families(root)
    assert found["bridge-falls"] == found["no-one-hurt-as-piers-give-way"] != found["harvest-festival"] == ""
    pages = {path.stem: path.read_text("utf-8") for path in (root / "site/2011/02").rglob("*.html")}
    also = "also: {} | {} | {} <"
    assert also.format("The Halyard", "Bridge falls", "2011-02-10") in pages["no-one-hurt-as-piers-give-way"]
    later = also.format("The Larkfield Echo", "No one hurt as piers give way", "2011-02-12")
    assert later in pages["bridge-falls"]
    assert "also:" not in pages["harvest-festival"]


def test_the_same_story_in_one_import_is_one_family_whatever_the_number_of_workers(tmp_path: Path) -> None:
    texts = {f"{number:02}.txt": page(f"Paper {number}", f"Bridge {number}", WIRE) for number in range(24)}
    trees = []
    for jobs in (1, 2):
        root = make_archive(tmp_path / str(jobs), {})
        write_files(root / "inbox", dict(texts))
        assert run("import", "-C", root, "--jobs", jobs, root / "inbox").code == 0
        assert len(set(families(root).values())) == 1
        trees.append(read_tree(root / "content"))
    assert trees[0] == trees[1]


def test_what_a_person_wrote_or_removed_is_not_put_back(root: Path) -> None:
    texts = {"a.txt": page("The Halyard", "Bridge falls", WIRE), "b.txt": page("The Echo", "Piers give way", WIRE)}
    drop(root, texts)
    path = root / "content/2011/02/bridge-falls.md"
    removed = "".join(line for line in path.open(encoding="utf-8") if not line.startswith("text_family"))
    path.write_text(removed, "utf-8")
    drop(root, {**texts, "c.txt": page("The Mirror", "Bridge gone", WIRE)})
    assert path.read_text("utf-8") == removed
    assert families(root)["piers-give-way"] == families(root)["bridge-gone"] != ""


def test_none_keeps_an_article_out_for_good_and_a_family_of_ones_own_is_joined(root: Path) -> None:
    write_files(root, {"content/alone.md": write_article("Alone", "2011", WIRE, text_family="none")})
    assert "same text" not in drop(root, {"a.txt": page("The Halyard", "Bridge falls", WIRE)}).out
    assert families(root) == {"alone": "none", "bridge-falls": ""}
    write_files(root, {"content/mine.md": write_article("Mine", "2011", WIRE, text_family="bridges")})
    drop(root, {"b.txt": page("The Echo", "Piers give way", WIRE)})
    assert families(root) == {"alone": "none", "bridge-falls": "", "mine": "bridges", "piers-give-way": "bridges"}


def test_an_earlier_article_keeps_its_form(root: Path) -> None:
    text = f"---\n# mine\ntitle:   'The bridge'   # as printed\ndate: 2011\nmood: dark\n---\n{WIRE}"
    write_files(root, {"content/mine.md": text})
    drop(root, {"a.txt": page("The Halyard", "Bridge falls", WIRE)})
    lines = (root / "content/mine.md").read_text("utf-8").splitlines()
    assert "text_family: mine" in lines
    assert [line for line in lines if line != "text_family: mine"] == text.splitlines()


def test_the_report_tells_what_is_alike(root: Path) -> None:
    drop(root, {"a.txt": page("The Halyard", "Bridge falls", WIRE)})
    write_files(root / "inbox", {"b.txt": page("The Echo", "Piers give way", WIRE)})
    run("import", "-C", root, root / "inbox", "--report", root / "report.json")
    (received,) = json.loads((root / "report.json").read_text("utf-8"))["receipt"]
    assert (received["alike"], received["likeness"]) == ("content/2011/02/bridge-falls.md", 1.0)
