"""Extracted HTML to Markdown.

In: the tree that trafilatura makes of an article's body, and a function that says what an address becomes. Out:
CommonMark with tables: headings from the second level, lists, quotes, tables, code, links, emphasis. All text is
literal: no tag of the page, and no address but what that function lets pass, reaches the Markdown.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import unquote

from backfile.importers.escape import escape_inline, escape_start, write_heading

# What an address on the page becomes in the article: "" for none.
FindAddress = Callable[[str], str]
_BLOCKS = frozenset(["p", "head", "list", "quote", "table", "code", "div", "item", "row", "cell", "body", "fw", "ab"])
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look: `marks` is `**`, `*`, `~~` or a backtick, `link` an address or nothing."""

    text: str
    marks: str = ""
    link: str = ""
    raw: bool = False


def write_markdown(body: Any, find_address: FindAddress, title: str = "") -> str:
    """The body as Markdown, without a first heading that repeats the title."""
    heads = list(body.iter("head"))
    if heads and title and _fold("".join(heads[0].itertext())) == _fold(title):
        heads.pop(0).clear(keep_tail=True)
    blocks = _Writer(find_address, min(map(_level, heads), default=2)).blocks(body)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _fold(text: str) -> str:
    return "".join(re.findall(r"\w+", text)).casefold()


def _level(head: Any) -> int:
    digits = re.search(r"[1-6]", head.get("rend") or "")
    return int(digits[0]) if digits else 2


@dataclass(frozen=True, slots=True)
class _Writer:
    find_address: FindAddress
    top: int

    def blocks(self, parent: Any) -> list[str]:
        """The blocks inside an element; text between them is a paragraph of its own."""
        blocks: list[str] = []
        runs: list[Run] = [Run(parent.text or "")]
        for child in parent:
            if child.tag in _BLOCKS and not (child.tag == "code" and not _is_block_code(child)):
                blocks += [*self._paragraph(runs), *self._block(child)]
                runs = []
            else:
                runs += self._runs(child, Run(""))
            runs.append(Run(child.tail or ""))
        return [*blocks, *self._paragraph(runs)]

    def _block(self, element: Any) -> list[str]:
        if element.tag == "head":
            text = " ".join(_write_runs(self._inside(element, Run(""))).split())
            level = min(6, 2 + _level(element) - self.top)
            return [write_heading(level, text)] if text else []
        if element.tag == "list":
            return self._list(element)
        if element.tag == "quote":
            lines = "\n\n".join(self.blocks(element)).split("\n")
            return ["\n".join(f"> {line}".rstrip() for line in lines)] if any(lines) else []
        if element.tag == "table":
            return self._table(element)
        if element.tag == "code":
            return _fence("".join(_code_text(element)))
        return self.blocks(element)

    def _paragraph(self, runs: list[Run]) -> list[str]:
        text = _write_runs(runs)
        lines = [" ".join(line.split()) for line in text.split("\n")]
        lines = [escape_start(line) for line in lines if line]
        return ["\\\n".join(lines)] if lines else []

    def _list(self, element: Any) -> list[str]:
        entries = []
        for number, item in enumerate(element.iterchildren("item"), 1):
            mark = f"{number}. " if element.get("rend") == "ol" else "- "
            text = "\n".join(self._entry(item)).replace("\n", "\n" + " " * len(mark))
            if text.strip():
                entries.append(mark + re.sub(r"\n +\n", "\n\n", text))
        return ["\n".join(entries)] if entries else []

    def _entry(self, item: Any) -> list[str]:
        """An entry's blocks; a nested list stands right below its line, other blocks need a blank line before."""
        blocks = self.blocks(item)
        return [block if i == 0 or re.match(r"- |1\. ", block) else "\n" + block for i, block in enumerate(blocks)]

    def _table(self, element: Any) -> list[str]:
        rows = [
            [" ".join(" ".join(self._cell(cell)).split()) for cell in row.iterchildren("cell")]
            for row in element.iter("row")
        ]
        rows = [row for row in rows if any(row)]
        width = max(map(len, rows), default=0)
        if width < 2:
            return [escape_start(cell) for row in rows for cell in row if cell]
        lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
        return ["\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])]

    def _cell(self, cell: Any) -> list[str]:
        return [_write_runs(self._inside(cell, Run(""))).replace("\n", " ")]

    def _inside(self, element: Any, look: Run) -> Iterator[Run]:
        yield replace(look, text=element.text or "")
        for child in element:
            yield from self._runs(child, look)
            if child.tag in _BLOCKS:
                yield replace(look, text=" ")
            yield replace(look, text=child.tail or "")

    def _runs(self, element: Any, look: Run) -> Iterator[Run]:
        if element.tag == "lb":
            yield Run("\n", raw=True)
        elif element.tag == "code":
            yield replace(look, text="".join(_code_text(element)), marks="`")
        elif isinstance(element.tag, str):
            yield from self._inside(element, self._look(element, look))

    def _look(self, element: Any, look: Run) -> Run:
        if element.tag == "ref":
            return replace(look, link=self.find_address(element.get("target") or ""))
        if element.tag == "del":
            return replace(look, marks="~~")
        mark = {"#b": "**", "#i": "*", "#t": "`"}.get(element.get("rend") or "", "") if element.tag == "hi" else ""
        return replace(look, marks=mark or look.marks)


def write_address(address: str) -> str:
    """An address as it stands between parentheses: without spaces, brackets and parentheses that could end it."""
    return re.sub(r"[\s<>()\\\"`\[\]|]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)


def find_targets(markdown: str) -> list[str]:
    """The names of files that links of this module's Markdown lead to, decoded."""
    return [unquote(match[1]) for match in re.finditer(r"\]\(([^()\s]+)\)", markdown)]


def _is_block_code(element: Any) -> bool:
    return "\n" in "".join(_code_text(element)).strip() or any(True for _ in element.iter("lb"))


def _code_text(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield "\n" if child.tag == "lb" else ""
        yield from _code_text(child)
        yield child.tail or ""


def _fence(text: str) -> list[str]:
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}\n{text.strip(chr(10))}\n{fence}"] if text.strip() else []


def _write_runs(runs: Iterator[Run] | list[Run]) -> str:
    """One paragraph; `\\n` is a line break. Marks that CommonMark wouldn't take at their place are left out."""
    merged = [
        replace(same[0], text="".join(run.text for run in same))
        for same in (list(group) for _, group in groupby(runs, key=lambda run: (run.marks, run.link, run.raw)))
    ]
    merged = [run if run.raw else replace(run, text=_SPACE.sub(" ", run.text)) for run in merged]
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
    if run.raw:
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
