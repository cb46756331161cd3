"""Whatever is handed in comes out as the released notebook with the learner's answers, and the teacher is told."""

import copy
import itertools
import json
import random
import time
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.nbgraderformat import MetadataValidator

from course_utils.grading.submission.rebuild import BESIDE, Rebuilt, rebuild
from tests.helpers.notebook_json import Damage, Notebook, cell, place, strip

DOUBLE = 'def double(x: float) -> float:\n    """Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
HALF = 'def half(x: float) -> float:\n    """Half of x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
ESSAY = "YOUR ANSWER HERE"
ANSWERS = {
    "double": 'def double(x: float) -> float:\n    """Twice x."""\n    return 2 * x',
    "half": 'def half(x: float) -> float:\n    """Half of x."""\n    return x / 2',
    "essay": "A half of the double is **the same**: é.",
}
TWICE = ANSWERS["double"].replace("def double", "def twice")
STUBS = {"double": DOUBLE, "half": HALF, "essay": ESSAY}
PICTURE = "iVBORw0KGgo="


def graded(kind: Callable[..., NotebookNode], source: str, name: str, **flags: Any) -> NotebookNode:
    """A cell as nbgrader releases it."""
    cell = kind(source, id=name)
    metadata = {"grade": False, "locked": False, "solution": False, "task": False, **flags}
    metadata |= {"schema_version": 3, "grade_id": name, "checksum": f"{name:-<32}", "cell_type": cell.cell_type}
    cell.metadata = NotebookNode(deletable=False, nbgrader=NotebookNode(metadata))
    return cell


RELEASED = new_notebook(
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    cells=[
        new_markdown_cell("# Halves and doubles", id="title"),
        graded(new_code_cell, "import math", "setup", locked=True),
        new_markdown_cell("## Double", id="double-text"),
        graded(new_code_cell, DOUBLE, "double", solution=True),
        graded(new_code_cell, "assert double(2) == 4", "double-check", grade=True, locked=True, points=1),
        new_markdown_cell("## Half", id="half-text"),
        graded(new_code_cell, HALF, "half", solution=True),
        graded(new_code_cell, "assert half(2) == 1", "half-check", grade=True, locked=True, points=2),
        new_markdown_cell("## In your own words", id="essay-text"),
        graded(new_markdown_cell, ESSAY, "essay", grade=True, solution=True, points=2),
    ],
)


def honest(**answers: str) -> Notebook:
    """The JSON of an honest submission."""
    notebook = json.loads(nbformat.writes(RELEASED))
    for name, source in (ANSWERS | answers).items():
        cell(notebook, name)["source"] = source.splitlines(keepends=True)
    return notebook


def code(source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source, **more}


def text(source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def rebuilt(submission: Notebook | bytes) -> Rebuilt:
    """Rebuild, and assert what must hold for every submission."""
    submitted = submission if isinstance(submission, bytes) else json.dumps(submission).encode()
    before = copy.deepcopy(RELEASED)
    result = rebuild(RELEASED, submitted)
    assert before == RELEASED, "the release was changed"
    sound(result.notebook)
    for note in result.notes:
        assert note.endswith(".")
        assert "\n" not in note
    return result


def sound(notebook: NotebookNode) -> None:
    """Assert that a notebook is valid and writable, and as released wherever a learner must not write."""
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    nbformat.writes(notebook).encode()
    released = {each.id: each for each in RELEASED.cells}
    kept = [each for each in notebook.cells if each.id in released]
    assert [each.id for each in kept] == list(released)
    assert notebook.metadata == RELEASED.metadata
    for each in kept:
        assert each.metadata == released[each.id].metadata
        assert each.cell_type == released[each.id].cell_type
        if "nbgrader" in each.metadata and not each.metadata.nbgrader.solution:
            assert each.source == released[each.id].source
    for each in notebook.cells:
        if each.id not in released:
            assert each.metadata == {}
            assert not each.get("outputs")


def answers(notebook: NotebookNode) -> dict[str, str]:
    return {each.id: each.source for each in notebook.cells if each.id in ANSWERS}


def extras(notebook: NotebookNode) -> list[str]:
    """The learner's own cells, each with the id of the cell before it."""
    return [
        f"{before.id}: {each.source}"
        for before, each in itertools.pairwise([NotebookNode(id="top"), *notebook.cells])
        if each.id.startswith("handed-in")
    ]


# Kinds of damage: what is done to an honest submission, the answers that change by it, and the notes.

DAMAGE: dict[str, tuple[Damage, dict[str, str], tuple[str, ...]]] = {}


def damage(*notes: str, **changed: str) -> Callable[[Damage], Damage]:
    def add(function: Damage) -> Damage:
        DAMAGE[function.__name__] = (function, changed, notes)
        return function

    return add


@damage()
def nothing(notebook: Notebook) -> None:
    pass


@damage()
def saved_by_jupyterlab(notebook: Notebook) -> None:
    notebook["metadata"] = {"kernelspec": {"name": "py311"}, "language_info": {"name": "python", "version": "3.11.9"}}
    notebook["nbformat_minor"] = 10
    for number, each in enumerate(notebook["cells"]):
        each["metadata"] |= {"collapsed": True, "execution": {"iopub.status.busy": "now"}}
        if each["cell_type"] == "code":
            each |= {"execution_count": number, "outputs": [{"output_type": "stream", "name": "stdout", "text": "hi"}]}


@damage()
def without_cell_ids(notebook: Notebook) -> None:
    notebook["nbformat_minor"] = 4
    for each in notebook["cells"]:
        del each["id"]


@damage()
def flags_left_out(notebook: Notebook) -> None:
    for each in notebook["cells"]:
        each["metadata"].get("nbgrader", {}).pop("task", None)


@damage()
def byte_order_mark(notebook: Notebook) -> bytes:
    return b"\xef\xbb\xbf" + json.dumps(notebook, ensure_ascii=False).encode()


@damage()
def sources_as_text(notebook: Notebook) -> None:
    for each in notebook["cells"]:
        each["source"] = "".join(each["source"])


@damage("file is empty", **STUBS)
def empty_file(notebook: Notebook) -> bytes:
    return b" \n"


@damage("What was handed in is a damaged zip archive, and no notebook.", **STUBS)
def not_a_notebook_at_all(notebook: Notebook) -> bytes:
    return b"PK\x03\x04 this was a Word document"


@damage("not a notebook", **STUBS)
def json_of_something_else(notebook: Notebook) -> bytes:
    return b"[1, 2]"


@damage("no cells", **STUBS)
def no_cells(notebook: Notebook) -> Notebook:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}


@damage("whole cells found in it: 7", "Deleted, and put back: half-check", "back unanswered: essay", essay=ESSAY)
def cut_off_upload(notebook: Notebook) -> bytes:
    return nbformat.writes(nbformat.from_dict(notebook)).split('"assert half')[0].encode()


@damage("whole cells found in it: 9", "back unanswered: double", double=DOUBLE)
def merge_conflict(notebook: Notebook) -> bytes:
    return json.dumps(notebook, indent=1).replace("return 2 * x", '"\n<<<<<<< HEAD\n"').encode()


@damage("not text", essay=ANSWERS["essay"].replace("é", "?"))
def latin_1(notebook: Notebook) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode("latin-1")


@damage("UTF-16")
def utf_16(notebook: Notebook) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode("utf-16")


@damage("The file has NUL bytes")
def padded_with_nul(notebook: Notebook) -> bytes:
    return json.dumps(notebook).encode() + b"\0" * 512


@damage("NUL characters were left out of: cell 4")
def nul_in_a_source(notebook: Notebook) -> None:
    cell(notebook, "double")["source"].append("\0")


@damage("question marks in: cell 10", essay="well ? done")
def lone_surrogate(notebook: Notebook) -> None:
    cell(notebook, "essay")["source"] = "well \ud83d done"


@damage("nbformat 4")
def nbformat_3(notebook: Notebook) -> Notebook:
    for each in notebook["cells"]:
        del each["id"]
        if each["cell_type"] == "code":
            each["input"] = each.pop("source")
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": notebook["cells"]}]}


@damage("nbformat 4")
def nbformat_unknown(notebook: Notebook) -> None:
    notebook["nbformat"] = "9"


@damage("nbformat 4")
def nbformat_missing(notebook: Notebook) -> None:
    del notebook["nbformat"], notebook["nbformat_minor"], notebook["metadata"]


@damage("recognised by the id of the cell: setup, double, double-check, half, half-check, essay")
def metadata_stripped(notebook: Notebook) -> None:
    strip(notebook, ids=False)


@damage(
    "by the function: double, half",
    "by what they say: setup, double-check, half-check",
    "guessed from their place: essay",
)
def metadata_and_ids_stripped(notebook: Notebook) -> None:
    strip(notebook)


@damage("guessed from their place: double, essay", double=TWICE)
def stripped_and_function_renamed(notebook: Notebook) -> None:
    cell(notebook, "double")["source"] = TWICE
    strip(notebook)


@damage("recognised by the id of the cell: double")
def one_cell_stripped(notebook: Notebook) -> None:
    del cell(notebook, "double")["metadata"]["nbgrader"]


@damage("changed grading metadata, which is as released again: double, double-check")
def schema_version_missing(notebook: Notebook) -> None:
    del cell(notebook, "double")["metadata"]["nbgrader"]["schema_version"]
    del cell(notebook, "double-check")["metadata"]["nbgrader"]["schema_version"]


@damage("changed grading metadata, which is as released again: half")
def schema_version_unknown(notebook: Notebook) -> None:
    cell(notebook, "half")["metadata"]["nbgrader"]["schema_version"] = "ninety"


@damage("changed grading metadata, which is as released again: double-check, half-check")
def more_points(notebook: Notebook) -> None:
    cell(notebook, "half-check")["metadata"]["nbgrader"]["points"] = 1000
    cell(notebook, "double-check")["metadata"]["nbgrader"] |= {"grade": False, "locked": False}


@damage("changed tags, which are as released again: double-check")
def check_tagged_to_be_skipped(notebook: Notebook) -> None:
    cell(notebook, "double-check")["metadata"]["tags"] = ["skip-execution"]


@damage("Added to, though not to be edited; what was added stands in a cell of its own: setup, half-check")
def locked_cells_edited(notebook: Notebook) -> None:
    cell(notebook, "half-check")["source"] = "assert True"
    cell(notebook, "setup")["source"].append("\nexit()")


@damage("Deleted, and put back: setup, double-check, half-check")
def checks_and_setup_deleted(notebook: Notebook) -> None:
    notebook["cells"] = [
        each for each in notebook["cells"] if each["id"] not in ("setup", "double-check", "half-check")
    ]


@damage("Deleted, and put back unanswered: double", double=DOUBLE)
def answer_deleted(notebook: Notebook) -> None:
    del notebook["cells"][place(notebook, "double")]


@damage("guessed from their place: essay", essay="My essay.")
def answer_written_into_a_new_cell(notebook: Notebook) -> None:
    notebook["cells"][place(notebook, "essay")] = text("My essay.", id="other")


@damage(
    "Deleted, and put back unanswered: half, essay",
    "words of the learner's own stand beside it, to be read: essay",
    half=HALF,
    essay=f"{ESSAY}\n\n*({BESIDE})*",
)
def end_deleted_and_a_remark_left(notebook: Notebook) -> None:
    notebook["cells"] = [*notebook["cells"][: place(notebook, "half")], text("So far.")]


@damage("More than once; of an answer, the last copy worked on counts: double.", "left out: cell 11")
def unanswered_copy_pasted_below(notebook: Notebook) -> None:
    pasted = copy.deepcopy(cell(notebook, "double")) | {"id": "other", "source": DOUBLE}
    notebook["cells"].append(pasted)


@damage("left out: cell 11", double="from operator import pos as double")
def unanswered_copy_beside_an_answer_that_defines_nothing(notebook: Notebook) -> None:
    unanswered_copy_pasted_below(notebook)
    cell(notebook, "double")["source"] = "from operator import pos as double"


@damage("More than once", double=ANSWERS["double"].replace("2 * x", "x + x"))
def two_worked_copies(notebook: Notebook) -> None:
    pasted = copy.deepcopy(cell(notebook, "double")) | {"id": "other"}
    pasted["source"] = ANSWERS["double"].replace("2 * x", "x + x")
    notebook["cells"].insert(place(notebook, "double") + 1, pasted)


@damage("More than once")
def copy_used_as_scratch_paper(notebook: Notebook) -> None:
    pasted = copy.deepcopy(cell(notebook, "double")) | {"id": "other", "source": "print(double(3))"}
    notebook["cells"].insert(place(notebook, "double") + 1, pasted)


@damage("More than once; of an answer, the last copy worked on counts: half-check.", "left out: cell 9")
def check_pasted_twice(notebook: Notebook) -> None:
    notebook["cells"].insert(place(notebook, "half-check"), copy.deepcopy(cell(notebook, "half-check")))


@damage("Turned into another type of cell, and taken all the same: double")
def code_answer_as_markdown(notebook: Notebook) -> None:
    answer = cell(notebook, "double")
    answer["cell_type"] = "markdown"
    del answer["outputs"], answer["execution_count"]


@damage("Turned into another type of cell, and taken all the same: double-check, essay")
def markdown_answer_as_code(notebook: Notebook) -> None:
    cell(notebook, "essay")["cell_type"] = "code"
    cell(notebook, "double-check")["cell_type"] = "raw"


@damage("a grade id that this assignment lacks, and kept as plain cells: cell 11")
def foreign_cell(notebook: Notebook) -> None:
    foreign = code("x = 1", metadata=copy.deepcopy(cell(notebook, "half")["metadata"]))
    foreign["metadata"]["nbgrader"]["grade_id"] = "from-another-course"
    notebook["cells"].append(foreign)


@damage("by the function: double, half", "a grade id that this assignment lacks")
def another_assignments_ids(notebook: Notebook) -> None:
    for each in notebook["cells"]:
        each["id"] = f"x-{each['id']}"
        if "nbgrader" in each["metadata"]:
            each["metadata"]["nbgrader"]["grade_id"] += "-of-last-year"
    notebook["cells"].append(code("1", metadata={"nbgrader": {"grade_id": "old"}}))


@damage()
def cells_moved(notebook: Notebook) -> None:
    notebook["cells"].reverse()


@damage(
    "Deleted, but another cell has the function: half",
    double=ANSWERS["double"] + "\n\n" + ANSWERS["half"],
    half="# This cell was deleted; half is in another cell.",
)
def two_answers_merged_into_one(notebook: Notebook) -> None:
    cell(notebook, "double")["source"] = ANSWERS["double"] + "\n\n" + ANSWERS["half"]
    del notebook["cells"][place(notebook, "half")]


@damage("More than once")
def answer_split_in_two(notebook: Notebook) -> None:
    upper = copy.deepcopy(cell(notebook, "half")) | {"id": "upper", "source": "import cmath"}
    notebook["cells"].insert(place(notebook, "half"), upper)


@damage("Without a source that is text, and taken as empty: cell 4", double="")
def source_missing(notebook: Notebook) -> None:
    del cell(notebook, "double")["source"]


@damage("Without a source that is text, and taken as empty: cell 4, cell 7", double="", half="")
def sources_of_a_wrong_type(notebook: Notebook) -> None:
    cell(notebook, "double")["source"] = {"a": 1}
    cell(notebook, "half")["source"] = ["x", 1]


@damage("Of no known type", "Left out, because they are not cells: cell 1, cell 2, cell 13")
def fields_missing_or_wrong(notebook: Notebook) -> None:
    del cell(notebook, "double")["metadata"]
    del cell(notebook, "half")["cell_type"], cell(notebook, "half")["outputs"]
    cell(notebook, "essay")["metadata"] = [1]
    cell(notebook, "setup")["metadata"]["nbgrader"] = "gone"
    cell(notebook, "half-check")["metadata"]["nbgrader"]["grade_id"] = ["a"]
    cell(notebook, "double-check")["metadata"]["tags"] = {"a": {}}
    cell(notebook, "title")["id"] = {"a": 1}
    cell(notebook, "half-text")["cell_type"] = ["code"]
    notebook["cells"] = [None, 7, *notebook["cells"], "cell"]


@damage("Cut after 1,000,000 characters: cell 4", double="#" * 1_000_000)
def source_too_long(notebook: Notebook) -> None:
    cell(notebook, "double")["source"] = "#" * 1_000_001


@damage("Cut after 20,000 lines, or after 500,000 of the notebook: cell 4", double="x = 1\f" * 20_000)
def source_of_too_many_lines(notebook: Notebook) -> None:
    cell(notebook, "double")["source"] = "x = 1\f" * 20_001  # nbformat splits lines at a form feed, too


@damage("Cut after 20,000 lines, or after 500,000 of the notebook: cell 2")
def too_many_lines_in_all(notebook: Notebook) -> None:
    """nbformat makes a string of each line, so these would take gigabytes. Answers are short, and are kept."""
    notebook["cells"][1:1] = [code("\n" * 900_000 + "x") for _ in range(26)]


@damage("larger than 50,000,000 bytes beside its outputs", **STUBS)
def file_too_large(notebook: Notebook) -> bytes:
    return json.dumps(notebook).encode().ljust(50_000_001)


@damage("more than 2,000 cells")
def too_many_cells(notebook: Notebook) -> None:
    notebook["cells"] += [code(f"x = {number}") for number in range(2_000)]


@damage("whole cells found in it: 0", **STUBS)
def nested_too_deep(notebook: Notebook) -> bytes:
    return b'{"cell_type":[' * 100_000


@damage("whole cells found in it: 0", **STUBS)
def number_too_long(notebook: Notebook) -> bytes:
    return b'{"cells": ' + b"9" * 10_000 + b"}"


@damage("Without a picture that the text shows: cell 10", essay="![a](missing-gone.png)")
def picture_lost(notebook: Notebook) -> None:
    cell(notebook, "essay")["source"] = "![a](attachment:gone.png)"


@pytest.mark.parametrize("name", DAMAGE)
def test_answers_survive_and_the_teacher_is_told(name: str) -> None:
    function, changed, notes = DAMAGE[name]
    notebook = honest()
    submission = function(notebook)
    result = rebuilt(notebook if submission is None else submission)
    assert answers(result.notebook) == ANSWERS | changed
    for note in notes:
        assert any(note in each for each in result.notes), result.notes
    if not notes:
        assert result.notes == ()


def test_own_cells_stay_where_they_are() -> None:
    notebook = honest()
    for before, source in [("title", "top = 1"), ("double", "import random"), ("half", "helper = 2")]:
        own = code(source, metadata={"tags": ["a"]}, outputs=[{"output_type": "error"}], id=before)
        notebook["cells"].insert(place(notebook, before), own)
    notebook["cells"].append(text("end", metadata={"nbgrader": {"grade": True}}, id="not a valid id!"))
    result = rebuilt(notebook)
    assert extras(result.notebook) == [
        "top: top = 1",
        "double-text: import random",
        "half-text: helper = 2",
        "essay: end",
    ]
    assert answers(result.notebook) == ANSWERS


def test_a_worked_copy_that_does_not_count_stays_and_runs_before_the_one_that_does() -> None:
    notebook = honest()
    two_worked_copies(notebook)
    assert extras(rebuilt(notebook).notebook) == [f"double-text: {ANSWERS['double']}"]


def test_edited_instructions_are_the_learners_and_deleted_ones_come_back() -> None:
    notebook = honest()
    cell(notebook, "half-text")["source"] = "## Half\nMy own remark"
    del notebook["cells"][place(notebook, "double-text")]
    result = rebuilt(notebook)
    texts = {each.id: each.source for each in result.notebook.cells}
    assert (texts["half-text"], texts["double-text"]) == ("## Half\nMy own remark", "## Double")
    assert result.notes == ()


def test_pictures_in_texts_stay_and_nothing_else_that_is_attached() -> None:
    attached = {
        "a.png": {"image/png": [PICTURE[:4], PICTURE[4:]], "image/svg+xml": "PHN2Zz4="},
        "b.png": {"image/png": '"><script>'},
        "c.png": {"text/html": PICTURE},
        "d.png": 7,
        "\ud800": {"image/png": PICTURE},
    }
    notebook = honest()
    cell(notebook, "essay")["source"] = "![](attachment:a.png)"
    cell(notebook, "essay")["attachments"] = attached
    cell(notebook, "double")["attachments"] = attached
    result = rebuilt(notebook)
    essay = result.notebook.cells[-1]
    assert essay.source == "![](attachment:a.png)"
    assert essay.attachments == {"a.png": {"image/png": PICTURE}}
    assert result.notes == ()


def test_notes_quote_nothing_of_the_learners() -> None:
    word = "<script>{0}{cells}"
    notebook = honest(double=word)
    for each in notebook["cells"]:
        each["id"] = word
        each["cell_type"] = word
        each["metadata"] = {"tags": [word], "nbgrader": {"grade_id": word, word: word}}
    notes = rebuilt(notebook).notes
    assert notes
    assert "script" not in " ".join(notes)


def test_a_release_without_cell_ids_gets_them() -> None:
    released = copy.deepcopy(RELEASED)
    released.nbformat_minor = 4
    for each in released.cells:
        del each["id"]
    notebook = honest()
    del notebook["cells"][1]
    result = rebuild(released, json.dumps(notebook).encode())
    nbformat.validate(result.notebook)
    assert [each.source for each in result.notebook.cells if each.metadata.get("nbgrader", {}).get("solution")] == list(
        ANSWERS.values()
    )
    assert result.notes == ("Deleted, and put back: setup.",)


def test_the_same_file_gives_the_same_notebook() -> None:
    notebook = honest()
    notebook["cells"].append(code("x = 1"))
    assert rebuilt(notebook) == rebuilt(notebook)


@pytest.mark.parametrize("seed", range(20))
def test_random_damage(seed: int) -> None:
    """With bytes flipped, or pieces cut out, doubled or moved, the result is always valid."""
    chance = random.Random(seed)
    whole = nbformat.writes(nbformat.from_dict(honest())).encode()
    for _ in range(10):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            start, stop = sorted(chance.choices(range(len(broken) + 1), k=2))
            stop = min(stop, start + 300)
            piece = broken[start:stop]
            broken[start:stop] = chance.choice([b"", piece * 2, chance.randbytes(3), b"null", b'"', b"\\ud800"])
        rebuilt(bytes(broken))


@pytest.mark.parametrize("seed", range(20))
def test_random_values(seed: int) -> None:
    """With any value of a notebook replaced by any other, the result is always valid."""
    chance = random.Random(seed)
    odd = [None, True, -1, 1e400, "", "\0", [], {}, [[]], {"": None}, ["a"], "setup", "double", {"grade_id": "half"}]
    for _ in range(20):
        notebook = honest()
        for _ in range(chance.randint(1, 6)):
            node: Any = notebook
            key: Any = None
            while isinstance(node, dict | list) and node and (key is None or chance.random() < 0.8):
                parent = node
                key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
                node = parent[key]
            if key is not None:
                parent[key] = copy.deepcopy(chance.choice(odd))
        rebuilt(notebook)


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(b'{"cell_type":0,"a":[' * 900 + b"0," * 5_000_000, id="opens and never closes"),
        pytest.param(b'{"cell_type":0,"a":[' * 300 + b"0," * 5_000_000, id="opens less deep than Python refuses"),
        pytest.param(
            json.dumps({"nbformat": 4, "cells": [code("x\n" * 5_000 + f"{n}") for n in range(500)]}).encode(),
            id="many long cells",
        ),
        pytest.param(json.dumps({"nbformat": 4, "cells": [text("](  " * 250_000)] * 20}).encode(), id="half links"),
    ],
)
def test_hostile_files_take_no_long(hostile: bytes) -> None:
    """As long as a few times reading so many numbers takes, on whatever machine."""

    def seconds(function: Callable[[bytes], object], given: bytes) -> float:
        started = time.process_time()
        function(given)
        return time.process_time() - started

    assert seconds(rebuilt, hostile) < 20 * seconds(json.loads, b"[" + b"0," * 5_000_000 + b"0]")


OLD = {
    "0": {"grade": True, "points": "2", "grade_id": "x"},
    "1": {"grade": True, "points": 2, "grade_id": "x", "solution": False, "locked": True, "schema_version": 1},
    "2": {"grade": True, "points": 2.0, "grade_id": "x", "solution": False, "locked": True, "schema_version": 2},
}
PLAIN = [
    {"grade": False, "locked": False, "solution": False},
    {"grade": False, "locked": False, "solution": False, "points": 0, "grade_id": "", "schema_version": 1},
    {"grade": False, "locked": False, "solution": False, "task": False, "grade_id": "y", "schema_version": 3},
]


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize("plain", PLAIN, ids=len)
def test_metadata_as_old_versions_of_nbgrader_left_them(version: str, plain: dict[str, Any]) -> None:
    cells = [new_code_cell("x = 1", id="x"), new_code_cell("import math", id="y")]
    for each, metadata in zip(cells, (OLD[version], plain), strict=True):
        each.metadata["nbgrader"] = metadata
    released = nbformat.from_dict(new_notebook(cells=cells))
    handed = json.loads(nbformat.writes(released))
    handed["cells"][1]["source"] = "import math, random"
    rebuilt = rebuild(released, json.dumps(handed).encode())
    assert rebuilt.notes == ()
    graded, own = rebuilt.notebook.cells
    MetadataValidator().validate_nb(rebuilt.notebook)
    assert (graded.metadata.nbgrader.points, graded.metadata.nbgrader.grade_id) == (2, "x")
    assert "nbgrader" not in own.metadata
    assert own.source == "import math, random"
