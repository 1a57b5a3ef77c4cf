"""What the workers of a build do: values in, values out, and never an exception for what a file holds."""

import hashlib
from pathlib import Path

from archives import write_files
from backfile import inversion
from backfile.model import Output, Page, Problem
from backfile.postings import Rooms
from backfile.work import Job, render_pages


def render(tmp_path: Path, text: str, standing: str = "") -> list[Output | Problem]:
    write_files(tmp_path, {"templates/x.html": text})
    jobs = [
        Job(Page(name, "x.html", '{"page":{"path":"a.html"}}'), f"print of {name}", standing)
        for name in ("a.html", "b.html")
    ]
    folders = (str(tmp_path / "templates"), str(tmp_path / "none"))
    return render_pages(jobs, str(tmp_path), folders, text, {"language": "en"}, str(tmp_path / "staging"))


def test_pages_are_rendered_into_staging_and_accounted_for(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"hello").hexdigest()
    assert render(tmp_path, "hello") == [Output(f"{name}.html", f"print of {name}.html", digest, 5) for name in "ab"]
    for name in ("a.html", "b.html"):
        assert (tmp_path / "staging" / name).read_bytes() == b"hello"


def test_a_changed_theme_is_opened_again(tmp_path: Path) -> None:
    render(tmp_path, "one")
    render(tmp_path, "two")
    assert (tmp_path / "staging" / "a.html").read_bytes() == b"two"


def test_compiled_templates_are_kept_with_the_archive_s_state_if_that_can_be_written(tmp_path: Path) -> None:
    render(tmp_path, "one")
    assert len(list((tmp_path / ".backfile" / "templates").iterdir())) == 1
    write_files(tmp_path / "other", {".backfile": "a file in the way"})
    assert not [made for made in render(tmp_path / "other", "two") if isinstance(made, Problem)]


def test_pages_that_cannot_be_rendered_or_written_are_problems(tmp_path: Path) -> None:
    assert [made.code for made in render(tmp_path, "{{ x }}") if isinstance(made, Problem)] == ["template-error"] * 2
    write_files(tmp_path, {"staging": "a file in the way"})
    assert [made.code for made in render(tmp_path, "x") if isinstance(made, Problem)] == ["unwritable"] * 2


def test_what_the_site_has_already_is_not_staged(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"hello").hexdigest()
    assert render(tmp_path, "hello", standing=digest) == render(tmp_path, "hello", standing=digest)
    assert not (tmp_path / "staging").exists()


def test_a_page_where_another_needs_a_folder_is_told_by_the_manifest_alone(tmp_path: Path) -> None:
    write_files(tmp_path, {"staging/a.html/b.html": "needs the folder", "staging/b.html": "fine"})
    assert [type(made) for made in render(tmp_path, "hello")] == [Output, Output]


def test_what_indexing_kept_is_given_back_where_pages_are_rendered(tmp_path: Path) -> None:
    inversion.index_block([], "en", Rooms(1, 1, 1), "")
    assert inversion._REMEMBERED.languages is not None
    render(tmp_path, "one")
    assert inversion._REMEMBERED.languages is None
