"""What is recorded in a gradebook, also by an ordinary user and in PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.whole_class import ASSIGNMENT, BIN, copied, scores
from tools import postgresql
from tools.classroom import Classroom, counts

# In the same group as test_whole_class.py, which uses the same class.
pytestmark = pytest.mark.xdist_group("kernels")


@pytest.mark.slow
def test_as_an_ordinary_user_with_a_gradebook_in_postgresql(handed_in: Classroom, tmp_path: Path) -> None:
    course = copied(handed_in, tmp_path / "course")
    (course / "gradebook.db").unlink()
    shutil.rmtree(course / "exercises")
    environment = {"PATH": os.environ["PATH"], "HOME": str(course)}
    with postgresql.database() as url:
        config = course / "nbgrader_config.py"
        config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {url!r}\n")
        user = postgresql.as_ordinary_user(course)
        for words in ([sys.executable, "-m", "nbgrader", "generate_assignment"], [str(BIN / "course-grade")]):
            command = [*user, *words, ASSIGNMENT]
            done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        given = scores(course, url)
    assert counts(done.stdout)["graded"] == 4
    assert not (course / "gradebook.db").exists()
    assert {student: given[student, "lstm-split-gates-check"] for student, _ in given} == {
        "ada": 1,
        "bo": 0,
        "cy": 0,
        "di": 1,
    }
    assert given["bo", "lstm-step-check"] == 3
