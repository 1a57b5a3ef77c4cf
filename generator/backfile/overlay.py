"""What the preview shows on top of a page: what is wrong with the archive, and what isn't published.

In: problems, and the archive's folder, where the lines that they name are looked up. Out: HTML that looks the same on
every theme, which needs no script to be closed. Everything that a file says or is called stands in it as text. A page's
own policy holds on, but for what stands on top.
"""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from backfile.model import Problem

DRAFTS = "_drafts/index.html"
# Who sees more problems than that begins with the first ones.
_MOST = 20
_AROUND = 2
_WIDEST = 160
_LARGEST = 2_000_000
_POLICY = re.compile(rb'(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*')
# What stands on top asks for more than a page: its style, livereload's script and the connection that this opens.
_ON_TOP = {"style-src": ["'nonce-backfile'"], "script-src": ["'self'"], "connect-src": ["'self'", "ws:"]}
_STYLE = """\
:host{all:initial!important;position:fixed!important;z-index:2147483647!important}
@media print{:host{display:none!important}}
*{box-sizing:border-box}
.box{--ground:#fff8f6;--text:#2b1512;--soft:#6b4640;--edge:#b3261e;--code:#f6e7e3;--mark:#f3c9c1;color-scheme:light}
.bar{--ground:#fff7df;--text:#2c2208;--edge:#c28a00;color-scheme:light}
@media (prefers-color-scheme:dark){
.box{--ground:#2a1614;--text:#fbeae6;--soft:#d9b0a8;--edge:#ff8a7a;--code:#1b0d0b;--mark:#5a241d;color-scheme:dark}
.bar{--ground:#2e260f;--text:#fbf0d0;--edge:#e0a820;color-scheme:dark}}
.box,.bar{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground);
border:1px solid var(--edge);box-shadow:0 2px 16px #0006;border-radius:6px}
.box{position:fixed;inset:.5rem .5rem auto;width:auto;max-width:60rem;max-height:calc(100vh - 1rem);
margin-inline:auto;padding:0;overflow:auto;border-top-width:5px}
form{position:sticky;top:0;display:flex;gap:1rem;align-items:start;padding:.75rem 1rem;background:var(--ground)}
h2{flex:1;margin:0;font-size:1.1rem;line-height:1.4}
button{font:inherit;color:inherit;background:none;border:1px solid currentColor;border-radius:4px;padding:.1rem .6rem;
cursor:pointer}
ol{list-style:none;margin:0;padding:0 1rem .5rem}
li{padding:.75rem 0;border-top:1px solid var(--mark);overflow-wrap:anywhere}
p{margin:0}
.place,pre{font:14px/1.5 ui-monospace,monospace}
.place{font-weight:bold}
.soft{color:var(--soft)}
pre{margin:.5rem 0;padding:.5rem 0;background:var(--code);border-radius:4px;overflow-x:auto;tab-size:4}
pre span{display:block;width:max-content;min-width:100%;padding:0 .75rem;white-space:pre}
pre .here{background:var(--mark);font-weight:bold}
.rest{padding:0 1rem .75rem}
.bar{position:fixed;inset:auto .5rem .5rem auto;max-width:calc(100vw - 1rem);padding:.3rem .8rem;font-size:.9rem}
.bar.draft{inset:auto 0 0;max-width:none;border-radius:0;border-width:3px 0 0;text-align:center;overflow-wrap:anywhere}
a{color:inherit}
"""


def show_problems(problems: Sequence[Problem], root: Path) -> str:
    """The problems with their lines; empty if there are none."""
    if not problems:
        return ""
    shown = "".join(_describe(problem, root) for problem in problems[:_MOST])
    more = len(problems) - _MOST
    rest = f'<p class="rest">… and {more:,} more, which the terminal names.</p>' if more > 0 else ""
    title = "This is the last good site: the archive has " + ("a problem." if len(problems) == 1 else "problems.")
    return _isolate(
        "backfile-problems",
        '<dialog open class="box" aria-labelledby="title"><form method="dialog">'
        f'<h2 id="title">{title}</h2><button>Close</button></form>'
        f'<div role="alert"><ol>{shown}</ol>{rest}</div></dialog>',
    )


def _describe(problem: Problem, root: Path) -> str:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    hint = f'<p class="soft">hint: {escape(problem.hint)}</p>' if problem.hint else ""
    return (
        f'<li><p><span class="place">{escape(place)}</span>: {escape(problem.message)}'
        f' <span class="soft">[{escape(problem.code)}]</span></p>{_quote(problem, root)}{hint}</li>'
    )


def _quote(problem: Problem, root: Path) -> str:
    """The line that a problem is about, with some around it."""
    if not problem.line:
        return ""
    lines = _read_lines(root, problem.path)
    if problem.line > len(lines):
        return ""
    numbered = list(enumerate(lines, 1))[max(problem.line - 1 - _AROUND, 0) : problem.line + _AROUND]
    width = len(str(numbered[-1][0]))
    spans = (
        f'<span class="{"here" if number == problem.line else "near"}">{number:>{width}}  {escape(_cut(line))}</span>'
        for number, line in numbered
    )
    return f"<pre>{''.join(spans)}</pre>"


def _read_lines(root: Path, path: str) -> list[str]:
    """The lines of a file of the archive; none of one that can't be shown."""
    place = root / path
    try:
        if not place.resolve().is_relative_to(root.resolve()) or place.stat().st_size > _LARGEST:
            return []
        text = place.read_bytes().decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    except (OSError, ValueError):
        return []


def _cut(line: str) -> str:
    return line if len(line) <= _WIDEST else line[:_WIDEST] + "…"


def show_count(unpublished: int) -> str:
    """The way to the articles that aren't published; empty if there are none."""
    if not unpublished:
        return ""
    what = "1 article is" if unpublished == 1 else f"{unpublished:,} articles are"
    link = f"/{DRAFTS.removesuffix('index.html')}"
    return _isolate("backfile-unpublished", f'<p class="bar"><a href="{link}">{what} not published</a></p>')


def show_status(status: str, path: str) -> str:
    """What stands on the page of an article that isn't published."""
    link = f"/{DRAFTS.removesuffix('index.html')}"
    text = f'{escape(status.capitalize())}, <a href="{link}">not published</a>: {escape(path)}'
    return _isolate("backfile-status", f'<p class="bar draft" role="note">{text}</p>')


def put_on_top(page: bytes, markup: str) -> bytes:
    """A page with something on top of it, which the page's policy admits."""
    page = _POLICY.sub(lambda match: _admit(match[0].decode()).encode(), page, count=1)
    end = page.lower().rfind(b"</body")
    at = end if end >= 0 else len(page)
    return page[:at] + markup.encode() + page[at:]


def _admit(policy: str) -> str:
    rules = {name: sources for name, *sources in map(str.split, filter(str.strip, policy.split(";")))}
    for name, added in _ON_TOP.items():
        known = rules.get(name, rules.get("default-src"))
        if known is not None:
            rules[name] = [*(source for source in known if source not in {"'none'", *added}), *added]
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())


def _isolate(name: str, markup: str) -> str:
    """Markup that the page's own styles don't reach."""
    # A file may hold, or be called, what no text can.
    text = markup.encode("utf-8", "backslashreplace").decode()
    style = f'<style nonce="backfile">{_STYLE}</style>'
    return f'<{name} lang="en" dir="ltr"><template shadowrootmode="open">{style}{text}</template></{name}>'
