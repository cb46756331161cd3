"""How answers are used, where an exercise wants more than a call: make an object of a class, then call that.

This runs in the learner's own process, which must not know the right answers. So nothing here decides anything, and
nothing here is trusted: a learner's code can replace any of it. A use returns numbers, which the check compares with
the right ones. Each use says what a forger of these numbers would have to do. A use for one exercise has a module of
its own; it returns a `Payload`, which the check of that exercise reads back.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from torch.nn.utils.rnn import PackedSequence

from course_utils.checks.learner.uses.accuracy import accuracy_measured
from course_utils.checks.learner.uses.clip_norm import gradients_clipped
from course_utils.checks.learner.uses.copy_weights import called_and_source_erased
from course_utils.checks.learner.uses.detach import state_cut_off
from course_utils.checks.learner.uses.drawn import drawn_often
from course_utils.checks.learner.uses.locked_dropout import dropped_often
from course_utils.checks.learner.uses.row_classifier import classifier_asked
from course_utils.checks.learner.uses.tbptt import pass_taken
from course_utils.checks.learner.uses.train import trained_and_tested
from course_utils.checks.learner.uses.train_step import two_steps_taken
from course_utils.checks.learner.uses.watched import called_and_counted, called_and_drawn, watched
from course_utils.checks.learner.values import equal


def called(answer: Callable[..., Any], *arguments: Any) -> Any:
    """Call the answer with the arguments: the use of most exercises.

    A forger has to give the right values and gradients for arguments that he has never seen.
    """
    return answer(*arguments)


def called_with_a_list(answer: Callable[..., Any], items: list[Any]) -> Any:
    """Call the answer with a list of the items, as a DataLoader calls its collate function.

    Items that are equal become one object, as where a data set is drawn from with replacement.
    A forger has to give what a right answer gives. He can lie about whether the list has changed, as with any argument.
    """
    for k, item in enumerate(items):
        items[k] = next(earlier for earlier in items[: k + 1] if earlier is item or equal(earlier, item))
    return answer(items)


def called_with_a_packed_batch(answer: Callable[..., Any], packed: tuple[Any, ...], *arguments: Any) -> Any:
    """Call the answer with a packed sequence of these fields, and the other arguments.

    A forger has to do the same as with `called`.
    """
    return answer(PackedSequence(*packed), *arguments)


USES: dict[str, Callable[..., Any]] = {
    use.__name__: use
    for use in (
        *(called, called_with_a_list, called_with_a_packed_batch, called_and_source_erased),
        *(called_and_counted, called_and_drawn),
        *(state_cut_off, pass_taken, gradients_clipped, dropped_often, drawn_often),
        *(classifier_asked, two_steps_taken, accuracy_measured, trained_and_tested),
    )
}
LISTED = (called_with_a_list.__name__, accuracy_measured.__name__)  # the uses that turn tuples into lists
WATCHED = "watched "  # before the name of a use: what it calls is recorded


def named(use: str) -> Callable[..., Any]:
    """The use with this name, or `module:function` in the `learner` of another course; WATCHED may stand before it."""
    if use.startswith(WATCHED):
        return watched(named(use.removeprefix(WATCHED)))
    module, _, function = use.rpartition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function) if module else USES[use]
    return found
