"""The environments of pages: each knows its own site and depth; what makes them fast changes no byte."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from markupsafe import Markup, escape

from backfile import environment as module
from backfile.environment import Compiled, escape_text, make_environment
from backfile.messages import Messages

SITE = {"language": "en", "base_url": "https://a.example/"}
GERMAN = {"language": "de", "base_url": "https://b.example/"}
MACROS = {
    "macros.html": """
        {%- macro row(card) %}<a lang="{{ site.language }}" href="{{ link(card.address) }}">{{ card.title }}</a>
        {%- endmacro %}
        {%- macro where() %}{{ page.path }}{% endmacro %}
    """,
}


def make(source: str, site: dict[str, str] = SITE, depth: int = 0, compiled: Compiled | None = None) -> Environment:
    loader = DictLoader({**MACROS, "page.html": source})
    return make_environment(loader, compiled or Compiled(), site, depth, Messages(site["language"]))


def render(source: str, **context: Any) -> str:
    return make(source).get_template("page.html").render(context)


@pytest.mark.parametrize(
    ("source", "english", "german"),
    [
        ("{{ 5 | print_month }}, {{ '2011-05' | print_period }}", "May, May 2011", "Mai, Mai 2011"),
        ("{{ '2011-05-01~' | print_date }}", "about 1 May 2011", "about 1. Mai 2011"),
        ("{{ link('a/b.html') }} {{ link('a/b.html') }}", "a/b.html a/b.html", "../../a/b.html ../../a/b.html"),
        ("{{ absolute('a/index.html') }}", "https://a.example/a/", "https://b.example/a/"),
        ("{{ site.language }}", "en", "de"),
        (
            "{% from 'macros.html' import row %}{{ row({'address': 'a.html', 'title': '<'}) }}",
            '<a lang="en" href="a.html">&lt;</a>',
            '<a lang="de" href="../../a.html">&lt;</a>',
        ),
    ],
)
def test_every_environment_knows_its_own_site_and_depth_though_they_share_compiled_templates(
    source: str, english: str, german: str
) -> None:
    compiled = Compiled()
    one, other = make(source, SITE, 0, compiled), make(source, GERMAN, 2, compiled)
    for _ in range(2):
        assert one.get_template("page.html").render() == english
        assert other.get_template("page.html").render() == german


def test_macros_know_the_rest_of_the_page_only_if_they_are_imported_with_context() -> None:
    page = {"path": "a.html"}
    source = "{% from 'macros.html' import where with context %}{{ where() }}"
    assert render(source, page=page) == "a.html"
    with pytest.raises(UndefinedError):
        render(source.replace(" with context", ""), page=page)


@given(st.text() | st.text("<>&'\"a") | st.integers() | st.none())
def test_what_a_template_prints_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escape_text(value) == str(escape(value))
    if isinstance(value, str):
        assert escape_text(Markup(value)) == value


def test_what_is_not_text_but_has_html_is_printed_as_that() -> None:
    class Picture:
        def __html__(self) -> str:
            return "<img>"

    class Shout(str):
        pass

    assert render("{{ a }} {{ b }}", a=Picture(), b=Shout("<b>")) == "<img> &lt;b&gt;"


def test_no_text_is_printed_unescaped_wherever_it_stands() -> None:
    hostile = "<script>alert('1')</script> & \"x\""
    source = """
        {%- macro show(text) %}{{ text }}{% endmacro %}
        {%- block one %}{{ title }}{% endblock %}{% for each in [title] %}{{ each }}{% endfor %}{{ show(title) }}
        {%- set kept = title %}{{ kept }}{% set block %}{{ title }}{% endset %}{{ block }}{{ title ~ title }}
        {{- ", ".join([title]) }}{{ [title] | join(", ") }}{{ title.strip() }}{{ "%s" | format(title) }}
        {{- link(title) }}"""
    printed = render(source, title=hostile)
    assert "<" not in printed and '"' not in printed and "'" not in printed
    assert printed.count(str(escape(hostile))) == 11


def test_a_template_compiles_to_code_that_escapes_by_the_fast_way() -> None:
    template: Any = make("{{ a }}").get_template("page.html")
    assert template.root_render_func.__globals__["escape"] is escape_text


@pass_context
def name_of(context: Any, suffix: str) -> str:
    return context["name"] + suffix


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% macro a(b, c=2) %}{{ b }}{{ c }}{% endmacro %}{{ a(1) }} {{ a(1, c=3) }} {{ a(c=4, b=5) }}", "12 13 54"),
        ("{% macro a() %}{{ varargs[0] }}{{ kwargs.x }}{% endmacro %}{{ a(1, x=2) }}", "12"),
        ("{% macro a() %}[{{ caller() }}]{% endmacro %}{% call a() %}<b>{% endcall %}", "[<b>]"),
        ("{% macro a() %}<{{ 1 }}>{% endmacro %}{{ a() }}", "<1>"),
        ("{{ {'items': 1}.items }}{{ {'a': 1}.items() | first | join }}", "1a1"),
        ("{{ 'a-{}-{x}'.format(1, x=2) }}{{ 'ab'.startswith('a') }}{{ 'a b'.split() | length }}", "a-1-2True2"),
        (
            "{% for x in [1] %}{% set name = 'inner' %}{{ function('!') }}{% endfor %}{{ function('!') }}",
            "inner!outer!",
        ),
        ("{{ plain(1, b=2) }}{{ range(3) | list | length }}{{ [3, 1].pop() }}", "331"),
        ("{{ stopped() is undefined }}", "True"),
    ],
)
def test_templates_call_what_jinja_lets_them_call(source: str, text: str) -> None:
    def plain(a: int, b: int) -> int:
        return a + b

    assert render(source, name="outer", function=name_of, plain=plain, stopped=iter([]).__next__) == text


def test_a_macro_is_not_given_more_than_it_takes() -> None:
    with pytest.raises(TypeError):
        render("{% macro a() %}{% endmacro %}{{ a(1) }}")
    with pytest.raises(TypeError):
        render("{% macro a() %}{% endmacro %}{{ a(x=1) }}")


def test_what_is_missing_is_an_error() -> None:
    assert make("").undefined is StrictUndefined
    for source in ("{{ a }}", "{{ {}.a }}", "{{ link(a) }}", "{{ a | print_date }}", "{{ a.b() }}"):
        with pytest.raises(UndefinedError):
            render(source)


@pytest.fixture
def is_compiled(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Whether the source has to be compiled; that it renders as it should, too."""
    compiled: list[str] = []
    plain = Environment.compile

    def note(self: Environment, source: str, *args: Any, **kwargs: Any) -> Any:
        compiled.append(source)
        return plain(self, source, *args, **kwargs)

    monkeypatch.setattr(Environment, "compile", note)

    def is_compiled(folder: Path | None, source: str = "{{ '<' }}one", text: str = "&lt;one") -> bool:
        compiled.clear()
        assert make(source, compiled=Compiled(folder)).get_template("page.html").render() == text
        return bool(compiled)

    return is_compiled


def test_a_template_is_compiled_once_for_all_who_share_a_folder(
    tmp_path: Path, is_compiled: Callable[..., bool]
) -> None:
    folder = tmp_path / "state" / "templates"
    assert is_compiled(folder)
    assert not is_compiled(folder)
    assert is_compiled(None)


def test_a_changed_template_is_compiled_again_in_the_place_of_the_old_one(
    tmp_path: Path, is_compiled: Callable[..., bool]
) -> None:
    is_compiled(tmp_path)
    assert is_compiled(tmp_path, "two", "two")
    assert not is_compiled(tmp_path, "two", "two")
    assert is_compiled(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_another_jinja_compiles_anew(
    tmp_path: Path, is_compiled: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert module.jinja2.__version__ in module._COMPILER
    is_compiled(tmp_path)
    monkeypatch.setattr(module, "_COMPILER", "another")
    assert is_compiled(tmp_path)
    assert not is_compiled(tmp_path)


def test_a_damaged_file_counts_as_missing(tmp_path: Path, is_compiled: Callable[..., bool]) -> None:
    is_compiled(tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    flipped = (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 97))
    for damaged in (b"", b"x", whole[:31], whole[:33], whole[:-1], whole + b"\0", *flipped):
        file.write_bytes(damaged)
        assert is_compiled(tmp_path)
        assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_or_read_costs_time_alone(
    tmp_path: Path, is_compiled: Callable[..., bool]
) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    for _ in range(2):
        assert is_compiled(tmp_path / "file")
        assert is_compiled(tmp_path / "file" / "below")
    is_compiled(tmp_path / "folder")
    (file,) = (tmp_path / "folder").iterdir()
    file.unlink()
    file.mkdir()
    assert is_compiled(tmp_path / "folder")


def test_many_may_write_a_folder_at_once(tmp_path: Path) -> None:
    def work(number: int) -> str:
        source = "".join(f"{{{{ {at} }}}}" for at in range(100 + number % 2))
        return make(source, compiled=Compiled(tmp_path)).get_template("page.html").render()

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(work, range(200)))
    assert made == ["".join(map(str, range(100 + number % 2))) for number in range(200)]
