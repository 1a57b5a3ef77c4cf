"""The frozen values that flow through Backfile.

In: nothing. Out: plain data, comparable and picklable, that workers, the catalog and templates share. Nothing here
reads a file or knows a format; parsing and formatting live in the module that a value is named after.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning"]
Status = Literal["published", "draft", "withheld"]
# What an import did with a file.
Outcome = Literal["made", "already there", "changed", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Bad material: printed like a compiler's message. `path` is relative to the archive; `line` counts from 1."""

    severity: Severity
    code: str
    path: str
    line: int | None
    message: str
    hint: str = ""


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by path and line, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line or 0, p.severity, p.code, p.message, p.hint)))


@dataclass(frozen=True, slots=True)
class Source:
    """A file that something is made from: its path below the archive (`/` between parts), sha256 (hex), bytes."""

    path: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as printed: a year, perhaps a month, a day, a local time and an offset (minutes east of UTC).

    It is never moved to another zone. `uncertain` is the `~` of `1998~`.
    """

    year: int
    month: int | None = None
    day: int | None = None
    time: datetime.time | None = None
    offset: int | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an article. `file` is relative to the article file, or an address; empty if it wasn't kept."""

    file: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right in an article after it was published, in words, and when, where that is known."""

    text: str
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the page says that stands at the address of a withheld article: why, since when, perhaps its title.
    Sentences of it that are `quotable` may stand elsewhere in the site."""

    reason: str = ""
    date: PartialDate | None = None
    show_title: bool = False
    quotable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an importer found a field's value (`json-ld`, `line 5`), and how sure it is of it, from 0.0 to 1.0."""

    field: str
    place: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an article's words came from.

    original  the kept file, relative to the archive: originals/2011/02/north-korea-walks-out.txt
    name      the file's name as it came
    sha256    of the original, hex
    importer  name and version: text/1
    captured  when the page was saved, where the file tells
    kept      the original's lines that the article holds, counted from 1: 5,7-8,22-28; parts of a line: 21.2-21.4
    origins   where the importer found each field and the body, each once
    doubts    what a person should look at, in a few words each: two dates
    reviewed  whether a person has looked at it
    """

    original: str
    name: str = ""
    sha256: str = ""
    importer: str = ""
    captured: PartialDate | None = None
    kept: str = ""
    origins: tuple[Origin, ...] = ()
    doubts: tuple[str, ...] = ()
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """Everything about an article but its body. `path` is relative to the archive: content/2011/02/slug.md."""

    path: str
    title: str
    slug: str
    id: str = ""
    subtitle: str = ""
    date: PartialDate | None = None
    updated: PartialDate | None = None
    authors: tuple[str, ...] = ()
    agency: str = ""
    source: str = ""
    section: str = ""
    place: str = ""
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    suggested_tags: tuple[str, ...] = ()
    language: str = ""
    summary: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    rights: str = ""
    text_family: str = ""
    corrections: tuple[Correction, ...] = ()
    status: Status = "published"
    withheld: Withheld = field(default_factory=Withheld)
    provenance: Provenance | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a capture (counted from 1), what it is, and for what was taken out: the rule that decided.

    `part` tells several texts on one line of the file apart; `ledger` counts them.
    """

    number: int
    kind: str
    text: str
    why: str = ""
    part: int = 0

    def __reduce__(self) -> tuple[type["Line"], tuple[int, str, str, str, int]]:
        """How it goes from process to process: a capture has hundreds, and field by field takes twice the time."""
        return Line, (self.number, self.kind, self.text, self.why, self.part)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file at hand beside a capture that the article shows: where it lies, and its name in `Draft.body`."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What an importer read from one file: an article without path, slug and provenance, its body, every line.

    `lines` accounts for the whole file: each line that isn't blank stands in it once. A line whose `kind` is in
    `KEPT` went into the article; the others make the ledger. `encoding` is the one that was detected. `origins` tells
    where each field came from, each once, the body among them; `doubts` says in a few words each what a person should
    look at. `names` are names in the text that are worth a suggested tag only where other articles have them.
    """

    article: Article
    body: str
    lines: tuple[Line, ...]
    attachments: tuple[Attachment, ...] = ()
    encoding: str = "utf-8"
    captured: PartialDate | None = None
    origins: tuple[Origin, ...] = ()
    doubts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """A file to import: its name, its bytes, and the folder it lies in, where files that it shows may be at hand.

    `recurring` holds those of its lines, trimmed, that stand in other captures of the same import as well.
    """

    name: str
    data: bytes
    folder: Path
    recurring: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of a capture as a block of Markdown; the lines by their places in `Draft.lines`, counted from 0.

    `part` tells that the paragraph has other lines beside these.
    """

    lines: tuple[int, ...]
    markdown: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class Importer:
    """A reader of one format.

    `sniff` tells from a capture's content (first) and name (second) how sure it is that the format is its own, from
    0.0 to 1.0. `read` makes the article, or says in a `Problem` why it can't; it never raises for what a file holds.
    `quote` gives chosen lines, by their places in `Draft.lines`, the Markdown that they would have in the body, in
    their order; without it, a line is what `read` makes of it, or else a paragraph of literal text.
    """

    name: str
    version: str
    sniff: Callable[[Capture], float]
    read: Callable[[Capture], Draft | Problem]
    quote: Callable[[Capture, frozenset[int]], tuple[Passage, ...]] | None = None


# The kinds of line that went into the article: its front matter or its body.
KEPT = frozenset(
    [
        *(
            "headline",
            "subtitle",
            "byline",
            "agency",
            "source",
            "date",
            "place",
            "section",
            "credit",
            "caption",
            "tags",
        ),
        *("body", "heading", "quote"),
    ]
)


# What a file of the search has for a template: it is joined from blocks of articles.
INDEX_FILE = "search index"


@dataclass(frozen=True, slots=True)
class Page:
    """A planned file of the site. `context` is canonical JSON; without a template, the bytes of `source` are copied.

    `path` is relative to site/. `source` is the file that a person would edit to change the page, if there is one.
    `subject` names what the page is about (`subjects`): by it a later build finds the page again.
    """

    path: str
    template: str
    context: str
    source: Source | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A made file of the site: path below site/, the fingerprint of its page, sha256 (hex), bytes.

    `body` tells where an article's body stands in it, and what that was made from: `render` writes it and reads it.
    """

    path: str
    fingerprint: str
    digest: str
    size: int
    body: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file of an import: the article it is in, or why there is none.

    `left_out` counts the lines that aren't in a new article; they stand in `ledger`. `alike` is the article whose
    text is most like this one's, by `likeness`, where it is so like that both have one origin. `doubts` are the
    reasons to look at a new article.
    """

    file: str
    outcome: Outcome
    article: str = ""
    reason: str = ""
    problem: Problem | None = None
    left_out: int = 0
    ledger: str = ""
    alike: str = ""
    likeness: float = 0.0
    doubts: tuple[str, ...] = ()


Receipt = tuple[Received, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may take: seconds of the processor, megabytes of memory beyond those of an idle worker."""

    seconds: float
    megabytes: int


class Lost(NamedTuple):
    """An item whose process was ended: for its time, or for another reason (a crash, the system out of memory)."""

    item: Any
    too_slow: bool
