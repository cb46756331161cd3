"""What the lessons and exercises import.

A notebook of exercises needs only `check` and `progress`; the rest is in the modules `recurrence`, `sequences`,
`digits`, `training`, `drawing`, `explore` and `checks`.

`check` and `progress` are imported at first use, because they import PyTorch: nbgrader loads its plug-ins from this
package, and most of its commands need nothing else.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.checks import check, progress

__all__ = ["check", "progress"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from course_utils import checks

    return getattr(checks, name)
