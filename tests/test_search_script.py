"""The script of the search, in Node: it cuts texts and reads numbers as the index was made, and orders well."""

import json
import runpy
import unicodedata
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import make_archive, run, write_article
from backfile.postings import format_number
from backfile.tokenizer import Terms, describe_tokenizer, find_tokens, fold, lower
from conftest import FIXTURES, lack
from nodes import SCRIPT, read_description, run_script

VECTORS = json.loads((FIXTURES / "tokens.json").read_text("utf-8"))
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt", "ar", "ja")
CUT = """
({ rules, texts }) => {
  const made = rules.map(makeTokenizer);
  return texts.map(([text, language]) => {
    const { findTokens, fold, lower, findTerms } = made[language];
    const tokens = findTokens(text).map((token) => token.text);
    return [tokens, tokens.map(fold), tokens.map(lower), tokens.map((token) => findTerms(token)[0] ?? "")];
  });
}
"""


def cut_in_python(text: str, language: str) -> list[list[str]]:
    tokens = find_tokens(text)
    return [
        tokens,
        [*map(fold, tokens)],
        [*map(lower, tokens)],
        [Terms(language).find(fold(token)) for token in tokens],
    ]


def cut_in_script(texts: list[tuple[str, str]]) -> Any:
    languages = sorted({language for _, language in texts})
    rules = [describe_tokenizer([language]) for language in languages]
    return run_script(CUT, {"rules": rules, "texts": [(text, languages.index(spoken)) for text, spoken in texts]})


def test_the_script_is_made_of_its_sources_and_small() -> None:
    make = runpy.run_path(str(SCRIPT.parents[2] / "scripts/make.py"))
    if not make["ESBUILD"].exists():
        lack("esbuild is missing; tests/install-quality installs it")
    assert SCRIPT.read_text("utf-8") == make["join_sources"](), "run `make scripts`"
    assert SCRIPT.stat().st_size <= 15_000


def test_python_and_the_script_cut_every_text_as_the_vectors_say() -> None:
    expected = [[case[part] for part in ("tokens", "folded", "exact", "terms")] for case in VECTORS]
    assert [cut_in_python(case["text"], case["language"]) for case in VECTORS] == expected
    found = cut_in_script([(case["text"], case["language"]) for case in VECTORS])
    for case, cut, wanted in zip(VECTORS, found, expected, strict=True):
        assert cut == wanted, case["name"]


# What a version of Unicode knows and an older one doesn't is cut in two ways, and no archive of newspapers.
_KNOWN = st.characters(exclude_categories=("Cs", "Cn", "Co"))
_WORDLIKE = st.sampled_from("aeiouysśšßéÉİıĄςΣşkdt'’-_ـًשּהא東京ーｶﾞกำ한글éêᾳ9٣²½ﬁǆ﷐")
TEXTS = st.lists(
    st.tuples(
        st.text(_KNOWN, max_size=40) | st.text(_WORDLIKE, max_size=30), st.sampled_from(LANGUAGES)
    ),
    min_size=150, max_size=150,
)  # fmt: skip


@settings(max_examples=10)
@given(TEXTS)
def test_python_and_the_script_cut_any_text_alike(texts: list[tuple[str, str]]) -> None:
    for (text, language), cut in zip(texts, cut_in_script(texts), strict=True):
        assert cut == cut_in_python(text, language), (text, language)


def test_python_and_the_script_know_the_same_letters() -> None:
    """Every sign that Python knows, of ideographs and Hangul one in sixteen, each between two letters: tokens and what
    becomes of them."""
    codes = chain(range(0x20, 0x3400), range(0x3400, 0xD7A4, 16), range(0xD7A4, 0x20000), range(0x20000, 0x32000, 16))
    signs = [chr(code) for code in codes if unicodedata.category(chr(code)) not in {"Cs", "Cn", "Co"}]
    texts = [(f"a{sign}b", "en") for sign in signs]
    wrong = [
        text for (text, _), cut in zip(texts, cut_in_script(texts), strict=True) if cut != cut_in_python(text, "en")
    ]
    assert wrong == []


@given(st.lists(st.integers(0, 3 * 10**8) | st.integers(0, 120_000), min_size=1, max_size=60))
@settings(max_examples=8)
def test_numbers_are_read_as_they_were_written(numbers: list[int]) -> None:
    read = """(text) => {
      const at = { at: 0 }, all = [];
      while (at.at < text.length) all.push(readNumber(text, at));
      return all;
    }"""
    assert run_script(read, "".join(map(format_number, numbers))) == numbers


@given(st.lists(st.lists(st.integers(0, 70_000), min_size=1, max_size=9).map(sorted), min_size=1, max_size=20))
@settings(max_examples=8)
def test_places_are_read_as_they_were_written(articles: list[list[int]]) -> None:
    text = format_number(91 + 7) + "".join(
        format_number(at) + format_places(places) for at, places in enumerate(articles)
    )
    read = """(text) => {
      const { weights, placesOf } = readPostings(text);
      return [...weights.keys()].map((hit) => [hit, placesOf(hit)]);
    }"""
    assert run_script(read, text) == [[7 * 128 + at, places] for at, places in enumerate(articles)]


def format_places(places: list[int]) -> str:
    """As docs/search.md says: the way from one place to the next, twice, and 1 more if there is a further one."""
    steps = [place - last for last, place in zip([0, *places], places, strict=False)]
    return "".join(format_number(2 * step + (at < len(places))) for at, step in enumerate(steps, 1))


def test_a_word_weighs_most_in_the_title_and_more_beside_it_than_in_the_text() -> None:
    texts = [format_number(91) + format_number(0) + format_places([place]) for place in (0, 31, 32, 95, 96, 5000)]
    weights = run_script("(texts) => texts.map((text) => readPostings(text).weights.get(0))", texts)
    assert weights == [2, 2, 1.2, 1.2, 1, 1]


@pytest.mark.parametrize(("places", "end", "together"), [
    ([[3, 9], [4, 30]], 99, True), ([[3, 9], [5, 30]], 99, False), ([[9], None, [11]], 99, True),
    ([None, [10]], 99, True), ([[40], [41]], 32, False), ([[4], [3]], 99, False),
])  # fmt: skip
def test_words_stand_together_or_not(places: list[list[int] | None], end: int, together: bool) -> None:
    assert run_script("({ places, end }) => standTogether(places, end)", {"places": places, "end": end}) is together


def test_nearness_falls_with_the_way_between_words() -> None:
    near = run_script("(all) => all.map(nearness)", [[[5]], [[5], [6]], [[5], [4]], [[1, 90], [80]], [[1], [900]], []])
    assert near[0] == near[5] == 0
    assert near[1] == near[2] == 1
    assert near[1] > near[3] > near[4] > 0


@pytest.mark.parametrize(("one", "other", "steps"), [
    ("ferry", "ferry", 0), ("ferry", "fery", 1), ("ferry", "feryr", 1), ("ferry", "merry", 1), ("ferry", "", 5),
    ("ferry", "harbour", 6), ("ab", "ba", 1),
])  # fmt: skip
def test_the_distance_of_words(one: str, other: str, steps: int) -> None:
    assert run_script("([one, other]) => [distance(one, other), distance(other, one)]", [one, other]) == [steps, steps]


@pytest.mark.parametrize(("query", "clauses"), [
    ("ferry  strike", [["", False, ["ferry"]], ["", False, ["strike"]]]),
    ('"pear tree" -storm', [["", False, ["pear", "tree"]], ["", True, ["storm"]]]),
    ("„Alte Fähre“ «le bac»", [["", False, ["Alte", "Fähre"]], ["", False, ["le", "bac"]]]),
    ('by:"Nora Bell" -title:fire', [["by", False, ["Nora", "Bell"]], ["title", True, ["fire"]]]),
    ("note:this Skarn-on-Sea", [["", False, ["note", "this"]], ["", False, ["Skarn", "on", "Sea"]]]),
    ('"half a phrase', [["", False, ["half", "a", "phrase"]]]),
    ("- !? \"\" by: Tag:", []),
    ("東京の", [["", False, ["東京", "京の"]]]),
])  # fmt: skip
def test_what_a_query_asks_for(query: str, clauses: list[Any]) -> None:
    program = """({ rules, query }) => parseQuery(query, makeTokenizer(rules).findTokens)
        .map(({ field, not, tokens }) => [field, not, tokens])"""
    assert run_script(program, {"rules": describe_tokenizer(["en"]), "query": query}) == clauses


def test_words_are_united_and_intersected() -> None:
    program = """() => {
      const word = (weights) => {
        const map = new Map(weights);
        return { weights: map, placesOf: (hit) => (map.has(hit) ? [hit] : []) };
      };
      const a = word([[1, 4], [2, 1], [300, 2]]), b = word([[2, 5], [300, 1], [400, 1]]), both = unite([a, b]);
      const met = [[a, b], [a], [], [a, word([])]].map(intersect);
      return [[...both.weights], both.placesOf(2), ...met];
    }"""
    both, places, *met = run_script(program, None)
    assert sorted(both) == [[1, 4], [2, 6], [300, 3], [400, 1]]
    assert places == [2, 2]
    assert met == [[2, 300], [1, 2, 300], [], []]


LONG = "The harbour lay quiet, and nothing else was said of it that week. " * 6
ARTICLES = {
    "title": write_article("Ferry sinks", "1990-01-01", LONG),
    "beside": write_article("Night news", "1990-01-02", LONG, summary="About the ferry."),
    "text": write_article("Morning news", "1990-01-03", f"{LONG} The ferry was late."),
    "often": write_article("Noon news", "1991-01-03", f"A ferry, a ferry, a ferry. {LONG}"),
    "apart": write_article("Fruit", "2001-05-04", f"A pear fell. {LONG} The tree stood."),
    "phrase": write_article("Garden", "1999-05-04", f"{LONG} The old pear tree fell. {LONG}"),
    "café": write_article("Café opens", "2005-05-05", "Rien ne bouge au bord du quai, très loin. " * 30, language="fr"),
    "cafe": write_article("Cafe shuts", "2005-05-06", LONG),
    "by": write_article("Weather", "2006-01-01", f"{LONG} The talk of the bell. {LONG}", authors=["Nora Bell"],
                        people=["Ida Thorne"], source="The Skarn Echo", section="Sport",
                        tags=["Fishing boats"], place="Dunmere"),
    "named": write_article("A talk with Nora Bell", "2006-01-02", LONG),
    "order": write_article("In order", "2007-01-01", f"{LONG} An anchor chain rusts."),
    "reversed": write_article("Reversed", "2007-01-02", f"{LONG} A chain anchor rusts."),
    "undated": write_article("A ballad", "", f"{LONG} lighthouse"),
    "japanese": write_article("東京の橋", "2010-01-01", "大きな橋が開いた。" * 30, language="ja"),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("search") / "archive"
    make_archive(root, {f"content/{name}.md": text for name, text in ARTICLES.items()})
    (root / "templates").rename(root / "unused")
    assert run("build", "-C", root, "--quiet").code == 0
    return root / "site"


def ask(site: Path, query: str, **options: str) -> Any:
    program = """async ({ folder, known, query, options }) => {
      const { search, show, suggest } = openSite(folder, known);
      const { hits, years, passed, unknown } = await search(query, options);
      const rows = await Promise.all(hits.map(show));
      return { titles: rows.map(([title]) => title), rows, years: [...years], passed, unknown,
               near: await Promise.all(unknown.map(suggest)), loaded: loaded.map(([name]) => name) };
    }"""
    known = read_description(site)
    return run_script(program, {"folder": str(site), "known": known, "query": query, "options": options})


@pytest.mark.parametrize(("query", "titles"), [
    # Where the word stands, and how often.
    ("ferry", ["Ferry sinks", "Noon news", "Night news", "Morning news"]),
    ("ferries", ["Ferry sinks", "Noon news", "Night news", "Morning news"]),
    # All words; those beside each other first; a phrase; none of them; the title alone.
    ("pear tree", ["Garden", "Fruit"]),
    ("anchor chain", ["In order", "Reversed"]),
    ("bell talk", ["A talk with Nora Bell", "Weather"]),
    ('"pear tree"', ["Garden"]),
    ("pear -garden", ["Fruit"]),
    ('pear -"pear tree"', ["Fruit"]),
    ("title:ferry", ["Ferry sinks"]),
    ("ferry -title:ferry", ["Noon news", "Night news", "Morning news"]),
    ('title:"ferry sinks"', ["Ferry sinks"]),
    ('title:"sinks ferry"', []),
    # Accents are no matter, but who writes them means them.
    ("café", ["Café opens", "Cafe shuts"]),
    ("CAFE", ["Cafe shuts", "Café opens"]),
    # Fields.
    ("by:bell", ["Weather"]),
    ('by:"nora bell" quiet', ["Weather"]),
    ("people:thorne source:echo section:sport tag:boats place:dunmere", ["Weather"]),
    ("nora bell", ["A talk with Nora Bell", "Weather"]),
    # A word that isn't whole, a script without spaces, one sign of it.
    ("lightho", ["A ballad"]),
    ("lightho ", []),
    ("東京の橋", ["東京の橋"]),
    ("橋", ["東京の橋"]),
    # Common words are passed over, in a phrase too.
    ("the ballad", ["A ballad"]),
    ('"talk with nora"', ["A talk with Nora Bell"]),
    ("", []),
    ("the", []),
    ("constructor", []),  # which every object in JavaScript has
    ("-title:ferry -source:echo -quiet", ["東京の橋", "Café opens"]),
    ("-the", []),
    # Fields in any case, with a space, and begun.
    ("Title: ferry", ["Ferry sinks"]),
    ("by:be", []),
    ("by:bel", ["Weather"]),
    ("by:bel ", []),
    # A word that has hardly begun takes nothing away.
    ("pear tr", ["Fruit", "Garden"]),
    ("pear -g", ["Fruit", "Garden"]),
    ("pear tr ", []),
    ('"pear tr', ["Fruit", "Garden"]),
])  # fmt: skip
def test_a_query_finds_articles_best_first(site: Path, query: str, titles: list[str]) -> None:
    assert ask(site, query)["titles"] == titles


def test_a_title_is_seen_however_many_articles_have_the_word_often(tmp_path: Path) -> None:
    text = f"Ferry, ferry, ferry. {LONG}"
    often = {f"content/{n}.md": write_article(f"Note {n}", "1990-01-01", text) for n in range(250)}
    titled = {"content/titled.md": write_article("Ferry sinks", "1980-01-01", LONG * 2)}
    make_archive(tmp_path / "archive", often | titled)
    assert run("build", "-C", tmp_path / "archive", "--quiet").code == 0
    assert ask(tmp_path / "archive/site", "ferry")["titles"][0] == "Ferry sinks"


def test_dates_decide_the_order_and_the_years_that_are_asked_for(site: Path) -> None:
    assert ask(site, "ferry", order="new")["titles"] == ["Noon news", "Morning news", "Night news", "Ferry sinks"]
    assert ask(site, "ferry", order="old")["titles"][0] == "Ferry sinks"
    found = ask(site, "ferry", **{"from": "1991"})
    assert (found["titles"], sorted(found["years"])) == (["Noon news"], [["1990", 3], ["1991", 1]])
    assert ask(site, "ferry", to="1990", order="old")["titles"] == ["Ferry sinks", "Night news", "Morning news"]
    assert ask(site, "lighthouse", to="2030")["titles"] == []  # of no year at all


def test_a_word_that_no_article_has_is_told_with_the_nearest_ones(site: Path) -> None:
    found = ask(site, "feryr pear")
    assert (found["titles"], found["unknown"], found["near"]) == ([], ["feryr"], [["ferry"]])
    assert ask(site, "ligthhouse")["near"] == [["lighthouse"]]
    assert ask(site, "zzzzzz")["near"] == [[]]


def test_what_is_passed_over_is_told(site: Path) -> None:
    assert ask(site, 'the "it was"')["passed"] == ["the", "it was"]


def test_a_query_reads_a_file_for_each_word_and_each_result_at_most(site: Path) -> None:
    loaded = ask(site, "harbour quiet ")["loaded"]
    assert len([name for name in loaded if name.startswith("terms/")]) <= 2
    assert not [name for name in loaded if name.startswith("words/")]
    assert len(loaded) == len(set(loaded))
