"""The assignments: solutions/ and exercises/ agree with each other and with the checks."""

import filecmp
import io
import re
import textwrap
import tokenize

import pytest

from course_utils.checks import exercises
from tools.classroom import Classroom
from tools.notebooks import LESSONS, RELEASES, SOLUTIONS, assignment_of, cells_of, checked, prose, read, solutions

WIDEST = 105  # characters that JupyterLab shows of a line of code, in a window 1280 pixels wide
BLOCK = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
WRITTEN = (tokenize.NAME, tokenize.NUMBER, tokenize.STRING, tokenize.OP)


def test_every_exercise_has_its_cell_and_the_reverse() -> None:
    assert set(assignment_of()) == set(exercises())


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_cells_are_what_the_checks_say(path) -> None:
    cells = read(path).cells
    by_grade_id = {cell.metadata.nbgrader.grade_id: cell for cell in cells if "nbgrader" in cell.metadata}
    for exercise, cell in checked(read(path)).items():
        ids = cells_of(exercise)
        assert cell.metadata.nbgrader.grade_id == cell.id == ids.check
        assert cell.metadata.nbgrader.points == exercises()[exercise].points
        assert cell.metadata.nbgrader.locked
        answer = by_grade_id[ids.answer]
        assert cells.index(answer) == cells.index(cell) - 1, "the check must be right below the answer"
        keyword = "class" if exercises()[exercise].is_class else "def"
        assert f"{keyword} {exercises()[exercise].answer_name}(" in answer.source
        header = cells[cells.index(answer) - 1].source
        for part in (exercise, "minutes", f"{cell.metadata.nbgrader.points} point", "<details>"):
            assert part in header, f"the header of {exercise} lacks {part!r}"
        # test_lessons.py tests that the lesson has this heading.
        assert re.search(rf"prepared in \[[^]]+\]\(../../notebooks/{path.stem}.ipynb#[^)]+\)", header), exercise


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_the_lesson_ends_with_all_its_exercises(path) -> None:
    """Its last table names each, with the section that the assignment links to."""
    linked = dict(re.findall(r"`(\w+/[\w-]+)` · .* · prepared in \[([^]]+)\]", prose(path)))
    lesson = next(each for each in LESSONS if each.stem == path.stem)
    unlinked = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", prose(lesson))
    table = dict(re.findall(r"^\| `(\w+/[\w-]+)` \| (.+) \|$", unlinked, re.MULTILINE))
    assert linked.keys() == checked(read(path)).keys()
    assert table.keys() == linked.keys()
    assert all(linked[exercise] in sections.split("; ") for exercise, sections in table.items())


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_the_minutes_add_up(path) -> None:
    text = prose(path)
    minutes = sum(map(int, re.findall(r"about (\d+) minutes ·", text)))
    assert f"about {minutes} minutes in all" in text
    lesson = next(each for each in LESSONS if each.stem == path.stem)
    assert f"The exercises take about {minutes} minutes more" in prose(lesson)


def estimate(text: str, answer: str) -> int:
    """The minutes of an exercise, in fives: 130 words are read in one, ten words and signs of an answer are written
    in one, and two go by until it has run.
    """
    code = textwrap.dedent("".join(BLOCK.findall(answer)))
    code = re.sub(r"""\bf(?=["'])""", "", code)  # newer Pythons take an f-string apart
    written = [token for token in tokenize.generate_tokens(io.StringIO(code).readline) if token.type in WRITTEN]
    read = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL).split() + BLOCK.sub("", answer).split()
    return max(5, 5 * round((len(read) / 130 + len(written) / 10 + 2) / 5))


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_the_minutes_follow_one_rule(path) -> None:
    cells = read(path).cells
    said, by_rule = {}, {}
    for exercise, check in checked(read(path)).items():
        number = cells.index(check)
        text = cells[number - 2].source
        (said[exercise],) = map(int, re.findall(r"about (\d+) minutes ·", text))
        by_rule[exercise] = estimate(text, cells[number - 1].source)
    assert said == by_rule


@pytest.mark.parametrize("path", [*SOLUTIONS, *RELEASES], ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_committed_without_outputs(path) -> None:
    assert not [cell.id for cell in read(path).cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.parametrize("path", [*SOLUTIONS, *RELEASES], ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_laptop_shows_every_line_of_code_as_a_whole(path) -> None:
    code = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
    assert [line for source in code for line in source.splitlines() if len(line) > WIDEST] == []


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_no_solution_line_in_a_release(path) -> None:
    source = path.parent.parent.parent / "solutions" / path.stem / path.name
    code = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "code")
    lines = [
        line.strip()
        for cell in read(source).cells
        for block in BLOCK.findall(cell.source)
        for line in block.splitlines()
        if len(line.strip()) > 8
    ]
    markdown = [cell for cell in read(source).cells if cell.cell_type == "markdown"]
    by_hand = [
        line
        for cell in markdown
        if cell.metadata.get("nbgrader", {}).get("solution")
        for line in cell.source.splitlines()
    ]
    assert len(lines) > 20
    assert by_hand or not any(cell.metadata.get("nbgrader", {}).get("points") for cell in markdown)
    assert not [line for line in lines if line in code]
    assert not [line for line in by_hand if line in path.read_text()]


@pytest.mark.slow
@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_release_is_what_nbgrader_makes(path, tmp_path) -> None:
    classroom = Classroom(tmp_path / "course", path.stem)
    released = classroom.release()
    committed = next(each for each in RELEASES if each.stem == path.stem)
    assert filecmp.cmp(released, committed, shallow=False), "run `make exercises`"
    tracked = [each.name for each in committed.parent.iterdir() if not each.name.startswith(".")]
    assert [each.name for each in released.parent.iterdir()] == tracked


@pytest.mark.slow
@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_solutions_get_everything_and_the_release_nothing(path, tmp_path) -> None:
    classroom = Classroom(tmp_path / "course", path.stem)
    classroom.release()
    here = [exercise for exercise, assignment in assignment_of().items() if assignment == path.stem]
    classroom.hand_in("knows-it", {exercise: solutions()[exercise].answer for exercise in here})
    classroom.hand_in("untouched", {})
    classroom.autograde()
    marks = classroom.marks()
    for student, full in (("knows-it", True), ("untouched", False)):
        checks = [mark for mark in marks[student] if mark.cell.endswith("-check")]
        assert len(checks) == len(here)
        assert [mark.score for mark in checks] == [mark.possible if full else 0 for mark in checks]
        assert all(mark.slip == ("" if full else "missing") for mark in checks)
        assert all("missing" in mark.message for mark in checks) is not full


@pytest.mark.parametrize("path", SOLUTIONS[:-1], ids=lambda path: path.stem)
def test_an_assignment_leads_to_the_next_lesson(path) -> None:
    assert f"](../../notebooks/{LESSONS[SOLUTIONS.index(path) + 1].name})" in read(path).cells[-1].source
