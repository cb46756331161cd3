"""A course's `check` and `progress`, as a learner's notebook calls them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

from course_utils.checks.engine.course import Course, UnknownExercise
from course_utils.checks.engine.ladder import judge
from course_utils.checks.engine.progress import Checked, Progress
from course_utils.checks.engine.ran import Ran
from course_utils.checks.learner.answer import Stale, look_up
from course_utils.checks.learner.verdict import CheckFailed, Verdict, outputs_are_shown
from course_utils.errors import PlainError

_IN_THE_NOTEBOOK: Any = object()


class NotAllRight(PlainError, AssertionError):
    """Some exercises of a lesson are not right yet; the message names them."""


@dataclass(frozen=True)
class Notebook:
    """The checks of a course in a notebook; `last` is what `progress` shows, `ran` which cells have run."""

    course: Course
    last: dict[str, Checked] = field(default_factory=dict)
    ran: Ran = field(default_factory=Ran)

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
        name = getattr(answer, "__name__", "")
        if answer is _IN_THE_NOTEBOOK:
            name = exercise.answer_name
            answer = look_up(name, sys._getframe(1).f_globals)
        if doubt := self.ran.doubt(name):
            answer = Stale(doubt)
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
            NotAllRight: one is not right, and a tool runs this notebook that shows errors only. Its checks have a tag
                that lets the cells below them run, so that it would not notice otherwise.
        """
        if not self.course.of_lesson(lesson):
            raise UnknownExercise(f"there is no lesson {lesson!r}; there are {', '.join(self.course.lessons())}")
        shown = Progress.of(self.course, lesson, self.last, self.ran, sys._getframe(1).f_globals)
        _show(shown)
        if _in_a_kernel() and not outputs_are_shown() and (wrong := shown.not_right()):
            raise NotAllRight("\n".join(wrong))


def _in_a_kernel() -> bool:
    return "IPython" in sys.modules and hasattr(sys.modules["IPython"].get_ipython(), "kernel")


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
