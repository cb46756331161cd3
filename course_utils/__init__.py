"""What the lessons and exercises import.

`check` is the one function a notebook needs; the rest is in the modules: `recurrence`, `digits`, `training`,
`drawing`, `checks`.
"""

from course_utils.checks import check

__all__ = ["check"]
