"""Options and order of the tests."""

import os
import sys
from pathlib import Path

import pytest
import torch

from tests.helpers.browser import CHROMIUM

TESTS = Path(__file__).parent

# nbgrader runs `alembic` by name when it makes a gradebook; the program is in the folder of this Python.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# The threads of one test would wait for those of the test beside it: some tests took thirty times as long. A check sets
# this itself, and so does a child of the judge.
torch.set_num_threads(1)

KERNELS = os.environ.get("JUPYTER_PATH", "")  # where Jupyter looks for kernels first
NO_KERNEL = TESTS / "helpers" / "no_kernel"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--answers",
        type=Path,
        default=TESTS / "answers",
        help=(
            "folder of learners' answers, laid out as <lesson>/<exercise>/right-*.py and wrong-*.py; a first line "
            "`# right`, `# slip: <name>` or `# rung: <rung>` says what an answer must get"
        ),
    )
    parser.addoption(
        "--seeds",
        type=int,
        default=1,
        help="how many seeds answers and slips are checked with; more than one before a release",
    )
    parser.addoption("--release", action="store_true", help="also run the tests marked `release`")
    parser.addoption(
        "--hostile",
        type=Path,
        default=TESTS / "hostile",
        help="folder of hostile submissions; its README explains their format",
    )


def pytest_report_header() -> str | None:
    return None if CHROMIUM else "no chromium here: tests marked `browser` are left out (apt-get install chromium)"


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in a hook of the same name
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run fast tests first, and slow tests that share something, such as a graded class, in one group on one processor.

    Tests that start Jupyter kernels are one group, because kernels started side by side race for ports. Any other slow
    test is in the group of its module, unless it names a group.
    """
    if not config.getoption("--release"):
        items[:] = [item for item in items if not item.get_closest_marker("release")]
    if not CHROMIUM:
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("xdist_group"):
            module = str(item.path.relative_to(TESTS).with_suffix(""))
            item.add_marker(pytest.mark.xdist_group("kernels" if item.get_closest_marker("kernel") else module))


@pytest.hookimpl(tryfirst=True)  # before the fixtures of the test, which may start the kernel
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let only tests marked `kernel` start one: in other tests and their processes Jupyter finds one that refuses."""
    os.environ["JUPYTER_PATH"] = KERNELS if item.get_closest_marker("kernel") else str(NO_KERNEL)
