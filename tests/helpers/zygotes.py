"""One zygote for all tests of a process: it takes seconds to start, its children take milliseconds."""

import atexit
import functools

from course_utils.grading.deciding.sandbox import Ran, Sandbox
from course_utils.grading.deciding.zygote import Zygote


@functools.cache
def zygote() -> Zygote:
    started = Zygote()
    atexit.register(started.close)
    return started


def run(source: str, seconds: float = 20.0) -> Ran:
    """What comes of one cell in a sandbox of its own."""
    with Sandbox(zygote()) as sandbox:
        return sandbox.run_cell(source, seconds)


def printed(ran: Ran) -> str:
    """What a cell printed."""
    assert ran.ended is None, ran.ended
    return "".join(output.get("text", "") for output in ran.outputs)
