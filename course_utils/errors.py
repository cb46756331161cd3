"""Errors that speak to a learner or a teacher: one sentence, no traceback in a notebook."""


class PlainError(Exception):
    """An error whose message is all a reader needs; IPython shows that sentence and no traceback."""

    def _render_traceback_(self) -> list[str]:
        # IPython calls this by name instead of formatting the stack.
        return [f"{type(self).__name__}: {self}"]
