"""What comes of a bundle: the outputs of its cells, among them the verdicts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from course_utils.checks.learner.verdict import MIME
from course_utils.grading.protocol.outputs import Output


@dataclass(frozen=True)
class Graded:
    """What came of a bundle.

    Attributes:
        cells: the outputs of each code cell, in order.
        seconds: what it took.
        faults: what went wrong in the grader itself, as tracebacks; such a result is not kept.
    """

    cells: Sequence[Sequence[Output]]
    seconds: float
    faults: Sequence[str] = field(default_factory=list)

    def verdicts(self) -> list[Mapping[str, Any]]:
        """The verdicts on exercises, as data."""
        outputs = (output for cell in self.cells for output in cell)
        return [output["data"][MIME] for output in outputs if MIME in output.get("data", {})]

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, said: bytes) -> Graded:
        """The inverse of `to_bytes`."""
        return cls(**json.loads(said))
