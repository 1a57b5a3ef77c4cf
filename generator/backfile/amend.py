"""Changes to front matter that keep every other byte: order, comments, quotes, line ends and form stay the user's.

In: the bytes of an article's file, and new values by key. Out: the bytes with these values, or a `Problem` that says
why the file must be changed by hand. YAML, TOML and Pelican's head are amended each in its form, a list entry by entry.
What comes out is read again and compared before it is returned. Knows no key. The home of tomlkit.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeAlias

import tomlkit
from tomlkit.exceptions import TOMLKitError

from backfile.frontmatter import Form, Place, Value, find_head, find_places, format_yaml, split
from backfile.model import Problem

# A new value; None removes the key.
Wanted: TypeAlias = "Value | None"
# The key at the top of the front matter, or its path: ("provenance", "kept").
Key: TypeAlias = "str | tuple[str, ...]"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BOM = b"\xef\xbb\xbf"


class _UnfitError(Exception):
    """This form can't hold this change."""


def amend(data: bytes, path: str, changes: Mapping[Key, Wanted], order: Sequence[str] = ()) -> bytes | Problem:
    """Set keys to values, or remove those whose value is None, in the file at `path`.

    A key that is new at the top is put behind the last one that stands before it in `order`; without one, at the end.
    """
    bom = _BOM if data.startswith(_BOM) else b""
    try:
        text = data.removeprefix(bom).decode()
    except UnicodeDecodeError:
        return _refuse(path, "the file is not UTF-8")
    for key, value in changes.items():
        amended = _amend_key(text, path, (key,) if isinstance(key, str) else key, value, order)
        if isinstance(amended, Problem):
            return amended
        text = amended
    return bom + text.encode()


def amend_body(data: bytes, path: str, body: str) -> bytes:
    """The file at `path`, which is UTF-8, with another body below the same head."""
    bom = _BOM if data.startswith(_BOM) else b""
    text = data.removeprefix(bom).decode()
    unified = "".join(_unify(line) for line in _LINE.findall(text))
    head = unified.split("\n")[: split(unified, path).body_line - 1]
    return bom + _restore_lines(text, "".join(f"{line}\n" for line in head) + body).encode()


def _refuse(path: str, reason: str, line: int | None = None) -> Problem:
    hint = "make the change by hand, or write the front matter more simply"
    return Problem("error", "not-amended", path, line, f"the front matter can't be changed: {reason}", hint)


def _amend_key(text: str, path: str, key: tuple[str, ...], value: Wanted, order: Sequence[str]) -> str | Problem:
    unified = "".join(_unify(line) for line in _LINE.findall(text))
    before = split(unified, path)
    if fault := next((problem for problem in before.problems if problem.severity == "error"), None):
        return fault
    wanted = {name: field.bare() for name, field in before.fields.items()}
    if before.form == "pelican" and isinstance(value, list):
        value = ", ".join(map(str, value))
    old = _find(wanted, key)
    if old == value:
        return text
    field = before.fields.get(key[0])
    unfit = _refuse(path, f'"{key[-1]}" can\'t be written in this form', field.line if field else None)
    try:
        _set(wanted, key, value)
        amended = _amend_form(unified, before.form, key, value, order)
    except (_UnfitError, TOMLKitError, ValueError, TypeError, LookupError):
        return unfit
    after = split(amended, path)
    same = {name: field.bare() for name, field in after.fields.items()} == wanted and after.body == before.body
    if not same or len(after.problems) > len(before.problems):
        return unfit
    return _restore_lines(text, amended)


def _unify(line: str) -> str:
    return line.rstrip("\r\n") + ("\n" if line.endswith(("\r", "\n")) else "")


def _restore_lines(old: str, amended: str) -> str:
    """The amended text with the line ends that the old one had; new lines end as the old text's first."""
    lines = _LINE.findall(old)
    newline = next((line[len(line.rstrip("\r\n")) :] for line in lines[:1]), "") or "\n"
    rows = _LINE.findall(amended)
    head = 0
    while head < min(len(lines), len(rows)) and _unify(lines[head]) == rows[head]:
        head += 1
    tail = 0
    while tail < min(len(lines), len(rows)) - head and _unify(lines[-1 - tail]) == rows[-1 - tail]:
        tail += 1
    middle = (row.replace("\n", newline) for row in rows[head : len(rows) - tail])
    return "".join([*lines[:head], *middle, *lines[len(lines) - tail :]])


def _find(fields: Mapping[str, Value], key: tuple[str, ...]) -> Wanted:
    inner: Wanted = dict(fields)
    for name in key:
        inner = inner.get(name) if isinstance(inner, dict) else None
    return inner


def _set(fields: dict[str, Value], key: tuple[str, ...], value: Wanted) -> None:
    """Do to the mapping what is to be done to the text; a mapping that gets empty goes."""
    name, *rest = key
    if not rest and value is None:
        del fields[name]
    elif not rest and value is not None:
        fields[name] = value
    else:
        inner = fields.setdefault(name, {})
        if not isinstance(inner, dict):
            raise _UnfitError
        _set(inner, tuple(rest), value)
        if not inner:
            del fields[name]


def _amend_form(text: str, form: Form, key: tuple[str, ...], value: Wanted, order: Sequence[str]) -> str:
    start, end = find_head(text)
    head = text[start:end]
    if form == "none":
        return f"---\n{format_yaml(_nest(key, value))}---\n" + ("\n" if text and text[0] != "\n" else "") + text
    if form == "toml":
        head = _amend_toml(head, key, value)
    elif form == "pelican":
        head = _amend_pelican(head, key, value)
    else:
        head = _Yaml(head, order).amend(key, value)
    return text[:start] + head + text[end:]


# Pelican.


def _amend_pelican(head: str, key: tuple[str, ...], value: Wanted) -> str:
    if len(key) > 1 or not isinstance(value, str | None):
        raise _UnfitError
    line = f"{key[0]}: {value}\n" if value is not None else ""
    pattern = re.compile(rf"^{re.escape(key[0])}:.*(?:\n[ \t]+\S.*)*(?:\n|\Z)", re.M)
    if pattern.search(head):
        return pattern.sub(lambda _: line, head, count=1)
    return head + ("" if head.endswith("\n") else "\n") + line


# TOML.


def _amend_toml(head: str, key: tuple[str, ...], value: Wanted) -> str:
    document = tomlkit.parse(head)
    table: Any = document
    for name in key[:-1]:
        if name not in table:
            table[name] = tomlkit.table()
        table = table[name]
    old = table.get(key[-1])
    if value is None:
        del table[key[-1]]
        if not table and len(key) > 1:
            del document[key[0]]
    elif isinstance(old, list) and isinstance(value, list):
        for at, end, new in reversed(_find_edits(list(old), value)):
            for _ in range(at, end):
                del old[at]
            for item in reversed(new):
                old.insert(at, item)
    else:
        table[key[-1]] = value
    return tomlkit.dumps(document)


def _find_edits(old: Sequence[Value], new: Sequence[Value]) -> list[tuple[int, int, list[Value]]]:
    """What makes the new list of the old: from and up to which entry, and what stands there instead."""
    matcher = SequenceMatcher(None, [str(item) for item in old], [str(item) for item in new], autojunk=False)
    return [(i1, i2, list(new[j1:j2])) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]


# YAML.


class _Yaml:
    """A YAML head that is amended at the places of its values."""

    def __init__(self, head: str, order: Sequence[str]) -> None:
        self.head, self.order = head, order

    def amend(self, key: tuple[str, ...], value: Wanted) -> str:
        top = find_places(self.head)
        if top is None:
            return self.head + format_yaml(_nest(key, value))
        parents = [top]
        for name in key[:-1]:
            if name not in parents[-1].keys:
                return self._insert(parents[-1], name, _nest(key[len(parents) :], value))
            parents.append(parents[-1].keys[name][1])
        if value is None:
            while len(parents) > 1 and len(parents[-1].keys) == 1:
                parents.pop()
            return self._remove(parents[-1], key[len(parents) - 1])
        if key[-1] not in parents[-1].keys:
            return self._insert(parents[-1], key[-1], value)
        name_place, place = parents[-1].keys[key[-1]]
        if place.items and isinstance(value, list) and value:
            return self._amend_list(place, value)
        return self._replace(parents[-1], name_place, place, value)

    def _replace(self, parent: Place, name: Place, place: Place, value: Value) -> str:
        """A value anew; a text on one line keeps its quotes."""
        end = self._end_of(place)
        if place.kind == "text" and end > place.start and isinstance(value, str) and "\n" not in value:
            return self._splice(place.start, end, _format_text(value, place.quote, parent.flow))
        colon = self.head.index(":", name.end) + 1
        if parent.flow:
            return self._splice(colon, max(end, colon), " " + _format_flow(value))
        return self._splice(colon, max(end, colon), self._format_below(name, value).removesuffix("\n"))

    def _format_below(self, name: Place, value: Value) -> str:
        """What stands behind the colon of a key in a block."""
        text = format_yaml({"k": value}).removeprefix("k:")
        indent = " " * (name.start - self._line_start(name.start))
        return re.sub(r"\n(?=[^\n])", "\n" + indent, text)

    def _insert(self, parent: Place, name: str, value: Value) -> str:
        before = self._find_predecessor(parent, name)
        if parent.flow:
            text = _format_flow({name: value})[1:-1]
            at = before.end if before else self.head.index("{", parent.start) + 1
            return self._splice(at, at, f", {text}" if before else f"{text}, " if parent.keys else text)
        first = next(iter(parent.keys.values()))[0]
        indent = " " * (first.start - self._line_start(first.start))
        text = re.sub(r"^(?=[^\n])", indent, format_yaml({name: value}), flags=re.M)
        at = self._line_end(self._end_of(before)) if before else self._line_start(first.start)
        return self._splice(at, at, text)

    def _find_predecessor(self, parent: Place, name: str) -> Place | None:
        """The value behind which a new key goes: of what `order` puts before it, or else the last one."""
        if name not in self.order:
            return list(parent.keys.values())[-1][1]
        earlier = {*self.order[: self.order.index(name)]}
        known = [place for key, (_, place) in parent.keys.items() if key in earlier]
        return known[-1] if known else None

    def _remove(self, parent: Place, name: str) -> str:
        names = list(parent.keys)
        at = names.index(name)
        spans = [(key.start, self._end_of(value)) for key, value in parent.keys.values()]
        if parent.flow:
            return self._cut_flow(spans, at, at + 1)
        return self._splice(self._line_start(spans[at][0]), self._line_end(spans[at][1]), "")

    def _cut_flow(self, spans: list[tuple[int, int]], at: int, end: int) -> str:
        """Entries out of brackets or braces, with a comma each."""
        if end < len(spans):
            return self._splice(spans[at][0], spans[end][0], "")
        return self._splice(spans[at - 1][1] if at else spans[at][0], spans[end - 1][1], "")

    def _amend_list(self, place: Place, new: list[Value]) -> str:
        """A list entry by entry, from the last to the first, so that the places before stay right."""
        for at, end, entries in reversed(_find_edits(_value_at(place), new)):
            both = at + min(end - at, len(entries))
            if end > both:
                self.head = self._cut_entries(place, both, end)
            for entry in reversed(entries[both - at :]):
                self.head = self._add_entry(place, both, entry)
            for number in reversed(range(at, both)):
                item = place.items[number]
                text = self._format_entry(place, number, entries[number - at])
                self.head = self._splice(item.start, self._end_of(item), text)
        return self.head

    def _cut_entries(self, place: Place, at: int, end: int) -> str:
        if place.flow:
            return self._cut_flow([(item.start, item.end) for item in place.items], at, end)
        for item in reversed(place.items[at:end]):
            self.head = self._splice(self._line_start(self._dash(item)), self._line_end(self._end_of(item)), "")
        return self.head

    def _add_entry(self, place: Place, number: int, entry: Value) -> str:
        """An entry before the one with a number, in the form of the one before it, or of the first."""
        neighbour = place.items[max(0, number - 1)]
        text = self._format_entry(place, max(0, number - 1), entry)
        if place.flow:
            at = neighbour.end if number else neighbour.start
            return self._splice(at, at, f", {text}" if number else f"{text}, ")
        start = self._line_start(self._dash(neighbour))
        at = self._line_end(self._end_of(neighbour)) if number else start
        return self._splice(at, at, self.head[start : neighbour.start] + text + "\n")

    def _format_entry(self, place: Place, number: int, entry: Value) -> str:
        return (
            _format_text(entry, place.items[number].quote, place.flow)
            if isinstance(entry, str)
            else _format_flow(entry)
        )

    def _dash(self, item: Place) -> int:
        """Where the hyphen of an entry stands, which must be the first of its line."""
        at = self.head.rindex("-", 0, item.start)
        if self.head[self._line_start(at) : at].strip() or self.head[at + 1 : item.start].strip():
            raise _UnfitError
        return at

    def _splice(self, start: int, end: int, text: str) -> str:
        return self.head[:start] + text + self.head[end:]

    def _end_of(self, place: Place) -> int:
        """Where a value ends, without the line ends that a block of text takes along."""
        return max(place.start, len(self.head[: place.end].rstrip()))

    def _line_start(self, at: int) -> int:
        return self.head.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        return self.head.index("\n", at) + 1


def _value_at(place: Place) -> Any:
    if place.kind == "text":
        return place.text
    return [*map(_value_at, place.items)] or {key: _value_at(value) for key, (_, value) in place.keys.items()}


def _nest(key: tuple[str, ...], value: Wanted) -> Value:
    """A value below a path of keys."""
    if value is None:
        raise _UnfitError
    for name in reversed(key):
        value = {name: value}
    return value


def _format_text(text: str, quote: str, flow: bool) -> str:
    """A text on one line, in the quotes that are given, if they can hold it."""
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if quote == '"' and text.isprintable() and not {*text} & {'"', "\\"}:
        return f'"{text}"'
    return _format_flow(text) if flow or "\n" in text else format_yaml([text]).removeprefix("- ").removesuffix("\n")


def _format_flow(value: Value) -> str:
    return format_yaml([value], flow=True).strip()[1:-1]
