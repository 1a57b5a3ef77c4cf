"""The local pages of a review: each doubtful article beside its original.

In: an archive and its review. Out: `.backfile/review/` with an index and a page for each article: what was found,
where, how sure; every line of the original with its kind, and beside it the article's words. Originals are hostile:
nothing but their text reaches a page, as text. Nothing on a page runs, and nothing is fetched.
"""

import re
import shlex
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from backfile.alignment import Row, align
from backfile.archive import Archive, replace_file
from backfile.errors import ThemeError
from backfile.explain import Finding, list_findings
from backfile.importers.doubts import FIELDS, UNSURE
from backfile.ledger import format_number
from backfile.markdown import Block, render_body, split_blocks
from backfile.model import Line, Problem
from backfile.parallel import Workers
from backfile.review import Doubtful, Review
from backfile.scan import Progress
from backfile.settings import Settings, describe_site
from backfile.sheets import Sheet, read_sheets
from backfile.theme import Theme
from backfile.themefiles import find_default_theme

# A longer run of left-out lines is folded, unless one of them has as many words as a sentence.
_LONG_RUN = 8
_SENTENCE = 12
_LINE = re.compile(r"line (\d+)")
# Where another reading is no sign of a slip: the archive renames pictures, and suggests by what it holds by now.
_UNCOMPARED = frozenset({"images", "suggested_tags", "body"})


def write_review(archive: Archive, settings: Settings, workers: Workers, progress: Progress, review: Review) -> Path:
    """Write the pages in the place of those of an earlier review; says where the index is."""
    folder = archive.state / "review"
    shutil.rmtree(folder, ignore_errors=True)
    theme, site = Theme(archive.templates, find_default_theme()), describe_site(settings)

    def write(name: str, template: str, context: Mapping[str, object]) -> None:
        data = theme.render(f"review/{template}", {**context, "site": site, "page": {"path": name}})
        if isinstance(data, Problem):
            raise ThemeError(f"{data.path}: {data.message}", data.hint)
        replace_file(folder / name, data)

    names = [f"{number:04}.html" for number in range(1, len(review.articles) + 1)]
    write("index.html", "index.html", describe_index(review, names))
    paths = (doubtful.article for doubtful in review.articles)
    for at, sheet in enumerate(workers.map(read_sheets, paths, str(archive.root), batch=4)):
        links = {"previous": names[at - 1] if at else "", "next": names[at + 1] if at + 1 < len(names) else ""}
        place = {"number": at + 1, "count": len(names)}
        write(names[at], "article.html", {**describe_sheet(review.articles[at], sheet), **links, **place})
        progress("Writing", at + 1, len(names))
    return folder / "index.html"


def describe_index(review: Review, names: Sequence[str]) -> dict[str, Any]:
    """What the index shows: the articles with the addresses of their pages, and how often each reason stands there."""
    articles = [
        {"address": name, "title": doubtful.title, "date": doubtful.date, "article": doubtful.article,
         "reasons": doubtful.reasons}
        for name, doubtful in zip(names, review.articles, strict=True)
    ]  # fmt: skip
    reasons = Counter(reason.partition(":")[0] for doubtful in review.articles for reason in doubtful.reasons)
    counts = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return {"articles": articles, "reasons": counts, "total": review.count}


def describe_sheet(doubtful: Doubtful, sheet: Sheet | Problem) -> dict[str, Any]:
    """What an article's page shows; of an article that can't be read, the fault."""
    compared = {"fault": sheet} if isinstance(sheet, Problem) else _compare(sheet, doubtful)
    return {
        "title": doubtful.title, "date": doubtful.date, "article": doubtful.article, "reasons": doubtful.reasons,
        "done": f"backfile review --done {shlex.quote(doubtful.article)}",
        "language": "", "original": "", "is_recalled": True, "drop": "", "fields": [], "rows": [],
        **compared,
    }  # fmt: skip


def _compare(sheet: Sheet, doubtful: Doubtful) -> dict[str, Any]:
    """The article's fields and words beside the original, and the commands that move lines from one to the other."""
    provenance = sheet.article.provenance
    assert provenance is not None
    doubted = {FIELDS.get(reason) for reason in doubtful.reasons}
    read = {finding.field: finding.value for finding in list_findings(sheet.imported, "", ())} if sheet.imported else {}
    findings = list_findings(sheet.article, sheet.body, provenance.origins)
    blocks = split_blocks(sheet.body)
    rows = list(align(sheet.lines, [block.words for block in blocks]))
    held = _find_example([row.lines for row in rows if row.state == "held" and row.lines])
    command = f"{shlex.quote(doubtful.article)} --lines" if sheet.is_recalled else ""
    return {
        "fault": sheet.fault,
        "language": sheet.article.language,
        "original": provenance.original,
        "is_recalled": sheet.is_recalled or sheet.fault is not None,
        "drop": f"backfile drop {command} {_name_run(held)}" if command and held else "",
        "fields": [_describe_finding(finding, doubted, read) for finding in findings],
        "rows": [_describe_row(row, blocks, command) for row in rows],
    }


def _find_example(held: Sequence[Sequence[Line]]) -> Sequence[Line]:
    """Lines that one could take out: few, and never all that the article has."""
    fewest = min(held, key=len, default=())
    return fewest if len(held) > 1 else fewest[:1]


def _describe_finding(finding: Finding, doubted: set[str | None], read: Mapping[str, str]) -> dict[str, Any]:
    """A field, and what the original gives for it where that is something else."""
    unsure = finding.confidence is not None and finding.confidence < UNSURE
    line = _LINE.fullmatch(finding.place)
    other = read.get(finding.field, "") if finding.field not in _UNCOMPARED else finding.value
    return {
        "field": finding.field,
        "value": finding.value,
        "place": finding.place,
        "line": line[1] if line else "",
        "confidence": "" if finding.confidence is None else f"{finding.confidence:.2f}",
        "doubted": finding.field in doubted or unsure,
        "read": other if read and other != finding.value else "",
    }


def _describe_row(row: Row, blocks: Sequence[Block], command: str) -> dict[str, Any]:
    body = "\n\n".join(blocks[number].source for number in row.blocks)
    is_left_out = row.state == "left out"
    return {
        "state": row.state,
        "lines": _describe_lines(row.lines),
        "html": render_body(body, find_link=lambda _: "", remote_images=False),
        "restore": f"backfile restore {command} {_name_run(row.lines)}" if command and is_left_out else "",
        "folded": _count_kinds(row.lines) if is_left_out and _is_long(row.lines) else "",
    }


def _describe_lines(lines: Sequence[Line]) -> list[dict[str, str]]:
    """Lines as text; a reason that is that of the line before isn't said again."""
    said = ("", *(line.why for line in lines))
    return [
        {"number": format_number(line), "kind": line.kind, "text": line.text.strip(),
         "why": line.why if line.why != before else ""}
        for line, before in zip(lines, said, strict=False)
    ]  # fmt: skip


def _name_run(lines: Sequence[Line]) -> str:
    """Lines that follow each other, as a range."""
    first, last = format_number(lines[0]), format_number(lines[-1])
    return first if first == last else f"{first}-{last}"


def _is_long(lines: Sequence[Line]) -> bool:
    return len(lines) > _LONG_RUN and all(len(line.text.split()) < _SENTENCE for line in lines)


def _count_kinds(lines: Sequence[Line]) -> str:
    """`214 lines: 180 navigation, 34 other`."""
    kinds = Counter(line.kind for line in lines)
    counts = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"{len(lines):,} lines: " + ", ".join(f"{count:,} {kind}" for kind, count in counts)
