"""The bank of learners' answers in tests/answers, on which the checks are graded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch

from course_utils.checks import CheckFailed, Verdict, check, find
from course_utils.checks.engine.rungs import ERRORS

ANSWERS = Path(__file__).parent.parent / "tests" / "answers"
GENERAL_SLIPS = {
    "missing",
    "returns-none",
    "axes-swapped",
    "wrong-dtype",
    "not-finite",
    "input-changed",
    "detached",
    "partly-detached",
    "keeps-state",
    "first-sizes-only",
    "first-line-changed",
    "yields",
    "returns-numpy",
    "not-one-tensor",
    "number-for-tensor",
    "other-parts",
    "other-keys",
    "names-left-out",
    "float-for-int",
    "tensor-for-number",
    "axis-lost",
    "axis-too-many",
    *(slip for slip, _ in ERRORS.values()),
}


@dataclass(frozen=True)
class Attempt:
    """One file in a folder of answers."""

    path: Path

    @property
    def exercise(self) -> str:
        return f"{self.path.parent.parent.name}/{self.path.parent.name}"

    @property
    def right(self) -> bool:
        return self.path.stem.startswith("right-")

    @property
    def slip(self) -> str:
        """The slip this answer must be diagnosed as; empty if its name is not that of a known slip."""
        name = self.path.stem.removeprefix("wrong-")
        known = {slip.name for slip in find(self.exercise).slips} | GENERAL_SLIPS
        return name if not self.right and name in known else ""

    @cached_property
    def source(self) -> str:
        return self.path.read_text()

    def is_fair(self, points: float | None) -> bool:
        """Whether this is what it may earn: all points if right, none if wrong; where parts count, fewer than all."""
        exercise = find(self.exercise)
        if exercise.parts and not self.right:
            return points is not None and points < exercise.points
        return points == (exercise.points if self.right else 0)

    def verdict(self, seed: int) -> Verdict | None:
        """What `check` says, as in a notebook: None when it is content."""
        namespace = {"torch": torch, "nn": torch.nn}
        exec(compile(self.source, self.path, "exec"), namespace)
        try:
            check(self.exercise, namespace.get(find(self.exercise).answer_name), seed=seed)
        except CheckFailed as failed:
            return failed.verdict
        return None


def attempts(folder: Path = ANSWERS) -> list[Attempt]:
    """All answers in a folder that is laid out as <lesson>/<exercise>/<name>.py."""
    return [Attempt(path) for path in sorted(folder.glob("*/*/*.py"))]


def answers_to(exercise: str, *, right: bool) -> list[Attempt]:
    """The right or the wrong answers to one exercise, by name; there may be none."""
    found = [Attempt(path) for path in sorted((ANSWERS / exercise).glob("*.py"))]
    return [attempt for attempt in found if attempt.right == right]
