"""The decisions about tags: what is decided is read back, and what can't be meant is told with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.errors import ArchiveError
from backfile.tagrules import TagRules, check_tag_rules, parse_tag_rules, read_tag_rules
from backfile.taxonomies import fold_term

TEXT = """\
# Ours.
reject Celsius

rename N. Korea -> North Korea
rename DPRK -> N. Korea
"""


def read(text: str) -> TagRules:
    rules, problems = parse_tag_rules(text, "tags.txt")
    assert problems == ()
    return rules


def test_rejected_and_renamed_tags_are_read() -> None:
    rules = read(TEXT)
    assert rules.rejected == {"celsius": "Celsius"}
    assert [rules.settle(tag) for tag in ("n.  korea", "dprk", "Seoul")] == ["North Korea", "North Korea", "Seoul"]
    assert rules.renamings() == (("N. Korea", "North Korea"), ("DPRK", "North Korea"))
    assert rules.format() == TEXT


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("drop Celsius", '"drop Celsius" is no decision'),
        ("reject", '"reject" lacks a tag'),
        ("rename Seoul", '"rename Seoul" lacks a tag'),
        ("reject  CELSIUS ", '"CELSIUS" is decided already, on line 2'),
        ("rename North Korea -> DPRK", '"North Korea" would become "DPRK", and that "North Korea" again'),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line_and_says_nothing(line: str, message: str) -> None:
    rules, problems = parse_tag_rules(TEXT + line, "tags.txt")
    assert [(problem.path, problem.line, problem.message) for problem in problems] == [("tags.txt", 6, message)]
    assert (rules.rejected, rules.renamed) == (read(TEXT).rejected, read(TEXT).renamed)


def test_comments_and_lines_stay_where_they_are() -> None:
    rules = read(TEXT).reject("Photo").rename("Seul", "Seoul")
    assert rules.format() == TEXT + "reject Photo\nrename Seul -> Seoul\n"
    assert read(rules.format()) == rules


def test_the_first_decision_comes_with_a_word_on_the_file() -> None:
    text = TagRules().reject("Photo").format()
    assert text.startswith("# What was decided") and text.endswith("\nreject Photo\n")
    assert read(text).rejected == {"photo": "Photo"}


def test_what_is_decided_already_changes_nothing() -> None:
    rules = read(TEXT)
    assert rules.reject("celsius") is rules and rules.accept("Seoul") is rules
    assert rules.rename("N. Korea", "North Korea") is rules


def test_a_later_decision_takes_the_place_of_an_earlier_one() -> None:
    rules = read(TEXT)
    assert "celsius" not in rules.accept("Celsius").rejected
    assert rules.rename("North Korea", "N. Korea").settle("N. Korea") == "N. Korea"
    assert rules.rename("C", "Celsius").rejected == {}
    assert rules.reject("N. Korea").settle("N. Korea") == "N. Korea"


def test_a_tag_can_get_another_spelling() -> None:
    assert read("rename north korea -> North Korea\n").settle("NORTH KOREA") == "North Korea"


TAGS = st.sampled_from(["Seoul", "seoul", "N. Korea", "North Korea", "DPRK", "C++", "한국"])


@given(st.lists(st.tuples(TAGS, TAGS | st.sampled_from(["reject", "accept"])), max_size=12))
def test_any_series_of_decisions_can_be_read_and_the_last_one_holds(decisions: list[tuple[str, str]]) -> None:
    rules = TagRules()
    for tag, what in decisions:
        if what == "reject":
            rules = rules.reject(tag)
            assert fold_term(tag) in rules.rejected
        elif what == "accept":
            rules = rules.accept(tag)
            assert fold_term(tag) not in rules.rejected
        else:
            rules = rules.rename(tag, what)
            assert rules.settle(tag) == what and fold_term(what) not in rules.rejected
        if rules.lines:
            assert read(rules.format()) == rules


def test_a_file_is_read_or_refused_with_its_first_problem(tmp_path: Path) -> None:
    path = tmp_path / "tags.txt"
    assert read_tag_rules(path) == TagRules()
    path.write_bytes(b"\xef\xbb\xbfreject Photo\r\nfoo\r\nbar\r\n")
    with pytest.raises(ArchiveError, match=r'tags.txt:2: "foo" is no decision'):
        read_tag_rules(path)
    assert [problem.line for problem in check_tag_rules(path)[1]] == [2, 3]
    path.write_bytes(b"reject \xff")
    assert check_tag_rules(path)[1][0].code == "not-utf8"
