"""Front matter: split the head of an article's file from its body, and join them.

In: the text of a file. Out: the values of its keys, each with the line of the file that it stands on, and the body; or
what a mapping and a body make, in the one canonical form. Reads YAML between `---`, TOML between `+++`, and Pelican's
bare `Key: value` head. Every scalar stays text, as written. The home of PyYAML; knows no key but Pelican's `Title`.

Values are built from YAML's events: they come from a loop in C, while PyYAML's own composer recurses in C and dies of
deep nesting. Aliases are refused, and depth, number and size are bounded, so that no head can be a bomb.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal, TypeAlias

import yaml

from backfile.model import Problem
from backfile.plainhead import Plainly, Text, read_plain_head

MAX_HEAD = 256 * 1024
MAX_DEPTH = 40
MAX_VALUES = 10_000
Form = Literal["yaml", "toml", "pelican", "none"]
Value: TypeAlias = "str | list[Value] | dict[str, Value]"

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CLOSING = {"---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M), "+++": re.compile(r"^\+\+\+[ \t]*$", re.M)}
# What the line after the opening one looks like in front matter. If it doesn't, a --- is a thematic break.
_FIRST_KEY = {
    "---": re.compile(r"""[ \t]*(?:["']?\w[\w .@/-]{0,60}["']?[ \t]*:(?!//)|\{)"""),
    "+++": re.compile(r"""[ \t]*(?:["']?\w[\w .@/-]{0,60}["']?[ \t]*=|\[)"""),
}
_LEADING = re.compile(r"(?:[ \t]*(?:#.*)?\n)*")
_PELICAN = re.compile(r"(?:[A-Za-z][\w-]*:(?:[ \t].*)?\n(?:[ \t]+\S.*\n)*)+(?=[ \t]*\n|\Z)")
# Text on one line that needs no quotes, but where YAML takes it for a number or the like.
_SIMPLE = re.compile(r"[A-Za-z0-9À-ɏ](?:(?:[\w ,.;/()'’“”–—?&=%+~-]|:(?=[\w/]))*[\w,.;/()'’“”–—?&=%+~-])?")
# Lines of keys, at most an odd line of dashes before them, and a line of dashes at their end.
_UNOPENED = re.compile(
    r"(?:[ \t]*\n)*(?:[ \t]*[-\u2010-\u2015]{1,8}[ \t]*\n)?"
    r"([A-Za-z_][\w-]{0,40}:(?:[ \t].*)?\n(?:(?:[A-Za-z_][\w-]{0,40}:(?:[ \t].*)?|[ \t]+\S.*|- .*)\n){0,60}?)"
    r"[ \t]*[-\u2010-\u2015]{2,8}[ \t]*(?:\n|\Z)"
)
_TELLING_KEY = re.compile(r"^(?:title|date|status|draft|withheld|published|tags|slug):", re.M | re.I)
_UNUSABLE = re.compile("[\0\ud800-\udfff]")
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# `title: The #metoo year`: YAML takes what follows a space and a # for a comment.
_COMMENT = re.compile(r"[ \t]+(#[^\s#].*)")
_ONE_LINE = re.compile(r"""^(?P<key>[^\s\#'"\[\]{}-][^:\n]*):[ \t]+(?P<value>[^\s'"\[{|>&*!\#].*?)[ \t]*$
                           (?!\n[ \t]+[^\s\#])""", re.M | re.X)  # fmt: skip
# The last two come of escapes that Python's parser doesn't check.
_YAML_ERRORS = (yaml.YAMLError, ValueError, OverflowError)
# tomllib takes time squared in the parts of a dotted key.
_LONG_TOML_KEY = re.compile(rf"""(?<!["'\w-])(?:["'\w-]+[ \t]*\.[ \t]*){{{MAX_DEPTH + 1}}}""")


class Plain(str):
    """Text that stood without quotes. It is written without them again, even where others read a number or a date."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A value and the line of the file that it (or its key) stands on. Lists and mappings hold fields in turn."""

    value: "str | list[Field] | dict[str, Field]"
    line: int

    def bare(self) -> Value:
        """The value without lines."""
        if isinstance(self.value, list):
            return [item.bare() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.bare() for key, item in self.value.items()}
        return self.value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value of a YAML head stands: from the character `start` to `end`, without a comment behind it.

    A `text` may have `'` or `"` as `quote`. A list has `items`; a mapping `keys`, with the places of key and value.
    """

    start: int
    end: int
    kind: Literal["text", "list", "mapping"]
    flow: bool = False
    text: str = ""
    quote: str = ""
    items: "tuple[Place, ...]" = ()
    keys: "dict[str, tuple[Place, Place]]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Split:
    """A file in two: the fields of its head, and its body without leading blank lines, from line `body_line` on."""

    fields: dict[str, Field]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()
    form: Form = "none"


class _HeadError(Exception):
    """Why a head can't be read; its Problem is what `split` returns."""

    def __init__(self, code: str, line: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.line, self.hint = code, line, hint

    def problem(self, path: str) -> Problem:
        return Problem("error", self.code, path, self.line, str(self), self.hint)


def decode(data: bytes, path: str) -> str | Problem:
    """The text of a file of ours, which is UTF-8, with or without a byte order mark."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        message = f"byte {error.object[error.start]:#04x} is not UTF-8"
        return Problem("error", "not-utf8", path, before.count(b"\n") + 1, message,
                       "save the file as UTF-8, or put it into inbox/, where any encoding is read")  # fmt: skip
    text = _unify_lines(text)
    return _find_unusable(text, path) or text


def split(text: str, path: str) -> Split:
    """Split a file into head and body. Never raises: what can't be read is among the problems."""
    text = _unify_lines(text)
    if problem := _find_unusable(text, path):
        return Split({}, text, 1, (problem,))
    try:
        found = _split_fenced(text, path) or _split_pelican(text, path)
        if found is None:
            _refuse_unopened(text)
        return found or _without_head(text)
    except _HeadError as error:
        found = _without_head(text)
        return Split({}, found.body, found.body_line, (error.problem(path),))


def join(fields: Mapping[str, object], body: str) -> str:
    """The canonical text of a file: the keys in the order given, then the body."""
    head = format_yaml(dict(fields)) if fields else ""
    body = _skip_blank_lines(_unify_lines(body))[0].rstrip(" \t\n")
    return f"---\n{head}---\n" + (f"\n{body}\n" if body else "")


def format_yaml(value: object, flow: bool = False) -> str:
    """A value in the canonical form: over several lines, or on one, in brackets and braces (`flow`)."""
    if isinstance(value, dict) and value and not flow:
        return "".join(_format_simply(key, item, "") or _dump({key: item}) for key, item in value.items())
    return _dump(value, flow)


def _dump(value: object, flow: bool = False) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False,
                          default_flow_style=flow, width=2**31)  # fmt: skip
    return text


def _format_simply(key: object, value: object, indent: str) -> str:
    """What `_dump` makes of a key and its value, if all in them is simple, in a tenth of the time; else nothing."""
    name = _format_simple_text(key)
    if not name or name is not key or len(name) > 100:
        return ""
    if isinstance(value, list) and value:
        entries = [_format_simple_text(item) for item in value]
        return f"{indent}{name}:\n" + "".join(f"{indent}- {item}\n" for item in entries) if all(entries) else ""
    if isinstance(value, dict) and value:
        rows = [_format_simply(inner, item, indent + "  ") for inner, item in value.items()]
        return f"{indent}{name}:\n" + "".join(rows) if all(rows) else ""
    text = _format_simple_text(value)
    return f"{indent}{name}: {text}\n" if text else ""


def _format_simple_text(value: object) -> str:
    """A text as it stands in YAML, in quotes if it would be read as something else; nothing if it isn't simple."""
    if not isinstance(value, str) or not _SIMPLE.fullmatch(value):
        return ""
    others = _Dumper.yaml_implicit_resolvers.get(value[0], ())
    if isinstance(value, Plain) or not any(pattern.match(value) for _, pattern in others):
        return value
    return "'" + value.replace("'", "''") + "'"


def find_head(text: str) -> tuple[int, int]:
    """Where the keys of a file stand that `split` reads without an error: from the first character to behind the last.

    The lines must end in `\\n`.
    """
    form = split(text, "").form
    if form == "pelican":
        match = _PELICAN.match(text if text.endswith("\n") else text + "\n", 0, MAX_HEAD)
        assert match is not None
        return 0, min(match.end(), len(text))
    if form == "none":
        return 0, 0
    blank = len(text) - len(_skip_blank_lines(text)[0])
    start = text.index("\n", blank) + 1
    closing = _CLOSING[text[blank : blank + 3]].search(text, start)
    assert closing is not None
    return start, closing.start()


def find_places(head: str) -> Place | None:
    """Where the values of a YAML head stand that `split` reads without an error; None if it holds none."""
    for readable in (head, _ONE_LINE.sub(_mask_value, head)):
        try:
            events: Iterator[Any] = yaml.parse(readable, Loader=_LOADER)
            return next((_place(event, events) for event in events if isinstance(event, yaml.NodeEvent)), None)
        except _YAML_ERRORS:
            continue
    return None


def _mask_value(match: re.Match[str]) -> str:
    """A line as long as it was, with a value that any reader takes."""
    if not _needs_quotes(match["value"]):
        return match[0]
    at, end = match.start("value") - match.start(), match.end("value") - match.start()
    return match[0][:at] + "x" * (end - at) + match[0][end:]


def _place(event: Any, events: Iterator[Any]) -> Place:
    start, end = int(event.start_mark.index), int(event.end_mark.index)
    if isinstance(event, yaml.ScalarEvent):
        quote = event.style if event.style in {"'", '"'} else ""
        return Place(start, end, "text", text=event.value, quote=quote)
    children: list[Place] = []
    keys: dict[str, tuple[Place, Place]] = {}
    is_list = isinstance(event, yaml.SequenceStartEvent)
    for inner in events:
        if isinstance(inner, yaml.CollectionEndEvent):
            mark: Any = inner.end_mark
            end = int(mark.index) if event.flow_style else children[-1].end
            kind: Literal["list", "mapping"] = "list" if is_list else "mapping"
            items = tuple(children) if is_list else ()
            return Place(start, end, kind, bool(event.flow_style), items=items, keys=keys)
        children.append(_place(inner, events))
        if not is_list:
            value = _place(next(events), events)
            keys.setdefault(inner.value, (children[-1], value))
            children.append(value)
    raise ValueError("a list or mapping has no end")


def _unify_lines(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _find_unusable(text: str, path: str) -> Problem | None:
    """NUL and lone surrogates: no page can hold them. The encoder finds these many times faster than a pattern does."""
    with suppress(UnicodeEncodeError):
        text.encode()
        if "\0" not in text:
            return None
    match = _UNUSABLE.search(text)
    assert match is not None
    line = text.count("\n", 0, match.start()) + 1
    if match[0] == "\0":
        return Problem("error", "nul-bytes", path, line, "the file has NUL bytes",
                       "it is UTF-16 or no text at all: save it as UTF-8")  # fmt: skip
    return Problem("error", "not-utf8", path, line, f"U+{ord(match[0]):04X} is half a character",
                   "write the character anew and save the file as UTF-8")  # fmt: skip


def _skip_blank_lines(text: str) -> tuple[str, int]:
    """The text from its first line that isn't blank, and how many were left out."""
    blank = re.match(r"(?:[ \t]*\n)*", text)
    assert blank is not None
    return text[blank.end() :], blank[0].count("\n")


def _refuse_unopened(text: str) -> None:
    """Raise for front matter whose opening line is gone or mistyped: as text, what it withholds would be published."""
    match = _UNOPENED.match(text)
    if match and _TELLING_KEY.search(match[1]):
        raise _HeadError("unopened-front-matter", text.count("\n", 0, match.start(1)) + 1,
                         "this looks like front matter, and no line with --- opens it",
                         "put a line with just --- before its first key; if it is text, put a blank line before the"
                         " line of dashes")  # fmt: skip


def _without_head(text: str) -> Split:
    body, blank = _skip_blank_lines(text)
    return Split({}, body, 1 + blank)


def _split_fenced(text: str, path: str) -> Split | None:
    rest, blank = _skip_blank_lines(text)
    opening, _, rest = rest.partition("\n")
    fence = opening.rstrip()
    if fence not in _CLOSING:
        return None
    closing = _CLOSING[fence].search(rest)
    first = blank + 2
    if closing is None:
        if not _FIRST_KEY[fence].match(rest):
            return None
        raise _HeadError("unclosed-front-matter", first - 1, f'the front matter that "{fence}" opens is never closed',
                         f"put a line with {fence} after its last key")  # fmt: skip
    if not _is_head(rest[: closing.start()], fence):
        return None
    head = rest[: closing.start()]
    if len(head) > MAX_HEAD:
        raise _HeadError("front-matter-too-large", first, f"the front matter has {len(head):,} characters",
                       f"{MAX_HEAD:,} is the limit: move the text below the closing {fence}")  # fmt: skip
    body, skipped = _skip_blank_lines(rest[closing.end() + 1 :])
    body_line = first + head.count("\n") + 1 + skipped
    if fence == "+++":
        return Split(_parse_toml(head, first), body, body_line, (), "toml")
    fields, problems = _parse_yaml(head, first, path)
    return Split(fields, body, body_line, problems, "yaml")


def _is_head(head: str, fence: str) -> bool:
    """Whether front matter stands between two fences, and not the text between two thematic breaks."""
    leading = _LEADING.match(head)
    if not head.strip() or (leading and _FIRST_KEY[fence].match(head, leading.end())):
        return True
    try:
        return fence == "---" and len(head) <= MAX_HEAD and bool(_build(head, 0, "")[0])
    except (_HeadError, *_YAML_ERRORS):
        return False


def _split_pelican(text: str, path: str) -> Split | None:
    """Pelican's head: bare keys from the first line to the first blank one. Without a title it is just text."""
    match = _PELICAN.match(text if text.endswith("\n") else text + "\n", 0, MAX_HEAD)
    if match is None or not re.search(r"^title:", match[0], re.M | re.I):
        return None
    fields: dict[str, Field] = {}
    problems = []
    for found in re.finditer(r"^([\w-]+):(.*(?:\n[ \t]+\S.*)*)", match[0], re.M):
        line = match[0].count("\n", 0, found.start()) + 1
        if found[1] in fields:
            problems.append(_duplicate(found[1], fields[found[1]].line, line).problem(path))
            continue
        fields[found[1]] = Field(Plain(re.sub(r"\s*\n\s*", "\n", found[2].strip())), line)
    body, skipped = _skip_blank_lines(text[match.end() :])
    return Split(fields, body, match[0].count("\n") + 1 + skipped, tuple(problems), "pelican")


def _duplicate(key: str, first: int, second: int) -> _HeadError:
    return _HeadError("duplicate-key", second, f'key "{key}" stands twice: on lines {first} and {second}',
                    "keep one of the two")  # fmt: skip


def _parse_yaml(head: str, first: int, path: str) -> tuple[dict[str, Field], tuple[Problem, ...]]:
    if match := _CONTROL.search(head):
        raise _HeadError("bad-yaml", first + head.count("\n", 0, match.start()),
                       f"the front matter has the control character U+{ord(match[0]):04X}", "remove it")  # fmt: skip
    if (plain := read_plain_head(head)) is not None and len(head) < MAX_VALUES:
        return {key: _as_field(found, first) for key, found in plain.items()}, ()
    try:
        return _build(head, first, path)
    except _YAML_ERRORS as error:
        fault = _explain(error, head, first)
    repaired, meant = _quote_values(head, first)
    try:
        fields, problems = _build(repaired, first, path)
    except _YAML_ERRORS as error:
        raise _explain(error, head, first) from None
    if any(fields.get(key) != field for key, field in meant.items()):
        raise fault
    return fields, problems


def _as_field(found: Plainly, first: int) -> Field:
    if isinstance(found.value, Text):
        return Field(_as_text(found.value), first + found.line)
    if found.bare and not found.value:
        return Field(Plain(""), first + found.line)
    return Field([Field(_as_text(item), first + item.line) for item in found.value], first + found.line)


def _as_text(text: Text) -> str:
    return text.text if text.quoted else Plain(text.text)


def _build(head: str, first: int, path: str) -> tuple[dict[str, Field], tuple[Problem, ...]]:
    builder = _Builder(head, first, path)
    return builder.build_head(), tuple(builder.problems)


def _quote_values(head: str, first: int) -> tuple[str, dict[str, Field]]:
    """Quote values of one line such as `title: Fire: three hurt` and `title: @home`, which are no YAML otherwise.

    Also tells what they are to be read as. It is sound where each comes out as a key of the mapping with just that
    value, and not where the line turns out to lie within a longer value.
    """
    meant: dict[str, Field] = {}

    def quote(match: re.Match[str]) -> str:
        value = match["value"]
        if not _needs_quotes(value):
            return match[0]
        meant[match["key"].strip()] = Field(value, first + head.count("\n", 0, match.start()))
        quoted = value.replace("'", "''")
        return f"{match['key']}: '{quoted}'"

    return _ONE_LINE.sub(quote, head), meant


def _needs_quotes(value: str) -> bool:
    return " #" not in value and bool(re.search(r":(\s|$)", value) or value[0] in "@`%")


def _explain(error: Exception, head: str, first: int) -> _HeadError:
    """YAML's complaint in our form: the line in the file, and what most likely mends it."""
    mark = getattr(error, "problem_mark", None)
    lines = head.split("\n")
    number = min(mark.line if mark else 0, len(lines) - 1)
    while number and not lines[number].strip():
        number -= 1
    line, reason = lines[number], getattr(error, "problem", None) or str(error)
    hint = "put the value in quotes, and check that keys start at the margin"
    if re.match(r" *\t", line):
        reason, hint = "a tab is used as indentation", "indent with spaces: YAML takes no tabs"
    elif re.match(r"[\w-]+:[^\s/]", line) or (number and re.match(r"[\w-]+:[^\s/]", lines[number - 1])):
        hint = "put a space after the key's colon"
    elif re.match(r"""[^:]+:\s+(?P<quote>["']).*(?P=quote)\s*[^\s#]""", line):
        hint = "put the whole value in single quotes; a single quote within is written twice"
    return _HeadError("bad-yaml", first + number, f"this is not YAML: {reason}", hint)


class _Builder:
    """Builds the fields of one head from YAML's events."""

    def __init__(self, head: str, first: int, path: str) -> None:
        self.head, self.first, self.path = head, first, path
        self.events: Iterator[Any] = yaml.parse(head, Loader=_LOADER)
        self.values = 0
        self.problems: list[Problem] = []

    def build_head(self) -> dict[str, Field]:
        field = Field({}, self.first)
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and self.values:
                raise _HeadError("bad-yaml", self._line(event), "a second document begins here", "remove this line")
            if isinstance(event, yaml.NodeEvent):
                field = self._build(event, 0)
        if not isinstance(field.value, dict):
            raise _HeadError(
                "bad-yaml",
                self.first,
                "the front matter has no keys",
                "write lines of key: value, a space after the colon",
            )
        return field.value

    def _build(self, event: Any, depth: int) -> Field:
        line = self._line(event)
        self._refuse(event, line, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return Field([self._build(item, depth + 1) for item in self._until(yaml.SequenceEndEvent)], line)
        if isinstance(event, yaml.MappingStartEvent):
            return Field(self._build_mapping(depth), line)
        if not event.implicit[0]:
            return Field(event.value, line)
        if match := _COMMENT.match(self.head, event.end_mark.index):
            message = f'"{match[1]}" is read as a comment, not as text'
            hint = "if it belongs to the value, put the value in quotes"
            self.problems.append(Problem("warning", "yaml-comment", self.path, line, message, hint))
        return Field(Plain(event.value), line)

    def _build_mapping(self, depth: int) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for key in self._until(yaml.MappingEndEvent):
            line = self._line(key)
            self._refuse(key, line, depth + 1)
            if not isinstance(key, yaml.ScalarEvent):
                raise _HeadError("bad-yaml", line, "a key must be text", "put the value in quotes if it has brackets")
            value = self._build(next(self.events), depth + 1)
            if key.value in fields:
                self.problems.append(_duplicate(key.value, fields[key.value].line, line).problem(self.path))
            else:
                fields[key.value] = Field(value.value, line)
        return fields

    def _until(self, end: type) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, end):
                return
            yield event

    def _refuse(self, event: Any, line: int, depth: int) -> None:
        self.values += 1
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise _HeadError("yaml-alias", line, f'"{sign}{event.anchor}" is a YAML alias or anchor',
                           f"write the value out, or put it in quotes if the {sign} belongs to it")  # fmt: skip
        if depth > MAX_DEPTH:
            raise _too_deep(line)
        if self.values > MAX_VALUES:
            raise _too_many(line)
        if isinstance(event, yaml.ScalarEvent) and _UNUSABLE.search(event.value):
            raise _HeadError("nul-bytes", line, "an escape stands for NUL or half a character", "remove it")

    def _line(self, event: Any) -> int:
        return self.first + int(event.start_mark.line)


def _too_deep(line: int) -> _HeadError:
    message = f"values are nested deeper than {MAX_DEPTH} levels"
    return _HeadError("front-matter-too-large", line, message, "write them flat")


def _too_many(line: int) -> _HeadError:
    return _HeadError("front-matter-too-large", line, f"the front matter has more than {MAX_VALUES:,} values",
                    "move what isn't about the article into a file of its own")  # fmt: skip


def _parse_toml(head: str, first: int) -> dict[str, Field]:
    if match := _LONG_TOML_KEY.search(head):
        raise _too_deep(first + head.count("\n", 0, match.start()))
    try:
        values = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        number = int(found[1]) - 1 if found else head.rstrip("\n").count("\n")
        reason = str(error).removesuffix(found[0]) if found else str(error).removesuffix(" (at end of document)")
        raise _HeadError("bad-toml", first + number, f"this is not TOML: {reason}", 'write key = "value"') from None
    except ValueError as error:
        raise _HeadError("bad-toml", first, f"this is not TOML: {error}", 'write key = "value"') from None
    except RecursionError:
        raise _too_deep(first) from None
    field = _Toml(head.split("\n"), first).build(values, 0, 0)
    assert isinstance(field.value, dict)
    return field.value


class _Toml:
    """Builds fields from TOML's values; tomllib tells no lines, so that keys are looked for."""

    def __init__(self, lines: list[str], first: int) -> None:
        self.lines, self.first, self.values = lines, first, 0

    def build(self, value: Any, number: int, depth: int) -> Field:
        self.values += 1
        if depth > MAX_DEPTH:
            raise _too_deep(self.first + number)
        if self.values > MAX_VALUES:
            raise _too_many(self.first + number)
        if isinstance(value, dict):
            fields = {key: self.build(item, self._find(key, number), depth + 1) for key, item in value.items()}
            return Field(fields, self.first + number)
        if isinstance(value, list):
            return Field([self.build(item, number, depth + 1) for item in value], self.first + number)
        return Field(value if isinstance(value, str) else Plain(_toml_text(value)), self.first + number)

    def _find(self, key: str, start: int) -> int:
        """The line of a key at or below the line `start`; `start` where it isn't found."""
        pattern = re.compile(rf"""\s*\[*\s*(?:[\w"'-]+\s*\.\s*)*["']?{re.escape(key)}["']?\s*[=.\]]""")
        return next((n for n in range(start, len(self.lines)) if pattern.match(self.lines[n])), start)


def _toml_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


class _Dumper(yaml.SafeDumper):
    """Python's emitter, not C's: it writes 😀 as it is, and the same bytes whether libyaml is there or not."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    """Quote what another reader would take for a number, a date or a truth value; long text stands in a block."""
    style = None
    if re.search("[\x85\u2028\u2029]", value):
        style = '"'
    elif "\n" in value:
        clean = re.fullmatch(r"\S[^\n]*(?:\n+[^\s][^\n]*)*\n?", value) and not re.search(r"[ \t]$", value, re.M)
        style = "|" if clean and not _CONTROL.search(value) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


def _represent_plain(dumper: _Dumper, value: Plain) -> yaml.ScalarNode:
    tag = dumper.resolve(yaml.ScalarNode, str(value), (True, False))  # type: ignore[no-untyped-call]
    if tag.rpartition(":")[2] in {"int", "float", "bool", "null", "timestamp"} and "\n" not in value:
        return dumper.represent_scalar(tag, str(value))
    return _represent_text(dumper, value)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Plain, _represent_plain)
# What YAML 1.2 and other readers resolve, beside PyYAML's own rules: 1e3, 0o17, y, 2011-2-3 1:00.
for _tag, _pattern, _starts in (
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("int", r"0o[0-7]+", "0"),
    ("bool", r"[yYnN]", "yYnN"),
):
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_starts))
