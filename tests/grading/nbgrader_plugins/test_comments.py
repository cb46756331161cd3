"""What a teacher must know about a mark stands beside it, once."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_utils.grading.deciding.render import FORGEABLE
from course_utils.grading.nbgrader_plugins import comments, judge


def test_a_note_goes_to_the_answer_above_once() -> None:
    def cell(name: str, *notes: str, **flags: bool) -> nbformat.NotebookNode:
        outputs = [new_output("display_data", data={"text/plain": note}) for note in notes]
        return new_code_cell(outputs=outputs, metadata={"nbgrader": {"grade_id": name, **flags}})

    cells = [
        cell("first-test", judge.UNSAFE, grade=True),
        cell("a", solution=True),
        cell("a-test", FORGEABLE, judge.UNSAFE, grade=True),
        cell("a-more", FORGEABLE, grade=True),
        cell("b", FORGEABLE, solution=True),  # printed by the learner
        cell("b-test", "1", grade=True),
        new_code_cell(outputs=[new_output("display_data", data={"text/plain": judge.UNSAFE})]),
    ]
    noted = [("a", judge.UNSAFE), ("a", FORGEABLE)]
    assert comments._noted(new_notebook(cells=cells)) == noted
    assert comments._noted(new_notebook(cells=cells[:1])) == []
