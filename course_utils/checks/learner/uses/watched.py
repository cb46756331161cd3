"""Calls an answer and records what it calls or draws. Advice may depend on that, and no number of the check does."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from course_utils.checks.learner.values import equal, to_value

_PACKAGE = __name__.partition(".")[0]
_CLIPPING = "torch.nn.utils.clip_grad"  # functions of torch in Python: no name of what they call tells which it was
# The modules that compute what exercises ask for.
_READY_MADE = (f"{_PACKAGE}.recurrence", f"{_PACKAGE}.sequences", f"{_PACKAGE}.scans")


def watched(use: Callable[..., Any]) -> Callable[..., tuple[str, ...]]:
    """The same use, which returns the names of the functions called: torch's, and ready-made ones of this package.

    A forger need only leave a name out: this is meant for honest learners who call a ready-made function.
    """

    def used(answer: Callable[..., Any], *arguments: Any) -> tuple[str, ...]:
        notes = _Notes()
        with notes:
            use(answer, *arguments)
        return tuple(notes.names)

    return used


def called_and_counted(answer: Callable[..., Any], *arguments: Any) -> int:
    """Call the answer and return how often it calls torch; what a torch function calls in turn does not count.

    A forger need only return another number: this is meant for honest learners who loop over the steps.
    """
    count = _Count()
    with count:
        answer(*arguments)
    return count.calls


def called_and_drawn(answer: Callable[..., Any], *arguments: Any) -> bool:
    """Call the answer twice and say whether it draws random numbers from torch on which its result depends.

    A forger changes the advice that he reads, and no mark.
    """
    results, generator, drawn = [], torch.default_generator, False
    for seed in (1, 2):
        generator.manual_seed(seed)
        before = generator.get_state()
        results.append(to_value(answer(*copy.deepcopy(arguments))))
        drawn = drawn or not torch.equal(before, generator.get_state())
    return drawn and not equal(*results)


class _Count(TorchFunctionMode):
    """Counts the calls of torch."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.calls += 1
        return func(*args, **(kwargs or {}))


class _Notes(TorchFunctionMode):
    """Sees every function of torch that is called, under whatever name the learner's code knows it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, None] = {}  # a dictionary as an ordered set

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names |= dict.fromkeys(_ready_made(sys._getframe(1)))
        if name := getattr(func, "__name__", ""):
            self.names[name] = None
        return func(*args, **(kwargs or {}))


def _ready_made(frame: FrameType | None) -> list[str]:
    """The ready-made functions that are running, the one that the answer called first."""
    names: list[str] = []
    while frame and frame.f_globals is not globals():
        module, name = frame.f_globals.get("__name__", ""), frame.f_code.co_name
        if module in _READY_MADE:
            names.insert(0, f"{module}.{name}")
        elif module == _CLIPPING:
            names.insert(0, f"nn.utils.{name.lstrip('_')}")  # as it is known to the outside
        frame = frame.f_back
    return names
