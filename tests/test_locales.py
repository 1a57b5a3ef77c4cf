"""Dates in the reader's language, whatever the machine's."""

import subprocess
import sys
from datetime import date

import pytest
from babel.dates import format_date
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from backfile.dates import parse_date
from backfile.locales import (
    find_first_weekday,
    find_locale,
    name_months,
    name_weekdays,
    print_anniversary,
    print_date,
    print_month,
    print_period,
    print_weekday,
    split_list,
)


@pytest.mark.parametrize(
    ("text", "language", "printed"),
    [
        ("2011", "en", "2011"),
        ("2011-02", "en", "February 2011"),
        ("2011-02-10", "en", "10 February 2011"),
        ("2011-02-10", "en-US", "February 10, 2011"),
        ("2011-02-10", "de", "10. Februar 2011"),
        ("2011-02", "fr", "février 2011"),
        ("2011-02-10", "ja", "2011年2月10日"),
        ("2011-02-10", "pt_BR", "10 de fevereiro de 2011"),
        ("0987-01-02", "en", "2 January 987"),
    ],
)
def test_a_period_is_printed_as_far_as_it_is_known(text: str, language: str, printed: str) -> None:
    assert print_period(text, language) == printed
    assert print_date(parse_date(text), language) == printed


SOME = sorted(locale_identifiers())[::16]


@pytest.mark.parametrize("language", [*"ja zh-Hant-TW th fa sl hu lv en-US".split(), *SOME])
def test_a_day_is_printed_as_babel_prints_it(language: str) -> None:
    for day in ("1987-01-31", "1998-02-01", "2011-05-09", "0987-11-10", "2025-12-22"):
        assert print_period(day, language) == format_date(date.fromisoformat(day), "long", find_locale(language)), day


@pytest.mark.parametrize("day", ["2011-02-29", "2011-13-01", "2011-00-01", "0000-01-01"])
def test_a_day_that_does_not_exist_is_not_printed(day: str) -> None:
    with pytest.raises(ValueError):
        print_period(day, "en")


def test_a_date_shows_its_time_as_printed_and_its_doubt() -> None:
    assert print_date(parse_date("2011-02-10T01:00:30"), "en") == "10 February 2011, 01:00"
    assert print_date(parse_date("2011-02-10T01:00Z"), "en") == "10 February 2011, 01:00 UTC"
    assert print_date(parse_date("2011-02-10T01:00+09:00"), "en") == "10 February 2011, 01:00 UTC+9"
    assert print_date(parse_date("2011-02-10T01:00-03:30"), "en") == "10 February 2011, 01:00 UTC−3:30"
    assert print_date(parse_date("1998~"), "en") == "about 1998"


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("de", "10. Februar 2011, 01:00 UTC+9"),
        ("fr", "10 février 2011, 01:00 UTC+9"),
        ("es", "10 de febrero de 2011, 01:00 UTC+9"),
        ("ar", "10 فبراير 2011، 01:00 UTC+9"),
        ("ja", "2011年2月10日 01:00 UTC+9"),
    ],
)
def test_a_time_stands_behind_its_date_as_the_language_has_it(language: str, printed: str) -> None:
    assert print_date(parse_date("2011-02-10T01:00+09:00"), language) == printed


@pytest.mark.parametrize(
    ("language", "count", "parts"),
    [
        ("en", 0, ("",)),
        ("en", 1, ("", "")),
        ("en", 2, ("", " and ", "")),
        ("en", 3, ("", ", ", " and ", "")),
        ("de", 3, ("", ", ", " und ", "")),
        ("ar", 3, ("", " و", " و", "")),
        ("ja", 3, ("", "、", "、", "")),
    ],
)
def test_a_list_is_parted_as_the_language_has_it(language: str, count: int, parts: tuple[str, ...]) -> None:
    assert split_list(count, language) == parts


def test_a_month_stands_alone_in_its_own_form() -> None:
    assert print_month(2, "en") == "February"
    assert print_month(5, "ru") == "май"
    assert print_month(12, "de") == "Dezember"


def test_months_have_short_names() -> None:
    assert [name_months(language)[1] for language in ("en", "de", "ja")] == [
        ("F", "Feb", "February"),
        ("F", "Feb", "Februar"),
        ("2", "2月", "2月"),
    ]


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", "Monday"), ("en-US", "Sunday"), ("de", "Montag"), ("pt", "domingo"), ("ja", "日曜日"), ("ar", "السبت")],
)
def test_a_week_begins_where_people_who_speak_the_language_begin_it(language: str, first: str) -> None:
    names = name_weekdays(language)
    assert (len(names), names[0][1]) == (7, first)


def test_every_locale_has_a_week() -> None:
    assert {find_first_weekday(language) for language in locale_identifiers()} <= set(range(7))


def test_a_day_is_named_without_its_year_and_by_its_weekday() -> None:
    assert [print_anniversary("02-29", language) for language in ("en", "en-US", "de", "ja")] == [
        "29 February",
        "February 29",
        "29. Februar",
        "2月29日",
    ]
    assert (print_weekday("2011-02-10", "en"), print_weekday("2011-02-10", "fr")) == ("Thursday", "jeudi")


def test_a_language_prints_the_same_whatever_was_printed_before() -> None:
    script = "from backfile.locales import print_month; print(print_month(12, 'ja'), print_month(12, 'de'))"
    result = subprocess.run([sys.executable, "-X", "utf8", "-c", script], capture_output=True, check=True)
    assert result.stdout.decode("utf-8") == "12月 Dezember\n"


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en", "en_GB"),
        ("en-US", "en_US"),
        ("de", "de"),
        ("de-XX", "de"),
        ("zh-Hant-TW", "zh_Hant_TW"),
        ("tlh", "en_GB"),
        ("", "en_GB"),
        ("english", "en_GB"),
    ],
)
def test_an_unknown_language_falls_back_on_a_known_one(language: str, found: str) -> None:
    assert str(find_locale(language)) == found


@given(st.text() | st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,3}", fullmatch=True))
def test_any_text_finds_a_locale(language: str) -> None:
    assert print_period("2011-02-10", language)


def test_the_machine_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_TIME", "LANG"):
        monkeypatch.setenv(name, "fr_FR.UTF-8")
    find_locale.cache_clear()
    print_period.cache_clear()
    assert print_period("2011-02-10", "xx") == "10 February 2011"
