"""A teacher's week, as TEACHING.md tells it: a class of 30 from the release to the spreadsheet, and nobody is lost.

The teacher types exactly the lines that the page tells to type.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Locator, Page, expect

from course_utils.checks import COURSE
from course_utils.grading.class_runner import marks
from tests.helpers.formgrader import formgrader
from tools import postgresql
from tools.classroom import Classroom, counts, write_answers
from tools.notebooks import ROOT, cells_of
from tools.sample_class import sources

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ASSIGNMENT = "03_lstm"
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
SPLIT, WORDS = "lstm-split-gates-check", "lstm-four-blocks-answer"
EXERCISES = [each.id.removeprefix("lstm/") for each in COURSE.of_lesson("lstm")]
ANSWERS = tomllib.loads((ROOT / "tools" / "sample_class.toml").read_text())["students"]
SCREENSHOTS = ROOT / "build" / "screenshots"

# Who hands in whose answers of the sample class. Through the exchange, under the name of the account:
EXCHANGE = {"amara": "amara", "chen": "chen"}
# … and in the zip of a learning platform, under the name of the person; some names are attacks on the teacher.
AGAIN, LATE, CUT_OFF, RENAMED, BROWSER, NO_NOTEBOOK = (
    "Wen Li", "Amélie Dupont", "Nguyễn Thị Ánh", "Zoë Ångström", "Łukasz Żak", "Ø. O'Hara",
)  # fmt: skip
ZIP = {
    AGAIN: "benoit",  # hands in twice: the untouched notebook, then this
    LATE: "benoit",
    CUT_OFF: "amara",
    RENAMED: "chen",
    BROWSER: "goran",
    NO_NOTEBOOK: "hana",
    "O'Brien, Sean": "dilnoza",
    "=1+1": "emre",
    "+49 30 1234": "fatima",
    "-1": "goran",
    "@x": "amara",
    **{f"Student {number:02}": list(ANSWERS)[number % len(ANSWERS)] for number in range(1, 17)},
}
MISSING = "Ingrid Absent"
# First and last names on the roster; the others have plain ones.
NAMES = {
    "amara": ("Amara", 'Diallo, "Ama"'),
    "=1+1": ('=HYPERLINK("http://example.org","see")', "+1"),
    "-1": ("@SUM(1)", "-2"),
}
# The points and the comment that the teacher gives to each answer in words.
BY_HAND = {
    ANSWERS["amara"]["four-blocks"]["source"]: (1.5, "Well said. What is lost without the fourth?"),
    ANSWERS["dilnoza"]["four-blocks"]["source"]: (0.5, "True; but what do the four decide?"),
}
# The check of lstm/split-gates, and its mistaken version, which asks for another order of the gates.
CHECK, MISTAKEN = '"lstm/split-gates",\n    "ifgo",', '"lstm/split-gates",\n    "ifog",'


class Teacher:
    """Types lines in the folder of a course, and remembers them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.typed: set[str] = set()

    def types(self, line: str, **environment: str) -> str:
        """Run a line of TEACHING.md, which must succeed, and return what it printed."""
        self.typed.add(line)
        program, *words = shlex.split(line)
        done = subprocess.run(
            [Path(sys.executable).parent / program, *words],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **environment},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr


def on_the_page() -> set[str]:
    """The lines that TEACHING.md says to type."""
    lines = re.findall(r"^\.venv/bin/(.+)$", (ROOT / "TEACHING.md").read_text(), re.MULTILINE)
    return set(map(timeless, lines))


def timeless(line: str) -> str:
    """A line with the due date left out."""
    return re.sub(r'--duedate="[^"]*"', '--duedate="…"', line)


def test_a_teachers_week(tmp_path: Path) -> None:
    """Every score is predicted, before and after the regrade: only the corrected check may change one."""
    classroom = Classroom(tmp_path / "course", ASSIGNMENT)
    with (classroom.folder / "nbgrader_config.py").open("a") as config:
        config.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    teacher = Teacher(classroom.folder)

    due = datetime.now(UTC) + timedelta(days=1)
    hand_out(teacher, due)
    collect_from_the_exchange(teacher, classroom)
    collect_from_zips(teacher, late=due + timedelta(days=2))
    handed_in = {*EXCHANGE, *ZIP}
    assert {folder.name for folder in (teacher.folder / "submitted").iterdir()} == handed_in
    assert len(handed_in | {MISSING}) == 30

    printed = teacher.types(f"course-grade {ASSIGNMENT}", PYTHONPATH=str(with_a_mistaken_check(tmp_path)))
    assert counts(printed) == {"graded": 29, "changed": 0, "unchanged": 0, "refused": 0}
    before = points(classroom)
    assert before == {student: with_the_mistake(student, expected(student)) for student in handed_in}
    assert_odd_ones_are_told_of(teacher.types(f"course-marks {ASSIGNMENT}"))

    by_hand = {student for student in handed_in if expected(student)[WORDS] is None}
    assert grade_by_hand(teacher.folder) == len(by_hand) > 3

    printed = teacher.types(f"course-grade {ASSIGNMENT}")
    # Late work gets no points, before and after.
    moved = {student for student in handed_in - {LATE} if before[student][SPLIT] != expected(student)[SPLIT]}
    assert counts(printed) == {"graded": 29, "changed": len(moved), "unchanged": 0, "refused": 0}
    after = points(classroom)
    assert after == {student: expected(student) | given(student) for student in handed_in}
    assert comments(teacher.folder) == {student: BY_HAND[in_words(student)][1] for student in by_hand}
    for student in sorted(handed_in):
        print(f"{student:20} before {total(before[student]):4g}  after {total(after[student]):4g}")

    give_feedback(teacher, classroom, by_hand)
    export(teacher, {student: total(after[student]) for student in handed_in})
    assert in_postgresql(teacher, tmp_path / "again") == {student: expected(student) for student in handed_in}
    assert set(map(timeless, teacher.typed)) == on_the_page()


# Expected results


def in_words(student: str) -> str:
    """A student's answer in their own words; empty if there is none."""
    return "" if student == CUT_OFF else ANSWERS[(EXCHANGE | ZIP)[student]].get("four-blocks", {}).get("source", "")


def expected(student: str) -> dict[str, float | None]:
    """The points by exercise before anything is graded by hand; None must be graded by hand."""
    answers = ANSWERS[(EXCHANGE | ZIP)[student]]
    found = {cells_of(f"lstm/{name}").check: answers.get(name, {}).get("score", 0) for name in EXERCISES}
    if student == CUT_OFF:  # the notebook ends after the third exercise
        found |= dict.fromkeys(list(found)[3:], 0)
    return found | {WORDS: None if in_words(student) else 0}


def with_the_mistake(student: str, right: Mapping[str, float | None]) -> dict[str, float | None]:
    """These points with the mistaken check: right answers get none, and answers in the mistaken order get all."""
    slip = ANSWERS[(EXCHANGE | ZIP)[student]].get("split-gates", {}).get("slip")
    return {**right, SPLIT: 1 if slip == "gate-order-ifog" else 0}


def given(student: str) -> dict[str, float | None]:
    """The points that the teacher gives by hand."""
    return {WORDS: BY_HAND[in_words(student)][0]} if in_words(student) else {}


def total(row: Mapping[str, float | None]) -> float:
    return sum(score or 0 for score in row.values())


# Contents of the gradebook


def points(classroom: Classroom) -> dict[str, dict[str, float | None]]:
    """The points of each student by exercise."""
    return {student: {mark.cell: mark.score for mark in row} for student, row in classroom.marks().items()}


def comments(course: Path) -> dict[str, str]:
    """The teacher's comment to each student."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student_id: comment.manual_comment
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
            for comment in notebook.comments
            if comment.manual_comment
        }


# The days


def hand_out(teacher: Teacher, due: datetime) -> None:
    teacher.types(f"nbgrader generate_assignment {ASSIGNMENT}")
    with (teacher.folder / "students.csv").open("w", newline="") as file:
        roster = csv.writer(file)
        roster.writerow(["id", "first_name", "last_name", "email"])
        for student in [*EXCHANGE, *ZIP, MISSING]:
            roster.writerow([student, *NAMES.get(student, (student, "Example")), ""])
    teacher.types("course-students students.csv")
    teacher.types(f'nbgrader db assignment add {ASSIGNMENT} --duedate="{due:%Y-%m-%d %H:%M} UTC"')
    teacher.types(f"nbgrader release_assignment {ASSIGNMENT}")


def collect_from_the_exchange(teacher: Teacher, classroom: Classroom) -> None:
    """One student submits twice: the later submission counts, even if the first was collected before."""
    (early, *others) = EXCHANGE
    classroom.submit(early, {})
    for student in others:
        classroom.submit(student, sources("lstm", ANSWERS[EXCHANGE[student]]))
    teacher.types(f"nbgrader collect {ASSIGNMENT}")
    classroom.submit(early, sources("lstm", ANSWERS[EXCHANGE[early]]))
    assert f"Updating submission: {early}" in teacher.types(f"nbgrader collect {ASSIGNMENT} --update")


def collect_from_zips(teacher: Teacher, late: datetime) -> None:
    """A zip of a learning platform, then a later zip with one more submission and a newer version of another."""
    released = teacher.folder / "exercises" / ASSIGNMENT / NOTEBOOK
    works = {student: work(released, student, teacher.folder) for student in ZIP}
    early = {student: contents for student, contents in works.items() if student != LATE}
    make_zip(teacher.folder / "downloaded.zip", early | {AGAIN: released.read_bytes()})
    printed = teacher.types(f"course-collect {ASSIGNMENT} downloaded.zip")
    assert not (teacher.folder / "submitted" / LATE).exists()
    assert printed.splitlines()[-2:] == [f"  {LATE}", f"  {MISSING}"]  # the exchange was collected before
    make_zip(teacher.folder / "downloaded.zip", works)
    printed = teacher.types(f"course-collect {ASSIGNMENT} downloaded.zip --update")
    assert printed.count("  updated") == 1
    assert printed.splitlines()[-1] == f"  {MISSING}"
    # A zip does not hold the times of submission.
    (teacher.folder / "submitted" / LATE / ASSIGNMENT / "timestamp.txt").write_text(f"{late:%Y-%m-%d %H:%M} UTC")


def work(released: Path, student: str, folder: Path) -> bytes:
    """A student's notebook."""
    notebook = shutil.copy(released, folder / NOTEBOOK)
    write_answers(notebook, sources("lstm", ANSWERS[ZIP[student]]))
    contents = notebook.read_bytes()
    notebook.unlink()
    fourth = f'"{cells_of(f"lstm/{EXERCISES[3]}").answer}"'.encode()
    return contents[: contents.index(fourth)] if student == CUT_OFF else contents


def make_zip(path: Path, works: Mapping[str, bytes]) -> None:
    """The zip that Moodle makes of these notebooks, by student."""
    names = {RENAMED: "Untitled (1).ipynb", BROWSER: f"{NOTEBOOK}.txt", NO_NOTEBOOK: "answers.pdf"}
    with zipfile.ZipFile(path, "w") as file:
        for number, (student, contents) in enumerate(works.items(), start=4711):
            name = names.get(student, NOTEBOOK)
            file.writestr(
                f"{student}_{number}_assignsubmission_file/{name}", b"%PDF-" if name.endswith("pdf") else contents
            )


def with_a_mistaken_check(folder: Path) -> Path:
    """The folder of a copy of the course's package with the mistaken check."""
    place = folder / "before" / "course_utils"
    shutil.copytree(ROOT / "course_utils", place)
    checks = place / "checks" / "lstm" / "split_gates.py"
    source = checks.read_text()
    assert source.count(CHECK) == 1
    checks.write_text(source.replace(CHECK, MISTAKEN))
    return place.parent


def assert_odd_ones_are_told_of(printed: str) -> None:
    """Assert that the notes below the marks name every odd submission, and no other."""
    said = dict(re.findall(r"^(.+):\n((?:  .+\n?)+)", printed.partition("in formgrader.\n")[2], re.MULTILINE))
    assert set(said) == {CUT_OFF, RENAMED, BROWSER, NO_NOTEBOOK}
    assert "The file is not JSON, perhaps cut off" in said[CUT_OFF]
    assert "taken for it was" in said[RENAMED]
    assert "taken for it was" in said[BROWSER]
    assert f"{NOTEBOOK} was not handed in" in said[NO_NOTEBOOK]


def grade_by_hand(course: Path) -> int:
    """Give points to every answer that waits for them, in formgrader, and return how many they were."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=30_000)
    with formgrader(course) as (page, frame):
        crumbs = frame.locator(".breadcrumb li")
        frame.get_by_role("link", name="Manual Grading").click()
        frame.locator("tbody").get_by_role("link", name=ASSIGNMENT).click()
        expect(crumbs).to_have_count(2)
        frame.locator("tbody").get_by_role("link", name=ASSIGNMENT).click()
        graded = 0
        while True:
            expect(crumbs).to_have_count(3)
            expect(frame.locator("tbody tr")).to_have_count(29)
            page.screenshot(path=SCREENSHOTS / "formgrader-class.png")
            waiting = frame.locator("tbody tr", has=frame.locator("td:nth-child(7) .glyphicon-ok"))
            if waiting.count() == 0:
                return graded
            waiting.first.get_by_role("link").click()
            answer = frame.locator(".nbgrader_cell", has=frame.locator(f"input#{WORDS}"))
            # Formgrader loads the points given so far, and would overwrite what was typed before that.
            expect(answer.locator("input.needs_manual_grade")).to_be_visible()
            expect(answer.locator("textarea[placeholder]")).to_be_visible()
            points, comment = BY_HAND[answer.locator(".text_cell_render").inner_text().strip()]
            fill(page, answer.locator("input.score"), f"{points}")
            fill(page, answer.locator("textarea.comment"), comment)
            page.screenshot(path=SCREENSHOTS / "formgrader-answer.png")
            graded += 1
            crumbs.get_by_role("link", name=ASSIGNMENT).last.click()


def fill(page: Page, place: Locator, words: str) -> None:
    """Write into a field and leave it, which saves it."""
    with page.expect_response(lambda response: response.request.method == "PUT" and response.ok):
        place.fill(words)
        place.blur()


def give_feedback(teacher: Teacher, classroom: Classroom, by_hand: set[str]) -> None:
    """Everybody's page has their own comment and nobody else's, and the exchange gives each student their own page."""
    teacher.types(f"nbgrader generate_feedback {ASSIGNMENT}")
    folder = teacher.folder / "feedback"
    pages = {place.parents[1].name: place.read_text() for place in folder.glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.html")}
    assert set(pages) == {*EXCHANGE, *ZIP}
    for student, page in pages.items():
        own = BY_HAND[in_words(student)][1] if student in by_hand else None
        assert [comment for _, comment in BY_HAND.values() if comment in page] == [own] * (student in by_hand)
    printed = teacher.types(f"nbgrader release_feedback {ASSIGNMENT}")
    assert f"send them their pages: {'; '.join(sorted(ZIP))}\n" in printed
    released = teacher.folder / "exchange" / "recurrent-networks" / "feedback"
    assert released.stat().st_mode & 0o044 == 0, "other students can list the folder"
    assert len(list(released.iterdir())) == len(EXCHANGE)
    for student in EXCHANGE:
        classroom.at_desk(student, "fetch_feedback")
        fetched = classroom.desk(student).rglob("feedback/*/*.html")
        assert [page.read_text() for page in fetched] == [pages[student]]


def export(teacher: Teacher, scores: Mapping[str, float]) -> None:
    """All 30 are in the file, with their points, and no cell is a formula."""
    teacher.types("nbgrader export")
    teacher.types(f"course-marks {ASSIGNMENT} --csv points.csv")
    with (teacher.folder / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student_id"].removeprefix("'"): row for row in csv.DictReader(file)}
    assert set(rows) == {*EXCHANGE, *ZIP, MISSING}
    for student, row in rows.items():
        assert not [cell for cell in row.values() if cell[:1] in set("=+-@")]
        assert float(row["raw_score"]) == scores.get(student, 0)
        assert float(row["late_submission_penalty"]) == (scores[student] if student == LATE else 0)
        assert float(row["score"]) == (0 if student == LATE else scores.get(student, 0))
    assert rows["amara"]["last_name"] == NAMES["amara"][1]
    assert rows["=1+1"]["first_name"] == f"'{NAMES['=1+1'][0]}"
    with (teacher.folder / "points.csv").open(encoding="utf-8-sig", newline="") as file:
        totals = {row["student"].removeprefix("'"): float(row["total"]) for row in csv.DictReader(file)}
    assert totals == scores | {LATE: 0}


def in_postgresql(teacher: Teacher, copy: Path) -> dict[str, dict[str, float | None]]:
    """The points of the same class in a gradebook in PostgreSQL, in which nothing is graded by hand."""
    shutil.copytree(teacher.folder, copy, ignore=shutil.ignore_patterns("gradebook.db", "exercises", "autograded"))
    again = Teacher(copy)
    with postgresql.database() as url:
        with (copy / "nbgrader_config.py").open("a") as config:
            config.write(f"c.CourseDirectory.db_url = {url!r}\n")
        again.types(f"nbgrader generate_assignment {ASSIGNMENT}")
        assert counts(again.types(f"course-grade {ASSIGNMENT}"))["graded"] == 29
        found = marks.read(url, copy / "autograded", ASSIGNMENT)
    assert not (copy / "gradebook.db").exists()
    return {student: {mark.cell: mark.score for mark in row} for student, row in found.items()}
