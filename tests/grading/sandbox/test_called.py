"""What an answer does while it is called has the same verdict at home and in the gradebook, except in a table."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from course_utils.checks import find
from course_utils.checks.engine.ladder import judge
from course_utils.grading.deciding.sandbox import Sandbox
from tests.grading.sandbox.snippets import Kernel, kernel
from tests.helpers.zygotes import zygote

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

EXERCISE = "lstm/step"
SETUP = "import torch\nfrom torch import nn\nfrom course_utils import check"
RIGHT = (Path(__file__).parents[2] / "answers/lstm/step/right-linear.py").read_text()
AT_HOME = """
from course_utils.checks import CheckFailed
try: check("lstm/step")
except CheckFailed as failed: told = failed.verdict.rung, failed.verdict.message
else: told = "", ""
told
"""


@dataclass(frozen=True)
class Deed:
    """A row of the table."""

    name: str
    kind: str
    code: str
    error: str = ""
    because: str = ""

    def cell(self, at_home: str) -> str:
        """An answer that does this deed and is right if the deed does no harm."""
        return f"""{RIGHT}
_right = step
SOMETHING_AT_HOME = {at_home!r}
def step(x, state, weight_ih, weight_hh, bias_ih, bias_hh):
{textwrap.indent(self.code, "    ")}
    return _right(x, state, weight_ih, weight_hh, bias_ih, bias_hh)
"""


def deeds() -> Iterator[Deed]:
    table: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("answers.toml").read_text())
    yield from (Deed(name, "right", code) for name, code in table["right"].items())
    yield from (Deed(name, "refused", code, error) for name, (error, code) in table["refused"].items())
    yield from (Deed(name, "different", **row) for name, row in table["different"].items())


@pytest.fixture(scope="module")
def notebook() -> Iterator[Kernel]:
    with kernel() as started:
        yield started


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file that exists on the learner's machine only."""
    path = tmp_path_factory.mktemp("downloads") / "weights.pt"
    path.write_text("x")
    return str(path)


def judged(deed: Deed, at_home: str) -> str:
    exercise = find(EXERCISE)
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(SETUP)
        sandbox.run_cell(deed.cell(at_home))
        verdict = judge(exercise, sandbox.answer("step", exercise.parameters, seconds=30.0))
    return repr((verdict.rung, verdict.message))


@pytest.mark.parametrize("deed", list(deeds()), ids=lambda deed: deed.name)
def test_the_verdict_is_the_same_at_home_and_in_the_gradebook(deed: Deed, notebook: Kernel, at_home: str) -> None:
    here = notebook.run([SETUP, deed.cell(at_home), AT_HOME]).value
    there = judged(deed, at_home)
    match deed.kind:
        case "right":
            assert (here, there) == ("('', '')", "('', '')")
        case "refused":
            assert f"`step` raised {deed.error}" in "".join(here.split("\n")), here
            assert _words(here) == _words(there)
        case "different":
            assert deed.because
            assert _words(here) != _words(there), "the verdict is the same: move the row"


def _words(verdict: str) -> str:
    """The verdict without white space, because IPython breaks long lines, and without folders, which differ."""
    return "".join(verdict.split()).partition("inline")[0]


def test_the_table_is_large() -> None:
    assert len(list(deeds())) >= 40
