"""An article as an entry for a reference manager: BibTeX, RIS, CSL-JSON; and as links that hold such a file.

In: a `Work`. Out: the text of each file, and `data:` links, which a browser saves without asking any host, from a disk
too. Formats: BibTeX as biblatex reads it, RIS (2012), CSL-JSON 1.0.2.
"""

import json
import re
import zlib
from functools import lru_cache

from backfile.citations import Work
from backfile.credits import Name
from backfile.dates import format_day
from backfile.model import PartialDate

_BIBTEX_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_BABEL = dict(
    pair.split("=")
    for pair in """ar=arabic bg=bulgarian ca=catalan cs=czech cy=welsh da=danish de=german el=greek en=english
    en-GB=british en-US=american es=spanish et=estonian eu=basque fi=finnish fr=french ga=irish gl=galician he=hebrew
    hi=hindi hr=croatian hu=hungarian is=icelandic it=italian ja=japanese ko=korean la=latin lt=lithuanian lv=latvian
    nb=norsk nl=dutch nn=nynorsk no=norsk pl=polish pt=portuguese pt-BR=brazilian ro=romanian ru=russian sk=slovak
    sl=slovene sr=serbian sv=swedish th=thai tr=turkish uk=ukrainian vi=vietnamese zh=chinese""".split()
)
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
_SPECIAL = re.compile(r"[&%$#_{}\\~^]")
_JSON = json.JSONEncoder(ensure_ascii=False)


def link_file(text: str, kind: str) -> str:
    """A link that holds a file of a media type. To look for each sign takes a tenth of the time of a translation."""
    for sign, code in _ENCODED:
        text = text.replace(sign, code)
    return f"data:{kind};charset=utf-8,{text}"


def make_key(work: Work) -> str:
    """The name that a manuscript cites the article by, from its address: `1923-03-05-mill-burns`, in ASCII."""
    return _make_key(work.facts["address"].removesuffix(".html"))


@lru_cache(maxsize=1)  # for each kind of file the same
def _make_key(address: str) -> str:
    name = re.sub(r"[^A-Za-z0-9]+", "-", address).strip("-")
    return name if address.isascii() else f"{name}-{zlib.crc32(address.encode()):08x}"


def format_bibtex(work: Work) -> str:
    facts, date = work.facts, work.date
    fields = [
        ("author", _brace(_print_bibtex_names(work.names))),
        ("title", _brace(f"{{{_escape_latex(work.title)}}}")),
        ("journal", _brace(_escape_latex(work.newspaper))),
        ("date", _brace(format_day(date) + ("~" if date.uncertain else "")) if date else ""),
        ("year", _brace(str(date.year)) if date else ""),
        ("month", _BIBTEX_MONTHS[date.month - 1] if date and date.month else ""),
        ("url", _brace(work.url.replace("{", "%7B").replace("}", "%7D"))),
        ("location", _brace(_escape_latex(facts["place"]))),
        ("langid", _brace(_name_language(facts["language"]))),
        ("entrysubtype", "{newspaper}"),
    ]
    printed = "".join([f"  {name} = {value},\n" for name, value in fields if value])
    return f"@article{{{make_key(work)},\n{printed}}}\n"


def _name_language(code: str) -> str:
    """A language as babel calls it, which biblatex goes by; else its code."""
    return _BABEL.get(code) or _BABEL.get(code.partition("-")[0]) or code


def _brace(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _escape_latex(text: str) -> str:
    return text.translate(_LATEX) if _SPECIAL.search(text) else text


@lru_cache(maxsize=4096)
def _print_bibtex_names(names: tuple[Name, ...]) -> str:
    return " and ".join(map(_print_bibtex_name, names))


def _print_bibtex_name(name: Name) -> str:
    """`Adler, Jr., Ruth`; in braces what isn't to be taken apart."""
    if not name.family:
        return f"{{{_escape_latex(name.whole)}}}"
    return _escape_latex(", ".join(filter(None, (name.family, name.suffix, name.given))))


def format_ris(work: Work) -> str:
    facts, date = work.facts, work.date
    year, month, day = [*format_day(date).split("-"), "", ""][:3] if date else ("", "", "")
    fields = [
        ("TI", work.title),
        *[("AU", name.inverted) for name in work.names],
        ("T2", work.newspaper),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" + ("circa" if date.uncertain else "") if date else ""),
        ("CY", facts["place"]),
        ("SE", facts["section"]),
        ("LA", facts["language"]),
        ("UR", work.url),
        ("DB", work.archive),
    ]
    lines = "".join([f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value])
    return f"TY  - NEWS\r\n{lines}ER  - \r\n"


def format_csl(work: Work) -> str:
    facts = work.facts
    item = {
        "id": make_key(work),
        "type": "article-newspaper",
        "title": work.title,
        "author": [_describe_csl_name(name) for name in work.names],
        "container-title": work.newspaper,
        "issued": _describe_csl_date(work.date) if work.date else {},
        "publisher-place": facts["place"],
        "section": facts["section"],
        "language": facts["language"],
        "URL": work.url,
        "source": work.archive,
    }
    return _JSON.encode([{key: value for key, value in item.items() if value}])


def _describe_csl_name(name: Name) -> dict[str, str]:
    if not name.family:
        return {"literal": name.whole}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def _describe_csl_date(date: PartialDate) -> dict[str, object]:
    parts = [part for part in (date.year, date.month, date.day) if part is not None]
    return {"date-parts": [parts], "circa": True} if date.uncertain else {"date-parts": [parts]}
