"""The preview's host: what it answers, to whom, and when browsers are told to load a page anew."""

import asyncio
import contextlib
import json
import socket
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from archives import write_files
from backfile.errors import BackfileError
from backfile.host import Answer, Host

PAGE = "<!doctype html><html><head><title>x</title></head><body>{}</body></html>"
FILES = {
    "index.html": PAGE.format("home"),
    "2011/index.html": PAGE.format("the year"),
    "2011/ferry.html": PAGE.format("ferry"),
    "2011/café, 1 & 2.html": PAGE.format("coffee"),
    "2011/数字.html": PAGE.format("numbers"),
    "old/index.html": '<html><head><meta http-equiv="refresh" content="0; url=../2011/ferry.html"></head></html>',
    "404.html": PAGE.format('<base href="https://papers.example/archive/">nothing here'),
    "assets/style.css": "body { color: red }",
    "assets/icon.svg": "<svg/>",
    "feed.xml": "<feed/>",
    "picture.webp": b"0123456789",
    "picture.jpg": b"0123456789",
}


class Got(NamedTuple):
    """An answer."""

    status: int
    kind: str
    text: str
    answer: HTTPResponse


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    root = tmp_path_factory.mktemp("archive")
    write_files(root, {"secret.html": "secret", "secret.txt": "secret", "folder/secret.html": "secret"})
    write_files(root / "site", FILES)
    write_files(root / "site beside", {"secret.html": "secret"})
    (root / "site/out.html").symlink_to(root / "secret.html")
    (root / "site/out.txt").symlink_to(root / "secret.txt")
    (root / "site/out").symlink_to(root / "folder")
    (root / "site/in.html").symlink_to("index.html")
    host = Host(root / "site", free_port())
    host.start(open_browser=False)
    yield host
    host.stop()


@pytest.fixture(autouse=True)
def bare(host: Host) -> None:
    host.on_top, host.on_own, host.find_newer, host.find_beside = "", "", lambda _: None, lambda _: None


def fetch(host: Host, path: str, method: str = "GET", **headers: str) -> Got:
    """What is answered to a path, which is sent as it is."""
    with contextlib.closing(HTTPConnection("127.0.0.1", host.port, timeout=10)) as connection:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read().decode()
    return Got(answer.status, answer.getheader("Content-Type", ""), text, answer)


@pytest.mark.parametrize(
    ("path", "kind", "text"),
    [
        ("/", "text/html; charset=utf-8", "home"),
        ("/index.html", "text/html; charset=utf-8", "home"),
        ("/?x=1", "text/html; charset=utf-8", "home"),
        ("/2011/", "text/html; charset=utf-8", "the year"),
        ("/2011/ferry.html", "text/html; charset=utf-8", "ferry"),
        ("/2011/caf%C3%A9%2C%201%20%26%202.html", "text/html; charset=utf-8", "coffee"),
        ("/2011/%E6%95%B0%E5%AD%97.html", "text/html; charset=utf-8", "numbers"),
        ("/in.html", "text/html; charset=utf-8", "home"),
        ("/assets/style.css", "text/css", "red"),
        ("/assets/icon.svg", "image/svg+xml", "<svg/>"),
        ("/picture.webp", "image/webp", "0123456789"),
        ("/picture.jpg", "image/jpeg", "0123456789"),
    ],
)
def test_a_file_is_served_as_what_it_is(host: Host, path: str, kind: str, text: str) -> None:
    found = fetch(host, path)
    assert (found.status, found.kind) == (200, kind)
    assert text in found.text
    assert found.answer.getheader("Cache-Control") == "no-store"


def test_an_address_of_a_folder_leads_into_it(host: Host) -> None:
    found = fetch(host, "/2011")
    assert (found.status, found.answer.getheader("Location")) == (301, "/2011/")
    assert found.answer.getheader("Cache-Control") == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere.html",
        "/nowhere/",
        "/nowhere.png",
        "/2011/ferry",
        "/2011/ferry.html/",
        "/2011/FERRY.html",
        "/assets/",
        "/%00",
        "/a%00.html",
        f"/{'x' * 5000}.html",
        f"/{'x/' * 2500}",
        "/..%2fsecret.html",
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/2011/../../secret.html",
        "/..%5csecret.html",
        "//secret.html",
        "/out.html",
        "/out.txt",
        "/out/secret.html",
        "/../site%20beside/secret.html",
    ],
)
def test_what_is_not_there_and_what_lies_outside_is_a_404_page(host: Host, path: str) -> None:
    found = fetch(host, path)
    assert found.status in ({404, 403} if path == "/assets/" else {404})
    assert "secret" not in found.text
    if found.status == 404:
        assert '<base href="/">' in found.text
        assert "papers.example" not in found.text and "nothing here" in found.text
        assert "livereload.js" in found.text


def test_a_place_by_its_whole_name_is_not_served(host: Host) -> None:
    for start in ("/", "//", "/%2f"):
        found = fetch(host, start + str(host.root.parent / "secret.txt"))
        assert (found.status, "secret" in found.text) == (404, False)


def test_bytes_that_are_no_text_are_refused(host: Host) -> None:
    assert fetch(host, "/%ff.html").status == 400


def test_without_a_404_page_it_is_said_in_a_word(host: Host) -> None:
    page = host.root / "404.html"
    text = page.read_text("utf-8")
    page.unlink()
    try:
        assert "There is no such page." in fetch(host, "/nowhere.html").text
    finally:
        page.write_text(text, "utf-8")


def test_parts_and_heads_of_files_can_be_asked_for(host: Host) -> None:
    part = fetch(host, "/picture.jpg", Range="bytes=2-4")
    assert (part.status, part.text, part.answer.getheader("Content-Range")) == (206, "234", "bytes 2-4/10")
    assert fetch(host, "/picture.jpg", Range="bytes=20-").status == 416
    for path in ("/picture.jpg", "/2011/ferry.html", "/nowhere.html"):
        whole, head = fetch(host, path), fetch(host, path, "HEAD")
        assert (head.status, head.text) == (whole.status, "")
        assert head.answer.getheader("Content-Length") == str(len(whole.text.encode()))


def test_nothing_can_be_sent(host: Host) -> None:
    assert fetch(host, "/index.html", "POST").status == 405


@pytest.mark.parametrize("path", ["/", "/picture.jpg", "/nowhere.html", "/livereload.js", "/livereload"])
@pytest.mark.parametrize("name", ["evil.example", "evil.example:{}", "127.0.0.1.evil.example", "localhost.evil.example",
                                  "evil-localhost", "192.168.1.9:{}"])  # fmt: skip
def test_whoever_calls_it_by_another_name_is_refused(host: Host, path: str, name: str) -> None:
    found = fetch(host, path, Host=name.format(host.port))
    assert found.status == 403
    assert not {"home", "nothing here", "012", "LiveReload"} & {*found.text.split()}


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST:{}", "127.0.0.1", "127.0.0.1:1"])
def test_its_own_names_are_answered_at_any_port(host: Host, name: str) -> None:
    assert fetch(host, "/", Host=name.format(host.port)).status == 200


def test_an_old_address_leads_on_at_once_as_on_a_server_with_rules(host: Host) -> None:
    got = fetch(host, "/old/")
    assert (got.status, got.answer.headers["Location"]) == (301, "../2011/ferry.html")
    got = fetch(host, "/old")
    assert (got.status, got.answer.headers["Location"]) == (301, "/2011/ferry.html")


def test_what_is_found_beside_the_site_may_lead_on(host: Host) -> None:
    host.find_beside = lambda address: Answer(b"", redirect="/2011/ferry.html") if address == "1911/a.html" else None
    got = fetch(host, "/1911/a.html")
    assert (got.status, got.answer.headers["Location"]) == (301, "/2011/ferry.html")


def test_an_address_with_a_query_may_be_an_old_one(host: Host) -> None:
    asked: list[str] = []

    def find(address: str) -> Answer | None:
        asked.append(address)
        return Answer(b"", redirect="/2011/ferry.html") if address == "news.php?id=5" else None

    host.find_beside = find
    got = fetch(host, "/news.php?id=5")
    assert (got.status, got.answer.headers["Location"]) == (301, "/2011/ferry.html")
    assert fetch(host, "/2011/ferry.html?utm=x").status == fetch(host, "/assets/style.css?livereload=1").status == 200
    assert asked == ["news.php?id=5", "2011/ferry.html?utm=x"]


def test_pages_get_what_stands_on_top_of_them_and_other_files_do_not(host: Host) -> None:
    host.on_top, host.on_own = "<p>top</p>", "<p>own</p>"
    for path in ("/", "/2011/ferry.html", "/nowhere.html"):
        text = fetch(host, path).text
        assert text.endswith('<p>own</p><p>top</p><script async src="/livereload.js"></script></body></html>')
    assert fetch(host, "/assets/style.css").text == FILES["assets/style.css"]
    assert fetch(host, "/feed.xml").text == FILES["feed.xml"]


def test_what_the_site_does_not_have_may_be_found_beside_it(host: Host) -> None:
    beside = {
        "2011/draft.html": Answer(PAGE.format("draft").encode()),
        "2011/draft.webp": Answer(b"012", is_page=False),
        "2011/ferry.html": Answer(b"not this one"),
        "list/index.html": Answer(PAGE.format("list").encode()),
    }
    host.find_beside = beside.get
    host.on_top, host.on_own = "<p>top</p>", "<p>own</p>"
    assert "draft<p>top</p><script" in fetch(host, "/2011/draft.html").text
    picture = fetch(host, "/2011/draft.webp")
    assert (picture.status, picture.kind, picture.text) == (200, "image/webp", "012")
    assert "ferry" in fetch(host, "/2011/ferry.html").text
    assert fetch(host, "/list").answer.getheader("Location") == "/list/"
    assert "list" in fetch(host, "/list/").text
    assert fetch(host, "/2011/other.html").status == 404


def test_a_newer_page_goes_before_that_of_the_site(host: Host) -> None:
    host.find_newer = {"index.html": Answer(PAGE.format("newer").encode())}.get
    assert "newer" in fetch(host, "/").text
    assert "ferry" in fetch(host, "/2011/ferry.html").text


def test_it_remembers_the_pages_asked_for_last(host: Host) -> None:
    for path in ("/2011/", "/", "/assets/style.css", "/2011/ferry.html", "/nowhere.html"):
        fetch(host, path)
    assert list(host.seen) == ["index.html", "2011/ferry.html", "nowhere.html"]


def test_pages_are_served_while_something_beside_the_site_is_sought(host: Host) -> None:
    may_answer = threading.Event()

    def find(_: str) -> None:
        may_answer.wait(10)

    host.find_beside = find
    statuses: list[int] = []
    slow = threading.Thread(target=lambda: statuses.append(fetch(host, "/nowhere/").status))
    slow.start()
    assert fetch(host, "/").status == 200
    assert statuses == []
    may_answer.set()
    slow.join()
    assert statuses == [404]


def test_a_port_that_is_taken_is_said_at_once(host: Host, tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match=f"port {host.port} can't be used"):
        Host(tmp_path, host.port)


async def open_live(host: Host, origin: str, name: str = "") -> WebSocketClientConnection:
    headers = {"Origin": origin, "Host": name or f"127.0.0.1:{host.port}"}
    return await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{host.port}/livereload", headers=headers))


def test_browsers_are_told_to_load_their_page_anew(host: Host) -> None:
    async def listen() -> list[dict[str, object]]:
        live = await open_live(host, f"http://127.0.0.1:{host.port}")
        await live.write_message(json.dumps({"command": "hello", "protocols": []}))
        hello = await live.read_message()
        await live.write_message(json.dumps({"command": "info", "url": "x"}))
        told = []
        for _ in range(3):
            while not (message := await asyncio.wait_for(next_message(live), 10)):
                pass
            told.append(json.loads(message))
        live.close()
        return [json.loads(hello or ""), *told]

    async def next_message(live: WebSocketClientConnection) -> str | bytes | None:
        reading = asyncio.ensure_future(live.read_message())
        while not reading.done():
            host.reload()
            await asyncio.wait([reading], timeout=0.02)
        return await reading

    hello, *told = asyncio.run(listen())
    assert hello["command"] == "hello"
    assert [message["command"] for message in told] == ["reload"] * 3


@pytest.mark.parametrize(
    ("origin", "name"), [("http://evil.example", ""), ("http://evil.example", "evil.example"), ("null", "")]
)
def test_pages_of_others_are_told_nothing(host: Host, origin: str, name: str) -> None:
    with pytest.raises(HTTPClientError) as refused:
        asyncio.run(open_live(host, origin, name))
    assert refused.value.code == 403


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it in a file")
def test_it_listens_on_this_machine_only(host: Host) -> None:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    places = [row[1].split(":") for row in rows if row[3] == "0A"]
    assert {at for at, port in places if int(port, 16) == host.port} == {"0100007F"}
