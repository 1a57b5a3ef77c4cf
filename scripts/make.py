"""`make scripts`: joins the sources of the search, and has esbuild leave out what only people read.

In: `scripts/search/*.js`. Out: `templates/assets/search.js`, which is committed; a test holds it to its sources.
"""

import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[1]
SOURCES = [PROJECT / f"scripts/search/{name}.js" for name in ("words", "postings", "query", "years", "page")]
MADE = PROJECT / "templates/assets/search.js"
# tests/install-quality installs it.
ESBUILD = PROJECT / "tests/quality/node_modules/.bin/esbuild"
_HEAD = "// Made of scripts/search/*.js: docs/search.md\n"


def join_sources() -> str:
    """The script as it is shipped. What stands outside of functions keeps its name."""
    joined = "\n".join(path.read_text("utf-8") for path in SOURCES)
    command = [ESBUILD, "--minify", "--charset=utf8", "--target=es2022"]
    return _HEAD + subprocess.run(command, input=joined, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout


if __name__ == "__main__":
    MADE.write_text(join_sources(), "utf-8")
    print(f"{MADE.relative_to(PROJECT)}: {MADE.stat().st_size} bytes")
