"""Reads a Markdown article: of Backfile, Jekyll, Hugo, Pelican, Zola or Obsidian Web Clipper.

In: a `Capture` in any encoding. Out: its article as a `Draft`, the body as it is, or the first problem of its front
matter. `schema` reads the front matter; slug and id are kept only where the file itself gives them. Pictures that the
body or the front matter names and whose file is at hand are attached under the names that they have.
"""

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from backfile.frontmatter import split
from backfile.importers.encoding import decode, is_text
from backfile.importers.language import detect_language
from backfile.importers.text import no_article
from backfile.model import Article, Attachment, Capture, Draft, Image, Importer, Line, Problem
from backfile.schema import parse_article

SUFFIXES = (".md", ".markdown")
# What the line of a front matter key is; all others count as part of the headline's block.
_FIELD_KINDS = {
    **{
        name: name for name in ("subtitle", "agency", "source", "date", "place", "section", "credit", "caption", "tags")
    },
    **dict.fromkeys(("author", "authors"), "byline"),
    **dict.fromkeys(("category", "categories"), "section"),
}
_PICTURE = re.compile(
    r"""!\[(?:\\.|[^\]\\])*\]\(\s*(?:<([^>\n]+)>|([^\s()]+(?:\([^\s()]*\)[^\s()]*)*))   # ![alt](file "title")
      | !\[\[([^\]|\n]+)(?:\|[^\]\n]*)?\]\]                                              # ![[file|width]]
      | <img\b[^>]*?\bsrc\s*=\s*["']([^"'\n]+)["']""",
    re.VERBOSE | re.IGNORECASE,
)


def sniff(capture: Capture) -> float:
    """Front matter tells; the suffix alone says little less."""
    if not is_text(capture.data):
        return 0.0
    named = capture.name.casefold().endswith(SUFFIXES)
    head = capture.data[:65536].decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    fenced = re.match(
        r"\s*(?:---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)|\+\+\+[ \t]*\n(?:.*\n)*?\+\+\+[ \t]*(?:\n|$))", head
    )
    if fenced and re.search(r"^[\"']?\w[\w .-]*[\"']?\s*[:=]", fenced[0], re.MULTILINE):
        return 0.9
    return 0.8 if named else 0.0


def read(capture: Capture) -> Draft | Problem:
    """The article of a Markdown file."""
    text, encoding = decode(capture.data)
    parsed = parse_article(text, f"content/{capture.name}")
    if parsed.article is None:
        fault = next(problem for problem in parsed.problems if problem.severity == "error")
        return replace(fault, path=capture.name)
    if not parsed.body.strip():
        return no_article(capture)
    given = {name.casefold() for name in split(text, capture.name).fields}
    pictures = _find_pictures(parsed.article.images, parsed.body, capture.folder)
    article = replace(
        parsed.article,
        path="",
        slug=parsed.article.slug if "slug" in given else "",
        id=parsed.article.id if "id" in given else "",
        language=parsed.article.language or detect_language(parsed.body),
        provenance=None,
    )
    return Draft(article, parsed.body, _account(text, article, parsed.body_line), pictures, encoding)


def _find_pictures(images: tuple[Image, ...], body: str, folder: Path) -> tuple[Attachment, ...]:
    """The files below the article's own folder that it shows; their names stay, so that the body needn't change."""
    names = [image.file for image in images]
    names += [unquote(next(filter(None, match.groups()))) for match in _PICTURE.finditer(body)]
    return tuple(
        Attachment(str(folder / PurePosixPath(name)), name)
        for name in dict.fromkeys(names)
        if _is_at_hand(folder, name)
    )


def _is_at_hand(folder: Path, name: str) -> bool:
    if not name or ":" in name or "\\" in name or name.startswith("/"):
        return False
    try:
        path = (folder / PurePosixPath(name)).resolve()
        return path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):
        return False


def _account(text: str, article: Article, body_line: int) -> tuple[Line, ...]:
    """Everything is kept: a file of this kind holds an article and nothing else."""
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return tuple(Line(number, "body" if number >= body_line else _field_kind(line), line) for number, line in numbered)


def _field_kind(line: str) -> str:
    key = re.match(r"[\"']?(\w+)", line.strip())
    return _FIELD_KINDS.get(key[1].casefold(), "headline") if key else "headline"


IMPORTER = Importer("markdown", "1", sniff, read)
