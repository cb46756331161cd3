"""What the lessons and exercises import.

`check` and `progress` are all a notebook of exercises needs; the rest is in the modules: `recurrence`, `sequences`,
`digits`, `training`, `drawing`, `explore`, `checks`.
"""

from course_utils.checks import check, progress

__all__ = ["check", "progress"]
