"""To whom a file of a download belongs: names as platforms write them; nobody can pass work off as another's.

Each form is from its platform's own source code, or from a public script that reads the platform's downloads. Two forms
were not found: how Google Drive names submissions to Google Classroom (a folder for each student works), and
Brightspace's dates in other languages than English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from course_utils.grading.submission import zips
from course_utils.grading.submission.zips import Class, Found, Plan, plan

NB = "03_lstm.ipynb"


def planned(
    names: Sequence[str],
    roster: Sequence[str] = (),
    submitters: Mapping[str, Sequence[str]] | None = None,
    assignment: str = "03_lstm",
) -> Plan:
    """The plan for one archive of small files, all different."""
    found = [Found("class", name, 1, None, name) for name in names]
    known = Class(assignment, roster, submitters={"class": submitters or {}})
    return plan(found, known, lambda one, other: one.key == other.key)


def whose(made: Plan) -> dict[str, tuple[str, str]]:
    """The student and the path of each file, by its name in the archive."""
    return {found.name: (student, path) for student, files in made.students.items() for path, found in files.items()}


PLATFORMS: dict[str, dict[str, tuple[str, str]]] = {
    # moodle/moodle, mod/assign/classes/downloader.php, load_submissionplugin_filelist: a folder for each student …
    "Moodle": {
        f"Zoë Ng_4711_assignsubmission_file/{NB}": ("Zoë Ng", NB),
        "Zoë Ng_4711_assignsubmission_file/work/data.csv": ("Zoë Ng", "work/data.csv"),
        "O'Brien, Sean_1_assignsubmission_onlinetext/onlinetext.html": ("O'Brien, Sean", "onlinetext.html"),
        f"Group 1_12_assignsubmission_file/{NB}": ("Group 1", NB),  # team submissions
        f"Default group_assignsubmission_file/{NB}": ("Default group", NB),
    },
    # … or all files in one folder (the preference assign_downloadasfolders); from the same file
    "Moodle, flat": {
        f"Zoë Ng_4711_assignsubmission_file_{NB}": ("Zoë Ng", NB),
        "a b_12_assignsubmission_file_03_lstm (1).ipynb": ("a b", "03_lstm (1).ipynb"),
        f"Zoë Ng_4711_assignsubmission_file_Bo_13_assignsubmission_file_{NB}": (
            "Zoë Ng",
            f"Bo_13_assignsubmission_file_{NB}",
        ),
    },
    # Moodle 3.1 to 4.0: IOC/moodle35, mod/assign/locallib.php, download_submissions: `… . $type . '_'` and then `/`
    "Moodle 3": {
        f"Student One_4711_assignsubmission_file_/{NB}": ("Student One", NB),
        "Student Two_4712_assignsubmission_file_/work/notes.txt": ("Student Two", "work/notes.txt"),
        "Group A-Student Three_4713_assignsubmission_onlinetext_/onlinetext.html": (
            "Group A-Student Three",
            "onlinetext.html",
        ),
    },
    # the same two: get_string('participant', 'assign') and the number, when markers see no names
    "Moodle, anonymous": {
        f"Participant_4006831_assignsubmission_file_/{NB}": ("Participant_4006831", NB),
        f"Participant_4006832_assignsubmission_file_/{NB}": ("Participant_4006832", NB),
    },
    # instructure/canvas-lms, lib/content_zipper.rb, get_filename and add_upload_submission
    "Canvas": {
        f"ngzoe_4711_8150_{NB}": ("ngzoe", NB),
        f"obriensean_LATE_4712_8151_{NB}": ("obriensean", NB),
        "liwen_4713_8152_03_lstm-1.ipynb": ("liwen", "03_lstm-1.ipynb"),  # Canvas numbers a second upload
        "李雷_4714_text.html": ("李雷", "text.html"),
        "anon_x7Kp2_8154_03_lstm.ipynb": ("anon_x7Kp2", NB),  # anonymize_students?
        "LATE_anon_Qw3rt_8155_03_lstm.ipynb": ("anon_Qw3rt", NB),
        # a student may name a file as another platform names a student's
        "evamallory_4715_8156_ps1_bo_attempt_2016-01-30-15-30-10_x.ipynb": (
            "evamallory",
            "ps1_bo_attempt_2016-01-30-15-30-10_x.ipynb",
        ),
    },
    # cgmb/d2lmf, d2lmf/d2lmf.py, parse_submission_dirname: '<id_number> - <student_name> - <timestamp>'
    "Brightspace, folders": {
        f"58205-117583 - Anne - Marie Roy - Sep 29, 2015 4:17 PM/{NB}": ("Anne - Marie Roy", NB),
        f"58206-117583 - Zoë Ng - Dec 7, 2024 915 PM/work/{NB}": ("Zoë Ng", f"work/{NB}"),
    },
    # OfficeCoffee/GradingFileProject, Grader.py: '123456-123456 - LastName, FirstName - TIMESTAMP - filename.zip'
    "Brightspace, flat": {
        f"123456-123456 - Ng, Zoë - Dec 7, 2024 915 PM - {NB}": ("Ng, Zoë", NB),
        "123457-123456 - Roy, Anne - Dec 7, 2024 1015 AM - a - b.ipynb": ("Roy, Anne", "a - b.ipynb"),
    },
    # jupyter/nbgrader, nbgrader/plugins/zipcollect.py and nbgrader/tests/apps/test_nbgrader_zip_collect.py; receipts:
    # jeroendoggen/blackboard-analysis-tools, README.md ("Scan for .txt files")
    "Blackboard": {
        f"ps1_bitdiddle_attempt_2016-01-30-15-00-00_{NB}": ("bitdiddle", NB),
        "ps1_bitdiddle_attempt_2016-01-30-15-00-00.txt": ("bitdiddle", "attempt_2016-01-30-15-00-00.txt"),
        f"ps1_hacker_attempt_2016-01-30-15-30-10_{NB}": ("hacker", NB),
    },
    # ILIAS-eLearning/ILIAS, Modules/Exercise/classes/class.ilExSubmission.php, downloadAllAssignmentFiles
    "ILIAS": {
        f"Ng_Zoe_zng_4711/{NB}": ("zng", NB),
        "OBrien_Sean Patrick_sobrien_4712/Late Submission - 03_lstm.ipynb": (
            "sobrien",
            "Late Submission - 03_lstm.ipynb",
        ),
    },
    # Slandy95/eCampus-collective-team-feedback-upload, README.md: `assignment_name/Abgaben/Team YYYYY/…/file.pdf`
    "ILIAS, teams": {
        f"Blatt 01/Abgaben/Team 101/Ng_Zoe_zng_4711/{NB}": ("zng", NB),
        f"Blatt 01/Abgaben/Team 102/OBrien_Sean_sobrien_4712/{NB}": ("sobrien", NB),
    },
    # lwchkg/teams_assignment_explorer, README.md; class HandedInFile in
    # rtotheb2000/Microsoft-Teams-Retrieve-Assignments-Hand-In, RetrieveAndSortAssignmentHandIn.py
    "Teams": {
        f"Submitted files/Zoë Ng/03 LSTM/Version 1/{NB}": ("Zoë Ng", NB),
        f"Submitted files/Jürgen Groß/03 LSTM/Version 2/work/{NB}": ("Jürgen Groß", f"work/{NB}"),
    },
    "folders": {
        f"Zoë Ng/{NB}": ("Zoë Ng", NB),
        f"group_1_2_b/{NB}": ("group_1_2_b", NB),
        f"zoë/bo_12_345_{NB}": ("zoë", f"bo_12_345_{NB}"),
        f"zoë/bo_12_assignsubmission_file/{NB}": ("zoë", f"bo_12_assignsubmission_file/{NB}"),
        f"zoë/bo/x/Version 9/{NB}": ("zoë", f"bo/x/Version 9/{NB}"),
        "zoë/03_lstm.ipynb.txt": ("zoë", "03_lstm.ipynb.txt"),
        "zoë/answers.pdf": ("zoë", "answers.pdf"),
    },
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_whose_the_files_of_a_platform_are(platform: str) -> None:
    made = planned(list(PLATFORMS[platform]))
    assert whose(made) == PLATFORMS[platform]
    assert made.skipped == []


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("around", ["03_lstm-4711", "Download/Course 1/03 LSTM"])
def test_folders_around_everybody_are_looked_through(platform: str, around: str) -> None:
    inside = {f"{around}/{name}": owner for name, owner in PLATFORMS[platform].items()}
    system = [f"__MACOSX/{around}/._x", f"{around}/.DS_Store", f"{around}/Thumbs.db", f"{around}/desktop.ini"]
    made = planned([*inside, *system])
    assert whose(made) == inside
    assert {found.name: why for found, why in made.skipped} == dict.fromkeys(system, zips.OF_A_SYSTEM)


# Zips of one student only, whose own files may look like a class.
ALONE = {
    (f"Zoë Ng/{NB}", "Zoë Ng/data.csv"): "Zoë Ng",
    (f"Zoë Ng/work/{NB}",): "Zoë Ng",
    (f"Zoë Ng/work/{NB}", "Zoë Ng/src/a.py"): "Zoë Ng",
    (f"03_lstm/Zoë Ng/{NB}",): "Zoë Ng",  # the assignment's name is not a student's
    (f"Zoë Ng_4711_assignsubmission_file/a/{NB}", f"Zoë Ng_4711_assignsubmission_file/b/{NB}"): "Zoë Ng",
}


@pytest.mark.parametrize("names", ALONE, ids=ascii)
def test_a_student_alone_is_no_class(names: tuple[str, ...]) -> None:
    assert list(planned(names).students) == [ALONE[names]]


def test_the_roster_knows_a_student_from_a_folder_around_a_class() -> None:
    names = [f"Zoë Ng/one/{NB}", f"Zoë Ng/two/{NB}"]
    assert list(planned(names).students) == ["one", "two"]
    assert list(planned(names, ["Zoë Ng", "Bo"]).students) == ["Zoë Ng"]
    assert list(planned([f"week 3/Bo/x/{NB}"], ["Zoë Ng", "Bo"]).students) == ["Bo"]


def test_the_roster_knows_where_a_name_begins() -> None:
    names = [f"lab_1_bit_diddle_attempt_2016-01-30-15-00-00_{NB}", f"lab_1_eva_attempt_2016-01-30-15-00-00_{NB}"]
    assert list(planned(names).students) == ["diddle", "eva"]
    assert list(planned(names, ["bit_diddle", "eva"]).students) == ["bit_diddle", "eva"]


# ucbds-infra/otter-grader, otter/metadata.py, GradescopeParser; donnell-f/gradescope-sleuth, initialize.py
def test_gradescope_says_beside_the_folders_who_it_was() -> None:
    names = [f"submission_{number}/{NB}" for number in (100, 200, 300)]
    made = planned(
        [*names, "submission_metadata.yml"], (), {"submission_100": ["Solo"], "submission_200": ["Bo", "Ed"]}
    )
    assert {student: [found.name for found in files.values()] for student, files in made.students.items()} == {
        "Solo": [names[0]],
        "Bo": [names[1]],
        "Ed": [names[1]],  # a group's work belongs to all its members
        "submission_300": [names[2]],  # the metadata do not name this student
    }


def test_students_of_one_name_keep_their_numbers() -> None:
    twins = [f"Zoë Ng_{number}_assignsubmission_file/{NB}" for number in (4711, 4712)]
    assert list(planned([*twins, f"Bo_1_assignsubmission_file/{NB}"]).students) == ["Bo", "Zoë Ng_4711", "Zoë Ng_4712"]
    assert list(planned([f"ngzoe_1_10_{NB}", f"ngzoe_LATE_2_11_{NB}"]).students) == ["ngzoe_1", "ngzoe_2"]
    again = [f"ngzoe_1_10_{NB}", "ngzoe_1_11_data.csv"]
    assert planned(again).students.keys() == {"ngzoe"}


def test_feedback_is_nobodys_work() -> None:
    names = [f"Zoë Ng_4711_assignsubmission_file/{NB}", f"Zoë Ng_4711_assignfeedback_file/{NB}"]
    made = planned(names)
    assert whose(made) == {names[0]: ("Zoë Ng", NB)}
    assert [(found.name, why) for found, why in made.skipped] == [(names[1], "it is feedback, not handed in")]


ATTEMPTS = {
    "Brightspace": [f"1-2 - Zoë Ng - {when}/{NB}" for when in ("Sep 9, 2026 1159 PM", "Dec 10, 2026 105 AM")],
    "Blackboard": [f"ps1_zoe_attempt_2026-0{month}-01-00-00-00_{NB}" for month in (2, 9)],
    "Teams": [f"Zoë Ng/03 LSTM/Version {version}/{NB}" for version in (9, 10)],
}


@pytest.mark.parametrize("platform", ATTEMPTS)
def test_the_latest_attempt_counts(platform: str) -> None:
    earlier, later = ATTEMPTS[platform]
    for names in ([earlier, later], [later, earlier]):
        made = planned(names)
        assert [next(iter(files.values())).name for files in made.students.values()] == [later]
        assert [(found.name, why) for found, why in made.skipped] == [(earlier, "it is of an earlier attempt")]


def test_a_zip_handed_in_lies_where_it_was_made() -> None:
    made = planned(
        [
            *(f"ngzoe_1_10_abgabe.zip/{name}" for name in (NB, "data/x.csv")),  # handed in as a zip only
            *(f"roy_2_20_data.zip/{name}" for name in ("x.csv", "y.csv")),  # a zip beside the notebook
            f"roy_2_21_{NB}",
        ]
    )
    assert {student: sorted(files) for student, files in made.students.items()} == {
        "ngzoe": [NB, "data/x.csv"],
        "roy": [NB, "data/x.csv", "data/y.csv"],
    }
    each = planned([f"{student}.ZIP/{NB}" for student in ("Zoë Ng", "Bo")])  # a zip for each student
    assert {student: list(files) for student, files in each.students.items()} == {"Bo": [NB], "Zoë Ng": [NB]}


# Names that no folder can have, each with a word of the reason
UNFIT = {
    "..": "dot",
    ".": "macOS",  # `._1_assignsubmission_file` is the name of a resource fork, too
    ".hid": "dot",
    " ": "empty",
    "a\\b": "separator",
    "a\nb": "control",
    "a\x1b[2Jb": "control",
    "a\x9bb": "control",
    "a\x85b": "control",
    "a\u2028b": "control",
    **{f"a{chr(code)}b": "direction" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
    "x" * 201: "200 bytes",
    "李" * 67: "200 bytes",
    "a\udcffb": "control",
}
NAMES = (
    "Zoë Ng",
    "O'Brien, Sean",
    "李雷",
    "أحمد",
    "נועה",
    "สมชาย",
    "क्षत्रिय",
    "a b.c",
    "=1+1",
    "50% {x}",
    "[x]",
    "*",
    "x" * 200,
)


@pytest.mark.parametrize("student", UNFIT, ids=ascii)
def test_a_student_whose_name_is_no_name_is_skipped_alone(student: str) -> None:
    names = [f"{student}_1_assignsubmission_file/{NB}", f"Bo_2_assignsubmission_file/{NB}"]
    made = planned(names)
    assert whose(made) == {names[1]: ("Bo", NB)}
    ((found, why),) = made.skipped
    assert found.name == names[0]
    assert UNFIT[student] in why


@pytest.mark.parametrize("student", NAMES, ids=ascii)
def test_letters_of_every_script_are_names(student: str) -> None:
    assert whose(planned([f"{student}/{NB}", f"Bo/{NB}"]))[f"{student}/{NB}"] == (student, NB)


@pytest.mark.parametrize(
    "path",
    ["../x", "a/../../x", "/etc/x", "a//x", "./x", "a\\..\\x", "a\x1bb", "a\u202eb", "x" * 256, "a/" * 1_000 + "x"],
)
def test_a_path_that_leads_elsewhere_is_skipped(path: str) -> None:
    made = planned([f"Zoë/{path}", f"Zoë/{NB}", f"Bo/{NB}"])
    assert whose(made) == {f"Zoë/{NB}": ("Zoë", NB), f"Bo/{NB}": ("Bo", NB)}
    assert [found.name for found, _ in made.skipped] == [f"Zoë/{path}"]


def test_a_student_does_not_say_when_it_was_handed_in() -> None:
    made = planned([f"Zoë/{NB}", "Zoë/timestamp.txt", "Zoë/Submission_Secret.TXT", "Zoë/old/timestamp.txt", f"Bo/{NB}"])
    assert sorted(made.students["Zoë"]) == [NB, "old/timestamp.txt"]
    assert {why for _, why in made.skipped} == {"it would say when this was handed in"}


@pytest.mark.parametrize("times", [(5.0, 9.0), (9.0, 5.0), (None, 5.0), (5.0, None), (7.0, 7.0)], ids=str)
def test_of_two_files_with_one_path_the_newer_or_else_the_last_is_kept(
    times: tuple[float | None, float | None],
) -> None:
    both = [Found(archive, f"Zoë/{NB}", 1, time, archive) for archive, time in zip("ab", times, strict=True)]
    made = plan(both, Class("03_lstm"), lambda one, other: False)
    newest = 0 if times == (9.0, 5.0) else 1
    assert made.students == {"Zoë": {NB: both[newest]}}
    assert [found for found, _ in made.skipped] == [both[1 - newest]]
    alike = plan(both, Class("03_lstm"), lambda one, other: True)
    assert (list(alike.students["Zoë"]), alike.skipped) == ([NB], [])


def test_a_submission_has_a_size_and_its_notebooks_come_first() -> None:
    found = [Found("c", f"Zoë/{number:04}.bin", 1, None, number) for number in range(zips.MOST_FILES)]
    found += [Found("c", "Zoë/a.bin", zips.LARGEST_SUBMISSION, None, "a"), Found("c", f"Zoë/{NB}", 5, None, "b")]
    found += [Found("c", f"Bo/{NB}", 1, None, "c")]
    made = plan(found, Class("03_lstm"), lambda one, other: False)
    assert len(made.students["Zoë"]) == zips.MOST_FILES
    assert NB in made.students["Zoë"]
    assert sorted(made.students) == ["Bo", "Zoë"]
    assert {each.name for each, _ in made.skipped} == {"Zoë/0999.bin", "Zoë/a.bin"}


def test_no_file_lies_below_a_file() -> None:
    made = planned(["Zoë/a", "Zoë/a/b", f"Zoë/{NB}", f"Bo/{NB}"])
    assert sorted(made.students["Zoë"]) == [NB, "a"]
    assert [(found.name, why) for found, why in made.skipped] == [("Zoë/a/b", "its folder has the name of a file")]


def test_whatever_a_teachers_pattern_finds_is_looked_at() -> None:
    for student, file, fits in [("Zoë", NB, True), ("..", NB, False), ("Zoë", "../../x", False), (None, NB, False)]:
        known = Class("03_lstm", pattern=lambda archive, name, s=student, f=file: {"student_id": s, "file_id": f})
        made = plan([Found("c", "n", 1, None, "n")], known, lambda one, other: False)
        assert bool(made.students) == fits
        assert len(made.skipped) == (not fits)
