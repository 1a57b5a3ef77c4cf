"""The Jinja environments that pages are rendered in; a home of Jinja2.

In: a loader of templates, where compiled ones are kept, the site, how many folders deep pages lie, and the messages of
the site's language. Out: an environment whose templates know `site`, `link`, `absolute`, the messages and the filters
as globals: macros that are imported without context know them too, and are made once for all pages of one depth. What
makes rendering fast stands here; it changes no byte. Knows no page and no template.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import BuiltinMethodType, CodeType
from typing import Any, TypeVar

import jinja2
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    pass_context,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.runtime import BlockReference, Context, Macro
from markupsafe import Markup, escape

try:
    from markupsafe import _escape_inner as _escape_string  # type: ignore[attr-defined]
except ImportError:  # another version; then a mark is made for each string, and lost at once
    _escape_string = escape
from backfile import urls
from backfile.archive import replace_file
from backfile.calendars import lay_out_days, lay_out_months, lay_out_years
from backfile.charts import lay_out_columns
from backfile.citations import cite_apa, cite_chicago, cite_mla, describe_work
from backfile.dataset import format_line, make_row
from backfile.dates import parse_date
from backfile.entries import Facts
from backfile.locales import (
    find_direction,
    name_months,
    name_weekdays,
    print_anniversary,
    print_date,
    print_month,
    print_number,
    print_period,
    print_weekday,
    split_list,
)
from backfile.messages import Messages
from backfile.metadata import format_news_article
from backfile.references import format_bibtex, format_csl, format_ris, link_file

T = TypeVar("T")
# How many links and dates of each kind are remembered: most stand on many pages.
_REMEMBERED = 4096
_OPTIONS: dict[str, Any] = {
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "auto_reload": False,
    "cache_size": -1,
}
# What a compiled template depends on beside its source.
_COMPILER = f"Jinja2 {jinja2.__version__}, {sys.implementation.cache_tag}, {_OPTIONS}"
# What never asks for the context: functions that remember, and `super`.
_PLAIN = frozenset({type(lru_cache(len)), BlockReference})


def make_environment(
    loader: BaseLoader, compiled: "Compiled", site: Mapping[str, str | bool], depth: int, messages: Messages
) -> Environment:
    """The environment for the pages of a site that lie in `depth` folders; `messages` are in the site's language."""
    environment = _Environment(
        loader=loader, bytecode_cache=compiled, autoescape=select_autoescape(["html", "xml"]), **_OPTIONS
    )
    language = str(site["language"])
    environment.globals["site"] = site
    absolute = _remember(lambda target: urls.absolute(target, str(site["base_url"])))
    environment.globals["link"] = _remember(lambda target: urls.link(target, depth))
    environment.globals["absolute"] = absolute
    environment.globals["news_article"] = lambda article: Markup(format_news_article(article, site))
    environment.globals["cite"] = lambda article: _cite(article, site, absolute)
    environment.globals["_"] = _remember(messages.say)
    environment.globals["_n"] = _remember(
        lambda one, many, number: messages.count(one, many, number) % {"number": print_number(number, language)}
    )
    environment.globals["weekday_names"] = name_weekdays(language)
    environment.globals["month_names"] = name_months(language)
    environment.globals["lay_out_columns"] = lambda parts: lay_out_columns(parts, language)
    environment.globals["lay_out_months"] = lambda period, days: lay_out_months(period, days, language)
    environment.globals["lay_out_days"] = lay_out_days
    environment.globals["lay_out_years"] = lay_out_years
    about = messages.say("about %(date)s")
    environment.filters["print_date"] = _filter(lambda text: print_date(parse_date(text), language, about))
    environment.filters["print_number"] = _filter(lambda number: print_number(number, language))
    environment.filters["print_period"] = _filter(lambda period: print_period(period, language))
    environment.filters["print_anniversary"] = _filter(lambda day: print_anniversary(day, language))
    environment.filters["print_weekday"] = _filter(lambda day: print_weekday(day, language))
    environment.filters["print_month"] = _filter(lambda month: print_month(month, language))
    environment.filters["list_parts"] = _filter(lambda count: split_list(count, language))
    environment.filters["direction"] = find_direction
    environment.filters["as_json"] = format_json
    environment.filters["as_csv"] = format_line
    environment.filters["as_row"] = make_row
    return environment


def format_json(value: Any) -> str:
    """A value as JSON, on one line."""
    return json.dumps(value, ensure_ascii=False)


def _cite(article: Facts, site: Mapping[str, str | bool], absolute: Callable[[str], str]) -> dict[str, str]:
    """An article's references, ready to be copied, and links that hold them as files; they name the archive's address,
    or else the one where the article was published."""
    address = absolute(article["address"]) if site["base_url"] else article["url"]
    work = describe_work(article, str(site["title"]), address)
    return {
        "apa": Markup(cite_apa(work)),
        "mla": Markup(cite_mla(work)),
        "chicago": Markup(cite_chicago(work)),
        "bibtex": link_file(format_bibtex(work), "application/x-bibtex"),
        "ris": link_file(format_ris(work), "application/x-research-info-systems"),
        "csl": link_file(format_csl(work), "application/vnd.citationstyles.csl+json"),
    }


def _remember(function: Callable[..., T]) -> Callable[..., T]:
    return lru_cache(_REMEMBERED)(function)


def _filter(function: Callable[[Any], T]) -> Callable[[Context, Any], T]:
    """A filter that depends on the site. Without the context Jinja would work out `{{ 2 | print_month }}` when it
    compiles, once for the sites of all languages."""
    remembered = _remember(function)

    @pass_context
    def apply(context: Context, value: Any) -> T:
        return remembered(value)

    return apply


class _Context(Context):
    def call(
        self, obj: Callable[..., Any], /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any
    ) -> Any:
        """Call what a template calls. Jinja looks in four places whether the context is to be passed; macros, blocks,
        methods of text and functions that remember are told by their type."""
        kind = type(obj)
        if kind is Macro:
            return obj(self.eval_ctx, *args, **kwargs)
        if kind in _PLAIN or (isinstance(obj, BuiltinMethodType) and type(obj.__self__) is str):
            return obj(*args, **kwargs)
        return super().call(obj, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


class _Template(Template):
    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """A template that escapes what it prints with `escape_text`."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escape_text
        return template


class _Environment(Environment):
    context_class = _Context
    template_class = _Template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a mapping, which nearly all that templates ask for is: Jinja would look for an attribute first."""
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                pass  # a method: `terms.items()`
        return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template as a plain mapping, which every page copies: Jinja's copies slowly."""
        return {**self.globals, **(d or {})}


def escape_text(value: Any) -> str:
    """What `markupsafe.escape` makes of a value, as a plain string: a template only joins what it prints."""
    if type(value) is str:
        return _escape_string(value)
    return value if type(value) is Markup else escape(value)


class Compiled(BytecodeCache):
    """Compiled templates: in memory, and in `folder`, if there is one, for other processes and later builds.

    Whether one is still good is told by its source and by what compiled it. A file begins with the digest of the rest,
    so that a damaged one counts as missing; where the folder can't be written, templates are compiled each time.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._codes: dict[tuple[str, str], CodeType] = {}

    def get_source_checksum(self, source: str) -> str:
        return hashlib.sha256(f"{_COMPILER}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None and (data := self._read(bucket.key)):
            bucket.bytecode_from_string(data)
            self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._remember(bucket)
        self._write(bucket.key, bucket.bytecode_to_string())

    def _remember(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code

    def find_names(self, template: str, digest: str) -> list[str | None] | None:
        """The names that were kept for a template, if it is still the one with that digest."""
        data = self._read(_name_names(template))
        kept: Any = json.loads(data) if data else {}
        names: list[str | None] | None = kept["names"] if kept.get("of") == f"{digest} {_COMPILER}" else None
        return names

    def keep_names(self, template: str, digest: str, names: list[str | None]) -> None:
        """Keep the names of the templates that one refers to, which takes as long to find as to compile it."""
        data = json.dumps({"of": f"{digest} {_COMPILER}", "names": names}).encode()
        self._write(_name_names(template), data)

    def _read(self, name: str) -> bytes | None:
        if self._folder:
            with suppress(OSError):
                data = (self._folder / name).read_bytes()
                if hashlib.sha256(data[32:]).digest() == data[:32]:
                    return data[32:]
        return None

    def _write(self, name: str, data: bytes) -> None:
        if self._folder:
            with suppress(OSError):
                replace_file(self._folder / name, hashlib.sha256(data).digest() + data)


def _name_names(template: str) -> str:
    return hashlib.sha256(template.encode()).hexdigest()[:40] + ".names"
