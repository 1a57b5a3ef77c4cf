"""Settings: defaults for everything; what can't be meant is told with file, line and a way out."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest

from backfile.errors import SettingsError
from backfile.settings import Settings, describe_site, find_line, read_settings


def read(folder: Path, text: str | bytes) -> Settings:
    path = folder / "backfile.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_settings(path)


def read_fault(folder: Path, text: str | bytes) -> tuple[str, str]:
    with pytest.raises(SettingsError) as raised:
        read(folder, text)
    return str(raised.value), raised.value.hint


def test_an_archive_needs_no_settings(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "backfile.toml") == Settings()
    assert read(tmp_path, "") == Settings()


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    wanted = Settings(
        title="The Harbour Lamp",
        description="A weekly",
        language="pt-BR",
        base_url="https://lamp.example.org/archive/",
        page_size=50,
        home_size=6,
        feed_size=10,
        search=False,
        single_term_pages=True,
        ascii_slugs=True,
        remote_images=True,
        publish_originals=True,
        term_feeds=5,
        publish_markdown=True,
        ai_crawlers=False,
        data=("csv", "sqlite"),
        old_sites=("https://www.lamp.example.org/",),
        redirects=("nginx",),
        host="s3",
        canonical="original",
        read_seconds=60,
        read_megabytes=2000,
        colors=(("accent", "#123456"), ("ink", "#111")),
        dark_colors=(("accent", "#abcdef"),),
        fonts=(("text", "Georgia, serif"),),
    )
    assert all(getattr(wanted, field.name) != field.default for field in fields(Settings))
    lines = [f"{key} = {write(value)}" for key, value in asdict(wanted).items()]
    assert read(tmp_path, "\n".join(lines)) == wanted


def write(value: object) -> str:
    if isinstance(value, tuple) and isinstance(value[0], str):
        return repr(list(value))
    if isinstance(value, tuple):
        return "{" + ", ".join(f"{name} = {text!r}" for name, text in value) + "}"
    return str(value).lower() if isinstance(value, bool) else repr(value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('title = "x"\n[colors]\nacent = "#fff"', 'backfile.toml:2: unknown name "acent" in [colors]'),
        ('[colors]\nink = "black"', 'backfile.toml:1: ink in [colors]: "black" is not a colour such as #8c1c13'),
        ("[fonts]\ntext = 3", "backfile.toml:1: text in [fonts]: a value must be text in quotes"),
        ("[fonts]\npage_size = 5", 'backfile.toml:1: "page_size" in [fonts] is a setting of the whole archive'),
        ('fonts = "Georgia"', 'backfile.toml:1: setting "fonts" must be a table'),
    ],
)
def test_what_cannot_be_a_color_or_a_font_is_told_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    assert read_fault(tmp_path, text)[0] == fault


@pytest.mark.parametrize(
    ("text", "fault", "hint"),
    [
        (
            'redirects = ["netlify", "nginx", "cloudflare"]',
            'redirects "netlify" and "cloudflare" are both written to _redirects',
            "leave one of them out",
        ),
        (
            'redirects = ["netlify"]\nhost = "cloudflare-pages"',
            'the host "cloudflare-pages" doesn\'t read the redirects of "netlify"',
            'write redirects = ["cloudflare"]',
        ),
        (
            'redirects = ["netlify"]\nhost = "s3"',
            'the host "s3" doesn\'t read the redirects of "netlify"',
            "leave it out: old addresses work by their pages",
        ),
    ],
)
def test_servers_that_cannot_be_told_together_are_a_fault(tmp_path: Path, text: str, fault: str, hint: str) -> None:
    assert read_fault(tmp_path, text) == (f"backfile.toml:1: {fault}", hint)


def test_a_list_may_say_a_thing_twice_and_a_host_that_reads_no_rules_bears_those_of_another(tmp_path: Path) -> None:
    assert read(tmp_path, 'redirects = ["nginx", "nginx"]\nhost = "s3"').redirects == ("nginx",)
    assert read(tmp_path, 'redirects = ["netlify", "nginx"]\nhost = "netlify"').host == "netlify"


def test_the_line_of_a_name_in_a_table_is_found(tmp_path: Path) -> None:
    path = tmp_path / "backfile.toml"
    assert find_line(path, "colors", "ink") is None
    path.write_text('title = "x"\n[colors]\nink = "#111"\n[dark_colors]\n\nink = "#222"')
    assert [find_line(path, table, "ink") for table in ("colors", "dark_colors")] == [3, 6]
    assert [find_line(path, "dark_colors", "paper"), find_line(path, "", "title")] == [4, 1]


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufefftitle = "Lamp"\r\nhome_size = 6\r\n') == Settings(title="Lamp", home_size=6)


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_known_one(tmp_path: Path) -> None:
    message, hint = read_fault(tmp_path, 'title = "Lamp"\n\npagesize = 3\n')
    assert message == 'backfile.toml:3: unknown setting "pagesize"'
    assert hint.startswith('did you mean "page_size"? the settings are: ai_crawlers, ascii_slugs, base_url, ')


def test_an_unknown_table_is_told_with_its_line(tmp_path: Path) -> None:
    message, _ = read_fault(tmp_path, 'title = "Lamp"\n[theme]\ncolour = "blue"\n')
    assert message == 'backfile.toml:2: unknown setting "theme"'


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("title = 1984", 'setting "title" must be text in quotes', 'its default is "Archive"'),
        ('page_size = "50"', 'setting "page_size" must be a number', "its default is 100"),
        ('data = "csv"', 'setting "data" must be a list of texts in quotes', 'write data = ["csv"]'),
        ("page_size = true", 'setting "page_size" must be a number', "its default is 100"),
        ("page_size = 0", 'setting "page_size" is out of range', "a number from 1 to 10000"),
        ("page_size = 10001", 'setting "page_size" is out of range', "a number from 1 to 10000"),
        ("ascii_slugs = 1", 'setting "ascii_slugs" must be true or false', "its default is false"),
        ('language = "english please"', 'language "english please" is not a language code', "write a code such as"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_line(tmp_path: Path, line: str, message: str, hint: str) -> None:
    told, way_out = read_fault(tmp_path, f'description = ""\n{line}\n')
    assert told == f"backfile.toml:2: {message}"
    assert way_out.startswith(hint)


@pytest.mark.parametrize(
    "address",
    ["archive.example.org", "ftp://a.example", "https://", "https://[", "https://a b.example", "https://a.example/?x",
     "https://a.example/#x", "javascript:alert(1)"],
)  # fmt: skip
def test_a_base_url_is_the_full_address_of_a_site(tmp_path: Path, address: str) -> None:
    message, hint = read_fault(tmp_path, f'base_url = "{address}"')
    assert message == f'backfile.toml:1: base_url "{address}" is not the address of a site'
    assert "https://archive.example.org/" in hint


@pytest.mark.parametrize("address", ["https://a.example", "https://a.example/", "http://localhost:8000/sub", ""])
def test_a_base_url_ends_with_a_slash(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, f'base_url = "{address}"').base_url == (address.rstrip("/") + "/" if address else "")


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    message, hint = read_fault(tmp_path, "title = Lamp\n")
    assert message.startswith("backfile.toml: ")
    assert "line 1" in message
    assert hint == 'a line reads: key = "value"'


def test_a_file_made_to_exhaust_the_parser_is_a_settings_error(tmp_path: Path) -> None:
    assert read_fault(tmp_path, "title = " + "[" * 100_000)[0].startswith("backfile.toml: ")


def test_another_encoding_is_told(tmp_path: Path) -> None:
    assert read_fault(tmp_path, 'title = "Café"'.encode("latin-1")) == (
        "backfile.toml is not UTF-8",
        "save it as UTF-8",
    )


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"can't be read: "):
        read_settings(tmp_path)


def test_templates_know_the_settings_that_a_page_may_show() -> None:
    site = describe_site(Settings(title="Lamp", page_size=3))
    assert site["title"] == "Lamp"
    assert site["remote_images"] is False
    assert not {"page_size", "home_size", "feed_size"} & site.keys()
