"""What is to be done in few rounds over all steps: a loop over them is told by how its calls of torch grow."""

from dataclasses import replace

import pytest
import torch

from course_utils.checks import exercises, find, judge
from course_utils.checks.engine.conditions import sizes
from course_utils.checks.engine.ladder import judge_if_right
from course_utils.checks.engine.rounds import MORE, MOST
from course_utils.checks.engine.trial import Random
from course_utils.checks.learner.answer import Failure, LocalAnswer, Reply
from course_utils.checks.learner.uses.watched import called_and_counted

EXERCISE = replace(find("today/scan"), by_hand={})


def doubling(a, b, h_0):
    b = torch.cat([a[:1] * h_0 + b[:1], b[1:]])
    span = 1
    while span < len(a):
        new_a, new_b = a[span:] * a[:-span], a[span:] * b[:-span] + b[span:]
        a, b = torch.cat([a[:span], new_a]), torch.cat([b[:span], new_b])
        span *= 2
    return b


def doubling_after_a_loop(a, b, h_0):
    """Halves until 16 steps are left, which it takes one by one."""
    if len(a) <= 16:
        return loop(a, b, h_0)
    even = len(a) // 2 * 2
    second_a = a[1::2]
    after = doubling_after_a_loop(second_a * a[:even:2], second_a * b[:even:2] + b[1::2], h_0)
    before = torch.cat([h_0[None], after])[: len(a[::2])]
    first = a[::2] * before + b[::2]
    both = torch.stack([first[: len(after)], after], 1).flatten(0, 1)
    return torch.cat([both, first[len(after) :]])


def loop(a, b, h):
    states = []
    for a_t, b_t in zip(a, b, strict=True):
        h = torch.addcmul(b_t, a_t, h)  # a single call for each step
        states.append(h)
    return torch.stack(states)


@pytest.mark.parametrize("answer", [doubling, doubling_after_a_loop])
def test_few_rounds_pass(answer) -> None:
    assert judge(EXERCISE, EXERCISE.local(answer)).passed


def test_a_loop_is_told_after_all_else_is_right() -> None:
    verdict = judge(EXERCISE, EXERCISE.local(loop))
    assert (verdict.rung, verdict.slip, verdict.points) == ("rounds", "calls-grow", 0)
    assert f"times for {MORE} times as many" in verdict.message
    assert f"scan(torch.randn({MORE * EXERCISE.rounds}, 1, 2)" in verdict.called
    assert judge(replace(EXERCISE, rounds=0), EXERCISE.local(loop)).passed
    wrong = judge(EXERCISE, EXERCISE.local(lambda a, b, h_0: loop(a, b, 0 * h_0)))
    assert wrong.slip == "h-0-forgotten"


def test_a_call_is_counted_once_whatever_it_calls() -> None:
    x = torch.ones(3, 4)
    assert called_and_counted(lambda: None) == 0
    assert called_and_counted(lambda: torch.add(x, x)) == 1
    assert called_and_counted(lambda: torch.nn.functional.pad(x, (1, 1))) == 1
    assert called_and_counted(lambda: x[0] + x[1] * x[2]) == 5


def test_a_loop_cannot_pass_by_few_calls_for_each_step() -> None:
    """Even where a step is one call, and all else costs ten, the calls of a loop grow by more than is allowed."""
    assert (EXERCISE.rounds * MORE + 10) / (EXERCISE.rounds + 10) > MOST


@pytest.mark.parametrize(
    "exercise", [each for each in exercises().values() if each.rounds], ids=lambda exercise: exercise.id
)
def test_only_the_steps_differ_where_calls_are_counted(exercise) -> None:
    """A loop over the units, too, would otherwise hide how the calls grow with the steps."""
    drawn = [sizes(exercise, trial.everything) for trial in exercise.trials(Random(torch.Generator().manual_seed(0)))]
    short, long = ([each for each in drawn if each["T"] == n] for n in (exercise.rounds, MORE * exercise.rounds))
    assert len(short) == len(long) == 1
    assert {**short[0], "T": 0} == {**long[0], "T": 0}


class CutShort(LocalAnswer):
    """An answer in a child whose watched calls do not come back in time, as a loop's on a slow machine."""

    def call(self, arguments, gradient=False, use=""):
        if use:
            return Reply(failure=Failure("ended", "`scan` did not come back within 0.1 s", "Ended"))
        return super().call(arguments, gradient)


@pytest.mark.parametrize("exercise", [EXERCISE, replace(find("today/scan"), rounds=0)], ids=["rounds", "by hand"])
def test_a_watched_call_that_is_cut_short_is_no_pass(exercise) -> None:
    answer = CutShort(loop)
    assert judge_if_right(exercise, answer) is None
    verdict = judge(exercise, answer)
    assert (verdict.passed, verdict.rung, verdict.points) == (False, "ended", 0)
    assert "did not come back within 0.1 s" in verdict.message
