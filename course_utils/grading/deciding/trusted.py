"""A zygote that is tried before it is trusted, and replaced if it is killed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from course_utils.grading.deciding.errors import NoSandbox, ZygoteGone
from course_utils.grading.deciding.probe import probe
from course_utils.grading.deciding.works import failed_works
from course_utils.grading.deciding.zygote import Zygote

T = TypeVar("T")


class TrustedZygote:
    """Where children come from; not for several threads at a time.

    Args:
        tried: a zygote whose locks have been tried elsewhere; a new one by default, started when first needed.
    """

    def __init__(self, tried: Zygote | None = None) -> None:
        self._zygote = tried
        self._tried = tried is not None
        self._refusal = ""

    def start(self) -> None:
        """Start the zygote, if there is none, and do not wait for it.

        Raises:
            DataError: the digits cannot be unpacked.
        """
        self._zygote = self._zygote or Zygote()

    def use(self, use: Callable[[Zygote], T]) -> T:
        """What comes of using the zygote, or a new one if it was killed, perhaps for want of memory: nobody's fault.

        Raises:
            NoSandbox: a lock does not hold, or no child can be had.
        """
        try:
            return use(self._trusted())
        except ZygoteGone:
            self.close()
            self._zygote, self._tried = None, False
            return use(self._trusted())

    def close(self) -> None:
        """End the zygote; whoever uses it, or waits for it, gets a NoSandbox."""
        if self._zygote:
            self._zygote.close()

    def _trusted(self) -> Zygote:
        if self._refusal:
            raise NoSandbox(self._refusal)
        self.start()
        assert self._zygote
        if not self._tried:
            try:
                self._try(self._zygote)
            except ZygoteGone:
                raise
            except NoSandbox as refusal:
                self._refusal = str(refusal)
                raise
            self._tried = True
        return self._zygote

    def _try(self, zygote: Zygote) -> None:
        if open_locks := probe(zygote):
            zygote.close()
            raise NoSandbox(
                f"learners' code cannot be locked in on this machine: {'; '.join(open_locks)}. Grade on Linux 6.2 or"
                " newer, or, at your own risk, with nbgrader autograde --Judge.unsafe=True"
            )
        if wrong := failed_works(zygote):
            zygote.close()
            raise NoSandbox(
                f"right answers would be judged wrong on this machine, and so nothing is graded: {'; '.join(wrong)}."
                " Grade on another machine, or with another build of torch"
            )
