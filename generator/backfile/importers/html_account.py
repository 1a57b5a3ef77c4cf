"""What became of every visible block of a saved page.

In: the page's blocks, the article, which of them it holds and why not the others. Out: a line for each block with text,
at its line in the source, with its kind.
"""

from collections.abc import Iterator, Sequence

from backfile.importers.html_blocks import Block, fold
from backfile.importers.html_body import Choice
from backfile.importers.html_wording import unit_of
from backfile.model import KEPT, Article, Line, PartialDate


def account_for(blocks: Sequence[Block], article: Article, choice: Choice, kept: Sequence[Block]) -> Iterator[Line]:
    """Each block: in the article's text or its fields, or taken out."""
    body = fold("\n".join(block.text for block in kept))
    chosen, fields = set(choice.chosen), _Fields(article)
    for i, block in enumerate(blocks):
        if block.text:
            folded = fold(block.text)
            is_body = i in chosen and folded in body
            kind = "body" if is_body else fields.kind_of(block.text, folded, choice.kinds.get(i, ""))
            yield Line(block.line, kind, block.text, "" if kind in KEPT else choice.whys.get(i, "a line of the head"))


class _Fields:
    """What an article says outside its text, folded once for all blocks."""

    def __init__(self, article: Article) -> None:
        self.said = {fold(article.subtitle): "subtitle", fold(article.title): "headline"}
        self.captions = [fold(image.caption) for image in article.images if len(fold(image.caption)) > 2]
        self.credits = [fold(image.credit) for image in article.images if len(fold(image.credit)) > 2]
        self.authors, self.language = article.authors, article.language
        self.dates = [date for date in (article.date, article.updated) if date]

    def kind_of(self, text: str, folded: str, placed: str) -> str:
        """The field that a block says, or the kind of furniture that it is: by its place, else by its words."""
        if folded in self.said:
            return self.said[folded]
        if any(told in folded or folded in told for told in self.captions) or any(c in folded for c in self.credits):
            return "caption"
        if any(name in text for name in self.authors) and {text, *unit_of(text).byline} & {*self.authors}:
            return "byline"
        # The cheap test comes first: a page has hundreds of blocks.
        is_likely = any(f"{date.year % 100:02}" in text for date in self.dates)
        printed = unit_of(text, self.language).date if is_likely else None
        if printed and _day(printed.date) in map(_day, self.dates):
            return "date"
        return placed or unit_of(text).furniture or "other"


def _day(date: PartialDate) -> tuple[int, int | None, int | None]:
    return date.year, date.month, date.day
