"""What changes reach: after any edits, the pages in the scope are all that differ from what was planned before."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backfile import reach
from backfile.archive import File, is_article
from backfile.catalog import Catalog
from backfile.dates import parse_date
from backfile.entries import Record, make_entry
from backfile.messages import Messages
from backfile.model import Article, Correction, Image, Page, Provenance, Source, Withheld
from backfile.pages import plan, sitemap
from backfile.pages.page import collect_material
from backfile.settings import Settings
from backfile.subjects import Scope

SETTINGS = Settings(
    base_url="https://example.org/",
    page_size=3,
    home_size=4,
    feed_size=3,
    term_feeds=2,
    publish_markdown=True,
    publish_originals=True,
    data=("csv", "jsonl", "sqlite"),
    redirects=("nginx",),
    old_sites=("https://old.example/",),
)
CSS = [Source("templates/assets/style.css", "c55", 3)]
TAGS = ["Korea", "korea", "KOREA", "C", "C++", "C#", "Zürich", "zurich", "na\u00efve/tab"]
DATES = [
    "",
    "1998",
    "1998~",
    "1998-02",
    "1998-02-10",
    "1998-02-11T09:30",
    "1999-03-01",
    "2011-02-10",
    "2011",
    "2011-03",
]
WORDS = ["ferry", "harbour", "korea", "storm", "whale", "zebra"]
LINKS = [f"a{number}.md" for number in range(12)] + ["map.png", "/b.png", "/1998/02/10/a1.html", "none.md"]
URLS = ["https://a.example/1", "http://www.a.example/1/", "https://a.example/2#x"]
URLS += ["https://old.example/x.php?id=1", "https://www.old.example/story"]
LINKS += URLS


class Edited:
    """A catalog that is edited at random, beside the pages that were planned when it was last built."""

    def __init__(self, catalog: Catalog, settings: Settings, chance: random.Random) -> None:
        self.catalog, self.settings, self.chance, self.number = catalog, settings, chance, 0
        self.pages: dict[str, Page] = {}
        self.paths: set[str] = set()
        self.articles: dict[str, Article] = {}

    def edit(self) -> None:
        match self.chance.choice(["article", "article", "article", "retag", "remove", "file", "nothing"]):
            case "article":
                self.put(self.chance.choice([f"content/a{self.chance.randrange(14)}.md", *sorted(self.paths)]))
            case "retag" if articles := sorted(filter(is_article, self.paths)):
                path = self.chance.choice(articles)
                self.enter(replace(self.articles[path], tags=tuple(self.chance.sample(TAGS, self.chance.randrange(4)))))
            case "remove" if self.paths:
                path = self.chance.choice(sorted(self.paths))
                self.catalog.remove_file(path)
                self.paths.discard(path)
            case "file":
                self.put_file(self.chance.choice(["content/map.png", "content/b.png", "originals/a.txt"]))

    def put(self, path: str) -> None:
        if not is_article(path):
            self.put_file(path)
            return
        self.enter(self.make_article(path))

    def enter(self, article: Article) -> None:
        self.number += 1
        path, links = article.path, tuple(self.chance.sample(LINKS, self.chance.randrange(4)))
        source = Source(path, str(self.number), 1)
        keywords = tuple(self.chance.sample(WORDS, self.chance.randrange(4)))
        self.catalog.add_article(
            make_entry(Record(source, article, f"Words {self.chance.randrange(3)}.", 2, links, 9, keywords))
        )
        self.catalog.add_file(File(path, 1, 0, 0), source.digest)
        self.articles[path] = article
        self.paths.add(path)

    def put_file(self, path: str) -> None:
        self.catalog.add_file(File(path, 2, 0, 0), self.chance.choice("xy"))
        self.paths.add(path)

    def make_article(self, path: str) -> Article:
        chance, name = self.chance, path.removeprefix("content/").removesuffix(".md")
        date, updated = chance.choice(DATES), chance.choice(["", "", "2012-01-01"])
        return Article(
            path,
            f"Title {chance.randrange(5)}",
            chance.choice([name, name, f"{name}-again"]),
            date=parse_date(date) if date else None,
            updated=parse_date(updated) if updated else None,
            authors=tuple(chance.sample(["Nora Bell", "NORA BELL", "Ida"], chance.randrange(3))),
            section=chance.choice(["", "News", "news"]),
            source=chance.choice(["", "The Echo", "THE ECHO", "Post"]),
            people=tuple(chance.sample(["Nora Bell", "Ida", "ida"], chance.randrange(3))),
            tags=tuple(chance.sample(TAGS, chance.randrange(4))),
            suggested_tags=tuple(chance.sample(TAGS, chance.randrange(2))),
            url=chance.choice(["", "", *URLS]),
            aliases=chance.choice([(), (), (f"/old/{name}/",)]),
            images=tuple(Image(file) for file in chance.sample(["map.png", "b.png", ""], chance.randrange(3))),
            corrections=chance.choice([(), (Correction("Not Ida."),)]),
            withheld=chance.choice([Withheld(), Withheld("A reason", show_title=True)]),
            text_family=chance.choice(["", "", "one", "two"]),
            status=chance.choice(["published"] * 5 + ["withheld", "draft"]),
            provenance=chance.choice([None, None, Provenance("originals/a.txt", "a.txt", chance.choice("xy"))]),
        )

    def plan_scope(self, scope: Scope) -> dict[str, Page]:
        """The pages of the last build, those about subjects in the scope planned anew."""
        ranges = list(scope.ranges())
        kept = {
            path: page
            for path, page in self.pages.items()
            if not any(low <= page.subject <= high for low, high in ranges)
        }
        return kept | as_pages(plan(collect_material(self.catalog, self.settings, Messages("en"), CSS, scope)))


def as_pages(pages: Iterator[Page]) -> dict[str, Page]:
    return {page.path: page for page in pages}


def count_all(catalog: Catalog) -> list[object]:
    """All that the catalog counts, and keeps up to date."""
    periods = [list(catalog.periods(length=length)) for length in (4, 7, 10)]
    sources = [(term.key, list(catalog.covered(term.key))) for term in catalog.terms("sources")]
    return [catalog.count(), catalog.count_in("undated"), periods, list(catalog.anniversaries()), sources]


def has_doors(pages: dict[str, Page]) -> str:
    """What the navigation leads to, on which all pages depend."""
    return pages["404.html"].context


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite") as opened:
        opened.note_state("0")
        yield opened


@pytest.mark.parametrize("seed", range(8))
def test_after_any_edits_the_pages_in_the_scope_are_all_that_changed(
    catalog: Catalog, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (reach, sitemap):
        monkeypatch.setattr(module, "SITEMAP_SINGLE", 8)
    settings = replace(SETTINGS, single_term_pages=seed % 4 == 0)
    edited = Edited(catalog, settings, random.Random(seed))
    for number in range(12):
        edited.put(f"content/a{number}.md")
    catalog.settle()
    edited.pages = as_pages(plan(collect_material(catalog, settings, Messages("en"), CSS)))
    catalog.follow()
    compared = 0
    for step in range(100):
        for _ in range(edited.chance.randrange(1, 4)):
            edited.edit()
        catalog.settle()
        scope = catalog.scope(settings.page_size)
        whole = as_pages(plan(collect_material(catalog, settings, Messages("en"), CSS)))
        if has_doors(whole) == has_doors(edited.pages):
            assert edited.plan_scope(scope) == whole, f"step {step}"
            compared += 1
        if edited.chance.random() < 0.7:  # else as after a build that failed
            edited.pages = whole
            catalog.follow()
    assert compared > 60
    counted = count_all(catalog)
    catalog._follows = False  # as after too many changes: all is counted anew
    catalog.settle()
    assert counted == count_all(catalog)
