"""`course-lab` and `course-update`: JupyterLab for a learner or a teacher, and the course brought up to date."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from course_utils.desk import COPY, FOLDERS

_SETTINGS = Path(__file__).parent
_FIRST = "/lab/tree/notebooks/01_rnn.ipynb"
_TEACHERS = "/lab/workspaces/teach"  # whose tabs are not a learner's
# Quiet, so that the address is seen; and not at the next port by itself, because what has this one may be this course.
_OPTIONS = ("--ServerApp.log_level=WARN", "--LabApp.log_level=WARN", "--ServerApp.port_retries=0")


def lab(arguments: Sequence[str] | None = None) -> int:
    """`course-lab`: open JupyterLab with a copy of the lessons, or, to teach, with the course itself."""
    parser = argparse.ArgumentParser(prog="course-lab", description="Open the course in JupyterLab.")
    parser.usage = "course-lab [--teach] [JupyterLab's options, such as --port=9000]"
    parser.add_argument("--teach", action="store_true", help="the course itself, with nbgrader's panels for teachers")
    told, options = parser.parse_known_args(arguments)
    course = _course()
    _demand_port(options)
    if not told.teach:
        _refresh(course)
    options.insert(0, f"--LabApp.default_url={_TEACHERS if told.teach else _FIRST}")
    os.environ["JUPYTER_CONFIG_PATH"] = config_path(told.teach)
    from jupyterlab.labapp import main  # reads the variable when it is imported

    return int(main([*_OPTIONS, *options]) or 0)


def config_path(teaches: bool = False) -> str:
    """JUPYTER_CONFIG_PATH with our settings in front: those for everybody, and those for learners only."""
    folders = [_SETTINGS / "everybody"] if teaches else [_SETTINGS / "learner", _SETTINGS / "everybody"]
    return os.pathsep.join([*map(str, folders), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])])


def _demand_port(options: Sequence[str]) -> None:
    """End with a sentence if the port is taken; JupyterLab's own message does not say what to do."""
    named = [option.rpartition("=")[2] for option in options if option.startswith(("--port=", "--ServerApp.port="))]
    port = int(named[-1]) if named and named[-1].isdigit() else 8888
    with socket.socket() as caller:
        if caller.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(
                f"Port {port} is taken: see what is open with .venv/bin/jupyter server list, or take another with"
                " make lab LAB_ARGS=--port=9000 (or course-lab --port=9000)"
            )


def update(arguments: Sequence[str] | None = None) -> int:
    """`course-update`: get the newest version of the course, and keep what the learner wrote."""
    argparse.ArgumentParser(
        prog="course-update", description="Get the newest version of the course. Your answers and notes stay."
    ).parse_args(arguments)
    course = _course()
    if _is_open(course):
        sys.exit("JupyterLab is open here. Save and close it (Ctrl-C where it was started), then update.")
    if not (course / ".git").exists():
        _refresh(course)
        sys.exit("This folder is no git clone: unpack a newer copy of the course over it, then run this again.")
    _tell(_clear_the_way(course))
    pulled = _git(course, "pull", "--ff-only")
    if pulled.returncode:
        said = [line for line in pulled.stderr.splitlines() if not line.startswith(("From ", " ", "hint:"))]
        reason = next((line for line in said if line.startswith(("error:", "fatal:"))), " ".join(said[:1]))
        sys.exit(f"The course could not be updated, and is as it was. git says: {reason}")
    print(pulled.stdout.strip().splitlines()[-1])
    _refresh(course)
    return 0


def _course() -> Path:
    course = Path.cwd()
    if not all((course / folder).is_dir() for folder in FOLDERS):
        sys.exit(f"There is no course in {course}: go to its folder, the one with notebooks and exercises.")
    return course


def _clear_the_way(course: Path) -> list[str]:
    """Put what was changed in the shipped notebooks themselves into the reader's copy, beside what is there."""
    from course_utils.desk.working_copy import set_aside

    changed = _git(course, "diff", "--name-only", "-z", "HEAD", "--", *FOLDERS).stdout.split("\0")
    said = []
    for name in filter(None, changed):
        if (course / name).exists():
            kept = set_aside(course / COPY / name, (course / name).read_bytes())
            said.append(f"{name}: you had changed it where it ships; yours is {kept.relative_to(course)} now.")
        _git(course, "checkout", "HEAD", "--", name)
    return said


def _git(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=course, capture_output=True, text=True)


def _is_open(course: Path) -> bool:
    from jupyter_server.serverapp import list_running_servers

    return any(Path(each["root_dir"]) in (course, course / COPY) for each in list_running_servers())


def _refresh(course: Path) -> None:
    from course_utils.desk.working_copy import refresh  # nbformat takes a while, and help should not

    _tell(refresh(course))


def _tell(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        print(sentence)
