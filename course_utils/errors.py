"""Errors for a learner or a teacher: one sentence, and no traceback in a notebook."""


class PlainError(Exception):
    """An error whose message is all that a reader needs; IPython shows only this message."""

    def _render_traceback_(self) -> list[str]:
        # IPython calls this by name instead of formatting the stack.
        return [f"{type(self).__name__}: {self}"]
