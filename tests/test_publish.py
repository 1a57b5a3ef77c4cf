"""Publishing: what is foreign stays, and a crash at any moment leaves nothing that the next build can't finish."""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from archives import read_tree, write_files
from backfile import publish as module
from backfile.errors import ArchiveError
from backfile.manifest import Manifest
from backfile.model import Output, Page
from backfile.publish import find_changed, find_foreign, publish, recover
from backfile.urls import MANIFEST

OLD = {"a.html": b"old a", "dead/deep/d.html": b"dead", "dead/e.html": b"dead too", "same.html": b"same"}
NEW = {"a.html": b"new a, longer", "new/n.html": b"new", "same.html": b"same"}
FOREIGN = {"mine.txt": b"mine", "dead/mine.txt": b"mine too"}


class Power(BaseException):
    """The power goes off: nothing may catch it."""


def make_output(path: str, data: bytes) -> Output:
    return Output(path, f"print of {data!r}", hashlib.sha256(data).hexdigest(), len(data))


def open_manifest(root: Path) -> Manifest:
    return Manifest(root / ".backfile" / "manifest.sqlite", root / "site" / MANIFEST)


def stage(root: Path, manifest: Manifest, files: dict[str, bytes]) -> None:
    """What a build does before it publishes: plan, render into staging, make the journal binding."""
    manifest.begin()
    for number, (path, data) in enumerate(files.items()):
        assert manifest.plan_page(Page(path, "x.html", "{}")) is None
        old = manifest.find_output(path)
        staged = "" if old and old.digest == hashlib.sha256(data).hexdigest() else f"0/{number}"
        if staged:
            write_files(root / "staging", {staged: data})
        manifest.note_output(make_output(path, data), staged)
    manifest.commit_journal("state of " + ",".join(files))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with OLD published, foreign files in it, and NEW staged."""
    with open_manifest(tmp_path) as manifest:
        stage(tmp_path, manifest, OLD)
        publish(tmp_path / "site", tmp_path / "staging", manifest)
    write_files(tmp_path / "site", FOREIGN)
    with open_manifest(tmp_path) as manifest:
        stage(tmp_path, manifest, NEW)
    return tmp_path


def pages(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in read_tree(root / "site").items() if path != MANIFEST}


def record(root: Path) -> str:
    return (root / "site" / MANIFEST).read_text("utf-8")


def expected_record() -> str:
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(NEW.items()))


def test_the_site_becomes_what_was_planned_and_foreign_files_stay(root: Path) -> None:
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
        assert pages(root) == NEW | FOREIGN
        assert list(manifest.journal()) == []
        assert manifest.built_state() == "state of " + ",".join(NEW)
    assert record(root) == expected_record()
    assert not (root / "staging").exists()


def test_of_dead_outputs_only_the_folders_that_they_leave_empty_go(root: Path) -> None:
    (root / "site" / "empty").mkdir()
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
    assert not (root / "site" / "dead" / "deep").exists()
    assert (root / "site" / "dead" / "mine.txt").is_file()
    assert (root / "site" / "empty").is_dir()


def crash_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Let the power go off at the nth step that touches the disk or the manifest; returns how many there were."""
    count = 0

    def interrupt(function: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            if count == number:
                raise Power
            return function(*args, **kwargs)

        return step

    monkeypatch.setattr(os, "replace", interrupt(os.replace))
    for name in ("_remove", "write_record"):
        monkeypatch.setattr(module, name, interrupt(getattr(module, name)))
    for name in ("close_journal", "note_built", "forget"):
        monkeypatch.setattr(Manifest, name, interrupt(getattr(Manifest, name)))
    monkeypatch.setattr(module.shutil, "rmtree", interrupt(module.shutil.rmtree))
    return lambda: count


@pytest.mark.parametrize("number", range(1, 12))
def test_after_a_crash_at_any_step_recover_makes_the_planned_site(
    root: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, open_manifest(root) as manifest:
        crash_at(number, patch)
        with pytest.raises(Power):
            publish(root / "site", root / "staging", manifest)
    assert FOREIGN.items() <= pages(root).items()
    with open_manifest(root) as manifest:
        recover(root / "site", root / "staging", manifest)
        assert list(manifest.journal()) == []
        assert {o.path: o.digest for o in manifest.outputs()} == {p: make_output(p, d).digest for p, d in NEW.items()}
        assert NEW.items() <= pages(root).items()
        # What is not settled makes the next build look again, whatever has changed in the archive.
        if manifest.built_state() == "":
            stage(root, manifest, NEW)
            publish(root / "site", root / "staging", manifest)
    assert pages(root) == NEW | FOREIGN
    assert record(root) == expected_record()


def test_those_are_all_the_steps(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_manifest(root) as manifest:
        count = crash_at(-1, monkeypatch)
        publish(root / "site", root / "staging", manifest)
    assert count() == 11


def test_recover_has_nothing_to_do_without_a_journal_but_to_clear_the_staging(root: Path) -> None:
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
        write_files(root / "staging", {"0/left": b"by a build that failed"})
        assert recover(root / "site", root / "staging", manifest) is False
    assert not (root / "staging").exists()


@pytest.mark.parametrize("size", ["other", "same"])
def test_an_output_whose_staged_file_is_lost_is_stale(root: Path, size: str) -> None:
    if size == "same":
        (root / "site" / "a.html").write_bytes(b"x" * len(NEW["a.html"]))
    (root / "staging" / "0" / "0").unlink()
    with open_manifest(root) as manifest:
        assert recover(root / "site", root / "staging", manifest) is True
        lost = manifest.find_output("a.html")
        assert lost is not None
        assert lost.fingerprint == ""
        assert manifest.built_state() == ""
        assert list(manifest.journal()) == []
    assert pages(root)["new/n.html"] == b"new"


def test_a_site_that_cannot_be_written_is_said_and_finished_later(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "site/a.html")

    with open_manifest(root) as manifest:
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", refuse)
            with pytest.raises(ArchiveError, match=r"site/a\.html can't be written: No space left") as raised:
                publish(root / "site", root / "staging", manifest)
            assert raised.value.hint
        assert recover(root / "site", root / "staging", manifest) is True
    assert pages(root) == NEW | FOREIGN


def test_a_site_on_another_file_system_gets_copies(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def refuse_to_cross(source: Path, target: Path) -> None:
        if Path(source).is_relative_to(root / "staging") != Path(target).is_relative_to(root / "staging"):
            if not Path(target).parent.exists():
                raise FileNotFoundError(errno.ENOENT, "No such file", str(target))
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse_to_cross)
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
    assert pages(root) == NEW | FOREIGN


def test_a_foreign_file_in_the_way_is_a_problem_unless_it_has_the_same_bytes(tmp_path: Path) -> None:
    write_files(tmp_path, {"x.html": b"mine", "file": b"mine", "folder.html/y": b"mine"})
    assert find_foreign(tmp_path, make_output("x.html", b"mine")) is None
    assert find_foreign(tmp_path, make_output("free.html", b"new")) is None
    assert find_foreign(tmp_path, make_output("no/folder/free.html", b"new")) is None
    for path in ("x.html", "file/below.html", "folder.html"):
        problem = find_foreign(tmp_path, make_output(path, b"new"))
        assert problem is not None
        assert (problem.severity, problem.code, problem.path) == ("error", "foreign-file", f"site/{path}")
        assert problem.hint


def test_what_is_missing_or_has_another_size_is_changed(root: Path) -> None:
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
        assert find_changed(root / "site", manifest) == []
        (root / "site" / "a.html").write_bytes(b"cut")
        (root / "site" / "new" / "n.html").unlink()
        assert find_changed(root / "site", manifest) == ["a.html", "new/n.html"]
