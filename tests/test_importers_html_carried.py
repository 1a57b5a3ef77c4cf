import json

from lxml import etree

from backfile.importers.html_carried import find_markup

TEXT = "<p>The ferry was stopped two miles from land.</p>" * 15


def find(*scripts: str) -> tuple[int, str]:
    lines = "\n".join(f"<script>{script}</script>" for script in scripts)
    return find_markup(etree.fromstring(f"<html><body>\n{lines}\n</body></html>", etree.HTMLParser()))


def escaped(text: str) -> str:
    return json.dumps(text).replace("<", "\\u003c").replace(">", "\\u003e")


def test_the_longest_text_in_a_script_is_found_with_its_line() -> None:
    short, long = escaped(TEXT), escaped(TEXT * 2)
    assert find("var a = 1;", f'state.push({{"teaser": {short}, "html": {long}}})') == (3, TEXT * 2)
    assert find(f"var html = {long};", f"var html = {short};") == (2, TEXT * 2)


def test_of_two_as_long_the_first_is_taken() -> None:
    assert find(f"a = {escaped(TEXT)}", f"b = {escaped(TEXT.upper())}") == (2, TEXT)


def test_text_without_paragraphs_short_text_and_broken_strings_are_none() -> None:
    assert find(f"a = {escaped('The ferry was stopped. ' * 60)}") == (0, "")
    assert find(f"a = {escaped('<p>The ferry was stopped.</p>')}") == (0, "")
    assert find('a = "\\q<p>' + "The ferry was stopped. " * 60 + '"') == (0, "")
    assert find() == (0, "")
