"""The ladder: which rung fails first, on which trial, and what it never does to a notebook."""

from dataclasses import replace

import pytest
import torch

from course_utils import check
from course_utils.checks import find, judge
from course_utils.checks.engine.exercise import Exercise, Slip
from course_utils.checks.engine.kinds import DictOf, Plain, TensorOf
from course_utils.checks.engine.trial import Trial
from course_utils.checks.learner.answer import LocalAnswer
from course_utils.checks.learner.values import tensors
from tests.helpers.verdicts import SPLIT, right, verdict_on


def prints_a_novel(weight):
    print("It was the best of times, it was the worst of times. " * 2000)
    return right(weight)


def test_changed_input_is_named() -> None:
    def changes(weight):
        blocks = {gate: block.clone() for gate, block in right(weight).items()}
        weight.zero_()
        return blocks

    verdict = verdict_on(changes)
    assert (verdict.rung, verdict.slip) == ("inputs", "input-changed")
    assert "`weight`" in verdict.message


def test_a_right_answer_that_prints_passes_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    check(SPLIT, prints_a_novel)
    printed = capsys.readouterr()
    assert "best of times" not in printed.out + printed.err
    assert "106,001 characters" not in printed.err
    assert len(printed.out.splitlines()) == 1
    assert "characters, which a check does not read" in printed.out


def test_an_edge_says_which() -> None:
    def squeezes(x, state, *weights):
        h, c = find("lstm/step").oracle(x, state, *weights)
        return h.squeeze(), c.squeeze()

    verdict = verdict_on(squeezes, "lstm/step")
    assert verdict.rung == "edges"
    assert "a batch of one example (batch = 1)" in verdict.message


def test_no_grad_around_a_check_does_not_decide() -> None:
    with torch.no_grad():
        check(SPLIT, right)


def spoil(*arguments: object) -> None:
    with torch.no_grad():
        for tensor in tensors(list(arguments)):
            tensor.zero_()


@pytest.mark.parametrize("name", ["lstm/cell-states", "lstm/encoder-to-decoder", "packing/last-step", "gru/paper-step"])
def test_an_answer_that_spoils_its_arguments_spoils_no_later_check(name: str) -> None:
    exercise = find(name)
    assert not judge(exercise, LocalAnswer(spoil), seed=11).passed
    assert judge(exercise, LocalAnswer(exercise.oracle), seed=11).passed


def test_an_exercise_with_a_broken_oracle_is_the_courses_fault() -> None:
    broken = Exercise(
        id="lstm/broken",
        parameters=("x",),
        points=1,
        trials=lambda random: iter([Trial({"x": random.normal(2)})]),
        oracle=lambda x: 1 / 0,
        returns=TensorOf(("seq_len",)),
        slips=(),
    )
    with pytest.raises(AssertionError, match="the oracle of lstm/broken failed"):
        judge(broken, broken.local(lambda x: x))


PARTS = Exercise(
    id="lstm/parts",
    parameters=("n",),
    points=3,
    trials=lambda random: (Trial({"n": n}) for n in range(1, 7)),
    oracle=lambda n: {"once": n, "twice": 2 * n, "squared": n * n},
    returns=DictOf({name: Plain(int) for name in ("once", "twice", "squared")}),
    slips=(),
    gradient=False,
    parts=True,
)


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (lambda n: {"once": n, "twice": 2 * n, "squared": n * n}, 3),
        (lambda n: {"once": n, "twice": n + n, "squared": n**3}, 2),
        (lambda n: {"once": n, "twice": n + 1, "squared": 36 if n == 6 else 0}, 1),
        (lambda n: {"once": 1, "twice": 2, "squared": 1}, 0),
        (lambda n: {"once": n, "twice": 2 * n}, 0),
        (lambda n: 1 / 0, 0),
    ],
)
def test_each_part_earns_its_share(answer, points) -> None:
    verdict = judge(PARTS, PARTS.local(answer))
    assert verdict.points == points
    assert verdict.passed == (points == 3)
    so_far = "2 of 3 points so far, for what is right in every call: once, twice."
    assert (so_far in verdict.suggestion) == (points == 2)


def test_a_slip_may_be_about_one_part() -> None:
    doubled = Slip(
        "doubled", "you double", "Do not.", lambda n: {"once": n, "twice": 2 * n, "squared": 2 * n}, "squared"
    )
    exercise = replace(PARTS, slips=(doubled,))

    def slip(answer: object) -> str:
        return judge(exercise, exercise.local(answer)).slip

    assert slip(lambda n: {"once": n, "twice": 2 * n, "squared": 2 * n}) == "doubled"
    assert slip(lambda n: {"once": n, "twice": 0, "squared": 2 * n}) == "", "a fault in an earlier part comes first"


def test_what_is_known_is_not_given_to_the_answer() -> None:
    guess = Exercise(
        id="lstm/guess",
        parameters=("x",),
        points=1,
        trials=lambda random: iter([Trial({"x": 1}, known={"label": 7})]),
        oracle=lambda x, label: x + label,
        returns=DictOf({"right": Plain(bool, wrong="it is wrong")}),
        observe=lambda before, reply: {"right": reply.value == before["x"] + before["label"]},
        slips=(Slip("label-only", "you leave x out", "Look at x.", lambda x, label: label),),
        gradient=False,
    )
    seen = []
    verdict = judge(guess, guess.local(lambda x: seen.append(x) or 7))
    assert (verdict.slip, verdict.message) == ("label-only", "you leave x out")
    assert set(seen) == {1}
    assert judge(guess, guess.local(lambda x: 8)).passed


def test_what_is_kept_is_told_as_it_was_seen() -> None:
    """Either the same call gave another result, or a call gave the result of an earlier one."""
    totals: list[torch.Tensor] = []
    first: list[object] = []

    def adds_up(weight):
        totals.append(weight.sum())
        return right(weight + sum(totals[:-1]))

    def remembers(weight):
        first.append(right(weight))
        return first[0]

    again, earlier = verdict_on(adds_up), verdict_on(remembers)
    assert again.slip == earlier.slip == "keeps-state"
    assert "does not give the same again" in again.message
    assert again.called == "split_gates(torch.randn(20, 8))", "the repeated call is the first one"
    assert "the result of an earlier call" in earlier.message
    assert earlier.got == "the result of split_gates(torch.randn(20, 8))"
    assert earlier.called != again.called


def test_an_answer_that_looks_at_requires_grad_is_told_that() -> None:
    verdict = verdict_on(lambda weight: right(weight * (2 if weight.requires_grad else 1)))
    assert (verdict.rung, verdict.slip) == ("gradient", "other-with-gradients")
    assert "other numbers than without" in verdict.message


def test_the_result_that_is_wrong_is_told_and_where() -> None:
    def last_gate_moved(weight):
        blocks = right(weight)
        return {**blocks, "o": torch.cat([blocks["o"][:1] + 1, blocks["o"][1:]])}

    verdict = verdict_on(last_gate_moved)
    assert (
        "'i', 'f' and 'g' are right; 'o' has the right shape; units 1 to 4 are right, unit 0 differs" in verdict.message
    )
