"""Blocks of a page to Markdown.

In: the blocks of an article's body, its notes, and a function that says what an address becomes. Out: CommonMark with
tables and footnotes: headings from the second level, lists, quotes, tables, code, links, emphasis. All text is literal:
no tag of the page, and no address but what that function lets pass, reaches the Markdown.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from backfile.importers.escape import escape_inline, escape_start, write_heading
from backfile.importers.html_blocks import BREAK, Block, Node, Run
from backfile.importers.html_notes import Notes, leads_back
from backfile.importers.html_tables import CELL, ROW, find_around, find_columns, find_tables, number_of, way_up

# What an address on the page becomes in the article: "" for none.
FindAddress = Callable[[str], str]
_NO_NOTES = Notes()
# The marks of a run that is written as it is: it leads to a note.
_NOTE = "[^"
_SPACE = re.compile(r"\s+")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LISTS = frozenset(["ul", "ol", "menu"])
# What keeps its shape in Markdown; all else is but text.
_SHAPES = {**dict.fromkeys(_LISTS, "list"), "li": "item", "blockquote": "quote", "table": "table", "pre": "code"}
# The number of a list's first entry, and what a piece of code calls its language.
_NUMBER = re.compile(r"[0-9]{1,8}")
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-([\w+#.-]{1,20})", re.ASCII)
_SIGNS = re.compile(r"[{}<>=;()\[\]$#|\\]")
# Deeper ones say no more.
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, and the elements around it whose shape Markdown has, the outermost first."""

    block: Block
    shapes: tuple[Node, ...]

    def shape(self, depth: int) -> Node | None:
        return self.shapes[depth] if depth < len(self.shapes) else None


def cut_title(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without a first heading that repeats the title."""
    first = next((block for block in blocks if _level(block)), None)
    repeats = first is not None and title and _fold(first.text) == _fold(title)
    return [block for block in blocks if not (repeats and block is first)]


def write_markdown(blocks: Sequence[Block], find_address: FindAddress, notes: Notes = _NO_NOTES) -> str:
    """The body as Markdown."""
    top = min((_level(block) for block in blocks if _level(block)), default=2)
    data = find_tables(blocks)
    pieces = [_Piece(block, _shapes_of(block, data, notes)) for block in blocks if block.text]
    written = _Writer(find_address, top, notes).blocks(pieces, 0)
    return "\n\n".join(written) + "\n" if written else ""


def _fold(text: str) -> str:
    return "".join(re.findall(r"\w+", text)).casefold()


def _level(block: Block) -> int:
    return next((int(node.tag[1]) for node in way_up(block) if node.tag in _HEADINGS), 0)


def _shapes_of(block: Block, data: frozenset[int], notes: Notes) -> tuple[Node, ...]:
    found = [node for node in way_up(block) if node.tag in _SHAPES and (node.tag != "table" or node.number in data)]
    if note := notes.label_of(block):
        found = [node for node in found if node.number > note[0].number] + [note[0]]
    return tuple(found[::-1][:_DEEPEST])


@dataclass(frozen=True, slots=True)
class _Writer:
    find_address: FindAddress
    top: int
    notes: Notes

    def blocks(self, pieces: Sequence[_Piece], depth: int) -> list[str]:
        """The blocks inside the shapes so many levels deep."""
        found: list[str] = []
        for shape, group in groupby(
            pieces, key=lambda piece: piece.shapes[depth] if depth < len(piece.shapes) else None
        ):
            inner = list(group)
            if shape is None:
                found += [text for block in _join_lines([piece.block for piece in inner]) for text in self._leaf(block)]
            else:
                kind = "note" if shape.number in self.notes.labels else _SHAPES[shape.tag]
                found += self._shape(kind, shape, inner, depth + 1)
        return found

    def _shape(self, kind: str, node: Node, pieces: Sequence[_Piece], depth: int) -> list[str]:
        if kind == "list":
            return self._list(node, pieces, depth)
        if kind == "quote":
            lines = "\n\n".join(self.blocks(pieces, depth)).split("\n")
            return ["\n".join(f"> {line}".rstrip() for line in lines)] if any(lines) else []
        if kind == "note":
            text = "\n\n".join(self.blocks(pieces, depth)).replace("\n", "\n    ").replace("\n    \n", "\n\n")
            return [f"[^{self.notes.labels[node.number]}]: {text}"] if text else []
        if kind == "table":
            return self._table(node, pieces, depth)
        if kind == "code":
            return _write_code([piece.block for piece in pieces], _find_language(node.element))
        return self.blocks(pieces, depth)

    def _leaf(self, block: Block) -> list[str]:
        is_note = self.notes.label_of(block) is not None
        text = self._inline([run for run in block.runs if not leads_back(run)] if is_note else block.runs)
        if level := _level(block):
            text = " ".join(text.split())
            return [write_heading(min(6, 2 + level - self.top), text)] if text else []
        lines = [" ".join(line.split()) for line in text.split("\n")]
        lines = [escape_start(line) for line in lines if line]
        return ["\\\n".join(lines)] if lines else []

    def _list(self, node: Node, pieces: Sequence[_Piece], depth: int) -> list[str]:
        entries: list[str] = []
        start = node.element.get("start") or ""
        first = int(start) if _NUMBER.fullmatch(start) else 1
        for _, group in groupby(pieces, key=lambda piece: piece.shape(depth)):
            mark = f"{first + len(entries)}. " if node.tag == "ol" else "- "
            blocks = self.blocks(list(group), depth)
            text = "\n".join(_join_entry(blocks)).replace("\n", "\n" + " " * len(mark))
            if text.strip():
                entries.append(mark + re.sub(r"\n +\n", "\n\n", text))
        return ["\n".join(entries)] if entries else []

    def _table(self, node: Node, pieces: Sequence[_Piece], depth: int) -> list[str]:
        """The rows, a cell for each column; what stands in none, such as a caption, comes before."""
        columns, rows = find_columns(node.element), []
        above = [piece for piece in pieces if number_of(piece.block, ROW) < node.number]
        inside = [piece for piece in pieces if number_of(piece.block, ROW) > node.number]
        for _, row in groupby(inside, key=lambda piece: number_of(piece.block, ROW)):
            cells: dict[int, str] = {}
            for cell, group in groupby(row, key=lambda piece: find_around(piece.block, CELL)):
                at = columns.get(cell.element if cell else None, max(cells, default=-1) + 1)
                cells[at] = " ".join(self._cell(piece.block) for piece in group)
            rows.append(cells)
        if not rows:
            return self.blocks(above, depth)
        width = max(max(cells) for cells in rows) + 1
        lines = ["| " + " | ".join([cells.get(at, "") for at in range(width)]) + " |" for cells in rows]
        return [*self.blocks(above, depth), "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])]

    def _cell(self, block: Block) -> str:
        return " ".join(self._inline(block.runs).split())

    def _inline(self, runs: Sequence[Run]) -> str:
        return _write_runs([self._lead(run) if run.link else run for run in runs])

    def _lead(self, run: Run) -> Run:
        """A run whose link is written as it stands in the article."""
        if label := self.notes.leads(run):
            return Run(f"[^{label}]", _NOTE)
        return run._replace(link=self.find_address(run.link))


def _join_lines(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs of blocks that only a line break parts."""
    found: list[Block] = []
    for block in blocks:
        if found and block.follows and block.node is found[-1].node:
            found[-1] = replace(found[-1], runs=(*found[-1].runs, BREAK, *block.runs))
        else:
            found.append(block)
    return found


def _join_entry(blocks: Sequence[str]) -> list[str]:
    """An entry's blocks; a nested list stands right below its line, other blocks need a blank line before."""
    return [block if i == 0 or re.match(r"- |1\. ", block) else "\n" + block for i, block in enumerate(blocks)]


def write_address(address: str) -> str:
    """An address as it stands between parentheses: without spaces, brackets and parentheses that could end it."""
    return re.sub(r"[\s<>()\\\"`\[\]|]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)


def find_targets(markdown: str) -> list[str]:
    """The names of files that links of this module's Markdown lead to, decoded."""
    return [unquote(match[1]) for match in re.finditer(r"\]\(([^()\s]+)\)", markdown)]


def _find_language(element: Any) -> str:
    """The language that a piece of code says it is in: `<pre><code class="language-python">`."""
    named = " ".join([part.get("class") or "" for part in (element, *element.iterchildren("code"))])
    match = _LANGUAGE.search(named)
    return match[1] if match else ""


def _write_code(blocks: Sequence[Block], language: str) -> list[str]:
    """Text as it stood, fenced; prose that was only typed with fixed breaks is paragraphs."""
    text = "\n".join("".join(run.text for run in block.runs) for block in blocks)
    if len(_SIGNS.findall(text)) * 50 < len(text) and len(text.split()) > 40:
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n[ \t\r]*\n", text)]
        return [escape_start(escape_inline(part)) for part in paragraphs if part]
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"] if text.strip() else []


def _write_runs(runs: Sequence[Run]) -> str:
    """One paragraph; `\\n` is a line break. Marks that CommonMark wouldn't take at their place are left out."""
    merged = [
        same[0]._replace(text="".join([run.text for run in same]))
        for same in (list(group) for _, group in groupby(runs, key=lambda run: (run.marks, run.link)))
    ]
    merged = [run if run.marks == BREAK.marks else run._replace(text=_SPACE.sub(" ", run.text)) for run in merged]
    plain = "".join(run.text for run in merged)
    parts, at = [], 0
    for link, group in groupby(merged, key=lambda run: run.link):
        inner = ""
        for run in group:
            before, after = plain[:at][-1:], plain[at + len(run.text) :][:1]
            inner += _write_run(run, before, after)
            at += len(run.text)
        parts.append(_wrap(inner, "[", f"]({write_address(link)})") if link else inner)
    return "".join(parts)


def _write_run(run: Run, before: str, after: str) -> str:
    core = run.text.strip()
    if run.marks in {BREAK.marks, _NOTE}:
        return run.text
    if run.marks == "`" and core:
        return _wrap(run.text, *_ticks(core))
    text = escape_inline(run.text)
    lead, tail = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
    fits = core and (lead or _opens(before, core[0])) and (tail or _opens(after, core[-1]))
    return _wrap(text, run.marks, run.marks) if run.marks and fits else text


def _opens(outer: str, inner: str) -> bool:
    """CommonMark's flanking rule: a mark between a letter and a punctuation sign is none."""
    return inner.isalnum() or not outer.isalnum()


def _ticks(text: str) -> tuple[str, str]:
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in (text[0], text[-1]) else ""
    return ticks + pad, pad + ticks


def _wrap(text: str, opening: str, closing: str) -> str:
    """Marks close around the words; the spaces stay outside."""
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    return text[:start] + opening + core + closing + text[start + len(core) :]
