"""How a verdict, and what a cell showed, become the outputs that nbgrader reads and people see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.checks.learner.verdict import CheckFailed, Verdict
from course_utils.grading.protocol.outputs import Output, Room

if TYPE_CHECKING:  # Windows cannot import it, and shows verdicts, too
    from course_utils.grading.deciding.sandbox import Ran


def shown(verdict: Verdict) -> list[Output]:
    """A verdict as the outputs of its cell: what a learner sees, and the error or the number that nbgrader counts."""
    outputs: list[Output] = [
        {"output_type": "display_data", "data": verdict._repr_mimebundle_(), "metadata": {}},
    ]
    if 0 < verdict.points < verdict.possible:
        points = {"text/plain": f"{verdict.points:g}"}
        outputs.append({"output_type": "execute_result", "data": points, "metadata": {}, "execution_count": None})
    elif not verdict.passed:
        failed = CheckFailed(verdict)
        outputs.append(_error("CheckFailed", str(failed), list(failed.BELOW_ITS_VERDICT)))
    return outputs


def kept(ran: Ran, room: Room) -> list[Output]:
    """The outputs of a cell that ran, as far as there is room, and why its process ended, if it did.

    Args:
        ran: what came of the cell.
        room: what the outputs of the whole submission may still take.
    """
    outputs = room.fitted(ran.outputs)
    if ran.ended is not None:
        sentence = f"This cell did not come to its end: {ran.ended}."
        outputs.append(_error("Ended", sentence, [sentence]))
    return outputs


def _error(name: str, sentence: str, shown: list[str]) -> Output:
    return {"output_type": "error", "ename": name, "evalue": sentence, "traceback": shown}
