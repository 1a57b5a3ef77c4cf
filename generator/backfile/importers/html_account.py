"""What became of every visible block of a saved page.

In: the page's blocks, the article, which of them make its text and why not the others. Out: a line for each block with
text, at its line in the source, with its kind. A block is in the text because it was chosen, not because its words
stand there: the same words may stand in a menu too.
"""

from collections.abc import Iterator, Sequence

from backfile.importers.html_blocks import Block, fold
from backfile.importers.html_body import Choice
from backfile.importers.html_lead import is_caption, stands_as_caption
from backfile.importers.html_wording import unit_of
from backfile.model import KEPT, Article, Line, PartialDate


def account_for(blocks: Sequence[Block], article: Article, choice: Choice, kept: Sequence[Block]) -> Iterator[Line]:
    """Each block: in the article's text or its fields, or taken out."""
    of_text, fields = set(map(id, kept)), _Fields(article)
    for i, block in enumerate(blocks):
        if block.text:
            kind = "body" if id(block) in of_text else fields.kind_of(block, choice.kinds.get(i, ""))
            yield Line(block.line, kind, block.text, "" if kind in KEPT else choice.whys.get(i, "a line of the head"))


class _Fields:
    """What an article says outside its text, folded once for all blocks."""

    def __init__(self, article: Article) -> None:
        self.said = {fold(article.subtitle): "subtitle", fold(article.title): "headline"}
        self.images = article.images
        self.told = [
            part for image in self.images for part in (fold(image.caption), fold(image.credit)) if part.strip()
        ]
        self.authors, self.language = article.authors, article.language
        self.dates = [date for date in (article.date, article.updated) if date]

    def kind_of(self, block: Block, placed: str) -> str:
        """The field that a block says, or the kind of furniture that it is: by its place, else by its words."""
        text, folded = block.text, fold(block.text)
        if folded in self.said:
            return self.said[folded]
        if self._is_told(block, folded):
            return "caption"
        if any(name in text for name in self.authors) and {text, *unit_of(text).byline} & {*self.authors}:
            return "byline"
        # The cheap test comes first: a page has hundreds of blocks.
        is_likely = any(f"{date.year % 100:02}" in text for date in self.dates)
        printed = unit_of(text, self.language).date if is_likely else None
        if printed and _day(printed.date) in map(_day, self.dates):
            return "date"
        return placed or unit_of(text).furniture or "other"

    def _is_told(self, block: Block, folded: str) -> bool:
        """Whether a block is what is told of a picture: all of it, or a part where captions stand."""
        if not any(folded in part or part in folded for part in self.told):
            return False
        if folded in self.told or any(is_caption(block.text, image) for image in self.images):
            return True
        return any(folded in part for part in self.told) and stands_as_caption(block)


def _day(date: PartialDate) -> tuple[int, int | None, int | None]:
    return date.year, date.month, date.day
