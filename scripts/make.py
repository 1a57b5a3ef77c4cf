"""`make scripts`: joins the sources of the search, and leaves out what only people read.

In: `scripts/search/*.js`. Out: `templates/assets/search.js`, which is committed; a test holds it to its sources.
"""

import re
from pathlib import Path

from rjsmin import jsmin

PROJECT = Path(__file__).parents[1]
SOURCES = [PROJECT / f"scripts/search/{name}.js" for name in ("words", "postings", "query", "years", "page")]
MADE = PROJECT / "templates/assets/search.js"
_HEAD = "// Made of scripts/search/*.js: docs/search.md\n"


def join_sources() -> str:
    """The script as it is shipped."""
    joined = jsmin("\n".join(path.read_text("utf-8") for path in SOURCES))
    # It leaves the semicolon and the comma before what closes a list, and no text or pattern of ours has them there.
    return _HEAD + re.sub(r";(?=})|,(?=[])}])", "", joined) + "\n"


if __name__ == "__main__":
    MADE.write_text(join_sources(), "utf-8")
    print(f"{MADE.relative_to(PROJECT)}: {MADE.stat().st_size} bytes")
