"""The tests, laid out as the package is: course_utils/checks/engine/ladder.py has tests/checks/engine/test_ladder.py.

Other folders: notebooks/ tests the lessons and assignments, tools/ the tools, whole_course/ what people do with the
whole course; helpers/ holds shared code. test_answers.py tests the checks on the learners' answers in answers/ (or
`--answers FOLDER`), and test_hostile.py tests the grader on the attacks in hostile/ (or `--hostile FOLDER`).
"""

import pytest

pytest.register_assert_rewrite("tests.helpers")  # so that a failed assertion there shows its values, as in a test
