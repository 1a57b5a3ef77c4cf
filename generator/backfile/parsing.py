"""One file of content/ or originals/ as a build reads it.

In: a file that the walk met. Out: `Parsed`: its digest, and the entry of an article, the shape of a picture, or what is
wrong with it. It never raises for what a file holds. Loads all that parsing takes, so it is loaded late. Home of
imagesize.
"""

import hashlib
import re
from pathlib import Path

from backfile.archive import MAX_ARTICLE_BYTES, File, digest_file, is_article, read_file, unreadable
from backfile.entries import Parsed, Record, make_entry
from backfile.frontmatter import decode
from backfile.keywords import find_keywords
from backfile.markdown import find_excerpt, find_link_targets
from backfile.model import Article, Problem, Source
from backfile.schema import parse_article
from backfile.urls import parse_alias

# What imagesize is asked about.
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
# Characters that are words, as word processors have it: Chinese, and Japanese kana. Then those of scripts whose words
# aren't parted by spaces (Thai, Lao, Burmese, Khmer), some five of which make a word.
_WORDS = re.compile(
    "[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd]"
)
_UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_PER_WORD = 5
# The bytes of UTF-8 without those that begin a character of these scripts: to strike them out tells in no time that a
# text has none.
_OTHER_BYTES = bytes(range(0xE0)) + b"\xe2" + bytes(range(0xF5, 0x100))


def count_words(text: str) -> int:
    """How many words a text has, roughly where its script puts no spaces between them."""
    if not text.encode().translate(None, _OTHER_BYTES):
        return len(text.split())
    signs, characters = len(_WORDS.findall(text)), len(_UNPARTED.findall(text))
    if not signs and not characters:
        return len(text.split())
    others = _UNPARTED.sub(" ", _WORDS.sub(" ", text)).split()
    return signs + -(-characters // _PER_WORD) + sum(any(map(str.isalnum, word)) for word in others)


def parse_file(file: File, root: Path) -> Parsed:
    """Read a file below the archive at `root`: an article is parsed, of others the digest and the shape are taken."""
    if not is_article(file.path):
        return _digest_file(file, root)
    if file.size > MAX_ARTICLE_BYTES:
        message = f"is {file.size // 1_000_000} MB, too large for an article"
        return _failed(file, Problem("error", "too-large", file.path, None, message, "is it Markdown at all?"))
    try:
        data = read_file(f"{root}/{file.path}")
    except OSError as error:
        return _failed(file, unreadable(file.path, error))
    empty = Problem("error", "empty", file.path, None, "is empty", "write the article, or remove the file")
    text = decode(data, file.path) if data.strip() else empty
    if isinstance(text, Problem):
        return _failed(file, text)
    parsed = parse_article(text, file.path)
    problems = parsed.problems + (_bad_aliases(parsed.article) if parsed.article else ())
    digest = hashlib.sha256(data).hexdigest()
    if parsed.article is None or any(problem.severity == "error" for problem in problems):
        return Parsed(file, digest, None, problems)
    source = Source(file.path, digest, len(data))
    body = parsed.body
    start, links = len(text) - len(body), find_link_targets(body)
    keywords = find_keywords(parsed.article.title, body)
    record = Record(source, parsed.article, find_excerpt(body), count_words(body), links, start, keywords)
    return Parsed(file, digest, make_entry(record), problems)


def _failed(file: File, problem: Problem) -> Parsed:
    return Parsed(file, "", None, (problem,))


def _digest_file(file: File, root: Path) -> Parsed:
    try:
        return Parsed(file, digest_file(root / file.path), None, shape=_measure(file, root))
    except OSError as error:
        return _failed(file, unreadable(file.path, error))


def _measure(file: File, root: Path) -> tuple[int, int]:
    """A picture's width and height, as it is shown; 0 and 0 where its head doesn't tell both."""
    if not file.path.startswith("content/") or not file.path.casefold().endswith(_PICTURES):
        return 0, 0
    import imagesize  # noqa: PLC0415  (most archives have few pictures, or none)

    with (root / file.path).open("rb") as opened:
        width, height = imagesize.get(opened)
    return (int(width), int(height)) if width >= 1 and height >= 1 else (0, 0)


def _bad_aliases(article: Article) -> tuple[Problem, ...]:
    problems = []
    for alias in article.aliases:
        try:
            parse_alias(alias)
        except ValueError as error:
            hint = "write the old path as it stood on the site: /2003/11/old-name/"
            problems.append(Problem("error", "bad-alias", article.path, None, str(error), hint))
    return tuple(problems)
