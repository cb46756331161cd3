"""What can keep a learner's code from being run, or end it; none of it is a fault of the judge."""

from __future__ import annotations

from course_utils.errors import PlainError


class NoSandbox(PlainError):
    """Learners' code cannot be run safely here, or not at all; the message says why and what to do."""


class ZygoteGone(NoSandbox):
    """The zygote, or a child before it was handed over, was killed while it was needed; another zygote may do."""


class Ended(Exception):
    """The child is no more.

    `kind` is `time` (it was ended at a deadline), `died` (it ended by itself), `disk` (it wrote too much), `memory` (it
    took too much), `protocol` (it did what no child of ours does) or `judge` (the grader failed, and it was ended to be
    safe); the message is a sentence for the learner.
    """

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
