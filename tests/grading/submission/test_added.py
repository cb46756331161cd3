"""What a learner adds to a released cell, or changes in it, runs beside it; the released cell stays as it was."""

from __future__ import annotations

import pytest

from course_utils.grading.submission.added import Added, added, is_prose, is_python, new_text

SETUP = "import torch\nfrom torch import nn\n\nx = 1"
CHECK = 'check("a/b")'


@pytest.mark.parametrize(
    ("handed", "before", "after"),
    [
        (SETUP, "", ""),
        ("import torch\nfrom torch import nn\nx=1  # the same\n\n\n", "", ""),
        (SETUP + "\nimport math", "", "import math"),
        ("import math\n" + SETUP, "import math", ""),
        (SETUP.replace("\n\n", "\nimport math\n"), "", "import math"),
        (SETUP.replace("x = 1", "x = 2"), "x = 2", ""),
        (SETUP.replace("x = 1", "x = 2\ny = 3"), "x = 2", "y = 3"),
        (SETUP.replace("import nn", "import nn, optim"), "from torch import nn, optim", ""),
        (SETUP + "\nx = 2", "", "x = 2"),
        (SETUP + "\n# why\n@cache\ndef f():\n    return 1", "", "# why\n@cache\ndef f():\n    return 1"),
        (SETUP + "; y = 2; z = 3", "", "y = 2\nz = 3"),
        (SETUP + "\n!pip install x", "", "get_ipython().system('pip install x')"),
        ("", "", ""),
        ("import torch", "", ""),
        (SETUP + "\nif x\n    y", "", "if x\n    y"),
    ],
)
def test_of_a_first_cell(handed: str, before: str, after: str) -> None:
    found = added(SETUP, handed, is_check=False)
    assert (found.before.strip(), found.after.strip()) == (before, after)


@pytest.mark.parametrize(
    ("handed", "before", "after"),
    [
        (CHECK, "", ""),
        ("check('a/b')", "", ""),
        ("def f():\n    pass\n" + CHECK, "def f():\n    pass", ""),
        (CHECK + "\nprint(1)", "", "print(1)"),
        ("f = 1; " + CHECK, "f = 1", ""),
        ("check = print\n" + CHECK, "check = print", ""),
        ('check("a/b", seed=7)', 'check("a/b", seed=7)', ""),
        ("pass", "pass", ""),
        ("f = (\n" + CHECK, "f = (", ""),
    ],
)
def test_of_a_check(handed: str, before: str, after: str) -> None:
    assert added(CHECK, handed, is_check=True) == Added(before, after)


@pytest.mark.parametrize(
    "odd", ["(" * 5_000, "-" * 50_000 + "1", "x\0y", "'\\d'", "\f\n\x1c" + CHECK, "a = 1\n" * 3_000]
)
def test_nothing_makes_it_fail(odd: str) -> None:
    for is_check in (True, False):
        found = added(SETUP, f"{SETUP}\n{odd}", is_check)
        assert isinstance(found, Added)


def test_every_statement_is_kept_once() -> None:
    own = "\n".join(f"y{number} = {number}" for number in range(50))
    assert added(SETUP, f"{SETUP}\n{own}", is_check=False).after.splitlines() == own.splitlines()


@pytest.mark.parametrize("words", ["Because it has four gates.", "# only words", '"a string"', "# a\n# b", "gates"])
def test_words_in_a_cell_for_code_are_words(words: str) -> None:
    assert is_prose(words)


@pytest.mark.parametrize("source", ["", "x = 1", "print(1)", "!ls", "%%time\nx"])
def test_code_is_none(source: str) -> None:
    assert not is_prose(source)


def test_what_python_is() -> None:
    assert is_python("import x")
    assert not is_python("hello")
    assert not is_python("hello my friend")


def test_new_lines_of_a_text() -> None:
    assert new_text("# Question\nWhy?", "# Question\nWhy?\n\nBecause.") == "Because."
    assert new_text("# Question", " # Question \n\n") == ""
