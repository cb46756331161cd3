"""Grading a bundle: its version must be the grader's own, and an endless answer uses up its time limit only once."""

from __future__ import annotations

import json

import pytest

from course_utils.checks import COURSE
from course_utils.grading.deciding import grade as grading
from course_utils.grading.deciding.bundle import Cell, Seconds, make
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.version import OtherVersion

CELLS = [Cell("x = 1", False), Cell('check("lstm/split-gates")', True)]
SECONDS = Seconds(1, 2, 3)
RIGHT = "def split_gates(weight):\n    return dict(zip('ifgo', weight.chunk(4)))"


def test_a_bundle_of_another_version_is_not_graded() -> None:
    other = json.loads(make(COURSE, CELLS, 7, SECONDS)) | {"version": "another"}
    with pytest.raises(OtherVersion, match="install the same everywhere"):
        grading.grade(json.dumps(other).encode())


@pytest.mark.slow
def test_an_endless_answer_takes_its_limit_once() -> None:
    cells = [
        Cell(RIGHT, False),
        Cell('check("lstm/split-gates")', True),
        Cell("def why_400x100(*arguments):\n    while True:\n        pass", False),
        Cell('check("lstm/why-400x100")', True),
    ]
    graded = Graded.from_bytes(grading.grade(make(COURSE, cells, 7, Seconds(cell=30, call=4, submission=600))))
    assert [verdict["passed"] for verdict in graded.verdicts()] == [True, False]
    assert "did not come back within 4 s" in str(graded.cells[-1])
    assert 4 < graded.seconds < 7  # twice the limit would be 8 s; an idle machine takes 4.2 s
