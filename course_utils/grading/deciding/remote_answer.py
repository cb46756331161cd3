"""An answer in a child, as a check sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from course_utils.checks.learner.answer import Failure, Reply
from course_utils.checks.learner.values import Value
from course_utils.grading.deciding.errors import Ended


class RemoteAnswer:
    """An answer in a child: `Answer` as a check sees it.

    Once a call has not come back, no further one is tried; `ended` then says why.

    Args:
        start: starts a child if there is none, and runs the cells in it: that is not the answer's time.
        call: asks the child, given arguments, whether gradients are wanted, a number of seconds, and a use if it is not
            the exercise's own.
        name: the answer's name in the notebook.
        seconds: what one call may take.
        total: what all calls may take together.
    """

    def __init__(
        self,
        start: Callable[[], object],
        call: Callable[[Sequence[Value], bool, float, str], Reply],
        name: str,
        seconds: float,
        total: float,
    ) -> None:
        self._start, self._call = start, call
        self._name, self._seconds, self._total = name, seconds, total
        self._left = total
        self.ended: Ended | None = None

    def call(self, arguments: Sequence[Value], gradient: bool = False, use: str = "") -> Reply:
        """Call the answer once; see `Answer.call`."""
        try:
            if self.ended is None:
                self._start()
        except Ended as ended:
            self.ended = ended
        if self.ended is None:
            began = time.monotonic()
            try:
                return self._call(arguments, gradient, min(self._seconds, self._left), use)
            except Ended as ended:
                self.ended = self._in_words(ended)
            finally:
                self._left = max(0.0, self._left - (time.monotonic() - began))
        return Reply(failure=Failure("ended", str(self.ended), "Ended"))

    def _in_words(self, ended: Ended) -> Ended:
        if ended.kind != "time" or "processor" in str(ended):
            return ended
        if self._left <= self._seconds:
            return Ended("time", f"the calls of `{self._name}` took more than {self._total:g} s together")
        return Ended("time", f"`{self._name}` did not come back within {self._seconds:g} s")
