"""How a class is graded; the folder of a file says in which process it runs.

`submission` puts what was handed in into the released notebook. `deciding` runs it and decides; the learner's code
itself runs in `sandbox`, and `protocol` is what passes between the two. `nbgrader_plugins` are nbgrader's doors to all
this, `class_runner` grades a whole class and shows its marks.
"""

from course_utils.grading import moved as _moved  # noqa: F401 - names of old say where they went
