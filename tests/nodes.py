"""The script of the search in Node: functions run in what templates/assets/search.js defines, values in and out."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from conftest import lack

RUNNER = Path(__file__).with_name("search_script.cjs")
SCRIPT = Path(__file__).parents[1] / "templates/assets/search.js"


def run_script(program: str, given: Any) -> Any:
    """What a function in JavaScript makes of a value, with all that the script defines at hand."""
    node = shutil.which("node")
    if node is None:
        lack("Node is missing; tests/install-quality installs it")
    told = json.dumps({"program": program, "input": given})
    done = subprocess.run([node, RUNNER, SCRIPT], input=told, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def read_description(site: Path) -> Any:
    """What the search page of a site holds of its index."""
    (found,) = re.findall(r'data-index="([^"]*)"', (site / "search/index.html").read_text("utf-8"))
    return json.loads(html.unescape(found))
