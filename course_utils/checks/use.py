"""How answers are used, where an exercise wants more than a call: make an object of a class, then call that.

This runs where the answer is, in the learner's own process, which must not know what is right. So nothing here
decides anything: what comes back is looked at by the check.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def called(answer: Callable[..., Any], *arguments: Any) -> Any:
    """Call the answer with the arguments: what is done with most of them."""
    return answer(*arguments)


def made_and_called(answer: Callable[..., Any], made_with: tuple[Any, ...], *inputs: Any) -> Any:
    """Make an object of the answer, a class, then call the object."""
    return answer(*made_with)(*inputs)


USES: dict[str, Callable[..., Any]] = {use.__name__: use for use in (called, made_and_called)}
