"""A course's `check` and `progress`, as a learner's notebook calls them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

from course_utils.checks.engine.course import Course, UnknownExercise
from course_utils.checks.engine.ladder import judge
from course_utils.checks.engine.progress import Checked, Progress
from course_utils.checks.learner.answer import look_up
from course_utils.checks.learner.verdict import CheckFailed, Verdict

_IN_THE_NOTEBOOK: Any = object()


@dataclass(frozen=True)
class Notebook:
    """The checks of a course in a notebook; `last` is what `progress` shows."""

    course: Course
    last: dict[str, Checked] = field(default_factory=dict)

    def check(self, exercise_id: str, answer: object = _IN_THE_NOTEBOOK, *, seed: int = 0) -> None:
        """Check an answer and show the verdict.

        Args:
            exercise_id: such as `"lstm/step"`.
            answer: the learner's function or class. Left out, it is looked up where `check` is called, by the
                exercise's own name (`step`), so that a missing one gets a sentence and not a NameError.
            seed: which random trials to draw.

        Raises:
            CheckFailed: the answer is not right yet; its `verdict` attribute says why.
            UnknownExercise: there is no such exercise.
        """
        exercise = self.course.find(exercise_id)
        if answer is _IN_THE_NOTEBOOK:
            answer = look_up(exercise.answer_name, sys._getframe(1).f_globals)
        verdict = judge(exercise, exercise.local(answer), seed)
        self.last[exercise_id] = Checked(answer, verdict)
        _show(verdict)
        if not verdict.passed:
            raise CheckFailed(verdict)

    def progress(self, lesson: str) -> None:
        """Show how every exercise of a lesson stood at its last check in this notebook.

        Args:
            lesson: the first half of its exercises' ids, such as `"lstm"`.

        Raises:
            UnknownExercise: no exercise belongs to this lesson.
        """
        known = self.course.of_lesson(lesson)
        if not known:
            raise UnknownExercise(f"there is no lesson {lesson!r}; there are {', '.join(self.course.lessons())}")
        _show(Progress.of(known, self.last, sys._getframe(1).f_globals))


def _show(shown: Verdict | Progress) -> None:
    """Show a verdict or the progress: as HTML in a notebook, as text elsewhere."""
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        from IPython.display import display

        display(shown)
        return
    text, encoding = shown.as_text(), getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:  # a terminal without ✓ and ✗ gets the words
        text = text.replace("✓ ", "").replace("✗ ", "").encode(encoding, "backslashreplace").decode(encoding)
    print(text)
