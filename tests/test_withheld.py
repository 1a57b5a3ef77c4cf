import time
from pathlib import Path

import pytest

from archives import write_files
from backfile.entries import Hidden
from backfile.withheld import Found, find_quoted, split_sentences

BODY = """\
The mayor said on *Tuesday* that he had [never](a.md) seen the R&D “barn”. Nobody was hurt.

## Who the witness at the harbour was

- Her name and her address are known to us.

昨夜、古い工場が火事になった。三人の男性がけがをした。
"""
ARTICLE = Hidden("content/held.md", "d", 0, ("A picture of the witness at home",))
SENTENCE = "the mayor said on tuesday that he had never seen the r d barn"


@pytest.fixture
def root(tmp_path: Path) -> str:
    write_files(tmp_path, {"content/held.md": BODY})
    return str(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "He: the mayor said on Tuesday that he had never seen the R&D barn, and more",
        "<p>The mayor said <b>on</b> Tuesday\nthat he had n<i>ev</i>er<!-- x --> seen the R&amp;D barn</p>",
        "&lt;p&gt;The mayor said &lt;b&gt;on&lt;/b&gt; Tuesday that he had never seen the R&amp;amp;D barn",
        r'{"text":"\nThe mayor said on Tuesday\tthat he had never seen the R\u0026D \u201cbarn\u201d"}',
        "x,1,THE MAYOR SAID ON TUESDAY THAT HE HAD NEVER SEEN THE R&D BARN\r\n",
        "SQLite\0\3The mayor said on Tuesday that he had never seen the R&D “barn”.\xff",
    ],
)
def test_a_sentence_is_found_whatever_it_stands_in(root: str, text: str) -> None:
    assert find_quoted(text.encode("utf-8"), "a.html", root, (ARTICLE,)) == Found(ARTICLE.path, SENTENCE)


@pytest.mark.parametrize(
    "text",
    [
        "Her name and her address are known to us",
        "三人の男性が<b>けがをした</b>",
        "who the witness at the harbour was",
        "A picture of the witness at home",
    ],
)
def test_so_are_headings_items_captions_and_scripts_without_spaces(root: str, text: str) -> None:
    assert find_quoted(f"<p>Before.</p><p>{text}</p>".encode(), "a.html", root, (ARTICLE,))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nobody was hurt.",
        "The mayor said on Wednesday that he had never seen the R&D barn",
        "The mayor said on Tuesday that he had never seen",
        "三人の女性がけがをした",
    ],
)
def test_what_is_short_or_other_is_not_found(root: str, text: str) -> None:
    assert find_quoted(text.encode(), "a.html", root, (ARTICLE,)) is None


def test_what_may_be_quoted_is_not_found(root: str) -> None:
    article = Hidden("content/held.md", "d", 0, (), ("The mayor said on Tuesday that he had never seen the R&D barn.",))
    assert find_quoted(SENTENCE.encode(), "a.html", root, (article,)) is None
    assert find_quoted(b"Her name and her address are known to us", "a.html", root, (article,))


def test_short_sentences_may_be_quoted_one_by_one(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/held.md": "He lied. She knew it. They left. We stayed."})
    article = Hidden("content/held.md", "d", 0, (), ("He lied.", "She knew it.", "They left."))
    assert find_quoted(b"He lied. She knew it. They left.", "a.html", str(tmp_path), (article,)) is None
    assert find_quoted(b"She knew it. They left. We stayed.", "a.html", str(tmp_path), (article,))


def test_pictures_are_not_read(root: str) -> None:
    assert find_quoted(SENTENCE.encode(), "a.PNG", root, (ARTICLE,)) is None


def test_sentences_end_where_readers_see_an_end() -> None:
    text = "<p>One two three four five six. “Two two three four five six!” he</p><h2>Three two three four five six</h2>"
    assert [sentence[0] for sentence in split_sentences([text])] == ["one", "two", "three"]


def test_short_sentences_are_looked_for_with_those_behind_them_in_their_paragraph(tmp_path: Path) -> None:
    text = "He lied. She knew it. They left.\n\nHe said no.\n\n違う。彼だ。彼がやったのだ。\n\n- Egg.\n- Salt.\n"
    write_files(tmp_path, {"content/held.md": text})
    for shown in ("He <i>lied</i>. She knew it. They left!", "違う。彼だ。彼がやったのだ。"):
        assert find_quoted(shown.encode(), "a.html", str(tmp_path), (ARTICLE,))
    for shown in ("He lied. They left.", "They left. He said no. They left.", "He said no.", "彼だ。", "egg salt"):
        assert find_quoted(shown.encode(), "a.html", str(tmp_path), (ARTICLE,)) is None


def test_a_short_sentence_is_joined_to_short_ones_alone() -> None:
    found = split_sentences(["Why not? Because he was at home all day. He lied. She knew it. We left it."])
    assert [" ".join(words) for words in found] == [
        "because he was at home all day",
        "he lied she knew it we left it",
        "she knew it we left it",
    ]


def test_many_sentences_are_looked_for_quickly(tmp_path: Path) -> None:
    words = [f"word{number % 700} and then some more of {number}" for number in range(20_000)]
    write_files(tmp_path, {"content/held.md": ". ".join(f"{text} held back" for text in words)})
    page = ". ".join(words[:300]).encode()
    find_quoted(page, "a.html", str(tmp_path), (ARTICLE,))
    started = time.process_time()
    for _ in range(20):
        assert find_quoted(page, "a.html", str(tmp_path), (ARTICLE,)) is None
    assert time.process_time() - started < 1
