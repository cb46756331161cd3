"""Names in the zips of learning platforms: whose work a file is, and that nobody can pass work off as another's."""

import subprocess
import sys

import pytest

from course_utils.grading.no_exchange import Collector

ZIP = "/home/t/course/downloaded/03_lstm/extracted/Course-03 LSTM-4711"
WHOSE = {
    # Moodle, with and without a folder for each student
    "Zoë Ng_12_assignsubmission_file/03_lstm.ipynb": ("Zoë Ng", "03_lstm.ipynb"),
    "Zoë Ng_12_assignsubmission_file_03_lstm.ipynb": ("Zoë Ng", "03_lstm.ipynb"),
    "O'Brien, Sean_1_assignsubmission_onlinetext/onlinetext.html": ("O'Brien, Sean", "onlinetext.html"),
    "a_b_12_assignsubmission_file/03_lstm (1).ipynb": ("a_b", "03_lstm (1).ipynb"),
    # Canvas
    "ngzoe_12_345_03_lstm.ipynb": ("ngzoe", "03_lstm.ipynb"),
    "ngzoe_LATE_12_345_03_lstm-1.ipynb": ("ngzoe", "03_lstm-1.ipynb"),
    # a folder for each student
    "Zoë Ng/03_lstm.ipynb": ("Zoë Ng", "03_lstm.ipynb"),
    "group_1_2_b/03_lstm.ipynb": ("group_1_2_b", "03_lstm.ipynb"),
    # what a student named
    "zoë/bo_12_345_03_lstm.ipynb": ("zoë", "bo_12_345_03_lstm.ipynb"),
    "zoë/bo_12_assignsubmission_file/03_lstm.ipynb": ("zoë", "bo_12_assignsubmission_file/03_lstm.ipynb"),
    "zoë/downloaded/03_lstm/extracted/x/bo/03_lstm.ipynb": (
        "zoë",
        "downloaded/03_lstm/extracted/x/bo/03_lstm.ipynb",
    ),
    "Zoë Ng_12_assignsubmission_file/Bo_13_assignsubmission_file_03_lstm.ipynb": (
        "Zoë Ng",
        "Bo_13_assignsubmission_file_03_lstm.ipynb",
    ),
    # no notebooks, and collected all the same
    "zoë/03_lstm.ipynb.txt": ("zoë", "03_lstm.ipynb.txt"),
    "zoë/answers.pdf": ("zoë", "answers.pdf"),
}


@pytest.mark.parametrize(("name", "whose"), WHOSE.items())
def test_whose_a_file_is(name: str, whose: tuple[str, str]) -> None:
    found = Collector().collect(f"{ZIP}/{name}")
    assert found is not None
    assert (found["student_id"], found["file_id"]) == whose


def test_a_file_of_nobody_is_not_collected() -> None:
    assert Collector().collect(f"{ZIP}/03_lstm.ipynb") is None


def test_no_command_waits_for_pytorch_that_does_not_need_it() -> None:
    """Every command of the exchange, such as submit, reads the first of these plug-ins."""
    plugins = ("no_exchange", "spreadsheet", "feedback")
    code = (
        "".join(f"import course_utils.grading.{name}\n" for name in plugins)
        + "import sys; print('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
