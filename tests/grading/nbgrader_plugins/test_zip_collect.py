"""nbgrader's own zip_collect, with our plug-ins; the rules are tested in grading/submission/test_zips.py."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from course_utils.grading.nbgrader_plugins.zip_collect import Collector
from tools.notebooks import ROOT

# The ids and names of files that a teacher's own pattern may match.
FITS = ("Zoë Ng", "O'Brien, Sean", "李雷", "أحمد", "נועה", "a b.c", "=1+1", "50% {x}", "x" * 200)
DOES_NOT = (
    *("", ".", "..", ".hidden", "a/b", "../b", "/etc", "a\\b", "a\0b", "a\nb", "a\x9bb", "a\u202eb", "a\u2066b"),
    *("a\u2028b", "a\udcffb", "x" * 201, "李" * 67),
)
FILES = {"03_lstm.ipynb": True, "deep/er/data.csv": True, "…/x": True, "..x/y": True, "": False, ".": False}
FILES |= {
    "/etc/x": False,
    "//x": False,
    "../x": False,
    "a/../../x": False,
    "a/..": False,
    "a\\..\\x": False,
    "a\x1bb": False,
}


@pytest.mark.parametrize("student", [*FITS, *DOES_NOT], ids=ascii)
def test_whatever_a_pattern_finds_stays_in_the_students_folder(student: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for file, fits in FILES.items():
        collector = Collector(named_regexp=".")
        monkeypatch.setattr(collector, "_match", lambda _, file=file: {"student_id": student, "file_id": file})
        assert (collector.collect("x") is not None) == (student in FITS and fits), file


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, contents in members.items():
            packed.writestr(name, contents)
    return data.getvalue()


@pytest.mark.slow
def test_a_zip_writes_into_its_students_folders_only(tmp_path: Path) -> None:
    """The real command, on names that Moodle writes and a student chooses. One once led into the root folder."""
    outside = tmp_path / "outside"
    members: dict[str, str | bytes] = {
        "Student One_4711_assignsubmission_file_/03_lstm.ipynb": "one",
        "Student Two_4712_assignsubmission_file_/work/notes.txt": "two",
        f"Student Two_4712_assignsubmission_file_{outside}/startup.py": "stolen",
        "Student Three_4713_assignsubmission_file/03_lstm.ipynb": "three",
        ".._4714_assignsubmission_file_03_lstm.ipynb": "up",
        "._4715_assignsubmission_file_03_lstm.ipynb": "here",
        ".hid_4716_assignsubmission_file_03_lstm.ipynb": "hidden",
        "\u202eenO_4717_assignsubmission_file_03_lstm.ipynb": "turned",
        f"{'x' * 201}_4718_assignsubmission_file_03_lstm.ipynb": "long",
        "a\\b_4719_assignsubmission_file_03_lstm.ipynb": "backslash",
        "Student One_4711_assignsubmission_file_/timestamp.txt": "2026-01-01 00:00 UTC",
        "Twin_1_assignsubmission_file_/03_lstm.ipynb": "first",
        "Twin_2_assignsubmission_file_/03_lstm.ipynb": "second",
        "Student One_4711_assignsubmission_file_/data.zip": zipped({"x.csv": "five"}),
    }
    course = tmp_path / "course"
    downloaded = course / "downloaded/03_lstm/archive"
    downloaded.mkdir(parents=True)
    for name in ("solutions/03_lstm", "exercises/03_lstm"):
        shutil.copytree(ROOT / name, course / name)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    (downloaded / "class.zip").write_bytes(zipped(members))
    (downloaded / "no-zip.zip").write_text("<html>")
    command = [str(Path(sys.executable).with_name("nbgrader")), "zip_collect", "03_lstm"]
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    done = subprocess.run(command, cwd=course, env={**os.environ, "COLUMNS": "200"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    written = {str(path.relative_to(course)): path.read_text() for path in made if "extracted" not in path.parts}
    assert written == {
        "submitted/Student One/03_lstm/03_lstm.ipynb": "one",
        "submitted/Student One/03_lstm/data/x.csv": "five",
        "submitted/Student Two/03_lstm/work/notes.txt": "two",
        f"submitted/Student Two/03_lstm{outside}/startup.py": "stolen",
        "submitted/Student Three/03_lstm/03_lstm.ipynb": "three",
        "submitted/Twin_1/03_lstm/03_lstm.ipynb": "first",
        "submitted/Twin_2/03_lstm/03_lstm.ipynb": "second",
    }
    assert all(path.is_relative_to(course / "downloaded") or "submitted" in path.parts for path in made)
    assert "Students found: 5" in done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stderr)
    assert "no-zip.zip is no zip, or is cut off" in done.stderr


def test_no_command_waits_for_pytorch_that_does_not_need_it() -> None:
    """Every command of the exchange, such as submit, loads the first two of these plug-ins."""
    plugins = ("zip_collect", "release_feedback", "spreadsheet", "feedback", "page")
    code = (
        "".join(f"import course_utils.grading.nbgrader_plugins.{name}\n" for name in plugins)
        + "import sys; print('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
