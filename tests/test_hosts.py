"""What hosts take: a cap that is broken is a warning, one that is just kept is none."""

from backfile.hosts import CAPS, check_host, check_place
from backfile.settings import HOSTS


def check(host: str, sizes: list[tuple[str, int]], rules: int = 0) -> list[tuple[str, str]]:
    problems = list(check_host(host, sizes, rules))
    assert {(problem.severity, problem.code) for problem in problems} <= {("warning", "too-much-for-host")}
    return [(problem.path, problem.message) for problem in problems]


def test_every_host_that_can_be_set_is_known() -> None:
    assert sorted(CAPS) == sorted(HOSTS) == ["cloudflare-pages", "github-pages", "netlify", "s3"]


def test_too_many_files_are_told() -> None:
    files = [(f"{number % 300}/{number}.html", 1) for number in range(20_000)]
    assert check("cloudflare-pages", files) == []
    assert check("cloudflare-pages", [*files, ("a", 1)]) == [
        ("site", "holds 20,001 files; cloudflare-pages takes 20,000")
    ]
    assert check("netlify", [*files, ("a", 1)]) == []


def test_too_many_files_in_one_folder_are_told() -> None:
    files = [(f"2011/{number}.html", 1) for number in range(54_001)]
    assert check("netlify", files) == [("site/2011", "holds 54,001 files in one folder; netlify takes 54,000")]


def test_a_file_that_is_too_large_is_named() -> None:
    sizes = [("a.html", 5), ("data/archive.sqlite", 25 * 1024**2 + 1), ("b.html", 7)]
    assert check("cloudflare-pages", sizes) == [
        ("site/data/archive.sqlite", "holds 26,214,401 bytes in one file; cloudflare-pages takes 26,214,400")
    ]


def test_a_site_that_is_too_large_is_told() -> None:
    assert check("github-pages", [("a", 10**9)]) == []
    assert check("github-pages", [("a", 10**9), ("b", 1)]) == [
        ("site", "holds 1,000,000,001 bytes in all; github-pages takes 1,000,000,000")
    ]


def test_too_many_rules_are_told() -> None:
    assert check("cloudflare-pages", [], 2000) == []
    assert check("cloudflare-pages", [], 2001) == [
        ("site/_redirects", "holds 2,001 redirects; cloudflare-pages takes 2,000")
    ]


def test_a_path_is_told_where_the_host_has_none() -> None:
    (problem,) = check_place("netlify", "/archiv/", "backfile.toml", 3)
    assert (problem.code, problem.path, problem.line) == ("host-has-no-path", "backfile.toml", 3)
    assert list(check_place("netlify", "/", "backfile.toml", 3)) == []
    assert list(check_place("github-pages", "/archiv/", "backfile.toml", 3)) == []
