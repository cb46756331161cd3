"""Submissions that attack or break the grader: nobody gains a mark, loses one, or reads what is not theirs."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from course_utils.checks import find
from course_utils.grading.class_runner.marks import Mark
from tools.classroom import Classroom
from tools.notebooks import assignment_of, cells_of, read, solutions

pytestmark = pytest.mark.slow
ASSIGNMENT = "03_lstm"
CANARY = "canary-{}-5b1e7c"
PLACES = ("environment", "home", "solutions", "neighbour", "secret")
EXERCISES = [exercise for exercise, assignment in assignment_of().items() if assignment == ASSIGNMENT]


@dataclass(frozen=True)
class Hostile:
    """One file of the folder."""

    path: Path

    @cached_property
    def plan(self) -> dict[str, Any]:
        return tomllib.loads(self.path.read_text())

    def score(self, exercise: str) -> float:
        return self.plan.get("scores", {}).get(exercise, find(exercise).points)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "hostile" in metafunc.fixturenames:
        found = [Hostile(path) for path in sorted(metafunc.config.getoption("--hostile").glob("*.toml"))]
        assert found, "no hostile submissions in that folder"
        metafunc.parametrize("hostile", found, ids=lambda hostile: hostile.path.stem)


@pytest.fixture(scope="session")
def graded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Classroom, dict[str, list[Mark]]]:
    """The whole folder as one class, graded in one run, with an honest student at either end of the list."""
    course = tmp_path_factory.mktemp("hostile") / "course"
    home = tmp_path_factory.mktemp("home")
    classroom = Classroom(course, ASSIGNMENT)
    classroom.release()
    right = {exercise: solutions()[exercise].answer for exercise in EXERCISES}
    for student in ("aaa-honest", "zzz-honest"):
        classroom.hand_in(student, right)
    for path in sorted(request.config.getoption("--hostile").glob("*.toml")):
        plan = Hostile(path).plan
        notebook = classroom.hand_in(path.stem, right | plan.get("answers", {}))
        spoil(notebook, plan)
    (course / "solutions" / ASSIGNMENT / "key.txt").write_text(CANARY.format("solutions"))
    (course / "submitted" / "aaa-honest" / ASSIGNMENT / "diary.txt").write_text(CANARY.format("neighbour"))
    (course / ".course-secret").write_text(CANARY.format("secret"))
    for name in (".netrc", ".ssh/id_rsa", "notes.txt"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(CANARY.format("home"))
    os.environ["HOME"], before = str(home), os.environ["HOME"]
    try:
        classroom.nbgrader("autograde", ASSIGNMENT, environment={"COURSE_CANARY": CANARY.format("environment")})
    finally:
        os.environ["HOME"] = before
    return classroom, classroom.marks()


def spoil(notebook: Path, plan: dict[str, Any]) -> None:
    """Change a submission as its plan says."""
    contents = json.loads(notebook.read_text())
    for key, place in (("first", 0), ("last", len(contents["cells"]) + 1)):
        if key in plan:
            cell = {"cell_type": "code", "id": key, "metadata": {}, "outputs": [], "execution_count": None}
            contents["cells"].insert(place, cell | {"source": plan[key]})
    if "edit" in plan:
        exec(plan["edit"], {"notebook": contents, "json": json})
    notebook.write_text(plan.get("raw", json.dumps(contents)))
    for name, text in plan.get("files", {}).items():
        (notebook.parent / name).write_text(text)
    if "renamed" in plan:
        notebook.rename(notebook.parent / plan["renamed"])
    for name, target in plan.get("links", {}).items():
        (notebook.parent / name).unlink(missing_ok=True)
        (notebook.parent / name).symlink_to(target)


def test_scores_are_as_expected(hostile: Hostile, graded: tuple[Classroom, dict[str, list[Mark]]]) -> None:
    """Every exercise has its grade: nothing forged, nothing lost."""
    marks = {mark.cell: mark for mark in graded[1][hostile.path.stem]}
    for exercise in EXERCISES:
        mark = marks[cells_of(exercise).check]
        assert mark.score == hostile.score(exercise), f"{hostile.plan['about']} {mark}"


def test_nothing_leaks(hostile: Hostile, graded: tuple[Classroom, dict[str, list[Mark]]]) -> None:
    """No secret is in the graded notebook, or beside it."""
    folder = graded[0].folder / "autograded" / hostile.path.stem / ASSIGNMENT
    cells = read(next(folder.glob("*.ipynb"))).cells
    shown = json.dumps([cell.get("outputs", []) for cell in cells])
    beside = [path for path in folder.iterdir() if path.suffix != ".ipynb" and path.name != "key.txt"]
    shown += "".join(path.read_text() for path in beside)  # nbgrader itself adds the key, which is the teacher's
    assert not [place for place in PLACES if CANARY.format(place) in shown]


def test_the_honest_lose_nothing(graded: tuple[Classroom, dict[str, list[Mark]]]) -> None:
    for student in ("aaa-honest", "zzz-honest"):
        assert all(mark.score == mark.possible for mark in graded[1][student] if mark.cell.endswith("-check"))
