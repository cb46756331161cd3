"""All of the checks that a learner's process may hold: how answers are used, and nothing that is right."""

from torch import Tensor


def called_on_a_view(answer, x: Tensor) -> object:
    """Call the answer with a tensor that is not contiguous, as a transposed batch is none."""
    return answer(x.t().contiguous().t())
