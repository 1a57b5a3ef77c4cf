import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backfile.messages import Messages
from backfile.model import Source
from backfile.pages.page import copy_page, describe_trail, format_context, make_page, with_neighbours
from pages_material import make_article, make_material


def test_a_page_says_where_it_lies_and_how_to_leave_it(tmp_path: Path) -> None:
    material = make_material(tmp_path, [make_article("fire", "1923-03-05", tags=("Fires",))])
    page = make_page(material, "a.html", "a.html", "A", subject="home", words=2)
    assert (page.path, page.template, page.source, page.subject) == ("a.html", "a.html", None, "home")
    assert json.loads(page.context) == {
        "page": {"path": "a.html", "title": "A", "description": ""},
        "nav": [{"label": "Dates", "address": "dates/index.html"}, {"label": "Tags", "address": "tags/index.html"}],
        "several_sources": False,
        "words": 2,
    }


def test_a_copy_has_nothing_but_its_source() -> None:
    source = Source("content/map.png", "abc", 7)
    page = copy_page("map.png", source, "assets")
    assert (page.path, page.template, page.context, page.source) == ("map.png", "", "", source)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers()))
def test_equal_contexts_are_equal_text(context: dict[str, int]) -> None:
    assert format_context(dict(reversed(context.items()))) == format_context(context)
    assert json.loads(format_context(context)) == context


def test_context_is_written_without_spaces_and_in_its_own_script() -> None:
    assert format_context({"b": "橋", "a": [1, 2]}) == '{"a":[1,2],"b":"橋"}'


@given(st.lists(st.integers()))
def test_neighbours_are_the_values_before_and_after(values: list[int]) -> None:
    padded = [None, *values, None]
    assert list(with_neighbours(values)) == list(zip(padded, padded[1:], padded[2:], strict=False))


def test_a_trail_leads_down_as_far_as_the_date_is_known() -> None:
    assert [step["address"] for step in json.loads(describe_trail("2011-02", Messages("en")))] == [
        "dates/index.html",
        "2011/index.html",
        "2011/02/index.html",
    ]
    assert [step["label"] for step in json.loads(describe_trail("2011-02-10", Messages("en")))] == [
        "Dates",
        "2011",
        "February 2011",
        "10 February 2011",
    ]
    undated = json.loads(describe_trail("undated", Messages("en")))
    assert [step["address"] for step in undated] == ["dates/index.html", "undated/index.html"]
    assert [step["address"] for step in json.loads(describe_trail("", Messages("en")))] == ["dates/index.html"]
