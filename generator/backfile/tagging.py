"""`backfile tags`: what tags an archive has and has suggested, and what people decide about them.

In: an archive and a decision. Out: a list of tags, or the articles that a decision changed and why others couldn't be.
A decision is written to `tags.txt` first, then to each article, where nothing but its tags changes; both may be done
twice, so that the same command again carries on where one was stopped.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal

from backfile.amend import Key, Wanted, amend
from backfile.archive import Archive, find_article, replace_file, unreadable
from backfile.captures import Named, name_articles
from backfile.catalog import Catalog, Tag
from backfile.errors import ArchiveError
from backfile.frontmatter import Value, decode, split
from backfile.model import Problem, sort_problems
from backfile.parallel import Workers
from backfile.scan import Progress, scan
from backfile.schema import FIELD_ORDER, Terms, find_terms, name_term, parse_article
from backfile.settings import Settings
from backfile.tagger import REMEMBERED, choose_tags
from backfile.tagrules import ARROW, TagRules, read_tag_rules
from backfile.taxonomies import fold_term

_UNKNOWN = 'no article has "{}", or has it suggested'


@dataclass(frozen=True, slots=True)
class TagList:
    """The tags that are suggested, the most shared first; those that articles have; and what was decided."""

    suggested: tuple[Tag, ...]
    tags: tuple[Tag, ...]
    rejected: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person wants of some tags: to accept or reject them, or to rename them all to `new`.

    With `articles`, only in these, and nothing is remembered.
    """

    verb: Literal["accept", "rename", "reject"]
    tags: tuple[str, ...]
    new: str = ""
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retagged:
    """An article whose tags a decision changes, and the tags and suggestions that it has then."""

    article: str
    tags: tuple[str, ...]
    suggested_tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """The articles that were changed, whether the decision was new to `tags.txt`, and what couldn't be done."""

    articles: tuple[Retagged, ...]
    remembered: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """A decision as it meets an article: keys to new names, keys that go, keys that become tags with their names."""

    renamed: Mapping[str, str]
    dropped: frozenset[str]
    accepted: Mapping[str, str]


def list_tags(archive: Archive, settings: Settings, workers: Workers, progress: Progress) -> TagList:
    """All tags of an archive, of drafts and withheld articles too."""
    rules = read_tag_rules(archive.tag_rules)
    with Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog:
        problems = _errors(scan(archive, catalog, workers, progress).problems)
        tags = list(catalog.tags())
    suggested = sorted((tag for tag in tags if tag.suggested), key=lambda tag: (-tag.suggested, -tag.tagged, tag.key))
    tagged = sorted((tag for tag in tags if tag.tagged), key=lambda tag: (-tag.tagged, tag.key))
    rejected = tuple(rules.rejected[key] for key in sorted(rules.rejected))
    return TagList(tuple(suggested), tuple(tagged), rejected, rules.renamings(), problems)


def decide(
    archive: Archive,
    settings: Settings,
    workers: Workers,
    progress: Progress,
    decision: Decision,
    dry_run: bool = False,
) -> Decided:
    """Carry out a decision in all articles, or in those that it names; with `dry_run`, only say what would change."""
    new = _clean(decision.new) if decision.verb == "rename" else ""
    decision = replace(decision, tags=tuple(map(_clean, decision.tags)), new=new)
    rules = read_tag_rules(archive.tag_rules)
    named = {find_article(archive, name) for name in decision.articles}
    if decision.verb == "accept":
        # Whoever accepts a tag by an old name means what it was renamed to.
        decision = replace(decision, tags=tuple(map(rules.settle, decision.tags)))
    with Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog:
        problems = [*_errors(scan(archive, catalog, workers, progress).problems)]
        change = _plan(decision, catalog)
        problems += _find_unknown(decision, catalog)
        paths = catalog.articles_with({*change.renamed, *change.dropped, *change.accepted})
    decided = _remember(decision, rules)
    if not (named or dry_run or decided is rules):
        replace_file(archive.tag_rules, decided.format().encode())
    changed = []
    for done, path in enumerate(paths, 1):
        progress("Tagging", done, len(paths))
        found = _retag_file(archive, path, change, dry_run) if not named or path in named else None
        if isinstance(found, Problem):
            problems.append(found)
        elif found:
            changed.append(found)
    return Decided(tuple(changed), decided is not rules and not named, sort_problems(problems))


def suggest_again(
    archive: Archive, settings: Settings, workers: Workers, progress: Progress, dry_run: bool = False
) -> Decided:
    """Suggest tags anew for every article without any, by all that the archive knows now; articles are read twice, so
    that no more than the counts of names is held."""
    rules = read_tag_rules(archive.tag_rules)
    changed: list[Retagged] = []
    with Catalog(archive.state / "catalog.sqlite", settings.ascii_slugs) as catalog:
        problems = [*_errors(scan(archive, catalog, workers, progress).problems)]
        paths = catalog.untagged()
        named: Counter[str] = Counter()
        for article in filter(None, workers.map(name_articles, paths, str(archive.root))):
            named.update({fold_term(name) for name in article.strong})
        find = lru_cache(REMEMBERED)(lambda key: next(catalog.tags(key), None))
        for done, found in enumerate(workers.map(name_articles, paths, str(archive.root)), 1):
            progress("Suggesting", done, len(paths))
            suggested = _suggest(found, rules, find, named) if found else ()
            if not found or suggested == found.suggested:
                continue
            problem = _write_suggestions(archive, found.path, suggested, dry_run)
            if problem:
                problems.append(problem)
            else:
                changed.append(Retagged(found.path, (), suggested))
    return Decided(tuple(changed), False, sort_problems(problems))


def _suggest(
    article: Named, rules: TagRules, find: Callable[[str], Tag | None], named: Mapping[str, int]
) -> tuple[str, ...]:
    own = {fold_term(name) for name in article.strong}
    return choose_tags(article.strong, article.weak, rules, find, lambda key: named.get(key, 0) > (key in own))


def _write_suggestions(archive: Archive, path: str, suggested: tuple[str, ...], dry_run: bool) -> Problem | None:
    try:
        data = (archive.root / path).read_bytes()
        terms = [
            terms.key for terms in find_terms(split(data.decode("utf-8-sig"), path)) if terms.field == "suggested_tags"
        ]
        key = terms[0] if terms else ("suggested_tags",)
        amended = amend(data, path, {key: [*suggested] or None}, FIELD_ORDER)
        if isinstance(amended, Problem):
            return amended
        if not dry_run:
            replace_file(archive.root / path, amended)
    except OSError as error:
        return unreadable(path, error)
    return None


def _errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return sort_problems(problem for problem in problems if problem.severity == "error")


def _clean(tag: str) -> str:
    cleaned = " ".join(tag.split()).lstrip("# ")
    if ARROW.strip() in cleaned.split() or not cleaned:
        raise ArchiveError(f'"{tag}" can\'t be a tag', "write its name as it should be listed")
    return cleaned


def _plan(decision: Decision, catalog: Catalog) -> _Change:
    keys = [fold_term(tag) for tag in decision.tags]
    if decision.verb == "reject":
        return _Change({}, frozenset(keys), {})
    if decision.verb == "rename":
        return _Change(dict.fromkeys((*keys, fold_term(decision.new)), decision.new), frozenset(), {})
    return _Change({}, frozenset(), {fold_term(tag): _find_label(catalog, tag) for tag in decision.tags})


def _find_label(catalog: Catalog, tag: str) -> str:
    """The archive's spelling of a tag that is to be accepted; raises ArchiveError if nothing suggests it."""
    found = next(catalog.tags(fold_term(tag)), None)
    if found is None:
        raise ArchiveError(_UNKNOWN.format(tag), _find_near(catalog, tag) or "see what is suggested: backfile tags")
    return found.label


def _find_unknown(decision: Decision, catalog: Catalog) -> Iterator[Problem]:
    """What is to be rejected or renamed and stands nowhere yet: that is meant for what comes, or mistyped."""
    for tag in decision.tags:
        if next(catalog.tags(fold_term(tag)), None) is None:
            near = _find_near(catalog, tag) or "it holds for what comes"
            hint = f"{near}; to take it back, delete its line in tags.txt"
            yield Problem("warning", "unknown-tag", "tags.txt", None, _UNKNOWN.format(tag), hint)


def _find_near(catalog: Catalog, tag: str) -> str:
    """The tags that are spelled most like one; empty if there are none."""
    near = get_close_matches(fold_term(tag), [other.key for other in catalog.tags()], 3, 0.6)
    names = [f'"{next(catalog.tags(other)).label}"' for other in near]
    return f"is it {' or '.join(names)}?" if names else ""


def _remember(decision: Decision, rules: TagRules) -> TagRules:
    for tag in decision.tags:
        if decision.verb == "reject":
            rules = rules.reject(tag)
        elif decision.verb == "accept":
            rules = rules.accept(tag)
        else:
            rules = rules.rename(tag, decision.new)
    return rules


def _retag_file(archive: Archive, path: str, change: _Change, dry_run: bool) -> Retagged | Problem | None:
    """Change the tags of one article; None if they are as they should be."""
    try:
        data = (archive.root / path).read_bytes()
        found = retag(data, path, change)
        if isinstance(found, Problem) or found == data:
            return found if isinstance(found, Problem) else None
        if not dry_run:
            replace_file(archive.root / path, found)
    except OSError as error:
        return unreadable(path, error)
    return Retagged(path, *_read_tags(found, path))


def retag(data: bytes, path: str, change: _Change) -> bytes | Problem:
    """The bytes of an article's file after a change of its tags, which is checked as the archive reads it."""
    text = decode(data, path)
    if isinstance(text, Problem):
        return text
    tags, suggested = _read_tags(data, path)
    accepted = tuple(label for key, label in change.accepted.items() if key in map(fold_term, suggested))
    wanted = _unique((*(_rename(tags, change)), *accepted))
    taken = {*map(fold_term, wanted)}
    wanted_suggested = [
        tag for tag in _unique(_rename(suggested, change)) if fold_term(tag) not in taken | change.dropped
    ]
    amended = amend(data, path, _find_changes(text, path, change, accepted, taken), FIELD_ORDER)
    if isinstance(amended, Problem) or _same(_read_tags(amended, path), (wanted, wanted_suggested)):
        return amended
    hint = "change them by hand"
    return Problem("error", "not-retagged", path, None, "the tags stand in a form that can't be changed", hint)


def _same(found: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]]) -> bool:
    return all(set(one) == set(other) for one, other in zip(found, wanted, strict=True))


def _read_tags(data: bytes, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    article = parse_article(data.decode("utf-8-sig"), path).article
    return (article.tags, article.suggested_tags) if article else ((), ())


def _rename(tags: Iterable[str], change: _Change) -> list[str]:
    return [change.renamed.get(fold_term(tag), tag) for tag in tags]


def _unique(tags: Iterable[str]) -> list[str]:
    """Each tag once, in the first of its spellings."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(fold_term(tag), tag)
    return list(found.values())


def _find_changes(text: str, path: str, change: _Change, accepted: Sequence[str], taken: set[str]) -> dict[Key, Wanted]:
    """What must be set in the front matter. Entries that stay, stay as they are written."""
    head = split(text, path)
    changes: dict[Key, Wanted] = {}
    seen: set[str] = set()
    left = list(accepted)
    for terms in sorted(find_terms(head), key=lambda terms: ("section", "tags", "suggested_tags").index(terms.field)):
        kept = 1 if terms.field == "section" else 0
        dropped = taken | change.dropped if terms.field == "suggested_tags" else seen
        entries = [*terms.written[:kept], *_keep_entries(terms.written[kept:], change, dropped)]
        seen |= {fold_term(name_term(entry)) for entry in entries[kept:]}
        if terms.field == "tags":
            new = [label for label in left if fold_term(label) not in seen]
            entries, left = [*entries, *new], []
            seen |= {*map(fold_term, new)}
        if entries != [*terms.written]:
            changes[terms.key] = _write(terms, entries)
    new = [label for label in left if fold_term(label) not in seen]
    if new:
        changes["Tags" if head.form == "pelican" else "tags"] = list(new)
    return changes


def _keep_entries(written: Iterable[Value], change: _Change, dropped: set[str] | frozenset[str]) -> list[Value]:
    entries: list[Value] = []
    seen = set(dropped)
    for entry in written:
        key = fold_term(name_term(entry))
        new = change.renamed.get(key)
        key = fold_term(new) if new else key
        if key and key in seen:
            continue
        seen.add(key)
        entries.append(new if new and new != name_term(entry) else entry)
    return entries


def _write(terms: Terms, entries: list[Value]) -> Wanted:
    """The entries in the form in which they stood, if that can hold them."""
    if not entries:
        return None
    names = [entry for entry in entries if isinstance(entry, str)]
    fits = not any(mark in name for name in names for mark in ",;\n") and (len(names) > 1 or " " not in names[0])
    return ", ".join(names) if terms.in_text and fits else entries
