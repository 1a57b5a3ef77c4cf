"""The lines at the start of an extracted body that are fields."""

import lxml.etree

from backfile.importers.html_lead import cut_lead
from backfile.importers.html_metadata import Metadata


def test_a_comment_within_a_line_is_passed_over() -> None:
    body = lxml.etree.fromstring("<body><p>By <!-- the author -->Ann Lee</p><p>Three men were hurt.</p></body>")
    assert cut_lead(body, "Mill burns", Metadata(), (), "en").authors == ("Ann Lee",)
    assert "".join(body.itertext()) == "Three men were hurt."
