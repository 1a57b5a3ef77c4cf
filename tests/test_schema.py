"""The schema: other generators' front matter, faults, and that an article is written as it is read."""

import string
from dataclasses import fields, replace
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import example, given
from hypothesis import strategies as st

from backfile.dates import parse_date
from backfile.frontmatter import Plain, join, split
from backfile.model import Article, Correction, Image, Origin, PartialDate, Provenance, Withheld
from backfile.schema import Parsed, format_article, parse_article
from backfile.slugs import fault_of_slug, slugify
from backfile.urls import parse_alias

PATH = "content/2011/02/mill.md"
FIXTURES = Path(__file__).parent / "fixtures" / "schema"


def cases(name: str) -> list[ParameterSet]:
    """Each case of a file: front matter, and after a line `=====>` what is made of it."""
    found = []
    for case in (FIXTURES / name).read_text("utf-8").split("\n===== ")[1:]:
        title, _, rest = case.partition("\n")
        text, _, expected = rest.partition("\n=====>\n")
        found.append(pytest.param(text + "\n", expected.rstrip("\n"), id=title))
    return found


def show(found: Parsed) -> str:
    """The canonical front matter without fences, if there is an article, and the problems."""
    lines = []
    if found.article:
        lines += format_article(found.article, "").split("\n")[1:-2]
    for problem in found.problems:
        lines.append(f"{problem.path}:{problem.line}: {problem.severity}: {problem.message} [{problem.code}]")
        lines.append(f"    hint: {problem.hint}")
    return "\n".join(lines)


def read(text: str, path: str = PATH) -> Article:
    found = parse_article(text, path)
    assert found.article is not None, found.problems
    return found.article


@pytest.mark.parametrize(("text", "expected"), cases("generators.txt"))
def test_front_matter_of_other_generators_becomes_ours(text: str, expected: str) -> None:
    assert show(parse_article(text, PATH)) == expected


@pytest.mark.parametrize(("text", "expected"), cases("faults.txt"))
def test_every_fault_is_reported_with_its_line_and_a_hint(text: str, expected: str) -> None:
    assert show(parse_article(text, PATH)) == expected


@pytest.mark.parametrize(("text", "expected"), cases("generators.txt"))
def test_what_was_read_is_written_and_read_the_same(text: str, expected: str) -> None:
    found = parse_article(text, PATH)
    assert_round_trip(read(text), found.body)


def assert_round_trip(article: Article, body: str) -> None:
    text = format_article(article, body)
    again = parse_article(text, article.path)
    assert again.article == article
    assert not [problem for problem in again.problems if problem.code != "near-key"]
    assert format_article(again.article, again.body) == text


FULL = Article(
    path=PATH,
    title="Mill burns: three hurt",
    slug="mill",
    id="ledger-7",
    subtitle="1984",
    date=parse_date("2011-02-10T01:00:00+00:00"),
    updated=parse_date("1998~"),
    authors=("Ann Lee", "Ruth Adler, Jr."),
    agency="AP",
    source="The Valley Ledger",
    section="Local",
    place="Ostrava",
    people=("Ruth Adler", "Ito Ren"),
    tags=("mill", "no"),
    suggested_tags=("Ostrava",),
    language="no",
    summary="One.\n\nTwo.",
    url="https://ledger.example.org/7",
    aliases=("/old/mill.html",),
    images=(Image("mill.png", "Smoke", "The mill", "Ann Lee"), Image(caption="Lost")),
    rights="© 2011",
    text_family="ferry-1911",
    corrections=(Correction("Her name is Ruth.", parse_date("2012-03")), Correction("no")),
    status="withheld",
    withheld=Withheld("By order:\nof a court", parse_date("2024"), show_title=True, quotable=("He said: no.", "yes")),
    provenance=Provenance(
        original="originals/2011/02/mill.txt",
        name="mill 1.txt",
        sha256="0" * 64,
        importer="text/1",
        captured=PartialDate(2012),
        kept="5,7-8",
        origins=(Origin("title", "json-ld, 2", 0.95), Origin("date", "", 0.5), Origin("no", "line 5", 1.0)),
        doubts=("two dates", "no"),
        reviewed=True,
    ),
    extra={"weight": Plain("10"), "box": {"colours": ["red", Plain("7")]}, "Note": "12:30"},
)


def test_every_field_is_written_in_one_order() -> None:
    keys = [line.partition(":")[0] for line in format_article(FULL, "Body.").split("\n") if line[:1].isalpha()]
    known = [field.name for field in fields(Article) if field.name not in {"path", "extra", "provenance"}]
    assert sorted(keys[:-5]) == sorted(known)
    assert keys[-5:] == ["weight", "box", "Note", "provenance", "Body."]


def test_a_full_article_reads_as_it_was_written() -> None:
    assert_round_trip(FULL, "Body.\n")


def test_defaults_are_left_out() -> None:
    assert format_article(Article(PATH, "Mill", "mill", "2011/02/mill"), "") == "---\ntitle: Mill\nslug: mill\n---\n"


def test_extra_keys_keep_their_form() -> None:
    text = "---\ntitle: T\nslug: mill\nweight: 10\nquoted: '10'\ntoc: false\nwhen: 2011-02-10\nnone:\n---\n"
    assert format_article(read(text), "") == text


@pytest.mark.parametrize(
    ("path", "text", "title", "slug", "date"),
    [
        ("content/2011-02-10-mill-burns.md", "x", "Mill burns", "mill-burns", "2011-02-10"),
        ("content/2011-02-10-mill-burns.md", "# The mill #\n", "The mill", "mill-burns", "2011-02-10"),
        ("content/mill.md", "```\n# no\n```\n\n# Yes\n", "Yes", "mill", ""),
        ("content/Old Mill.md", "", "Old Mill", "old-mill", ""),
        ("content/news/mill/index.md", "", "Mill", "mill", ""),
        ("content/2011/02/index.md", "---\ntitle: The Mill\n---\n", "The Mill", "the-mill", ""),
        ("content/2011-02-10.md", "", "2011-02-10", "2011-02-10", "2011-02-10"),
        ("content/con.md", "", "Con", "con-1", ""),
        ("content/новости.md", "", "Новости", "новости", ""),
        ("content/_.md", "", "_", "untitled", ""),
    ],
)
def test_what_is_missing_comes_from_heading_and_name(path: str, text: str, title: str, slug: str, date: str) -> None:
    article = read(text, path)
    assert (article.title, article.slug[: len(slug)]) == (title, slug)
    assert article.date == (parse_date(date) if date else None)
    assert article.id == path.removeprefix("content/").removesuffix(".md")


def test_the_front_matter_counts_before_the_file_name() -> None:
    article = read("---\ntitle: T\nslug: s\ndate: 1923\n---\n# H\n", "content/2011-02-10-x.md")
    assert (article.title, article.slug, article.date) == ("T", "s", PartialDate(1923))


def test_a_file_name_with_a_day_that_never_was_is_undated() -> None:
    found = parse_article("x", "content/2011-02-31-mill.md")
    assert found.article and found.article.date is None
    assert [problem.code for problem in found.problems] == ["bad-file-date"]


def test_a_heading_stays_in_the_body() -> None:
    found = parse_article("---\ndate: 1923\n---\n\n# The mill\n\nBurned.\n", PATH)
    assert (found.body, found.body_line) == ("# The mill\n\nBurned.\n", 5)


def test_pictures_may_lie_anywhere_in_content() -> None:
    assert (
        read("---\nimages: [../../map.png, /static/a.png, 'a b\u202fc.png']\n---\n").images[0].file == "../../map.png"
    )


# Properties.

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
lines = st.text(letters, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
names = lines.filter(lambda name: "[[" not in name and not name.startswith("#")) | st.sampled_from(
    ["1984", "no", "12:30"]
)
tags = names.map(lambda name: name.lstrip("# ")).filter(bool)
dates = st.builds(
    PartialDate,
    st.integers(1, 9999),
    st.integers(1, 12),
    st.integers(1, 28),
    st.none() | st.times().map(lambda clock: clock.replace(microsecond=0)),
    uncertain=st.booleans(),
) | st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12), uncertain=st.booleans())
places = lines.map(lambda place: place.rstrip(" ,")) | st.just("")
origins = st.builds(Origin, lines, places, st.integers(0, 100).map(lambda percent: percent / 100))
provenances = st.builds(
    Provenance,
    st.just("originals/2011/02/mill.txt"),
    kept=lines,
    origins=st.lists(origins, max_size=3, unique_by=lambda origin: origin.field).map(tuple),
    doubts=st.lists(lines, max_size=3).map(tuple),
    reviewed=st.booleans(),
)
extras = st.dictionaries(
    st.text(string.ascii_letters, min_size=8, max_size=12).map(lambda key: f"x {key}")
    | st.sampled_from(["layout", "1984", "no"]),
    st.recursive(
        lines, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(lines, inner, max_size=3), max_leaves=6
    ),
    max_size=3,
)
articles = st.builds(
    Article,
    path=st.just(PATH),
    title=lines,
    slug=lines.map(slugify),
    id=lines,
    subtitle=lines,
    date=st.none() | dates,
    updated=st.none() | dates,
    authors=st.lists(names, max_size=3, unique=True).map(tuple),
    people=st.lists(names, max_size=3, unique=True).map(tuple),
    source=names,
    section=names,
    tags=st.lists(tags, max_size=3, unique=True).map(tuple),
    language=st.sampled_from(["", "no", "en", "pt-BR"]),
    summary=st.text(letters, max_size=60).map(lambda text: text.replace("\r", "").strip()),
    rights=lines,
    images=st.lists(st.builds(Image, alt=lines, caption=lines, credit=lines), max_size=2).map(tuple),
    status=st.sampled_from(["published", "draft", "withheld"]),
    provenance=st.none() | provenances,
    extra=extras,
)


@given(articles, st.text(letters, max_size=60))
@example(replace(FULL, title="- a"), "---\ntitle: x\n---\n")
@example(replace(FULL, title="\x85 #x"), "")
def test_an_article_reads_as_it_was_written(article: Article, body: str) -> None:
    article = replace(article, title=article.title.strip() or "T")
    assert_round_trip(article, body)


KEYS = [
    *("title", "Title", "date", "published", "updated", "draft", "status", "withheld", "tags", "tag", "keywords"),
    *("categories", "category", "section", "author", "authors", "byline", "url", "permalink", "source", "aliases"),
    *("redirect_from", "slug", "lang", "summary", "description", "image", "images", "cover", "extra", "taxonomies"),
    *("params", "id", "place", "name", "file", "alt", "x"),
]
VALUES = [
    *(
        "a",
        "b c",
        "a, b and c",
        "By A",
        "and",
        ",",
        "[[a]]",
        "[[a|b]]",
        "[[x[[a]]y]]",
        "[[[[a]]]]",
        "[[]]",
        "#a",
        "##a",
    ),
    *("1984", "no", "true", "2011-02-10", "2011-02-31", "~", "null", "", "  ", "a.png", "../a", "CON", "/a/b", "/:a/"),
    *("pretty", "www.a.b", "https://a.example.org/b", "http://[", "javascript:x"),
]
heads = st.dictionaries(
    st.sampled_from(KEYS),
    st.recursive(
        st.sampled_from(VALUES) | st.sampled_from(VALUES).map(Plain) | lines,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
        max_leaves=5,
    ),
    max_size=6,
)


@given(heads, st.text(max_size=20))
@example({"categories": ["a", "#a"]}, "")
@example({"extra": {"extra": {"x": "a"}}}, "")
@example({"authors": "[[x[[a]]y]]"}, "")
@example({"authors": [""], "author": "a"}, "")
def test_whatever_is_read_can_be_written_and_read_again(head: dict[str, object], body: str) -> None:
    found = parse_article(join(head, body.replace("\0", "").encode("utf-8", "ignore").decode()), PATH)
    if found.article is None:
        assert any(problem.severity == "error" for problem in found.problems)
    else:
        assert_round_trip(found.article, found.body)


@given(
    st.lists(
        st.sampled_from([*"/.%:?#\\ a\u0301é", "..", "CON", "index", "index.html", "%2e%2e", "//", "C:"]), max_size=6
    )
)
def test_an_alias_without_fault_has_an_address(parts: list[str]) -> None:
    found = parse_article(f"---\naliases: ['{''.join(parts)}']\n---\n", PATH)
    for alias in found.article.aliases if found.article else ():
        assert parse_alias(alias)


@given(st.text(max_size=40))
def test_every_slug_that_is_made_can_be_an_address(name: str) -> None:
    article = parse_article("x", f"content/{name.replace('/', '')}.md").article
    assert article and not fault_of_slug(article.slug) and article.title


yamlish = st.lists(
    st.sampled_from(
        [*"\n\n\n :-#'\"|>[]{}&*!%@`,", "title: ", "date: ", "tags: ", "image: ", "extra: ", "a", "  ", "2011"]
    ),
    max_size=40,
).map("".join)


@given(
    st.text(max_size=60)
    | yamlish.map(lambda text: f"---\ntitle: {text}\n---\n")
    | yamlish.map(lambda t: f"Title: x\n{t}")
)
def test_no_text_makes_parse_article_raise(text: str) -> None:
    found = parse_article(text, PATH)
    assert (found.article is None) == any(problem.severity == "error" for problem in found.problems)
    assert all(problem.message and problem.hint for problem in found.problems)
    assert split(text, PATH).body == found.body


@pytest.mark.parametrize(("line", "code"), [
    ("staus: withheld", "bad-status"), ("satus: Draft", "bad-status"), ("drafts: true", "bad-status"),
    ("staus: published", "near-key"), ("drafts: false", "near-key"),
])  # fmt: skip
def test_a_slip_of_a_key_publishes_nothing_that_was_to_be_kept_back(line: str, code: str) -> None:
    parsed = parse_article(f"---\ntitle: A\n{line}\n---\n\nWords.\n", "content/a.md")
    assert [problem.code for problem in parsed.problems] == [code]
    assert (parsed.article is None) == (code == "bad-status")
