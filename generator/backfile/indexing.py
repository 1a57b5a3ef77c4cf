"""A block of articles, read and indexed, where the work is done.

In: a block's name and articles. Out: its file in the archive's cache, or a Problem: an article that changed since it
was scanned. The text of an article is what its page shows. Loads all that reading Markdown takes, so it is loaded late.
"""

import json
from pathlib import Path

from backfile.archive import Archive, read_source
from backfile.blocks import BlockJob, write_block
from backfile.entries import Indexed
from backfile.frontmatter import decode
from backfile.inversion import index_block
from backfile.markdown import find_text
from backfile.model import Problem, Source
from backfile.postings import Rooms


def index_block_file(job: BlockJob, root: Path, language: str, rooms: Rooms, about: str) -> Problem | None:
    """Index a block and keep it."""
    articles = []
    for article in job.articles:
        facts = json.loads(article.facts)
        text = _read_text(article, root)
        if isinstance(text, Problem):
            return text
        articles.append((facts, text))
    write_block(Archive(root).index / job.name, index_block(articles, language, rooms, about), job.articles[0].sort[:4])
    return None


def _read_text(article: Indexed, root: Path) -> str | Problem:
    data = read_source(f"{root}/{article.path}", Source(article.path, article.digest, 0))
    text = data if isinstance(data, Problem) else decode(data, article.path)
    return text if isinstance(text, Problem) else find_text(text[article.start :])
