"""`course-grade`, the command.

Every process that grades imports the script it was started from, and so this module: nbgrader, which only the one that
records needs, is imported later.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys

from course_utils.errors import PlainError
from course_utils.grading import machine
from course_utils.grading.words import print_anywhere


def main() -> None:
    """Grade every submission of an assignment; run in the folder of the course.

    Raises:
        SystemExit: with a sentence, if it cannot be done or was stopped; with 1, if a submission was refused.
    """
    parser = argparse.ArgumentParser(prog="course-grade", description="Grade every submission of an assignment.")
    parser.add_argument("assignment", nargs="?", help="such as 03_lstm")
    try:
        machine.must_run_linux()
        machine.must_have_a_home()
    except PlainError as error:
        raise SystemExit(f"course-grade: {error}") from None
    processors = len(os.sched_getaffinity(0))
    parser.add_argument("--jobs", type=int, default=processors, help="submissions at a time (default: %(default)s)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="grade on the Dask cluster with this scheduler")
    parser.add_argument("--probe", action="store_true", help="grade nothing: say which locks hold, and what was tried")
    arguments = parser.parse_args()
    if not (arguments.assignment or arguments.probe):
        parser.error("which assignment? such as 03_lstm")
    if arguments.jobs < 1:
        raise SystemExit("course-grade: --jobs must be 1 or more")
    print_anywhere()
    try:
        if arguments.probe:
            sys.exit(importlib.import_module("course_utils.grading.class_runner.probing").run())
        executors = importlib.import_module("course_utils.grading.class_runner.executors")
        where = executors.cluster(arguments.scheduler) if arguments.scheduler else executors.processes(arguments.jobs)
        with where as (executor, slots):
            # nbgrader takes as long to import as those processes to start, and so is imported meanwhile.
            whole_class = importlib.import_module("course_utils.grading.class_runner.whole_class")
            gc.freeze()  # modules are never garbage, and to scan them, the last time at the exit, takes seconds
            sys.exit(whole_class.run(arguments.assignment, executor, slots))
    except PlainError as error:
        raise SystemExit(f"course-grade: {error}") from None
    except KeyboardInterrupt:
        raise SystemExit("course-grade: stopped; run it again to go on") from None


if __name__ == "__main__":
    main()
