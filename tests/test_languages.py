"""The theme's catalogs against all that templates and planners say, and a site in a script and plural of its own."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from lxml import html

from archives import write_article, write_files
from backfile.cli import main

PROJECT = Path(__file__).parents[1]


def load_extraction() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_messages", PROJECT / "train/messages.py")
    assert spec and spec.loader
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


extraction = load_extraction()
MESSAGES = extraction.find_messages()
CATALOGS = {path.stem: path for path in sorted(extraction.LANGUAGES.glob("*.po"))}


def test_the_theme_speaks_the_languages_that_it_is_said_to_speak() -> None:
    assert set(CATALOGS) == {"ar", "de", "es", "fr", "ja"}
    assert extraction.read_catalog(CATALOGS["ar"]).num_plurals == 6


@pytest.mark.parametrize("language", CATALOGS)
def test_a_catalog_says_all_that_the_sources_say_and_no_more(language: str) -> None:
    faults = extraction.find_faults(extraction.read_catalog(CATALOGS[language]), MESSAGES)
    assert not faults, "make messages\n" + "\n".join(faults)


def test_messages_of_every_kind_are_found() -> None:
    assert "You are here" in MESSAGES  # _ in a template
    assert ("%(number)s article", "%(number)s articles") in MESSAGES  # _n in a template
    assert "Page not found" in MESSAGES  # a planner
    assert "Sections" in MESSAGES  # a taxonomy
    assert "about %(date)s" in MESSAGES  # a filter


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "By %(authors)s"\nmsgstr "Von %(autoren)s"', "placeholders or form: By"),
        ('msgid "By %(authors)s"\nmsgstr "Von"', "placeholders or form: By"),
        ('msgid "By %(authors)s"\nmsgstr ""', "not translated: By"),
        ('#, fuzzy\nmsgid "By %(authors)s"\nmsgstr "Von %(authors)s"', "placeholders or form: By"),
        ('msgid "a"\nmsgid_plural "b %(number)s"\nmsgstr[0] "eins"\nmsgstr[1] ""', "not translated: a"),
        ('msgid "Said no more"\nmsgstr "Vorbei"', "obsolete: Said no more"),
        ('msgid "By %(authors)s"\nmsgstr "Von %(authors)s"', ""),
        ('msgid "a"\nmsgid_plural "b %(number)s"\nmsgstr[0] "eins"\nmsgstr[1] "%(number)s viele"', ""),
    ],
)
def test_a_fault_of_a_catalog_is_found(tmp_path: Path, entry: str, fault: str) -> None:
    head = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    (tmp_path / "de.po").write_text(f"{head}{entry}\n", "utf-8")
    messages = {"By %(authors)s": [], ("a", "b %(number)s"): []}
    said = next(filter(lambda message: extraction._key(message) in entry, messages), "By %(authors)s")
    faults = extraction.find_faults(extraction.read_catalog(tmp_path / "de.po"), {said: []})
    assert (faults[0] if faults else "").startswith(fault) and bool(faults) == bool(fault)


def test_an_update_keeps_what_is_said_still_and_drops_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "ar.po"
    path.write_text(CATALOGS["ar"].read_text("utf-8"), "utf-8")
    kept = {"Dates": ["one.html"], "New": ["two.html"], ("%(number)s article", "%(number)s articles"): ["one.html"]}
    path.write_text(extraction.update(extraction.read_catalog(path), kept), "utf-8")
    catalog = extraction.read_catalog(path)
    assert catalog["Dates"].string == "التواريخ"
    assert len(catalog["%(number)s article"].string) == 6
    assert catalog["New"].string == "" and catalog["Undated"] is None
    assert extraction.update(catalog, kept) == path.read_text("utf-8")


ARTICLE = {"authors": ["Ada Birch", "Bo Carr"], "place": "Keld", "tags": ["Sea"]}


def build(root: Path, language: str, count: int) -> Path:
    articles = {
        f"content/{number}.md": write_article(f"Article {number}", f"2011-02-{1 + number % 28:02}", **ARTICLE)
        for number in range(1, count)
    }
    articles["content/0.md"] = write_article("Article 0", "1998~", **ARTICLE)
    write_files(root, {"backfile.toml": f'language = "{language}"\n', **articles})
    assert main(["build", "-C", str(root), "--quiet", "--jobs", "1"]) == 0
    return root / "site"


def read(page: Path) -> str:
    return " ".join(html.parse(page).getroot().text_content().split())


@pytest.mark.parametrize(
    ("language", "count", "said", "month", "byline", "about"),
    [
        ("ar", 2, "مقالتان", "فبراير 2011", "بقلم Ada Birch وBo Carr", "نحو 1998"),
        ("ar", 5, "5 مقالات", "فبراير 2011", "بقلم Ada Birch وBo Carr", "نحو 1998"),
        ("ar", 12, "12 مقالة", "فبراير 2011", "بقلم Ada Birch وBo Carr", "نحو 1998"),
        ("ja", 12, "記事12件", "2011年2月", "文：Ada Birch、Bo Carr", "1998年頃"),
        ("de", 12, "12 Artikel", "Februar 2011", "Von Ada Birch und Bo Carr", "etwa 1998"),
        ("fr", 12, "12 articles", "février 2011", "Par Ada Birch et Bo Carr", "vers 1998"),
        ("es", 12, "12 artículos", "febrero de 2011", "Por Ada Birch y Bo Carr", "hacia 1998"),
        ("en", 12, "12 articles", "February 2011", "By Ada Birch and Bo Carr", "about 1998"),
    ],
)
def test_a_site_speaks_its_language(
    tmp_path: Path, language: str, count: int, said: str, month: str, byline: str, about: str
) -> None:
    site = build(tmp_path, language, count)
    home = html.parse(site / "index.html").getroot()
    assert home.get("lang") == language and home.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert said in read(site / "index.html") or said in read(site / "dates/index.html")
    assert month in read(site / "2011/02/index.html")
    article = site / "1998/0.html"
    assert byline in read(article)
    assert about in read(article)


def test_no_english_is_left_on_a_site_in_another_language(tmp_path: Path) -> None:
    words = {str(word) for message in MESSAGES for word in ([message] if isinstance(message, str) else message)}
    # Words that are the same in both, and what articles and the settings of this test hold.
    same = {"Feed", "in %(source)s", "Backfile", "Article"}
    site = build(tmp_path, "de", 40)
    for page in site.rglob("*.html"):
        for text in html.parse(page).getroot().xpath("//body//text()[not(ancestor::code)] | //@aria-label | //@title"):
            said = " ".join(text.split())
            assert said not in words - same, f"{page.relative_to(site)}: {said}"
            assert not re.search(r"\b(article|articles|tags?|undated|earlier|later)\b", said), f"{page}: {said}"
