"""A verdict's version depends only on what decides the verdict."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import checks
from course_utils.checks import COURSE, exercises
from course_utils.grading.deciding.bundle import Cell, exercises_in
from course_utils.grading.deciding.version import files

PACKAGE = Path(checks.__file__).parent.parent
VERSIONS = """
import json
from course_utils.checks import COURSE, exercises
from course_utils.grading.deciding.version import version
print(json.dumps({each: version(COURSE, frozenset({each})) for each in exercises()}))
"""
ALL = frozenset(exercises())
# A file, and the exercises whose verdicts become out of date when it changes.
CHANGED = {
    "drawing/style.py": frozenset(),
    "recordings.py": frozenset(),
    "grading/class_runner/marks.py": frozenset(),
    "grading/nbgrader_plugins/feedback.py": frozenset(),
    "checks/lstm/step.py": {"lstm/step"},
    "checks/lstm/states.py": {"lstm/step", "lstm/cell-states", "lstm/encoder-to-decoder"},
    "checks/gates.py": {
        "lstm/split-gates",
        "lstm/step",
        "lstm/half-life",
        "gru/split-gates",
        "gru/step",
        "gru/paper-step",
    },
    "checks/lengths.py": {
        "packing/batch-sizes",
        "packing/collate",
        "packing/encode",
        "packing/labels-per-step",
        "packing/last-step",
        "packing/masked-loss",
        "packing/masked-mean",
        "packing/pack-by-hand",
        "packing/unpad-to",
        "text/generate",
    },
    "digits.py": ALL,
    "checks/learner/values.py": ALL,
    "checks/engine/ladder.py": ALL,
    "grading/sandbox/locks.py": ALL,
    "grading/protocol/wire.py": ALL,
    "torchvision_operators.py": ALL,
    "errors.py": ALL,
}


def versions(root: Path) -> dict[str, str]:
    done = subprocess.run([sys.executable, "-c", VERSIONS], cwd=root, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def files_of() -> dict[str, frozenset[str]]:
    """The files that decide each exercise's verdict."""
    return {each: frozenset(files(COURSE, frozenset({each}))) for each in exercises()}


@pytest.mark.parametrize(("name", "exercise_ids"), CHANGED.items())
def test_whose_verdicts_a_file_decides(name: str, exercise_ids: set[str], files_of: dict[str, frozenset[str]]) -> None:
    assert (PACKAGE / name).is_file()
    assert {each for each in ALL if f"course_utils/{name}" in files_of[each]} == exercise_ids


@pytest.mark.slow
@pytest.mark.parametrize("name", ["drawing/style.py", "checks/lstm/states.py"])
def test_a_comment_throws_away_the_verdicts_that_the_file_decides(name: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "course_utils", ignore=shutil.ignore_patterns("__pycache__", "data"))
    before = versions(tmp_path)
    assert len(set(before.values())) == len(before)
    with (tmp_path / "course_utils" / name).open("a") as file:
        file.write("# a comment\n")
    after = versions(tmp_path)
    assert {each for each in after if after[each] != before[each]} == CHANGED[name]


def test_each_exercise_depends_on_its_own_module_and_on_no_other_lesson(files_of: dict[str, frozenset[str]]) -> None:
    for exercise, found in files_of.items():
        lesson, name = exercise.replace("-", "_").split("/")
        used = {
            path.removeprefix("course_utils/checks/").split("/")[0]
            for path in found
            if path.startswith("course_utils/checks/")
        }
        assert f"course_utils/checks/{lesson}/{name}.py" in found
        assert used <= {"__init__.py", "engine", "learner", "gates.py", "lengths.py", lesson}


def test_an_exercise_that_does_not_exist_has_no_files() -> None:
    assert files(COURSE, frozenset({"lstm/nothing"})) == files(COURSE, frozenset())
    assert exercises_in([Cell('check("lstm/nothing")', True), Cell('check("lstm/step")', False)]) == {"lstm/nothing"}
