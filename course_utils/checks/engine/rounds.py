"""How often an answer calls torch, where an exercise asks for few rounds over all steps instead of step after step.

A round that doubles what is known costs the same however long the sequence is: the calls grow like log2 T. Those of a
loop grow like T, of a loop over blocks like the square root of T. Like `by_hand`, this is meant for honest learners.
"""

from __future__ import annotations

from collections.abc import Sequence

from course_utils.checks.engine.conditions import sizes
from course_utils.checks.engine.crashes import cut_short
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.rungs import Problem
from course_utils.checks.engine.trial import Trial
from course_utils.checks.learner.answer import Answer
from course_utils.checks.learner.uses.watched import called_and_counted

MORE = 16  # times as many steps
MOST = 3  # times as many calls: from 66 steps to 1056, log2 T grows by 1.7, and the square root of T by 4
_ADVICE = "Which steps could be worked on at the same time? Let each call work on all of those at once."


def problem(exercise: Exercise, answer: Answer, trials: Sequence[Trial]) -> tuple[Trial, Problem] | None:
    """The problem of an otherwise right answer whose calls of torch grow with the sequence, and the longer trial."""
    if not exercise.rounds:
        return None
    by_steps = {sizes(exercise, trial.everything)["T"]: trial for trial in trials}
    short, long = by_steps[exercise.rounds], by_steps[MORE * exercise.rounds]
    counts = []
    for trial in (short, long):
        reply = answer.call(tuple(trial.arguments.values()), use=called_and_counted.__name__)
        if cut := cut_short(reply.failure, exercise):
            return trial, cut
        counts.append(reply.value if type(reply.value) is int else 0)
    few, many = counts
    if many <= MOST * few:
        return None
    message = (
        f"the result is right, but your function calls torch {few:,} times for {exercise.rounds} steps, and {many:,} "
        f"times for {MORE} times as many"
    )
    return long, Problem("rounds", message, _ADVICE, slip="calls-grow")
