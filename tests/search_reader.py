"""Reads the search of a site as docs/search.md tells, and nothing else: what another program would do."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any
from zlib import crc32

from nodes import read_description

PLACES, ABOUT, TEXT, BASE, PRIVATE, PREFIX = 91, 32, 96, 55_227, 0xE000, 3
# A term's places, by (block, place in the block).
Postings = dict[tuple[int, int], list[int]]


def read_number(text: str) -> tuple[int, str]:
    """The number that a text begins with, and the rest of the text."""
    code, often = ord(text[0]), 0
    if code >= PRIVATE:
        often, text, code = code - PRIVATE, text[1:], ord(text[1])
    return often * BASE + code - 0x23 - (code > 0x5C) - 33 * (code > 0x9F), text[1:]


def read_postings(text: str) -> Postings:
    found, block = {}, -1
    while text:
        number, text = read_number(text)
        if number >= PLACES:
            block = number - PLACES
            continue
        place, more, places = 0, 1, []
        while more:
            step, text = read_number(text)
            more = step & 1
            place += step >> 1
            places.append(place)
        assert (block, number) not in found
        found[block, number] = places
    return found


def read_file(site: Path, name: str) -> Any:
    text = (site / f"search/{name}.js").read_text("utf-8")
    assert text.startswith(f'backfile("{name}",')
    assert text.endswith(")\n")
    return json.loads(text[len(f'backfile("{name}",') : -2])


class Search:
    """All of a site's index."""

    def __init__(self, site: Path) -> None:
        self.known = read_description(site)
        term_rooms, word_rooms, shown, _ = self.known["rooms"]
        self.terms: dict[str, Postings] = {}
        for room in range(term_rooms):
            for term, text in read_file(site, f"terms/{room:x}").items():
                assert crc32(term.split("=")[0].encode()) % term_rooms == room
                self.terms[term] = read_postings(text)
        words = [entry for room in range(word_rooms) for entry in read_file(site, f"words/{room:x}").split()]
        self.words = {entry[:-1]: ord(entry[-1]) - 96 for entry in words}
        assert len(self.words) == len(words)
        self.articles: dict[tuple[int, int], list[str]] = {}
        self.blocks = [lengths for line in self.known["blocks"].split("\n") for lengths in line.split(" ")[1:]]
        for block, lengths in enumerate(self.blocks):
            for part in range(-(-len(lengths) // shown)):
                for at, row in enumerate(read_file(site, f"shown/{block:x}-{part:x}"), part * shown):
                    self.articles[block, at] = row
        assert len(self.articles) == sum(map(len, self.blocks))

    def terms_by_title(self) -> dict[str, dict[str, list[int]]]:
        """For each article, by its title, its terms and their places."""
        found: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
        for term, postings in self.terms.items():
            for article, places in postings.items():
                found[self.articles[article][0]][term] = places
        return dict(found)
