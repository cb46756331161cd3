"""The table of marks: what a teacher reads."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Grade, Gradebook
from sqlalchemy import delete, insert
from wcwidth import width

from course_utils.grading.class_runner.marks import Mark, NoMarks, points, read, table


def test_table_shows_scores_and_lists_each_slip_once() -> None:
    marks = {
        "ada": [Mark("lstm-step-check", 3, 3), Mark("lstm-four-blocks-answer", None, 2)],
        "bo": [
            Mark("lstm-step-check", 0, 3, "bias-hh-missing", "bias_hh is missing"),
            Mark("lstm-four-blocks-answer", 1.5, 2),
        ],
        "cy": [
            Mark("lstm-step-check", 0, 3, "bias-hh-missing", "bias_hh is missing"),
            Mark("lstm-four-blocks-answer", 0, 2),
        ],
    }
    assert table(marks).splitlines() == [
        "student  step   four-blocks  total",
        "----------------------------------",
        "ada      3/3    -/2          3+/5",
        "bo       0/3 a  1.5/2        1.5/5",
        "cy       0/3 a  0/2          0/5",
        "",
        "Slips:",
        "  step",
        "    a  bias-hh-missing (2): bias_hh is missing",
        "",
        "A dash, and the + of a total, wait to be graded by hand, in formgrader.",
    ]


def test_nothing_in_the_table_reaches_a_terminal_but_words() -> None:
    forged = "\x1b[2J\n\u2713 right\u202e"
    marks = {f"ada{forged}": [Mark("lstm-step-check", 0, 3, f"raises{forged}", f"raised{forged}")]}
    assert table(marks).splitlines() == [
        "student         step   total",
        "----------------------------",
        "ada[2J \u2713 right  0/3 a  0/3",
        "",
        "Slips:",
        "  step",
        "    a  raises[2J \u2713 right (1): raised[2J \u2713 right",
    ]


def test_points_for_a_spreadsheet_leave_empty_what_waits() -> None:
    marks = {
        "ada": [Mark("lstm-step-check", 3, 3), Mark("lstm-four-blocks-answer", None, 2)],
        "bo": [Mark("lstm-step-check", 0, 3, "bias-hh-missing"), Mark("lstm-four-blocks-answer", 1.5, 2)],
    }
    assert points(marks) == [
        ["student", "step", "four-blocks", "total", "possible"],
        ["ada", 3, None, 3, 5],
        ["bo", 0, 1.5, 1.5, 5],
    ]


def test_nothing_to_show_says_what_to_run(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with pytest.raises(NoMarks, match="there is no gradebook"):
        read(url, tmp_path, "03_lstm")
    Gradebook(url).close()
    with pytest.raises(NoMarks, match="no assignment '03_lstm'; it has: none"):
        read(url, tmp_path, "03_lstm")
    with Gradebook(url) as gradebook:
        gradebook.add_assignment("03_lstm")
    with pytest.raises(NoMarks, match="run: nbgrader autograde 03_lstm"):
        read(url, tmp_path, "03_lstm")


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's
def test_each_score_stands_below_its_exercise_in_whatever_order_the_gradebook_has_them(tmp_path: Path) -> None:
    """PostgreSQL gives a row that was changed last."""
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    scores = {"lstm-step-check": 3.0, "lstm-half-life-check": 1.0, "lstm-four-blocks-answer": 2.0}
    orders = {"ada": list(scores), "bo": list(reversed(scores))}
    with Gradebook(url) as gradebook:
        gradebook.add_assignment("03_lstm")
        gradebook.add_notebook("03_lstm", "03_lstm")
        for cell in scores:
            gradebook.add_grade_cell(cell, "03_lstm", "03_lstm", max_score=3, cell_type="code")
        for student, order in orders.items():
            gradebook.add_student(student)
            (notebook,) = gradebook.add_submission("03_lstm", student).notebooks
            rows = {grade.name: (grade.id, grade.cell_id, notebook.id, scores[grade.name]) for grade in notebook.grades}
            gradebook.db.execute(delete(Grade).where(Grade.notebook_id == notebook.id))
            for identity, cell, of, score in map(rows.__getitem__, order):
                columns = {"id": identity, "cell_id": cell, "notebook_id": of, "auto_score": score}
                gradebook.db.execute(insert(Grade).values(**columns, needs_manual_grade=False))
            gradebook.db.commit()
    written = [new_code_cell(metadata={"nbgrader": {"grade": True, "grade_id": cell}}) for cell in scores]
    for student in orders:
        path = tmp_path / "autograded" / student / "03_lstm" / "03_lstm.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(new_notebook(cells=written), path)
    found = read(url, tmp_path / "autograded", "03_lstm")
    assert {student: [(mark.cell, mark.score) for mark in row] for student, row in found.items()} == {
        student: list(scores.items()) for student in orders
    }


ROW = [
    Mark("ex1-test", 1, 2, "", "", "a"),
    Mark("ex2-test", 2, 2, "", "", "a"),
    Mark("ex2-more-check", 3, 3, "", "", "a"),
]


def test_headings_are_shortened_only_where_they_stay_unique() -> None:
    assert points({"ada": ROW})[0] == ["student", "ex1-test", "ex2-test", "more", "total", "possible"]
    assert table({"ada": ROW}).splitlines()[0].split() == ["student", "ex1-test", "ex2-test", "more", "total"]


def test_two_notebooks_with_equal_grade_ids_have_a_column_each() -> None:
    slip = Mark("ex1-test", 0, 2, "slip", "said in b", "b")
    marks = {"ada": [ROW[0], slip], "bo": [Mark("ex1-test", 0, 2, "slip", "said in a", "a"), slip]}
    assert points(marks)[0] == ["student", "a: ex1-test", "b: ex1-test", "total", "possible"]
    lines = table(marks).splitlines()
    assert lines[-4:-2] == ["  a: ex1-test", "    a  slip (1): said in a"]
    assert lines[-2:] == ["  b: ex1-test", "    a  slip (2): said in b"]
    assert lines[2].split() == ["ada", "1/2", "0/2", "a", "1/4"]


def test_what_is_lost_for_being_late_has_a_column_if_anybody_lost_any() -> None:
    marks = {"ada": [Mark("lstm-step-check", 3, 3)], "bo": [Mark("lstm-step-check", 3, 3)]}
    assert points(marks, {"bo": 1.5}) == [
        ["student", "step", "late", "total", "possible"],
        ["ada", 3, 0, 3, 3],
        ["bo", 3, -1.5, 1.5, 3],
    ]
    assert table(marks, {"bo": 1.5}).splitlines()[2:] == ["ada      3/3         3/3", "bo       3/3   -1.5  1.5/3"]
    assert points(marks, {"bo": 5})[2] == ["bo", 3, -5, 0, 3]


# A class of 30 in which nothing is short: names in several scripts, a slip in every exercise, and late work.
PEOPLE = [
    "李静",
    "欧阳娜娜",
    "阿不都热依木·买买提",
    "Александра Константинопольская",
    "Nguye\u0302\u0303n Thi\u0323 A\u0301nh",
]
EXERCISES = ["why-400x100", "split-gates", "step", "cell-states", "forget-bias", "encoder-to-decoder", "half-life"]
SAID = "`step` raised RuntimeError in line 8: i, f, g, o = (x @ weight_ih + bias_ih + h @ weight_hh).chunk(4) 形状不对"
CLASS = {
    f"{PEOPLE[number % 5]} {number:02}": [
        *(Mark(f"lstm-{name}-check", 0, 3, f"a-slip-with-a-name-{number % 26}", SAID) for name in EXERCISES),
        Mark("lstm-four-blocks-answer", None, 2),
    ]
    for number in range(30)
}


@pytest.mark.parametrize("most", [60, 80, 120, 160])
def test_a_class_fits_the_terminal_and_stands_in_columns(most: int) -> None:
    lines = table(CLASS, dict.fromkeys(CLASS, 1.5), most).splitlines()
    assert max(map(width, lines)) <= most
    students = [line for line in lines if line.endswith("0+/23")]
    assert len(students) == 30
    assert len({width(line[: line.index("0+/23")]) for line in students}) == 1
    assert len({line.partition("  ")[0] for line in students}) == 30


def test_at_80_columns_a_class_is_one_table() -> None:
    lines = table(CLASS, dict.fromkeys(CLASS, 1.5)).splitlines()
    assert lines.index("Slips:") == 2 + len(CLASS) + 1


def test_what_a_slip_says_hangs_below_its_letter() -> None:
    lines = table({"ada": CLASS["李静 00"]}, most=60).splitlines()
    start = lines.index("  split-gates")
    assert lines[start + 1].startswith("    a  a-slip-with-a-name-0 (1): `step` raised RuntimeError")
    assert lines[start + 2].startswith(" " * 7 + "in line 8:")


def test_a_spreadsheet_has_names_and_headings_whole() -> None:
    header, *rows = points(CLASS)
    assert header == ["student", *EXERCISES, "four-blocks", "total", "possible"]
    assert [row[0] for row in rows] == list(CLASS)
