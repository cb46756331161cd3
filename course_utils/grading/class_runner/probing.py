"""`course-grade --probe`: which locks this machine has, what is hidden, and what was tried."""

from __future__ import annotations

from nbgrader.apps.baseapp import NbGrader

from course_utils.grading.deciding.probe import probe
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.nbgrader_plugins.judge import hidden_from
from course_utils.grading.sandbox import landlock
from course_utils.grading.words import aligned


def run() -> int:
    """Try the locks for the course in this folder and say what came of it; returns the exit status.

    Raises:
        PlainError: no process for learners' code can be had at all.
    """
    app = NbGrader()
    app.initialize([])
    hidden = hidden_from(app)
    with Zygote() as zygote:
        zygote.hide(hidden)
        probed = probe(zygote, hidden)
    tried = [["OPEN" if each in probed.open else "refused", each] for each in probed.tried]
    layers = [["Landlock", f"version {landlock.version()}"], ["seccomp", "in force"]]
    for title, rows in (
        ("Locks", layers),
        ("Hidden from learners' code", [list(place) for place in hidden.places]),
        ("Tried from inside, as a learner's code", tried),
    ):
        print(f"{title}:", *(f"  {line}" for line in aligned(rows)), "", sep="\n")
    print(f"{len(probed.tried)} attempts, {len(probed.open)} of them succeeded" + ", and must not." * bool(probed.open))
    return 1 if probed.open else 0
