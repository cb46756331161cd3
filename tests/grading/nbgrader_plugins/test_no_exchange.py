"""Names in the zips of learning platforms: whose work a file is, and that nobody can pass work off as another's."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course_utils.grading.nbgrader_plugins.no_exchange import Collector
from tools.notebooks import ROOT

ZIP = "/home/t/course/downloaded/03_lstm/extracted/Course-03 LSTM-4711"
WHOSE = {
    # Moodle, with and without a folder for each student
    "Zoë Ng_12_assignsubmission_file/03_lstm.ipynb": ("Zoë Ng", "03_lstm.ipynb"),
    "Zoë Ng_12_assignsubmission_file_03_lstm.ipynb": ("Zoë Ng", "03_lstm.ipynb"),
    "Zoë Ng_12_assignsubmission_file_/03_lstm.ipynb": ("Zoë Ng", "03_lstm.ipynb"),
    "Zoë Ng_12_assignsubmission_file_/work/data.txt": ("Zoë Ng", "work/data.txt"),
    "O'Brien, Sean_1_assignsubmission_onlinetext/onlinetext.html": ("O'Brien, Sean", "onlinetext.html"),
    "a_b_12_assignsubmission_file/03_lstm (1).ipynb": ("a_b", "03_lstm (1).ipynb"),
    # Canvas
    "ngzoe_12_345_03_lstm.ipynb": ("ngzoe", "03_lstm.ipynb"),
    "ngzoe_LATE_12_345_03_lstm-1.ipynb": ("ngzoe", "03_lstm-1.ipynb"),
    # a folder for each student
    "Zoë Ng/03_lstm.ipynb": ("Zoë Ng", "03_lstm.ipynb"),
    "group_1_2_b/03_lstm.ipynb": ("group_1_2_b", "03_lstm.ipynb"),
    # what a student named
    "zoë/bo_12_345_03_lstm.ipynb": ("zoë", "bo_12_345_03_lstm.ipynb"),
    "zoë/bo_12_assignsubmission_file/03_lstm.ipynb": ("zoë", "bo_12_assignsubmission_file/03_lstm.ipynb"),
    "zoë/downloaded/03_lstm/extracted/x/bo/03_lstm.ipynb": (
        "zoë",
        "downloaded/03_lstm/extracted/x/bo/03_lstm.ipynb",
    ),
    "Zoë Ng_12_assignsubmission_file/Bo_13_assignsubmission_file_03_lstm.ipynb": (
        "Zoë Ng",
        "Bo_13_assignsubmission_file_03_lstm.ipynb",
    ),
    # no notebooks, and collected all the same
    "zoë/03_lstm.ipynb.txt": ("zoë", "03_lstm.ipynb.txt"),
    "zoë/answers.pdf": ("zoë", "answers.pdf"),
}


@pytest.mark.parametrize(("name", "whose"), WHOSE.items())
def test_whose_a_file_is(name: str, whose: tuple[str, str]) -> None:
    found = Collector().collect(f"{ZIP}/{name}")
    assert found is not None
    assert (found["student_id"], found["file_id"]) == whose


def test_a_file_of_nobody_is_not_collected() -> None:
    assert Collector().collect(f"{ZIP}/03_lstm.ipynb") is None


# Ids and names of files as the pattern of some platform, or a teacher's own, may find them.
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
        collector = Collector()
        monkeypatch.setattr(collector, "_match", lambda _, file=file: {"student_id": student, "file_id": file})
        assert (collector.collect("x") is not None) == (student in FITS and fits), file


@pytest.mark.slow
def test_a_zip_writes_into_its_students_folders_only(tmp_path: Path) -> None:
    """The real command, on names that Moodle writes and a student chooses; found: a file in the root folder."""
    outside = tmp_path / "outside"
    members = {
        "Student One_4711_assignsubmission_file_/03_lstm.ipynb": "one",
        "Student Two_4712_assignsubmission_file_/work/notes.txt": "two",
        f"Student Two_4712_assignsubmission_file_{outside}/startup.py": "stolen",
        "Student Three_4713_assignsubmission_file/03_lstm.ipynb": "three",
        ".._4714_assignsubmission_file_03_lstm.ipynb": "up",
        "._4715_assignsubmission_file_03_lstm.ipynb": "here",
        ".hid_4716_assignsubmission_file_03_lstm.ipynb": "hidden",
        "\u202eenO_4717_assignsubmission_file_03_lstm.ipynb": "turned",
        f"{'x' * 201}_4718_assignsubmission_file_03_lstm.ipynb": "long",
    }
    course = tmp_path / "course"
    downloaded = course / "downloaded/03_lstm/archive"
    downloaded.mkdir(parents=True)
    for name in ("solutions/03_lstm", "exercises/03_lstm"):
        shutil.copytree(ROOT / name, course / name)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    with zipfile.ZipFile(downloaded / "class.zip", "w") as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    command = [str(Path(sys.executable).with_name("nbgrader")), "zip_collect", "03_lstm"]
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    done = subprocess.run(command, cwd=course, env={**os.environ, "COLUMNS": "200"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = {path for path in tmp_path.rglob("*") if path.is_file() and path.name != "timestamp.txt"} - before
    written = {str(path.relative_to(course)): path.read_text() for path in made if "extracted" not in path.parts}
    assert written == {
        "submitted/Student One/03_lstm/03_lstm.ipynb": "one",
        "submitted/Student Two/03_lstm/work/notes.txt": "two",
        f"submitted/Student Two/03_lstm{outside}/startup.py": "stolen",
        "submitted/Student Three/03_lstm/03_lstm.ipynb": "three",
    }
    assert done.stderr.count("Skipped, because") == 5


def test_no_command_waits_for_pytorch_that_does_not_need_it() -> None:
    """Every command of the exchange, such as submit, reads the first of these plug-ins."""
    plugins = ("no_exchange", "spreadsheet", "feedback")
    code = (
        "".join(f"import course_utils.grading.nbgrader_plugins.{name}\n" for name in plugins)
        + "import sys; print('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
