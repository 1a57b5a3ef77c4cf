import codecs

import pytest
from ftfy.badness import badness
from hypothesis import assume, given
from hypothesis import strategies as st

from backfile.importers.encoding import decode, is_text, is_unsure

GERMAN = (
    "Der Brücke fehlt es an Geld, sagte die Bürgermeisterin; über den Fluß führt künftig nur noch ein schmaler Weg."
)
RUSSIAN = "Мост через реку закрыли для машин до конца лета, сообщили в управлении дорог."
JAPANESE = "潮見町の北にある古い桟橋を、住民が自分たちの手で直すことになった。木材は町の森から無料で渡される。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "iso8859-15"])
def test_text_is_decoded_whatever_its_encoding(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding))[0] == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding", "is_mixed"),
    [
        ("La rénovation du théâtre a coûté 3 ½ millions, la moitié payée par la région.", "cp1252", False),
        ("Die Brücke ist 2½km lang und ¾ so breit wie früher, sagte die Bürgermeisterin.", "cp1252", False),
        ("C´était l´été, et la mairie a décidé de fermer le théâtre après la répétition.", "cp1252", False),
        ("Le cœur de la cité a coûté 40 € à chacun, et l'œuvre reste inachevée après l'été.", "iso8859-15", False),
        ("Die Brücke kostet 18.500 €, sagte die Bürgermeisterin über das künftige Geländer.", "iso8859-15", False),
        ("Die Brücke kostet “18.500 €”, sagte die Bürgermeisterin – für ¾ der Gäste.", "cp1252", False),
        ("Le c½ur de la cité a coûté 3 ½ millions à la région, après l'été et la fête.", "cp1252", True),
    ],
)
def test_windows_1252_is_read_where_no_byte_tells_iso_8859_15(text: str, encoding: str, is_mixed: bool) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)
    assert is_unsure(text.encode(encoding), encoding) == is_mixed


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-5"])
def test_cyrillic_encodings_are_told_apart(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding))[0] == RUSSIAN


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp"])
def test_japanese_encodings_are_told_apart(encoding: str) -> None:
    assert decode(JAPANESE.encode(encoding))[0] == JAPANESE


def test_utf8_counts_before_what_a_page_declares_and_that_before_a_guess() -> None:
    assert decode(GERMAN.encode(), "iso-8859-1") == (GERMAN, "utf-8")
    assert decode("Žluťoučký kůň".encode("iso8859-2"), "ISO-8859-2") == ("Žluťoučký kůň", "iso8859-2")
    assert decode("“So”, sagte er".encode("cp1252"), "latin1") == ("“So”, sagte er", "cp1252")


@pytest.mark.parametrize("declared", ["no such charset", "base64", "\0", ""])
def test_a_charset_that_is_none_is_ignored(declared: str) -> None:
    assert decode(GERMAN.encode("cp1252"), declared)[0] == GERMAN


def test_a_byte_that_spoils_utf8_spoils_only_itself() -> None:
    assert decode("é".encode() * 40 + b"\xe9 \xed\xa0\x80") == ("é" * 40 + "é ���", "utf-8")


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_mojibake_is_put_right_line_by_line(wrong: str) -> None:
    spoiled = "Müßiggang – ein Café".encode().decode(wrong, "replace")
    assert decode(f"{spoiled}\nschön".encode())[0] == "Müßiggang – ein Café\nschön"


def test_quotes_ligatures_and_spaces_are_not_restyled() -> None:
    text = "“Curly” ‘quotes’, ﬁne  spaces\xa0here, ½ & &amp; … Ａ"
    assert decode(text.encode())[0] == text


def test_every_line_end_becomes_one_and_no_other_character_makes_a_line() -> None:
    assert decode("a\r\nb\rc\nd\u2028e\x0cf\x0bg".encode())[0] == "a\nb\nc\nd e f g"


def test_control_characters_are_taken_out() -> None:
    assert decode("a\x00b\x07c\ufeffd\te".encode())[0] == "abcd\te"


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff")))
def test_good_text_is_never_changed(text: str) -> None:
    assume(not badness(text))
    assert decode(text.encode()) == (text, "utf-8")


@given(st.binary(), st.sampled_from(["", "utf-8", "shift_jis", "utf-16", "iso2022_jp"]))
def test_any_bytes_become_text(data: bytes, declared: str) -> None:
    text, encoding = decode(data, declared)
    text.encode()
    assert codecs.lookup(encoding)


def test_a_byte_order_mark_tells_text_whatever_follows() -> None:
    assert is_text("x".encode("utf-16")) and is_text("x".encode("utf-8-sig")) and is_text(b"x")
    assert not is_text(b"x\0y") and not is_text(b"%PDF-1.4")
