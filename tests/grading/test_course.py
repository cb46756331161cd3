"""The course in a folder of any name: all commands in one whose name looks like a pattern and a URL to nbgrader."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path

import pytest

from course_utils.grading.course import gradebook_file, gradebook_url, matching
from tools.classroom import Classroom, counts, write_answers

ASSIGNMENT = "03_lstm"
ODD = "Kurs [2026] 100%20 ü #1"
RIGHT = "def split_gates(weight):\n    return dict(zip('ifgo', weight.chunk(4)))"


@pytest.mark.parametrize("name", ["plain", ODD, "[a-z]", "a?b", "%41", "[", "]["])
def test_a_pattern_in_a_folder_of_any_name_matches_what_is_in_it(name: str, tmp_path: Path) -> None:
    made = [tmp_path / name / "submitted" / student / "x.ipynb" for student in ("ada", "[bo]", "*")]
    for path in made:
        path.parent.mkdir(parents=True)
        path.touch()
    (tmp_path / name / "submitted" / "x.ipynb").touch()
    found = matching(f"{tmp_path / name}/submitted/*/*.ipynb")
    assert sorted(found) == sorted(map(str, made))
    assert matching(f"{tmp_path / name}/submitted/[bo]/*.ipynb") == [str(made[1])]
    assert matching(f"{tmp_path / name}/submitted/[ab]*/*.ipynb") == [str(made[0])]
    assert gradebook_file(gradebook_url(tmp_path / name)) == tmp_path / name / "gradebook.db"


def test_a_gradebook_elsewhere_has_no_file() -> None:
    assert gradebook_file("postgresql+psycopg://me@host/db") is None
    assert gradebook_file("sqlite://") is None


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    made = Classroom(tmp_path / ODD, ASSIGNMENT)
    with (made.folder / "nbgrader_config.py").open("a") as config:
        config.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    return made


def download(classroom: Classroom) -> Path:
    """Moodle's zip for two students, with answers to one exercise."""
    notebook = Path(shutil.copy(classroom.folder / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", classroom.folder))
    write_answers(notebook, {"lstm/split-gates": RIGHT})
    path = classroom.folder / "down [1].zip"
    with zipfile.ZipFile(path, "w") as packed:
        for number, student in enumerate(("Zoë Ng", "Bo 5%20")):
            packed.write(notebook, f"{student}_{number}_assignsubmission_file/{ASSIGNMENT}.ipynb")
    notebook.unlink()
    return path


@pytest.mark.slow
def test_a_class_in_an_odd_folder(classroom: Classroom) -> None:
    """From the class list to the spreadsheet; then the due date is moved, and late work counts."""
    classroom.nbgrader("generate_assignment", ASSIGNMENT)
    (classroom.folder / "students.csv").write_text(
        "id;first_name\nZoë Ng;Zoë\nBo 5%20;Bo\nAda;Ada\n", encoding="cp1252"
    )
    assert "3 new" in classroom.types("course-students", "students.csv")
    classroom.nbgrader("db", "assignment", "add", ASSIGNMENT, "--duedate=2026-12-04 18:00 UTC")
    path = download(classroom)
    text = classroom.types("course-collect", ASSIGNMENT, path.name)
    assert "Students found: 2" in text
    assert text.splitlines()[-2:] == ["Of the gradebook's 3 students, missing: 1", "  Ada"]
    time = classroom.folder / "submitted" / "Zoë Ng" / ASSIGNMENT / "timestamp.txt"
    time.write_text("2026-12-04 18:30 +0100")  # in time, by half an hour; nbgrader reads 18:28:20

    graded = classroom.types("course-grade", ASSIGNMENT)
    assert counts(graded) == {"graded": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert "late" not in classroom.types("course-marks", ASSIGNMENT)
    classroom.nbgrader("db", "assignment", "add", ASSIGNMENT, "--duedate=2026-12-04 17:00 UTC")
    graded = classroom.types("course-grade", ASSIGNMENT)
    assert counts(graded) == {"graded": 2, "changed": 1, "unchanged": 0, "refused": 0}
    assert "  Zoë Ng  1 before, now 0" in graded.splitlines()
    rows = {row[:6]: row for row in classroom.types("course-marks", ASSIGNMENT, "--csv", "points.csv").splitlines()}
    assert rows["Zoë Ng"].split()[-2:] == ["-1", "0/19"]
    assert rows["Bo 5%2"].split()[-1] == "1/19"
    with (classroom.folder / "points.csv").open(encoding="utf-8-sig", newline="") as file:
        points = {row["student"]: (row["late"], row["total"]) for row in csv.DictReader(file)}
    assert {student: tuple(map(float, each)) for student, each in points.items()} == {
        "Zoë Ng": (-1.0, 0.0),
        "Bo 5%20": (0.0, 1.0),
    }

    archive = classroom.folder / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    shutil.copy(path, archive)
    assert "Students found: 2" in classroom.nbgrader("zip_collect", ASSIGNMENT, "--force")
    classroom.nbgrader("generate_feedback", ASSIGNMENT)
    assert len(list((classroom.folder / "feedback").glob(f"*/{ASSIGNMENT}/*.html"))) == 2
