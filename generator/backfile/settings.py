"""`backfile.toml` to `Settings`.

In: the file, which may be missing: every key has a default. Out: `Settings`. Raises SettingsError, with file, line and
the nearest known key, for a key that nobody knows and for a value that can't be.
"""

import difflib
import re
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from backfile.colors import DARK, FONTS, LIGHT, find_fault_of_color, find_fault_of_font
from backfile.errors import SettingsError
from backfile.hosts import CAPS
from backfile.redirects import FORMATS, HOST_FORMATS

Pairs = tuple[tuple[str, str], ...]
# What old addresses may be written for, what all articles may be written as, and the hosts that are known.
RULES = tuple(FORMATS)
DATA = ("csv", "jsonl", "sqlite", "sqlite-text")
HOSTS = tuple(CAPS)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an archive; docs/settings.md explains each.

    page_size  articles that one index page lists before it is split by years and months
    search  whether the site can be searched
    single_term_pages  whether a tag or other term of one article has a page
    home_size  articles on the home page
    feed_size  articles in a feed
    term_feeds  articles that a tag or an author needs to have a feed of its own
    old_sites  sites whose addresses lead here now
    redirects, data  which files are made of old addresses, and of all articles
    host  where the site will be published: its caps are known, and what it needs
    read_seconds, read_megabytes  what reading one file may take at an import
    colors, dark_colors, fonts  what the theme's are replaced with, by name
    """

    title: str = "Archive"
    description: str = ""
    language: str = "en"
    base_url: str = ""
    page_size: int = 100
    home_size: int = 12
    feed_size: int = 20
    term_feeds: int = 100
    single_term_pages: bool = False
    search: bool = True
    ascii_slugs: bool = False
    remote_images: bool = False
    publish_originals: bool = False
    publish_markdown: bool = False
    canonical: str = "site"
    ai_crawlers: bool = True
    data: tuple[str, ...] = ()
    old_sites: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    host: str = ""
    read_seconds: int = 30
    read_megabytes: int = 1000
    colors: Pairs = ()
    dark_colors: Pairs = ()
    fonts: Pairs = ()

    @property
    def has_look(self) -> bool:
        """Whether the site has colours or fonts of its own."""
        return bool(self.colors or self.dark_colors or self.fonts)


def describe_site(settings: Settings) -> dict[str, str | bool]:
    """What every template knows as `site`: the settings that a page may show. Others act through what is planned;
    colours and fonts have a style sheet of their own, and pages know only that there is one, as of data."""
    shown = {key: value for key, value in asdict(settings).items() if isinstance(value, str | bool)}
    known = {key: value for key, value in shown.items() if key not in _UNSHOWN}
    return {**known, "has_look": settings.has_look, "data": bool(settings.data)}


def read_settings(path: Path) -> Settings:
    """The settings in the file at `path`; the defaults if there is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"{path.name} can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path.name} is not UTF-8", "save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path.name}: {error}", 'a line reads: key = "value"') from None
    for key, value in values.items():
        if fault := _fault_of_setting(key, value):
            message, hint = fault
            raise SettingsError(f"{path.name}:{_line_of(key, text)}: {message}", hint)
    if fault := _fault_of_rules(values.get("redirects", []), values.get("host", "")):
        message, hint = fault
        raise SettingsError(f"{path.name}:{_line_of('redirects', text)}: {message}", hint)
    if values.get("base_url"):
        values["base_url"] = values["base_url"].rstrip("/") + "/"
    values["old_sites"] = [site.rstrip("/") + "/" for site in values.get("old_sites", ())]
    return Settings(**{key: _settle(value) for key, value in values.items()})


def _settle(value: object) -> Any:
    """A value as the settings keep it: a table as pairs in order, a list as a tuple."""
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    return tuple(dict.fromkeys(value)) if isinstance(value, list) else value


_UNSHOWN = frozenset({"ai_crawlers", "host"})
# What some settings may be, or hold.
_CHOICES = {"data": DATA, "redirects": RULES, "host": HOSTS, "canonical": ("site", "original")}
_LISTS = frozenset({"data", "old_sites", "redirects"})
_DEFAULTS = {field.name: field.default for field in fields(Settings)}
# The settings that are tables: what stands in them, and what may be wrong with a value.
_TABLES = {
    "colors": (list(LIGHT), find_fault_of_color),
    "dark_colors": (list(DARK), find_fault_of_color),
    "fonts": (list(FONTS), find_fault_of_font),
}


def _fault_of_setting(key: str, value: object) -> tuple[str, str] | None:
    if key not in _DEFAULTS:
        near = difflib.get_close_matches(key, _DEFAULTS, 1, 0.0)
        return f'unknown setting "{key}"', f'did you mean "{near[0]}"? the settings are: {", ".join(sorted(_DEFAULTS))}'
    if key in _TABLES:
        return _fault_of_table(key, value)
    wanted = list if key in _LISTS else type(_DEFAULTS[key])
    if type(value) is not wanted:
        said = {str: "text in quotes", int: "a number", bool: "true or false", list: "a list of texts in quotes"}
        hint = f"its default is {_format(_DEFAULTS[key])}"
        if wanted is list and isinstance(value, str):
            hint = f"write {key} = {_format((value,))}"
        return f'setting "{key}" must be {said[wanted]}', hint
    if isinstance(value, int) and not isinstance(value, bool) and not 1 <= value <= 10_000:
        return f'setting "{key}" is out of range', "a number from 1 to 10000"
    parts = value if isinstance(value, list) else [value]
    return next(filter(None, (_fault_of_text(key, part) for part in parts)), None)


def _fault_of_text(key: str, value: object) -> tuple[str, str] | None:
    """What is wrong with a text, or with one of a list; an empty text leaves a setting open."""
    if key in _LISTS and not isinstance(value, str):
        return f'setting "{key}" must be a list of texts in quotes', f"its default is {_format(_DEFAULTS[key])}"
    if key in {"base_url", "old_sites"} and value and not _is_site_address(str(value)):
        return f'{key} "{value}" is not the address of a site', "write it in full: https://archive.example.org/"
    if key in _CHOICES and value and value not in _CHOICES[key]:
        return f'{key} "{value}" is not known', f"it may be {', '.join(_CHOICES[key])}"
    if key == "language" and not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", str(value)):
        return f'language "{value}" is not a language code', "write a code such as en, de or pt-BR"
    return None


def _fault_of_table(key: str, table: object) -> tuple[str, str] | None:
    names, find_fault = _TABLES[key]
    if not isinstance(table, dict):
        return (
            f'setting "{key}" must be a table',
            f'write [{key}] on a line of its own, and below it: {names[0]} = "..."',
        )
    for name, value in table.items():
        if name not in names and name in _DEFAULTS:
            hint = "what stands below the name of a table belongs to it: put the line above the first [...]"
            return f'"{name}" in [{key}] is a setting of the whole archive', hint
        if name not in names:
            near = difflib.get_close_matches(name, names, 1, 0.0)
            return f'unknown name "{name}" in [{key}]', f'did you mean "{near[0]}"? the names are: {", ".join(names)}'
        if fault := "a value must be text in quotes" if not isinstance(value, str) else find_fault(value):
            return f"{name} in [{key}]: {fault}", "docs/settings.md has an example"
    return None


def _fault_of_rules(redirects: list[str], host: str) -> tuple[str, str] | None:
    """What is wrong with the servers that rules are written for: two that want one file, or one that isn't the host."""
    writers = {FORMATS[name][0]: name for name in redirects}
    for name in redirects:
        if (other := writers[FORMATS[name][0]]) != name:
            return f'redirects "{name}" and "{other}" are both written to {FORMATS[name][0]}', "leave one of them out"
        if host and name in HOST_FORMATS.values() and HOST_FORMATS.get(host) != name:
            fitting = HOST_FORMATS.get(host)
            hint = f'write redirects = ["{fitting}"]' if fitting else "leave it out: old addresses work by their pages"
            return f'the host "{host}" doesn\'t read the redirects of "{name}"', hint
    return None


def _is_site_address(value: str) -> bool:
    return re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[^\s?#]*)?", value, re.IGNORECASE) is not None


def find_line(path: Path, table: str, name: str) -> int | None:
    """The line of the file of settings on which a name stands in a table; that of the table, if it is on one line."""
    try:
        text = path.read_text("utf-8-sig", "replace")
    except OSError:
        return None
    start = _line_of(table, text) if table else 0
    return start + _line_of(name, "\n".join(text.splitlines()[start:]), missing=0)


def _line_of(key: str, text: str, missing: int = 1) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"""\s*\[?\s*["']?{re.escape(key)}["']?\s*[=.\]]""", line):
            return number
    return missing


def _format(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_format, value))}]"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)
