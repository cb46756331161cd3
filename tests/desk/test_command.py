"""`course-update`, with a real git: what the reader sees, step by step, and what git says after each."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest

from course_utils.desk import command
from course_utils.desk.working_copy import refresh
from tests.desk.test_working_copy import ANSWER, EXERCISE, LESSON, MINE, change, source
from tools.classroom import checkout


def git(folder: Path, *words: str) -> str:
    names = ["-c", "user.name=A", "-c", "user.email=a@b"]
    return subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def upstream(course: Path) -> Path:
    (course / ".gitignore").write_text("/work/\n")
    git(course, "init", "-q", "-b", "main")
    git(course, "add", ".")
    git(course, "commit", "-qm", "The course")
    return course


@pytest.fixture
def clone(upstream: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("learner") / "course"
    git(upstream, "clone", "-q", str(upstream), str(folder))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(folder.parent))  # no server of anybody else's
    refresh(folder)
    return folder


def commit(upstream: Path, path: str, cell_id: str, words: str) -> None:
    change(upstream / path, cell_id, words)
    git(upstream, "commit", "-qam", "A newer version")


def test_the_story_of_an_update(upstream: Path, clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert git(clone, "status", "--short") == ""
    change(clone / "work" / EXERCISE, ANSWER, MINE)  # half answered
    change(clone / "work" / LESSON, "lstm-imports", "import torch")
    assert git(clone, "status", "--short") == ""
    commit(upstream, EXERCISE, "title", "# Newer exercises")
    commit(upstream, LESSON, "lstm-title", "# Newer lesson")
    assert command.update([]) == 0
    said = capsys.readouterr().out
    assert f"{EXERCISE}: new, with 1 cell of yours.\n{LESSON}: new, with 1 cell of yours.\n" in said
    assert source(clone / "work" / EXERCISE, ANSWER) == MINE
    assert source(clone / "work" / EXERCISE, "title") == "# Newer exercises"
    assert source(clone / "work" / LESSON, "lstm-title") == "# Newer lesson"
    assert git(clone, "status", "--short") == ""
    assert command.update([]) == 0
    assert "Already up to date." in capsys.readouterr().out


def test_what_was_changed_where_it_ships_is_kept(
    upstream: Path, clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(clone / EXERCISE, ANSWER, MINE)  # opened in another editor, not in the copy
    commit(upstream, EXERCISE, ANSWER, "# another stub\nraise NotImplementedError()")
    assert command.update([]) == 0
    kept = "work/exercises/03_lstm/03_lstm (yours).ipynb"
    assert f"{EXERCISE}: you had changed it where it ships; yours is {kept} now." in capsys.readouterr().out
    assert source(clone / kept, ANSWER) == MINE
    assert "another stub" in source(clone / "work" / EXERCISE, ANSWER)
    assert git(clone, "status", "--short") == ""


def test_an_update_that_fails_changes_nothing(upstream: Path, clone: Path) -> None:
    (upstream / "notebooks" / "extra.md").write_text("new")
    git(upstream, "add", ".")
    git(upstream, "commit", "-qm", "A new file")
    (clone / "notebooks" / "extra.md").write_text("the reader's own")
    change(clone / "work" / EXERCISE, ANSWER, MINE)
    with pytest.raises(SystemExit, match=r"could not be updated, and is as it was\. git says: error: The following"):
        command.update([])
    assert (clone / "notebooks" / "extra.md").read_text() == "the reader's own"
    upstream.rename(upstream.with_name("moved"))
    with pytest.raises(SystemExit, match="git says: fatal: "):
        command.update([])
    assert source(clone / "work" / EXERCISE, ANSWER) == MINE


def test_the_reason_of_a_failed_update_is_not_the_address(upstream: Path, clone: Path) -> None:
    git(clone, "checkout", "-qb", "own")  # follows no branch
    commit(upstream, LESSON, "lstm-title", "# Newer")
    with pytest.raises(SystemExit, match="git says: There is no tracking information for the current branch"):
        command.update([])


def test_a_folder_without_git_is_told_what_to_do(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(course))
    with pytest.raises(SystemExit, match="no git clone: unpack a newer copy of the course over it"):
        command.update([])
    assert (course / "work" / EXERCISE).exists()


def test_outside_the_course_the_sentence_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for run in (command.update, command.lab):
        with pytest.raises(SystemExit, match=f"There is no course in {tmp_path}"):
            run([])


def test_binder_makes_the_copy_and_hides_the_teachers_panels(clone: Path) -> None:
    """Binder runs `start` with JupyterLab's command as its arguments; another one shows its environment."""
    (clone / "start").write_text((Path(command.__file__).parents[2] / "start").read_text())
    (clone / "work" / LESSON).unlink()
    shown = subprocess.run(
        ["bash", "start", sys.executable, "-c", "import os; print(os.environ['JUPYTER_CONFIG_PATH'])"],
        cwd=clone,
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
    )
    desk = Path(command.__file__).parent
    assert shown.stdout.strip().split(os.pathsep) == [str(desk / "learner"), str(desk / "everybody")]
    assert nbformat.read(clone / "work" / LESSON, as_version=4)


@pytest.mark.slow
def test_binder_serves_the_copy(tmp_path: Path) -> None:
    """JupyterLab, started by `start` in a clone as Binder starts it, shows lessons and exercises, and no more."""
    course = checkout(tmp_path / "course")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", "--IdentityProvider.token=", f"--port={port}"]
    with subprocess.Popen(
        ["bash", "start", "jupyter", "lab", *options],
        cwd=course,
        env={**os.environ, "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            page = _got(f"{address}/lab/tree/notebooks/01_rnn.ipynb", server)
            assert '"@jupyter/nbgrader:formgrader"' in page[page.index("disabledExtensions") :]
            contents = json.loads(_got(f"{address}/api/contents/", server))["content"]
            assert {each["name"] for each in contents} == {"notebooks", "exercises"}
        finally:
            server.terminate()


def _got(address: str, server: subprocess.Popen[bytes]) -> str:
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            assert server.poll() is None, "JupyterLab ended"
            time.sleep(0.2)
