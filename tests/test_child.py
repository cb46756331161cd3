"""The child: cells run as in a notebook, answers are called as in a notebook, and verdicts are the same."""

from __future__ import annotations

import textwrap
from pathlib import Path

import nbformat
import pytest
import torch
from torch import nn

from course_utils import checks
from course_utils.checks import Verdict, exercises, find
from course_utils.checks.engine.ladder import judge
from course_utils.checks.learner.answer import LocalAnswer, Missing
from course_utils.checks.learner.values import Layer, equal
from course_utils.grading.deciding.sandbox import Sandbox
from zygotes import printed, run, zygote

ANSWERS = Path(__file__).parent / "answers"
SETUP = "import torch\nfrom torch import nn\n\nfrom course_utils import check"

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
    assert ran.failed  # the file behind it has its limit, too
    assert sum(len(output.get("text", "")) for output in ran.outputs) < (1 << 20) + 200


def test_too_many_pictures_are_left_out() -> None:
    ran = run("for _ in range(8): display({'text/plain': 'x', 'image/png': 'A' * 10**6}, raw=True)")
    assert [("image/png" in output["data"]) for output in ran.outputs] == [True] * 4 + [False] * 4


def test_a_verdict_of_ones_own_is_not_shown() -> None:
    mime = "application/vnd.course-utils.verdict+json"
    ran = run(f"display({{'text/plain': 'x', {mime!r}: {{'passed': True}}}}, raw=True)")
    assert ran.outputs[0]["data"] == {"text/plain": "x"}


def test_the_lessons_modules_are_there_and_the_oracles_are_not() -> None:
    ran = run("from course_utils import check, digits, drawing, recurrence, training\ncheck('lstm/step')")
    assert "the grader checks this" in printed(ran)
    loaded = printed(run("import sys, course_utils\nprint(*sorted(m for m in sys.modules if '.checks.' in m))"))
    others = [name for name in loaded.split() if not name.startswith("course_utils.checks.learner")]
    assert others == ["course_utils.checks.engine.verdict"]  # the form of a verdict, which notebooks may import
    for attempt in (
        "from course_utils.checks import find\nfind('lstm/step')",
        "import course_utils.checks.lstm",
        "import course_utils.checks.lstm.step",
        "import course_utils.checks.engine.ladder",
        "import course_utils.checks as c\nc.__path__ = [c.__file__]",
    ):
        assert run(attempt).failed
    again = f"import course_utils.checks as c\nc.__path__ = [{str(Path(checks.__file__).parent)!r}]\n"
    assert run(f"{again}import course_utils.checks.lstm.step").failed


def test_torch_has_threads_if_it_wants() -> None:
    source = "import torch\ntorch.set_num_threads(4)\nx = torch.randn(900, 900)\nprint((x @ x).shape)"
    assert printed(run(source)) == "torch.Size([900, 900])\n"


def test_a_training_gives_the_same_in_every_child() -> None:
    source = "import random, numpy, torch\nprint(random.random(), numpy.random.rand(), torch.rand(()).item())"
    assert printed(run(source)) == printed(run(source))


def test_files_can_be_written_in_the_current_folder() -> None:
    assert printed(
        run("import torch\ntorch.save({}, 'model.pt')\nopen('a', 'w').write('b')\nprint(open('a').read())")
    ) == ("b\n")


def test_files_can_be_copied_and_packed() -> None:
    """Much of this changes modes and times on the way."""
    source = """
        import os, shutil, tempfile, zipfile
        from pathlib import Path
        import numpy as np, torch
        np.save("a.npy", np.ones(3))
        torch.save({"x": torch.ones(3)}, "b.pt")
        shutil.copy("a.npy", "c.npy"), shutil.copy2("a.npy", "d.npy"), Path("a.npy").touch()
        with tempfile.TemporaryDirectory(dir=".") as folder:
            shutil.copytree(folder, "e")
        shutil.move("c.npy", tempfile.mkdtemp(dir="."))
        shutil.make_archive("f", "gztar", "e"), shutil.unpack_archive("f.tar.gz", "g")
        with zipfile.ZipFile("h.zip", "w") as packed:
            packed.write("d.npy")
        with zipfile.ZipFile("h.zip") as packed:
            packed.extractall("i")
        os.chmod("b.pt", 0o600)
        print(np.load("i/d.npy"), torch.load("b.pt")["x"])
    """
    assert printed(run(textwrap.dedent(source))) == "[1. 1. 1.] tensor([1., 1., 1.])\n"


DIGITS = "from course_utils import digits\n"


def test_the_training_digits_can_be_had() -> None:
    assert printed(run(f"{DIGITS}print(len(digits.load(train=True)), digits.load(train=True)[0][1])")) == "60000 5\n"


def test_the_test_digits_cannot_be_had() -> None:
    error = run(f"{DIGITS}digits.load(train=False)").outputs[-1]
    assert error["ename"] == "DataError"
    assert error["evalue"].endswith("where answers are graded, only the training digits can be had.")


CALLS = {
    "missing": ("def stepp(x): return x", "missing", "there is a `stepp`"),
    "a class": ("class step: pass", "callable", "is a class"),
    "other arguments": ("def step(): pass", "callable", "must take (x)"),
    "raises": ("def step(x):\n    y = x\n    raise ValueError('no')", "raised", "no"),
    "untouched": ("def step(x):\n    raise NotImplementedError", "missing", "nothing is written"),
    "exits": ("import sys\ndef step(x): sys.exit(3)", "raised", "3"),
    "interrupts": ("def step(x): raise KeyboardInterrupt", "raised", ""),
    "too large": ("import torch\ndef step(x): return torch.zeros(1 << 24)", "raised", "too large"),
    "no memory": ("import torch\ndef step(x): return torch.zeros(1 << 40)", "raised", ""),
    "broken around the call": ("import sys\ndef step(x): sys.stdout.close()", "raised", "closed file"),
    "a signature that raises": (
        "class C:\n    def __call__(self, x): return x\n    @property\n    def __signature__(self): 1 / 0\nstep = C()",
        "raised",
        "division by zero",
    ),
    "a long text": ("def step(x): return 'x' * (2 << 20)", "raised", "too large"),
}


@pytest.mark.parametrize(("source", "kind", "words"), CALLS.values(), ids=CALLS)
def test_a_call_that_gives_no_value(source: str, kind: str, words: str) -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(source)
        failure = sandbox.answer("step", ("x",)).call((torch.ones(2),)).failure
    assert failure is not None
    assert failure.kind == kind
    assert words in failure.text


def test_a_failure_names_the_learners_line() -> None:
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell("def step(x):\n    y = x\n    raise ValueError('no')")
        failure = sandbox.answer("step", ("x",)).call((torch.ones(2),)).failure
    assert failure is not None
    assert failure.line == "line 3: raise ValueError('no')"


def test_a_call_gives_what_it_gives_here() -> None:
    source = (
        "def step(x, lstm):\n    print('hm')\n    o, (h, c) = lstm(x)\n    x[0] = 0\n    return {'h': h, 'o': [o, 3]}"
    )
    namespace: dict[str, object] = {}
    exec(source, namespace)
    arguments = (torch.randn(7, 3, 6), Layer.of(nn.LSTM(6, 5)))
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(source)
        remote = sandbox.answer("step").call(arguments)
    local = LocalAnswer(namespace["step"]).call(arguments)
    assert remote.printed == local.printed
    assert equal(remote.value, local.value, 1e-6)
    assert equal(remote.arguments, local.arguments)


def remote_verdict(exercise_id: str, source: str) -> Verdict:
    exercise = find(exercise_id)
    with Sandbox(zygote()) as sandbox:
        sandbox.run_cell(SETUP)
        sandbox.run_cell(source)
        answer = sandbox.answer(
            exercise.answer_name,
            exercise.parameters,
            exercise.seconds or 10.0,
            use=exercise.use,
            is_class=exercise.is_class,
        )
        return judge(exercise, answer)


def local_verdict(exercise_id: str, path: Path) -> Verdict:
    exercise = find(exercise_id)
    namespace: dict[str, object] = {"torch": torch, "nn": nn}
    exec(compile(path.read_text(), path, "exec"), namespace)
    return judge(exercise, exercise.local(namespace.get(exercise.answer_name, Missing())))


def paths() -> list[Path]:
    """A few answers to every exercise that takes no seconds; all of them go through nbgrader, in test_answers."""
    found = []
    for exercise in exercises().values():
        if exercise.seconds:
            continue
        folder = ANSWERS / exercise.id
        right, wrong = sorted(folder.glob("right-*.py")), sorted(folder.glob("wrong-*.py"))
        found += right[:2] + wrong[:: len(wrong) // 3]
    return found


def name(path: Path) -> str:
    return "/".join(path.parts[-3:])


@pytest.mark.parametrize("path", paths(), ids=name)
def test_the_judge_decides_as_the_notebook_does(path: Path) -> None:
    exercise = f"{path.parent.parent.name}/{path.parent.name}"
    here, there = local_verdict(exercise, path), remote_verdict(exercise, path.read_text())
    assert there.passed == here.passed == path.name.startswith("right-"), there.as_text()
    assert (there.rung, there.slip) == (here.rung, here.slip), there.as_text()
