import lxml.html

from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_head import Head, find_head

LONG = f"<p>{'The ferry to Skarn was stopped two miles from land on Sunday night. ' * 4}</p>"


def find(body: str, *titles: str) -> Head:
    tree = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    return find_head(read_blocks(tree), titles)


def test_the_lines_stand_behind_the_headline_and_before_it_nearest_first() -> None:
    head = find(f"<p>Home</p><p>Ports</p><h1>Ferry fire</h1><p>By Ann Lee</p><p>3 May 2011</p>{LONG * 3}", "Ferry fire")
    assert head == Head(("By Ann Lee", "3 May 2011"), ("Ports", "Home"))


def test_of_a_headline_that_is_repeated_the_last_place_near_the_first_counts() -> None:
    head = find(f"<p>Ferry fire</p><p>Home</p><h1>Ferry fire</h1><p>By Ann Lee</p>{LONG * 3}", "Ferry fire")
    assert head.behind == ("By Ann Lee",)


def test_another_title_helps_where_the_first_is_not_printed() -> None:
    head = find(f"<h1>Ferry fire</h1><p>By Ann Lee</p>{LONG * 3}", "Fire at sea", "Ferry fire")
    assert (head.behind, head.found) == (("By Ann Lee",), True)
    assert find(f"<p>By Ann Lee</p>{LONG}", "Fire at sea") == Head(("By Ann Lee",), (), found=False)


def test_words_that_touch_are_parted() -> None:
    lines = "<p>By<b>Ann Lee</b><i>May 3, 2011</i></p><p><b>Ann Lee</b><i>Updated 3 May 2011</i></p>"
    head = find(f"<h1>Ferry fire</h1>{lines}<p>Anna McKay</p>{LONG * 3}", "Ferry fire")
    assert head.behind == ("By Ann Lee May 3, 2011", "Ann Lee Updated 3 May 2011", "Anna McKay")


def test_a_headline_may_be_printed_longer_than_it_is_told() -> None:
    assert find(f"<h1>Ferry fire: all saved</h1><p>By Ann Lee</p>{LONG * 3}", "Ferry fire").found
    assert not find(f"<h1>Ferry fire: all saved</h1><p>By Ann Lee</p>{LONG * 3}", "").found


def test_a_heading_comes_before_other_places_of_the_headline() -> None:
    menu = "".join(f"<p>Rubric {i}</p>" for i in range(20))
    head = find(
        f"<p>Ferry fire</p>{menu}<h1><span class=x>Ferry fire</span></h1><p>By Ann Lee</p>{LONG * 3}", "Ferry fire"
    )
    assert head.behind == ("By Ann Lee",)
