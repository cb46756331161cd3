"""Calling an answer: a function or a class, its errors, and its effects on the notebook."""

import pytest
import torch
from torch import nn

from course_utils import check
from course_utils.checks import find, judge
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.kinds import TensorOf
from course_utils.checks.engine.trial import Trial
from course_utils.checks.learner.uses import USES
from tests.helpers.verdicts import SPLIT, right, verdict_on


def test_the_line_of_the_error_is_the_learners(tmp_path) -> None:
    file = tmp_path / "cell.py"
    file.write_text("def split_gates(weight):\n    rows = weight.shape[0]\n    return weight.chunks(4)\n")
    namespace: dict[str, object] = {}
    exec(compile(file.read_text(), file, "exec"), namespace)
    verdict = verdict_on(namespace["split_gates"])
    assert "AttributeError in line 3: return weight.chunks(4)" in verdict.message
    assert "chunks" in verdict.got


def test_checking_leaves_the_notebooks_random_numbers_alone() -> None:
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    check(SPLIT, right)
    check("lstm/encoder-to-decoder", find("lstm/encoder-to-decoder").oracle)  # its layers would draw initial weights
    assert torch.equal(torch.rand(3), expected)


TALL = Exercise(
    id="lstm/tall-head",
    parameters=("features",),
    points=1,
    trials=lambda random: iter([Trial({"features": (6,), "x": random.normal(3, 6)})]),
    oracle=lambda features, x: x.new_zeros(len(x), 2),
    returns=TensorOf(("batch", "classes")),
    slips=(),
    gradient=False,
    use="made_and_called",
    is_class=True,
)


class Head(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 2)

    def forward(self, x):
        return 0 * self.linear(x)


class Wide(Head):
    def forward(self, x):
        return x @ x


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda features: None, "`TallHead` must be a class; it is of type function"),
        (type("TallHead", (), {"__init__": lambda self: None}), "must take (features); yours takes ()"),
        (Wide, "`TallHead` raised RuntimeError in line"),
        (None, "there is no `TallHead` yet"),
    ],
)
def test_a_class_is_made_and_then_used(answer, words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(USES, TALL.use, lambda answer, made_with, *inputs: answer(*made_with)(*inputs))
    assert judge(TALL, TALL.local(Head)).passed
    assert words in judge(TALL, TALL.local(answer)).message
