"""What a right answer is; see `course_utils.checks.engine.course.Course`."""

from course_utils.checks.engine.course import Course
from course_utils.checks.engine.notebook import Notebook

COURSE = Course(__name__)
check = Notebook(COURSE).check
