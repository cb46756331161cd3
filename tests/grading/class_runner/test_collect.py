"""`course-collect`: its messages, and that every file is written into its student's folder or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader

from course_utils.grading.class_runner import collect as command
from course_utils.grading.class_runner.collect import CannotCollect, collect
from course_utils.grading.submission.archives import Archive
from course_utils.grading.submission.collected import Roster

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases"
NB = "03_lstm.ipynb"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "course"
    (folder / "solutions" / "03_lstm").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(f"load_subconfig({str(ROOT / 'nbgrader_config.py')!r})\n")
    monkeypatch.chdir(folder)
    return folder


def enrol(course: Path, *students: str) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "recurrent-networks") as gradebook:
        for student in students:
            gradebook.add_student(student)


def make(path: Path, members: Mapping[str, str | bytes]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as packed:
        for name, contents in members.items():
            packed.writestr(name, contents)
    return path


def run(*paths: Path, update: bool = False, dry_run: bool = False, config: str = "") -> str:
    app = NbGrader()
    app.initialize([])
    if config:
        app.config.FileNameCollectorPlugin.named_regexp = config
    text, _ = collect(app, "03_lstm", paths, update=update, dry_run=dry_run)
    return text


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()
    }


WHO = {
    "moodle-trailing-underscore.zip": ["Student One", "Student Two"],
    "moodle-anonymous.zip": ["Participant_1001", "Participant_1002"],
    "one-folder-around-all.zip": ["Student One", "Student Two"],
    "mac-utf8-without-flag.zip": ["Zoë Ü"],
}


@pytest.mark.parametrize("case", WHO)
def test_the_cases(case: str, course: Path) -> None:
    run(CASES / case)
    assert sorted(path.name for path in (course / "submitted").iterdir()) == sorted(WHO[case])
    for student in WHO[case]:
        assert list(tree(course / "submitted" / student)) == [f"03_lstm/{NB}"]


def test_a_teacher_reads_who_was_found_what_was_skipped_and_who_is_missing(course: Path) -> None:
    enrol(course, "Zoë Ng", "Ada", "Wen")
    (course / "submitted" / "Wen" / "03_lstm").mkdir(parents=True)  # by mail
    path = make(
        course / "class.zip",
        {
            f"Zoe Ng_1_assignsubmission_file/{NB}": "1",
            "Zoe Ng_1_assignsubmission_file/data.csv": "2",
            f".._2_assignsubmission_file_{NB}": "3",
            "readme\x1b[2J\u202e.txt": "4",
            "__MACOSX/._x": "5",
        },
    )
    before = tree(course)
    shown = run(path, dry_run=True)
    assert tree(course) == before
    assert not [each for each in (course / "submitted").iterdir() if each.name != "Wen"]
    collected = run(path)
    expected = [
        "Students found: 1",
        "  Zoe Ng  2 files  collected  not in the gradebook; nearest: Zoë Ng",
        "",
        "Files skipped: 3",
        f"  .._2_assignsubmission_file_{NB}  the student's name begins with a dot",
        "  readme[2J.txt                             its name does not tell whose it is",
        "  1 file                                    made by macOS or Windows, not by a",
        "                                            student",
        "",
        "Of the gradebook's 3 students, missing: 2",
        "  Ada",
        "  Zoë Ng",
    ]
    assert collected.splitlines() == expected
    assert shown.splitlines() == [*expected, "This was a dry run: nothing was kept."]
    assert tree(course / "submitted") == {f"Zoe Ng/03_lstm/{NB}": "1", "Zoe Ng/03_lstm/data.csv": "2"}


@pytest.mark.parametrize("form", ["ngzoe", "zoeng", "Ng_Zoe", "Zoe Ng", "zng2"])
def test_the_nearest_known_one_is_found_by_name_and_id(form: str) -> None:
    known = Roster(
        ["zng", "abell"], {"zoeng": "zng", "ngzoe": "zng", "zng": "zng", "adabell": "abell", "abell": "abell"}
    )
    assert known.nearest(form) == "zng"
    assert known.nearest("Wen Li") == ""


def test_nothing_is_written_outside(course: Path, tmp_path: Path) -> None:
    """Names that Moodle writes and a student chooses. An earlier version wrote a file into the root folder."""
    outside = tmp_path / "outside"
    evil = [
        "../x",
        "../../../x",
        f"/{outside}/x",
        f"{outside}/x",
        "a/../../../../x",
        "..\\..\\x",
        "\\\\host\\x",
        "C:\\x",
    ]
    members = {f"Bo_{number}_assignsubmission_file_/{path}": "evil" for number, path in enumerate(evil)}
    members |= {f"{student}_1_assignsubmission_file_{NB}": "evil" for student in ("..", ".", ".hid", "a\\b", "\u202eb")}
    members |= {
        f"../{NB}": "evil",
        f"/{NB}": "evil",
        f"x/../../{NB}": "evil",
        f"Zoë_9_assignsubmission_file_/{NB}": "1",
    }
    before = tree(tmp_path)
    run(make(course / "class.zip", members))
    made = {name for name in tree(tmp_path).keys() - before.keys() if name != "course/class.zip"}
    assert made == {f"course/submitted/Zoë/03_lstm/{NB}"}


# What a careless pattern may match
@pytest.mark.parametrize(
    "pattern", [r".*extracted/[^/]+/(?P<student_id>.*?)_(?P<file_id>.*)", r"(?P<student_id>)(?P<file_id>.*)"]
)
def test_whatever_a_pattern_finds_nothing_is_written_outside(pattern: str, course: Path) -> None:
    path = make(
        course / "class.zip", {"../x_y": "1", "a/b_c": "2", "a_../../y": "3", "a_/y": "4", "_y": "5", "ok_y": "6"}
    )
    run(path, config=pattern)
    assert set(tree(course / "submitted")) <= {"ok/03_lstm/y"}


def test_a_teachers_own_pattern_is_used(course: Path) -> None:
    path = make(course / "class.zip", {"hw3-bo-03_lstm.ipynb": "1", "hw3-zoë-03_lstm.ipynb": "2", "index.html": "3"})
    text = run(path, config=r".+/hw3-(?P<student_id>\w+)-(?P<file_id>.+)")
    assert tree(course / "submitted") == {f"bo/03_lstm/{NB}": "1", f"zoë/03_lstm/{NB}": "2"}
    assert "index.html  its name does not tell whose it is" in text


def test_what_was_collected_before_stays_unless_it_is_to_be_updated(course: Path) -> None:
    old = make(course / "old.zip", {f"Zoë/{NB}": "old", "Zoë/data.csv": "x", f"Bo/{NB}": "1"})
    new = make(course / "new.zip", {f"Zoë/{NB}": "new", f"Bo/{NB}": "1"})
    run(old)
    time = course / "submitted" / "Zoë" / "03_lstm" / "timestamp.txt"
    time.write_text("2026-12-05 09:30 UTC")
    before = tree(course / "submitted")
    for updating, said in [(False, "collected before, and other than this: --update takes this"), (True, "updated")]:
        text = run(new, update=updating, dry_run=True)
        assert f"  Zoë  1 file  {said}" in text.splitlines()
        assert "  Bo   1 file  as collected before" in text.splitlines()
        assert tree(course / "submitted") == before
    run(new)
    assert tree(course / "submitted") == before
    run(new, update=True)
    assert tree(course / "submitted") == {
        f"Zoë/03_lstm/{NB}": "new",
        "Zoë/03_lstm/timestamp.txt": "2026-12-05 09:30 UTC",
        f"Bo/03_lstm/{NB}": "1",
    }
    assert sorted(each.name for each in (course / "submitted").iterdir()) == ["Bo", "Zoë"]


def test_one_bad_archive_costs_itself(course: Path) -> None:
    good = make(course / "good.zip", {f"Zoë/{NB}": "1", f"Bo/{NB}": "2"})
    (course / "page.zip").write_text("<html>")
    app = NbGrader()
    app.initialize([])
    text, fine = collect(app, "03_lstm", [course / "page.zip", good], update=False, dry_run=False)
    assert not fine
    assert text.splitlines()[-1] == "page.zip is no zip, or is cut off: download it again"
    assert sorted(tree(course / "submitted")) == [f"Bo/03_lstm/{NB}", f"Zoë/03_lstm/{NB}"]


def test_one_bad_member_costs_itself(course: Path) -> None:
    path = make(course / "class.zip", {f"Zoë/{NB}": "1", "Zoë/data.csv": "a-b-c", f"Bo/{NB}": "2"})
    path.write_bytes(path.read_bytes().replace(b"a-b-c", b"a-x-c"))
    text = run(path)
    assert "  Zoë/data.csv  it is damaged, or packed in a way that is not known here" in text.splitlines()
    assert sorted(tree(course / "submitted")) == [f"Bo/03_lstm/{NB}", f"Zoë/03_lstm/{NB}"]


def test_the_same_download_twice_is_one(course: Path) -> None:
    first = make(course / "class.zip", {f"Zoë/{NB}": "1", f"Bo/{NB}": "2"})
    second = shutil.copy(first, course / "class (1).zip")
    third = make(course / "more" / "class.zip", {f"Ed/{NB}": "3"})
    text = run(first, Path(second), third)
    assert "Files skipped: 0" in text.splitlines()
    assert sorted(tree(course / "submitted")) == [f"{student}/03_lstm/{NB}" for student in ("Bo", "Ed", "Zoë")]


@pytest.mark.parametrize("known", [[], ["4711"]], ids=["by name", "by number"])
def test_gradescope_says_in_a_file_who_it_was(course: Path, known: list[str]) -> None:
    enrol(course, "somebody else", *known)
    # ids as in the tests of itsgeagle/provenance; they are numbers, which YAML does not read as text
    metadata = "submission_1:\n  :submitters:\n  - :name: Solo Student\n    :sid: 4711\n    :email: solo@example.org\n"
    path = make(
        course / "class.zip",
        {"assignment_9_export/submission_metadata.yml": metadata, f"assignment_9_export/submission_1/{NB}": "1"},
    )
    run(path)
    assert list(tree(course / "submitted")) == [f"{known[0] if known else 'Solo Student'}/03_lstm/{NB}"]


@pytest.mark.parametrize("metadata", ["", "[", "a: b", "submission_1: {':submitters': 3}", "submission_1: [1]", "\x00"])
def test_a_damaged_metadata_file_is_no_trouble(course: Path, metadata: str) -> None:
    run(make(course / "class.zip", {"x/submission_metadata.yml": metadata, f"x/submission_1/{NB}": "1"}))


def test_a_student_does_not_say_whose_work_it_is(course: Path) -> None:
    forged = "submission_1:\n  :submitters:\n  - :name: Bo\n"
    run(
        make(
            course / "class.zip",
            {f"submission_{number}/{name}": forged for number in (1, 2) for name in (NB, "submission_metadata.yml")},
        )
    )
    assert {name.partition("/")[0] for name in tree(course / "submitted")} == {"submission_1", "submission_2"}


def test_a_pattern_that_is_none_is_said_so(course: Path) -> None:
    with pytest.raises(CannotCollect, match=r"named_regexp in nbgrader_config\.py is no pattern"):
        run(CASES / "moodle-anonymous.zip", config="(?P<student_id>")


def test_a_typing_slip_makes_no_assignment(course: Path) -> None:
    app = NbGrader()
    app.initialize([])
    for name in ("03_lsmt", "..", "03_lstm/..", ""):
        with pytest.raises(CannotCollect, match=r"there is no assignment .* there is: 03_lstm$"):
            collect(app, name, [CASES / "moodle-anonymous.zip"], update=False, dry_run=False)
    assert not (course / "submitted").exists()


def test_a_full_disk_ends_it_in_a_sentence_and_leaves_no_half(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(course / "class.zip", {f"Ada/{NB}": "1", f"Bo/{NB}": "2"})
    real = command._unpack

    def unpack(archives: Mapping[str, Archive], files: Mapping[str, object], *rest: object) -> None:
        if any(each.name.startswith("Bo") for each in files.values()):  # type: ignore[attr-defined]
            raise OSError(errno.ENOSPC, "No space left on device")
        real(archives, files, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "_unpack", unpack)
    with pytest.raises(CannotCollect, match="cannot be written: No space left on device"):
        run(path)
    assert tree(course / "submitted") == {f"Ada/03_lstm/{NB}": "1"}
    assert [each.name for each in (course / "submitted").iterdir()] == ["Ada"]


@pytest.mark.slow
def test_the_command(course: Path) -> None:
    line = [str(Path(sys.executable).with_name("course-collect")), "03_lstm", str(CASES / "mac-utf8-without-flag.zip")]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}  # a terminal that cannot show these letters
    done = subprocess.run([*line, "--dry-run"], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, r"  Zo\xeb \xdc  1 file  collected")
    bad = subprocess.run([*line[:-1], "none.zip"], env=environment, capture_output=True, text=True)
    assert bad.returncode == 1
    assert "none.zip cannot be opened: No such file or directory" in bad.stdout
