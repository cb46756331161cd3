"""`course-grade --probe`: which locks this machine has, what is hidden, and what was tried."""

from __future__ import annotations

from nbgrader.apps.baseapp import NbGrader

from course_utils.grading.deciding.probe import probe
from course_utils.grading.deciding.trusted import refuse_if_failed, refuse_if_open
from course_utils.grading.deciding.works import tried_works
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.nbgrader_plugins.judge import hidden_from
from course_utils.grading.sandbox import landlock
from course_utils.grading.tables import aligned, columns


def run() -> None:
    """Try the locks, and right work, for the course in this folder, and say what came of it.

    Raises:
        PlainError: nothing could be graded here; the message says why.
    """
    app = NbGrader()
    app.initialize([])
    hidden = hidden_from(app)
    with Zygote() as zygote:
        zygote.hide(hidden)
        probed = probe(zygote, hidden)
        tried = tried_works(zygote)
    right = sum(not how for how in tried.values())
    for title, rows in (
        ("Locks", [["Landlock", f"version {landlock.version()}"], ["seccomp", "in force"]]),
        ("Hidden from learners' code", hidden.places),
        (
            "Tried from inside, as a learner's code",
            [["OPEN" if each in probed.open else "refused", each] for each in probed.tried],
        ),
        (
            "Right answers, judged as a learner's",
            [["WRONG" if how else "right", f"{name} {how}"] for name, how in tried.items()],
        ),
    ):
        print(f"{title}:", *aligned(rows, columns(), "  "), "", sep="\n")
    print(f"{len(probed.tried)} attempts, {len(probed.open)} of them succeeded")
    print(f"{len(tried)} right answers, {right} of them judged right")
    refuse_if_open(probed)
    refuse_if_failed(tried)
