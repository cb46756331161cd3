"""One zygote for all tests of a process: it takes seconds to start, but its children take milliseconds."""

import atexit
import functools
import textwrap
from pathlib import Path

from course_utils.grading.deciding import zygote as module
from course_utils.grading.deciding.sandbox import Ran, Sandbox
from course_utils.grading.deciding.zygote import Zygote


@functools.cache
def zygote() -> Zygote:
    started = Zygote()
    atexit.register(started.close)
    return started


def run(source: str, seconds: float = 20.0) -> Ran:
    """The result of one cell in a sandbox of its own."""
    with Sandbox(zygote()) as sandbox:
        return sandbox.run_cell(source, seconds)


def printed(ran: Ran) -> str:
    """What a cell printed."""
    assert ran.ended is None, ran.ended
    return "".join(output.get("text", "") for output in ran.outputs)


def careless(folder: Path, change: str) -> Path:
    """The script of a zygote that is like ours, except for this code, which runs after the warm-up."""
    script = folder / "zygote.py"
    script.write_text(
        textwrap.dedent("""
            import importlib.util, sys
            spec = importlib.util.spec_from_file_location("the_zygote", {script!r})
            ours = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(ours)
            warm_up = ours._warm_up_torch
            def careless():
                warm_up()
                import torch
                {change}
            ours._warm_up_torch = careless
            ours.main()
        """).format(script=str(module._SCRIPT), change=change)
    )
    return script
