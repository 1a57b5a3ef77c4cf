"""The shape of the code: the table of docs/architecture.md, which is the reading order, and what follows from it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import backfile

PACKAGE = Path(backfile.__file__).parent

# A module imports only modules that stand above it; a package's own module stands below its members.
READING_ORDER = """
    backfile

    errors model hosts dates locales messages slugs archive lock damage

    plainhead frontmatter amend schema ledger alignment passages edits markup prose commonmark markdown
    copies urls redirects dataset taxonomies tokenizer postings keywords collation entries
    inversion credits citations references metadata
    tagrules colors settings themefiles charts calendars environment theme likeness subjects

    related reach catalog blocks

    pages.page pages.files pages.look pages.not_found pages.robots pages.aliases pages.rules pages.stories
    pages.on_this_day pages.dates pages.articles pages.data pages.terms pages.coverage pages.home pages.feed
    pages.sitemap pages.tombstones pages.search pages

    importers.vocabulary importers.doubts importers.escape importers.encoding importers.trees importers.language
    importers.printed_dates importers.paragraphs importers.people importers.units
    importers.headline importers.publication
    importers.bylines importers.scores importers.features importers.frame
    importers.lines importers.surety importers.text importers.html_blocks importers.html_linked importers.html_carried
    importers.html_marks importers.html_captions importers.html_images importers.html_source importers.html_saved
    importers.html_title importers.html_head importers.html_people importers.html_signed importers.html_printed
    importers.html_dates importers.html_metadata importers.html_roles importers.html_tree importers.html_tables
    importers.html_notes importers.html_features importers.html_wording importers.html_foot
    importers.html_body importers.html_markdown importers.html_lead importers.html_account
    importers.markdown importers.html importers.names importers.suggest importers

    old_addresses pictures fingerprints render withheld processes parallel recurrence parsing indexing work cluster
    captures
    sheets record manifest stale switch publish scan tagger

    families ingest explain revise build checks review review_pages tagging

    watching overlay host unpublished ahead preview drawing terminal tables cli __main__
""".split()

# Each library has one home. lxml has two rooms: one module parses, the other walks the tree; so has Jinja2: one makes
# environments, the other asks them for templates; numpy counts in several.
HOMES = {
    "babel": {"locales", "messages"},
    "chardet": {"importers.encoding"},
    "distributed": {"cluster"},
    "ftfy": {"importers.encoding"},
    "imagesize": {"parsing"},
    "jinja2": {"environment", "theme"},
    "livereload": {"host"},
    "lxml": {"importers.html", "importers.html_blocks"},
    "markdown_it": {"commonmark"},
    "markupsafe": {"environment", "render"},
    "mdit_py_plugins": {"commonmark"},
    "nh3": {"commonmark"},
    "numpy": {
        "importers.features",
        "importers.html_body",
        "importers.html_features",
        "importers.html_tree",
        "importers.html_wording",
        "importers.trees",
        "inversion",
        "likeness",
        "recurrence",
    },
    "py3langid": {"importers.language"},
    "rich": {"drawing", "tables"},
    "tomlkit": {"amend"},
    "tornado": {"host"},
    "watchfiles": {"watching"},
    "yaml": {"frontmatter"},
}
# What comes with a library that is asked for by name: Jinja2's, and livereload's.
BROUGHT_ALONG = {"markupsafe", "tornado"}
# What only an extra brings: pip install 'backfile[cluster]'.
EXTRAS = {"distributed": "cluster"}
# Where a library's module is not called as its distribution.
DISTRIBUTIONS = {"markdown_it": "markdown-it-py", "mdit_py_plugins": "mdit-py-plugins", "yaml": "pyyaml"}

AIR = re.compile(r"os\.(environb?|getenv|getcwd)|(datetime\.)?(datetime|date)\.(now|today|utcnow)|Path\.cwd")


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "backfile"


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def parse(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def find_imports(module: str) -> Iterator[tuple[str, str]]:
    """Every import of a module, wherever it stands: the module that is imported, and the name out of it."""
    for node in ast.walk(parse(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            yield from ((node.module or "", alias.name) for alias in node.names)


def find_own_imports(module: str) -> Iterator[str]:
    """The modules of Backfile that a module imports, by their names in the table."""
    for source, name in find_imports(module):
        if source == "backfile" or source.startswith("backfile."):
            inner = source.removeprefix("backfile").removeprefix(".")
            member = f"{inner}.{name}".strip(".")
            yield member if member in MODULES else inner or "backfile"


def find_libraries(module: str) -> set[str]:
    tops = {source.partition(".")[0] for source, _ in find_imports(module)}
    return tops - sys.stdlib_module_names - {"backfile"}


def test_every_module_is_in_the_table_once() -> None:
    assert sorted(READING_ORDER) == sorted(MODULES)


def test_the_table_is_the_documented_one() -> None:
    document = PACKAGE.parent.parent / "docs" / "architecture.md"
    if not document.is_file():
        pytest.skip("Backfile is installed without its checkout")
    table = document.read_text("utf-8").partition("## The modules")[2].partition("\n## ")[0]
    documented = re.findall(r"^\|[^|]*\|([^|]*)\|", table, re.MULTILINE)
    names = [name for cell in documented for name in re.findall(r"`(\w+)/?`", cell)]
    assert names == [name for name in READING_ORDER if "." not in name and name not in {"backfile", "__main__"}]


@pytest.mark.parametrize("module", READING_ORDER)
def test_a_module_imports_only_modules_above_it(module: str) -> None:
    above = set(READING_ORDER[: READING_ORDER.index(module)])
    assert set(find_own_imports(module)) <= above


@pytest.mark.parametrize("module", READING_ORDER)
def test_every_library_has_one_home(module: str) -> None:
    assert find_libraries(module) == {library for library, homes in HOMES.items() if module in homes}


def test_every_library_that_is_used_is_asked_for_and_the_other_way_round() -> None:
    pyproject = PACKAGE.parent.parent / "pyproject.toml"
    if not pyproject.is_file():
        pytest.skip("Backfile is installed without its checkout")
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    used = {DISTRIBUTIONS.get(library, library) for library in HOMES.keys() - BROUGHT_ALONG - EXTRAS.keys()}
    assert {re.split("[<>=]", requirement)[0] for requirement in project["dependencies"]} == used
    for library, extra in EXTRAS.items():
        assert library in {re.split("[<>=]", asked)[0] for asked in project["optional-dependencies"][extra]}


@pytest.mark.parametrize("module", READING_ORDER)
def test_every_module_begins_with_its_contract(module: str) -> None:
    contract = ast.get_docstring(parse(module)) or ""
    assert 1 <= len(contract.splitlines()) <= 8


@pytest.mark.parametrize("module", [module for module in READING_ORDER if module != "cli"])
def test_only_the_shell_reads_from_the_air(module: str) -> None:
    imported = {source for source, _ in find_imports(module)}
    assert not imported & {"time", "locale"}
    assert not set(find_imports(module)) & {("os", name) for name in ("environ", "environb", "getenv", "getcwd")}
    names = {ast.unparse(node) for node in ast.walk(parse(module)) if isinstance(node, ast.Attribute)}
    assert [name for name in sorted(names) if AIR.fullmatch(name)] == []
