"""`course-grade` on a copy of a class, and the scores that it gives."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from course_utils.checks import COURSE
from tools.classroom import Classroom

ASSIGNMENT = "03_lstm"
POINTS = sum(each.points for each in COURSE.of_lesson("lstm"))  # of its checks
BIN = Path(sys.executable).parent


def copied(classroom: Classroom, folder: Path) -> Path:
    shutil.copytree(classroom.folder, folder)
    return folder


def scores(course: Path, url: str = "") -> dict[tuple[str, str], float | None]:
    with Gradebook(url or f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            (submission.student_id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
