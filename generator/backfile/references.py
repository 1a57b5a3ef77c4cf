"""An article as an entry for a reference manager: BibTeX, RIS, CSL-JSON; and as links that hold such a file.

In: a `Work`. Out: the text of each file, and `data:` links, which a browser saves without asking any host, from a disk
too. Formats: BibTeX as biblatex reads it, RIS (2012), CSL-JSON 1.0.2.
"""

import json
import re
import zlib
from collections.abc import Iterator

from backfile.citations import Work
from backfile.credits import Name
from backfile.dates import format_day

_BIBTEX_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LATEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# What may not stand in an address as it is. Letters beyond ASCII may, and browsers read them as UTF-8.
_ENCODED = [(sign, f"%{ord(sign):02X}") for sign in '%\r\n\t "#<>[\\]^`{|}']
_CSL = json.JSONEncoder(ensure_ascii=False)


def link_file(text: str, kind: str) -> str:
    """A link that holds a file of a media type. To look for each sign takes a tenth of the time of a translation."""
    for sign, code in _ENCODED:
        text = text.replace(sign, code)
    return f"data:{kind};charset=utf-8,{text}"


def make_key(work: Work) -> str:
    """The name that a manuscript cites the article by, from its address: `1923-03-05-mill-burns`, in ASCII."""
    address = work.facts["address"].removesuffix(".html")
    name = re.sub(r"[^A-Za-z0-9]+", "-", address).strip("-")
    return name if address.isascii() else f"{name}-{zlib.crc32(address.encode()):08x}"


def format_bibtex(work: Work) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _find_bibtex_fields(work) if value)
    return f"@article{{{make_key(work)},\n{fields}}}\n"


def _find_bibtex_fields(work: Work) -> Iterator[tuple[str, str]]:
    facts, date = work.facts, work.date
    yield "author", _brace(" and ".join(map(_print_bibtex_name, work.names)))
    yield "title", _brace(f"{{{work.title.translate(_LATEX)}}}")
    yield "journal", _brace(work.newspaper.translate(_LATEX))
    if date:
        yield "date", _brace(format_day(date) + ("~" if date.uncertain else ""))
        yield "year", _brace(f"ca. {date.year}" if date.uncertain else str(date.year))
        yield "month", _BIBTEX_MONTHS[date.month - 1] if date.month else ""
    yield "url", _brace(work.url.replace("{", "%7B").replace("}", "%7D"))
    yield "location", _brace(facts["place"].translate(_LATEX))
    yield "langid", _brace(facts["language"])
    yield "entrysubtype", "{newspaper}"


def _brace(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _print_bibtex_name(name: Name) -> str:
    """`Adler, Jr., Ruth`; in braces what isn't to be taken apart."""
    if not name.family:
        return f"{{{name.whole.translate(_LATEX)}}}"
    return ", ".join(filter(None, (name.family, name.suffix, name.given))).translate(_LATEX)


def format_ris(work: Work) -> str:
    lines = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _find_ris_lines(work) if value)
    return f"TY  - NEWS\r\n{lines}ER  - \r\n"


def _find_ris_lines(work: Work) -> Iterator[tuple[str, str]]:
    facts, date = work.facts, work.date
    yield "TI", work.title
    yield from (("AU", name.inverted) for name in work.names)
    yield "T2", work.newspaper
    if date:
        parts = [*format_day(date).split("-"), "", ""][:3]
        yield "PY", parts[0]
        yield "DA", "/".join([*parts, "circa" if date.uncertain else ""])
    yield "CY", facts["place"]
    yield "SE", facts["section"]
    yield "LA", facts["language"]
    yield "UR", work.url
    yield "DB", work.archive


def format_csl(work: Work) -> str:
    facts = work.facts
    item = {
        "id": make_key(work),
        "type": "article-newspaper",
        "title": work.title,
        "author": [_describe_csl_name(name) for name in work.names],
        "container-title": work.newspaper,
        "issued": _describe_csl_date(work),
        "publisher-place": facts["place"],
        "section": facts["section"],
        "language": facts["language"],
        "URL": work.url,
        "source": work.archive,
    }
    return _CSL.encode([{key: value for key, value in item.items() if value}])


def _describe_csl_name(name: Name) -> dict[str, str]:
    if not name.family:
        return {"literal": name.whole}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def _describe_csl_date(work: Work) -> dict[str, object]:
    if work.date is None:
        return {}
    date: dict[str, object] = {"date-parts": [[int(part) for part in format_day(work.date).split("-")]]}
    return date | {"circa": True} if work.date.uncertain else date
