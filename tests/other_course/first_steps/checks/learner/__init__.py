"""The only part of the checks that a learner's process may hold: how answers are used, but no right answers."""

from torch import Tensor


def called_on_a_view(answer, x: Tensor) -> object:
    """Call the answer with a tensor that is not contiguous, such as a transposed batch."""
    return answer(x.t().contiguous().t())
