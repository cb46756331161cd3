"""Submissions that attack or break the grader: nobody gains a mark, loses one, or reads what is not theirs."""

from __future__ import annotations

import json
import os
import tomllib
from collections import defaultdict
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
ASSIGNMENT = "03_lstm"  # the default, if a file names none
CANARY = "canary-{}-5b1e7c"
PLACES = ("environment", "home", "solutions", "neighbour", "secret")
HONEST = ("aaa-honest", "zzz-honest")


@dataclass(frozen=True)
class Graded:
    """A class that has been graded."""

    classroom: Classroom
    marks: dict[str, list[Mark]]


@dataclass(frozen=True)
class Hostile:
    """One file of the folder."""

    path: Path

    @cached_property
    def plan(self) -> dict[str, Any]:
        return tomllib.loads(self.path.read_text())

    @property
    def assignment(self) -> str:
        return self.plan.get("assignment", ASSIGNMENT)

    def score(self, exercise: str) -> float:
        return self.plan.get("scores", {}).get(exercise, find(exercise).points)


def files(config: pytest.Config) -> list[Hostile]:
    found = [Hostile(path) for path in sorted(config.getoption("--hostile").glob("*.toml"))]
    assert found, "no hostile submissions in that folder"
    return found


def exercises(assignment: str) -> list[str]:
    return [exercise for exercise, its in assignment_of().items() if its == assignment]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "hostile" in metafunc.fixturenames:
        metafunc.parametrize("hostile", files(metafunc.config), ids=lambda hostile: hostile.path.stem)
    if "assignment" in metafunc.fixturenames:
        metafunc.parametrize("assignment", sorted({hostile.assignment for hostile in files(metafunc.config)}))


@pytest.fixture(scope="session")
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Graded]:
    """The graded classes by assignment; all files of an assignment are one class, graded in one run."""
    by_assignment: dict[str, list[Hostile]] = defaultdict(list)
    for hostile in files(request.config):
        by_assignment[hostile.assignment].append(hostile)
    return {each: _graded(each, its, tmp_path_factory) for each, its in by_assignment.items()}


def _graded(assignment: str, attacks: list[Hostile], tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """A class of these submissions, with an honest student at either end of the list."""
    course = tmp_path_factory.mktemp("hostile") / "course"
    home = tmp_path_factory.mktemp("home")
    classroom = Classroom(course, assignment)
    classroom.release()
    right = {exercise: solutions()[exercise].answer for exercise in exercises(assignment)}
    for student in HONEST:
        classroom.hand_in(student, right)
    for hostile in attacks:
        notebook = classroom.hand_in(hostile.path.stem, right | hostile.plan.get("answers", {}))
        spoil(notebook, hostile.plan)
    (course / "solutions" / assignment / "key.txt").write_text(CANARY.format("solutions"))
    (course / "submitted" / "aaa-honest" / assignment / "diary.txt").write_text(CANARY.format("neighbour"))
    (course / ".course-secret").write_text(CANARY.format("secret"))
    for name in (".netrc", ".ssh/id_rsa", "notes.txt"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(CANARY.format("home"))
    os.environ["HOME"], before = str(home), os.environ["HOME"]
    try:
        classroom.nbgrader("autograde", assignment, environment={"COURSE_CANARY": CANARY.format("environment")})
    finally:
        os.environ["HOME"] = before
    return Graded(classroom, classroom.marks())


def spoil(notebook: Path, plan: dict[str, Any]) -> None:
    """Change a submission according to its plan."""
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


def test_scores_are_as_expected(hostile: Hostile, graded: dict[str, Graded]) -> None:
    """Every exercise has its expected grade: no mark is forged or lost."""
    marks = {mark.cell: mark for mark in graded[hostile.assignment].marks[hostile.path.stem]}
    for exercise in exercises(hostile.assignment):
        mark = marks[cells_of(exercise).check]
        assert mark.score == hostile.score(exercise), f"{hostile.plan['about']} {mark}"


def test_nothing_leaks(hostile: Hostile, graded: dict[str, Graded]) -> None:
    """No secret is in the graded notebook or in the files beside it."""
    course = graded[hostile.assignment].classroom.folder
    folder = course / "autograded" / hostile.path.stem / hostile.assignment
    cells = read(next(folder.glob("*.ipynb"))).cells
    shown = json.dumps([cell.get("outputs", []) for cell in cells])
    beside = [path for path in folder.iterdir() if path.suffix != ".ipynb" and path.name != "key.txt"]
    shown += "".join(path.read_text() for path in beside)  # nbgrader itself writes the API key, which is the teacher's
    assert not [place for place in PLACES if CANARY.format(place) in shown]


def test_the_honest_lose_nothing(assignment: str, graded: dict[str, Graded]) -> None:
    marks = graded[assignment].marks
    assert all(mark.score == mark.possible for who in HONEST for mark in marks[who] if mark.cell.endswith("-check"))
