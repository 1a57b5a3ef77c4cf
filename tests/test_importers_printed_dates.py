import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.dates import format_date
from backfile.importers import printed_dates
from backfile.importers.printed_dates import (
    LANGUAGES,
    find_date,
    find_month,
    find_order,
    look_up_months,
    parse_stamp,
)
from backfile.locales import find_locale, print_period

PRINTED = """
Thursday 10 February 2011 01:00 GMT       | 2011-02-10T01:00:00+00:00
February 10, 2011                         | 2011-02-10
Feb. 10th, 2011 at 2pm EST                | 2011-02-10T14:00:00-05:00
Sept. 5, 1998                             | 1998-09-05
March 7, 20247:55 AM UTC                  | 2024-03-07T07:55:00+00:00
February 10, 2011 7:55 PM                 | 2011-02-10T19:55:00
Feb. 10, 20112:26 P.M. GMT+2              | 2011-02-10T14:26:00+02:00
10-Feb-2011 14:30                         | 2011-02-10T14:30:00
Bo Ek on 10-abr-2011                      | 2011-04-10
10 Feb 2011 • 3 min read                  | 2011-02-10
the 10th of February 2011                 | 2011-02-10
12:05 a.m. February 10, 2011              | 2011-02-10T00:05:00
Updated 14:05, 10 Feb 2011                | 2011-02-10T14:05:00
Wed, 10 Feb 2011 14:30:05 +0530           | 2011-02-10T14:30:05+05:30
Thu Feb 10 2011 01:02:03 GMT+0100 (CET)   | 2011-02-10T01:02:03+01:00
10 February 2011 09:30 BST                | 2011-02-10T09:30:00+01:00
10 February 2011 09:30 CST                | 2011-02-10T09:30:00
Nov. 13, 2019 | Updated 2:30 p.m.         | 2019-11-13
10.02.2011                                | 2011-02-10
Samstag, 10.2.2011, 14.30 Uhr             | 2011-02-10T14:30:00
10. Februar 2011 um 14:30 Uhr             | 2011-02-10T14:30:00
10 février 2011 à 14h30                   | 2011-02-10T14:30:00
10 de febrero de 2011, 14:30h             | 2011-02-10T14:30:00
10 d’abril de 2011                        | 2011-04-10
10 Şubat 2011 14:30                       | 2011-02-10T14:30:00
10 февраля 2011, 14:30                    | 2011-02-10T14:30:00
2011. február 10.                         | 2011-02-10
10 tháng 2, 2011                          | 2011-02-10
2011年2月10日 14時30分                     | 2011-02-10T14:30:00
２０１１年２月１０日                        | 2011-02-10
2011년 2월 10일 오후 2:30                  | 2011-02-10T14:30:00
١٠ فبراير 2011                            | 2011-02-10
2011-02-10T01:00:00Z                      | 2011-02-10T01:00:00+00:00
2011/02/10                                | 2011-02-10
13/02/2011                                | 2011-02-13
02/13/2011                                | 2011-02-13
03/03/2011                                | 2011-03-03
02/10/2011                                | 2011~
March 1923                                | 1923-03
Ann LeeFebruary 10, 2011harbour, fire     | 2011-02-10
Last updated:Feb 10, 2011                 | 2011-02-10
☼Feb. 10. 2011                            | 2011-02-10
Ann2011-02-12T13:00:39+00:00February 10th, 2011 | 2011-02-10
10.02.2011–06.01.2012                     | 2011-02-10
Erschienen am 10.02.11 um 14:30 Uhr       | 2011-02-10T14:30:00
13/02/11 14:30                            | 2011-02-13T14:30:00
10.02.94, 14:30                           | 1994-02-10T14:30:00
10.02.11                                  | 2011-02-10~
Published on 02/13/11                     | 2011-02-13~
"""


@pytest.mark.parametrize("row", PRINTED.strip().split("\n"), ids=lambda row: row.split("  ")[0])
def test_a_date_is_read_as_printed(row: str) -> None:
    printed, _, expected = row.rpartition("|")
    found = find_date(printed.strip())
    assert found is not None
    assert format_date(found.date) == expected.strip()


@pytest.mark.parametrize(
    "line",
    [
        "In 2011 he said 12:30",
        "the 1998 season",
        "10 listopad 2011",
        "call 0171 2011 10",
        "99/99/2011",
        "1/2/11",
        "version 13.2.11",
        "10.02.11.12",
        "Published on 02/10/11",
        "Published on 10.02.23/24",
        "10.02.54, 14:30",
        "LeeFebruary 2011",
        "",
        "2011",
    ],
)
def test_no_date_is_found_where_none_is_sure(line: str) -> None:
    assert find_date(line) is None


def test_the_language_tells_what_the_line_alone_leaves_open() -> None:
    for line, language, expected in (
        ("02/10/2011", "fr", "2011-10-02"),
        ("02/10/2011", "en", "2011~"),
        ("10 listopadu 2011", "cs", "2011-11-10"),
        ("10. listopada 2011.", "hr", "2011-10-10"),
    ):
        found = find_date(line, language)
        assert found is not None
        assert format_date(found.date) == expected


def test_the_place_of_a_date_in_its_line_is_told() -> None:
    line = "By Ann Lee | 10 February 2011 01:00 GMT | 3 min read"
    found = find_date(line)
    assert found is not None
    assert line[found.start : found.end] == "10 February 2011 01:00 GMT"


@given(
    st.dates(datetime.date(1600, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from(["en", "de", "fr", "es", "sv", "ru"]),
)
def test_a_date_that_we_print_is_read_again(date: datetime.date, language: str) -> None:
    found = find_date(print_period(date.isoformat(), language), language)
    assert found is not None
    assert format_date(found.date) == date.isoformat()


@given(st.text(max_size=60) | st.from_regex(r"[0-9/. :-]{0,30}", fullmatch=True))
def test_any_line_is_read_without_harm(line: str) -> None:
    found = find_date(line)
    assert found is None or (0 <= found.start < found.end <= len(line) and format_date(found.date))


def test_the_table_of_months_says_what_the_locales_say() -> None:
    table = json.loads((Path(printed_dates.__file__).with_name("months.json")).read_text("utf-8"))
    assert list(table) == LANGUAGES, "run: make months"
    for language, written in table.items():
        months = {name: number for number, names in enumerate(written, 1) for name in names.split()}
        assert months == look_up_months(language), f"{language}: run: make months"


def test_no_locale_is_looked_up_for_the_months_of_these_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    for known in (printed_dates._months_of, printed_dates._months_of_all, printed_dates._read_table):
        known.cache_clear()
    monkeypatch.setattr(printed_dates, "find_locale", None)
    assert (find_month("tammikuuta"), find_month("märz", "de"), find_month("bridge")) == (1, 3, 0)


def test_a_language_without_a_table_is_looked_up() -> None:
    assert find_month("aŭgusto", "eo") == 8


def test_the_months_of_every_language_are_known_in_it() -> None:
    for language in set(LANGUAGES) - {"vi"}:
        name = find_locale(language).months["format"]["wide"][10]
        assert find_month(name.split()[-1], language) == 10, language


def test_a_stamp_is_read_exactly_or_as_printed() -> None:
    assert [format_date(stamp) for text in ("2011-02-10 14:30", "Feb 10, 2011") if (stamp := parse_stamp(text))] == [
        "2011-02-10T14:30:00",
        "2011-02-10",
    ]
    assert parse_stamp("yesterday") is None


@pytest.mark.parametrize(
    ("page", "order"),
    [
        ("02/03/2004\n15/06/2005", "day"),
        ("02/03/2004\n06/15/2005", "month"),
        ("02/03/2004\n15/06/2005\n06/15/2005", ""),
        ("02/03/2004\nPublished 2 March 2004", "day"),
        ("02/03/2004\nFebruary 3, 2004", "month"),
        ("02/03/2004 14:05 GMT", "day"),
        ("02/03/2004 2:05 PM EST", "month"),
        ("02/03/2004 14:05", ""),
        ("02/02/2004", ""),
        ("15.06.2005", ""),
    ],
)
def test_a_page_tells_how_its_numeric_dates_are_read(page: str, order: str) -> None:
    assert find_order(page) == order


def test_the_order_of_the_page_tells_a_numeric_date_s_day() -> None:
    found = [find_date("02/10/2011", "en", order) for order in ("day", "month", "")]
    assert [format_date(hit.date) for hit in found if hit] == ["2011-10-02", "2011-02-10", "2011~"]
