"""`make bench-import`: how much of labelled articles an import gets right, and how fast.

In: a folder of saved pages and captures with hand-made ground truth, its own `evaluate.py` and `score_archive.py`
(see docs/performance.md). Out: a table of what was measured beside the goal, and the captures a second of the whole
command on one core, with the time that bare lxml takes to parse the same pages as a yardstick. Where the folder is
absent, it says so and measures nothing.
"""

import argparse
import gzip
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import lxml.html

PARTS = ("aeb", "wcxb", "fundus")
FORMS = {"html": ".html.gz", "text-full": ".txt", "text-main": ".txt"}
# What `evaluate.py` calls a measure, what the table calls it, and the goal of each part.
MEASURES = {
    "html": (
        ("F1", "body F1", (0.975, 0.952, 0.972)),
        ("exact", "body word for word", (0.45, 0.20, 0.40)),
        ("title", "title", (None, 0.85, 0.92)),
        ("author", "authors", (None, 0.75, 0.88)),
        ("date", "date", (None, 0.92, 0.99)),
        ("tags", "tags F1", (None, None, 0.60)),
        ("credit", "image credits", (None, None, 0.60)),
    ),
    "text-full": (
        ("F1", "body F1", (0.935, 0.932, 0.952)),
        ("title", "title", (None, 0.70, 0.70)),
        ("author", "authors", (None, None, None)),
        ("date", "date", (None, 0.72, 0.72)),
    ),
    "text-main": (("F1", "body F1", (0.955, 0.872, 0.970)), ("title", "title", (None, None, None))),
}


def main() -> None:
    options = _parse_options()
    if not (options.data / "evaluate.py").is_file():
        print(f"skipped: there are no labelled pages in {options.data}")
        return
    print(
        f"machine    {platform.system()}, Python {platform.python_version()}, one worker; every {options.every}. page"
    )
    with tempfile.TemporaryDirectory(prefix="backfile-bench-") as folder:
        for form in options.forms:
            _measure_form(options.data, form, options.every, Path(folder) / form)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/articles-dev"), help="the labelled pages")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth page only (default: all)")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=list(FORMS), help="which captures (default: all)")
    return parser.parse_args()


def _measure_form(data: Path, form: str, every: int, folder: Path) -> None:
    captures, archive = folder / "captures", folder / "archive"
    chosen = _copy_captures(data, form, every, captures)
    _run("init", str(archive))
    started = time.perf_counter()
    _run("import", "--quiet", "--jobs", "1", "-C", str(archive), str(captures), may_fail=True)
    seconds = time.perf_counter() - started
    print(f"\n{form:<25}{'':>4}{''.join(f'{part:>17}' for part in PARTS)}")
    scores = _score(data, archive, chosen, folder)
    for key, label, goals in MEASURES[form]:
        cells = (_format_cell(scores[part].get(key), goal) for part, goal in zip(PARTS, goals, strict=True))
        print(f"  {label:<27}{''.join(f'{cell:>17}' for cell in cells)}")
    rate = f"{len(chosen)} captures in {seconds:.1f} s: {len(chosen) / seconds:.1f} a second"
    print(f"  {rate}{_yardstick(captures, seconds)}")


def _copy_captures(data: Path, form: str, every: int, captures: Path) -> list[str]:
    """Lay the captures out as files, under the names of their labels; returns the names."""
    captures.mkdir(parents=True)
    ending = FORMS[form]
    paths = sorted((data / form).glob(f"*{ending}"))[::every]
    for path in paths:
        if ending.endswith(".gz"):
            (captures / path.name.removesuffix(".gz")).write_bytes(gzip.decompress(path.read_bytes()))
        else:
            shutil.copyfile(path, captures / path.name)
    return [path.name.removesuffix(ending) for path in paths]


def _run(*arguments: str, may_fail: bool = False) -> None:
    result = subprocess.run([sys.executable, "-m", "backfile", *arguments], capture_output=True, check=False, text=True)
    if result.returncode > (1 if may_fail else 0):
        raise SystemExit(f"backfile {arguments[0]} failed, so there is nothing to measure:\n{result.stderr}")


def _score(data: Path, archive: Path, chosen: list[str], folder: Path) -> dict[str, dict[str, float]]:
    """The measures of `evaluate.py` for each part."""
    predictions, ids = folder / "predictions.jsonl", folder / "ids.txt"
    ids.write_text("\n".join(chosen), "utf-8")
    with predictions.open("w", encoding="utf-8") as file:
        subprocess.run([sys.executable, str(data / "score_archive.py"), str(archive)], stdout=file, check=True)
    scores = {}
    for part in PARTS:
        command = [sys.executable, data / "evaluate.py", data / "ground-truth.json.gz", predictions, "--json"]
        command += ["--part", part, "--ids", ids]
        result = subprocess.run(list(map(str, command)), capture_output=True, check=True, text=True)
        scores[part] = json.loads(result.stdout)["predictions"]
    return scores


def _format_cell(value: float | None, goal: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" + (f" / {goal:.3f}" if goal is not None else " " * 8)


def _yardstick(captures: Path, seconds: float) -> str:
    """How many times as long the import took as bare lxml takes to parse the same pages."""
    pages = [path.read_bytes() for path in sorted(captures.glob("*.html"))]
    if not pages:
        return ""
    started = time.perf_counter()
    for page in pages:
        lxml.html.document_fromstring(page)
    return f", {seconds / (time.perf_counter() - started):.0f} times as long as bare lxml parses them"


main()
