"""What tells the blocks of an article from the rest of its page, in numbers.

In: a page's blocks, and what the page says of the article (title, description, its text in JSON-LD). Out: a row of
numbers for each block, in the order of `NAMES`. Where a block stands, and among what, says more than its words; the
words are `html_wording`'s. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.importers.html_blocks import Block
from backfile.importers.html_roles import ROLES
from backfile.importers.html_tree import ABOVE, TAG_NUMBER, TAGS, Tree

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»“)\]]*$")
_STOP = re.compile(r"[.!?…。！？](?=\s|$)")
_LABELLED = re.compile(r"[\w ]{3,25} ?:")
# The commonest small words of several languages: prose has them, menus don't.
_SMALL = frozenset(
    """the of and to in a is that for it was on with as he be by at his this had not are but from or have an they which
    you were her she will we has been their its who would said der die und das in den von zu mit sich des auf für ist im
    dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so
    le la les de des du et en un une que est pour qui dans sur pas par plus au avec ce il ne se sont el los las y que se
    del por con una su para es al lo como más o pero sus i non si che di da per sono della è nel het een van dat niet te
    op zijn met voor er och att som på av för med till den det har inte om ett e do não os uma na no em и в на не что с
    по как это и w z na że się do jest og i at er til af ve bir bu da için""".split()
)
# Of a block without end that many words are looked at.
_MOST = 400
# Behind so many blocks comments begin, or a long text goes on.
_FURTHEST = 150
_OWN = """words letters link_share links ended colon lower upper digits commas small stops questions bars bold italic
    follows is_title in_title is_description in_description in_linked linked repeated hidden pictures long_word labelled
    """.split()
_AT = {name: number for number, name in enumerate(_OWN)}
_TREE = "tag parent_tag grand_tag depth".split()
_LEVELS = ("parent", "grand", "great", "fourth")
_GROUP = "prose_share words_share link_share blocks prose_blocks own_share".split()
_PATH = "path_prose path_share path_words path_links path_blocks tag_prose".split()
_PLACE = """place words_before prose_before prose_after since_h1 before_h1 to_first to_last in_bulk above_bulk
    meet_share run_prose since_title before_title since_heading
    heading_linked nth_in_parent nth_in_bulk news""".split()
_AROUND = "words link_share tag prose pictures".split()
_REACH = (-2, -1, 1, 2)
NAMES: tuple[str, ...] = (
    *_OWN,
    *_TREE,
    *(f"{role}_above" for role in ROLES),
    *(f"in_{tag}" for tag in ABOVE),
    *(f"{level}_{name}" for level in _LEVELS for name in _GROUP),
    *_PATH,
    *_PLACE,
    *(f"{name}{step:+d}" for step in _REACH for name in _AROUND),
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page says of its article: headline, description, the text itself, whether it is news, the publication."""

    title: str = ""
    description: str = ""
    text: str = ""
    is_news: bool = False
    source: str = ""


def measure(blocks: Sequence[Block], hints: Hints) -> NDArray[Any]:
    """The numbers of each block; there must be one."""
    import numpy as np  # noqa: PLC0415

    own = np.array(_measure_own(blocks, hints), dtype=np.float64)
    words, letters, link_share = own[:, 0], own[:, 1], own[:, 2]
    is_prose = (words >= 10) & (link_share < 0.4) & (own[:, _AT["ended"]] + own[:, _AT["colon"]] > 0)
    prose = np.where(is_prose, words, 0)
    tree = Tree(blocks)
    linked = link_share * letters
    sums = tree.add_up(np.stack([words, prose, letters, linked, np.ones(len(words)), is_prose], 1))
    tags = [tree.tags[tree.above(steps)] for steps in range(3)]
    return np.concatenate(
        [
            own,
            np.stack([*tags, tree.depths[tree.at]], 1),
            tree.distances[tree.at],
            _measure_groups(tree, sums, words),
            _measure_paths(tree, words, prose, letters, linked),
            _measure_place(tree, own, sums, prose, hints),
            _measure_around(np.stack([words, link_share, tags[0], is_prose, own[:, _AT["pictures"]]], 1)),
        ],
        1,
    )


def _measure_own(blocks: Sequence[Block], hints: Hints) -> list[tuple[float, ...]]:
    title, description, linked = _fold(hints.title), _fold(hints.description), _WORD.findall(hints.text)
    known: set[tuple[str, ...]] = set(zip(linked, linked[1:], linked[2:], strict=False)) if len(linked) > 20 else set()
    seen: dict[str, int] = {}
    for block in blocks:
        seen[block.text] = seen.get(block.text, 0) + 1
    of_title = (frozenset(title), " ".join(title))
    of_description = (frozenset(description), " ".join(description)[:150])
    return [_own(block, of_title, of_description, known, seen[block.text]) for block in blocks]


def _fold(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _own(
    block: Block,
    title: tuple[frozenset[str], str],
    description: tuple[frozenset[str], str],
    known: set[tuple[str, ...]],
    repeated: int,
) -> tuple[float, ...]:
    text = block.text
    tokens = _WORD.findall(text)
    count = len(tokens) + (0 if text.isascii() else len(_WIDE.findall(text)) // 2)
    tokens = tokens[:_MOST]
    folded = " ".join(tokens).casefold()
    low = folded.split(" ") if folded else []
    some = max(1, len(low))
    first = [token[0] for token in tokens]
    grams = zip(tokens, tokens[1:], tokens[2:], strict=False) if known else ()
    letters, link, bold, italic = _measure_looks(block)
    return (
        count,
        len(text) or 1,
        link / letters,
        len({run.link for run in block.runs if run.link}),
        bool(_ENDED.search(text[-8:])),
        text.endswith(":"),
        text[:1].islower(),
        sum(map(str.isupper, first)) / some,
        sum(map(str.isdigit, first)) / some,
        text.count(",") / max(1, count),
        sum(map(_SMALL.__contains__, low)) / some,
        len(_STOP.findall(text)),
        text.count("?"),
        sum(map(text.count, "|»›·•→")),
        bold / letters,
        italic / letters,
        block.follows,
        bool(folded) and folded == title[1],
        sum(map(title[0].__contains__, low)) / some,
        len(folded) > 20 and folded[:150] == description[1][: len(folded)],
        sum(map(description[0].__contains__, low)) / some,
        sum(map(known.__contains__, grams)) / max(1, len(tokens) - 2) if known else -1,
        bool(known),
        repeated,
        block.node is not None and block.node.hidden,
        len(block.pictures),
        max(map(len, tokens), default=0),
        bool(_LABELLED.match(text)),
    )


def _measure_looks(block: Block) -> tuple[int, int, int, int]:
    """How many letters are there, in links, bold and italic."""
    letters = link = bold = italic = 0
    for run in block.runs:
        size = len(run.text)
        letters += size
        link += size if run.link else 0
        bold += size if run.marks == "**" else 0
        italic += size if run.marks == "*" else 0
    return letters or 1, link, bold, italic


def _measure_groups(tree: Tree, sums: NDArray[Any], words: NDArray[Any]) -> NDArray[Any]:
    """What the elements hold that a block stands in."""
    import numpy as np  # noqa: PLC0415

    columns = []
    for steps in range(len(_LEVELS)):
        all_words, prose, letters, linked, blocks, prose_blocks = sums[tree.above(steps)].T
        columns += [prose / max(1, sums[0, 1]), all_words / max(1, sums[0, 0]), linked / np.maximum(1, letters)]
        columns += [blocks, prose_blocks, words / np.maximum(1, all_words)]
    return np.stack(columns, 1)


def _measure_paths(
    tree: Tree, words: NDArray[Any], prose: NDArray[Any], letters: NDArray[Any], linked: NDArray[Any]
) -> NDArray[Any]:
    """What the blocks are like that stand on a page in the same way, and those in the same tag."""
    import numpy as np  # noqa: PLC0415

    paths, tags, total = tree.paths(), tree.tags[tree.at], max(1.0, prose.sum())

    def add(values: NDArray[Any]) -> NDArray[Any]:
        sums: NDArray[Any] = np.bincount(paths, values)[paths]
        return sums

    number, proses, all_words = add(np.ones(len(words))), add(prose), add(words)
    links = add(linked) / np.maximum(1, add(letters))
    by_tag = np.bincount(tags, prose, minlength=len(TAGS) + 1)[tags] / total
    return np.stack([proses / total, proses / np.maximum(1, all_words), all_words / number, links, number, by_tag], 1)


def find_bulk(tree: Tree, sums: NDArray[Any]) -> int:
    """The deepest element with most of the page's prose."""
    main = 0
    for i, parent in enumerate(tree.parents.tolist()):
        if parent == main and sums[i, 1] > 0.6 * max(1, sums[0, 1]) and sums[i, 1] > 0.5 * sums[main, 1]:
            main = i
    return main


def _measure_place(
    tree: Tree, own: NDArray[Any], sums: NDArray[Any], prose: NDArray[Any], hints: Hints
) -> NDArray[Any]:
    import numpy as np  # noqa: PLC0415

    n, words, tags = len(own), own[:, 0], tree.tags[tree.at]
    index, ones = np.arange(n), np.ones(n)
    total, all_prose = max(1.0, words.sum()), max(1.0, prose.sum())
    prose_before = np.cumsum(prose) - prose
    main = find_bulk(tree, sums)
    inside, steps, meet, nth = _measure_nodes(tree, main)
    within = np.flatnonzero(inside[tree.at] & (prose > 0))
    first, last = (within[0], within[-1]) if len(within) else (n, -1)
    runs = np.convolve(prose, np.ones(9))[4 : 4 + n]
    since_h1, since_title = (
        np.minimum(_since(marks), _FURTHEST) for marks in (tags == TAG_NUMBER["h1"], _find_titles(own, tags))
    )
    is_head = (tags >= TAG_NUMBER["h1"]) & (tags <= TAG_NUMBER["h6"])
    is_head |= (words <= 5) & (own[:, _AT["ended"]] == 0) & (words > 0)
    past = _since(is_head)
    heading_linked = np.where(past >= 0, own[index - np.maximum(past, 0), 2], 0)
    columns = [
        index / n, (np.cumsum(words) - words) / total, prose_before / all_prose, 1 - prose_before / all_prose,
        since_h1, since_h1 < 0, np.clip(index - first, -30, 30), np.clip(last - index, -30, 30), inside[tree.at],
        steps[tree.at], sums[meet[tree.at], 1] / all_prose,
        runs, since_title, since_title < 0, past, heading_linked,
        _count_siblings(tree.at), nth[tree.at], hints.is_news * ones,
    ]  # fmt: skip
    return np.stack(columns, 1)


def _measure_nodes(tree: Tree, main: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Of each node: whether it lies in the main one, how far from the way down to that, where it leaves this way, and
    in which child of the main one it lies."""
    import numpy as np  # noqa: PLC0415

    way = {main}
    while tree.parents[min(way)] >= 0:
        way.add(int(tree.parents[min(way)]))
    size = len(tree.nodes)
    inside, steps, meet, nth = [False] * size, [0] * size, [0] * size, [0.0] * size
    children = 0
    for i, parent in enumerate(tree.parents.tolist()):
        children += parent == main
        inside[i] = i == main or (parent >= 0 and inside[parent])
        steps[i], meet[i] = (0, i) if i in way else (steps[parent] + 1, meet[parent])
        nth[i] = children if parent == main else nth[parent] if parent >= 0 else 0
    return np.array(inside), np.array(steps), np.array(meet), np.array(nth) / max(1, children)


def _since(marks: NDArray[Any]) -> NDArray[Any]:
    """How many blocks ago the last marked one was; -1 before the first."""
    import numpy as np  # noqa: PLC0415

    index = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, index, -1))
    return np.where(last >= 0, index - last, -1)


def _find_titles(own: NDArray[Any], tags: NDArray[Any]) -> NDArray[Any]:
    """Where the headline is printed: the blocks most like it."""
    words = own[:, 0]
    likeness = own[:, _AT["in_title"]] * ((words <= 40) & (words >= 3)) + own[:, _AT["is_title"]]
    likeness = likeness + 0.5 * ((tags == TAG_NUMBER["h1"]) & (likeness > 0.5))
    found: NDArray[Any] = (likeness >= likeness.max() - 0.01) & (likeness.max() > 0.7)
    return found


def _count_siblings(at: NDArray[Any]) -> list[int]:
    """The how-manieth of its element's own blocks each is."""
    counts: dict[int, int] = {}
    found = []
    for node in at.tolist():
        counts[node] = counts.get(node, -1) + 1
        found.append(counts[node])
    return found


def _measure_around(columns: NDArray[Any]) -> NDArray[Any]:
    """The same numbers of the blocks before and behind; -1 where there is none."""
    import numpy as np  # noqa: PLC0415

    n, reach = len(columns), max(_REACH)
    padded = np.pad(columns, ((reach, reach), (0, 0)), constant_values=-1)
    return np.concatenate([padded[reach + step : reach + step + n] for step in _REACH], 1)
