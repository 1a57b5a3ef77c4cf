"""Reads a Markdown article: of Backfile, Jekyll, Hugo, Pelican, Zola or Obsidian Web Clipper.

In: a `Capture` in any encoding. Out: its article as a `Draft`, the body as it is, or the first problem of its front
matter. `schema` reads the front matter; slug and id are kept only where the file itself gives them. Pictures that the
body or the front matter names and whose file is at hand are attached under the names that they have. What only Obsidian
reads in a body (`![[picture]]`, `[[link]]`, `==mark==`, `%%comment%%`) becomes CommonMark.
"""

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from backfile.frontmatter import split
from backfile.importers.encoding import decode, is_text
from backfile.importers.escape import escape_inline
from backfile.importers.language import detect_language
from backfile.importers.text import no_article
from backfile.model import Article, Attachment, Capture, Draft, Image, Importer, Line, Passage, Problem
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
    r"""!\[(?:\\.|[^\[\]\\])*\]\(\s*(?:<([^<>\n]+)>|([^\s()]+(?:\([^\s()]*\)[^\s()]*)*))   # ![alt](file "title")
      | <img\b[^<>]*?\bsrc\s*=\s*["']([^"'\n]+)["']""",
    re.VERBOSE | re.IGNORECASE,
)
# Code, tags and addresses, in which nothing is a mark; then the marks.
_MARKS = re.compile(
    r"""^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^\n]*(?:\n.*?(?:^[ >]*(?P=fence)[`~]*[ \t]*$|\Z)|\Z)
      | (?<=\n)[ \t]*\n(?P<code>(?:(?:[ ]{4}|\t)[^\n]*(?:\n|\Z))+)
      | (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)
      | \\. | \]\((?:[^()\n]|\([^()\n]*\))*\) | <[^<>\n]+> | https?://[^\s\]]+
      | (?P<embed>!?)\[\[(?P<name>[^\[\]|\n\\]+)(?:\\?\|(?P<alias>[^\[\]\n]*))?\]\](?!\()
      | %%(?P<hidden>.+?)%%
      | ==(?P<marked>[^\s=](?:[^\n=]*[^\s=])?)==""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)$", re.IGNORECASE)
_LISTED = re.compile(r" {0,3}(?:[-*+]|\d+[.)])\s")
# Obsidian's clipper gives it to all it clips; it says nothing of the article.
_CLIPPED = "clippings"


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
    is_note = _is_note(text, parsed.article, given, parsed.body_line)
    body = _write_plain(parsed.body) if is_note or _has_embed(parsed.body) else parsed.body
    pictures = _find_pictures(parsed.article.images, body, capture.folder)
    article = replace(
        parsed.article,
        path="",
        slug=parsed.article.slug if "slug" in given else "",
        id=parsed.article.id if "id" in given else "",
        language=parsed.article.language or detect_language(body),
        images=tuple(image for image in parsed.article.images if not _is_shown(image, body)),
        tags=tuple(tag for tag in parsed.article.tags if not is_note or tag.casefold() != _CLIPPED),
        provenance=None,
    )
    return Draft(article, body, _account(text, article, parsed.body_line), pictures, encoding)


def _is_note(text: str, article: Article, given: set[str], body_line: int) -> bool:
    """Whether the front matter is Obsidian's: with links in it, or as its clipper writes it."""
    head = "\n".join(text.splitlines()[: body_line - 1])
    labelled = "created" in given or _CLIPPED in {tag.casefold() for tag in article.tags}
    return "[[" in head or (labelled and "source" in given and bool(article.url) and not article.source)


def _has_embed(body: str) -> bool:
    return any(match["embed"] for match in _MARKS.finditer(body))


def _write_plain(body: str) -> str:
    """Obsidian's marks as CommonMark; code stays as it is."""
    return _MARKS.sub(_write_mark, body)


def _write_mark(match: re.Match[str]) -> str:
    if match["code"] and _is_in_list(match.string[: match.start()]):
        blank, inner = match[0].split("\n", 1)
        return f"{blank}\n{_write_plain(inner)}"
    if match["hidden"]:
        # Obsidian doesn't show it, nor does a page: it stays in the article's file alone.
        return f"<!--{match['hidden'].replace('--', '- -')}-->"
    if match["marked"]:
        return _write_plain(match["marked"])
    if not match["name"]:
        return match[0]
    name, alias = match["name"].strip(), (match["alias"] or "").strip()
    if match["embed"] and _PICTURE_NAME.search(name):
        return f"![{'' if re.fullmatch(r'[0-9]+(?:x[0-9]+)?', alias) else alias}](<{_encode(name)}>)"
    return alias or escape_inline(name.lstrip("#").replace("#", " > "))


def _is_in_list(before: str) -> bool:
    """Whether indented lines belong to an entry of a list, and are no code."""
    lines = re.findall(r"^ {0,3}\S.*", before, re.MULTILINE)
    return bool(lines and _LISTED.match(lines[-1]))


def _encode(name: str) -> str:
    return name.replace("%", "%25").replace("<", "%3C").replace(">", "%3E")


def _find_pictures(images: tuple[Image, ...], body: str, folder: Path) -> tuple[Attachment, ...]:
    """The files below the article's own folder that it shows; their names stay, so that the body needn't change."""
    names = [*(image.file for image in images), *_list_pictures(body)]
    return tuple(
        Attachment(str(folder / PurePosixPath(name)), name)
        for name in dict.fromkeys(names)
        if _is_at_hand(folder, name)
    )


def _list_pictures(body: str) -> list[str]:
    return [unquote(next(filter(None, match.groups()))) for match in _PICTURE.finditer(body)]


def _is_shown(image: Image, body: str) -> bool:
    """Whether the text shows a picture of the front matter, which has no words of its own: nobody need see it twice."""
    if image.caption or image.credit or image.alt not in body:
        return False
    text = _MARKS.sub(lambda mark: "" if _is_hidden(mark) else mark[0], body)
    return PurePosixPath(unquote(image.file)) in map(PurePosixPath, _list_pictures(text))


def _is_hidden(mark: re.Match[str]) -> bool:
    """Whether no picture is shown there: in code, or in a comment."""
    return bool(mark["fence"] or mark["code"] or mark["ticks"]) or mark[0].startswith("<!--")


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


def quote(capture: Capture, chosen: frozenset[int]) -> tuple[Passage, ...]:
    """Some of a file's lines, which are Markdown already."""
    text, _ = decode(capture.data)
    printed = [line for line in text.split("\n") if line.strip()]
    return tuple(Passage((place,), printed[place]) for place in sorted(chosen))


IMPORTER = Importer("markdown", "1", sniff, read, quote)
