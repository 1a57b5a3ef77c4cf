"""Fingerprints say when a page must be rendered again, and why."""

from pathlib import Path

import pytest

from archives import write_files
from backfile import fingerprints as module
from backfile.fingerprints import PARTS, Fingerprints, digest_site, explain
from backfile.model import Page, Source
from backfile.settings import Settings, describe_site
from backfile.theme import Theme

SITE = describe_site(Settings(base_url="https://example.org/"))
PAGE = Page("1998/a.html", "article.html", '{"page":{}}', Source("content/a.md", "1" * 64, 1))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, {"templates/article.html": "{{ page.title }}"})
    return tmp_path


def make_fingerprint(root: Path, page: Page, settings: str = "s", withheld: str = "w") -> str:
    return Fingerprints(Theme(root / "templates", root / "default"), settings, withheld).of(page)


def test_a_fingerprint_says_which_part_of_a_page_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGE
    old = make_fingerprint(root, page)
    assert len(old.split(".")) == len(PARTS)
    assert make_fingerprint(root, page) == old
    assert explain(old, make_fingerprint(root, page, "t")) == "settings"
    assert explain(old, make_fingerprint(root, page, withheld="")) == "withheld articles"
    assert explain(make_fingerprint(root, page, withheld=""), old) == "withheld articles"
    assert explain(old, make_fingerprint(root, Page(page.path, page.template, "{}", page.source))) == "context"
    changed = Source(page.source.path, "0" * 64, 1) if page.source else None
    assert explain(old, make_fingerprint(root, Page(page.path, page.template, page.context, changed))) == "source"
    (root / "templates" / "article.html").write_text("other", "utf-8")
    assert explain(old, make_fingerprint(root, page)) == "template"
    monkeypatch.setattr(module, "program_digest", lambda: "a later version")
    assert explain(old, make_fingerprint(root, page)) == "program and template"


def test_every_setting_that_a_template_knows_counts() -> None:
    digests = {digest_site({**SITE, key: f"other {key}"}, "words") for key in SITE}
    assert len(digests | {digest_site(SITE, "words"), digest_site(SITE, "other words")}) == len(SITE) + 2
