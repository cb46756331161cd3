"""`make feedback-gallery`: the feedback on every wrong answer of tests/answers, all on one page.

The page is nbgrader's own feedback, made with its template from the verdicts that a check gives.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.converters import GenerateFeedback
from traitlets.config import Config

from course_utils.checks import Verdict, exercises
from course_utils.checks.engine.rungs import NOT_THIS, UNLOCATED
from tools.answer_bank import Attempt, attempts


def cells(attempt: Attempt, verdict: Verdict) -> list[NotebookNode]:
    """A heading, the answer, and its check with the verdict, as in a graded notebook."""
    name = f"{attempt.exercise}: {attempt.path.stem}"
    graded = {"grade": True, "locked": True, "solution": False, "schema_version": 3, "grade_id": name}
    graded |= {"points": verdict.possible, "score": verdict.points}
    output = new_output("display_data", data=verdict._repr_mimebundle_())
    check = new_code_cell(f'check("{attempt.exercise}")', outputs=[output], metadata={"nbgrader": graded})
    return [new_markdown_cell(f"### {name}"), new_code_cell(attempt.source), check]


def said_of(attempt: Attempt) -> Verdict:
    """The verdict of the check on a wrong answer."""
    with redirect_stdout(None):  # a check outside a notebook prints
        verdict = attempt.verdict(seed=0)
    assert verdict is not None, f"{attempt.path} is accepted"
    return verdict


def page(found: dict[Attempt, Verdict]) -> str:
    """All wrong answers on one page of feedback."""
    shown = [cell for attempt, verdict in found.items() for cell in cells(attempt, verdict)]
    score = sum(verdict.points for verdict in found.values())
    possible = sum(verdict.possible for verdict in found.values())
    feedback = GenerateFeedback(parent=None, config=Config())
    exporter = feedback.exporter_class(config=feedback.config)
    grades = {"notebook": f"{len(found)} wrong answers", "score": score, "max_score": possible, "late_penalty": 0}
    html, _resources = exporter.from_notebook_node(new_notebook(cells=shown), resources={"nbgrader": grades})
    return str(html)


def told(verdict: Verdict) -> str:
    """What a verdict tells: the name of a slip, where or under which condition the fault shows, or neither."""
    if verdict.slip:
        return "named"
    nowhere = any(words in verdict.message for words in (UNLOCATED, NOT_THIS))
    return "neither" if verdict.rung == "values" and nowhere else "located"


def table(found: Mapping[Attempt, Verdict]) -> list[str]:
    """How many wrong answers are named, located or neither, by exercise."""
    ways = ("named", "located", "neither")
    lines = [f"{'exercise':<28}{'wrong':>6}" + "".join(f"{way:>9}" for way in ways)]
    for exercise in [*exercises(), ""]:
        counts = Counter(told(verdict) for attempt, verdict in found.items() if exercise in ("", attempt.exercise))
        lines.append(f"{exercise or 'all':<28}{counts.total():>6}" + "".join(f"{counts[way]:>9}" for way in ways))
    return lines


def main(target: Path) -> None:
    """Write the page."""
    wrong = {attempt: said_of(attempt) for attempt in attempts() if not attempt.right}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(wrong))
    print(f"{len(wrong):,} wrong answers and what is said of them: {target}")
    print(*table(wrong), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
