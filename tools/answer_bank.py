"""The bank of learners' answers: which exercise each file answers, and what its first line says that it must get.

The line is `# right`, `# slip: gate-order-ifog` or, of a wrong answer that no slip names, `# rung: shape`. A second
line, `# says: Which axis is time?`, holds words of the verdict: advice after an error, or where a difference lies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import get_args

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
    """What an answer must get. Of a wrong one with neither slip nor rung, nothing more is expected."""

    right: bool
    slip: str = ""
    rung: str = ""

    @property
    def name(self) -> str:
        """What a gradebook calls it: the slip if one is named, else the rung; empty of a right answer."""
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
        """What the first line says; None if it says nothing of the kind."""
        said = LINE.fullmatch(self.source.partition("\n")[0])
        if not said:
            return None
        slip, rung = said["slip"] or "", said["rung"] or ""
        return Expected(right=not (slip or rung), slip=slip, rung=rung)

    @property
    def says(self) -> str:
        """What the second line says that the verdict says; empty if it says nothing of the kind."""
        second = self.source.split("\n", 2)[1:2]
        return second[0].removeprefix(SAYS) if second and second[0].startswith(SAYS) else ""

    @property
    def expected(self) -> Expected:
        """What the first line says; without one, right or wrong by the name."""
        assert self.written or self.by_name, f"{self.path}: neither its first line nor its name says right or wrong"
        return self.written or Expected(right=self.by_name == "right")

    @property
    def right(self) -> bool:
        return self.expected.right

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
    """The right or the wrong answers to one exercise, by name."""
    found = [Attempt(path) for path in sorted((ANSWERS / exercise).glob("*.py"))]
    return [attempt for attempt in found if attempt.right == right]
