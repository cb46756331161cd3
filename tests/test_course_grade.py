"""`course-grade`: a whole class, the same marks however it is graded, and nothing lost whatever happens on the way."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

import postgresql
from classroom import STOCK, Classroom, counts
from course_utils.grading.class_runner import command, executors
from course_utils.grading.deciding import bundle, kept
from course_utils.grading.deciding import grade as grading
from course_utils.grading.deciding.bundle import Cell, Seconds, make
from course_utils.grading.deciding.graded import Graded
from course_utils.grading.deciding.version import OtherVersion
from course_utils.grading.nbgrader_plugins import judge
from notebooks import ROOT, SOLUTIONS, read
from processes import children, copies, judges, zygotes
from zygotes import run

ASSIGNMENT = "03_lstm"
BIN = Path(sys.executable).parent
CELLS = [Cell("x = 1", False), Cell('check("lstm/split-gates")', True)]
SECONDS = Seconds(1, 2, 3)
RIGHT = "def split_gates(weight):\n    return dict(zip('ifgo', weight.chunk(4)))"
WRONG = "def split_gates(weight):\n    return dict(zip('ifog', weight.chunk(4)))"


def test_the_same_content_makes_the_same_bundle_and_anything_else_another(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make(CELLS, 7, SECONDS)
    assert make(list(CELLS), 7, Seconds(1, 2, 3)) == made
    others = [
        make([Cell("x = 2", False), CELLS[1]], 7, SECONDS),
        make([CELLS[0], Cell(CELLS[1].source, False)], 7, SECONDS),
        make(CELLS, 8, SECONDS),
        make(CELLS, 7, Seconds(1, 2, 4)),
    ]
    monkeypatch.setattr(bundle, "version", lambda exercise_ids: "another")
    others.append(make(CELLS, 7, SECONDS))
    assert len({made, *others}) == 1 + len(others)


def test_a_bundle_of_another_version_is_not_graded() -> None:
    other = json.loads(make(CELLS, 7, SECONDS)) | {"version": "another"}
    with pytest.raises(OtherVersion, match="install the same everywhere"):
        grading.grade(json.dumps(other).encode())


@pytest.mark.slow
def test_an_endless_answer_takes_its_limit_once() -> None:
    cells = [
        Cell(RIGHT, False),
        Cell('check("lstm/split-gates")', True),
        Cell("def why_400x100(*arguments):\n    while True:\n        pass", False),
        Cell('check("lstm/why-400x100")', True),
    ]
    graded = Graded.from_bytes(grading.grade(make(cells, 7, Seconds(cell=30, call=4, submission=600))))
    assert [verdict["passed"] for verdict in graded.verdicts()] == [True, False]
    assert "did not come back within 4 s" in str(graded.cells[-1])
    assert 4 < graded.seconds < 7  # twice the limit would be 8; it is 4.2 on a machine with nothing else to do


def test_verdicts_are_kept_but_not_damaged_ones_nor_faults_of_ours(tmp_path: Path) -> None:
    known = kept.Verdicts(tmp_path / "verdicts")
    assert known.get(b"bundle") is None
    graded = Graded([[{"output_type": "stream", "name": "stdout", "text": "ü"}]], 0.5)
    assert known.put(b"bundle", graded.to_bytes()) == graded
    assert kept.Verdicts(tmp_path / "verdicts").get(b"bundle") == graded
    (file,) = (tmp_path / "verdicts").iterdir()
    assert (tmp_path / "verdicts").stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600
    for damaged in (b"", file.read_bytes()[:-1], file.read_bytes().replace(b"0.5", b"0.6")):
        file.write_bytes(damaged)
        assert known.get(b"bundle") is None
    file.unlink()
    known.put(b"bundle", Graded([], 0, ["ours"]).to_bytes())
    assert known.get(b"bundle") == Graded([], 0, ["ours"])
    assert kept.Verdicts(tmp_path / "verdicts").get(b"bundle") is None


def test_a_learner_cannot_read_verdicts(tmp_path: Path) -> None:
    kept.Verdicts(tmp_path / "verdicts").put(b"bundle", Graded([], 0).to_bytes())
    for attempt in (f"os.listdir({str(tmp_path / 'verdicts')!r})", f"open({str(next(tmp_path.rglob('*')))!r})"):
        ran = run(f"import os\n{attempt}")
        assert ran.failed
        assert ran.outputs[-1]["ename"] == "PermissionError"


def test_processes_that_need_the_secret_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        secrets = set(threads.map(judge.secret, [tmp_path] * 64))
    assert {len(each) for each in secrets} == {32}
    assert len(secrets) == 1
    assert [path.name for path in tmp_path.iterdir()] == [judge.SECRET]


def die(_bundle: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def die_once(folder: bytes) -> bytes:
    marker = Path(folder.decode()) / "died"
    if not marker.exists():
        marker.touch()
        die(b"")
    return b"done"


def echo(said: bytes) -> bytes:
    return said


@pytest.mark.slow
def test_a_process_that_dies_takes_along_nothing_but_its_own_task(tmp_path: Path) -> None:
    with executors.processes(2) as (executor, _):
        bad = executor.submit(die, b"")
        once = executor.submit(die_once, str(tmp_path).encode())
        good = [executor.submit(echo, bytes([number])) for number in range(8)]
        assert [future.result() for future in good] == [bytes([number]) for number in range(8)]
        assert once.result() == b"done"
        with pytest.raises(executors.GraderDied, match="2 times"):
            bad.result()
    shown = Graded.from_bytes(grading.undecided(make(CELLS, 7, SECONDS), "GraderDied"))
    assert [len(outputs) for outputs in shown.cells] == [0, 2]
    assert grading.UNDECIDED in str(shown.cells[1])


# What a teacher is told


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course whose gradebook knows one assignment, with nothing handed in."""
    (tmp_path / "nbgrader_config.py").write_text(f"load_subconfig({str(ROOT / 'nbgrader_config.py')!r})")
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        gradebook.add_assignment(ASSIGNMENT)
        gradebook.add_notebook(ASSIGNMENT, ASSIGNMENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr(sys, "argv", ["course-grade", *words])
    with pytest.raises(SystemExit) as end:
        command.main()
    return str(end.value)


def hand_in_nothing(course: Path) -> None:
    folder = course / "submitted" / "ada" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_text("{}")


def test_errors_are_one_sentence_that_says_what_to_do(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, ASSIGNMENT, "--jobs", "0") == "course-grade: --jobs must be 1 or more"
    assert told(monkeypatch, "04_none") == "course-grade: there is no assignment '04_none'; the gradebook has: 03_lstm"
    (empty / "solutions" / "04_none").mkdir(parents=True)
    assert told(monkeypatch, "04_none").endswith("run: nbgrader generate_assignment 04_none")
    with Gradebook(f"sqlite:///{empty}/gradebook.db") as gradebook:
        gradebook.add_assignment("04_none")  # as `nbgrader db assignment add` does
    assert told(monkeypatch, "04_none").endswith("run: nbgrader generate_assignment 04_none")
    with Gradebook(f"sqlite:///{empty}/gradebook.db") as gradebook:
        gradebook.remove_assignment("04_none")
    assert told(monkeypatch, ASSIGNMENT).startswith("course-grade: nothing has been handed in")
    hand_in_nothing(empty)
    assert told(monkeypatch, ASSIGNMENT, "--scheduler", "nonsense").startswith("course-grade: no Dask scheduler")
    config = empty / "nbgrader_config.py"
    settings = config.read_text()
    config.write_text(f"{settings}\nc.Judge.unsafe = True")
    assert "run: nbgrader autograde" in told(monkeypatch, ASSIGNMENT)
    config.write_text(f"{settings}\nc.CourseDirectory.db_url = 'postgresql+psycopg://a:secret@127.0.0.1:1/b'")
    said = told(monkeypatch, ASSIGNMENT)
    assert "cannot be opened" in said
    assert "secret" not in said
    (empty / "gradebook.db").unlink()
    config.write_text(settings)
    assert told(monkeypatch, ASSIGNMENT).endswith("run: nbgrader generate_assignment 03_lstm")
    assert not (empty / "gradebook.db").exists()


def test_without_dask_a_teacher_is_told_what_to_install(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in_nothing(empty)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install" in told(monkeypatch, ASSIGNMENT, "--scheduler", "127.0.0.1:1")


# Whole classes


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A class whose submissions nobody has graded; to be copied."""
    classroom = Classroom(tmp_path_factory.mktemp("class") / "course", ASSIGNMENT)
    classroom.release()
    solution = next(path for path in SOLUTIONS if path.stem == ASSIGNMENT)
    cells = {
        cell.metadata.nbgrader.grade_id: cell.source for cell in read(solution).cells if "nbgrader" in cell.metadata
    }
    right = {exercise: cells[f"lstm-{exercise.split('/')[1]}-answer"] for exercise in ("lstm/split-gates", "lstm/step")}
    classroom.hand_in("ada", right)
    classroom.hand_in("bo", {"lstm/split-gates": WRONG, "lstm/step": right["lstm/step"]})
    classroom.hand_in("cy", {})
    classroom.hand_in("di", {"lstm/split-gates": RIGHT})
    return classroom


def copied(classroom: Classroom, folder: Path) -> Path:
    shutil.copytree(classroom.folder, folder)
    return folder


def scores(course: Path, url: str = "") -> dict[tuple[str, str], float | None]:
    with Gradebook(url or f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            (submission.student_id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def graded(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(BIN / "course-grade"), ASSIGNMENT, *words]
    return subprocess.run(command, cwd=course, capture_output=True, text=True)


@contextlib.contextmanager
def dask(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers in processes of their own."""
    file = folder / "scheduler.json"
    own = ["--scheduler-file", str(file)]
    common = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    commands = [["scheduler", *own, "--port", "0", "--no-dashboard"]]
    commands += [["worker", *own, "--nthreads", "1", "--no-nanny", "--no-dashboard"]] * 2
    started = [subprocess.Popen([sys.executable, "-m", "dask", *command], **common) for command in commands]  # type: ignore[call-overload]
    try:
        wait_until(file.exists)
        yield json.loads(file.read_text())["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def wait_until(true: object, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, f"it took more than {seconds:g} s"
        time.sleep(0.05)


@pytest.mark.slow
def test_the_same_marks_however_a_class_is_graded(handed_in: Classroom, tmp_path: Path) -> None:
    plugins, here, cluster = (copied(handed_in, tmp_path / name) for name in ("plugins", "here", "cluster"))
    stock = copied(handed_in, tmp_path / "stock")
    config = stock / "nbgrader_config.py"
    config.write_text(config.read_text() + STOCK)
    for course in (stock, plugins):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT], cwd=course, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    expected = scores(stock)
    assert {student: expected[student, "lstm-split-gates-check"] for student in ("ada", "bo", "cy", "di")} == {
        "ada": 1,
        "bo": 0,
        "cy": 0,
        "di": 1,
    }
    assert scores(plugins) == expected
    done = graded(here, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert counts(done.stdout) == {"graded": 4, "changed": 0, "unchanged": 0, "refused": 0}
    assert "gate-order-ifog (1)" in done.stdout
    assert scores(here) == expected
    with dask(tmp_path) as (address, workers):
        command = [str(BIN / "course-grade"), ASSIGNMENT, "--scheduler", address]
        with subprocess.Popen(command, cwd=cluster, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
            wait_until(lambda: zygotes(workers[0].pid))  # it has begun
            workers[0].kill()
            printed, _ = run.communicate()
    assert run.returncode == 0, printed
    assert counts(printed)["graded"] == 4
    assert scores(cluster) == expected
    for student in ("ada", "bo", "cy", "di"):
        same = [shown(course, student) for course in (plugins, here, cluster)]
        assert same[0] == same[1] == same[2]
    twice_and_changed(here)


def shown(course: Path, student: str) -> list[object]:
    notebook = read(course / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    return [cell.get("outputs") for cell in notebook.cells]


def twice_and_changed(course: Path) -> None:
    """A second run grades nothing; after a change, what changed; what was graded by hand stays as it was."""
    url = f"sqlite:///{course / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade("lstm-step-check", ASSIGNMENT, ASSIGNMENT, "bo")
        grade.manual_score, grade.extra_credit = 2.5, 0.5
        comment = gradebook.find_comment("lstm-step-answer", ASSIGNMENT, ASSIGNMENT, "bo")
        comment.manual_comment = "a neat loop"
        gradebook.db.commit()
    before = {path: path.stat().st_mtime_ns for path in (course / "autograded").rglob("*.ipynb")}
    done = graded(course)
    assert counts(done.stdout) == {"graded": 0, "changed": 0, "unchanged": 4, "refused": 0}, done.stderr
    assert "gate-order-ifog (1)" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in (course / "autograded").rglob("*.ipynb")} == before
    notebook = course / "submitted" / "bo" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook.write_text(notebook.read_text().replace("ifog", "ifgo"))
    notebook = course / "submitted" / "cy" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook.write_text("no longer a notebook")
    shutil.rmtree(course / "autograded" / "cy")
    (course / "autograded" / "cy").touch()  # where nbgrader wants a folder
    ada = course / "submitted" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    ada.rename(ada.with_name("mine.ipynb"))  # which is understood
    (course / "autograded" / "di" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").unlink()
    before_it_failed = {key: score for key, score in scores(course).items() if key[0] == "cy"}
    done = graded(course)
    assert done.returncode == 1
    assert {key: score for key, score in scores(course).items() if key[0] == "cy"} == before_it_failed
    assert counts(done.stdout) == {"graded": 2, "changed": 1, "unchanged": 1, "refused": 1}, done.stderr
    assert "bo  3 before, now 4" in done.stdout
    assert "Refused:\n  cy  FileExistsError" in done.stdout or "Refused:\n  cy  NotADirectoryError" in done.stdout
    assert done.stderr == ""
    with Gradebook(url) as gradebook:
        grade = gradebook.find_grade("lstm-step-check", ASSIGNMENT, ASSIGNMENT, "bo")
        assert (grade.auto_score, grade.manual_score, grade.extra_credit) == (3, 2.5, 0.5)
        assert gradebook.find_comment("lstm-step-answer", ASSIGNMENT, ASSIGNMENT, "bo").comment == "a neat loop"


def test_ctrl_c_is_heard_before_anything_large_is_imported() -> None:
    """`main` is what hears it; PyTorch and nbgrader take seconds."""
    code = "import course_utils.grading.class_runner.command, sys; print({'torch', 'nbgrader'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.slow
def test_ctrl_c_and_a_killed_process_lose_nothing(handed_in: Classroom, tmp_path: Path) -> None:
    course = copied(handed_in, tmp_path / "course")
    for student in ("ed", "flo"):  # last in order, and slow
        notebook = course / "submitted" / student / ASSIGNMENT
        shutil.copytree(course / "submitted" / "cy" / ASSIGNMENT, notebook)
        path = notebook / f"{ASSIGNMENT}.ipynb"
        own = f"import time; time.sleep(4)  # {student}"  # what two have in common is graded once
        path.write_text(path.read_text().replace("raise NotImplementedError()", own, 1))
    command = [str(BIN / "course-grade"), ASSIGNMENT, "--jobs", "2"]
    records = course / ".course-verdicts" / ASSIGNMENT
    with subprocess.Popen(
        command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as first:
        wait_until(lambda: records.is_dir() and len(list(records.glob("*.json"))) == 4)
        began = time.monotonic()
        os.killpg(first.pid, signal.SIGINT)  # as a terminal does
        printed, said = first.communicate()
        seconds = time.monotonic() - began
    assert first.returncode == 1
    assert said == "course-grade: stopped: 4 of 6 graded; run it again to go on\n"
    assert printed == ""
    assert seconds < 12  # about one, on a machine with nothing else to do; the slow ones take more than that
    assert len({student for student, _ in scores(course)}) == 4
    with subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as second:
        wait_until(lambda: len(judges(second.pid)) == 2 and all(map(children, copies(second.pid))))
        for pid in (judges(second.pid)[0], copies(second.pid)[1]):
            os.kill(pid, signal.SIGKILL)
        printed, said = second.communicate()
    assert second.returncode == 0, said
    assert counts(printed) == {"graded": 2, "changed": 0, "unchanged": 4, "refused": 0}
    assert "Traceback" not in said


REFUSES_LANDLOCK = """
import ctypes, errno, os, sys
from course_utils.grading.sandbox import seccomp
assert ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) == 0  # PR_SET_NO_NEW_PRIVS
is_create_ruleset = ((0x20, 0, 0, 0), (0x15, 0, 1, 444))
seccomp.load((*is_create_ruleset, *seccomp._fail(errno.ENOSYS), *seccomp._ALLOW))
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.slow
def test_without_landlock_it_refuses_before_anything_runs(handed_in: Classroom, tmp_path: Path) -> None:
    course = copied(handed_in, tmp_path / "course")
    command = [sys.executable, "-c", REFUSES_LANDLOCK, str(BIN / "course-grade"), ASSIGNMENT]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("course-grade: ")
    assert "Landlock" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (course / "autograded").exists()
    assert scores(course) == {}


@pytest.mark.slow
def test_as_an_ordinary_user_with_a_gradebook_in_postgresql(handed_in: Classroom, tmp_path: Path) -> None:
    course = copied(handed_in, tmp_path / "course")
    (course / "gradebook.db").unlink()
    shutil.rmtree(course / "exercises")
    environment = {"PATH": os.environ["PATH"], "HOME": str(course)}
    with postgresql.database() as url:
        config = course / "nbgrader_config.py"
        config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {url!r}\n")
        user = postgresql.as_ordinary_user(course)
        for words in ([sys.executable, "-m", "nbgrader", "generate_assignment"], [str(BIN / "course-grade")]):
            command = [*user, *words, ASSIGNMENT]
            done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        given = scores(course, url)
    assert counts(done.stdout)["graded"] == 4
    assert not (course / "gradebook.db").exists()
    assert {student: given[student, "lstm-split-gates-check"] for student, _ in given} == {
        "ada": 1,
        "bo": 0,
        "cy": 0,
        "di": 1,
    }
    assert given["bo", "lstm-step-check"] == 3
