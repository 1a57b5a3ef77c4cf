"""The archive's articles in blocks, as the search indexes them, and the files that blocks are kept in.

In: the published articles in date order. Out: blocks of them, each kept under a name that tells all that decides it, so
that an edit makes one anew; and, for every file of the site's search, what it is made of. A block never spans two
years. Where one ends is told by the articles themselves, so that one more or less moves few of them.
"""

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple
from zlib import crc32

from backfile.archive import replace_file
from backfile.entries import Indexed
from backfile.postings import PLACES, SHOWN, WHOLE, Rooms, join_terms, join_words
from backfile.tokenizer import VERSION

if TYPE_CHECKING:
    from backfile.inversion import Block

# A block ends before an article whose path says so, which one of eight does, once it holds so many.
LEAST, CHANCE = 80, 8
# What the files of a block are made of.
SECTIONS = ("terms", "words", "shown")
_DIGEST = 8
# Of so many rooms a block's file is read at once.
STRIPE = 16


class BlockJob(NamedTuple):
    """A block to be made: its name and its articles."""

    name: str
    articles: tuple[Indexed, ...]


def choose_rooms(articles: int) -> Rooms:
    """How many files an archive of so many articles has, so that none is large and they aren't many. The numbers change
    when an archive grows to twice its size, and so does every file."""
    size = 1 << max(0, articles - 1).bit_length()
    terms = max(8, min(size // 8, 512), min(size // 64, 2048))
    words = max(1, min(size // 256, 256))
    if size <= 1 << 11:
        return Rooms(terms, words, 4, WHOLE)
    return Rooms(terms, words, 23 if size <= 1 << 14 else 46 if size <= 1 << 17 else PLACES, SHOWN)


def cut_blocks(articles: Iterable[Indexed], decisive: str) -> Iterator[BlockJob]:
    """The blocks of articles in date order; `decisive` tells what decides a block beside its articles."""
    block: list[Indexed] = []
    for article in articles:
        if block and _ends_before(article, block):
            yield _name_block(block, decisive)
            block = []
        block.append(article)
    if block:
        yield _name_block(block, decisive)


def _ends_before(article: Indexed, block: Sequence[Indexed]) -> bool:
    if len(block) == PLACES or article.sort[:4] != block[0].sort[:4]:
        return True
    return len(block) >= LEAST and crc32(article.path.encode()) % CHANCE == 0


def _name_block(articles: list[Indexed], decisive: str) -> BlockJob:
    known = "\n".join(f"{article.path}\0{article.digest}\0{article.facts}" for article in articles)
    name = hashlib.sha256(f"{decisive}\0{known}".encode()).hexdigest()[:32]
    return BlockJob(name, tuple(articles))


def describe_decisive(program: str, language: str, rooms: Rooms, about: str) -> str:
    """What decides a block beside its articles; `program` tells one version of what makes pages from another."""
    return repr((program, VERSION, language, rooms, about))


def write_block(path: Path, block: "Block", year: str) -> None:
    """Keep a block: a line of JSON, where each slice begins and the last ends, their digests, the slices."""
    slices = [*block.terms, *block.words, *block.shown]
    head = {
        "year": year, "lengths": block.lengths, "languages": block.languages,
        "sections": [len(block.terms), len(block.words), len(block.shown)],
    }  # fmt: skip
    begins = array("I", accumulate(map(len, slices), initial=0)).tobytes()
    digests = b"".join([hashlib.blake2b(data, digest_size=_DIGEST).digest() for data in slices])
    replace_file(path, b"".join((json.dumps(head).encode(), b"\n", begins, digests, *slices)))


class _Head(NamedTuple):
    """The head of a block's file: what its first line says, and where that ends; for each section which is its first
    slice, and how many it has; where the digests of all slices are, and where the slices."""

    said: dict[str, Any]
    end: int
    sections: dict[str, tuple[int, int]]
    digests: int
    slices: int


@dataclass(frozen=True)
class BlockFile:
    """A block that is kept in a file. No more than the first line of it is held, and the file isn't: there may be
    thousands, in every process."""

    path: Path

    @cached_property
    def _head(self) -> _Head:
        with self.path.open("rb") as stream:
            said = json.loads(stream.readline())
            end = stream.tell()
        counts = said["sections"]
        firsts = accumulate(counts, initial=0)
        sections = {name: (first, count) for name, first, count in zip(SECTIONS, firsts, counts, strict=False)}
        digests = end + 4 * (sum(counts) + 1)
        return _Head(said, end, sections, digests, digests + _DIGEST * sum(counts))

    def is_whole(self) -> bool:
        """Whether the file is there, and as long as it says: the power may have failed while it was written."""
        try:
            with self.path.open("rb") as stream:
                (length,) = self._read_begins(stream, sum(self._head.said["sections"]), 1)
            return self.path.stat().st_size == self._head.slices + length
        except (OSError, ValueError, LookupError, TypeError):
            return False

    def _read_begins(self, stream: BinaryIO, start: int, count: int) -> "array[int]":
        stream.seek(self._head.end + 4 * start)
        return array("I", stream.read(4 * count))

    @property
    def year(self) -> str:
        return str(self._head.said["year"])

    @property
    def lengths(self) -> str:
        return str(self._head.said["lengths"])

    @property
    def languages(self) -> list[str]:
        return list(self._head.said["languages"])

    @property
    def shown(self) -> int:
        """How many files show the articles of this block."""
        return self._head.sections["shown"][1]

    def slices(self, section: str, start: int, stop: int) -> list[bytes]:
        """Slices of a section, from one to before another."""
        first, count = self._head.sections[section]
        with self.path.open("rb") as stream:
            begins = self._read_begins(stream, first + start, min(stop, count) - start + 1)
            stream.seek(self._head.slices + begins[0])
            data = stream.read(begins[-1] - begins[0])
        return [data[begin - begins[0] : end - begins[0]] for begin, end in pairwise(begins)]

    def digests(self, section: str) -> list[bytes]:
        """The digests of all slices of a section."""
        first, count = self._head.sections[section]
        with self.path.open("rb") as stream:
            stream.seek(self._head.digests + _DIGEST * first)
            data = stream.read(_DIGEST * count)
        return [data[at : at + _DIGEST] for at in range(0, len(data), _DIGEST)]


@dataclass(frozen=True)
class Index:
    """All blocks of an archive, in order, in the folder where they are kept; `note` is the file that names them."""

    folder: Path
    note: str
    names: tuple[str, ...]
    rooms: Rooms

    @cached_property
    def blocks(self) -> list[BlockFile]:
        return [BlockFile(self.folder / name) for name in self.names]

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file of the search, `terms/1f`, with the digest of what it is made of."""
        for section, rooms in (("terms", self.rooms.terms), ("words", self.rooms.words)):
            known = [hashlib.sha256() for _ in range(rooms)]
            for block in self.blocks:
                for room, digest in zip(known, block.digests(section), strict=True):
                    room.update(digest)
            for number, room in enumerate(known):
                yield f"{section}/{number:x}", room.hexdigest()[:32]
        for number, block in enumerate(self.blocks):
            for part, digest in enumerate(block.digests("shown")):
                yield f"shown/{number:x}-{part:x}", digest.hex()

    def read(self, name: str) -> bytes:
        """The content of a file of the search."""
        section, _, number = name.partition("/")
        if section == "shown":
            block, _, part = number.partition("-")
            (rows,) = self.blocks[int(block, 16)].slices(section, int(part, 16), int(part, 16) + 1)
            return b"[%b]" % rows
        stripe, at = divmod(int(number, 16), STRIPE)
        slices = [found[at] for found in _read_stripe(self, section, stripe)]
        return join_terms(slices) if section == "terms" else join_words(slices)


@lru_cache(maxsize=2)
def _read_stripe(index: Index, section: str, stripe: int) -> list[list[bytes]]:
    """What each block has of some rooms that follow each other, since files are asked for in order."""
    return [block.slices(section, stripe * STRIPE, (stripe + 1) * STRIPE) for block in index.blocks]


def open_index(folder: Path, names: Sequence[str], rooms: Rooms) -> Index:
    """The index that consists of these blocks. A note tells workers which they are; what else lies in the folder is
    removed."""
    data = json.dumps([names, rooms]).encode()
    note = f"index-{hashlib.sha256(data).hexdigest()[:32]}"
    if not (folder / note).exists():
        replace_file(folder / note, data)
    kept = {note, *names}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink(missing_ok=True)
    return read_index(folder, note)


@lru_cache(maxsize=1)
def read_index(folder: Path, note: str) -> Index:
    """The index that a note names."""
    names, rooms = json.loads((folder / note).read_bytes())
    return Index(folder, note, tuple(names), Rooms(*rooms))
