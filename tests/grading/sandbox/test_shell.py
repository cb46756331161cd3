"""The shell: a cell shows the same as in a notebook, within limits."""

from __future__ import annotations

import nbformat
import pytest

from course_utils.grading.deciding.sandbox import Sandbox
from tests.helpers.zygotes import printed, run, zygote

pytestmark = pytest.mark.xdist_group("sandbox")


def test_a_cell_shows_what_it_shows_in_a_notebook() -> None:
    ran = run("import sys\nprint('one')\nprint('two')\nprint('three', file=sys.stderr)\ndisplay([1])\n1 + 1")
    assert not ran.failed
    assert ran.outputs == [
        {"output_type": "stream", "name": "stdout", "text": "one\ntwo\n"},
        {"output_type": "stream", "name": "stderr", "text": "three\n"},
        {"output_type": "display_data", "data": {"text/plain": "[1]"}, "metadata": {}},
        {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": None},
    ]


def test_outputs_are_valid_in_a_notebook() -> None:
    ran = run("import matplotlib.pyplot as plt\nprint(1)\nplt.plot([1, 2]);\ndisplay(3)\n1 / 0")
    cell = nbformat.v4.new_code_cell("…", outputs=[nbformat.from_dict(output) for output in ran.outputs])
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_names_go_on_from_cell_to_cell() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("x = 20")
        second = sandbox.run_cell("x + 1")
        third = sandbox.run_cell("_ + 1")
    assert [ran.outputs[0]["data"]["text/plain"] for ran in (second, third)] == ["21", "22"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def f(:", "SyntaxError"),
        ("import sys\nsys.exit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("input()", "EOFError|StdinNotImplementedError"),
        ("class E(Exception):\n    def __str__(self): raise ValueError\nraise E", "E|ValueError"),
        ("open('/etc/passwd')", "PermissionError"),
    ],
)
def test_an_error_is_an_output(source: str, name: str) -> None:
    with Sandbox(zygote()) as sandbox:
        ran = sandbox.run_cell(source)
        assert ran.failed
        error = next(output for output in ran.outputs if output["output_type"] == "error")
        assert error["ename"] in name.split("|")
        assert printed(sandbox.run_cell("print('goes on')")) == "goes on\n"


def test_a_figure_is_a_picture() -> None:
    ran = run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert ran.outputs[-1]["output_type"] == "display_data"
    assert ran.outputs[-1]["data"]["image/png"].startswith("iVBOR")


def test_what_c_code_prints_is_kept() -> None:
    assert (
        printed(run("import os\nos.write(1, b'raw')\nprint('cooked')\nos.write(2, b'\\xff');")) == "cooked\nraw\ufffd"
    )


def test_clear_output_clears() -> None:
    source = "from IPython.display import clear_output\nfor i in range(3):\n    clear_output(wait=True)\n    print(i)"
    assert printed(run(source)) == "2\n"


def test_a_progress_bar_does_no_harm() -> None:
    assert not run("from tqdm.auto import tqdm\nfor _ in tqdm(range(3)): pass").failed


def test_harmless_magics_work_and_shells_do_not() -> None:
    assert not run("%matplotlib inline\n%timeit -n1 -r1 1").failed
    shells = "!pip install -q torch\n%pip install torch\n%conda install torch\nx = !ls\n%ls\nprint(x.s == '', x)"
    assert printed(run(shells)).splitlines() == [
        "!pip install -q torch is not run while grading",
        "%pip install torch is not run while grading",
        "%conda install torch is not run while grading",
        "!ls is not run while grading",
        "!ls -F is not run while grading",
        "True []",
    ]
    for shell in ("!touch made", "!!touch made", "%%bash\ntouch made", "%%script touch made\nx", "%sx touch made"):
        with Sandbox(zygote()) as sandbox:
            assert "is not run while grading\n" in printed(sandbox.run_cell(shell))
            assert printed(sandbox.run_cell("import os\nprint(os.listdir())")) == "[]\n"


def test_a_cell_may_await() -> None:
    source = "import asyncio\nasync def three(): return 3\nawait asyncio.sleep(0.01)\nprint(await three())"
    assert printed(run(source)) == "3\n"
    assert run("import asyncio\nawait asyncio.sleep(9)", 0.5).ended


def test_a_module_that_a_cell_writes_can_be_imported() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("%%writefile helper.py\nthree = 3")
        assert printed(sandbox.run_cell("import helper\nprint(helper.three)")) == "3\n"


@pytest.mark.parametrize("how", ["print('x' * 10**8)", "for _ in range(10**5): print('x' * 1000)"])
def test_endless_printing_is_cut(how: str) -> None:
    words = printed(run(how))
    assert 1 << 20 <= len(words) < (1 << 20) + 200
    assert "the rest is left out" in words


def test_huge_writes_to_the_descriptor_are_cut() -> None:
    ran = run("import os\nfor _ in range(100): os.write(1, b'x' * 10**6)")
    assert ran.failed  # the file that holds it has a limit, too
    assert sum(len(output.get("text", "")) for output in ran.outputs) < (1 << 20) + 200


def test_too_many_pictures_are_left_out() -> None:
    ran = run("for _ in range(8): display({'text/plain': 'x', 'image/png': 'A' * 10**6}, raw=True)")
    assert [("image/png" in output["data"]) for output in ran.outputs] == [True] * 4 + [False] * 4


def test_a_verdict_of_ones_own_is_not_shown() -> None:
    mime = "application/vnd.course-utils.verdict+json"
    ran = run(f"display({{'text/plain': 'x', {mime!r}: {{'passed': True}}}}, raw=True)")
    assert ran.outputs[0]["data"] == {"text/plain": "x"}
