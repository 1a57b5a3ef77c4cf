"""The templates of an archive: rendering, what each is made of, their digests, their faults; a home of Jinja2.

In: the default theme and an archive's own `templates/`, which goes first, file by file; `default/` before a name means
the default theme's file, so that an override can extend what it replaces. Out: rendered pages, the digest of everything
that a template is made of, and Problems with file and line for templates that are broken. Knows no kind of page.
"""

import difflib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
)

from backfile.archive import Archive
from backfile.environment import Compiled, make_environment
from backfile.messages import find_messages
from backfile.model import Problem
from backfile.themefiles import ThemeFiles, find_default_theme

# Neither HTML nor XML can hold these, not even escaped; front matter can ("\\x07").
_CONTROLS = [*range(9), 11, 12, *range(14, 32), 127]
_NONCHARACTERS = ["\ufffe".encode(), "\uffff".encode()]
_UNPRINTABLE = re.compile(b"|".join([*(b"\\x%02x" % code for code in _CONTROLS), *_NONCHARACTERS]))


# How many environments stay open: a site has pages at some four depths.
_OPEN = 16


class Theme(ThemeFiles):
    """The templates of an archive; `own` is its overrides folder, `default` the default theme's, `compiled` that of
    compiled templates, if they are to be kept."""

    def __init__(self, own: Path, default: Path, compiled: Path | None = None) -> None:
        super().__init__(own, default)
        self._compiled = Compiled(compiled)
        self._environment = lru_cache(_OPEN)(self._open_environment)
        self._messages = lru_cache(_OPEN)(partial(find_messages, self.folders))
        self._closure_digests: dict[str, str] = {}
        self._known_references: dict[str, list[str | None]] = {}

    @cached_property
    def environment(self) -> Environment:
        """An environment to parse templates in, for no site in particular."""
        return self._environment((("language", "en"),), 0)

    def _open_environment(self, site: tuple[tuple[str, str | bool], ...], depth: int) -> Environment:
        own, default = (FileSystemLoader(folder) for folder in self.folders)
        loader = ChoiceLoader([own, default, PrefixLoader({"default": default})])
        known = dict(site)
        return make_environment(loader, self._compiled, known, depth, self._messages(str(known["language"])))

    def render(self, template: str, context: Mapping[str, Any]) -> bytes | Problem:
        """The bytes of a page; a Problem with the template's file and line if it can't be rendered.

        `site` in the context says how links and dates look; `page`, from where links lead.
        """
        environment = self._environment(tuple(context["site"].items()), context["page"]["path"].count("/"))
        try:
            text = environment.get_template(template).render(context)
        except TemplateSyntaxError as error:
            return self._problem(error, error.name or template, error.lineno)
        except TemplateNotFound as error:
            return self._problem(error, template, None)
        except RecursionError as error:
            endless = TemplateError("the template extends, includes or calls itself, without an end")
            hint = f'to extend the default theme\'s, write {{% extends "default/{template}" %}}'
            return replace(self._problem(endless, *self._place_of(error, template)), hint=hint)
        except Exception as error:  # a template may call anything, so it may raise anything
            problem = self._problem(error, *self._place_of(error, template))
            near = _find_near(problem.message, context)
            return replace(problem, hint=f"did you mean {near}? {problem.hint}") if near else problem
        return _drop_unprintable(text.encode())

    def digest(self, template: str) -> str:
        """sha256 (hex) of a template and of all that it extends, includes and imports."""
        if template not in self._closure_digests:
            lines = sorted(f"{name}\0{self.digests[name]}" for name in self._closure(template))
            self._closure_digests[template] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return self._closure_digests[template]

    def find_problems(self) -> list[Problem]:
        """Every template of the archive's own that can't be compiled."""
        problems = []
        for name in self.own_templates():
            try:
                self.environment.get_template(name)
            except TemplateSyntaxError as error:
                problems.append(self._problem(error, error.name or name, error.lineno))
            except UnicodeDecodeError:
                path = f"templates/{name}"
                message = "the template is not UTF-8"
                problems.append(Problem("error", "template-error", path, None, message, "save it as UTF-8"))
        return problems + self._find_missing() + self._find_unused()

    def _find_missing(self) -> list[Problem]:
        """Names that the archive's own templates extend, include or import, and that don't exist."""
        problems = []
        for name in self.own_templates():
            for found in self._references(name):
                if found is not None and found not in self.digests:
                    text = (self.folders[0] / name).read_text("utf-8").split("\n")
                    line = next((number for number, content in enumerate(text, 1) if found in content), None)
                    problems.append(self._problem(TemplateNotFound(found), name, line))
        return problems

    def _find_unused(self) -> list[Problem]:
        """Templates of the archive's own that no page can come to: most likely their names are misspelt."""
        own = self.own_templates()
        known = self.names(self.folders[1]) if own else []
        used = set().union(*(self._closure(name) for name in known))
        problems = []
        for name in own:
            if name not in used:
                near = difflib.get_close_matches(name, known, 1, 0.0)
                hint = f"did you mean {near[0]}? templates that no other one extends, includes or imports do nothing"
                message = "no page uses this template"
                problems.append(Problem("warning", "unused-template", f"templates/{name}", None, message, hint))
        return problems

    def _closure(self, template: str) -> set[str]:
        closure: set[str] = set()
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name in closure or name not in self.digests:
                continue
            closure.add(name)
            for found in self._references(name):
                # A name that is worked out at run time may be any template.
                waiting.extend(self.digests if found is None else [found])
        return closure

    def _references(self, name: str) -> list[str | None]:
        """The names that a template extends, includes and imports; None for one that is worked out at run time."""
        if name not in self._known_references:
            found = self._compiled.find_names(name, self.digests[name])
            if found is None:
                found = self._parse_references(name)
                self._compiled.keep_names(name, self.digests[name], found)
            self._known_references[name] = found
        return self._known_references[name]

    def _parse_references(self, name: str) -> list[str | None]:
        loader = self.environment.loader
        assert loader is not None
        try:
            source = loader.get_source(self.environment, name)[0]
            return list(meta.find_referenced_templates(self.environment.parse(source, name)))
        except (TemplateError, UnicodeDecodeError):
            return []  # rendering it, or find_problems, says what is wrong

    def _place_of(self, error: Exception, template: str) -> tuple[str, int | None]:
        """The innermost template that an exception passed through, and the line; Jinja rewrites tracebacks so."""
        place: tuple[str, int | None] = (template, None)
        trace = error.__traceback__
        while trace:
            path = Path(trace.tb_frame.f_code.co_filename)
            for folder in self.folders:
                if path.is_relative_to(folder):
                    place = (path.relative_to(folder).as_posix(), trace.tb_lineno)
            trace = trace.tb_next
        return place

    def _problem(self, error: Exception, name: str, line: int | None) -> Problem:
        message = str(getattr(error, "message", None) or error) or type(error).__name__
        if isinstance(error, TemplateNotFound):
            message = f"there is no template {error.name}"
        hint = "docs/templates.md lists what each template is given"
        return Problem("error", "template-error", f"templates/{name}", line, message, hint)


def open_theme(archive: Archive) -> Theme:
    """The theme of an archive, which keeps its compiled templates there."""
    return Theme(archive.templates, find_default_theme(), archive.compiled)


def _find_near(message: str, context: Mapping[str, Any]) -> str | None:
    """The key that is most like one that a template asked for in vain."""
    missing = re.search(r"has no attribute '(\w+)'|^'(\w+)' is undefined", message)
    name = missing and (missing[1] or missing[2])
    return next(iter(difflib.get_close_matches(name, sorted(_find_keys(context)), 1)), None) if name else None


def _find_keys(value: object) -> set[str]:
    """The keys of a value, and of all that it holds."""
    if isinstance(value, Mapping):
        return {str(key) for key in value}.union(*map(_find_keys, value.values()))
    return set().union(*map(_find_keys, value)) if isinstance(value, list) else set()


def _drop_unprintable(data: bytes) -> bytes:
    """A page without what none can hold. To look for thirty bytes one by one is many times faster than to look for any
    of them, and nearly no page has one."""
    noncharacter = _NONCHARACTERS[0][0] in data and any(map(data.__contains__, _NONCHARACTERS))
    return _UNPRINTABLE.sub(b"", data) if noncharacter or any(map(data.__contains__, _CONTROLS)) else data
