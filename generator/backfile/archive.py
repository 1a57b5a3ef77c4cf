"""The folder of an archive: where each thing lies, and how to make a new one.

In: a folder. Out: `Archive`, whose properties are absolute paths, and the walk over its files. Knows the layout; knows
nothing of what the files say.
"""

import difflib
import hashlib
import os
import posixpath
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from backfile.errors import ArchiveError
from backfile.model import Problem, Source

SETTINGS = "backfile.toml"
GITIGNORE = ".gitignore"
_NEW_GITIGNORE = """\
# Caches, which may be deleted at any moment.
.backfile/
# The site is made from all the rest. Where a host builds it, as GitHub Pages does, it needn't be kept here: then take
# the sign before the next line away.
# site/
"""
_NEW_SETTINGS = """\
# The settings of this archive. Each has a default: a line that begins with # shows one. Backfile's docs/settings.md
# says more of all of them.
title = "{title}"
description = ""
# Dates are written in this language.
language = "en"
# The address at which the site will be published, "https://archive.example.org/": the feed and the sitemap need it.
# base_url = ""
# How many articles an index page lists before it is split, the home page shows, and the feed holds.
# page_size = 100
# home_size = 12
# feed_size = 20
# How many articles a tag or an author needs for a feed of its own; whether a term of one article has a page.
# term_feeds = 100
# single_term_pages = false
# Whether the site can be searched.
# search = true
# Addresses in plain letters: cafe-opens.html, not café-opens.html.
# ascii_slugs = false
# Show pictures that lie on other hosts, which then see who reads the archive.
# remote_images = false
# Publish the imported files too. Mind the rights: they hold everything that the pages held.
# publish_originals = false
# Publish each article's Markdown beside its page, and all of them as data: "csv", "jsonl", "sqlite".
# publish_markdown = false
# data = []
# Which address search engines are told: the page's in this "site", or the "original" one.
# canonical = "site"
# Whether robots.txt lets in crawlers that gather texts for training AI.
# ai_crawlers = true
# Sites whose addresses lead here now, the servers that get rules for that, and the host, whose caps are known.
# old_sites = []
# redirects = []
# host = ""
# How many seconds and megabytes the import of one file may take.
# read_seconds = 30
# read_megabytes = 1000
# Colours, those of a dark room, and fonts: {{ accent = "#8c1c13", ink = "#222" }}, {{ text = "Georgia, serif" }}.
# colors = {{}}
# dark_colors = {{}}
# fonts = {{}}
"""
# An article is text that someone wrote; what is larger was put into content/ by mistake.
MAX_ARTICLE_BYTES = 10_000_000
# Within how many bytes of a file its slug is looked for.
_HEAD = 16_384
_IGNORED = frozenset({"Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive's folder, absolute."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / SETTINGS

    @property
    def tag_rules(self) -> Path:
        return self.root / "tags.txt"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def state(self) -> Path:
        return self.root / ".backfile"

    @property
    def compiled(self) -> Path:
        return self.state / "templates"

    @property
    def index(self) -> Path:
        """Where the blocks of the search are kept."""
        return self.state / "search"


class File(NamedTuple):
    """A file that a walk met: path relative to the archive (`/` between parts), size in bytes, times in ns."""

    path: str
    size: int
    modified: int
    changed: int


def find_archive(folder: Path) -> Archive:
    """The archive in `folder`; raises ArchiveError where there is none."""
    archive = Archive(Path(os.path.abspath(folder)))  # noqa: PTH100  (keeps a linked folder's own name)
    if not _is_archive(archive):
        around = next((path for path in archive.root.parents if _is_archive(Archive(path))), None)
        hint = f"is it {around}? add: -C {around}" if around else f"make one with: backfile init {folder}"
        raise ArchiveError(f"{folder} is not an archive: it has no {SETTINGS}, no content/ and no inbox/", hint)
    return archive


def _is_archive(archive: Archive) -> bool:
    return archive.settings.is_file() or archive.content.is_dir() or archive.inbox.is_dir()


def create_archive(folder: Path) -> list[str]:
    """Make what an archive needs where it is missing; says what was made. Nothing that exists is touched."""
    if folder.exists() and not folder.is_dir():
        raise ArchiveError(f"{folder} is a file", "name a folder, or a name that is free")
    archive = Archive(folder)
    made = []
    try:
        for path in (archive.inbox, archive.content, archive.templates):
            if not path.is_dir():
                path.mkdir(parents=True)
                made.append(f"{path.name}/")
        if not archive.settings.exists():
            title = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
            quoted = (title or "Archive").replace("\\", "\\\\").replace('"', '\\"')
            archive.settings.write_text(_NEW_SETTINGS.format(title=quoted), "utf-8")
            made.append(SETTINGS)
        if not (folder / GITIGNORE).exists():
            (folder / GITIGNORE).write_text(_NEW_GITIGNORE, "utf-8")
            made.append(GITIGNORE)
    except OSError as error:
        raise ArchiveError(f"{folder} can't be made: {error.strerror}") from None
    return made


def is_article(path: str) -> bool:
    """Whether a file is an article: Markdown in content/. The others there are pictures and the like."""
    return path.startswith("content/") and path.casefold().endswith((".md", ".markdown"))


def has_waiting(archive: Archive) -> bool:
    """Whether anything lies in the inbox that an import would account for."""
    return next(walk(archive.root, archive.inbox.name), None) is not None


def find_article(archive: Archive, name: str) -> str:
    """The path below the archive of the article that a person names: by its path, from the archive's folder or from
    where they are, or by its file's name or an address that ends in it. Raises ArchiveError where there is none."""
    for path in (archive.root / name, Path(os.path.abspath(name))):  # noqa: PTH100  (keeps links as they are)
        found = Path(os.path.normpath(path))
        if found.is_relative_to(archive.root) and found.is_file():
            below = found.relative_to(archive.root).as_posix()
            if is_article(below):
                return below
    known = _find_by_slug(archive, name)
    if len(known) > 1:
        raise ArchiveError(f"{name} may be several articles: {', '.join(known[:5])}", "write the path of one of them")
    if not known:
        near = _find_near(archive, name)
        hint = f"did you mean {near}?" if near else "write its path: content/2011/02/the-ferry.md"
        raise ArchiveError(f"{name} is no article of this archive", hint)
    return known[0]


def _find_by_slug(archive: Archive, name: str) -> list[str]:
    """The articles whose file is called as the last part of a name, in the folders of the date that it may have; if
    there are none, those whose front matter has this slug, for files may be renamed."""
    if is_article(f"content/{name}"):
        return []  # a path, which leads nowhere: nothing is guessed
    *folders, last = re.sub(r"[?#].*", "", name).rstrip("/").split("/")
    slug = unquote(last).removesuffix(".html")
    month = "/".join(part for part in folders if part.isdecimal())[:7]
    folder = f"content/{month}/" if month else "content/"
    paths = [path for path in _list_articles(archive) if path.startswith(folder)]
    return [path for path in paths if _stem(path) == slug] or [
        path for path in paths if _has_slug(archive.root / path, slug)
    ]


def _has_slug(path: Path, slug: str) -> bool:
    """Whether an article says so in its first lines; what can't be read says nothing."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return False
    return re.search(rf"""^slug\s*[:=]\s*["']?{re.escape(slug)}["']?\s*$""", head, re.MULTILINE) is not None


def _find_near(archive: Archive, name: str) -> str | None:
    """The article whose file is called most like the last part of a name."""
    paths = {_stem(path): path for path in _list_articles(archive)}
    near = difflib.get_close_matches(_stem(name.rstrip("/")), paths, 1, 0.7)
    return paths[near[0]] if near else None


def _list_articles(archive: Archive) -> Iterator[str]:
    entries = (entry for entry in walk(archive.root, "content") if isinstance(entry, File))
    return (entry.path for entry in entries if is_article(entry.path))


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def walk(root: Path, folder: str) -> Iterator[File | Problem]:
    """The files below `root/folder` in the order of their whole paths; hidden ones and systems' leftovers passed over.

    Links to files are followed, links to folders are not: a loop can't happen. What can't be read is a Problem.
    """
    opened = [_look_into(root, folder)]  # the innermost last: folders may lie in more others than calls in calls
    while opened:
        for found in opened[-1]:
            if isinstance(found, str):
                opened.append(_look_into(root, found))
                break
            yield found
        else:
            opened.pop()


def look_at(root: Path, path: str) -> Iterator[File | Problem]:
    """What a walk would meet at a path: the file, or those below the folder, or nothing."""
    place = root / path
    if any(not name or _is_passed_over(name) for name in path.split("/")) or not os.path.lexists(place):
        return
    if fault := find_fault_of_name(path):
        yield fault
    elif not place.is_dir():
        yield inspect(place, path)
    elif place.is_symlink():
        yield _linked_folder(path)
    else:
        yield from walk(root, path)


def _linked_folder(path: str) -> Problem:
    message, hint = "links to folders are not followed", "put the files themselves here"
    return Problem("warning", "linked-folder", path, None, message, hint)


def _look_into(root: Path, folder: str) -> Iterator[File | Problem | str]:
    """What lies in a folder, in order; of folders in it the paths."""
    try:
        with os.scandir(root / folder) as entries:
            found = [(_place_in_paths(entry), entry) for entry in entries if not _is_passed_over(entry.name)]
    except FileNotFoundError:
        return
    except OSError as error:
        yield unreadable(folder, error)
        return
    found.sort(key=itemgetter(0))
    above = f"{folder}/"
    for place, entry in found:
        path = above + place
        if not place.isascii() and (fault := find_fault_of_name(path.removesuffix("/"))):
            yield fault
        elif place[-1] == "/":
            yield path[:-1]
        elif entry.is_symlink() and Path(entry.path).is_dir():
            yield _linked_folder(path)
        else:
            yield inspect(entry, path)


def _is_passed_over(name: str) -> bool:
    return name[0] == "." or name[-1] == "~" or name in _IGNORED


def _place_in_paths(entry: "os.DirEntry[str]") -> str:
    """With a folder's slash in its name, the order of names is the order of whole paths ("a-b" before "a/b")."""
    return entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name


def find_fault_of_name(path: str) -> Problem | None:
    """The Problem of a file whose name isn't Unicode."""
    try:
        posixpath.basename(path).encode()
    except UnicodeEncodeError:
        message = "the file's name is not Unicode"
        return Problem("error", "bad-file-name", ascii(path)[1:-1], None, message, "rename the file")
    return None


def inspect(place: "Path | os.DirEntry[str]", path: str) -> File | Problem:
    """The file at a place, which is called by `path`."""
    try:
        found = place.stat()
    except OSError as error:
        return unreadable(path, error)
    if not stat.S_ISREG(found.st_mode):
        return Problem("error", "not-a-file", path, None, "is neither a file nor a folder", "remove it")
    return File(path, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def digest_file(path: Path) -> str:
    """The sha256 (hex) of a file's bytes; raises OSError if it can't be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_file(path: str) -> bytes:
    """A file's bytes; a `Path` for each of very many files would take as long as opening it."""
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read()


def read_source(path: str, source: Source) -> bytes | Problem:
    """A source's bytes from where it lies, if they are still those that were scanned."""
    try:
        data = read_file(path)
    except OSError as error:
        return lost_meanwhile(source.path, error)
    if hashlib.sha256(data).hexdigest() != source.digest:
        return Problem(
            "error", "changed-meanwhile", source.path, None, "changed while the site was built", "build again"
        )
    return data


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; its folder is made. A crash leaves the file that was there."""
    part = name_part(path)
    part.write_bytes(data)
    part.replace(path)


def name_part(path: Path) -> Path:
    """Where a file is written before it takes its name: hidden, in its own folder, which is made."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name[:40]}.part")


def not_found(path: str) -> Problem:
    """The Problem of a path at which there is nothing."""
    return Problem("error", "not-found", path, None, "there is no such file", "check the path")


def unreadable(path: str, error: OSError) -> Problem:
    """The Problem of a file or folder that the system won't let us read."""
    reason = (error.strerror or str(error)).lower()
    return Problem(
        "error", "unreadable", path, None, f"can't be read: {reason}", "check what it is and who may read it"
    )


def lost_meanwhile(path: str, error: OSError) -> Problem:
    """The Problem of a file that could be read when it was scanned."""
    return Problem("error", "unreadable", path, None, f"can't be read: {error.strerror}", "build again")


def find_line(path: Path, text: str) -> int | None:
    """The line of a file on which a text stands first, if it can be read and the text is on one."""
    try:
        lines = path.read_text("utf-8", "replace").split("\n")
    except OSError:
        return None
    return next((number for number, line in enumerate(lines, 1) if text.strip() in line), None)
