"""The note on a training that passed."""

import torch
from torch.nn.functional import one_hot

from course_utils.checks import find
from course_utils.checks.learner.answer import Reply
from course_utils.checks.learner.uses.train import Trained
from course_utils.checks.learner.values import to_value


def test_a_pass_tells_the_share_that_is_read_right() -> None:
    labels = torch.arange(1000) % 10
    read = torch.where(torch.arange(1000) < 125, (labels + 1) % 10, labels)
    reply = Reply(to_value(Trained(module=True, scores=one_hot(read, 10).float())))
    told = find("mnist/train").note({"their labels": labels}, reply)
    assert told == "It reads 87.5% of 1,000 other digits right."


def test_most_exercises_tell_nothing() -> None:
    assert find("mnist/to-rows").note({}, Reply(torch.zeros(1))) == ""
