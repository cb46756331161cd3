"""A cell that fails: the rest of it is run if that is fair, and a missing answer's verdict names the failing line."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.checks import COURSE
from course_utils.checks.learner.verdict import MIME
from course_utils.grading.deciding.bundle import Cell, Seconds
from course_utils.grading.deciding.errors import Ended
from course_utils.grading.deciding.grade import _graded
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.sandbox import Ran, Sandbox
from course_utils.grading.deciding.stops import Stop
from course_utils.grading.sandbox.limits import Limits
from tests.helpers.zygotes import printed, zygote

pytestmark = pytest.mark.xdist_group("sandbox")

RIGHT = (Path(__file__).parents[2] / "answers/lstm/step/right-linear.py").read_text()
SETUP = Cell("import torch\nfrom torch import nn\nfrom course_utils import check", decides=False)
CHECK = Cell('check("lstm/step")', decides=True)
MISSING = "the answer is missing: there is no `step` yet"


def graded(*cells: Cell) -> Graded:
    return _graded(COURSE, cells, {}, 0, Seconds(20, 10, 100), Limits(), zygote())


def verdict(*sources: str) -> dict[str, str]:
    result = graded(SETUP, *(Cell(source, decides=False) for source in sources), CHECK)
    assert not result.faults
    return result.cells[-1][0]["data"][MIME]


@pytest.mark.parametrize(
    "above",
    [
        "import pandas as pd",
        "import pandas as pd; import os",
        "from google.colab import drive\ndrive.mount('/content/drive')",
        "%cd /content/drive\nopen('weights.pt')",
        "name = input('Your name? ')",
        "import os\ntoken = os.environ['HF_TOKEN']",
        "assert torch.cuda.is_available(), 'choose a GPU'",
        "if not torch.cuda.is_available():\n    raise RuntimeError('no GPU')",
        "device = torch.ones(1).cuda().device",
        "await undefined",
        "%no_such_magic",
    ],
)
def test_what_fails_above_an_answer_does_not_cost_it(above: str) -> None:
    assert verdict(f"{above}\n{RIGHT}")["passed"]
    result = graded(SETUP, Cell(f"{above}\n{RIGHT}", decides=False), CHECK).cells[1]
    assert any(output["output_type"] == "error" for output in result)
    assert any("the grader ran what stands below it" in output.get("text", "") for output in result)


@pytest.mark.parametrize(
    ("stop", "told"),
    [
        ("raise RuntimeError('stop here')", "RuntimeError: stop here"),
        ("import sys\nsys.exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
)
def test_a_cell_that_says_stop_stops(stop: str, told: str) -> None:
    """The code below may be an older version, which would overwrite the answer above."""
    line = stop.splitlines()[-1]
    said = verdict(f"{stop}\n{RIGHT}")
    assert said["message"] == f"{MISSING}; code cell 2 failed in line {stop.count(chr(10)) + 1}, `{line}`: {told}"
    assert verdict(f"{RIGHT}\n{stop}\ndef step(*arguments): return None")["passed"]


def test_where_plain_asserts_decide_no_cell_goes_on() -> None:
    plain = Cell("assert below == 1", decides=True)
    result = graded(Cell("import pandas\nbelow = 1", decides=False), plain, CHECK)
    assert any(output.get("ename") == "NameError" for output in result.cells[1])


def test_a_check_of_plain_asserts_stops_at_its_first_error() -> None:
    result = graded(Cell("assert False\nprint('below')", decides=True))
    assert not any("below" in output.get("text", "") for output in result.cells[0])


def test_a_statement_that_failed_half_way_leaves_what_it_left() -> None:
    with Sandbox(zygote()) as sandbox:
        ran = sandbox.run_cell(
            "a = []\nfor n in (1, 0, 2): a.append(1 // n)\nb = 1 / 0\nprint(a, 'b' in dir())", 20, True
        )
    assert ran.failed
    assert ran.lines == [2, 3]
    assert printed(ran).endswith("[1] False\n")


def test_a_cell_within_a_cell() -> None:
    with Sandbox(zygote()) as sandbox:
        ran = sandbox.run_cell("get_ipython().run_cell('1 / 0\\na = 1')\nimport pandas\nprint(a)", 20, True)
        assert printed(ran).endswith("\n1\n")
        assert not sandbox.run_cell("get_ipython().run_cell('1 / 0\\nb = 1')\nimport pandas\nb").outputs[-1].get("data")


def test_the_cells_are_run_the_same_way_again() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("import pandas\nx = 3", 20, True)
        sandbox.close()
        assert printed(sandbox.run_cell("print(x)")) == "3\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def step(:\n    pass", "line 1, `def step(:`: SyntaxError: "),
        ("\n\nx = 1\ny = “a”\ndef step(): ...", "line 4, `y = “a”`: SyntaxError: invalid character '“' (U+201C)"),
        ("x\u00a0= 1\ndef step(): ...", "SyntaxError: invalid non-printable character U+00A0"),
        ("if True:\nstep = 1", "line 2, `step = 1`: IndentationError: "),
        ("import pandas\nstep = nn.Missing()", "line 2, `step = nn.Missing()`: AttributeError: "),
        ("@nothing\ndef step(): ...", "line 1, `@nothing`: NameError: name 'nothing' is not defined"),
        ("raise ValueError('a\\nb\\x1b[2J\\u202e' + 'x' * 999)\ndef step(): ...", "ValueError: a b[2Jxxxx"),
        ("import os\nos._exit(0)\ndef step(): ...", "code cell 2 did not come to its end: the process ended itself"),
    ],
)
def test_a_missing_answer_names_the_cell_the_line_and_the_error(source: str, told: str) -> None:
    said = verdict(source)
    assert said["slip"] == "missing"
    assert said["message"].startswith(f"{MISSING}; code cell 2 ")
    assert told in said["message"]
    assert said["message"].isprintable()
    assert len(said["message"]) < 500


def test_a_cell_that_has_nothing_to_do_with_the_answer_is_not_named() -> None:
    assert verdict("import pandas", "other = 1 / 0")["message"] == MISSING


def test_lines_that_a_child_makes_up_are_not_looked_for() -> None:
    stop = Stop(3, "def step(): ...", Ran([], failed=True, lines=[0, -1, 99, 10**30]))
    assert stop.sentence(stop.line("step")) == "code cell 3 failed"
    late = Stop(4, "", Ran(failed=True, ended=Ended("time", "it took too long")))
    assert late.sentence(late.line("step")) == "code cell 4 did not come to its end: it took too long"
