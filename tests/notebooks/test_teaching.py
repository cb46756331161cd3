"""How a lesson teaches: its length, the reward first, predictions whose answer is not on the screen, links onward."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from course_utils.desk.working_copy import REVEALS, for_reader
from tools.notebooks import LESSONS, RELEASES, checked, prose, read

MOST_CELLS, MINUTES = 100, (60, 90)
WORDS, LINES = 130, 8  # that are read in a minute
TRAINED_BY = 40
TRAINS = r"\.backward\(\)|\bfit\(|\btrain\w*\("
ABOUT_APIS = ("02_cell_and_layer",)  # trains nothing of its own before it shows why a cell is needed


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def cells(lesson: Path) -> list[NotebookNode]:
    """The cells as a learner gets them."""
    contents = for_reader(lesson.read_bytes())
    return nbformat.reads(contents.decode(), as_version=4).cells


def minutes(path: Path) -> float:
    lines = [line for cell in read(path).cells if cell.cell_type == "code" for line in cell.source.splitlines()]
    return len(prose(path).split()) / WORDS + sum(bool(line.strip()) for line in lines) / LINES


def test_a_lesson_fits_an_hour_or_an_hour_and_a_half(lesson: Path) -> None:
    assert len(read(lesson).cells) <= MOST_CELLS
    assert MINUTES[0] <= minutes(lesson) <= MINUTES[1]
    (said,) = re.findall(r"about (\d+) minutes", read(lesson).cells[0].source)[:1]
    assert abs(int(said) - minutes(lesson)) <= 5
    assert "place for a break" in prose(lesson)


def test_something_is_trained_early(lesson: Path, cells: list[NotebookNode]) -> None:
    trains = [
        number for number, cell in enumerate(cells) if cell.cell_type == "code" and re.search(TRAINS, cell.source)
    ]
    assert trains
    assert lesson.stem in ABOUT_APIS or trains[0] <= TRAINED_BY


def questions(cells: list[NotebookNode]) -> list[tuple[NotebookNode, list[NotebookNode]]]:
    """Every prediction, with the code cells below it as far as the next text."""
    found = []
    for number, cell in enumerate(cells):
        if cell.cell_type == "markdown" and "**Predict first.**" in cell.source:
            below = []
            for later in cells[number + 1 :]:
                if later.cell_type == "markdown":
                    break
                below.append(later)
            found.append((cell, below))
    return found


def test_nothing_answers_a_question_before_it_is_run(cells: list[NotebookNode]) -> None:
    asked = questions(cells)
    assert 4 <= len(asked) <= 10
    for question, below in asked:
        assert question.id.endswith("-predict"), question.id
        assert below, question.id
        assert REVEALS in below[0].metadata.get("tags", []), f"{below[0].id} answers {question.id}"
        assert not [cell.id for cell in below if cell.outputs], "an output is on the screen"


def numbers(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\w)", text))


def telling(cells: list[NotebookNode]) -> list[str]:
    """The cells below a question whose source holds a number of its answer."""
    found = []
    for question, below in questions(cells):
        before, _, answer = question.source.partition("<details>")
        above = "\n".join(cell.source for cell in cells[: cells.index(question)] if cell.cell_type == "code")
        secret = numbers(answer) - numbers(before) - numbers(above)
        seen = [cell for cell in below if not cell.metadata.get("jupyter", {}).get("source_hidden")]
        found += [cell.id for cell in seen if any(float(each) > 9 for each in secret & numbers(cell.source))]
    return found


def test_no_number_of_the_answer_stands_below_its_question(cells: list[NotebookNode]) -> None:
    """Shapes and counts are the usual answers: a literal or an assert must not tell them."""
    assert all("<details><summary>Answer</summary>" in question.source for question, _ in questions(cells))
    assert telling(cells) == []


def test_an_assert_that_tells_is_found() -> None:
    question = "**Predict first.** How many rows has it?\n<details><summary>Answer</summary>\n\n(400, 100)\n</details>"
    shown = new_code_cell("assert shape == (400, 100)", id="shown")
    assert telling([new_markdown_cell(question), shown]) == ["shown"]
    assert telling([new_code_cell("H = 100"), new_markdown_cell(question), new_code_cell("print(H)")]) == []


def test_a_lesson_leads_to_its_exercises_and_on(lesson: Path) -> None:
    exercises = next(path for path in RELEASES if path.stem == lesson.stem)
    words = prose(lesson)
    for exercise in checked(read(exercises)):
        link = rf"\[{re.escape(exercise)}\]\(\.\./exercises/{lesson.stem}/{lesson.stem}\.ipynb#[^)]+\)"
        assert re.search(link, words), f"nothing leads to {exercise}"
    for page in ("glossary.ipynb", "shape_card.ipynb"):
        assert f"]({page}" in read(lesson).cells[0].source
    last = LESSONS.index(lesson) + 1 == len(LESSONS)
    assert last or f"]({LESSONS[LESSONS.index(lesson) + 1].name}" in words


@pytest.mark.parametrize("page", ["appendix", "what_you_may_have_read"])
def test_a_lesson_leads_to_what_a_page_says_of_it(lesson: Path, page: str) -> None:
    number = int(lesson.stem[:2])
    sections = re.findall(rf"^## (Lesson {number}: .*)$", prose(lesson.with_name(f"{page}.ipynb")), re.MULTILINE)
    for section in sections:
        assert f"]({page}.ipynb#{section.replace(' ', '-')})" in prose(lesson)


def test_a_lesson_leads_to_what_helps_where_nothing_is_learned(lesson: Path) -> None:
    assert "](it_does_not_learn.ipynb" in prose(lesson)
