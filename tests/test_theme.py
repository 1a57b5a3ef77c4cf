"""The theme: overrides file by file, digests of all that a template is made of, faults with file and line."""

from pathlib import Path
from typing import Any

import pytest

from backfile.model import Problem
from backfile.theme import Theme
from backfile.themefiles import find_default_theme

CONTEXT: dict[str, Any] = {
    "page": {"path": "2011/02/a.html", "title": "Ferry <stops>"},
    "site": {"language": "de", "base_url": "https://a.example/"},
}


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """A default theme of one page in a frame, and an empty folder for overrides."""
    write(tmp_path / "default", "base.html", "<main>{% block main %}{% endblock %}</main>")
    write(tmp_path / "default", "page.html", '{% extends "base.html" %}{% block main %}{{ page.title }}{% endblock %}')
    (tmp_path / "own").mkdir()
    return Theme(tmp_path / "own", tmp_path / "default")


def write(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def override(theme: Theme, name: str, text: str | bytes) -> Theme:
    """The theme as another build would find it."""
    own, default = theme.folders
    write(own, name, text)
    return Theme(own, default)


def render(theme: Theme, template: str) -> str:
    data = theme.render(template, CONTEXT)
    assert isinstance(data, bytes), data
    return data.decode()


def fault(theme: Theme, template: str) -> tuple[str, int | None, str]:
    problem = theme.render(template, CONTEXT)
    assert isinstance(problem, Problem), problem
    assert (problem.severity, problem.code, bool(problem.hint)) == ("error", "template-error", True)
    return problem.path, problem.line, problem.message


def test_text_is_escaped(theme: Theme) -> None:
    assert render(theme, "page.html") == "<main>Ferry &lt;stops&gt;</main>"


def test_an_archive_s_own_file_goes_first_wherever_it_is_used(theme: Theme) -> None:
    assert render(override(theme, "base.html", "<b>{% block main %}{% endblock %}</b>"), "page.html") == (
        "<b>Ferry &lt;stops&gt;</b>"
    )


def test_an_override_can_extend_what_it_replaces(theme: Theme) -> None:
    text = '{% extends "default/page.html" %}{% block main %}[{{ super() }}]{% endblock %}'
    assert render(override(theme, "page.html", text), "page.html") == "<main>[Ferry &lt;stops&gt;]</main>"


def test_a_theme_needs_no_folder_of_overrides(theme: Theme) -> None:
    bare = Theme(theme.folders[0] / "missing", theme.folders[1])
    assert render(bare, "page.html") == render(theme, "page.html")
    assert bare.digest("page.html") == theme.digest("page.html")
    assert bare.find_problems() == []


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("link('2011/index.html')", "../../2011/index.html"),
        ("absolute('2011/index.html')", "https://a.example/2011/"),
        ("'2011-02-10T01:00:00' | print_date", "10. Februar 2011, 01:00"),
        ("'2011-02' | print_period", "Februar 2011"),
        ("2 | print_month", "Februar"),
        ("'ar-EG' | direction ~ ('de' | direction)", "rtlltr"),
        ("{'items': 1}.items", "1"),
        ("{'a': 1}.items() | first | join", "a1"),
    ],
)
def test_templates_have_links_and_dates_of_the_page_and_site_that_they_render(
    theme: Theme, expression: str, text: str
) -> None:
    assert render(override(theme, "page.html", f"{{{{ {expression} }}}}"), "page.html") == text


def test_a_syntax_error_is_told_with_file_and_line(theme: Theme) -> None:
    broken = override(theme, "page.html", "one\ntwo {% if %}\n")
    path, line, message = fault(broken, "page.html")
    assert (path, line) == ("templates/page.html", 2)
    assert "xpected" in message


def test_an_undefined_variable_is_told_with_file_and_line(theme: Theme) -> None:
    broken = override(theme, "page.html", "one\n{{ artcle }}\n")
    assert fault(broken, "page.html") == ("templates/page.html", 2, "'artcle' is undefined")


def test_a_name_that_is_not_given_is_told_with_the_nearest_one(theme: Theme) -> None:
    broken = override(theme, "page.html", "{{ page.titel }}")
    problem = broken.render("page.html", {**CONTEXT, "rows": [{"titles": 1}], "page": {"path": "x", "title": "A"}})
    assert isinstance(problem, Problem) and problem.hint.startswith("did you mean title? docs/templates.md")
    nameless = override(theme, "page.html", "{{ qqqqqq }}").render("page.html", CONTEXT)
    assert isinstance(nameless, Problem) and nameless.hint.startswith("docs/templates.md")


def test_a_fault_is_told_where_it_is_not_where_the_page_began(theme: Theme) -> None:
    broken = override(theme, "base.html", "one\n\n{{ 1 / 0 }}\n")
    assert fault(broken, "page.html") == ("templates/base.html", 3, "division by zero")


def test_a_syntax_error_in_what_a_page_extends_is_told_there(theme: Theme) -> None:
    broken = override(theme, "base.html", "one\n{% endif %}\n")
    assert fault(broken, "page.html")[:2] == ("templates/base.html", 2)


def test_a_missing_template_is_named(theme: Theme) -> None:
    assert fault(theme, "none.html") == ("templates/none.html", None, "there is no template none.html")
    broken = override(theme, "page.html", 'one\n{% include "none.html" %}')
    assert fault(broken, "page.html") == ("templates/page.html", None, "there is no template none.html")


def test_a_template_that_never_ends_is_a_problem(theme: Theme) -> None:
    assert fault(override(theme, "page.html", '{% include "page.html" %}'), "page.html")[0] == "templates/page.html"


def test_every_own_template_is_checked_whether_a_page_uses_it_or_not(theme: Theme) -> None:
    override(theme, "a.html", "fine")
    override(theme, "part/b.html", "one\n{% if %}")
    broken = override(theme, "c.xml", b"caf\xe9")
    errors = (problem for problem in broken.find_problems() if problem.severity == "error")
    found = [(problem.path, problem.line) for problem in errors]
    assert found == [("templates/c.xml", None), ("templates/part/b.html", 2)]


def test_a_template_that_no_page_comes_to_is_told_with_the_nearest_name(theme: Theme) -> None:
    _, default = theme.folders
    write(default, "article.html", "")
    override(theme, "part.html", "used")
    override(theme, "article.html", '{% include "part.html" %}')
    misspelt = override(theme, "artcle.html", "")
    (problem,) = misspelt.find_problems()
    assert (problem.severity, problem.code, problem.path) == ("warning", "unused-template", "templates/artcle.html")
    assert "article.html" in problem.hint


@pytest.mark.parametrize("name", ["page.html", "base.html", "macros.html", "part.html", "default/base.html"])
def test_a_template_s_digest_tells_every_change_of_what_it_is_made_of(theme: Theme, name: str) -> None:
    own, default = theme.folders
    write(own, "page.html", '{% extends "base.html" %}{% import "macros.html" as m %}{% include "part.html" %}')
    write(own, "base.html", '{% extends "default/base.html" %}')
    write(own, "macros.html", "one")
    write(own, "part.html", "one")
    write(own, "else.html", "one")
    digests = [Theme(own, default).digest(template) for template in ("page.html", "else.html")]
    if name == "default/base.html":
        write(default, "base.html", "changed")
    else:
        write(own, name, (own / name).read_text() + "changed")
    changed = Theme(own, default)
    assert changed.digest("page.html") != digests[0]
    assert changed.digest("else.html") == digests[1]


def test_a_name_that_is_worked_out_may_be_any_template(theme: Theme) -> None:
    before = override(theme, "page.html", '{% include "a" ~ ".html" ignore missing %}').digest("page.html")
    assert override(theme, "far.html", "new").digest("page.html") != before


def test_the_default_theme_is_found_and_compiles() -> None:
    folder = find_default_theme()
    assert (folder / "assets" / "style.css").is_file()
    assert Theme(folder, folder).find_problems() == []


def test_a_template_that_names_one_that_does_not_exist_is_told_with_its_line(theme: Theme) -> None:
    broken = override(theme, "base.html", '\n{% include "prat.html" %}')
    problems = [problem for problem in broken.find_problems() if problem.severity == "error"]
    assert [(problem.path, problem.line) for problem in problems] == [("templates/base.html", 2)]
    assert "prat.html" in problems[0].message


def test_a_theme_keeps_compiled_templates_and_notices_every_change(theme: Theme, tmp_path: Path) -> None:
    own, default = theme.folders
    compiled = tmp_path / "compiled"
    assert render(Theme(own, default, compiled), "page.html") == "<main>Ferry &lt;stops&gt;</main>"
    kept = sorted(compiled.iterdir())
    assert len(kept) == 2
    write(default, "base.html", "<b>{% block main %}{% endblock %}</b>")
    assert render(Theme(own, default, compiled), "page.html") == "<b>Ferry &lt;stops&gt;</b>"
    assert sorted(compiled.iterdir()) == kept
    write(own, "base.html", "<i>{% block main %}{% endblock %}</i>")
    assert render(Theme(own, default, compiled), "page.html") == "<i>Ferry &lt;stops&gt;</i>"
    assert fault(override(theme, "page.html", "\n{{ x }}"), "page.html")[:2] == ("templates/page.html", 2)
    for _ in range(2):
        assert fault(Theme(own, default, compiled), "page.html")[:2] == ("templates/page.html", 2)


def test_a_template_s_digest_is_the_same_whether_its_references_were_kept_or_are_read(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, default = theme.folders
    kept = tmp_path / "compiled"
    write(own, "page.html", '{% extends "default/page.html" %}{% include "a" ~ ".html" ignore missing %}')
    digest = Theme(own, default).digest("page.html")
    assert Theme(own, default, kept).digest("page.html") == digest
    with monkeypatch.context() as patch:
        patch.setattr(Theme, "_parse_references", lambda *_: pytest.fail("reads what was kept"))
        assert Theme(own, default, kept).digest("page.html") == digest
    for file in kept.iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert Theme(own, default, kept).digest("page.html") == digest
    write(own, "page.html", '{% include "far.html" %}')
    write(own, "far.html", "one")
    before = Theme(own, default, kept).digest("page.html")
    write(own, "far.html", "two")
    assert Theme(own, default, kept).digest("page.html") != before


def test_two_themes_in_one_process_do_not_mix(theme: Theme, tmp_path: Path) -> None:
    other = Theme(tmp_path / "other", theme.folders[1])
    write(tmp_path / "other", "base.html", "{{ link('a.html') }} {{ 2 | print_month }} {{ site.title }}")
    override(theme, "base.html", "{{ link('a.html') }}, {{ 2 | print_month }}, {{ site.title }}")
    for _ in range(2):
        for language, month in (("de", "Februar"), ("fr", "février")):
            for path, link in (("x.html", "a.html"), ("x/y/z.html", "../../a.html")):
                site = {"language": language, "title": f"<{language}>"}
                context = {"page": {"path": path}, "site": site}
                title = f"&lt;{language}&gt;"
                assert other.render("page.html", context) == f"{link} {month} {title}".encode()
                assert theme.render("page.html", context) == f"{link}, {month}, {title}".encode()


@pytest.mark.parametrize("sign", ["\0", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\x7f", "\ufffe", "\uffff"])
def test_what_no_page_can_hold_is_left_out(theme: Theme, sign: str) -> None:
    page = override(theme, "page.html", "{{ page.title }}")
    for text in ("a", "é", "“", "\U0001f600"):
        context = {**CONTEXT, "page": {"path": "a.html", "title": f"{text}{sign}\t\n\r{text}{sign}"}}
        assert page.render("page.html", context) == f"{text}\t\n\r{text}".encode()


def test_a_template_that_extends_itself_is_told_how_to_extend_the_default(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "404.html").write_text('{% extends "404.html" %}', "utf-8")
    theme = Theme(own, find_default_theme())
    problem = theme.render("404.html", {"page": {"path": "404.html"}, "site": {"language": "en"}})
    assert isinstance(problem, Problem)
    assert (problem.path, problem.code) == ("templates/404.html", "template-error")
    assert "without an end" in problem.message and 'extends "default/404.html"' in problem.hint
