"""Decisions about tags: every article follows, nothing else of its file changes, and later imports know."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import look, make_archive, run, write_article, write_files
from backfile.captures import Named
from backfile.frontmatter import join
from backfile.model import Problem
from backfile.schema import parse_article
from backfile.tagging import _Change, _suggest, retag
from backfile.tagrules import TagRules
from backfile.taxonomies import fold_term

HEAD = "---\ntitle: The ferry   # as printed\n{tags}slug: ferry\n---\n\nText.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {
        "content/one.md": write_article("One", suggested_tags=["N. Korea", "Celsius"]),
        "content/two.md": write_article("Two", suggested_tags=["North Korea", "Seoul"], status="draft"),
        "content/three.md": write_article("Three", tags=["Talks"], suggested_tags=["north korea"], status="withheld"),
        "content/four.md": write_article("Four", tags=["North Korea"]),
    }
    return make_archive(tmp_path / "archive", files)


def tags_of(root: Path, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    article = parse_article((root / "content" / name).read_text("utf-8"), f"content/{name}").article
    assert article
    return article.tags, article.suggested_tags


def decide(root: Path, *arguments: object) -> dict[str, Any]:
    report = root.parent / "report.json"
    ran = run("tags", *arguments, "-C", root, "--report", report)
    assert ran.code == 0, ran.said
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    "arguments", [("rename", "Talks", ""), ("rename", "", "Talks"), ("reject", ""), ("accept", " "), ("reject", "#")]
)
def test_a_tag_has_a_name(root: Path, arguments: tuple[str, ...]) -> None:
    run("tags", "reject", "Celsius", "-C", root)
    files = [root / "tags.txt", *(root / "content").iterdir()]
    before = [path.read_bytes() for path in files]
    ran = run("tags", *arguments, "-C", root)
    assert (ran.code, "can't be a tag" in ran.err) == (2, True)
    assert [path.read_bytes() for path in files] == before


@pytest.mark.parametrize("arguments", [("reject", "Soul"), ("rename", "Soul", "Busan")])
def test_a_decision_about_what_no_article_has_is_remembered_with_a_warning(
    root: Path, arguments: tuple[str, ...]
) -> None:
    ran = run("tags", *arguments, "-C", root)
    assert ran.code == 0
    assert 'tags.txt: warning: no article has "Soul", or has it suggested [unknown-tag]' in ran.err
    assert 'hint: is it "Seoul"?; to take it back, delete its line in tags.txt' in ran.err
    assert " ".join(arguments[:2]) in (root / "tags.txt").read_text("utf-8")
    assert "unknown-tag" not in run("tags", "reject", "Celsius", "-C", root).err


def test_the_list_has_suggestions_most_shared_first_then_tags(root: Path) -> None:
    found = decide(root)
    assert [(tag["label"], tag["suggested"], tag["tagged"]) for tag in found["suggested"]] == [
        ("North Korea", 2, 1),
        ("Celsius", 1, 0),
        ("N. Korea", 1, 0),
        ("Seoul", 1, 0),
    ]
    assert [tag["label"] for tag in found["tags"]] == ["North Korea", "Talks"]
    said = run("tags", "-C", root).out
    assert "Suggested" in said and said.endswith("2 tags, 4 suggested, 0 renamed, 0 rejected\n")


def test_accepted_suggestions_become_tags_everywhere(root: Path) -> None:
    found = decide(root, "accept", "NORTH KOREA")
    assert [article["article"] for article in found["articles"]] == ["content/three.md", "content/two.md"]
    assert tags_of(root, "two.md") == (("North Korea",), ("Seoul",))
    assert tags_of(root, "three.md") == (("Talks", "North Korea"), ())
    assert not (root / "tags.txt").exists()
    assert decide(root, "accept", "North Korea")["articles"] == []


def test_only_shared_suggestions_or_named_articles(root: Path) -> None:
    decide(root, "accept", "Seoul", "Celsius", "--in", "content/two.md")
    assert tags_of(root, "one.md") == ((), ("N. Korea", "Celsius"))
    assert tags_of(root, "two.md") == (("Seoul",), ("North Korea",))
    decide(root, "accept", "--shared", "3")
    assert tags_of(root, "two.md") == (("Seoul", "North Korea"), ())
    assert tags_of(root, "one.md") == ((), ("N. Korea", "Celsius"))


def test_merged_and_rejected_tags_are_remembered(root: Path) -> None:
    assert decide(root, "merge", "N. Korea", "Seoul", "--into", "North Korea")["remembered"]
    assert tags_of(root, "one.md") == ((), ("North Korea", "Celsius"))
    assert tags_of(root, "two.md") == ((), ("North Korea",))
    assert tags_of(root, "three.md") == (("Talks",), ("North Korea",))
    decide(root, "reject", "celsius")
    assert tags_of(root, "one.md") == ((), ("North Korea",))
    rules = (root / "tags.txt").read_text("utf-8")
    assert rules.endswith("rename N. Korea -> North Korea\nrename Seoul -> North Korea\nreject celsius\n")
    found = decide(root)
    assert found["renamed"] == [["N. Korea", "North Korea"], ["Seoul", "North Korea"]]
    assert found["rejected"] == ["celsius"]
    assert "renamed: Seoul -> North Korea\nrejected: celsius\n" in run("tags", "-C", root).out
    again = decide(root, "reject", "Celsius")
    assert (again["articles"], again["remembered"]) == ([], False)


def test_a_later_import_follows_what_was_decided(root: Path) -> None:
    decide(root, "rename", "N. Korea", "DPRK")
    decide(root, "reject", "Celsius")
    body = "The talks with N. Korea failed. He said that Celsius was in N. Korea. They left Celsius to Seoul."
    write_files(root, {"inbox/five.md": write_article("Celsius in N. Korea", body=body, tags=["n. korea"])})
    write_files(root, {"inbox/six.md": write_article("Celsius in Seoul", body=body)})
    assert run("import", "-C", root, root / "inbox").code == 0
    assert tags_of(root, "undated/celsius-in-n-korea.md") == (("DPRK",), ())
    suggested = tags_of(root, "undated/celsius-in-seoul.md")[1]
    assert "Seoul" in suggested and not {"Celsius", "N. Korea"} & {*suggested}


def test_a_dry_run_and_named_articles_leave_no_trace(root: Path) -> None:
    before = look(root / "content")
    found = decide(root, "rename", "North Korea", "DPRK", "-n")
    assert len(found["articles"]) == 3 and found["articles"][0]["tags"] == ["DPRK"]
    decide(root, "reject", "Celsius", "--in", "content/two.md")
    assert look(root / "content") == before and not (root / "tags.txt").exists()


def test_options_may_stand_between_the_action_and_the_tags(root: Path) -> None:
    before = look(root / "content")
    assert run("tags", "accept", "-n", "Celsius", "-C", root).out.endswith("1 article would be changed\n")
    assert run("tags", "accept", "-C", root, "--dry-run", "Celsius", "Seoul").out.endswith(
        "2 articles would be changed\n"
    )
    assert look(root / "content") == before


def test_a_renamed_suggestion_is_accepted_by_either_name(root: Path) -> None:
    decide(root, "rename", "Celsius", "Heat")
    decide(root, "accept", "Celsius")
    assert tags_of(root, "one.md") == (("Heat",), ("N. Korea",))
    decide(root, "merge", "N. Korea", "--into", "North Korea")
    decide(root, "accept", "North Korea")
    assert tags_of(root, "one.md") == (("Heat", "North Korea"), ())


def test_all_tags_are_listed_if_one_asks_for_them(root: Path) -> None:
    names = [f"Pier {number:02}" for number in range(60)]
    write_files(root, {"content/five.md": write_article("Five", tags=names)})
    first, everything = (run("tags", "-C", root, *options).out for options in ((), ("--all",)))
    assert "... and 12 more: backfile tags --all" in first and "Pier 59" not in first
    assert all(name in everything for name in names) and "more" not in everything


def test_a_tag_with_a_comma_is_told_from_two(root: Path) -> None:
    said = run("tags", "rename", "Celsius", "Lee, Ann", "-C", root).out
    assert "one.md: N. Korea (suggested); Lee, Ann (suggested)\n" in said


FERRY = "It was said that Skarn has no boat. They met Ann Grote in Skarn, and Skarn was glad. {} In Orle they were not."


def test_suggestions_made_anew_know_the_whole_archive(root: Path) -> None:
    files = {
        "content/a.md": write_article("The ferry", body=FERRY.format("")),
        "content/b.md": write_article("Skarn", body=FERRY.format("Nobody saw Orle but Orle."), suggested_tags=["Old"]),
        "content/c.md": write_article("Own", body=FERRY.format(""), tags=["Ferries"], suggested_tags=["Old"]),
        "content/d.md": write_article("Known", body="He said that it was all on Talks, and left.", suggested_tags="x"),
    }
    write_files(root, {name: text.replace("---\n\n", "mine: 1   # kept\n---\n\n") for name, text in files.items()})
    decide(root, "reject", "Ann Grote", "--in", "content/a.md")
    assert run("tags", "reject", "Ann Grote", "-C", root).code == 0
    would = decide(root, "suggest", "--dry-run")["articles"]
    assert tags_of(root, "b.md") == ((), ("Old",))
    assert decide(root, "suggest")["articles"] == would
    assert {"Skarn", "Orle"} <= {*tags_of(root, "a.md")[1]} and "Ann Grote" not in tags_of(root, "a.md")[1]
    assert tags_of(root, "a.md")[1][0] == "Skarn" and "Old" not in tags_of(root, "b.md")[1]
    assert tags_of(root, "c.md") == (("Ferries",), ("Old",))
    assert tags_of(root, "d.md") == ((), ("Talks",))
    assert "mine: 1   # kept\n" in (root / "content" / "a.md").read_text("utf-8")
    assert decide(root, "suggest")["articles"] == []
    assert {tag["label"] for tag in decide(root)["suggested"] if tag["suggested"] > 1} >= {"Skarn", "Orle"}


def test_an_article_doesn_t_share_a_name_with_itself() -> None:
    named = Named("content/a.md", ("Arle", "Wick"), ("Orle",), ())
    assert _suggest(named, TagRules(), lambda _: None, {"arle": 1, "wick": 2}) == ("Wick", "Arle")


def test_what_cannot_be_done_is_said(root: Path) -> None:
    ran = run("tags", "accept", "Soul", "-C", root)
    assert ran.code == 2 and 'no article has "Soul"' in ran.err and 'is it "Seoul"?' in ran.err
    assert run("tags", "rename", "Seoul", "-C", root).code == 2
    assert run("tags", "merge", "Seoul", "-C", root).code == 2
    assert run("tags", "reject", "-C", root).code == 2
    assert run("tags", "accept", "-C", root).code == 2
    assert run("tags", "rename", "Seoul", "a -> b", "-C", root).code == 2
    assert run("tags", "reject", " # ", "-C", root).code == 2
    write_files(root, {"tags.txt": "foo\n"})
    for ran in (run("tags", "-C", root), run("import", "-C", root, root / "backfile.toml")):
        assert ran.code == 2 and 'tags.txt:1: "foo" is no decision' in ran.err
    assert "tags.txt:1: error" in run("check", "-C", root).err


def test_an_article_that_cannot_be_read_is_named_and_the_others_follow(root: Path) -> None:
    write_files(root, {"content/bad.md": "---\ntags: [\n---\n"})
    ran = run("tags", "reject", "Celsius", "-C", root)
    assert ran.code == 1 and "content/bad.md" in ran.err and "1 article changed" in ran.out


RENAME = _Change({"boats": "Ships", "ships": "Ships"}, frozenset(), {})
REJECT = _Change({}, frozenset({"boats"}), {})
ACCEPT = _Change({}, frozenset(), {"boats": "Boats"})


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (RENAME, "tags: [Fire, 'boats']  # two\n", "tags: [Fire, 'Ships']  # two\n"),
        (RENAME, "tags:\n  - Fire # one\n  - BOATS # two\n", "tags:\n  - Fire # one\n  - Ships # two\n"),
        (RENAME, "tags: fire boats\n", "tags: fire, Ships\n"),
        (RENAME, "tag: Big fire, boats\n", "tag: Big fire, Ships\n"),
        (RENAME, "keywords: boats\n", "keywords: Ships\n"),
        (RENAME, "tags: [ships, Fire, boats]\n", "tags: [Ships, Fire]\n"),
        (RENAME, "tags: ['#boats', '[[Fire]]']\n", "tags: ['Ships', '[[Fire]]']\n"),
        (RENAME, "categories: [Boats, boats, Fire]\n", "categories: [Boats, Ships, Fire]\n"),
        (RENAME, "suggested_tags:\n- Fire\n- boats\n", "suggested_tags:\n- Fire\n- Ships\n"),
        (RENAME, "tags: [Ships]\nsuggested_tags: [boats]\n", "tags: [Ships]\n"),
        (RENAME, "taxonomies:\n  tags: [boats]\n", "taxonomies:\n  tags: [Ships]\n"),
        (REJECT, "suggested_tags: [Fire, Boats, Sea]\n", "suggested_tags: [Fire, Sea]\n"),
        (REJECT, "suggested_tags:\n- Boats\n", ""),
        (REJECT, "tags: [Boats]\nsuggested_tags: Fire, Boats\n", "tags: [Boats]\nsuggested_tags: Fire\n"),
        (ACCEPT, "suggested_tags:\n- boats\n- Fire\n", "tags:\n- Boats\nsuggested_tags:\n- Fire\n"),
        (ACCEPT, "tags: Fire\nsuggested_tags: [boats]\n", "tags: Fire, Boats\n"),
        (ACCEPT, "keywords: ['Big fire']\nsuggested_tags: [boats]\n", "keywords: ['Big fire', 'Boats']\n"),
        (ACCEPT, "tags: [Fire]\n", "tags: [Fire]\n"),
    ],
)
def test_only_the_tags_change_in_the_form_in_which_they_stand(change: _Change, before: str, after: str) -> None:
    found = retag(HEAD.format(tags=before).encode(), "content/a.md", change)
    assert not isinstance(found, Problem), found
    assert found.decode() == HEAD.format(tags=after)


def test_heads_of_other_programs_keep_their_form() -> None:
    pelican = b"Title: X\r\nTags: Fire, boats\r\nSlug: x\r\n\r\nText.\r\n"
    assert retag(pelican, "content/a.md", RENAME) == pelican.replace(b"boats", b"Ships")
    toml = b'+++\ntitle = "X" # y\n[taxonomies]\ntags = ["Fire", "boats"]\n+++\nText.\n'
    assert retag(toml, "content/a.md", RENAME) == toml.replace(b"boats", b"Ships")


def test_a_form_that_cannot_say_it_is_a_problem() -> None:
    comma = _Change({"boats": "Ships, large"}, frozenset(), {})
    found = retag(b"Title: X\nTags: boats\n\nText.\n", "content/a.md", comma)
    assert isinstance(found, Problem) and found.code == "not-retagged"


TAGS = st.lists(st.sampled_from(["Boats", "boats", "BOATS", "Ships", "Fire", "Big fire", "C++", "a, b"]), max_size=4)


@given(TAGS, TAGS, st.sampled_from([RENAME, REJECT, ACCEPT]))
def test_a_change_is_made_once_and_loses_no_other_tag(tags: list[str], suggested: list[str], change: _Change) -> None:
    fields = {"title": "X", "tags": tags, "suggested_tags": suggested, "mine": "1"}
    data = join({key: value for key, value in fields.items() if value}, "Text.").encode()
    once = retag(data, "content/a.md", change)
    assert isinstance(once, bytes) and retag(once, "content/a.md", change) == once
    article = parse_article(once.decode(), "content/a.md").article
    assert article and article.extra == {"mine": "1"}
    names = {fold_term(tag) for tag in (*article.tags, *article.suggested_tags)}
    assert names >= {fold_term(tag) for tag in (*tags, *suggested)} - {"boats"}
    keys = [*map(fold_term, article.tags)]
    assert change is not ACCEPT or "boats" not in map(fold_term, suggested) or "boats" in keys
