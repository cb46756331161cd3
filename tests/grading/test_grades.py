"""What a graded cell is called, and whether it waits."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from course_utils.grading.grades import names, waits


def test_a_cell_has_the_shortest_name_that_no_other_has() -> None:
    cells = [("a", "ex1-test"), ("a", "ex2-test"), ("a", "lstm-step-check"), ("a", "ex3-x"), ("b", "ex3-x")]
    assert list(names(cells).values()) == ["ex1-test", "ex2-test", "step", "a: ex3-x", "b: ex3-x"]


@pytest.mark.parametrize(("asked", "given", "waiting"), [(True, None, True), (True, 0.0, False), (False, None, False)])
def test_an_answer_waits_until_a_teacher_gives_points_be_they_none(
    asked: bool, given: float | None, waiting: bool
) -> None:
    assert waits(SimpleNamespace(needs_manual_grade=asked, manual_score=given)) is waiting
