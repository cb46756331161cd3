"""Where the modules went that a teacher's nbgrader_config.py may still name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from course_utils.errors import PlainError

_HERE = "course_utils.grading"
_NOW = f"{_HERE}.nbgrader_plugins"
_GONE = {f"{_HERE}.comments", f"{_NOW}.comments"}
_MOVED = {f"{_HERE}.{name}": f"{_NOW}.{name}" for name in ("feedback", "judge", "rebuild", "spreadsheet")} | {
    f"{folder}.no_exchange": f"{_NOW}.zip_collect, and its ReleaseFeedback {_NOW}.release_feedback"
    for folder in (_HERE, _NOW)
}


class Moved(PlainError):
    """A module is asked for by the name that it had; the message says which it has now."""


class _Finder(MetaPathFinder):
    """Is asked last, for what nobody else finds."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002
        """No module; for a name of old, the sentence that says where it went."""
        if name in _GONE:
            raise Moved(
                f"{name} is gone: take it out of c.Autograde.autograde_preprocessors in nbgrader_config.py, and put"
                " c.GenerateFeedback.preprocessors in, as the course's own nbgrader_config.py has it"
            )
        if name in _MOVED:
            raise Moved(f"{name} is now {_MOVED[name]}: write so in nbgrader_config.py")
        return None


sys.meta_path.append(_Finder())
