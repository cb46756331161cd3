"""The tests, laid out as the package is: course_utils/checks/engine/ladder.py has tests/checks/engine/test_ladder.py.

Beside them: notebooks/ for the lessons and assignments, tools/ for tools/, whole_course/ for what a person does with
the whole of it, helpers/ for what several of them import. test_answers.py grades the checks on the learners' answers in
answers/ (or `--answers FOLDER`), test_hostile.py the grader on the attacks in hostile/ (or `--hostile FOLDER`).
"""

import pytest

pytest.register_assert_rewrite("tests.helpers")  # what an assertion there compared is shown as in a test
