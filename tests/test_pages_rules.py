from pathlib import Path

from backfile.pages import rules
from pages_material import make_article, make_material, read

PAPER = "https://www.paper.example/"


def test_rules_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    written = [make_article("café", "1998", aliases=("/old",), url=f"{PAPER}x.php?id=5")]
    material = make_material(tmp_path, written, base_url=PAPER, old_sites=(PAPER,), redirects=("netlify", "apache"))
    pages = read(rules.plan(material))
    assert list(pages) == ["_redirects", ".htaccess"]
    assert pages["_redirects"]["lines"] == ["/old /1998/caf%C3%A9.html 301!", "/x.php id=5 /1998/caf%C3%A9.html 301!"]
    assert list(rules.plan(make_material(tmp_path / "2", written))) == []


def test_rules_of_a_site_below_a_path_name_it(tmp_path: Path) -> None:
    written = [make_article("a", "1998", aliases=("/old",), url=f"{PAPER}b")]
    base = f"{PAPER}the%20archive/"
    material = make_material(tmp_path, written, base_url=base, old_sites=(PAPER,), redirects=("netlify",))
    (page,) = read(rules.plan(material)).values()
    assert page["lines"] == ["/b /the%20archive/1998/a.html 301!", "/the%20archive/old /the%20archive/1998/a.html 301!"]


def test_github_is_told_that_this_is_no_jekyll_site(tmp_path: Path) -> None:
    assert read(rules.plan(make_material(tmp_path, [], host="github-pages"))) == {".nojekyll": {"lines": []}}


def test_a_rule_for_a_query_goes_before_the_one_for_its_path(tmp_path: Path) -> None:
    written = [make_article("a", "1998", url=f"{PAPER}x.php"), make_article("b", "1998", url=f"{PAPER}x.php?id=5")]
    material = make_material(tmp_path, written, base_url=PAPER, old_sites=(PAPER,), redirects=("netlify",))
    (page,) = read(rules.plan(material)).values()
    assert page["lines"] == ["/x.php id=5 /1998/b.html 301!", "/x.php /1998/a.html 301!"]
