"""The words of the interface: in a language, by number, with fallbacks; a file that is no catalog."""

from pathlib import Path

import pytest

from archives import write_files
from backfile.errors import ThemeError
from backfile.messages import Messages, find_messages

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: {forms}\\n"\n\n'
HEADLESS = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
GERMAN = HEAD.format(forms="nplurals=2; plural=(n != 1);") + (
    'msgid "Dates"\nmsgstr "Daten"\n\n'
    'msgid "Later"\nmsgstr ""\n\n'
    'msgid "%(number)s article"\nmsgid_plural "%(number)s articles"\n'
    'msgstr[0] "%(number)s Artikel"\nmsgstr[1] "%(number)s Artikel (viele)"\n'
)


def find(folder: Path, language: str, files: dict[str, str]) -> Messages:
    write_files(folder, files)
    return find_messages([folder / "own", folder / "default"], language)


def test_english_needs_no_file(tmp_path: Path) -> None:
    messages = find(tmp_path, "en", {})
    assert messages.say("Dates") == "Dates"
    assert [messages.count("article", "articles", number) for number in (0, 1, 2)] == [
        "articles",
        "article",
        "articles",
    ]


def test_a_file_translates_what_it_holds_and_the_rest_stays_english(tmp_path: Path) -> None:
    messages = find(tmp_path, "de-AT", {"default/languages/de.po": GERMAN})
    assert [messages.say(text) for text in ("Dates", "Later", "Earlier")] == ["Daten", "Later", "Earlier"]
    forms = [messages.count("%(number)s article", "%(number)s articles", number) for number in (1, 5)]
    assert forms == ["%(number)s Artikel", "%(number)s Artikel (viele)"]


def test_plurals_are_those_of_the_language(tmp_path: Path) -> None:
    forms = "nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);"
    czech = (
        HEAD.format(forms=forms)
        + 'msgid "a"\nmsgid_plural "b"\n'
        + "".join(f'msgstr[{at}] "{form}"\n' for at, form in enumerate(["one", "few", "many"]))
    )
    messages = find(tmp_path, "cs", {"default/languages/cs.po": czech})
    assert [messages.count("a", "b", number) for number in (1, 3, 9)] == ["one", "few", "many"]


def test_what_an_archive_says_itself_goes_first_message_by_message(tmp_path: Path) -> None:
    own = HEAD.format(forms="nplurals=2; plural=(n != 1);") + 'msgid "Later"\nmsgstr "Danach"\n'
    messages = find(tmp_path, "de", {"default/languages/de.po": GERMAN, "own/languages/de.po": own})
    assert (messages.say("Later"), messages.say("Dates")) == ("Danach", "Daten")


@pytest.mark.parametrize("text", ["nonsense", '"Plural-Forms: nplurals=2; plural=(n !!= 1);\\n"\n'])
def test_what_is_no_catalog_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    messages = find(tmp_path, "de", {"own/languages/de.po": f"{HEADLESS}{text}"})
    with pytest.raises(ThemeError, match=r"^templates/languages/de\.po:\d+: ") as raised:
        messages.say("Dates")
    assert "docs/languages.md" in raised.value.hint
