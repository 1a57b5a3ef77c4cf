"""`tags.txt`: what people decided about tags, one decision on a line, written by `backfile tags` and by people.

In: the file's text. Out: `TagRules`, which say how a tag is spelled in this archive and whether it may be suggested,
and a Problem for each line that can't be meant. Spellings with one key are one tag. Comments and the order of lines
stay.
"""

from dataclasses import dataclass, field
from pathlib import Path

from backfile.archive import unreadable
from backfile.errors import ArchiveError
from backfile.frontmatter import decode
from backfile.model import Problem
from backfile.taxonomies import fold_term

ARROW = " -> "
_HEAD = """\
# What was decided about tags. `backfile tags` writes here, and so may you, one decision on a line:
#   reject Celsius                       never suggest it
#   rename N. Korea -> North Korea       whatever is imported as the first becomes the second
"""
_HINT = f"write: reject TAG, or: rename OLD{ARROW}NEW"


@dataclass(frozen=True, slots=True)
class TagRules:
    """The decisions, by the key of the tag that each is about, and the lines of the file."""

    rejected: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    def settle(self, tag: str) -> str:
        """The name by which a tag goes in this archive."""
        seen: set[str] = set()
        while self.renamed and (key := fold_term(tag)) in self.renamed and key not in seen:
            seen.add(key)
            tag = self.renamed[key]
        return tag

    def renamings(self) -> tuple[tuple[str, str], ...]:
        """The tags that were renamed, as written, and what they become in the end; in the order of the file."""
        rows = map(_read_line, self.lines)
        return tuple((old, self.settle(old)) for verb, old, _ in rows if verb == "rename")

    def reject(self, tag: str) -> "TagRules":
        """Rules by which a tag is never suggested."""
        return self if fold_term(tag) in self.rejected else self._with(f"reject {tag}", {fold_term(tag)}, {"rename"})

    def rename(self, old: str, new: str) -> "TagRules":
        """Rules by which one tag becomes another, which is wanted from now on."""
        if self.settle(old) == new and fold_term(new) not in self.rejected:
            return self
        return self._with(f"rename {old}{ARROW}{new}", {fold_term(old), fold_term(new)}, {"reject", "rename"})

    def accept(self, tag: str) -> "TagRules":
        """Rules by which a tag may be suggested."""
        return self._with("", {fold_term(tag)}, {"reject"}) if fold_term(tag) in self.rejected else self

    def _with(self, line: str, keys: set[str], verbs: set[str]) -> "TagRules":
        """The rules with a line more, and without those that said otherwise about its tags."""
        kept = [old for old in self.lines if not (_read_line(old)[0] in verbs and _key_of(old) in keys)]
        return parse_tag_rules("\n".join([*(kept or _HEAD.splitlines()), *([line] if line else [])]), "")[0]

    def format(self) -> str:
        """The text of the file."""
        return "\n".join(self.lines) + "\n"


def read_tag_rules(path: Path) -> TagRules:
    """The decisions in a file; none if there is no file. Raises ArchiveError for one that can't be meant."""
    rules, problems = check_tag_rules(path)
    if problems:
        line = f":{problems[0].line}" if problems[0].line else ""
        raise ArchiveError(f"{path.name}{line}: {problems[0].message}", problems[0].hint)
    return rules


def check_tag_rules(path: Path) -> tuple[TagRules, tuple[Problem, ...]]:
    """The decisions in a file, and what is wrong with it."""
    try:
        text = decode(path.read_bytes(), path.name)
    except FileNotFoundError:
        return TagRules(), ()
    except OSError as error:
        text = unreadable(path.name, error)
    return (TagRules(), (text,)) if isinstance(text, Problem) else parse_tag_rules(text, path.name)


def parse_tag_rules(text: str, path: str) -> tuple[TagRules, tuple[Problem, ...]]:
    """Parse the file at `path`; lines with a problem say nothing."""
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    problems: list[Problem] = []
    decided: dict[str, int] = {}
    rejected: dict[str, str] = {}
    renamed: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        verb, old, new = _read_line(line)
        fault = "" if not verb else _find_fault(line, decided, renamed)
        if fault:
            problems.append(Problem("error", "bad-tag-rule", path, number, fault, _HINT))
        elif verb:
            decided[fold_term(old)] = number
            if verb == "reject":
                rejected[fold_term(old)] = old
            else:
                renamed[fold_term(old)] = new
    return TagRules(rejected, renamed, tuple(lines)), tuple(problems)


def _read_line(line: str) -> tuple[str, str, str]:
    """The verb of a line and its one or two tags; nothing of a comment."""
    verb, _, rest = line.strip().partition(" ")
    if not verb or verb.startswith("#"):
        return "", "", ""
    old, _, new = rest.partition(ARROW) if verb == "rename" else (rest, "", "")
    return verb, " ".join(old.split()), " ".join(new.split())


def _key_of(line: str) -> str:
    return fold_term(_read_line(line)[1])


def _find_fault(line: str, decided: dict[str, int], renamed: dict[str, str]) -> str:
    verb, old, new = _read_line(line)
    if verb not in {"reject", "rename"}:
        return f'"{line.strip()}" is no decision'
    if not old or (verb == "rename" and not new):
        return f'"{line.strip()}" lacks a tag'
    if fold_term(old) in decided:
        return f'"{old}" is decided already, on line {decided[fold_term(old)]}'
    # A new spelling of the same tag leads nowhere else.
    tag, key = new, fold_term(old)
    while verb == "rename" and fold_term(tag) != key and fold_term(tag) in renamed:
        tag = renamed[fold_term(tag)]
        if fold_term(tag) == key:
            return f'"{old}" would become "{new}", and that "{old}" again'
    return ""
