"""Rules for servers: each form says where an old address leads, and nothing in an address can break out of it."""

import pytest

from backfile.redirects import FORMATS, Rule

RULES = [
    Rule("/news.php", "id=5", "/2011/fire.html"),
    Rule("/old/thing", "", "/archive/2011/caf%C3%A9.html"),
    Rule("/x.htm", "", "/1998/a.html"),
]


def write(name: str, rules: list[Rule] = RULES) -> list[str]:
    return list(FORMATS[name][1](rules))


def test_netlify_takes_queries_as_words() -> None:
    assert write("netlify") == [
        "/news.php id=5 /2011/fire.html 301!",
        "/old/thing /archive/2011/caf%C3%A9.html 301!",
        "/x.htm /1998/a.html 301!",
    ]


def test_a_query_that_netlify_cannot_tell_is_left_out() -> None:
    assert write("netlify", [Rule("/x", "5", "/a.html")]) == []


def test_cloudflare_knows_no_queries() -> None:
    assert write("cloudflare") == ["/old/thing /archive/2011/caf%C3%A9.html 301", "/x.htm /1998/a.html 301"]


def test_nginx_knows_addresses_with_queries_apart_from_the_others() -> None:
    assert write("nginx")[1:] == [
        "map $uri $backfile_by_path {",
        '    default "";',
        '    "/old/thing" "/archive/2011/caf%C3%A9.html";',
        '    "/old/thing/" "/archive/2011/caf%C3%A9.html";',
        '    "/x.htm" "/1998/a.html";',
        "}",
        "map $request_uri $backfile_new {",
        "    default $backfile_by_path;",
        '    "/news.php?id=5" "/2011/fire.html";',
        "}",
    ]


def test_apache_compares_whole_paths() -> None:
    assert write("apache")[1:] == [
        "RewriteEngine On",
        'RewriteCond %{REQUEST_URI} "^/news\\.php/?$"',
        'RewriteCond %{QUERY_STRING} "^id=5$"',
        'RewriteRule ^ "/2011/fire.html" [R=301,L,NE,QSD]',
        'RewriteCond %{REQUEST_URI} "^/old/thing/?$"',
        'RewriteRule ^ "/archive/2011/caf\\%C3\\%A9.html" [R=301,L,NE]',
        'RewriteCond %{REQUEST_URI} "^/x\\.htm$"',
        'RewriteRule ^ "/1998/a.html" [R=301,L,NE]',
    ]


def test_a_percent_sign_in_an_apache_rule_means_no_condition() -> None:
    assert write("apache", [Rule("/x", "a=1", "/caf%C3%A9.html")])[-1] == (
        r'RewriteRule ^ "/caf\%C3\%A9.html" [R=301,L,NE,QSD]'
    )


def test_caddy_has_a_matcher_for_each() -> None:
    assert write("caddy")[1:] == [
        "@old1 {\n\tpath /news.php /news.php/\n\tquery id=5\n}",
        "redir @old1 /2011/fire.html 301",
        "@old2 {\n\tpath /old/thing /old/thing/\n}",
        "redir @old2 /archive/2011/caf%C3%A9.html 301",
        "@old3 {\n\tpath /x.htm\n}",
        "redir @old3 /1998/a.html 301",
    ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", ['/a" b', "/a{b}", "/a*b:c", "/a$b", "/a\\b", "/a;b #c"])
def test_no_address_breaks_out_of_its_place(name: str, path: str) -> None:
    plain, odd = (write(name, [Rule(path, "", "/t.html")]) for path in ("/plain", path))
    assert len("\n".join(odd).split("\n")) == len("\n".join(plain).split("\n"))
    for line in odd:
        assert line.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 0
        if name in {"netlify", "cloudflare"}:
            assert len(line.split(" ")) == 3 and "*" not in line and not set(line.split(" ")[0]) & set('":{}')
