"""The recipe for an exercise in CONTRIBUTING.md, followed word for word in a copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.classroom import checkout
from tools.new_exercise import _add_cells, _add_row, make
from tools.notebooks import LESSONS, ROOT, SOLUTIONS, checked, prose, read

ID = "packing/running-total"


def run(folder: Path, *command: str) -> str:
    """Run a command of the recipe with this Python, in the copy."""
    words = [sys.executable, "-m", *command]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_stubs_of_an_exercise_work_as_they_are(tmp_path: Path) -> None:
    course = checkout(tmp_path / "course")
    said = run(course, "tools.new_exercise", ID)
    assert ID in said
    solution = course / "solutions/05_packing/05_packing.ipynb"
    assert list(checked(read(solution)))[-1] == ID
    database = f"--CourseDirectory.db_url=sqlite:///{tmp_path}/gradebook.db"  # as `make exercises`
    run(course, "nbgrader", "generate_assignment", database, "05_packing")
    no_cache = ("-q", "-p", "no:cacheprovider", "-m", "not slow")
    passed = run(course, "pytest", *no_cache, "tests/test_answers.py", "-k", ID)
    assert re.search(r"\b11 passed", passed), passed
    places = ("tests/notebooks/test_exercises.py", "tests/checks/test_every_exercise.py")
    run(course, "pytest", *no_cache, *places, "-k", "packing")


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)
def test_an_exercise_finds_its_place_in_every_assignment(solution: Path, tmp_path: Path) -> None:
    lesson = Path(shutil.copy(next(path for path in LESSONS if path.stem == solution.stem), tmp_path))
    copy = shutil.copytree(solution.parent, tmp_path / solution.stem) / solution.name
    _add_cells(copy, "A section", ID, "running_total")
    assert list(checked(read(copy)))[-1] == ID
    _add_row(lesson, "A section", ID)
    assert prose(lesson).count(f"|\n| `{ID}` | A section |\n\n") == 1


def test_what_cannot_be_made_is_said_and_leaves_nothing_behind() -> None:
    before = set((ROOT / "course_utils").rglob("*.py"))
    for exercise_id, words in {
        "packing": "is no id of an exercise",
        "packing/Pad_by_hand": "is no id of an exercise",
        "../packing/x": "is no id of an exercise",
        "nothing/x": "there is no lesson 'nothing'; there are rnn",
        "packing/encode": "there is an exercise packing/encode already",
    }.items():
        with pytest.raises(SystemExit, match=re.escape(words)):
            make(exercise_id)
    assert set((ROOT / "course_utils").rglob("*.py")) == before


def test_every_command_of_the_recipes_exists() -> None:
    """The Makefile and the tests have everything that CONTRIBUTING.md and the README tell people to type."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets
    places = set(re.findall(r"(?:tests|tools)/[\w/.]+\.py", text))
    assert places
    assert not [place for place in places if not (ROOT / place).exists()]
    tools = re.findall(r"-m tools\.(\w+)", text)
    assert not [name for name in tools if not (ROOT / "tools" / f"{name}.py").exists()]
    assert 60 <= len(text.splitlines()) <= 100
