"""Pictures that aren't there are told by a build, with line and nearest name."""

from pathlib import Path

from archives import make_archive, run, write_article, write_files


def test_a_picture_that_is_not_there_is_told_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    body = "See [b](b.md), [none](none.md), ![Pier](peir.png) and ![Web](https://a.example/x.png)."
    about = {"images": [{"file": "map"}, {"file": "chart.svg"}, {"credit": "Ann"}, "https://a.example/y.png"]}
    files = {
        "content/1998/a.md": write_article("A", "1998", body, **about),
        "content/1998/b.md": write_article("B", "1998"),
        "content/1998/hidden.md": write_article("Hidden", "1998", "![x](gone.png)", status="draft"),
        "content/1998/pier.png": b"pier",
        "content/chart.svg": b"chart",
    }
    root = make_archive(tmp_path / "archive", files)
    said = run("build", "--quiet", "-C", root)
    assert said.code == 0
    told = [line for line in said.said.splitlines() if "missing-picture" in line or "hint" in line]
    assert told == [
        "content/1998/a.md:4: warning: the picture chart.svg isn't there [missing-picture]",
        "    hint: put the file there, or mend its name",
        "content/1998/a.md:4: warning: the picture map isn't there [missing-picture]",
        "    hint: put the file there, or mend its name",
        "content/1998/a.md:7: warning: the picture peir.png isn't there [missing-picture]",
        "    hint: did you mean pier.png?",
    ]
    write_files(root, {"content/1998/peir.png": b"pier"})
    assert "peir" not in run("build", "--quiet", "-C", root).said


def test_a_build_names_the_first_of_many_and_a_check_all(tmp_path: Path) -> None:
    pictures = "\n\n".join(f"![x](gone-{number:02}.png)" for number in range(13))
    root = make_archive(tmp_path / "archive", {"content/a.md": write_article("A", "1998", pictures)})
    built, checked = run("build", "--quiet", "-C", root).said, run("check", "--quiet", "-C", root).said
    assert "gone-09.png" in built and "gone-10.png" not in built
    assert "content: warning: 3 more pictures that articles show aren't there [missing-picture]" in built
    assert all(f"gone-{number:02}.png" in checked for number in range(13))
    assert "more pictures" not in checked
