"""`course-students`: reads class lists as spreadsheets save them, or names the faulty line and adds nobody."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course_utils.grading.class_runner import command
from course_utils.grading.class_runner.students import NoRoster, read

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "cases"
SONE = {"sone": {"first_name": "Student", "last_name": "One", "email": "s@x.org"}}


def said(tmp_path: Path, contents: bytes) -> dict[str, dict[str, str | None]]:
    (tmp_path / "students.csv").write_bytes(contents)
    return read(tmp_path / "students.csv")[0]


@pytest.mark.parametrize("case", ["students-excel-bom.csv", "students-excel-semicolon.csv"])
def test_the_cases(case: str) -> None:
    assert read(CASES / case) == (SONE, [])


PLAIN = 'id,first_name,last_name,email\r\nzng,Zoë,"Ng, Dr.",z@x.org\r\n4711,Jürgen,Groß,\r\n'
WANTED = {
    "zng": {"first_name": "Zoë", "last_name": "Ng, Dr.", "email": "z@x.org"},
    "4711": {"first_name": "Jürgen", "last_name": "Groß", "email": None},
}
SEMICOLONS = "id;first_name;last_name;email\r\nzng;Zoë;Ng, Dr.;z@x.org\r\n4711;Jürgen;Groß;\r\n"
SAVED: dict[str, bytes] = {
    "UTF-8": PLAIN.encode(),
    "CSV UTF-8 of Excel": PLAIN.encode("utf-8-sig"),
    "CSV of a German Excel": SEMICOLONS.encode("cp1252"),
    "Unicode text of Excel": SEMICOLONS.replace(";", "\t").encode("utf-16"),
    "Excel's line for the separator": f"sep=;\r\n{SEMICOLONS}".encode(),
    "line ends of an old Mac": PLAIN.replace("\r\n", "\r").encode(),
    "blank rows": PLAIN.replace("\r\n", "\r\n,,,\r\n\r\n \r\n").encode(),
    "blank columns": "\n".join(f"{line},," for line in PLAIN.splitlines()).encode(),
    "other cases and spaces": PLAIN.replace(PLAIN.splitlines()[0], " ID ,First Name,LAST-NAME,Email").encode(),
    "another order": b"email,last_name,id,first_name\n" + 'z@x.org,"Ng, Dr.",zng,Zoë\n,Groß,4711,Jürgen\n'.encode(),
    "decomposed, of macOS": PLAIN.replace("ë", "e\u0308").replace("ü", "u\u0308").encode(),
    "the same line twice": (PLAIN + PLAIN.partition("\r\n")[2]).encode(),
    "every cell quoted": '"{}"'.format('"\n"'.join(SEMICOLONS.splitlines()).replace(";", '";"')).encode(),
    "a shorter row": PLAIN.removesuffix(",\r\n").encode(),
}


@pytest.mark.parametrize("form", SAVED)
def test_it_is_read_however_a_spreadsheet_saved_it(form: str, tmp_path: Path) -> None:
    filled = {
        student: {"email": None} | told for student, told in said(tmp_path, SAVED[form]).items()
    }  # a row may be shorter
    assert filled == WANTED


def test_columns_that_mean_nothing_are_named(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Group,id,lms_user_id\nA,zng,17\n")
    assert read(tmp_path / "x.csv") == ({"zng": {"lms_user_id": "17"}}, ["Group"])


HEAD = b"id,first_name,last_name,email\n"
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "students.csv is empty"),
    "blank": (b"\xef\xbb\xbf\r\n,,\r\n", "students.csv is empty"),
    "no id": (b"\nname,mail\nZo,z\n", r"line 2 has no column id; it has: name, mail"),
    "id twice": (b"id,ID\na,b\n", "line 1 has a column twice: id"),
    "no id in a line": (HEAD + b"a,b,c,d\n\n,Zo,Ng,\n", "line 4: the student's name is empty"),
    "a path": (HEAD + b"../x,,,\n", "line 2: the student's name begins with a dot"),
    "an escape code": (HEAD + b"a\x1b[2J,,,\n", "line 2: the student's name holds a control character"),
    "shortened": (HEAD + b'"1,23457E+11",,,\n', "line 2: 1,23457E.11 is a number that the spreadsheet has shortened"),
    "a comma too much": (HEAD + b"zng,Zo,Ng, Dr.,z@x.org\n", "line 2 has 5 cells, and the first line 4"),
    "two of one id": (HEAD + b"a,A,,\nb,B,,\na,C,,\n", "lines 2 and 4 say different things of 'a'"),
    "a quote": (HEAD + b'a,"A,,\nb,B,,\n', "line 2 has a quote that does not end"),
    "lines in a cell": (HEAD + b'a,"A\nB",,\n', "line 2 has a cell of more than 128 characters, or of several lines"),
    "long": (HEAD + b"a," + b"x" * 129 + b",,\n", "line 2 has a cell of more than 128 characters"),
    "of no code": (HEAD + b"a,\x81,,\n", "line 2 is in none of UTF-8, UTF-16 and Windows-1252"),
    "a workbook": (b"PK\3\4" + bytes(30), "students.csv is a workbook: save it as CSV"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_taken_is_named_by_its_line(fault: str, tmp_path: Path) -> None:
    contents, words = REFUSED[fault]
    with pytest.raises(NoRoster, match=words):
        said(tmp_path, contents)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoRoster, match=r"none\.csv cannot be opened: No such file"):
        read(tmp_path / "none.csv")


def in_gradebook(course: Path) -> dict[str, tuple[str | None, str | None]]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "recurrent-networks") as gradebook:
        return {each.id: (each.first_name, each.last_name) for each in gradebook.students}


def run(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["course-students", str(path)])
    command.students()


def test_the_command_takes_all_or_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nbgrader_config.py").write_text(f"load_subconfig({str(ROOT / 'nbgrader_config.py')!r})\n")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "students.csv"
    file.write_bytes(HEAD + b"a,A,,\n../b,B,,\n")
    with pytest.raises(SystemExit, match=r"^course-students: line 3: .*; nobody was taken$"):
        run(monkeypatch, file)
    assert not (tmp_path / "gradebook.db").exists()
    file.write_bytes(HEAD + b"a,A,,\nb,B,Bell,\n")
    run(monkeypatch, file)
    assert in_gradebook(tmp_path) == {"a": ("A", None), "b": ("B", "Bell")}
    file.write_bytes(b"id;first_name;Group\nb;Bo;1\nc;C;1\n")  # has no column of last names, so they stay as they are
    run(monkeypatch, file)
    assert in_gradebook(tmp_path) == {"a": ("A", None), "b": ("Bo", "Bell"), "c": ("C", None)}
    assert capsys.readouterr().out.splitlines() == [
        "2 students are in the gradebook: 2 new, 0 known before.",
        "2 students are in the gradebook: 1 new, 1 known before.",
        "Columns that were not used: Group.",
        "In the gradebook, and not in students.csv: a.",
    ]


def test_an_error_of_the_gradebook_leaves_it_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nbgrader_config.py").write_text(f"load_subconfig({str(ROOT / 'nbgrader_config.py')!r})\n")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "students.csv").write_bytes(HEAD + b"a,A,,\nb,B,,\n")
    real = Gradebook.update_or_create_student

    def fail_at_the_second(gradebook: Gradebook, student: str, **told: str) -> object:
        if student == "b":
            raise RuntimeError("the disk is gone")
        return real(gradebook, student, **told)

    monkeypatch.setattr(Gradebook, "update_or_create_student", fail_at_the_second)
    with pytest.raises(RuntimeError, match="the disk is gone"):
        run(monkeypatch, tmp_path / "students.csv")
    assert in_gradebook(tmp_path) == {}
