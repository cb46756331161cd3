"""A bundle: everything that a verdict depends on, as canonical JSON.

That is the course, the code cells, the files beside the notebook, the seed of the trials, the limits and the version of
what decides.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from course_utils.checks.engine.course import Course
from course_utils.grading.deciding.version import version
from course_utils.grading.sandbox.limits import Limits

MEMORY = Limits().memory >> 20  # MB
CHECK = re.compile(r'check\(\s*["\']([\w-]+/[\w-]+)["\']\s*\)')


@dataclass(frozen=True)
class Cell:
    """A code cell: its source, and whether it is one of the checks that decide about a mark."""

    source: str
    decides: bool

    def exercise(self) -> str | None:
        """The id of the exercise that it decides, if that is all it does."""
        match = CHECK.fullmatch(self.source.strip()) if self.decides else None
        return match[1] if match else None


@dataclass(frozen=True)
class Seconds:
    """What one cell, one call of an answer and a whole submission may take."""

    cell: float
    call: float
    submission: float


def make(
    course: Course,
    cells: Sequence[Cell],
    seed: int,
    seconds: Seconds,
    files: Mapping[str, bytes] | None = None,
    memory: int = MEMORY,
) -> bytes:
    """The bundle of a submission, which may take `memory` MB: the same bytes for the same content.

    Raises:
        UnknownCourse: the course is not installed here.
    """
    content = {
        "course": course.name,
        "cells": [asdict(cell) for cell in cells],
        "files": {name: base64.b64encode(contents).decode() for name, contents in (files or {}).items()},
        "seed": seed,
        "seconds": asdict(seconds),
        "memory": memory,
        "version": version(course, exercises_in(cells)),
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def files_in(asked: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a bundle, by name."""
    return {name: base64.b64decode(contents) for name, contents in asked.items()}


def exercises_in(cells: Iterable[Cell]) -> frozenset[str]:
    """The ids of the exercises that these cells decide."""
    return frozenset(exercise for cell in cells if (exercise := cell.exercise()))
