"""The judge: runs a submission's cells in a child, calls its answers there, and decides here.

`Judge` takes the place of nbgrader's Execute in the list of Autograde's preprocessors. What it leaves in the outputs of
the check cells is what nbgrader's own SaveAutoGrades reads.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from functools import cache
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution
from traitlets import Bool, Float

from course_utils.checks import UnknownExercise, Verdict, find
from course_utils.checks.ladder import judge
from course_utils.grading.probe import probe
from course_utils.grading.remote import NoSandbox, Zygote
from course_utils.grading.sandbox import Ran, Sandbox

CHECK = re.compile(r'check\(\s*["\']([\w-]+/[\w-]+)["\']\s*\)')
SECRET = ".course-secret"
UNSAFE = "Graded without locks: the learner's code could have changed its own marks."
FORGEABLE = "This test ran in the same process as the learner's code: its result can be forged."


class Judge(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Execute a submission safely and write the verdicts into its check cells."""

    unsafe = Bool(
        False,
        help="Run learners' code without any lock, as nbgrader always has; every submission is marked so.",
    ).tag(config=True)
    cell_seconds = Float(30.0, help="What one cell may take, in seconds.").tag(config=True)
    call_seconds = Float(10.0, help="What one call of an answer may take, in seconds.").tag(config=True)
    submission_seconds = Float(600.0, help="What a whole submission may take, in seconds.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Run every code cell, in a child; decide every check cell, here.

        Raises:
            NoSandbox: the locks cannot be had on this machine; nothing of the learner's has run.
        """
        if self.unsafe:
            nb, resources = Execute(parent=self.parent).preprocess(nb, resources)
            return _marked(nb, UNSAFE), resources
        seed = _seed(self._secret(), nb)
        with Sandbox(_zygote(), seconds=self.submission_seconds) as sandbox:
            for number, cell in enumerate((cell for cell in nb.cells if cell.cell_type == "code"), start=1):
                cell.execution_count = number
                cell.outputs = self._outputs(cell, sandbox, seed)
                for output in cell.outputs:
                    if output.output_type == "execute_result":
                        output.execution_count = number
        return nb, resources

    def _outputs(self, cell: NotebookNode, sandbox: Sandbox, seed: int) -> list[NotebookNode]:
        """What a cell shows once it is run or, if it checks an exercise, judged."""
        decides = is_grade(cell) and is_locked(cell) and not is_solution(cell)
        if decides and (match := CHECK.fullmatch(cell.source.strip())):
            return _shown(self._verdict(match[1], sandbox, seed))
        ran = sandbox.run_cell(cell.source, self.cell_seconds)
        note = [new_output("display_data", data={"text/plain": FORGEABLE})] if decides else []
        return [*_kept(ran), *note]

    def _verdict(self, exercise_id: str, sandbox: Sandbox, seed: int) -> Verdict:
        try:
            exercise = find(exercise_id)
        except UnknownExercise as unknown:
            return Verdict(exercise_id, False, 0, 0, rung="unknown", message=str(unknown))
        wanted = exercise.answer_name, exercise.parameters, self.call_seconds
        shared = sandbox.has_called_others(exercise.answer_name)
        try:
            verdict = judge(exercise, sandbox.answer(*wanted), seed)
            if shared and not verdict.passed:  # another exercise's damage to the child must not cost this one
                sandbox.close()
                verdict = judge(exercise, sandbox.answer(*wanted), seed)
            return verdict
        except NoSandbox:
            raise
        except Exception:  # a fault of ours must not cost the others of the class their marks
            self.log.exception("the judge failed on %s", exercise_id)
            message = "the grader could not decide this one: please show it to your teacher"
            return Verdict(exercise_id, False, 0, exercise.points, rung="judge", message=message)

    def _secret(self) -> bytes:
        """The course's own random bytes, made when first needed: nobody can tune an answer to the trials."""
        course = self.parent.parent.coursedir  # this belongs to an exporter, which belongs to the converter
        path = Path(course.root) / SECRET
        try:
            with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(os.urandom(32))
        except FileExistsError:
            pass
        return path.read_bytes()


@cache
def _zygote() -> Zygote:
    """The process children are forked from, one for all submissions of a run, tried before it is trusted.

    Raises:
        NoSandbox: a lock does not hold.
    """
    zygote = Zygote()
    if open_locks := probe(zygote):
        zygote.close()
        raise NoSandbox(
            f"learners' code cannot be locked in on this machine: {'; '.join(open_locks)}. Grade on Linux 6.2 or newer,"
            " or, at your own risk, with --Judge.unsafe=True"
        )
    return zygote


def _marked(nb: NotebookNode, note: str) -> NotebookNode:
    """The notebook with a note for its readers in every graded code cell."""
    for cell in nb.cells:
        if is_grade(cell) and cell.cell_type == "code":
            cell.outputs.append(new_output("display_data", data={"text/plain": note}))
    return nb


def _seed(secret: bytes, nb: NotebookNode) -> int:
    """The seed of a submission's trials: the same for the same content, and nobody's to know."""
    content = "\0".join(cell.source for cell in nb.cells if cell.cell_type == "code")
    return int.from_bytes(hmac.digest(secret, content.encode("utf-8", "replace"), hashlib.sha256)[:7], "big")


def _shown(verdict: Verdict) -> list[NotebookNode]:
    """A verdict as the outputs of its cell: what a learner sees, and the error that nbgrader counts."""
    outputs = [new_output("display_data", data=verdict._repr_mimebundle_())]
    if not verdict.passed:
        sentence = verdict.sentence()
        error = {"ename": "CheckFailed", "evalue": sentence, "traceback": [f"CheckFailed: {sentence}"]}
        outputs.append(new_output("error", **error))
    return outputs


def _kept(ran: Ran) -> list[NotebookNode]:
    """The outputs of a cell that ran, and why its process ended, if it did."""
    outputs: list[NotebookNode] = nbformat.from_dict(ran.outputs)
    if ran.ended is None:
        return outputs
    sentence = f"This cell did not come to its end: {ran.ended}."
    error = {"ename": "Ended", "evalue": sentence, "traceback": [sentence]}
    return [*outputs, new_output("error", **error)]
