"""The bank of learners' answers: which exercise each file answers, and the verdict that its first line expects.

The line is `# right`, `# slip: gate-order-ifog` or, for a wrong answer without a slip, `# rung: shape`. A second
line, `# says: Which axis is time?`, holds words that the verdict must contain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import torch

from course_utils.checks import CheckFailed, Verdict, check, find
from course_utils.checks.engine.rungs import GeneralSlip, Rung

ANSWERS = Path(__file__).parent.parent / "tests" / "answers"
GENERAL_SLIPS: frozenset[str] = frozenset(get_args(GeneralSlip))
RUNGS: frozenset[str] = frozenset(get_args(Rung))
SAYS = "# says: "
LINE = re.compile(r"# (?:right|(?:slip: (?P<slip>[a-z0-9-]+))|(?:rung: (?P<rung>[a-z0-9-]+)))")


@dataclass(frozen=True)
class Expected:
    """The verdict that an answer must get. Without slip and rung, a wrong answer must only be rejected."""

    right: bool
    slip: str = ""
    rung: str = ""

    @property
    def name(self) -> str:
        """Its name in a gradebook: the slip if there is one, else the rung; empty for a right answer."""
        return self.slip or self.rung


@dataclass(frozen=True)
class Attempt:
    """One file in a folder of answers."""

    path: Path

    @property
    def exercise(self) -> str:
        return f"{self.path.parent.parent.name}/{self.path.parent.name}"

    @cached_property
    def source(self) -> str:
        return self.path.read_text()

    @property
    def by_name(self) -> str:
        """`right` or `wrong` by the first word of the file's name, else empty."""
        word = self.path.stem.partition("-")[0]
        return word if word in ("right", "wrong") else ""

    @cached_property
    def written(self) -> Expected | None:
        """The expectation in the first line; None if there is none."""
        said = LINE.fullmatch(self.source.partition("\n")[0])
        if not said:
            return None
        slip, rung = said["slip"] or "", said["rung"] or ""
        return Expected(right=not (slip or rung), slip=slip, rung=rung)

    @property
    def says(self) -> str:
        """The words of the verdict that the second line expects; empty if it expects none."""
        second = self.source.split("\n", 2)[1:2]
        return second[0].removeprefix(SAYS) if second and second[0].startswith(SAYS) else ""

    @property
    def expected(self) -> Expected:
        """The expectation in the first line; without one, right or wrong by the file's name."""
        assert self.written or self.by_name, f"{self.path}: neither its first line nor its name says right or wrong"
        return self.written or Expected(right=self.by_name == "right")

    @property
    def right(self) -> bool:
        return self.expected.right

    def is_fair(self, points: float | None) -> bool:
        """Whether it may earn these points: all if right, none if wrong, or fewer than all if parts earn points."""
        exercise = find(self.exercise)
        if exercise.parts and not self.right:
            return points is not None and points < exercise.points
        return points == (exercise.points if self.right else 0)

    def made(self) -> Any:
        """The function or class that the cell makes; None if it makes none of that name."""
        namespace = {"torch": torch, "nn": torch.nn}
        exec(compile(self.source, self.path, "exec"), namespace)
        return namespace.get(find(self.exercise).answer_name)

    def verdict(self, seed: int) -> Verdict | None:
        """The verdict of `check`, called as in a notebook; None if the answer passed."""
        try:
            check(self.exercise, self.made(), seed=seed)
        except CheckFailed as failed:
            return failed.verdict
        return None


def attempts(folder: Path = ANSWERS) -> list[Attempt]:
    """All answers in a folder that is laid out as <lesson>/<exercise>/<name>.py."""
    return [Attempt(path) for path in sorted(folder.glob("*/*/*.py"))]


def answers_to(exercise: str, *, right: bool) -> list[Attempt]:
    """The right or the wrong answers to one exercise, by name."""
    found = [Attempt(path) for path in sorted((ANSWERS / exercise).glob("*.py"))]
    return [attempt for attempt in found if attempt.right == right]
