"""`make bench-search`: what the search of an archive loads, finds and takes, beside Pagefind on the same articles.

In: numbers of articles, or a built archive. Out: for queries drawn from one article each, at what rank that article is
found (mean reciprocal rank of the first ten); the bytes and requests of a first query with a cold cache; milliseconds
from a key press to results in Chromium with a warm one. Words are drawn in four ways: from the title; side by side in
the text; from the text by how often they stand in it and how rare they are, as one remembers what one read once; and
at random, where often no program can tell which of several articles was meant. Pagefind is left out where it isn't
installed (`make .venv-peers/installed`).
"""

import argparse
import json
import math
import random
import shutil
import statistics
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from backfile.catalog import Catalog
from backfile.frontmatter import decode
from backfile.markdown import find_text
from backfile.tokenizer import Terms, find_tokens, fold
from browser import DESK, find_browser, host, launch, open_window
from generators import ROOT, find_generators
from measure import measure
from nodes import read_description, run_script

WAYS = ("title", "side by side", "remembered", "random")
# So many articles are shown at first.
SHOWN = 3
_PAGEFIND = ROOT / ".venv-peers/bin/python"


class Text(NamedTuple):
    """An article: its address, the words of its title and of its text that aren't common ones."""

    address: str
    title: list[str]
    words: list[str]


class Query(NamedTuple):
    """Words drawn from the article at an address."""

    words: str
    address: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=int, nargs="*", default=[1000], help="how many to generate (default: 1000)")
    parser.add_argument("--archive", type=Path, help="measure this built archive instead")
    parser.add_argument("--queries", type=int, default=1000, help="how many of each way (default: 1000)")
    options = parser.parse_args()
    if options.archive:
        report(options.archive.absolute(), options.queries)
        return
    for count in options.articles:
        with tempfile.TemporaryDirectory(prefix="backfile-bench-") as folder:
            found = next(find_generators(Path(folder), count, 2))
            assert not isinstance(found, str)
            measure(found.command, found.folder)
            report(found.folder, options.queries)


def report(archive: Path, queries: int) -> None:
    texts = list(read_texts(archive))
    drawn = {way: draw(texts, way, queries) for way in WAYS}
    print(f"{len(texts):,} articles, {queries:,} queries of 2 or 3 words of each way")
    for way, some in drawn.items():
        found = ask(archive / "site", some)
        print(f"{way:12} MRR {rate(found['ranks']):.3f}   {_print_loads(found['loads'])}")
    if find_browser() is None:
        print("Chromium is missing: no times, no Pagefind")
        return
    # `measure` waits for all children, so Pagefind has ended before the browser begins.
    with tempfile.TemporaryDirectory(prefix="backfile-pagefind-") as name:
        has_pagefind = index_with_pagefind(Path(name), archive / "site", texts)
        report_browser(archive / "site", Path(name) if has_pagefind else None, drawn)


def report_browser(site: Path, pagefind: Path | None, drawn: dict[str, list[Query]]) -> None:
    with sync_playwright() as playwright, closing(launch(playwright)) as browser:
        times = sorted(time_keys(browser, site, drawn["remembered"][:200]))
        print(f"key press to results, warm: median {statistics.median(times):.1f} ms, worst {times[-1]:.1f} ms")
        if pagefind:
            report_pagefind(browser, pagefind, drawn)


def read_texts(archive: Path) -> Iterator[Text]:
    with Catalog(archive / ".backfile/catalog.sqlite") as catalog:
        for article in catalog.indexed():
            facts = json.loads(article.facts)
            source = decode((archive / article.path).read_bytes(), article.path)
            assert isinstance(source, str)
            terms = Terms(facts["language"] or "en")
            title, words = (
                [word.lower() for word in find_tokens(text) if terms.find(fold(word))]
                for text in (facts["title"], find_text(source[article.start :]))
            )
            yield Text(facts["address"], title, words)


def draw(texts: Sequence[Text], way: str, count: int) -> list[Query]:
    """Queries, the same for the same articles."""
    dice = random.Random(way)
    rarity = Counter(word for text in texts for word in set(text.words)) if way == "remembered" else Counter()
    queries: list[Query] = []
    while len(queries) < count:
        text, size = dice.choice(texts), dice.choice((2, 3))
        pool = list(dict.fromkeys(text.title if way == "title" else text.words))
        if len(pool) < size:
            continue
        if way == "side by side":
            at = dice.randrange(len(text.words) - size + 1)
            chosen = text.words[at : at + size]
        elif way == "remembered":
            often = Counter(text.words)
            weights = [often[word] * math.log(1 + len(texts) / rarity[word]) for word in pool]
            chosen = list(dict.fromkeys(dice.choices(pool, weights, k=9)))[:size]
        else:
            chosen = dice.sample(pool, size)
        queries.append(Query(" ".join(chosen), text.address))
    return queries


def ask(site: Path, queries: Sequence[Query]) -> Any:
    """The rank of each query's article, 0 if it isn't among ten; the bytes of each file that a first query loads."""
    program = f"""async ({{ site, known, queries }}) => {{
      const ranks = [], loads = [];
      const warm = openSite(site, known);
      for (const [words, address] of queries) {{
        loaded.length = 0;
        const cold = openSite(site, known), first = await cold.search(words);
        await Promise.all(first.hits.slice(0, {SHOWN}).map(cold.show));
        loads.push(loaded.map(([, bytes]) => bytes));
        const rows = await Promise.all((await warm.search(words)).hits.slice(0, 10).map(warm.show));
        ranks.push(1 + rows.findIndex((row) => row[1] === address));
      }}
      return {{ ranks, loads }};
    }}"""
    found = run_script(program, {"site": str(site), "known": read_description(site), "queries": queries})
    always = [(site / name).stat().st_size for name in ("assets/search.js", "search/index.html")]
    return {**found, "loads": [[*always, *files] for files in found["loads"]]}


def rate(ranks: Sequence[int]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def _print_loads(loads: Sequence[Sequence[int]]) -> str:
    sizes, requests = sorted(map(sum, loads)), sorted(map(len, loads))
    half = len(loads) // 2
    return (
        f"{sizes[half] / 1000:.0f} KB (worst {sizes[-1] / 1000:.0f}) "
        f"in {requests[half]} requests (most {requests[-1]}), the page itself among them"
    )


def time_keys(browser: Browser, site: Path, queries: Sequence[Query]) -> Iterator[float]:
    """Milliseconds from a key press until the results of a query stand on the page, when its files are loaded."""
    with open_window(browser, DESK, scripts=True) as page:
        page.goto((site / "search/index.html").as_uri())
        for query in queries:
            _press(page, query.words)
            _press(page, "")
            yield _press(page, query.words)


def _press(page: Page, words: str) -> float:
    return float(
        page.evaluate(
            """(words) => new Promise((resolve) => {
              const box = document.querySelector("#q"), status = document.querySelector(".found-status");
              const begun = performance.now();
              const watch = new MutationObserver(() => (watch.disconnect(), resolve(performance.now() - begun)));
              watch.observe(status, { childList: true });
              box.value = words;
              box.dispatchEvent(new Event("input"));
            })""",
            words,
        )
    )


def index_with_pagefind(folder: Path, site: Path, texts: Sequence[Text]) -> bool:
    """Give Pagefind the pages of articles and nothing else; false where it isn't there."""
    if not _PAGEFIND.exists() or subprocess.run([_PAGEFIND, "-c", "import pagefind_bin"], check=False).returncode:
        print("Pagefind is left out: it isn't installed; `make .venv-peers/installed` installs it")
        return False
    for text in texts:
        page = folder / text.address
        page.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / text.address, page)
    command = [str(_PAGEFIND), "-m", "pagefind", "--site", str(folder), "--root-selector", "article"]
    taken = measure(command, folder)
    files = [path.stat().st_size for path in (folder / "pagefind").rglob("*") if path.is_file()]
    print(f"Pagefind: {taken.cpu:.1f} s of the processor, {len(files):,} files, {sum(files) / 1e6:.1f} MB")
    (folder / "empty.html").write_text("<!doctype html><title>Pagefind</title>", "utf-8")
    return True


def report_pagefind(browser: Browser, folder: Path, drawn: dict[str, list[Query]]) -> None:
    """The same queries with Pagefind."""
    with host(folder) as root:
        for way, some in drawn.items():
            with open_window(browser, DESK, scripts=True) as page:
                page.goto(f"{root}empty.html")
                ranks = [_ask_pagefind(page, query) for query in some]
            cold = [_load_pagefind(browser, root, query) for query in some[:50]]
            print(f"{way:12} MRR {rate(ranks):.3f}   {_print_loads(cold)}")


_PAGEFIND_PROGRAM = """async ([words, most]) => {
  const pagefind = await import("./pagefind/pagefind.js");
  const { results } = await pagefind.search(words);
  return (await Promise.all(results.slice(0, most).map((one) => one.data()))).map(({ url }) => url);
}"""


def _ask_pagefind(page: Page, query: Query) -> int:
    found = page.evaluate(_PAGEFIND_PROGRAM, [query.words, 10])
    wanted = "/" + quote(query.address)
    return next((rank for rank, url in enumerate(found, 1) if url == wanted), 0)


def _load_pagefind(browser: Browser, root: str, query: Query) -> list[int]:
    sizes: list[int] = []
    with open_window(browser, DESK, scripts=True) as page:
        page.on("response", lambda answer: sizes.append(int(answer.header_value("content-length") or 0)))
        page.goto(f"{root}empty.html")
        page.evaluate(_PAGEFIND_PROGRAM, [query.words, SHOWN])
        page.wait_for_timeout(20)
    return sizes


if __name__ == "__main__":
    main()
