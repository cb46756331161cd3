"""The commands of a teacher: `course-grade`, `course-marks`, `course-collect` and `course-students`.

What each does is in its own module, which is imported when the command line has been read: nbgrader and PyTorch take
seconds. Besides, every process that grades imports the script it was started from, and so this module.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course_utils.errors import PlainError
from course_utils.grading import machine
from course_utils.grading.words import one_line, print_anywhere

_COLLECT = """\
The names in a zip tell whose a file is. Known are the downloads of Moodle (in its three forms, and with anonymous
participants), Canvas (also anonymous), Brightspace, Blackboard, Gradescope, ILIAS, Microsoft Teams (the folder
"Submitted files", zipped), and a folder or a zip for each student; folders around all of them are looked through. What
Google Drive calls the files of Google Classroom is not known here: put each student's into a folder of their name. Of
several attempts the latest is taken. For other names set c.FileNameCollectorPlugin.named_regexp in nbgrader_config.py,
as for nbgrader zip_collect: it sees DOWNLOADED/ASSIGNMENT/extracted/ZIP/PATH. Students of the same name keep the number
that the platform gave them. A zip in a zip is unpacked, one level down.

What has been collected before stays, unless --update takes what is in the zip; a timestamp.txt that you wrote stays
then, too. A zip does not say when something was handed in, so nothing in it is late.
"""

_MARKS = """\
A letter behind a score stands for a slip of that exercise, in the list below the table. Below that stands what was odd
about a submission. The table is as wide as the terminal, or as COLUMNS in the environment says; names and headings are
shortened to fit, but not in the file for a spreadsheet.
"""

_STUDENTS = """\
FILE is CSV, in UTF-8, UTF-16 or Windows' code page 1252, separated by commas, semicolons or tabs, with or without
quotes. Its first line names the columns, in any order and case: id, first_name, last_name, email, lms_user_id. Only id
must be there; other columns and empty lines are left out. A student who is known gets what the file says. If a line
cannot be taken, none is.
"""


def parsers() -> dict[str, argparse.ArgumentParser]:
    """What each command takes, by its name."""
    grade = _parser("course-grade", "Grade every submission of an assignment.")
    grade.add_argument("assignment", nargs="?", help="such as 03_lstm")
    grade.add_argument("--jobs", type=int, metavar="N", help="submissions at a time; else one on each processor")
    grade.add_argument("--scheduler", metavar="ADDRESS", help="grade on the Dask cluster with this scheduler")
    grade.add_argument(
        "--probe", action="store_true", help="grade nothing: say whether this machine can, and what was tried"
    )

    marks = _parser("course-marks", "Show the marks of an assignment as a table of students by exercises.", _MARKS)
    marks.add_argument("assignment", help="such as 03_lstm")
    marks.add_argument("--csv", type=Path, metavar="FILE", help="write the points to a file for a spreadsheet, too")

    about = "Collect an assignment from the zip in which a learning platform hands out what was handed in."
    collect = _parser("course-collect", about, _COLLECT)
    collect.add_argument("assignment", help="such as 03_lstm")
    collect.add_argument("zip", type=Path, nargs="+", help="as downloaded; several are taken for one")
    collect.add_argument("--update", action="store_true", help="replace what was collected before, where it differs")
    collect.add_argument("--dry-run", action="store_true", help="show what would be collected, and keep nothing")

    about = "Put a class list, as Excel, LibreOffice or Numbers saves it, into the gradebook."
    students = _parser("course-students", about, _STUDENTS)
    students.add_argument("file", type=Path, help="such as students.csv")
    return {each.prog: each for each in (grade, marks, collect, students)}


def _parser(name: str, about: str, more: str = "") -> argparse.ArgumentParser:
    plain = argparse.RawDescriptionHelpFormatter
    return argparse.ArgumentParser(prog=name, description=about, epilog=more, formatter_class=plain)


def main() -> None:
    """`course-grade`: grade every submission of an assignment; run in the folder of the course.

    Raises:
        SystemExit: with a sentence, if it cannot be done or was stopped; with 1, if a submission was refused.
    """
    with _in_a_sentence("course-grade"):
        arguments, parser = _read("course-grade")
        machine.must_run_linux()
        machine.must_have_a_home()
        if not (arguments.assignment or arguments.probe):
            parser.error("which assignment? such as 03_lstm")
        jobs = len(os.sched_getaffinity(0)) if arguments.jobs is None else arguments.jobs
        if jobs < 1:
            raise SystemExit("course-grade: --jobs must be 1 or more")
        if arguments.probe:
            _module("probing").run()
            return
        executors = _module("executors")
        where = executors.cluster(arguments.scheduler) if arguments.scheduler else executors.processes(jobs)
        with where as (executor, slots):
            # nbgrader takes as long to import as those processes to start, and so is imported meanwhile.
            whole_class = _module("whole_class")
            gc.freeze()  # modules are never garbage, and to scan them, the last time at the exit, takes seconds
            sys.exit(whole_class.run(arguments.assignment, executor, slots))


def marks() -> None:
    """`course-marks`: print the marks of an assignment; run in the folder of the course.

    Raises:
        SystemExit: there is nothing to show; the message says why.
    """
    with _in_a_sentence("course-marks"):
        arguments, _ = _read("course-marks")
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` may stop listening
        _module("marks").run(arguments.assignment, arguments.csv)


def collect() -> None:
    """`course-collect`: collect an assignment; run in the folder of the course.

    Raises:
        SystemExit: with a sentence, if it cannot be done; with 1, if an archive cannot be read or nobody was found.
    """
    with _in_a_sentence("course-collect"):
        arguments, _ = _read("course-collect")
        run = _module("collect").run
        sys.exit(run(arguments.assignment, arguments.zip, update=arguments.update, dry_run=arguments.dry_run))


def students() -> None:
    """`course-students`: put a class list into the gradebook; run in the folder of the course.

    Raises:
        SystemExit: it cannot be done, and nobody was taken; the message says why.
    """
    with _in_a_sentence("course-students", "; nobody was taken"):
        arguments, _ = _read("course-students")
        _module("students").run(arguments.file)


def _read(command: str) -> tuple[argparse.Namespace, argparse.ArgumentParser]:
    parser = parsers()[command]
    arguments = parser.parse_args()
    print_anywhere()
    return arguments, parser


def _module(name: str) -> Any:
    # nbgrader imports jsonschema, which would read the grammar of addresses in any script: that takes longer than all
    # else that it imports, and a notebook's schema has no such address.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    return importlib.import_module(f"course_utils.grading.class_runner.{name}")


@contextlib.contextmanager
def _in_a_sentence(command: str, end: str = "") -> Iterator[None]:
    """Let a command that cannot go on end with a sentence instead of a traceback."""
    try:
        yield
    except PlainError as error:
        raise SystemExit(f"{command}: {one_line(str(error))}{end}") from None
    except KeyboardInterrupt:
        raise SystemExit(f"{command}: stopped; run it again to go on") from None


if __name__ == "__main__":
    main()
