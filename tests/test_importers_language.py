import pytest

from backfile.importers.language import detect_language

TEXTS = {
    "en": """The ferry to the island was stopped two miles from land on Sunday night when a fire broke out in the
        engine room. Nobody on board was hurt.""",
    "de": """Die alte Brücke ist seit Jahren für Lastwagen gesperrt, und niemand weiß, wann sie erneuert werden soll.
        Der Rat berät darüber im Herbst.""",
    "fr": """Le phare, éteint depuis longtemps, sera vendu aux enchères le mois prochain, car la commune ne peut plus
        payer les travaux.""",
    "ja": """潮見町の北にある古い桟橋を、住民が自分たちの手で直すことになった。集まりで、参加した全員が賛成した。""",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_paragraph_is_told(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


def test_a_few_words_are_not_enough() -> None:
    assert detect_language("Brücke gesperrt") == ""
    assert detect_language("1 2 3 " * 100) == ""
