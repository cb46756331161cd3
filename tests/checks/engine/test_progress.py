"""The progress of a lesson: every exercise at its last check."""

import pytest

from course_utils.checks import COURSE, CheckFailed, UnknownExercise, find, judge, progress
from course_utils.checks.engine.notebook import Notebook
from course_utils.checks.engine.progress import Checked, Progress
from course_utils.checks.engine.ran import Ran
from tests.helpers.verdicts import SPLIT, right
from tools.notebooks import SOLUTIONS, exercise_of, read


def test_progress_shows_every_last_check(capsys: pytest.CaptureFixture[str]) -> None:
    notebook = Notebook(COURSE)

    def answers(**changed: object) -> str:
        """What `progress` shows in a notebook with these answers."""
        scope = {"progress": notebook.progress, "check": notebook.check, "CheckFailed": CheckFailed, **changed}
        exec("for exercise in ('lstm/split-gates', 'lstm/step'):\n"
             "    try: check(exercise)\n"
             "    except CheckFailed: pass\n", scope)  # fmt: skip
        capsys.readouterr()
        exec("progress('lstm')", scope)
        shown = capsys.readouterr().out
        exec("split_gates = lambda weight: {}\nprogress('lstm')", scope)
        assert "- lstm/split-gates" in (later := capsys.readouterr().out)
        assert "changed since its check" in later
        return shown

    shown = answers(split_gates=right, step=lambda *_: "<b>")
    assert "✓ lstm/split-gates         1/1  right" in shown
    assert "✗ lstm/step                0/3  the answer must be a tuple (h, c); it is '<b>'" in shown
    assert "- lstm/forget-bias         0/3  not checked yet" in shown
    assert "1 of 7 exercises are right: 1 of 19 points. 2 of them are for your teacher to give." in shown
    assert "- lstm/four-blocks         -/2  in your own words: your teacher reads this" in shown
    assert "✗ lstm/step                0/3  the answer is missing: there is no `step` yet" in answers(split_gates=right)
    with pytest.raises(UnknownExercise, match="there is no lesson 'lsmt'"):
        progress("lsmt")


def test_progress_is_a_table_in_a_notebook() -> None:
    verdict = judge(find(SPLIT), find(SPLIT).local(lambda weight: {"<i>": 1}))
    html = Progress.of(COURSE, "lstm", {SPLIT: Checked(right, verdict)}, Ran(), {"split_gates": right}).as_html()
    assert html.count("<tr>") == 1 + len(COURSE.of_lesson("lstm")) + len(COURSE.in_own_words("lstm"))
    assert "&lt;i&gt;" in html
    assert "<i>" not in html


def test_the_questions_in_own_words_are_those_of_the_assignments() -> None:
    asked = {}
    for path in SOLUTIONS:
        lesson = next(each for each in COURSE.lessons() if path.stem.startswith(f"0{COURSE.lessons().index(each) + 1}"))
        for cell in read(path).cells:
            grading = cell.metadata.get("nbgrader", {})
            if grading.get("grade") and grading.get("solution"):
                asked[exercise_of(grading.grade_id, lesson)] = grading.points
    assert asked
    assert {name: points for each in COURSE.lessons() for name, points in COURSE.in_own_words(each).items()} == asked
