"""Tests the checks on learners' answers, right and wrong, with `check` and with a real nbgrader."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from pathlib import Path

import pytest

from course_utils.checks import exercises, find
from course_utils.grading.class_runner.marks import Mark
from tools.answer_bank import ANSWERS, GENERAL_SLIPS, RUNGS, Attempt, Expected, answers_to, attempts
from tools.classroom import Classroom
from tools.notebooks import assignment_of, cells_of

MOST_LINES = 4  # lines of a verdict that people read
FEWEST = 3  # the least number of right answers to an exercise, and of wrong ones


def to_be_graded(config: pytest.Config) -> list[Attempt]:
    """The answers that nbgrader grades: one in three of ours, and all before a release; all of anybody else's."""
    found = attempts(config.getoption("--answers"))
    of_ours = config.getoption("--answers") == ANSWERS
    return found[::3] if of_ours and not config.getoption("--release") else found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "attempt" in metafunc.fixturenames:
        of_all = attempts(metafunc.config.getoption("--answers"))
        found = to_be_graded(metafunc.config) if "marks" in metafunc.fixturenames else of_all
        assert found, "no answers in that folder: it must hold <lesson>/<exercise>/right-*.py and wrong-*.py"
        names = ["/".join(attempt.path.parts[-3:]) for attempt in found]
        metafunc.parametrize("attempt", found, ids=names)


def test_check_decides(attempt: Attempt, pytestconfig: pytest.Config) -> None:
    """Right answers pass at every seed; wrong ones fail, in few lines, with the expected slip or rung."""
    expected = attempt.expected
    seeds = 1 if find(attempt.exercise).seconds else pytestconfig.getoption("--seeds")  # a training takes seconds
    for seed in range(seeds):
        verdict = attempt.verdict(seed)
        if expected.right:
            assert verdict is None, verdict.as_text()
            continue
        assert verdict is not None, f"accepted at seed {seed}"
        assert attempt.is_fair(verdict.points), verdict.as_text()
        if expected.slip:
            assert verdict.slip == expected.slip, f"seed {seed}: {verdict.as_text()}"
        elif expected.rung:
            assert (verdict.rung, verdict.slip) == (expected.rung, ""), f"seed {seed}: {verdict.as_text()}"
        assert attempt.says in verdict.as_text(), f"seed {seed}: {verdict.as_text()}"
        assert len(verdict.as_text().splitlines()) <= MOST_LINES, verdict.as_text()


def fault(attempt: Attempt) -> str:
    """The fault in the expectation of a file in tests/answers; empty if there is none."""
    if attempt.exercise not in exercises():
        return f"there is no exercise {attempt.exercise}"
    if not attempt.written:
        return "the first line must be `# right`, `# slip: <name>` or `# rung: <rung>`"
    known = find(attempt.exercise).slip_names() | GENERAL_SLIPS
    if attempt.written.slip and attempt.written.slip not in known:
        return f"{attempt.exercise} has no slip {attempt.written.slip}"
    if attempt.written.rung and attempt.written.rung not in RUNGS:
        return f"there is no rung {attempt.written.rung}"
    if attempt.by_name != ("right" if attempt.right else "wrong"):
        return "the first word of the name says something else than the first line"
    name = attempt.path.stem.removeprefix("wrong-")
    if not attempt.right and name in known and name != attempt.written.slip:
        return f"it has the name of the slip {name} and expects something else"
    return ""


def test_every_answer_says_what_it_must_get() -> None:
    faults = {"/".join(attempt.path.parts[-3:]): fault(attempt) for attempt in attempts(ANSWERS)}
    assert not [f"{name}: {words}" for name, words in faults.items() if words]


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("right-one", "# right", ""),
        ("wrong-one", "# slip: transposed", ""),
        ("wrong-one", "# slip: first-sizes-only", ""),
        ("wrong-one", "# rung: values", ""),
        ("wrong-transposed", "# slip: transposed", ""),
        ("right-one", "def split_gates(weight):", "the first line must be"),
        ("right-one", "# Right", "the first line must be"),
        ("wrong-one", "# slip:transposed", "the first line must be"),
        ("wrong-one", "# slip: transposed, perhaps", "the first line must be"),
        ("wrong-one", "", "the first line must be"),
        ("wrong-one", "# slip: transpose", "lstm/split-gates has no slip transpose"),
        ("wrong-one", "# slip: values", "lstm/split-gates has no slip values"),
        ("wrong-one", "# rung: transposed", "there is no rung transposed"),
        ("wrong-one", "# right", "the first word of the name"),
        ("right-one", "# slip: transposed", "the first word of the name"),
        ("wrong-transposed", "# slip: interleaved", "the name of the slip transposed"),
        ("wrong-detached", "# rung: gradient", "the name of the slip detached"),
    ],
)
def test_a_first_line_that_expects_nothing_known_is_an_error(name: str, line: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "lstm" / "split-gates" / f"{name}.py"
    path.parent.mkdir(parents=True)
    path.write_text(f"{line}\nsplit_gates = None\n")
    said = fault(Attempt(path))
    assert words in said
    assert bool(said) == bool(words)


def test_every_slip_has_an_answer() -> None:
    """If no answer expected a slip, nobody would notice that it was renamed or is no longer found."""
    expected = {(attempt.exercise, attempt.expected.slip) for attempt in attempts(ANSWERS)}
    own = [(exercise.id, slip.name) for exercise in exercises().values() for slip in exercise.slips]
    assert not [f"{exercise}: {slip}" for exercise, slip in own if (exercise, slip) not in expected]
    assert not GENERAL_SLIPS - {slip for _, slip in expected}


def test_every_exercise_has_answers_right_and_wrong() -> None:
    for exercise in exercises():
        right, wrong = (len(answers_to(exercise, right=right)) for right in (True, False))
        told = f"{exercise} has {right} right and {wrong} wrong answers in tests/answers; it needs {FEWEST} of each"
        assert min(right, wrong) >= FEWEST, told


def test_an_answer_from_outside_needs_no_line(tmp_path: Path) -> None:
    """Without such a line the file's name says only right or wrong; with one, the line counts."""
    sources = {
        "right-a": "x = 1\n",
        "wrong-b": "x = 1\n",
        "wrong-detached": "x = 1\n",
        "wrong-c": "# slip: transposed\nx = 1\n",
        "d": "# rung: shape\nx = 1\n",
        "e": "x = 1\n",
    }
    folder = tmp_path / "lstm" / "split-gates"
    folder.mkdir(parents=True)
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source)
    found = {attempt.path.stem: attempt for attempt in attempts(tmp_path)}
    assert found["right-a"].expected == Expected(right=True)
    assert found["wrong-b"].expected == found["wrong-detached"].expected == Expected(right=False)
    assert found["wrong-c"].expected == Expected(right=False, slip="transposed")
    assert found["d"].expected == Expected(right=False, rung="shape")
    with pytest.raises(AssertionError, match="neither its first line nor its name says right or wrong"):
        _ = found["e"].expected


@pytest.fixture(scope="session")
def marks(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Mark]:
    """The answers' marks by nbgrader. Each student has the next answer to every exercise, until none is left."""
    by_assignment: dict[str, dict[str, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
    for attempt in to_be_graded(request.config):
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
    """A right answer's mark in the gradebook is all points; a wrong one's is none or a part, with the slip or rung."""
    mark, expected = marks[attempt.path], attempt.expected
    assert mark.possible == find(attempt.exercise).points
    assert attempt.is_fair(mark.score), mark
    if expected.right or expected.name:
        assert mark.slip == expected.name, mark
