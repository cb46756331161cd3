"""A verdict: data first, then words for a terminal and for a notebook."""

from __future__ import annotations

import html
import os
import re
import textwrap
from dataclasses import asdict, dataclass
from typing import Any

from course_utils.errors import PlainError

MIME = "application/vnd.course-utils.verdict+json"


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    Attributes:
        name: the exercise's id.
        passed: whether every rung held in every trial.
        points: what the answer earns, out of `possible`.
        rung: the first rung that failed; empty if all held.
        message: what is wrong, in one sentence without any expected number.
        slip: the name of the slip, if one was recognised.
        suggestion: one thing to try.
        called: the call that failed, with shapes.
        got: the shape and kind of what came back, or the error; empty if only the numbers are wrong.
        expected: what should come back, if its shape or kind differs from `got`.
        error: the class of the error that the call raised, such as `NameError`; empty if it raised none.
        note: something worth knowing about an answer that passed.
    """

    name: str
    passed: bool
    points: float
    possible: float
    rung: str = ""
    message: str = ""
    slip: str = ""
    suggestion: str = ""
    called: str = ""
    got: str = ""
    expected: str = ""
    error: str = ""
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The verdict as plain JSON data."""
        return asdict(self)

    def sentence(self) -> str:
        """The verdict in one sentence."""
        if self.passed:
            return f"{self.name}: right, {self.points:g} of {self.possible:g} point{'s' * (self.possible != 1)}."
        return f"{self.name}: {self.message}"

    def rows(self) -> list[tuple[str, str]]:
        """The lines below the headline, as (label, words): at most three."""
        back = f"{self.got}; expected {self.expected}" if self.expected else self.got
        rows = [("called", self.called), ("came back", back), ("try", self.suggestion)]
        return [(label, words) for label, words in rows if words]

    def as_text(self) -> str:
        """The verdict for a terminal: one line when right, a few when not."""
        if self.passed:
            return f"✓ {self.sentence()}" + (f" {self.note}" if self.note else "")
        lines = [f"✗ {self.sentence()}"]
        lines += [f"  {label:<10} {words}" for label, words in self.rows()]
        return "\n".join(lines)

    def as_html(self) -> str:
        """The verdict for a notebook; every word of the learner's is escaped. Says right or wrong in words, too."""
        if self.passed:
            note = f" {in_html(self.note)}" if self.note else ""
            return f'<div style="{_BOX} border-color:#1a7f37">✓ {in_html(self.sentence())}{note}</div>'
        rows = "".join(
            f'<div><span style="{_LABEL}">{label}</span>{_code(words) if label in _CODE else in_html(words)}</div>'
            for label, words in self.rows()
        )
        head = f"✗ <b>{html.escape(self.name)}</b>: {in_html(self.message)}"
        return f'<div style="{_BOX} border-color:#b35900">{head}{rows}</div>'

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        return {"text/plain": self.as_text(), "text/html": self.as_html(), MIME: self.as_json()}


_BOX = "border-left:4px solid; padding:0.3em 0.8em; line-height:1.5;"
_LABEL = "display:inline-block; min-width:6.5em;"
_CODE = {"called", "came back"}


def in_html(words: str) -> str:
    """A sentence for a notebook: escaped, and what stands in backticks as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(words))


def _code(words: str) -> str:
    return f"<code>{html.escape(words)}</code>"


# Set if a notebook is open in a browser or is graded. Other tools that run a notebook show errors, but no outputs.
_SHOWS_OUTPUTS = ("JPY_SESSION_NAME", "NBGRADER_EXECUTION")


def outputs_are_shown() -> bool:
    """Whether somebody sees the outputs of this notebook's cells, and not only its errors."""
    return any(name in os.environ for name in _SHOWS_OUTPUTS)


class CheckFailed(PlainError, AssertionError):
    """The answer is not right yet; the message is the verdict in one sentence, `verdict` the whole of it."""

    BELOW_ITS_VERDICT = ("CheckFailed: this answer is not right yet.",)

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.sentence())
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:
        """The error as IPython shows it: the whole sentence, unless the verdict is shown above it."""
        if outputs_are_shown() and "NBGRADER_VALIDATING" not in os.environ:
            return list(self.BELOW_ITS_VERDICT)
        return textwrap.wrap(f"{type(self).__name__}: {self}", width=90)  # Validate's boxes are narrow
