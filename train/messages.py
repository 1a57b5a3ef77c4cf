"""`make messages`: brings the catalogs of the theme up to date with what templates and planners say.

In: the sources, and `templates/languages/*.po`. Out: catalogs that hold each message once, in the order of the sources,
with the translations that they had; what is said no more is dropped, and what is new has an empty translation. A test
holds the catalogs to the sources.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from backfile.taxonomies import TAXONOMIES

PROJECT = Path(__file__).parents[1]
TEMPLATES = PROJECT / "templates"
LANGUAGES = TEMPLATES / "languages"
CODE = PROJECT / "generator/backfile"
PLACEHOLDER = re.compile(r"%\(\w+\)s")
# What of a message a translator of plurals may leave out: a form for one or two needn't name the number.
NUMBER = "%(number)s"

# A message, or its singular and plural.
Message = str | tuple[str, str]


def find_messages() -> dict[Message, list[str]]:
    """Every message with the places where it is said, in the order of the sources."""
    found: dict[Message, list[str]] = {}
    for message, place in [*_in_templates(), *_in_code(), *_in_taxonomies()]:
        places = found.setdefault(message, [])
        if place not in places:
            places.append(place)
    return found


def _in_templates() -> Iterator[tuple[Message, str]]:
    """What templates say: `_("Dates")`, `_n("%(number)s article", "%(number)s articles", count)`."""
    environment = Environment()
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in {".html", ".xml", ".css", ".txt"} and path.is_relative_to(TEMPLATES):
            if path.relative_to(TEMPLATES).parts[0] in {"assets", "review"}:
                continue
            for call in environment.parse(path.read_text("utf-8")).find_all(nodes.Call):
                name = call.node.name if isinstance(call.node, nodes.Name) else ""
                if name in {"_", "_n"}:
                    strings = [
                        argument.value for argument in call.args[: len(name)] if isinstance(argument, nodes.Const)
                    ]
                    yield _read_message(strings, len(name), path, call.lineno)


def _in_code() -> Iterator[tuple[Message, str]]:
    """What planners say: `messages.say("Dates")`, and `messages.count(…)`."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_messages(node.func.value):
                size = {"say": 1, "count": 2}.get(node.func.attr, 0)
                strings = [argument.value for argument in node.args[:size] if isinstance(argument, ast.Constant)]
                if size and (strings or node.func.attr == "say") and not _is_label(node.args[:size]):
                    yield _read_message([str(text) for text in strings], size, path, node.lineno)


def _is_messages(value: ast.expr) -> bool:
    return ast.unparse(value).rpartition(".")[2] == "messages"


def _is_label(arguments: list[ast.expr]) -> bool:
    """Whether what is said is a taxonomy's label, which the table of taxonomies has, or is handed on by a template."""
    return bool(arguments) and ast.unparse(arguments[0]).rpartition(".")[2] in {"label", "singular", "one"}


def _in_taxonomies() -> Iterator[tuple[Message, str]]:
    for taxonomy in TAXONOMIES:
        yield taxonomy.label, "generator/backfile/taxonomies.py"
        yield taxonomy.singular, "generator/backfile/taxonomies.py"


def _read_message(strings: list[str], size: int, path: Path, line: int) -> tuple[Message, str]:
    place = path.relative_to(PROJECT).as_posix()
    if len(strings) != size:
        sys.exit(f"{place}:{line}: a message must be written where it is said, not worked out")
    return (strings[0] if size == 1 else (strings[0], strings[1])), place


def read_catalog(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()), locale=path.stem, abort_invalid=True)


def find_faults(catalog: Catalog, messages: dict[Message, list[str]]) -> list[str]:
    """What keeps a catalog from saying all that the sources say, as a line each."""
    known = {_key(entry.id): entry for entry in catalog if entry.id}
    wanted = {_key(message): message for message in messages}
    faults = [f"obsolete: {key}" for key in sorted(known.keys() - wanted.keys())]
    for key, message in wanted.items():
        forms = 1 if isinstance(message, str) else catalog.num_plurals
        entry = known.get(key)
        strings = _strings(entry.string) if entry else []
        if len(strings) != forms or not all(strings):
            faults.append(f"not translated: {key}")
        elif any(not _agree(message, string, entry.fuzzy) for string in strings):
            faults.append(f"placeholders or form: {key}: {strings}")
    return faults


def _key(message: Message | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def _strings(string: object) -> list[str]:
    return [string] if isinstance(string, str) else list(string or ())  # type: ignore[call-overload]


def _agree(message: Message, string: str, fuzzy: bool) -> bool:
    """Whether a translation has the placeholders of its message, and no space at an end that that has not."""
    said = message if isinstance(message, str) else message[1]
    own, meant = set(PLACEHOLDER.findall(string)), set(PLACEHOLDER.findall(said))
    may_lack = set() if isinstance(message, str) else {NUMBER}
    return not fuzzy and own <= meant and meant - own <= may_lack and string.strip() == string


def update(catalog: Catalog, messages: dict[Message, list[str]]) -> str:
    """The text of a catalog that holds just these messages."""
    known = {_key(entry.id): entry for entry in catalog if entry.id}
    fresh = Catalog(locale=catalog.locale, project="Backfile", charset="utf-8", fuzzy=False)
    for message, places in messages.items():
        entry = known.get(_key(message))
        kept = entry.string if entry and isinstance(entry.id, str) == isinstance(message, str) else ""
        fresh.add(message, kept, locations=[(place, None) for place in places])
    out = io.BytesIO()
    write_po(out, fresh, width=116, omit_header=True, include_lineno=False)
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: {fresh.plural_forms}\\n"\n\n'
    )
    return head + out.getvalue().decode("utf-8").strip("\n") + "\n"


def main() -> None:
    messages = find_messages()
    for path in sorted(LANGUAGES.glob("*.po")):
        path.write_text(update(read_catalog(path), messages), "utf-8")
        faults = find_faults(read_catalog(path), messages)
        print(f"{path.relative_to(PROJECT)}: {len(messages)} messages" + "".join(f"\n  {fault}" for fault in faults))


if __name__ == "__main__":
    main()
