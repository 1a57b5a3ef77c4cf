"""Plans the page that searches the archive, and the files that it reads.

In: the index of the archive's blocks. Out: a page, which knows of each block the year and how long its articles are;
files of terms, of words and of what results show, whose context is the digest of what they are made of.
"""

import json
from collections.abc import Iterator
from itertools import groupby

from backfile import urls
from backfile.blocks import Index
from backfile.model import INDEX_FILE, Page
from backfile.pages.page import Material, format_context, make_page
from backfile.subjects import SEARCH as SUBJECT
from backfile.tokenizer import describe_tokenizer


def plan(material: Material) -> Iterator[Page]:
    index = material.index
    if index is None:
        return
    languages = sorted({language for block in index.blocks for language in block.languages})
    known = {
        "blocks": _join_blocks(index),
        "rooms": list(index.rooms),
        "tokenizer": describe_tokenizer(languages),
    }
    yield make_page(
        material, urls.SEARCH, "search.html", material.messages.say("Search"), subject=SUBJECT,
        index=json.dumps(known, separators=(",", ":")),
    )  # fmt: skip
    for name, digest in index.files():
        yield Page(
            urls.search_address(name), INDEX_FILE, format_context({"name": name, "digest": digest}), None, SUBJECT
        )


def _join_blocks(index: Index) -> str:
    """A line for each year: the year, and behind a space each the lengths of the articles of its blocks."""
    years = groupby(index.blocks, lambda block: block.year)
    return "\n".join(" ".join((year, *(block.lengths for block in blocks))) for year, blocks in years)
