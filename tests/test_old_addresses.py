"""Old addresses that won't do what they should are told, with the file and the line where they are written."""

from pathlib import Path

import pytest

from archives import make_archive, run, write_article, write_files

PAPER = 'base_url = "https://paper.example/"\nold_sites = ["https://paper.example/"]\n'


def build(tmp_path: Path, files: dict[str, str], settings: str = PAPER) -> tuple[int, str]:
    root = make_archive(tmp_path / "archive", files, settings)
    ran = run("build", "--archive", root)
    return ran.code, ran.said


def test_an_alias_that_is_the_present_address_without_its_suffix_may_lead_in_a_circle(tmp_path: Path) -> None:
    code, said = build(tmp_path, {"content/a.md": write_article("A", "1998", aliases=["/1998/a/"])})
    assert code == 0
    assert (
        "content/a.md:4: warning: the old address /1998/a/ is the article's own without .html [redirect-loop]" in said
    )


def test_an_alias_may_hide_another_article_where_hosts_leave_the_suffix_out(tmp_path: Path) -> None:
    files = {
        "content/a.md": write_article("A", "1998", aliases=["/1998/b"]),
        "content/b.md": write_article("B", "1998"),
    }
    code, said = build(tmp_path, files)
    assert code == 0
    assert (
        "content/a.md:4: warning: the old address /1998/b is that of content/b.md without .html [redirect-chain]"
        in said
    )


@pytest.mark.parametrize("redirects", ["", 'redirects = ["nginx"]\n'])
def test_an_address_with_a_query_needs_rules(tmp_path: Path, redirects: str) -> None:
    urls = [f"https://paper.example/x.php?id={number}" for number in (1, 2)]
    files = {
        f"content/{number}.md": write_article("A", "1998", slug=f"a{number}", url=url)
        for number, url in enumerate(urls)
    }
    code, said = build(tmp_path, files, PAPER + redirects)
    assert code == 0
    assert ("[redirect-needs-rules]" in said) != bool(redirects)
    if not redirects:
        assert f"content/0.md:5: warning: no file can stand at the old address {urls[0]}, nor at 1 others" in said


@pytest.mark.parametrize("field", ["aliases", "url"])
def test_an_old_address_that_is_another_article_is_an_error_with_its_line(tmp_path: Path, field: str) -> None:
    old = {"aliases": ["/1998/b.html"]} if field == "aliases" else {"url": "https://paper.example/1998/b.html"}
    files = {"content/a.md": write_article("A", "1998", **old), "content/b.md": write_article("B", "1998")}
    code, said = build(tmp_path, files)
    assert code == 1
    assert "[address-taken]" in said and "1998/b.html" in said
    assert "content/a.md:4: error" in said


def test_two_articles_with_one_alias_are_an_error(tmp_path: Path) -> None:
    files = {f"content/{name}.md": write_article(name, "1998", aliases=["/old"]) for name in "ab"}
    code, said = build(tmp_path, files)
    assert code == 1
    assert "content/b.md:4: error: has the same address as content/a.md: old/index.html [address-taken]" in said


@pytest.mark.parametrize("alias", ["/1990/a0.html", "/tags/index.html", "/content", "/1991"])
def test_an_old_address_that_an_edit_brings_is_held_to_pages_that_no_edit_reached(tmp_path: Path, alias: str) -> None:
    """The pages of far articles aren't planned then, nor are the old addresses of these."""
    files = {
        f"content/a{number}.md": write_article(f"A {number}", f"{1990 + number}", tags=["x", "y"])
        for number in range(10)
    }
    files["content/a1.md"] = write_article("A 1", "1991", aliases=["/content"])
    root = make_archive(tmp_path / "archive", files, "")
    assert run("build", "--archive", root).code == 0
    before = (root / "site/1990/a0.html").read_bytes()
    write_files(root, {"content/a9.md": write_article("A 9", "1999", aliases=[alias])})
    ran = run("build", "--archive", root)
    assert ran.code == 1
    assert "content/a9.md:4: error: has the same address as" in ran.said
    assert (root / "site/1990/a0.html").read_bytes() == before


def test_an_old_address_may_pass_from_one_article_to_another(tmp_path: Path) -> None:
    files = {f"content/a{number}.md": write_article(f"A {number}", f"{1990 + number}") for number in range(10)}
    files["content/a1.md"] = write_article("A 1", "1991", aliases=["/old"])
    root = make_archive(tmp_path / "archive", files, "")
    assert run("build", "--archive", root).code == 0
    moved = {
        "content/a1.md": write_article("A 1", "1991"),
        "content/a9.md": write_article("A 9", "1999", aliases=["/old"]),
    }
    write_files(root, moved)
    assert run("build", "--archive", root).code == 0
    assert "1999/a9.html" in (root / "site/old/index.html").read_text("utf-8")


def test_a_host_that_would_refuse_the_site_is_told_with_each_build(tmp_path: Path) -> None:
    files = {"content/a.md": write_article("A", "1998", "[big](big.pdf)"), "content/big.pdf": "x" * 10_000_001}
    root = make_archive(tmp_path / "archive", files, 'host = "netlify"\n')
    for _ in range(2):
        ran = run("build", "--archive", root)
        assert ran.code == 0
        assert "site/big.pdf: warning: holds 10,000,001 bytes in one file" in ran.said


def test_redirects_go_when_their_setting_does_and_come_with_an_alias(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", {"content/a.md": write_article("A", "1998")}, 'redirects = ["netlify"]\n')
    run("build", "--quiet", "--archive", root)
    assert (root / "site/_redirects").read_text() == ""
    write_files(root, {"content/a.md": write_article("A", "1998", aliases=["/old"])})
    run("build", "--quiet", "--archive", root)
    assert (root / "site/_redirects").read_text() == "/old /1998/a.html 301!\n"
    write_files(root, {"backfile.toml": 'title = "Test"\n'})
    run("build", "--quiet", "--archive", root)
    assert not (root / "site/_redirects").exists()


def test_an_alias_that_is_a_published_file_is_told_once(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", {"content/a.md": write_article("A", "1998")})
    assert run("build", "--quiet", "-C", root).code == 0
    write_files(root, {"content/a.md": write_article("A", "1998", aliases=["/assets/style.css"])})
    ran = run("build", "--quiet", "-C", root)
    assert ran.code == 1 and "[address-taken]" in ran.said and "foreign-file" not in ran.said
