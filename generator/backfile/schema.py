"""Front matter to `Article`, and back.

In: the text of an article's file and its path in the archive. Out: the article, the body and every problem, or the
canonical text of an article. Reads what Jekyll, Hugo, Pelican, Zola and Obsidian Web Clipper write too; a key that it
doesn't know is the user's own and is kept in `extra`. Knows no address: what `fault_of_slug` passes can be one.
docs/front-matter.md is the reference.
"""

import difflib
import functools
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from backfile.dates import format_date, parse_date
from backfile.frontmatter import Field, Form, Plain, Split, Value, join, split
from backfile.model import (
    Article,
    Correction,
    Image,
    Origin,
    PartialDate,
    Problem,
    Provenance,
    Severity,
    Status,
    Withheld,
)
from backfile.slugs import fault_of_slug, slugify

T = TypeVar("T")

# The spellings of each field, the first is ours. Of several in one file the first that says something counts, and the
# others stay with the user's own keys; sections, tags, aliases, images and what makes the status add up.
_SPELLINGS = {
    "title": ("title",),
    "subtitle": ("subtitle",),
    "date": ("date", "publishdate", "pubdate", "published"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at"),
    "authors": ("authors", "author", "byline"),
    "agency": ("agency",),
    "source": ("source", "publication"),
    "section": ("section", "category", "categories"),
    "place": ("place", "dateline"),
    "people": ("people", "persons"),
    "tags": ("tags", "tag", "keywords"),
    "suggested_tags": ("suggested_tags",),
    "language": ("language", "lang", "locale"),
    "summary": ("summary", "description", "excerpt", "abstract"),
    "url": ("url", "permalink", "canonical_url"),
    "slug": ("slug",),
    "aliases": ("aliases", "alias", "redirect_from", "redirects"),
    "images": ("images", "image", "cover"),
    "rights": ("rights", "copyright", "license"),
    "text_family": ("text_family",),
    "corrections": ("corrections", "correction"),
    "status": ("status", "draft"),
    "withheld": ("withheld",),
    "id": ("id",),
    "provenance": ("provenance",),
}
# The keys in the order in which they are written.
KEYS = tuple(_SPELLINGS)
# The order in which the fields are written.
FIELD_ORDER = tuple(_SPELLINGS)
_KNOWN = frozenset(spelling for spellings in _SPELLINGS.values() for spelling in spellings)
# Tables in which Zola and Hugo keep terms and the user's own keys: what is in them counts as if it stood outside.
_TABLES = frozenset({"taxonomies", "extra", "params"})
# Keys that keep an article from being published: a slip of one mustn't publish it.
_HIDING = frozenset({"status", "draft", "withheld"})
_TRUE, _FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_STATUSES: dict[str, Status] = {
    "published": "published",
    "publish": "published",
    "draft": "draft",
    "pending": "draft",
    "withheld": "withheld",
    # Of these nothing shall be seen, not even that they are kept.
    "hidden": "draft",
    "private": "draft",
}
_IMAGE_KEYS = {"file": ("file", "image", "src", "path", "url"), "alt": ("alt",), "caption": ("caption",),
               "credit": ("credit",)}  # fmt: skip
_PROVENANCE_TEXTS = ("original", "name", "sha256", "importer", "kept")
_PROVENANCE_KEYS = (*_PROVENANCE_TEXTS[:4], "captured", "kept", "origins", "doubts", "reviewed")
_WITHHELD_KEYS = ("reason", "date", "show_title", "quotable")
_WARNINGS = frozenset({"near-key", "unknown-key", "bad-file-date", "bad-origin"})
_HINTS = {
    "bad-alias": "write the old path, such as /2011/fire.html",
    "bad-correction": "write its text, and its date if it is known",
    "bad-date": "write 1923, 1923-03 or 1923-03-05",
    "bad-file-date": "give the date in the front matter, or rename the file",
    "bad-image": "write its path from the article's folder, or its address in full",
    "bad-language": "write a code such as en, de or pt-BR",
    "bad-origin": "write the place and how sure it is: json-ld, 0.95",
    "bad-provenance": "write its path from the archive's folder: originals/2011/fire.txt",
    "bad-status": "write status: published, draft or withheld; or draft: true or false",
    "bad-type": "write it on one line; in quotes, if it has brackets or braces",
    "bad-withheld": "write reason, date, show_title: true or a list quotable below it",
    "bad-url": "write it in full: https://www.example.org/2011/fire.html",
    "duplicate-key": "keep one of the two",
}

_LANGUAGE = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)(?:\..*)?")
_NAME_DATE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]|$)", re.ASCII)
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:|//")
# Where a field was found, and how sure the importer was of it: `json-ld, 0.95`.
_ORIGIN = re.compile(r"(?:(?P<place>.*),\s*)?(?P<confidence>[01](?:\.\d+)?)", re.DOTALL | re.ASCII)
_CONTROL = re.compile(r"[\0-\x1f\x7f-\x9f]")
# The end of a name that stands behind a comma: `Ruth Adler, Jr.`
_NAME_END = re.compile(r"(?:Jr|Sr)\.?|[IVX]{2,4}|Ph\.?D\.?|M\.?D\.?", re.I)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says: no article if a problem is an error. The body begins at line `body_line` of the file."""

    article: Article | None
    body: str
    body_line: int
    problems: tuple[Problem, ...]


def parse_article(text: str, path: str) -> Parsed:
    """Parse the text of the article at `path`, which is relative to the archive; never raises."""
    found = split(text, path)
    if found.form == "none" and found.problems:
        return Parsed(None, found.body, found.body_line, found.problems)
    reader = _Reader(path, found.form, found.problems)
    reader.sort_in(found.fields)
    article = reader.read(found.body)
    problems = sorted(reader.problems, key=lambda problem: (problem.line or 0, problem.code, problem.message))
    failed = any(problem.severity == "error" for problem in problems)
    return Parsed(None if failed else article, found.body, found.body_line, tuple(problems))


def format_article(article: Article, body: str) -> str:
    """The canonical text of an article's file: keys in one order, defaults left out."""
    fields: dict[str, object] = {
        "title": article.title,
        "subtitle": article.subtitle,
        "date": _format_date(article.date),
        "updated": _format_date(article.updated),
        "authors": list(article.authors),
        "agency": article.agency,
        "source": article.source,
        "section": article.section,
        "place": article.place,
        "people": list(article.people),
        "tags": list(article.tags),
        "suggested_tags": list(article.suggested_tags),
        "language": article.language,
        "summary": article.summary,
        "url": article.url,
        "slug": article.slug,
        "aliases": list(article.aliases),
        "images": [_format_image(image) for image in article.images],
        "rights": article.rights,
        "text_family": article.text_family,
        "corrections": [_format_correction(correction) for correction in article.corrections],
        "status": article.status if article.status != "published" else "",
        "withheld": _format_withheld(article.withheld),
        "id": article.id if article.id != _default_id(article.path) else "",
        **article.extra,
        "provenance": _format_provenance(article.provenance) if article.provenance else "",
    }
    return join({key: value for key, value in fields.items() if value or key in article.extra}, body)


@dataclass(frozen=True, slots=True)
class Terms:
    """Where a file's head has terms: the path of the key, the field that they belong to, and each as it stands there.

    `in_text` says that they stand in one text, between commas or spaces, and not in a list.
    """

    key: tuple[str, ...]
    field: str
    written: tuple[Value, ...]
    in_text: bool


def find_terms(found: Split) -> list[Terms]:
    """The places of tags, suggested tags and sections, in the order of the file."""
    return list(_find_terms(found.fields, found.form, ()))


def _find_terms(fields: Mapping[str, Field], form: Form, above: tuple[str, ...]) -> Iterator[Terms]:
    for key, field in fields.items():
        name = next((n for n in ("tags", "suggested_tags", "section") if _normalise(key) in _SPELLINGS[n]), "")
        if key in _TABLES and isinstance(field.value, dict):
            yield from _find_terms(field.value, form, (*above, key))
        elif name and isinstance(field.value, str):
            spaced = form in {"yaml", "toml"} and _normalise(key) in {"tags", "categories"}
            parts = (_split_spaced if spaced else _split_terms)(field.value)
            yield Terms((*above, key), name, tuple(filter(None, map(str.strip, parts))), True)
        elif name and isinstance(field.value, list):
            yield Terms((*above, key), name, tuple(item.bare() for item in field.value), False)


def name_term(written: Value) -> str:
    """The tag that an entry means, as `find_terms` gives it."""
    return _unlink(written).lstrip("# ") if isinstance(written, str) else ""


def _format_date(date: PartialDate | None) -> str:
    return Plain(format_date(date)) if date else ""


def _format_image(image: Image) -> dict[str, str]:
    values = {key: getattr(image, key) for key in _IMAGE_KEYS}
    return {key: value for key, value in values.items() if value}


def _format_correction(correction: Correction) -> dict[str, str]:
    values = {"date": _format_date(correction.date), "text": correction.text}
    return {key: value for key, value in values.items() if value}


def _format_withheld(withheld: Withheld) -> dict[str, object]:
    values: dict[str, object] = {key: getattr(withheld, key) for key in _WITHHELD_KEYS}
    values["date"] = _format_date(withheld.date)
    values["show_title"] = Plain("true") if withheld.show_title else ""
    values["quotable"] = list(withheld.quotable)
    return {key: value for key, value in values.items() if value}


def _format_provenance(provenance: Provenance) -> dict[str, object]:
    values: dict[str, object] = {key: getattr(provenance, key) for key in _PROVENANCE_KEYS}
    values["captured"] = _format_date(provenance.captured)
    values["origins"] = {origin.field: format_origin(origin) for origin in provenance.origins}
    values["doubts"] = list(provenance.doubts)
    values["reviewed"] = Plain("true") if provenance.reviewed else ""
    return {key: value for key, value in values.items() if value}


def format_origin(origin: Origin) -> str:
    """The place and the confidence of an origin in one short text: `json-ld, 0.95`."""
    confidence = f"{origin.confidence:.2f}"
    return f"{origin.place}, {confidence}" if origin.place else confidence


def _default_id(path: str) -> str:
    return posixpath.splitext(path.removeprefix("content/"))[0]


class _Reader:
    """Reads the fields of one article; what is wrong goes to `problems`, and the field gets its default.

    `known` holds the fields by their keys in lower case, until they are read; `written` has the keys as they stand.
    """

    def __init__(self, path: str, form: Form, problems: tuple[Problem, ...]) -> None:
        self.path, self.problems = path, list(problems)
        self.jekyll = form in {"yaml", "toml"}
        self.known: dict[str, Field] = {}
        self.written: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.extra: dict[str, object] = {}

    def report(self, code: str, line: int | None, message: str, hint: str = "") -> None:
        severity: Severity = "warning" if code in _WARNINGS else "error"
        self.problems.append(Problem(severity, code, self.path, line, message, hint or _HINTS[code]))

    def sort_in(self, fields: Mapping[str, Field]) -> None:
        """Sort keys into known ones and the user's own."""
        for key, field in fields.items():
            name = _normalise(key)
            identity = name if name in _KNOWN else key
            if key in _TABLES and isinstance(field.value, dict):
                self.sort_in(field.value)
            elif identity in self.lines:
                lines = f"on lines {self.lines[identity]} and {field.line}"
                self.report("duplicate-key", field.line, f'key "{key}" stands twice: {lines}')
            elif name in _KNOWN:
                self.lines[identity], self.known[name], self.written[name] = field.line, field, key
            else:
                self.lines[identity], self.extra[key] = field.line, field.bare()
                near = _find_near_key(name)
                if near in _HIDING and _is_hiding(field):
                    message = f'key "{key}" is unknown: if "{near}" is meant, this article isn\'t to be published'
                    self.report("bad-status", field.line, message, f'write "{near}"')
                elif near:
                    message = f'key "{key}" is unknown, and kept as one of your own'
                    self.report("near-key", field.line, message, f'did you mean "{near}"?')

    def read(self, body: str) -> Article:
        """The article. Each step takes what it reads out of `known`; what is left is the user's own."""
        withheld = self._read_withheld()
        status = self._read_status() if withheld is None else "withheld"
        section, *categories = [*self._read_all("section", self._sections_of), ""]
        tags = self._read_all("tags", self._terms_of) + categories
        source, url, aliases = self._read_addresses()
        title = self._read_line("title") or _find_heading(body) or self._title_of_name()
        article = Article(
            path=self.path,
            title=title,
            slug=self._read("slug", self._slug_of) or self._slug_of_name(title),
            id=self._read_line("id") or _default_id(self.path),
            subtitle=self._read_line("subtitle"),
            date=self._read("date", self._date_of) or self._date_of_name(),
            updated=self._read("updated", self._date_of),
            authors=_unique(self._read("authors", self._authors_of) or []),
            agency=self._read("agency", self._name_of) or "",
            source=source,
            section=section,
            place=self._read("place", self._name_of) or "",
            people=_unique(self._read("people", self._authors_of) or []),
            tags=_as_tags(tags),
            suggested_tags=_as_tags(self._read_all("suggested_tags", self._terms_of)),
            language=self._read("language", self._language_of) or "",
            summary=self._read("summary", self._text_of) or "",
            url=url,
            aliases=_unique(aliases),
            images=self._read_images(),
            rights=self._read("rights", self._text_of) or "",
            text_family=self._read_line("text_family"),
            corrections=tuple(self._read_all("corrections", self._corrections_of)),
            status=status,
            withheld=withheld or Withheld(),
            provenance=self._read("provenance", self._provenance_of),
            extra=self.extra,
        )
        self.extra |= {self.written[name]: field.bare() for name, field in self.known.items()}
        return article

    def _read(self, name: str, value_of: Callable[[str, Field], T]) -> T | None:
        """A field in the first of its spellings that says something."""
        for spelling in _SPELLINGS[name]:
            if spelling in self.known and (value := value_of(self.written[spelling], self.known.pop(spelling))):
                return value
        return None

    def _read_all(self, name: str, values_of: Callable[[str, Field], list[T]]) -> list[T]:
        """A field in all its spellings."""
        spellings = [spelling for spelling in _SPELLINGS[name] if spelling in self.known]
        return [
            value for spelling in spellings for value in values_of(self.written[spelling], self.known.pop(spelling))
        ]

    def _read_line(self, name: str) -> str:
        return _one_line(self._read(name, self._text_of) or "")

    # Values.

    def _text_of(self, key: str, field: Field) -> str:
        if isinstance(field.value, str):
            return "" if isinstance(field.value, Plain) and field.value in {"~", "null"} else field.value.strip()
        form = "a list" if isinstance(field.value, list) else "a mapping"
        self.report("bad-type", field.line, f'"{key}" is {form} and should be text')
        return ""

    def _name_of(self, key: str, field: Field) -> str:
        """A name: text, a wikilink, or the mapping that Jekyll and Hugo make of an author."""
        field = _rejoin_wikilink(field)
        if isinstance(field.value, dict) and "name" in field.value:
            self._warn_of_unknown(key, field.value, ("name",))
            field = field.value["name"]
        return _one_line(_unlink(self._text_of(key, field)))

    def _names_of(self, key: str, field: Field, separate: Callable[[str], list[str]]) -> list[str]:
        """The names in a list, which are taken as they are, or in one text, which `separate` takes apart."""
        field = _rejoin_wikilink(field)
        if isinstance(field.value, str):
            names = [_one_line(_unlink(name)) for name in separate(self._text_of(key, field))]
        else:
            items = field.value if isinstance(field.value, list) else [field]
            names = [self._name_of(key, item) for item in items]
        return [name for name in names if name]

    def _authors_of(self, key: str, field: Field) -> list[str]:
        return self._names_of(key, field, _split_authors)

    def _sections_of(self, key: str, field: Field) -> list[str]:
        return (
            self._terms_of(key, field)
            if _normalise(key) == "categories"
            else self._names_of(key, field, str.splitlines)
        )

    def _terms_of(self, key: str, field: Field) -> list[str]:
        """Terms; Jekyll takes `tags` and `categories` apart at spaces, `tag` and `category` not at all."""
        spaced = self.jekyll and _normalise(key) in {"tags", "categories"}
        return self._names_of(key, field, _split_spaced if spaced else _split_terms)

    def _date_of(self, key: str, field: Field) -> PartialDate | None:
        text = self._name_of(key, field)
        try:
            return parse_date(text) if text else None
        except ValueError:
            known = re.fullmatch(r"\d{4}-\d{2}-\d{2}\b.*", text)
            about = re.fullmatch(r"(?:ca?\.?|circa|about|around|um|vers|hacia)?\s*(\d{4})s?", text, re.IGNORECASE)
            hint = "the calendar, or the clock, has no such day or time" if known else ""
            hint = f"write {about[1]}~, which is about {about[1]}" if about else hint
            self.report("bad-date", field.line, f'{key} "{text}" is not a date', hint)
            return None

    def _language_of(self, key: str, field: Field) -> str:
        text = self._text_of(key, field)
        match = _LANGUAGE.fullmatch(text)
        if text and match is None:
            self.report("bad-language", field.line, f'{key} "{text}" is not the code of a language')
        return match[1].replace("_", "-") if match else ""

    def _slug_of(self, key: str, field: Field) -> str:
        slug = self._text_of(key, field)
        if slug and (fault := fault_of_slug(slug)):
            self.report("bad-slug", field.line, f'slug "{slug}" {fault}', f"write {slugify(slug)}")
        return slug

    def _read_withheld(self) -> Withheld | None:
        """What a mapping `withheld` tells. Where one stands, even an empty one, the article is withheld."""
        field = self.known.get("withheld")
        if field is None or not isinstance(field.value, dict):
            return None
        self._read_all("status", self._statuses_of)
        del self.known["withheld"]
        self._warn_of_unknown(self.written["withheld"], field.value, _WITHHELD_KEYS)
        found = {name: field.value[name] for name in _WITHHELD_KEYS if name in field.value}
        return Withheld(
            quotable=tuple(self._names_of("quotable", found["quotable"], str.splitlines))
            if "quotable" in found
            else (),
            reason=self._text_of("reason", found["reason"]) if "reason" in found else "",
            date=self._date_of("date", found["date"]) if "date" in found else None,
            show_title="show_title" in found and self._truth_of("show_title", found["show_title"], "bad-withheld"),
        )

    def _read_status(self) -> Status:
        """The most cautious of what `status`, `draft`, `withheld` and a `published` that is no date say."""
        said = self._read_all("status", self._statuses_of) + self._read_all("withheld", self._statuses_of)
        if "published" in self.known and _is_truth(self.known["published"]):
            said += self._statuses_of("published", self.known.pop("published"))
        return "withheld" if "withheld" in said else "draft" if "draft" in said else "published"

    def _statuses_of(self, key: str, field: Field) -> list[Status]:
        text, name = self._text_of(key, field).casefold(), _normalise(key)
        if text in _STATUSES and name == "status":
            return [_STATUSES[text]]
        if text in _TRUE | _FALSE and name != "status":
            hidden: Status = "withheld" if name == "withheld" else "draft"
            return [hidden] if (text in _TRUE) != (name == "published") else []
        if text:
            self.report("bad-status", field.line, f'{key} "{text}" is no status')
        return []

    # What the file's name says.

    def _date_of_name(self) -> PartialDate | None:
        """The date at the start of a file's name, as Jekyll has it."""
        match = _NAME_DATE.match(_stem(self.path))
        if match is None:
            return None
        try:
            return parse_date(match[1])
        except ValueError:
            self.report("bad-file-date", None, f'the file\'s name begins with "{match[1]}", which is no date')
            return None

    def _title_of_name(self) -> str:
        name = _stem(self.path)
        words = re.sub(r"[\s_-]+", " ", _undated(name)).strip() or name
        return words[:1].upper() + words[1:] or "Untitled"

    def _slug_of_name(self, title: str) -> str:
        name = _undated(_stem(self.path))
        return slugify(name if any(c.isalnum() for c in name) else title)

    # Addresses.

    def _read_addresses(self) -> tuple[str, str, list[str]]:
        """Source, URL and aliases: a `url` that is a path of a site is an alias, a clipper's `source` is a URL."""
        aliases = self._read_all("aliases", self._aliases_of)
        url = ""
        for name in [name for name in _SPELLINGS["url"] if name in self.known]:
            field, key = self.known.pop(name), self.written[name]
            text = self._text_of(key, field)
            if not text:
                continue
            if _is_site_path(text):
                aliases += self._aliases_of(key, field)
            elif url or _is_pattern(text):
                self.known[name] = field
            else:
                url = self._check_url(key, text, field.line)
        line = self.lines.get("source")
        source = self._read("source", self._name_of) or ""
        if re.match("https?://", source) and url in {"", source}:
            return "", self._check_url("source", source, line), aliases
        return source, url, aliases

    def _check_url(self, key: str, url: str, line: int | None) -> str:
        if url and not _is_web_address(url):
            self.report("bad-url", line, f'{key} "{url}" is no address of the web')
        return url

    def _aliases_of(self, key: str, field: Field) -> list[str]:
        aliases = self._names_of(key, field, str.splitlines)
        for alias in aliases:
            if fault := _fault_of_alias(alias):
                self.report("bad-alias", field.line, f'"{alias}" in {key} {fault}')
        return aliases

    # Mappings.

    def _warn_of_unknown(self, key: str, fields: Mapping[str, Field], known: tuple[str, ...]) -> None:
        for name in fields:
            if name not in known:
                message = f'"{name}" in "{key}" is unknown, and would be lost if the file were written anew'
                hint = f"the keys are: {', '.join(known)}; others can stand at the top level"
                self.report("unknown-key", fields[name].line, message, hint)

    def _read_images(self) -> tuple[Image, ...]:
        images: list[Image] = []
        for image in self._read_all("images", self._images_of):
            if image != Image() and (not image.file or image.file not in {other.file for other in images}):
                images.append(image)
        return tuple(images)

    def _images_of(self, key: str, field: Field) -> list[Image]:
        return [self._image_of(key, item) for item in (field.value if isinstance(field.value, list) else [field])]

    def _image_of(self, key: str, field: Field) -> Image:
        if not isinstance(field.value, dict):
            return Image(self._check_file(self._text_of(key, field), field.line))
        found = {name: next((s for s in spellings if s in field.value), "") for name, spellings in _IMAGE_KEYS.items()}
        others = {name: item for name, item in field.value.items() if name not in found.values()}
        self._warn_of_unknown(key, others, tuple(_IMAGE_KEYS))
        texts = {name: self._text_of(s, field.value[s]) for name, s in found.items() if s}
        self._check_file(texts.get("file", ""), field.line)
        return Image(**texts)

    def _check_file(self, file: str, line: int) -> str:
        """A picture's file lies in content/: `../` may not lead out of it."""
        folder = posixpath.dirname(self.path.removeprefix("content/"))
        if _SCHEME.match(file) and not _is_web_address(file):
            self.report("bad-image", line, f'image "{file}" is neither a file nor an address of the web')
        elif not _SCHEME.match(file) and not _stays_inside(posixpath.join(folder, file.lstrip("/"))):
            self.report("bad-image", line, f'image "{file}" leads out of content/')
        return file

    def _corrections_of(self, key: str, field: Field) -> list[Correction]:
        items = field.value if isinstance(field.value, list) else [field]
        return [correction for item in items if (correction := self._correction_of(key, item))]

    def _correction_of(self, key: str, field: Field) -> Correction | None:
        if not isinstance(field.value, dict):
            text = self._text_of(key, field)
            return Correction(text) if text else None
        self._warn_of_unknown(key, field.value, ("date", "text"))
        date = self._date_of("date", field.value["date"]) if "date" in field.value else None
        text = self._text_of("text", field.value["text"]) if "text" in field.value else ""
        if not text:
            self.report("bad-correction", field.line, "a correction says nothing")
        return Correction(text, date)

    def _provenance_of(self, key: str, field: Field) -> Provenance | None:
        if not isinstance(field.value, dict):
            self.report("bad-type", field.line, f'"{key}" should be a mapping', f"keys: {', '.join(_PROVENANCE_KEYS)}")
            return None
        self._warn_of_unknown(key, field.value, _PROVENANCE_KEYS)
        found = {name: field.value[name] for name in _PROVENANCE_KEYS if name in field.value}
        texts = {name: self._text_of(name, found[name]) for name in _PROVENANCE_TEXTS if name in found}
        original = texts.setdefault("original", "")
        if not original.startswith("originals/") or not _stays_inside(original.removeprefix("originals/")):
            self.report("bad-provenance", field.line, f'original "{original}" is not a file in originals/')
        captured = self._date_of("captured", found["captured"]) if "captured" in found else None
        origins = self._origins_of("origins", found["origins"]) if "origins" in found else ()
        doubts = self._doubts_of("doubts", found["doubts"]) if "doubts" in found else ()
        reviewed = "reviewed" in found and self._truth_of("reviewed", found["reviewed"], "bad-provenance")
        return Provenance(**texts, captured=captured, origins=origins, doubts=doubts, reviewed=reviewed)

    def _origins_of(self, key: str, field: Field) -> tuple[Origin, ...]:
        if not isinstance(field.value, dict):
            self.report("bad-type", field.line, f'"{key}" should be a mapping', "write a line such as title: h1, 0.90")
            return ()
        found = (self._origin_of(name, item) for name, item in field.value.items())
        return tuple(origin for origin in found if origin)

    def _origin_of(self, name: str, field: Field) -> Origin | None:
        text = self._text_of(name, field)
        match = _ORIGIN.fullmatch(text)
        if match is None or float(match["confidence"]) > 1:
            self.report(
                "bad-origin", field.line, f'"{text}" doesn\'t tell where "{name}" was found, and is passed over'
            )
            return None
        return Origin(name, _one_line(match["place"] or "").strip(), float(match["confidence"]))

    def _doubts_of(self, key: str, field: Field) -> tuple[str, ...]:
        items = field.value if isinstance(field.value, list) else [field]
        return tuple(filter(None, (_one_line(self._text_of(key, item)) for item in items)))

    def _truth_of(self, key: str, field: Field, code: str) -> bool:
        text = self._text_of(key, field).casefold()
        if text and text not in _TRUE | _FALSE:
            self.report(code, field.line, f'{key} "{text}" is neither true nor false', "write true or false")
        return text in _TRUE


@functools.lru_cache(maxsize=4096)
def _normalise(key: str) -> str:
    return re.sub(r"[\s-]+", "_", key.strip().casefold())


@functools.lru_cache(maxsize=4096)
def _find_near_key(name: str) -> str:
    """The known key that a name is a slip of, if any."""
    near = difflib.get_close_matches(name, sorted(_KNOWN), 1, 0.8)
    return near[0] if near and abs(len(near[0]) - len(name)) <= 1 else ""


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text) if "\n" in text else text


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _as_tags(names: list[str]) -> tuple[str, ...]:
    """Each name once, without Obsidian's `#`."""
    return tuple(dict.fromkeys(filter(None, (name.lstrip("# ") for name in names))))


def _stem(path: str) -> str:
    """A file's name without suffix; of a bundle's index (`fire/index.md`) its folder's name."""
    folder, name = posixpath.split(posixpath.splitext(path)[0])
    if name not in {"index", "_index"}:
        return name
    folder = posixpath.basename(folder)
    return "" if folder == "content" or folder.isdigit() else folder


def _undated(name: str) -> str:
    match = _NAME_DATE.match(name)
    return name[match.end() :] if match else name


def _find_heading(body: str) -> str:
    """The first heading of the first rank outside code."""
    fence = ""
    for line in body.split("\n"):
        if mark := re.match(r" {0,3}(```+|~~~+)", line):
            if not fence or mark[1].startswith(fence):
                fence = "" if fence else mark[1]
        elif not fence and (match := re.match(r" {0,3}#[ \t]+(\S.*)", line)):
            return re.sub(r"[ \t]+#+$", "", match[1].rstrip())
    return ""


def _unlink(name: str) -> str:
    """Obsidian's `[[name]]` and `[[page|name]]` to the name; links in links are left alone."""
    plain = _WIKILINK.sub(r"\1", name).strip()
    return name.strip() if "[[" in plain else plain


def _rejoin_wikilink(field: Field) -> Field:
    """`[[name]]` without quotes is a list in a list to YAML; here it is text again."""
    if isinstance(field.value, list) and len(field.value) == 1 and isinstance(field.value[0].value, list):
        inner = [item.value for item in field.value[0].value]
        if all(isinstance(item, str) for item in inner):
            return Field(f"[[{', '.join(map(str, inner))}]]", field.line)
    return field


def _is_hiding(field: Field) -> bool:
    """Whether a value would keep an article from being published, were its key spelled right."""
    if isinstance(field.value, dict):
        return True
    value = field.value.strip().casefold() if isinstance(field.value, str) else ""
    return value in _TRUE or _STATUSES.get(value, "published") != "published"


def _is_truth(field: Field) -> bool:
    return isinstance(field.value, str) and field.value.strip().casefold() in _TRUE | _FALSE


def _split_authors(text: str) -> list[str]:
    """`By Ann Lee, Ruth Adler, Jr. and Bo Ek` to its names; where a semicolon stands, commas belong to the names."""
    text = re.sub(r"^by\s+", "", text.strip(), flags=re.I)
    names: list[str] = []
    for part in re.split(r"[;\n]" if ";" in text else r",(?:\s*and\s)?|\n|\s+and\s+|\s+&\s+", text):
        if names and _NAME_END.fullmatch(part.strip()):
            names[-1] += f", {part.strip()}"
        else:
            names.append(part)
    return names


def _split_terms(text: str) -> list[str]:
    return re.split(r"[,;\n]", text)


def _split_spaced(text: str) -> list[str]:
    return _split_terms(text) if re.search(r"[,;\n]|\[\[", text) else text.split()


def _is_pattern(url: str) -> bool:
    """Jekyll's `pretty` and `/:year/:title/`, which are rules and no addresses."""
    return bool(re.search("(?:^|/):", url)) or not re.search("[/.:]", url)


def _is_site_path(url: str) -> bool:
    return not (_is_pattern(url) or _SCHEME.match(url) or url.startswith("www."))


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not _CONTROL.search(url)


def _stays_inside(path: str) -> bool:
    """Whether a relative path leads to no other folder than the one it starts from, or those within."""
    return not (re.match(r"\.\.(?:/|$)|/", posixpath.normpath(path)) or "\\" in path or _CONTROL.search(path))


def _fault_of_alias(alias: str) -> str:
    """Why an old address can't be kept: what `fault_of_slug` says of its parts."""
    try:
        parts = urlsplit(alias)
    except ValueError:
        return "is not an address"
    if parts.query or parts.fragment:
        return "has a ? or #, which no file's address can have"
    return next(filter(None, map(fault_of_slug, unquote(parts.path).lstrip("/").removesuffix("/").split("/"))), "")
