"""The engine and the grader get a course by name, and import none by themselves."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

from course_utils import checks, grading
from course_utils.checks import COURSE, engine, exercises, lessons
from course_utils.checks.engine.course import Course, UnknownCourse
from tools.notebooks import LESSONS


def test_engine_and_grader_import_no_lesson() -> None:
    modules = [
        each.name
        for package in (engine, grading)
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    assert len(modules) > 50
    code = f"import importlib, sys\nfor name in {modules}:\n    importlib.import_module(name)\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert set(modules) <= set(loaded)
    parts = {name.split(".")[2] for name in loaded if name.startswith(f"{checks.__name__}.")}
    assert parts == {"engine", "learner"}


def test_every_lesson_is_found_and_every_exercise_is_in_its_module() -> None:
    numbers = [sys.modules[f"{checks.__name__}.{lesson}"].NUMBER for lesson in lessons()]
    assert numbers == [int(notebook.stem[:2]) for notebook in LESSONS]
    for name, exercise in exercises().items():
        assert sys.modules[COURSE.module_of(name)].EXERCISE is exercise


@pytest.mark.parametrize("name", ["", "nowhere.checks", "course_utils.checks.nothing", "math", "a b"])
def test_a_course_that_is_no_package_is_said(name: str) -> None:
    with pytest.raises(UnknownCourse, match="there is no course"):
        Course(name).folder()
