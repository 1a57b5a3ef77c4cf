"""The lines between headline and text that are fields."""

from lxml import etree

from backfile.importers.html_blocks import read_blocks
from backfile.importers.html_lead import cut_lead
from backfile.importers.html_metadata import Metadata


def test_a_comment_within_a_line_is_passed_over() -> None:
    body = "<p>By <!-- the author -->Ann Lee</p><p>Three men were hurt.</p>"
    blocks = read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))
    lead, kept = cut_lead(blocks, (0, 1), "Mill burns", Metadata(), (), "en")
    assert lead.authors == ("Ann Lee",)
    assert [block.text for block in kept] == ["Three men were hurt."]


def test_a_line_that_was_not_chosen_gives_its_fields_and_ends_nothing() -> None:
    body = "<h1>Mill burns</h1><p>Print this page</p>By Ann Lee<br>3 May 2001<br><p>Three men were hurt.</p>"
    blocks = read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))
    lead, kept = cut_lead(blocks, (3, 4), "Mill burns", Metadata(), (), "en")
    assert (lead.authors, lead.date and lead.date.year) == (("Ann Lee",), 2001)
    assert [block.text for block in kept] == ["Three men were hurt."]


def test_a_standfirst_is_known_by_a_byline_that_was_not_chosen() -> None:
    body = (
        "<h1>Mill burns</h1><p>Three were hurt.</p><div>By <a href=/lee>Ann Lee</a></div><p>Sparks set it alight.</p>"
    )
    blocks = read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))
    told = Metadata(summary="Three were hurt.", authors=("Ann Lee",))
    lead, kept = cut_lead(blocks, (1, 3), "Mill burns", told, (), "en")
    assert (lead.subtitle, [block.text for block in kept]) == ("Three were hurt.", ["Sparks set it alight."])


def test_a_label_above_the_date_is_taken_out_and_credits_nobody() -> None:
    body = "<p>Full Bio</p><p>3 May 2001</p><p>Three men were hurt.</p>"
    blocks = read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))
    lead, kept = cut_lead(blocks, (0, 1, 2), "Mill burns", Metadata(), (), "en")
    assert (lead.authors, [block.text for block in kept]) == ((), ["Three men were hurt."])
    body = "<p>Written By May 3, 2001</p><p>Three men were hurt.</p>"
    blocks = read_blocks(etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser()))
    assert cut_lead(blocks, (0, 1), "Mill burns", Metadata(), (), "en")[0].authors == ()
