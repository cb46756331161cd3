"""What is hidden from a child: all of it is probed, and needed folders inside it stay readable."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory

from course_utils.grading.deciding.errors import NoSandbox
from course_utils.grading.deciding.hidden import Hidden
from course_utils.grading.deciding.probe import probe
from course_utils.grading.deciding.sandbox import Sandbox
from course_utils.grading.deciding.trusted import TrustedZygote
from course_utils.grading.deciding.zygote import Zygote
from course_utils.grading.nbgrader_plugins.judge import hidden_from
from tests.helpers.zygotes import printed


@pytest.fixture
def laid_out(tmp_path: Path) -> Hidden:
    """A course that contains a virtual environment and an empty exchange; submissions are in another place."""
    for name in ("course/gradebook.db", "course/.venv/lib/needed.py", "elsewhere/zoë/ps1/ps1.ipynb", "home/.bashrc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("secret")
    (tmp_path / "course/exchange").mkdir()
    places = {"the course": "course", "the exchange": "course/exchange", "submitted": "elsewhere", "HOME": "home"}
    return Hidden(tuple((what, str(tmp_path / name)) for what, name in places.items()))


@pytest.mark.slow
def test_what_is_hidden_is_taken_out_of_what_is_readable(laid_out: Hidden, tmp_path: Path) -> None:
    """A .pth file may put a whole course on sys.path; what Python needs inside a hidden folder stays readable."""
    inside = tmp_path / "course/.venv/lib"
    with Zygote(readable=[tmp_path, inside]) as careless:
        careless.hide(laid_out)
        assert probe(careless, laid_out).open == []
        with Sandbox(careless) as sandbox:
            assert printed(sandbox.run_cell(f"print(open({str(inside / 'needed.py')!r}).read())")) == "secret\n"
    assert sorted(path.name for path in (tmp_path / "course").iterdir()) == [".venv", "exchange", "gradebook.db"]


@pytest.mark.slow
def test_the_probe_reads_a_real_file_of_each_place_and_grading_refuses(laid_out: Hidden, tmp_path: Path) -> None:
    with Zygote(readable=[tmp_path]) as careless:
        probed = probe(careless, laid_out)
        careless.hide = lambda hidden: None
        with pytest.raises(NoSandbox, match=r"reading .*/gradebook\.db in the course"):
            TrustedZygote(careless).use(lambda zygote: None, laid_out)
    opened = {name.rpartition(" in ")[2] for name in probed.open if " in " in name}
    assert opened == {"the course", "the exchange", "submitted", "HOME"}
    assert list((tmp_path / "course/exchange").iterdir()) == []  # the planted files are gone


def test_a_course_hides_all_that_its_configuration_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    app = NbGrader()
    app.config.Exchange.root = "/srv/exchange"
    app.config.CourseDirectory.root = str(tmp_path)
    app.config.CourseDirectory.submitted_directory = "/srv/submitted"
    app.config.CourseDirectory.db_url = "sqlite:////srv/books/gradebook.db"
    app.coursedir = CourseDirectory(parent=app)
    places = set(dict(hidden_from(app).places).values())
    assert {"/srv/exchange", "/srv/submitted", "/srv/books", str(tmp_path), str(tmp_path / "home")} <= places
