"""Progress: which exercises a learner has right so far, by the last check of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from course_utils.checks.engine.course import Course
from course_utils.checks.engine.ran import Ran
from course_utils.checks.learner.answer import Missing, look_up
from course_utils.checks.learner.verdict import Verdict, in_html


@dataclass(frozen=True)
class Checked:
    """The last check of an exercise: the answer it saw, and the verdict."""

    answer: object
    verdict: Verdict


@dataclass(frozen=True)
class Progress:
    """A row for every exercise: its mark, its id, the points of its last check, the possible points, and its state.

    `to_read` is what a teacher reads: the questions to be answered in one's own words, with their points.
    """

    rows: tuple[tuple[str, str, float, float, str], ...]
    to_read: Mapping[str, float]

    @classmethod
    def of(
        cls, course: Course, lesson: str, last: Mapping[str, Checked], ran: Ran, namespace: Mapping[str, object]
    ) -> Progress:
        """Read the last check of every exercise, unless its answer in the notebook has changed since."""
        rows = []
        for exercise in course.of_lesson(lesson):
            mark, points, words = "-", 0.0, "not checked yet"
            if checked := last.get(exercise.id):
                mark, points, words = "✗", checked.verdict.points, checked.verdict.message
                if checked.verdict.passed:
                    mark, words = "✓", "right"
                answer = look_up(exercise.answer_name, namespace)
                if doubt := ran.doubt(exercise.answer_name):
                    mark, points, words = "✗", 0.0, doubt
                elif answer is not checked.answer and not isinstance(answer, Missing):
                    mark, points, words = "-", 0.0, "changed since its check: run the check again"
            rows.append((mark, exercise.id, points, float(exercise.points), words))
        return cls(tuple(rows), course.in_own_words(lesson))

    def not_right(self) -> list[str]:
        """The exercises that are not right yet, each with its state."""
        return [f"{name}: {words}" for mark, name, _, _, words in self.rows if mark != "✓"]

    def summary(self) -> str:
        """The whole progress in one or two sentences."""
        right = sum(mark == "✓" for mark, *_ in self.rows)
        points, possible = (sum(row[column] for row in self.rows) for column in (2, 3))  # type: ignore[misc]
        read = sum(self.to_read.values())
        later = f" {read:g} of them are for your teacher to give." if read else ""
        return f"{right} of {len(self.rows)} exercises are right: {points:g} of {possible + read:g} points.{later}"

    def _all_rows(self) -> Iterator[tuple[str, str, str, str]]:
        for mark, name, points, possible, words in self.rows:
            yield f"{mark} {name}", f"{points:g}", f"{possible:g}", words
        for name, possible in self.to_read.items():
            yield f"- {name}", "-", f"{possible:g}", "in your own words: your teacher reads this"

    def as_text(self) -> str:
        """A line for every exercise, then the summary."""
        rows = list(self._all_rows())
        width = max(len(name) for name, *_ in rows)
        lines = [f"{name:<{width}}  {points}/{possible}  {words}" for name, points, possible, words in rows]
        return "\n".join([*lines, self.summary()])

    def as_html(self) -> str:
        """A table with a row for every exercise, then the summary; every word of the learner's is escaped."""
        rows = "".join(
            f'<tr><td style="{_LEFT} white-space:nowrap">{name}</td><td>{points} of {possible}</td>'
            f'<td style="{_LEFT}">{in_html(words)}</td></tr>'
            for name, points, possible, words in self._all_rows()
        )
        columns = (("exercise", _LEFT), ("points", ""), ("last check", _LEFT))
        head = "".join(f'<th scope="col" style="{style}">{title}</th>' for title, style in columns)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{self.summary()}</p>"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        return {"text/plain": self.as_text(), "text/html": self.as_html()}


_LEFT = "text-align:left;"  # JupyterLab aligns columns to the right
