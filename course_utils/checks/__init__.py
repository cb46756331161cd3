"""What a right answer is: a package per lesson with a module per exercise, and the engine that they share.

See `engine.course.Course` for how exercises are found. A learner's process in the grader may import only `learner`.

Notebooks, the grader and the tests all use the exercises defined here; notebooks call `check`.
"""

from course_utils.checks.engine.course import Course, UnknownExercise
from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.engine.ladder import judge
from course_utils.checks.engine.notebook import Notebook
from course_utils.checks.learner.verdict import CheckFailed, Verdict

__all__ = [
    "CheckFailed",
    "Exercise",
    "UnknownExercise",
    "Verdict",
    "check",
    "exercises",
    "find",
    "judge",
    "lessons",
    "progress",
]

COURSE = Course(__name__)
_notebook = Notebook(COURSE)
_notebook.ran.watch()  # now, because IPython does not keep which cell a source was run in
check, progress = _notebook.check, _notebook.progress
exercises, find, lessons = COURSE.exercises, COURSE.find, COURSE.lessons
