"""What grading needs of a machine, said in a sentence before it begins."""

from __future__ import annotations

import sys
from pathlib import Path

from course_utils.errors import PlainError


class Unfit(PlainError):
    """Nothing can be graded on this machine as it is; the message says what to do."""


def must_run_linux() -> None:
    """Nothing on Linux, which is what locks a learner's code in.

    Raises:
        Unfit: this is another system.
    """
    if sys.platform != "linux":
        raise Unfit(
            "grading needs Linux 5.13 or newer: on Windows run it in WSL2 (`wsl --install`), on a Mac in a virtual"
            " machine or a container (Docker Desktop, Colima), or grade on a server"
        )


def must_have_a_home() -> None:
    """Nothing where the user has a home folder, without which Jupyter cannot be imported.

    Raises:
        Unfit: a container knows no such user, and nobody has set HOME.
    """
    try:
        Path.home()
    except RuntimeError as error:
        raise Unfit("this user has no home folder: set HOME to a folder of its own, such as HOME=/tmp/home") from error
