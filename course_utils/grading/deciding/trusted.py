"""A zygote that is tried before it is trusted, and replaced if it is killed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from course_utils.grading.deciding.errors import NoSandbox, ZygoteGone
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.probe import Probed, probe
from course_utils.grading.deciding.works import tried_works
from course_utils.grading.deciding.zygote import Zygote

T = TypeVar("T")


class TrustedZygote:
    """Where children come from; not for several threads at a time.

    Args:
        tried: a zygote whose locks have been tried elsewhere; a new one by default, started when first needed.
        hidden: what has been hidden from its children there.
    """

    def __init__(self, tried: Zygote | None = None, hidden: Hidden | None = None) -> None:
        self._zygote = tried
        self._hidden = hidden  # as far as it has been tried
        self._refusal = ""

    def start(self) -> None:
        """Start the zygote, if there is none, and do not wait for it.

        Raises:
            DataError: the digits cannot be unpacked.
        """
        self._zygote = self._zygote or Zygote()

    def use(self, use: Callable[[Zygote], T], hidden: Hidden) -> T:
        """What comes of using the zygote, or a new one if it was killed, perhaps for want of memory: nobody's fault.

        Raises:
            NoSandbox: a lock does not hold, or no child can be had.
        """
        try:
            return use(self._trusted(hidden))
        except ZygoteGone:
            self.close()
            self._zygote = self._hidden = None
            return use(self._trusted(hidden))

    def close(self) -> None:
        """End the zygote; whoever uses it, or waits for it, gets a NoSandbox."""
        if self._zygote:
            self._zygote.close()

    def _trusted(self, hidden: Hidden) -> Zygote:
        if self._refusal:
            raise NoSandbox(self._refusal)
        self.start()
        assert self._zygote
        if self._hidden != hidden:
            try:
                self._zygote.hide(hidden)
                refuse_if_open(probe(self._zygote, hidden))
                refuse_if_failed(tried_works(self._zygote))
            except ZygoteGone:
                raise
            except NoSandbox as refusal:
                self._refusal = str(refusal)
                self._zygote.close()
                raise
            self._hidden = hidden
        return self._zygote


def refuse_if_open(probed: Probed) -> None:
    """Nothing where every lock holds.

    Raises:
        NoSandbox: one does not.
    """
    if probed.open:
        raise NoSandbox(
            f"learners' code cannot be locked in on this machine: {'; '.join(probed.open)}. Grade on Linux 5.13 or"
            " newer, or, at your own risk, with nbgrader autograde --Judge.unsafe=True"
        )


def refuse_if_failed(tried: Mapping[str, str]) -> None:
    """Nothing where right work came out right; see `tried_works`.

    Raises:
        NoSandbox: some did not.
    """
    if failed := [f"{name} {how}" for name, how in tried.items() if how]:
        raise NoSandbox(
            f"right answers would be judged wrong on this machine, and so nothing is graded: {'; '.join(failed)}."
            " Grade on another machine, or with another build of torch"
        )
