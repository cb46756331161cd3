"""What the lessons and exercises import.

`check` and `progress` are all a notebook of exercises needs; the rest is in the modules: `recurrence`, `sequences`,
`digits`, `training`, `drawing`, `explore`, `checks`.

These two, and PyTorch with them, are imported when first asked for: nbgrader reads its plug-ins from this package, and
most of its commands need no more.
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
