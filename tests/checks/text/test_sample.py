"""The distribution test of text/sample: how seldom it fails a right answer, and that it lets no wrong one pass."""

import math
from itertools import combinations, pairwise

import pytest
import torch

from course_utils.checks import find, judge
from course_utils.checks.engine.ladder import judge_if_right
from course_utils.checks.engine.trial import Random
from course_utils.checks.learner.values import to_object
from course_utils.checks.text import sample
from course_utils.checks.text.sample import EVENTS, FALSE_ALARM, LIMIT, TESTS, unlikely
from tools.answer_bank import answers_to

SEEDS = 200
EXERCISE = find("text/sample")


def trials(seed):
    return list(EXERCISE.trials(Random(torch.Generator().manual_seed(seed))))


def test_the_false_alarm_is_below_one_in_a_billion() -> None:
    assert FALSE_ALARM == TESTS * 2 * math.exp(-LIMIT) < 1e-9


def test_no_check_makes_more_tests_than_the_bound_counts(monkeypatch) -> None:
    """In the whole check of a right answer, which has the first trial twice, and of the oracle on the same trials."""
    made = []
    monkeypatch.setattr(sample, "unlikely", lambda *numbers: made.append(numbers) or unlikely(*numbers))
    (answer,) = (each for each in answers_to(EXERCISE.id, right=True) if each.path.stem == "right-mask")
    names = {}
    exec(answer.source, names)
    assert judge(EXERCISE, EXERCISE.local(names["sample"]), seed=12345).passed
    assert len(trials(0)) * 2 < len(made) <= TESTS == 2 * (len(trials(0)) + 2) * (EVENTS + 2)


@pytest.mark.parametrize("n", [1, 21, 33, 50, 100, 210])
def test_the_bound_holds_for_exact_probabilities(n) -> None:
    """Of all outcomes of n draws, those that a test fails have a probability of 2 * exp(-LIMIT) at most."""
    for p in (1e-9, 0.01, 0.05, 0.2, 0.47, 0.5, 0.7, 0.95, 0.999, 1.0):
        failed = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1) if unlikely(k, n, p) > LIMIT]
        assert sum(failed) <= 2 * math.exp(-LIMIT)
    assert unlikely(1, n, 0.0) == math.inf
    assert unlikely(0, n, 0.0) == 0


def test_rows_that_are_told_to_be_alike_are() -> None:
    """Two and two are the same; all have the same probabilities, and neighbouring pairs have other scores."""
    for trial in trials(0):
        logits, temperature = trial.arguments["logits"], trial.arguments["temperature"] or 1
        assert all(torch.equal(logits[row], logits[row + 1]) for row in range(0, len(logits) - 1, 2))
        falling = logits.double().sort(1, descending=True).values / temperature
        for one, other in combinations(falling[::2], 2):
            torch.testing.assert_close(one - one[0], other - other[0], rtol=0, atol=1e-4)
        assert not any(torch.equal(one, other) for one, other in pairwise(falling[::2]))


@pytest.mark.parametrize(
    "name", ["temperature-multiplied", "multiplied-in-python", "one-too-many", "one-too-few", "softmax-twice"]
)
def test_no_seed_lets_a_wrong_answer_pass(name) -> None:
    (answer,) = (each for each in answers_to(EXERCISE.id, right=False) if each.path.stem == f"wrong-{name}")
    names = {}
    exec(answer.source, names)
    for seed in range(SEEDS):
        assert judge_if_right(EXERCISE, EXERCISE.local(names["sample"]), seed) is None, f"accepted at seed {seed}"


def test_an_answer_with_a_generator_of_its_own_is_not_told_that_it_keeps_something() -> None:
    """Wrong in a way that no slip fits, and other letters in every call."""
    source = torch.Generator()
    source.seed()

    def wrong(logits, temperature, _top_k):
        noise = torch.rand(logits.shape, generator=source)
        return (logits + (temperature + 1) * noise).argmax(1)

    for seed in range(5):
        verdict = judge(
            EXERCISE, EXERCISE.local(lambda logits, temperature, top_k: wrong(logits, temperature, top_k)), seed
        )
        assert not verdict.passed
        assert (verdict.rung, verdict.slip) == ("values", ""), verdict.as_text()


def test_the_probabilities_are_those_of_softmax() -> None:
    """The oracle's draws, 20,000 of one trial, against torch's softmax of the highest scores."""
    for trial in trials(0):
        logits, temperature, top_k, _ = map(to_object, trial.arguments.values())
        if temperature == 0:
            continue
        scores = logits[0].masked_fill(logits[0] < logits[0].sort().values[-(top_k or len(logits[0]))], -torch.inf)
        p = torch.softmax(scores / temperature, 0)
        drawn = EXERCISE.oracle(logits[:1], temperature, top_k, 20_000).draws.flatten()
        share = drawn.bincount(minlength=len(p)) / len(drawn)
        assert (share - p).abs().max() < 6 * 0.5 / len(drawn) ** 0.5
