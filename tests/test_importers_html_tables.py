from lxml import etree

from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_tables import TABLE, find_tables, number_of


def count_tables(body: str) -> int:
    return len(find_tables(read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))))


ROW = "<tr><td>Ellery</td><td>4.1 m</td></tr>"


def test_a_table_of_short_cells_in_rows_holds_data() -> None:
    assert count_tables(f"<table>{ROW}</table>") == 1
    assert count_tables(f"<table><caption>How high the water stood</caption>{ROW}</table>") == 1


def test_a_table_that_lays_out_a_page_holds_none() -> None:
    assert count_tables("<table><tr><td>Ellery</td></tr><tr><td>Mill Lock</td></tr></table>") == 0
    assert count_tables(f"<table><tr><td>Menu</td><td>{'word ' * 100}</td></tr></table>") == 0
    assert count_tables("<table><tr><td>News<br>Sport<br>Weather<br>Home</td><td>Flood</td></tr></table>") == 0
    assert count_tables("<table><tr><td>Menu</td><td><h1>Flood</h1></td></tr></table>") == 0


def test_of_nested_tables_only_the_inner_one_holds_data() -> None:
    blocks = read_blocks(
        etree.fromstring(
            f"<html><body><table><tr><td>Menu</td><td><table>{ROW}</table></td></tr></table></body></html>",
            etree.HTMLParser(),
        )
    )
    assert find_tables(blocks) == {number_of(blocks[1], TABLE)} != {number_of(blocks[0], TABLE)}
