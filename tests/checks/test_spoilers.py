"""A test of the conditions: spoiled right answers are rejected, or listed with a reason.

A spoiler makes a right answer wrong on the calls that meet one condition. So does an answer that repairs a shape until
it fits, drops an axis of size 1, works for one order of sizes, or remembers results. Only the wrong numbers matter, so
one right answer stands for all. `tests/checks/spoilers.py` has the spoilers.
"""

import tomllib
from pathlib import Path

import pytest

from course_utils.checks import exercises, judge
from course_utils.checks.engine.exercise import Exercise
from tests.checks.spoilers import right_answer, spoilers_of

LISTED = tomllib.loads(Path(__file__).with_name("accepted_spoilers.toml").read_text())
ADVICE = (
    "accepted: {}. Add a trial that tells it apart, such as F=66 for 'a table up to F=64'. Only where the answer is"
    " right all the same, list it in accepted_spoilers.toml, with the reason."
)
SPOILED = [each for each in exercises().values() if not each.seconds]  # a training takes seconds


@pytest.mark.parametrize("exercise", SPOILED, ids=lambda exercise: exercise.id)
def test_a_spoiled_answer_is_rejected_at_every_seed(exercise: Exercise) -> None:
    listed = LISTED.get(exercise.id, {})
    spoilers, right = dict(spoilers_of(exercise)), right_answer(exercise)
    assert spoilers, "no spoiler applies: does the exercise name its axes?"
    accepted = set()
    for name, spoil in spoilers.items():
        for seed in range(2):
            verdict = judge(exercise, exercise.local(spoil(exercise, right)), seed)
            if verdict.passed:
                accepted.add(name)
    assert not accepted - listed.keys(), ADVICE.format(sorted(accepted - listed.keys()))
    assert not listed.keys() - accepted, f"listed as accepted, but rejected: {sorted(listed.keys() - accepted)}"
    assert all(listed.values()), "a listed spoiler has no reason"
