"""A verdict: its words, and where they are shown."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import torch

from course_utils import check
from course_utils.checks import COURSE, CheckFailed, find, judge
from course_utils.checks.engine.trial import Random
from tests.helpers.verdicts import SPLIT, right, verdict_on
from tools.notebooks import RELEASES, SOLUTIONS


def test_the_error_repeats_the_sentence_only_where_the_verdict_is_not_shown(monkeypatch) -> None:
    for name in ("JPY_SESSION_NAME", "NBGRADER_EXECUTION", "NBGRADER_VALIDATING"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(CheckFailed, match="the answer is missing") as failed:
        check(SPLIT, None)
    lines = failed.value._render_traceback_()  # as `jupyter execute` shows it
    assert " ".join(lines) == f"CheckFailed: {failed.value}"
    assert max(map(len, lines)) <= 90
    for name in ("JPY_SESSION_NAME", "NBGRADER_EXECUTION"):  # set in a browser, and in grading
        with monkeypatch.context() as open_in:
            open_in.setenv(name, "1")
            assert failed.value._render_traceback_() == ["CheckFailed: this answer is not right yet."]
            open_in.setenv("NBGRADER_VALIDATING", "1")  # nbgrader sets it while Validate runs a notebook
            assert failed.value._render_traceback_() == lines


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_a_terminal_without_marks_gets_the_verdict(encoding: str) -> None:
    code = f"from course_utils import check\ncheck({SPLIT!r}, lambda weight: dict(zip('ifgo', weight.chunk(4))))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
    )
    mark = "✓ " if encoding == "utf-8" else ""
    assert run.stdout.decode(encoding).strip() == f"{mark}lstm/split-gates: right, 1 of 1 point."


@pytest.mark.slow
@pytest.mark.kernel
def test_tools_that_run_a_notebook_show_the_sentence(tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell(f"from course_utils import check\ncheck({SPLIT!r}, None)")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "one.ipynb")
    run = subprocess.run(
        [Path(sys.executable).with_name("jupyter"), "execute", "one.ipynb"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert "CheckFailed: lstm/split-gates: the answer is missing" in run.stderr


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.parametrize("answered", [False, True])
def test_tools_that_run_an_assignment_see_what_is_not_right(tmp_path: Path, answered: bool) -> None:
    """Its checks have the tag that lets the cells below them run; `progress`, the last cell, tells the tool."""
    source = SOLUTIONS[2] if answered else RELEASES[2]
    run = subprocess.run(
        [Path(sys.executable).with_name("jupyter"), "execute", "--output", tmp_path / "run.ipynb", source],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode == 0) is answered, run.stderr
    first = COURSE.of_lesson("lstm")[0].id
    assert (f"NotAllRight: {first}: the answer is missing" in run.stderr) is not answered


def test_verdicts_never_tell_an_expected_number() -> None:
    """A message about a wrong answer contains no number of the right one, except sizes."""
    exercise = find("lstm/why-400x100")
    verdict = verdict_on(lambda shape, size: ("GRU", 7, exercise.oracle(shape, size)[2]), exercise.id)
    assert "LSTM" not in verdict.as_text().replace("lstm", "")
    step = find("lstm/step")
    truth = step.oracle(**next(step.trials(Random(torch.Generator().manual_seed(0)))).arguments)[0]
    told = verdict_on(lambda x, state, *weights: (state[0] * 0, state[1]), step.id).as_text()
    assert not [number for number in truth.flatten().tolist() if f"{number:.2f}".lstrip("-") in told]


def test_verdict_renders_as_data_text_and_html() -> None:
    verdict = verdict_on(lambda weight: {"i": "<script>alert(1)</script>"})
    data = verdict.as_json()
    assert data["name"] == SPLIT
    assert {"passed", "points", "rung", "message", "slip", "expected", "got"} <= data.keys()
    assert "<script>" not in verdict.as_html()
    assert verdict.as_text().startswith("✗ lstm/split-gates: ")
    assert len(verdict.as_text().splitlines()) <= 6
    passed = judge(find(SPLIT), find(SPLIT).local(right))
    assert passed.as_text() == "✓ lstm/split-gates: right, 1 of 1 point."
    assert "✓" in passed.as_html()
