"""The class that tests of whole classes share; these tests are in one xdist group, `kernels`."""

from __future__ import annotations

import pytest

from tests.helpers.whole_class import ASSIGNMENT
from tools.classroom import Classroom
from tools.notebooks import solutions

RIGHT = "def split_gates(weight):\n    return dict(zip('ifgo', weight.chunk(4)))"
WRONG = "def split_gates(weight):\n    return dict(zip('ifog', weight.chunk(4)))"


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A class whose submissions have not been graded; tests work on copies of it."""
    classroom = Classroom(tmp_path_factory.mktemp("class") / "course", ASSIGNMENT)
    classroom.release()
    right = {exercise: solutions()[exercise].answer for exercise in ("lstm/split-gates", "lstm/step")}
    classroom.hand_in("ada", right)
    classroom.hand_in("bo", {"lstm/split-gates": WRONG, "lstm/step": right["lstm/step"]})
    classroom.hand_in("cy", {})
    classroom.hand_in("di", {"lstm/split-gates": RIGHT})
    return classroom
