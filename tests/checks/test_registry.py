"""The exercises by id, and `check` as a notebook calls it."""

import subprocess
import sys

import pytest

from course_utils import check
from course_utils.checks import UnknownExercise
from tests.helpers.verdicts import right


def test_unknown_exercise_names_the_nearest() -> None:
    with pytest.raises(UnknownExercise, match="'lstm/split-gates'") as unknown:
        check("lstm/split-gate", right)
    assert unknown.value._render_traceback_() == [f"UnknownExercise: {unknown.value}"]
    with pytest.raises(UnknownExercise):
        check("lstm", right)


def test_answer_is_looked_up_by_name() -> None:
    script = "from course_utils import check\nimport torch\n{}\ncheck('lstm/split-gates')\n"
    code = "def {}(weight): return dict(zip('ifgo', weight.chunk(4)))"
    for name, says in (("split_gates", "✓"), ("split_gate", "there is a `split_gate`: is that the one?")):
        done = subprocess.run(
            [sys.executable, "-c", script.format(code.format(name))], capture_output=True, text=True, check=False
        )
        assert says in done.stdout, done


def test_import_is_light() -> None:
    """Slow imports happen only at first use."""
    heavy = ["matplotlib", "torchvision", "IPython", "nbgrader", "nbformat", "tqdm", "platformdirs"]
    code = "import sys, torch; old = set(sys.modules); from course_utils import check; print(*set(sys.modules) - old)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "course_utils.checks.engine.ladder" in done.stdout.split()
    assert not set(heavy) & set(done.stdout.split())
