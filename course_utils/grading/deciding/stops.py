"""Where the cells of a notebook failed, and what that tells of an answer that is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from course_utils.checks.learner.verdict import Verdict
from course_utils.grading.deciding.sandbox import Ran
from course_utils.grading.words import one_line

_WORDS, _LINE = 200, 80  # characters of an error and of a line of code that are quoted
_PLACE = re.compile(r" \([^()]*, line \d+\)$")  # what Python adds to the words of a syntax error


@dataclass(frozen=True)
class Stop:
    """A code cell that failed: its number in the notebook, its source, and what came of it."""

    number: int
    source: str
    ran: Ran

    def sentence(self, line: int) -> str:
        """Which cell failed where, and with which error; in the learner's words, as one line."""
        if self.ran.ended:
            return f"code cell {self.number} did not come to its end: {self.ran.ended}"
        errors = [output for output in self.ran.outputs if output["output_type"] == "error"]
        if not errors:
            return f"code cell {self.number} failed"
        error = errors[self.ran.lines.index(line) if line in self.ran.lines and len(errors) > 1 else 0]
        words = one_line(_PLACE.sub("", error["evalue"]), _WORDS).strip()
        what = f"{one_line(error['ename'], _WORDS)}: {words}" if words else one_line(error["ename"], _WORDS)
        return f"code cell {self.number} failed{self._where(line)}: {what}"

    def line(self, name: str) -> int:
        """The line that failed where the answer is defined, else the first that failed; 0 if that is not known."""
        definition = re.compile(rf"\s*(async\s+def|def|class)\s+{name}\b|\s*{name}\s*[:=]|\s*@")
        known = self.source.splitlines()
        lines = [line for line in self.ran.lines if 1 <= line <= len(known)]
        return next((line for line in lines if definition.match(known[line - 1])), lines[0] if lines else 0)

    def _where(self, line: int) -> str:
        return f" in line {line}, `{one_line(self.source.splitlines()[line - 1].strip(), _LINE)}`" if line else ""


def explained(verdict: Verdict, name: str, stops: Sequence[Stop]) -> Verdict:
    """A verdict that says where the cell failed in which an answer that is missing stands, if one did."""
    if verdict.slip != "missing":
        return verdict
    own = [stop for stop in stops if re.search(rf"\b{re.escape(name)}\b", stop.source)]
    if not own:
        return verdict
    sentence = own[-1].sentence(own[-1].line(name))
    return replace(verdict, message=f"{verdict.message}; {sentence}", suggestion="Mend that cell first.")
