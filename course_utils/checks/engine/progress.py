"""Progress: which exercises a learner has right so far, by the last check of each."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course_utils.checks.engine.exercise import Exercise
from course_utils.checks.learner.answer import Missing, look_up
from course_utils.checks.learner.verdict import Verdict


@dataclass(frozen=True)
class Checked:
    """The last check of an exercise: the answer it saw, and the verdict."""

    answer: object
    verdict: Verdict


@dataclass(frozen=True)
class Progress:
    """A row for every exercise: its mark, its id, the points of its last check, the possible points, and its state."""

    rows: tuple[tuple[str, str, float, float, str], ...]

    @classmethod
    def of(
        cls, exercises: Sequence[Exercise], last: Mapping[str, Checked], namespace: Mapping[str, object]
    ) -> Progress:
        """Read the last check of every exercise, unless its answer in the notebook has changed since."""
        rows = []
        for exercise in exercises:
            mark, points, words = "-", 0.0, "not checked yet"
            if checked := last.get(exercise.id):
                mark, points, words = "✗", checked.verdict.points, checked.verdict.message
                if checked.verdict.passed:
                    mark, words = "✓", "right"
                answer = look_up(exercise.answer_name, namespace)
                if answer is not checked.answer and not isinstance(answer, Missing):
                    mark, points, words = "-", 0.0, "changed since its check: run the check again"
            rows.append((mark, exercise.id, points, float(exercise.points), words))
        return cls(tuple(rows))

    def summary(self) -> str:
        """The whole progress in one sentence."""
        right = sum(mark == "✓" for mark, *_ in self.rows)
        points, possible = (sum(row[column] for row in self.rows) for column in (2, 3))  # type: ignore[misc]
        return f"{right} of {len(self.rows)} exercises are right: {points:g} of {possible:g} points."

    def as_text(self) -> str:
        """A line for every exercise, then the summary."""
        width = max(len(name) for _mark, name, *_ in self.rows)
        lines = [
            f"{mark} {name:<{width}}  {points:g}/{possible:g}  {words}"
            for mark, name, points, possible, words in self.rows
        ]
        return "\n".join([*lines, self.summary()])

    def as_html(self) -> str:
        """A table with a row for every exercise, then the summary; every word of the learner's is escaped."""
        rows = "".join(
            f'<tr><td style="{_LEFT} white-space:nowrap">{mark} {name}</td><td>{points:g} of {possible:g}</td>'
            f'<td style="{_LEFT}">{html.escape(words)}</td></tr>'
            for mark, name, points, possible, words in self.rows
        )
        columns = (("exercise", _LEFT), ("points", ""), ("last check", _LEFT))
        head = "".join(f'<th scope="col" style="{style}">{title}</th>' for title, style in columns)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{self.summary()}</p>"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        return {"text/plain": self.as_text(), "text/html": self.as_html()}


_LEFT = "text-align:left;"  # JupyterLab aligns columns to the right
