"""Holds the documents to the code: what people write, run or meet is explained, and every link leads somewhere."""

import argparse
import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from backfile import blocks, inversion, postings, settings, tokenizer
from backfile.build import BuildResult
from backfile.catalog import Tag, Term
from backfile.cli import _parser
from backfile.explain import Explanation, Finding
from backfile.ingest import Received
from backfile.markdown import render_body
from backfile.model import Article, Correction, Image, Line, Origin, Page, Problem, Provenance, Withheld
from backfile.pages import plan
from backfile.review import Doubtful, Review
from backfile.revise import Revision
from backfile.stale import Change
from backfile.tagging import Decided, Retagged, TagList
from backfile.taxonomies import TAXONOMIES
from backfile.themefiles import find_default_theme
from pages_material import make_article, make_material

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
CODE = PROJECT / "generator" / "backfile"
DOCUMENTS = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", PROJECT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
# Which argument of a call is a problem's code. The last two make a Problem of it.
CODE_ARGUMENT = {"Problem": 1, "report": 0, "_HeadError": 0}
ABOUT_FRONT_MATTER = {"amend.py", "frontmatter.py", "schema.py"}
# The brackets keep the pattern from finding itself.
MACHINE_PATH = re.compile(
    r"/[w]ork/(?:main|shared)|(?<![\w.:/])/[r]oot/|(?<![\w.:/])/[U]sers/\w|(?<![\w.:/])/[h]ome/\w+/"
)
REGISTRY = re.compile(r"[p]ypi\.org|[p]ythonhosted\.org|[r]egistry\.npmjs|[i]ndex-url|/[s]imple/?[\s\"']")


def read(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def sections(text: str, level: int) -> dict[str, str]:
    """The text below each heading of a level, by the heading."""
    parts = re.split(rf"^{'#' * level} (.+)\n", text, flags=re.MULTILINE)
    return {title.strip("`"): below for title, below in zip(parts[1::2], parts[2::2], strict=True)}


def words_in_code(text: str) -> set[str]:
    """Every word that stands in backticks, alone or as part of an expression."""
    return {word for code in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[\w-]+", code)}


# Commands.


def commands() -> dict[str, argparse.ArgumentParser]:
    action = next(a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


@pytest.mark.parametrize("name", commands())
def test_every_command_and_each_of_its_options_is_documented(name: str) -> None:
    documented = sections(read("commands.md"), 2)
    text = documented[f"backfile {name}"] + documented["Options of all commands"]
    for action in commands()[name]._actions:
        for spelling in action.option_strings or [str(action.metavar or action.dest)]:
            assert re.search(rf"`[^`\n]*(?<![\w-]){re.escape(spelling)}(?![\w-])[^`\n]*`", text), spelling


def test_every_documented_command_exists() -> None:
    documented = {title.removeprefix("backfile ") for title in sections(read("commands.md"), 2) if "backfile" in title}
    assert documented == set(commands())


@pytest.mark.parametrize(
    "value",
    [
        BuildResult,
        Received,
        Problem,
        Change,
        Term,
        Review,
        Doubtful,
        Origin,
        Explanation,
        Finding,
        Line,
        Revision,
        TagList,
        Tag,
        Decided,
        Retagged,
    ],
)
def test_every_key_of_a_report_is_documented(value: Any) -> None:
    assert {field.name for field in fields(value)} <= words_in_code(sections(read("commands.md"), 2)["The report"])


# Settings and front matter.


def test_every_setting_is_documented_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(.+?)` \|", read("settings.md"), re.MULTILINE)
    documented = {name: tomllib.loads(f"value = {default}")["value"] for name, default in rows}
    defaults = {field.name: field.default for field in fields(settings.Settings)}
    assert documented == {
        name: (dict if name in settings._TABLES else list)(value) if type(value) is tuple else value
        for name, value in defaults.items()
    }


def test_the_example_of_settings_can_be_used(tmp_path: Path) -> None:
    example = re.findall(r"```toml\n(.+?)```", read("settings.md"), re.DOTALL)[0]
    path = tmp_path / "backfile.toml"
    path.write_text(example, "utf-8")
    assert settings.read_settings(path) != settings.Settings()


@pytest.mark.parametrize("value", [Article, Correction, Image, Provenance, Withheld])
def test_every_field_of_an_article_is_documented(value: Any) -> None:
    assert {field.name for field in fields(value)} <= words_in_code(read("front-matter.md"))


# Problems.


def problem_codes() -> Iterator[tuple[str, str]]:
    """Every problem code in the code, with the name of the module that uses it."""
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (at := CODE_ARGUMENT.get(name_of(node.func))) is not None:
                code = node.args[at]
                if isinstance(code, ast.Constant):
                    yield str(code.value), path.name
                else:
                    assert ast.unparse(code) in {"code", "self.code"}, f"{path.name}:{node.lineno} hides a code"


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_every_problem_is_explained() -> None:
    explained = set(sections(read("problems.md"), 3))
    in_front_matter = words_in_code(read("front-matter.md"))
    for code, module in sorted(problem_codes()):
        assert code in (in_front_matter if module in ABOUT_FRONT_MATTER else explained | in_front_matter), code


def test_every_explained_problem_can_happen() -> None:
    assert set(sections(read("problems.md"), 3)) <= {code for code, _ in problem_codes()}


# The search.


def test_every_constant_of_the_search_is_documented() -> None:
    constants = {
        "PLACES": postings.PLACES,
        "ABOUT": postings.ABOUT,
        "TEXT": postings.TEXT,
        "PREFIX": postings.PREFIX,
        "BASE": postings.BASE,
        "LAST_PLACE": postings.LAST_PLACE,
        "SHOWN": postings.SHOWN,
        "WHOLE": postings.WHOLE,
    }
    text = " ".join(read("search.md").split())
    assert all(f"`{name}` = {value:,}" in text for name, value in constants.items())
    assert f"U+{postings.PRIVATE:X} (`PRIVATE`)" in text
    assert f"blocks of {blocks.LEAST} to {postings.PLACES}" in text
    assert f"one in {blocks.CHANCE} does" in text
    documented = words_in_code(text)
    assert {"blocks", "rooms", *tokenizer.describe_tokenizer([])} <= documented
    assert inversion.FIELDS.keys() <= documented


# Templates and indexes.


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """The pages of a small archive that holds something of everything, and of a split index."""
    image = Image("map.png", "Map", "The map", "Ada Birch")
    whole = {"authors": ("Ada Birch",), "source": "Mercury", "section": "News", "place": "Keld", "images": (image,)}
    articles = [
        make_article("first", "2011-02-10", tags=("Sea",), aliases=("/old",), **whole),
        make_article("second", "2011-02-11", tags=("sea",), **whole),
        make_article("third", "1998~", suggested_tags=("Sea",)),
        make_article("undated", tags=("Sea",), corrections=(Correction("No sea."),)),
        make_article("withheld", status="withheld"),
    ]
    folder = tmp_path_factory.mktemp("planned")
    settings: dict[str, Any] = {
        "base_url": "https://example.org/",
        "page_size": 1,
        "data": ("csv", "jsonl"),
        "publish_markdown": True,
    }
    settings |= {"redirects": ("nginx",), "term_feeds": 1}
    material = make_material(folder, articles, ["content/map.png"], **settings)
    return list(plan(material))


def keys_in(value: object) -> set[str]:
    """The names of all fields in a page's context; not what only `body` reads, and not a person's own keys."""
    if isinstance(value, dict):
        open_to_all = (below for key, below in value.items() if key not in {"links", "source_file", "extra", "package"})
        return set(value).union(*map(keys_in, open_to_all))
    return {key for part in value for key in keys_in(part)} if isinstance(value, list) else set()


def test_every_template_variable_is_documented(planned: list[Page]) -> None:
    documented = sections(read("templates.md"), 3)
    for page in planned:
        if page.template:
            own = next(text for title, text in documented.items() if page.template in title.replace("`", ""))
            assert set(json.loads(page.context)) - {"page", "nav", "several_sources"} <= words_in_code(own), (
                page.template
            )


def test_every_field_of_a_template_variable_is_documented(planned: list[Page]) -> None:
    fields_of_pages = {key for page in planned if page.template for key in keys_in(json.loads(page.context))}
    assert fields_of_pages | {"site", "body"} | {field.name for field in fields(Image)} <= words_in_code(
        read("templates.md")
    )


def test_every_template_is_documented(planned: list[Page]) -> None:
    theme = find_default_theme()
    names = {path.name for path in theme.iterdir() if path.is_file()}
    assert {page.template for page in planned} - {""} <= names
    assert all(f"`{name}`" in read("templates.md") for name in names)


def test_every_setting_that_templates_know_is_documented() -> None:
    known = settings.describe_site(settings.Settings())
    assert all(f"`site.{name}`" in read("templates.md") for name in known)


def test_every_taxonomy_is_documented() -> None:
    for taxonomy in TAXONOMIES:
        assert taxonomy.label.casefold() in read("add-an-index.md").casefold()
        assert f"`terms.{taxonomy.name}`" in read("templates.md")


def test_every_module_and_every_dependency_is_explained() -> None:
    modules = [path.stem for path in CODE.glob("*.py") if not path.stem.startswith("__")]
    assert set(modules) <= words_in_code(read("architecture.md"))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in chain(project["dependencies"], *project["optional-dependencies"].values()):
        name = re.match(r"[\w-]+", requirement)
        assert name and name[0] in read("decisions.md"), requirement


# Links, and what no file may say.


def anchors(text: str) -> set[str]:
    """The fragments that lead to a document's headings, made as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_to_a_file_and_a_heading(document: Path) -> None:
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, fragment = unquote(target).partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        found = (document.parent / path) if path else document
        assert found.exists(), target
        assert not fragment or fragment in anchors(found.read_text("utf-8")), target


def committed_texts() -> Iterator[tuple[str, str]]:
    """Every file that is committed, or will be with the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no checkout")
    for name in listed.stdout.split("\0"):
        if name and (PROJECT / name).is_file():
            yield name, (PROJECT / name).read_bytes().decode("utf-8", "replace")


def test_no_file_names_a_place_on_one_machine_or_a_registry() -> None:
    found = [
        f"{name}: {match[0]}"
        for name, text in committed_texts()
        for pattern in (MACHINE_PATH, REGISTRY)
        for match in pattern.finditer(text)
    ]
    assert not found


def test_what_a_text_may_contain_becomes_what_is_promised() -> None:
    rows = re.findall(r"^\| `(.+?)`[^`|]*(?:`.`[^`|]*)* \| `(.+?)` \|$", read("text.md"), re.MULTILINE)
    assert len(rows) > 18
    for written, shown in rows:
        assert shown in render_body(written), written


def test_the_examples_of_a_text_are_whole() -> None:
    signs = ("<table>", "footnote-ref", "<figcaption>", '<aside class="pullquote">\n<p>')
    examples = re.findall(r"```markdown\n(.+?)```", read("text.md"), re.DOTALL)
    for example, sign in zip(examples, signs, strict=True):
        assert sign in render_body(example)
