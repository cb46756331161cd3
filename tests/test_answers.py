"""The grader, graded: learners' answers, right and wrong, through `check` and through a real nbgrader."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from pathlib import Path

import pytest

from course_utils.checks import find
from course_utils.grading.class_runner.marks import Mark
from tools.answer_bank import Attempt, attempts
from tools.classroom import Classroom
from tools.notebooks import assignment_of, cells_of

MOST_LINES = 4  # that anybody reads


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "attempt" in metafunc.fixturenames:
        found = attempts(metafunc.config.getoption("--answers"))
        assert found, "no answers in that folder: it must hold <lesson>/<exercise>/right-*.py and wrong-<slip>.py"
        names = ["/".join(attempt.path.parts[-3:]) for attempt in found]
        metafunc.parametrize("attempt", found, ids=names)


def test_check_decides(attempt: Attempt, pytestconfig: pytest.Config) -> None:
    """Right answers pass at every seed; wrong ones fail, in few lines, and a slip is called by its name."""
    seeds = 1 if find(attempt.exercise).seconds else pytestconfig.getoption("--seeds")  # a training takes seconds
    for seed in range(seeds):
        verdict = attempt.verdict(seed)
        if attempt.right:
            assert verdict is None, verdict.as_text()
        else:
            assert verdict is not None, f"accepted at seed {seed}"
            assert attempt.is_fair(verdict.points), verdict.as_text()
            assert not attempt.slip or verdict.slip == attempt.slip, verdict.as_text()
            assert len(verdict.as_text().splitlines()) <= MOST_LINES, verdict.as_text()


@pytest.fixture(scope="session")
def marks(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Mark]:
    """Every answer's mark by nbgrader: one exercise each to a notebook, as many notebooks as the longest list."""
    by_assignment: dict[str, dict[str, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
    for attempt in attempts(request.config.getoption("--answers")):
        by_assignment[assignment_of()[attempt.exercise]][attempt.exercise].append(attempt)
    found: dict[Path, Mark] = {}
    for assignment, by_exercise in by_assignment.items():
        classroom = Classroom(tmp_path_factory.mktemp("course") / "course", assignment)
        classroom.release()
        students = {
            f"student-{number:03}": [attempt for attempt in row if attempt]
            for number, row in enumerate(zip_longest(*by_exercise.values()))
        }
        for student, row in students.items():
            classroom.hand_in(student, {attempt.exercise: attempt.source for attempt in row})
        classroom.grade_class()
        given = classroom.marks()
        for student, row in students.items():
            by_cell = {mark.cell: mark for mark in given[student]}
            found |= {attempt.path: by_cell[cells_of(attempt.exercise).check] for attempt in row}
    return found


@pytest.mark.slow
def test_the_gradebook_agrees(attempt: Attempt, marks: dict[Path, Mark]) -> None:
    """The mark in the gradebook: all points for a right answer, none or a part for a wrong one, with its slip."""
    mark = marks[attempt.path]
    assert mark.possible == find(attempt.exercise).points
    assert attempt.is_fair(mark.score), mark
    assert not attempt.slip or mark.slip == attempt.slip, mark
