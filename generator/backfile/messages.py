"""The words of the interface in the archive's language: message catalogs, one file for each language.

In: a language code and a theme's folders, which hold `languages/de.po`; an archive's own goes first, message by
message. Out: `Messages`, which say a sentence in that language, or in English where it is not translated. Knows no
sentence: templates and planners write theirs in English, where they are said.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from gettext import c2py
from pathlib import Path

from backfile.errors import ThemeError

LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class _Words:
    """What one file holds: by the English message its forms, and which of them goes with a number."""

    forms: dict[str, tuple[str, ...]]
    choose: Callable[[int], int]


class Messages:
    """The messages of a language. `files` are its catalogs (gettext's .po); those of an earlier one go first."""

    def __init__(self, language: str, files: Sequence[Path] = ()) -> None:
        self.language = language
        self._files = files

    def say(self, message: str) -> str:
        """A message in the language; itself where nobody translated it."""
        return next((words.forms[message][0] for words in self._words if message in words.forms), message)

    def count(self, singular: str, plural: str, number: int) -> str:
        """The form of a message that goes with a number, which stands in it as `%(number)s`."""
        for words in self._words:
            if forms := words.forms.get(singular):
                return forms[min(words.choose(number), len(forms) - 1)]
        return singular if number == 1 else plural

    @cached_property
    def _words(self) -> list[_Words]:
        return list(map(_read, self._files))


def find_messages(folders: Sequence[Path], language: str) -> Messages:
    """The messages of a language in a theme's folders."""
    return Messages(language, find_files(folders, language))


def find_files(folders: Sequence[Path], language: str) -> list[Path]:
    """The catalogs of a language in a theme's folders; of `pt-BR` those named `pt_BR.po`, then those named `pt.po`."""
    code = language.replace("-", "_")
    names = dict.fromkeys(f"{name}.po" for name in (code, code.partition("_")[0]))
    paths = [folder / LANGUAGES / name for name in names for folder in folders]
    return [path for path in paths if path.is_file()]


def _read(path: Path) -> _Words:
    """A catalog without what it does not translate. Raises ThemeError, with file and line, for what is no catalog."""
    # It loads in tens of milliseconds, and an archive in English has no use for it.
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    name = f"templates/{LANGUAGES}/{path.name}"
    try:
        catalog = read_po(io.BytesIO(path.read_bytes()), abort_invalid=True)
        choose = c2py(catalog.plural_expr)
    except (PoFileError, ValueError) as error:
        line = error.lineno + 1 if isinstance(error, PoFileError) else 1
        hint = "docs/languages.md tells what such a file looks like"
        raise ThemeError(f"{name}:{line}: {error}", hint) from None
    forms = {}
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if key and strings and all(strings):
            forms[key] = strings
    return _Words(forms, choose)
