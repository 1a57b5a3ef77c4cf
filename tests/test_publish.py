"""Publishing: what is foreign stays, and a crash at any moment leaves nothing that the next build can't finish."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archives import read_tree, write_files
from backfile import publish as module
from backfile.errors import ArchiveError
from backfile.manifest import Manifest
from backfile.model import Output, Page
from backfile.publish import find_changed, find_foreign, is_empty, publish, publish_at_once, recover
from backfile.record import PART
from backfile.switch import identify
from backfile.urls import MANIFEST

OLD = {
    "a.html": b"old a",
    "dead/deep/d.html": b"dead",
    "dead/e.html": b"dead too",
    "same.html": b"same",
    "some/s.html": b"old s",
}
NEW = {
    "a.html": b"new a, longer",
    "new/deep/n.html": b"new",
    "new/n.html": b"new too",
    "same.html": b"same",
    "some/deep/new.html": b"new in a new folder",
    "some/s.html": b"new s",
    "some/t.html": b"new in an old folder",
}
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
    for path, data in files.items():
        assert manifest.plan_page(Page(path, "x.html", "{}")) is None
        old = manifest.find_output(path)
        staged = old is None or not old.fingerprint or old.digest != hashlib.sha256(data).hexdigest()
        if staged:
            write_files(root / "staging", {path: data})
        manifest.note_output(make_output(path, data), staged)
    manifest.commit_journal("state of " + ",".join(files))


@pytest.fixture
def root(memory_path: Path) -> Path:
    """A site with OLD published, foreign files in it, and NEW staged."""
    root = memory_path / "archive"
    with open_manifest(root) as manifest:
        stage(root, manifest, OLD)
        publish(root / "site", root / "staging", manifest)
    write_files(root / "site", FOREIGN)
    with open_manifest(root) as manifest:
        stage(root, manifest, NEW)
    return root


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


# What touches the disk or the manifest while a site is published.
STEPS = (
    [(os, name) for name in ("replace", "rename", "mkdir", "unlink", "rmdir")]
    + [(module, name) for name in ("write_record", "patch_record", "_remove", "sign")]
    + [(Manifest, name) for name in ("closing", "_apply_journal", "forget", "note_record")]
    + [(shutil, "copyfile")]
)


def fail_at(number: int, fault: Callable[[], BaseException], monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Let the nth step fail so; returns how many there were."""
    count = 0

    def interrupt(function: Callable[..., object]) -> Callable[..., object]:
        def step(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            if count == number:
                raise fault()
            return function(*args, **kwargs)

        return step

    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, interrupt(getattr(owner, name)))
    return lambda: count


def count_steps(root: Path) -> int:
    with pytest.MonkeyPatch.context() as patch, open_manifest(root) as manifest:
        count = fail_at(-1, Power, patch)
        publish(root / "site", root / "staging", manifest)
        return count()


def assert_whole(root: Path) -> None:
    """Each file is the old or the new one, and nobody else's was touched."""
    found = pages(root)
    assert FOREIGN.items() <= found.items()
    for path, data in found.items():
        if path not in FOREIGN and not path.endswith(PART):
            assert data in {OLD.get(path), NEW.get(path)}


def assert_ends_at_the_planned_site(root: Path) -> None:
    with open_manifest(root) as manifest:
        recover(root / "site", root / "staging", manifest)
        assert list(manifest.journal()) == []
        assert {o.path: o.digest for o in manifest.outputs()} == {p: make_output(p, d).digest for p, d in NEW.items()}
        # What is not settled makes the next build look again, whatever has changed in the archive.
        if manifest.built_state() == "":
            stage(root, manifest, NEW)
            publish(root / "site", root / "staging", manifest)
    assert pages(root) == NEW | FOREIGN
    assert record(root) == expected_record()


def copy_of(root: Path, number: int) -> Path:
    return shutil.copytree(root, root.with_name(f"copy {number}"))


FAULTS: dict[str, Callable[[], BaseException]] = {
    "the power goes off": Power,
    "the disk is full": lambda: OSError(errno.ENOSPC, "No space left on device", "site/a.html"),
    "the site is read-only": lambda: OSError(errno.EROFS, "Read-only file system", "site/a.html"),
}


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("name", FAULTS)
def test_after_a_fault_at_any_step_the_next_build_makes_the_planned_site(
    root: Path, name: str, again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every one of them; and, once more, at every one of what finishes it."""
    steps = count_steps(copy_of(root, 0))
    assert steps > 20
    for number in range(1, steps + 1):
        copy = copy_of(root, number)
        for action in (publish, recover) if again else (publish,):
            with monkeypatch.context() as patch, open_manifest(copy) as manifest:
                fail_at(number, FAULTS[name], patch)
                with suppress(Power, ArchiveError):
                    action(copy / "site", copy / "staging", manifest)
            assert_whole(copy)
        assert_ends_at_the_planned_site(copy)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't exchange two folders")
@pytest.mark.parametrize("name", FAULTS)
def test_after_a_fault_at_any_step_of_a_switch_the_site_is_the_old_or_the_new_tree(
    root: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = [*STEPS, (os, "link"), *((module, step) for step in ("mirror", "put_in_place", "retire"))]
    monkeypatch.setattr(f"{__name__}.STEPS", steps)

    def switch(copy: Path, number: int) -> int:
        with monkeypatch.context() as patch, open_manifest(copy) as manifest:
            manifest._note("standing", identify(copy / "site"))
            count = fail_at(number, FAULTS[name], patch)
            with suppress(Power, ArchiveError):
                publish_at_once(copy / "site", copy / "staging", manifest)
            return count()

    for number in range(1, switch(copy_of(root, 0), -1) + 1):
        copy = copy_of(root, number)
        switch(copy, number)
        assert pages(copy) in (OLD | FOREIGN, NEW | FOREIGN)
        with open_manifest(copy) as manifest:
            recover(copy / "site", copy / "staging", manifest)
            assert pages(copy) in (OLD | FOREIGN, NEW | FOREIGN)
            if manifest.built_state() == "":
                stage(copy, manifest, NEW)
        assert_ends_at_the_planned_site(copy)
        assert not [path for path in copy.iterdir() if path.name.startswith(".site")]


def test_after_a_crash_what_was_staged_may_be_lost_in_part(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 12):
        copy = copy_of(root, number)
        with monkeypatch.context() as patch, open_manifest(copy) as manifest:
            fail_at(number, Power, patch)
            with pytest.raises(Power):
                publish(copy / "site", copy / "staging", manifest)
        for staged in sorted((copy / "staging").rglob("*.html"))[::2]:
            staged.write_bytes(b"")  # never reached the disk
        with open_manifest(copy) as manifest:
            recover(copy / "site", copy / "staging", manifest)
        assert_whole(copy)
        assert_ends_at_the_planned_site(copy)


def watch_moves(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    moves: list[str] = []
    rename = os.rename

    def move(source: str, target: str) -> None:
        moves.append(target)
        rename(source, target)

    monkeypatch.setattr(os, "rename", move)
    return moves


def test_a_new_site_is_moved_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moves = watch_moves(monkeypatch)
    with open_manifest(tmp_path) as manifest:
        stage(tmp_path, manifest, OLD)
        publish(tmp_path / "site", tmp_path / "staging", manifest)
    assert moves == [str(tmp_path / "site")]
    assert pages(tmp_path) == OLD


def test_a_folder_that_the_site_lacks_is_moved_whole(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moves = watch_moves(monkeypatch)
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
    assert sorted(moves) == [str(root / "site/new"), str(root / "site/some/deep")]
    assert pages(root) == NEW | FOREIGN


def test_a_file_that_came_to_stand_in_the_way_during_the_build_stays(root: Path) -> None:
    write_files(root, {"site/some/t.html": b"mine, written a moment ago"})
    with open_manifest(root) as manifest:
        with pytest.raises(ArchiveError, match=r"some/t\.html can't be written: a file that Backfile did not write"):
            publish(root / "site", root / "staging", manifest)
        assert (root / "site/some/t.html").read_bytes() == b"mine, written a moment ago"
        (root / "site/some/t.html").unlink()
        assert recover(root / "site", root / "staging", manifest)
    assert pages(root) == NEW | FOREIGN


def test_a_folder_of_somebody_that_has_a_dead_page_s_name_stays(root: Path) -> None:
    (root / "site/dead/e.html").unlink()
    write_files(root, {"site/dead/e.html/mine.txt": b"mine"})
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
    assert (root / "site/dead/e.html/mine.txt").is_file()


def test_recover_has_nothing_to_do_without_a_journal_but_to_clear_the_staging(root: Path) -> None:
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
        write_files(root / "staging", {"new/left": b"by a build that failed"})
        assert recover(root / "site", root / "staging", manifest) is False
    assert not (root / "staging").exists()


@pytest.mark.parametrize("size", ["other", "same"])
def test_an_output_whose_staged_file_is_lost_is_stale(root: Path, size: str) -> None:
    if size == "same":
        (root / "site" / "a.html").write_bytes(b"x" * len(NEW["a.html"]))
    (root / "staging" / "a.html").unlink()
    with open_manifest(root) as manifest:
        assert recover(root / "site", root / "staging", manifest) is True
        lost = manifest.find_output("a.html")
        assert lost is not None
        assert lost.fingerprint == ""
        assert manifest.built_state() == ""
        assert list(manifest.journal()) == []
    assert pages(root)["new/n.html"] == b"new too"


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
    def across(step: Callable[..., object]) -> Callable[..., object]:
        def refuse(source: str, target: str) -> object:
            if Path(source).is_relative_to(root / "staging") != Path(target).is_relative_to(root / "staging"):
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            return step(source, target)

        return refuse

    monkeypatch.setattr(os, "replace", across(os.replace))
    monkeypatch.setattr(os, "rename", across(os.rename))
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
    assert pages(root) == NEW | FOREIGN


def test_a_foreign_file_in_the_way_is_a_problem_unless_it_has_the_same_bytes(tmp_path: Path) -> None:
    write_files(tmp_path, {"x.html": b"mine", "file": b"mine", "folder.html/y": b"mine"})
    assert find_foreign(tmp_path, make_output("x.html", b"mine")) is None
    assert find_foreign(tmp_path, make_output("free.html", b"new")) is None
    assert find_foreign(tmp_path, make_output("no/folder/free.html", b"new")) is None
    ways = {"x.html": "x.html", "file/below.html": "file", "file/far/below.html": "file", "folder.html": "folder.html"}
    for path, in_the_way in ways.items():
        problem = find_foreign(tmp_path, make_output(path, b"new"))
        assert problem is not None
        assert (problem.severity, problem.code, problem.path) == ("error", "foreign-file", f"site/{in_the_way}")
        assert problem.hint


def test_only_a_site_without_any_file_is_empty(tmp_path: Path) -> None:
    assert is_empty(tmp_path / "site")
    (tmp_path / "site").mkdir()
    assert is_empty(tmp_path / "site")
    write_files(tmp_path, {"site/.nojekyll": b"", "file": b""})
    assert not is_empty(tmp_path / "site")
    assert not is_empty(tmp_path / "file")


def test_what_is_missing_or_has_another_size_is_changed(root: Path) -> None:
    with open_manifest(root) as manifest:
        publish(root / "site", root / "staging", manifest)
        assert find_changed(root / "site", manifest) == []
        (root / "site" / "a.html").write_bytes(b"cut")
        (root / "site" / "new" / "n.html").unlink()
        assert find_changed(root / "site", manifest) == ["a.html", "new/n.html"]
