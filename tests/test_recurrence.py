"""Lines that stand in several captures: counted once a capture, found again, and never those of an article alone."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from backfile import recurrence
from backfile.recurrence import LineCounts, find_recurring, hash_lines

NOTICE = "The Larkfield Echo is kept alive by its readers, so please think of becoming one of its friends today."
OTHER_NOTICE = "All that stands on these pages belongs to the Larkfield Echo, and may not be printed anywhere else."


def write_page(number: int) -> str:
    """A page with a text of its own and the furniture of its paper."""
    own = "\n\n".join(f"Paragraph {n} of story {number} tells of things that no other page here has." for n in range(4))
    return f"Menu\n\n  Headline {number}\n\n{NOTICE}\n\n{own}\n\n{OTHER_NOTICE}\n"


def find(folder: Path, pages: Sequence[str | bytes]) -> list[frozenset[str]]:
    data = [page if isinstance(page, bytes) else page.encode() for page in pages]
    counts = LineCounts(len(data))
    for capture in data:
        counts.add(hash_lines(capture))
    counts.save(folder / "lines")
    return [find_recurring(capture, folder / "lines") for capture in data]


def test_a_line_recurs_if_it_stands_in_at_least_two_others(tmp_path: Path) -> None:
    pages = [write_page(number) for number in range(3)]
    assert find(tmp_path, pages) == [frozenset({"Menu", NOTICE, OTHER_NOTICE})] * 3
    assert find(tmp_path, pages[:2]) == [frozenset()] * 2


def test_a_line_counts_once_a_capture(tmp_path: Path) -> None:
    pages = [write_page(1) + "Refrain\nRefrain\n  Refrain \n", write_page(2), write_page(3)]
    assert "Refrain" not in find(tmp_path, pages)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_the_same_in_every_encoding_and_with_every_line_end(tmp_path: Path, encoding: str, end: str) -> None:
    pages = [write_page(number).replace("friends", "café’s friends") for number in range(3)]
    other = pages[2].replace("\n", end).encode(encoding)
    assert NOTICE.replace("friends", "café’s friends") in find(tmp_path, [*pages[:2], other])[2]


def test_pages_of_html_and_very_large_files_have_no_part_in_it(tmp_path: Path) -> None:
    others = [f"<p>\n{NOTICE}\n", b"\xef\xbb\xbf <p>\n" + NOTICE.encode(), f"{NOTICE}\n" * 20_000]
    assert find(tmp_path, [*others, write_page(1)]) == [frozenset()] * 4


def test_an_article_that_came_several_times_is_no_furniture(tmp_path: Path) -> None:
    """The same story with other headlines in three papers; what stands in many more captures still recurs."""
    copies = [write_page(1).replace("Headline 1", f"Headline {name}") for name in ("one", "two", "three")]
    pages = [*copies, *(write_page(number) for number in range(2, 12))]
    found = find(tmp_path, pages)
    assert found[:3] == [frozenset({"Menu", NOTICE, OTHER_NOTICE})] * 3
    assert find(tmp_path, copies) == [frozenset()] * 3


def test_hardly_any_line_recurs_by_mistake(tmp_path: Path) -> None:
    """The counters are shared, so some might: of 120,000 lines of their own in 2,000 captures, at most a few."""
    choice = random.Random(1)
    pages = ["\n".join(f"{choice.random()} and so on" for _ in range(60)) for _ in range(2000)]
    assert sum(map(len, find(tmp_path, pages))) <= 12


def test_counting_stops_at_the_most_captures_and_at_the_highest_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = ["Menu\nAbout\n"] * 300
    assert find(tmp_path, pages)[299] == {"Menu", "About"}
    monkeypatch.setattr(recurrence, "MOST_CAPTURES", 3)
    late = [*pages[:3], *["Late\nMenu\n"] * 3]
    assert find(tmp_path, late)[3] == {"Menu"}


def test_lines_may_end_as_they_did_on_old_macs(tmp_path: Path) -> None:
    pages = [write_page(number).replace("\n", "\r") for number in range(3)]
    assert find(tmp_path, pages) == [frozenset({"Menu", NOTICE, OTHER_NOTICE})] * 3
