"""What locks a learner's code in is Linux; elsewhere grading says so before it begins."""

from __future__ import annotations

import sys

from course_utils.errors import PlainError


class NeedsLinux(PlainError):
    """This machine does not run Linux; the message says what to do."""


def needed() -> None:
    """Nothing on Linux.

    Raises:
        NeedsLinux: this is another system.
    """
    if sys.platform != "linux":
        raise NeedsLinux(
            "grading needs Linux 5.13 or newer: on Windows run it in WSL2 (`wsl --install`), on a Mac in a virtual"
            " machine or a container (Docker Desktop, Colima), or grade on a server"
        )
