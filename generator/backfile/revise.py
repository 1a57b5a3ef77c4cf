"""`backfile restore` and `backfile drop`: lines of an original put back into its article, or taken out, by hand.

In: an archive, an article, ranges of lines. Out: a `Revision` that says what was done, and what couldn't be. The body,
`provenance.kept` and the ledger change; everything else in the article's file stays byte for byte. What a person has
written in the body is never removed: a text that no longer stands there as the import wrote it is left alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from backfile.amend import amend, amend_body
from backfile.archive import Archive, digest_file, find_article, replace_file
from backfile.edits import Written, is_changed
from backfile.errors import ArchiveError
from backfile.frontmatter import decode
from backfile.importers import find_importer
from backfile.importers.escape import escape_inline, escape_line, write_heading
from backfile.ledger import (
    Span,
    are_rows_of,
    drop_line,
    find_rows,
    format_ledger,
    format_ranges,
    name_ledger,
    number_lines,
    parse_ledger,
    parse_ranges,
    place_of,
    recall_lines,
    restore_line,
    select,
)
from backfile.model import KEPT, Capture, Draft, Importer, Line, Passage, Problem, Provenance
from backfile.passages import (
    Found,
    Letters,
    cut_texts,
    find_texts,
    join_blocks,
    keep_order,
    put_text,
    put_words,
    quote_texts,
    read_letters,
)
from backfile.schema import parse_article

# The kinds of line whose text stands in the body, and not in a field of the front matter.
_OF_BODY = frozenset({"body", "heading", "quote"})


@dataclass(frozen=True, slots=True)
class Revision:
    """What became of an article: the lines that were put back or taken out, as ranges, and what couldn't be done."""

    article: str
    lines: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """An article and its original: its file, its body, what the importer makes of the original now, and every line of
    it with what became of it."""

    path: str
    data: bytes
    body: str
    provenance: Provenance
    importer: Importer
    capture: Capture
    draft: Draft
    lines: tuple[Line, ...]


def restore(archive: Archive, name: str, spans: Sequence[Span]) -> Revision:
    """Put lines back at their place in the body. Raises ArchiveError if the article or its original isn't there."""
    case = _open(archive, name)
    chosen = _choose(case, spans)
    case, edited = _take_out_gone(case, chosen)
    wanted = frozenset(i for i in chosen if case.lines[i].kind not in KEPT)
    problems = [*_find_idle(case, spans, chosen - wanted - edited, "in the article already")]
    if edited:
        message = f"lines {_name(case, edited)}: in the text already, but not as the original has it"
        hint = "somebody has edited it; to have it as it was, take it out by hand and restore it"
        problems.append(Problem("warning", "line-edited", case.path, None, message, hint))
    body, homeless = _put_back(case, wanted)
    if homeless:
        problems.append(_tell_homeless(case, homeless))
    lines = tuple(restore_line(line) if i in wanted else line for i, line in enumerate(case.lines))
    data = _write(case, body, lines)
    if isinstance(data, Problem):
        return Revision(case.path, "", (*problems, data))
    _write_changed(archive.root / case.path, data)
    _write_ledger(archive, case, lines)
    return Revision(case.path, _name(case, wanted), tuple(problems))


def drop(archive: Archive, name: str, spans: Sequence[Span]) -> Revision:
    """Take lines out of the body. Raises ArchiveError if the article or its original isn't there."""
    case = _open(archive, name)
    chosen = _choose(case, spans)
    kept = frozenset(i for i in chosen if case.lines[i].kind in KEPT)
    letters = read_letters(case.body)
    found = _find_unchanged(case, letters, kept)
    problems = [
        *_find_idle(case, spans, chosen - kept, "not in the article"),
        *_find_unfound(case, kept - found.keys()),
    ]
    lines = tuple(drop_line(line) if i in found else line for i, line in enumerate(case.lines))
    data = _write(case, cut_texts(letters, found.values()), lines)
    if isinstance(data, Problem):
        return Revision(case.path, "", (*problems, data))
    # The ledger first: should this be stopped half way, no line is missing from both.
    _write_ledger(archive, case, lines)
    _write_changed(archive.root / case.path, data)
    return Revision(case.path, _name(case, found), tuple(problems))


def _open(archive: Archive, name: str) -> _Case:
    path = find_article(archive, name)
    data = (archive.root / path).read_bytes()
    text = decode(data, path)
    parsed = None if isinstance(text, Problem) else parse_article(text, path)
    if parsed is None or parsed.article is None:
        raise ArchiveError(f"{path} can't be read", "see what is wrong with it: backfile check")
    provenance = parsed.article.provenance
    if provenance is None:
        raise ArchiveError(f"{path} wasn't imported", "it has no original whose lines could be put back or taken out")
    importer = find_importer(provenance.importer.partition("/")[0])
    if importer is None:
        raise ArchiveError(f"no importer is called {provenance.importer!r}", "install the package that it came with")
    capture = _read_original(archive, provenance)
    draft = importer.read(capture)
    lines = _recall(archive, provenance, draft)
    assert isinstance(draft, Draft)
    return _Case(path, data, parsed.body, provenance, importer, capture, draft, lines)


def _read_original(archive: Archive, provenance: Provenance) -> Capture:
    original = archive.root / provenance.original
    hint = "bring the file back from a backup; backfile check finds all of its kind"
    if not original.is_file():
        raise ArchiveError(f"{provenance.original} is missing", hint)
    if provenance.sha256 and digest_file(original) != provenance.sha256:
        raise ArchiveError(f"{provenance.original} isn't the file that was imported", hint)
    return Capture(original.name, original.read_bytes(), original.parent)


def _recall(archive: Archive, provenance: Provenance, draft: Draft | Problem) -> tuple[Line, ...]:
    """Every line of the original as it was decided, if this version of the importer still numbers them so."""
    name = name_ledger(provenance.original)
    ledger = archive.root / name
    try:
        rows = parse_ledger(ledger.read_text("utf-8")) if ledger.is_file() else ()
        kept = parse_ranges(provenance.kept)
    except ValueError as error:
        raise ArchiveError(f"{name} or `kept` can't be read: {error}", "bring it back from a backup") from None
    lines = () if isinstance(draft, Problem) else number_lines(draft.lines)
    if not lines or not are_rows_of(rows, lines):
        message = f"{provenance.original} was read by {provenance.importer}; this version numbers its lines otherwise"
        raise ArchiveError(message, f"copy what you need from {name}")
    return recall_lines(lines, kept, rows)


def _choose(case: _Case, spans: Sequence[Span]) -> frozenset[int]:
    """The lines that are meant, by their places in the case."""
    chosen = set(map(place_of, select(case.lines, spans)))
    return frozenset(i for i, line in enumerate(case.lines) if place_of(line) in chosen)


def _name(case: _Case, places: Iterable[int]) -> str:
    """Lines as ranges."""
    wanted = {*places}
    return format_ranges(replace(line, kind="body" if i in wanted else "") for i, line in enumerate(case.lines))


def _find_idle(case: _Case, spans: Sequence[Span], idle: Iterable[int], state: str) -> Iterator[Problem]:
    """What was asked for and needs no doing: lines that are as they should be, and numbers of blank lines."""
    original = case.provenance.original
    if numbers := _name(case, idle):
        message, hint = f"lines {numbers}: {state}", "nothing was changed for them"
        yield Problem("warning", "nothing-to-do", original, None, message, hint)
    for first, last in spans:
        if not select(case.lines, [(first, last)]):
            message, hint = "nothing stands on the line, or on none of the lines", "look at the numbers in the ledger"
            yield Problem("error", "no-line", original, first[0], message, hint)


def _take_out_gone(case: _Case, chosen: frozenset[int]) -> tuple[_Case, frozenset[int]]:
    """The case with the chosen lines as left out that the article is to hold but doesn't, since a person has deleted
    them or has changed the field that they went into; and those that stand in its text in other words."""
    letters = read_letters(case.body)
    missing = chosen - _find_lines(letters, case.lines).keys()
    blocks = [_read_words(block) for block in re.split(r"\n\s*\n", case.body)]
    head = _read_words(case.data.decode("utf-8", "replace").removesuffix(case.body))
    lines, edited = [*case.lines], set()
    for i in missing:
        line, words = case.lines[i], _read_words(case.lines[i].text)
        if not words or line.kind not in KEPT:
            continue
        if line.kind in _OF_BODY and any(_holds(block, words) for block in blocks):
            edited.add(i)
        elif line.kind in _OF_BODY:
            lines[i] = drop_line(line)
        elif line.kind != "date" and not _holds(head, words):
            lines[i] = replace(line, kind="other", why="")
    return replace(case, lines=tuple(lines)), frozenset(edited)


def _read_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _holds(words: frozenset[str], of_line: frozenset[str]) -> bool:
    """Whether half of a line's words are among some words."""
    return 2 * len(of_line & words) >= len(of_line)


def _find_unfound(case: _Case, places: Iterable[int]) -> Iterator[Problem]:
    """Lines of the article whose text can't be cut out of its body."""
    in_fields = {i for i in places if case.lines[i].kind not in _OF_BODY}
    if numbers := _name(case, in_fields):
        kinds = ", ".join(sorted({case.lines[i].kind for i in in_fields}))
        message, hint = (
            f"lines {numbers}: went into the front matter ({kinds})",
            "change the fields in the article's file",
        )
        yield Problem("error", "line-in-front-matter", case.path, None, message, hint)
    if numbers := _name(case, {*places} - in_fields):
        message = f"lines {numbers}: no longer in the text as the original has it"
        hint = "what somebody has edited is never removed: take it out by hand"
        yield Problem("error", "line-edited", case.path, None, message, hint)


def _tell_homeless(case: _Case, places: Iterable[int]) -> Problem:
    message = f"lines {_name(case, places)}: put at the end, for nothing that stood around them is in the text any more"
    return Problem("warning", "no-place", case.path, None, message, "move the text to where it belongs")


def _find_lines(letters: Letters, lines: Sequence[Line]) -> dict[int, Found]:
    """Where the lines stand in the body that went there."""
    texts = [line.text if line.kind in _OF_BODY else "" for line in lines]
    return {i: span for i, span in enumerate(find_texts(letters, texts)) if span}


def _find_unchanged(case: _Case, letters: Letters, places: frozenset[int]) -> dict[int, Found]:
    """Where lines stand in the body just as the import, or a restore, wrote them."""
    everywhere = _find_lines(letters, case.lines)
    found = {i: span for i, span in everywhere.items() if i in places}
    written = _find_written(case, frozenset(found))
    known = [*everywhere.values()]
    return {i: span for i, span in found.items() if i in written and not is_changed(letters, span, written[i], known)}


def _find_written(case: _Case, places: frozenset[int]) -> dict[int, Written]:
    """The Markdown that lines were given, each with its place there: the import's body; for others, what a restore
    puts back."""
    letters = read_letters(case.draft.body)
    written = {i: Written(letters, span) for i, span in _find_lines(letters, case.draft.lines).items() if i in places}
    for passage in _quote(case, places - written.keys()):
        quoted = read_letters(passage.markdown)
        found = find_texts(quoted, [case.lines[i].text for i in passage.lines])
        written.update({i: Written(quoted, span, True) for i, span in zip(passage.lines, found, strict=True) if span})
    return written


def _put_back(case: _Case, wanted: frozenset[int]) -> tuple[str, set[int]]:
    """The body with lines put back, and those for which no place was found."""
    body, lines, homeless = case.body, [*case.lines], set[int]()
    for group in _group(case, _quote(case, wanted)):
        places = [place for passage in group for place in passage.lines]
        there = _find_there(body, lines, places)
        missing = [passage for passage in group if not there.issuperset(passage.lines)]
        if missing:
            letters = read_letters(body)
            found = keep_order(_find_lines(letters, lines))  # what a person has moved shows no place
            body = _put_group(letters, found, missing, lines)
            homeless.update(places if not found and letters.text else ())
        for place in places:
            lines[place] = restore_line(lines[place])
    return body, homeless


def _put_group(letters: Letters, found: dict[int, Found], group: Sequence[Passage], lines: Sequence[Line]) -> str:
    """The body with passages between the nearest lines that stand in it, beside the nearer of the two."""
    first, last = group[0].lines[0], group[-1].lines[-1]
    before = max((i for i in found if i < first), default=-1)
    behind = min((i for i in found if i > last), default=-1)
    if len(group) == 1 and group[0].part:
        for i, of in ((before, first), (behind, last)):
            if i >= 0 and abs(lines[i].number - lines[of].number) == 1:
                return put_words(letters, group[0].markdown, found[i], i == before)
    passage = join_blocks(passage.markdown for passage in group)
    follows = behind < 0 or first - before <= behind - last
    return put_text(letters, passage, found.get(before), found.get(behind), before >= 0 and follows)


def _quote(case: _Case, wanted: frozenset[int]) -> tuple[Passage, ...]:
    """The lines in the Markdown that the importer would have given them, or as literal text; what was a heading is one
    again."""
    quote = case.importer.quote
    passages = quote(case.capture, wanted) if quote else tuple(_quote_body(case, wanted))
    quoted = {i for passage in passages for i in passage.lines}
    literal = [Passage((i,), escape_line(case.lines[i].text)) for i in wanted - quoted]
    every = sorted([*passages, *literal], key=lambda passage: passage.lines)
    return tuple(_dress(passage, restore_line(case.lines[passage.lines[0]])) for passage in every)


def _quote_body(case: _Case, wanted: frozenset[int]) -> Iterator[Passage]:
    """Lines as the importer writes them, those that it would keep."""
    texts = [line.text if line.kind in _OF_BODY else "" for line in case.draft.lines]
    return quote_texts(case.draft.body, texts, wanted)


def _dress(passage: Passage, line: Line) -> Passage:
    if line.kind == "heading" and not passage.markdown.startswith("#"):
        return replace(passage, markdown=write_heading(2, escape_inline(line.text)))
    if line.kind == "quote" and not passage.markdown.startswith(">"):
        return replace(passage, markdown="> " + escape_line(line.text.strip().lstrip("> ")))
    return passage


def _group(case: _Case, passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Passages between which nothing stands that the body has."""
    parts = [i for i, line in enumerate(case.lines) if line.kind in _OF_BODY]
    for _, group in groupby(passages, key=lambda passage: bisect_left(parts, passage.lines[0])):
        yield [*group]


def _find_there(body: str, lines: Sequence[Line], places: Iterable[int]) -> set[int]:
    """Lines that somebody has put back already without telling: their text stands where no other line's does."""
    letters = read_letters(body)
    others = _find_lines(letters, lines).values()
    asked = {*places}
    found = _find_lines(letters, [restore_line(line) if i in asked else line for i, line in enumerate(lines)])
    return {i for i in asked & found.keys() if all(found[i][1] <= a or b <= found[i][0] for a, b in others)}


def _write(case: _Case, body: str, lines: Sequence[Line]) -> bytes | Problem:
    """The article's file with this body, and with the numbers of these lines."""
    data = amend(case.data, case.path, {("provenance", "kept"): format_ranges(lines) or None})
    return data if isinstance(data, Problem) or body == case.body else amend_body(data, case.path, body)


def _write_ledger(archive: Archive, case: _Case, lines: Sequence[Line]) -> None:
    ledger = archive.root / name_ledger(case.provenance.original)
    if rows := find_rows(lines):
        _write_changed(ledger, format_ledger(rows).encode())
    else:
        ledger.unlink(missing_ok=True)


def _write_changed(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        replace_file(path, data)
