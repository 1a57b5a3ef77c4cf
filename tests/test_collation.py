"""The order of words in the indexes of a language."""

import pytest

from backfile.collation import Collation


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["9th", "“Air”", "Éclair", "eel", "El Nino", "elbow", "Straße", "strasser", "Zebra", "Эхо"]),
        ("de", ["Adler", "Ärger", "Arzt", "Öl", "Olm", "Zug"]),
        ("de-AT", ["Ärger", "Arzt"]),
        ("sv", ["Arboga", "Zorn", "Åre", "Ärla", "Öland"]),
        ("da", ["Zoo", "Ærø", "Østerbro", "Århus"]),
        ("es", ["nadie", "nube", "ñandú", "ópera", "oro"]),
        ("en", ["nadie", "ñandú", "nube"]),
        ("pl", ["Lublin", "Łódź", "Maj", "Zima", "Źródło", "Żaba"]),
        ("tr", ["hava", "ılıca", "inek", "su", "şeker"]),
        ("et", ["suvi", "šokk", "zebra", "tuul"]),
        ("uk", ["гора", "ґанок", "ера", "єнот", "ирій", "іній", "їжак", "йод"]),
        ("ru", ["ёлка", "ель", "ерш", "йод"]),
        ("ar", ["أحمد", "ادب", "باب"]),
        ("ja", ["アイス", "いけ", "がいこく", "カエル", "くに", "漢字"]),
        ("ko", ["가구", "나무", "한국"]),
    ],
)
def test_labels_sort_as_the_language_has_it(language: str, labels: list[str]) -> None:
    assert sorted(sorted(labels), key=Collation(language).key) == labels


@pytest.mark.parametrize(
    ("language", "label", "initial"),
    [
        ("en", "korea", "K"),
        ("en", "éire", "E"),
        ("en", "ærø", "A"),
        ("da", "ærø", "Æ"),
        ("sv", "Åre", "Å"),
        ("es", "ñandú", "Ñ"),
        ("tr", "inek", "İ"),
        ("tr", "ılıca", "I"),
        ("en", "한국", "ᄒ"),
        ("ja", "橋", "漢"),
        ("ja", "がいこく", "か"),
        ("ja", "カエル", "か"),
        ("en", "9th", "#"),
        ("en", "!!", "#"),
        ("en", "“Air”", "A"),
        ("en", "эхо", "Э"),
    ],
)
def test_a_label_stands_under_its_first_letter(language: str, label: str, initial: str) -> None:
    assert Collation(language).initial(label) == initial


@pytest.mark.parametrize(
    ("language", "label", "initial"),
    [
        ("en", "The Harbour News", "H"),
        ("en-GB", "“The Harbour News”", "H"),
        ("en", "THE  Émigré", "E"),
        ("en", "A Weekly", "W"),
        ("en", "Theatre", "T"),
        ("en", "The", "T"),
        ("en", "The !", "T"),
        ("en", "Die Zeit", "D"),
        ("de", "Die Zeit", "Z"),
        ("de", "Dieburger Anzeiger", "D"),
        ("fr", "L’Écho", "E"),
        ("fr", "L'Écho", "E"),
        ("fr", "Lyon", "L"),
        ("es", "Las Noticias", "N"),
        ("ar", "الأهرام", "ا"),
        ("ar", "المساء", "م"),
        ("ar", "الف", "ا"),
        ("sv", "The News", "T"),
    ],
)
def test_titles_stand_without_the_article_they_begin_with(language: str, label: str, initial: str) -> None:
    assert Collation(language, titles=True).initial(label) == initial


def test_names_stand_with_it() -> None:
    assert Collation("en").initial("The Hague") == "T"
