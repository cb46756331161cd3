"""Trials of the exercises of lesson 01 with one setting after the other, such as the non-linearity."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from course_utils.checks.engine.exercise import Random, Trial
from course_utils.checks.learner.values import Value


def cycled(run: Callable[[Random], Iterator[Trial]], *settings: Mapping[str, Value]) -> Callable[[Random], Any]:
    """The same trials with more arguments: the first settings, the second, …, and from the first again."""

    def drawn(random: Random) -> Iterator[Trial]:
        for trial, more in zip(run(random), itertools.cycle(settings)):  # the settings never end
            yield replace(trial, arguments={**trial.arguments, **more})

    return drawn
