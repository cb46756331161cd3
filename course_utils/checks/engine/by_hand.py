"""What may not be called where an exercise says "by hand": torch's layer or Cell, and this package's loops and packing.

The calls are recorded in the learner's process, where a learner could hide them. The rung is meant for honest learners
who call a ready-made function instead of writing their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from course_utils.checks.engine.crashes import cut_short
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.rungs import Problem
from course_utils.checks.engine.trial import Trial
from course_utils.checks.learner.answer import Answer
from course_utils.checks.learner.uses import WATCHED

# The names of torch's own functions, and of what calls them: a learner may have called either.
LAYERS: Mapping[str, str] = {"rnn_tanh": "nn.RNN", "rnn_relu": "nn.RNN", "lstm": "nn.LSTM", "gru": "nn.GRU"}
CELLS: Mapping[str, str] = {
    **{"rnn_tanh_cell": "nn.RNNCell", "rnn_relu_cell": "nn.RNNCell"},
    **{"lstm_cell": "nn.LSTMCell", "gru_cell": "nn.GRUCell"},
}
PACKING: Mapping[str, str] = {
    "_pack_padded_sequence": "pack_padded_sequence",
    "_pad_packed_sequence": "pad_packed_sequence",
}
_OURS = "course_utils."


def problem(exercise: Exercise, answer: Answer, trial: Trial) -> Problem | None:
    """The problem of an otherwise right answer that calls a function it was asked to write by hand."""
    if not exercise.by_hand:
        return None
    reply = answer.call(tuple(trial.arguments.values()), use=WATCHED + exercise.use)
    if cut := cut_short(reply.failure, exercise):
        return cut
    for name in reply.value or ():
        if name in exercise.by_hand or name.startswith(_OURS):
            what = exercise.by_hand.get(name, name)
            seen = f"calls `{what}`" if what == name else f"runs `torch.{name}`, as `{what}` does"
            message = f"the result is right, but this is to be written by hand, and your function {seen}"
            return Problem("by-hand", message, f"Write out what `{what}` does.", slip="ready-made")
    return None
