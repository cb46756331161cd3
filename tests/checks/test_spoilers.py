"""A grader of the conditions: right answers, spoiled where a check may not look, are rejected, or listed with a reason.

What is spoiled is the numbers, on the calls of one condition: what an answer gives that repairs a shape until it fits,
takes an axis of size 1 away, was written for one order of sizes, or remembers: how it came to them makes no difference,
so the oracle stands for all right answers. `tests/checks/spoilers.py` has the spoilers.
"""

import tomllib
from pathlib import Path

import pytest

from course_utils.checks import exercises, judge
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.learner.uses import called
from tests.checks.spoilers import spoilers_of

LISTED = tomllib.loads(Path(__file__).with_name("accepted_spoilers.toml").read_text())
ADVICE = (
    "accepted: {}. Add a trial that tells it apart, such as F=20 for 'a table up to F=8'. Only where the answer is"
    " right all the same, list it in accepted_spoilers.toml, with the reason."
)
SPOILED = [each for each in exercises().values() if each.axes and each.use == called.__name__]


@pytest.mark.parametrize("exercise", SPOILED, ids=lambda exercise: exercise.id)
def test_a_spoiled_answer_is_rejected_at_every_seed(exercise: Exercise) -> None:
    listed = LISTED.get(exercise.id, {})
    spoilers = dict(spoilers_of(exercise))
    assert spoilers, "there is nothing to spoil: what are the exercise's axes?"
    accepted = set()
    for name, spoil in spoilers.items():
        for seed in range(2):
            verdict = judge(exercise, exercise.local(spoil(exercise, exercise.oracle)), seed)
            if verdict.passed:
                accepted.add(name)
    assert not accepted - listed.keys(), ADVICE.format(sorted(accepted - listed.keys()))
    assert not listed.keys() - accepted, f"listed, and rejected: {sorted(listed.keys() - accepted)}"
    assert all(listed.values()), "each with its reason"
