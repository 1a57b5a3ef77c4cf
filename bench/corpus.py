"""Generated articles to measure with: news-like, fictional, the same on every machine.

In: a folder and a number. Out: that many articles in `folder/content`, about 550 words each, with tags, names, dates
over thirty years, links to each other and to the web, emphasis, quotes, lists, headings. It knows nothing of Backfile.
"""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(1990, 1, 1)
DAYS = 30 * 365
WORDS = 550
_SECTIONS = ("News", "Harbour", "Business", "Sport", "Arts", "Letters", "Weather", "Obituaries")
_PLACES = ("Ansle", "Brackwater", "Corran", "Dunmere", "Eastry", "Fallow Quay", "Gannet Bay", "Hollin", "Keld")
_SURNAMES = ("Abney", "Birch", "Calder", "Denholm", "Eckart", "Farrow", "Gale", "Hesketh", "Ilves", "Jansen", "Kerr")
_NAMES = ("Ada", "Bram", "Clara", "Dov", "Elsie", "Finn", "Greta", "Hal")
_TOPICS = ("council", "harbour", "school", "ferry", "budget", "housing", "football", "railway", "museum",
           "flood", "market", "hospital", "library", "fishing", "election", "roads")  # fmt: skip
# By falling frequency: a word's weight is one over its place.
_VOCABULARY = re.findall(
    r"\w+",
    """
the of and to a in that for was on with it as had by at from said were which would not be after his her they who have
their this but there could more new over when years been an one will council town people last week two some harbour
before year about out up into most other first where than only work while under plan since money road between school
three house against board until many along every river bridge still winter morning night mayor ferry line open close
public meeting report vote cost pay build repair rain wind storm water station market price fish boat crew family street
corner shop window door garden field path hill church hall library book reader paper editor letter answer question
committee chair member officer law court judge case witness trial union worker strike wage factory mill engine coal
timber cargo island coast tide light lamp bell tower stone wall roof floor stair room table kitchen bread tea coffee
butter flour garden orchard apple pear plum harvest farmer cattle sheep horse dog bird gull summer autumn spring holiday
festival music band choir song dance play actor stage curtain crowd match team goal player coach season league cup field
doctor nurse hospital ward patient medicine teacher pupil lesson language history map photograph picture frame museum
""",
)
_WEIGHTS = [1 / place for place in range(1, len(_VOCABULARY) + 1)]


def write_articles(folder: Path, count: int) -> None:
    """Write `count` articles below `folder/content`."""
    dice = random.Random(1990)
    written: list[str] = []
    for number in range(count):
        day = FIRST_DAY + timedelta(days=number * DAYS // count)
        title = _words(dice, 6).capitalize()
        path = f"{day:%Y/%m}/{number:06}-{title.lower().replace(' ', '-')}.md"
        body = "\n\n".join(_blocks(dice, written))
        target = folder / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\n{_head(dice, title, day)}---\n\n{body}\n", "utf-8")
        written.append(path)


def _head(dice: random.Random, title: str, day: date) -> str:
    authors = ", ".join(f'"{_person(dice)}"' for _ in range(dice.choice((1, 1, 1, 2))))
    tags = ", ".join(sorted({f"{dice.choice(_TOPICS)} {dice.choice(_TOPICS)}" for _ in range(4)}))
    return (
        f'title: "{title}"\ndate: {day}\nauthors: [{authors}]\nsource: The Keld Mercury\n'
        f"section: {dice.choice(_SECTIONS)}\nplace: {dice.choice(_PLACES)}\ntags: [{tags}]\nlanguage: en\n"
    )


def _person(dice: random.Random) -> str:
    return f"{dice.choice(_NAMES)} {dice.choice(_SURNAMES)}"


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(_VOCABULARY, _WEIGHTS, k=count))


def _blocks(dice: random.Random, written: list[str]) -> Iterator[str]:
    """Paragraphs until there are words enough, now and then something else."""
    total = 0
    while total < WORDS:
        block = _paragraph(dice, written)
        total += len(block.split())
        yield block
        if dice.random() < 0.15:
            yield dice.choice((_heading, _quote, _list))(dice)


def _paragraph(dice: random.Random, written: list[str]) -> str:
    sentences = [_sentence(dice) for _ in range(dice.randint(2, 5))]
    if dice.random() < 0.5:
        sentences.append(f"*{_words(dice, 3).capitalize()}* was **{_words(dice, 2)}**.")
    if written and dice.random() < 0.3:
        sentences.append(f"[{_words(dice, 4).capitalize()}](/{dice.choice(written)}).")
    if dice.random() < 0.2:
        sentences.append(f"See [{_words(dice, 3)}](https://www.example.org/{dice.randint(1, 9999)}).")
    return " ".join(sentences)


def _sentence(dice: random.Random) -> str:
    said = f", said {_person(dice)}" if dice.random() < 0.2 else ""
    return f"{_words(dice, dice.randint(8, 22)).capitalize()}{said}."


def _heading(dice: random.Random) -> str:
    return f"## {_words(dice, 4).capitalize()}"


def _quote(dice: random.Random) -> str:
    return f"> {_sentence(dice)}"


def _list(dice: random.Random) -> str:
    return "\n".join(f"- {_words(dice, 5)}" for _ in range(3))
