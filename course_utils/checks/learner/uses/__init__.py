"""How answers are used, where an exercise wants more than a call: make an object of a class, then call that.

This runs where the answer is, in the learner's own process, which must not know what is right. So nothing here
decides anything: what comes back is looked at by the check. A use for one exercise has a module of its own; what it
gives is a `Payload`, which its check reads back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch.nn.utils.rnn import PackedSequence

from course_utils.checks.learner.uses.accuracy import accuracy_measured
from course_utils.checks.learner.uses.copy_weights import called_and_source_erased
from course_utils.checks.learner.uses.row_classifier import classifier_asked
from course_utils.checks.learner.uses.train import trained_and_tested
from course_utils.checks.learner.uses.train_step import two_steps_taken


def called(answer: Callable[..., Any], *arguments: Any) -> Any:
    """Call the answer with the arguments: what is done with most of them."""
    return answer(*arguments)


def called_with_a_list(answer: Callable[..., Any], items: tuple[Any, ...]) -> Any:
    """Call the answer with a list of the items, as a DataLoader calls its collate function."""
    return answer(list(items))


def called_with_a_packed_batch(answer: Callable[..., Any], packed: tuple[Any, ...], *arguments: Any) -> Any:
    """Call the answer with a packed sequence of these fields, and the other arguments."""
    return answer(PackedSequence(*packed), *arguments)


USES: dict[str, Callable[..., Any]] = {
    use.__name__: use
    for use in (
        *(called, called_with_a_list, called_with_a_packed_batch, called_and_source_erased),
        *(classifier_asked, two_steps_taken, accuracy_measured, trained_and_tested),
    )
}
