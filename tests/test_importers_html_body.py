from lxml import etree

from backfile.importers.html_blocks import Block, read_blocks
from backfile.importers.html_body import Choice, choose_blocks, decide
from backfile.importers.html_features import Hints

PROSE = (
    "<p>The ferry to Skarn was stopped two miles from land on Sunday when a fire broke out in her engine room.</p>"
    "<p>All passengers were taken off by the lifeboat, the coastguard said, and nobody was hurt in the smoke.</p>"
)
PAGE = f"""<html><body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>Ferry to Skarn stopped</h1><div class="story">{PROSE * 2}
<table><tr><th>Ship</th><th>Built</th></tr><tr><td>Orla</td><td>1987</td></tr></table>{PROSE}</div></article>
<div class="related"><h3>Read more</h3><ul><li><a href="/b">Harvest fair draws record crowd</a></li></ul></div>
<footer>© 2004 The Skarn Mirror</footer></body></html>"""


def choose(page: str) -> tuple[list[Block], Choice]:
    blocks = read_blocks(etree.fromstring(page, etree.HTMLParser()))
    return blocks, choose_blocks(blocks, Hints("Ferry to Skarn stopped"))


def test_the_text_is_told_from_what_stands_around_it() -> None:
    blocks, choice = choose(PAGE)
    texts = [blocks[i].text for i in choice.chosen]
    assert len(texts) == 10 and not {"Home", "Sport", "Read more"} & set(texts)
    assert {"Ship", "Built", "Orla", "1987"} <= set(texts)
    assert choice.confidence > 0.8


def test_each_block_that_is_left_out_has_a_score_and_a_reason() -> None:
    blocks, choice = choose(PAGE)
    whys = {blocks[i].text: why.partition(": ")[2] for i, why in choice.whys.items()}
    assert all(float(why.partition(":")[0]) < 0 for why in choice.whys.values())
    assert whys["Harvest fair draws record crowd"] == "named related"
    assert whys["Home"] == "link density 1.0"


def test_prose_that_was_left_out_may_be_much() -> None:
    def leaves_out(texts: list[str]) -> bool:
        links = "".join(f'<li><a href="/{number}">{text}</a></li>' for number, text in enumerate(texts))
        return choose(PAGE.replace("<footer>", f'<ul class="related">{links}</ul><footer>'))[1].leaves_out_much

    said = PROSE.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    assert leaves_out([f"Member number {n} of the rowing club thought: {said[0]}" for n in range(30)])
    assert not leaves_out([f"Member number {n} of the rowing club" for n in range(30)])
    assert not leaves_out(said * 15)  # it stands in the text


def test_of_a_page_without_blocks_nothing_is_chosen() -> None:
    assert choose_blocks([], Hints()) == Choice()


def test_if_nothing_stands_out_the_best_is_chosen_but_not_the_hopeless() -> None:
    blocks = [Block(1, "a"), Block(2, "b"), Block(3, "c")]
    assert decide(blocks, [20, 20, 20], [-1.0, -1.5, -4.0])[0] == (0, 1)
    assert decide(blocks, [20, 20, 20], [-3.0, -4.0, -4.0])[0] == ()
    assert decide(blocks, [20, 20, 20], [3.0, 1.0, -4.0])[0] == (0, 1)


def test_a_block_alone_among_others_must_be_worth_the_change() -> None:
    blocks = [Block(i, text) for i, text in enumerate("abcd")]
    assert decide(blocks, [20] * 4, [3.0, -0.4, 3.0, -3.0])[0] == (0, 1, 2)
    assert decide(blocks, [20] * 4, [3.0, -1.0, 3.0, -3.0])[0] == (0, 2)
    assert decide(blocks, [20] * 4, [-3.0, 0.3, -3.0, 3.0])[0] == (3,)


def test_a_row_of_signs_is_text_if_what_stands_around_it_is() -> None:
    page = f"<html><body><p>* * *</p><div>{PROSE}<p>* * *</p>{PROSE}</div><p>___</p><p>Sport</p></body></html>"
    blocks = read_blocks(etree.fromstring(page, etree.HTMLParser()))
    assert [block.text for block in blocks if len(block.text) < 4] == ["___"]
    assert decide(blocks, [20] * 8, [3.0, 3, 3, -3, 3, 3, 3, -3])[0] == (1, 2, 3, 4, 5)
    cells = read_blocks(etree.fromstring("<table><tr><td>1</td><td>---</td></tr></table>", etree.HTMLParser()))
    assert decide(cells, [1, 0], [3.0, 2.0])[0] == (0, 1)


def test_who_is_quoted_is_text_if_the_quotation_is() -> None:
    quote = "<blockquote><p>We saw it come.</p><footer>Else Brandt, docker</footer></blockquote>"
    blocks = read_blocks(
        etree.fromstring(f"<html><body>{quote}<footer>Imprint</footer></body></html>", etree.HTMLParser())
    )
    assert decide(blocks, [20] * 3, [3.0, -3, -3])[0] == (0, 1)
    assert decide(blocks, [20] * 3, [-3.0, -3, 3])[0] == (2,)


def test_of_a_text_that_a_page_holds_for_two_sizes_of_screen_one_copy_is_kept() -> None:
    wide, small = (f'<section class="{size}"><div>{PROSE}</div></section>' for size in ("wide", "small"))
    page = f"<html><body><h1>Ferry to Skarn stopped</h1>{wide}<p>Our reporter was on board.</p>{small}</body></html>"
    blocks = read_blocks(etree.fromstring(page, etree.HTMLParser()))
    assert decide(blocks, [40.0] * 6, [-3.0, 3, 3, 3, 3, 3])[0] == (1, 2, 3)
    # A refrain is text each time, and so is what the same element says twice.
    assert decide(blocks, [5.0] * 6, [-3.0, 3, 3, 3, 3, 3])[0] == (1, 2, 3, 4, 5)
    twice = read_blocks(etree.fromstring(f"<html><body><div>{PROSE * 2}</div></body></html>", etree.HTMLParser()))
    assert len(decide(twice, [40.0] * 4, [3.0] * 4)[0]) == 4


def test_surety_is_lower_where_blocks_are_hard_to_tell() -> None:
    blocks = [Block(1, "a"), Block(2, "b")]
    assert decide(blocks, [20, 20], [5.0, -5.0])[1] > 0.98
    assert decide(blocks, [20, 20], [0.5, -0.5])[1] < 0.8


def test_a_text_as_long_as_a_book_is_text_to_its_end() -> None:
    blocks, choice = choose(f"<html><body><h1>Ferry to Skarn stopped</h1>{PROSE * 600}</body></html>")
    assert len(choice.chosen) >= 1200 == len(blocks) - 1
